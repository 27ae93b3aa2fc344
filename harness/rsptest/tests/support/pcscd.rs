//! The virtual reader of a real pcscd, for one test at a time.

use super::Bench;
use super::serving::Serving;
use std::fs::File;
use std::time::Duration;

/// The second slot, so that the first is free for work by hand.
pub const READER: &str = "Virtual PCD 00 01";
/// Where its card dials.
const PLACE: &str = "127.0.0.1:35964";
/// pcscd looks for the card every 0.4 s. One that is exchanged in between is taken for the card before; where a program
/// finds out that that one is gone, pcscd believes the reader empty until its card has been away for so long.
const TWO_LOOKS: Duration = Duration::from_millis(1000);

/// The slot, until it is dropped.
pub struct Slot {
    _lock: File,
}

impl Slot {
    /// Nothing where there is no pcscd with a vsmartcard reader; then it says so.
    pub fn take() -> Option<Self> {
        let there = rsp_transport::card::pcsc_readers().is_ok_and(|readers| readers.iter().any(|name| name == READER));
        if !there {
            eprintln!("skipped: no pcscd with a vsmartcard reader (.ci/pcscd starts one)");
            return None;
        }
        let lock = File::create(std::env::temp_dir().join("rsptest-pcscd.lock")).unwrap();
        lock.lock().unwrap();
        Some(Self { _lock: lock })
    }

    /// Puts a card into it; the card that was there before is gone by then.
    pub fn start(&self, bench: &Bench, more: &[&str]) -> Serving {
        std::thread::sleep(TWO_LOOKS);
        let all: Vec<&str> = ["euicc", "--vpcd", PLACE].iter().chain(more).copied().collect();
        Serving::start(bench, "card", &all)
    }
}
