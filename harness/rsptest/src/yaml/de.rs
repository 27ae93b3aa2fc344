//! From tree to types: a Serde deserializer over [`Node`].

use serde::de::{self, DeserializeOwned, DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};

use super::error::Error;
use super::keys::KeyDe;
use super::parse::quoted;
use super::shape::{self, SHAPE};
use super::spanned::{SPANNED, SpannedAccess};
use super::variants;
use super::{Kind, Node, Source, Span, Spanned, parse};
use crate::diagnostic::{Diagnostic, Diagnostics, list};

/// Makes a value of a tree.
///
/// # Errors
/// The first place that does not fit the type.
pub fn from_node<T: DeserializeOwned>(node: &Node, source: &Source) -> Result<T, Diagnostic> {
    from_node_at(node, source, "")
}

/// Makes a value of a part of a tree that stands at a path such as `cases[2]`, which errors then name.
///
/// # Errors
/// The first place that does not fit the type.
pub fn from_node_at<T: DeserializeOwned>(node: &Node, source: &Source, path: &str) -> Result<T, Diagnostic> {
    T::deserialize(De { node, outer: None }).map_err(|error| error.leave(node).into_diagnostic(source, path))
}

/// Makes a value of each element of a list that stands at a path, and reports every element that fails.
///
/// # Errors
/// One finding for each element that does not fit the type, or one that this is no list.
pub fn from_list<T: DeserializeOwned>(node: &Node, source: &Source, path: &str) -> Result<Vec<T>, Diagnostics> {
    let Kind::List(elements) = &node.kind else {
        return Err(Error::wrong_type("a list", node).leave(node).into_diagnostic(source, path).into());
    };
    let outer = De { node, outer: None }.inside();
    let mut findings = Diagnostics::new();
    let mut values = Vec::with_capacity(elements.len());
    for (index, element) in elements.iter().enumerate() {
        let value = T::deserialize(De { node: element, outer })
            .map_err(|error| error.leave(element).under_index(index).leave(node).into_diagnostic(source, path));
        values.extend(findings.keep(value));
    }
    findings.into_result(values)
}

/// Reads a file and makes a value of it.
///
/// # Errors
/// As [`parse`] and [`from_node`].
pub fn from_source<T: DeserializeOwned>(source: &Source) -> Result<T, Diagnostic> {
    from_node(&parse(source)?, source)
}

/// A node that is being read.
#[derive(Clone, Copy)]
pub(super) struct De<'de> {
    pub node: &'de Node,
    /// The reference in the file that is read, when the node comes from another file.
    pub outer: Option<Span>,
}

impl<'de> De<'de> {
    /// The place of the node in the file that is read.
    pub fn span(&self) -> Span {
        self.outer.unwrap_or(self.node.span)
    }

    /// The reference that children stand for, when they come from another file.
    pub fn inside(&self) -> Option<Span> {
        self.outer.or_else(|| self.node.comes_from_elsewhere().then_some(self.node.span))
    }

    /// Reads what is a list or map as that, and anything else as what it is.
    fn any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.node.kind {
            Kind::Null => visitor.visit_unit(),
            Kind::Bool(value) => visitor.visit_bool(*value),
            Kind::Int(_) | Kind::Float(_) if self.node.is_doubtful_number() => Err(doubtful(self.node)),
            Kind::Int(value) => integer(*value, visitor),
            Kind::Float(value) => visitor.visit_f64(*value),
            Kind::Text(text) => visitor.visit_borrowed_str(text),
            Kind::List(elements) => {
                let mut access = Elements { elements, next: 0, outer: self.inside() };
                let value = visitor.visit_seq(&mut access)?;
                match elements.get(access.next) {
                    None => Ok(value),
                    Some(surplus) => {
                        let message = format!("the list has {} values, {} are expected", elements.len(), access.next);
                        Err(Error::new("wrong-length", message).at(surplus.span))
                    }
                }
            }
            Kind::Map(entries) => {
                let access = Entries { entries, next: 0, outer: self.inside() };
                visitor.visit_map(access).map_err(|error| {
                    let key = error.flattened().and_then(|name| entries.iter().find(|(key, _)| key.value == name));
                    match key {
                        Some((key, _)) => error.at(key.span),
                        None => error,
                    }
                })
            }
        }
    }

    fn text<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.node.is_number_like() {
            return Err(needs_quotes(self.node));
        }
        self.any(visitor)
    }

    fn int<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.any(visitor).map_err(|error| match &self.node.kind {
            Kind::Text(text) if self.node.quoted && text.parse::<i128>().is_ok() => {
                error.help_on_wrong_type(|| format!("without quotes it is a number: {text}"))
            }
            _ => error,
        })
    }
}

fn integer<'de, V: Visitor<'de>>(value: i128, visitor: V) -> Result<V::Value, Error> {
    if let Ok(value) = u64::try_from(value) {
        visitor.visit_u64(value)
    } else if let Ok(value) = i64::try_from(value) {
        visitor.visit_i64(value)
    } else {
        visitor.visit_i128(value)
    }
}

/// The refusal of a number where text is wanted.
pub(super) fn needs_quotes(node: &Node) -> Error {
    let error = Error::wrong_type("text", node);
    match node.text() {
        Some(text) if !text.is_empty() => error.help(format!("quote it: {}", quoted(text))),
        _ => error,
    }
}

/// The refusal of a number whose spelling says that it may be text.
fn doubtful(node: &Node) -> Error {
    let text = node.text().unwrap_or_default();
    let number = match &node.kind {
        Kind::Int(value) => value.to_string(),
        Kind::Float(value) => format!("{value:?}"),
        _ => String::new(),
    };
    Error::new("doubtful-number", format!("`{text}` without quotes is the number {number}")).help(format!(
        "if text or octets are meant, quote it: {}; if the number is meant, write {number}",
        quoted(text)
    ))
}

macro_rules! forward {
    ($to:ident: $($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> { self.$to(visitor) })*
    };
}

impl<'de> de::Deserializer<'de> for De<'de> {
    type Error = Error;

    forward!(any: deserialize_any deserialize_bytes deserialize_byte_buf deserialize_unit deserialize_seq deserialize_map);
    forward!(text: deserialize_str deserialize_string deserialize_char deserialize_identifier);
    forward!(int: deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128);
    forward!(int: deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128);

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.any(visitor).map_err(|error| match self.node.text() {
            Some("yes" | "on" | "Yes" | "On" | "YES" | "ON") => error.help_on_wrong_type(|| "write true".into()),
            Some("no" | "off" | "No" | "Off" | "NO" | "OFF") => error.help_on_wrong_type(|| "write false".into()),
            _ => error,
        })
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.node.kind {
            // Where a number with a point is wanted, 1.10 is no riddle.
            Kind::Float(value) => visitor.visit_f64(value),
            _ => self.any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.node.kind {
            Kind::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        self.any(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Error> {
        match name {
            SPANNED => visitor.visit_seq(SpannedAccess::new(self.span(), self)),
            SHAPE => visitor.visit_enum(shape::Access(self)).map_err(|error| shape::explain(error, self.node)),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.any(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.any(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        // Serde would read a list as the fields in their order, which no author means.
        if matches!(self.node.kind, Kind::List(_)) {
            return Err(Error::wrong_type("a map", self.node).help(keys(fields)));
        }
        self.any(visitor).map_err(|error| error.help_on_wrong_type(|| keys(fields)))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        variants::read(self, names, visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }
}

fn keys(fields: &[&str]) -> String {
    if fields.is_empty() {
        return "a map without keys is written `{}`".into();
    }
    format!("a map with these keys: {}", list(fields.iter().copied()))
}

struct Elements<'de> {
    elements: &'de [Node],
    next: usize,
    outer: Option<Span>,
}

impl<'de> SeqAccess<'de> for Elements<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        let Some(node) = self.elements.get(self.next) else { return Ok(None) };
        let index = self.next;
        self.next += 1;
        let value = seed.deserialize(De { node, outer: self.outer });
        value.map(Some).map_err(|error| error.leave(node).under_index(index))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.elements.len() - self.next)
    }
}

struct Entries<'de> {
    entries: &'de [(Spanned<String>, Node)],
    next: usize,
    outer: Option<Span>,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some((key, _)) = self.entries.get(self.next) else { return Ok(None) };
        let span = self.outer.unwrap_or(key.span);
        seed.deserialize(KeyDe { key: &key.value, span }).map(Some).map_err(|error| error.at(key.span))
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        let Some((key, node)) = self.entries.get(self.next) else {
            return Err(Error::custom("a value was asked for behind the last key"));
        };
        self.next += 1;
        let value = seed.deserialize(De { node, outer: self.outer });
        value.map_err(|error| error.leave(node).under_key(&key.value))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len() - self.next)
    }
}
