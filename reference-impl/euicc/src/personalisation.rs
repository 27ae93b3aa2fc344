//! What an EUM decides beyond keys and addresses.

use crate::profile_policy::{PolicyRule, everyone_with_consent};

/// What an EUM decides beyond keys and addresses; kept in the state from the first power-up on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Personalisation {
    /// The Rules Authorisation Table, in order (SGP.22 §2.9.2). By default every operator may use PPR1 and PPR2 when
    /// the end user agrees.
    pub rat: Vec<PolicyRule>,
}

impl Default for Personalisation {
    fn default() -> Self {
        Self { rat: everyone_with_consent() }
    }
}
