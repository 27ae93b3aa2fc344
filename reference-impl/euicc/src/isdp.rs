//! An installed profile: the ISD-P and what it was configured with (SGP.22 §2.4.5).

/// Whether a profile is in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IsdpState {
    /// Installed, not in use.
    Disabled,
    /// In use.
    Enabled,
}

/// One profile on the eUICC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Isdp {
    /// AID of the ISD-P, 16 octets.
    pub aid: [u8; 16],
    /// ICCID as in EF.ICCID.
    pub iccid: [u8; 10],
    /// StoreMetadataRequest as it was received.
    pub metadata: Vec<u8>,
    /// The profile elements as they were received.
    pub package: Vec<u8>,
    /// Whether it is in use.
    pub state: IsdpState,
}

/// The AID of the ISD-P with this number (SGP.02 §H.1 as used by SGP.22).
pub(crate) fn aid(number: u16) -> [u8; 16] {
    let [high, low] = number.to_be_bytes();
    [0xA0, 0x00, 0x00, 0x05, 0x59, 0x10, 0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0x89, 0x00, high, low, 0x00]
}
