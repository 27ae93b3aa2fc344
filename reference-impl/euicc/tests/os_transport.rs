//! Below the commands: length fields, classes, channels, chains, and how answers are handed out.

#![allow(clippy::unwrap_used, reason = "a test states what must hold")]

mod bench;

use bench::{SELECT_ISD_R, Talk as _, USIM, card, card_with};
use rsp_conduct::{Artefact, Conduct, Honest};
use rsp_euicc::{CardOptions, Handing};
use std::sync::Arc;

#[test]
fn what_is_no_command_has_the_wrong_length() {
    let mut card = card();
    for octets in ["", "00", "00A404", "00A4040003A000", "00A4040001A00000", "00B0000000000A"] {
        assert_eq!(card.say(octets), "6700", "{octets}");
    }
}

#[test]
fn classes_and_instructions_are_told_apart() {
    let mut card = card();
    for (command, sw) in [
        ("04A40004023F00", "6882"),
        ("A0A40000023F00", "6E00"),
        ("FFA40004023F00", "6E00"),
        ("10A40004023F00", "6884"),
        ("01A40004023F00", "6881"),
        ("4FA40004023F00", "6881"),
        ("80A40004023F00", "6E00"),
        ("00E2910003BF2E00", "6E00"),
        ("0099000000", "6D00"),
        ("8079000001", "6D00"),
    ] {
        assert_eq!(card.say(command), sw, "{command}");
    }
}

#[test]
fn channels_are_handed_out_from_one() {
    let mut card = card();
    for number in 1..=19 {
        assert_eq!(card.say("0070000001"), format!("{number:02X}9000"));
    }
    assert_eq!(card.say("0070000001"), "6A81");
    // Every form of closing: P2, the channel in CLA, with and without the last octet.
    assert_eq!(card.say("0070800200"), "9000");
    assert_eq!(card.say("0C70800300"), "6882");
    assert_eq!(card.say("00708003"), "9000");
    assert_eq!(card.say("40708004"), "9000");
    assert_eq!(card.say("4F70800000"), "9000");
    assert_eq!(card.say("0070801300"), "6200");
    assert_eq!(card.say("0070801400"), "6A86");
    assert_eq!(card.say("0070800000"), "6A86");
    // The lowest is free again, and a given one may be asked for.
    assert_eq!(card.say("00700000"), "6C01");
    assert_eq!(card.say("0070000002"), "6C01");
    assert_eq!(card.say("0070000000"), "029000");
    assert_eq!(card.say("00700004"), "9000");
    assert_eq!(card.say("00700004"), "6A81");
    assert_eq!(card.say("00700014"), "6A86");
    assert_eq!(card.say("0070400000"), "6A86");
    // 300 more: none is lost.
    for _ in 0..300 {
        assert_eq!(card.say("0070000001"), "039000");
        assert_eq!(card.say("0070800300"), "9000");
    }
}

#[test]
fn a_channel_begins_where_it_was_opened_from() {
    let mut card = card();
    assert_eq!(card.say("0070000001"), "019000");
    assert_eq!(card.say(&format!("01A4040C0C{USIM}")), "9000");
    assert_eq!(card.say("0170000001"), "029000");
    assert_eq!(card.say("0070000001"), "039000");
    assert_eq!(card.get("82F2000100"), format!("840C{USIM}9000"));
    assert_eq!(card.get("83F2000100"), "84009000");
}

#[test]
fn an_answer_that_nobody_fetched_does_not_come_back() {
    let mut card = card();
    assert!(card.say(SELECT_ISD_R).starts_with("61"));
    // BF2E: 3 + 2 + 16 octets, and nothing of the FCI in front of them.
    assert_eq!(card.say("80E2910003BF2E00"), "6115");
    let answer = card.say("80C0000015");
    assert!(answer.starts_with("BF2E128010") && answer.ends_with("9000"), "{answer}");
    assert_eq!(card.say("80C0000015"), "6985");
    // The other class; a channel of its own.
    assert_eq!(card.say("80E2910003BF2E00"), "6115");
    assert_eq!(card.say("0070000001"), "019000");
    assert_eq!(card.say("01C0000015"), "6985");
    assert_eq!(card.say("00C0000015"), "6985");
}

#[test]
fn get_response_takes_another_length() {
    let mut card = card();
    card.say(SELECT_ISD_R);
    assert_eq!(card.say("80E2910003BF2E00"), "6115");
    assert_eq!(card.say("00C0000016"), "6C15");
    assert_eq!(card.say("00C0010015"), "6A86");
    assert_eq!(card.say("00C0000003"), "BF2E126112");
    assert_eq!(card.say("80C0000002"), "80106110");
    assert_eq!(card.say("00C0000000").len(), 32 + 4);
    // Le of zero takes all there is at once.
    assert_eq!(card.say("80E2910003BF2E00"), "6115");
    assert!(card.say("00C0000000").ends_with("9000"));
}

/// Answers of this length.
struct Long(usize);

impl Conduct for Long {
    fn shape(&self, artefact: &'static Artefact, octets: &mut Vec<u8>) {
        if artefact.id == "euicc-os/response-data" {
            octets.resize(self.0, 0xAB);
        }
    }
}

#[test]
fn answers_around_256_octets_come_whole() {
    for (length, announced) in
        [(255, vec!["61FF"]), (256, vec!["6100"]), (257, vec!["6100", "6101"]), (512, vec!["6100", "6100"])]
    {
        let mut card = card_with(Arc::new(Long(length)), CardOptions::default());
        card.say(SELECT_ISD_R);
        let mut answer = card.say("80E2910003BF2E00");
        let mut octets = 0;
        for sw in announced {
            assert!(answer.ends_with(sw), "{length}: {answer}");
            answer = card.say(&format!("80C00000{}", &sw[2..]));
            octets += answer.len() / 2 - 2;
        }
        assert!(answer.ends_with("9000"), "{length}");
        assert_eq!(octets, length);
        // With Le, in the manner of T=1.
        let options = CardOptions { handing: Handing::WithLe, ..CardOptions::default() };
        let mut card = card_with(Arc::new(Long(length)), options);
        card.say(SELECT_ISD_R);
        let answer = card.say("80E2910003BF2E0000");
        assert_eq!(answer.len() / 2 - 2, length.min(256));
        assert!(answer.ends_with(["9000", "6101", "6100"][usize::from(length > 256) + usize::from(length > 257)]));
    }
}

#[test]
fn chains_are_counted_and_dropped() {
    let mut card = card();
    card.say(SELECT_ISD_R);
    // BF3E 5C 01 5A in three blocks.
    let first = "80E2110002BF3E";
    let second = "80E2110102035C";
    let last = "80E2910202015A";
    let whole = |card: &mut rsp_euicc::Card| {
        assert_eq!(card.say(first), "9000");
        assert_eq!(card.say(second), "9000");
        let eid = card.get(last);
        assert!(eid.starts_with("BF3E125A1089") && eid.ends_with("9000"), "{eid}");
    };
    whole(&mut card);
    // A gap, a repetition, a stranger's P1: the chain is gone.
    for wrong in ["80E2910202015A", "80E2910102015A", "80E2920202015A"] {
        assert_eq!(card.say(first), "9000");
        if wrong.starts_with("80E29101") {
            assert_eq!(card.say(second), "9000");
        }
        assert_eq!(card.say(wrong), "6A86", "{wrong}");
        assert_eq!(card.say(last), "6A86", "{wrong}");
    }
    // Block zero begins again, whatever was unfinished.
    assert_eq!(card.say(first), "9000");
    whole(&mut card);
    // Any other command, another SELECT, a channel that was closed, a reset.
    assert_eq!(card.say(first), "9000");
    card.say(SELECT_ISD_R);
    assert_eq!(card.say(second), "6A86");
    assert_eq!(card.say(first), "9000");
    card.say("80F2000C00");
    assert_eq!(card.say(second), "6A86");
    card.reset();
    assert_eq!(card.say(first), "6985");
    // Two channels keep two chains.
    card.say(SELECT_ISD_R);
    assert_eq!(card.say("0070000001"), "019000");
    card.say(&SELECT_ISD_R.replacen("00", "01", 1));
    assert_eq!(card.say(first), "9000");
    assert_eq!(card.say("81E2110002BF3E"), "9000");
    assert_eq!(card.say(second), "9000");
    assert_eq!(card.say("81E21101 02 035C"), "9000");
    assert!(card.get(last).ends_with("9000"));
    assert!(card.get("81E2910202015A").ends_with("9000"));
}

#[test]
fn a_chain_ends_at_the_limit() {
    let mut card = card_with(Arc::new(Honest), CardOptions { chain_limit: 10, ..CardOptions::default() });
    card.say(SELECT_ISD_R);
    assert_eq!(card.say("80E2110006BF3E82010000"), "9000");
    assert_eq!(card.say("80E21101050000000000"), "6A84");
    assert_eq!(card.say("80E21101040000 0000"), "6A86");
}

#[test]
fn store_data_needs_the_isd_r_and_data() {
    let mut card = card();
    assert_eq!(card.say("80E2910003BF2E00"), "6985");
    card.say(bench::SELECT_ECASD);
    assert_eq!(card.say("80E2910003BF2E00"), "6985");
    card.say(SELECT_ISD_R);
    assert_eq!(card.say("80E29100"), "6700");
    assert_eq!(card.say("80E2910000"), "6700");
    assert_eq!(card.say("80E2910003BF7F80"), "6A80");
    assert_eq!(card.say("80E2910003BF4400"), "6A88");
    assert_eq!(card.say("80E2910003BF2E01"), "6A80");
}

#[test]
fn functions_need_what_the_terminal_announced() {
    let mut card = card();
    let (challenge, eid, addresses) = ("80E2910003BF2E00", "80E2910006BF3E035C015A", "80E2910003BF3C00");
    let select_and = |card: &mut rsp_euicc::Card, command: &str| {
        card.say(SELECT_ISD_R);
        card.say(command)[..2].to_owned()
    };
    for (bits, served) in
        [("07", ["61", "61", "61"]), ("01", ["69", "61", "69"]), ("02", ["61", "69", "69"]), ("04", ["69", "69", "61"])]
    {
        assert_eq!(card.say(&format!("80AA00000AA90881008201018301{bits}")), "9000");
        for (command, expected) in [challenge, eid, addresses].into_iter().zip(served) {
            assert_eq!(select_and(&mut card, command), expected, "{bits} {command}");
        }
    }
    assert_eq!(card.say("80AA000002A901"), "6A80");
    assert_eq!(card.say("80AA0000"), "6700");
    let strict = CardOptions { needs_terminal_capability: true, ..CardOptions::default() };
    assert_eq!(select_and(&mut card_with(Arc::new(Honest), strict), challenge), "69");
}
