//! What later versions put behind the last component of a SEQUENCE.

use crate::tlv::{self, Tlv, TlvError};
use rasn::ber::de::{Decoder as Ber, DecoderOptions};
use rasn::types::fields::{Field, Fields};
use rasn::types::{Any, Constraints, Identifier, Tag};
use rasn::{AsnType, Decode, Decoder, Encode, Encoder};

/// rasn takes a SEQUENCE whose components are all optional for absent when it is empty, without asking
/// the type; one mandatory pseudo-component keeps it from that.
pub(crate) const FIELDS: Fields<1> = Fields::from_static([Field::new_required_type::<Element>(0, "extensions")]);

/// One complete element of any tag, kept octet for octet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element(Vec<u8>);

impl Element {
    /// Tag, length and content.
    pub fn octets(&self) -> &[u8] {
        &self.0
    }

    /// Does it consist of other elements?
    pub fn is_constructed(&self) -> bool {
        self.0.first().is_some_and(|lead| lead & 0x20 != 0)
    }

    /// From the octets of exactly one element.
    pub fn from_der(octets: &[u8]) -> Result<Self, TlvError> {
        let (_, rest) = tlv::first(octets)?;
        if !rest.is_empty() {
            return Err(TlvError { offset: octets.len() - rest.len(), says: "octets after the end of the element" });
        }
        Ok(Self(octets.to_vec()))
    }
}

impl AsnType for Element {
    const TAG: Tag = Tag::EOC;
    const IDENTIFIER: Identifier = Identifier(Some("Element"));
}

impl Decode for Element {
    fn decode_with_tag_and_constraints<D: Decoder>(decoder: &mut D, _: Tag, _: &Constraints) -> Result<Self, D::Error> {
        Ok(Self(decoder.decode_any(Tag::EOC)?.into_bytes()))
    }
}

impl Encode for Element {
    fn encode_with_tag_and_constraints<'b, E: Encoder<'b>>(
        &self,
        encoder: &mut E,
        _: Tag,
        _: &Constraints,
        identifier: Identifier,
    ) -> Result<(), E::Error> {
        encoder.encode_any(Tag::EOC, &Any::new(self.0.clone()), identifier).map(drop)
    }
}

/// Any number of unknown elements behind the last component of a SEQUENCE (EXTENSIBILITY IMPLIED).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extensions(Vec<u8>);

impl Extensions {
    /// None.
    pub const NONE: Self = Self(Vec::new());

    /// From complete elements, one after the other.
    pub fn from_der(octets: &[u8]) -> Result<Self, TlvError> {
        tlv::all(octets)?;
        Ok(Self(octets.to_vec()))
    }

    /// The elements as received, one after the other.
    pub fn octets(&self) -> &[u8] {
        &self.0
    }

    /// Is there none?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The elements; an error only for tags of more than four octets.
    pub fn elements(&self) -> Result<Vec<Tlv<'_>>, TlvError> {
        tlv::all(&self.0)
    }

    /// The first element with this tag, such as `0xBF22`.
    pub fn find(&self, tag: u32) -> Option<Tlv<'_>> {
        self.elements().ok()?.into_iter().find(|element| element.tag == tag)
    }

    /// Takes everything that is left; an element with the tag of a component is out of order or stands
    /// twice, and no extension.
    pub(crate) fn read<D: Decoder>(decoder: &mut D, known: &[(Tag, &'static str)]) -> Result<Self, D::Error> {
        let mut octets = Vec::new();
        while let Some(element) = decoder.decode_optional::<Element>()? {
            let tag = Ber::new(&element.0, DecoderOptions::der()).peek_tag()?;
            if let Some((_, name)) = known.iter().find(|(known, _)| *known == tag) {
                let says = format_args!("{name} stands twice or out of order");
                return Err(<D::Error as rasn::de::Error>::custom(says, decoder.codec()));
            }
            if octets.is_empty() {
                octets = element.0;
            } else {
                octets.extend_from_slice(&element.0);
            }
        }
        Ok(Self(octets))
    }

    pub(crate) fn write<'b, E: Encoder<'b>>(&self, encoder: &mut E) -> Result<(), E::Error> {
        encoder.encode_any(Tag::EOC, &Any::new(self.0.clone()), Identifier::EMPTY).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DeviceCapabilities, GetRatRequest, ServerSigned1, StoreMetadataRequest, decode, encode};

    const SMALL: &str = "5A0A98882103000000000132 9104626C7565 9200";

    fn metadata(more: &str) -> Vec<u8> {
        let content = hex::decode(format!("{SMALL}{more}").replace(' ', "")).unwrap();
        tlv::wrap(0xBF25, &[&content])
    }

    #[test]
    fn any_number_of_unknown_elements_survives_in_order() {
        let octets = metadata("990206C0 BF2205A003800106 DF7F8101AA 9F5000 BF2200");
        let value: StoreMetadataRequest = decode(&octets).unwrap();
        assert!(value.profile_policy_rules.unwrap().is_ppr1());
        assert_eq!(value.extensions.elements().unwrap().len(), 4);
        assert_eq!(value.extensions.find(0xBF22).unwrap().content, [0xA0, 0x03, 0x80, 0x01, 0x06]);
        assert_eq!(encode(&value).unwrap(), octets);
        let empty: GetRatRequest = decode(&[0xBF, 0x43, 0x04, 0x80, 0x00, 0x30, 0x00]).unwrap();
        assert_eq!(empty.extensions.octets(), [0x80, 0x00, 0x30, 0x00]);
        let all_optional: DeviceCapabilities = decode(&[0x30, 0x04, 0x9F, 0x1F, 0x01, 0x05]).unwrap();
        assert_eq!(all_optional.extensions.elements().unwrap()[0].tag, 0x9F1F);
    }

    #[test]
    fn a_known_component_is_no_extension() {
        let twice = decode::<StoreMetadataRequest>(&metadata("940101 940102")).unwrap_err();
        assert_eq!(twice.to_string(), "StoreMetadataRequest: icon stands twice or out of order");
        let late = decode::<StoreMetadataRequest>(&metadata("990206C0 930101")).unwrap_err();
        assert_eq!(late.says, "iconType stands twice or out of order");
        let octets = hex::decode("3000").unwrap();
        assert_eq!(decode::<ServerSigned1>(&octets).unwrap_err().path, "transactionId");
    }

    #[test]
    fn only_whole_elements_are_taken() {
        assert!(Extensions::from_der(&[0x80, 0x02, 0x00]).is_err());
        assert!(Element::from_der(&[0x80, 0x00, 0x80, 0x00]).is_err());
        assert!(decode::<GetRatRequest>(&[0xBF, 0x43, 0x02, 0x00, 0x00]).is_err());
    }
}
