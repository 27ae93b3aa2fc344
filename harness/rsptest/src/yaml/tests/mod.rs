//! Tests of reading YAML: trees, types, drawn errors, hostile input.

mod hostile;
mod model;
mod renders;
mod substitution;
mod trees;
mod types;
