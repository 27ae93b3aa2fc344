//! Digests and the key derivation built on them.

use sha1::Sha1;
use sha2::{Digest, Sha256};

/// SHA-256 over the concatenation of the parts.
pub fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut digest = Sha256::new();
    parts.iter().for_each(|part| digest.update(part));
    digest.finalize().into()
}

/// SHA-1 over the concatenation of the parts; only for key identifiers (RFC 5280 §4.2.1.2).
pub fn sha1(parts: &[&[u8]]) -> [u8; 20] {
    let mut digest = Sha1::new();
    parts.iter().for_each(|part| digest.update(part));
    digest.finalize().into()
}

/// Hashed Confirmation Code of a download session: the digest of the code's digest and the
/// TransactionID (SGP.22 §3.1.3, §5.7.5). `cc` is what the user types, without terminator.
pub fn hash_cc(cc: &str, transaction_id: &[u8]) -> [u8; 32] {
    sha256(&[&sha256(&[cc.as_bytes()]), transaction_id])
}

/// `len` octets of key material from a shared secret by the ANSI X9.63 KDF with SHA-256
/// (SGP.22 Annex G; BSI TR-03111 §4.3.3): digests of `z ‖ counter ‖ shared_info`, counter from 1, four octets.
pub fn x963_kdf_sha256(z: &[u8], shared_info: &[u8], len: usize) -> Vec<u8> {
    let blocks = (1u32..).take(len.div_ceil(32));
    let mut out: Vec<u8> = blocks.flat_map(|counter| sha256(&[z, &counter.to_be_bytes(), shared_info])).collect();
    out.truncate(len);
    out
}
