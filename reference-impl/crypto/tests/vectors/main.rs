//! Everything public against `vectors/crypto` and its neighbours, which other code than ours made.

#![expect(clippy::unwrap_used, reason = "helpers of tests, where unwrap states what must hold")]

mod aka;
mod bsp;
mod common;
mod derivation;
mod keys;
mod suci;
