//! The keys of one protected channel.

use crate::hash::x963_kdf_sha256;
use std::fmt;

/// What a channel starts from: derived for a session, or sent as Profile Protection Keys.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionKeys {
    /// The first MAC chaining value.
    pub initial_mcv: [u8; 16],
    /// S-ENC, or PPK-ENC.
    pub s_enc: [u8; 16],
    /// S-MAC, or PPK-CMAC.
    pub s_mac: [u8; 16],
}

/// Length and value, the length as BER writes it.
fn lv(value: &[u8]) -> Vec<u8> {
    [&super::channel::ber_length(value.len()), value].concat()
}

impl SessionKeys {
    /// Keys from the shared secret of the two one-time keys (SGP.22 Annex G). `key_type` and `key_len` are the values
    /// of controlRefTemplate (`88`, `10`), `host_id` its hostId, `eid` 16 octets of packed BCD in reading order.
    pub fn derive(shared_secret: &[u8], key_type: u8, key_len: u8, host_id: &[u8], eid: &[u8]) -> Self {
        let shared_info = [&[key_type, key_len][..], &lv(host_id), &lv(eid)].concat();
        let material = x963_kdf_sha256(shared_secret, &shared_info, 48);
        let third = |n: usize| {
            let mut key = [0; 16];
            key.copy_from_slice(&material[n * 16..][..16]);
            key
        };
        Self { initial_mcv: third(0), s_enc: third(1), s_mac: third(2) }
    }
}

impl fmt::Debug for SessionKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionKeys").finish_non_exhaustive()
    }
}
