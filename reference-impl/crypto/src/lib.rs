//! Signatures, key agreement, key derivation and the BPP security protocol of SGP.22.
//!
//! Everything here is deterministic: ECDSA nonces follow RFC 6979, and keys are derived from labelled
//! [`Entropy`](rsp_conduct::Entropy). Nothing here knows a message; [`bsp`] knows one segment.

pub mod aka;
pub mod bsp;
mod curve;
mod entropy;
mod error;
mod hash;
mod private_key;
mod public_key;
pub mod suci;

pub use curve::Curve;
pub use entropy::{OsEntropy, SeededEntropy};
pub use error::{KeyError, SignatureError};
pub use hash::{hash_cc, sha1, sha256, x963_kdf_sha256};
pub use private_key::PrivateKey;
pub use public_key::PublicKey;
