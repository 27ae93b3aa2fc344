//! What a user can do about a result code of ES10.

use super::failure::Failure;
use rsp_consumer::lpa::LpaError;

/// The error with what to do about it; `profile` is the profile as the user named it.
pub fn hint(error: LpaError, profile: &str) -> Failure {
    let advice = match &error {
        LpaError::Result { function, code } => advice(function, code, profile),
        _ => String::new(),
    };
    match Failure::from(error) {
        Failure::Refused(says) => Failure::Refused(says + &advice),
        other => other,
    }
}

fn advice(function: &str, code: &str, profile: &str) -> String {
    let name = code.split('(').next().unwrap_or_default();
    let words = match (function, name) {
        ("EnableProfile", "profileNotInDisabledState") => format!(
            "{profile} is enabled already; to have it enabled anew, disable it first (rsptest lpa disable {profile})"
        ),
        ("DeleteProfile", "profileNotInDisabledState") => {
            format!("{profile} is enabled; disable it first (rsptest lpa disable {profile})")
        }
        ("DisableProfile", "profileNotInEnabledState") => format!("{profile} is disabled already"),
        (_, "iccidOrAidNotFound" | "iccidNotFound") => {
            format!("the card has no profile {profile}; rsptest lpa list shows what it has")
        }
        (_, "disallowedByPolicy") => "a Profile Policy Rule of that profile, or of the enabled one, forbids it".into(),
        (_, "catBusy") => "a proactive session of the card is under way; try again when it has ended".into(),
        ("RemoveNotificationFromList", "nothingToDelete") => "rsptest lpa notifications list shows what waits".into(),
        _ => return String::new(),
    };
    format!("; {words}")
}
