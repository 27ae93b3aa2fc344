//! Programs that are not ours at `serve euicc --vpcd`, over a real pcscd: pyscard and OpenSC.

#![allow(clippy::unwrap_used, reason = "a test states what must hold")]
#![cfg(unix)]

mod support;

use rsp_transport::card::{CardOptions, open};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use support::Bench;
use support::pcscd::{READER, Slot};

/// Runs a test at a card behind pcscd, with its EID, where there is one and the program is there.
fn at_the_card(program: Option<&str>, missing: &str, test: impl Fn(&str, &str)) {
    let Some(program) = program else {
        eprintln!("skipped: {missing} (.ci/pcscd installs it where it can)");
        return;
    };
    let Some(slot) = Slot::take() else { return };
    let bench = Bench::new();
    let card = slot.start(&bench, &[]);
    let line = card.line("eUICC, EID ");
    let eid = line.trim_start_matches("eUICC, EID ").split(' ').next().unwrap();
    assert_eq!(eid.len(), 32, "{line}");
    // Waits until pcscd has seen the card, which these programs do not.
    drop(open(&format!("pcsc:{READER}"), &CardOptions::default()).unwrap());
    test(program, eid);
}

fn output(program: &str, arguments: &[&str]) -> std::io::Result<Output> {
    Command::new(program).args(arguments).stdin(Stdio::null()).output()
}

/// What a program says that ends well.
#[track_caller]
fn said(program: &str, arguments: &[&str]) -> String {
    let output = output(program, arguments).unwrap();
    let text = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
    let all = text(&output.stdout) + &text(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?}: {}\n{all}", output.status);
    all
}

#[test]
fn pyscard() {
    let has_it = |python: &&str| output(python, &["-c", "import smartcard"]).is_ok_and(|it| it.status.success());
    // A distribution installs the module for its own Python, which need not be the first one.
    let python = ["python3", "/usr/bin/python3"].into_iter().find(has_it);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/pcsc_foreign.py");
    at_the_card(python, "no Python with pyscard", |python, eid| {
        let all = said(python, &[script.to_str().unwrap(), READER, eid]);
        assert!(all.contains(READER) && all.contains("ATR 3B") && all.contains(&format!("EID {eid}")), "{all}");
    });
}

#[test]
fn opensc() {
    let there = output("opensc-tool", &["--version"]).is_ok();
    at_the_card(there.then_some("opensc-tool"), "no opensc-tool", |tool, eid| {
        assert!(said(tool, &["--list-readers"]).contains(READER));
        let mut atrs: Vec<String> = (0..50).map(|_| said(tool, &["--reader", READER, "--atr"])).collect();
        atrs.dedup();
        assert!(atrs.len() == 1 && atrs[0].to_lowercase().contains("3b:"), "{atrs:?}");
        for kind in ["warm", "cold"] {
            said(tool, &["--reader", READER, &format!("--reset={kind}")]);
        }
        // It fetches nothing by itself.
        let commands =
            ["0070000001", "01A4040010A0000005591010FFFFFFFF8900000100", "81E2910006BF3E035C015A", "81C0000015"];
        let mut all = vec!["--reader", READER, "--card-driver", "default"];
        all.extend(commands.iter().flat_map(|command| ["--send-apdu", command]));
        let said = said(tool, &all);
        let octets: String = said.split_whitespace().filter(|word| word.len() == 2).collect();
        assert!(octets.to_lowercase().contains(&format!("bf3e125a10{eid}")), "{said}");
    });
}
