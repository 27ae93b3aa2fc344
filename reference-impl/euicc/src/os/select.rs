//! SELECT (ETSI TS 102 221 §11.1.1, SGP.22 §5.7.1).

use super::{Answer, Application, rules};
use crate::apdu::{Class, Command, Sw};
use crate::card::Card;
use crate::euicc::Response;
use rsp_asn1::tlv;

/// AID of the ISD-R (SGP.22 §2.2.1).
pub const ISD_R: [u8; 16] =
    [0xA0, 0x00, 0x00, 0x05, 0x59, 0x10, 0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0x89, 0x00, 0x00, 0x01, 0x00];

impl Card {
    /// SELECT by DF name.
    pub(crate) fn select(&mut self, class: Class, command: &Command<'_>) -> Answer {
        if command.p1 != 0x04 {
            return Err(Sw::P1P2);
        }
        self.need_data(command)?;
        let known = ISD_R.starts_with(command.data);
        self.check(&rules::APPLICATION_KNOWN, known, Sw::NOT_FOUND, || "no such application".into())?;
        let data = self.isd_r_fci();
        if let Some(channel) = self.os.channel_mut(class.channel) {
            channel.application = Application::IsdR;
        }
        Ok(Response::ok(if command.p2 & 0x0C == 0x0C { Vec::new() } else { data }))
    }

    /// FCI of the ISD-R: its name, what GlobalPlatform says of a security domain, and the version of SGP.22.
    fn isd_r_fci(&self) -> Vec<u8> {
        let version = tlv::wrap(0x82, &[&self.euicc.identity.info2.svn]);
        let mut proprietary = tlv::wrap(0xE0, &[&version]);
        self.euicc.context.conduct.shape(&rules::ISD_R_FCI, &mut proprietary);
        let domain = tlv::wrap(0xA5, &[&tlv::wrap(0x9F65, &[&[0xFF]])]);
        tlv::wrap(0x6F, &[&tlv::wrap(0x84, &[&ISD_R]), &domain, &proprietary])
    }
}
