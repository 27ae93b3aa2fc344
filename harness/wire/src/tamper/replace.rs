//! replace: the whole TLV becomes other octets.

use super::{Octets, TamperError};

pub(super) fn apply(new: &Octets) -> Result<Vec<u8>, TamperError> {
    new.octets()
}
