//! ES10c.GetProfilesInfo (SGP.22 §5.7.15).

use crate::codes;
use crate::euicc::Euicc;
use crate::isdp::{Isdp, IsdpState};
use crate::rules;
use rsp_asn1::{ProfileInfoListRequest, ProfileInfoSearchCriteria, tlv};
use rsp_conduct::Refusal;

/// What is told when the request has no tag list.
const DEFAULT: [u32; 9] = [0x5A, 0x4F, 0x9F70, 0x90, 0x91, 0x92, 0x93, 0x94, 0x95];
/// Everything that can be told, in the order of ProfileInfo.
const ALL: [u32; 15] = [0x5A, 0x4F, 0x9F70, 0x90, 0x91, 0x92, 0x93, 0x94, 0x95, 0xB6, 0xB7, 0xB8, 0x99, 0xBF76, 0xBF22];

/// The tags of a tag list: one after the other, without lengths.
fn tags(list: &[u8]) -> Result<Vec<u32>, Refusal> {
    let mut tags = Vec::new();
    let mut octets = list.iter();
    while let Some(first) = octets.next() {
        let mut tag = u32::from(*first);
        if first & 0x1F == 0x1F {
            loop {
                let next = octets.next().filter(|_| tag <= 0xFF_FFFF);
                let next = next.ok_or_else(|| Refusal::new("incorrectInputValues", "a tag that does not end"))?;
                tag = tag << 8 | u32::from(*next);
                if next & 0x80 == 0 {
                    break;
                }
            }
        }
        tags.push(tag);
    }
    Ok(tags)
}

/// The element of a profile with this tag; nothing where it has none.
fn element(profile: &Isdp, tag: u32) -> Vec<u8> {
    match tag {
        0x5A => tlv::wrap(tag, &[&profile.iccid]),
        0x4F => tlv::wrap(tag, &[&profile.aid]),
        0x9F70 => tlv::wrap(tag, &[&[u8::from(profile.state == IsdpState::Enabled)]]),
        0x90 if profile.nickname.is_empty() => Vec::new(),
        0x90 => tlv::wrap(tag, &[profile.nickname.as_bytes()]),
        // Told also where the metadata leaves it to the default.
        0x95 => tlv::wrap(tag, &[&[u8::try_from(profile.class().0).unwrap_or(codes::UNDEFINED)]]),
        _ => profile.field(tag).map(<[u8]>::to_vec).unwrap_or_default(),
    }
}

impl Euicc {
    /// The profiles that are asked for, with the data objects of the tag list: `BF2D {A0 {4F, 5A or 95}, 5C}`.
    /// Tags that are not known are passed over.
    pub(crate) fn get_profiles_info(&self, payload: &[u8]) -> Option<Vec<u8>> {
        let request = rsp_asn1::decode::<ProfileInfoListRequest>(payload);
        let request = request.map_err(|error| Refusal::new("incorrectInputValues", error.to_string()));
        let asked = request.as_ref().ok().and_then(|request| request.tag_list.as_ref());
        let tags = asked.map(|list| tags(list)).transpose();
        let judged =
            request.as_ref().map_err(Clone::clone).and_then(|_| tags.as_ref().map(|_| ()).map_err(Clone::clone));
        let judged = self.context.conduct.judge(&rules::PROFILES_INFO_INPUT, judged);
        if let Err(refusal) = judged {
            return Some(tlv::wrap(0xBF2D, &[&tlv::wrap(0x81, &[&[codes::profiles_info(&refusal)]])]));
        }
        let criteria = request.ok().and_then(|request| request.search_criteria);
        let wanted = |profile: &&Isdp| match &criteria {
            None => true,
            Some(ProfileInfoSearchCriteria::IsdpAid(aid)) => aid.as_ref() == profile.aid,
            Some(ProfileInfoSearchCriteria::Iccid(iccid)) => iccid.as_ref() == profile.iccid,
            Some(ProfileInfoSearchCriteria::ProfileClass(class)) => *class == profile.class(),
        };
        let listed = tags.ok().flatten();
        let told = |tag: &&u32| listed.as_ref().map_or(DEFAULT.contains(tag), |listed| listed.contains(tag));
        let infos = self.state.profiles.iter().filter(wanted).flat_map(|profile| {
            let fields: Vec<u8> = ALL.iter().filter(told).flat_map(|tag| element(profile, *tag)).collect();
            tlv::wrap(0xE3, &[&fields])
        });
        Some(tlv::wrap(0xBF2D, &[&tlv::wrap(0xA0, &[&infos.collect::<Vec<u8>>()])]))
    }
}
