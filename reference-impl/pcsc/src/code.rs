//! Return codes, with the names of the PC/SC API.

use std::fmt;

/// A return code other than success.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code(pub u32);

macro_rules! codes {
    ($($name:ident = $value:literal, $says:literal;)*) => {
        impl Code {
            $(#[doc = $says] pub const $name: Self = Self($value);)*

            /// Name and meaning; none where the code is not known here.
            pub fn known(self) -> Option<(&'static str, &'static str)> {
                match self.0 {
                    $($value => Some((stringify!($name), $says)),)*
                    _ => None,
                }
            }
        }
    };
}

codes! {
    INTERNAL_ERROR = 0x8010_0001, "an internal error of the PC/SC service";
    CANCELLED = 0x8010_0002, "the call was cancelled";
    INVALID_HANDLE = 0x8010_0003, "the handle is not valid any more";
    INVALID_PARAMETER = 0x8010_0004, "a parameter is not valid";
    NO_MEMORY = 0x8010_0006, "no memory";
    INSUFFICIENT_BUFFER = 0x8010_0008, "the answer is larger than the buffer";
    UNKNOWN_READER = 0x8010_0009, "there is no reader of this name";
    TIMEOUT = 0x8010_000A, "the time limit of the service was reached";
    SHARING_VIOLATION = 0x8010_000B, "another program uses the card";
    NO_SMARTCARD = 0x8010_000C, "there is no card in the reader";
    UNKNOWN_CARD = 0x8010_000D, "the card is not known";
    PROTO_MISMATCH = 0x8010_000F, "the card does not speak the protocol asked for";
    NOT_READY = 0x8010_0010, "the reader or the card is not ready";
    SYSTEM_CANCELLED = 0x8010_0012, "the system cancelled the call";
    COMM_ERROR = 0x8010_0013, "communication failed inside the service";
    INVALID_ATR = 0x8010_0015, "the ATR cannot be read";
    NOT_TRANSACTED = 0x8010_0016, "the exchange with the card failed";
    READER_UNAVAILABLE = 0x8010_0017, "the reader is not there any more";
    NO_SERVICE = 0x8010_001D, "the PC/SC service does not run";
    SERVICE_STOPPED = 0x8010_001E, "the PC/SC service has stopped";
    NO_READERS_AVAILABLE = 0x8010_002E, "there is no reader";
    COMM_DATA_LOST = 0x8010_002F, "data was lost between reader and card";
    UNSUPPORTED_CARD = 0x8010_0065, "the reader cannot use the card";
    UNRESPONSIVE_CARD = 0x8010_0066, "the card does not answer to reset";
    UNPOWERED_CARD = 0x8010_0067, "the card has no power";
    RESET_CARD = 0x8010_0068, "the card was reset by another program";
    REMOVED_CARD = 0x8010_0069, "the card was taken out";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.known() {
            Some((name, says)) => write!(f, "{says} (SCARD {name}, {:08X})", self.0),
            None => write!(f, "PC/SC return code {:08X}", self.0),
        }
    }
}

impl std::error::Error for Code {}
