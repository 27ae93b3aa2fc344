//! Files: selection, FCP, reading and writing, access rules, codes.

#![allow(clippy::unwrap_used, reason = "a test states what must hold")]

mod bench;

use bench::{ADM1, ICCID, ISIM, PIN1, PIN2, PUK1, SELECT_ECASD, SELECT_ISD_R, Talk as _, USIM, card, card_with};
use rsp_conduct::Honest;
use rsp_euicc::fs::NodeId;
use rsp_euicc::{Card, CardOptions, Handing};
use std::sync::Arc;

/// A card with the USIM selected and PIN1 verified.
fn in_usim() -> Card {
    let mut card = card();
    assert_eq!(card.say(&format!("00A4040C0C{USIM}")), "9000");
    assert_eq!(card.say(&format!("0020000108{PIN1}")), "9000");
    card
}

#[test]
fn fcp_says_what_a_file_is() {
    let mut card = card();
    assert_eq!(
        card.get("00A40004023F00"),
        "62268202782183023F00A50980017183040007E7188A01058B032F0605C6099001C083010183010A9000"
    );
    assert_eq!(card.get("00A40004022FE2"), "621C8202412183022FE2A503C001008A01058B032F06018002000A8801109000");
    assert_eq!(card.get("00A4080404 7F106F3A"), "621E8205422100140583026F3AA503C001008A01058B032F06058002006488009000");
    let usim = card.get(&format!("00A404040C{USIM}"));
    assert!(usim.contains(&format!("840C{USIM}")), "{usim}");
    assert!(usim.contains("C60C9001E083010183018183010A"), "{usim}");
    // A link: its own identifier, the size of its target.
    let link = card.get("00A4080404 7F106F44");
    assert!(link.contains("83026F44") && link.contains("80020009"), "{link}");
    let objects = {
        card.say(&format!("00A4040C0C{USIM}"));
        card.get("00A40004024F0B")
    };
    assert!(objects.contains("82027921") && objects.contains("A50AC0010084010185020400"), "{objects}");
}

#[test]
fn files_are_found_as_102_221_says() {
    let mut card = card();
    assert_eq!(card.say("00A4000C02 6F3A"), "6A82");
    assert_eq!(card.say("00A4000C02 7F10"), "9000");
    assert_eq!(card.say("00A4000C02 6F3A"), "9000");
    // The EF is current, its directory too; parent, MF, an application that is not active.
    assert_eq!(card.say("00A4000C02 6F44"), "9000");
    assert_eq!(card.say("00A4030C"), "9000");
    assert_eq!(card.say("00A4000C02 7FFF"), "6A82");
    assert_eq!(card.say("00A4030C"), "6A82");
    assert_eq!(card.say(&format!("00A4040C0C{USIM}")), "9000");
    assert_eq!(card.say("00A4000C02 6F07"), "9000");
    assert_eq!(card.say("00A4000C02 3F00"), "9000");
    assert_eq!(card.say("00A4080C04 7FFF6F07"), "9000");
    assert_eq!(card.say("00A4090C02 6F73"), "9000");
    assert_eq!(card.say("00A4010C02 5F3B"), "9000");
    assert_eq!(card.say("00A4010C02 6F07"), "6A82");
    assert_eq!(card.say("00A4080C04 7FFF6F99"), "6A82");
    assert_eq!(card.say("00A4000C"), "9000");
    for (command, sw) in [
        ("00A4000C013F", "6700"),
        ("00A4080C", "6700"),
        ("00A4050C023F00", "6A86"),
        ("00A40008023F00", "6A86"),
        ("00A4000D023F00", "6A86"),
        ("00A4040C", "6700"),
        ("00A4040C11A0000005591010FFFFFFFF890000010000", "6700"),
        ("00A4040C03A00001", "6A82"),
        ("00A4040C10A0000005591010FFFFFFFF8900001000", "6A82"),
    ] {
        assert_eq!(card.say(command), sw, "{command}");
    }
}

#[test]
fn applications_are_found_by_the_beginning_of_their_name() {
    let mut card = card();
    let name = |card: &mut Card| card.get("80F2000100");
    let named = |aid: &str| format!("84{:02X}{aid}9000", aid.len() / 2);
    assert_eq!(card.say("00A4040C05 A000000087"), "9000");
    assert_eq!(name(&mut card), named(USIM));
    assert_eq!(card.say("00A4040E05 A000000087"), "9000");
    assert_eq!(name(&mut card), named(ISIM));
    assert_eq!(card.say("00A4040E05 A000000087"), "6A82");
    assert_eq!(card.say("00A4040F05 A000000087"), "9000");
    assert_eq!(name(&mut card), named(USIM));
    assert_eq!(card.say("00A4040D05 A000000087"), "9000");
    assert_eq!(name(&mut card), named(ISIM));
    assert_eq!(card.say("00A4040C05 A000000151"), "9000");
    assert_eq!(name(&mut card), named("A000000151000000"));
    // A security domain has no files and knows no file commands.
    assert_eq!(card.say("00B0000000"), "6D00");
    // The end of an application.
    assert_eq!(card.say(&format!("00A4040C0C{USIM}")), "9000");
    assert_eq!(card.say(&format!("00A4044C0C{USIM}")), "9000");
    assert_eq!(name(&mut card), "84009000");
}

#[test]
fn the_security_domains_say_who_they_are() {
    let mut card = card();
    let fci = "6F1F8410A0000005591010FFFFFFFF8900000100A5049F6501FFE00582030205009000";
    assert_eq!(card.get(SELECT_ISD_R), fci);
    assert_eq!(card.say("00CA005A00"), "6A88");
    let eid = hex::encode_upper(card.euicc().identity().eid);
    assert_eq!(card.get("80CABF30035C015A00"), format!("BF30125A10{eid}9000"));
    assert_eq!(card.say("80CABF30045C027F2100"), "6A88");
    assert_eq!(card.get(&SELECT_ISD_R.replace("A40400", "A40404")), fci);
    assert_eq!(card.say(&SELECT_ISD_R.replace("A40400", "A4040C")), "9000");
    assert!(card.get(SELECT_ECASD).starts_with("6F"));
    assert_eq!(card.say("80CA005A00"), format!("5A10{eid}9000"));
    assert_eq!(card.say("00CA005A12"), format!("5A10{eid}9000"));
    assert_eq!(card.say("00CA005A13"), "6C12");
    assert_eq!(card.say("00CA006600"), "6A88");
    assert_eq!(card.say("00A4000C023F00"), "9000");
    assert_eq!(card.say("00CA005A00"), "6D00");
}

#[test]
fn transparent_files_are_read_and_written_inside_their_bounds() {
    let mut card = in_usim();
    assert_eq!(card.say("00B0000009"), "6986");
    assert_eq!(card.say("00B0870009"), "0809101010325463609000");
    assert_eq!(card.say("00B0000200"), "101010325463609000");
    assert_eq!(card.say("00B000000A"), "6C09");
    assert_eq!(card.say("00B0000806"), "6C01");
    assert_eq!(card.say("00B0000900"), "6B00");
    assert_eq!(card.say("00B0880001"), "6A82");
    assert_eq!(card.say("00B0A00001"), "6A86");
    assert_eq!(card.say("00D6000702AABB"), "9000");
    assert_eq!(card.say("00B0000702"), "AABB9000");
    assert_eq!(card.say("00D6000802AABB"), "6700");
    assert_eq!(card.say("00D60009 01AA"), "6B00");
    assert_eq!(card.say("00D60000"), "6700");
    assert_eq!(card.say("00B2010400"), "6981");
    // Another name of the file sees it.
    assert_eq!(card.say("00A4080C047F106F44"), "9000");
    assert_eq!(card.say("00B0000702"), "AABB9000");
    // Fifteen bits of offset, and more than one answer's worth.
    assert_eq!(card.say("00A4080C047FFF6F73"), "9000");
    assert_eq!(card.say("00B0012A02"), "2A2B9000");
    assert_eq!(card.say("00B0000000").len(), 512 + 4);
    assert_eq!(card.say("00B0012C00"), "6B00");
    let mut card = card_with(Arc::new(Honest), CardOptions { handing: Handing::WithLe, ..CardOptions::default() });
    assert_eq!(card.say("00B082000C"), format!("{ICCID}6282"));
}

#[test]
fn records_are_reached_by_number_and_by_pointer() {
    let mut card = in_usim();
    card.say("00A4080C047F106F3A");
    let first = |answer: String| answer[..4].to_owned();
    assert_eq!(card.say("00B2000400"), "6A83");
    assert_eq!(first(card.say("00B2000214")), "FFFF");
    assert_eq!(first(card.say("00B2000214")), "616E");
    // The wrong length leaves the pointer where it is; an absolute number too.
    assert_eq!(card.say("00B2000213"), "6C14");
    assert_eq!(first(card.say("00B2040414")), "FFFF");
    assert_eq!(first(card.say("00B2000414")), "616E");
    assert_eq!(first(card.say("00B2000314")), "FFFF");
    assert_eq!(card.say("00B2000314"), "6A83");
    assert_eq!(card.say("00B2060414"), "6A83");
    assert_eq!(card.say("00B2010514"), "6A86");
    assert_eq!(card.say("00B0000001"), "6981");
    assert_eq!(card.say("00DC050413AA"), "6700");
    assert_eq!(card.say("00DC050402AABB"), "6700");
    let record = "77".repeat(20);
    assert_eq!(card.say(&format!("00DC050414{record}")), "9000");
    assert_eq!(card.say("00B2050414"), format!("{record}9000"));
}

#[test]
fn records_are_searched() {
    let mut card = in_usim();
    card.say("00A4080C047F106F3A");
    assert_eq!(card.say("00A2010404616E6E61"), "6102");
    assert_eq!(card.say("00C0000002"), "02049000");
    // The first that was found is current.
    assert_eq!(card.get("00A2000404616E6E6100"), "02049000");
    assert_eq!(card.get("00A2050504616E6E61"), "04029000");
    assert_eq!(card.get("00A2030404616E6E61"), "049000");
    assert_eq!(card.say("00A2010404616E6E62"), "6282");
    assert_eq!(card.say("00A2060404616E6E61"), "6A83");
    // Enhanced: at an offset, behind a value, from the record behind the current one.
    assert_eq!(card.get("00A201060404016E6E"), "02049000");
    assert_eq!(card.say("00A20106040403616E"), "6282");
    assert_eq!(card.get("00A20106040C616E6E"), "02049000");
    assert_eq!(card.get("00A2000603060061"), "049000");
    assert_eq!(card.say("00A20106020400"), "6700");
    assert_eq!(card.say("00A2010603140061"), "6A80");
    assert_eq!(card.say("00A2010704616E6E61"), "6A86");
}

#[test]
fn a_ring_keeps_what_was_written_last_in_front() {
    let mut card = in_usim();
    card.say("00A4000C026F39");
    assert_eq!(card.say("00B2010403"), "0000FF9000");
    // Behind the last comes the first.
    for record in ["0000FF", "000002", "000001", "0000FF"] {
        assert_eq!(card.say("00B2000203"), format!("{record}9000"));
    }
    assert_eq!(card.say("00B2000303"), "0000019000");
    assert_eq!(card.say("00DC000303000009"), "6982");
    assert_eq!(card.say(&format!("0020008108{PIN2}")), "9000");
    assert_eq!(card.say("00DC010403000009"), "6981");
    assert_eq!(card.say("00DC000303000009"), "9000");
    let ring = |card: &mut Card| (1..=3).map(|n| card.say(&format!("00B2{n:02X}0403"))).collect::<Vec<_>>().join("");
    assert_eq!(ring(&mut card), "00000990000000FF90000000029000");
    assert_eq!(card.say("8032000002 01F8"), "6105");
    assert_eq!(card.say("00C0000005"), "00020101F89000");
    assert_eq!(ring(&mut card), "000201900000000990000000FF9000");
    assert_eq!(card.say("8032000003FFFFFF"), "9850");
    assert_eq!(card.say("803200000400000001"), "6700");
    assert_eq!(card.say("8032010001 01"), "6A86");
    assert_eq!(ring(&mut card), "000201900000000990000000FF9000");
}

#[test]
fn data_objects_are_set_and_retrieved() {
    let mut card = in_usim();
    card.say("00A4000C024F0B");
    assert_eq!(card.say("80CB00800180"), "6A88");
    assert_eq!(card.say("80DB0080"), "6700");
    assert_eq!(card.say("80DB0080 03800155"), "9000");
    assert_eq!(card.get("80CB00800180"), "8001559000");
    // In two blocks each way: 1F22 with 300 octets.
    let content = "AB".repeat(300);
    let object = format!("1F2282012C{content}");
    assert_eq!(card.say(&format!("80DB0080FF{}", &object[..510])), "63F1");
    assert_eq!(card.say(&format!("80DB0000{:02X}{}", object.len() / 2 - 255, &object[510..])), "9000");
    let first = card.get("80CB0080021F22");
    assert!(first.ends_with("62F1"), "{first}");
    let rest = card.say("80CB000000");
    assert!(rest.ends_with("9000"), "{rest}");
    assert_eq!(format!("{}{}", &first[..first.len() - 4], &rest[..rest.len() - 4]), object);
    assert_eq!(card.say("80CB00C000"), rest);
    assert_eq!(card.get("80CB0080015C"), "5C03801F229000");
    // Too large for the file, too long for its length, without a first block.
    assert_eq!(card.say("80DB0080 05 8482040000"), "6A84");
    assert_eq!(card.say("80DB0080 04 85010000"), "6A80");
    assert_eq!(card.say("80DB000001 00"), "6985");
    // Another value, and none.
    assert_eq!(card.say("80DB0080 0480025566"), "9000");
    assert_eq!(card.get("80CB00800180"), "800255669000");
    assert_eq!(card.say("80DB00800180"), "9000");
    assert_eq!(card.say("80CB00800180"), "6A88");
    assert_eq!(card.say("80DB00800180"), "6A88");
}

#[test]
fn access_rules_hold() {
    let mut card = card();
    assert_eq!(card.say(&format!("00A4040C0C{USIM}")), "9000");
    // PIN1 for reading; nothing at all; ADM1 for the ICCID.
    assert_eq!(card.say("00B0870009"), "6982");
    assert_eq!(card.say("00D6870001AA"), "6982");
    card.say("00A4000C026F46");
    assert_eq!(card.say("00B0000004"), "6982");
    assert_eq!(card.say(&format!("0020000A08{ADM1}")), "9000");
    assert_eq!(card.say("00B0000004"), "6982");
    assert_eq!(card.say("00B0870009"), "6982");
    card.say("00A4080C022FE2");
    assert_eq!(card.say("00D600000100"), "9000");
    assert_eq!(card.say(&format!("0020000108{PIN1}")), "9000");
    assert_eq!(card.say("00A4080C047FFF6F07"), "9000");
    assert_eq!(card.say("00B0000001"), "089000");
    // A reset takes it back; a PIN that is disabled is as good as verified, also after a reset.
    card.reset();
    card.say(&format!("00A4040C0C{USIM}"));
    assert_eq!(card.say("00B0870001"), "6982");
    assert_eq!(card.say(&format!("0026000108{PIN1}")), "9000");
    card.reset();
    card.say(&format!("00A4040C0C{USIM}"));
    assert_eq!(card.say("00B0870001"), "089000");
    assert_eq!(card.say(&format!("0028000108{PIN1}")), "9000");
    assert_eq!(card.say(&format!("0028000108{PIN1}")), "6985");
    // A code of the USIM is worth nothing when no channel has the USIM any more.
    card.say("00A4000C026F39");
    assert_eq!(card.say(&format!("0020008108{PIN2}")), "9000");
    assert_eq!(card.say("0070000001"), "019000");
    card.say(&format!("01A4040C0C{USIM}"));
    card.say(&format!("00A4040C0C{ISIM}"));
    card.say("01A4000C026F39");
    assert_eq!(card.say("01DC000303000009"), "9000");
    assert_eq!(card.say("0070800100"), "9000");
    card.say(&format!("00A4040C0C{USIM}"));
    card.say("00A4000C026F39");
    assert_eq!(card.say("00DC000303000009"), "6982");
}

#[test]
fn codes_count_their_tries() {
    let mut card = card();
    let wrong = "39393939FFFFFFFF";
    assert_eq!(card.say("00200001"), "63C3");
    assert_eq!(card.say(&format!("0020000108{wrong}")), "63C2");
    assert_eq!(card.say("0020000100"), "63C2");
    assert_eq!(card.say(&format!("0020000108{PIN1}")), "9000");
    assert_eq!(card.say("00200001"), "63C3");
    assert_eq!(card.say("002000010731323334FFFFFF"), "6700");
    assert_eq!(card.say(&format!("0020000208{PIN1}")), "6A88");
    assert_eq!(card.say(&format!("0020008108{PIN2}")), "6A88");
    assert_eq!(card.say(&format!("0020010108{PIN1}")), "6A86");
    // CHANGE.
    assert_eq!(card.say(&format!("0024000110{wrong}{wrong}")), "63C2");
    assert_eq!(card.say(&format!("0024000110{PIN1}{wrong}")), "9000");
    assert_eq!(card.say(&format!("0020000108{PIN1}")), "63C2");
    assert_eq!(card.say(&format!("0020000108{PIN1}")), "63C1");
    // A reset gives no tries back.
    card.reset();
    assert_eq!(card.say(&format!("0020000108{PIN1}")), "63C0");
    assert_eq!(card.say(&format!("0020000108{wrong}")), "6983");
    assert_eq!(card.say("00200001"), "6983");
    // UNBLOCK counts the PUK's tries.
    assert_eq!(card.say("002C0001"), "63CA");
    assert_eq!(card.say(&format!("002C000110{wrong}{PIN1}")), "63C9");
    assert_eq!(card.say(&format!("002C000110{PUK1}{PIN1}")), "9000");
    assert_eq!(card.say("002C0001"), "63CA");
    assert_eq!(card.say(&format!("0020000108{PIN1}")), "9000");
    assert_eq!(card.say("002C000A"), "6A88");
    // A PIN that is disabled is not verified.
    assert_eq!(card.say(&format!("0026000108{wrong}")), "63C2");
    assert_eq!(card.say(&format!("0026000108{PIN1}")), "9000");
    assert_eq!(card.say(&format!("0020000108{PIN1}")), "6984");
    assert_eq!(card.say("00200001"), "6984");
}

#[test]
fn a_blocked_code_is_verified_no_longer() {
    let mut card = in_usim();
    for left in ["63C2", "63C1", "63C0"] {
        assert_eq!(card.say("00B0870001"), "089000");
        assert_eq!(card.say("002000010839393939FFFFFFFF"), left);
    }
    assert_eq!(card.say("00B0870001"), "6982");
}

#[test]
fn deactivated_files_are_not_used() {
    let mut card = in_usim();
    card.say("00A4000C026F73");
    assert_eq!(card.say("00040000"), "9000");
    assert_eq!(card.say("00B0000001"), "6985");
    assert_eq!(card.say("00D6000001AA"), "6985");
    let fcp = card.get("00A40004026F73");
    assert!(fcp.contains("8A0104") && fcp.ends_with("6283"), "{fcp}");
    assert_eq!(card.say("00A4000C026F73"), "6283");
    assert_eq!(card.say("00440000026F73"), "9000");
    assert_eq!(card.say("00B0000001"), "009000");
    // ADM1 is asked for at the IMSI; the MF is no EF.
    assert_eq!(card.say("00040000026F07"), "6982");
    assert_eq!(card.say("00040000023F00"), "6981");
}

#[test]
fn what_is_not_shareable_is_on_one_channel_only() {
    let mut card = in_usim();
    assert_eq!(card.say("0070000001"), "019000");
    card.say(&format!("01A4040C0C{USIM}"));
    assert_eq!(card.say("01A4000C025F3B"), "9000");
    assert_eq!(card.say("00A4000C025F3B"), "6985");
    // A channel opened from there begins at the MF.
    assert_eq!(card.say("0170000001"), "029000");
    assert_eq!(card.say("02A4000C025F3B"), "6A82");
    assert_eq!(card.say("0070800100"), "9000");
    assert_eq!(card.say("00A4000C025F3B"), "9000");
}

#[test]
fn challenges_differ() {
    let mut card = card();
    let one = card.say("0084000008");
    assert_eq!(one.len(), 20);
    assert_ne!(one, card.say("0084000008"));
    card.reset();
    assert_ne!(one, card.say("0084000008"));
}

#[test]
fn what_is_written_survives_a_reset() {
    let mut card = in_usim();
    assert_eq!(card.say("00D6870001AA"), "9000");
    card.reset();
    let profile = card.euicc().enabled_profile().unwrap().installed.as_ref().unwrap();
    let usim = profile.fs.adfs()[0];
    let imsi = profile.fs.child(usim, 0x6F07).unwrap();
    assert_eq!(profile.fs.node(imsi).body[0], 0xAA);
    assert_eq!(profile.fs.node(NodeId::MF).fid, 0x3F00);
}
