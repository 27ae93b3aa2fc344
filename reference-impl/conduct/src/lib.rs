//! The seam through which a role may misbehave, the rule tables and the context of a role.
//!
//! A role (SM-DP+, eUICC, LPA ...) is honest and contains no test code. Wherever a peer can be
//! wrong, it asks its [`Conduct`], whose every default is honest and costs nothing. Each such place
//! is declared in a table beside the role: a [`Check`], a [`Duty`], a [`Choice`] or an [`Artefact`].

mod conduct;
mod context;
mod recording;
mod rules;

pub use conduct::{Conduct, Delivery, Honest, Seal, Sign};
pub use context::{Clock, Context, Entropy, FixedClock, SystemClock};
pub use recording::Recording;
pub use rules::{Artefact, Check, Choice, Duty, Reason, Refusal, Rules};
