//! Types that may be written in several shapes (text or a map, one or a list), with good errors.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error as _, VariantAccess, Visitor};
use serde_json::Value;

use super::de::{De, needs_quotes};
use super::error::Error;
use super::{Kind, Node};

/// The name by which the deserializer of this module knows that the shape decides.
pub(super) const SHAPE: &str = "$rsptest::yaml::Shape";

/// Declares an enum whose variant is chosen by the shape of what is written there.
///
/// Unlike `#[serde(untagged)]` it commits to one variant at once, so an error inside points at its
/// place and says what is wrong there, and [`Spanned`](crate::yaml::Spanned) works inside. The shapes
/// are `text`, `number`, `bool`, `list`, `map`, `nothing`, each at most once. `Deserialize` and
/// `JsonSchema` (an `anyOf`) are made by the macro.
///
/// ```
/// rsptest::by_shape! {
///     /// An error's name, or a list of them.
///     #[derive(Debug, PartialEq)]
///     pub enum Refuse {
///         text One(String),
///         list AnyOf(Vec<String>),
///     }
/// }
/// let source = rsptest::yaml::Source::new("case.yaml", "[invalid, malformed]");
/// let refuse: Refuse = rsptest::yaml::from_source(&source).unwrap();
/// assert_eq!(refuse, Refuse::AnyOf(vec!["invalid".into(), "malformed".into()]));
/// ```
#[macro_export]
macro_rules! by_shape {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident { $($(#[$about:meta])* $shape:ident $variant:ident($content:ty)),+ $(,)? }
    ) => {
        $(#[$meta])*
        #[derive(::schemars::JsonSchema)]
        #[schemars(untagged)]
        $vis enum $name { $($(#[$about])* $variant($content)),+ }

        impl $crate::yaml::Shaped for $name {
            const SHAPES: &'static [&'static str] = &[$(stringify!($shape)),+];

            fn read<'de, A: ::serde::de::VariantAccess<'de>>(shape: &str, content: A) -> ::std::result::Result<Self, A::Error> {
                match shape {
                    $(stringify!($shape) => content.newtype_variant().map(Self::$variant),)+
                    other => Err(::serde::de::Error::unknown_variant(other, Self::SHAPES)),
                }
            }

            fn read_json(shape: &str, value: ::serde_json::Value) -> ::std::result::Result<Self, ::serde_json::Error> {
                match shape {
                    $(stringify!($shape) => ::serde_json::from_value(value).map(Self::$variant),)+
                    other => Err(::serde::de::Error::unknown_variant(other, Self::SHAPES)),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                $crate::yaml::deserialize_shaped(deserializer)
            }
        }
    };
}

/// What [`by_shape!`](crate::by_shape) implements; not meant to be implemented by hand.
pub trait Shaped: Sized {
    /// The shapes that it may have.
    const SHAPES: &'static [&'static str];

    /// Reads the content of a shape.
    ///
    /// # Errors
    /// Those of the content, and unknown shapes.
    fn read<'de, A: VariantAccess<'de>>(shape: &str, content: A) -> Result<Self, A::Error>;

    /// Reads the content of a shape from something that is not a [`Node`].
    ///
    /// # Errors
    /// Those of the content, and unknown shapes.
    fn read_json(shape: &str, value: Value) -> Result<Self, serde_json::Error>;
}

/// The `Deserialize::deserialize` of what [`by_shape!`](crate::by_shape) declares.
///
/// # Errors
/// Those of the content, and unknown shapes.
pub fn deserialize_shaped<'de, T: Shaped, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_newtype_struct(SHAPE, ShapeVisitor(PhantomData))
}

struct ShapeVisitor<T>(PhantomData<T>);

impl<'de, T: Shaped> Visitor<'de> for ShapeVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&either(T::SHAPES))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<T, A::Error> {
        let (shape, content) = access.variant::<&str>()?;
        T::read(shape, content)
    }

    /// Another deserializer, which does not know the name: the value is buffered, places are lost.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let shape = match &value {
            Value::Null => "nothing",
            Value::Bool(_) => "bool",
            Value::Number(_) => "number",
            Value::String(_) => "text",
            Value::Array(_) => "list",
            Value::Object(_) => "map",
        };
        T::read_json(shape, value).map_err(D::Error::custom)
    }
}

/// A node presented as `shape: node`.
pub(super) struct Access<'de>(pub De<'de>);

impl<'de> EnumAccess<'de> for Access<'de> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Error> {
        let shape = match self.0.node.kind {
            Kind::Null => "nothing",
            Kind::Bool(_) => "bool",
            Kind::Int(_) | Kind::Float(_) => "number",
            Kind::Text(_) => "text",
            Kind::List(_) => "list",
            Kind::Map(_) => "map",
        };
        Ok((seed.deserialize(BorrowedStrDeserializer::<Error>::new(shape))?, self))
    }
}

impl<'de> VariantAccess<'de> for Access<'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Error> {
        self.0.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Error> {
        self.0.deserialize_struct("", fields, visitor)
    }
}

/// Turns "this shape is unknown" into "expected text or a map, found a list".
pub(super) fn explain(error: Error, node: &Node) -> Error {
    match error.allowed() {
        None => error,
        Some(shapes) if shapes == ["text"] && node.is_number_like() => needs_quotes(node),
        Some(shapes) => {
            let wrong = Error::wrong_type(&either(shapes), node);
            match node.text() {
                Some(text) if node.is_number_like() && !text.is_empty() && shapes.contains(&"text") => {
                    wrong.help(format!("if it is text, quote it: {}", super::parse::quoted(text)))
                }
                _ => wrong,
            }
        }
    }
}

/// `text, a list or a map`.
fn either(shapes: &[&str]) -> String {
    let name = |shape: &&str| match *shape {
        "number" => "a number".to_owned(),
        "bool" => "`true` or `false`".to_owned(),
        "list" => "a list".to_owned(),
        "map" => "a map".to_owned(),
        other => other.to_owned(),
    };
    match shapes {
        [] => "nothing".to_owned(),
        [one] => name(one),
        [most @ .., last] => {
            let most: Vec<String> = most.iter().map(name).collect();
            format!("{} or {}", most.join(", "), name(last))
        }
    }
}
