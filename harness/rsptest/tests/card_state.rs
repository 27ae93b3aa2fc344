//! `rsptest serve euicc --state`: one card in one file, and files that cannot be used.

#![allow(clippy::unwrap_used, reason = "a test states what must hold")]

mod support;

use support::Bench;
use support::serving::Serving;

#[test]
fn a_file_that_could_not_be_saved_is_refused_at_the_start() {
    let bench = Bench::new();
    let ran = bench.rsptest(&["serve", "euicc", "--exec", "--state", "nowhere/card.state"]).ended(2);
    ran.says(&["--state nowhere/card.state", "there is no folder nowhere", "mkdir -p nowhere"]);
    #[cfg(target_os = "linux")]
    {
        let ran = bench.rsptest(&["serve", "euicc", "--exec", "--state", "/proc/card.state"]).ended(2);
        ran.says(&["nothing can be written in the folder /proc", "name a file elsewhere"]);
    }
}

#[test]
fn a_file_has_one_card_at_a_time() {
    let bench = Bench::new();
    let arguments = ["euicc", "--tcp", "127.0.0.1:0", "--state", "card.state"];
    let first = Serving::start(&bench, "first", &arguments);
    let all: Vec<&str> = ["serve"].iter().chain(&arguments).copied().collect();
    let process = format!("another process ({})", first.process());
    bench.rsptest(&all).ended(2).says(&["card.state", &process, "a file of its own"]);
    // SIGKILL lets the file go.
    drop(first);
    Serving::start(&bench, "second", &arguments);
}
