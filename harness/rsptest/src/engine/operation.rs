//! From the words of a case to an operation on octets.

use super::scope::Scope;
use crate::case::Tamper;
use rsptest_wire::Operation;
use serde_json::Value as Json;

/// The one operation that a fault names.
pub(super) fn operation(tamper: &Tamper, scope: &Scope) -> Result<Operation, String> {
    let mut found = Vec::new();
    if let Some(flip) = &tamper.flip {
        found.push(Operation::Flip(*flip));
    }
    if let Some(value) = &tamper.set {
        // A reference becomes the octets, in hexadecimal, or the text it stands for.
        let value = match value {
            Json::String(text) if text.starts_with('$') => Json::String(scope.resolve(value)?.to_text()),
            other => other.clone(),
        };
        found.push(Operation::Set(value));
    }
    if let Some(octet) = &tamper.fill {
        let json = serde_json::json!({ "fill": octet });
        found.push(serde_json::from_value(json).map_err(|error| format!("fill: {error}"))?);
    }
    if let Some(truncate) = &tamper.truncate {
        found.push(Operation::Truncate(*truncate));
    }
    if let Some(octets) = &tamper.append {
        found.push(Operation::Append(octets.clone()));
    }
    if tamper.drop == Some(true) {
        found.push(Operation::Drop);
    }
    if tamper.duplicate == Some(true) {
        found.push(Operation::Duplicate);
    }
    if let Some(moves) = &tamper.moves {
        found.push(Operation::Move(moves.clone()));
    }
    if let Some(tag) = &tamper.retag {
        found.push(Operation::Retag(tag.clone()));
    }
    if let Some(length) = &tamper.length {
        found.push(Operation::Length(*length));
    }
    if let Some(nest) = &tamper.nest {
        found.push(Operation::Nest(nest.clone()));
    }
    if let Some(octets) = &tamper.replace {
        found.push(Operation::Replace(octets.clone()));
    }
    match found.len() {
        1 => found.pop().ok_or_else(|| "a fault names one operation".to_owned()),
        0 => Err("a fault names an operation: flip, set, truncate, drop, ...".into()),
        _ => Err("a fault names one operation, not several".into()),
    }
}
