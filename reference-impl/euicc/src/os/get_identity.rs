//! GET IDENTITY (ETSI TS 102 221 §11.1.23, 3GPP TS 31.102 §7.5): the USIM makes a SUCI.

use super::{Answer, rules};
use crate::apdu::{Class, Command, Sw};
use crate::card::Card;
use crate::euicc::Response;
use crate::fs::{Kind, NodeId};
use crate::profile::{Imsi, ProtectionScheme, protection_schemes};
use rsp_asn1::tlv;
use rsp_crypto::suci;

/// Front of a USIM's DF name: 3GPP, and the application (3GPP TS 31.110 Annex A).
const USIM: [u8; 7] = [0xA0, 0x00, 0x00, 0x00, 0x87, 0x10, 0x02];
/// Subscription identifier privacy: a service of EF.UST.
const PRIVACY: usize = 124;
/// SUCI calculation by the USIM: a service of EF.UST.
const BY_USIM: usize = 125;
/// Bit of UICCCapability for the command.
const GET_IDENTITY: usize = 22;

/// Type of identity SUCI, SUPI format IMSI (3GPP TS 24.501 §9.11.3.4).
const SUCI_OF_IMSI: u8 = 0x01;
/// Tag of the answer.
const SUCI_DATA_OBJECT: u32 = 0xA1;
/// The digit 0 and nothing behind it: what stands for a Routing Indicator where there is none.
const NO_ROUTING_INDICATOR: [u8; 2] = [0xF0, 0xFF];

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

    /// The SUCI as octet 4 and those behind it of the 5GS mobile identity (3GPP TS 24.501 §9.11.3.4).
    fn suci(&mut self, usim: NodeId) -> Result<Vec<u8>, Sw> {
        let imsi = Imsi::read(self.content(usim, &[0x6F07]), self.content(usim, &[0x6FAD]));
        self.check(&rules::IMSI_PRESENT, imsi.is_some(), Sw::CONDITIONS, || "no IMSI".into())?;
        // Without the check, the USIM is one of network 000 00 without a number.
        let (network, msin) = imsi.map_or(([0x00, 0xF0, 0x00], Vec::new()), |imsi| (imsi.home_network(), imsi.msin()));
        let routing = match self.content(usim, &[0x5FC0, 0x4F0A]) {
            [first, second, ..] if first & 0x0F <= 9 => [*first, *second],
            _ => NO_ROUTING_INDICATOR,
        };
        let (scheme, key_identifier, output) = self.scheme_output(usim, &msin);
        Ok([&[SUCI_OF_IMSI], &network[..], &routing, &[scheme, key_identifier], &output].concat())
    }

    /// Protection Scheme Identifier, Home Network Public Key Identifier and Scheme Output.
    ///
    /// The null scheme where the home network left no key (3GPP TS 33.501 §6.12.2). That a scheme without its key gives way to the
    /// next in the list is (K).
    fn scheme_output(&mut self, usim: NodeId, msin: &[u8]) -> (u8, u8, Vec<u8>) {
        let conduct = self.euicc.context.conduct.clone();
        // What the USIM reckons with is in DF.SAIP, where no terminal reads it; that in DF.5GS is for terminals, and taken
        // where there is no other (K).
        let mut file = self.content(usim, &[0x5FD0, 0x4F01]);
        if file.is_empty() {
            file = self.content(usim, &[0x5FC0, 0x4F07]);
        }
        let mut schemes = protection_schemes(file);
        // The bits of the profiles stand behind that of the command, in the order of their identifiers.
        schemes.retain(|scheme| match scheme {
            ProtectionScheme::Null => true,
            ProtectionScheme::Ecies { profile, .. } => self.capable(GET_IDENTITY + usize::from(profile.identifier())),
        });
        let chosen = match schemes.len() {
            0 => 0,
            count => conduct.choose(&rules::PROTECTION_SCHEME, count, Some(0)).unwrap_or(0),
        };
        for scheme in schemes.iter().skip(chosen) {
            let ProtectionScheme::Ecies { profile, key_identifier, key } = scheme else { break };
            if !conduct.does(&rules::CONCEAL_IDENTITY) {
                break;
            }
            let ephemeral = self.ephemeral_key(*profile);
            if let Ok(output) = suci::conceal(&ephemeral, key, msin) {
                return (profile.identifier(), *key_identifier, output.octets());
            }
        }
        (0, 0, msin.to_vec())
    }

    /// A key for one SUCI. The counter is the one of challenges, which survives a loss of power.
    fn ephemeral_key(&mut self, profile: suci::Profile) -> suci::Key {
        let context = &self.euicc.context;
        if context.conduct.does(&rules::FRESH_EPHEMERAL_KEY) {
            self.euicc.state.challenges += 1;
        }
        let count = self.euicc.state.challenges.to_be_bytes();
        suci::Key::derive(profile, self.euicc.context.entropy.as_ref(), "SUCI", &count)
    }

    /// Is a bit of UICCCapability set?
    fn capable(&self, bit: usize) -> bool {
        self.euicc.identity.info2.uicc_capability.contains(&bit)
    }

    fn is_usim(&self, adf: NodeId) -> bool {
        matches!(&self.profile().fs.node(adf).kind, Kind::Adf { aid } if aid.starts_with(&USIM))
    }

    /// The content of an EF under an ADF; empty where there is none.
    fn content(&self, adf: NodeId, path: &[u16]) -> &[u8] {
        let fs = &self.profile().fs;
        let found = path.iter().try_fold(adf, |at, fid| fs.child(at, *fid));
        found.map(|id| &fs.content(id).body[..]).unwrap_or_default()
    }
}
