//! SEARCH RECORD (ETSI TS 102 221 §11.1.7).

use super::files::Target;
use super::{Answer, rules};
use crate::apdu::{Class, Command, Sw};
use crate::card::Card;
use crate::euicc::Response;
use crate::fs::{Access, Kind};

/// Where in a record the search begins.
#[derive(Debug, Clone, Copy)]
enum Start {
    /// At this octet.
    Offset(usize),
    /// Behind the first octet of this value.
    Behind(u8),
}

impl Start {
    fn rest(self, record: &[u8]) -> &[u8] {
        match self {
            Self::Offset(offset) => record.get(offset..).unwrap_or_default(),
            Self::Behind(value) => match record.iter().position(|octet| *octet == value) {
                Some(at) => &record[at + 1..],
                None => &[],
            },
        }
    }
}

impl Card {
    /// SEARCH RECORD, simple and enhanced: the numbers of the records that hold the pattern, in the order of search.
    /// The first of them becomes the current one.
    pub(crate) fn search_record(&mut self, class: Class, command: &Command<'_>) -> Answer {
        let target = self.record_target(class, command)?;
        self.need_data(command)?;
        let node = self.profile().fs.content(target.id);
        self.need_structure(matches!(node.kind, Kind::LinearFixed))?;
        self.may(target.id, Access::READ)?;
        self.need_active(target.id)?;
        // Modes: 4 and 5 forward and backward from P1; in the enhanced search the same stands in the data field, with
        // 6 and 7 for the record behind or before.
        let (mode, from, pattern) = match (command.p2 & 0x07, command.data) {
            (mode @ (4 | 5), pattern) => (mode, Start::Offset(0), pattern),
            (6, [indication, value, pattern @ ..]) if !pattern.is_empty() && indication & 0xF4 == 0x04 => {
                let behind = indication & 0x08 != 0;
                let from = if behind { Start::Behind(*value) } else { Start::Offset(usize::from(*value)) };
                (indication & 0x07, from, pattern)
            }
            (6, [_, _, _, ..]) => return Err(Sw::DATA),
            (6, _) => return Err(Sw::LENGTH),
            _ => return Err(Sw::P1P2),
        };
        let count = node.record_count();
        // Behind and before mean the record pointer, whatever P1 says.
        let pointer = command.p1 == 0 || mode > 5;
        let start = if pointer { target.record } else { usize::from(command.p1) };
        let there = (1..=count).contains(&start) || (start == 0 && mode > 5);
        self.check(&rules::RECORD_KNOWN, there, Sw::NO_RECORD, || format!("record {start} of {count}"))?;
        let numbers: Vec<usize> = match mode {
            4 => (start.max(1)..=count).collect(),
            5 => (1..=start.min(count)).rev().collect(),
            6 => (start + 1..=count).collect(),
            _ => (1..if start == 0 { count + 1 } else { start.min(count) }).rev().collect(),
        };
        let holds = |number: &usize| {
            let record = node.record(*number).unwrap_or_default();
            from.rest(record).windows(pattern.len()).any(|part| part == pattern)
        };
        let found: Vec<u8> = numbers.into_iter().filter(holds).map(|number| number as u8).collect();
        let Some(first) = found.first() else {
            return Ok(Response::refused(Sw::END_OF_FILE.0));
        };
        self.settle(class.channel, Target { record: usize::from(*first), ..target });
        Ok(Response::ok(found))
    }
}
