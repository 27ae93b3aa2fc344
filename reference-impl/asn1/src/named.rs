//! INTEGERs and BIT STRINGs of which some values have names, as new types that keep the other values too.

/// An INTEGER with names for some of its values; the others are kept.
macro_rules! named_integer {
    ($(#[$doc:meta])* $name:ident { $($constant:ident $asn:literal = $value:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl $name {
            $(#[doc = concat!("`", $asn, "`, ", stringify!($value), ".")] pub const $constant: Self = Self($value);)*

            /// Every named value with its name.
            pub const NAMES: &'static [(&'static str, Self)] = &[$(($asn, Self::$constant),)*];

            /// The name in the ASN.1 module, or nothing for a value without one.
            pub fn name(self) -> Option<&'static str> {
                Self::NAMES.iter().find(|(_, value)| *value == self).map(|(name, _)| *name)
            }

            /// The value with this name in the ASN.1 module.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self.name() {
                    Some(name) => f.write_fmt(format_args!("{name}({})", self.0)),
                    None => f.write_fmt(format_args!("{}", self.0)),
                }
            }
        }

        impl rasn::AsnType for $name {
            const TAG: rasn::types::Tag = rasn::types::Tag::INTEGER;
            const IDENTIFIER: rasn::types::Identifier = rasn::types::Identifier(Some(stringify!($name)));
        }

        impl rasn::Decode for $name {
            fn decode_with_tag_and_constraints<D: rasn::Decoder>(
                decoder: &mut D,
                tag: rasn::types::Tag,
                constraints: &rasn::types::Constraints,
            ) -> Result<Self, D::Error> {
                decoder.decode_integer(tag, constraints).map(Self)
            }
        }

        impl rasn::Encode for $name {
            fn encode_with_tag_and_constraints<'b, E: rasn::Encoder<'b>>(
                &self,
                encoder: &mut E,
                tag: rasn::types::Tag,
                constraints: &rasn::types::Constraints,
                identifier: rasn::types::Identifier,
            ) -> Result<(), E::Error> {
                encoder.encode_integer(tag, constraints, &self.0, identifier).map(drop)
            }
        }
    };
}

/// A BIT STRING with names for some of its bits; the others are kept, up to bit 127.
macro_rules! named_bits {
    ($(#[$doc:meta])* $name:ident { $($constant:ident $is:ident $asn:literal = $bit:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
        pub struct $name(u128);

        impl $name {
            /// No bit set.
            pub const NONE: Self = Self(0);
            $(#[doc = concat!("Bit ", stringify!($bit), ", `", $asn, "`.")] pub const $constant: Self = Self(1 << $bit);)*

            /// Every named bit with its name.
            pub const NAMES: &'static [(&'static str, Self)] = &[$(($asn, Self::$constant),)*];

            $(#[doc = concat!("Is bit ", stringify!($bit), ", `", $asn, "`, set?")]
            pub fn $is(self) -> bool {
                self.contains(Self::$constant)
            })*

            /// From a number whose bit n (least significant first) is bit n of the string.
            pub const fn from_bits(bits: u128) -> Self {
                Self(bits)
            }

            /// Bit n of the string is bit n of this number, least significant first.
            pub const fn bits(self) -> u128 {
                self.0
            }

            /// Is no bit set?
            pub const fn is_empty(self) -> bool {
                self.0 == 0
            }

            /// Are all bits of the other set here?
            pub const fn contains(self, other: Self) -> bool {
                self.0 & other.0 == other.0
            }

            /// These bits without those of the other.
            pub const fn without(self, other: Self) -> Self {
                Self(self.0 & !other.0)
            }
        }

        impl std::ops::BitOr for $name {
            type Output = Self;
            fn bitor(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }
        }

        impl rasn::AsnType for $name {
            const TAG: rasn::types::Tag = rasn::types::Tag::BIT_STRING;
            const IDENTIFIER: rasn::types::Identifier = rasn::types::Identifier(Some(stringify!($name)));
        }

        impl rasn::Decode for $name {
            fn decode_with_tag_and_constraints<D: rasn::Decoder>(
                decoder: &mut D,
                tag: rasn::types::Tag,
                constraints: &rasn::types::Constraints,
            ) -> Result<Self, D::Error> {
                crate::bits::read(decoder, tag, constraints).map(Self)
            }
        }

        impl rasn::Encode for $name {
            fn encode_with_tag_and_constraints<'b, E: rasn::Encoder<'b>>(
                &self,
                encoder: &mut E,
                tag: rasn::types::Tag,
                constraints: &rasn::types::Constraints,
                identifier: rasn::types::Identifier,
            ) -> Result<(), E::Error> {
                encoder.encode_bit_string(tag, constraints, &crate::bits::trimmed(self.0), identifier).map(drop)
            }
        }
    };
}

pub(crate) use {named_bits, named_integer};
