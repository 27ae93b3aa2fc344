//! ES8+.ConfigureISDP (SGP.22 §5.5.2).

use crate::es10b::loader::Loader;
use crate::euicc::Euicc;
use crate::rules;
use rsp_asn1::{ConfigureISDPRequest, tlv};
use rsp_conduct::Refusal;

/// Octets of DpProprietaryData with tag and length.
const LARGEST: usize = 128;

impl Euicc {
    /// Reads ConfigureISDPRequest (`BF24`) and keeps what the SM-DP+ wants kept.
    pub(crate) fn configure_isdp(&self, loader: &mut Loader, clear: Vec<u8>) -> Result<(), Refusal> {
        let conduct = &self.context.conduct;
        let read = rsp_asn1::decode::<ConfigureISDPRequest>(&clear).map(|_| ());
        let read = read.map_err(|error| Refusal::new("incorrectInputValues", error.to_string()));
        conduct.judge(&rules::CONFIGURE_ISDP, read)?;
        let fields = tlv::only(0xBF24, &clear).and_then(|request| tlv::all(request.content)).unwrap_or_default();
        let data = fields.iter().find(|field| field.tag == 0xB8).map(|field| field.whole).unwrap_or_default();
        conduct.judge(
            &rules::DP_PROPRIETARY_DATA,
            Refusal::unless(data.len() <= LARGEST, "incorrectInputValues", || {
                format!("DpProprietaryData of {} octets", data.len())
            }),
        )?;
        loader.dp_proprietary_data = data.to_vec();
        Ok(())
    }
}
