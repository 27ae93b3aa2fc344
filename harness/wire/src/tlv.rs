//! One tag-length-value: tags, lengths, and a walker that reads on where it can and says what DER
//! forbids. Own code because `asn1-rs` accepts non-minimal lengths and tags without a word; where a
//! header is strict, the two agree (tested below).

use std::fmt;
use std::ops::Range;

/// The class of a tag, X.690 §8.1.2.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// 00: types of ASN.1 itself.
    Universal,
    /// 01: names of the module, such as `5F37`.
    Application,
    /// 10: the usual tags of components.
    Context,
    /// 11: such as `E3`.
    Private,
}

/// A tag by its meaning: class, constructed bit and number (saturated at `u64::MAX`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag {
    /// The class.
    pub class: Class,
    /// Whether the contents are TLVs.
    pub constructed: bool,
    /// The tag number.
    pub number: u64,
}

impl Tag {
    /// The tag at the start of these octets, how many octets it takes, and whether it is in its
    /// shortest form. Errors: no octets, or the octets end inside the tag.
    pub fn read(octets: &[u8]) -> Result<(Tag, usize, bool), HeaderFault> {
        let first = *octets.first().ok_or(HeaderFault::Empty)?;
        let class = match first >> 6 {
            0 => Class::Universal,
            1 => Class::Application,
            2 => Class::Context,
            _ => Class::Private,
        };
        let constructed = first & 0x20 != 0;
        if first & 0x1F != 0x1F {
            return Ok((Tag { class, constructed, number: u64::from(first & 0x1F) }, 1, true));
        }
        let mut number: u64 = 0;
        for (at, &octet) in octets.iter().enumerate().skip(1) {
            number = number.checked_mul(128).map_or(u64::MAX, |high| high | u64::from(octet & 0x7F));
            if octet & 0x80 == 0 {
                let minimal = number >= 31 && octets.get(1) != Some(&0x80);
                return Ok((Tag { class, constructed, number }, at + 1, minimal));
            }
        }
        Err(HeaderFault::TagCut)
    }

    /// The tag that these octets are, whole and in the shortest form.
    pub fn from_octets(octets: &[u8]) -> Option<Tag> {
        match Tag::read(octets) {
            Ok((tag, used, true)) if used == octets.len() => Some(tag),
            _ => None,
        }
    }

    /// The tag as on the wire.
    pub fn to_octets(self) -> Vec<u8> {
        let class = match self.class {
            Class::Universal => 0x00,
            Class::Application => 0x40,
            Class::Context => 0x80,
            Class::Private => 0xC0,
        };
        let first = class | if self.constructed { 0x20 } else { 0 };
        if self.number < 31 {
            return vec![first | self.number as u8];
        }
        let mut octets = vec![first | 0x1F];
        let groups = (64 - self.number.leading_zeros()).div_ceil(7);
        for group in (0..groups).rev() {
            let seven = ((self.number >> (group * 7)) & 0x7F) as u8;
            octets.push(if group == 0 { seven } else { seven | 0x80 });
        }
        octets
    }

    /// Same class and number; the constructed bit is a question of encoding, not of identity.
    pub fn names_same(self, other: Tag) -> bool {
        self.class == other.class && self.number == other.number
    }

    pub(crate) const fn universal(number: u64, constructed: bool) -> Tag {
        Tag { class: Class::Universal, constructed, number }
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&hex::encode_upper(self.to_octets()))
    }
}

/// Why no header can be read here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderFault {
    /// There are no octets.
    Empty,
    /// The octets end inside the tag.
    TagCut,
    /// The octets end before or inside the length.
    LengthCut,
    /// The first length octet is FF, which X.690 §8.1.3.5 reserves.
    LengthReserved,
}

impl HeaderFault {
    /// The fault's short name in findings.
    pub fn rule(self) -> &'static str {
        match self {
            HeaderFault::Empty => "no-octets",
            HeaderFault::TagCut => "tag-cut",
            HeaderFault::LengthCut => "length-cut",
            HeaderFault::LengthReserved => "length-reserved",
        }
    }

    /// One sentence.
    pub fn says(self) -> &'static str {
        match self {
            HeaderFault::Empty => "there are no octets",
            HeaderFault::TagCut => "the octets end inside a tag",
            HeaderFault::LengthCut => "the octets end before or inside a length",
            HeaderFault::LengthReserved => "the length starts with the reserved octet FF",
        }
    }
}

/// One TLV found in a buffer; all positions count from the start of that buffer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tlv {
    /// The tag's meaning.
    pub tag: Tag,
    /// Tag and length octets.
    pub header: Range<usize>,
    /// The octets of the tag alone.
    pub tag_octets: Range<usize>,
    /// The contents, cut at the end of what there is.
    pub content: Range<usize>,
    /// The first octet after it, end-of-contents octets included.
    pub end: usize,
    /// The tag is in its shortest form.
    pub tag_minimal: bool,
    /// The length is in its shortest form.
    pub length_minimal: bool,
    /// The length is indefinite (80).
    pub indefinite: bool,
    /// How many octets the length claims beyond those there are (0: none); for an indefinite length
    /// 1 when its end-of-contents octets are missing.
    pub beyond: u64,
}

impl Tlv {
    /// Reads the TLV at `start`, using nothing at or after `end`.
    ///
    /// A length beyond `end` is cut there and noted. Errors: no header can be read.
    pub fn read(octets: &[u8], start: usize, end: usize) -> Result<Tlv, HeaderFault> {
        let end = end.min(octets.len());
        let here = octets.get(start..end).unwrap_or_default();
        let (tag, tag_len, tag_minimal) = Tag::read(here)?;
        let after_tag = here.get(tag_len..).unwrap_or_default();
        let first = *after_tag.first().ok_or(HeaderFault::LengthCut)?;
        let (claimed, length_len, length_minimal) = match first {
            0x00..=0x7F => (Some(u64::from(first)), 1, true),
            0x80 => (None, 1, true),
            0xFF => return Err(HeaderFault::LengthReserved),
            _ => {
                let count = usize::from(first & 0x7F);
                let field = after_tag.get(1..=count).ok_or(HeaderFault::LengthCut)?;
                let claimed = field
                    .iter()
                    .fold(0u64, |sum, &octet| if sum >> 56 == 0 { (sum << 8) | u64::from(octet) } else { u64::MAX });
                (Some(claimed), count + 1, field.first() != Some(&0) && claimed > 0x7F)
            }
        };
        let header_end = start + tag_len + length_len;
        let (content_end, tlv_end, beyond) = match claimed {
            Some(claimed) => {
                let there = (end - header_end) as u64;
                let taken = claimed.min(there);
                let content_end = header_end + taken as usize;
                (content_end, content_end, claimed - taken)
            }
            None => match end_of_contents(octets, header_end, end) {
                Some(at) => (at, at + 2, 0),
                None => (end, end, 1),
            },
        };
        Ok(Tlv {
            tag,
            header: start..header_end,
            tag_octets: start..start + tag_len,
            content: header_end..content_end,
            end: tlv_end,
            tag_minimal,
            length_minimal,
            indefinite: claimed.is_none(),
            beyond,
        })
    }

    /// From the first octet of the tag to the last of the contents (and end-of-contents octets).
    pub fn whole(&self) -> Range<usize> {
        self.header.start..self.end
    }
}

/// Where the 00 00 stands that closes an indefinite length; iterative, one pass.
fn end_of_contents(octets: &[u8], mut at: usize, end: usize) -> Option<usize> {
    let mut open = 0usize;
    loop {
        if octets.get(at..end)?.starts_with(&[0, 0]) {
            if open == 0 {
                return Some(at);
            }
            open -= 1;
            at += 2;
            continue;
        }
        let here = octets.get(at..end)?;
        let (_, tag_len, _) = Tag::read(here).ok()?;
        match *here.get(tag_len)? {
            0x80 => {
                open += 1;
                at += tag_len + 1;
            }
            0xFF => return None,
            short @ 0..=0x7F => at += tag_len + 1 + usize::from(short),
            long => {
                let count = usize::from(long & 0x7F);
                let mut length = 0usize;
                for &octet in here.get(tag_len + 1..tag_len + 1 + count)? {
                    length = length.checked_mul(256)?.checked_add(usize::from(octet))?;
                }
                at = at.checked_add(tag_len + 1 + count)?.checked_add(length)?;
            }
        }
    }
}

/// The length octets for contents of this many octets, in the shortest form, X.690 §10.1.
pub fn encode_length(length: u64) -> Vec<u8> {
    if length < 0x80 {
        return vec![length as u8];
    }
    let octets: Vec<u8> = length.to_be_bytes().into_iter().skip_while(|&octet| octet == 0).collect();
    let mut field = vec![0x80 | octets.len() as u8];
    field.extend(octets);
    field
}

/// A TLV with these tag octets and these contents.
pub(crate) fn encode(tag: &[u8], content: &[u8]) -> Vec<u8> {
    let mut octets = tag.to_vec();
    octets.extend(encode_length(content.len() as u64));
    octets.extend_from_slice(content);
    octets
}

#[cfg(test)]
mod tests {
    use super::*;
    use asn1_rs::FromDer;
    use proptest::prelude::*;

    #[test]
    fn tags_of_the_module() {
        for (hex, class, constructed, number) in [
            ("30", Class::Universal, true, 16),
            ("BF38", Class::Context, true, 56),
            ("5F37", Class::Application, false, 55),
            ("5F49", Class::Application, false, 73),
            ("9F70", Class::Context, false, 112),
            ("E3", Class::Private, true, 3),
            ("9F8101", Class::Context, false, 129),
        ] {
            let octets = hex::decode(hex).unwrap();
            let tag = Tag::from_octets(&octets).unwrap();
            assert_eq!(tag, Tag { class, constructed, number });
            assert_eq!(tag.to_octets(), octets);
        }
        assert_eq!(Tag::from_octets(&[0xBF, 0x00]), None);
        assert_eq!(Tag::from_octets(&[0xBF, 0x80, 0x20]), None);
    }

    #[test]
    fn lengths_as_x690_shows_them() {
        assert_eq!(encode_length(38), [0x26]);
        assert_eq!(encode_length(201), [0x81, 0xC9]);
        assert_eq!(encode_length(0x1234), [0x82, 0x12, 0x34]);
        assert!(!Tlv::read(&[0x04, 0x81, 0x01, 0xAA], 0, 4).unwrap().length_minimal);
        assert!(!Tlv::read(&[0x04, 0x82, 0x00, 0x80], 0, 4).unwrap().length_minimal);
    }

    #[test]
    fn hostile_lengths_are_cut_not_allocated() {
        let tlv = Tlv::read(&[0x04, 0x84, 0x40, 0, 0, 0, 1], 0, 7).unwrap();
        assert_eq!((tlv.content, tlv.beyond), (6..7, (1 << 30) - 1));
        let tlv = Tlv::read(&[0x04, 0x89, 1, 0, 0, 0, 0, 0, 0, 0, 0], 0, 11).unwrap();
        assert_eq!(tlv.beyond, u64::MAX);
        assert_eq!(Tlv::read(&[0x04, 0xFF], 0, 2), Err(HeaderFault::LengthReserved));
        assert_eq!(Tlv::read(&[0x04, 0x82, 0x01], 0, 3), Err(HeaderFault::LengthCut));
        assert_eq!(Tlv::read(&[0x1F, 0xFF], 0, 2), Err(HeaderFault::TagCut));
    }

    #[test]
    fn indefinite_length_ends_at_its_own_end() {
        let octets = [0x30, 0x80, 0xA0, 0x80, 0x04, 0x01, 0x00, 0, 0, 0x05, 0x00, 0, 0, 0x99];
        let tlv = Tlv::read(&octets, 0, octets.len()).unwrap();
        assert_eq!((tlv.content, tlv.end, tlv.beyond), (2..11, 13, 0));
        assert_eq!(Tlv::read(&[0x30, 0x80, 0x05, 0x00], 0, 4).unwrap().beyond, 1);
    }

    proptest! {
        #[test]
        fn never_panics(octets in proptest::collection::vec(any::<u8>(), 0..64), start in 0usize..70, end in 0usize..70) {
            let _ = Tlv::read(&octets, start, end);
        }

        /// Where our walker calls a header strict, asn1-rs reads the same tag and length.
        #[test]
        fn agrees_with_asn1_rs(octets in proptest::collection::vec(any::<u8>(), 2..12)) {
            if let Ok(tlv) = Tlv::read(&octets, 0, octets.len())
                && tlv.tag_minimal && tlv.length_minimal && !tlv.indefinite && tlv.beyond == 0 && tlv.tag.number < 1 << 28
                && let Ok((rest, header)) = asn1_rs::Header::from_der(&octets)
            {
                prop_assert_eq!(u64::from(header.tag().0), tlv.tag.number);
                prop_assert_eq!(header.is_constructed(), tlv.tag.constructed);
                prop_assert_eq!(octets.len() - rest.len(), tlv.header.end);
                prop_assert_eq!(header.length().definite().ok(), Some(tlv.content.len()));
            }
        }
    }
}
