//! Findings drawn, listed and written as JSON.

use serde_json::json;

use super::{Diagnostic, Diagnostics, Paint, Position, Source, Span};

fn finding(source: &Source) -> Diagnostic {
    Diagnostic::error("unknown-field", "unknown key `b`").at(source, Span::new(6, 7)).caption("did you mean `a`?")
}

#[test]
fn positions_count_characters_from_one() {
    let source = Source::new("x", "äb\r\ncü\n");
    assert_eq!(source.position(0), Position { line: 1, column: 1 });
    assert_eq!(source.position(2), Position { line: 1, column: 2 });
    assert_eq!(source.position(5), Position { line: 2, column: 1 });
    assert_eq!(source.position(8), Position { line: 2, column: 3 });
    assert_eq!(source.position(9), Position { line: 3, column: 1 });
    assert_eq!(source.position(usize::MAX), Position { line: 3, column: 1 });
    // Within a character: its beginning.
    assert_eq!(source.position(1), Position { line: 1, column: 1 });
    assert_eq!(source.slice(Span::new(1, 2)), "");
}

#[test]
fn drawn_for_people() {
    let source = Source::new("x.yaml", "a: 1\n\u{20}\u{20}b: 2\n");
    let finding = finding(&source).at(&source, Span::new(7, 8)).path("c[0]").help("allowed here: `a`");
    insta::assert_snapshot!(finding.render(Paint::Plain), @r#"
    error[unknown-field]: unknown key `b`
     --> x.yaml:2:3
      |
    2 |   b: 2
      |   ^ did you mean `a`?
      |
      = in c[0]
      = help: allowed here: `a`
    "#);
    assert!(finding.render(Paint::Coloured).contains("\u{1b}["));
}

#[test]
fn drawn_without_text_or_place() {
    let empty = Source::new("x.yaml", "");
    insta::assert_snapshot!(Diagnostic::error("file-too-large", "too large").at(&empty, Span::default()).render(Paint::Plain), @r#"
    error[file-too-large]: too large
    --> x.yaml
    "#);
    insta::assert_snapshot!(Diagnostic::warning("no-cases", "no case was selected").help("see `rsptest list`").render(Paint::Plain), @r#"
    warning[no-cases]: no case was selected
     |
     = help: see `rsptest list`
    "#);
}

#[test]
fn drawn_at_the_end_of_the_text() {
    let source = Source::new("x.yaml", "a: [1\n");
    let finding = Diagnostic::error("yaml-syntax", "a `]` is missing").at(&source, Span::new(6, 6));
    insta::assert_snapshot!(finding.render(Paint::Plain), @r#"
    error[yaml-syntax]: a `]` is missing
     --> x.yaml:1:7
      |
    1 | a: [1
      |      ^
    "#);
    // A span outside the text is clipped, not a panic.
    let finding = Diagnostic::error("yaml-syntax", "somewhere").at(&source, Span::new(900, 7)).label(
        &source,
        Span::new(5, 900),
        "x",
    );
    assert!(!finding.render(Paint::Plain).is_empty());
}

#[test]
fn written_for_machines() {
    let source = Source::new("x.yaml", "a: 1\n b: 2\n");
    let json = finding(&source).label(&source, Span::new(0, 1), "first").to_json();
    let wanted = json!({
        "severity": "error", "code": "unknown-field", "message": "unknown key `b`",
        "file": "x.yaml", "line": 2, "column": 2, "end-line": 2, "end-column": 3,
        "caption": "did you mean `a`?",
        "labels": [{ "text": "first", "file": "x.yaml", "line": 1, "column": 1, "end-line": 1, "end-column": 2 }],
    });
    assert_eq!(json, wanted);
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    let source = Source::new("x\u{1b}[31m.yaml", "a: \u{1b}[31m\u{202e}\n");
    let finding =
        Diagnostic::error("code", "bad \u{1b}[31m \u{202e}").at(&source, Span::new(3, 4)).help("\u{1b}]0;x\u{7}");
    for text in [finding.render(Paint::Plain), finding.to_string()] {
        assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{text:?}");
    }
    let long = Diagnostic::error("code", "x".repeat(1 << 20));
    assert!(long.message().chars().count() <= 601);
}

#[test]
fn a_collection_sorts_and_counts() {
    let (one, two) = (Source::new("1.yaml", "a: 1\n b: 2\n"), Source::new("2.yaml", "a: 1\n b: 2\n"));
    let mut all: Diagnostics =
        [finding(&two), finding(&one), Diagnostic::warning("w", "w").at(&one, Span::new(0, 1))].into_iter().collect();
    assert_eq!((all.len(), all.is_empty(), all.has_errors()), (3, false, true));
    all.sort();
    let lines = "1.yaml:1:1: warning[w]: w\n1.yaml:2:2: error[unknown-field]: unknown key `b`\n2.yaml:2:2: error[unknown-field]: unknown key `b`";
    assert_eq!(all.to_string(), lines);
    assert_eq!(all.to_json().as_array().unwrap().len(), 3);
    assert!(all.render(Paint::Plain).matches("-->").count() == 3);
    assert!(all.into_result(()).is_err());
    assert!(Diagnostics::from(Diagnostic::warning("w", "w")).into_result(5).is_ok_and(|value| value == 5));
}
