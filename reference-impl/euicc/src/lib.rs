//! The eUICC of SGP.22 as software: [`Euicc`] at the level of ES10 commands, [`Card`] at that of APDUs.
//!
//! [`Card::transmit`] takes a command APDU and answers with a response APDU; `os` has one file per command family.
//! [`Euicc::command`] takes the data field of a complete STORE DATA chain and answers with response data
//! and status word. The functions stand one per file in `es10a`, `es10b`, `es10c`, those inside a Bound Profile
//! Package in `es8plus`. [`Euicc::open`] keeps the state in a [`StateStore`]; [`Euicc::reset`] is a power cycle.

pub mod apdu;
mod card;
mod certificates;
mod codes;
mod crl;
mod es10a;
mod es10b;
mod es10c;
mod es8plus;
mod euicc;
pub mod fs;
mod identity;
mod isdp;
mod notification;
pub mod os;
mod persistent;
mod personalisation;
mod preload;
pub mod profile;
mod profile_policy;
pub mod rules;
mod session;
mod switch;

pub use card::{Card, CardOptions, Handing};
pub use euicc::{Euicc, Response};
pub use identity::{EuiccIdentity, Info2, SigningIdentity};
pub use isdp::{Isdp, IsdpState};
pub use persistent::{FileStore, Loaded, MemoryStore, State, StateStore, StoreError, VERSION};
pub use personalisation::Personalisation;
pub use profile_policy::{AllowedOperator, PolicyRule, everyone_with_consent};
pub use switch::Refresh;
