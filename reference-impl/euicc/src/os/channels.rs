//! Logical channels and MANAGE CHANNEL (ETSI TS 102 221 §8.7, §11.1.17).

use super::{Answer, Channel, rules};
use crate::apdu::{Class, Command, Sw};
use crate::card::Card;
use crate::euicc::Response;

impl Card {
    /// MANAGE CHANNEL: opens the lowest free channel or the one that P2 names, closes the one of P2 or of CLA.
    pub(crate) fn manage_channel(&mut self, class: Class, command: &Command<'_>) -> Answer {
        match command.p1 {
            0x00 => self.open_channel(class, command),
            0x80 => self.close_channel(class, command),
            _ => Err(Sw::P1P2),
        }
    }

    fn open_channel(&mut self, class: Class, command: &Command<'_>) -> Answer {
        let highest = self.options.highest_channel.min(19);
        let number = match command.p2 {
            0 => {
                // Nothing is opened before the terminal has room for the number.
                if !matches!(command.le, Some(1 | 256)) {
                    return Err(Sw::wrong_le(1));
                }
                let numbers: Vec<u8> = (1..=highest).collect();
                let honest = numbers.iter().position(|number| self.os.channel(*number).is_none());
                let picked = self.euicc.context.conduct.choose(&rules::CHANNEL_NUMBER, numbers.len(), honest);
                *picked.and_then(|index| numbers.get(index)).ok_or(Sw::FUNCTION)?
            }
            number if number <= highest => {
                let free = self.os.channel(number).is_none();
                self.check(&rules::CHANNEL_FREE, free, Sw::FUNCTION, || format!("channel {number} is open"))?;
                number
            }
            _ => return Err(Sw::P1P2),
        };
        let opened = match self.os.channel(class.channel) {
            // From the basic channel the MF, from another what is selected there, if two may have it.
            Some(from) if class.channel != 0 && self.is_shareable(from.directory) => from.inherited(),
            _ => Channel::default(),
        };
        self.os.channels[usize::from(number)] = Some(opened);
        Ok(Response::ok(if command.p2 == 0 { vec![number] } else { Vec::new() }))
    }

    fn close_channel(&mut self, class: Class, command: &Command<'_>) -> Answer {
        let number = if command.p2 == 0 { class.channel } else { command.p2 };
        if number == 0 || number > 19 || !command.data.is_empty() {
            return Err(Sw::P1P2);
        }
        if self.os.channel(number).is_none() {
            return Ok(Response::refused(Sw::ALREADY_CLOSED.0));
        }
        if self.euicc.context.conduct.does(&rules::CLOSE_CHANNEL)
            && let Some(closed) = self.os.channels[usize::from(number)].take()
        {
            self.forget_local_codes(&closed.application);
        }
        Ok(Response::ok(Vec::new()))
    }
}
