//! ES10a.SetDefaultDpAddress (SGP.22 §5.7.4).

use crate::codes::UNDEFINED;
use crate::euicc::Euicc;
use crate::rules;
use rsp_asn1::tlv;
use rsp_conduct::Refusal;

/// The longest name that DNS knows (RFC 1035 §2.3.4), with room for a port, which test benches use.
const LONGEST: usize = 255 + 6;

impl Euicc {
    /// Sets the default SM-DP+; an empty address removes it: `BF3F {80 address}`.
    pub(crate) fn set_default_dp_address(&mut self, content: &[u8]) -> Option<Vec<u8>> {
        let (field, _) = tlv::first(content).ok().filter(|(field, _)| field.tag == 0x80)?;
        let text = std::str::from_utf8(field.content).ok();
        let possible = text.is_some_and(|text| text.len() <= LONGEST && !text.chars().any(char::is_control));
        let conduct = self.context.conduct.clone();
        let judged = conduct.judge(
            &rules::DEFAULT_DP_ADDRESS,
            Refusal::unless(possible, "undefinedError", || "no address of a host".into()),
        );
        let result = match judged {
            Ok(()) => {
                if conduct.does(&rules::STORE_DP_ADDRESS) {
                    self.state.default_dp_address = String::from_utf8_lossy(field.content).into_owned();
                }
                0
            }
            Err(_) => UNDEFINED,
        };
        Some(tlv::wrap(0xBF3F, &[&tlv::wrap(0x80, &[&[result]])]))
    }
}
