//! `exec:`: a card behind a driver program.
//!
//! The program reads one request a line on its standard input and writes one answer a line on its standard output;
//! its standard error goes where ours goes. The messages are those of lpac's stdio back end:
//!
//! ```text
//! {"type":"apdu","payload":{"func":"connect","param":null}}              power the card up
//! {"type":"apdu","payload":{"func":"transmit","param":"80e2910003bf2e00"}}
//! {"type":"apdu","payload":{"func":"logic_channel_open","param":"a000000559..."}}
//! {"type":"apdu","payload":{"func":"logic_channel_close","param":"01"}}
//! {"type":"apdu","payload":{"func":"disconnect","param":null}}           power it down
//!
//! {"type":"apdu","payload":{"ecode":0,"data":"bf2e12...9000"}}
//! ```
//!
//! `ecode` 0 is success; `logic_channel_open` answers the channel's number there. `data` is hexadecimal or null:
//! the ATR for `connect` (null where it is not known), response data and SW1 SW2 for `transmit`. Two members are ours
//! and may be left out: `"channels": true` in the answer to `connect` says that channels are to be opened by
//! `logic_channel_open`; without it MANAGE CHANNEL and SELECT come by `transmit` like everything else. An `ecode`
//! below 0 may come with `"fault"`, one of `no-card`, `gone`, `reset`, `mute`, `unavailable`, and `"message"`.
//! A reset is `disconnect` and `connect`. At the end of its standard input the driver ends.

mod driver;
mod message;

pub(super) use message::{Answer, Request};

use super::answer::{checked, from_hex};
use super::{CardChannel, CardFault, CardOptions, CarrierChannels, ExecChannels};
use driver::Driver;
use std::time::Duration;

/// A card behind a driver program.
pub(super) struct ExecChannel {
    name: String,
    command: String,
    channels: ExecChannels,
    options: CardOptions,
    driver: Option<Driver>,
    /// Whether the driver opens channels.
    carries: bool,
}

impl ExecChannel {
    pub(super) fn new(name: String, command: String, channels: ExecChannels, options: CardOptions) -> Self {
        Self { name, command, channels, options, driver: None, carries: false }
    }

    /// One request and its answer. A driver that is late or writes nonsense is ended: its next line could belong to
    /// anything.
    fn ask(&mut self, func: &str, param: Option<String>, limit: Duration) -> Result<Answer, CardFault> {
        let Some(driver) = self.driver.as_mut() else {
            return Err(CardFault::Gone("the driver was ended; a reset starts it again".into()));
        };
        let answer = driver.ask(&Request::new(func, param), limit);
        if answer.is_err() {
            self.driver = None;
        }
        let answer = answer?;
        match answer.fault(func) {
            Some(fault) => Err(fault),
            None => Ok(answer),
        }
    }
}

impl CardChannel for ExecChannel {
    fn reset(&mut self) -> Result<Vec<u8>, CardFault> {
        if self.driver.is_some() {
            // A driver that cannot do this is started again.
            if self.ask("disconnect", None, self.options.connect).is_err() {
                self.driver = None;
            }
        }
        if self.driver.is_none() {
            self.driver = Some(Driver::start(&self.command)?);
        }
        let answer = self.ask("connect", None, self.options.connect)?;
        self.carries = self.channels == ExecChannels::Driver || answer.channels();
        answer.data().map_or_else(|| Ok(Vec::new()), from_hex)
    }

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, CardFault> {
        let answer = self.ask("transmit", Some(hex::encode(command)), self.options.exchange)?;
        let data = answer.data().ok_or_else(|| CardFault::Unreadable("the driver's answer has no data".into()))?;
        checked(command, from_hex(data)?)
    }

    fn carrier_channels(&mut self) -> Option<&mut dyn CarrierChannels> {
        if self.carries { Some(self) } else { None }
    }

    fn describe(&self) -> String {
        self.name.clone()
    }
}

impl CarrierChannels for ExecChannel {
    fn open(&mut self, aid: &[u8]) -> Result<u8, CardFault> {
        let answer = self.ask("logic_channel_open", Some(hex::encode(aid)), self.options.exchange)?;
        match u8::try_from(answer.ecode()) {
            Ok(channel @ 0..=19) => Ok(channel),
            _ => Err(CardFault::Unreadable(format!("the driver opened channel {}; 0 to 19 exist", answer.ecode()))),
        }
    }

    fn close(&mut self, channel: u8) -> Result<(), CardFault> {
        self.ask("logic_channel_close", Some(hex::encode([channel])), self.options.exchange).map(drop)
    }
}
