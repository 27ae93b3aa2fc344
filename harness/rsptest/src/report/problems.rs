//! What went wrong in writing reports: a full disk must not end a run, but must not go unsaid either.

use std::fmt::Display;
use std::sync::{Arc, Mutex, PoisonError};

/// Most problems that are kept; a full disk makes one for every case.
const MOST: usize = 100;

/// A list that several listeners share; a clone is the same list.
#[derive(Debug, Clone, Default)]
pub struct Problems(Arc<Mutex<Vec<String>>>);

impl Problems {
    /// Adds one: `what` could not be written, and why. Only the first hundred are kept.
    pub fn push(&self, what: impl Display, why: impl Display) {
        let mut list = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if list.len() < MOST {
            list.push(format!("{what}: {why}"));
        }
    }

    /// All of them so far, one line each.
    pub fn list(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
