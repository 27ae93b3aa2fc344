//! Octet and character strings of limited size.

use rasn::types::{Constraints, Identifier, OctetString, Tag};
use rasn::{AsnType, Decode, Decoder, Encode, Encoder};
use std::fmt;

/// A string that is too short or too long for its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SizeError {
    /// The size: octets of an OCTET STRING, characters of a UTF8String.
    pub size: usize,
    /// The smallest size of the type.
    pub min: usize,
    /// The largest size of the type.
    pub max: usize,
}

impl fmt::Display for SizeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { size, min, max } = self;
        if min == max {
            write!(f, "size {size} instead of {min}")
        } else {
            write!(f, "size {size} instead of {min} to {max}")
        }
    }
}

impl std::error::Error for SizeError {}

/// An OCTET STRING of `MIN` to `MAX` octets.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Octets<const MIN: usize, const MAX: usize>(Vec<u8>);

impl<const MIN: usize, const MAX: usize> Octets<MIN, MAX> {
    /// From octets; an error when there are too few or too many.
    pub fn new(octets: impl Into<Vec<u8>>) -> Result<Self, SizeError> {
        let octets = octets.into();
        if (MIN..=MAX).contains(&octets.len()) {
            Ok(Self(octets))
        } else {
            Err(SizeError { size: octets.len(), min: MIN, max: MAX })
        }
    }

    /// The content octets.
    pub fn as_slice(&self) -> &[u8] {
        &self.0
    }

    /// The content octets, owned.
    pub fn into_vec(self) -> Vec<u8> {
        self.0
    }
}

impl<const N: usize> Octets<N, N> {
    /// The content octets as an array.
    pub fn to_array(&self) -> [u8; N] {
        let mut array = [0; N];
        array.copy_from_slice(&self.0);
        array
    }
}

impl<const N: usize> From<[u8; N]> for Octets<N, N> {
    fn from(octets: [u8; N]) -> Self {
        Self(octets.to_vec())
    }
}

impl From<[u8; 16]> for Octets<1, 16> {
    fn from(octets: [u8; 16]) -> Self {
        Self(octets.to_vec())
    }
}

impl<const MIN: usize, const MAX: usize> TryFrom<&[u8]> for Octets<MIN, MAX> {
    type Error = SizeError;
    fn try_from(octets: &[u8]) -> Result<Self, SizeError> {
        Self::new(octets)
    }
}

impl<const MIN: usize, const MAX: usize> TryFrom<Vec<u8>> for Octets<MIN, MAX> {
    type Error = SizeError;
    fn try_from(octets: Vec<u8>) -> Result<Self, SizeError> {
        Self::new(octets)
    }
}

impl<const MIN: usize, const MAX: usize> AsRef<[u8]> for Octets<MIN, MAX> {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl<const MIN: usize, const MAX: usize> std::ops::Deref for Octets<MIN, MAX> {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl<const MIN: usize, const MAX: usize> fmt::Debug for Octets<MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|octet| write!(f, "{octet:02X}"))
    }
}

impl<const MIN: usize, const MAX: usize> AsnType for Octets<MIN, MAX> {
    const TAG: Tag = Tag::OCTET_STRING;
    const IDENTIFIER: Identifier = Identifier(Some("OCTET STRING"));
}

impl<const MIN: usize, const MAX: usize> Decode for Octets<MIN, MAX> {
    fn decode_with_tag_and_constraints<D: Decoder>(
        decoder: &mut D,
        tag: Tag,
        constraints: &Constraints,
    ) -> Result<Self, D::Error> {
        let octets: Vec<u8> = decoder.decode_octet_string(tag, constraints)?;
        Self::new(octets).map_err(|error| <D::Error as rasn::de::Error>::custom(error, rasn::Codec::Der))
    }
}

impl<const MIN: usize, const MAX: usize> Encode for Octets<MIN, MAX> {
    fn encode_with_tag_and_constraints<'b, E: Encoder<'b>>(
        &self,
        encoder: &mut E,
        tag: Tag,
        constraints: &Constraints,
        identifier: Identifier,
    ) -> Result<(), E::Error> {
        encoder.encode_octet_string(tag, constraints, &self.0, identifier).map(drop)
    }
}

/// A UTF8String of at most `MAX` characters; an ASN.1 size counts characters, not octets.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Text<const MAX: usize>(String);

impl<const MAX: usize> Text<MAX> {
    /// From text; an error when it has too many characters.
    pub fn new(text: impl Into<String>) -> Result<Self, SizeError> {
        let text = text.into();
        match text.chars().count() {
            size if size > MAX => Err(SizeError { size, min: 0, max: MAX }),
            _ => Ok(Self(text)),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize> TryFrom<&str> for Text<MAX> {
    type Error = SizeError;
    fn try_from(text: &str) -> Result<Self, SizeError> {
        Self::new(text)
    }
}

impl<const MAX: usize> std::ops::Deref for Text<MAX> {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize> fmt::Display for Text<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<const MAX: usize> AsnType for Text<MAX> {
    const TAG: Tag = Tag::UTF8_STRING;
    const IDENTIFIER: Identifier = Identifier(Some("UTF8String"));
}

impl<const MAX: usize> Decode for Text<MAX> {
    fn decode_with_tag_and_constraints<D: Decoder>(
        decoder: &mut D,
        tag: Tag,
        constraints: &Constraints,
    ) -> Result<Self, D::Error> {
        let text = decoder.decode_utf8_string(tag, constraints)?;
        Self::new(text).map_err(|error| <D::Error as rasn::de::Error>::custom(error, rasn::Codec::Der))
    }
}

impl<const MAX: usize> Encode for Text<MAX> {
    fn encode_with_tag_and_constraints<'b, E: Encoder<'b>>(
        &self,
        encoder: &mut E,
        tag: Tag,
        constraints: &Constraints,
        identifier: Identifier,
    ) -> Result<(), E::Error> {
        encoder.encode_utf8_string(tag, constraints, &self.0, identifier).map(drop)
    }
}

/// `TransactionId`: 1 to 16 octets, SGP.22 §5.7.5.
pub type TransactionId = Octets<1, 16>;
/// `VersionType`: major, minor and revision, one octet each; `02 05 00` is v2.5.
pub type VersionType = Octets<3, 3>;
/// `Iccid`: 10 octets as in EF.ICCID (digits swapped in each octet), tag `5A`.
pub type Iccid = Octets<10, 10>;
/// `Octet16`, such as a challenge or an EID.
pub type Octet16 = Octets<16, 16>;
/// `Octet32`, such as `hashCc`.
pub type Octet32 = Octets<32, 32>;
/// An application identifier of 1 to 16 octets, tag `4F`.
pub type Aid = Octets<1, 16>;
/// `SubjectKeyIdentifier`: the identifier of a CI public key, any size (20 octets in practice).
pub type SubjectKeyIdentifier = OctetString;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CancelSessionReason, decode, encode};

    #[test]
    fn sizes_count_octets_of_octets_and_characters_of_text() {
        assert_eq!(Iccid::new([0; 9]).unwrap_err().to_string(), "size 9 instead of 10");
        assert_eq!(TransactionId::new([]).unwrap_err().to_string(), "size 0 instead of 1 to 16");
        assert_eq!(TransactionId::from([3; 16]).as_slice(), [3; 16]);
        assert_eq!(VersionType::from([2, 5, 0]).to_array(), [2, 5, 0]);
        let longest = "ж".repeat(64);
        let text = Text::<64>::new(longest.clone()).unwrap();
        let octets = encode(&text).unwrap();
        assert_eq!(octets[..3], [0x0C, 0x81, 128]);
        assert_eq!(decode::<Text<64>>(&octets).unwrap().as_str(), longest);
        assert!(Text::<64>::new(longest + "x").is_err());
        assert_eq!(format!("{:?}", VersionType::from([2, 5, 0xAB])), "0205AB");
    }

    #[test]
    fn integers_without_a_name_are_kept() {
        let reason: CancelSessionReason = decode(&[0x02, 0x02, 0x01, 0x2A]).unwrap();
        assert_eq!((reason.0, reason.name()), (298, None));
        assert_eq!(encode(&reason).unwrap(), [0x02, 0x02, 0x01, 0x2A]);
        assert_eq!(CancelSessionReason::from_name("timeout"), Some(CancelSessionReason::TIMEOUT));
        assert_eq!(CancelSessionReason::TIMEOUT.to_string(), "timeout(2)");
        assert_eq!(decode::<CancelSessionReason>(&[0x02, 0x01, 0xFF]).unwrap().0, -1);
        assert!(decode::<CancelSessionReason>(&[0x02, 0x09, 1, 0, 0, 0, 0, 0, 0, 0, 0]).is_err());
    }
}
