//! Tests of reading YAML: trees, types, drawn errors, hostile input, speed.

mod hostile;
mod model;
mod renders;
mod speed;
mod substitution;
mod trees;
mod types;
