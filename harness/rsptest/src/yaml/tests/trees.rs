//! What `parse` makes of text: kinds, places, refusals.

use crate::yaml::{Kind, Node, Source, parse};

fn tree(text: &str) -> Node {
    parse(&Source::new("t.yaml", text)).unwrap()
}

fn code(text: &str) -> &'static str {
    parse(&Source::new("t.yaml", text)).unwrap_err().code()
}

/// The text that a node's span covers.
fn seen<'a>(source: &'a Source, node: &Node) -> &'a str {
    source.slice(node.span)
}

#[test]
fn spans_cover_exactly_what_was_written() {
    let text = "a: { x: [1, 22 ], y: \"q\" }  # c\nb:\n  - one two   # c\n  - k: v\n    l: |\n      text\n  -\nc: 'ü'\nd: é end\n";
    let source = Source::new("t.yaml", text);
    let root = parse(&source).unwrap();
    let a = root.get("a").unwrap();
    assert_eq!(seen(&source, a), "{ x: [1, 22 ], y: \"q\" }");
    assert_eq!(seen(&source, a.get("x").unwrap()), "[1, 22 ]");
    assert_eq!(seen(&source, &a.get("x").unwrap().elements()[1]), "22");
    assert_eq!(seen(&source, a.get("y").unwrap()), "\"q\"");
    let b = root.get("b").unwrap();
    assert_eq!(seen(&source, &b.elements()[0]), "one two");
    assert!(seen(&source, &b.elements()[1]).starts_with("k: v\n    l: |"));
    assert_eq!(b.elements()[2].kind, Kind::Null);
    assert_eq!(seen(&source, root.get("c").unwrap()), "'ü'");
    assert_eq!(seen(&source, root.get("d").unwrap()), "é end");
    let (key, _) = &root.entries()[3];
    assert_eq!(source.slice(key.span), "d");
    assert_eq!(source.position(root.get("d").unwrap().span.end).column, 9);
}

#[test]
fn line_ends_of_windows_and_a_byte_order_mark_change_nothing() {
    let source = Source::from_bytes("t.yaml", "\u{feff}a: 1\r\nb:\r\n  - two\r\n".as_bytes()).unwrap();
    let root = parse(&source).unwrap();
    let two = &root.get("b").unwrap().elements()[0];
    assert_eq!(seen(&source, two), "two");
    assert_eq!(source.position(two.span.start), crate::diagnostic::Position { line: 3, column: 5 });
    assert_eq!(root.get("a").unwrap().kind, Kind::Int(1));
}

#[test]
fn numbers_keep_their_spelling() {
    let root = tree("[0123, 80E2, 1.10, 0x1F, 12, 1.5, ~, , True, \"12\"]".replace(", ,", ", null,").as_str());
    let spelled: Vec<_> = root.elements().iter().map(|node| node.text().unwrap()).collect();
    assert_eq!(spelled, ["0123", "80E2", "1.10", "0x1F", "12", "1.5", "~", "null", "True", "12"]);
    let doubtful: Vec<_> = root.elements().iter().map(Node::is_doubtful_number).collect();
    assert_eq!(doubtful, [true, true, true, false, false, false, false, false, false, false]);
    assert!(root.elements()[9].quoted);
    assert_eq!(root.elements()[9].kind, Kind::Text("12".into()));
}

#[test]
fn yes_and_no_are_text() {
    for word in ["yes", "no", "on", "off", "y", "12:30:45", "2024-01-01"] {
        assert_eq!(tree(word).kind, Kind::Text(word.into()));
    }
    assert_eq!(tree("on: off").get("on").unwrap().kind, Kind::Text("off".into()));
}

#[test]
fn a_value_left_out_is_missing_at_its_key() {
    let source = Source::new("t.yaml", "a:\nb: { c: , d }\ne:\n-\n- [f: ]\n");
    let root = parse(&source).unwrap();
    assert_eq!(seen(&source, root.get("a").unwrap()), "a");
    let b = root.get("b").unwrap();
    assert_eq!(seen(&source, b), "{ c: , d }");
    assert_eq!(seen(&source, b.get("c").unwrap()), "c");
    assert_eq!(seen(&source, b.get("d").unwrap()), "d");
    let e = root.get("e").unwrap();
    assert_eq!(seen(&source, &e.elements()[0]), "-");
    assert_eq!(seen(&source, e.elements()[1].elements()[0].get("f").unwrap()), "f");
    assert_eq!(seen(&source, &e.elements()[1]), "[f: ]");
}

#[test]
fn empty_files_are_null() {
    for text in ["", "\n", "# only a comment\n", "---\n", "---\n...\n"] {
        assert_eq!(tree(text).kind, Kind::Null, "{text:?}");
    }
}

#[test]
fn what_is_refused() {
    assert_eq!(code("a: &x 1\n"), "anchor");
    assert_eq!(code("a: &x {b: 1}\n"), "anchor");
    assert_eq!(code("&x a: 1\n"), "anchor");
    assert_eq!(code("a: *x\n"), "alias");
    assert_eq!(code("- !!str 1\n"), "tag");
    assert_eq!(code("- !include x\n"), "tag");
    assert_eq!(code("- !include &x x\n"), "tag");
    assert_eq!(code("- ! x\n"), "tag");
    assert_eq!(code("<<: {a: 1}\n"), "merge-key");
    assert_eq!(code("a: 1\nb: 2\na: 3\n"), "duplicate-key");
    assert_eq!(code("\"a\": 1\na: 3\n"), "duplicate-key");
    assert_eq!(code("a:\n\t- b\n"), "tab");
    assert_eq!(code("a: \"b\tc\"\n"), "tab");
    assert_eq!(code("a: 1\n---\nb: 1\n"), "several-documents");
    assert_eq!(code("---\n---\n"), "several-documents");
    assert_eq!(code("1: a\n"), "key-not-text");
    assert_eq!(code("true: a\n"), "key-not-text");
    assert_eq!(code(": a\n"), "key-not-text");
    assert_eq!(code("? [a]\n: b\n"), "key-not-text");
    assert_eq!(code("{ {a: b}: c }\n"), "key-not-text");
    assert_eq!(code("a: .inf\n"), "not-finite");
    assert_eq!(code("a: .NaN\n"), "not-finite");
    assert_eq!(code("a: 1e400\n"), "number-too-large");
    assert_eq!(code("a: b: c\n"), "yaml-syntax");
    assert_eq!(code("a: [1, 2\n"), "yaml-syntax");
    assert_eq!(code("a: \"b\n"), "yaml-syntax");
    assert_eq!(code("a: 1\0\nb: 2\n"), "control-character");
    assert_eq!(code("a: \u{1b}[31m\n"), "control-character");
    assert_eq!(code("a: \u{9b}31m\n"), "control-character");
    assert_eq!(code("a: 1\rb: 2\n"), "control-character");
    assert_eq!(code("a: 1\n\u{feff}b: 2\n"), "control-character");
}

#[test]
fn duplicates_are_found_in_large_maps_too() {
    let mut text: String = (0..40).map(|count| format!("k{count}: {count}\n")).collect();
    assert_eq!(tree(&text).entries().len(), 40);
    text.push_str("k7: again\n");
    let finding = parse(&Source::new("t.yaml", &text)).unwrap_err();
    assert_eq!(finding.code(), "duplicate-key");
    assert_eq!(finding.position().unwrap().line, 41);
    assert_eq!(finding.labels()[0].source.position(finding.labels()[0].span.start).line, 8);
}

#[test]
fn not_utf_8_says_where() {
    let finding = Source::from_bytes("t.yaml", b"a: 1\nb: \xC3\x28\n").unwrap_err();
    assert_eq!(finding.to_string(), "t.yaml:2:4: error[not-utf-8]: octet C3 is not UTF-8");
    let marked = Source::from_bytes("t.yaml", b"\xEF\xBB\xBFa: \xFF").unwrap_err();
    assert_eq!(marked.to_string(), "t.yaml:1:4: error[not-utf-8]: octet FF is not UTF-8");
}
