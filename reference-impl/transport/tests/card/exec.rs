//! `exec:` and its card's side.

use crate::script::{ATR, TestCard, options};
use rsp_transport::card::{CardFault, CardOptions, open, serve};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A driver in shell: it answers `connect` and then this, whatever it is asked.
fn driver(connect: &str, then: &str) -> String {
    format!("exec:while read line; do case $line in *'\"connect\"'*) {connect};; *) {then};; esac; done")
}

const CONNECTED: &str = r#"echo '{"type":"apdu","payload":{"ecode":0,"data":"3b00"}}'"#;

#[test]
fn a_driver_in_shell_is_enough() {
    let spec = driver(CONNECTED, r#"echo '{"type":"apdu","payload":{"ecode":0,"data":"01029000"}}'"#);
    let mut card = open(&spec, &options()).unwrap();
    assert_eq!(card.transmit(&[0, 0xA4, 0, 4]).unwrap(), [1, 2, 0x90, 0]);
    assert_eq!(card.reset().unwrap(), ATR);
    assert!(card.carrier_channels().is_none());
}

#[test]
fn a_driver_may_own_the_channels() {
    let connected = r#"echo '{"type":"apdu","payload":{"ecode":0,"data":null,"channels":true}}'"#;
    let mut card =
        open(&driver(connected, r#"echo '{"type":"apdu","payload":{"ecode":5,"data":null}}'"#), &options()).unwrap();
    assert_eq!(card.carrier_channels().unwrap().open(&[0xA0, 0, 0, 0, 1]).unwrap(), 5);
    // lpac's drivers do and do not say so.
    let spec = driver(CONNECTED, r#"echo '{"type":"apdu","payload":{"ecode":3,"data":null}}'"#);
    let mut card = open(&spec.replacen("exec:", "exec+channels:", 1), &options()).unwrap();
    assert_eq!(card.carrier_channels().unwrap().open(&[0xA0, 0, 0, 0, 1]).unwrap(), 3);
}

#[test]
fn every_way_not_to_answer_has_its_fault_and_a_reset_starts_the_driver_again() {
    type Is = fn(&CardFault) -> bool;
    let answer = |rest: &str| format!(r#"echo '{{"type":"apdu","payload":{{{rest}}}}}'"#);
    let ways: [(&str, String, Is); 10] = [
        ("silence", "true".into(), |fault| matches!(fault, CardFault::Mute(_))),
        ("nonsense", "echo 9000".into(), |fault| matches!(fault, CardFault::Unreadable(_))),
        (
            "other type",
            r#"echo '{"type":"http","payload":{"ecode":0}}'"#.into(),
            |fault| matches!(fault, CardFault::Unreadable(says) if says.contains("http")),
        ),
        ("no hex", answer(r#""ecode":0,"data":"90zz""#), |fault| matches!(fault, CardFault::Unreadable(_))),
        ("no data", answer(r#""ecode":0"#), |fault| matches!(fault, CardFault::Unreadable(_))),
        ("end", "exit 7".into(), |fault| matches!(fault, CardFault::Gone(says) if says.contains('7'))),
        ("ecode", answer(r#""ecode":-1,"data":null"#), |fault| matches!(fault, CardFault::Mute(_))),
        (
            "no card",
            answer(r#""ecode":-1,"fault":"no-card","message":"empty slot""#),
            |fault| matches!(fault, CardFault::NoCard(says) if says.contains("empty slot")),
        ),
        ("reset", answer(r#""ecode":-1,"fault":"reset""#), |fault| matches!(fault, CardFault::Reset(_))),
        (
            "too long a line",
            "head -c 400000 /dev/zero | tr '\\0' x".into(),
            |fault| matches!(fault, CardFault::Unreadable(says) if says.contains("300000")),
        ),
    ];
    for (name, way, is) in ways {
        let mut card = open(&driver(CONNECTED, &way), &options()).unwrap();
        let fault = card.transmit(&[0, 0xA4, 0, 4]).unwrap_err();
        assert!(is(&fault), "{name}: {fault:?}");
        assert_eq!(card.reset().unwrap(), ATR, "{name}");
    }
}

#[test]
fn a_driver_that_is_not_there_is_said_so() {
    let fault = open("exec:/nonexistent/driver", &options()).err().unwrap();
    assert!(matches!(&fault, CardFault::Gone(says) if says.contains("127")), "{fault:?}");
}

/// Something that is no driver, and one that reads and never writes.
#[test]
fn a_driver_that_never_answers_the_opening_is_not_waited_for_long() {
    let limits = CardOptions { connect: Duration::from_millis(300), ..options() };
    for spec in ["exec:sleep 1000", "exec:cat >/dev/null", "exec:sleep 1000; true"] {
        let begun = Instant::now();
        let fault = open(spec, &limits).err().unwrap();
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
        let CardFault::Mute(says) = fault else { panic!("{spec}: {fault:?}") };
        let words = [spec.trim_start_matches("exec:"), "did not answer connect", "standard output", "\"ecode\":0"];
        assert!(words.iter().all(|word| says.contains(word)), "{says}");
    }
    // One that has answered knows how.
    let mut card = open(&driver(CONNECTED, "true"), &options()).unwrap();
    let fault = card.transmit(&[0, 0xA4, 0, 4]).unwrap_err().to_string();
    assert!(fault.contains("did not answer transmit") && !fault.contains("standard output"), "{fault}");
}

#[test]
fn the_card_side_answers_line_by_line() {
    let (mut card, seen) = TestCard::new();
    let ask = |func: &str, param: &str| {
        format!("{{\"type\":\"apdu\",\"payload\":{{\"func\":\"{func}\",\"param\":{param}}}}}\n")
    };
    let input = [
        ask("connect", "null"),
        ask("transmit", "\"80e29100\""),
        ask("logic_channel_open", "\"a000000001\""),
        ask("logic_channel_open", "\"a000000000\""),
        ask("logic_channel_close", "\"01\""),
        "not json\n".into(),
        ask("dance", "null"),
        ask("transmit", "\"xyz\""),
        ask("transmit", "\"00020000\""),
        ask("disconnect", "null"),
    ]
    .concat();
    let mut output = Vec::new();
    let told: Arc<Mutex<Vec<String>>> = Arc::default();
    serve::lines(input.as_bytes(), &mut output, &mut card, &mut |it| told.lock().unwrap().push(it.to_string()))
        .unwrap();
    let answers: Vec<serde_json::Value> =
        String::from_utf8(output).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let payload = |at: usize| &answers[at]["payload"];
    assert_eq!(answers.len(), 10);
    assert_eq!(payload(0)["data"], "3b00");
    assert_eq!(payload(1)["data"], "80e291009000");
    assert_eq!((payload(2)["ecode"].as_i64(), payload(3)["ecode"].as_i64()), (Some(1), Some(-1)));
    assert!(payload(3)["message"].as_str().unwrap().contains("6A82"));
    assert_eq!(payload(4)["ecode"], 0);
    for refused in &answers[5..=7] {
        assert_eq!(refused["payload"]["ecode"], -1, "{refused}");
    }
    assert_eq!(payload(8)["fault"], "mute");
    // The second channel was closed again, since nothing is selected on it.
    let sent = seen.commands();
    assert!(sent.contains(&"0070800200".to_owned()) && sent.contains(&"0070800100".to_owned()), "{sent:?}");
    assert_eq!(told.lock().unwrap().len(), 2);
}
