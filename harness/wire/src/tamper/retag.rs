//! retag: other tag octets, of any form.

use super::TamperError;
use crate::tlv::Tag;

pub(super) fn apply(tlv: &[u8], tag: &[u8]) -> Result<Vec<u8>, TamperError> {
    let (_, used, _) = Tag::read(tlv)
        .map_err(|fault| TamperError::Unreadable { says: format!("`retag`: there is no TLV: {}", fault.says()) })?;
    Ok([tag, tlv.get(used..).unwrap_or_default()].concat())
}
