//! `pcsc:`: a card in a reader of the PC/SC service.

mod fault;
mod reader;
mod worker;

use super::answer::checked;
use super::{CardChannel, CardFault, CardOptions};
use std::time::Duration;
use worker::{Job, Worker};

pub use reader::pcsc_readers;

/// A card in a PC/SC reader. The calls are made by a thread of its own: they know no time limit.
pub(super) struct PcscChannel {
    name: String,
    reader: String,
    options: CardOptions,
    worker: Option<Worker>,
    /// A call was left to itself, and may still hold the card.
    abandoned: bool,
}

impl PcscChannel {
    pub(super) fn new(name: String, reader: String, options: CardOptions) -> Self {
        Self { name, reader, options, worker: None, abandoned: false }
    }

    fn ask(&mut self, job: Job, limit: Duration) -> Result<Vec<u8>, CardFault> {
        let Some(worker) = self.worker.as_ref() else {
            return Err(CardFault::Gone("the reader was let go; a reset connects again".into()));
        };
        match worker.ask(job, limit) {
            Some(answer) => answer,
            None => {
                // The call may hang for as long as the driver likes: it is left to itself.
                if let Some(worker) = self.worker.take() {
                    worker.abandon();
                    self.abandoned = true;
                }
                Err(CardFault::Mute(format!("no answer within {limit:?}")))
            }
        }
    }
}

impl CardChannel for PcscChannel {
    fn reset(&mut self) -> Result<Vec<u8>, CardFault> {
        if self.worker.is_none() {
            self.worker = Some(Worker::start(&self.reader, &self.options)?);
        }
        let outcome = self.ask(Job::Reset, self.options.connect);
        match &outcome {
            Ok(_) => self.abandoned = false,
            Err(CardFault::Unavailable(says)) if self.abandoned => {
                let says = format!("an exchange that was given up may still hang in the reader's driver: {says}");
                return Err(CardFault::Mute(says));
            }
            Err(_) => {}
        }
        outcome
    }

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, CardFault> {
        let answer = self.ask(Job::Transmit(command.to_vec()), self.options.exchange)?;
        checked(command, answer)
    }

    fn describe(&self) -> String {
        self.name.clone()
    }
}
