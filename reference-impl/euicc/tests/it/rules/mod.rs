//! Every declared rule matters: a card without it is seen to be another.

mod checks;
mod duties;
mod helpers;

use crate::lab::{Card, Without, crl};
use crate::lab::{Outcome, Prepare};
use checks::{CHECKS, MADE};
use duties::DUTIES;
use helpers::{address, cancel, life, load_crl, nickname};
use rsp_conduct::{Honest, Recording};
use rsp_euicc::rules::RULES;
use std::collections::BTreeSet;
use std::sync::Arc;

type Scenario = fn(&mut Card) -> String;

fn id(rule: &'static str) -> &'static str {
    RULES.ids().find(|id| id.strip_prefix("euicc/") == Some(rule)).unwrap_or_else(|| panic!("no rule {rule}"))
}

#[test]
fn a_card_without_one_rule_is_seen_to_be_another() {
    for (rule, scenario) in CHECKS.iter().chain(DUTIES) {
        let honest = scenario(&mut Card::new());
        assert_eq!(honest, scenario(&mut Card::new()), "{rule}: the same twice");
        assert_ne!(honest, scenario(&mut Card::with(Arc::new(Without(id(rule))))), "{rule} does not matter");
    }
    for (rule, made, scenario) in MADE {
        let run = |conduct| {
            let (personalisation, info2) = made();
            scenario(&mut Card::of(conduct, personalisation, info2))
        };
        assert_ne!(run(Arc::new(Honest)), run(Arc::new(Without(id(rule)))), "{rule} does not matter");
    }
}

#[test]
fn every_check_duty_and_choice_is_shown() {
    let shown: BTreeSet<&str> =
        CHECKS.iter().chain(DUTIES).map(|row| row.0).chain(MADE.iter().map(|row| row.0)).map(id).collect();
    let checks = RULES.checks.iter().map(|rule| rule.id);
    let declared =
        checks.chain(RULES.duties.iter().map(|rule| rule.id)).chain(RULES.choices.iter().map(|rule| rule.id));
    let declared: BTreeSet<&str> = declared.collect();
    // What the profile interpreter verifies is shown in tests/profile/refusals.rs, one fault for each check.
    let missing: Vec<_> = declared.difference(&shown).filter(|id| !id.starts_with("euicc/pe-")).collect();
    assert_eq!(missing, Vec::<&&str>::new());
    assert!(RULES.checks.len() >= 55 && RULES.duties.len() >= 20, "{} {}", RULES.checks.len(), RULES.duties.len());
}

#[test]
fn every_artefact_is_shaped() {
    let recording = Arc::new(Recording::over(Arc::new(Honest)));
    let mut card = Card::with(recording.clone());
    life(&mut card);
    for command in ["BF2000", "BF2B00", "BF3C00", "BF3E035C015A", "BF4300"] {
        card.ask_hex(command);
    }
    address(&mut card, b"dp.example");
    nickname(&mut card, 1, b"x");
    load_crl(&mut card, &crl(1, None, None, &[]));
    let mut request = Prepare::new();
    request.hash_cc = Some(vec![1; 32]);
    assert_eq!(request.error(&mut card), None);
    cancel(&mut card, 0x11);
    assert_eq!(card.install(1, &[]), Outcome::Failed(2, 9));
    let seen = recording.seen();
    let missing: Vec<&str> = RULES.artefacts.iter().map(|rule| rule.id).filter(|id| !seen.contains_key(id)).collect();
    assert_eq!(missing, [""; 0]);
}
