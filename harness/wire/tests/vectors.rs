//! The strict reader and `forge` against messages that other tools made: `vectors/sgp22-messages`
//! (asn1tools and pycrate, see the README there).

#![expect(clippy::unwrap_used, reason = "in a test, also in its helpers, unwrap is the statement")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rsptest_wire::{Dictionary, Tree, forge, read};
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/sgp22-messages")
}

fn json(name: &str) -> Value {
    let path = folder().join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap()
}

fn messages() -> Vec<Value> {
    json("messages.json").as_array().unwrap().clone()
}

fn text<'v>(message: &'v Value, member: &str) -> &'v str {
    message[member].as_str().unwrap_or_else(|| panic!("{member} of {}", message["id"]))
}

fn tree(message: &Value) -> Tree {
    read(Dictionary::sgp22(), text(message, "type"), &hex::decode(text(message, "hex")).unwrap()).unwrap()
}

/// `cert:NAME` becomes the octets of that certificate.
fn with_certificates(value: &Value, certificates: &BTreeMap<String, String>) -> Value {
    match value {
        Value::String(text) => match text.strip_prefix("cert:") {
            Some(name) => Value::String(certificates[name].to_ascii_uppercase()),
            None => value.clone(),
        },
        Value::Array(values) => values.iter().map(|one| with_certificates(one, certificates)).collect(),
        Value::Object(members) => {
            members.iter().map(|(name, one)| (name.clone(), with_certificates(one, certificates))).collect()
        }
        other => other.clone(),
    }
}

fn certificates() -> BTreeMap<String, String> {
    serde_json::from_value(json("certificates.json")).unwrap()
}

#[test]
fn valid_messages_have_no_finding() {
    let mut count = 0;
    for message in messages().iter().filter(|message| message["result"] == "valid") {
        let tree = tree(message);
        // A value without a name is of the type; the reader mentions it, since peers rarely mean it.
        let strict = tree.findings.iter().all(|one| matches!(one.rule, "unnamed-value" | "unnamed-bit"));
        assert!(strict && tree.is_acceptable(), "{}: {:?}", message["id"], tree.findings);
        count += 1;
    }
    assert!(count >= 250, "only {count} valid messages");
}

/// Refused by other tools, and by X.680 an unknown alternative of an extensible choice: A0 around the
/// identifier could be an alternative of a later version, so it is reported as that.
const UNKNOWN_ALTERNATIVE: [&str; 1] = ["DeleteProfileRequest/identifier-wrapped"];

#[test]
fn invalid_messages_have_one() {
    let mut count = 0;
    for message in messages().iter().filter(|message| message["result"] == "invalid") {
        let tree = tree(message);
        if UNKNOWN_ALTERNATIVE.contains(&text(message, "id")) {
            assert_eq!(tree.findings.iter().map(|one| one.rule).collect::<Vec<_>>(), ["unknown-alternative"]);
            continue;
        }
        assert!(!tree.is_acceptable(), "{} ({}): {:?}", message["id"], message["defect"], tree.findings);
        count += 1;
    }
    assert!(count >= 60, "only {count} invalid messages");
}

/// What the other tools encoded from the value, we forge from the same value, and read back to it.
#[test]
fn values_and_octets_agree_both_ways() {
    let certificates = certificates();
    for message in messages().iter().filter(|message| message["result"] == "valid" && !message["value"].is_null()) {
        let value = with_certificates(&message["value"], &certificates);
        let forged = forge(Dictionary::sgp22(), text(message, "type"), &value)
            .unwrap_or_else(|error| panic!("{}: {error}", message["id"]));
        assert_eq!(hex::encode_upper(forged), text(message, "hex"), "{}", message["id"]);
        // A revocation list under another tag reads back under that tag.
        if message["type"] != "LoadCRLRequest" {
            assert_eq!(tree(message).to_value(), value, "{}", message["id"]);
        }
    }
}

/// No vector is of a type that we do not know.
#[test]
fn every_type_of_the_vectors_is_in_the_dictionary() {
    for message in messages() {
        let name = text(&message, "type");
        assert!(Dictionary::sgp22().get(name).is_some(), "{name}");
    }
}
