//! APDUs for people: which command it is, which ES10 function it carries, what the status word means.

mod function;
mod instruction;
mod log;
mod status;

pub use function::function;
pub use instruction::describe;
pub use log::{Logged, Sink};
pub use status::words as status;
