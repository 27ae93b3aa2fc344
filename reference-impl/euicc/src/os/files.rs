//! What every file command needs: the files that are there, the file that is meant, and whether it may be used.

use super::{Application, Channel, rules};
use crate::apdu::Sw;
use crate::card::Card;
use crate::fs::{Access, Decision, NodeId, PinSlot};
use crate::isdp::IsdpState;
use crate::profile::Profile;

/// Life cycle status of a file that is deactivated (ETSI TS 102 221 §11.1.1.4.9).
pub(crate) const DEACTIVATED: u8 = 0x04;
/// Special file information: readable and updatable when deactivated.
const USABLE_WHEN_DEACTIVATED: u8 = 0x40;

/// The EF that a command means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Target {
    pub id: NodeId,
    /// The record pointer; 0 for none.
    pub record: usize,
}

impl Card {
    /// What is installed: the enabled profile, or a card without one.
    pub(crate) fn profile(&self) -> &Profile {
        self.euicc.enabled_profile().and_then(|isdp| isdp.installed.as_deref()).unwrap_or(&self.bare)
    }

    /// The same, to be changed; what changes is committed when the command ends.
    pub(crate) fn profile_mut(&mut self) -> &mut Profile {
        let profiles = &mut self.euicc.state.profiles;
        let enabled = profiles.iter_mut().find(|isdp| isdp.state == IsdpState::Enabled);
        enabled.and_then(|isdp| isdp.installed.as_deref_mut()).unwrap_or(&mut self.bare)
    }

    /// The state of a channel that is known to be open.
    pub(crate) fn at(&mut self, channel: u8) -> Result<&mut Channel, Sw> {
        self.os.channel_mut(channel).ok_or(Sw::CHANNEL)
    }

    /// Refuses where a security domain is selected: it has no files.
    pub(crate) fn need_files(&self, channel: u8) -> Result<&Channel, Sw> {
        let channel = self.os.channel(channel).ok_or(Sw::CHANNEL)?;
        let files = matches!(channel.application, Application::Files | Application::Adf(_));
        self.check(&rules::FILES_SELECTED, files, Sw::INS, || "a security domain is selected".into())?;
        Ok(channel)
    }

    /// The EF that is meant by a short identifier, or else the current one.
    pub(crate) fn target(&self, number: u8, sfi: u8) -> Result<Target, Sw> {
        let channel = self.need_files(number)?;
        // Without the checks below, the first file of the directory is meant.
        let fs = &self.profile().fs;
        let first = || fs.content(channel.directory).children.first().map(|id| Target { id: *id, record: 0 });
        if sfi == 0 {
            let current = channel.ef.map(|id| Target { id, record: channel.record });
            self.check(&rules::EF_SELECTED, current.is_some(), Sw::NO_EF, || "no EF is selected".into())?;
            return current.or_else(first).ok_or(Sw::NO_EF);
        }
        let found = fs.by_sfi(channel.directory, sfi);
        self.check(&rules::SFI_KNOWN, found.is_some(), Sw::NOT_FOUND, || format!("no EF has the SFI {sfi:02X}"))?;
        let target = found.map(|id| Target { id, record: 0 }).or_else(first).ok_or(Sw::NOT_FOUND)?;
        self.need_shareable(number, target.id)?;
        Ok(target)
    }

    /// The command was carried out: the EF it meant is the current one, with this record.
    pub(crate) fn settle(&mut self, channel: u8, target: Target) {
        if let Some(channel) = self.os.channel_mut(channel) {
            channel.ef = Some(target.id);
            channel.record = target.record;
        }
    }

    /// Is the code with this key reference verified, or not asked for, in a directory?
    pub(crate) fn is_verified(&self, directory: NodeId, key_reference: u8) -> bool {
        let profile = self.profile();
        let slot: Option<PinSlot> = profile.pins.find(&profile.fs, directory, key_reference);
        slot.is_some_and(|slot| !profile.pins.pin(slot).enabled || self.os.verified.contains(&slot))
    }

    /// Refuses what the access rules of a file do not allow now.
    pub(crate) fn may(&self, id: NodeId, access: Access) -> Result<(), Sw> {
        let fs = &self.profile().fs;
        let directory = fs.directory_of(id);
        let decision = fs.allowed(id, access, &|key| self.is_verified(directory, key));
        let says = || format!("{:04X}, {access:02X?}: {decision:02X?}", fs.node(id).fid);
        self.check(&rules::ACCESS_RULE, decision != Decision::Never, Sw::SECURITY, says)?;
        self.check(&rules::CODE_VERIFIED, !matches!(decision, Decision::Needs(_)), Sw::SECURITY, says)
    }

    /// Refuses the use of a file that is deactivated.
    pub(crate) fn need_active(&self, id: NodeId) -> Result<(), Sw> {
        let node = self.profile().fs.content(id);
        let usable = node.life_cycle != DEACTIVATED || node.special_information & USABLE_WHEN_DEACTIVATED != 0;
        self.check(&rules::FILE_ACTIVATED, usable, Sw::CONDITIONS, || format!("{:04X} is deactivated", node.fid))
    }

    /// Refuses a command that does not fit what the file is.
    pub(crate) fn need_structure(&self, fits: bool) -> Result<(), Sw> {
        self.check(&rules::FILE_STRUCTURE, fits, Sw::FILE_STRUCTURE, || "the file has another structure".into())
    }
}
