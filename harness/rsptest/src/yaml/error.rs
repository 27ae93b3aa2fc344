//! Errors on the way from tree to types: they collect their place while they travel outwards.

use std::fmt::{self, Display, Write as _};

use serde::de::{self, Expected, Unexpected};

use super::expected::{found, wanted};
use super::node::Origin;
use super::{Node, Source, Span};
use crate::diagnostic::{Diagnostic, list, nearest, quote};

/// What went wrong, and as much of the place as is known yet.
#[derive(Debug)]
pub(super) struct Error(Box<Parts>);

#[derive(Debug)]
struct Parts {
    code: &'static str,
    message: String,
    caption: Option<String>,
    help: Option<String>,
    span: Option<Span>,
    /// From the inside to the outside.
    path: Vec<Step>,
    labels: Vec<Further>,
    /// The names that were allowed, where one was unknown.
    allowed: &'static [&'static str],
    /// The key that a flattened struct did not know.
    flattened: Option<String>,
}

#[derive(Debug)]
enum Step {
    Key(String),
    Index(usize),
}

#[derive(Debug)]
struct Further {
    span: Span,
    /// None: the file that the span of the error lies in.
    source: Option<Source>,
    text: String,
}

impl Error {
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self(Box::new(Parts {
            code,
            message: message.into(),
            caption: None,
            help: None,
            span: None,
            path: Vec::new(),
            labels: Vec::new(),
            allowed: &[],
            flattened: None,
        }))
    }

    /// `expected text, found a list`.
    pub fn wrong_type(wanted: &str, node: &Node) -> Self {
        Self::new("wrong-type", format!("expected {wanted}, found {}", node.describe()))
    }

    /// A name that is not among those allowed; `what` is `key` or `name`.
    pub fn unknown<'a>(
        code: &'static str,
        what: &str,
        name: &str,
        allowed: impl IntoIterator<Item = &'a str> + Clone,
    ) -> Self {
        let mut error = Self::new(code, format!("unknown {what} {}", quote(name)));
        error.0.caption = nearest(name, allowed.clone()).map(|near| format!("did you mean {}?", quote(near)));
        let names = list(allowed);
        error.0.help =
            Some(if names.is_empty() { "none is allowed here".into() } else { format!("allowed here: {names}") });
        error
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// Adds help to a wrong type of the node that is being read, not of something inside it.
    pub fn help_on_wrong_type(self, help: impl FnOnce() -> String) -> Self {
        let helpless = self.0.span.is_none() && self.0.code == "wrong-type" && self.0.help.is_none();
        if helpless { self.help(help()) } else { self }
    }

    /// The names that were allowed, when this is about an unknown name of the node that is being read.
    pub fn allowed(&self) -> Option<&'static [&'static str]> {
        (self.0.span.is_none() && self.0.code == "unknown-name").then_some(self.0.allowed)
    }

    /// The key that a flattened struct complained about, when its place is still unknown.
    pub fn flattened(&self) -> Option<&str> {
        self.0.flattened.as_deref().filter(|_| self.0.span.is_none())
    }

    /// Sets the place, unless a place further inside is known.
    pub fn at(mut self, span: Span) -> Self {
        self.0.span.get_or_insert(span);
        self
    }

    pub fn under_key(mut self, key: &str) -> Self {
        self.0.path.push(Step::Key(key.to_owned()));
        self
    }

    pub fn under_index(mut self, index: usize) -> Self {
        self.0.path.push(Step::Index(index));
        self
    }

    /// Leaves a node; to be called once for each node on the way out. Where a reference stands for
    /// the node, the error is at the reference, and what was found is a note.
    pub fn leave(self, node: &Node) -> Self {
        let mut error = self.at(node.span);
        let Some(origin) = &node.origin else { return error };
        let inside = error.0.span.replace(node.span).filter(|span| *span != node.span);
        let mut definitions = Vec::new();
        let mut source = None;
        let mut link = Some(origin);
        while let Some(Origin { span, source: file, further }) = link.map(|link| &**link) {
            source = file.clone().or(source);
            definitions.push(Further { span: *span, source: source.clone(), text: "defined here".into() });
            link = further.as_ref();
        }
        for label in &mut error.0.labels {
            label.source = label.source.take().or_else(|| source.clone());
        }
        if let (Some(span), Some(last)) = (inside, definitions.last_mut()) {
            // A caption explains the very place, so it goes along.
            let text = error.0.caption.take().unwrap_or_else(|| "this, in what the reference stands for".into());
            *last = Further { span, source, text };
        }
        error.0.labels.extend(definitions);
        error
    }

    /// The finding for people; `above` is the path of the value that was read.
    pub fn into_diagnostic(self, source: &Source, above: &str) -> Diagnostic {
        let parts = *self.0;
        let mut path = above.to_owned();
        for step in parts.path.iter().rev() {
            match step {
                Step::Key(key) if path.is_empty() => path.push_str(key),
                Step::Key(key) => path.extend([".", key]),
                // Writing into a String cannot fail.
                Step::Index(index) => drop(write!(path, "[{index}]")),
            }
        }
        let mut diagnostic = Diagnostic::error(parts.code, parts.message)
            .at(source, parts.span.unwrap_or_default())
            .path(path)
            .maybe_help(parts.help);
        if let Some(caption) = parts.caption {
            diagnostic = diagnostic.caption(caption);
        }
        for label in parts.labels {
            diagnostic = diagnostic.label(label.source.as_ref().unwrap_or(source), label.span, label.text);
        }
        diagnostic
    }
}

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
        let message = message.to_string();
        if let Some(name) = message.strip_prefix("data did not match any variant of untagged enum ") {
            return Self::new("wrong-type", format!("this fits none of the forms of {name}"));
        }
        let field = message.strip_prefix("unknown field `").and_then(|rest| rest.split_once('`'));
        if let Some((name, _)) = field {
            let mut error = Self::new("unknown-field", format!("unknown key {}", quote(name)));
            error.0.flattened = Some(name.to_owned());
            return error;
        }
        Self::new("wrong-value", message)
    }

    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new("wrong-type", format!("expected {}, found {}", wanted(expected), found(unexpected)))
    }

    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new("wrong-value", format!("expected {}, found {}", wanted(expected), found(unexpected)))
    }

    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        let values = if length == 1 { "value" } else { "values" };
        Self::new("wrong-length", format!("expected {}, found {length} {values}", wanted(expected)))
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        let mut error = Self::unknown("unknown-name", "name", variant, expected.iter().copied());
        error.0.allowed = expected;
        error
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Self::unknown("unknown-field", "key", field, expected.iter().copied())
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new("missing-field", format!("the key {} is missing", quote(field)))
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::new("duplicate-key", format!("the key {} is given twice", quote(field)))
    }
}
