//! The engine: scheduler, steps, events.

mod apdu;
mod armed;
mod call;
mod card_side;
mod case_run;
mod ci_choice;
pub mod event;
mod operation;
mod our_card;
mod peers;
mod scheduler;
mod scope;
mod server_peer;
mod stop;
mod together;
pub mod value;
mod verbs;
pub mod verdict;

pub use armed::{Armed, Arsenal, alter, structure};
pub use call::describe;
pub use case_run::CaseRun;
pub use operation::known as known_operation;
pub use our_card::OurCard;
pub use scheduler::{Schedule, run};
pub use scope::Scope;
pub use stop::{Stop, Trouble};
