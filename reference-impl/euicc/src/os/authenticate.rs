//! AUTHENTICATE (ETSI TS 102 221 §11.1.16, 3GPP TS 31.102 §7.1, TS 31.103 §7.1).

use super::{Answer, rules};
use crate::apdu::{Class, Command, Sw};
use crate::card::Card;
use crate::euicc::Response;
use crate::fs::NodeId;
use crate::profile::{AkaFailure, Authentication};
use rsp_crypto::aka::kc;

/// EF.UST, which a USIM has and an ISIM has not.
const EF_UST: u16 = 0x6F38;
/// Service of EF.UST: GSM access, so that Kc is part of the answer.
const GSM_ACCESS: usize = 27;
/// Service of EF.UST: the GSM security context.
const GSM_CONTEXT: usize = 38;

/// One octet of length, and as many.
fn field(octets: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = octets.split_first()?;
    rest.split_at_checked(usize::from(*length))
}

impl Card {
    /// AUTHENTICATE: RAND and AUTN in the UMTS context, RAND in the GSM context.
    pub(crate) fn authenticate(&mut self, class: Class, command: &Command<'_>) -> Answer {
        let umts = match (command.p1, command.p2) {
            (0x00, 0x81) => true,
            (0x00, 0x80) => false,
            (0x00, 0x81..=0xFF) => return Err(Sw::CONTEXT),
            _ => return Err(Sw::P1P2),
        };
        self.need_data(command)?;
        // The NAA is active, and the current directory is its ADF or lies below it (TS 31.102 §7.1.1).
        let channel = self.need_files(class.channel)?;
        let adf = channel.adf().filter(|adf| self.profile().fs.adf_of(channel.directory) == Some(*adf));
        let able = adf.filter(|adf| self.profile().aka.iter().any(|aka| aka.adf == *adf));
        self.check(&rules::NAA_SELECTED, able.is_some(), Sw::CONDITIONS, || "no NAA is selected".into())?;
        // Without the check, the first that can answers.
        let adf = able.or_else(|| Some(self.profile().aka.first()?.adf)).ok_or(Sw::CONDITIONS)?;
        let verified = self.naa_verified(adf);
        self.check(&rules::NAA_CODE, verified, Sw::SECURITY, || "the PIN of the NAA is not verified".into())?;
        let (rand, rest) = field(command.data).ok_or(Sw::LENGTH)?;
        let rand: &[u8; 16] = rand.try_into().map_err(|_| Sw::LENGTH)?;
        if umts {
            let (autn, rest) = field(rest).ok_or(Sw::LENGTH)?;
            if !rest.is_empty() {
                return Err(Sw::LENGTH);
            }
            return self.umts_context(adf, rand, autn);
        }
        if !rest.is_empty() {
            return Err(Sw::LENGTH);
        }
        let offered = self.service(adf, GSM_CONTEXT);
        self.check(&rules::GSM_CONTEXT_OFFERED, offered, Sw::CONTEXT, || "no service 38".into())?;
        let answer =
            self.profile_mut().aka(adf).ok_or(Sw::CONDITIONS)?.gsm(rand).map_err(|failure| refusal(&failure))?;
        Ok(Response::ok([&[4][..], &answer.sres, &[8], &answer.kc].concat()))
    }

    fn umts_context(&mut self, adf: NodeId, rand: &[u8; 16], autn: &[u8]) -> Answer {
        let conduct = self.euicc.context.conduct.clone();
        let aka = self.profile_mut().aka(adf).ok_or(Sw::CONDITIONS)?;
        let before = aka.sequence;
        let outcome = aka.authenticate(rand, autn);
        if outcome.is_ok() && !conduct.does(&rules::USE_SEQUENCE_NUMBER) {
            aka.sequence = before;
        }
        // f2, f3 and f4 depend on RAND alone: what a card answers that does not look at AUTN.
        let regardless = aka.parameters.functions().map(|functions| functions.compute(rand, &[0; 6], &[0; 2]));
        let right = outcome != Err(AkaFailure::Mac);
        self.check(&rules::AUTN_MAC, right, Sw::MAC, || "MAC in AUTN is wrong".into())?;
        let fresh = !matches!(outcome, Err(AkaFailure::Synchronisation { .. }));
        let judged = self.check(&rules::AUTN_FRESH, fresh, Sw::CONDITIONS, || "SQN in AUTN is not fresh".into());
        let answer = match (outcome, judged, regardless) {
            (Ok(answer), ..) => answer,
            (Err(AkaFailure::Synchronisation { auts }), Err(_), _) => {
                return Ok(Response::ok([&[0xDC, auts.len() as u8][..], &auts].concat()));
            }
            (Err(AkaFailure::Mac | AkaFailure::Synchronisation { .. }), _, Some(output)) => {
                let kc = (output.ck.len() == 16 && output.ik.len() == 16).then(|| kc(&output.ck, &output.ik));
                Authentication { res: output.res, ck: output.ck, ik: output.ik, kc }
            }
            (Err(failure), ..) => return Err(refusal(&failure)),
        };
        let mut data = vec![0xDB];
        let kc = answer.kc.filter(|_| self.service(adf, GSM_ACCESS));
        let parts = [Some(&answer.res[..]), Some(&answer.ck), Some(&answer.ik), kc.as_ref().map(|kc| &kc[..])];
        for part in parts.into_iter().flatten() {
            data.push(part.len() as u8);
            data.extend_from_slice(part);
        }
        self.euicc.context.conduct.shape(&rules::AUTHENTICATE_RESPONSE, &mut data);
        Ok(Response::ok(data))
    }

    /// Is the PIN of an application verified, or none asked for?
    pub(super) fn naa_verified(&self, adf: NodeId) -> bool {
        let mut codes =
            self.profile().fs.node(adf).pin_status.iter().filter(|key| matches!(key, 0x01..=0x08)).peekable();
        codes.peek().is_none() || codes.any(|key| self.is_verified(adf, *key))
    }

    /// Is a service of EF.UST available? Without an EF.UST none is.
    pub(super) fn service(&self, adf: NodeId, number: usize) -> bool {
        let fs = &self.profile().fs;
        let table = fs.child(adf, EF_UST).map(|id| &fs.content(id).body[..]).unwrap_or_default();
        table.get((number - 1) / 8).is_some_and(|octet| octet >> ((number - 1) % 8) & 1 == 1)
    }
}

/// The status word of what gave no keys.
fn refusal(failure: &AkaFailure) -> Sw {
    match failure {
        AkaFailure::Mac => Sw::MAC,
        AkaFailure::Length => Sw::LENGTH,
        AkaFailure::Parameters => Sw::CONTEXT,
        AkaFailure::Synchronisation { .. } | AkaFailure::Exhausted => Sw::CONDITIONS,
    }
}
