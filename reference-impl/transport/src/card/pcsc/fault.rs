//! What return codes of PC/SC say about the way to the card.

use crate::card::CardFault;
use rsp_pcsc::{Code, LoadError};

/// Where the daemon and its library come from.
const INSTALL: &str = "install them with: apt-get install pcscd libpcsclite1 (other systems: pcsc-lite)";

pub(super) fn no_library(error: &LoadError) -> CardFault {
    CardFault::Unavailable(format!("{error}; {INSTALL}"))
}

/// The fault of a call that concerns this reader.
pub(super) fn of(code: Code, reader: &str) -> CardFault {
    let says = || format!("{reader}: {code}");
    match code {
        Code::NO_SERVICE => {
            CardFault::Unavailable(format!("{code}; start pcscd (systemctl start pcscd, or pcscd); {INSTALL}"))
        }
        Code::SHARING_VIOLATION => CardFault::Unavailable(format!("{}; end that program, or share the card", says())),
        Code::NO_SMARTCARD | Code::REMOVED_CARD => CardFault::NoCard(says()),
        Code::UNKNOWN_READER
        | Code::READER_UNAVAILABLE
        | Code::NO_READERS_AVAILABLE
        | Code::SERVICE_STOPPED
        | Code::COMM_ERROR
        | Code::INVALID_HANDLE => CardFault::Gone(says()),
        Code::RESET_CARD => CardFault::Reset(says()),
        Code::UNRESPONSIVE_CARD
        | Code::UNPOWERED_CARD
        | Code::TIMEOUT
        | Code::CANCELLED
        | Code::SYSTEM_CANCELLED
        | Code::NOT_TRANSACTED
        | Code::COMM_DATA_LOST => CardFault::Mute(says()),
        Code::INSUFFICIENT_BUFFER | Code::INVALID_ATR => CardFault::Unreadable(says()),
        _ => CardFault::Unavailable(says()),
    }
}
