//! Why a certificate cannot be issued.

use crate::CertificateError;
use rsp_crypto::Curve;
use std::fmt;

/// Why a certificate cannot be issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IssueError {
    /// A key that is needed is not at hand; whose it is.
    NoKey(&'static str),
    /// Nothing on this curve is at hand.
    NoCurve(Curve),
    /// Text that is no dotted object identifier.
    ObjectIdentifier(String),
    /// A time, in seconds since the epoch, that a certificate cannot carry.
    Time(i64),
    /// What was issued cannot be read again: the template made no certificate.
    Unreadable(CertificateError),
}

impl From<CertificateError> for IssueError {
    fn from(error: CertificateError) -> Self {
        Self::Unreadable(error)
    }
}

impl fmt::Display for IssueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoKey(whose) => write!(f, "the private key of {whose} is not at hand"),
            Self::NoCurve(curve) => write!(f, "no credentials on {curve} are at hand"),
            Self::ObjectIdentifier(text) => write!(f, "\"{text}\" is no dotted object identifier"),
            Self::Time(seconds) => write!(f, "{seconds} s since the epoch is no time a certificate can carry"),
            Self::Unreadable(error) => write!(f, "what was issued is no certificate: {error}"),
        }
    }
}

impl std::error::Error for IssueError {}
