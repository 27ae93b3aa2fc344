//! A card is never treated worse than it was found.

#![allow(clippy::unwrap_used, reason = "in a test unwrap is the statement")]

use super::*;
use crate::case::{CardName, CardSpec, EidName};
use rsp_asn1::tlv;
use rsp_conduct::Context;
use rsp_crypto::SeededEntropy;
use rsp_euicc::{Card, Euicc};
use rsp_transport::card::{CardChannel, CardFault};
use std::sync::Mutex as StdMutex;

fn credentials() -> Credentials {
    Credentials::own(b"safety")
}

fn software(credentials: &Credentials, eid: EidName) -> Card {
    let identity = credentials.identity(&CardSpec { eid: Some(eid), ..CardSpec::default() }, CardName::Card).unwrap();
    let context = Context::honest(Arc::new(SeededEntropy::new(b"safety")));
    Card::new(Euicc::new(context, identity))
}

/// STORE DATA that begins so is answered with that.
type Instead = Option<(Vec<u8>, Vec<u8>)>;

/// A slot whose card somebody exchanges, and in which some commands are answered otherwise.
#[derive(Clone)]
struct Reader {
    card: Arc<StdMutex<Card>>,
    instead: Arc<StdMutex<Instead>>,
    seen: Arc<StdMutex<Vec<Vec<u8>>>>,
}

impl Reader {
    fn with(card: Card) -> Self {
        Self { card: Arc::new(StdMutex::new(card)), instead: Arc::default(), seen: Arc::default() }
    }
}

impl CardChannel for Reader {
    fn reset(&mut self) -> Result<Vec<u8>, CardFault> {
        Ok(self.card.lock().unwrap().reset())
    }

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, CardFault> {
        self.seen.lock().unwrap().push(command.to_vec());
        let instead = self.instead.lock().unwrap().clone();
        let begins = |start: &[u8]| command.get(5..).is_some_and(|data| data.starts_with(start));
        if let Some((_, answer)) = instead.filter(|(start, _)| begins(start)) {
            return Ok(answer);
        }
        Ok(self.card.lock().unwrap().transmit(command))
    }

    fn describe(&self) -> String {
        "a reader".into()
    }
}

fn open(reader: &Reader, credentials: &Credentials, safety: Safety) -> Result<CardBench, String> {
    CardBench::open(Box::new(reader.clone()), None, credentials, IsdrOptions::default(), safety)
}

#[test]
fn a_card_that_is_not_on_the_list_is_left_alone() {
    let credentials = credentials();
    let reader = Reader::with(software(&credentials, EidName::First));
    let refused = open(&reader, &credentials, Safety { allowed: Some(Vec::new()), ..Safety::default() }).err().unwrap();
    assert!(refused.contains("--allow-eid 8904"), "{refused}");
    // TERMINAL CAPABILITY, MANAGE CHANNEL, SELECT, GetEID, GET RESPONSE: nothing that writes.
    assert_eq!(reader.seen.lock().unwrap().len(), 5);
    let named = hex::encode(reader.card.lock().unwrap().euicc().identity().eid);
    assert!(open(&reader, &credentials, Safety { allowed: Some(vec![named]), ..Safety::default() }).is_ok());
}

#[test]
fn a_card_that_does_not_say_what_is_on_it_is_not_taken_for_an_empty_one() {
    let credentials = credentials();
    let reader = Reader::with(software(&credentials, EidName::First));
    *reader.instead.lock().unwrap() = Some((vec![0xBF, 0x2D], vec![0xBF, 0x2D, 0x03, 0x81, 0x01, 0x7F, 0x90, 0x00]));
    let named = hex::encode(reader.card.lock().unwrap().euicc().identity().eid);
    let safety = Safety { allowed: Some(vec![named]), ..Safety::default() };
    let refused = open(&reader, &credentials, safety).err().unwrap();
    assert!(refused.contains("GetProfilesInfo was answered with an error"), "{refused}");
}

#[test]
fn a_card_put_in_meanwhile_is_not_put_back_as_another_was() {
    let credentials = credentials();
    let reader = Reader::with(software(&credentials, EidName::First));
    let bench = open(&reader, &credentials, Safety::default()).unwrap();
    *reader.card.lock().unwrap() = software(&credentials, EidName::Other);
    let mut slot = bench.slot.try_lock().unwrap();
    slot.dirty = true;
    reader.seen.lock().unwrap().clear();
    let refused = slot.restore().err().unwrap();
    assert!(refused.contains("the card in the slot is another one now"), "{refused}");
    let seen = reader.seen.lock().unwrap();
    let deletes = seen.iter().filter(|command| command.get(5..7) == Some(&[0xBF, 0x33]));
    assert_eq!(deletes.count(), 0);
}

/// The same card, after somebody else had it: a profile that is none of ours is on it, and in use.
fn had_by_somebody(credentials: &Credentials) -> Card {
    let mut card = software(credentials, EidName::First);
    let package = include_bytes!("../../../../../vectors/profiles/rsptest-minimal.der");
    let platform = rsp_euicc::profile::Platform::new(&rsp_euicc::Info2::default(), 512 * 1024);
    let profile = rsp_euicc::profile::install(package, &platform, &rsp_conduct::Honest).unwrap().profile;
    let names = [tlv::wrap(0x5A, &[&[0x98, 0x44, 0x10, 0, 0, 0, 0, 0, 0, 0x12]]), tlv::wrap(0x91, &[b"a"])].concat();
    let metadata = tlv::wrap(0xBF25, &[&names, &tlv::wrap(0x92, &[b"b"])]);
    let iccid = [0x98, 0x44, 0x10, 0, 0, 0, 0, 0, 0, 0x12];
    card.euicc_mut().preload(iccid, metadata, profile, rsp_euicc::IsdpState::Enabled).unwrap().unwrap();
    card
}

#[test]
fn a_card_that_somebody_else_had_meanwhile_is_left_alone() {
    let credentials = credentials();
    let reader = Reader::with(software(&credentials, EidName::First));
    let bench = open(&reader, &credentials, Safety::default()).unwrap();
    let mut slot = bench.slot.try_lock().unwrap();
    assert_eq!(slot.ready(), Ok(()));
    // Away: another one is there.
    *reader.card.lock().unwrap() = software(&credentials, EidName::Other);
    assert!(slot.ready().unwrap_err().contains("another one now"));
    *reader.card.lock().unwrap() = had_by_somebody(&credentials);
    reader.seen.lock().unwrap().clear();
    for _ in 0..2 {
        let refused = slot.ready().unwrap_err();
        assert!(refused.contains("is left alone") && refused.contains("none of ours"), "{refused}");
    }
    let written =
        |command: &&Vec<u8>| matches!(command.get(5..7), Some([0xBF, 0x29 | 0x30 | 0x31 | 0x32 | 0x33 | 0x3F]));
    assert_eq!(reader.seen.lock().unwrap().iter().filter(written).count(), 0);
    // As it was.
    *reader.card.lock().unwrap() = software(&credentials, EidName::First);
    assert_eq!(slot.ready(), Ok(()));
}
