//! The LPA in the device (SGP.22 §3.1): it drives the eUICC by ES10 and the SM-DP+ by ES9+.
//!
//! Each function of ES9+ has two halves, so that they can be used one at a time: composing the request
//! (which asks the card), and reading the answer. [`Lpa::download`] puts them together.

mod activation_code;
mod compose;
mod download;
pub mod es10;
mod function_name;
mod isdr;
mod not_opened;
mod proactive;
pub mod rules;
mod sbpp;
mod wire;

pub use activation_code::{ActivationCode, ActivationCodeError};
pub use compose::Pending;
pub use download::{Downloaded, Step, Wanted};
pub use isdr::{ISD_R, Isdr, IsdrOptions};
pub use not_opened::NotOpened;
pub use proactive::Proactive;
pub use sbpp::{SbppError, segments};
pub use wire::{Binding, Es9PlusChannel, Outgoing};

use rsp_conduct::Context;
use rsp_euicc::{Euicc, Response};
use rsp_transport::card::CardFault;
use std::fmt;

/// A card as the LPA sees it: the data field of a STORE DATA chain in, response data and status word out.
pub trait Es10: Send {
    /// Sends one command. A fault is the way to the card, never its answer.
    fn command(&mut self, payload: &[u8]) -> Result<Response, CardFault>;

    /// Why the last command never reached the ISD-R, where its answer is that of a command before it.
    fn not_opened(&self) -> Option<&NotOpened> {
        None
    }
}

impl Es10 for Euicc {
    fn command(&mut self, payload: &[u8]) -> Result<Response, CardFault> {
        Ok(Euicc::command(self, payload))
    }
}

/// What the LPA says of its device (SGP.22 §5.7.13, DeviceInfo).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Type allocation code: the first eight digits of the IMEI.
    pub tac: [u8; 4],
    /// Highest E-UTRAN release, for example `[15, 0, 0]`.
    pub eutran_release: Option<[u8; 3]>,
    /// IMEI, 8 octets.
    pub imei: Option<[u8; 8]>,
}

impl Default for Device {
    fn default() -> Self {
        Self { tac: [0x35, 0x29, 0x06, 0x11], eutran_release: Some([15, 0, 0]), imei: None }
    }
}

/// An LPA.
#[derive(Clone)]
pub struct Lpa {
    /// Conduct, clock, entropy.
    pub context: Context,
    /// SGP.22 version in `X-Admin-Protocol`.
    pub version: String,
    /// Which binding of ES9+ it speaks.
    pub binding: Binding,
    /// Its device.
    pub device: Device,
}

/// Why the LPA could not go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LpaError {
    /// The card answered with a status word, or with something unreadable.
    Card(String),
    /// The card carried a function of ES10 out, and answered with a result code that is no success.
    Result {
        /// The function, without its interface.
        function: String,
        /// The code as the specification calls it, with its number: `catBusy(5)`.
        code: String,
    },
    /// The card gave no answer at all.
    Unreached(CardFault),
    /// The SM-DP+ refused: subject and reason code (JSON) or error number (ASN.1), and its words.
    Refused {
        /// `subjectCode`, or empty in the ASN.1 binding.
        subject: String,
        /// `reasonCode`, or the error's number in the ASN.1 binding.
        reason: String,
        /// What the server said.
        message: String,
    },
    /// The answer cannot be read.
    Unreadable(String),
    /// No answer.
    Transport(String),
    /// The LPA itself will not go on.
    Stopped(String),
}

impl fmt::Display for LpaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Card(says) => write!(f, "the eUICC: {says}"),
            Self::Result { function, code } => write!(f, "the eUICC: {function} answers {code}"),
            Self::Unreached(fault) => write!(f, "{fault}"),
            Self::Refused { subject, reason, message } => {
                write!(f, "the SM-DP+ refused with {subject}/{reason}: {message}")
            }
            Self::Unreadable(says) => write!(f, "the answer cannot be read: {says}"),
            Self::Transport(says) => write!(f, "no answer: {says}"),
            Self::Stopped(says) => write!(f, "the LPA stopped: {says}"),
        }
    }
}

impl std::error::Error for LpaError {}
