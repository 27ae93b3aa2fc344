//! One RSP session at the SM-DP+ (SGP.22 §3.1.2).

use rsp_crypto::PublicKey;
use std::sync::Arc;

/// What AuthenticateClient established.
#[derive(Debug)]
pub struct Authenticated {
    /// The eUICC's EID.
    pub eid: [u8; 16],
    /// The eUICC's public key.
    pub euicc_key: PublicKey,
    /// The ICCID of the order that was found.
    pub iccid: String,
    /// The TLV `5F37` of smdpSignature2, which euiccSignature2 covers.
    pub smdp_signature2: Vec<u8>,
    /// The metadata that was shown; the package carries the same octets.
    pub metadata: Vec<u8>,
    /// Whether ccRequiredFlag was set.
    pub confirmation_code_required: bool,
}

/// A session from InitiateAuthentication to its end.
#[derive(Debug, Clone)]
pub struct Session {
    /// 16 octets of our own choosing.
    pub transaction_id: Vec<u8>,
    /// Seconds since the epoch.
    pub last_used: i64,
    /// What the eUICC is asked to sign.
    pub server_challenge: [u8; 16],
    /// Index of the CI under which we authenticate.
    pub verification_ci: usize,
    /// Index of the CI under which the eUICC signs.
    pub signing_ci: usize,
    /// Set by AuthenticateClient.
    pub authenticated: Option<Arc<Authenticated>>,
}
