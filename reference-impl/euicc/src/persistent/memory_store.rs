//! A store in memory.

use super::{Loaded, State, StateStore, StoreError};
use std::sync::{Arc, Mutex, PoisonError};

/// Keeps images in memory; clones share them, so that an eUICC can be opened again on a clone.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore(Arc<Mutex<Images>>);

#[derive(Debug, Default)]
struct Images {
    current: Option<Vec<u8>>,
    commits: u64,
}

impl MemoryStore {
    /// How many states were committed so far.
    pub fn commits(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).commits
    }

    /// The image of the state that was committed last.
    pub fn image(&self) -> Option<Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).current.clone()
    }

    /// A store of its own with this image.
    pub fn of_image(image: Vec<u8>) -> Self {
        Self(Arc::new(Mutex::new(Images { current: Some(image), commits: 0 })))
    }
}

impl StateStore for MemoryStore {
    fn load(&mut self) -> Result<Loaded, StoreError> {
        let state = self.image().map(|image| State::from_image(&image)).transpose()?;
        Ok(Loaded { state, refused: None })
    }

    fn commit(&mut self, state: &State) -> Result<(), StoreError> {
        let image = state.to_image()?;
        let mut images = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        images.current = Some(image);
        images.commits += 1;
        Ok(())
    }
}
