//! `at:`: a card in a modem (3GPP TS 27.007).
//!
//! With +CCHO, +CGLA and +CCHC the modem opens the channels; APDUs on the basic channel go by +CSIM. A modem without
//! +CCHO passes everything through +CSIM. Power is cycled by `AT+CFUN=0` and `AT+CFUN=1`, since nothing else that every
//! modem knows reaches the card's contacts; not when the device is opened first, so that looking at a card leaves the
//! modem in the network.

mod line;
mod reply;

use super::answer::checked;
use super::{AtCommands, CardChannel, CardFault, CardOptions, CarrierChannels, channel_of};
use line::{Final, Line};
use reply::{apdu, refusal, session};
use std::time::Duration;

/// A card in a modem.
pub(super) struct AtChannel {
    name: String,
    device: String,
    commands: AtCommands,
    options: CardOptions,
    line: Option<Line>,
    /// Whether +CCHO is used.
    carries: bool,
    /// The device was open before: a reset is one.
    known: bool,
    /// Channel as we number it, and the modem's session.
    sessions: Vec<(u8, u32)>,
}

impl AtChannel {
    pub(super) fn new(name: String, device: String, commands: AtCommands, options: CardOptions) -> Self {
        Self { name, device, commands, options, line: None, carries: false, known: false, sessions: Vec::new() }
    }

    /// One command. A modem that is late or gone is let go: what it says later would answer something else.
    fn ask(&mut self, command: &str, limit: Duration) -> Result<(Vec<String>, Final), CardFault> {
        let Some(line) = self.line.as_mut() else {
            return Err(CardFault::Gone(format!("{} is closed; a reset opens it again", self.device)));
        };
        let answer = line.command(command, limit);
        if answer.is_err() {
            self.line = None;
        }
        answer
    }

    /// One command that must end in `OK`.
    fn done(&mut self, command: &str, limit: Duration) -> Result<Vec<String>, CardFault> {
        let (lines, end) = self.ask(command, limit)?;
        let name = command.split('=').next().unwrap_or(command);
        refusal(name, &end).map_or(Ok(lines), Err)
    }

    fn knows(&mut self, command: &str) -> Result<bool, CardFault> {
        Ok(self.ask(command, self.options.connect)?.1 == Final::Ok)
    }

    fn connect(&mut self) -> Result<(), CardFault> {
        self.line = Some(Line::open(&self.device)?);
        let limit = self.options.connect;
        self.done("AT", limit).map_err(|fault| match fault {
            CardFault::Mute(says) => {
                CardFault::Unavailable(format!("{}: {says}; is it the modem's AT port?", self.device))
            }
            other => other,
        })?;
        // Either may be unknown to a modem; echo is recognised, and errors come without numbers then.
        self.ask("ATE0", limit)?;
        self.ask("AT+CMEE=1", limit)?;
        self.carries = match self.commands {
            AtCommands::Ccho => true,
            AtCommands::Csim => false,
            AtCommands::Detect => self.knows("AT+CCHO=?")?,
        };
        if !self.carries && !self.knows("AT+CSIM=?")? {
            let says = format!("the modem at {} knows neither AT+CCHO nor AT+CSIM", self.device);
            return Err(CardFault::Unavailable(says));
        }
        Ok(())
    }
}

impl CardChannel for AtChannel {
    fn reset(&mut self) -> Result<Vec<u8>, CardFault> {
        self.sessions.clear();
        if self.line.is_none() {
            self.connect()?;
        }
        if std::mem::replace(&mut self.known, true) {
            for command in ["AT+CFUN=0", "AT+CFUN=1"] {
                self.done(command, self.options.connect)?;
            }
        }
        Ok(Vec::new())
    }

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, CardFault> {
        let class = command.first().copied().unwrap_or_default();
        let number = channel_of(class);
        let session = self.sessions.iter().find(|(channel, _)| *channel == number && number != 0);
        let digits = hex::encode_upper(command);
        let (prefix, line) = match session {
            Some((_, session)) => ("+CGLA", format!("AT+CGLA={session},{},\"{digits}\"", digits.len())),
            None => ("+CSIM", format!("AT+CSIM={},\"{digits}\"", digits.len())),
        };
        let lines = self.done(&line, self.options.exchange).inspect_err(|fault| {
            if matches!(fault, CardFault::Reset(_)) {
                self.sessions.retain(|(channel, _)| *channel != number);
            }
        })?;
        checked(command, apdu(prefix, &lines)?)
    }

    fn carrier_channels(&mut self) -> Option<&mut dyn CarrierChannels> {
        if self.carries { Some(self) } else { None }
    }

    fn is_modem(&self) -> bool {
        true
    }

    fn describe(&self) -> String {
        self.name.clone()
    }
}

impl CarrierChannels for AtChannel {
    fn open(&mut self, aid: &[u8]) -> Result<u8, CardFault> {
        let lines = self.done(&format!("AT+CCHO=\"{}\"", hex::encode_upper(aid)), self.options.exchange)?;
        let session = session(&lines)
            .ok_or_else(|| CardFault::Unreadable(format!("AT+CCHO answered `{}` and no session", lines.join(" "))))?;
        // A session is the channel's number with most modems, and anything else with some: then any free one of ours.
        let taken = |number: u8| self.sessions.iter().any(|(channel, _)| *channel == number);
        let same = u8::try_from(session).ok().filter(|number| (1..=19).contains(number) && !taken(*number));
        let channel = same.or_else(|| (1..=19).find(|number| !taken(*number)));
        let channel = channel.ok_or_else(|| CardFault::Unavailable("19 sessions are open".into()))?;
        self.sessions.push((channel, session));
        Ok(channel)
    }

    fn close(&mut self, channel: u8) -> Result<(), CardFault> {
        let Some(at) = self.sessions.iter().position(|(number, _)| *number == channel) else { return Ok(()) };
        let (_, session) = self.sessions.swap_remove(at);
        self.done(&format!("AT+CCHC={session}"), self.options.exchange).map(drop)
    }
}
