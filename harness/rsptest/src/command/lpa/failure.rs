//! Why the LPA could not do what it was asked, and whose fault it is.

use crate::engine::verdict::exit;
use rsp_consumer::lpa::LpaError;
use rsp_transport::card::CardFault;
use std::fmt;

/// Why it ended.
#[derive(Debug)]
pub enum Failure {
    /// What was asked makes no sense.
    Usage(String),
    /// The card or the server could not be reached.
    Unreached(String),
    /// The card or the server refused, or did not do what it said.
    Refused(String),
}

impl Failure {
    /// The exit code that says so.
    pub fn exit(&self) -> u8 {
        match self {
            Self::Usage(_) => exit::USAGE,
            Self::Unreached(_) => exit::INCONCLUSIVE,
            Self::Refused(_) => exit::FINDINGS,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(says) | Self::Unreached(says) | Self::Refused(says) => f.write_str(says),
        }
    }
}

impl From<CardFault> for Failure {
    fn from(fault: CardFault) -> Self {
        Self::Unreached(fault.to_string())
    }
}

impl From<LpaError> for Failure {
    fn from(error: LpaError) -> Self {
        let says = error.to_string();
        match error {
            LpaError::Unreached(_) | LpaError::Transport(_) => Self::Unreached(says),
            _ => Self::Refused(says),
        }
    }
}
