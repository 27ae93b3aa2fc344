//! What may be done to a card, and how it is put back as it was found.

use crate::{apdu, lab};
use rsp_asn1::tlv;
use rsp_consumer::lpa::{Es10, Isdr};
use rsp_transport::card::CardChannel;
use std::collections::BTreeSet;

/// What may be done to a card.
#[derive(Debug, Clone, Default)]
pub struct Safety {
    /// It is the embedded reference, which is nobody's and gone with the run: it is tested to its end however it behaves.
    pub nobodys: bool,
    /// EIDs that may be tested; `None` for any, where nothing is written.
    pub allowed: Option<Vec<String>>,
    /// Cases that cannot be undone may run.
    pub destructive: bool,
    /// Commands that write, over the whole run; beyond them no case writes any more.
    pub budget: Option<usize>,
    /// A profile of ours may take the place of one that is not ours while a case runs.
    pub switch: bool,
}

impl Safety {
    /// Whether this card may be tested. The error names the way out.
    pub fn allows(&self, eid: &[u8; 16], way: &str) -> Result<(), String> {
        let Some(allowed) = &self.allowed else { return Ok(()) };
        let eid = hex::encode_upper(eid);
        if allowed.iter().any(|one| one.eq_ignore_ascii_case(&eid)) {
            return Ok(());
        }
        Err(format!(
            "{way}: the card has the EID {eid}, and it is not on the list of cards that may be tested; if it is a test card, say so: --allow-eid {eid}"
        ))
    }
}

/// One profile as GetProfilesInfo lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// ICCID, 10 octets.
    pub iccid: Vec<u8>,
    /// AID of its ISD-P.
    pub aid: Vec<u8>,
    /// Whether it is enabled.
    pub enabled: bool,
}

/// What is on a card.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// Its profiles.
    pub profiles: Vec<Listed>,
    /// Sequence numbers of its notifications, as contents octets.
    pub notifications: Vec<Vec<u8>>,
    /// Its default SM-DP+ address; empty for none.
    pub default_dp_address: Vec<u8>,
}

/// A notification that waits on a card.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Waiting {
    /// seqNumber, as contents octets.
    pub number: Vec<u8>,
    /// ICCID of the profile that it is about; empty where it names none.
    pub iccid: Vec<u8>,
    /// Whom it is for.
    pub address: Vec<u8>,
}

/// What a command is called.
fn name(command: &[u8]) -> String {
    let first = || format!("command {}", hex::encode_upper(&command[..command.len().min(3)]));
    apdu::function(command).map_or_else(first, |function| function.name.clone())
}

fn ask<C: CardChannel>(isdr: &mut Isdr<C>, command: &[u8]) -> Result<Vec<u8>, String> {
    let response = isdr.command(command).map_err(|fault| fault.to_string())?;
    if let Some(before) = isdr.not_opened() {
        return Err(before.to_string());
    }
    match response.sw {
        0x9000 | 0x9100..=0x91FF => Ok(response.data),
        sw => Err(format!("{} was answered with {sw:04X}", name(command))),
    }
}

/// The elements inside the only element with this tag.
fn inside(tag: u32, octets: &[u8]) -> Result<Vec<tlv::Tlv<'_>>, String> {
    let outer = tlv::only(tag, octets).map_err(|error| format!("{error} where {tag:X} belongs"))?;
    tlv::all(outer.content).map_err(|error| error.to_string())
}

/// The list (`A0`) in an answer that may be an error instead.
fn listed<'a>(tag: u32, function: &str, octets: &'a [u8]) -> Result<Vec<tlv::Tlv<'a>>, String> {
    let list: Vec<_> = inside(tag, octets)?.into_iter().filter(|list| list.tag == 0xA0).collect();
    if list.is_empty() {
        return Err(format!("{function} was answered with an error: {}", hex::encode_upper(octets)));
    }
    Ok(list)
}

impl Snapshot {
    /// The profiles on a card.
    pub fn profiles<C: CardChannel>(isdr: &mut Isdr<C>) -> Result<Vec<Listed>, String> {
        let list = ask(isdr, &[0xBF, 0x2D, 0x00])?;
        let mut profiles = Vec::new();
        // A card that does not say what is on it must not pass for an empty one: what it names later would seem ours.
        for list in listed(0xBF2D, "GetProfilesInfo", &list)? {
            for one in tlv::all(list.content).map_err(|error| error.to_string())? {
                let fields = tlv::all(one.content).map_err(|error| error.to_string())?;
                let field = |tag| fields.iter().find(|field| field.tag == tag).map(|field| field.content.to_vec());
                profiles.push(Listed {
                    iccid: field(0x5A).unwrap_or_default(),
                    aid: field(0x4F).unwrap_or_default(),
                    enabled: field(0x9F70).as_deref() == Some(&[1]),
                });
            }
        }
        Ok(profiles)
    }

    /// The notifications that wait on a card; those without a number cannot be removed and are left out.
    pub(super) fn waiting<C: CardChannel>(isdr: &mut Isdr<C>) -> Result<Vec<Waiting>, String> {
        let list = ask(isdr, &[0xBF, 0x28, 0x00])?;
        let mut waiting = Vec::new();
        for list in listed(0xBF28, "ListNotification", &list)? {
            for one in tlv::all(list.content).map_err(|error| error.to_string())? {
                let fields = tlv::all(one.content).unwrap_or_default();
                let field = |tag| fields.iter().find(|field| field.tag == tag).map(|field| field.content.to_vec());
                waiting.extend(field(0x80).map(|number| Waiting {
                    number,
                    iccid: field(0x5A).unwrap_or_default(),
                    address: field(0x0C).unwrap_or_default(),
                }));
            }
        }
        Ok(waiting)
    }

    /// Looks at a card without changing it.
    pub fn take<C: CardChannel>(isdr: &mut Isdr<C>) -> Result<Self, String> {
        let profiles = Self::profiles(isdr)?;
        let notifications = Self::waiting(isdr)?.into_iter().map(|one| one.number).collect();
        let addresses = ask(isdr, &[0xBF, 0x3C, 0x00])?;
        let default = inside(0xBF3C, &addresses)?.into_iter().find(|field| field.tag == 0x80);
        Ok(Self {
            profiles,
            notifications,
            default_dp_address: default.map(|field| field.content.to_vec()).unwrap_or_default(),
        })
    }

    /// Puts a card back into this state, and looks whether it is there: what a card answers is not what it does. Counts
    /// the commands that write.
    pub fn put_back<C: CardChannel>(
        &self,
        isdr: &mut Isdr<C>,
        nobodys: bool,
        writes: &mut usize,
    ) -> Result<(), String> {
        let mut write = |isdr: &mut Isdr<C>, command: &[u8]| {
            *writes += 1;
            ask(isdr, command)
        };
        let now = Self::take(isdr)?;
        let came = now.profiles.iter().filter(|one| !self.profiles.iter().any(|kept| kept.iccid == one.iccid));
        // Somebody else may have installed one meanwhile, or the card may not have named it before.
        let (ours, strangers): (Vec<_>, Vec<_>) = came.partition(|one| nobodys || lab::is_ours(&one.iccid));
        for ours in ours {
            if ours.enabled {
                let by_aid = tlv::wrap(0xA0, &[&tlv::wrap(0x4F, &[&ours.aid])]);
                write(isdr, &tlv::wrap(0xBF32, &[&by_aid, &[0x81, 0x01, 0x00]]))?;
                // The card may want to be reset before it goes on.
                isdr.reset().map_err(|fault| fault.to_string())?;
            }
            let deleted = write(isdr, &tlv::wrap(0xBF33, &[&tlv::wrap(0x4F, &[&ours.aid])]))?;
            if deleted != [0xBF, 0x33, 0x03, 0x80, 0x01, 0x00] {
                return Err(format!(
                    "the profile {} that we installed cannot be deleted: {}",
                    rsp_consumer::iccid::from_ef(&ours.iccid),
                    hex::encode_upper(&deleted)
                ));
            }
        }
        if let Some(stranger) = strangers.first() {
            let iccid = rsp_consumer::iccid::from_ef(&stranger.iccid);
            return Err(format!("there is a profile {iccid} that was not there before and is none of ours"));
        }
        if let Some(before) = self.profiles.iter().find(|one| one.enabled)
            && !now.profiles.iter().any(|one| one.iccid == before.iccid && one.enabled)
        {
            let by_iccid = tlv::wrap(0xA0, &[&tlv::wrap(0x5A, &[&before.iccid])]);
            write(isdr, &tlv::wrap(0xBF31, &[&by_iccid, &[0x81, 0x01, 0x00]]))?;
            isdr.reset().map_err(|fault| fault.to_string())?;
        }
        if now.default_dp_address != self.default_dp_address {
            write(isdr, &tlv::wrap(0xBF3F, &[&tlv::wrap(0x80, &[&self.default_dp_address])]))?;
        }
        let mut there = Self::take(isdr)?;
        let came = |number: &Vec<u8>| !self.notifications.contains(number);
        for number in there.notifications.iter().filter(|one| came(one)) {
            write(isdr, &tlv::wrap(0xBF30, &[&tlv::wrap(0x80, &[number])]))?;
        }
        if there.notifications.iter().any(came) {
            there = Self::take(isdr)?;
        }
        match self.difference(&there) {
            Some(says) => Err(says),
            None => Ok(()),
        }
    }

    /// What of this is otherwise on the card now.
    fn difference(&self, now: &Self) -> Option<String> {
        let shown = |one: &Listed| {
            format!("{}{}", rsp_consumer::iccid::from_ef(&one.iccid), if one.enabled { ", enabled" } else { "" })
        };
        let listed = |all: &[Listed]| all.iter().map(shown).collect::<BTreeSet<_>>();
        let (before, after) = (listed(&self.profiles), listed(&now.profiles));
        if before != after {
            let words = |all: BTreeSet<String>| match all.len() {
                0 => "none".to_owned(),
                _ => all.into_iter().collect::<Vec<_>>().join("; "),
            };
            return Some(format!("the profiles on it were {}, and are {}", words(before), words(after)));
        }
        if self.default_dp_address != now.default_dp_address {
            return Some("its default SM-DP+ address is another one".into());
        }
        let numbers = |all: &[Vec<u8>]| all.iter().cloned().collect::<BTreeSet<_>>();
        let (before, after) = (numbers(&self.notifications), numbers(&now.notifications));
        if before != after {
            return Some(format!("{} notifications waited on it and {} do now", before.len(), after.len()));
        }
        None
    }
}
