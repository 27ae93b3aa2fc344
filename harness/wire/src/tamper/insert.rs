//! insert: octets that were not there, before the field.

use serde_json::Value;

use super::{Octets, TamperError};

pub(super) fn apply(tlv: &[u8], value: &Value) -> Result<Vec<u8>, TamperError> {
    match value {
        Value::String(text) => Ok([&Octets(text.clone()).octets()?, tlv].concat()),
        _ => Err(TamperError::Unfit { operation: "insert", says: "takes hex text".to_owned() }),
    }
}
