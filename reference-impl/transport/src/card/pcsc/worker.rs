//! The thread that makes the PC/SC calls.

use super::{fault, reader};
use crate::card::{CardFault, CardOptions};
use rsp_pcsc::{Canceller, Card, Code, Context, Disposition, Initialization, Pcsc, Share};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What the thread is to do.
pub(super) enum Job {
    /// Connect, or cut the power and connect again; the answer is the ATR.
    Reset,
    /// One APDU.
    Transmit(Vec<u8>),
}

/// Room for a response to a command with an extended length field.
const ROOM: usize = 65_538;
/// How long the end of a connection is waited for: cutting the power takes a moment.
const FAREWELL: Duration = Duration::from_secs(2);

/// The thread, from outside.
pub(super) struct Worker {
    /// Taken away when the thread is to end.
    jobs: Option<Sender<Job>>,
    answers: Receiver<Result<Vec<u8>, CardFault>>,
    canceller: Arc<Mutex<Option<Canceller>>>,
}

impl Worker {
    /// Starts the thread; it makes no call before the first job.
    pub(super) fn start(reader: &str, options: &CardOptions) -> Result<Self, CardFault> {
        let library = Pcsc::load().map_err(|error| fault::no_library(&error))?;
        let (jobs, todo) = channel();
        let (done, answers) = channel();
        let canceller = Arc::new(Mutex::new(None));
        let mut desk = Desk {
            library,
            wanted: reader.to_owned(),
            options: options.clone(),
            canceller: canceller.clone(),
            context: None,
            card: None,
            reader: reader.to_owned(),
        };
        let thread = std::thread::Builder::new().name("pcsc".into());
        let started = thread.spawn(move || {
            while let Ok(job) = todo.recv() {
                if done.send(desk.carry_out(job)).is_err() {
                    break;
                }
            }
            if let Some(card) = desk.card.take() {
                // Whoever comes next finds a card as after power-up, unless somebody else is at it already. Nobody is
                // left to hear that it failed.
                let shared = desk.options.share == Share::Shared;
                let _ = card.disconnect(if shared { Disposition::Leave } else { Disposition::Unpower });
            }
        });
        started.map_err(|error| CardFault::Unavailable(format!("no thread for PC/SC: {error}")))?;
        Ok(Self { jobs: Some(jobs), answers, canceller })
    }

    /// What the job gave; none when the time is up.
    pub(super) fn ask(&self, job: Job, limit: Duration) -> Option<Result<Vec<u8>, CardFault>> {
        let gone = || Some(Err(CardFault::Gone("the PC/SC thread has ended".into())));
        let Some(jobs) = &self.jobs else { return gone() };
        if jobs.send(job).is_err() {
            return gone();
        }
        match self.answers.recv_timeout(limit) {
            Ok(answer) => Some(answer),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => gone(),
        }
    }

    /// Tells the service that nobody waits any more, and leaves the thread to itself.
    pub(super) fn abandon(mut self) {
        self.jobs = None;
        let canceller = self.canceller.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(canceller) = canceller.as_ref() {
            // Whether it ends the call is the driver's affair.
            let _ = canceller.cancel();
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // Still there: not abandoned, so the thread waits for a job and ends when none can come.
        if self.jobs.take().is_some() {
            let _ = self.answers.recv_timeout(FAREWELL);
        }
    }
}

/// What the thread holds.
struct Desk {
    library: Pcsc,
    wanted: String,
    options: CardOptions,
    canceller: Arc<Mutex<Option<Canceller>>>,
    context: Option<Context>,
    card: Option<Card>,
    /// The reader's full name, once it is known.
    reader: String,
}

impl Desk {
    fn carry_out(&mut self, job: Job) -> Result<Vec<u8>, CardFault> {
        match job {
            Job::Reset => self.reset(),
            Job::Transmit(command) => self.transmit(&command),
        }
    }

    fn reset(&mut self) -> Result<Vec<u8>, CardFault> {
        if let Some(card) = self.card.as_mut() {
            if card.reconnect(Initialization::Unpower).is_ok() {
                return card.atr().map_err(|code| fault::of(code, &self.reader));
            }
            // The reader or the daemon may be another one by now: everything anew.
            self.card = None;
            self.context = None;
        }
        let card = self.connect()?;
        let atr = card.atr().map_err(|code| fault::of(code, &self.reader));
        self.card = Some(card);
        atr
    }

    fn connect(&mut self) -> Result<Card, CardFault> {
        let context = self.library.context().map_err(|code| fault::of(code, &self.wanted))?;
        *self.canceller.lock().unwrap_or_else(PoisonError::into_inner) = Some(context.canceller());
        let context = self.context.insert(context);
        self.reader = reader::choose(context, &self.wanted)?;
        let until = Instant::now() + self.options.connect / 2;
        loop {
            match context.connect(&self.reader, self.options.share, self.options.protocol) {
                Ok(card) => return Ok(card),
                // Passing states: a call of ours that was abandoned still holds the card, or it was only just put in.
                Err(Code::SHARING_VIOLATION | Code::NO_SMARTCARD | Code::UNPOWERED_CARD | Code::NOT_READY)
                    if Instant::now() < until =>
                {
                    std::thread::sleep(Duration::from_millis(100));
                }
                Err(code) => return Err(fault::of(code, &self.reader)),
            }
        }
    }

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, CardFault> {
        let Some(card) = self.card.as_mut() else {
            return Err(CardFault::Gone(format!("{}: no card is connected; a reset connects again", self.reader)));
        };
        let mut answer = vec![0; ROOM];
        match card.transmit(command, &mut answer) {
            Ok(size) => {
                answer.truncate(size);
                Ok(answer)
            }
            // The driver says only that it failed; the status says whether there still is a card.
            Err(Code::NOT_TRANSACTED) => {
                let now = card.atr().err().unwrap_or(Code::NOT_TRANSACTED);
                Err(fault::of(now, &self.reader))
            }
            Err(code) => Err(fault::of(code, &self.reader)),
        }
    }
}
