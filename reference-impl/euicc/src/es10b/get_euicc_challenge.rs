//! ES10b.GetEUICCChallenge (SGP.22 §5.7.7).

use crate::euicc::Euicc;
use crate::rules;
use rsp_asn1::tlv;

impl Euicc {
    /// A new challenge, and with it a new session context.
    pub(crate) fn get_euicc_challenge(&mut self) -> Option<Vec<u8>> {
        let conduct = self.context.conduct.clone();
        if conduct.does(&rules::DROP_SESSION) {
            self.end_session();
        }
        if conduct.does(&rules::FRESH_CHALLENGE) {
            self.state.challenges += 1;
        }
        let context = [&self.identity.eid[..], &self.state.challenges.to_be_bytes()].concat();
        let mut challenge = self.context.random::<16>("euiccChallenge", &context).to_vec();
        conduct.shape(&rules::EUICC_CHALLENGE_OCTETS, &mut challenge);
        self.session.challenge = challenge.clone().try_into().ok();
        Some(tlv::wrap(0xBF2E, &[&tlv::wrap(0x80, &[&challenge])]))
    }
}
