//! Certificates and revocation lists, which this crate carries and does not read.

use crate::Element;
use crate::tlv::{self, TlvError};
use rasn::ber::de::{Decoder as Ber, DecoderOptions};
use rasn::types::{Any, Constraints, Identifier, Tag};
use rasn::{AsnType, Decode, Decoder, Encode, Encoder};

macro_rules! opaque {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $name(Vec<u8>);

        impl $name {
            /// From one complete element with tag `30`.
            pub fn from_der(octets: impl Into<Vec<u8>>) -> Result<Self, TlvError> {
                let octets = octets.into();
                tlv::only(0x30, &octets)?;
                Ok(Self(octets))
            }

            /// The complete element with tag `30`.
            pub fn octets(&self) -> &[u8] {
                &self.0
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }

        impl AsnType for $name {
            const TAG: Tag = Tag::SEQUENCE;
            const IDENTIFIER: Identifier = Identifier(Some(stringify!($name)));
        }

        impl Decode for $name {
            fn decode_with_tag_and_constraints<D: Decoder>(
                decoder: &mut D,
                tag: Tag,
                _: &Constraints,
            ) -> Result<Self, D::Error> {
                let element = Element::decode(decoder)?;
                let mut inner = Ber::new(element.octets(), DecoderOptions::der());
                if inner.peek_tag()? != tag || !element.is_constructed() {
                    let says = concat!("not a ", stringify!($name), ", which is a SEQUENCE");
                    return Err(<D::Error as rasn::de::Error>::custom(says, rasn::Codec::Der));
                }
                if tag == Tag::SEQUENCE {
                    return Ok(Self(element.octets().to_vec()));
                }
                // An implicit tag stands in place of the `30`.
                Ok(Self(tlv::wrap(0x30, &[inner.decode_any(tag)?.as_bytes()])))
            }
        }

        impl Encode for $name {
            fn encode_with_tag_and_constraints<'b, E: Encoder<'b>>(
                &self,
                encoder: &mut E,
                tag: Tag,
                _: &Constraints,
                identifier: Identifier,
            ) -> Result<(), E::Error> {
                if tag == Tag::SEQUENCE {
                    return encoder.encode_any(Tag::EOC, &Any::new(self.0.clone()), identifier).map(drop);
                }
                let content = tlv::first(&self.0).map(|(element, _)| element.content).unwrap_or_default();
                if content.is_empty() {
                    // rasn leaves an empty open type out, tag and all.
                    let says = concat!("an empty ", stringify!($name));
                    return Err(<E::Error as rasn::enc::Error>::custom(says, encoder.codec()));
                }
                encoder.encode_any(tag, &Any::new(content.to_vec()), identifier).map(drop)
            }
        }
    };
}

opaque! {
    /// An X.509 certificate as one complete element with tag `30`, octet for octet as received.
    Certificate
}

opaque! {
    /// An X.509 certificate revocation list as one complete element with tag `30`.
    CertificateList
}
