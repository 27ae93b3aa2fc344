//! APDUs for people: which command it is, which ES10 function it carries, what the status word means.

mod function;
mod instruction;
mod log;
mod status;

pub use log::{Logged, Sink};
