//! Values of primitive types, and what X.690 and the type say of their contents octets.

use super::Reader;
use crate::dictionary::{Named, Show, Size, Type};
use crate::oid::oid_to_text;
use crate::tlv::Tlv;
use crate::tree::{FindingKind, Node, Value};

impl Reader<'_> {
    pub(super) fn primitive(&mut self, node: &mut Node, tlv: &Tlv, ty: &Type) {
        let content = self.octets.get(tlv.content.clone()).unwrap_or_default();
        let at = tlv.content.start;
        node.value = match ty {
            Type::Octets(size, show) => {
                self.judge_size(at, size, content.len() as u64, "octets");
                node.reading = reading(*show, content);
                Some(Value::Octets(content.to_vec()))
            }
            Type::Text(size) => self.text(at, size, content),
            // T61String and its like hold other octets too; they are shown, not judged.
            Type::Ascii => Some(match str::from_utf8(content) {
                Ok(text) if text.is_ascii() => Value::Text(text.to_owned()),
                _ => Value::Octets(content.to_vec()),
            }),
            Type::Integer(names) => self.integer(at, names, content),
            Type::Bits(names) => self.bits(at, names, content),
            Type::Boolean => self.boolean(at, content),
            Type::Null => {
                if !content.is_empty() {
                    self.note(at, FindingKind::Der, "null-content", "a NULL has no contents octets".to_owned());
                }
                Some(Value::Null)
            }
            Type::Oid => match oid_to_text(content) {
                Ok(text) => Some(Value::Oid(text)),
                Err(says) => {
                    self.note(at, FindingKind::Der, "oid", says.to_owned());
                    None
                }
            },
            Type::Any | Type::List(_) | Type::Explicit(_) | Type::Named(_) => Some(Value::Octets(content.to_vec())),
        };
    }

    fn judge_size(&mut self, at: usize, size: &Size, count: u64, of: &str) {
        if !size.allows(count) {
            let says = format!("{count} {of}, where the type has {}", size.words());
            self.note(at, FindingKind::Type, "size", says);
        }
    }

    fn text(&mut self, at: usize, size: &Size, content: &[u8]) -> Option<Value> {
        match std::str::from_utf8(content) {
            Ok(text) => {
                self.judge_size(at, size, text.chars().count() as u64, "characters");
                Some(Value::Text(text.to_owned()))
            }
            Err(error) => {
                let says = "the octets from here are not UTF-8".to_owned();
                self.note(at + error.valid_up_to(), FindingKind::Type, "utf8", says);
                None
            }
        }
    }

    fn integer(&mut self, at: usize, names: &[Named], content: &[u8]) -> Option<Value> {
        let Some(&first) = content.first() else {
            let says = "an INTEGER has at least one octet".to_owned();
            self.note(at, FindingKind::Der, "integer-empty", says);
            return None;
        };
        if let [high, low, ..] = content
            && ((*high == 0 && low & 0x80 == 0) || (*high == 0xFF && low & 0x80 != 0))
        {
            let says = "the INTEGER is not in its shortest form".to_owned();
            self.note(at, FindingKind::Der, "integer-not-minimal", says);
        }
        if content.len() > 16 {
            return Some(Value::BigInteger(content.to_vec()));
        }
        let start: i128 = if first & 0x80 == 0 { 0 } else { -1 };
        let value = content.iter().fold(start, |sum, &octet| (sum << 8) | i128::from(octet));
        let name = names.iter().find(|one| i128::from(one.number) == value).map(|one| one.name.clone());
        if name.is_none() && !names.is_empty() {
            let says = format!("the type names no value {value}; a newer peer may send it");
            self.note(at, FindingKind::Extension, "unnamed-value", says);
        }
        Some(Value::Integer { value, name })
    }

    fn boolean(&mut self, at: usize, content: &[u8]) -> Option<Value> {
        match content {
            [0x00] => Some(Value::Boolean(false)),
            [0xFF] => Some(Value::Boolean(true)),
            [other] => {
                let says = format!("a BOOLEAN is 00 or FF in DER, and here is {other:02X}");
                self.note(at, FindingKind::Der, "boolean", says);
                Some(Value::Boolean(true))
            }
            _ => {
                let says = format!("a BOOLEAN has one octet, and here are {}", content.len());
                self.note(at, FindingKind::Der, "boolean", says);
                None
            }
        }
    }

    fn bits(&mut self, at: usize, names: &[Named], content: &[u8]) -> Option<Value> {
        let Some((&unused, octets)) = content.split_first() else {
            let says = "a BIT STRING has at least the octet that counts unused bits".to_owned();
            self.note(at, FindingKind::Der, "bits-empty", says);
            return None;
        };
        if unused > 7 || (unused > 0 && octets.is_empty()) {
            let says = format!("{unused} unused bits in {} octets cannot be", octets.len());
            self.note(at, FindingKind::Der, "bits-unused", says);
            return None;
        }
        if octets.last().is_some_and(|last| last & !(0xFFu8 << unused) != 0) {
            let says = "an unused bit is set".to_owned();
            self.note(at + octets.len(), FindingKind::Der, "bits-padding", says);
        }
        let count = octets.len() * 8 - usize::from(unused);
        let bit = |index: usize| octets.get(index / 8).is_some_and(|octet| octet & (0x80 >> (index % 8)) != 0);
        if !names.is_empty() && count > 0 && !bit(count - 1) {
            let says = "a list of named bits ends with a zero bit; DER removes it".to_owned();
            self.note(at, FindingKind::Der, "bits-trailing-zeros", says);
        }
        let mut set = Vec::new();
        if !names.is_empty() {
            for index in (0..count).filter(|&index| bit(index)) {
                match names.iter().find(|one| usize::try_from(one.number) == Ok(index)) {
                    Some(one) => set.push(one.name.clone()),
                    None => {
                        if set.len() < 256 {
                            set.push(format!("bit {index}"));
                        }
                        let says = format!("the type does not name bit {index}; a newer peer may set it");
                        self.note(at, FindingKind::Extension, "unnamed-bit", says);
                    }
                }
            }
        }
        let bits = (0..count).map(|index| if bit(index) { '1' } else { '0' }).collect();
        Some(Value::Bits { bits, names: set })
    }
}

/// Octets as people read them.
fn reading(show: Show, content: &[u8]) -> Option<String> {
    match (show, content) {
        (Show::Swapped, octets) if octets.len() == 10 => {
            let digits = octets.iter().flat_map(|octet| [octet & 0x0F, octet >> 4]).map(|nibble| format!("{nibble:X}"));
            Some(digits.collect::<String>().trim_end_matches('F').to_owned())
        }
        (Show::Digits, octets) if octets.len() == 16 => Some(hex::encode_upper(octets)),
        (Show::Version, [major, minor, revision]) => Some(format!("{major}.{minor}.{revision}")),
        (Show::MccMnc, [first, second, third]) => {
            let mcc = format!("{:X}{:X}{:X}", first & 0x0F, first >> 4, second & 0x0F);
            let mnc = format!("{:X}{:X}{:X}", third & 0x0F, third >> 4, second >> 4);
            Some(format!("MCC {mcc} MNC {}", mnc.strip_suffix('F').unwrap_or(&mnc)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Show, reading};

    /// 3GPP TS 24.008 figure 10.5.13: MCC 310 MNC 150 is 13 00 51, MCC 262 MNC 01 is 62 F2 10.
    #[test]
    fn readings() {
        let read = |show, hex: &str| reading(show, &hex::decode(hex).unwrap());
        assert_eq!(read(Show::MccMnc, "130051").as_deref(), Some("MCC 310 MNC 150"));
        assert_eq!(read(Show::MccMnc, "62F210").as_deref(), Some("MCC 262 MNC 01"));
        assert_eq!(read(Show::Swapped, "981032547698103254F6").as_deref(), Some("8901234567890123456"));
        assert_eq!(read(Show::Version, "020500").as_deref(), Some("2.5.0"));
        assert_eq!(read(Show::Swapped, "98"), None);
    }
}
