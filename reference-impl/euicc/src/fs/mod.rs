//! The file system of a profile (ETSI TS 102 221 §8): a tree of directories and elementary files, found by
//! identifier, path, short identifier or application identifier, with access rules that EF.ARR holds.
//!
//! Everything here is data that outlives a reset: what is selected, and which codes were verified, belongs to
//! the logical channels and is kept by the card's operating system.

mod access;
mod lookup;
mod node;
mod pins;
mod rule;

pub use access::Decision;
pub use node::{AccessReference, BerTlv, FileSystem, Kind, Node, NodeId, TreeError};
pub use pins::{Pin, PinContext, PinRefusal, PinSlot, Pins, Puk};
pub use rule::{Access, AccessRules, Condition};

/// Identifier of the MF.
pub const MF: u16 = 0x3F00;
/// Identifier that stands for the ADF of the application that is active (TS 102 221 §8.4.1).
pub const CURRENT_ADF: u16 = 0x7FFF;
/// EF.ARR under the MF.
pub const ARR_MF: u16 = 0x2F06;
/// EF.ARR of a DF or ADF.
pub const ARR_DF: u16 = 0x6F06;
