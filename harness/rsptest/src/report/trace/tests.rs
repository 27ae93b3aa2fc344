//! What a trace contains, and what two runs have in common.

use super::*;
use crate::engine::verdict::Verdict;
use crate::report::sample;
use serde_json::Value;
use std::time::Duration;

const CASE: &str = "sgp22/sm-dp-plus/es9plus/authenticate-client/bad-euicc-signature1";

fn traced(options: TraceOptions, events: &[Event]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut traces = Traces::new(folder.path(), options);
    sample::play(&mut traces, events);
    traces.finish();
    assert_eq!(traces.errors(), Vec::<String>::new());
    folder
}

fn read(folder: &tempfile::TempDir, name: &str) -> String {
    std::fs::read_to_string(folder.path().join(name)).unwrap_or_else(|why| panic!("{name}: {why}"))
}

#[test]
fn a_page_for_people() {
    let folder = traced(TraceOptions::default(), &sample::run());
    let page = read(&folder, &format!("{CASE}.all-zero.txt"));
    let trees_left_out: Vec<&str> = page.lines().filter(|line| !line.starts_with("      ")).collect();
    insta::assert_snapshot!(trees_left_out.join("\n"), @r#"
    case   sgp22/sm-dp-plus/es9plus/authenticate-client/bad-euicc-signature1[all-zero]
    title  euiccSignature1 that does not verify is refused
    file   cases/sgp22/sm-dp-plus/es9plus/authenticate-client.yaml:12

    card  ES10b.GetEUICCChallenge
      > 3 octets
      < 9000, 21 octets
        >> 81E2910003BF2E00  channel 1: STORE DATA block 0, last
        << 6115  21 octets wait

    #1  lpa -> sm-dp-plus  ES9+.InitiateAuthentication  at 2 ms, took 9 ms
        tampered  euiccChallenge: octet 0, bit 7 flipped
      > 130 octets
      > POST /gsma/rsp2/es9plus/initiateAuthentication HTTP/1.1
      > host: smdpp.example.test
      >
      > {
      >   "euiccChallenge": "AAECAwQFBgcICQoLDA0ODw=="
      > }
      > euiccInfo1: EUICCInfo1, 8 octets
      < 102 octets
      < HTTP/1.1 200 OK
      < x-note: ␛[31m
      <
      < {
      <   "header": {
      <     "functionExecutionStatus": {
      <       "status": "Executed-Success"
      <     }
      <   }
      < }
      < own: NoSuchStructure, 5 octets
        outcome  200

    fail  43 ms
        --> cases/authenticate-client.yaml:20:9
         |
      20 |         refuse: euiccSignatureInvalid
         |         ^^^^^^ accepted
      requirement  SGP22-5.6.3-06  MUST  SGP.22 §5.6.3  the server verifies euiccSignature1 with the key of the eUICC's certificate
      message      expected a refusal, got Executed-Success
      place        answer to ES9+.AuthenticateClient, header.functionExecutionStatus.status
      expected     euiccSignatureInvalid (8.1, 6.1)
      got          Executed-Success
      octets       000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f… (64 of 300 octets)
      replay       rsptest run sgp22/sm-dp-plus/es9plus/authenticate-client/bad-euicc-signature1[all-zero] --seed 7f3a91
    "#);
    // The octets themselves, below the trees.
    for octets in ["      bf2e00", "      bf2005820302", "      30038001ff"] {
        assert!(page.contains(octets), "{octets} in {page}");
    }
    assert!(!page.contains('\x1b'));
}

#[test]
fn a_form_for_machines() {
    let folder = traced(TraceOptions::default(), &sample::run());
    let trace: Value = serde_json::from_str(&read(&folder, &format!("{CASE}.all-zero.json"))).unwrap();
    assert_eq!(trace["verdict"], "fail");
    let (card, exchange) = (&trace["steps"][0], &trace["steps"][1]);
    assert_eq!(card["sent"], "bf2e00");
    assert_eq!(card["outcome"], "9000");
    assert_eq!(exchange["function"], "ES9+.InitiateAuthentication");
    assert_eq!(exchange["outcome"], "200");
    assert_eq!(exchange["sent"], hex::encode(sample::exchange().sent));
    assert_eq!(exchange["received"], hex::encode(sample::exchange().received));
    assert_eq!(exchange["timing"]["seconds"], 0.009);
    let typed: CaseTrace = serde_json::from_value(trace.clone()).unwrap();
    assert_eq!(serde_json::to_value(&typed).unwrap(), trace);
}

#[test]
fn only_timing_differs_between_equal_runs() {
    fn without_timing(value: &mut Value) {
        match value {
            Value::Object(members) => {
                members.shift_remove("timing");
                members.values_mut().for_each(without_timing);
            }
            Value::Array(elements) => elements.iter_mut().for_each(without_timing),
            _ => {}
        }
    }
    let trace = |wait: u64| {
        let key = sample::key(CASE, "");
        let mut record = sample::exchange();
        record.at += Duration::from_millis(wait);
        record.elapsed += Duration::from_millis(wait);
        record.key_log = vec![format!("CLIENT_RANDOM {wait}")];
        let events = [
            Event::CaseStarted(key.clone()),
            Event::Exchange(key.clone(), Arc::new(record)),
            Event::CaseFinished(key, Arc::new(sample::result(Verdict::Pass, wait, ""))),
        ];
        let folder = traced(TraceOptions { key_log: true }, &events);
        serde_json::from_str::<Value>(&read(&folder, &format!("{CASE}.json"))).unwrap()
    };
    let (mut one, mut other) = (trace(1), trace(2));
    assert_ne!(one, other);
    without_timing(&mut one);
    without_timing(&mut other);
    assert_eq!(one, other);
}

#[test]
fn keys_are_written_only_if_asked_for() {
    let name = format!("{CASE}.all-zero.keys");
    assert!(!traced(TraceOptions::default(), &sample::run()).path().join(&name).exists());
    let folder = traced(TraceOptions { key_log: true }, &sample::run());
    assert_eq!(read(&folder, &name), "CLIENT_RANDOM 00 11\nCLIENT_RANDOM 22 33\n");
}

#[test]
fn a_case_without_verdict_leaves_its_trace() {
    let key = sample::key(CASE, "hangs");
    let mut events = sample::events(2, Vec::new());
    events.insert(1, Event::Exchange(key, Arc::new(sample::exchange())));
    let folder = traced(TraceOptions::default(), &events);
    assert!(read(&folder, &format!("{CASE}.hangs.txt")).ends_with("no verdict: the run ended before it\n"));
    let trace: Value = serde_json::from_str(&read(&folder, &format!("{CASE}.hangs.json"))).unwrap();
    assert_eq!(trace["verdict"], Value::Null);
}

#[test]
fn cases_that_did_not_run_leave_none() {
    let folder = traced(TraceOptions::default(), &sample::run());
    assert!(!folder.path().join("sgp22/sm-dp-plus/es9plus/authenticate-client/nominal.brainpool.txt").exists());
    assert!(folder.path().join("sgp22/sm-dp-plus/es9plus/authenticate-client/nominal.nist.txt").exists());
}

#[test]
fn hostile_ids_stay_in_the_folder() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("traces");
    let mut traces = Traces::new(&dir, TraceOptions::default());
    for case in ["../../x", "/etc/x", "a//b/..", "..", ""] {
        let key = sample::key(case, "../../../v");
        traces.event(&Event::CaseStarted(key.clone()));
        traces.event(&Event::CaseFinished(key, Arc::new(sample::result(Verdict::Pass, 1, ""))));
    }
    traces.finish();
    assert_eq!(traces.errors(), Vec::<String>::new());
    let beside: Vec<_> = std::fs::read_dir(root.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(beside, ["traces"]);
}

#[test]
fn an_endless_answer_does_not_fill_the_disk() {
    let key = sample::key(CASE, "");
    let mut record = sample::exchange();
    record.received = [b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), vec![b'['; 8 << 20]].concat();
    record.objects = vec![('<', "m".into(), "EUICCInfo1".into(), vec![0x30; 8 << 20])];
    let events = [
        Event::Exchange(key.clone(), Arc::new(record)),
        Event::CaseFinished(key, Arc::new(sample::result(Verdict::Fail, 1, ""))),
    ];
    let folder = traced(TraceOptions::default(), &events);
    assert!(read(&folder, &format!("{CASE}.txt")).len() < 512 * 1024);
    let json = read(&folder, &format!("{CASE}.json"));
    assert!(json.len() < 3 << 20);
    let trace: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(trace["steps"][0]["received_length"], (8 << 20) + 19);
}

#[test]
fn what_cannot_be_written_is_told_and_the_run_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("traces"), "a file in the way").unwrap();
    let mut traces = Traces::new(folder.path().join("traces"), TraceOptions::default());
    sample::play(&mut traces, &sample::run());
    let errors = traces.errors();
    assert_eq!(errors.len(), 9, "one for each case that ran: {errors:?}");
    assert!(errors[0].contains("authenticate-client"), "{errors:?}");
}
