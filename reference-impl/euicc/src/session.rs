//! The one RSP session context of an eUICC (SGP.22 §3.1.2, §3.1.3).

use rsp_crypto::{PrivateKey, PublicKey};
use rsp_pki::Certificate;

/// What AuthenticateServer established.
#[derive(Clone)]
pub(crate) struct Server {
    pub transaction_id: Vec<u8>,
    pub address: String,
    pub ci: Certificate,
    pub certificate: Certificate,
    /// Index of the identity that signed.
    pub signing: usize,
    /// The TLV `5F37` of euiccSignature1, which smdpSignature2 covers.
    pub euicc_signature1: Vec<u8>,
}

/// What PrepareDownload established.
#[derive(Clone)]
pub(crate) struct Prepared {
    pub dp_pb_key: PublicKey,
    /// Contents octets of the SM-DP+'s OID.
    pub smdp_oid: Vec<u8>,
    pub otsk: PrivateKey,
}

/// The one session context.
#[derive(Default)]
pub(crate) struct Session {
    pub challenge: Option<[u8; 16]>,
    pub server: Option<Server>,
    pub prepared: Option<Prepared>,
    pub loader: Option<crate::es10b::load_bound_profile_package::Loader>,
}

/// A one-time key kept for a retry with the same SM-DP+ (SGP.22 §3.1.3.3).
#[derive(Clone)]
pub(crate) struct KeptKey {
    pub smdp_oid: Vec<u8>,
    pub otsk: PrivateKey,
}
