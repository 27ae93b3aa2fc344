//! Judging: what an answer is, whether it is what a step asks for, and what a package holds.
//!
//! The harness has its own eyes: JSON is read here, ASN.1 by `rsptest-wire`; the roles' decoders are not asked.

mod answer;
mod bpp;
mod card;
mod chain;
mod matcher;
mod outcome;
mod suci;

pub use answer::{Answer, Outcome};
pub use bpp::{Keys, OpenedPackage};
pub use card::success;
pub use matcher::{Evidence, Mismatch, check};
pub use outcome::{Judgement, judge, unreachable};
