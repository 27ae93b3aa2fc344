//! PC/SC without a build dependency: the system's library is looked for when it is needed, and its absence is an
//! ordinary error.
//!
//! [`Pcsc::load`] finds the library, [`Pcsc::context`] the daemon, [`Context::readers`] the readers, and
//! [`Context::connect`] a card. Calls block as long as the daemon lets them; whoever needs a time limit calls from a
//! thread of its own and keeps a [`Canceller`].

mod code;
#[allow(unsafe_code, reason = "the calls into libpcsclite, and nothing else; each says why it is sound")]
mod ffi;
mod session;

pub use code::Code;
pub use session::{Canceller, Card, Context, Disposition, Initialization, LoadError, Pcsc, Protocol, Share};
