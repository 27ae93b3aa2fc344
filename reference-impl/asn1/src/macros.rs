//! SEQUENCE and CHOICE, each written down once as a table of components.
//!
//! A component is `rust_name "asn1Name" [tagging]: Type`, where the tagging is as it stands on the wire
//! (automatic tags already applied, X.680 §25.3):
//!
//! | Tagging | Meaning |
//! |---|---|
//! | `[Context 0]` | implicit tag in place of the type's own |
//! | `[Explicit Context 0]` | a tag around the type's own: a CHOICE always has this |
//! | `[Own]` | the type's own tag |
//! | `[Optional Context 0]` | the same, OPTIONAL |
//! | `[Default Context 0 = value]` | implicit, left out when it has this value |
//! | `[With module]` | read and written by functions of that module |
//! | `[Any]` | last alternative of a CHOICE: whatever no other takes |
//!
//! Not rasn's derive, because that knows no unknown elements behind the last component, and takes a
//! component that stands twice for one of them.

/// A SEQUENCE that keeps unknown elements behind its last component.
macro_rules! sequence {
    ($(#[$doc:meta])* $name:ident [$class:ident $number:literal] {
        $($(#[$field_doc:meta])* $field:ident $asn:literal $kind:tt: $ty:ty,)*
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $ty,)*
            /// Elements that later versions put behind the last component, kept octet for octet.
            pub extensions: crate::Extensions,
        }

        impl rasn::AsnType for $name {
            const TAG: rasn::types::Tag = rasn::types::Tag::new(rasn::types::Class::$class, $number);
            const IDENTIFIER: rasn::types::Identifier = rasn::types::Identifier(Some(stringify!($name)));
        }

        impl rasn::types::Constructed<1, 0> for $name {
            const FIELDS: rasn::types::fields::Fields<1> = crate::extensions::FIELDS;
        }

        impl rasn::Decode for $name {
            fn decode_with_tag_and_constraints<D: rasn::Decoder>(
                decoder: &mut D,
                tag: rasn::types::Tag,
                _: &rasn::types::Constraints,
            ) -> Result<Self, D::Error> {
                decoder.decode_sequence::<1, 0, Self, fn() -> Self, _>(tag, None, |decoder| {
                    Ok(Self {
                        $($field: crate::macros::at($asn, crate::macros::read!(decoder, $kind))?,)*
                        extensions: crate::Extensions::read(decoder, &[
                            $((crate::macros::tag!($kind, $ty), $asn),)*
                        ])?,
                    })
                })
            }
        }

        impl rasn::Encode for $name {
            fn encode_with_tag_and_constraints<'b, E: rasn::Encoder<'b>>(
                &self,
                encoder: &mut E,
                tag: rasn::types::Tag,
                _: &rasn::types::Constraints,
                identifier: rasn::types::Identifier,
            ) -> Result<(), E::Error> {
                encoder.encode_sequence::<1, 0, Self, _>(tag, |encoder| {
                    $(crate::macros::write!(encoder, $kind, self.$field)?;)*
                    self.extensions.write(encoder)
                }, identifier).map(drop)
            }
        }
    };
}

/// A CHOICE, tagged `[Context n]` or `[Untagged]`.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident [Untagged] { $($rest:tt)* }) => {
        crate::macros::choice!(@make [$(#[$doc])*] $name (rasn::types::Tag::EOC) { $($rest)* });
    };
    ($(#[$doc:meta])* $name:ident [$class:ident $number:literal] { $($rest:tt)* }) => {
        crate::macros::choice!(@make [$(#[$doc])*] $name
            (rasn::types::Tag::new(rasn::types::Class::$class, $number)) { $($rest)* });
    };
    (@make [$(#[$doc:meta])*] $name:ident ($tag:expr) {
        $($(#[$field_doc:meta])* $variant:ident $asn:literal $kind:tt: $ty:ty,)*
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[allow(clippy::large_enum_variant, reason = "the large alternative is the ordinary one: a box would be met each time")]
        pub enum $name {
            $($(#[$field_doc])* $variant($ty),)*
        }

        const _: () = {
            use rasn::types::{AsnType, Choice, Constraints, DecodeChoice, Identifier, Tag, TagTree};

            const ALTERNATIVES: &[TagTree] = &[$(TagTree::Leaf(crate::macros::tag!($kind, $ty)),)*];

            /// The alternatives without the tag of the CHOICE.
            struct Bare($name);
            /// The same, to be written.
            struct BareRef<'a>(&'a $name);

            impl AsnType for Bare {
                const TAG: Tag = Tag::EOC;
                const TAG_TREE: TagTree = TagTree::Choice(ALTERNATIVES);
                const IS_CHOICE: bool = true;
            }

            impl AsnType for BareRef<'_> {
                const TAG: Tag = Tag::EOC;
                const TAG_TREE: TagTree = TagTree::Choice(ALTERNATIVES);
                const IS_CHOICE: bool = true;
            }

            impl Choice for Bare {
                const VARIANTS: &'static [TagTree] = ALTERNATIVES;
                const VARIANCE_CONSTRAINT: Constraints = Constraints::NONE;
                const IDENTIFIERS: &'static [&'static str] = &[$($asn,)*];
            }

            impl DecodeChoice for Bare {
                fn from_tag<D: rasn::Decoder>(decoder: &mut D, tag: Tag) -> Result<Self, D::Error> {
                    $(if crate::macros::takes!(tag, $kind, $ty) {
                        let value = crate::macros::at($asn, crate::macros::read!(decoder, $kind))?;
                        return Ok(Self($name::$variant(value)));
                    })*
                    Err(<D::Error as rasn::de::Error>::custom(
                        format_args!(concat!(stringify!($name), " has no alternative with tag {}"), tag),
                        decoder.codec(),
                    ))
                }
            }

            impl rasn::Decode for Bare {
                fn decode_with_tag_and_constraints<D: rasn::Decoder>(
                    decoder: &mut D,
                    _: Tag,
                    constraints: &Constraints,
                ) -> Result<Self, D::Error> {
                    decoder.decode_choice(constraints)
                }
            }

            impl rasn::Encode for BareRef<'_> {
                fn encode_with_tag_and_constraints<'b, E: rasn::Encoder<'b>>(
                    &self,
                    encoder: &mut E,
                    _: Tag,
                    _: &Constraints,
                    _: Identifier,
                ) -> Result<(), E::Error> {
                    match self.0 {
                        $($name::$variant(value) => crate::macros::write!(encoder, $kind, *value),)*
                    }
                }
            }

            impl AsnType for $name {
                const TAG: Tag = $tag;
                const TAG_TREE: TagTree = TagTree::Choice(ALTERNATIVES);
                const IDENTIFIER: Identifier = Identifier(Some(stringify!($name)));
                const IS_CHOICE: bool = true;
            }

            impl rasn::Decode for $name {
                fn decode_with_tag_and_constraints<D: rasn::Decoder>(
                    decoder: &mut D,
                    tag: Tag,
                    _: &Constraints,
                ) -> Result<Self, D::Error> {
                    let bare: Bare = if tag == Tag::EOC {
                        rasn::Decode::decode(decoder)?
                    } else {
                        <crate::explicit::Explicit<Bare> as rasn::Decode>::decode_with_tag(decoder, tag)?.0
                    };
                    Ok(bare.0)
                }
            }

            impl rasn::Encode for $name {
                fn encode_with_tag_and_constraints<'b, E: rasn::Encoder<'b>>(
                    &self,
                    encoder: &mut E,
                    tag: Tag,
                    _: &Constraints,
                    identifier: Identifier,
                ) -> Result<(), E::Error> {
                    let bare = BareRef(self);
                    if tag == Tag::EOC {
                        rasn::Encode::encode(&bare, encoder)
                    } else {
                        encoder.encode_explicit_prefix(tag, &bare, identifier).map(drop)
                    }
                }
            }
        };
    };
}

/// The tag of a component on the wire.
macro_rules! tag {
    ([Own], $ty:ty) => { <$ty as rasn::AsnType>::TAG };
    ([Any], $ty:ty) => { rasn::types::Tag::EOC };
    ([With $module:ident], $ty:ty) => { $module::TAG };
    ([Explicit $class:ident $number:literal], $ty:ty) => { crate::macros::tag!([$class $number], $ty) };
    ([Optional $class:ident $number:literal], $ty:ty) => { crate::macros::tag!([$class $number], $ty) };
    ([Default $class:ident $number:literal = $value:expr], $ty:ty) => { crate::macros::tag!([$class $number], $ty) };
    ([$class:ident $number:literal], $ty:ty) => { rasn::types::Tag::new(rasn::types::Class::$class, $number) };
}

/// Whether an alternative takes an element with this tag.
macro_rules! takes {
    ($tag:ident, [Any], $ty:ty) => {
        true
    };
    ($tag:ident, $kind:tt, $ty:ty) => {
        $tag == crate::macros::tag!($kind, $ty)
    };
}

/// Reads a component.
macro_rules! read {
    ($decoder:ident, [Own]) => { rasn::Decode::decode($decoder) };
    ($decoder:ident, [Any]) => { rasn::Decode::decode($decoder) };
    ($decoder:ident, [With $module:ident]) => { $module::read($decoder) };
    ($decoder:ident, [Explicit $class:ident $number:literal]) => {
        <crate::explicit::Explicit<_> as rasn::Decode>::decode_with_tag(
            $decoder, crate::macros::tag!([$class $number], ()),
        ).map(|explicit| explicit.0)
    };
    ($decoder:ident, [Optional $class:ident $number:literal]) => {
        <Option<crate::explicit::Explicit<_>> as rasn::Decode>::decode_with_tag(
            $decoder, crate::macros::tag!([$class $number], ()),
        ).map(|explicit| explicit.map(|explicit| explicit.0))
    };
    ($decoder:ident, [Default $class:ident $number:literal = $value:expr]) => {
        <Option<_> as rasn::Decode>::decode_with_tag($decoder, crate::macros::tag!([$class $number], ()))
            .map(|value| value.unwrap_or($value))
    };
    ($decoder:ident, [$class:ident $number:literal]) => {
        rasn::Decode::decode_with_tag($decoder, crate::macros::tag!([$class $number], ()))
    };
}

/// Writes a component.
macro_rules! write {
    ($encoder:ident, [Own], $value:expr) => { rasn::Encode::encode(&$value, $encoder) };
    ($encoder:ident, [Any], $value:expr) => { rasn::Encode::encode(&$value, $encoder) };
    ($encoder:ident, [With $module:ident], $value:expr) => { $module::write(&$value, $encoder) };
    ($encoder:ident, [Explicit $class:ident $number:literal], $value:expr) => {
        rasn::Encoder::encode_explicit_prefix(
            $encoder, crate::macros::tag!([$class $number], ()), &$value, rasn::types::Identifier::EMPTY,
        ).map(drop)
    };
    ($encoder:ident, [Optional $class:ident $number:literal], $value:expr) => {
        crate::macros::write!($encoder, [Explicit $class $number], $value)
    };
    ($encoder:ident, [Default $class:ident $number:literal = $default:expr], $value:expr) => {
        if $value == $default { Ok(()) } else { crate::macros::write!($encoder, [$class $number], $value) }
    };
    ($encoder:ident, [$class:ident $number:literal], $value:expr) => {
        rasn::Encode::encode_with_tag(&$value, $encoder, crate::macros::tag!([$class $number], ()))
    };
}

/// Puts the name of a component in front of an error.
pub(crate) fn at<T, E>(name: &'static str, outcome: Result<T, E>) -> Result<T, E>
where
    E: rasn::de::Error + Into<rasn::error::DecodeError>,
{
    outcome.map_err(|error| E::field_error(name, error.into(), rasn::Codec::Der))
}

pub(crate) use {choice, read, sequence, tag, takes, write};
