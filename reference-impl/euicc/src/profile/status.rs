//! What is said of a package: PEStatus and EUICCResponse.

use rsp_asn1::Extensions;
use rsp_asn1::profile_package::{EuiccResponse, PeStatus, PeStatusCode};
use rsp_conduct::Refusal;

/// The outcome of one element; `Refusal::error` of the checks is the name of the status.
pub(crate) fn status(error: &str, identification: Option<u16>, offset: Option<u32>) -> PeStatus {
    PeStatus {
        status: PeStatusCode::from_name(error).unwrap_or(PeStatusCode::BAD_VALUES),
        identification,
        additional_information: None,
        offset,
        extensions: Extensions::NONE,
    }
}

/// Why a package was not installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What was skipped before, and the element that ended the installation, last.
    pub statuses: Vec<PeStatus>,
    /// The check that refused: `error` is the name of the status.
    pub refusal: Refusal,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.statuses.last().and_then(|status| status.identification) {
            Some(number) => write!(f, "element {number}: {}", self.refusal),
            None => write!(f, "{}", self.refusal),
        }
    }
}

impl std::error::Error for Failure {}

impl Failure {
    /// EUICCResponse as DER, for simaResponse.
    pub fn response(&self) -> Vec<u8> {
        encode(self.statuses.clone(), true)
    }
}

/// EUICCResponse as DER for a profile that was installed: one `ok`, behind what was skipped.
pub(crate) fn success(skipped: &[PeStatus]) -> Vec<u8> {
    let mut statuses = skipped.to_vec();
    statuses.push(status("ok", None, None));
    encode(statuses, false)
}

fn encode(pe_status: Vec<PeStatus>, aborted: bool) -> Vec<u8> {
    let response = EuiccResponse {
        pe_status,
        profile_installation_aborted: aborted.then_some(()),
        status_message: None,
        extensions: Extensions::NONE,
    };
    // Integers and a NULL always have an encoding.
    rsp_asn1::encode(&response).unwrap_or_default()
}
