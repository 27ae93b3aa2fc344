//! The whole life of a profile through every way to a card: the binary as card, as server and as LPA.

#![allow(clippy::unwrap_used, reason = "a test states what must hold")]
#![cfg(unix)]

mod support;

use std::net::TcpListener;
use support::Bench;
use support::lpa::Lpa;
use support::pcscd::{READER, Slot};
use support::serving::Serving;

/// The package that is on every card from the start.
const PRELOADED: &str = "8999911000000000029";

fn profile() -> String {
    let vectors = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/profiles/rsptest-minimal.der");
    vectors.canonicalize().unwrap().display().to_string()
}

/// An SM-DP+ with one order, and its activation code.
fn server(bench: &Bench) -> (Serving, String, String) {
    let free = ["--listen", "127.0.0.1:0", "--es2plus", "127.0.0.1:0", "--orders", "1"];
    let all: Vec<&str> = ["sm-dp-plus"].iter().chain(&free).copied().collect();
    let serving = Serving::start(bench, "sm-dp-plus", &all);
    let place = serving.last_word("ES9+").trim_start_matches("https://").to_owned();
    let code = serving.last_word("order");
    (serving, place, code)
}

/// Everything the LPA can do, through one way to the card. Each command goes the way anew.
#[track_caller]
fn whole_life(bench: &Bench, card: &str) {
    let (_server, place, code) = server(bench);
    let lpa = Lpa { bench, card, place: &place };
    let chip = lpa.json(&["chip"]);
    assert_eq!(chip["eid"], "89049032123451234512345678901235", "{card}");
    assert_eq!(chip["euiccInfo2"]["svn"], "2.5.0", "{card}");
    assert_eq!(lpa.state(PRELOADED), "enabled", "{card}");

    let installed = lpa.json(&["download", &code]);
    let iccid = installed["iccid"].as_str().unwrap();
    assert_eq!(lpa.state(iccid), "disabled", "{card}");
    // The order was used.
    lpa.run(&["download", &code]).ended(1).says(&["8.2.6/3.8", "MatchingID"]);
    // 64 characters, 128 octets.
    lpa.json(&["nickname", iccid, &"ü".repeat(64)]);
    lpa.json(&["nickname", iccid, "the new one"]);
    lpa.run(&["nickname", "8999911000000000011", "x"]).ended(1).says(&["iccidNotFound(1)", "rsptest lpa list"]);
    lpa.json(&["enable", iccid]);
    assert_eq!((lpa.state(iccid), lpa.state(PRELOADED)), ("enabled".into(), "disabled".into()), "{card}");
    let first = format!("disable it first (rsptest lpa disable {iccid})");
    lpa.run(&["enable", iccid]).ended(1).says(&["profileNotInDisabledState(2)", "is enabled already", &first]);
    lpa.run(&["delete", iccid]).ended(1).says(&["DeleteProfile answers", &first]);
    lpa.json(&["disable", installed["isdpAid"].as_str().unwrap()]);
    lpa.json(&["delete", iccid]);
    assert_eq!(lpa.state(iccid), "", "{card}");

    // What happened is known to the server, in order; the first number is removed by hand.
    let waiting = lpa.json(&["notifications", "list"]);
    let events: Vec<&str> = waiting
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["iccid"] == iccid)
        .map(|one| one["profileManagementOperation"].as_str().unwrap())
        .collect();
    assert_eq!(events, ["notificationEnable", "notificationDisable", "notificationDelete"], "{card}");
    let first = waiting[0]["seqNumber"].to_string();
    lpa.json(&["notifications", "remove", &first]);
    lpa.run(&["notifications", "remove", &first]).ended(1).says(&["nothingToDelete(1)"]);
    let sent = lpa.json(&["notifications", "send"]);
    assert_eq!(sent["sent"].as_array().unwrap().len(), waiting.as_array().unwrap().len() - 1, "{card}: {sent}");
    assert_eq!(lpa.json(&["notifications", "list"]), serde_json::json!([]), "{card}");
}

#[test]
fn tcp() {
    let bench = Bench::new();
    let card =
        Serving::start(&bench, "card", &["euicc", "--tcp", "127.0.0.1:0", "--profile", &profile(), "--log", "apdus"]);
    whole_life(&bench, &format!("tcp:{}", card.last_word("tcp")));
    let log = std::fs::read_to_string(bench.path().join("apdus")).unwrap();
    for words in
        ["ES10b.LoadBoundProfilePackage: a segment 86", "ES10c.EnableProfile", "refreshFlag", "FETCH", "-- reset"]
    {
        assert!(log.contains(words), "{words} is not in the log");
    }
}

/// A package of one's own in open orders: on the card it is that package, with the ICCID of the order.
#[test]
fn a_package_of_ones_own() {
    let bench = Bench::new();
    let listen = ["--listen", "127.0.0.1:0", "--es2plus", "127.0.0.1:0", "--orders", "1", "--package", &profile()];
    let all: Vec<&str> = ["sm-dp-plus"].iter().chain(&listen).copied().collect();
    let serving = Serving::start(&bench, "sm-dp-plus", &all);
    let (place, code) =
        (serving.last_word("ES9+").trim_start_matches("https://").to_owned(), serving.last_word("order"));
    let card = Serving::start(&bench, "card", &["euicc", "--tcp", "127.0.0.1:0"]);
    let card = format!("tcp:{}", card.last_word("tcp"));
    let lpa = Lpa { bench: &bench, card: &card, place: &place };
    let installed = lpa.json(&["download", &code]);
    assert_ne!(installed["iccid"], PRELOADED);
    let list = lpa.json(&["list"]);
    assert_eq!((&list[0]["iccid"], &list[0]["profileName"]), (&installed["iccid"], &"rsptest minimal".into()));
    bench.write("no.der", "no package");
    bench.rsptest(&["serve", "sm-dp-plus", "--package", "no.der"]).ended(2).says(&["no.der", "no profile package"]);
}

#[test]
fn tcp_with_the_control_codes_of_vpcd() {
    let bench = Bench::new();
    let card = Serving::start(&bench, "card", &["euicc", "--vpcd-listen", "127.0.0.1:0", "--profile", &profile()]);
    whole_life(&bench, &format!("tcp+vpcd:{}", card.last_word("vpcd")));
}

#[test]
fn vpcd_where_the_card_dials_in() {
    let bench = Bench::new();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let place = format!("127.0.0.1:{port}");
    let _card = Serving::start(&bench, "card", &["euicc", "--vpcd", &place, "--profile", &profile()]);
    whole_life(&bench, &format!("vpcd:{port}"));
}

#[test]
fn at_through_a_modem_that_owns_the_channels() {
    let bench = Bench::new();
    let card = Serving::start(&bench, "card", &["euicc", "--at-pty", "--profile", &profile()]);
    let device = card.last_word("/dev/");
    whole_life(&bench, &format!("at:{device}"));
}

#[test]
fn at_through_a_modem_that_passes_everything_on() {
    let bench = Bench::new();
    let card = Serving::start(&bench, "card", &["euicc", "--at-pty", "--profile", &profile()]);
    let device = card.last_word("/dev/");
    whole_life(&bench, &format!("at+csim:{device}"));
}

/// Every command starts the driver, and with it the card, anew: what is installed is in the file.
#[test]
fn exec_with_a_card_whose_state_is_in_a_file() {
    let bench = Bench::new();
    let rsptest = env!("CARGO_BIN_EXE_rsptest");
    let state = bench.path().join("card.state");
    let driver = format!("{rsptest} serve euicc --exec --state {}", state.display());
    // Only the first one makes the profile.
    let made = bench.rsptest(&["serve", "euicc", "--exec", "--state", "card.state", "--profile", &profile()]);
    made.ended(0).says(&[PRELOADED, "enabled"]);
    whole_life(&bench, &format!("exec:{driver}"));
}

/// Over a real pcscd, where there is one.
#[test]
fn pcsc() {
    let Some(slot) = Slot::take() else { return };
    let bench = Bench::new();
    let _card = slot.start(&bench, &["--profile", &profile()]);
    whole_life(&bench, &format!("pcsc:{READER}"));
}

#[test]
fn what_cannot_be_reached_or_read_is_said() {
    let bench = Bench::new();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    bench.rsptest(&["lpa", "--card", "usb:0", "list"]).ended(2).says(&["no kind \"usb\"", "tcp+vpcd:HOST:PORT"]);
    bench.rsptest(&["lpa", "--card", &format!("tcp:{free}"), "list"]).ended(3).says(&["cannot be reached"]);
    bench.rsptest(&["lpa", "--card", "at:/dev/null", "list"]).ended(3).says(&["no serial device"]);
    bench.rsptest(&["lpa", "--card", "exec:exit 3", "list"]).ended(3).says(&["exit status: 3"]);
    bench.rsptest(&["lpa", "--card", "tcp:127.0.0.1:9", "enable", "8949"]).ended(2).says(&["18 to 20 digits"]);
    bench.rsptest(&["lpa", "--card", "tcp:127.0.0.1:9", "download", "LPA:2$a$b"]).ended(2).says(&["format digit"]);
    bench
        .rsptest(&["lpa", "download", "LPA:1$a"])
        .ended(2)
        .says(&["its shape is LPA:1$ADDRESS$MATCHINGID", "single quotes"]);
    let long = "ü".repeat(65);
    bench.rsptest(&["lpa", "nickname", PRELOADED, &long]).ended(2).says(&["65 characters", "at most 64"]);
    bench.rsptest(&["serve", "euicc"]).ended(2).says(&["--vpcd"]);
    bench.rsptest(&["serve", "euicc", "--exec", "--profile", "none.der"]).ended(2).says(&["none.der"]);
    bench.write("no.der", "no profile");
    bench.rsptest(&["serve", "euicc", "--exec", "--profile", "no.der"]).ended(2).says(&["no.der"]);
    bench.write("torn.state", "torn");
    bench.rsptest(&["serve", "euicc", "--exec", "--state", "torn.state"]).ended(2).says(&["torn.state"]);
}

/// A card that answers MANAGE CHANNEL, SELECT, and everything else with these octets.
fn card_that_answers(manage_channel: &str, select: &str, others: &str) -> String {
    let answer = |data: &str| format!("echo '{{\"type\":\"apdu\",\"payload\":{{\"ecode\":0,\"data\":\"{data}\"}}}}';;");
    format!(
        "exec:while read line; do case $line in *connect*) {} *00700000*) {} *a404*) {} *) {} esac; done",
        answer(""),
        answer(manage_channel),
        answer(select),
        answer(others)
    )
}

#[test]
fn what_a_card_refuses_first_is_named() {
    let bench = Bench::new();
    let asked = |card: &str, words: &[&str]| {
        bench.rsptest(&["lpa", "--card", card, "chip"]).ended(1).says(words);
        bench.rsptest(&["doctor", "--card", card]).ended(3).says(words);
    };
    // A card that is no eUICC.
    let sim = card_that_answers("019000", "6a82", "6a82");
    bench.rsptest(&["lpa", "--card", &sim, "chip"]).ended(1).says(&["no ISD-R of this AID", "--aid"]);
    bench.rsptest(&["doctor", "--card", &sim]).ended(3).says(&["SELECT of the ISD-R", "6A82", "is this an eUICC?"]);
    asked(&card_that_answers("6a82", "9000", "9000"), &["MANAGE CHANNEL (open) is answered with status word 6A82"]);
    asked(&card_that_answers("9000", "9000", "9000"), &["MANAGE CHANNEL (open) is answered with 9000, but with no"]);
    asked(&card_that_answers("019000", "6985", "9000"), &["SELECT of the ISD-R is answered with status word 6985"]);
    asked(&card_that_answers("019000", "9000", "6d00"), &["GetEID is answered with status word 6D00"]);
    asked(&card_that_answers("019000", "9000", "9000"), &["the answer to GetEID cannot be read"]);
}
