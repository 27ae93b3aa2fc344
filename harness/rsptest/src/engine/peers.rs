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
    match command {
        [0xBF, 0x20, ..] => "ES10b.GetEUICCInfo1",
        [0xBF, 0x21, ..] => "ES10b.PrepareDownload",
        [0xBF, 0x22, ..] => "ES10b.GetEUICCInfo2",
        [0xBF, 0x28, ..] => "ES10b.ListNotification",
        [0xBF, 0x2B, ..] => "ES10b.RetrieveNotificationsList",
        [0xBF, 0x2D, ..] => "ES10c.GetProfilesInfo",
        [0xBF, 0x2E, ..] => "ES10b.GetEUICCChallenge",
        [0xBF, 0x30, ..] => "ES10b.RemoveNotificationFromList",
        [0xBF, 0x38, ..] => "ES10b.AuthenticateServer",
        [0xBF, 0x3C, ..] => "ES10a.GetEuiccConfiguredAddresses",
        [0xBF, 0x3E, ..] => "ES10c.GetEID",
        [0xBF, 0x41, ..] => "ES10b.CancelSession",
        _ => "ES10b.LoadBoundProfilePackage",
    }
}
