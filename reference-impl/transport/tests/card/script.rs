//! A card made for tests: it says what it was told, and counts its resets.

use rsp_transport::card::{CardChannel, CardFault, CardOptions};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What happened to the card.
#[derive(Default)]
pub struct Seen {
    pub resets: AtomicUsize,
    pub commands: Mutex<Vec<Vec<u8>>>,
}

impl Seen {
    pub fn resets(&self) -> usize {
        self.resets.load(Ordering::SeqCst)
    }
    pub fn commands(&self) -> Vec<String> {
        self.commands.lock().unwrap().iter().map(hex::encode_upper).collect()
    }
}

/// Answers MANAGE CHANNEL with the next free number and SELECT with 9000, or 6A82 for an AID that ends in 00; INS 01
/// with as many octets as P1P2 says, INS 02 is not answered, INS 03 takes the card out; all else with its own command
/// and 9000.
pub struct TestCard {
    pub seen: Arc<Seen>,
    channel: u8,
}

pub const ATR: [u8; 2] = [0x3B, 0x00];

impl TestCard {
    pub fn new() -> (Self, Arc<Seen>) {
        let seen = Arc::new(Seen::default());
        (Self { seen: seen.clone(), channel: 0 }, seen)
    }
}

impl CardChannel for TestCard {
    fn reset(&mut self) -> Result<Vec<u8>, CardFault> {
        self.channel = 0;
        self.seen.resets.fetch_add(1, Ordering::SeqCst);
        Ok(ATR.to_vec())
    }

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, CardFault> {
        self.seen.commands.lock().unwrap().push(command.to_vec());
        let ok = |data: &[u8]| Ok([data, &[0x90, 0x00]].concat());
        match command {
            [_, 0x70, 0x00, ..] => {
                self.channel += 1;
                ok(&[self.channel])
            }
            [_, 0x70, ..] => ok(&[]),
            [_, 0xA4, .., 0x00] => Ok(vec![0x6A, 0x82]),
            [_, 0xA4, ..] => ok(&[]),
            [_, 0x01, high, low, ..] => Ok(vec![0x90; usize::from(u16::from_be_bytes([*high, *low]))]),
            [_, 0x02, ..] => Err(CardFault::Mute("told to be".into())),
            [_, 0x03, ..] => Err(CardFault::NoCard("taken out".into())),
            echoed => ok(echoed),
        }
    }

    fn describe(&self) -> String {
        "the test card".into()
    }
}

/// Short limits, so that what is late is late soon.
pub fn options() -> CardOptions {
    CardOptions { exchange: Duration::from_millis(300), connect: Duration::from_secs(5), ..CardOptions::default() }
}
