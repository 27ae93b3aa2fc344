//! READ BINARY and UPDATE BINARY (ETSI TS 102 221 §11.1.3, §11.1.4).

use super::files::Target;
use super::{Answer, rules};
use crate::apdu::{Class, Command, Sw};
use crate::card::{Card, Handing};
use crate::euicc::Response;
use crate::fs::{Access, Kind};

impl Card {
    /// Which EF, and the offset in it: a short identifier in P1, or fifteen bits of offset.
    fn place(&self, class: Class, command: &Command<'_>) -> Result<(Target, usize), Sw> {
        let (sfi, offset) = match command.p1 {
            0x00..=0x7F => (0, usize::from(command.p1p2())),
            0x81..=0x9E => (command.p1 & 0x1F, usize::from(command.p2)),
            _ => return Err(Sw::P1P2),
        };
        Ok((self.target(class.channel, sfi)?, offset))
    }

    fn need_offset(&self, offset: usize, size: usize) -> Result<(), Sw> {
        let inside = offset < size;
        self.check(&rules::OFFSET_INSIDE, inside, Sw::OFFSET, || format!("offset {offset} in a file of {size}"))
    }

    /// READ BINARY. An Le that reaches beyond the end is answered `6Cxx`, in the manner of T=1 with what is there and
    /// `6282`.
    pub(crate) fn read_binary(&mut self, class: Class, command: &Command<'_>) -> Answer {
        if !command.data.is_empty() {
            return Err(Sw::LENGTH);
        }
        let (target, offset) = self.place(class, command)?;
        let node = self.profile().fs.content(target.id);
        self.need_structure(matches!(node.kind, Kind::Transparent))?;
        self.may(target.id, Access::READ)?;
        self.need_active(target.id)?;
        self.need_offset(offset, node.body.len())?;
        let rest = node.body.get(offset..).unwrap_or_default();
        let asked = usize::from(command.le.unwrap_or(256));
        let mut sw = Sw::OK;
        if asked < 256 && asked > rest.len() {
            if self.options.handing == Handing::Waiting {
                return Err(Sw::wrong_le(rest.len()));
            }
            sw = Sw::END_OF_FILE;
        }
        let data = rest[..asked.min(rest.len())].to_vec();
        self.settle(class.channel, target);
        Ok(Response { data, sw: sw.0 })
    }

    /// UPDATE BINARY.
    pub(crate) fn update_binary(&mut self, class: Class, command: &Command<'_>) -> Answer {
        let (target, offset) = self.place(class, command)?;
        self.need_data(command)?;
        let node = self.profile().fs.content(target.id);
        self.need_structure(matches!(node.kind, Kind::Transparent))?;
        self.may(target.id, Access::UPDATE)?;
        self.need_active(target.id)?;
        let size = node.body.len();
        self.need_offset(offset, size)?;
        let fits = offset + command.data.len() <= size;
        self.check(&rules::UPDATE_FITS, fits, Sw::LENGTH, || format!("{} octets at {offset}", command.data.len()))?;
        if self.euicc.context.conduct.does(&rules::WRITE_FILE) {
            let body = &mut self.profile_mut().fs.content_mut(target.id).body;
            // Without the checks, what does not fit is lost.
            for (place, octet) in body.iter_mut().skip(offset).zip(command.data) {
                *place = *octet;
            }
        }
        self.settle(class.channel, target);
        Ok(Response::ok(Vec::new()))
    }
}
