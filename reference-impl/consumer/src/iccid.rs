//! The three codings of an ICCID: digits, EF.ICCID, PE-Header.

/// As in EF.ICCID and in the TLV `5A`: nibbles swapped, padded with F to 10 octets.
pub fn to_ef(digits: &str) -> [u8; 10] {
    to_header(digits).map(|octet| octet.rotate_left(4))
}

/// As in PE-Header: in reading order, padded with F to 10 octets. What is no digit is padding.
pub fn to_header(digits: &str) -> [u8; 10] {
    let mut out = [0xFF; 10];
    for (index, digit) in digits.chars().filter_map(|c| c.to_digit(10)).take(20).enumerate() {
        let nibble = digit as u8;
        let octet = &mut out[index / 2];
        *octet = if index % 2 == 0 { nibble << 4 | 0x0F } else { *octet & 0xF0 | nibble };
    }
    out
}

/// The digits of an EF.ICCID coding, without padding.
pub fn from_ef(octets: &[u8]) -> String {
    let nibbles = octets.iter().flat_map(|octet| [octet & 0x0F, octet >> 4]);
    nibbles.take_while(|nibble| *nibble < 10).map(|nibble| char::from(b'0' + nibble)).collect()
}

/// The digits with their Luhn check digit behind them.
pub fn with_check_digit(digits: &str) -> String {
    let doubled = |position: usize, digit: u32| {
        if position.is_multiple_of(2) { (digit * 2) / 10 + (digit * 2) % 10 } else { digit }
    };
    let sum: u32 =
        digits.chars().rev().filter_map(|c| c.to_digit(10)).enumerate().map(|(at, digit)| doubled(at, digit)).sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codings_agree_with_published_figures() {
        // The ICCID of the published test profile.
        assert_eq!(hex::encode(to_ef("89000123456789012341")), "98001032547698103214");
        assert_eq!(from_ef(&to_ef("8900012345678901234")), "8900012345678901234");
        assert_eq!(hex::encode(to_header("8900012345678901234")), "8900012345678901234f");
        // The textbook Luhn example.
        assert_eq!(with_check_digit("7992739871"), "79927398713");
    }
}
