//! Writing DER.

use super::oid;

/// The element of this tag around these contents, one after the other.
pub(crate) fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut out = vec![tag];
    if length < 0x80 {
        out.push(length as u8);
    } else {
        let digits = length.to_be_bytes();
        let digits = &digits[digits.iter().take_while(|digit| **digit == 0).count()..];
        out.push(0x80 | digits.len() as u8);
        out.extend_from_slice(digits);
    }
    parts.iter().for_each(|part| out.extend_from_slice(part));
    out
}

/// A SEQUENCE of these elements.
pub(crate) fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    tlv(0x30, parts)
}

/// An OBJECT IDENTIFIER of a dotted form, or `None` when it is not one.
pub(crate) fn object_identifier(dotted: &str) -> Option<Vec<u8>> {
    Some(tlv(0x06, &[&oid::contents(dotted)?]))
}

/// An INTEGER of these octets, taken as an unsigned number.
pub(crate) fn unsigned(octets: &[u8]) -> Vec<u8> {
    let octets = &octets[octets.iter().take_while(|octet| **octet == 0).count()..];
    match octets.first() {
        None => tlv(0x02, &[&[0]]),
        Some(0x80..) => tlv(0x02, &[&[0], octets]),
        Some(_) => tlv(0x02, &[octets]),
    }
}

/// A BIT STRING of whole octets.
pub(crate) fn bit_string(octets: &[u8]) -> Vec<u8> {
    tlv(0x03, &[&[0], octets])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_signs() {
        assert_eq!(tlv(0x04, &[&[1], &[2]]), [0x04, 2, 1, 2]);
        assert_eq!(tlv(0x30, &[&[0; 200]])[..3], [0x30, 0x81, 200]);
        assert_eq!(tlv(0x30, &[&[0; 256]])[..4], [0x30, 0x82, 1, 0]);
        assert_eq!(unsigned(&[0, 0, 0x80]), [0x02, 2, 0, 0x80]);
        assert_eq!(unsigned(&[0x7F]), [0x02, 1, 0x7F]);
        assert_eq!(unsigned(&[0]), [0x02, 1, 0]);
        assert_eq!(object_identifier("2.999.10").unwrap(), [0x06, 3, 0x88, 0x37, 0x0A]);
    }
}
