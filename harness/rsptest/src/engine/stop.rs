//! Why a case ends before its last step.

use super::event::RequirementText;
use super::verdict::Verdict;
use std::fmt;

/// What did not hold, before it is drawn.
#[derive(Debug, Clone, Default)]
pub struct Trouble {
    /// One line.
    pub message: String,
    /// The message it was seen in.
    pub place: String,
    /// The field.
    pub field: String,
    /// What was expected.
    pub expected: String,
    /// What came.
    pub got: String,
    /// The octets concerned.
    pub octets: Vec<u8>,
    /// The requirement, where the step names one of its own.
    pub requirement: Option<RequirementText>,
}

impl Trouble {
    /// Something that can be said in one line.
    pub fn says(message: impl Into<String>) -> Self {
        Self { message: message.into(), ..Self::default() }
    }
}

/// Why a case ends before its last step.
#[derive(Debug, Clone)]
pub enum Stop {
    /// The entity under test broke a requirement (or refused for another reason).
    Found(Verdict, Box<Trouble>),
    /// Initial conditions not met, or the entity is out of reach.
    Inconclusive(String),
    /// What did not come earlier, and was no MUST, is needed here: there is nothing more to see.
    Ended,
    /// Something is lacking, and what.
    NotApplicable(String),
    /// Our own fault.
    Broken(String),
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Found(_, trouble) => f.write_str(&trouble.message),
            Self::Inconclusive(says) | Self::NotApplicable(says) | Self::Broken(says) => f.write_str(says),
            Self::Ended => f.write_str("what did not come earlier is needed here"),
        }
    }
}
