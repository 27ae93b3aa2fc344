//! How an NAA authenticates: PE-AKAParameter as installed.

use crate::fs::NodeId;
use serde::{Deserialize, Serialize};

/// Which functions f1 to f5* are computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AkaAlgorithm {
    /// 3GPP TS 35.206.
    Milenage,
    /// 3GPP TS 35.231.
    Tuak,
    /// 3GPP TS 34.108 §8.1.2.
    Test,
}

/// Key and settings of one NAA.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AkaParameters {
    /// Which functions.
    pub algorithm: AkaAlgorithm,
    /// algorithmOptions as it stands: lengths of RES (and for TUAK of MAC, CK and IK).
    pub options: u8,
    /// K: 16 octets, for TUAK 16 or 32.
    pub key: Vec<u8>,
    /// OPc (16 octets) or TOPc (32 octets); not used by the test algorithm.
    pub opc: Vec<u8>,
    /// r1 to r5 of Milenage, in bits.
    pub rotation: [u8; 5],
    /// c1 to c5 of Milenage.
    pub xoring: [[u8; 16]; 5],
    /// Most authentications, if limited.
    pub counter_max: Option<u32>,
    /// Keccak permutations of TUAK.
    pub keccak_iterations: u8,
    /// sqnOptions as it stands.
    pub sqn_options: u8,
    /// Largest step of SEQ (without IND).
    pub sqn_delta: u64,
    /// Largest age of SEQ (without IND).
    pub sqn_age_limit: u64,
}

/// The authentication of one NAA, with what changes from use to use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aka {
    /// The ADF.
    pub adf: NodeId,
    /// Another ADF whose parameters and sequence numbers are used; then the rest of this is not.
    pub mapped_to: Option<NodeId>,
    /// Key and settings.
    pub parameters: AkaParameters,
    /// The highest SEQ accepted for each IND.
    pub sequence: [u64; 32],
    /// Authentications so far.
    pub counter: u32,
}
