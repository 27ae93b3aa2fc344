//! A card before a run: who it is, what is on it, what it offers, whether it may be tested.

use super::Line;
use crate::bench::CardBench;

/// What the card said of itself when it was opened; it is not asked again.
pub(super) async fn examine(card: &CardBench, allowed: Option<&[String]>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut say = |good: bool, what: &str, says: String| lines.push((good, what.to_owned(), says));
    let eid = hex::encode_upper(card.eid);
    say(true, "card", format!("{}, EID {eid}, SGP.22 {}", card.product, card.version));
    if let Some(allowed) = allowed {
        let named = allowed.iter().any(|one| one.eq_ignore_ascii_case(&eid));
        let says = if named { "it may be tested" } else { "it may not be tested unless you say so: --allow-eid" };
        say(named, "allow-list", format!("{says} {eid}"));
    }
    for trust in &card.trust {
        say(true, "CI", format!("our SM-DP+ is certified under {}", hex::encode_upper(&trust.ci_pkid)));
    }
    say(true, "options", card.options.iter().cloned().collect::<Vec<_>>().join(", "));
    let slot = card.slot.lock().await;
    let profiles = &slot.snapshot.profiles;
    if profiles.is_empty() {
        say(true, "profiles", "none".into());
    }
    for profile in profiles {
        let state = if profile.enabled { "enabled" } else { "disabled" };
        say(true, "profiles", format!("{} {state}; it is left as it is", rsp_consumer::iccid::from_ef(&profile.iccid)));
    }
    if profiles.iter().any(|one| one.enabled) {
        let says = "with one in use, what would take its place is not-applicable, unless `run` has --allow-switch";
        say(true, "profiles", says.into());
    }
    say(true, "notifications", format!("{} wait; they are left as they are", slot.snapshot.notifications.len()));
    lines
}
