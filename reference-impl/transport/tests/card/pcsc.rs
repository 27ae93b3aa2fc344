//! `pcsc:` against a running pcscd with the vsmartcard reader; without them the tests say that they skip.

use crate::script::{ATR, Seen, TestCard, options};
use rsp_transport::card::{CardChannel, CardFault, Share, open, pcsc_readers, serve};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// The second slot: the first is left to whoever tries things by hand.
const READER: &str = "pcsc:Virtual PCD 00 01";
const SLOT: &str = "127.0.0.1:35964";

/// A card in the reader as long as nobody asks it to leave.
struct Inserted {
    seen: Arc<Seen>,
    wanted: Arc<AtomicBool>,
}

impl Inserted {
    fn new() -> Self {
        let wanted = Arc::new(AtomicBool::new(true));
        let (mut card, seen) = TestCard::new();
        let stay = wanted.clone();
        std::thread::spawn(move || {
            while stay.load(Ordering::SeqCst) {
                serve::vpcd(SLOT, false, &mut card, &mut |_| ());
                // pcscd must see that it was away.
                std::thread::sleep(Duration::from_secs(1));
            }
        });
        Self { seen, wanted }
    }
}

/// Nobody else has the slot while this is held: tests of other working copies use the same daemon.
fn alone() -> std::fs::File {
    let lock = std::fs::File::create(std::env::temp_dir().join("rsptest-pcscd.lock")).unwrap();
    lock.lock().unwrap();
    lock
}

/// Tries until it works, or says what the last fault was.
#[track_caller]
fn soon<T>(mut what: impl FnMut() -> Result<T, CardFault>) -> T {
    for _ in 0..10 {
        if let Ok(done) = what() {
            return done;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    match what() {
        Ok(done) => done,
        Err(fault) => panic!("{fault}"),
    }
}

#[test]
fn a_card_in_a_reader() {
    let there = pcsc_readers().is_ok_and(|readers| readers.iter().any(|name| READER.ends_with(name.as_str())));
    if !there {
        eprintln!("skipped: no pcscd with a vsmartcard reader (.ci/pcscd starts one)");
        return;
    }
    let _lock = alone();
    let mut patience = options();
    patience.connect = Duration::from_secs(2);
    // The card of the run before is noticed to be gone only when pcscd looks again.
    let empty = (0..20).find_map(|_| {
        std::thread::sleep(Duration::from_millis(200));
        open(READER, &patience).err().filter(|fault| matches!(fault, CardFault::NoCard(_)))
    });
    assert!(empty.is_some(), "an empty slot has no card");
    let unknown = open("pcsc:no such reader", &patience).err().unwrap();
    assert!(matches!(&unknown, CardFault::Unavailable(says) if says.contains("Virtual PCD")), "{unknown:?}");

    let inserted = Inserted::new();
    let mut card = soon(|| open(READER, &options()));
    assert_eq!(card.reset().unwrap(), ATR);
    assert_eq!(card.transmit(&[0x80, 0xE2, 0x91, 0x00]).unwrap(), [0x80, 0xE2, 0x91, 0x00, 0x90, 0x00]);
    // 61xx and data of every size come through as they are.
    assert_eq!(card.transmit(&[0x00, 0x01, 0x01, 0x02]).unwrap().len(), 258);
    let resets = inserted.seen.resets();
    card.reset().unwrap();
    assert!(inserted.seen.resets() > resets, "a reset reaches the card");

    // Somebody else wants it, while it is ours alone.
    let busy = open(READER, &patience).err().unwrap();
    assert!(matches!(&busy, CardFault::Unavailable(says) if says.contains("another program")), "{busy:?}");

    // Too much, too little, nothing: the fault says which, and a reset makes it good.
    let large = card.transmit(&[0x00, 0x01, 0x04, 0x00]).unwrap_err();
    assert!(matches!(large, CardFault::Unreadable(_) | CardFault::Mute(_)), "{large:?}");
    soon(|| card.reset());
    let mute = card.transmit(&[0x00, 0x02, 0x00, 0x00]).unwrap_err();
    assert!(matches!(mute, CardFault::Mute(_) | CardFault::NoCard(_)), "{mute:?}");
    soon(|| card.reset());
    assert_eq!(card.transmit(&[0x80, 0xF2, 0x00, 0x00]).unwrap().len(), 6);

    // Shared: another program resets it.
    drop(card);
    let mut shared = options();
    shared.share = Share::Shared;
    let mut one = soon(|| open(READER, &shared));
    let mut other = open(READER, &shared).unwrap();
    other.reset().unwrap();
    let reset = one.transmit(&[0x80, 0xF2, 0x00, 0x00]).unwrap_err();
    assert!(matches!(reset, CardFault::Reset(_)), "{reset:?}");
    one.reset().unwrap();
    assert_eq!(one.transmit(&[0x80, 0xF2, 0x00, 0x00]).unwrap().len(), 6);
    drop(other);

    // Taken out and put in again.
    inserted.wanted.store(false, Ordering::SeqCst);
    let gone = one.transmit(&[0x00, 0x03, 0x00, 0x00]).unwrap_err();
    assert!(matches!(gone, CardFault::NoCard(_) | CardFault::Mute(_)), "{gone:?}");
    let gone = (0..50).find_map(|_| {
        std::thread::sleep(Duration::from_millis(100));
        one.transmit(&[0x80, 0xF2, 0x00, 0x00]).err().filter(|fault| matches!(fault, CardFault::NoCard(_)))
    });
    assert!(gone.is_some(), "a card that was taken out is gone in the end");
    let again = Inserted::new();
    soon(|| one.reset());
    assert_eq!(one.transmit(&[0x80, 0xF2, 0x00, 0x00]).unwrap().len(), 6);
    again.wanted.store(false, Ordering::SeqCst);
    let _ = one.transmit(&[0x00, 0x03, 0x00, 0x00]);
}
