//! ES10c.GetEID (SGP.22 §5.7.20).

use crate::euicc::Euicc;
use rsp_asn1::tlv;

impl Euicc {
    /// The EID: `BF3E {5C 01 5A}`. Another tag list is none that this function has.
    pub(crate) fn get_eid(&self, content: &[u8]) -> Option<Vec<u8>> {
        let (asked, _) = tlv::first(content).ok().filter(|(asked, _)| asked.tag == 0x5C)?;
        (asked.content == [0x5A]).then(|| tlv::wrap(0xBF3E, &[&tlv::wrap(0x5A, &[&self.identity.eid])]))
    }
}
