//! fill: every octet the same.

use super::{Octets, TamperError};

/// The one octet of the operation.
pub(super) fn octet(octet: &Octets) -> Result<u8, TamperError> {
    match octet.octets()?.as_slice() {
        [one] => Ok(*one),
        other => Err(TamperError::Range { says: format!("`fill` takes one octet, not {}", other.len()) }),
    }
}

pub(super) fn apply(octets: &[u8], with: &Octets) -> Result<Vec<u8>, TamperError> {
    Ok(vec![octet(with)?; octets.len()])
}
