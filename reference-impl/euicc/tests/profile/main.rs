//! The profile interpreter, on packages of `vectors/profiles` and on broken ones made here.

#![expect(clippy::unwrap_used, reason = "helpers of tests, where unwrap states what must hold")]

mod access;
mod authentication;
mod codes;
mod common;
mod files;
mod hostile;
mod lookup;
mod refusals;
