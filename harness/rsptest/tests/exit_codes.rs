//! Exit codes are public interface: each is reached here by the binary itself, and so is their precedence
//! 70, 2, 1, 3, 5, 4.

#![allow(clippy::unwrap_used, reason = "in a test unwrap is the statement")]

mod support;

use support::{Bench, ONE_EXCHANGE};

/// A target where nobody listens: nothing can be said of it.
const UNREACHABLE: &str = "target: sm-dp-plus\naddress: smdpp.example.test\nconnect: 127.0.0.1:9\nscheme: http\n";
/// Cases against the embedded reference, each with the verdict that its name says.
const CASES: &str = r#"
specs: { SGP.22: ">=2.2" }
cases:
  - id: good
    title: what holds
    why: for the exit code
    covers: [SGP22-5.6.1-01]
    steps: [{ call: ES9+.InitiateAuthentication }]
  - id: bad
    title: what does not hold
    why: for the exit code
    covers: [SGP22-5.6.1-01]
    attacks: [sm-dp-plus/smdp-address]
    steps: [{ call: ES9+.InitiateAuthentication, refuse: any }]
  - id: wrong
    title: a refusal for another reason
    why: for the exit code
    covers: [SGP22-5.6.1-01]
    attacks: [sm-dp-plus/smdp-address]
    steps: [{ call: ES9+.InitiateAuthentication, with: { smdpAddress: other.example.test }, refuse: ciPKNotSupported }]
  - id: doubtful
    title: a SHOULD that does not hold
    why: for the exit code
    covers: [SGP22-2.6.6-08]
    steps: [{ call: ES9+.InitiateAuthentication, expect: { transactionId: { bytes: 99 } } }]
  - id: given-up
    title: what a SHOULD does not give is needed later
    why: for the exit code
    covers: [SGP22-2.6.6-08]
    given:
      - { order: open, gives: { matchingId: matchingId } }
      - { call: ES9+.InitiateAuthentication }
    steps:
      - call: ES9+.AuthenticateClient
        with: { matchingId: $matchingId }
        keep: { absent: smdpSigned2.bppEuiccOtpk }
      - { call: ES9+.InitiateAuthentication, with: { smdpAddress: $absent } }
  - id: unmet
    title: initial conditions that are not met
    why: for the exit code
    covers: [SGP22-5.6.1-01]
    given: [{ call: ES9+.InitiateAuthentication, with: { smdpAddress: other.example.test } }]
    steps: [{ call: ES9+.InitiateAuthentication }]
  - id: lacking
    title: an option that the target lacks
    why: for the exit code
    covers: [SGP22-5.6.1-01]
    needs: [tls]
    steps: [{ call: ES9+.InitiateAuthentication }]
  - id: broken
    title: a fault that takes no effect is the fault of the case
    why: for the exit code
    covers: [SGP22-5.6.1-01]
    attacks: [sm-dp-plus/euicc-signature1]
    steps: [{ call: ES9+.InitiateAuthentication, tamper: { in: euiccSigned1, flip: { octet: 0, bit: 0 } }, refuse: any }]
"#;

fn id(case: &str) -> String {
    format!("sgp22/sm-dp-plus/es9plus/mine/{case}")
}

/// Exit code of a run of these cases against the embedded reference.
#[track_caller]
fn code(cases: &[&str], more: &[&str]) -> i32 {
    let bench = Bench::new();
    let dir = bench.case_file(CASES);
    let ids: Vec<String> = cases.iter().map(|case| id(case)).collect();
    let mut arguments = vec!["--cases-dir", dir.to_str().unwrap()];
    arguments.extend(ids.iter().map(String::as_str));
    arguments.extend(more);
    let ran = bench.run(&arguments);
    assert!(!ran.err.contains("panicked"), "{}", ran.said());
    let results = bench.results();
    assert_eq!(results["run"]["planned"], cases.len(), "{}", ran.said());
    ran.code
}

/// A baseline that knows these cases.
fn baseline(bench: &Bench, known: &[&str]) -> String {
    let known: Vec<String> =
        known.iter().map(|case| format!("  - {{ case: {}, because: a ticket }}\n", id(case))).collect();
    bench.write("known.yaml", format!("known:\n{}", known.concat())).display().to_string()
}

#[test]
fn zero_nothing_is_wrong() {
    let bench = Bench::new();
    bench.run(&[ONE_EXCHANGE]).ended(0).says(&["2 pass"]);
    assert_eq!(code(&["good"], &[]), 0);
    assert_eq!(code(&["good", "doubtful"], &[]), 0, "a SHOULD is a warning");
    assert_eq!(code(&["given-up"], &[]), 0, "what needs a SHOULD ends with it");
    assert_eq!(code(&["good", "lacking"], &["--scheme", "http"]), 0, "what cannot run is not wrong");
}

#[test]
fn one_findings() {
    assert_eq!(code(&["good", "bad"], &[]), 1);
    assert_eq!(code(&["wrong"], &[]), 1);
    assert_eq!(code(&["doubtful"], &["--strict"]), 1);
    assert_eq!(code(&["given-up"], &["--strict"]), 1);
}

#[test]
fn two_usage_and_what_cannot_be_read() {
    let bench = Bench::new();
    bench.rsptest(&["run", "--no-such-option"]).ended(2).says(&["--no-such-option", "--help"]);
    bench.rsptest(&["no-such-command"]).ended(2);
    bench.rsptest(&["run", "--shard", "9/8"]).ended(2).says(&["2/8"]);
    bench.rsptest(&["run", "--target", "none.yaml"]).ended(2).says(&["none.yaml", "target new"]);
    bench.rsptest(&["run", "--cases-dir", "none"]).ended(2).says(&["none"]);
    bench.rsptest(&["run", "--baseline", "none.yaml"]).ended(2).says(&["none.yaml"]);
    bench.rsptest(&["run", "--credentials", "none"]).ended(2).says(&["none"]);
    bench.rsptest(&["explain", "sgp22/no/such/case"]).ended(2).says(&["no case"]);
    bench.write("file", "");
    bench.rsptest(&["run", ONE_EXCHANGE, "--out", "file/out"]).ended(2).says(&["file/out"]);
    let cases = bench.case_file("cases: [{ id: x }]");
    bench.rsptest(&["lint", cases.to_str().unwrap()]).ended(2);
}

#[test]
fn three_nothing_can_be_said() {
    let bench = Bench::new();
    let target = bench.write("target.yaml", UNREACHABLE);
    bench.run(&["--target", target.to_str().unwrap(), ONE_EXCHANGE]).ended(3).says(&["connection was refused"]);
    assert_eq!(bench.results()["counts"]["inconclusive"], 1);
    bench.rsptest(&["doctor", "--target", target.to_str().unwrap()]).ended(3).says(&["BAD"]);
    assert_eq!(code(&["good", "unmet"], &[]), 3);
}

#[test]
fn four_nothing_ran() {
    let bench = Bench::new();
    bench.run(&["sgp22/no-such-entity"]).ended(4).says(&["no case is selected", "rsptest list"]);
    // Cases of the other entity: said before anything is reached.
    let card = ["sgp22/sm-dp-plus", "--card", "tcp:127.0.0.1:9"];
    bench.run(&card).ended(4).says(&["tests a server", "--target", "card: ...", "sgp22/euicc"]);
    let target = bench.write("target.yaml", UNREACHABLE).display().to_string();
    bench
        .run(&["sgp22/euicc", "--target", &target])
        .ended(4)
        .says(&["tests a card", "rsptest run --card WAY sgp22/euicc"]);
    assert_eq!(code(&["lacking"], &["--scheme", "http"]), 4);
}

#[test]
fn five_the_baseline_is_stale() {
    let bench = Bench::new();
    let known = baseline(&bench, &["gone"]);
    let ran = bench.run(&["--baseline", &known, ONE_EXCHANGE]).ended(5);
    ran.says(&["mine/gone", "2 pass"]);
}

#[test]
fn a_baseline_excuses_what_it_knows_and_nothing_else() {
    let bench = Bench::new();
    let known = baseline(&bench, &["bad", "wrong"]);
    assert_eq!(code(&["bad", "wrong", "good"], &["--baseline", &known]), 0);
    let known = baseline(&bench, &["good"]);
    assert_eq!(code(&["good"], &["--baseline", &known]), 1, "a pass that the baseline does not expect");
    let known = baseline(&bench, &["good"]);
    assert_eq!(code(&["bad"], &["--baseline", &known]), 1);
}

#[test]
fn seventy_the_harness_failed() {
    assert_eq!(code(&["good", "broken"], &[]), 70);
}

/// A report that is not whole must not pass for one.
#[cfg(target_os = "linux")]
#[test]
fn seventy_a_report_could_not_be_written() {
    let bench = Bench::new();
    bench.run(&[ONE_EXCHANGE, "--junit", "/dev/full"]).ended(70).says(&["reports: "]);
}

#[test]
fn the_higher_code_hides_the_lower_one() {
    let bench = Bench::new();
    // 70 before 1 and 3
    assert_eq!(code(&["broken", "bad", "unmet"], &[]), 70);
    let stale = baseline(&bench, &["gone"]);
    assert_eq!(code(&["broken"], &["--baseline", &stale]), 70);
    // 2 before 5 and 4
    let ran = bench.run(&["--baseline", &stale, "--target", "none.yaml", "sgp22/no-such-entity"]);
    ran.ended(2);
    // 1 before 3, 5
    assert_eq!(code(&["bad", "unmet"], &["--baseline", &stale]), 1);
    // 3 before 5
    assert_eq!(code(&["unmet"], &["--baseline", &stale]), 3);
    // 5 before 4
    assert_eq!(code(&["lacking"], &["--scheme", "http", "--baseline", &stale]), 5);
    bench.run(&["--baseline", &stale, "sgp22/no-such-entity"]).ended(5);
}

#[test]
fn other_commands_keep_to_the_same_codes() {
    let bench = Bench::new();
    bench.rsptest(&["--version"]).ended(0);
    bench.rsptest(&["run", "--help"]).ended(0);
    bench.rsptest(&["lint"]).ended(0);
    bench.rsptest(&["list"]).ended(0);
    bench.rsptest(&["target", "new", "sm-dp-plus"]).ended(0);
    bench.rsptest(&["decode", "BF2E128010000102030405060708090A0B0C0D0E0F"]).ended(0);
    // Octets that break their structure are a finding; text that is no octets is usage.
    bench.rsptest(&["decode", "BF2E02800F"]).ended(1);
    bench.rsptest(&["decode", "no hex at all"]).ended(2);
}
