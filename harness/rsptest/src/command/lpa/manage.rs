//! `rsptest lpa enable`, `disable`, `delete`, `nickname`.

use super::failure::Failure;
use super::hint::hint;
use super::list::{Profile, profiles};
use super::print;
use super::session::Session;
use clap::Args;
use rsp_consumer::iccid;
use rsp_consumer::lpa::es10::{self, ProfileId};
use serde_json::json;

/// Which profile to switch.
#[derive(Debug, Args)]
pub struct Switch {
    /// ICCID in digits, or AID of the ISD-P in hexadecimal
    profile: ProfileId,
    /// Ask for no REFRESH; the card is reset afterwards
    #[arg(long)]
    no_refresh: bool,
}

/// Which profile to delete.
#[derive(Debug, Args)]
pub struct Delete {
    /// ICCID in digits, or AID of the ISD-P in hexadecimal
    profile: ProfileId,
}

/// Which profile to name.
#[derive(Debug, Args)]
pub struct Nickname {
    /// ICCID in digits, or AID of the ISD-P in hexadecimal
    profile: ProfileId,
    /// At most 64 characters; there are cards that count octets
    #[arg(value_parser = nickname)]
    name: String,
}

/// Characters of profileNickname, UTF8String (SIZE(0..64)) in SGP.22.
const MOST: usize = 64;

fn nickname(text: &str) -> Result<String, String> {
    match text.chars().count() {
        count if count > MOST => Err(format!("{count} characters, and a nickname has at most {MOST}")),
        _ => Ok(text.to_owned()),
    }
}

/// Digits or hexadecimal, as users write it.
fn shown(profile: &ProfileId) -> String {
    match profile {
        ProfileId::Iccid(octets) => iccid::from_ef(octets),
        ProfileId::Aid(aid) => hex::encode_upper(aid.as_slice()),
    }
}

fn find<'a>(profiles: &'a [Profile], wanted: &ProfileId) -> Option<&'a Profile> {
    let wanted = shown(wanted);
    profiles.iter().find(|profile| profile.iccid == wanted || profile.aid == wanted)
}

impl Switch {
    /// Enables or disables, and looks whether the card did what it said.
    pub fn run(&self, session: &mut Session, enable: bool, json: bool) -> Result<(), Failure> {
        let refresh = !self.no_refresh;
        let name = shown(&self.profile);
        let answered = if enable {
            es10::enable_profile(session, &self.profile, refresh)
        } else {
            es10::disable_profile(session, &self.profile, refresh)
        };
        answered.map_err(|error| hint(error, &name))?;
        let settled = session.settle()?;
        let now = profiles(session)?;
        let word = if enable { "enabled" } else { "disabled" };
        match find(&now, &self.profile) {
            Some(profile) if profile.enabled == enable => {
                print(
                    json,
                    &format!("{word} {name}; {settled}"),
                    || json!({ "iccid": profile.iccid, "profileState": word, "afterwards": settled }),
                );
                Ok(())
            }
            Some(_) => Err(Failure::Refused(format!(
                "the card answered ok, and lists {name} as not {word} afterwards ({settled})"
            ))),
            None => {
                Err(Failure::Refused(format!("the card answered ok, and does not list {name} afterwards ({settled})")))
            }
        }
    }
}

impl Delete {
    /// Deletes, and looks whether it is gone.
    pub fn run(&self, session: &mut Session, json: bool) -> Result<(), Failure> {
        let name = shown(&self.profile);
        es10::delete_profile(session, &self.profile).map_err(|error| hint(error, &name))?;
        if find(&profiles(session)?, &self.profile).is_some() {
            return Err(Failure::Refused(format!("the card answered ok, and still lists {name}")));
        }
        print(json, &format!("deleted {name}"), || json!({ "deleted": name }));
        Ok(())
    }
}

impl Nickname {
    /// Names a profile. ES10c knows profiles by ICCID here; that of an AID is looked up.
    pub fn run(&self, session: &mut Session, json: bool) -> Result<(), Failure> {
        let octets = match &self.profile {
            ProfileId::Iccid(octets) => *octets,
            ProfileId::Aid(_) => {
                let now = profiles(session)?;
                let found = find(&now, &self.profile)
                    .ok_or_else(|| Failure::Refused(format!("no profile in {}", shown(&self.profile))))?;
                iccid::to_ef(&found.iccid)
            }
        };
        let digits = iccid::from_ef(&octets);
        es10::set_nickname(session, &octets, &self.name).map_err(|error| match self.name.len() {
            // There are cards that count octets.
            length if length > MOST => match hint(error, &digits) {
                Failure::Refused(says) => {
                    Failure::Refused(format!("{says}; the name has {length} octets: try {MOST} or fewer"))
                }
                other => other,
            },
            _ => hint(error, &digits),
        })?;
        print(
            json,
            &format!("{digits} is named {:?}", self.name),
            || json!({ "iccid": digits, "profileNickname": self.name }),
        );
        Ok(())
    }
}
