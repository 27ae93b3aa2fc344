//! truncate: cuts the end off.

use schemars::JsonSchema;
use serde::Deserialize;

use super::TamperError;

/// How much stays or goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Truncate {
    /// So many octets stay (characters, in text).
    Keep(u64),
    /// So many octets go.
    By(u64),
}

impl Truncate {
    /// How many of `count` stay. Errors: not fewer than there are.
    pub(super) fn kept(self, count: usize) -> Result<usize, TamperError> {
        let kept = match self {
            Truncate::Keep(keep) => usize::try_from(keep).ok().filter(|&keep| keep < count),
            Truncate::By(by) => usize::try_from(by).ok().and_then(|by| count.checked_sub(by)),
        };
        kept.ok_or_else(|| TamperError::Range { says: format!("`truncate`: there are only {count}") })
    }
}

pub(super) fn apply(octets: &[u8], truncate: Truncate) -> Result<Vec<u8>, TamperError> {
    let kept = truncate.kept(octets.len())?;
    Ok(octets.get(..kept).unwrap_or_default().to_vec())
}
