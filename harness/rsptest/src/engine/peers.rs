//! Our peers in one case: cards with their LPA, and what the last answers were.

use super::our_card::OurCard;
use rsp_conduct::Context;
use rsp_consumer::es9plus::Members;
use rsp_consumer::lpa::{Binding, Device, Lpa};
use rsp_euicc::EuiccIdentity;

/// One card, its LPA, and where their session stands.
pub struct Peer {
    /// The card.
    pub card: OurCard,
    /// The LPA.
    pub lpa: Lpa,
    /// Answer of the last InitiateAuthentication.
    pub opened: Members,
    /// Answer of the last AuthenticateClient.
    pub offer: Members,
    /// Answer of the last GetBoundProfilePackage.
    pub bound: Members,
    /// The notification that was made last.
    pub pending: Vec<u8>,
}

impl Peer {
    /// A software card with this identity, and its LPA. Their entropy follows from the label alone.
    pub fn new(context: Context, identity: EuiccIdentity, binding: Binding, version: &str) -> Self {
        let card = OurCard::software(context.clone(), identity);
        Self::with_card(card, context, binding, version)
    }

    /// This card, and an LPA.
    pub fn with_card(card: OurCard, context: Context, binding: Binding, version: &str) -> Self {
        Self {
            card,
            lpa: Lpa { context, version: version.to_owned(), binding, device: Device::default() },
            opened: Members::new(),
            offer: Members::new(),
            bound: Members::new(),
            pending: Vec::new(),
        }
    }
}

/// The name of the function that a command to a card calls.
pub fn card_function(command: &[u8]) -> &'static str {
    crate::apdu::function(command).map_or("ES10b.LoadBoundProfilePackage", |function| &function.name)
}
