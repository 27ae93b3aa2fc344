//! SELECT (ETSI TS 102 221 §11.1.1, SGP.22 §5.7.1).

use super::files::DEACTIVATED;
use super::{Answer, Application, rules};
use crate::apdu::{Class, Command, Sw};
use crate::card::Card;
use crate::euicc::Response;
use crate::fs::{Kind, NodeId};
use rsp_asn1::tlv;

/// AID of the ISD-R (SGP.22 §2.2.1).
pub const ISD_R: [u8; 16] =
    [0xA0, 0x00, 0x00, 0x05, 0x59, 0x10, 0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0x89, 0x00, 0x00, 0x01, 0x00];
/// AID of the ECASD (SGP.22 §2.2.1).
pub const ECASD: [u8; 16] =
    [0xA0, 0x00, 0x00, 0x05, 0x59, 0x10, 0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0x89, 0x00, 0x00, 0x02, 0x00];

impl Card {
    /// SELECT by identifier, DF name or path.
    pub(crate) fn select(&mut self, class: Class, command: &Command<'_>) -> Answer {
        // Bits 7 of P2 end an application; bits 4 and 3 say what is answered; bits 2 and 1 which occurrence is meant.
        let known = command.p2 & 0xB0 == 0 && command.p2 & 0x0C != 0x08;
        let others_are_first = command.p1 == 0x04 || command.p2 & 0x43 == 0;
        self.check(&rules::SELECT_P2, known && others_are_first, Sw::P1P2, || format!("P2 {:02X}", command.p2))?;
        if command.p1 == 0x04 {
            return self.select_application(class, command);
        }
        let found = self.named_file(class, command)?;
        self.check(&rules::FILE_KNOWN, found.is_some(), Sw::NOT_FOUND, || "no such file".into())?;
        // Without the check, an unknown file is the MF.
        self.select_file(class.channel, found.unwrap_or(NodeId::MF), command.p2)
    }

    /// The file that P1 and the data field name.
    fn named_file(&self, class: Class, command: &Command<'_>) -> Result<Option<NodeId>, Sw> {
        let channel = self.os.channel(class.channel).ok_or(Sw::CHANNEL)?;
        let fs = &self.profile().fs;
        let adf = channel.adf();
        let whole = command.data.len().is_multiple_of(2);
        self.check(&rules::SELECT_LENGTH, whole, Sw::LENGTH, || "half an identifier".into())?;
        let path: Vec<u16> = command.data.chunks_exact(2).map(|fid| u16::from_be_bytes([fid[0], fid[1]])).collect();
        match (command.p1, &path[..]) {
            (0x00, []) => Ok(Some(NodeId::MF)),
            (0x00, [fid]) => Ok(fs.select_fid(channel.directory, *fid, adf)),
            (0x01, [fid]) => Ok(fs.child(channel.directory, *fid).filter(|id| fs.content(*id).is_directory())),
            (0x03, []) => Ok(fs.node(fs.resolve(channel.directory)).parent),
            (0x08, [_, ..]) => Ok(fs.select_path(NodeId::MF, &path, adf)),
            (0x09, [_, ..]) => Ok(fs.select_path(channel.directory, &path, adf)),
            (0x00 | 0x01 | 0x03 | 0x08 | 0x09, _) => Err(Sw::LENGTH),
            _ => Err(Sw::P1P2),
        }
    }

    /// Makes a file the current one.
    fn select_file(&mut self, number: u8, id: NodeId, p2: u8) -> Answer {
        self.need_shareable(number, id)?;
        let (node, directory) = (self.profile().fs.content(id), self.profile().fs.directory_of(id));
        let (is_directory, deactivated) = (node.is_directory(), node.life_cycle == DEACTIVATED);
        let channel = self.at(number)?;
        if !matches!(channel.application, Application::Files | Application::Adf(_)) {
            channel.application = Application::Files;
        }
        channel.directory = if is_directory { id } else { directory };
        channel.ef = (!is_directory).then_some(id);
        channel.record = 0;
        channel.transfer = None;
        let data = if p2 & 0x0C == 0x0C { Vec::new() } else { self.fcp(id) };
        Ok(Response { data, sw: if deactivated { Sw::DEACTIVATED.0 } else { Sw::OK.0 } })
    }

    /// Refuses a file that is not shareable and that another channel has.
    pub(crate) fn need_shareable(&self, number: u8, id: NodeId) -> Result<(), Sw> {
        let shared = self.is_shareable(id) || !self.selected_elsewhere(number, id);
        let says = || "another channel has it, and it is not shareable".into();
        self.check(&rules::SHAREABLE, shared, Sw::CONDITIONS, says)
    }

    /// May several channels have it? The MF may whatever its descriptor says.
    pub(crate) fn is_shareable(&self, id: NodeId) -> bool {
        let node = self.profile().fs.content(id);
        node.is_shareable() || matches!(node.kind, Kind::Mf)
    }

    fn selected_elsewhere(&self, number: u8, id: NodeId) -> bool {
        let fs = &self.profile().fs;
        let id = fs.resolve(id);
        let others = self.os.channels.iter().enumerate().filter(|(other, _)| *other != usize::from(number));
        others.filter_map(|(_, channel)| channel.as_ref()).any(|channel| {
            [Some(channel.directory), channel.ef].into_iter().flatten().any(|other| fs.resolve(other) == id)
        })
    }

    /// Applications whose name begins so; a whole name comes first.
    fn applications(&self, name: &[u8]) -> Vec<(Application, Vec<u8>)> {
        let profile = self.profile();
        let domains = [(Application::IsdR, &ISD_R[..]), (Application::Ecasd, &ECASD[..])];
        let mut found: Vec<_> = domains.into_iter().map(|(which, aid)| (which, aid.to_vec())).collect();
        for id in profile.fs.by_aid(name) {
            if let Kind::Adf { aid } = &profile.fs.node(id).kind {
                found.push((Application::Adf(id), aid.clone()));
            }
        }
        for domain in &profile.security_domains {
            let aid = domain.instance.aid.clone();
            found.push((Application::Domain(aid.clone()), aid));
        }
        found.retain(|(_, aid)| aid.starts_with(name));
        found.sort_by_key(|(_, aid)| aid != name);
        found
    }

    /// SELECT by DF name, whole or its beginning: the first, last, next or previous of those that fit.
    fn select_application(&mut self, class: Class, command: &Command<'_>) -> Answer {
        self.need_data(command)?;
        self.check(&rules::SELECT_LENGTH, command.data.len() <= 16, Sw::LENGTH, || "a DF name of more than 16".into())?;
        let found = self.applications(command.data);
        let current = &self.os.channel(class.channel).ok_or(Sw::CHANNEL)?.application;
        let at = found.iter().position(|(application, _)| application == current);
        let index = match (command.p2 & 0x03, at) {
            (1, _) | (3, None) => found.len().checked_sub(1),
            (2, Some(at)) => Some(at + 1),
            (3, Some(at)) => at.checked_sub(1),
            _ => Some(0),
        };
        let honest = index.filter(|index| *index < found.len());
        let picked = self.euicc.context.conduct.choose(&rules::APPLICATION, found.len(), honest);
        let picked = picked.and_then(|index| found.get(index)).map(|(application, _)| application.clone());
        self.check(&rules::APPLICATION_KNOWN, picked.is_some(), Sw::NOT_FOUND, || "no such application".into())?;
        // Without the check, an unknown name selects the ISD-R.
        let application = picked.unwrap_or(Application::IsdR);
        if command.p2 & 0x40 != 0 {
            // It is the named application that ends; another one goes on.
            if self.at(class.channel)?.application == application {
                self.end_application(class.channel, Application::Files)?;
            }
            return Ok(Response::ok(Vec::new()));
        }
        if let Application::Adf(id) = application {
            self.need_shareable(class.channel, id)?;
            if self.at(class.channel)?.application != application {
                self.end_application(class.channel, application)?;
            }
            return self.select_file(class.channel, id, command.p2);
        }
        let mut data = match &application {
            Application::IsdR => self.isd_r_fci(),
            Application::Domain(aid) => domain_fci(aid),
            _ => domain_fci(&ECASD),
        };
        if command.p2 & 0x0C == 0x0C {
            data.clear();
        }
        self.end_application(class.channel, application)?;
        Ok(Response::ok(data))
    }

    /// Another application is selected on a channel: the session of the one before is over, and where no other channel
    /// has it, its local codes are no longer verified.
    fn end_application(&mut self, number: u8, next: Application) -> Result<(), Sw> {
        let channel = self.at(number)?;
        let before = std::mem::replace(&mut channel.application, next);
        (channel.directory, channel.ef, channel.record, channel.transfer) = (NodeId::MF, None, 0, None);
        self.forget_local_codes(&before);
        Ok(())
    }

    /// Local codes of an application that no channel has selected any more are not verified.
    pub(crate) fn forget_local_codes(&mut self, application: &Application) {
        let Application::Adf(adf) = *application else { return };
        let used = self.os.channels.iter().flatten().any(|channel| channel.application == *application);
        if used || !self.euicc.context.conduct.does(&rules::FORGET_LOCAL_CODES) {
            return;
        }
        let profile = self.profile();
        let inside = profile.fs.ids().filter(|id| profile.fs.adf_of(*id) == Some(adf));
        let directories: Vec<NodeId> = inside.filter(|id| profile.fs.node(*id).is_directory()).collect();
        let local = (0x81..=0x8E).flat_map(|key| directories.iter().map(move |directory| (*directory, key)));
        let slots: Vec<_> = local.filter_map(|(at, key)| profile.pins.find(&profile.fs, at, key)).collect();
        self.os.verified.retain(|slot| !slots.contains(slot));
    }

    /// FCI of the ISD-R: that of a security domain, and the version of SGP.22.
    fn isd_r_fci(&self) -> Vec<u8> {
        let version = tlv::wrap(0x82, &[&self.euicc.identity.info2.svn]);
        let mut template = tlv::wrap(0xE0, &[&version]);
        self.euicc.context.conduct.shape(&rules::ISD_R_FCI, &mut template);
        tlv::wrap(0x6F, &[&domain_objects(&ISD_R), &template])
    }
}

/// FCI of a security domain.
fn domain_fci(aid: &[u8]) -> Vec<u8> {
    tlv::wrap(0x6F, &[&domain_objects(aid)])
}

/// Its name, and the longest data field it takes (GlobalPlatform Card Specification §11.9.3.1).
fn domain_objects(aid: &[u8]) -> Vec<u8> {
    [tlv::wrap(0x84, &[aid]), tlv::wrap(0xA5, &[&tlv::wrap(0x9F65, &[&[0xFF]])])].concat()
}
