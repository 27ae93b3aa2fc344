//! Whether an operation can be applied at all, before there are octets.

use super::{Octets, Operation, TamperError, fill, nest, set};
use crate::dictionary::Dictionary;
use crate::path::{Path, check_path};

/// What can be known of [`apply`](super::apply) without octets, for checks when cases are loaded: the
/// path names something, hex is hex, a typed value is of the field's type, a sibling exists, and the
/// operation fits the place.
///
/// Errors: those of `apply`.
pub fn check(
    dictionary: &Dictionary,
    structure: Option<&str>,
    at: Option<&Path>,
    operation: &Operation,
) -> Result<(), TamperError> {
    let place = match (structure, at) {
        (_, None) => None,
        (None, Some(path)) => return Err(TamperError::NoStructure { path: path.to_string() }),
        (Some(structure), Some(path)) => {
            check_path(dictionary, structure, path)?;
            Some((structure, path))
        }
    };
    match (operation, place) {
        (Operation::Set(value), Some((structure, path))) => {
            set::content(dictionary, structure, path, value)?;
        }
        (Operation::Set(value), None) => {
            set::octets(value)?;
        }
        (Operation::Insert(value), _) => match value {
            serde_json::Value::String(text) => {
                Octets(text.clone()).octets()?;
            }
            _ => return Err(TamperError::unfit(operation, "takes hex text")),
        },
        (Operation::Append(octets) | Operation::Retag(octets) | Operation::Replace(octets), _) => {
            octets.octets()?;
        }
        (Operation::Fill(octets), _) => {
            fill::octet(octets)?;
        }
        (Operation::Nest(nest), _) => {
            nest::tag(nest)?;
        }
        (Operation::Move(_), None) => return Err(TamperError::unfit(operation, "needs a place; give `at`")),
        (Operation::Move(super::Move::Before(name) | super::Move::After(name)), Some((structure, path))) => {
            check_path(dictionary, structure, &path.sibling(name))?;
        }
        (Operation::Flip(flip), _) if flip.bit > 7 => {
            return Err(TamperError::Range { says: format!("`flip`: an octet has bits 0 to 7, not {}", flip.bit) });
        }
        _ => {}
    }
    Ok(())
}
