//! nest: the field inside further TLVs.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Octets, TamperError};
use crate::tlv::{Tag, encode_length};

/// Deeper than this is no test any more, only a large file.
const DEEPEST: u32 = 1_000_000;

/// How deep, and in what.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Nest {
    /// How many TLVs around the field, 1 to 1 000 000.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub depth: u32,
    /// Their tag in hex; 30 when absent.
    #[serde(default)]
    pub tag: Option<Octets>,
}

/// The tag to nest in, once depth and tag are known to be good.
pub(super) fn tag(nest: &Nest) -> Result<Vec<u8>, TamperError> {
    if nest.depth == 0 || nest.depth > DEEPEST {
        return Err(TamperError::Range { says: format!("`nest`: the depth is 1 to {DEEPEST}, not {}", nest.depth) });
    }
    let tag = nest.tag.as_ref().map_or_else(|| Ok(vec![0x30]), Octets::octets)?;
    if Tag::from_octets(&tag).is_none() {
        return Err(TamperError::Range { says: "`nest`: the tag is not one tag".to_owned() });
    }
    Ok(tag)
}

pub(super) fn apply(tlv: &[u8], nest: &Nest) -> Result<Vec<u8>, TamperError> {
    let tag = tag(nest)?;
    // Headers from the inside out, each written backwards, then turned round: linear in the depth.
    let mut backwards: Vec<u8> = Vec::new();
    let mut size = tlv.len() as u64;
    for _ in 0..nest.depth {
        let length = encode_length(size);
        size += (tag.len() + length.len()) as u64;
        backwards.extend(length.iter().rev());
        backwards.extend(tag.iter().rev());
    }
    backwards.reverse();
    backwards.extend_from_slice(tlv);
    Ok(backwards)
}
