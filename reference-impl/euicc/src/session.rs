//! The one RSP session context of an eUICC (SGP.22 §3.1.2, §3.1.3), and what of it survives a power cycle.

use crate::es10b::loader::Loader;
use rsp_crypto::{Curve, PrivateKey, PublicKey};
use rsp_pki::Certificate;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What AuthenticateServer established.
#[derive(Clone)]
pub(crate) struct Server {
    pub transaction_id: Vec<u8>,
    pub address: String,
    /// The CI of CERT.DPauth; nothing only where the check of it was not heeded.
    pub ci: Option<Certificate>,
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
    pub loader: Option<Box<Loader>>,
}

/// A one-time key kept for a retry with the same SM-DP+ (SGP.22 §3.1.3.3).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptKey {
    /// Contents octets of the SM-DP+'s OID.
    pub smdp_oid: Vec<u8>,
    /// Object identifier of the curve, dotted.
    curve: String,
    secret: [u8; 32],
    /// otPK.EUICC.ECKA as in `5F49`.
    pub public: Vec<u8>,
}

impl KeptKey {
    pub fn new(smdp_oid: Vec<u8>, otsk: &PrivateKey) -> Self {
        let public = otsk.public_key();
        Self {
            smdp_oid,
            curve: public.curve().oid().into(),
            secret: otsk.to_bytes(),
            public: public.to_sec1().to_vec(),
        }
    }

    /// The key; nothing where the octets are none.
    pub fn otsk(&self) -> Option<PrivateKey> {
        let curve = Curve::ALL.into_iter().find(|curve| curve.oid() == self.curve)?;
        PrivateKey::from_bytes(curve, &self.secret).ok()
    }
}

impl fmt::Debug for KeptKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptKey").field("smdp_oid", &self.smdp_oid).finish_non_exhaustive()
    }
}

/// An installation that began: what its result needs, also after a power cycle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OpenInstallation {
    pub transaction_id: Vec<u8>,
    /// Address of the SM-DP+.
    pub address: String,
    /// Contents octets of the SM-DP+'s OID.
    pub smdp_oid: Vec<u8>,
    /// CI of the identity that signs.
    pub ci_pkid: Vec<u8>,
    /// ICCID, once the metadata is there.
    pub iccid: Option<[u8; 10]>,
    /// The `BppCommandId` that is being carried out.
    pub command: u8,
}
