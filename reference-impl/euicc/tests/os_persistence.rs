//! What a power cycle leaves of what APDUs changed.

#![allow(clippy::unwrap_used, reason = "a test states what must hold")]

mod bench;

use bench::{PIN1, Talk as _, USIM, card};
use rsp_euicc::{Card, Euicc, MemoryStore, Personalisation, StateStore as _};

/// A card whose state is in this store, powered up.
fn powered(store: &MemoryStore) -> Card {
    let like = bench::euicc(std::sync::Arc::new(rsp_conduct::Honest));
    let identity = like.identity().clone();
    let context = bench::context(std::sync::Arc::new(rsp_conduct::Honest));
    let (euicc, refused) = Euicc::open(context, identity, Personalisation::default(), Box::new(store.clone())).unwrap();
    assert_eq!(refused, None);
    Card::new(euicc)
}

#[test]
fn files_and_tries_are_kept() {
    let mut store = MemoryStore::default();
    store.commit(card().euicc().state()).unwrap();
    let mut card = powered(&store);
    card.say(&format!("00A4040C0C{USIM}"));
    assert_eq!(card.say("002000010839393939FFFFFFFF"), "63C2");
    // The power goes without a word.
    let mut card = powered(&store);
    card.say(&format!("00A4040C0C{USIM}"));
    assert_eq!(card.say("00200001"), "63C2");
    assert_eq!(card.say(&format!("0020000108{PIN1}")), "9000");
    assert_eq!(card.say("00D6870001AA"), "9000");
    let mut card = powered(&store);
    card.say(&format!("00A4040C0C{USIM}"));
    assert_eq!(card.say("00B0870001"), "6982");
    assert_eq!(card.say(&format!("0020000108{PIN1}")), "9000");
    assert_eq!(card.say("00B0870001"), "AA9000");
}
