//! Directories of credentials, named and laid out as SGP.26 publishes them.

mod error;
mod export;
mod load;
mod report;

pub use error::BundleError;

use crate::{Certificate, Credential, Role, verify};
use rsp_crypto::{Curve, PrivateKey};
use std::fmt;
use std::path::{Path, PathBuf};

/// One certificate of a directory.
#[derive(Debug, Clone)]
pub struct Found {
    /// The file it was read from.
    pub path: PathBuf,
    /// The certificate, with its key if a file of the directory holds it.
    pub credential: Credential,
}

/// Everything a directory holds, keys paired with certificates by their public keys; file names do not matter.
#[derive(Debug, Clone)]
pub struct Bundle {
    found: Vec<Found>,
    keys_left_over: Vec<(PathBuf, PrivateKey)>,
    unreadable: Vec<(PathBuf, String)>,
}

/// How far down the chain the highest key stands that is at hand; it decides what can be tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CredentialLevel {
    /// No key.
    None,
    /// A real card signs; a directory never has this level.
    Card,
    /// The key of an eUICC: the nominal card.
    Euicc,
    /// The key of an EUM: every bad eUICC.
    Eum,
    /// The key of a CI: every bad certificate.
    Ci,
}

impl fmt::Display for CredentialLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "none (no key)",
            Self::Card => "card (a real card signs)",
            Self::Euicc => "eUICC (the nominal card)",
            Self::Eum => "EUM (every bad eUICC)",
            Self::Ci => "CI (every bad certificate)",
        })
    }
}

impl Bundle {
    /// Reads a directory and those in it: certificates and keys, DER or PEM, in files that end in `.der`, `.pem`, `.cer`,
    /// `.crt` or `.key`. Files that hold neither are noted, not refused.
    pub fn load(dir: &Path) -> Result<Self, BundleError> {
        load::directory(dir)
    }

    /// Every certificate, each once.
    pub fn found(&self) -> &[Found] {
        &self.found
    }

    /// Keys whose certificate is not there.
    pub fn keys_left_over(&self) -> &[(PathBuf, PrivateKey)] {
        &self.keys_left_over
    }

    /// Files that could not be read, and why.
    pub fn unreadable(&self) -> &[(PathBuf, String)] {
        &self.unreadable
    }

    /// The certificates of this role whose key is on this curve.
    pub fn of_role(&self, curve: Curve, role: Role) -> impl Iterator<Item = &Credential> {
        let fits = move |certificate: &Certificate| {
            certificate.roles().contains(&role) && certificate.public_key().is_ok_and(|key| key.curve() == curve)
        };
        self.found.iter().map(|found| &found.credential).filter(move |credential| fits(&credential.certificate))
    }

    /// The certificate of this role and this OID (dotted), preferably one whose key is there.
    pub fn server(&self, curve: Curve, role: Role, oid: &str) -> Option<&Credential> {
        let named = self.of_role(curve, role);
        let named = named.filter(|it| it.certificate.san_registered_id().as_deref() == Some(oid));
        named.max_by_key(|credential| (credential.key.is_some(), credential.certificate.not_after()))
    }

    /// The CI on this curve. Several certificates may share a key (SGP.26 renamed its CI): the one is taken whose name
    /// most of the others give as their issuer.
    pub fn ci(&self, curve: Curve) -> Option<&Credential> {
        self.of_role(curve, Role::Ci).max_by_key(|ci| {
            let issued = |found: &&Found| {
                let certificate = &found.credential.certificate;
                !certificate.is_self_issued() && verify::issued_in_name_of(certificate, &ci.certificate).is_ok()
            };
            (ci.key.is_some(), self.found.iter().filter(issued).count(), ci.certificate.not_before())
        })
    }

    /// The EUM under that CI, preferably one whose key is there.
    pub fn eum(&self, curve: Curve) -> Option<&Credential> {
        let ci = &self.ci(curve)?.certificate;
        self.below(curve, Role::Eum, ci).max_by_key(|eum| eum.key.is_some())
    }

    /// An eUICC under that EUM, preferably one whose key is there.
    pub fn euicc(&self, curve: Curve) -> Option<&Credential> {
        let eum = &self.eum(curve)?.certificate;
        self.below(curve, Role::Euicc, eum).max_by_key(|euicc| euicc.key.is_some())
    }

    fn below<'a>(
        &'a self,
        curve: Curve,
        role: Role,
        issuer: &'a Certificate,
    ) -> impl Iterator<Item = &'a Credential> + use<'a> {
        self.of_role(curve, role).filter(move |it| verify::signed_by(&it.certificate, issuer).is_ok())
    }

    /// What the keys on this curve allow.
    pub fn level(&self, curve: Curve) -> CredentialLevel {
        let held = |credential: Option<&Credential>| credential.is_some_and(|credential| credential.key.is_some());
        if held(self.ci(curve)) {
            CredentialLevel::Ci
        } else if held(self.eum(curve)) {
            CredentialLevel::Eum
        } else if held(self.euicc(curve)) {
            CredentialLevel::Euicc
        } else {
            CredentialLevel::None
        }
    }

    /// TLS certificates whose validity is over at this time (seconds since the epoch); those of SGP.26 last a year.
    pub fn expired_tls(&self, now: i64) -> Vec<&Found> {
        let is_tls = |found: &&Found| {
            let roles = found.credential.certificate.roles();
            roles.contains(&Role::DpTls) || roles.contains(&Role::DsTls)
        };
        self.found.iter().filter(is_tls).filter(|found| found.credential.certificate.not_after() < now).collect()
    }
}
