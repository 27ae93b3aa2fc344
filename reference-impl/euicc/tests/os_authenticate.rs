//! AUTHENTICATE through the card: 3GPP TS 35.208 test set 1. AUTS was made with `vectors/aka/functions.py`
//! (`milenage` with AMF 0000, SQN_MS concealed with its `akS`).

mod bench;

use bench::{ISIM, PIN1, Talk as _, USIM, card, card_with};
use rsp_conduct::{Check, Conduct, Refusal};
use rsp_euicc::{Card, CardOptions};
use std::sync::Arc;

const RAND: &str = "23553CBE9637A89D218AE64DAE47BF35";
/// FF9BB4D0B607 under AK AA689C648370, AMF, MAC-A.
const AUTN: &str = "55F328B43577B9B94A9FFAC354DFAFB3";
const KEYS: &str = "DB08A54211D5E3BA50BF10B40BA9A3C58B2A05BBF0D987B21BF8CB10F769BCD751044604127672711C6D3441";
const KC: &str = "EAE4BE823AF9A08B";
const AUTS: &str = "DC0EBA853F3C123CCF44E93596E355C6";

fn authenticate(p2: &str, autn: &str) -> String {
    format!("008800{p2}2210{RAND}10{autn}")
}

fn select(card: &mut Card, aid: &str) {
    assert_eq!(card.say(&format!("00A4040C0C{aid}")), "9000");
}

#[test]
fn keys_come_once_for_each_sequence_number() {
    let mut card = card();
    assert_eq!(card.say(&authenticate("81", AUTN)), "6985");
    select(&mut card, USIM);
    assert_eq!(card.say(&authenticate("81", AUTN)), "6982");
    assert_eq!(card.say(&format!("0020000108{PIN1}")), "9000");
    let wrong = AUTN.replace("AFB3", "AFB2");
    assert_eq!(card.say(&authenticate("81", &wrong)), "9862");
    assert_eq!(card.get(&authenticate("81", AUTN)), format!("{KEYS}08{KC}9000"));
    assert_eq!(card.get(&authenticate("81", AUTN)), format!("{AUTS}9000"));
    // The ISIM has the same sequence numbers, and no Kc.
    card.reset();
    select(&mut card, ISIM);
    card.say(&format!("0020000108{PIN1}"));
    assert_eq!(card.get(&authenticate("81", AUTN)), format!("{AUTS}9000"));
    assert_eq!(card.say(&format!("008800801110{RAND}")), "9864");
}

#[test]
fn the_gsm_context_and_the_shape_of_commands() {
    let mut card = card();
    select(&mut card, USIM);
    card.say(&format!("0020000108{PIN1}"));
    assert_eq!(card.get(&format!("008800801110{RAND}")), format!("0446F8416A08{KC}9000"));
    for (command, sw) in [
        (authenticate("84", AUTN), "9864"),
        (authenticate("01", AUTN), "6A86"),
        ("00880081".to_owned(), "6700"),
        (format!("008800811110{RAND}"), "6700"),
        (format!("00880081100F{}", &RAND[..30]), "6700"),
        (format!("008800811110{}20", &RAND[..30]), "6700"),
        (format!("008800812110{RAND}0F{}", &AUTN[..30]), "6700"),
    ] {
        assert_eq!(card.say(&command), sw, "{command}");
    }
}

/// A card without one of its checks.
struct Without(&'static str);

impl Conduct for Without {
    fn judge(&self, check: &'static Check, outcome: Result<(), Refusal>) -> Result<(), Refusal> {
        if check.id == self.0 { Ok(()) } else { outcome }
    }
}

#[test]
fn it_is_the_check_that_refuses() {
    let keys = format!("{KEYS}08{KC}9000");
    let mut card = card_with(Arc::new(Without("euicc-os/autn-mac")), CardOptions::default());
    select(&mut card, USIM);
    card.say(&format!("0020000108{PIN1}"));
    assert_eq!(card.get(&authenticate("81", &AUTN.replace("AFB3", "AFB2"))), keys);
    let mut card = card_with(Arc::new(Without("euicc-os/autn-fresh")), CardOptions::default());
    select(&mut card, USIM);
    card.say(&format!("0020000108{PIN1}"));
    assert_eq!(card.get(&authenticate("81", AUTN)), keys);
    assert_eq!(card.get(&authenticate("81", AUTN)), keys);
    let mut card = card_with(Arc::new(Without("euicc-os/naa-code")), CardOptions::default());
    select(&mut card, USIM);
    assert_eq!(card.get(&authenticate("81", AUTN)), keys);
}
