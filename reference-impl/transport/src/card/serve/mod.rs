//! The card's side of the ways to a card: any [`CardChannel`](super::CardChannel) is put where programs find one.
//!
//! - [`vpcd`] dials the vsmartcard reader, so that pcscd and every PC/SC program see the card.
//! - [`tcp`] listens: for raw APDUs, and for the vsmartcard reader in reversed mode. The same messages serve both.
//! - [`modem`] is a modem on a pseudo-terminal with the card in it.
//! - [`lines`] is a driver program for `exec:`, and for whatever speaks lpac's stdio messages.
//!
//! All block for as long as they serve, and are meant for a thread of their own.

mod channels;
mod dial;
mod exec;
#[cfg(unix)]
mod modem;
#[cfg(unix)]
mod pty;
mod session;
mod tcp;

pub use dial::vpcd;
pub use exec::lines;
#[cfg(unix)]
pub use modem::modem;
#[cfg(unix)]
pub use pty::Pty;
pub use tcp::tcp;

use super::CardFault;
use std::fmt;

/// Something worth telling whoever runs the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    /// Somebody is there: from where.
    Connected(String),
    /// They are gone: why.
    Disconnected(String),
    /// Nobody is there yet; tried again. Told once per absence.
    Waiting(String),
    /// The card did not answer.
    Fault(CardFault),
    /// Something came that means nothing here; it was passed over.
    Odd(String),
}

impl fmt::Display for Happening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connected(from) => write!(f, "connected: {from}"),
            Self::Disconnected(says) => write!(f, "disconnected: {says}"),
            Self::Waiting(says) => write!(f, "waiting: {says}"),
            Self::Fault(fault) => write!(f, "{fault}"),
            Self::Odd(says) => write!(f, "odd: {says}"),
        }
    }
}

/// Who is told.
pub type Tell<'a> = &'a mut (dyn FnMut(Happening) + Send);
