//! A subscription from the server to the radio: a package of ours is downloaded, enabled, and answers AUTHENTICATE with
//! what Python computed from its key (`vectors/profiles/authentication.json`); also after the card lost its power.

#![allow(clippy::unwrap_used, reason = "a test states what must hold")]
#![cfg(unix)]

mod support;

use rsp_transport::card::{CardChannel, CardOptions, open};
use serde_json::Value;
use std::path::PathBuf;
use support::Bench;
use support::lpa::Lpa;
use support::pcscd::{READER, Slot};
use support::serving::Serving;

fn vectors() -> PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/profiles").canonicalize().unwrap()
}

/// One command; what waits is fetched.
fn get(card: &mut dyn CardChannel, command: &str) -> (String, String) {
    let mut answer = card.transmit(&hex::decode(command.replace(' ', "")).unwrap()).unwrap();
    if let [0x61, length] = answer[..] {
        answer = card.transmit(&[0x00, 0xC0, 0x00, 0x00, length]).unwrap();
    }
    let sw = answer.split_off(answer.len() - 2);
    (hex::encode_upper(answer), hex::encode_upper(sw))
}

/// The rows of the vectors from one to another, on the basic channel, in the USIM.
#[track_caller]
fn authenticate(card: &str, rows: &[Value]) {
    let mut card = open(card, &CardOptions::default()).unwrap();
    card.reset().unwrap();
    assert_eq!(get(&mut *card, "00A4040C07A0000000871002").1, "9000");
    let pin = get(&mut *card, "0020000108 31323334FFFFFFFF").1;
    assert!(["9000", "6984"].contains(&pin.as_str()), "PIN: {pin}");
    for row in rows {
        let text = |name: &str| row[name].as_str().unwrap_or_default();
        let answer = get(&mut *card, &format!("0088008122 10{}10{}", text("rand"), text("autn")));
        let sized = |name: &str| format!("{:02X}{}", text(name).len() / 2, text(name));
        let wanted = match text("outcome") {
            "mac" => (String::new(), "9862".to_owned()),
            "synchronisation" => (format!("DC{}", sized("auts")), "9000".to_owned()),
            // Kc is there in a USIM with GSM access; nothing else follows.
            _ => {
                (["res", "ck", "ik"].iter().fold("DB".to_owned(), |made, name| made + &sized(name)), "9000".to_owned())
            }
        };
        assert!(answer.0.starts_with(&wanted.0) && answer.1 == wanted.1, "{row}: {answer:?}");
        let rest = &answer.0[wanted.0.len()..];
        assert!(rest.is_empty() || rest == sized("kc"), "{row}: {rest}");
    }
}

/// Puts a card with these arguments somewhere, and says how it is reached.
type Start<'a> = dyn Fn(&Bench, &[&str]) -> (Serving, String) + 'a;

/// The whole way of one package.
fn subscribes(package: &str, start: &Start<'_>) {
    let bench = Bench::new();
    let der = vectors().join(package).display().to_string();
    let listen = ["--listen", "127.0.0.1:0", "--es2plus", "127.0.0.1:0", "--orders", "1", "--package", &der];
    let all: Vec<&str> = ["sm-dp-plus"].iter().chain(&listen).copied().collect();
    let server = Serving::start(&bench, "sm-dp-plus", &all);
    let place = server.last_word("ES9+").trim_start_matches("https://").to_owned();
    let rows: Vec<Value> = rows_of(package);

    let state = ["--state", "card.state"];
    let (process, card) = start(&bench, &state);
    let lpa = Lpa { bench: &bench, card: &card, place: &place };
    let installed = lpa.json(&["download", &server.last_word("order")]);
    let iccid = installed["iccid"].as_str().unwrap();
    lpa.json(&["enable", iccid]);
    authenticate(&card, &rows[..4]);
    // SIGKILL.
    drop(process);
    let (_process, card) = start(&bench, &state);
    let lpa = Lpa { bench: &bench, card: &card, place: &place };
    assert_eq!(lpa.state(iccid), "enabled");
    // The sequence numbers go on where they were.
    authenticate(&card, &rows[4..]);
}

fn rows_of(package: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(vectors().join("authentication.json")).unwrap();
    let all: Vec<Value> = serde_json::from_str(&text).unwrap();
    all.into_iter().filter(|row| row["package"] == package).collect()
}

fn over_tcp(bench: &Bench, state: &[&str]) -> (Serving, String) {
    let all: Vec<&str> = ["euicc", "--tcp", "127.0.0.1:0"].iter().chain(state).copied().collect();
    let serving = Serving::start(bench, "card", &all);
    let card = format!("tcp:{}", serving.last_word("tcp"));
    (serving, card)
}

#[test]
fn milenage_and_tuak_over_tcp() {
    for package in ["rsptest-minimal.der", "rsptest-generic.der", "rsptest-tuak.der"] {
        subscribes(package, &over_tcp);
    }
}

/// Over a real pcscd, where there is one.
#[test]
fn milenage_and_tuak_over_pcscd() {
    let Some(slot) = Slot::take() else { return };
    for package in ["rsptest-generic.der", "rsptest-tuak.der"] {
        subscribes(package, &|bench, state| (slot.start(bench, state), format!("pcsc:{READER}")));
    }
}
