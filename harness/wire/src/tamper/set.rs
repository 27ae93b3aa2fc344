//! set: other contents.

use serde_json::Value;

use super::{Octets, TamperError};
use crate::dictionary::Dictionary;
use crate::forge::content_of;
use crate::path::{Path, goal};

/// New contents of a field: hex text, or `{"value": X}` encoded by the field's type.
pub(super) fn content(
    dictionary: &Dictionary,
    structure: &str,
    path: &Path,
    value: &Value,
) -> Result<Vec<u8>, TamperError> {
    match typed(value) {
        Some(value) => Ok(content_of(dictionary, &goal(dictionary, structure, path)?, value)?),
        None => octets(value),
    }
}

/// New octets: hex text.
pub(super) fn octets(value: &Value) -> Result<Vec<u8>, TamperError> {
    match value {
        Value::String(text) => Octets(text.clone()).octets(),
        _ => {
            Err(TamperError::Unfit { operation: "set", says: "takes hex text or, with `at`, {value: ...}".to_owned() })
        }
    }
}

fn typed(value: &Value) -> Option<&Value> {
    match value {
        Value::Object(members) if members.len() == 1 => members.get("value"),
        _ => None,
    }
}
