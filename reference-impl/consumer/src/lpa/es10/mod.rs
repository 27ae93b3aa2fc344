//! ES10 as somebody calls it who manages a card: one function of the specification in each, typed both ways.
//!
//! They send what an LPA sends and judge nothing beyond what they need to go on. A status word that refuses and an answer
//! that cannot be read are [`LpaError::Card`], a result code other than success is [`LpaError::Result`].

mod addresses;
mod get_eid;
mod information;
mod nickname;
mod notifications;
mod profile_state;
mod profiles;
mod rat;

pub use addresses::{configured_addresses, set_default_dp_address};
pub use get_eid::{GET_EID, get_eid};
pub use information::{euicc_info1, euicc_info2};
pub use nickname::set_nickname;
pub use notifications::{Waiting, list_notifications, remove_notification, retrieve_notification};
pub use profile_state::{ProfileId, ProfileIdError, delete_profile, disable_profile, enable_profile};
pub use profiles::profiles_info;
pub use rat::rules_authorisation_table;

use super::compose::ask;
use super::{Es10, LpaError};
use rsp_asn1::{Decode, Encode, decode, encode};
use std::fmt::Display;

/// One function: the request encoded, the answer decoded.
fn call<Q: Encode, A: Decode>(card: &mut dyn Es10, function: &str, request: &Q) -> Result<A, LpaError> {
    let request = encode(request).map_err(|error| LpaError::Stopped(format!("{function}: {error}")))?;
    let answer = ask(card, &request)?;
    decode(&answer).map_err(|error| LpaError::Card(format!("the answer to {function} cannot be read: {error}")))
}

fn failed(function: &str, code: impl Display) -> LpaError {
    LpaError::Result { function: function.into(), code: code.to_string() }
}

/// Success, or the result code as an error.
fn must<R: PartialEq + Display>(function: &str, result: R, success: R) -> Result<(), LpaError> {
    if result == success { Ok(()) } else { Err(failed(function, result)) }
}
