//! The embedded reference eUICC as a card under test.

use crate::bench::{CardBench, Credentials, Safety};
use rsp_conduct::{Clock, Conduct, Context};
use rsp_consumer::lpa::IsdrOptions;
use rsp_crypto::SeededEntropy;
use rsp_euicc::{AllowedOperator, Card, CardOptions, Euicc, Personalisation, PolicyRule};
use rsp_transport::card::{CardChannel, CardFault};
use std::sync::Arc;
use std::time::Duration;

/// How the embedded card is set up.
pub struct EmbeddedCard<'a> {
    /// Who certifies it, and our SM-DP+ beside it.
    pub credentials: &'a Credentials,
    /// How it conducts itself.
    pub conduct: Arc<dyn Conduct>,
    /// The time that nobody tells it: only our side looks at it.
    pub clock: Arc<dyn Clock>,
    /// What its random octets follow from.
    pub seed: &'a str,
    /// How its card OS behaves where it has a choice.
    pub options: CardOptions,
    /// Whether it takes its time.
    pub slow: bool,
    /// Bits of UICCCapability that it lacks beside those that our ordinary card lacks.
    pub without: &'static [usize],
}

impl EmbeddedCard<'_> {
    /// A software card in a slot of its own. It knows every CI that the credentials can certify under.
    pub fn open(self) -> Result<CardBench, String> {
        let credentials = self.credentials;
        let mut identity = credentials.card_of_every_ci()?;
        identity.info2.uicc_capability.retain(|bit| !self.without.contains(bit));
        let entropy = Arc::new(SeededEntropy::new(format!("{}/euicc", self.seed).as_bytes()));
        let context = Context { conduct: self.conduct, clock: self.clock, entropy };
        let euicc = Euicc::personalised(context, identity, Personalisation { rat: rules_authorisation_table() });
        let card = Card::with_options(euicc, self.options);
        let product = format!("rsptest reference eUICC {}", env!("CARGO_PKG_VERSION"));
        // It is nobody's card, and gone with the run.
        let safety = Safety { nobodys: true, allowed: None, destructive: true, budget: None, switch: true };
        let options = IsdrOptions { terminal_profile: true, ..IsdrOptions::default() };
        let channel: Box<dyn CardChannel> = if self.slow { Box::new(Slow(card)) } else { Box::new(card) };
        CardBench::open(channel, Some(product), credentials, options, safety)
    }
}

/// PPR1 is for the owner of our own profiles alone, PPR2 for everyone whose end user agrees.
fn rules_authorisation_table() -> Vec<PolicyRule> {
    let row = |ppr: u8, operator, consent_required| PolicyRule {
        ppr_ids: vec![ppr.into()],
        allowed_operators: vec![operator],
        consent_required,
    };
    let ours = AllowedOperator { mcc_mnc: crate::lab::OWNER, ..AllowedOperator::any() };
    vec![row(crate::lab::PPR2, AllowedOperator::any(), true), row(crate::lab::PPR1, ours, false)]
}

/// A card that takes its time over every APDU.
struct Slow(Card);

impl CardChannel for Slow {
    fn reset(&mut self) -> Result<Vec<u8>, CardFault> {
        CardChannel::reset(&mut self.0)
    }

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, CardFault> {
        std::thread::sleep(Duration::from_millis(3));
        CardChannel::transmit(&mut self.0, command)
    }

    fn describe(&self) -> String {
        self.0.describe()
    }
}
