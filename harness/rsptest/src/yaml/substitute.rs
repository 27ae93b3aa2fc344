//! References replaced by what they stand for.

use std::sync::Arc;

use super::error::Error;
use super::node::Origin;
use super::parse::{DEEPEST, MOST_NODES};
use super::{Kind, Node, Source};
use crate::diagnostic::Diagnostic;

/// What becomes of a reference.
#[derive(Debug, Clone)]
pub enum Substitution {
    /// It stays: somebody else resolves it.
    Keep,
    /// This value, defined in the same file, takes its place.
    Value(Node),
    /// This value, defined in another file, takes its place.
    From(Node, Source),
    /// Nobody knows it; these were known.
    Unknown(Vec<String>),
}

impl From<Option<Node>> for Substitution {
    fn from(node: Option<Node>) -> Self {
        node.map_or(Self::Keep, Self::Value)
    }
}

/// Replaces references by values: a copy of the tree in which every unquoted scalar that begins with
/// `$` has been offered, with its `$`, to `resolve`. Keys, quoted text and the values put in place
/// are not offered.
///
/// A value that was put in place has the span of the reference and remembers its definition, so
/// that an error inside it points at the reference, with a note at the definition.
///
/// # Errors
/// `unknown-reference` with a hint; `too-deep` and `too-many-values` when the result would exceed the
/// limits of [`parse`](super::parse).
pub fn substitute(node: &Node, source: &Source, resolve: &dyn Fn(&str) -> Substitution) -> Result<Node, Diagnostic> {
    let mut walk = Walk { resolve, count: 0 };
    walk.node(node, 0).map_err(|error| error.leave(node).into_diagnostic(source, ""))
}

struct Walk<'a> {
    resolve: &'a dyn Fn(&str) -> Substitution,
    count: usize,
}

impl Walk<'_> {
    /// Not deeper than `DEEPEST` calls inside each other.
    fn node(&mut self, node: &Node, depth: usize) -> Result<Node, Error> {
        if let Some(reference) = node.reference() {
            return match (self.resolve)(reference) {
                Substitution::Keep => self.copy(node),
                Substitution::Value(value) => self.put(node, value, None, depth),
                Substitution::From(value, source) => self.put(node, value, Some(source), depth),
                Substitution::Unknown(known) => {
                    let known = known.iter().map(String::as_str);
                    Err(Error::unknown("unknown-reference", "reference", reference, known))
                }
            };
        }
        let kind = match &node.kind {
            Kind::List(elements) => {
                let depth = deeper(depth)?;
                let copy = elements.iter().enumerate().map(|(index, element)| {
                    self.node(element, depth).map_err(|error| error.leave(element).under_index(index))
                });
                Kind::List(copy.collect::<Result<_, _>>()?)
            }
            Kind::Map(entries) => {
                let depth = deeper(depth)?;
                let copy = entries.iter().map(|(key, value)| {
                    self.counted(1)?;
                    let copy = self.node(value, depth).map_err(|error| error.leave(value).under_key(&key.value))?;
                    Ok((key.clone(), copy))
                });
                Kind::Map(copy.collect::<Result<_, _>>()?)
            }
            _ => return self.copy(node),
        };
        self.counted(1)?;
        Ok(Node { span: node.span, kind, quoted: node.quoted, spelling: None, origin: node.origin.clone() })
    }

    fn copy(&mut self, node: &Node) -> Result<Node, Error> {
        self.counted(1)?;
        Ok(node.clone())
    }

    /// The value in the place of the reference.
    fn put(&mut self, reference: &Node, value: Node, source: Option<Source>, depth: usize) -> Result<Node, Error> {
        self.measure(&value, depth)?;
        let further = value.origin.clone();
        // A reference that itself stands for something remembers that too, being the nearer definition.
        let origin = Arc::new(Origin { span: value.span, source, further });
        Ok(Node { span: reference.span, origin: Some(origin), ..value })
    }

    /// Counts a value and looks how deep it is, going in no further than the limit.
    fn measure(&mut self, value: &Node, depth: usize) -> Result<(), Error> {
        self.counted(1)?;
        match &value.kind {
            Kind::List(elements) => {
                let depth = deeper(depth)?;
                elements.iter().try_for_each(|element| self.measure(element, depth))
            }
            Kind::Map(entries) => {
                let depth = deeper(depth)?;
                self.counted(entries.len())?;
                entries.iter().try_for_each(|(_, value)| self.measure(value, depth))
            }
            _ => Ok(()),
        }
    }

    fn counted(&mut self, values: usize) -> Result<(), Error> {
        self.count = self.count.saturating_add(values);
        if self.count > MOST_NODES {
            let message = format!("with its references replaced, this has more than {MOST_NODES} values");
            return Err(Error::new("too-many-values", message));
        }
        Ok(())
    }
}

fn deeper(depth: usize) -> Result<usize, Error> {
    if depth < DEEPEST {
        return Ok(depth + 1);
    }
    let message = format!("with references replaced, more than {DEEPEST} lists and maps stand inside each other");
    Err(Error::new("too-deep", message))
}
