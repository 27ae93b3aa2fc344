//! move: the field stands elsewhere among its siblings. No length changes.

use schemars::JsonSchema;
use serde::Deserialize;

use super::TamperError;
use crate::dictionary::Dictionary;
use crate::path::{Located, Path, locate};
use crate::tlv::Tlv;

/// Where to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Move {
    /// Right before the sibling of this name.
    Before(String),
    /// Right behind the sibling of this name.
    After(String),
    /// To one end.
    To(Place),
}

/// One end of the siblings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// Before all others.
    First,
    /// Behind all others.
    Last,
}

pub(super) fn apply(
    dictionary: &Dictionary,
    structure: &str,
    octets: &[u8],
    path: &Path,
    field: &Located,
    to: &Move,
) -> Result<Vec<u8>, TamperError> {
    let unfit = |says: &str| TamperError::Unfit { operation: "move", says: says.to_owned() };
    let around = field.ancestors.last().ok_or_else(|| unfit("needs a field inside a structure"))?;
    let sibling = |name: &str| -> Result<Located, TamperError> {
        let sibling = locate(dictionary, structure, octets, &path.sibling(name))?;
        let same = sibling.ancestors.last().is_some_and(|other| other.header == around.header);
        if same { Ok(sibling) } else { Err(unfit("needs a sibling of the same structure")) }
    };
    let target = match to {
        Move::Before(name) => sibling(name)?.tlv.start,
        Move::After(name) => sibling(name)?.tlv.end,
        Move::To(Place::First) => around.content.start,
        Move::To(Place::Last) => end_of_siblings(octets, around.content.clone()),
    };
    let part = |range: std::ops::Range<usize>| octets.get(range).unwrap_or_default();
    let (from, to) = (field.tlv.start, field.tlv.end);
    if (from..=to).contains(&target) {
        return Err(TamperError::NothingChanged { operation: "move" });
    }
    let pieces = if target < from {
        [part(0..target), part(from..to), part(target..from), part(to..octets.len())]
    } else {
        [part(0..from), part(to..target), part(from..to), part(target..octets.len())]
    };
    Ok(pieces.concat())
}

/// The end of the last TLV that can be read.
fn end_of_siblings(octets: &[u8], content: std::ops::Range<usize>) -> usize {
    let mut at = content.start;
    while at < content.end {
        match Tlv::read(octets, at, content.end) {
            Ok(tlv) => at = tlv.end,
            Err(_) => break,
        }
    }
    at
}
