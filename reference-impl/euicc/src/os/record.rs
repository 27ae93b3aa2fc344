//! READ RECORD, UPDATE RECORD and INCREASE (ETSI TS 102 221 §11.1.5, §11.1.6, §11.1.8).

use super::files::Target;
use super::{Answer, rules};
use crate::apdu::{Class, Command, Sw};
use crate::card::Card;
use crate::euicc::Response;
use crate::fs::{Access, Kind};

/// Mode of P2: the record behind the current one.
const NEXT: u8 = 2;
/// Mode of P2: the record before the current one.
const PREVIOUS: u8 = 3;
/// Mode of P2: the record of P1, or the current one.
const ABSOLUTE: u8 = 4;

impl Card {
    /// Which EF with records, by the upper five bits of P2.
    pub(crate) fn record_target(&self, class: Class, command: &Command<'_>) -> Result<Target, Sw> {
        let sfi = command.p2 >> 3;
        if sfi == 0x1F {
            return Err(Sw::P1P2);
        }
        let target = self.target(class.channel, sfi)?;
        let node = self.profile().fs.content(target.id);
        self.need_structure(matches!(node.kind, Kind::LinearFixed | Kind::Cyclic))?;
        Ok(target)
    }

    /// The record that P1 and the mode in P2 mean, and where the pointer is afterwards.
    fn record_number(&self, target: Target, command: &Command<'_>) -> Result<(usize, Target), Sw> {
        let node = self.profile().fs.content(target.id);
        let (count, ring) = (node.record_count(), matches!(node.kind, Kind::Cyclic));
        let number = match (command.p2 & 0x07, target.record) {
            (NEXT, 0) => 1,
            (NEXT, current) if ring && current >= count => 1,
            (NEXT, current) => current + 1,
            (PREVIOUS, 0) => count,
            (PREVIOUS, 1) if ring => count,
            (PREVIOUS, current) => current - 1,
            (ABSOLUTE, current) if command.p1 == 0 => current,
            (ABSOLUTE, _) => usize::from(command.p1),
            _ => return Err(Sw::P1P2),
        };
        let there = (1..=count).contains(&number);
        self.check(&rules::RECORD_KNOWN, there, Sw::NO_RECORD, || format!("record {number} of {count}"))?;
        let number = number.clamp(1, count.max(1));
        let moved = if command.p2 & 0x07 == ABSOLUTE { target.record } else { number };
        Ok((number, Target { record: moved, ..target }))
    }

    /// READ RECORD.
    pub(crate) fn read_record(&mut self, class: Class, command: &Command<'_>) -> Answer {
        if !command.data.is_empty() {
            return Err(Sw::LENGTH);
        }
        let target = self.record_target(class, command)?;
        self.may(target.id, Access::READ)?;
        self.need_active(target.id)?;
        let (number, target) = self.record_number(target, command)?;
        let data = self.profile().fs.content(target.id).record(number).ok_or(Sw::NO_RECORD)?.to_vec();
        // The pointer stays where it is while the terminal still asks for the wrong length.
        if matches!(command.le, None | Some(256)) || command.le.map(usize::from) == Some(data.len()) {
            self.settle(class.channel, target);
        }
        Ok(Response::ok(data))
    }

    /// UPDATE RECORD; in a ring the oldest record is overwritten and becomes the first.
    pub(crate) fn update_record(&mut self, class: Class, command: &Command<'_>) -> Answer {
        let target = self.record_target(class, command)?;
        self.need_data(command)?;
        self.may(target.id, Access::UPDATE)?;
        self.need_active(target.id)?;
        let node = self.profile().fs.content(target.id);
        let (length, ring) = (usize::from(node.record_length), matches!(node.kind, Kind::Cyclic));
        self.need_structure(!ring || command.p2 & 0x07 == PREVIOUS)?;
        let whole = command.data.len() == length;
        self.check(&rules::RECORD_LENGTH, whole, Sw::LENGTH, || format!("a record has {length} octets"))?;
        let (number, target) =
            if ring { (1, Target { record: 1, ..target }) } else { self.record_number(target, command)? };
        self.write_record(target, number, ring, command.data);
        self.settle(class.channel, target);
        Ok(Response::ok(Vec::new()))
    }

    /// Writes a record; what does not fit is lost. In a ring it takes the place of the oldest.
    fn write_record(&mut self, target: Target, number: usize, ring: bool, data: &[u8]) {
        if !self.euicc.context.conduct.does(&rules::WRITE_FILE) {
            return;
        }
        let node = self.profile_mut().fs.content_mut(target.id);
        let length = usize::from(node.record_length).min(node.body.len());
        if ring {
            node.body.rotate_right(length);
        }
        for (place, octet) in node.record_mut(number).into_iter().flatten().zip(data) {
            *place = *octet;
        }
    }

    /// INCREASE: the last value of a ring and what is added to it become a new record. The answer is both.
    pub(crate) fn increase(&mut self, class: Class, command: &Command<'_>) -> Answer {
        let sfi = match (command.p1, command.p2) {
            (0x00, 0x00) => 0,
            (0x81..=0x9E, 0x00) => command.p1 & 0x1F,
            _ => return Err(Sw::P1P2),
        };
        self.need_data(command)?;
        let target = self.target(class.channel, sfi)?;
        let node = self.profile().fs.content(target.id);
        self.need_structure(matches!(node.kind, Kind::Cyclic))?;
        self.may(target.id, Access::INCREASE)?;
        self.need_active(target.id)?;
        let mut value = node.record(1).ok_or(Sw::NO_RECORD)?.to_vec();
        let fits = command.data.len() <= value.len();
        self.check(&rules::RECORD_LENGTH, fits, Sw::LENGTH, || format!("a record has {} octets", value.len()))?;
        let mut carry = 0;
        let added = command.data.iter().rev().copied().chain(std::iter::repeat(0));
        for (octet, added) in value.iter_mut().rev().zip(added) {
            let sum = u16::from(*octet) + u16::from(added) + carry;
            (*octet, carry) = (sum as u8, sum >> 8);
        }
        self.check(&rules::INCREASE_RANGE, carry == 0, Sw::MAXIMUM, || "the largest value is reached".into())?;
        let target = Target { record: 1, ..target };
        self.write_record(target, 1, true, &value);
        self.settle(class.channel, target);
        value.extend_from_slice(command.data);
        Ok(Response::ok(value))
    }
}
