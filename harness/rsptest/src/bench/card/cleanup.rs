//! Putting a card back that a run left behind: one that was killed, or lost the card.

use super::safety::{Listed, Waiting};
use super::{AsFound, Safety, Snapshot};
use crate::lab;
use rsp_consumer::lpa::{Isdr, IsdrOptions, es10};
use rsp_transport::card::CardChannel;

/// A card and what it is to be like.
pub struct Cleanup {
    isdr: Isdr<Box<dyn CardChannel>>,
    /// Its EID.
    pub eid: [u8; 16],
    wanted: Snapshot,
    /// What will be done, in words; nothing where the card is as it should be.
    pub steps: Vec<String>,
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
        let mut isdr = Isdr::new(channel, options);
        isdr.reset().map_err(|fault| format!("{way}: {fault}"))?;
        let eid = es10::get_eid(&mut isdr).map_err(|error| format!("{way}: GetEID: {error}"))?;
        safety.allows(&eid, &way)?;
        let now = Snapshot::take(&mut isdr)?;
        let wanted = match as_found {
            Some(found) if found.eid != eid => {
                let (there, named) = (hex::encode_upper(eid), hex::encode_upper(found.eid));
                return Err(format!("{way}: the card has the EID {there}, and the file is about {named}"));
            }
            Some(found) => found.snapshot,
            None => Snapshot {
                profiles: now.profiles.iter().filter(|one| !ours(one)).cloned().collect(),
                notifications: Snapshot::waiting(&mut isdr)?
                    .into_iter()
                    .filter(|one| !about_ours(one))
                    .map(|one| one.number)
                    .collect(),
                default_dp_address: now.default_dp_address.clone(),
            },
        };
        let steps = steps(&now, &wanted);
        Ok(Self { isdr, eid, wanted, steps })
    }

    /// Does it, and looks whether the card is then as it should be.
    pub fn carry_out(mut self) -> Result<(), String> {
        self.wanted.put_back(&mut self.isdr, false, &mut 0)?;
        self.isdr.reset().map(drop).map_err(|fault| fault.to_string())
    }
}

/// What lies between what is on a card and what should be, in words.
fn steps(now: &Snapshot, wanted: &Snapshot) -> Vec<String> {
    let digits = |one: &Listed| rsp_consumer::iccid::from_ef(&one.iccid);
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
    let count = now.notifications.iter().filter(|number| !wanted.notifications.contains(number)).count();
    if count > 0 {
        let what = if count == 1 { "a notification" } else { &format!("{count} notifications") };
        steps.push(format!("remove {what}, and those that come of this"));
    }
    steps
}
