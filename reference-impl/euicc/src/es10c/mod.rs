//! ES10c: EID and profile list (SGP.22 §5.7.15, §5.7.20).

use crate::euicc::Euicc;
use crate::isdp::IsdpState;
use rsp_asn1::tlv;

impl Euicc {
    /// ES10c.GetEID (SGP.22 §5.7.20): `BF3E {5C 01 5A}`.
    pub(crate) fn get_eid(&self, content: &[u8]) -> Option<Vec<u8>> {
        let asked = tlv::only(0x5C, content).ok()?;
        (asked.content == [0x5A]).then(|| tlv::wrap(0xBF3E, &[&tlv::wrap(0x5A, &[&self.identity.eid])]))
    }

    /// ES10c.GetProfilesInfo (SGP.22 §5.7.15) without search criteria: ICCID, ISD-P AID, state and names of every
    /// profile. A request with criteria or a tag list is answered with incorrectInputValues(1).
    pub(crate) fn get_profiles_info(&self, content: &[u8]) -> Option<Vec<u8>> {
        if !content.is_empty() {
            return Some(tlv::wrap(0xBF2D, &[&tlv::wrap(0x81, &[&[1]])]));
        }
        let infos = self.profiles.iter().map(|profile| {
            let state = u8::from(profile.state == IsdpState::Enabled);
            let names: Vec<u8> = tlv::only(0xBF25, &profile.metadata)
                .and_then(|metadata| tlv::all(metadata.content))
                .map(|fields| {
                    fields
                        .iter()
                        .filter(|field| matches!(field.tag, 0x91 | 0x92))
                        .flat_map(|f| f.whole)
                        .copied()
                        .collect()
                })
                .unwrap_or_default();
            let fields =
                [tlv::wrap(0x5A, &[&profile.iccid]), tlv::wrap(0x4F, &[&profile.aid]), tlv::wrap(0x9F70, &[&[state]])];
            tlv::wrap(0xE3, &[&fields.concat(), &names])
        });
        Some(tlv::wrap(0xBF2D, &[&tlv::wrap(0xA0, &[&infos.collect::<Vec<_>>().concat()])]))
    }
}
