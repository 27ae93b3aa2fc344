//! GET DATA of the security domains (GlobalPlatform Card Specification §11.3), and GET CHALLENGE.

use super::{Answer, Application, rules};
use crate::apdu::{Class, Command, Sw};
use crate::card::Card;
use crate::euicc::Response;
use rsp_asn1::tlv;

impl Card {
    /// GET DATA: the EID (`5A`) of the ECASD, and through the ISD-R what of the ECASD is asked for by tag list
    /// (`BF30`).
    pub(crate) fn get_data(&mut self, class: Class, command: &Command<'_>) -> Answer {
        let channel = self.os.channel(class.channel).ok_or(Sw::CHANNEL)?;
        let data = match (&channel.application, command.p1p2()) {
            (Application::Ecasd, 0x005A) => Some(self.ecasd_object(0x5A).unwrap_or_default()),
            (Application::IsdR, 0xBF30) => {
                self.need_data(command)?;
                let asked = tlv::only(0x5C, command.data).map_err(|_| Sw::DATA)?;
                let tag = asked.content.iter().fold(0u32, |tag, octet| tag << 8 | u32::from(*octet));
                self.ecasd_object(tag).map(|object| tlv::wrap(0xBF30, &[&object]))
            }
            (Application::Files | Application::Adf(_), _) => return Err(Sw::INS),
            _ => None,
        };
        let tag = command.p1p2();
        self.check(&rules::DATA_KNOWN, data.is_some(), Sw::NO_DATA, || format!("no data {tag:04X}"))?;
        Ok(Response::ok(data.unwrap_or_default()))
    }

    /// A data object of the ECASD. Its certificate of SGP.02 (`7F21`) is not on this card.
    fn ecasd_object(&self, tag: u32) -> Option<Vec<u8>> {
        (tag == 0x5A).then(|| tlv::wrap(0x5A, &[&self.euicc.identity.eid]))
    }

    /// GET CHALLENGE (ETSI TS 102 221 §11.1.15): as many random octets as are asked for, eight without Le.
    pub(crate) fn get_challenge(&mut self, _: Class, command: &Command<'_>) -> Answer {
        if command.p1p2() != 0 {
            return Err(Sw::P1P2);
        }
        if !command.data.is_empty() {
            return Err(Sw::LENGTH);
        }
        let mut data = vec![0; command.le.map_or(8, usize::from)];
        if self.euicc.context.conduct.does(&rules::FRESH_RANDOM) {
            self.challenges = self.challenges.wrapping_add(1);
        }
        self.euicc.context.entropy.fill("GET CHALLENGE", &self.challenges.to_be_bytes(), &mut data);
        Ok(Response::ok(data))
    }
}
