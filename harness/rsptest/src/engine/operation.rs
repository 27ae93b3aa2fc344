//! From the words of a case to an operation on octets.

use super::scope::Scope;
use crate::case::Tamper;
use rsptest_wire::Operation;
use serde_json::Value as Json;

/// The one operation that a fault names.
pub(super) fn operation(tamper: &Tamper, scope: &Scope) -> Result<Operation, String> {
    let resolve = |text: &str| Ok(Some(scope.resolve(&Json::String(text.to_owned()))?.to_text()));
    one(operations(tamper, &resolve)?)?.ok_or_else(|| "a fault names one operation".to_owned())
}

/// What is known of a fault's operation before there are values: exactly one is named, and it is this one; none where
/// it is no operation on octets, or hangs on a reference.
pub fn known(tamper: &Tamper) -> Result<Option<Operation>, String> {
    let mut found = operations(tamper, &|_| Ok(None))?;
    let elsewhere = [
        tamper.sign_with.is_some(),
        tamper.sign_over.is_some(),
        tamper.sign_as.is_some(),
        tamper.uses.is_some(),
        tamper.deliver.is_some(),
    ];
    found.extend(elsewhere.into_iter().filter(|named| *named).map(|_| None));
    one(found)
}

fn one(mut found: Vec<Option<Operation>>) -> Result<Option<Operation>, String> {
    match found.len() {
        1 => Ok(found.pop().flatten()),
        0 => Err("a fault names an operation: flip, set, truncate, drop, ...".into()),
        _ => Err("a fault names one operation, not several".into()),
    }
}

/// All operations that a fault names; one whose reference cannot be resolved yet is there without its octets.
fn operations(
    tamper: &Tamper,
    resolve: &dyn Fn(&str) -> Result<Option<String>, String>,
) -> Result<Vec<Option<Operation>>, String> {
    let mut found: Vec<Option<Operation>> = Vec::new();
    if let Some(flip) = &tamper.flip {
        found.push(Some(Operation::Flip(*flip)));
    }
    if let Some(value) = &tamper.set {
        // A reference becomes the octets, in hexadecimal, or the text it stands for.
        found.push(match value {
            Json::String(text) if text.starts_with('$') => {
                resolve(text)?.map(|text| Operation::Set(Json::String(text)))
            }
            other => Some(Operation::Set(other.clone())),
        });
    }
    if let Some(octet) = &tamper.fill {
        let json = serde_json::json!({ "fill": octet });
        found.push(Some(serde_json::from_value(json).map_err(|error| format!("fill: {error}"))?));
    }
    if let Some(truncate) = &tamper.truncate {
        found.push(Some(Operation::Truncate(*truncate)));
    }
    if let Some(octets) = &tamper.append {
        found.push(Some(Operation::Append(octets.clone())));
    }
    if tamper.drop == Some(true) {
        found.push(Some(Operation::Drop));
    }
    if tamper.duplicate == Some(true) {
        found.push(Some(Operation::Duplicate));
    }
    if let Some(value) = &tamper.insert {
        found.push(Some(Operation::Insert(value.clone())));
    }
    if let Some(moves) = &tamper.moves {
        found.push(Some(Operation::Move(moves.clone())));
    }
    if let Some(tag) = &tamper.retag {
        found.push(Some(Operation::Retag(tag.clone())));
    }
    if let Some(length) = &tamper.length {
        found.push(Some(Operation::Length(*length)));
    }
    if let Some(nest) = &tamper.nest {
        found.push(Some(Operation::Nest(nest.clone())));
    }
    if let Some(octets) = &tamper.replace {
        found.push(Some(Operation::Replace(octets.clone())));
    }
    Ok(found)
}
