//! STATUS (ETSI TS 102 221 §11.1.2).

use super::select::{ECASD, ISD_R};
use super::{Answer, Application};
use crate::apdu::{Class, Command, Sw};
use crate::card::Card;
use crate::euicc::Response;
use crate::fs::Kind;
use rsp_asn1::tlv;

impl Card {
    /// STATUS: FCP of the current directory, name of the application, or nothing. P1 tells how far the terminal is
    /// with the application, which changes nothing on this card.
    pub(crate) fn status(&mut self, class: Class, command: &Command<'_>) -> Answer {
        if command.p1 > 0x02 {
            return Err(Sw::P1P2);
        }
        if !command.data.is_empty() {
            return Err(Sw::LENGTH);
        }
        let channel = self.os.channel(class.channel).ok_or(Sw::CHANNEL)?;
        match command.p2 {
            0x00 => Ok(Response::ok(self.fcp(channel.directory))),
            0x01 => Ok(Response::ok(tlv::wrap(0x84, &[&self.application_name(&channel.application)]))),
            0x0C => Ok(Response::ok(Vec::new())),
            _ => Err(Sw::P1P2),
        }
    }

    /// DF name of an application; empty where none is selected.
    fn application_name(&self, application: &Application) -> Vec<u8> {
        match application {
            Application::Files => Vec::new(),
            Application::IsdR => ISD_R.to_vec(),
            Application::Ecasd => ECASD.to_vec(),
            Application::Domain(aid) => aid.clone(),
            Application::Adf(id) => match &self.profile().fs.node(*id).kind {
                Kind::Adf { aid } => aid.clone(),
                _ => Vec::new(),
            },
        }
    }
}
