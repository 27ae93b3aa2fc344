//! ES10b.GetRAT (SGP.22 §5.7.22).

use crate::euicc::Euicc;
use crate::profile_policy::PolicyRule;
use rsp_asn1::tlv;

impl Euicc {
    /// The Rules Authorisation Table, in its order: `BF43`.
    pub(crate) fn get_rat(&self) -> Option<Vec<u8>> {
        let rows: Vec<u8> = self.state.rat.iter().flat_map(PolicyRule::element).collect();
        Some(tlv::wrap(0xBF43, &[&tlv::wrap(0xA0, &[&rows])]))
    }
}
