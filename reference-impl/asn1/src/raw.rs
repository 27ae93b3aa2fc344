//! A value together with the octets it was read from.

use crate::{DecodeError, EncodeError, decode, encode};
use rasn::ber::de::{Decoder as Ber, DecoderOptions};
use rasn::types::{Any, Constraints, Identifier, Tag, TagTree};
use rasn::{AsnType, Decode, Decoder, Encode, Encoder};

/// A value and its complete element as received: what a signature covers, or what is forwarded unchanged.
///
/// Encoding writes the octets, never the value again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raw<T> {
    octets: Vec<u8>,
    value: T,
}

impl<T> Raw<T> {
    /// Tag, length and content as received.
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }

    /// The value that was read from the octets.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The octets, without the value.
    pub fn into_octets(self) -> Vec<u8> {
        self.octets
    }

    /// The value, without the octets.
    pub fn into_value(self) -> T {
        self.value
    }
}

impl<T: Encode> Raw<T> {
    /// From a value of our own; this encodes it once.
    pub fn of(value: T) -> Result<Self, EncodeError> {
        Ok(Self { octets: encode(&value)?, value })
    }
}

impl<T: Decode> Raw<T> {
    /// From the octets of one complete element.
    pub fn from_der(octets: &[u8]) -> Result<Self, DecodeError> {
        Ok(Self { value: decode(octets)?, octets: octets.to_vec() })
    }
}

impl<T: AsnType> AsnType for Raw<T> {
    const TAG: Tag = T::TAG;
    const TAG_TREE: TagTree = T::TAG_TREE;
    const IDENTIFIER: Identifier = T::IDENTIFIER;
    const IS_CHOICE: bool = T::IS_CHOICE;
}

impl<T: Decode> Decode for Raw<T> {
    fn decode_with_tag_and_constraints<D: Decoder>(
        decoder: &mut D,
        tag: Tag,
        _: &Constraints,
    ) -> Result<Self, D::Error> {
        let octets = decoder.decode_any(Tag::EOC)?.into_bytes();
        let value = T::decode_with_tag(&mut Ber::new(&octets, DecoderOptions::der()), tag)?;
        Ok(Self { octets, value })
    }
}

impl<T: Encode> Encode for Raw<T> {
    fn encode_with_tag_and_constraints<'b, E: Encoder<'b>>(
        &self,
        encoder: &mut E,
        _: Tag,
        _: &Constraints,
        identifier: Identifier,
    ) -> Result<(), E::Error> {
        encoder.encode_any(Tag::EOC, &Any::new(self.octets.clone()), identifier).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AuthenticateClientOk, CtxParams1, Extensions, ServerSigned1, SmdpSigned2, tlv};

    #[test]
    fn octets_stay_as_received_even_where_der_would_differ() {
        // A length with one octet too many, inside a signed structure.
        let signed =
            tlv::wrap(0x30, &[&[0x80, 0x81, 0x02, 0x2A, 0x2A], &[0x01, 0x01, 0xFF], &[0x9F, 0x50, 0x01, 0x07]]);
        let raw = Raw::<SmdpSigned2>::from_der(&signed).unwrap();
        assert_eq!(raw.octets(), signed);
        assert_eq!(encode(&raw).unwrap(), signed);
        assert_eq!(&raw.value().transaction_id[..], [0x2A, 0x2A]);
        assert!(raw.value().cc_required_flag);
        assert_ne!(Raw::of(raw.into_value()).unwrap().octets(), signed);
    }

    #[test]
    fn of_encodes_what_is_read_back() {
        let value = ServerSigned1 {
            transaction_id: [1; 16].into(),
            euicc_challenge: [2; 16].into(),
            server_address: "dp.example".to_owned(),
            server_challenge: [4; 16].into(),
            extensions: Extensions::NONE,
        };
        let raw = Raw::of(value.clone()).unwrap();
        assert_eq!(raw.octets()[..4], [0x30, 0x42, 0x80, 0x10]);
        assert_eq!(Raw::from_der(raw.octets()).unwrap(), raw);
        assert_eq!(raw.value(), &value);
    }

    #[test]
    fn an_error_inside_keeps_its_path() {
        let session: &[u8] = &[0x80, 0x01, 0x2A];
        let metadata = [&[0x5A, 0x0A][..], &[0x98; 10], &[0x91, 0x00, 0x92, 0x00]].concat();
        let without_signed2 = tlv::wrap(0x30, &[session, &tlv::wrap(0xBF25, &[&metadata])]);
        assert_eq!(decode::<AuthenticateClientOk>(&without_signed2).unwrap_err().path, "smdpSigned2");
        let without_iccid = tlv::wrap(0x30, &[session, &tlv::wrap(0xBF25, &[&metadata[12..]])]);
        assert_eq!(decode::<AuthenticateClientOk>(&without_iccid).unwrap_err().path, "profileMetaData.iccid");
    }

    #[test]
    fn an_unknown_context_is_carried() {
        let octets = [0xA7, 0x03, 0x80, 0x01, 0x05];
        let raw = Raw::<CtxParams1>::from_der(&octets).unwrap();
        assert!(matches!(raw.value(), CtxParams1::Other(element) if element.octets() == octets));
        assert_eq!(encode(raw.value()).unwrap(), octets);
    }
}
