//! The parser's complaints in words that help.

use super::parse::alias;
use super::{Source, Span};
use crate::diagnostic::Diagnostic;

/// Part of the parser's complaint, what to say instead, and the way out.
const KNOWN: &[(&str, &str, &str)] = &[
    (
        "mapping values are not allowed",
        "a `: ` where no key can stand",
        "text that holds `: ` needs quotes; else look at the indentation",
    ),
    (
        "simple key expect",
        "a line that is neither `key: value` nor part of a text",
        "is a `:` missing, or a space behind it?",
    ),
    (
        "invalid indentation",
        "this line is indented differently from its neighbours",
        "line it up with the entries above",
    ),
    ("did not find expected key", "this line does not belong to the map above it", "line it up with the other keys"),
    ("did not find expected '-'", "this line does not belong to the list above it", "line it up with the other `-`"),
    (
        "did not find expected ',' or '}'",
        "a `,` or `}` is missing before this",
        "text that holds `,`, `{` or `}` needs quotes here",
    ),
    ("expected ',' or ']'", "a `,` or `]` is missing before this", "text that holds `,`, `[` or `]` needs quotes here"),
    ("unexpected end of stream", "the text that begins here is never closed", "is a closing quote missing?"),
    ("unknown escape", "an escape that YAML does not know", "a backslash inside double quotes is written `\\\\`"),
    ("unexpected character", "text cannot begin with this character", "put the text in quotes"),
    ("cannot start with '-'", "text cannot begin like this", "put the text in quotes"),
    ("block sequence entries are not allowed", "a list cannot begin here", "put the first `-` on a line of its own"),
    ("document indicator", "`---` or `...` inside a quoted text", "is a closing quote missing?"),
];

/// The finding for a complaint of the parser at an offset.
pub(super) fn explain(source: &Source, offset: usize, complaint: &str) -> Diagnostic {
    // What is missing at the end of the file is drawn behind its last word, not below it.
    let span = source.character_at(offset.min(source.text().trim_end().len()));
    if complaint.contains("unknown anchor") {
        let rest = source.slice(Span::new(span.start, source.text().len()));
        let length = rest.find(|character: char| character.is_whitespace() || ",]}".contains(character));
        return alias(source, Span::new(span.start, span.start + length.unwrap_or(rest.len())));
    }
    if complaint.contains("recursion limit") {
        return Diagnostic::error("too-deep", "too many brackets inside each other").at(source, span);
    }
    let known = KNOWN.iter().find(|(part, _, _)| complaint.contains(part));
    match known {
        Some((_, message, help)) => Diagnostic::error("yaml-syntax", *message).at(source, span).help(*help),
        None => Diagnostic::error("yaml-syntax", format!("not YAML: {complaint}")).at(source, span),
    }
}
