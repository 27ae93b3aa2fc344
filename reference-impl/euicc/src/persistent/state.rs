//! Everything an eUICC keeps in non-volatile memory.

use super::{StoreError, image};
use crate::crl::StoredCrl;
use crate::isdp::Isdp;
use crate::notification::Notification;
use crate::profile_policy::PolicyRule;
use crate::session::{KeptKey, OpenInstallation};
use crate::switch::Switch;
use serde::{Deserialize, Serialize};

/// Everything an eUICC keeps in non-volatile memory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Whose state it is: the EID.
    pub(crate) eid: [u8; 16],
    /// Default SM-DP+ address; empty for none.
    pub(crate) default_dp_address: String,
    /// The Rules Authorisation Table, in order.
    pub(crate) rat: Vec<PolicyRule>,
    pub(crate) profiles: Vec<Isdp>,
    /// Number of the ISD-P that is made next.
    pub(crate) next_isdp: u16,
    /// In the order of their sequence numbers.
    pub(crate) notifications: Vec<Notification>,
    /// Sequence number of the next notification.
    pub(crate) sequence_number: u32,
    /// Challenges given out so far, and ephemeral keys of SUCIs.
    pub(crate) challenges: u64,
    pub(crate) kept_keys: Vec<KeptKey>,
    pub(crate) crls: Vec<StoredCrl>,
    /// The installation that is under way, for the result that is owed if it is interrupted.
    pub(crate) installing: Option<OpenInstallation>,
    /// A profile switch that waits for the REFRESH.
    pub(crate) switch: Option<Switch>,
    /// AID of the operational profile that a test profile took the place of.
    pub(crate) replaced: Option<[u8; 16]>,
}

impl State {
    /// As it leaves the EUM.
    pub(crate) fn new(eid: [u8; 16], default_dp_address: String, rat: Vec<PolicyRule>) -> Self {
        Self {
            eid,
            default_dp_address,
            rat,
            profiles: Vec::new(),
            next_isdp: crate::isdp::FIRST,
            notifications: Vec::new(),
            sequence_number: 0,
            challenges: 0,
            kept_keys: Vec::new(),
            crls: Vec::new(),
            installing: None,
            switch: None,
            replaced: None,
        }
    }

    /// The EID it belongs to.
    pub fn eid(&self) -> [u8; 16] {
        self.eid
    }

    /// Its image: header with magic, version, length and SHA-256, then the content.
    pub fn to_image(&self) -> Result<Vec<u8>, StoreError> {
        image::write(self)
    }

    /// From an image; one that is cut short, altered, or of another version is refused with the reason.
    pub fn from_image(octets: &[u8]) -> Result<Self, StoreError> {
        image::read(octets)
    }
}
