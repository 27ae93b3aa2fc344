//! A profile in the inventory and its life from Available to Installed (SGP.22 §3.1.6).

use super::profile_type::ProfileType;
use rsp_crypto::{PrivateKey, PublicKey};
use std::sync::Arc;

/// The states of a profile at the SM-DP+ (SGP.22 §3.1.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProfileState {
    /// In the inventory.
    Available,
    /// Reserved, no EID known.
    Allocated,
    /// Reserved and tied to an EID.
    Linked,
    /// MatchingID (and Confirmation Code) set, not released.
    Confirmed,
    /// May be downloaded.
    Released,
    /// The package was handed to an LPA.
    Downloaded,
    /// The eUICC reported success.
    Installed,
    /// Failed for good.
    Error,
    /// Not to be used again.
    Unavailable,
}

/// What a profile was bound to, kept for a retry and for the ProfileInstallationResult.
#[derive(Debug, Clone)]
pub struct Binding {
    /// transactionId of the session that last handed the package out.
    pub transaction_id: Vec<u8>,
    /// The eUICC's public key, to verify euiccSignPIR.
    pub euicc_key: PublicKey,
    /// otPK.EUICC.ECKA.
    pub euicc_otpk: Vec<u8>,
    /// otSK.DP.ECKA, kept while the binding may be used again.
    pub dp_key: PrivateKey,
    /// A0, A1, A2 and A3 of the package: they do not depend on the transaction.
    pub segments: Arc<[u8]>,
}

/// One profile of the inventory.
#[derive(Debug, Clone)]
pub struct Order {
    /// 19 digits.
    pub iccid: String,
    /// What kind of profile it is.
    pub profile_type: Arc<ProfileType>,
    /// Where in its life it is.
    pub state: ProfileState,
    /// The operator that ordered it.
    pub owner: String,
    /// The eUICC it is tied to.
    pub eid: Option<[u8; 16]>,
    /// Whether the EID came with the order (and not by a download).
    pub eid_ordered: bool,
    /// `Some("")` is the order of a default SM-DP+ (SGP.22 §5.3.2).
    pub matching_id: Option<String>,
    /// The Confirmation Code in clear, where one is required.
    pub confirmation_code: Option<String>,
    /// Tries left for it.
    pub confirmation_tries: u32,
    /// Downloads left.
    pub attempts: u32,
    /// When it was released, in seconds since the epoch.
    pub released_at: i64,
    /// What it was bound to.
    pub binding: Option<Binding>,
}

impl Order {
    /// A profile as it lies in the inventory.
    pub fn available(iccid: String, profile_type: Arc<ProfileType>) -> Self {
        let (confirmation_tries, attempts) = (profile_type.confirmation_tries, profile_type.attempts);
        Self {
            iccid,
            profile_type,
            state: ProfileState::Available,
            owner: String::new(),
            eid: None,
            eid_ordered: false,
            matching_id: None,
            confirmation_code: None,
            confirmation_tries,
            attempts,
            released_at: 0,
            binding: None,
        }
    }

    /// Whether the order's time has run out at this moment.
    pub fn expired(&self, now: i64) -> bool {
        self.profile_type.validity.is_some_and(|validity| now - self.released_at >= validity)
    }

    /// Whether a download may find it: released, or handed out and not yet installed.
    pub fn downloadable(&self) -> bool {
        matches!(self.state, ProfileState::Released | ProfileState::Downloaded)
    }
}
