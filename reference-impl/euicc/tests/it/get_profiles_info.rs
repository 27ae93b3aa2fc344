//! ES10c.GetProfilesInfo and SetNickname.

use crate::lab::{Bpp, Card, SMDP_OID, all, at, iccid, recipients, tlv};

fn everything() -> Vec<u8> {
    [
        tlv(0x93, &[&[1]]),
        tlv(0x94, &[&[0x89, 0x50]]),
        recipients(&[(&[4, 0xF0], "a.example")]),
        tlv(0xB7, &[&tlv(0x80, &[&[0x62, 0xF2, 0x10]])]),
        tlv(0x99, &[&[5, 0x20]]),
        tlv(0xBF22, &[&tlv(0x30, &[&tlv(0xA0, &[&[0x06, 0x01, 0x2A]])])]),
        tlv(0xBF76, &[]),
    ]
    .concat()
}

fn card() -> Card {
    let mut card = Card::new();
    let bpp = Bpp::of(1).metadata_fields(&everything());
    let bpp = bpp.with(|bpp| bpp.configure_isdp = tlv(0xBF24, &[&tlv(0xB8, &[&tlv(0x80, &[&SMDP_OID])])]));
    assert!(bpp.load_after_preparing(&mut card).installed());
    assert!(card.install(2, &tlv(0x95, &[&[0]])).installed());
    assert!(card.install(3, &[]).installed());
    card
}

/// Tags of each profile in the answer.
fn tags(card: &mut Card, request: &str) -> Vec<Vec<u32>> {
    let answer = hex::decode(card.ask_hex(request)).unwrap();
    let infos = all(&at(&answer, &[0xA0]));
    infos
        .iter()
        .map(|(tag, info)| {
            assert_eq!(*tag, 0xE3);
            all(info).into_iter().map(|(tag, _)| tag).collect()
        })
        .collect()
}

#[test]
fn without_a_tag_list_the_usual_is_told() {
    let mut card = card();
    let told = tags(&mut card, "BF2D00");
    assert_eq!(told[0], [0x5A, 0x4F, 0x9F70, 0x91, 0x92, 0x93, 0x94, 0x95]);
    assert_eq!(told[1], [0x5A, 0x4F, 0x9F70, 0x91, 0x92, 0x95]);
    assert_eq!(told.len(), 3);
    assert_eq!(Card::new().ask_hex("BF2D00"), "A000");
}

#[test]
fn with_a_tag_list_only_its_tags_are_told_in_their_order() {
    let mut card = card();
    let all = "BF2D145C12 BF22 BF76 99 B8 B7 B6 95 94 93 92 91 90 9F70 4F 5A";
    let expected = [0x5A, 0x4F, 0x9F70, 0x91, 0x92, 0x93, 0x94, 0x95, 0xB6, 0xB7, 0xB8, 0x99, 0xBF76, 0xBF22];
    assert_eq!(tags(&mut card, all)[0], expected);
    assert_eq!(tags(&mut card, "BF2D035C0192")[2], [0x92]);
    assert_eq!(tags(&mut card, "BF2D025C00")[0], [0; 0]);
    assert_eq!(tags(&mut card, "BF2D065C04 9F24 D0 5A")[0], [0x5A], "tags that are not known");
    let class = card.ask_hex("BF2D035C0195");
    assert_eq!(class, "A00FE303950102E303950100E303950102");
    let rules = card.ask_hex("BF2D055C03 B7B899");
    let told = "B7058003 62F210 B8058003 88370A 99020520".replace(' ', "");
    assert_eq!(rules, format!("A018E312{told}E300E300"));
}

#[test]
fn profiles_are_found_by_aid_iccid_and_class() {
    let mut card = card();
    let by = |card: &mut Card, criterion: Vec<u8>| {
        let answer = card.ask(&tlv(0xBF2D, &[&tlv(0xA0, &[&criterion]), &tlv(0x5C, &[&[0x5A]])]));
        all(&at(&answer, &[0xA0])).iter().map(|(_, info)| at(info, &[0x5A])[9] & 0xF).collect::<Vec<u8>>()
    };
    assert_eq!(by(&mut card, tlv(0x5A, &[&iccid(2)])), [2]);
    assert_eq!(by(&mut card, tlv(0x5A, &[&iccid(7)])), [0; 0]);
    let aid = hex::decode("A0000005591010FFFFFFFF8900001200").unwrap();
    assert_eq!(by(&mut card, tlv(0x4F, &[&aid])), [3]);
    assert_eq!(by(&mut card, tlv(0x95, &[&[2]])), [1, 3]);
    assert_eq!(by(&mut card, tlv(0x95, &[&[0]])), [2]);
    assert_eq!(by(&mut card, tlv(0x95, &[&[1]])), [0; 0]);
}

#[test]
fn what_cannot_be_read_is_incorrect_input() {
    let mut card = card();
    for request in ["BF2D05A003 5B0100", "BF2D03 5C019F", "BF2D05A003 5A0198", "BF2D02A000"] {
        assert_eq!(card.ask_hex(request), "810101", "{request}");
    }
}

#[test]
fn a_nickname_is_set_told_and_removed() {
    let mut card = card();
    let set = |card: &mut Card, profile: u8, name: &[u8]| {
        card.result(0xBF29, &[&tlv(0x5A, &[&iccid(profile)]), &tlv(0x90, &[name])])
    };
    let told = |card: &mut Card| card.ask_hex("BF2D035C0190");
    assert_eq!(set(&mut card, 2, "Größe".as_bytes()), 0);
    assert_eq!(told(&mut card), "A00FE300E309 9007 4772C3B6C39F65 E300".replace(' ', ""));
    assert_eq!(set(&mut card, 2, "ß".repeat(64).as_bytes()), 0);
    let long = told(&mut card);
    assert_eq!(set(&mut card, 2, &[b'x'; 65]), 127);
    assert_eq!(set(&mut card, 2, &[0xC3]), 127);
    assert_eq!(set(&mut card, 7, b"x"), 1);
    assert_eq!(card.result(0xBF29, &[&tlv(0x5A, &[&iccid(2)[..9]]), &tlv(0x90, &[b"x"])]), 1);
    assert_eq!(told(&mut card), long);
    assert_eq!(set(&mut card, 2, b""), 0);
    assert_eq!(told(&mut card), "A006E300E300E300");
}
