//! rasn types for profile packages: the elements that make a profile, and the eUICC's answer (TCA eUICC Profile Package,
//! PEDefinitions).
//!
//! The module has AUTOMATIC TAGS: a component without a tag of its own has its place as context tag, unless any component
//! beside it is tagged by hand; then all stand with the tags that are written.

mod aka;
mod application;
mod codes;
mod element;
mod file;
mod header;
mod response;

pub use aka::*;
pub use application::*;
pub use codes::*;
pub use element::*;
pub use file::*;
pub use header::*;
pub use response::*;
