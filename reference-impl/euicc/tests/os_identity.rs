//! GET IDENTITY through the card: what the home network of 3GPP TS 33.501 Annex C.4 finds in the SUCIs.

#![allow(clippy::unwrap_used, reason = "a test states what must hold")]

mod bench;

use bench::{Breaks, ISIM, PIN1, SUCI_CALC_INFO, Talk as _, USIM, card, card_of, card_with};
use rsp_asn1::tlv;
use rsp_conduct::Honest;
use rsp_crypto::suci::{Key, Profile, deconceal};
use rsp_euicc::profile::{Platform, install};
use rsp_euicc::{Card, CardOptions, Info2, IsdpState};
use std::sync::Arc;

/// Private keys of the home network.
const HOME_A: &str = "C53C22208B61860B06C62E5406A7B330C2B577AA5558981510D128247D38BD1D";
const HOME_B: &str = "F1AB1074477EBCC7F554EA1C5FC368B1616730155E0041AC447D6301975FECDA";
/// GET IDENTITY in the SUCI context.
const SUCI: &str = "8078000100";
/// Type, network 001 01 and Routing Indicator 71 of the bench's USIM.
const HEAD: &str = "0100F11017FF";
/// MSIN of its IMSI.
const MSIN: &str = "1032546360";

fn select(card: &mut Card, aid: &str) {
    assert_eq!(card.say(&format!("00A4040C0C{aid}")), "9000");
}

/// A card whose USIM is selected and its PIN verified.
fn ready(mut card: Card) -> Card {
    select(&mut card, USIM);
    assert_eq!(card.say(&format!("0020000108{PIN1}")), "9000");
    card
}

/// Writes a file of the USIM from its start.
fn write(card: &mut Card, path: &str, content: &str) {
    assert_eq!(card.say(&format!("00A4080C{:02X}7FFF{path}", 2 + path.len() / 2)), "9000");
    assert_eq!(card.say(&format!("00D60000{:02X}{content}", content.len() / 2)), "9000");
    assert_eq!(card.say("00A4000C027FFF"), "9000");
}

/// Writes EF.SUCI_Calc_Info, and filler behind.
fn calc_info(card: &mut Card, content: &str) {
    write(card, "5FD04F01", &format!("{content:F<width$}", width = SUCI_CALC_INFO.len()));
}

/// Front of the SUCI, as far as the key identifier, and what the home network finds in the rest.
fn identity(answer: &str) -> (String, String) {
    let octets = hex::decode(answer.strip_suffix("9000").unwrap_or_else(|| panic!("{answer}"))).unwrap();
    assert_eq!((octets[0], usize::from(octets[1])), (0xA1, octets.len() - 2));
    let (front, output) = octets[2..].split_at(8);
    let key = match front[6] {
        1 => Some(Key::from_bytes(Profile::A, &hex::decode(HOME_A).unwrap()).unwrap()),
        2 => Some(Key::from_bytes(Profile::B, &hex::decode(HOME_B).unwrap()).unwrap()),
        _ => None,
    };
    let msin = key.map_or(output.to_vec(), |key| deconceal(&key, output).unwrap());
    (hex::encode_upper(front), hex::encode_upper(msin))
}

fn is(scheme: &str) -> (String, String) {
    (format!("{HEAD}{scheme}"), MSIN.to_owned())
}

#[test]
fn the_home_network_finds_the_msin() {
    let mut card = ready(card());
    let first = card.get(SUCI);
    assert_eq!(identity(&first), is("021B"));
    // No two are alike, nor after a reset, nor said to be for the application.
    let mut seen = vec![first];
    for command in [SUCI, "8078008100"] {
        seen.push(card.get(command));
    }
    card.reset();
    let mut card = ready(card);
    seen.push(card.get(SUCI));
    assert!(seen.iter().all(|one| identity(one) == is("021B")));
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 4);
}

#[test]
fn the_list_says_which_scheme() {
    let mut card = ready(card());
    let (_, keys) = SUCI_CALC_INFO.split_at(16);
    for (list, scheme) in [
        ("0102 0201", "011E"),
        ("0000 0201", "0000"),
        // A key that is not there, one that no scheme may have, one for another curve, a scheme nobody knows.
        ("0203 0102", "011E"),
        ("0200 0102", "011E"),
        ("0202 0102", "011E"),
        ("0C01 0102", "011E"),
        ("0203 0000", "0000"),
        ("0203 0103", "0000"),
    ] {
        calc_info(&mut card, &format!("A004{}{keys}", list.replace(' ', "")));
        assert_eq!(identity(&card.get(SUCI)), is(scheme), "{list}");
    }
    // Nothing was provisioned.
    for nothing in ["", "A0020000", "A0020101", "A1020000"] {
        calc_info(&mut card, nothing);
        assert_eq!(identity(&card.get(SUCI)), is("0000"), "{nothing}");
    }
}

#[test]
fn network_and_routing_indicator() {
    let mut card = ready(card());
    calc_info(&mut card, "A0020000");
    for (routing, expected) in [("78F6FFFF", "78F6"), ("F0FFFFFF", "F0FF"), ("FFFFFFFF", "F0FF")] {
        write(&mut card, "5FC04F0A", routing);
        let front = identity(&card.get(SUCI)).0;
        assert_eq!(front, format!("0100F110{expected}0000"));
    }
    // 274 012 001002086 and EF.AD with two digits: MNC 01, then a number of ten digits.
    write(&mut card, "6F07", "082947100210000268");
    assert_eq!(identity(&card.get(SUCI)), ("0172F410F0FF0000".into(), "0210000268".to_owned()));
    // Fourteen digits.
    write(&mut card, "6F07", "0801101010325406F3");
    assert_eq!(identity(&card.get(SUCI)).1, "10325406F3");
}

/// The text of a SUCI of a Network Specific Identifier.
fn text(answer: &str) -> String {
    let octets = hex::decode(answer.strip_suffix("9000").unwrap_or_else(|| panic!("{answer}"))).unwrap();
    let suci = tlv::only(0xA1, &octets).unwrap().content.to_vec();
    assert_eq!(suci[0], 0x11);
    String::from_utf8(suci[1..].to_vec()).unwrap()
}

#[test]
fn a_network_specific_identifier_takes_the_place_of_the_imsi() {
    let mut card = ready(card());
    // That of 3GPP TS 33.501 §C.4: verylongusername1@3gpp.com.
    let nai = format!("801A{}", hex::encode("verylongusername1@3gpp.com"));
    write(&mut card, "5FC04F09", &nai);
    assert_eq!(identity(&card.get(SUCI)), is("021B"));
    // Service 130.
    write(&mut card, "6F38", &format!("{}1802", "0".repeat(30)));
    for (list, head, home) in [
        ("A0020201", "type1.rid71.schid2.hnkey27.ecckey", Key::from_bytes(Profile::B, &hex::decode(HOME_B).unwrap())),
        ("A0020102", "type1.rid71.schid1.hnkey30.ecckey", Key::from_bytes(Profile::A, &hex::decode(HOME_A).unwrap())),
    ] {
        calc_info(&mut card, &format!("{list}{}", &SUCI_CALC_INFO[16..]));
        let text = text(&card.get(SUCI));
        let output = text.strip_prefix(head).unwrap_or_else(|| panic!("{text}")).strip_suffix("@3gpp.com").unwrap();
        let output: String = output.replace(".cip", "").replace(".mac", "");
        let name = deconceal(&home.unwrap(), &hex::decode(output).unwrap()).unwrap();
        assert_eq!(name, b"verylongusername1");
    }
    calc_info(&mut card, "A0020000");
    assert_eq!(text(&card.get(SUCI)), "type1.rid71.schid0.useridverylongusername1@3gpp.com");
    write(&mut card, "5FC04F0A", "21F3FFFF");
    assert_eq!(text(&card.get(SUCI)), "type1.rid123.schid0.useridverylongusername1@3gpp.com");
    // Filler, and a line's identifier, which is not known here.
    for other in ["FFFF", "811A"] {
        write(&mut card, "5FC04F09", other);
        assert_eq!(identity(&card.get(SUCI)).1, MSIN);
    }
}

#[test]
fn commands_that_are_refused() {
    let mut card = card();
    assert_eq!(card.say(SUCI), "6985");
    select(&mut card, ISIM);
    assert_eq!(card.say(SUCI), "6985");
    select(&mut card, USIM);
    assert_eq!(card.say(SUCI), "6982");
    assert_eq!(card.say(&format!("0020000108{PIN1}")), "9000");
    for (command, sw) in [
        ("0078000100", "6E00"),
        ("8078000000", "6A86"),
        ("8078000200", "6A86"),
        ("8078010100", "6A86"),
        ("807800010101", "6700"),
        ("8178000100", "6881"),
    ] {
        assert_eq!(card.say(command), sw, "{command}");
    }
    // A directory below counts as the USIM, one beside does not.
    assert_eq!(card.say("00A4000C025FC0"), "9000");
    assert_eq!(identity(&card.get(SUCI)), is("021B"));
    assert_eq!(card.say("00A4000C023F00"), "9000");
    assert_eq!(card.say(SUCI), "6985");
    let mut card = ready(card);
    write(&mut card, "6F07", &"F".repeat(18));
    assert_eq!(card.say(SUCI), "6985");
    write(&mut card, "6F07", "080910101032546360");
    for services in ["10", "08", "00"] {
        write(&mut card, "6F38", &format!("{}{services}", "0".repeat(30)));
        assert_eq!(card.say(SUCI), "6985", "{services}");
    }
}

#[test]
fn a_card_that_claims_less_does_less() {
    let without = |bits: &[usize]| {
        let mut info2 = Info2::default();
        info2.uicc_capability.retain(|bit| !bits.contains(bit));
        ready(card_of(bench::euicc_claiming(Arc::new(Honest), info2), CardOptions::default()))
    };
    assert_eq!(without(&[22]).say(SUCI), "6D00");
    assert_eq!(identity(&without(&[24]).get(SUCI)), is("011E"));
    assert_eq!(identity(&without(&[23, 24]).get(SUCI)), is("0000"));
}

#[test]
fn it_is_the_rule_that_makes_the_difference() {
    let breaks = |rule| card_with(Arc::new(Breaks(rule)), CardOptions::default());
    let mut card = breaks("euicc-os/usim-selected");
    assert_eq!(card.say(&format!("0020000108{PIN1}")), "9000");
    assert_eq!(identity(&card.get(SUCI)), is("021B"));
    let mut card = breaks("euicc-os/identity-code");
    select(&mut card, USIM);
    assert_eq!(identity(&card.get(SUCI)), is("021B"));
    let mut card = ready(breaks("euicc-os/suci-offered"));
    write(&mut card, "6F38", &"0".repeat(32));
    assert_eq!(identity(&card.get(SUCI)), is("021B"));
    let mut card = ready(breaks("euicc-os/imsi-present"));
    write(&mut card, "6F07", &"F".repeat(18));
    assert_eq!(identity(&card.get(SUCI)), ("0100F00017FF021B".into(), String::new()));
    assert_eq!(identity(&ready(breaks("euicc-os/identity-context")).get("8078000300")), is("021B"));
    assert_eq!(identity(&ready(breaks("euicc-os/conceal-identity")).get(SUCI)), is("0000"));
    assert_eq!(identity(&ready(breaks("euicc-os/protection-scheme")).get(SUCI)), is("011E"));
    let mut card = ready(breaks("euicc-os/fresh-ephemeral-key"));
    assert_eq!(card.get(SUCI), card.get(SUCI));
}

#[test]
fn our_own_package_makes_a_usim_that_conceals() {
    let package = include_bytes!("../../../vectors/profiles/rsptest-suci.der");
    let profile = install(package, &Platform::new(&Info2::default(), 512 * 1024), &Honest).unwrap().profile;
    let mut euicc = bench::euicc(Arc::new(Honest));
    euicc.preload([0x98; 10], bench::metadata(&"98".repeat(10)), profile, IsdpState::Enabled).unwrap().unwrap();
    let mut card = Card::new(euicc);
    assert_eq!(card.say("00A4040C07A0000000871002"), "9000");
    assert_eq!(identity(&card.get(SUCI)), ("0100F11017FF021B".into(), "1032547638".to_owned()));
    // No terminal reads what the USIM reckons with.
    assert_eq!(card.say("00A4080C067FFF5FD04F01"), "9000");
    assert_eq!(card.say("00B0000000"), "6982");
}

#[test]
fn a_package_with_df_saip_makes_a_usim_that_conceals_nothing() {
    // The TUAK package has DF.SAIP with the null scheme, and no service 125 until an administrator sets it.
    let package = include_bytes!("../../../vectors/profiles/rsptest-tuak.der");
    let platform = Platform::new(&Info2::default(), 512 * 1024);
    let profile = install(package, &platform, &Honest).unwrap().profile;
    let mut euicc = bench::euicc(Arc::new(Honest));
    euicc.preload([0x98; 10], bench::metadata(&"98".repeat(10)), profile, IsdpState::Enabled).unwrap().unwrap();
    let mut card = Card::new(euicc);
    assert_eq!(card.say("00A4040C10A0000000871002FFFFFFFF8907090000"), "9000");
    assert_eq!(card.say(SUCI), "6985");
    // ADM1 of our own packages.
    assert_eq!(card.say("0020000A087273702D61646D31"), "9000");
    assert_eq!(card.say("00A4000C026F38"), "9000");
    assert_eq!(card.say("00D6000F0118"), "9000");
    // 001 01 0123456782, and no EF.Routing_Indicator.
    assert_eq!(card.get(SUCI), "A10D0100F110F0FF000010325476289000");
}
