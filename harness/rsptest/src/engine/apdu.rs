//! The verbs `apdu` and `power`: single commands to the card under test, and its power.

use super::card_side::blocking;
use super::case_run::CaseRun;
use super::event::CardRecord;
use super::stop::Stop;
use super::verbs::raw_function;
use crate::case::{Apdu, ApduChannel, Interface, Matcher, Step};
use crate::judge::Answer;
use rsp_euicc::Response;
use rsp_transport::card::{CardFault, on_channel};
use std::time::Instant;

impl CaseRun<'_> {
    /// The octets of a command: hexadecimal runs and references, one after the other.
    fn command_of(&self, text: &str) -> Result<Vec<u8>, Stop> {
        let mut command = Vec::new();
        for word in text.split_whitespace() {
            if word.starts_with('$') {
                let value = self.scope.resolve(&serde_json::Value::String(word.to_owned())).map_err(Stop::Broken)?;
                let octets = value.to_octets().ok_or_else(|| Stop::Broken(format!("{word} is no octets")))?;
                command.extend(octets);
            } else {
                command.extend(hex::decode(word).map_err(|error| Stop::Broken(format!("{word}: {error}")))?);
            }
        }
        Ok(command)
    }

    pub(super) fn apdu(&mut self, step: &Step, apdu: &Apdu) -> Result<(), Stop> {
        let mut command = self.command_of(&apdu.command.value)?;
        let started = Instant::now();
        let fetch = apdu.fetch;
        let slot = &mut self.card_side()?.slot;
        blocking(|| slot.allows_apdu(&command)).map_err(Stop::NotApplicable)?;
        slot.count_apdu(&command).map_err(Stop::NotApplicable)?;
        slot.take_log();
        slot.dirty = true;
        if let Some(ApduChannel::Opened | ApduChannel::OpenedBefore) = apdu.on
            && slot.opened.len() < 1 + usize::from(apdu.on == Some(ApduChannel::OpenedBefore))
        {
            return Err(Stop::Inconclusive("no step before opened that channel".into()));
        }
        let mut unopened = None;
        let outcome = blocking(|| -> Result<Response, CardFault> {
            let channel = match apdu.on {
                None => None,
                Some(ApduChannel::IsdR) => match slot.isdr.open()? {
                    Ok(channel) => Some(channel),
                    Err(refused) => {
                        unopened = Some(refused.to_string());
                        return Ok(refused.into_response());
                    }
                },
                Some(ApduChannel::Opened) => slot.opened.last().copied(),
                Some(ApduChannel::OpenedBefore) => slot.opened.iter().rev().nth(1).copied(),
            };
            if let (Some(channel), Some(class)) = (channel, command.first_mut()) {
                *class = on_channel(*class, channel);
            }
            let mut response = slot.isdr.exchange(&command)?;
            if let ([_, 0x70, 0x00, ..], [channel], 0x9000) = (&command[..], &response.data[..], response.sw) {
                slot.opened.push(*channel);
            }
            if fetch && response.sw >> 8 == 0x6C && command.len() == 5 {
                command[4] = response.sw as u8;
                response = slot.isdr.exchange(&command)?;
            }
            while fetch && response.sw >> 8 == 0x61 && response.data.len() < 0x1_0000 {
                let class = command.first().copied().unwrap_or_default();
                let more = slot.isdr.exchange(&[class, 0xC0, 0x00, 0x00, response.sw as u8])?;
                response.data.extend(more.data);
                response.sw = more.sw;
            }
            Ok(response)
        });
        let record = CardRecord {
            function: format!("APDU {}", hex::encode_upper(command.get(1..2).unwrap_or_default())),
            tampered: String::new(),
            structures: [String::new(), String::new()],
            command: command.clone(),
            response: outcome.as_ref().map(|response| response.data.clone()).unwrap_or_default(),
            outcome: match &outcome {
                Ok(response) => format!("{:04X}", response.sw),
                Err(fault) => fault.to_string(),
            },
            apdus: self.card_side()?.slot.take_log(),
            at: self.started.elapsed().saturating_sub(started.elapsed()),
            elapsed: started.elapsed(),
        };
        self.emit_card(record);
        let response = outcome.map_err(|fault| self.no_card(&fault))?;
        self.saw(Interface::Es10, None);
        let expects_refusal = step.refuse.is_some()
            || step
                .expect
                .iter()
                .any(|(path, matcher)| path.value == "sw" && !matches!(matcher, Matcher::Text(text) if text == "9000"));
        if let Some(says) = unopened.filter(|_| expects_refusal) {
            return Err(not_reached(&says));
        }
        let answer = Answer::of_apdu(&response);
        let function = raw_function("APDU");
        // A status word that the step names is judged as a value, not as success or refusal.
        if step.refuse.is_none() && step.expect.keys().any(|path| path.value == "sw") {
            return self.expect(step, "answer to the APDU", Some(&answer), &Vec::new(), None);
        }
        self.conclude(step, &function, &answer, &Vec::new(), None)
    }

    pub(super) fn power(&mut self, step: &Step) -> Result<(), Stop> {
        let card = self.card_side()?;
        let reset = blocking(|| card.slot.power()).map_err(|fault| Stop::Inconclusive(fault.to_string()))?;
        self.expect(step, "answer to reset", Some(&Answer::of_reset(reset)), &Vec::new(), None)
    }
}

/// Another command was refused before the one that was to be: that proves nothing of it.
pub(super) fn not_reached(says: &str) -> Stop {
    Stop::Inconclusive(format!("the command did not reach the ISD-R: {says}"))
}
