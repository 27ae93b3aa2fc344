//! ES10c.SetNickname (SGP.22 §5.7.21).

use super::target::{Target, result};
use crate::codes;
use crate::euicc::Euicc;
use crate::rules;
use rsp_asn1::tlv;
use rsp_conduct::Refusal;

/// Characters of a nickname.
const LONGEST: usize = 64;

impl Euicc {
    /// Names a profile; an empty name removes the one it has: `BF29 {5A iccid, 90 profileNickname}`.
    pub(crate) fn set_nickname(&mut self, content: &[u8]) -> Option<Vec<u8>> {
        let (iccid, rest) = tlv::first(content).ok().filter(|(iccid, _)| iccid.tag == 0x5A)?;
        let (name, _) = tlv::first(rest).ok().filter(|(name, _)| name.tag == 0x90)?;
        let outcome = self.nickname(Target::Iccid(iccid.content), name.content);
        Some(result(0xBF29, outcome.map_or_else(|refusal| codes::set_nickname(&refusal), |()| 0)))
    }

    fn nickname(&mut self, target: Target<'_>, name: &[u8]) -> Result<(), Refusal> {
        let conduct = self.context.conduct.clone();
        let index = self.state.profiles.iter().position(|profile| target.is(profile));
        conduct.judge(
            &rules::NICKNAME_TARGET,
            Refusal::unless(index.is_some(), "iccidNotFound", || format!("{target:02X?}")),
        )?;
        let text = std::str::from_utf8(name).ok();
        let fits = text.is_some_and(|text| text.chars().count() <= LONGEST);
        conduct.judge(
            &rules::NICKNAME_TEXT,
            Refusal::unless(fits, "undefinedError", || format!("no UTF-8 of at most {LONGEST} characters")),
        )?;
        if let Some(index) = index
            && conduct.does(&rules::STORE_NICKNAME)
        {
            self.state.profiles[index].nickname = String::from_utf8_lossy(name).into_owned();
        }
        Ok(())
    }
}
