//! The tree: every value with its place and, for scalars, its spelling.

use std::sync::Arc;

use super::{Source, Span, Spanned};

/// A value in a YAML file.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where it stands. After [`substitute`](super::substitute): where the reference stands.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
    /// Whether it is a scalar in quotes or in block style, and therefore text whatever it looks like.
    pub quoted: bool,
    /// The spelling of an unquoted scalar that is not text.
    pub(super) spelling: Option<Box<str>>,
    /// Where it was defined, when a reference stands in its place.
    pub(super) origin: Option<Arc<Origin>>,
}

/// The kinds of value of the YAML 1.2 core schema.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// `null`, `~`, or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer, decimal, `0x` or `0o`.
    Int(i128),
    /// A finite number with a point or an exponent.
    Float(f64),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A map, in the order of the file; keys are text and differ from each other.
    Map(Vec<(Spanned<String>, Node)>),
}

/// Where a substituted value was defined.
#[derive(Debug, PartialEq)]
pub(super) struct Origin {
    /// The octets of the definition.
    pub span: Span,
    /// The file of the definition; none means that of the reference.
    pub source: Option<Source>,
    /// Where that was defined, when the definition itself stood for something else.
    pub further: Option<Arc<Origin>>,
}

impl Node {
    /// A node made by a program, at a place that stands for it.
    pub fn new(kind: Kind, span: Span) -> Self {
        Self { span, kind, quoted: false, spelling: None, origin: None }
    }

    /// Quoted text made by a program.
    pub fn from_text(text: impl Into<String>, span: Span) -> Self {
        Self { quoted: true, ..Self::new(Kind::Text(text.into()), span) }
    }

    /// The text of a scalar as it was written (without quotes): `0123` stays `0123`. None for a list or map.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            Kind::List(_) | Kind::Map(_) => None,
            Kind::Null | Kind::Bool(_) | Kind::Int(_) | Kind::Float(_) => self.spelling.as_deref(),
        }
    }

    /// The reference that it is: unquoted text that begins with `$`, such as `$variant.tamper`.
    pub fn reference(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) if !self.quoted && text.len() > 1 && text.starts_with('$') => Some(text),
            _ => None,
        }
    }

    /// The value of a key, when this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|(name, _)| name.value == key).map(|(_, node)| node)
    }

    /// The keys and values of a map; of anything else, none.
    pub fn entries(&self) -> &[(Spanned<String>, Self)] {
        match &self.kind {
            Kind::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The elements of a list; of anything else, none.
    pub fn elements(&self) -> &[Self] {
        match &self.kind {
            Kind::List(elements) => elements,
            _ => &[],
        }
    }

    /// Whether it was not quoted, and reads as null, bool or a number.
    pub fn is_number_like(&self) -> bool {
        matches!(self.kind, Kind::Null | Kind::Bool(_) | Kind::Int(_) | Kind::Float(_))
    }

    /// Whether it is a number whose spelling would change if it were printed again (`0123`, `80E2`,
    /// `1.10`, `+5`): as likely octets, a status word or a version whose quotes were forgotten.
    pub fn is_doubtful_number(&self) -> bool {
        let Some(spelling) = self.spelling.as_deref() else { return false };
        match self.kind {
            Kind::Int(value) => {
                !spelling.starts_with("0x") && !spelling.starts_with("0o") && value.to_string() != spelling
            }
            Kind::Float(value) => format!("{value:?}") != spelling,
            _ => false,
        }
    }

    /// Whether it was put in the place of a reference and defined in another file.
    pub(super) fn comes_from_elsewhere(&self) -> bool {
        let mut link = self.origin.as_ref();
        while let Some(origin) = link {
            if origin.source.is_some() {
                return true;
            }
            link = origin.further.as_ref();
        }
        false
    }

    /// What it is, for a message: `a list`, `the number 5`.
    pub(super) fn describe(&self) -> String {
        use crate::diagnostic::quote;
        match &self.kind {
            Kind::Null => "nothing".to_owned(),
            Kind::Bool(value) => format!("`{value}`"),
            Kind::Int(_) | Kind::Float(_) => format!("the number {}", quote(self.text().unwrap_or_default())),
            Kind::Text(text) => format!("the text {}", quote(text)),
            Kind::List(_) => "a list".to_owned(),
            Kind::Map(_) => "a map".to_owned(),
        }
    }
}
