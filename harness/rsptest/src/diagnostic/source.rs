//! A file that was read, and places in it.

use std::sync::Arc;

use super::text::tame;
use super::{Diagnostic, quote};

/// A named text. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    name: Arc<str>,
    text: Arc<str>,
}

/// Octets `start..end` of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// Offset of the first octet.
    pub start: usize,
    /// Offset behind the last octet.
    pub end: usize,
}

/// Where an octet stands for people: both count from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Span {
    /// Octets `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Whether it holds no octet.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// From the start of this one to the end of the other.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start, end: other.end.max(self.start) }
    }
}

impl Source {
    /// Largest file that is read, in octets. A case file has a few thousand.
    pub const LIMIT: usize = 1 << 20;

    /// A text under the name that messages show. A byte order mark at the start is dropped,
    /// and control characters in the name are written as escapes.
    pub fn new(name: impl Into<String>, text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self { name: tame(name.into()).into(), text: text.into() }
    }

    /// A text from octets, as read from a file.
    ///
    /// # Errors
    /// `file-too-large` above [`Source::LIMIT`]; `not-utf-8` with the place of the first octet that is not.
    pub fn from_bytes(name: impl Into<String>, octets: &[u8]) -> Result<Self, Diagnostic> {
        let name = name.into();
        if octets.len() > Self::LIMIT {
            let source = Self::new(name, "");
            return Err(Self::too_large(octets.len()).at(&source, Span::default()));
        }
        match std::str::from_utf8(octets) {
            Ok(text) => Ok(Self::new(name, text)),
            Err(error) => {
                let offset = error.valid_up_to();
                let octet = octets.get(offset).copied().unwrap_or_default();
                let marked = octets.starts_with("\u{feff}".as_bytes());
                let source = Self::new(name, String::from_utf8_lossy(octets));
                let offset = if marked { offset.saturating_sub(3) } else { offset };
                let span = Span::new(offset, offset + '\u{fffd}'.len_utf8());
                Err(Diagnostic::error("not-utf-8", format!("octet {octet:02X} is not UTF-8"))
                    .at(&source, span)
                    .help("save the file as UTF-8"))
            }
        }
    }

    /// The finding that a text of this many octets is too large.
    pub(crate) fn too_large(octets: usize) -> Diagnostic {
        let limit = Self::LIMIT;
        Diagnostic::error("file-too-large", format!("the file has {octets} octets, more than {limit}"))
            .help("split it into several files")
    }

    /// The name that messages show, usually a path.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span; empty when the span does not lie in this text.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// Line and column of an octet. Takes time in proportion to the text before it: for messages.
    pub fn position(&self, offset: usize) -> Position {
        let before = &self.text[..self.boundary(offset)];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.bytes().filter(|octet| *octet == b'\n').count() + 1;
        Position { line, column: before[line_start..].chars().count() + 1 }
    }

    /// The span moved inwards until it lies in this text, on character boundaries.
    pub fn clip(&self, span: Span) -> Span {
        let start = self.boundary(span.start);
        Span { start, end: self.boundary(span.end).max(start) }
    }

    /// The last character boundary at or before an offset.
    fn boundary(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    /// The octets of one character, for pointing at it.
    pub(crate) fn character_at(&self, offset: usize) -> Span {
        let start = self.boundary(offset);
        let width = self.text[start..].chars().next().map_or(0, char::len_utf8);
        Span { start, end: start + width }
    }
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&quote(self.name()))
    }
}
