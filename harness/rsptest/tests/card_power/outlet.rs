//! A card process on its power outlet: the way to it counts APDUs, and the plug can be pulled at any of them.

use crate::support::Bench;
use rsp_transport::card::{CardChannel, CardFault, CardOptions, open};
use std::fs::OpenOptions;
use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// When power is cut, counted in APDUs that were answered.
#[derive(Debug, Clone, Copy)]
pub enum Cut {
    /// Not by itself.
    Never,
    /// Before the next APDU is sent.
    Before(u64),
    /// So long after the next APDU was sent.
    During(u64, Duration),
}

/// The process, and the connection to it.
pub struct Outlet {
    child: Arc<Mutex<Child>>,
    /// What it prints goes somewhere for as long as it runs.
    _out: BufReader<ChildStdout>,
    channel: Box<dyn CardChannel>,
    cut: Cut,
    answered: u64,
    slowest: Duration,
    dead: bool,
    /// It came up with the state before the current one, which a commit was about to replace.
    pub fell_back: bool,
}

/// The card of this test, whose state is in one file.
fn start(bench: &Bench) -> Child {
    let err = OpenOptions::new().create(true).append(true).open(bench.path().join("card.err")).unwrap();
    Command::new(env!("CARGO_BIN_EXE_rsptest"))
        .args(["serve", "euicc", "--tcp", "127.0.0.1:0", "--state", "card.state", "--seed", "card_power"])
        .current_dir(bench.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(err)
        .spawn()
        .unwrap()
}

impl Outlet {
    /// Switches the card on.
    pub fn on(bench: &Bench) -> Self {
        let mut child = start(bench);
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut place = None;
        let mut text = String::new();
        loop {
            let from = text.len();
            let read = out.read_line(&mut text).unwrap();
            let err = || std::fs::read_to_string(bench.path().join("card.err")).unwrap();
            assert!(read > 0, "the card does not come up: {text}{}", err());
            match text[from..].split_whitespace().collect::<Vec<_>>()[..] {
                ["tcp", at] => place = Some(at.to_owned()),
                ["serving;", ..] => break,
                _ => {}
            }
        }
        let channel = open(&format!("tcp:{}", place.unwrap()), &CardOptions::default()).unwrap();
        let child = Arc::new(Mutex::new(child));
        let (answered, slowest) = (0, Duration::ZERO);
        let fell_back = text.contains("the state before it is used");
        Self { child, _out: out, channel, cut: Cut::Never, answered, slowest, dead: false, fell_back }
    }

    /// Switches the card on and off again so long afterwards, whatever it is doing.
    pub fn flicker(bench: &Bench, after: Duration) {
        let mut child = start(bench);
        std::thread::sleep(after);
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// When the power goes, counted from now.
    pub fn cut(&mut self, cut: Cut) {
        (self.cut, self.answered) = (cut, 0);
    }

    /// APDUs that were answered since then.
    pub fn answered(&self) -> u64 {
        self.answered
    }

    /// How long the slowest answer took.
    pub fn slowest(&self) -> Duration {
        self.slowest
    }

    /// SIGKILL.
    pub fn kill(&mut self) {
        self.dead = true;
        kill(&self.child);
    }
}

fn kill(child: &Mutex<Child>) {
    let mut child = child.lock().unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
}

impl Drop for Outlet {
    fn drop(&mut self) {
        self.kill();
    }
}

impl CardChannel for Outlet {
    fn reset(&mut self) -> Result<Vec<u8>, CardFault> {
        self.channel.reset()
    }

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, CardFault> {
        if matches!(self.cut, Cut::Before(at) if at == self.answered) {
            self.kill();
        }
        if self.dead {
            return Err(CardFault::Gone("no power".into()));
        }
        let begun = Instant::now();
        let answer = match self.cut {
            Cut::During(at, delay) if at == self.answered => {
                let child = self.child.clone();
                let killer = std::thread::spawn(move || {
                    // Sleeping is too coarse for what takes microseconds.
                    while begun.elapsed() < delay {
                        std::hint::spin_loop();
                    }
                    kill(&child);
                });
                let answer = self.channel.transmit(command);
                killer.join().unwrap();
                self.dead = true;
                answer
            }
            _ => self.channel.transmit(command),
        };
        if answer.is_ok() {
            self.answered += 1;
            self.slowest = self.slowest.max(begun.elapsed());
        }
        answer
    }

    fn describe(&self) -> String {
        self.channel.describe()
    }
}
