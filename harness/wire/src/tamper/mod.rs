//! One deliberate fault in one place: operations on DER, on JSON, and on heads of HTTP messages.
//!
//! An operation must change something, or it is an error: a case whose tampering does nothing would
//! prove nothing. Signing, sealing and delivery are not here; they need keys, channels and sockets.

mod append;
mod check;
mod drop;
mod duplicate;
mod error;
mod fill;
mod flip;
mod head;
mod insert;
mod json;
mod length;
mod moving;
mod nest;
mod operation;
mod replace;
mod retag;
mod set;
mod splice;
mod truncate;

pub use check::check;
pub use error::TamperError;
pub use flip::Flip;
pub use head::apply_head;
pub use json::apply_json;
pub use length::{Length, LengthForm};
pub use moving::{Move, Place};
pub use nest::Nest;
pub use operation::{Octets, Operation};
pub use truncate::Truncate;

use crate::dictionary::Dictionary;
use crate::path::{Path, locate};
use splice::{Target, splice};

/// Applies the operation to an artefact's octets.
///
/// With `at`, the operation works on that field of `structure`: on its contents (flip, set, truncate,
/// append, fill) or on its whole TLV (drop, duplicate, insert, move, retag, length, nest, replace). The
/// lengths of the TLVs around it are encoded anew, shortest, when the number of octets changed; they
/// count the octets that are there, also where `length` made the field itself lie.
///
/// Without `at` it works on the whole octets as they are, no length repaired; `retag`, `length` and
/// `nest` then take them as one TLV.
///
/// Errors: the path leads nowhere; a position is not there; hex is no hex; the operation does not fit;
/// nothing changed.
pub fn apply(
    dictionary: &Dictionary,
    structure: Option<&str>,
    octets: &[u8],
    at: Option<&Path>,
    operation: &Operation,
) -> Result<Vec<u8>, TamperError> {
    let changed = match at {
        None => on_all(octets, operation)?,
        Some(path) => {
            let structure = structure.ok_or_else(|| TamperError::NoStructure { path: path.to_string() })?;
            let place = locate(dictionary, structure, octets, path)?;
            if let Operation::Move(to) = operation {
                moving::apply(dictionary, structure, octets, path, &place, to)?
            } else {
                let target = Target::new(octets, &place)?;
                let new = on_field(dictionary, structure, path, &target, operation)?;
                splice(octets, &place, &new)?
            }
        }
    };
    if changed == octets { Err(TamperError::NothingChanged { operation: operation.name() }) } else { Ok(changed) }
}

/// What takes the place of the field's TLV.
fn on_field(
    dictionary: &Dictionary,
    structure: &str,
    path: &Path,
    target: &Target<'_>,
    operation: &Operation,
) -> Result<Vec<u8>, TamperError> {
    let content = target.content;
    Ok(match operation {
        Operation::Flip(flip) => target.with_content(flip::apply(content, *flip)?),
        Operation::Set(value) => target.with_content(set::content(dictionary, structure, path, value)?),
        Operation::Truncate(truncate) => target.with_content(truncate::apply(content, *truncate)?),
        Operation::Append(more) => target.with_content(append::apply(content, &more.octets()?)),
        Operation::Fill(octet) => target.with_content(fill::apply(content, octet)?),
        Operation::Drop => drop::apply(),
        Operation::Duplicate => duplicate::apply(target.tlv),
        Operation::Insert(value) => insert::apply(target.tlv, value)?,
        Operation::Retag(tag) => retag::apply(target.tlv, &tag.octets()?)?,
        Operation::Length(length) => length::apply(target.tlv, length)?,
        Operation::Nest(nest) => nest::apply(target.tlv, nest)?,
        Operation::Replace(tlv) => replace::apply(tlv)?,
        Operation::Move(_) => return Err(TamperError::unfit(operation, "needs a place in a structure")),
    })
}

/// The whole octets.
fn on_all(octets: &[u8], operation: &Operation) -> Result<Vec<u8>, TamperError> {
    Ok(match operation {
        Operation::Flip(flip) => flip::apply(octets, *flip)?,
        Operation::Set(value) => set::octets(value)?,
        Operation::Truncate(truncate) => truncate::apply(octets, *truncate)?,
        Operation::Append(more) => append::apply(octets, &more.octets()?),
        Operation::Fill(octet) => fill::apply(octets, octet)?,
        Operation::Drop => drop::apply(),
        Operation::Duplicate => duplicate::apply(octets),
        Operation::Insert(value) => insert::apply(octets, value)?,
        Operation::Retag(tag) => retag::apply(octets, &tag.octets()?)?,
        Operation::Length(length) => length::apply(octets, length)?,
        Operation::Nest(nest) => nest::apply(octets, nest)?,
        Operation::Replace(new) => replace::apply(new)?,
        Operation::Move(_) => return Err(TamperError::unfit(operation, "needs a place; give `at`")),
    })
}

#[cfg(test)]
mod tests;
