//! Profile switches as the terminal sees them: REFRESH, and what is left of what was selected.

#![allow(clippy::unwrap_used, reason = "a test states what must hold")]

mod bench;

use bench::{ICCID, OTHER_ICCID, PIN1, SELECT_ISD_R, Talk as _, USIM, card, card_with};
use rsp_conduct::Honest;
use rsp_euicc::{Card, CardOptions};
use std::sync::Arc;

/// EnableProfile of the profile that is disabled.
fn enable(refresh: bool) -> String {
    format!("BF3111A00C5A0A{OTHER_ICCID}8101{}", if refresh { "FF" } else { "00" })
}

const ENABLED: &str = "BF3103800100";

/// EF.ICCID as the basic channel reads it, by path and short identifier.
fn iccid(card: &mut Card, channel: u8) -> String {
    card.say(&format!("{channel:02X}A4080C022FE2"));
    let answer = card.say(&format!("{channel:02X}B000000A"));
    answer[..answer.len() - 4].to_owned()
}

/// The ISD-R on channel 1, the USIM with PIN1 on channel 0 and 2.
fn busy_card(options: CardOptions) -> Card {
    let mut card = card_with(Arc::new(Honest), options);
    assert_eq!(card.say("0070000001"), "019000");
    assert_eq!(card.say("0070000001"), "029000");
    assert!(card.say(&SELECT_ISD_R.replacen("00", "01", 1)).starts_with("61"));
    for channel in [0, 2] {
        assert_eq!(card.say(&format!("{channel:02X}A4040C0C{USIM}")), "9000");
    }
    assert_eq!(card.say(&format!("0020000108{PIN1}")), "9000");
    assert_eq!(card.say("02B0870001"), "089000");
    card
}

/// ES10 on channel 1.
fn es10(card: &mut Card, payload: &str) -> String {
    card.get(&format!("81E29100{:02X}{payload}", payload.len() / 2))
}

/// After the switch: the other profile's files, no selection, no code verified; the ISD-R goes on.
fn switched(card: &mut Card) {
    assert_eq!(card.say("02B0870001"), "6881");
    assert_eq!(card.say("80F2000100"), "84009000");
    assert_eq!(iccid(card, 0), OTHER_ICCID);
    card.say(&format!("00A4040C0C{USIM}"));
    assert_eq!(card.say("00B0870001"), "6982");
    assert!(es10(card, "BF2E00").ends_with("9000"));
}

#[test]
fn without_refresh_the_switch_is_at_once() {
    let mut card = busy_card(CardOptions::default());
    assert_eq!(es10(&mut card, &enable(false)), format!("{ENABLED}9000"));
    switched(&mut card);
    assert_eq!(card.say("801200000B"), "6985");
}

#[test]
fn with_refresh_the_switch_waits_for_the_terminal() {
    let mut card = busy_card(CardOptions::default());
    // 91xx stands behind the response data, and behind every command until FETCH.
    assert_eq!(es10(&mut card, &enable(true)), format!("{ENABLED}910B"));
    assert_eq!(iccid(&mut card, 0), ICCID);
    assert_eq!(card.say("80F2000C00"), "910B");
    assert_eq!(card.say("81E2110001BF"), "9000");
    assert_eq!(card.say("801200000A"), "6C0B");
    assert_eq!(card.say("801400000C810301010482028281030100"), "6985");
    assert_eq!(card.say("801200000B"), "D0098103010104820281829000");
    assert_eq!(card.say("801200000B"), "6985");
    assert_eq!(iccid(&mut card, 0), ICCID);
    assert_eq!(card.say("801400000C810301210482028281030100"), "6A80");
    assert_eq!(card.say("801400000C810301010482028281830100"), "9000");
    switched(&mut card);
    assert_eq!(card.say("801400000C810301010482028281030100"), "6985");
}

#[test]
fn a_reset_completes_the_switch() {
    for fetched in [false, true] {
        let mut card = busy_card(CardOptions::default());
        assert!(es10(&mut card, &enable(true)).ends_with("910B"));
        if fetched {
            card.say("801200000B");
        }
        card.reset();
        assert_eq!(iccid(&mut card, 0), OTHER_ICCID);
        assert_eq!(card.say("01A4080C022FE2"), "6881");
    }
}

#[test]
fn what_a_terminal_cannot_refresh_is_given_up() {
    let mut card = busy_card(CardOptions::default());
    es10(&mut card, &enable(true));
    card.say("801200000B");
    assert_eq!(card.say("801400000C810301010482028281030132"), "9000");
    assert_eq!(card.say("80F2000C00"), "9000");
    assert_eq!(iccid(&mut card, 0), ICCID);
    // Another switch can be asked for.
    assert!(es10(&mut card, &enable(true)).ends_with("910B"));
    card.say("801200000B");
    card.say("801400000C810301010482028281030120");
    card.reset();
    assert_eq!(iccid(&mut card, 0), ICCID);
}

#[test]
fn the_mode_follows_the_terminal_profile() {
    let options = CardOptions { profile_state_change: Some((1, 0x04)), ..CardOptions::default() };
    for (profile, mode) in [(None, "04"), (Some("FF00"), "04"), (Some("0004"), "09")] {
        let mut card = busy_card(options.clone());
        if let Some(profile) = profile {
            assert_eq!(card.say(&format!("8010000002{profile}")), "9000");
        }
        es10(&mut card, &enable(true));
        assert_eq!(card.say("801200000B"), format!("D00981030101{mode}820281829000"));
    }
}

#[test]
fn a_card_may_wait_for_terminal_profile() {
    let options = CardOptions { needs_terminal_profile: true, ..CardOptions::default() };
    let mut card = busy_card(options);
    assert_eq!(es10(&mut card, &enable(true)), format!("{ENABLED}9000"));
    assert_eq!(card.say("8010000001FF"), "910B");
}

#[test]
fn without_a_profile_there_is_a_bare_mf() {
    let mut card = busy_card(CardOptions::default());
    let disable = format!("BF3211A00C5A0A{ICCID}810100");
    assert_eq!(es10(&mut card, &disable), "BF32038001009000");
    assert_eq!(card.say("00A4080C022FE2"), "6A82");
    assert_eq!(card.say(&format!("00A4040C0C{USIM}")), "6A82");
    assert!(card.get("00A40004023F00").ends_with("9000"));
    assert_eq!(card.say("00B0820001"), "6A82");
    assert_eq!(card.say("0020000108FFFFFFFFFFFFFFFF"), "6A88");
    assert_eq!(card.say(&format!("0088008122{}", "00".repeat(34))), "6985");
    assert_eq!(card.say(&bench::SELECT_ECASD.replacen("00A40400", "00A4040C", 1)), "9000");
}

#[test]
fn other_cat_commands_are_answered() {
    let mut card = card();
    assert_eq!(card.say("80C2000004D1028100"), "9000");
    assert_eq!(card.say("80C2000004D1038100"), "6A80");
    assert_eq!(card.say("8010010001FF"), "6A86");
    assert_eq!(card.say("8010000000"), "6700");
    assert_eq!(card.say("8014000001FF"), "6985");
}
