//! Object identifiers: octets to dotted text and back. Own code because the first two arcs share one
//! number that may be large (2.999 is in every test certificate), where `asn1-rs` reads one octet.

/// The dotted form of the contents octets of an OBJECT IDENTIFIER.
///
/// Errors name the rule of X.690 §8.19 that does not hold: no octets, an arc that starts with 80, an
/// arc without its last octet, or an arc beyond 128 bits.
pub fn oid_to_text(content: &[u8]) -> Result<String, &'static str> {
    if content.is_empty() {
        return Err("an OBJECT IDENTIFIER has at least one octet");
    }
    let mut arcs: Vec<u128> = Vec::new();
    let mut value: u128 = 0;
    let mut open = false;
    for &octet in content {
        if !open && octet == 0x80 {
            return Err("an arc starts with the octet 80");
        }
        if value >> 121 != 0 {
            return Err("an arc is larger than 128 bits");
        }
        value = (value << 7) | u128::from(octet & 0x7F);
        open = octet & 0x80 != 0;
        if !open {
            if arcs.is_empty() {
                let first = (value / 40).min(2);
                arcs.push(first);
                arcs.push(value - first * 40);
            } else {
                arcs.push(value);
            }
            value = 0;
        }
    }
    if open {
        return Err("the last arc has no last octet");
    }
    Ok(arcs.iter().map(u128::to_string).collect::<Vec<_>>().join("."))
}

/// The contents octets of a dotted object identifier such as `2.999.10`; none when it is not one.
pub fn oid_from_text(text: &str) -> Option<Vec<u8>> {
    let arcs = text.split('.').map(|arc| arc.parse::<u128>().ok()).collect::<Option<Vec<_>>>()?;
    let [first, second, rest @ ..] = arcs.as_slice() else { return None };
    if *first > 2 || (*first < 2 && *second > 39) {
        return None;
    }
    let mut octets = Vec::new();
    push_arc(first.checked_mul(40)?.checked_add(*second)?, &mut octets);
    for arc in rest {
        push_arc(*arc, &mut octets);
    }
    Some(octets)
}

fn push_arc(arc: u128, octets: &mut Vec<u8>) {
    let groups = (128 - arc.leading_zeros()).div_ceil(7).max(1);
    for group in (0..groups).rev() {
        let seven = ((arc >> (group * 7)) & 0x7F) as u8;
        octets.push(if group == 0 { seven } else { seven | 0x80 });
    }
}

#[cfg(test)]
mod tests {
    use super::{oid_from_text, oid_to_text};

    /// X.690 §8.19.5 has {2 100 3} = 813403; the others from RFC 5280 and `openssl asn1parse`.
    #[test]
    fn known_answers() {
        for (text, hex) in [
            ("2.100.3", "813403"),
            ("2.999.10", "88370a"),
            ("1.2.840.10045.2.1", "2a8648ce3d0201"),
            ("0.39", "27"),
            ("1.0", "28"),
            ("2.23.146.1.2.1.4", "67811201020104"),
        ] {
            assert_eq!(hex::encode(oid_from_text(text).unwrap()), hex);
            assert_eq!(oid_to_text(&hex::decode(hex).unwrap()).unwrap(), text);
        }
    }

    #[test]
    fn refuses_what_is_not_one() {
        for octets in [&[][..], &[0x80, 0x01], &[0x88], &[0x2A, 0x80, 0x01], &[0xFF; 40]] {
            assert!(oid_to_text(octets).is_err());
        }
        for text in ["", "1", "3.1", "1.40", "1.2.x", "1..2"] {
            assert_eq!(oid_from_text(text), None);
        }
    }
}
