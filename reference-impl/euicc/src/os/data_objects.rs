//! RETRIEVE DATA and SET DATA on files of data objects (ETSI TS 102 221 §11.3).

use super::files::Target;
use super::{Answer, rules};
use crate::apdu::{Class, Command, Sw};
use crate::card::Card;
use crate::euicc::Response;
use crate::fs::{Access, Kind, NodeId};
use rsp_asn1::tlv;

/// More of the data object is there.
const MORE_TO_COME: u16 = 0x62F1;
/// More of the data object is expected.
const MORE_EXPECTED: u16 = 0x63F1;
/// Octets of one block.
const BLOCK: usize = 255;

/// A data object on its way in several commands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Transfer {
    /// Out of this file; how much of it was handed out before the last block, and with it.
    Retrieve { file: NodeId, object: Vec<u8>, before: usize, at: usize },
    /// Into this file.
    Set { file: NodeId, object: Vec<u8> },
}

/// Which block P2 means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Block {
    First,
    Next,
    Again,
}

impl Card {
    fn data_object_target(&self, class: Class, command: &Command<'_>) -> Result<(Target, Block), Sw> {
        let block = match (command.p1, command.p2 & 0xE0) {
            (0, 0x80) => Block::First,
            (0, 0x00) => Block::Next,
            (0, 0xC0) => Block::Again,
            _ => return Err(Sw::P1P2),
        };
        let target = self.target(class.channel, command.p2 & 0x1F)?;
        self.need_structure(matches!(self.profile().fs.content(target.id).kind, Kind::BerTlv))?;
        Ok((target, block))
    }

    /// RETRIEVE DATA: one data object, or with the tag `5C` the list of all tags.
    pub(crate) fn retrieve_data(&mut self, class: Class, command: &Command<'_>) -> Answer {
        let (target, block) = self.data_object_target(class, command)?;
        self.may(target.id, Access::READ)?;
        self.need_active(target.id)?;
        let kept = self.at(class.channel)?.transfer.take();
        let (object, at) = match (block, kept) {
            (Block::First, _) => {
                self.need_data(command)?;
                let found = find(&self.profile().fs.content(target.id).body, command.data);
                self.check(&rules::DATA_OBJECT_KNOWN, found.is_some(), Sw::NO_DATA, || "no such data object".into())?;
                (found.unwrap_or_default(), 0)
            }
            // Behind the last block there is no next one.
            (Block::Next, Some(Transfer::Retrieve { file, object, at, .. }))
                if file == target.id && at < object.len() =>
            {
                (object, at)
            }
            (Block::Again, Some(Transfer::Retrieve { file, object, before, .. })) if file == target.id => {
                (object, before)
            }
            _ => return Err(Sw::CONDITIONS),
        };
        let room = match command.le {
            Some(le) if command.data.is_empty() => usize::from(le).min(BLOCK),
            _ => BLOCK,
        };
        let end = object.len().min(at + room);
        let data = object[at..end].to_vec();
        let sw = if end < object.len() { MORE_TO_COME } else { Sw::OK.0 };
        self.settle(class.channel, target);
        self.at(class.channel)?.transfer = Some(Transfer::Retrieve { file: target.id, object, before: at, at: end });
        Ok(Response { data, sw })
    }

    /// SET DATA: a data object takes the place of the one with its tag; a tag alone removes it.
    pub(crate) fn set_data(&mut self, class: Class, command: &Command<'_>) -> Answer {
        let (target, block) = self.data_object_target(class, command)?;
        self.need_data(command)?;
        self.may(target.id, Access::UPDATE)?;
        self.need_active(target.id)?;
        let kept = self.at(class.channel)?.transfer.take();
        let mut object = match (block, kept) {
            (Block::First, _) => Vec::new(),
            (Block::Next, Some(Transfer::Set { file, object })) if file == target.id => object,
            _ => return Err(Sw::CONDITIONS),
        };
        object.extend_from_slice(command.data);
        // `5C` asks for the list of tags, and `00` is none: no data object could be read back by them.
        if matches!(object.first(), Some(0x00 | 0x5C)) {
            return Err(Sw::DATA);
        }
        if block == Block::First && is_tag(&object) {
            let gone = self.replace_object(target.id, &object, &[]);
            self.check(&rules::DATA_OBJECT_KNOWN, gone, Sw::NO_DATA, || "no such data object".into())?;
            self.settle(class.channel, target);
            return Ok(Response::ok(Vec::new()));
        }
        let (_, content, header) = tlv::header(&object).map_err(|_| Sw::DATA)?;
        let whole = header.saturating_add(content);
        let node = self.profile().fs.content(target.id);
        let sizes = node.ber_tlv.map_or(0, |sizes| sizes.maximum.unwrap_or(sizes.reserved)) as usize;
        let tag = tag_of(&object);
        let taken = node.body.len() - find(&node.body, tag).map_or(0, |old| old.len());
        let fits = taken.saturating_add(whole) <= sizes;
        self.check(&rules::DATA_OBJECT_FITS, fits, Sw::MEMORY, || {
            format!("{whole} octets, {taken} of {sizes} are taken")
        })?;
        if object.len() > whole {
            return Err(Sw::DATA);
        }
        self.settle(class.channel, target);
        if object.len() < whole {
            self.at(class.channel)?.transfer = Some(Transfer::Set { file: target.id, object });
            return Ok(Response::refused(MORE_EXPECTED));
        }
        if self.euicc.context.conduct.does(&rules::WRITE_FILE) {
            let tag = tag.to_vec();
            self.replace_object(target.id, &tag, &object);
        }
        Ok(Response::ok(Vec::new()))
    }

    /// Takes the object with this tag out and puts another in. Says whether there was one.
    fn replace_object(&mut self, id: NodeId, tag: &[u8], object: &[u8]) -> bool {
        let body = &mut self.profile_mut().fs.content_mut(id).body;
        let mut kept = Vec::with_capacity(body.len() + object.len());
        let mut found = false;
        for one in tlv::all(body).unwrap_or_default() {
            if tag_of(one.whole) == tag {
                found = true;
            } else {
                kept.extend_from_slice(one.whole);
            }
        }
        kept.extend_from_slice(object);
        *body = kept;
        found
    }
}

/// The tag octets at the front.
fn tag_of(object: &[u8]) -> &[u8] {
    let length = match object {
        [lead, rest @ ..] if lead & 0x1F == 0x1F => {
            2 + rest.iter().take(3).take_while(|octet| **octet & 0x80 != 0).count()
        }
        _ => 1,
    };
    &object[..length.min(object.len())]
}

/// These octets are a tag and nothing else.
fn is_tag(octets: &[u8]) -> bool {
    tag_of(octets).len() == octets.len()
}

/// The data object with this tag; with `5C` the list of the tags there are.
fn find(body: &[u8], tag: &[u8]) -> Option<Vec<u8>> {
    let objects = tlv::all(body).unwrap_or_default();
    if tag == [0x5C] {
        let tags: Vec<u8> = objects.iter().flat_map(|one| tag_of(one.whole)).copied().collect();
        return Some(tlv::wrap(0x5C, &[&tags]));
    }
    objects.iter().find(|one| tag_of(one.whole) == tag).map(|one| one.whole.to_vec())
}
