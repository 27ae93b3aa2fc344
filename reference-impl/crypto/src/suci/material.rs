//! What ciphers and what is MACed with.

use super::take;
use crate::hash::x963_kdf_sha256;
use std::fmt;

/// The keys of one scheme output (3GPP TS 33.501 §C.3.2, Figure C.3.2-1).
#[derive(Clone, PartialEq, Eq)]
pub struct KeyMaterial {
    /// Ephemeral encryption key, of AES-128.
    pub enc_key: [u8; 16],
    /// Initial counter block.
    pub icb: [u8; 16],
    /// Ephemeral MAC key, of HMAC-SHA-256.
    pub mac_key: [u8; 32],
}

impl KeyMaterial {
    /// Keys from the shared key; the other input is the ephemeral public key as the scheme output carries it.
    pub fn derive(shared_key: &[u8; 32], ephemeral_public: &[u8]) -> Self {
        let material = x963_kdf_sha256(shared_key, ephemeral_public, 64);
        Self { enc_key: take(&material), icb: take(&material[16..]), mac_key: take(&material[32..]) }
    }
}

impl fmt::Debug for KeyMaterial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyMaterial").finish_non_exhaustive()
    }
}
