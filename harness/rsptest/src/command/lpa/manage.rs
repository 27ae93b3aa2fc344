//! `rsptest lpa enable`, `disable`, `delete`, `nickname`.

use super::failure::Failure;
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
    /// At most 64 octets
    name: String,
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
        if enable {
            es10::enable_profile(session, &self.profile, refresh)?;
        } else {
            es10::disable_profile(session, &self.profile, refresh)?;
        }
        let settled = session.settle()?;
        let now = profiles(session)?;
        let name = shown(&self.profile);
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
        es10::delete_profile(session, &self.profile)?;
        let name = shown(&self.profile);
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
        es10::set_nickname(session, &octets, &self.name)?;
        let digits = iccid::from_ef(&octets);
        print(
            json,
            &format!("{digits} is named {:?}", self.name),
            || json!({ "iccid": digits, "profileNickname": self.name }),
        );
        Ok(())
    }
}
