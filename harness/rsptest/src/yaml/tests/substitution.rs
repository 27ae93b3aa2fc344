//! References and the places of their definitions.

use super::model::{Tamper, source};
use crate::yaml::{DEEPEST, Kind, MOST_NODES, Node, Source, Span, Spanned, Substitution, from_node, parse, substitute};

#[test]
fn scalars_are_replaced_wherever_they_stand() {
    let source = source("a: $v.x\nb: [1, $v.x, \"$v.x\", $other]\nc: $\n");
    let root = parse(&source).unwrap();
    let value = Node::from_text("text", Span::new(100, 104));
    let resolve = |name: &str| Substitution::from((name == "$v.x").then(|| value.clone()));
    let replaced = substitute(&root, &source, &resolve).unwrap();
    let json: serde_json::Value = from_node(&replaced, &source).unwrap();
    assert_eq!(json, serde_json::json!({ "a": "text", "b": [1, "text", "$v.x", "$other"], "c": "$" }));
    let a: Spanned<String> = from_node(replaced.get("a").unwrap(), &source).unwrap();
    assert_eq!(source.slice(a.span), "$v.x");
}

#[test]
fn places_inside_a_definition_of_the_same_file() {
    let source = source("variant: { in: Request, operation: drop }\ntamper: $variant\n");
    let root = parse(&source).unwrap();
    let definition = root.get("variant").unwrap().clone();
    let replaced = substitute(&root, &source, &|_| Substitution::Value(definition.clone())).unwrap();
    let tamper: Spanned<Tamper> = from_node(replaced.get("tamper").unwrap(), &source).unwrap();
    assert_eq!(source.slice(tamper.span), "$variant");
    assert_eq!(source.slice(tamper.value.artefact.span), "Request");
}

#[test]
fn places_inside_a_definition_of_another_file_are_that_of_the_reference() {
    let other =
        Source::new("procedures/open.yaml", "# a long comment before it\ntamper: { in: Request, operation: drop }\n");
    let definition = parse(&other).unwrap().get("tamper").unwrap().clone();
    let source = source("tamper: $p\n");
    let root = parse(&source).unwrap();
    let resolve = |_: &str| Substitution::From(definition.clone(), other.clone());
    let replaced = substitute(&root, &source, &resolve).unwrap();
    let tamper: Spanned<Tamper> = from_node(replaced.get("tamper").unwrap(), &source).unwrap();
    assert_eq!(source.slice(tamper.span), "$p");
    assert_eq!(source.slice(tamper.value.artefact.span), "$p");
}

#[test]
fn a_chain_of_definitions_is_told() {
    let source = source("one: { in: 5 }\ntwo: $one\nthree: $two\n");
    let mut root = parse(&source).unwrap();
    for name in ["one", "two"] {
        let definition = root.get(name).unwrap().clone();
        let wanted = format!("${name}");
        let resolve = |name: &str| Substitution::from((name == wanted).then(|| definition.clone()));
        root = substitute(&root, &source, &resolve).unwrap();
    }
    let finding = from_node::<Tamper>(root.get("three").unwrap(), &source).unwrap_err();
    assert_eq!(source.slice(finding.span().unwrap()), "$two");
    let notes: Vec<_> = finding.labels().iter().map(|label| (source.slice(label.span), label.text.as_str())).collect();
    assert_eq!(notes, [("$one", "defined here"), ("5", "this, in what the reference stands for")]);
}

#[test]
fn limits_hold_after_substitution() {
    let source = source("[$a, $a, $a, $a]");
    let root = parse(&source).unwrap();
    let many = Node::new(Kind::List(vec![Node::from_text("", Span::default()); MOST_NODES / 3]), Span::default());
    let finding = substitute(&root, &source, &|_| Substitution::Value(many.clone())).unwrap_err();
    assert_eq!(finding.code(), "too-many-values");
    assert_eq!(finding.path_text(), Some("[2]"));
    let mut deep = Node::from_text("$a", Span::default());
    for _ in 0..DEEPEST {
        deep = Node::new(Kind::List(vec![deep]), Span::default());
    }
    let finding = substitute(&root, &source, &|_| Substitution::Value(deep.clone())).unwrap_err();
    assert_eq!(finding.code(), "too-deep");
}
