//! What is wrong, where, and the way out: one form of message for everything that reads a file.
//!
//! A [`Diagnostic`] names a place in a [`Source`] by a [`Span`]. It is drawn under the offending
//! token for people ([`Diagnostic::render`]) and written as JSON for machines
//! ([`Diagnostic::to_json`]); both say the same.

mod collection;
mod nearest;
mod render;
mod source;
mod text;

#[cfg(test)]
mod tests;

use std::fmt;

use serde_json::{Value, json};

pub use collection::Diagnostics;
pub use nearest::nearest;
pub use render::Paint;
pub use source::{Position, Source, Span};
pub(crate) use text::{list, quote};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing has to change.
    Note,
    /// Read and used, but probably not what was meant.
    Warning,
    /// Cannot be used.
    Error,
}

impl Severity {
    /// `error`, `warning` or `note`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A further place that explains a diagnostic, possibly in another file.
#[derive(Debug, Clone)]
pub struct Label {
    /// The file.
    pub source: Source,
    /// The octets of it.
    pub span: Span,
    /// What is to be seen there, in a few words.
    pub text: String,
}

/// One finding about a file: what, where, and how to mend it.
///
/// Built like a sentence: `Diagnostic::error("unknown-field", "...").at(&source, span).help("...")`.
/// Boxed inside, so that it is a cheap error type.
#[derive(Debug, Clone)]
pub struct Diagnostic(Box<Parts>);

#[derive(Debug, Clone)]
struct Parts {
    severity: Severity,
    code: &'static str,
    message: String,
    place: Option<(Source, Span)>,
    caption: Option<String>,
    path: Option<String>,
    labels: Vec<Label>,
    help: Option<String>,
}

impl Diagnostic {
    /// A finding of this severity. `code` is a short stable id such as `unknown-field`.
    pub fn new(severity: Severity, code: &'static str, message: impl Into<String>) -> Self {
        let message = text::tame(message.into());
        Self(Box::new(Parts {
            severity,
            code,
            message,
            place: None,
            caption: None,
            path: None,
            labels: Vec::new(),
            help: None,
        }))
    }

    /// An error.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A warning.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// A note.
    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, message)
    }

    /// Says where: these octets of this file. A span that lies outside the text is clipped to it.
    #[must_use]
    pub fn at(mut self, source: &Source, span: Span) -> Self {
        self.0.place = Some((source.clone(), source.clip(span)));
        self
    }

    /// A few words drawn beside the caret.
    #[must_use]
    pub fn caption(mut self, caption: impl Into<String>) -> Self {
        self.0.caption = Some(text::tame(caption.into()));
        self
    }

    /// The place as a path of keys and positions, for example `cases[2].steps[0].expect`.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        let path = text::tame(path.into());
        self.0.path = (!path.is_empty()).then_some(path);
        self
    }

    /// Adds a further place that explains this one.
    #[must_use]
    pub fn label(mut self, source: &Source, span: Span, text: impl Into<String>) -> Self {
        let label = Label { source: source.clone(), span: source.clip(span), text: text::tame(text.into()) };
        self.0.labels.push(label);
        self
    }

    /// Says how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.0.help = Some(text::tame(help.into()));
        self
    }

    /// Says how to mend it, when there is something to say.
    #[must_use]
    pub fn maybe_help(self, help: Option<String>) -> Self {
        match help {
            Some(help) => self.help(help),
            None => self,
        }
    }

    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.0.severity
    }

    /// The short stable id.
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// What is wrong, in one sentence without a full stop.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The file, if the finding has a place.
    pub fn source(&self) -> Option<&Source> {
        self.0.place.as_ref().map(|(source, _)| source)
    }

    /// The octets of the file, if the finding has a place.
    pub fn span(&self) -> Option<Span> {
        self.0.place.as_ref().map(|(_, span)| *span)
    }

    /// Line and column of the first octet, if the finding has a place.
    pub fn position(&self) -> Option<Position> {
        self.0.place.as_ref().map(|(source, span)| source.position(span.start))
    }

    /// The words beside the caret.
    pub fn caption_text(&self) -> Option<&str> {
        self.0.caption.as_deref()
    }

    /// The path of keys and positions.
    pub fn path_text(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// The further places.
    pub fn labels(&self) -> &[Label] {
        &self.0.labels
    }

    /// How to mend it.
    pub fn help_text(&self) -> Option<&str> {
        self.0.help.as_deref()
    }

    /// The finding as JSON: `severity`, `code`, `message`, and where known `file`, `line`, `column`,
    /// `end-line`, `end-column` (counted from 1, columns in characters), `path`, `caption`, `labels`, `help`.
    pub fn to_json(&self) -> Value {
        let parts = &*self.0;
        let mut json = json!({ "severity": parts.severity.name(), "code": parts.code, "message": parts.message });
        if let Some((source, span)) = &parts.place {
            add_place(&mut json, source, *span);
        }
        for (key, text) in [("path", &parts.path), ("caption", &parts.caption), ("help", &parts.help)] {
            if let Some(text) = text {
                json[key] = Value::from(text.as_str());
            }
        }
        if !parts.labels.is_empty() {
            let labels = parts.labels.iter().map(|label| {
                let mut json = json!({ "text": label.text });
                add_place(&mut json, &label.source, label.span);
                json
            });
            json["labels"] = labels.collect();
        }
        json
    }
}

fn add_place(json: &mut Value, source: &Source, span: Span) {
    let (start, end) = (source.position(span.start), source.position(span.end));
    json["file"] = Value::from(source.name());
    json["line"] = Value::from(start.line);
    json["column"] = Value::from(start.column);
    json["end-line"] = Value::from(end.line);
    json["end-column"] = Value::from(end.column);
}

/// One line: `file:3:5: error[code]: message`.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((source, span)) = &self.0.place {
            let at = source.position(span.start);
            write!(f, "{}:{}:{}: ", source.name(), at.line, at.column)?;
        }
        write!(f, "{}[{}]: {}", self.0.severity.name(), self.0.code, self.0.message)
    }
}

impl std::error::Error for Diagnostic {}
