//! Why octets are no certificate.

use crate::der::read::ReadError;
use std::fmt;

/// Why octets are no certificate (or revocation list), and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateError {
    /// Offset of the octet where reading stopped.
    pub offset: usize,
    /// What is wrong there.
    pub says: String,
}

impl From<ReadError> for CertificateError {
    fn from(error: ReadError) -> Self {
        Self { offset: error.offset, says: error.says }
    }
}

impl fmt::Display for CertificateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at octet {}", self.says, self.offset)
    }
}

impl std::error::Error for CertificateError {}
