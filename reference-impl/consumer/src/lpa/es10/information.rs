//! ES10b.GetEUICCInfo.

use super::call;
use crate::lpa::{Es10, LpaError};
use rsp_asn1::{EUICCInfo1, EUICCInfo2, Extensions, GetEuiccInfo1Request, GetEuiccInfo2Request};

/// ES10b.GetEUICCInfo, EUICCInfo1 (SGP.22 §5.7.8).
pub fn euicc_info1(card: &mut dyn Es10) -> Result<EUICCInfo1, LpaError> {
    call(card, "GetEUICCInfo1", &GetEuiccInfo1Request { extensions: Extensions::default() })
}

/// ES10b.GetEUICCInfo, EUICCInfo2 (SGP.22 §5.7.8).
pub fn euicc_info2(card: &mut dyn Es10) -> Result<EUICCInfo2, LpaError> {
    call(card, "GetEUICCInfo2", &GetEuiccInfo2Request { extensions: Extensions::default() })
}
