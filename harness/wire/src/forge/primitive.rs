//! Contents octets of primitive types.

use serde_json::Value;

use super::ForgeError;
use crate::dictionary::{Named, Size, Type};
use crate::nearest::nearest;
use crate::oid::oid_from_text;

/// Bits beyond this many are a slip.
const MOST_BITS: i64 = 1 << 16;

pub(crate) fn content(ty: &Type, value: &Value, path: &str) -> Result<Vec<u8>, ForgeError> {
    let not = |wanted: &str| Err(ForgeError::new(path, format!("needs {wanted}, not {}", kind(value))));
    match (ty, value) {
        (Type::Octets(size, _), _) => {
            let octets = hex_of(value, path)?;
            judge_size(size, octets.len() as u64, "octets", path)?;
            Ok(octets)
        }
        (Type::Any, _) => hex_of(value, path),
        (Type::Text(size), Value::String(text)) => {
            judge_size(size, text.chars().count() as u64, "characters", path)?;
            Ok(text.as_bytes().to_vec())
        }
        (Type::Ascii, Value::String(text)) if text.is_ascii() => Ok(text.as_bytes().to_vec()),
        (Type::Integer(_), Value::Number(number)) => match number.as_i64() {
            Some(number) => Ok(integer(i128::from(number))),
            None => match number.as_u64() {
                Some(number) => Ok(integer(i128::from(number))),
                None => not("a whole number"),
            },
        },
        (Type::Integer(names), Value::String(name)) => Ok(integer(i128::from(named(names, name, path)?))),
        (Type::Bits(names), Value::Array(set)) => {
            let mut bits = Vec::new();
            for one in set {
                let Value::String(name) = one else { return not("names of bits") };
                let number = named(names, name, path)?;
                if !(0..MOST_BITS).contains(&number) {
                    return Err(ForgeError::new(path, format!("`{name}` is no bit")));
                }
                bits.push(number as usize);
            }
            let count = bits.iter().max().map_or(0, |last| last + 1);
            Ok(bit_string(count, |index| bits.contains(&index)))
        }
        (Type::Bits(names), Value::Object(members)) if members.len() == 1 => match members.get("bits") {
            Some(Value::String(text)) => bits_of(names, text, path),
            _ => not("`bits`"),
        },
        (Type::Boolean, Value::Bool(value)) => Ok(vec![if *value { 0xFF } else { 0x00 }]),
        (Type::Null, Value::Null) => Ok(Vec::new()),
        (Type::Oid, Value::String(text)) => oid_from_text(text)
            .ok_or_else(|| ForgeError::new(path, format!("`{text}` is no object identifier such as 2.999.10"))),
        (Type::Text(_) | Type::Ascii, _) => not("text"),
        (Type::Integer(_), _) => not("a number or a name"),
        (Type::Bits(_), _) => not("{\"bits\": \"011\"} or a list of names"),
        (Type::Boolean, _) => not("true or false"),
        (Type::Null, _) => not("null"),
        (Type::Oid, _) => not("a dotted object identifier"),
        (Type::List(_) | Type::Explicit(_) | Type::Named(_), _) => not("a structure"),
    }
}

/// Hex text; blanks count for nothing.
pub(super) fn hex_of(value: &Value, path: &str) -> Result<Vec<u8>, ForgeError> {
    let Value::String(text) = value else {
        return Err(ForgeError::new(path, format!("octets are hex text, not {}", kind(value))));
    };
    let text: String = text.split_whitespace().collect();
    hex::decode(&text).map_err(|error| ForgeError::new(path, format!("octets are hex text: {error}")))
}

/// What kind of JSON value, for messages.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

fn judge_size(size: &Size, count: u64, of: &str, path: &str) -> Result<(), ForgeError> {
    if size.allows(count) {
        return Ok(());
    }
    let says = format!("{count} {of}, where the type has {}; `{{\"tlv\": ...}}` takes any", size.words());
    Err(ForgeError::new(path, says))
}

fn named(names: &[Named], name: &str, path: &str) -> Result<i64, ForgeError> {
    names.iter().find(|one| one.name == name).map(|one| one.number).ok_or_else(|| {
        let mut error = ForgeError::new(path, format!("the type names no `{name}`"));
        error.nearest = nearest(name, names.iter().map(|one| one.name.as_str())).map(str::to_owned);
        error
    })
}

fn integer(value: i128) -> Vec<u8> {
    let octets = value.to_be_bytes();
    let superfluous = octets
        .windows(2)
        .take_while(|pair| (pair[0] == 0 && pair[1] & 0x80 == 0) || (pair[0] == 0xFF && pair[1] & 0x80 != 0))
        .count();
    octets.get(superfluous..).unwrap_or_default().to_vec()
}

fn bits_of(names: &[Named], text: &str, path: &str) -> Result<Vec<u8>, ForgeError> {
    if let Some(odd) = text.chars().find(|one| !matches!(one, '0' | '1')) {
        return Err(ForgeError::new(path, format!("bits are 0 and 1, not `{odd}`")));
    }
    // DER removes the zeros at the end of a list of named bits, X.690 §11.2.2.
    let text = if names.is_empty() { text } else { text.trim_end_matches('0') };
    let bits = text.as_bytes();
    Ok(bit_string(bits.len(), |index| bits.get(index) == Some(&b'1')))
}

fn bit_string(count: usize, bit: impl Fn(usize) -> bool) -> Vec<u8> {
    let mut content = vec![0; 1 + count.div_ceil(8)];
    content[0] = ((8 - count % 8) % 8) as u8;
    for index in (0..count).filter(|&index| bit(index)) {
        content[1 + index / 8] |= 0x80 >> (index % 8);
    }
    content
}

#[cfg(test)]
mod tests {
    use super::integer;

    /// X.690 §8.3 by hand.
    #[test]
    fn integers_are_shortest() {
        for (value, hex) in
            [(0, "00"), (127, "7f"), (128, "0080"), (-128, "80"), (-129, "ff7f"), (256, "0100"), (-1, "ff")]
        {
            assert_eq!(hex::encode(integer(value)), hex);
        }
    }
}
