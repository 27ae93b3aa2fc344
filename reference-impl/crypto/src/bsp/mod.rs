//! Protection of the segments of a Bound Profile Package, called BSP since version 3 and SCP03t before
//! (SGP.22 §2.6.4, Annex G).

mod channel;
mod error;
mod keys;

pub use channel::{Bsp, Channel, Opened};
pub use error::BspError;
pub use keys::SessionKeys;

/// A segment with tag, length and MAC has at most so many octets (SGP.22 §2.5.3).
pub const MAX_SEGMENT: usize = 1020;
/// So many clear octets fit an encrypted segment (`86`, `87`): with one octet of padding they fill 63 blocks.
pub const MAX_ENCRYPTED_CLEAR: usize = 1007;
/// So many clear octets fit a segment that is only MACed (`88`).
pub const MAX_MAC_ONLY_CLEAR: usize = 1008;
