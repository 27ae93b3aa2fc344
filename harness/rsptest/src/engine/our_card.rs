//! Our own card: software that one case has for itself, or a real one that signs for all cases. Both are reached
//! by APDUs.

use super::armed::Armed;
use crate::bench::SignerCard;
use rsp_conduct::Context;
use rsp_consumer::lpa::{Es10, Isdr, IsdrOptions};
use rsp_crypto::PrivateKey;
use rsp_euicc::{Card, Euicc, EuiccIdentity, Response};
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

enum Behind {
    /// Software: what it signs, and with which keys, is ours to say.
    Software(Box<Isdr<Card>>),
    /// A real card: it says what it likes, and we can only alter its answers.
    Signer(Arc<SignerCard>, Arc<Armed>),
}

/// Our card. It writes down what it is asked.
pub struct OurCard {
    behind: Behind,
    /// Commands and answers, oldest first.
    pub log: Vec<CardCommand>,
}

impl OurCard {
    /// A software card with this identity.
    pub fn software(context: Context, identity: EuiccIdentity) -> Self {
        let card = Card::new(Euicc::new(context, identity));
        let isdr =
            Isdr::new(card, IsdrOptions { block_size: 255, terminal_capability: false, ..IsdrOptions::default() });
        Self { behind: Behind::Software(Box::new(isdr)), log: Vec::new() }
    }

    /// A real card that signs.
    pub fn signer(signer: Arc<SignerCard>, armed: Arc<Armed>) -> Self {
        Self { behind: Behind::Signer(signer, armed), log: Vec::new() }
    }

    /// Its EID.
    pub fn eid(&self) -> [u8; 16] {
        match &self.behind {
            Behind::Software(isdr) => isdr.card.euicc().identity().eid,
            Behind::Signer(signer, _) => signer.eid,
        }
    }

    /// otSK.EUICC.ECKA of the download that was prepared last; a real card keeps its own.
    pub fn one_time_key(&self) -> Option<&PrivateKey> {
        match &self.behind {
            Behind::Software(isdr) => isdr.card.euicc().one_time_key(),
            Behind::Signer(..) => None,
        }
    }

    /// A notification of an event that did not happen; a real card signs none.
    pub fn notify(&mut self, event: u8, address: &str, iccid: Option<&[u8]>) -> Option<Vec<u8>> {
        match &mut self.behind {
            Behind::Software(isdr) => isdr.card.euicc_mut().notify(event, address, iccid, 0),
            Behind::Signer(..) => None,
        }
    }
}

impl Es10 for OurCard {
    fn command(&mut self, payload: &[u8]) -> Result<Response, CardFault> {
        let response = match &mut self.behind {
            Behind::Software(isdr) => isdr.command(payload)?,
            Behind::Signer(signer, armed) => {
                let mut response = super::card_side::blocking(|| signer.command(payload))?;
                let artefact = match payload {
                    [0xBF, 0x38, ..] => "AuthenticateServerResponse",
                    [0xBF, 0x21, ..] => "PrepareDownloadResponse",
                    [0xBF, 0x41, ..] => "CancelSessionResponse",
                    _ => "",
                };
                armed.alter(artefact, &mut response.data);
                response
            }
        };
        self.log.push(CardCommand { command: payload.to_vec(), response: response.data.clone(), sw: response.sw });
        Ok(response)
    }
}
