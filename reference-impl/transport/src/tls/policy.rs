//! What a peer's certificate chain must be: the public seam for path checks.

use rustls::{CertificateError, OtherError};
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

/// Decides about the certificates a TLS peer shows. That the peer holds the leaf's key is checked elsewhere.
pub trait ChainPolicy: Send + Sync {
    /// May a server with this chain (DER, leaf first, as received) be taken for `host` at `now`
    /// (seconds since 1970-01-01T00:00:00Z)?
    ///
    /// # Errors
    /// Why not; its kind decides which alert the server gets.
    fn verify_server(&self, chain: &[Vec<u8>], host: &str, now: i64) -> Result<(), ChainFault>;

    /// May a client with this chain be served?
    ///
    /// # Errors
    /// Why not; its kind decides which alert the client gets.
    fn verify_client(&self, chain: &[Vec<u8>], now: i64) -> Result<(), ChainFault>;

    /// Names (DER) of the issuers that are trusted: what a server asks its clients for.
    fn issuer_names(&self) -> Vec<Vec<u8>> {
        Vec::new()
    }
}

/// Why a chain is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainFault {
    /// The kind, which decides the alert.
    pub kind: ChainFaultKind,
    /// What was seen, for people.
    pub says: String,
}

/// Kinds of refusal; each says which alert of RFC 8446 §6.2 the peer gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChainFaultKind {
    /// A certificate cannot be read: bad_certificate(42).
    Unreadable,
    /// No trusted issuer, or the issuer's signature does not verify: unknown_ca(48).
    UnknownIssuer,
    /// After its dates: certificate_expired(45).
    Expired,
    /// Before its dates: certificate_expired(45), as the RFC has it.
    NotYetValid,
    /// Taken back by its issuer: certificate_revoked(44).
    Revoked,
    /// Not the name that was dialled: bad_certificate(42).
    Name,
    /// Not for this role or use: unsupported_certificate(43).
    Purpose,
    /// A critical extension that is not known: bad_certificate(42).
    UnknownCritical,
    /// Anything else: certificate_unknown(46).
    Other,
}

impl ChainFault {
    /// A refusal of this kind.
    pub fn new(kind: ChainFaultKind, says: impl Into<String>) -> Self {
        Self { kind, says: says.into() }
    }

    /// The error that makes rustls send the right alert.
    pub(crate) fn into_rustls(self) -> rustls::Error {
        rustls::Error::InvalidCertificate(match self.kind {
            ChainFaultKind::Unreadable => CertificateError::BadEncoding,
            ChainFaultKind::UnknownIssuer => CertificateError::UnknownIssuer,
            ChainFaultKind::Expired => CertificateError::Expired,
            ChainFaultKind::NotYetValid => CertificateError::NotValidYet,
            ChainFaultKind::Revoked => CertificateError::Revoked,
            ChainFaultKind::Name => CertificateError::NotValidForName,
            ChainFaultKind::Purpose => CertificateError::InvalidPurpose,
            ChainFaultKind::UnknownCritical => CertificateError::UnhandledCriticalExtension,
            ChainFaultKind::Other => CertificateError::Other(OtherError(Arc::new(self))),
        })
    }
}

impl fmt::Display for ChainFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.says)
    }
}

impl StdError for ChainFault {}

/// Takes every chain: for looking at a server whose certificates are judged afterwards.
#[derive(Debug, Clone, Copy, Default)]
pub struct AnyChain;

impl ChainPolicy for AnyChain {
    fn verify_server(&self, _chain: &[Vec<u8>], _host: &str, _now: i64) -> Result<(), ChainFault> {
        Ok(())
    }

    fn verify_client(&self, _chain: &[Vec<u8>], _now: i64) -> Result<(), ChainFault> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustls::AlertDescription;

    #[test]
    fn each_kind_has_its_alert() {
        let alert = |kind| match ChainFault::new(kind, "").into_rustls() {
            rustls::Error::InvalidCertificate(error) => AlertDescription::from(error),
            other => panic!("{other}"),
        };
        assert_eq!(alert(ChainFaultKind::UnknownIssuer), AlertDescription::UnknownCA);
        assert_eq!(alert(ChainFaultKind::Expired), AlertDescription::CertificateExpired);
        assert_eq!(alert(ChainFaultKind::NotYetValid), AlertDescription::CertificateExpired);
        assert_eq!(alert(ChainFaultKind::Revoked), AlertDescription::CertificateRevoked);
        assert_eq!(alert(ChainFaultKind::Name), AlertDescription::BadCertificate);
        assert_eq!(alert(ChainFaultKind::Purpose), AlertDescription::UnsupportedCertificate);
        assert_eq!(alert(ChainFaultKind::UnknownCritical), AlertDescription::BadCertificate);
        assert_eq!(alert(ChainFaultKind::Unreadable), AlertDescription::BadCertificate);
        assert_eq!(alert(ChainFaultKind::Other), AlertDescription::CertificateUnknown);
    }
}
