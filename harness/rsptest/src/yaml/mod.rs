//! YAML as case, procedure and target files use it: pure data with a place for every value.
//!
//! [`parse`] reads a [`Source`] into a tree of [`Node`]s (YAML 1.2 core schema, without anchors,
//! tags, tabs and other traps); [`from_node`] makes plain `#[derive(Deserialize)]` types of it, and
//! its errors point at the key or value. [`substitute`] replaces references such as `$variant.x`.
//! What the values mean is not known here.
//!
//! For a model whose errors are good:
//! - `#[serde(deny_unknown_fields, rename_all = "kebab-case")]` on every map;
//! - [`Spanned`] around what is judged later (`Option<Spanned<T>>`, not `Spanned<Option<T>>`);
//! - an enum is a single key with its content, or a plain name;
//! - [`by_shape!`](crate::by_shape) where text or a map may stand. `#[serde(untagged)]` works, but serde then forgets
//!   places inside and says only that no form fits (give it `#[serde(expecting = "...")]`). The same
//!   holds inside `#[serde(flatten)]` and internally tagged enums.

mod de;
mod error;
mod expected;
mod keys;
mod node;
mod ordered_map;
mod parse;
mod precheck;
mod scalar;
mod shape;
mod spanned;
mod substitute;
mod syntax;
mod variants;

#[cfg(test)]
mod tests;

pub use crate::diagnostic::{Source, Span};
pub use de::{from_list, from_node, from_node_at, from_source};
pub use node::{Kind, Node};
pub use ordered_map::OrderedMap;
pub use parse::{DEEPEST, MOST_NODES, parse};
#[doc(hidden)]
pub use shape::{Shaped, deserialize_shaped};
pub use spanned::Spanned;
pub use substitute::{Substitution, substitute};
