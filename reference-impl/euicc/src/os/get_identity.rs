//! GET IDENTITY (ETSI TS 102 221 §11.1.23, 3GPP TS 31.102 §7.5): the USIM makes a SUCI.

use super::{Answer, rules};
use crate::apdu::{Class, Command, Sw};
use crate::card::Card;
use crate::euicc::Response;
use crate::fs::{Kind, NodeId};
use rsp_asn1::tlv;

/// Front of a USIM's DF name: 3GPP, and the application (3GPP TS 31.110 Annex A).
const USIM: [u8; 7] = [0xA0, 0x00, 0x00, 0x00, 0x87, 0x10, 0x02];
/// Subscription identifier privacy: a service of EF.UST.
const PRIVACY: usize = 124;
/// SUCI calculation by the USIM: a service of EF.UST.
const BY_USIM: usize = 125;
/// Bit of UICCCapability for the command.
pub(super) const GET_IDENTITY: usize = 22;

/// Tag of the answer.
const SUCI_DATA_OBJECT: u32 = 0xA1;

impl Card {
    /// GET IDENTITY in the SUCI context, `01` or, said to be for the application, `81`. That for 5G NSWO (`02`) is not known.
    ///
    /// No public text says which status word a USIM without the services answers, nor one whose PIN is not verified or whose
    /// EF.IMSI is empty: (K) 6985, 6982 and 6985, all in the list of 3GPP TS 31.102 §7.3.2 for this command.
    pub(crate) fn get_identity(&mut self, class: Class, command: &Command<'_>) -> Answer {
        if !self.capable(GET_IDENTITY) {
            return Err(Sw::INS);
        }
        let known = matches!((command.p1, command.p2), (0x00, 0x01 | 0x81));
        self.check(&rules::IDENTITY_CONTEXT, known, Sw::P1P2, || format!("{:04X}", command.p1p2()))?;
        if !command.data.is_empty() {
            return Err(Sw::LENGTH);
        }
        let channel = self.need_files(class.channel)?;
        let adf = channel.adf().filter(|adf| self.profile().fs.adf_of(channel.directory) == Some(*adf));
        let usim = adf.filter(|adf| self.is_usim(*adf));
        self.check(&rules::USIM_SELECTED, usim.is_some(), Sw::CONDITIONS, || "no USIM is selected".into())?;
        // Without the check, the first that there is answers.
        let usims = || self.profile().fs.adfs().iter().copied().find(|adf| self.is_usim(*adf));
        let usim = usim.or_else(usims).ok_or(Sw::CONDITIONS)?;
        let verified = self.naa_verified(usim);
        self.check(&rules::IDENTITY_CODE, verified, Sw::SECURITY, || "the PIN of the USIM is not verified".into())?;
        let offered = self.service(usim, PRIVACY) && self.service(usim, BY_USIM);
        self.check(&rules::SUCI_OFFERED, offered, Sw::CONDITIONS, || "no services 124 and 125".into())?;
        let mut suci = self.suci(usim)?;
        self.euicc.context.conduct.shape(&rules::SUCI, &mut suci);
        Ok(Response::ok(tlv::wrap(SUCI_DATA_OBJECT, &[&suci])))
    }

    /// Is a bit of UICCCapability set?
    pub(super) fn capable(&self, bit: usize) -> bool {
        self.euicc.identity.info2.uicc_capability.contains(&bit)
    }

    fn is_usim(&self, adf: NodeId) -> bool {
        matches!(&self.profile().fs.node(adf).kind, Kind::Adf { aid } if aid.starts_with(&USIM))
    }
}
