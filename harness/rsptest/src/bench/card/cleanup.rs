//! Putting a card back that a run left behind: one that was killed, or lost the card.

use super::lock::CardLock;
use super::safety::{Listed, Waiting};
use super::{AsFound, Safety, Snapshot};
use crate::lab;
use rsp_consumer::lpa::{Isdr, IsdrOptions, es10};
use rsp_transport::card::CardChannel;

/// A card and what it is to be like.
pub struct Cleanup {
    isdr: Isdr<Box<dyn CardChannel>>,
    _lock: CardLock,
    /// Its EID.
    pub eid: [u8; 16],
    wanted: Snapshot,
    /// What will be done, in words; nothing where there is nothing to do.
    pub steps: Vec<String>,
    /// What is otherwise than in the file and stays so, in words.
    pub beyond: Vec<String>,
}

fn ours(profile: &Listed) -> bool {
    lab::is_ours(&profile.iccid)
}

/// Notifications of profiles of ours, and of what our SM-DP+ began and no profile came of.
fn about_ours(one: &Waiting) -> bool {
    if one.iccid.is_empty() { one.address == lab::HOST.as_bytes() } else { lab::is_ours(&one.iccid) }
}

impl Cleanup {
    /// Asks the card what is on it; nothing is changed. Without `as_found`, what is of our making is to go.
    pub fn open(
        channel: Box<dyn CardChannel>,
        options: IsdrOptions,
        safety: &Safety,
        as_found: Option<AsFound>,
    ) -> Result<Self, String> {
        let way = channel.describe();
        let lock = CardLock::take(&way)?;
        let mut isdr = Isdr::new(channel, options);
        isdr.reset().map_err(|fault| format!("{way}: {fault}"))?;
        let eid = es10::get_eid(&mut isdr).map_err(|error| format!("{way}: GetEID: {error}"))?;
        safety.allows(&eid, &way)?;
        let now = Snapshot::take(&mut isdr)?;
        let waiting = Snapshot::waiting(&mut isdr)?;
        let mut beyond = Vec::new();
        let wanted = match as_found {
            Some(found) if found.eid != eid => {
                let (there, named) = (hex::encode_upper(eid), hex::encode_upper(found.eid));
                return Err(format!("{way}: the card has the EID {there}, and the file is about {named}"));
            }
            Some(found) => within_reach(&now, found.snapshot, &mut beyond),
            None => Snapshot {
                profiles: now.profiles.iter().filter(|one| !ours(one)).cloned().collect(),
                notifications: waiting.iter().filter(|one| !about_ours(one)).map(|one| one.number.clone()).collect(),
                default_dp_address: now.default_dp_address.clone(),
            },
        };
        let steps = steps(&now, &waiting, &wanted);
        Ok(Self { isdr, _lock: lock, eid, wanted, steps, beyond })
    }

    /// Does it, and looks whether the card is then as it should be.
    pub fn carry_out(mut self) -> Result<(), String> {
        self.wanted.put_back(&mut self.isdr, false, &mut 0)?;
        self.isdr.reset().map(drop).map_err(|fault| fault.to_string())
    }
}

fn digits(one: &Listed) -> String {
    rsp_consumer::iccid::from_ef(&one.iccid)
}

/// What of the state in a file can be had again; the rest is said.
fn within_reach(now: &Snapshot, found: Snapshot, beyond: &mut Vec<String>) -> Snapshot {
    let on = |all: &[Listed], one: &Listed| all.iter().any(|other| other.iccid == one.iccid);
    let mut wanted = found.clone();
    wanted.profiles.retain(|one| on(&now.profiles, one));
    for one in found.profiles.iter().filter(|one| !on(&now.profiles, one)) {
        beyond.push(format!("the profile {} was there and is gone", digits(one)));
    }
    for one in now.profiles.iter().filter(|one| !on(&found.profiles, one) && !ours(one)) {
        beyond.push(format!("the profile {} was not there before and is none of ours: it is left", digits(one)));
        // Enabled again is what the file says was enabled.
        let enabled = one.enabled && !wanted.profiles.iter().any(|kept| kept.enabled);
        wanted.profiles.push(Listed { enabled, ..one.clone() });
    }
    wanted.notifications.retain(|number| now.notifications.contains(number));
    match found.notifications.len() - wanted.notifications.len() {
        0 => {}
        gone => beyond.push(format!("of {} notifications that waited, {gone} are gone", found.notifications.len())),
    }
    wanted
}

/// What lies between what is on a card and what should be, in words.
fn steps(now: &Snapshot, waiting: &[Waiting], wanted: &Snapshot) -> Vec<String> {
    let mut steps = Vec::new();
    let kept = |one: &&Listed| wanted.profiles.iter().any(|other| other.iccid == one.iccid);
    for one in now.profiles.iter().filter(|one| !kept(one)) {
        let first = if one.enabled { "disable and delete" } else { "delete" };
        steps.push(format!("{first} the profile {}", digits(one)));
    }
    for one in wanted.profiles.iter().filter(|one| one.enabled) {
        if !now.profiles.iter().any(|other| other.iccid == one.iccid && other.enabled) {
            steps.push(format!("enable the profile {}", digits(one)));
        }
    }
    if now.default_dp_address != wanted.default_dp_address {
        let address = String::from_utf8_lossy(&wanted.default_dp_address).into_owned();
        steps.push(match &address[..] {
            "" => "take away the default SM-DP+ address".into(),
            address => format!("set the default SM-DP+ address {address}"),
        });
    }
    for one in waiting.iter().filter(|one| !wanted.notifications.contains(&one.number)) {
        let number = one.number.iter().fold(0u64, |number, octet| number << 8 | u64::from(*octet));
        let address = String::from_utf8_lossy(&one.address).into_owned();
        steps.push(format!("remove the notification {number} for {address}"));
    }
    steps
}
