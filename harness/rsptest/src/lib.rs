//! Conformance test harness for eSIM Remote SIM Provisioning: the runner as a library.

#![forbid(unsafe_code)]

/// `eprintln!` that does not panic when nobody reads any more: a closed standard error must not end a run half way.
macro_rules! eprintln {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), $($words)*);
    }};
}

pub mod apdu;
pub mod baseline;
pub mod bench;
pub mod case;
pub mod command;
pub mod diagnostic;
pub mod engine;
pub mod judge;
pub mod lab;
mod read_whole;
pub mod report;
pub mod selfcheck;
pub mod target;
pub mod yaml;

/// The seed of a run that names none: the same octets every time.
pub const DEFAULT_SEED: &str = "rsptest";
