//! A real card as the signer of our side: the nominal flow of an SM-DP+'s suite with keys that we do not hold.

use crate::case::{CardName, CardSpec, CaseSet, Info2Spec, Instance};
use rsp_consumer::lpa::{Es10 as _, Isdr, IsdrOptions, LpaError, es10};
use rsp_euicc::Response;
use rsp_transport::card::{CardChannel, CardFault};
use std::sync::{Mutex, PoisonError};

/// A real card that signs. Nothing is installed on it and nothing is removed: it is asked for challenges and
/// signatures only.
pub struct SignerCard {
    session: Mutex<Session>,
    /// Its EID.
    pub eid: [u8; 16],
}

struct Session {
    isdr: Isdr<Box<dyn CardChannel>>,
    /// The last command had no answer: whatever is in the slot now has to say first that it is the same card.
    lost: bool,
}

impl Session {
    /// Comes back to the card after it was lost.
    fn find_again(&mut self, eid: [u8; 16]) -> Result<(), CardFault> {
        self.isdr.reset()?;
        let there = es10::get_eid(&mut self.isdr).map_err(|error| match error {
            LpaError::Unreached(fault) => fault,
            other => CardFault::Unreadable(format!("GetEID: {other}")),
        })?;
        if there != eid {
            let (there, eid) = (hex::encode_upper(there), hex::encode_upper(eid));
            return Err(CardFault::NoCard(format!("another one is in the slot: EID {there}, not {eid}")));
        }
        self.lost = false;
        Ok(())
    }
}

impl SignerCard {
    /// Asks the card who it is; it must be one of these.
    pub fn open(channel: Box<dyn CardChannel>, allowed: &[String]) -> Result<Self, String> {
        let way = channel.describe();
        let mut isdr = Isdr::new(channel, IsdrOptions::default());
        let fault = |fault: CardFault| format!("{way}: {fault}");
        isdr.reset().map_err(fault)?;
        let eid = es10::get_eid(&mut isdr).map_err(|error| format!("{way}: asked for its EID: {error}"))?;
        let digits = hex::encode_upper(eid);
        if !allowed.iter().any(|one| one.eq_ignore_ascii_case(&digits)) {
            return Err(format!(
                "{way}: the card has the EID {digits}, and the target file does not name it; if it may sign, add it: identity: {{ eids: [\"{digits}\"] }}"
            ));
        }
        Ok(Self { session: Mutex::new(Session { isdr, lost: false }), eid })
    }

    /// One command. A card that was lost is looked for again: a session that was begun before is gone then, and the
    /// next case begins with GetEUICCChallenge.
    pub fn command(&self, payload: &[u8]) -> Result<Response, CardFault> {
        // A panic elsewhere leaves the session as a lost answer would.
        let mut session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        if session.lost {
            session.find_again(self.eid)?;
        }
        let outcome = session.isdr.command(payload);
        session.lost = outcome.is_err();
        outcome
    }
}

/// What a case asks for that a real card does not give; absent where it gives all.
pub fn lacking(set: &CaseSet, instance: &Instance) -> Option<String> {
    let case = &instance.case;
    let CardSpec { identity, curve, ci, eid, info2 } = &case.card;
    let other = identity.is_some() || curve.is_some() || ci.is_some() || eid.is_some();
    if other || *info2 != Info2Spec::default() {
        return Some("a real card signs, and the case needs a card of our making".into());
    }
    for step in set.tested(case) {
        if step.card == Some(CardName::OtherCard) {
            return Some("a real card signs, and the case needs a second one".into());
        }
        if step.notify.is_some() || step.load.is_some() {
            return Some("a real card signs: nothing is installed on it, and it signs no made-up notification".into());
        }
        let opened = step.expect.keys().chain(step.keep.values()).any(|path| path.value.starts_with("bpp."));
        if opened {
            return Some("a real card keeps its one-time key: the package cannot be opened".into());
        }
        let artefact = step.tamper.as_ref().and_then(|tamper| tamper.artefact.as_ref());
        let inside = |name: &str| {
            let answers = ["AuthenticateServerResponse", "PrepareDownloadResponse", "CancelSessionResponse"];
            let made = rsp_euicc::rules::RULES.artefacts.iter().any(|artefact| artefact.name == name);
            made && !answers.contains(&name)
        };
        if let Some(name) = artefact.filter(|name| inside(&name.value)) {
            return Some(format!("a real card signs, and {} is made inside it", name.value));
        }
    }
    None
}
