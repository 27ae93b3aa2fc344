//! The eUICC of SGP.22 as software, at the level of ES10 commands.
//!
//! [`Euicc::command`] takes the data field of a complete STORE DATA chain and answers with response data
//! and status word. The functions stand one per file in `es10a`, `es10b`, `es10c`.

mod certificates;
mod es10a;
mod es10b;
mod es10c;
mod euicc;
pub mod fs;
mod identity;
mod isdp;
mod notification;
pub mod profile;
pub mod rules;
mod session;

pub use euicc::{Euicc, Response};
pub use identity::{EuiccIdentity, Info2, SigningIdentity};
pub use isdp::{Isdp, IsdpState};
