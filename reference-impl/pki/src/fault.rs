//! What is wrong with a certificate, as the steps of verification say it.

use std::fmt;

/// The kind of thing that is wrong; each step of [`crate::verify`] ends in few of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// The signature does not verify with the issuer's key.
    Signature,
    /// The certificate names another issuer, or another key of the issuer, or no key where it must.
    Issuer,
    /// The validity is over.
    Expired,
    /// The validity has not begun.
    NotYetValid,
    /// The policy of the role is not there.
    Policy,
    /// The key may not be used for this.
    KeyUsage,
    /// It is an issuer's certificate and must not be, or the other way round.
    BasicConstraints,
    /// A critical extension is not known.
    UnknownCritical,
    /// The EID or the organisation is not one the EUM may issue for.
    NameConstraints,
    /// It names no server by an OID, or another server.
    ServerOid,
    /// The issuer took it back.
    Revoked,
    /// The key is on a curve that is not supported, or not on that of the other key.
    Curve,
    /// Something needed cannot be read.
    Unreadable,
}

impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Signature => "signature",
            Self::Issuer => "issuer",
            Self::Expired => "expired",
            Self::NotYetValid => "not yet valid",
            Self::Policy => "policy",
            Self::KeyUsage => "key usage",
            Self::BasicConstraints => "basic constraints",
            Self::UnknownCritical => "unknown critical extension",
            Self::NameConstraints => "name constraints",
            Self::ServerOid => "server OID",
            Self::Revoked => "revoked",
            Self::Curve => "curve",
            Self::Unreadable => "unreadable",
        })
    }
}

/// What is wrong with a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The kind.
    pub kind: FaultKind,
    /// What was seen, for people.
    pub detail: String,
}

impl Fault {
    /// A fault of this kind.
    pub fn new(kind: FaultKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into() }
    }

    /// `Ok` when the condition holds, else the fault; the detail is only built when needed.
    pub(crate) fn unless(holds: bool, kind: FaultKind, detail: impl FnOnce() -> String) -> Result<(), Self> {
        if holds { Ok(()) } else { Err(Self::new(kind, detail())) }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind, self.detail)
    }
}

impl std::error::Error for Fault {}
