//! Why the question whether an entity still answers had no answer.

use std::fmt;

/// Nothing came back, and whose doing that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lifeless {
    /// Our side could not ask: the card that signs for it is gone.
    NotAsked(String),
    /// The entity was asked, and did not answer as a living one does.
    NotAnswered(String),
}

impl fmt::Display for Lifeless {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAsked(says) => write!(f, "could not be asked: {says}"),
            Self::NotAnswered(says) => f.write_str(says),
        }
    }
}
