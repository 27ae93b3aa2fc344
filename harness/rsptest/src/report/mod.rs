//! Reports of a run: listeners to its events, siblings of each other. What is not in the events is not in a report.
//!
//! - [`terminal`]: for the person who started the run.
//! - [`junit`]: for machines that know JUnit.
//! - [`json`]: everything that was found, with a schema.
//! - [`trace`]: what was sent and received, one file for each case.
//! - [`OutDir`]: the folder of a run, with all of them wired to it; [`Fanout`]: several listeners as one.

mod date;
mod details;
mod fanout;
pub mod json;
pub mod junit;
mod out_dir;
mod problems;
pub mod terminal;
mod text;
pub mod trace;

#[cfg(test)]
mod sample;

pub use date::utc_now;
pub use fanout::Fanout;
pub use out_dir::{OutDir, Reports};
pub use problems::Problems;
