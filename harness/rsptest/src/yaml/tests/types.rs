//! What `from_node` makes of trees: every form of type, and the errors' places.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::model::{Case, File, Operation, Refuse, Role, Step, TYPICAL, source};
use crate::diagnostic::Diagnostic;
use crate::yaml::{OrderedMap, Spanned, from_list, from_node_at, from_source, parse};

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Diagnostic> {
    from_source(&source(text))
}

/// The text that an error points at, and its path.
fn blame<T: DeserializeOwned>(text: &str) -> (String, String) {
    let source = source(text);
    let finding = from_source::<T>(&source).err().unwrap();
    let place = source.slice(finding.span().unwrap()).to_owned();
    (place, finding.path_text().unwrap_or_default().to_owned())
}

#[test]
fn a_typical_file_is_read() {
    let file: File = read(TYPICAL).unwrap();
    assert_eq!(file.specs, BTreeMap::from([("SGP.22".to_owned(), ">=2.2".to_owned())]));
    let case = &file.cases[0];
    assert_eq!(case.id.value, "bad-signature");
    assert_eq!(source(TYPICAL).slice(case.id.span), "bad-signature");
    assert_eq!(case.covers.len(), 2);
    assert_eq!(case.steps[0].role.as_ref().unwrap().value, Role::Lpa);
    assert_eq!(case.steps[0].with.get("count").unwrap().value, json!(3));
    let names: Vec<_> = case.steps[0].with.keys().map(|key| key.as_str()).collect();
    assert_eq!(names, ["smdpAddress", "euiccChallenge", "count"]);
    let device = case.steps[1].with.get("deviceInfo").unwrap();
    assert_eq!(device.value, json!({ "tac": "35550607", "capabilities": { "gsm": true, "lte": [4, 13] } }));
    assert!(source(TYPICAL).slice(device.span).starts_with("{ tac:"));
    assert_eq!(case.steps[1].tamper.as_ref().unwrap().operation, Operation::Flip { octet: 0, bit: 7 });
    assert!(
        matches!(&case.steps[1].refuse, Some(Refuse::Detail(detail)) if detail.error.value == "euiccSignatureInvalid")
    );
    assert!(matches!(&case.steps[2].refuse, Some(Refuse::One(name)) if source(TYPICAL).slice(name.span) == "any"));
    assert!(matches!(&case.steps[3].refuse, Some(Refuse::AnyOf(names)) if names.len() == 2));
}

#[test]
fn enums_by_name_or_single_key() {
    assert_eq!(read::<Operation>("drop").unwrap(), Operation::Drop);
    assert_eq!(read::<Operation>("drop:").unwrap(), Operation::Drop);
    assert_eq!(read::<Operation>("set: \"00\"").unwrap(), Operation::Set("00".into()));
    assert_eq!(read::<Operation>("move: [1, 2]").unwrap(), Operation::Move(1, 2));
    assert_eq!(read::<Operation>("drop: 1").unwrap_err().code(), "wrong-type");
    assert_eq!(read::<Operation>("set").unwrap_err().code(), "missing-value");
    assert_eq!(blame::<Operation>("{ drop: , set: \"00\" }").0, "set");
    assert_eq!(blame::<Operation>("flop: 1"), ("flop".into(), String::new()));
    assert_eq!(blame::<Operation>("flip: { octet: 0, bit: 300 }"), ("300".into(), "flip.bit".into()));
    assert_eq!(blame::<Operation>("move: [1, 2, 3]"), ("3".into(), "move".into()));
    assert_eq!(read::<Operation>("[]").unwrap_err().help_text().unwrap(), "one of `drop`, `set`, `flip`, `move`");
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(untagged, expecting = "a number, or a list of names")]
enum Loose {
    Number(u32),
    Names(Vec<String>),
    Placed(Spanned<bool>),
}

#[test]
fn untagged_works_within_its_limits() {
    assert_eq!(read::<Loose>("5").unwrap(), Loose::Number(5));
    assert_eq!(read::<Loose>("[a, b]").unwrap(), Loose::Names(vec!["a".into(), "b".into()]));
    assert_eq!(read::<Loose>("true").unwrap(), Loose::Placed(Spanned::new(true, Default::default())));
    assert_eq!(read::<Loose>("{a: 1}").unwrap_err().message(), "a number, or a list of names");
    assert_eq!(blame::<BTreeMap<String, Loose>>("k: {a: 1}"), ("{a: 1}".into(), "k".into()));
    assert_eq!(read::<Loose>("0123").unwrap_err().code(), "doubtful-number");
}

#[test]
fn shapes_commit_to_one_variant() {
    assert_eq!(blame::<Refuse>("{ error: x, tolerrate: [] }").0, "tolerrate");
    assert_eq!(blame::<Refuse>("[a, 5]"), ("5".into(), "[1]".into()));
    let finding = read::<Refuse>("9000").unwrap_err();
    assert_eq!(finding.message(), "expected text, a list or a map, found the number `9000`");
    assert_eq!(finding.help_text().unwrap(), "if it is text, quote it: \"9000\"");
    // Through JSON the places are lost, the values are not.
    let refuse: Refuse = serde_json::from_value(json!(["a"])).unwrap();
    assert_eq!(refuse, Refuse::AnyOf(vec![Spanned::new("a".into(), Default::default())]));
    assert!(serde_json::from_value::<Refuse>(json!(5)).is_err());
}

#[test]
fn text_must_not_look_like_something_else() {
    for spelling in ["0123", "80E2", "1.10", "9000", "true", "~", "-5", "0x1F"] {
        let finding = read::<BTreeMap<String, String>>(&format!("k: {spelling}")).unwrap_err();
        assert_eq!(finding.help_text().unwrap(), format!("quote it: \"{spelling}\""), "{spelling}");
        let quoted = read::<BTreeMap<String, String>>(&format!("k: \"{spelling}\"")).unwrap();
        assert_eq!(quoted["k"], spelling);
    }
    assert_eq!(read::<String>("BF21").unwrap(), "BF21");
    assert_eq!(read::<String>("yes").unwrap(), "yes");
    assert_eq!(read::<String>("|\n  0123\n").unwrap(), "0123\n");
    assert!(read::<String>("").is_err());
}

#[test]
fn numbers_that_may_be_text_are_not_guessed() {
    for spelling in ["0123", "80E2", "1.10", "+5"] {
        assert_eq!(read::<Value>(spelling).unwrap_err().code(), "doubtful-number", "{spelling}");
    }
    assert_eq!(read::<u32>("0123").unwrap_err().code(), "doubtful-number");
    assert_eq!(read::<f64>("1.10").unwrap().to_bits(), 1.1f64.to_bits());
    assert_eq!(read::<f64>("3").unwrap().to_bits(), 3f64.to_bits());
    assert_eq!(read::<u32>("0x1F").unwrap(), 31);
    assert_eq!(read::<u32>("\"12\"").unwrap_err().help_text().unwrap(), "without quotes it is a number: 12");
    assert_eq!(read::<i128>("-170141183460469231731687303715884105728").unwrap(), i128::MIN);
    assert!(read::<Value>("99999999999999999999").is_err());
}

#[test]
fn any_json_value() {
    let text = "a: [1, -2, 1.5, true, null, ~, text, \"5\"]\nb: { c: {} }\n";
    let wanted = json!({ "a": [1, -2, 1.5, true, null, null, "text", "5"], "b": { "c": {} } });
    assert_eq!(read::<Value>(text).unwrap(), wanted);
}

#[test]
fn options_maps_and_tuples() {
    let step: Step = read("{ as: , window: [1, 2] }").unwrap();
    assert_eq!((step.role, step.window), (None, Some((1, 2))));
    assert_eq!(blame::<Step>("window: [1, 2, 3]"), ("3".into(), "window".into()));
    assert_eq!(read::<Step>("window: [1]").unwrap_err().message(), "expected a list of 2 values, found 1 value");
    assert_eq!(read::<Step>("[lpa]").unwrap_err().message(), "expected a map, found a list");
    let map: BTreeMap<Spanned<String>, Option<u8>> = read("b: 1\na:\n").unwrap();
    assert_eq!((map["a"], map["b"]), (None, Some(1)));
    let map: OrderedMap<u8> = read("b: 1\na: 2\n").unwrap();
    assert_eq!(map.iter().map(|(key, value)| (key.as_str(), *value)).collect::<Vec<_>>(), [("b", 1), ("a", 2)]);
    let roles: BTreeMap<String, Role> = read("x: sm-dp-plus").unwrap();
    assert_eq!(roles["x"], Role::SmDpPlus);
}

#[test]
fn paths_lead_to_the_place() {
    let text = "cases:\n  - { id: a, title: t }\n  - id: b\n    title: t\n    steps:\n      - { times: 1 }\n      - { times: 256 }\n";
    assert_eq!(blame::<File>(text), ("256".into(), "cases[1].steps[1].times".into()));
    assert_eq!(blame::<File>("cases:\n  - { id: a }\n"), ("{ id: a }".into(), "cases[0]".into()));
    assert_eq!(blame::<File>("cases: { a: 1 }"), ("{ a: 1 }".into(), "cases".into()));
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Flat {
    #[serde(flatten)]
    _inner: Inner,
}

#[derive(Debug, Deserialize)]
struct Inner {
    #[serde(rename = "known")]
    _known: u8,
}

#[test]
fn a_flattened_struct_still_points_at_the_unknown_key() {
    assert_eq!(blame::<Flat>("{ known: 1, other: 2 }").0, "other");
}

#[test]
fn every_element_of_a_list_reports() {
    let source = source("- { id: a, title: t }\n- { id: b }\n- { id: c, title: t }\n- { idd: d }\n");
    let root = parse(&source).unwrap();
    let findings = from_list::<Case>(&root, &source, "cases").unwrap_err();
    let said: Vec<_> = findings.iter().map(|finding| finding.path_text().unwrap()).collect();
    assert_eq!(said, ["cases[1]", "cases[3]"]);
    let one: Case = from_node_at(&root.elements()[0], &source, "cases[0]").unwrap();
    assert_eq!(one.id.value, "a");
    let findings = from_list::<Case>(root.elements()[0].get("id").unwrap(), &source, "cases").unwrap_err();
    assert_eq!(findings.iter().next().unwrap().message(), "expected a list, found the text `a`");
}

#[test]
fn schemas_do_not_mention_places() {
    let schema = serde_json::to_value(schemars::schema_for!(Step)).unwrap();
    assert_eq!(schema["properties"]["call"]["type"], json!(["string", "null"]));
    assert_eq!(schema["properties"]["with"]["type"], json!("object"));
    let refuse = &schema["$defs"]["Refuse"]["anyOf"];
    assert_eq!(refuse[0]["type"], json!("string"));
    assert_eq!(refuse[1]["type"], json!("array"));
    assert_eq!(refuse[2]["$ref"], json!("#/$defs/RefuseDetail"));
    assert_eq!(schema["additionalProperties"], json!(false));
}
