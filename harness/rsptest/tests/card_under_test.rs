//! A card in a process of its own: as the entity under test, and as the signer of our side.

#![allow(clippy::unwrap_used, reason = "in a test unwrap is the statement")]

mod support;

use std::collections::BTreeMap;
use std::process::Child;
use std::time::{Duration, Instant};
use support::{Bench, verdicts};

/// A function of each interface, a download, and what cannot be undone.
const SELECTION: [&str; 4] = [
    "sgp22/euicc/es10a/set-default-dp-address",
    "sgp22/euicc/es10b/download",
    "sgp22/euicc/es10b/list-notification",
    "sgp22/euicc/es10c/euicc-memory-reset",
];

fn way() -> String {
    format!("exec:{} serve euicc --exec --seed one", env!("CARGO_BIN_EXE_rsptest"))
}

/// The EID that a card refused by the allow-list is named with.
fn eid(bench: &Bench) -> String {
    let refused = bench.run(&["--card", &way()]).ended(3);
    let at = refused.err.find("--allow-eid ").unwrap() + "--allow-eid ".len();
    refused.err[at..at + 32].to_owned()
}

fn found(bench: &Bench) -> BTreeMap<String, String> {
    verdicts(&bench.results()).into_iter().map(|(id, verdict, _)| (id, verdict)).collect()
}

#[test]
fn a_card_behind_apdus_gets_the_verdicts_of_the_embedded_one() {
    let bench = Bench::new();
    bench.run(&SELECTION).ended(0);
    let embedded = found(&bench);
    assert!(embedded.len() > 20 && embedded.values().all(|verdict| verdict == "pass"), "{embedded:?}");
    let (eid, way) = (eid(&bench), way());
    let mut arguments = vec!["--card", &way, "--allow-eid", &eid];
    arguments.extend(SELECTION);
    bench.run(&arguments).ended(0);
    // What cannot be undone is asked for by name.
    let kept: Vec<_> = found(&bench).into_iter().filter(|(_, verdict)| verdict == "not-applicable").collect();
    assert!(!kept.is_empty() && kept.iter().all(|(id, _)| embedded.contains_key(id)), "{kept:?}");
    arguments.push("--allow-destructive");
    bench.run(&arguments).ended(0);
    assert_eq!(found(&bench), embedded);
}

#[test]
fn a_budget_of_writes_ends_what_writes() {
    let bench = Bench::new();
    let (eid, way) = (eid(&bench), way());
    let arguments =
        ["--card", &way, "--allow-eid", &eid, "--write-budget", "3", "sgp22/euicc/es10a/set-default-dp-address"];
    bench.run(&arguments).ended(0).says(&["of --write-budget 3 are left"]);
    assert!(found(&bench).values().any(|verdict| verdict == "pass"));
}

/// An SM-DP+ in a process of its own; it ends with this.
struct Lab(Child);

impl Drop for Lab {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// An SM-DP+ that runs, and the target file for it.
fn lab(bench: &Bench) -> (Lab, String) {
    let arguments =
        ["serve", "sm-dp-plus", "--listen", "127.0.0.1:0", "--es2plus", "127.0.0.1:0", "--target-file", "target.yaml"];
    let out = bench.path().join("serve.out");
    let lab = Lab(bench.spawn(&arguments, &out, &bench.path().join("serve.err")));
    let started = Instant::now();
    while !std::fs::read_to_string(&out).unwrap().contains("serving") {
        assert!(started.elapsed() < Duration::from_secs(20), "the SM-DP+ does not start");
        std::thread::sleep(Duration::from_millis(10));
    }
    let target = std::fs::read_to_string(bench.path().join("target.yaml")).unwrap();
    assert!(!target.lines().any(|line| line.starts_with("credentials:") || line.starts_with("identity:")), "{target}");
    (lab, target)
}

/// A card that is taken out now and then: its driver ends after so many commands, and is started again.
fn loose(commands: usize) -> String {
    format!("exec:sed -u {commands}q | {} serve euicc --exec --seed one", env!("CARGO_BIN_EXE_rsptest"))
}

#[test]
fn a_real_card_signs_for_our_side() {
    let bench = Bench::new();
    let eid = eid(&bench);
    let (_lab, target) = lab(&bench);
    let signed = |way: &str, eid: &str| {
        let more = format!("credentials: {{ card: \"{way}\" }}\nidentity: {{ eids: [\"{eid}\"] }}\n");
        bench.write("signed.yaml", format!("{target}\n{more}"));
    };
    signed(&way(), "89049032000000000000000000000000");
    let selection = "sgp22/sm-dp-plus/es9plus/authenticate-client";
    bench
        .run(&["--target", "signed.yaml", selection])
        .ended(2)
        .says(&[&format!("the card has the EID {eid}"), "eids:"]);
    signed(&way(), &eid);
    bench.run(&["--target", "signed.yaml", selection]).ended(0).says(&["a real card signs"]);
    let all = found(&bench);
    let passed = all.values().filter(|verdict| *verdict == "pass").count();
    assert!(passed >= 5 && all.values().all(|verdict| matches!(&verdict[..], "pass" | "not-applicable")), "{all:?}");

    // One that is taken out now and then accuses nobody, and signs again when it is back.
    signed(&loose(40), &eid);
    let selection = "sgp22/sm-dp-plus/es9plus";
    bench.run(&["--target", "signed.yaml", selection]).ended(3).says(&["the card that signs"]);
    let all = found(&bench);
    let count = |wanted: &str| all.values().filter(|verdict| *verdict == wanted).count();
    assert!(count("pass") >= 20 && count("inconclusive") >= 2, "{all:?}");
    assert_eq!(count("fail") + count("warn") + count("broken"), 0, "{all:?}");
}

#[test]
fn a_mute_card_is_waited_for_as_long_as_is_said() {
    let bench = Bench::new();
    let eid = eid(&bench);
    // GetEUICCChallenge does not reach the card.
    let mute = format!("exec:sed -u /bf2e00/d | {}", way().trim_start_matches("exec:"));
    let selection = "sgp22/euicc/es10b/get-euicc-challenge/nominal";
    for limit in ["--card-timeout", "--case-limit"] {
        let started = Instant::now();
        let arguments = ["--card", &mute, "--allow-eid", &eid, limit, "1", selection];
        bench.run(&arguments).ended(3).says(&["mute"]);
        assert!(started.elapsed() < Duration::from_secs(20), "{limit}: {:?}", started.elapsed());
    }
}
