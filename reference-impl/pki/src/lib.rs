//! Issues and verifies the certificates of SGP.22 and SGP.26, good ones and a gallery of bad ones.
//!
//! A [`Certificate`] is read once and keeps the received octets; each step of [`verify`] looks at one thing, so that
//! a role can judge, and break, one at a time. [`TestPki`] issues every certificate a test needs from a seed,
//! [`bundle`] reads published ones, [`gallery`] makes the bad ones, [`crl`] the revocation lists.

pub mod bundle;
mod certificate;
mod credential;
pub mod crl;
mod der;
mod eid;
mod fault;
pub mod gallery;
pub mod issue;
mod issuers;
mod name;
mod role;
mod test_pki;
pub mod verify;

pub use bundle::{Bundle, BundleError, CredentialLevel};
pub use certificate::{Certificate, CertificateError, KeyUsage, Subtree};
pub use credential::Credential;
pub use eid::{Eid, EidError};
pub use fault::{Fault, FaultKind};
pub use issue::{CertificateTemplate, IssueError, NOT_AFTER, NOT_BEFORE};
pub use issuers::{CurveIssuers, Issuers};
pub use name::{Name, NamePart};
pub use role::Role;
pub use test_pki::{Foreign, LazyForeign, Suite, TestPki};
