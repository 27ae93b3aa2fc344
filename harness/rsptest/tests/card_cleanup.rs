//! A card that a run left behind: what `run` writes down before its first case, and `cleanup` puts back.

#![allow(clippy::unwrap_used, reason = "in a test unwrap is the statement")]

mod support;

use support::Bench;
use support::lpa::Lpa;
use support::serving::Serving;

/// The operator's own profile, as somebody else's card has one.
const FOREIGN: &str = "8999911000000000029";

/// The card of our own test PKI.
const EID: &str = "89049032123451234512345678901235";

/// Somebody's card with a profile in use, and our SM-DP+ beside it.
struct Lab {
    server: Serving,
    _serving: Serving,
    card: String,
    place: String,
}

fn lab(bench: &Bench) -> Lab {
    let listen = ["--listen", "127.0.0.1:0", "--es2plus", "127.0.0.1:0", "--orders", "1"];
    let server = Serving::start(bench, "sm-dp-plus", &[&["sm-dp-plus"], &listen[..]].concat());
    let package = concat!(env!("CARGO_MANIFEST_DIR"), "/../../vectors/profiles/rsptest-minimal.der");
    let serving = Serving::start(bench, "card", &["euicc", "--tcp", "127.0.0.1:0", "--profile", package]);
    let card = format!("tcp:{}", serving.last_word("tcp"));
    let place = server.last_word("ES9+").trim_start_matches("https://").to_owned();
    Lab { server, _serving: serving, card, place }
}

#[test]
fn what_a_killed_run_left_is_put_back() {
    let bench = Bench::new();
    let Lab { server, _serving, card, place } = lab(&bench);
    let lpa = Lpa { bench: &bench, card: &card, place: &place };
    let before = lpa.json(&["list"]);
    assert_eq!(lpa.state(FOREIGN), "enabled");

    // A run writes down what it finds.
    let run = ["run", "sgp22/euicc/es10c/get-eid", "--card", &card, "--allow-eid", EID, "--out", "reports"];
    bench.rsptest(&run).ended(0);
    // One that was killed would leave this: a profile of ours in the place of the operator's.
    let installed = lpa.json(&["download", &server.last_word("order")]);
    let ours = installed["iccid"].as_str().unwrap();
    lpa.json(&["enable", ours]);
    assert_eq!((lpa.state(FOREIGN).as_str(), lpa.state(ours).as_str()), ("disabled", "enabled"));
    bench.rsptest(&run).ended(0).says(&[
        "profiles with ICCIDs of our SM-DP+ are on the card",
        "rsptest cleanup --card",
        EID,
    ]);

    // Only a card that was named is touched, and only as far as was asked.
    let cleanup = |more: &[&str]| {
        let mut all = vec!["cleanup", "--card", &card];
        all.extend(more);
        bench.rsptest(&all)
    };
    cleanup(&[]).ended(3).says(&["--allow-eid"]);
    cleanup(&["--allow-eid", EID, "--as-found", "none.json"]).ended(2).says(&["none.json", "card-as-found.json"]);
    bench.write(
        "other.json",
        std::fs::read_to_string(bench.path().join("reports/card-as-found.json"))
            .unwrap()
            .replace(EID, &EID.replace("235", "236")),
    );
    cleanup(&["--allow-eid", EID, "--as-found", "other.json"]).ended(3).says(&["the file is about"]);
    cleanup(&["--allow-eid", EID, "--dry-run"]).ended(0).says(&[&format!("disable and delete the profile {ours}")]);
    assert_eq!(lpa.state(ours), "enabled");

    // What the second run wrote down has our profile in it; the first one's file would be the right one. Without a file
    // everything of ours goes, and what else there is stays as it is.
    cleanup(&["--allow-eid", EID]).ended(0).says(&["--as-found"]);
    assert_eq!((lpa.state(FOREIGN).as_str(), lpa.state(ours).as_str()), ("disabled", ""));
    lpa.json(&["enable", FOREIGN]);
    assert_eq!(lpa.json(&["list"]), before);
    cleanup(&["--allow-eid", EID]).ended(0).says(&["nothing to do"]);
}

#[test]
fn the_profile_in_use_comes_back_with_the_file() {
    let bench = Bench::new();
    let Lab { server, _serving, card, place } = lab(&bench);
    let lpa = Lpa { bench: &bench, card: &card, place: &place };
    let before = (lpa.json(&["list"]), lpa.json(&["notifications", "list"]));
    bench
        .rsptest(&["run", "sgp22/euicc/es10c/get-eid", "--card", &card, "--allow-eid", EID, "--out", "reports"])
        .ended(0);
    let installed = lpa.json(&["download", &server.last_word("order")]);
    let ours = installed["iccid"].as_str().unwrap().to_owned();
    lpa.json(&["enable", &ours]);
    let file = ["cleanup", "--card", &card, "--allow-eid", EID, "--as-found", "reports/card-as-found.json", "--json"];
    let ran = bench.rsptest(&file).ended(0);
    let said: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let steps: Vec<&str> = said["steps"].as_array().unwrap().iter().map(|step| step.as_str().unwrap()).collect();
    assert_eq!(steps[..2], [format!("disable and delete the profile {ours}"), format!("enable the profile {FOREIGN}")]);
    assert_eq!(said["failed"], serde_json::Value::Null);
    assert_eq!((lpa.json(&["list"]), lpa.json(&["notifications", "list"])), before);

    // What is gone does not come back, and that is said.
    lpa.json(&["disable", FOREIGN]);
    lpa.json(&["delete", FOREIGN]);
    let gone = format!("the profile {FOREIGN} was there and is gone");
    bench.rsptest(&file[..file.len() - 1]).ended(3).says(&[&gone]);
}
