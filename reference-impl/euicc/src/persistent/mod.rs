//! What survives a power cycle: the state, its image in octets, where images are kept.

mod file_store;
mod image;
mod lock;
mod memory_store;
mod state;
mod store;
mod tracked;

pub use file_store::FileStore;
pub use image::VERSION;
pub use memory_store::MemoryStore;
pub use state::State;
pub use store::{Loaded, StateStore, StoreError};
pub(crate) use tracked::Tracked;
