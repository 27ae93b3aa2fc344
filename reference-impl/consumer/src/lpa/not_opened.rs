//! A card that gives no channel with the ISD-R on it: which command it refused, which is never the one that was asked.

use rsp_euicc::Response;
use std::fmt;

/// What was refused on the way to the ISD-R.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotOpened {
    /// MANAGE CHANNEL gave no channel.
    ManageChannel(Response),
    /// SELECT by the AID of the ISD-R was refused on the channel, which is closed again.
    Select(Response),
}

impl NotOpened {
    /// The card's answer.
    pub fn into_response(self) -> Response {
        match self {
            Self::ManageChannel(response) | Self::Select(response) => response,
        }
    }
}

impl fmt::Display for NotOpened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ManageChannel(response) if response.sw == 0x9000 => {
                write!(f, "MANAGE CHANNEL (open) is answered with 9000, but with no channel number")
            }
            Self::ManageChannel(response) => {
                write!(f, "MANAGE CHANNEL (open) is answered with status word {:04X}", response.sw)
            }
            Self::Select(response) => {
                write!(f, "SELECT of the ISD-R is answered with status word {:04X}", response.sw)
            }
        }
    }
}
