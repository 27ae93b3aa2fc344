//! What the terminal says of itself and of events: TERMINAL CAPABILITY, TERMINAL PROFILE, ENVELOPE
//! (ETSI TS 102 221 §11.1.19 and §11.2, SGP.22 §3.4.2).

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
    /// TERMINAL PROFILE as it came.
    pub profile: Option<Vec<u8>>,
}

/// The bit of the eUICC-related capabilities that announces who uses an ES10 function: LUId for ES10c, LDSd for
/// ES10a, LPDd for all others.
fn announced_by(function: u32) -> u8 {
    match function {
        0xBF29 | 0xBF2D | 0xBF31 | 0xBF32 | 0xBF33 | 0xBF34 | 0xBF3E => 0x01,
        0xBF3C | 0xBF3F => 0x04,
        _ => 0x02,
    }
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

    /// Refuses an ES10 function whose user in the device was not announced.
    pub(crate) fn need_announced(&self, payload: &[u8]) -> Result<(), Sw> {
        let function = tlv::header(payload).map_or(0, |(tag, _, _)| tag);
        let missing = if self.options.needs_terminal_capability { 0x00 } else { 0xFF };
        let announced = self.os.terminal.euicc_capabilities.unwrap_or(missing);
        let holds = announced & announced_by(function) != 0;
        self.check(&rules::LPA_ANNOUNCED, holds, Sw::CONDITIONS, || format!("{function:X} with {announced:02X}"))
    }

    /// TERMINAL PROFILE.
    pub(crate) fn terminal_profile(&mut self, _: Class, command: &Command<'_>) -> Answer {
        if command.p1p2() != 0 {
            return Err(Sw::P1P2);
        }
        self.need_data(command)?;
        self.os.terminal.profile = Some(command.data.to_vec());
        Ok(Response::ok(Vec::new()))
    }

    /// ENVELOPE: one data object. No application of this card waits for one, so nothing follows.
    pub(crate) fn envelope(&mut self, _: Class, command: &Command<'_>) -> Answer {
        if command.p1p2() != 0 {
            return Err(Sw::P1P2);
        }
        self.need_data(command)?;
        let whole = tlv::first(command.data).is_ok_and(|(_, rest)| rest.is_empty());
        self.check(&rules::ENVELOPE_DATA, whole, Sw::DATA, || "not one data object".into())?;
        Ok(Response::ok(Vec::new()))
    }
}
