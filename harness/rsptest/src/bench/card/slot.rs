//! The slot that holds the card: every APDU that goes through it is written down.

use super::Snapshot;
use rsp_consumer::lpa::{Isdr, IsdrOptions, LpaError, es10};
use rsp_transport::card::{CardChannel, CardFault, CarrierChannels};
use std::time::{Duration, Instant};

/// One command APDU and what came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApduRecord {
    /// The command.
    pub command: Vec<u8>,
    /// Response data and status word; empty where nothing came.
    pub response: Vec<u8>,
    /// Why nothing came.
    pub fault: Option<String>,
}

/// A way to a card that writes down what goes through it.
pub struct Logged {
    inner: Box<dyn CardChannel>,
    log: Vec<ApduRecord>,
}

impl CardChannel for Logged {
    fn reset(&mut self) -> Result<Vec<u8>, CardFault> {
        self.inner.reset()
    }

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, CardFault> {
        let outcome = self.inner.transmit(command);
        self.log.push(ApduRecord {
            command: command.to_vec(),
            response: outcome.as_ref().cloned().unwrap_or_default(),
            fault: outcome.as_ref().err().map(ToString::to_string),
        });
        outcome
    }

    fn carrier_channels(&mut self) -> Option<&mut dyn CarrierChannels> {
        self.inner.carrier_channels()
    }

    fn is_modem(&self) -> bool {
        self.inner.is_modem()
    }

    fn describe(&self) -> String {
        self.inner.describe()
    }
}

/// A card that is away for so long is no longer waited for by every case.
const LONG_AWAY: Duration = Duration::from_secs(60);
/// It is looked for so often then.
const NOW_AND_THEN: Duration = Duration::from_secs(5);

/// A card that was not found.
struct Away {
    since: Instant,
    looked: Instant,
    says: String,
}

/// The slot.
pub struct Slot {
    /// The session with the ISD-R.
    pub isdr: Isdr<Logged>,
    /// The channels that `apdu` steps opened since the last reset, in this order.
    pub opened: Vec<u8>,
    /// Whose card it is; absent for a card of nobody that cannot say it.
    pub eid: Option<[u8; 16]>,
    /// What was on the card before we came.
    pub snapshot: Snapshot,
    /// Something may have changed on the card since it was last as the snapshot says.
    pub dirty: bool,
    /// CRLNumbers of lists that cases load are counted from here; higher with each case, and with each run.
    pub crl_number: u64,
    /// Commands that wrote to the card, over the whole run.
    pub writes: usize,
    /// How many of them there may be; putting the card back is counted, and done beyond it.
    pub budget: Option<usize>,
    /// A profile of ours may take the place of one that is not ours while a case runs.
    pub may_switch: bool,
    /// It is the embedded reference.
    pub nobodys: bool,
    /// The card was looked for and not found.
    away: Option<Away>,
    /// Why the card is not as it was found, where it could not be put back.
    pub astray: Option<String>,
}

impl Slot {
    pub(super) fn new(channel: Box<dyn CardChannel>, options: IsdrOptions) -> Self {
        let isdr = Isdr::new(Logged { inner: channel, log: Vec::new() }, options);
        Self {
            isdr,
            opened: Vec::new(),
            eid: None,
            snapshot: Snapshot::default(),
            dirty: false,
            crl_number: 0,
            writes: 0,
            budget: None,
            may_switch: false,
            nobodys: false,
            away: None,
            astray: None,
        }
    }

    /// What went through since the last time.
    pub fn take_log(&mut self) -> Vec<ApduRecord> {
        std::mem::take(&mut self.isdr.card.log)
    }

    /// Resets the card: channels and everything volatile are gone.
    pub fn power(&mut self) -> Result<Vec<u8>, CardFault> {
        self.opened.clear();
        self.isdr.reset()
    }

    /// The EID that the card in the slot has.
    pub(super) fn ask_eid(&mut self) -> Result<[u8; 16], String> {
        es10::get_eid(&mut self.isdr).map_err(|error| match error {
            LpaError::Card(says) => format!("the card does not say its EID: {says}; is this an eUICC?"),
            other => format!("asked for its EID: {other}"),
        })
    }

    /// Whether the card in the slot is still the one we came to: one that was put in meanwhile is left alone.
    pub fn same_card(&mut self) -> Result<(), String> {
        let Some(before) = self.eid else { return Ok(()) };
        let eid = self.ask_eid()?;
        if eid == before {
            return Ok(());
        }
        Err(format!(
            "the card in the slot is another one now: EID {}, not {}",
            hex::encode_upper(eid),
            hex::encode_upper(before)
        ))
    }

    /// The card is there, and the one that we came to. One that was away is waited for a little, and looked for now and
    /// then once it has been away for long.
    pub fn at_hand(&mut self) -> Result<(), String> {
        if let Some(away) = &self.away
            && away.since.elapsed() > LONG_AWAY
            && away.looked.elapsed() < NOW_AND_THEN
        {
            return Err(away.says.clone());
        }
        if self.away.is_none() && self.same_card().is_ok() {
            return Ok(());
        }
        // Software does not come back by waiting.
        if !self.nobodys && self.away.as_ref().is_none_or(|away| away.since.elapsed() < LONG_AWAY) {
            std::thread::sleep(Duration::from_secs(1));
        }
        let again = self.power().map_err(|fault| fault.to_string()).and_then(|_| self.same_card());
        match again {
            Ok(()) => {
                self.away = None;
                // Whoever had it meanwhile may have done anything with it.
                self.dirty = true;
                Ok(())
            }
            Err(says) => {
                let since = self.away.as_ref().map_or_else(Instant::now, |away| away.since);
                self.away = Some(Away { since, looked: Instant::now(), says: says.clone() });
                Err(says)
            }
        }
    }

    /// Why nothing may be done to the card: it cannot be reached, or is not as it was found and cannot be put back.
    pub fn ready(&mut self) -> Result<(), String> {
        self.at_hand()?;
        // A card of nobody's, that is ours, is tested to its end however it behaves.
        if self.nobodys || (!self.dirty && self.astray.is_none()) {
            return Ok(());
        }
        self.restore().map_err(|says| format!("the card is not as it was found, and is left alone: {says}"))
    }

    /// Puts the card back as it was found: profiles that came since are deleted, notifications that came since are
    /// removed, the configured address is put back. Profiles that were there before are never touched but for being
    /// enabled again if they were.
    pub fn restore(&mut self) -> Result<(), String> {
        self.power().map_err(|fault| fault.to_string())?;
        if self.dirty || self.astray.is_some() {
            self.same_card()?;
            let put_back = self.snapshot.clone().put_back(&mut self.isdr, self.nobodys, &mut self.writes);
            self.astray = put_back.as_ref().err().cloned();
            put_back?;
            self.dirty = false;
        }
        Ok(())
    }
}
