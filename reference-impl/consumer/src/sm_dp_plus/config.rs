//! What an SM-DP+ is set up with.

use super::profile_type::ProfileType;
use rsp_pki::{Certificate, Credential};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// A CI that the SM-DP+ trusts, and its own certificates under it.
#[derive(Clone)]
pub struct Trust {
    /// The CI's certificate.
    pub ci: Certificate,
    /// SubjectKeyIdentifier of the CI: how eUICCs name it.
    pub ci_pkid: Vec<u8>,
    /// CERT.DPauth with its key.
    pub dp_auth: Credential,
    /// CERT.DPpb with its key.
    pub dp_pb: Credential,
}

/// Where revocation lists come from.
pub trait CrlSource: Send + Sync {
    /// The list at this URI, as DER.
    fn fetch<'a>(&'a self, uri: &'a str) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, String>> + Send + 'a>>;
}

/// Where ES2+.HandleDownloadProgressInfo goes; must return at once.
pub trait ProgressListener: Send + Sync {
    /// The operator is to be told this.
    fn notify(&self, info: crate::es2plus::DownloadProgressInfo);
}

/// What an SM-DP+ is set up with.
#[derive(Clone)]
pub struct SmDpPlusConfig {
    /// The FQDN it answers to.
    pub address: String,
    /// Dotted OID, the same in its three certificates.
    pub oid: String,
    /// SGP.22 version in `X-Admin-Protocol`, for example `2.5.0`.
    pub version: String,
    /// Trusted CIs, in order of preference.
    pub trust: Vec<Trust>,
    /// What can be ordered.
    pub profile_types: Vec<Arc<ProfileType>>,
    /// hostId of the key agreement, 1 to 16 octets.
    pub host_id: Vec<u8>,
    /// Seconds after which an unused session is forgotten.
    pub session_lifetime: i64,
    /// Sessions kept at most.
    pub session_limit: usize,
    /// Revocation lists, where they are checked.
    pub crl: Option<Arc<dyn CrlSource>>,
    /// Who hears of the progress of downloads.
    pub progress: Option<Arc<dyn ProgressListener>>,
}
