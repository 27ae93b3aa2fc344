//! From text to tree, by the events of `saphyr-parser`, without recursion.

use std::borrow::Cow;
use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

use super::precheck::precheck;
use super::scalar::{Unusable, resolve};
use super::syntax::explain;
use super::{Kind, Node, Source, Span, Spanned};
use crate::diagnostic::{Diagnostic, quote};

/// How many lists and maps may stand inside each other.
pub const DEEPEST: usize = 48;
/// How many values a file may hold.
pub const MOST_NODES: usize = 100_000;

/// Reads one YAML document into a tree. An empty file is [`Kind::Null`].
///
/// # Errors
/// The first thing that is not YAML 1.2, or that is refused here: anchors, aliases, merge keys, tags,
/// tabs, control characters, a second document, keys that are not text, duplicate keys, numbers that
/// are not finite or too large, more than [`DEEPEST`] levels, more than [`MOST_NODES`] values, more
/// than [`Source::LIMIT`] octets.
pub fn parse(source: &Source) -> Result<Node, Diagnostic> {
    precheck(source)?;
    let mut builder = Builder { source, offsets: Offsets::new(source.text()), open: Vec::new(), root: None, count: 0 };
    for event in Parser::new_from_str(source.text()) {
        match event {
            Ok((event, span)) => {
                let span = Span::new(builder.offsets.of(span.start), builder.offsets.of(span.end));
                builder.take(event, span)?;
            }
            Err(error) => return Err(explain(source, builder.offsets.of(*error.marker()), error.info())),
        }
    }
    Ok(builder.root.unwrap_or_else(|| Node::new(Kind::Null, Span::default())))
}

/// Turns the parser's character counts into octet offsets.
struct Offsets {
    /// The offset of each character; empty when every character is one octet.
    table: Vec<u32>,
    length: usize,
}

impl Offsets {
    fn new(text: &str) -> Self {
        let table = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().map(|(offset, _)| u32::try_from(offset).unwrap_or(u32::MAX)).collect()
        };
        Self { table, length: text.len() }
    }

    fn of(&self, marker: Marker) -> usize {
        if self.table.is_empty() {
            return marker.index().min(self.length);
        }
        self.table.get(marker.index()).map_or(self.length, |offset| *offset as usize)
    }
}

/// A list or map that is not closed yet.
enum Open {
    List { span: Span, elements: Vec<Node> },
    Map { span: Span, entries: Vec<(Spanned<String>, Node)>, key: Option<Spanned<String>> },
}

struct Builder<'a> {
    source: &'a Source,
    offsets: Offsets,
    open: Vec<Open>,
    root: Option<Node>,
    count: usize,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Diagnostic> {
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
            Event::DocumentStart(_) if self.root.is_some() => Err(self
                .refuse("several-documents", "a second document in one file", span)
                .help("one document per file")),
            Event::DocumentStart(_) => Ok(()),
            Event::Alias(_) => Err(alias(self.source, span)),
            Event::Scalar(text, style, anchor, tag) => {
                self.no_frills(anchor, tag.is_some(), span)?;
                self.scalar(text, style, span)
            }
            Event::SequenceStart(anchor, tag) => {
                self.no_frills(anchor, tag.is_some(), span)?;
                self.open(Open::List { span, elements: Vec::new() }, span)
            }
            Event::MappingStart(anchor, tag) => {
                self.no_frills(anchor, tag.is_some(), span)?;
                self.open(Open::Map { span, entries: Vec::new(), key: None }, span)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
        }
    }

    fn no_frills(&self, anchor: usize, tagged: bool, span: Span) -> Result<(), Diagnostic> {
        // The event begins at the anchor or tag, whichever comes first.
        let text = self.source.slice(Span::new(span.start, self.source.text().len()));
        let word =
            text.find(|character: char| character.is_whitespace() || ",]}".contains(character)).unwrap_or(text.len());
        let word = Span::new(span.start, span.start + word);
        if anchor > 0 && !(tagged && text.starts_with('!')) {
            let help =
                "write the value where it is needed, or keep it in a procedure; text that begins with `&` needs quotes";
            return Err(self.refuse("anchor", "anchors are not used here", word).help(help));
        }
        if tagged {
            let help = "remove it; text that begins with `!`, or looks like a number, needs quotes";
            return Err(self.refuse("tag", "tags are not used here", word).help(help));
        }
        Ok(())
    }

    fn scalar(&mut self, text: Cow<'_, str>, style: ScalarStyle, span: Span) -> Result<(), Diagnostic> {
        let span = self.exact(style, span);
        let plain = style == ScalarStyle::Plain;
        let key_is_due = matches!(self.open.last(), Some(Open::Map { key: None, .. }));
        let kind = if plain {
            resolve(&text).map_err(|why| self.unusable(why, &text, span))?
        } else {
            Kind::Text(text.into_owned())
        };
        if key_is_due {
            return self.key(kind, plain, span);
        }
        let mut node = Node::new(kind, span);
        node.quoted = !plain;
        if plain && node.is_number_like() {
            node.spelling = Some(self.spelling(span, &node.kind));
            if node.text() == Some("") {
                node.span = self.absent(span);
            }
        }
        self.add(node)
    }

    /// The span without the blanks and the comment that the parser counts as part of a quoted scalar.
    fn exact(&self, style: ScalarStyle, span: Span) -> Span {
        let octets = self.source.slice(span).as_bytes();
        let mut at = 1;
        match style {
            ScalarStyle::DoubleQuoted => {
                while octets.get(at).is_some_and(|octet| *octet != b'"') {
                    at += if octets[at] == b'\\' { 2 } else { 1 };
                }
            }
            ScalarStyle::SingleQuoted => {
                while octets.get(at).is_some_and(|octet| *octet != b'\'' || octets.get(at + 1) == Some(&b'\'')) {
                    at += if octets[at] == b'\'' { 2 } else { 1 };
                }
            }
            ScalarStyle::Plain | ScalarStyle::Literal | ScalarStyle::Folded => return span,
        }
        Span::new(span.start, span.end.min(span.start + at + 1))
    }

    /// The spelling of a plain scalar that is not text; such a scalar stands on one line as it is.
    fn spelling(&self, span: Span, kind: &Kind) -> Box<str> {
        if *kind == Kind::Null && !matches!(self.source.slice(span), "~" | "null" | "Null" | "NULL") {
            return "".into();
        }
        self.source.slice(span).trim_end().into()
    }

    /// Where a value that was left out is missing: at its key, or at the `-` of the list. The parser
    /// reports it at whatever comes next.
    fn absent(&self, span: Span) -> Span {
        match self.open.last() {
            Some(Open::Map { key: Some(key), .. }) => key.span,
            // The parser's place of a `-` begins behind it.
            Some(_) if self.source.text()[..span.start].ends_with('-') => Span::new(span.start - 1, span.start),
            Some(_) => self.source.character_at(span.start),
            None => Span::new(span.start, span.start),
        }
    }

    fn unusable(&self, why: Unusable, text: &str, span: Span) -> Diagnostic {
        let (code, message) = match why {
            Unusable::NotFinite => ("not-finite", format!("{} is not a finite number", quote(text))),
            Unusable::TooLarge => ("number-too-large", format!("{} is a number too large to hold", quote(text))),
        };
        self.refuse(code, &message, span).help(format!("if it is text or octets, quote it: {}", quoted(text)))
    }

    fn key(&mut self, kind: Kind, plain: bool, span: Span) -> Result<(), Diagnostic> {
        let name = match kind {
            Kind::Text(name) if plain && name == "<<" => {
                let help = "write the entries where they are needed, or keep them in a procedure";
                return Err(self.refuse("merge-key", "merge keys are not used here", span).help(help));
            }
            Kind::Text(name) => name,
            other => {
                let node = Node { spelling: Some(self.spelling(span, &other)), ..Node::new(other, span) };
                let message = format!("a key must be text, and this is {}", node.describe());
                let spelling = node.text().unwrap_or_default();
                let help = (!spelling.is_empty()).then(|| format!("quote it: {}", quoted(spelling)));
                return Err(self.refuse("key-not-text", &message, span).maybe_help(help));
            }
        };
        self.counted(span)?;
        if let Some(Open::Map { key, .. }) = self.open.last_mut() {
            *key = Some(Spanned::new(name, span));
        }
        Ok(())
    }

    fn counted(&mut self, span: Span) -> Result<(), Diagnostic> {
        self.count += 1;
        if self.count > MOST_NODES {
            let message = format!("more than {MOST_NODES} values in one file");
            return Err(self.refuse("too-many-values", &message, span).help("split it into several files"));
        }
        Ok(())
    }

    fn open(&mut self, open: Open, span: Span) -> Result<(), Diagnostic> {
        if matches!(self.open.last(), Some(Open::Map { key: None, .. })) {
            return Err(self.refuse("key-not-text", "a key must be text, and this is a list or map", span));
        }
        if self.open.len() >= DEEPEST {
            let message = format!("more than {DEEPEST} lists and maps inside each other");
            return Err(self.refuse("too-deep", &message, self.source.character_at(span.start)));
        }
        self.counted(span)?;
        self.open.push(open);
        Ok(())
    }

    fn close(&mut self, end: Span) -> Result<(), Diagnostic> {
        let node = match self.open.pop() {
            Some(Open::List { span, elements }) => {
                let last = elements.last().map(|node| node.span);
                Node::new(Kind::List(elements), self.whole(span, last, end))
            }
            Some(Open::Map { span, entries, .. }) => {
                self.no_duplicates(&entries)?;
                let last = entries.last().map(|(key, node)| key.span.to(node.span));
                Node::new(Kind::Map(entries), self.whole(span, last, end))
            }
            None => return Ok(()),
        };
        self.place(node)
    }

    /// From the first octet to the closing bracket, or in block style to the end of the last child
    /// (the parser reports the end of a block where the next thing begins).
    fn whole(&self, start: Span, last: Option<Span>, end: Span) -> Span {
        let octets = self.source.text().as_bytes();
        let bracketed =
            matches!(octets.get(start.start), Some(b'{' | b'[')) && matches!(octets.get(end.start), Some(b'}' | b']'));
        match last {
            // The parser counts what follows a bracket on its line as part of it.
            _ if bracketed => Span::new(start.start, end.start + 1),
            Some(last) => start.to(last),
            None => start,
        }
    }

    fn add(&mut self, node: Node) -> Result<(), Diagnostic> {
        self.counted(node.span)?;
        self.place(node)
    }

    fn place(&mut self, node: Node) -> Result<(), Diagnostic> {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::List { elements, .. }) => elements.push(node),
            Some(Open::Map { entries, key, .. }) => {
                if let Some(key) = key.take() {
                    entries.push((key, node));
                }
            }
        }
        Ok(())
    }

    fn no_duplicates(&self, entries: &[(Spanned<String>, Node)]) -> Result<(), Diagnostic> {
        let pair = if entries.len() <= 12 {
            entries.iter().enumerate().find_map(|(count, (key, _))| {
                entries[..count]
                    .iter()
                    .find(|(earlier, _)| earlier.value == key.value)
                    .map(|(earlier, _)| (earlier, key))
            })
        } else {
            let mut seen: HashMap<&str, &Spanned<String>> = HashMap::with_capacity(entries.len());
            entries.iter().find_map(|(key, _)| seen.insert(&key.value, key).map(|earlier| (earlier, key)))
        };
        let Some((earlier, later)) = pair else { return Ok(()) };
        let message = format!("the key {} stands twice in one map", quote(&later.value));
        Err(self.refuse("duplicate-key", &message, later.span).label(self.source, earlier.span, "first here"))
    }

    fn refuse(&self, code: &'static str, message: &str, span: Span) -> Diagnostic {
        Diagnostic::error(code, message).at(self.source, span)
    }
}

/// The refusal of an alias; also of one whose anchor does not exist, which the parser itself refuses.
pub(super) fn alias(source: &Source, span: Span) -> Diagnostic {
    Diagnostic::error("alias", "aliases are not used here")
        .at(source, span)
        .help("write the value where it is needed; text that begins with `*` needs quotes")
}

/// A text as YAML would have it quoted, for a help line.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.chars().take(60).collect::<String>())
}
