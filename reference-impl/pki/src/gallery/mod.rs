//! The gallery of bad identities: each one has a single thing wrong, and says what a server is to answer. Beside it
//! the gallery of bad certificates of servers, which say what an eUICC is to answer.
//!
//! An entry is data. What it needs at hand is its [`KeyNeeded`]; what it is wrong in is told as the faults that the
//! steps of [`crate::verify`] find in it, which a test proves: these and no others.

mod chain;
mod controls;
mod euicc;
mod eum;
mod make;
mod server;

pub use server::{ServerEntry, find_server, server_controls, server_entries, server_undecided};

use crate::{Certificate, Credential, FaultKind, IssueError, Issuers};
use rsp_crypto::Curve;
use std::fmt;

/// An eUICC as it presents itself in AuthenticateClient, with something wrong.
#[derive(Debug, Clone)]
pub struct BadIdentity {
    /// CERT.EUICC and the key that signs for it.
    pub euicc: Credential,
    /// CERT.EUM.
    pub eum: Certificate,
    /// The revocation list that the server must see, DER, where the defect is in it.
    pub crl: Option<Vec<u8>>,
}

/// Whose private key an entry needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyNeeded {
    /// Nobody's: what there is, and keys of our own, suffice.
    Nobody,
    /// The EUM's.
    Eum,
    /// The CI's.
    Ci,
}

/// Which certificate a fault is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// CERT.EUM, verified under the CI.
    Eum,
    /// CERT.EUICC, verified under CERT.EUM.
    Euicc,
}

/// One bad identity (or, among the controls, a good one).
pub struct GalleryEntry {
    /// Stable name, for example `eum-expired`.
    pub id: &'static str,
    /// What is wrong, in one sentence.
    pub says: &'static str,
    /// Where the rule stands that is broken.
    pub clause: &'static str,
    /// The error of AuthenticateClient (SGP.22 §5.6.3): `eumCertificateInvalid`, `eumCertificateExpired`,
    /// `euiccCertificateInvalid`, `euiccCertificateExpired` or `ciPKUnknown`. Empty for a control.
    pub refusal: &'static str,
    /// Whose key is needed.
    pub level: KeyNeeded,
    /// What verification finds wrong, and nothing else. Empty for a control.
    pub faults: &'static [(Place, FaultKind)],
    /// Makes it. The error says which key is missing.
    pub build: fn(&Issuers, Curve) -> Result<BadIdentity, IssueError>,
}

impl fmt::Debug for GalleryEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GalleryEntry({})", self.id)
    }
}

/// Every bad identity.
pub fn entries() -> impl Iterator<Item = &'static GalleryEntry> {
    eum::ENTRIES.iter().chain(euicc::ENTRIES).chain(chain::ENTRIES)
}

/// Good identities that look unusual; a server that refuses one is wrong.
pub fn controls() -> impl Iterator<Item = &'static GalleryEntry> {
    controls::ENTRIES.iter()
}

/// The entry or control of this id.
pub fn find(id: &str) -> Option<&'static GalleryEntry> {
    entries().chain(controls()).find(|entry| entry.id == id)
}
