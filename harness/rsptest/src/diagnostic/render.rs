//! A diagnostic drawn under the offending token.

use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet, normalize_untrusted_str};

use super::{Diagnostic, Severity, Source, Span};

/// Whether what is drawn carries terminal colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paint {
    /// Characters only: for files, JUnit and tests.
    #[default]
    Plain,
    /// ANSI colours: for a terminal whose user wants them.
    Coloured,
}

/// One place to be marked.
struct Mark<'a> {
    span: Span,
    kind: AnnotationKind,
    text: Option<&'a str>,
}

impl Diagnostic {
    /// The finding as people read it: message, the lines with a caret, further places, help.
    ///
    /// The text ends without a line break.
    pub fn render(&self, paint: Paint) -> String {
        let mut group = level(self.severity()).primary_title(self.message()).id(self.code()).elements(self.elements());
        if let Some(path) = self.path_text() {
            let text = normalize_untrusted_str(&format!("in {path}"));
            group = group.element(Level::NOTE.no_name().message(text));
        }
        if let Some(help) = self.help_text() {
            group = group.element(Level::HELP.message(normalize_untrusted_str(help)));
        }
        let renderer = match paint {
            Paint::Plain => Renderer::plain(),
            Paint::Coloured => Renderer::styled(),
        };
        renderer.render(&[group])
    }

    /// The excerpts, one for each file, that of the finding itself first.
    fn elements(&self) -> Vec<Element<'_>> {
        let mut files: Vec<(&Source, Vec<Mark<'_>>)> = Vec::new();
        if let (Some(source), Some(span)) = (self.source(), self.span()) {
            let mark = Mark { span, kind: AnnotationKind::Primary, text: self.caption_text() };
            files.push((source, vec![mark]));
        }
        for label in self.labels() {
            let mark = Mark { span: label.span, kind: AnnotationKind::Context, text: Some(&label.text) };
            match files.iter_mut().find(|(source, _)| *source == &label.source) {
                Some((_, marks)) => marks.push(mark),
                None => files.push((&label.source, vec![mark])),
            }
        }
        files.into_iter().map(|(source, marks)| excerpt(source, marks)).collect()
    }
}

fn excerpt<'a>(source: &'a Source, marks: Vec<Mark<'a>>) -> Element<'a> {
    if source.text().is_empty() {
        return Origin::path(source.name()).into();
    }
    let annotations = marks.into_iter().map(|mark| {
        let span = first_line(source, mark.span);
        mark.kind.span(span.start..span.end).label(mark.text)
    });
    Snippet::source(source.text()).path(source.name()).annotations(annotations).into()
}

/// A span cut at the end of its first line: a caret under one line says where, a bracket beside forty says little.
fn first_line(source: &Source, span: Span) -> Span {
    let text = source.slice(span);
    let length = text.find(['\n', '\r']).unwrap_or(text.len());
    Span::new(span.start, span.start + length)
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Note => Level::NOTE,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    }
}
