//! DEACTIVATE FILE and ACTIVATE FILE (ETSI TS 102 221 §11.1.14, §11.1.15).

use super::files::DEACTIVATED;
use super::{Answer, rules};
use crate::apdu::{Class, Command, Sw};
use crate::card::Card;
use crate::euicc::Response;
use crate::fs::{Access, NodeId};

/// Life cycle status of a file in use.
const ACTIVATED: u8 = 0x05;

impl Card {
    /// DEACTIVATE FILE.
    pub(crate) fn deactivate_file(&mut self, class: Class, command: &Command<'_>) -> Answer {
        self.set_life_cycle(class, command, Access::DEACTIVATE, DEACTIVATED)
    }

    /// ACTIVATE FILE.
    pub(crate) fn activate_file(&mut self, class: Class, command: &Command<'_>) -> Answer {
        self.set_life_cycle(class, command, Access::ACTIVATE, ACTIVATED)
    }

    /// The EF that the command names by identifier or path, or the current one.
    fn set_life_cycle(&mut self, class: Class, command: &Command<'_>, access: Access, status: u8) -> Answer {
        if command.p2 != 0 {
            return Err(Sw::P1P2);
        }
        if !command.data.len().is_multiple_of(2) {
            return Err(Sw::LENGTH);
        }
        let channel = self.need_files(class.channel)?;
        let fs = &self.profile().fs;
        let path: Vec<u16> = command.data.chunks_exact(2).map(|fid| u16::from_be_bytes([fid[0], fid[1]])).collect();
        let id = match (command.p1, &path[..]) {
            (0x00, []) => self.target(class.channel, 0)?.id,
            (0x00, [fid]) => fs.select_fid(channel.directory, *fid, channel.adf()).ok_or(Sw::NOT_FOUND)?,
            (0x08, [_, ..]) => fs.select_path(NodeId::MF, &path, channel.adf()).ok_or(Sw::NOT_FOUND)?,
            (0x09, [_, ..]) => fs.select_path(channel.directory, &path, channel.adf()).ok_or(Sw::NOT_FOUND)?,
            _ => return Err(Sw::P1P2),
        };
        self.need_structure(!self.profile().fs.content(id).is_directory())?;
        self.may(id, access)?;
        if self.euicc.context.conduct.does(&rules::CHANGE_LIFE_CYCLE) {
            self.profile_mut().fs.content_mut(id).life_cycle = status;
        }
        Ok(Response::ok(Vec::new()))
    }
}
