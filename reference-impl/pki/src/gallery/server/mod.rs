//! Bad certificates of an SM-DP+, each with a single thing wrong, and what an eUICC is to answer: CERT.DPauth in
//! AuthenticateServer (SGP.22 §5.7.13), CERT.DPpb in PrepareDownload (§5.7.5).
//!
//! Each says what the genuine certificate says, with one thing changed, and keeps its key (where the key is not what is
//! wrong): what the server signs is good, and only the certificate can be refused.

mod content;
mod controls;
mod make;
mod one_role;
mod signer;
mod undecided;

use super::KeyNeeded;
use crate::{Certificate, Credential, FaultKind, IssueError, Issuers, Role};
use rsp_crypto::Curve;
use std::fmt;

/// Makes a certificate from the issuers at hand, the curve of the CI, and the genuine credential.
type Build = fn(&Issuers, Curve, &Credential) -> Result<Certificate, IssueError>;

/// One bad certificate of a server (or, among the controls, a good one).
#[derive(Clone, Copy)]
pub struct ServerEntry {
    /// Stable name, for example `dp-auth-wrong-role`.
    pub id: &'static str,
    /// What is wrong, in one sentence.
    pub says: &'static str,
    /// Where the rule stands that is broken.
    pub clause: &'static str,
    /// Which certificate it stands for: [`Role::DpAuth`] or [`Role::DpPb`].
    pub role: Role,
    /// The error of ES10b.AuthenticateServer or ES10b.PrepareDownload: `invalidCertificate` or `unsupportedCurve`.
    /// Empty for a control.
    pub refusal: &'static str,
    /// Whose key is needed.
    pub level: KeyNeeded,
    /// What verification under the CI finds wrong, and nothing else. Empty for a control.
    pub faults: &'static [FaultKind],
    /// Makes it from the genuine credential of the role; the curve is that of the CI. The error says which key is
    /// missing: of the server's own, only the self-signed ones need it.
    pub build: Build,
}

impl fmt::Debug for ServerEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ServerEntry({})", self.id)
    }
}

/// What either certificate can have wrong.
struct ForBoth {
    /// The names for CERT.DPauth and CERT.DPpb.
    ids: [&'static str; 2],
    says: &'static str,
    clause: &'static str,
    refusal: &'static str,
    level: KeyNeeded,
    faults: &'static [FaultKind],
    build: Build,
}

impl ForBoth {
    fn entries(&self) -> [ServerEntry; 2] {
        let [dp_auth, dp_pb] = self.ids;
        let Self { says, clause, refusal, level, faults, build, .. } = *self;
        [(dp_auth, Role::DpAuth), (dp_pb, Role::DpPb)].map(|(id, role)| ServerEntry {
            id,
            says,
            clause,
            role,
            refusal,
            level,
            faults,
            build,
        })
    }
}

/// Every bad certificate of a server that an eUICC must refuse.
pub fn server_entries() -> impl Iterator<Item = ServerEntry> {
    let both = signer::BOTH.iter().chain(content::BOTH).flat_map(ForBoth::entries);
    both.chain(one_role::ENTRIES.iter().copied())
}

/// Good certificates of a server that look unusual; an eUICC that refuses one is wrong.
pub fn server_controls() -> impl Iterator<Item = ServerEntry> {
    controls::BOTH.iter().flat_map(ForBoth::entries).chain(controls::ENTRIES.iter().copied())
}

/// Bad certificates of a server that an eUICC may accept, for what it can know; if it refuses one, then so.
pub fn server_undecided() -> impl Iterator<Item = ServerEntry> {
    undecided::BOTH.iter().flat_map(ForBoth::entries).chain(undecided::ENTRIES.iter().copied())
}

/// The entry of this id, wherever it belongs.
pub fn find_server(id: &str) -> Option<ServerEntry> {
    server_entries().chain(server_controls()).chain(server_undecided()).find(|entry| entry.id == id)
}
