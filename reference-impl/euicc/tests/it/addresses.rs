//! ES10a, GetEID, GetRAT, GetEUICCInfo, and commands that are none.

use crate::lab::{Card, at, find, tlv};

#[test]
fn addresses_are_told_set_and_removed() {
    let mut card = Card::new();
    let root = "8118746573747 26F6F74736D64732E6578616D706C652E636F6D".replace(' ', "");
    assert_eq!(card.ask_hex("BF3C00"), format!("801364656661756C742E6578616D706C652E636F6D{root}"));
    assert_eq!(card.result(0xBF3F, &[&tlv(0x80, &[b"dp.example"])]), 0);
    assert_eq!(card.ask_hex("BF3C00"), format!("800A64702E6578616D706C65{root}"));
    assert_eq!(card.result(0xBF3F, &[&tlv(0x80, &[b""])]), 0);
    assert_eq!(card.ask_hex("BF3C00"), root);
    assert_eq!(card.result(0xBF3F, &[&tlv(0x80, &[&[0xFF, 0xFE]])]), 127);
    assert_eq!(card.result(0xBF3F, &[&tlv(0x80, &[&[b'a'; 300]])]), 127);
    assert_eq!(card.ask_hex("BF3C00"), root);
    // A later version adds allowedCiPKId.
    assert_eq!(card.result(0xBF3F, &[&tlv(0x80, &[b"dp3.example"]), &tlv(0x81, &[&[7; 20]])]), 0);
}

#[test]
fn the_eid_is_told_for_its_tag_only() {
    let mut card = Card::new();
    assert_eq!(card.ask_hex("BF3E035C015A"), format!("5A10{}", hex::encode_upper(card.0.identity().eid)));
    assert_eq!(card.raw(&[0xBF, 0x3E, 0x03, 0x5C, 0x01, 0x4F]), (vec![], 0x6A80));
}

#[test]
fn the_rules_authorisation_table_is_told() {
    let mut card = Card::new();
    assert_eq!(
        card.ask_hex("BF4300"),
        "A015301380020560A1093007 8003EEEEEE81008200"
            .replace(' ', "")
            .replace("A0153013", "A0173015")
            .replace("A1093007", "A10B3009")
            + "82020780"
    );
}

#[test]
fn info2_says_what_is_left() {
    let mut card = Card::new();
    let resource = |card: &mut Card| at(&card.ask(&[0xBF, 0x22, 0x00]), &[0x84]);
    let empty = resource(&mut card);
    assert_eq!(empty, hex::decode("810100820308000083024000").unwrap());
    assert!(card.install(1, &[]).installed());
    let one = resource(&mut card);
    let taken = 0x80000 - card.0.profiles()[0].memory();
    assert_eq!(at(&one, &[0x82]), taken.to_be_bytes()[5..]);
    assert_eq!(card.delete(1), 0);
    assert_eq!(resource(&mut card), empty);
    assert_eq!(find(&card.ask(&[0xBF, 0x22, 0x00]), &[0x99]), None);
}

#[test]
fn what_is_no_command_is_refused_and_nothing_else_happens() {
    let mut card = Card::new();
    assert!(card.install(1, &[]).installed());
    for (command, sw) in [
        ("", 0x6A80),
        ("BF", 0x6A80),
        ("BF2D", 0x6A80),
        ("BF2D05", 0x6A80),
        ("BF2D0000", 0x6A80),
        ("BF4400", 0x6A88),
        ("3000", 0x6A88),
        ("8600", 0x6A88),
        ("BF3100", 0x6A80),
        ("BF310F5A0A989919010000000000F18101FF", 0x6A80),
        ("BF3111A00C5A0A989919010000000000F18301FF", 0x6A80),
        ("BF3300", 0x6A80),
        ("BF330C5B0A989919010000000000F1", 0x6A80),
        ("BF3400", 0x6A80),
        ("BF2900", 0x6A80),
        ("BF3000", 0x6A80),
        ("BF3F00", 0x6A80),
        ("BF3800", 0x6A80),
        ("BF2100", 0x6A80),
        ("BF4100", 0x6A80),
    ] {
        assert_eq!(card.raw(&hex::decode(command).unwrap()), (vec![], sw), "{command}");
    }
    assert_eq!(card.profiles(), "1-");
}
