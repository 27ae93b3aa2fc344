//! Proving the suite: the reference passes everything, every mutant of it is killed by some case, harmless variations
//! by none, and every negative case kills something (design section 1.3).

mod harmless;
mod harmless_card;
mod matrix;
mod mutant;
mod mutants;
mod variation;

pub use harmless::Harmless;
pub use harmless_card::HarmlessCard;
pub use matrix::{Plan, Report, Verdicts, check};
pub use mutant::{Mutant, Mutation};
pub use mutants::all as mutants;
pub use variation::{Variation, all as variations};
