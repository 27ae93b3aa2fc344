//! An explicit tag: around the element of another type, as every tag of a CHOICE is (X.680 §31.2.7).

use crate::Element;
use rasn::ber::de::{Decoder as Ber, DecoderOptions};
use rasn::types::{Constraints, Tag};
use rasn::{AsnType, Decode, Decoder};

/// The value inside an explicit tag. rasn takes such a tag in its primitive form too; this does not.
pub(crate) struct Explicit<T>(pub(crate) T);

impl<T> AsnType for Explicit<T> {
    const TAG: Tag = Tag::SEQUENCE;
}

impl<T: Decode> Decode for Explicit<T> {
    fn decode_with_tag_and_constraints<D: Decoder>(
        decoder: &mut D,
        tag: Tag,
        _: &Constraints,
    ) -> Result<Self, D::Error> {
        let element = Element::decode(decoder)?;
        let mut inner = Ber::new(element.octets(), DecoderOptions::der());
        if inner.peek_tag()? == tag && !element.is_constructed() {
            let says = format_args!("tag {tag} is primitive, where it stands around another element");
            return Err(<D::Error as rasn::de::Error>::custom(says, rasn::Codec::Der));
        }
        Ok(Self(inner.decode_explicit_prefix(tag)?))
    }
}
