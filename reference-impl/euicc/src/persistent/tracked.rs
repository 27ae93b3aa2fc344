//! The state with what it was before the command, so that a commit that fails can be undone.

use super::{State, StateStore, StoreError};
use std::ops::{Deref, DerefMut};

/// The state of a running eUICC. Reading costs nothing; the first write of a command keeps a copy when there is a
/// store to commit to.
pub(crate) struct Tracked {
    now: State,
    before: Option<Box<State>>,
    store: Option<Box<dyn StateStore>>,
}

impl Tracked {
    /// A state that lives in memory only.
    pub fn volatile(now: State) -> Self {
        Self { now, before: None, store: None }
    }

    /// A state that is kept in a store.
    pub fn stored(now: State, store: Box<dyn StateStore>) -> Self {
        Self { now, before: None, store: Some(store) }
    }

    /// Hands a changed state to the store. On an error the state is what it was at the last commit.
    pub fn commit(&mut self) -> Result<(), StoreError> {
        let (Some(store), Some(before)) = (self.store.as_mut(), self.before.take()) else { return Ok(()) };
        if *before == self.now {
            return Ok(());
        }
        store.commit(&self.now).inspect_err(|_| self.now = *before)
    }
}

impl Deref for Tracked {
    type Target = State;
    fn deref(&self) -> &State {
        &self.now
    }
}

impl DerefMut for Tracked {
    fn deref_mut(&mut self) -> &mut State {
        if self.store.is_some() && self.before.is_none() {
            self.before = Some(Box::new(self.now.clone()));
        }
        &mut self.now
    }
}
