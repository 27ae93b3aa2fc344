//! Our peers in one case: cards with their LPA, and what the last answers were.

use super::armed::Armed;
use rsp_conduct::{Clock, Context};
use rsp_consumer::es9plus::Members;
use rsp_consumer::lpa::{Binding, Device, Es10, Lpa};
use rsp_crypto::SeededEntropy;
use rsp_euicc::{Euicc, EuiccIdentity, Response};
use rsp_transport::card::CardFault;
use std::sync::Arc;

/// A command between our LPA and our card.
#[derive(Debug, Clone)]
pub struct CardCommand {
    /// The data field of the STORE DATA chain.
    pub command: Vec<u8>,
    /// Response data.
    pub response: Vec<u8>,
    /// Status word.
    pub sw: u16,
}

/// A card that writes down what it is asked.
pub struct LoggedCard {
    /// The card.
    pub card: Euicc,
    /// Commands and answers, oldest first.
    pub log: Vec<CardCommand>,
}

impl Es10 for LoggedCard {
    fn command(&mut self, payload: &[u8]) -> Result<Response, CardFault> {
        let response = self.card.command(payload);
        self.log.push(CardCommand { command: payload.to_vec(), response: response.data.clone(), sw: response.sw });
        Ok(response)
    }
}

/// One card, its LPA, and where their session stands.
pub struct Peer {
    /// The card.
    pub card: LoggedCard,
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
    /// A card with this identity. Its entropy follows from the label alone.
    pub fn new(
        identity: EuiccIdentity,
        armed: &Arc<Armed>,
        clock: Arc<dyn Clock>,
        label: &[u8],
        binding: Binding,
        version: &str,
    ) -> Self {
        let entropy = Arc::new(SeededEntropy::new(label));
        let context = Context { conduct: armed.clone(), clock, entropy };
        Self {
            card: LoggedCard { card: Euicc::new(context.clone(), identity), log: Vec::new() },
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
