//! Why nothing was tampered with.

use std::fmt;

use super::Operation;
use crate::forge::ForgeError;
use crate::path::PathError;

/// Why an operation was not applied. Each of these makes a case broken, never passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TamperError {
    /// The path leads nowhere.
    Path(PathError),
    /// A path was given without a structure to find it in.
    NoStructure {
        /// The path.
        path: String,
    },
    /// The octets after the operation are the octets before it.
    NothingChanged {
        /// The operation's name.
        operation: &'static str,
    },
    /// A position or number outside of what is there.
    Range {
        /// One sentence.
        says: String,
    },
    /// The text is no hex.
    Hex {
        /// The text, shortened.
        text: String,
        /// What is wrong with it.
        says: String,
    },
    /// A value is not of the field's type.
    Value(ForgeError),
    /// The operation does not fit the artefact or the place.
    Unfit {
        /// The operation's name.
        operation: &'static str,
        /// One sentence.
        says: String,
    },
    /// The artefact cannot be read as what it should be.
    Unreadable {
        /// One sentence.
        says: String,
    },
}

impl TamperError {
    pub(super) fn unfit(operation: &Operation, says: &str) -> TamperError {
        TamperError::Unfit { operation: operation.name(), says: says.to_owned() }
    }
}

impl fmt::Display for TamperError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TamperError::Path(error) => error.fmt(formatter),
            TamperError::NoStructure { path } => {
                write!(formatter, "`{path}`: the artefact has no structure to find a field in")
            }
            TamperError::NothingChanged { operation } => write!(formatter, "`{operation}` changes nothing here"),
            TamperError::Range { says } | TamperError::Unreadable { says } => formatter.write_str(says),
            TamperError::Hex { text, says } => write!(formatter, "`{text}` is no hex: {says}"),
            TamperError::Value(error) => error.fmt(formatter),
            TamperError::Unfit { operation, says } => write!(formatter, "`{operation}` {says}"),
        }
    }
}

impl std::error::Error for TamperError {}

impl From<PathError> for TamperError {
    fn from(error: PathError) -> TamperError {
        TamperError::Path(error)
    }
}

impl From<ForgeError> for TamperError {
    fn from(error: ForgeError) -> TamperError {
        TamperError::Value(error)
    }
}
