//! Hostile input: no panic, no hang, bounded memory, an answer that names a place.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::model::{File, TYPICAL};
use crate::diagnostic::{Diagnostic, Paint};
use crate::yaml::{MOST_NODES, Node, Source, Span, Substitution, from_node, parse, substitute};

/// Far above what a debug build needs, far below what anything quadratic would take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Every place lies in the text, and children lie within their parents.
fn places_are_right(source: &Source, node: &Node) {
    let Span { start, end } = node.span;
    assert!(source.text().get(start..end).is_some(), "{start}..{end} of {:?}", source.text());
    let keys = node.entries().iter().map(|(key, _)| key.span);
    let children = node.elements().iter().chain(node.entries().iter().map(|(_, value)| value));
    for inner in keys.chain(children.clone().map(|child| child.span)) {
        assert!(start <= inner.start && inner.end <= end, "{inner:?} in {start}..{end} of {:?}", source.text());
    }
    children.for_each(|child| places_are_right(source, child));
}

/// Reads a text the whole way; an error is drawn too.
fn exercise(text: &str) -> Result<(), Diagnostic> {
    let source = Source::new("h.yaml", text);
    let result = parse(&source).and_then(|node| {
        places_are_right(&source, &node);
        let node = substitute(&node, &source, &|_| Substitution::Unknown(vec!["$a".into(), "$b".into()]))?;
        let _: Result<serde_json::Value, _> = from_node(&node, &source);
        from_node::<File>(&node, &source).map(|_| ())
    });
    result.inspect_err(|finding| {
        let drawn = finding.render(Paint::Plain);
        assert!(drawn.len() < 20_000, "{} octets drawn", drawn.len());
        assert!(!drawn.contains('\u{1b}'));
        assert!(finding.to_json()["code"].is_string());
        assert!(finding.to_string().len() < 10_000);
    })
}

#[test]
fn deep_and_wide_input_is_refused_quickly() {
    let most = Source::LIMIT - 20;
    let fill = |piece: &str| piece.repeat(most / piece.len());
    let stairs: String = (0..1_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    let inputs = [
        ("flow lists", "[".repeat(10_000)),
        ("flow maps", "{a: ".repeat(10_000)),
        ("flow lists to the limit", fill("[")),
        ("block lists", "- ".repeat(10_000)),
        ("block lists to the limit", fill("- ")),
        ("block maps", stairs),
        ("explicit keys", fill("? ")),
        ("colons", fill(": ")),
        ("empty entries", format!("[{}]", fill("a,"))),
        ("entries in one line", format!("{{{}}}", fill("a: b, "))),
        ("one scalar", fill("a")),
        ("one scalar of words", fill("a ")),
        ("one number", fill("9")),
        ("one quoted scalar", format!("\"{}", fill("a"))),
        ("escapes", format!("\"{}\"", fill("\\n"))),
        ("folded lines", format!("\"{}", fill("a\n"))),
        ("plain lines", fill("a\n")),
        ("blank lines", fill("\n")),
        ("spaces", fill(" ")),
        ("comments", fill("#\n")),
        ("one long comment", format!("a: 1 #{}", fill("x"))),
        ("block scalar", format!("a: |\n{}", fill(" x\n"))),
        ("documents", fill("---\n")),
        ("anchors", fill("&a ")),
        ("tags", fill("!a ")),
        ("distinct keys", (0..49_000).map(|count| format!("k{count}: 1\n")).collect()),
        ("as many keys, the last twice", (0..49_000).chain([7]).map(|count| format!("k{count}: 1\n")).collect()),
        ("equal keys", "k: 1\n".repeat(40_000)),
        ("unknown key in one long line", format!("{{cases: [], {}: 1}}", "x".repeat(most / 2))),
        ("unknown key far down", format!("{}x: 1\n", fill("# c\n"))),
        ("a wide character", fill("ü")),
        ("quotes in flow", fill("['a',")),
        ("directives", fill("%YAML 1.2\n")),
    ];
    for (name, text) in inputs {
        let began = Instant::now();
        let code = exercise(&text).err().map(|finding| finding.code());
        let took = began.elapsed();
        assert!(code.is_some_and(|code| code != "file-too-large"), "{name}: {code:?}");
        assert!(took < PATIENCE, "{name} took {took:?}");
    }
}

#[test]
fn more_values_than_allowed() {
    let text = format!("[{}]", "a,".repeat(MOST_NODES));
    assert_eq!(exercise(&text).unwrap_err().code(), "too-many-values");
    let text = "a".repeat(Source::LIMIT + 1);
    assert_eq!(exercise(&text).unwrap_err().code(), "file-too-large");
    assert_eq!(Source::from_bytes("h.yaml", text.as_bytes()).unwrap_err().code(), "file-too-large");
}

#[test]
fn deep_input_says_so() {
    assert_eq!(exercise(&"[".repeat(10_000)).unwrap_err().code(), "too-deep");
    assert_eq!(exercise(&"- ".repeat(10_000)).unwrap_err().code(), "too-deep");
}

/// Pieces that mean something to YAML, to make random text reach further than the first character.
fn yamlish() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("- "),
        Just(": "),
        Just("? "),
        Just("["),
        Just("]"),
        Just("{"),
        Just("}"),
        Just(", "),
        Just("\n"),
        Just("\r\n"),
        Just("\n  "),
        Just("\n    "),
        Just("&a "),
        Just("*a"),
        Just("!t "),
        Just("|\n"),
        Just(">-\n"),
        Just("\""),
        Just("'"),
        Just("#"),
        Just(" #"),
        Just("---\n"),
        Just("...\n"),
        Just("%YAML 1.2\n"),
        Just("<<"),
        Just("cases"),
        Just("id"),
        Just("a"),
        Just("$v.x"),
        Just("0123"),
        Just("1e5"),
        Just("~"),
        Just("true"),
        Just("\\x41"),
        Just("\\"),
        Just("ü"),
        Just("\u{2028}"),
        Just("\u{feff}"),
        Just("\t"),
        Just("\0"),
        Just("😀"),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_text_never_panics(text in any::<String>()) {
        let _ = exercise(&text);
    }

    #[test]
    fn random_octets_never_panic(octets in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(source) = Source::from_bytes("h.yaml", &octets).inspect_err(|finding| drop(finding.render(Paint::Plain))) {
            let _ = exercise(source.text());
        }
    }

    #[test]
    fn yaml_like_text_never_panics(text in yamlish()) {
        let _ = exercise(&text);
    }

    #[test]
    fn a_mutated_case_never_panics(at in 0..TYPICAL.len(), length in 0..40usize, put in yamlish()) {
        let end = (at + length).min(TYPICAL.len());
        let _ = exercise(&format!("{}{put}{}", &TYPICAL[..at], &TYPICAL[end..]));
    }

    /// Whatever is read as a number or text says the same when asked for its spelling.
    #[test]
    fn quoted_text_comes_back(text in "[ -~]{0,40}") {
        let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
        let source = Source::new("h.yaml", format!("k: \"{escaped}\"\n"));
        let root = parse(&source).unwrap();
        prop_assert_eq!(root.get("k").unwrap().text(), Some(text.as_str()));
    }

    /// Printing a plain scalar's spelling and reading it again gives the same node.
    #[test]
    fn plain_scalars_keep_their_spelling(text in "[0-9a-fA-FxXoOeE+.~-]{1,12}") {
        let source = Source::new("h.yaml", &text);
        if let Ok(node) = parse(&source) && let Some(spelling) = node.text() {
            prop_assert!(spelling == text || text.starts_with("---") || text.starts_with("..."));
        }
    }
}
