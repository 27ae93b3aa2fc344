//! Why a card did not answer: never the card's verdict, always the way to it.

use std::fmt;

/// Why there is no response APDU.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardFault {
    /// The way to the card cannot be taken: no daemon, no such reader, connection refused.
    Unavailable(String),
    /// There is no card in the slot, or it was taken out.
    NoCard(String),
    /// The reader or the other end of the connection is gone.
    Gone(String),
    /// The card was reset by somebody else; volatile state is gone.
    Reset(String),
    /// No answer within the time limit.
    Mute(String),
    /// What came back is no response APDU.
    Unreadable(String),
}

impl fmt::Display for CardFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, says) = match self {
            Self::Unavailable(says) => ("the card cannot be reached", says),
            Self::NoCard(says) => ("there is no card", says),
            Self::Gone(says) => ("the connection to the card is gone", says),
            Self::Reset(says) => ("the card was reset", says),
            Self::Mute(says) => ("the card is mute", says),
            Self::Unreadable(says) => ("the answer is no response APDU", says),
        };
        write!(f, "{what}: {says}")
    }
}

impl std::error::Error for CardFault {}
