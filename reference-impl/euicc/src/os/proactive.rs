//! The proactive command REFRESH: `91xx`, FETCH, TERMINAL RESPONSE (ETSI TS 102 223 §6.4.7, SGP.22 §3.2.1), and what a
//! profile switch does to the card.

use super::{Answer, Application, Channel, rules};
use crate::apdu::{Class, Command, Sw};
use crate::card::Card;
use crate::euicc::Response;
use rsp_asn1::tlv;

/// REFRESH mode `UICC Reset`.
const UICC_RESET: u8 = 0x04;
/// REFRESH mode `eUICC Profile State Change`.
const PROFILE_STATE_CHANGE: u8 = 0x09;
/// Number of the proactive command; there is never more than one.
const NUMBER: u8 = 0x01;
/// Type of REFRESH.
const REFRESH: u8 = 0x01;

/// How far a proactive command is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Proactive {
    /// There is none.
    #[default]
    None,
    /// It waits for FETCH.
    Waiting(Vec<u8>),
    /// The terminal has it; this is its mode.
    Fetched(u8),
    /// The terminal could not carry it out; where something is owed still, only a reset helps.
    Refused,
}

impl Card {
    /// After each command: a REFRESH that is owed is prepared, and a profile switch that happened is carried through.
    pub(crate) fn follow_up(&mut self) {
        self.follow_profile();
        let owed = self.euicc.pending_refresh().is_some();
        if !owed {
            self.os.proactive = Proactive::None;
        } else if self.os.proactive == Proactive::None {
            let mode = self.refresh_mode();
            let details = tlv::wrap(0x81, &[&[NUMBER, REFRESH, mode]]);
            let mut command = tlv::wrap(0xD0, &[&details, &tlv::wrap(0x82, &[&[0x81, 0x82]])]);
            self.euicc.context.conduct.shape(&rules::PROACTIVE_REFRESH, &mut command);
            self.os.proactive = Proactive::Waiting(command);
        }
    }

    /// `eUICC Profile State Change` where the terminal says that it knows it.
    fn refresh_mode(&self) -> u8 {
        let knows = self.options.profile_state_change.is_some_and(|(octet, bit)| {
            let profile = self.os.terminal.profile.as_deref().unwrap_or_default();
            profile.get(octet).is_some_and(|octet| octet & bit != 0)
        });
        if knows { PROFILE_STATE_CHANGE } else { UICC_RESET }
    }

    /// The status word of a command that is done: `91xx` while a proactive command waits.
    pub(crate) fn announce(&self, response: &mut Response) {
        let Proactive::Waiting(command) = &self.os.proactive else { return };
        let heard = !self.options.needs_terminal_profile || self.os.terminal.profile.is_some();
        if response.sw == Sw::OK.0 && heard && self.euicc.context.conduct.does(&rules::ANNOUNCE_PROACTIVE) {
            response.sw = 0x9100 | (command.len() & 0xFF) as u16;
        }
    }

    /// FETCH.
    pub(crate) fn fetch_command(&mut self, _: Class, command: &Command<'_>) -> Answer {
        if command.p1p2() != 0 {
            return Err(Sw::P1P2);
        }
        if !command.data.is_empty() {
            return Err(Sw::LENGTH);
        }
        let waits = match &self.os.proactive {
            Proactive::Waiting(octets) => Some(octets.clone()),
            _ => None,
        };
        self.check(&rules::PROACTIVE_WAITING, waits.is_some(), Sw::CONDITIONS, || "no command waits".into())?;
        let Some(octets) = waits else { return Ok(Response::ok(Vec::new())) };
        if command.le.is_some_and(|le| le != 256 && usize::from(le) != octets.len()) {
            return Err(Sw::wrong_le(octets.len()));
        }
        self.os.proactive = Proactive::Fetched(self.refresh_mode());
        Ok(Response::ok(octets))
    }

    /// TERMINAL RESPONSE: when the terminal has carried the REFRESH out, the profile switch takes effect.
    pub(crate) fn terminal_response(&mut self, _: Class, command: &Command<'_>) -> Answer {
        if command.p1p2() != 0 {
            return Err(Sw::P1P2);
        }
        self.need_data(command)?;
        let fetched = match self.os.proactive {
            Proactive::Fetched(mode) => Some(mode),
            _ => None,
        };
        self.check(&rules::PROACTIVE_FETCHED, fetched.is_some(), Sw::CONDITIONS, || "no command was fetched".into())?;
        let objects = tlv::all(command.data).map_err(|_| Sw::DATA)?;
        // The comprehension bit of the tags is the terminal's choice.
        let object = |tag: u32| objects.iter().find(|object| object.tag & 0x7F == tag).map(|object| object.content);
        let answers = object(0x01).is_some_and(|details| details.starts_with(&[NUMBER, REFRESH]));
        self.check(&rules::COMMAND_DETAILS, answers, Sw::DATA, || "the answer to another command".into())?;
        let result = object(0x03).and_then(|result| result.first()).ok_or(Sw::DATA)?;
        if *result >= 0x20 {
            self.os.proactive = Proactive::Refused;
            if self.euicc.context.conduct.does(&rules::ROLL_BACK) {
                self.euicc.refresh_refused();
            }
            return Ok(Response::ok(Vec::new()));
        }
        self.os.proactive = Proactive::None;
        self.euicc.refresh_done().map_err(|_| Sw::MEMORY)?;
        Ok(Response::ok(Vec::new()))
    }

    /// Another profile is enabled than before: everything that was selected in the old one is gone, and its codes are
    /// no longer verified. Channels with the ISD-R selected stay, so that the LPA can go on.
    pub(crate) fn follow_profile(&mut self) {
        let enabled = self.euicc.enabled_profile().map(|isdp| isdp.aid);
        if std::mem::replace(&mut self.os.enabled, enabled) == enabled {
            return;
        }
        self.os.verified.clear();
        for (number, slot) in self.os.channels.iter_mut().enumerate() {
            let Some(channel) = slot else { continue };
            match channel.application {
                // Nothing of the file system is selected there.
                Application::IsdR | Application::Ecasd => {}
                _ if number == 0 => *channel = Channel::default(),
                _ => *slot = None,
            }
        }
    }
}
