//! The EID: 32 digits that name an eUICC.

use std::fmt;
use std::str::FromStr;

/// An EID of 32 decimal digits whose check digits are right (SGP.02 §2.2.2, SGP.29 §4.2; ISO 7064 MOD 97-10).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Eid([u8; 32]);

/// Why text or octets are no EID.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EidError {
    /// Not 32 digits; how many characters or nibbles there are.
    Length(usize),
    /// Not a decimal digit; at which place, counted from 0.
    Digit(usize),
    /// 32 digits whose remainder modulo 97 is not 1; what it is.
    CheckDigits(u32),
}

/// The number these ASCII digits write, modulo 97.
fn modulo_97(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |sum, digit| (sum * 10 + u32::from(digit - b'0')) % 97)
}

impl Eid {
    /// 32 decimal digits.
    pub fn parse(text: &str) -> Result<Self, EidError> {
        let eid = Self(Self::digits(text)?);
        eid.check()?;
        Ok(eid)
    }

    /// 32 decimal digits as ASCII, the check digits not looked at.
    fn digits(text: &str) -> Result<[u8; 32], EidError> {
        let digits = text.as_bytes().try_into().map_err(|_| EidError::Length(text.chars().count()))?;
        match text.bytes().position(|octet| !octet.is_ascii_digit()) {
            Some(at) => Err(EidError::Digit(at)),
            None => Ok(digits),
        }
    }

    /// The EID that begins with these 30 digits: its check digits are computed.
    pub fn with_check_digits(first: &str) -> Result<Self, EidError> {
        let mut digits = Self::digits(&format!("{first}00"))?;
        let check = 98 - modulo_97(&digits);
        digits[30] = b'0' + (check / 10) as u8;
        digits[31] = b'0' + (check % 10) as u8;
        Ok(Self(digits))
    }

    /// 16 octets of packed BCD, the first digit in the high nibble, as `5A` carries it.
    pub fn from_bytes(octets: &[u8]) -> Result<Self, EidError> {
        if octets.len() != 16 {
            return Err(EidError::Length(octets.len() * 2));
        }
        let nibbles = octets.iter().flat_map(|octet| [octet >> 4, octet & 0x0F]);
        let mut digits = [0; 32];
        for (at, (nibble, digit)) in nibbles.zip(&mut digits).enumerate() {
            *digit = if nibble < 10 { b'0' + nibble } else { return Err(EidError::Digit(at)) };
        }
        let eid = Self(digits);
        eid.check()?;
        Ok(eid)
    }

    /// 16 octets of packed BCD.
    pub fn to_bytes(&self) -> [u8; 16] {
        std::array::from_fn(|at| (self.0[2 * at] - b'0') << 4 | (self.0[2 * at + 1] - b'0'))
    }

    /// Are the check digits right?
    fn check(&self) -> Result<(), EidError> {
        match modulo_97(&self.0) {
            1 => Ok(()),
            remainder => Err(EidError::CheckDigits(remainder)),
        }
    }
}

impl FromStr for Eid {
    type Err = EidError;

    fn from_str(text: &str) -> Result<Self, EidError> {
        Self::parse(text)
    }
}

impl fmt::Display for Eid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|digit| write!(f, "{}", char::from(*digit)))
    }
}

impl fmt::Debug for Eid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Eid({self})")
    }
}

impl fmt::Display for EidError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length(found) => write!(f, "EID of {found} digits where 32 are asked for"),
            Self::Digit(at) => write!(f, "EID with something else than a decimal digit at place {at}"),
            Self::CheckDigits(found) => write!(f, "EID with wrong check digits: the remainder is {found}, not 1"),
        }
    }
}

impl std::error::Error for EidError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers() {
        // SGP.26 test eUICC, and the worked example of SGP.29.
        let eid = Eid::parse("89049032123451234512345678901235").unwrap();
        assert_eq!(eid.to_bytes()[..4], [0x89, 0x04, 0x90, 0x32]);
        assert_eq!(Eid::from_bytes(&eid.to_bytes()).unwrap(), eid);
        let other = Eid::with_check_digits("123450000000000000000000000001").unwrap();
        assert_eq!(other.to_string(), "12345000000000000000000000000186");
        assert_eq!(Eid::parse(&other.to_string()), Ok(other));
    }

    #[test]
    fn what_is_no_eid() {
        assert_eq!(Eid::parse("8904903212345123451234567890123"), Err(EidError::Length(31)));
        assert_eq!(Eid::parse("89049032123451234512345678901236"), Err(EidError::CheckDigits(2)));
        assert_eq!(Eid::parse("8904903212345123451234567890123F"), Err(EidError::Digit(31)));
        assert_eq!(Eid::from_bytes(&[0x89; 15]), Err(EidError::Length(30)));
        assert_eq!(Eid::from_bytes(&[0xFF; 16]), Err(EidError::Digit(0)));
        assert_eq!(Eid::parse("é9049032123451234512345678901235"), Err(EidError::Length(32)));
    }
}
