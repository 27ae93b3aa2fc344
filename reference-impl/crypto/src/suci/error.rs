//! Why a scheme output is refused.

use crate::KeyError;
use std::fmt;

/// Why the home network finds no identifier in a scheme output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SuciError {
    /// Shorter than a public key and a MAC; the length found in octets.
    Length(usize),
    /// The ephemeral public key is none.
    Key(KeyError),
    /// The MAC is not that of the ciphertext.
    Mac,
}

impl fmt::Display for SuciError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length(found) => write!(f, "scheme output of {found} octets holds no key and MAC"),
            Self::Key(error) => write!(f, "ephemeral public key: {error}"),
            Self::Mac => f.write_str("MAC is not that of the ciphertext"),
        }
    }
}

impl std::error::Error for SuciError {}
