//! `rsptest lpa list`: the profiles on the card.

use super::failure::Failure;
use super::session::Session;
use rsp_asn1::{ProfileClass, ProfileInfo, ProfileState, Text};
use rsp_consumer::iccid;
use rsp_consumer::lpa::es10;
use serde_json::json;

/// What is shown of one profile.
pub struct Profile {
    /// Digits.
    pub iccid: String,
    /// AID of the ISD-P, in hexadecimal.
    pub aid: String,
    /// Whether it is enabled.
    pub enabled: bool,
    info: ProfileInfo,
}

fn text<const N: usize>(text: Option<&Text<N>>) -> Option<&str> {
    text.map(Text::as_str)
}

/// The profiles on the card.
pub fn profiles(session: &mut Session) -> Result<Vec<Profile>, Failure> {
    let list = es10::profiles_info(session)?;
    Ok(list
        .into_iter()
        .map(|info| Profile {
            iccid: info.iccid.as_ref().map(|octets| iccid::from_ef(octets.as_slice())).unwrap_or_default(),
            aid: info.isdp_aid.as_ref().map(|aid| hex::encode_upper(aid.as_slice())).unwrap_or_default(),
            enabled: info.profile_state == Some(ProfileState::ENABLED),
            info,
        })
        .collect())
}

impl Profile {
    fn json(&self) -> serde_json::Value {
        let info = &self.info;
        json!({
            "iccid": self.iccid,
            "isdpAid": self.aid,
            "profileState": if self.enabled { "enabled" } else { "disabled" },
            "profileNickname": text(info.profile_nickname.as_ref()),
            "serviceProviderName": text(info.service_provider_name.as_ref()),
            "profileName": text(info.profile_name.as_ref()),
            "profileClass": info.profile_class.and_then(ProfileClass::name),
        })
    }

    fn line(&self) -> String {
        let info = &self.info;
        let names = [
            text(info.profile_nickname.as_ref()).map(|name| format!("{name:?}")),
            text(info.service_provider_name.as_ref()).map(str::to_owned),
            text(info.profile_name.as_ref()).map(str::to_owned),
            info.profile_class.filter(|class| *class != ProfileClass::OPERATIONAL).map(|class| class.to_string()),
        ];
        let names: Vec<String> = names.into_iter().flatten().collect();
        let state = if self.enabled { "enabled " } else { "disabled" };
        format!("{:20}  {state}  {}  {}", self.iccid, self.aid, names.join(", "))
    }
}

/// Lists them.
pub fn list(session: &mut Session, json: bool) -> Result<(), Failure> {
    let profiles = profiles(session)?;
    if json {
        say!("{:#}", json!(profiles.iter().map(Profile::json).collect::<Vec<_>>()));
    } else if profiles.is_empty() {
        say!("no profiles");
    }
    for profile in profiles.iter().filter(|_| !json) {
        say!("{}", profile.line());
    }
    Ok(())
}
