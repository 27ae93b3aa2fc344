//! flip: inverts one bit.

use schemars::JsonSchema;
use serde::Deserialize;

use super::TamperError;

/// Which bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Flip {
    /// Counted from 0; negative ones from the end, so that -1 is the last.
    pub octet: i64,
    /// 0 is the least significant bit, 7 the most significant.
    #[serde(default)]
    #[schemars(range(min = 0, max = 7))]
    pub bit: u8,
}

pub(super) fn apply(octets: &[u8], flip: Flip) -> Result<Vec<u8>, TamperError> {
    let count = octets.len() as i64;
    let at = if flip.octet < 0 { count.saturating_add(flip.octet) } else { flip.octet };
    let mut changed = octets.to_vec();
    let octet = usize::try_from(at).ok().and_then(|at| changed.get_mut(at)).ok_or_else(|| TamperError::Range {
        says: format!("`flip`: there is no octet {}, there are {count}", flip.octet),
    })?;
    if flip.bit > 7 {
        return Err(TamperError::Range { says: format!("`flip`: an octet has bits 0 to 7, not {}", flip.bit) });
    }
    *octet ^= 1 << flip.bit;
    Ok(changed)
}
