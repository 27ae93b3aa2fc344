//! The embedded reference eUICC as a card under test.

use crate::bench::{CardBench, Credentials, Safety};
use crate::case::{CardName, CardSpec, CiName};
use rsp_conduct::{Clock, Conduct, Context};
use rsp_consumer::lpa::IsdrOptions;
use rsp_crypto::SeededEntropy;
use rsp_euicc::{Card, Euicc};
use std::sync::Arc;

/// A software card with this conduct, in a slot of its own. It knows every CI that the credentials can certify under.
pub fn embedded_card(
    credentials: &Credentials,
    conduct: Arc<dyn Conduct>,
    clock: Arc<dyn Clock>,
    seed: &str,
) -> Result<CardBench, String> {
    let both = CardSpec { ci: Some(vec![CiName::P256, CiName::BrainpoolP256r1]), ..CardSpec::default() };
    let identity = credentials
        .identity(&both, CardName::Card)
        .or_else(|_| credentials.identity(&CardSpec::default(), CardName::Card))?;
    let entropy = Arc::new(SeededEntropy::new(format!("{seed}/euicc").as_bytes()));
    let card = Card::new(Euicc::new(Context { conduct, clock, entropy }, identity));
    let product = format!("rsptest reference eUICC {}", env!("CARGO_PKG_VERSION"));
    // It is nobody's card, and gone with the run.
    let safety = Safety { allowed: None, destructive: true, budget: None };
    CardBench::open(Box::new(card), Some(product), credentials, IsdrOptions::default(), safety)
}
