//! Command APDUs, class octets, status words and the ATR: the octets of ISO/IEC 7816-3 and 7816-4.

mod atr;
mod class;
mod command;
mod sw;

pub use atr::{Atr, Protocols};
pub use class::{Class, ClassError};
pub use command::{Command, LengthError};
pub use sw::Sw;
