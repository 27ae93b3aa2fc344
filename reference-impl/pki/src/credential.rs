//! A certificate and, where it is known, its key.

use crate::Certificate;
use rsp_crypto::PrivateKey;

/// A certificate and, where it is known, the private key of its subject.
#[derive(Debug, Clone)]
pub struct Credential {
    /// The certificate.
    pub certificate: Certificate,
    /// The key, if it is at hand. A bad credential may carry a key that does not belong to the certificate.
    pub key: Option<PrivateKey>,
}

impl Credential {
    /// A certificate with its key.
    pub fn new(certificate: Certificate, key: PrivateKey) -> Self {
        Self { certificate, key: Some(key) }
    }

    /// A certificate whose key is not known.
    pub fn without_key(certificate: Certificate) -> Self {
        Self { certificate, key: None }
    }
}
