//! ES10c: EnableProfile, DisableProfile, DeleteProfile, eUICCMemoryReset.

use crate::lab::{Card, flag, iccid, tlv};
use rsp_euicc::Refresh;

fn card() -> Card {
    let mut card = Card::new();
    for number in 1..=3 {
        assert!(card.install(number, &[]).installed());
    }
    card
}

fn with_rules(bits: u8) -> Card {
    let mut card = Card::new();
    let owner = tlv(0xB7, &[&tlv(0x80, &[&[0x62, 0xF2, 0x10]])]);
    assert!(card.install(1, &[owner, tlv(0x99, &[&[5, bits]])].concat()).installed());
    assert!(card.install(2, &[]).installed());
    card
}

#[test]
fn at_most_one_profile_is_enabled() {
    let mut card = card();
    assert_eq!(card.enable(1, false), 0);
    assert_eq!(card.profiles(), "1+ 2- 3-");
    assert_eq!(card.enable(3, false), 0);
    assert_eq!(card.profiles(), "1- 2- 3+");
    assert_eq!(card.disable(3, false), 0);
    assert_eq!(card.profiles(), "1- 2- 3-");
    assert_eq!(card.0.pending_refresh(), None);
}

#[test]
fn profiles_are_named_by_aid_too() {
    let mut card = card();
    let aid = tlv(0x4F, &[&hex::decode("A0000005591010FFFFFFFF8900001100").unwrap()]);
    // A later version adds targetEsimPort.
    assert_eq!(card.result(0xBF31, &[&tlv(0xA0, &[&aid]), &flag(false), &tlv(0x82, &[&[1]])]), 0);
    assert_eq!(card.profiles(), "1- 2+ 3-");
    assert_eq!(card.result(0xBF32, &[&tlv(0xA0, &[&aid]), &flag(false)]), 0);
    assert_eq!(card.result(0xBF33, &[&aid]), 0);
    assert_eq!(card.profiles(), "1- 3-");
}

#[test]
fn each_fault_has_its_code() {
    let mut card = card();
    assert_eq!((card.enable(7, false), card.disable(7, false), card.delete(7)), (1, 1, 1));
    let nine = tlv(0xA0, &[&tlv(0x5A, &[&iccid(1)[..9]])]);
    assert_eq!(card.result(0xBF31, &[&nine, &flag(false)]), 1, "an ICCID of nine octets is that of no profile");
    assert_eq!(card.disable(1, false), 2);
    assert_eq!(card.enable(1, false), 0);
    assert_eq!(card.enable(1, false), 2);
    assert_eq!(card.delete(1), 2);
    assert_eq!(card.profiles(), "1+ 2- 3-");
}

#[test]
fn a_proactive_session_keeps_profiles_as_they_are() {
    let mut card = card();
    assert_eq!(card.enable(1, false), 0);
    card.0.set_cat_busy(true);
    for refresh in [false, true] {
        assert_eq!(card.enable(2, refresh), 5);
        assert_eq!(card.disable(1, refresh), 5);
    }
    assert_eq!(card.memory_reset(0x80), 5);
    assert_eq!(card.profiles(), "1+ 2- 3-");
    card.0.set_cat_busy(false);
    assert_eq!(card.enable(2, false), 0);
    card.0.set_cat_busy(true);
    card.0.reset().unwrap();
    assert_eq!(card.disable(2, false), 0, "a reset ends the proactive session");
}

#[test]
fn with_refresh_a_switch_waits_for_the_terminal() {
    let mut card = card();
    assert_eq!(card.enable(1, true), 0);
    assert_eq!(card.profiles(), "1- 2- 3-");
    assert_eq!(card.0.pending_refresh(), Some(Refresh::ProfileSwitch));
    assert_eq!(card.enable(2, false), 5, "a REFRESH is a proactive command");
    assert_eq!(card.delete(1), 2, "it is as good as enabled");
    card.0.refresh_done().unwrap();
    assert_eq!(card.profiles(), "1+ 2- 3-");
    assert_eq!(card.0.pending_refresh(), None);
    assert_eq!(card.enable(2, true), 0);
    card.0.reset().unwrap();
    assert_eq!(card.profiles(), "1- 2+ 3-", "a reset is as good");
    assert_eq!(card.disable(2, true), 0);
    assert_eq!(card.profiles(), "1- 2+ 3-");
    card.0.refresh_done().unwrap();
    assert_eq!(card.profiles(), "1- 2- 3-");
    card.0.refresh_done().unwrap();
    assert_eq!(card.profiles(), "1- 2- 3-");
}

#[test]
fn ppr1_keeps_a_profile_enabled() {
    let mut card = with_rules(0x40);
    assert_eq!(card.enable(1, false), 0);
    assert_eq!(card.disable(1, false), 3);
    assert_eq!(card.enable(2, false), 3);
    assert_eq!(card.profiles(), "1+ 2-");
    assert_eq!(card.delete(2), 0);
}

#[test]
fn ppr2_keeps_a_profile_installed() {
    let mut card = with_rules(0x20);
    assert_eq!(card.enable(1, false), 0);
    assert_eq!(card.enable(2, false), 0);
    assert_eq!(card.delete(1), 3);
    assert_eq!(card.memory_reset(0x80), 0, "but not against eUICCMemoryReset");
    assert_eq!(card.profiles(), "");
}

#[test]
fn after_a_test_profile_comes_the_one_whose_place_it_took() {
    let mut card = card();
    let test = tlv(0x95, &[&[0]]);
    assert!(card.install(4, &test).installed());
    assert!(card.install(5, &test).installed());
    assert_eq!(card.enable(1, false), 0);
    assert_eq!(card.enable(4, false), 0);
    assert_eq!(card.enable(2, false), 4);
    assert_eq!(card.enable(5, false), 0, "another test profile");
    assert_eq!(card.enable(2, false), 4);
    assert_eq!(card.enable(1, false), 0);
    assert_eq!(card.enable(2, false), 0);
    // Where no profile was enabled before, any may come.
    assert_eq!(card.disable(2, false), 0);
    assert_eq!(card.enable(4, false), 0);
    assert_eq!(card.enable(3, false), 0);
}

#[test]
fn memory_is_reset_as_far_as_asked() {
    let mut card = card();
    let options = |class: u8| tlv(0x95, &[&[class]]);
    assert!(card.install(4, &options(0)).installed());
    assert!(card.install(5, &options(1)).installed());
    assert_eq!(card.enable(2, false), 0);
    assert_eq!(card.memory_reset(0x00), 1);
    assert_eq!(card.memory_reset(0x18), 1, "options of a later version");
    assert_eq!(card.memory_reset(0x40), 0);
    assert_eq!(card.profiles(), "1- 2+ 3- 5-");
    assert_eq!(card.0.pending_refresh(), None);
    assert_eq!(card.memory_reset(0x40), 1);
    assert_eq!(card.result(0xBF3F, &[&tlv(0x80, &[b"dp.example"])]), 0);
    assert_eq!(card.memory_reset(0x80), 0);
    assert_eq!(card.profiles(), "5-");
    assert_eq!(card.0.pending_refresh(), Some(Refresh::ProfileGone));
    card.0.refresh_done().unwrap();
    assert_eq!(card.0.pending_refresh(), None);
    assert!(card.ask_hex("BF3C00").contains("64702E6578616D706C65"));
    assert_eq!(card.memory_reset(0x20), 0);
    assert!(card.ask_hex("BF3C00").starts_with("801364656661756C742E"), "as it left the EUM");
    assert!(card.install(1, &[]).installed());
    assert_eq!(card.notifications().last().unwrap().split(' ').next(), Some("5"), "numbers go on");
}
