//! Certificates issued, read and verified: against `vectors/certificates`, and against ourselves.

#![expect(clippy::unwrap_used, reason = "helpers of tests, where unwrap states what must hold")]

mod bundle;
mod gallery;
mod hostile;
mod lists;
mod server_gallery;
mod test_pki;
mod vectors;

/// 2026-01-01T00:00:00Z.
pub const NOW: i64 = 1_767_225_600;
