//! What the terminal says of itself: TERMINAL CAPABILITY (ETSI TS 102 221 §11.1.19, SGP.22 §3.4.2).

use super::{Answer, rules};
use crate::apdu::{Class, Command, Sw};
use crate::card::Card;
use crate::euicc::Response;
use rsp_asn1::tlv;

/// What the terminal said since the last reset.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Terminal {
    /// The eUICC-related capabilities (tag `83`) of TERMINAL CAPABILITY: bit 1 LUId, bit 2 LPDd, bit 3 LDSd.
    pub euicc_capabilities: Option<u8>,
}

impl Card {
    /// TERMINAL CAPABILITY. Only the eUICC-related part has an effect on this card.
    pub(crate) fn terminal_capability(&mut self, _: Class, command: &Command<'_>) -> Answer {
        if command.p1p2() != 0 {
            return Err(Sw::P1P2);
        }
        self.need_data(command)?;
        let template = tlv::only(0xA9, command.data).ok().and_then(|template| tlv::all(template.content).ok());
        self.check(&rules::TERMINAL_CAPABILITY_DATA, template.is_some(), Sw::DATA, || "no template A9".into())?;
        let said = template.unwrap_or_default().iter().find(|object| object.tag == 0x83).map(|object| object.content);
        if let Some(bits) = said {
            self.os.terminal.euicc_capabilities = Some(bits.first().copied().unwrap_or(0));
        }
        Ok(Response::ok(Vec::new()))
    }
}
