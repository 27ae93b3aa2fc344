//! Enums: a plain name, or a single key with its content.

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{self, DeserializeSeed, EnumAccess, VariantAccess, Visitor};

use super::de::{De, needs_quotes};
use super::error::Error;
use super::{Kind, Node, Span, Spanned};
use crate::diagnostic::{list, quote};

/// Reads a node as an enum whose variants have these names.
pub(super) fn read<'de, V: Visitor<'de>>(
    de: De<'de>,
    names: &'static [&'static str],
    visitor: V,
) -> Result<V::Value, Error> {
    match &de.node.kind {
        Kind::Text(name) => visitor.visit_enum(Named { name, span: de.node.span, content: None }),
        Kind::Map(entries) => match entries.as_slice() {
            [(key, node)] => {
                let content = Content { key, node, outer: de.inside() };
                visitor.visit_enum(Named { name: &key.value, span: key.span, content: Some(content) })
            }
            [] => Err(Error::new("wrong-type", "expected one key, found none").help(choices(names))),
            [_, (second, _), ..] => {
                let message = format!("expected one key, found {}", entries.len());
                Err(Error::new("wrong-type", message).help(choices(names)).at(second.span))
            }
        },
        Kind::List(_) | Kind::Null => {
            Err(Error::wrong_type("a name, or one key with its value", de.node).help(choices(names)))
        }
        Kind::Bool(_) | Kind::Int(_) | Kind::Float(_) => {
            let spelled = de.node.text().is_some_and(|text| names.contains(&text));
            if spelled {
                return Err(needs_quotes(de.node));
            }
            Err(Error::wrong_type("a name, or one key with its value", de.node).help(choices(names)))
        }
    }
}

fn choices(names: &[&str]) -> String {
    format!("one of {}", list(names.iter().copied()))
}

struct Content<'de> {
    key: &'de Spanned<String>,
    node: &'de Node,
    outer: Option<Span>,
}

impl<'de> Content<'de> {
    fn read<T>(self, read: impl FnOnce(De<'de>) -> Result<T, Error>) -> Result<T, Error> {
        let Self { key, node, outer } = self;
        read(De { node, outer }).map_err(|error| error.leave(node).under_key(&key.value))
    }
}

struct Named<'de> {
    name: &'de str,
    span: Span,
    content: Option<Content<'de>>,
}

impl<'de> Named<'de> {
    fn content(self) -> Result<Content<'de>, Error> {
        let Self { name, span, content } = self;
        content.ok_or_else(|| {
            Error::new("missing-value", format!("{} needs a value", quote(name)))
                .help(format!("write it as a key: {{ {name}: ... }}"))
                .at(span)
        })
    }
}

impl<'de> EnumAccess<'de> for Named<'de> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Error> {
        let variant = seed.deserialize(BorrowedStrDeserializer::<Error>::new(self.name));
        Ok((variant.map_err(|error| error.at(self.span))?, self))
    }
}

impl<'de> VariantAccess<'de> for Named<'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        match self.content {
            None => Ok(()),
            Some(Content { node: Node { kind: Kind::Null, .. }, .. }) => Ok(()),
            Some(content) => content.read(|de| {
                let message = format!("{} takes no value, found {}", quote(self.name), de.node.describe());
                Err(Error::new("wrong-type", message).help("write only the name"))
            }),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        self.content()?.read(|de| seed.deserialize(de))
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Error> {
        self.content()?.read(|de| de::Deserializer::deserialize_tuple(de, length, visitor))
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Error> {
        self.content()?.read(|de| de::Deserializer::deserialize_struct(de, "", fields, visitor))
    }
}
