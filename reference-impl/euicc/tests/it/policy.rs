//! Profile Policy Rules against the Rules Authorisation Table.

use crate::lab::{Card, Outcome, tlv};
use rsp_conduct::Honest;
use rsp_euicc::{AllowedOperator, Info2, Personalisation, PolicyRule, everyone_with_consent};
use std::sync::Arc;

const A: [u8; 3] = [0x62, 0xF2, 0x10];
const B: [u8; 3] = [0x13, 0x00, 0x51];
const C: [u8; 3] = [0x32, 0xF4, 0x01];

fn row(ppr_ids: &[usize], allowed: AllowedOperator) -> PolicyRule {
    PolicyRule { ppr_ids: ppr_ids.to_vec(), allowed_operators: vec![allowed], consent_required: false }
}

fn operator(mcc_mnc: [u8; 3]) -> AllowedOperator {
    AllowedOperator { mcc_mnc, gid1: Some(vec![]), gid2: Some(vec![]) }
}

/// Metadata fields: policy rules, owner with group identifiers.
fn asks(bits: u8, owner: Option<([u8; 3], &[u8])>) -> Vec<u8> {
    let gid = |gid: &[u8]| if gid.is_empty() { Vec::new() } else { tlv(0x81, &[gid]) };
    let owner = owner.map(|(mcc_mnc, gid1)| tlv(0xB7, &[&tlv(0x80, &[&mcc_mnc]), &gid(gid1)]));
    [owner.unwrap_or_default(), tlv(0x99, &[&[5, bits]])].concat()
}

fn card(rat: Vec<PolicyRule>) -> Card {
    Card::of(Arc::new(Honest), Personalisation { rat }, Info2::default())
}

fn refused(outcome: Outcome) -> bool {
    match outcome {
        Outcome::Failed(2, 15) => true,
        Outcome::Installed(_) => false,
        other => panic!("{other:?}"),
    }
}

/// The table, the rules asked for, MCC and MNC, GID1, whether it is allowed.
type Case = (Vec<PolicyRule>, u8, [u8; 3], &'static [u8], bool);

#[test]
fn the_table_decides() {
    let (ppr1, ppr2, both) = (0x40, 0x20, 0x60);
    let three = || vec![row(&[1], operator(A)), row(&[2], operator(B)), row(&[1, 2], operator(C))];
    let exact = |gid1: Option<&[u8]>| {
        vec![row(&[1, 2], AllowedOperator { mcc_mnc: A, gid1: gid1.map(<[u8]>::to_vec), gid2: None })]
    };
    let wild = |mcc_mnc| vec![row(&[1, 2], operator(mcc_mnc))];
    let cases: Vec<Case> = vec![
        (everyone_with_consent(), ppr1, A, &[], true),
        (everyone_with_consent(), both, B, &[1, 2], true),
        (vec![], ppr1, A, &[], false),
        (vec![], ppr2, A, &[], false),
        (three(), ppr1, A, &[], true),
        (three(), ppr2, A, &[], false),
        (three(), both, A, &[], false),
        (three(), ppr2, B, &[], true),
        (three(), ppr1, B, &[], false),
        (three(), both, C, &[], true),
        (wild([0xEE, 0xEE, 0xEE]), both, A, &[9], true),
        (wild([0x62, 0xF2, 0xEE]), both, A, &[], true),
        (wild([0x62, 0xF2, 0x2E]), both, A, &[], false),
        (wild([0x62, 0xF2, 0x1E]), both, A, &[], true),
        (wild([0x62, 0xE2, 0x10]), both, A, &[], true),
        (wild([0x61, 0xF2, 0x10]), both, A, &[], false),
        (exact(Some(&[7])), ppr1, A, &[7], true),
        (exact(Some(&[7])), ppr1, A, &[8], false),
        (exact(Some(&[7])), ppr1, A, &[], false),
        (exact(None), ppr1, A, &[], true),
        (exact(None), ppr1, A, &[7], false),
        (exact(Some(&[])), ppr1, A, &[7], true),
        (exact(Some(&[])), ppr1, A, &[], true),
    ];
    for (number, (rat, bits, owner, gid1, allowed)) in cases.into_iter().enumerate() {
        let outcome = card(rat).install(1, &asks(bits, Some((owner, gid1))));
        assert_eq!(!refused(outcome), allowed, "case {number}");
    }
}

#[test]
fn what_asks_for_rules_must_be_able_to() {
    let mut card = Card::new();
    assert_eq!(card.install(1, &asks(0x40, None)), Outcome::Failed(2, 1), "no owner");
    assert_eq!(card.install(1, &asks(0x40, Some(([0xEE, 0xEE, 0xEE], &[])))), Outcome::Failed(2, 1));
    assert_eq!(card.install(1, &asks(0x40, Some(([0x62, 0x02, 0xF0], &[])))), Outcome::Failed(2, 1));
    let class = |class: u8| [tlv(0x95, &[&[class]]), asks(0x20, Some((A, &[])))].concat();
    assert_eq!(card.install(1, &class(0)), Outcome::Failed(2, 15));
    assert_eq!(card.install(1, &class(1)), Outcome::Failed(2, 15));
    assert!(card.install(1, &asks(0x00, None)).installed(), "no rule is set");
    assert!(card.install(2, &asks(0x80, None)).installed(), "pprUpdateControl is no rule");
    assert_eq!(card.install(3, &asks(0x40, Some((A, &[])))), Outcome::Failed(2, 15), "PPR1 beside others");
    assert!(card.install(3, &asks(0x20, Some((A, &[])))).installed());
}

#[test]
fn forbidden_rules_are_told_and_refused() {
    let info2 = Info2 { forbidden_profile_policy_rules: vec![2], ..Info2::default() };
    let mut card = Card::of(Arc::new(Honest), Personalisation::default(), info2);
    assert!(card.ask_hex("BF2200").contains("99020520040301"));
    assert_eq!(card.install(1, &asks(0x20, Some((A, &[])))), Outcome::Failed(2, 15));
    assert!(card.install(1, &asks(0x40, Some((A, &[])))).installed());
}

#[test]
fn the_table_outlives_memory_reset() {
    let mut card = Card::new();
    let before = card.ask_hex("BF4300");
    assert_eq!(card.memory_reset(0xE0), 0);
    assert_eq!(card.ask_hex("BF4300"), before);
    assert_eq!(self::card(vec![]).ask_hex("BF4300"), "A000");
}
