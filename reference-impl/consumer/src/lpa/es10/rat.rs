//! ES10b.GetRAT.

use super::call;
use crate::lpa::{Es10, LpaError};
use rsp_asn1::{Extensions, GetRatRequest, GetRatResponse, RulesAuthorisationTable};

/// ES10b.GetRAT (SGP.22 §5.7.22).
pub fn rules_authorisation_table(card: &mut dyn Es10) -> Result<RulesAuthorisationTable, LpaError> {
    let answer: GetRatResponse = call(card, "GetRAT", &GetRatRequest { extensions: Extensions::default() })?;
    Ok(answer.rat)
}
