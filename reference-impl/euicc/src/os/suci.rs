//! The SUCI of a USIM: octet 4 and those behind it of the 5GS mobile identity (3GPP TS 24.501 §9.11.3.4).

use super::get_identity::GET_IDENTITY;
use super::rules;
use crate::apdu::Sw;
use crate::card::Card;
use crate::fs::NodeId;
use crate::profile::{Imsi, NetworkSpecificIdentifier, ProtectionScheme, protection_schemes};
use rsp_crypto::suci::{Key, Profile, SchemeOutput, conceal};

/// SUPI of type NSI, GLI or GCI: a service of EF.UST.
const SUPI_IS_NAI: usize = 130;

/// Type of identity SUCI, SUPI format IMSI.
const OF_IMSI: u8 = 0x01;
/// Type of identity SUCI, SUPI format Network Specific Identifier.
const OF_NAI: u8 = 0x11;
/// The digit 0 and nothing behind it: what stands for a Routing Indicator where there is none.
const NO_ROUTING_INDICATOR: [u8; 2] = [0xF0, 0xFF];

/// What came of ECIES.
struct Concealed {
    profile: Profile,
    /// Home Network Public Key Identifier.
    key_identifier: u8,
    output: SchemeOutput,
}

impl Card {
    /// The SUCI of the Network Specific Identifier where the USIM has one, else that of the IMSI. Identifiers of lines and
    /// cables are not known here.
    pub(super) fn suci(&mut self, usim: NodeId) -> Result<Vec<u8>, Sw> {
        let nai = self.content(usim, &[0x5FC0, 0x4F09]);
        let nai = NetworkSpecificIdentifier::read(nai).filter(|_| self.service(usim, SUPI_IS_NAI));
        match nai {
            Some(nai) => Ok(self.suci_of_nai(usim, &nai)),
            None => self.suci_of_imsi(usim),
        }
    }

    fn suci_of_imsi(&mut self, usim: NodeId) -> Result<Vec<u8>, Sw> {
        let imsi = Imsi::read(self.content(usim, &[0x6F07]), self.content(usim, &[0x6FAD]));
        self.check(&rules::IMSI_PRESENT, imsi.is_some(), Sw::CONDITIONS, || "no IMSI".into())?;
        // Without the check, the USIM is one of network 000 00 without a number.
        let (network, msin) = imsi.map_or(([0x00, 0xF0, 0x00], Vec::new()), |imsi| (imsi.home_network(), imsi.msin()));
        let routing = self.routing_indicator(usim);
        let (scheme, output) = match self.concealed(usim, &msin) {
            Some(made) => ([made.profile.identifier(), made.key_identifier], made.output.octets()),
            None => ([0, 0], msin),
        };
        Ok([&[OF_IMSI], &network[..], &routing, &scheme, &output].concat())
    }

    /// The user's name is concealed, the realm is not (3GPP TS 23.003 §28.7.3). Hexadecimal in capitals, as in the test data of
    /// 3GPP TS 33.501 §C.4.
    fn suci_of_nai(&mut self, usim: NodeId, nai: &NetworkSpecificIdentifier) -> Vec<u8> {
        let halves = self.routing_indicator(usim).into_iter().flat_map(|octet| [octet & 0x0F, octet >> 4]);
        let routing: String = halves.map_while(|digit| char::from_digit(digit.into(), 10)).collect();
        let user = match self.concealed(usim, nai.username.as_bytes()) {
            Some(made) => format!(
                "schid{}.hnkey{}.ecckey{}.cip{}.mac{}",
                made.profile.identifier(),
                made.key_identifier,
                hexadecimal(&made.output.ephemeral_public),
                hexadecimal(&made.output.ciphertext),
                hexadecimal(&made.output.mac),
            ),
            None => format!("schid0.userid{}", nai.username),
        };
        [&[OF_NAI], format!("type1.rid{routing}.{user}@{}", nai.realm).as_bytes()].concat()
    }

    /// One to four digits, the first in the low half; filler behind.
    fn routing_indicator(&self, usim: NodeId) -> [u8; 2] {
        match self.content(usim, &[0x5FC0, 0x4F0A]) {
            [first, second, ..] if first & 0x0F <= 9 => [*first, *second],
            _ => NO_ROUTING_INDICATOR,
        }
    }

    /// A scheme input concealed; `None` where that is left to the null scheme.
    ///
    /// The null scheme stands for a home network that left no key (3GPP TS 33.501 §6.12.2). That a scheme without its key gives way
    /// to the next in the list is (K).
    fn concealed(&mut self, usim: NodeId, input: &[u8]) -> Option<Concealed> {
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
            0 => return None,
            count => conduct.choose(&rules::PROTECTION_SCHEME, count, Some(0)).unwrap_or(0),
        };
        for scheme in schemes.into_iter().skip(chosen) {
            let ProtectionScheme::Ecies { profile, key_identifier, key } = scheme else { return None };
            if !conduct.does(&rules::CONCEAL_IDENTITY) {
                return None;
            }
            let ephemeral = self.ephemeral_key(profile);
            if let Ok(output) = conceal(&ephemeral, &key, input) {
                return Some(Concealed { profile, key_identifier, output });
            }
        }
        None
    }

    /// A key for one SUCI. The counter is the one of challenges, which survives a loss of power.
    fn ephemeral_key(&mut self, profile: Profile) -> Key {
        if self.euicc.context.conduct.does(&rules::FRESH_EPHEMERAL_KEY) {
            self.euicc.state.challenges += 1;
        }
        let context = [&self.euicc.identity.eid[..], &self.euicc.state.challenges.to_be_bytes()].concat();
        Key::derive(profile, self.euicc.context.entropy.as_ref(), "SUCI ephemeral key", &context)
    }

    /// The content of an EF under an ADF; empty where there is none.
    fn content(&self, adf: NodeId, path: &[u16]) -> &[u8] {
        let fs = &self.profile().fs;
        let found = path.iter().try_fold(adf, |at, fid| fs.child(at, *fid));
        found.map(|id| &fs.content(id).body[..]).unwrap_or_default()
    }
}

fn hexadecimal(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02X}")).collect()
}
