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

fn package(name: &str) -> String {
    let vectors = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/profiles").join(name);
    vectors.canonicalize().unwrap().display().to_string()
}

/// A card with this state and these packages that ends at once, since nobody asks it anything.
#[track_caller]
fn once(bench: &Bench, more: &[&str]) -> support::Ran {
    let all: Vec<&str> = ["serve", "euicc", "--exec", "--state", "card.state"].iter().chain(more).copied().collect();
    bench.rsptest(&all)
}

#[test]
fn packages_are_for_a_new_card() {
    let bench = Bench::new();
    let (minimal, generic) = (package("rsptest-minimal.der"), package("rsptest-generic.der"));
    // A second one that is none leaves no card with the first one only.
    bench.write("no.der", "no package");
    once(&bench, &["--profile", &minimal, "--profile", "no.der"]).ended(2).says(&["--profile no.der"]);
    assert!(!bench.path().join("card.state").exists());
    once(&bench, &["--profile", &minimal]).ended(0).says(&["enabled in A0000005591010FFFFFFFF8900001000"]);
    let before = std::fs::read(bench.path().join("card.state")).unwrap();
    let ran = once(&bench, &["--profile", &generic]).ended(0);
    ran.says(&["--profile is for a new card", "has 1 profile of its own", "another --state"]);
    assert_eq!(std::fs::read(bench.path().join("card.state")).unwrap(), before, "nothing was switched");
}

#[test]
fn a_torn_state_names_the_way_out() {
    let bench = Bench::new();
    let state = bench.path().join("card.state");
    once(&bench, &["--profile", &package("rsptest-minimal.der")]).ended(0);
    let whole = std::fs::read(&state).unwrap();
    // There is no state before it.
    std::fs::write(&state, &whole[..100]).unwrap();
    once(&bench, &[])
        .ended(2)
        .says(&["torn state: 100 octets", "put a copy back, or remove card.state for a new card"]);
    // There is one.
    bench.write("card.state.previous", &whole);
    once(&bench, &[]).ended(0).says(&["torn state: 100 octets", "the state before it is used (card.state.previous)"]);
    // Only that one, and it is torn.
    std::fs::remove_file(&state).unwrap();
    bench.write("card.state.previous", &whole[..100]);
    once(&bench, &[]).ended(2).says(&["torn state", "remove card.state.previous for a new card"]);
    // Neither.
    bench.write("card.state", "notes of mine");
    once(&bench, &[]).ended(2).says(&["does not begin with RSPEUICC", "remove card.state and card.state.previous"]);
}

/// A device without an end, a named pipe that nobody writes, a file that is too large: for every file that is read whole.
#[cfg(unix)]
#[test]
fn files_without_an_end_are_not_read() {
    let bench = Bench::new();
    let pipe = bench.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let large = std::fs::File::create(bench.path().join("large")).unwrap();
    large.set_len(1 << 32).unwrap();
    let commands: [&[&str]; 6] = [
        &["serve", "euicc", "--exec", "--profile"],
        &["serve", "euicc", "--exec", "--state"],
        &["serve", "sm-dp-plus", "--package"],
        &["run", "--target"],
        &["run", "--baseline"],
        &["decode", "--file"],
    ];
    for command in commands {
        let said = |file: &str| {
            let all: Vec<&str> = command.iter().copied().chain([file]).collect();
            let ran = bench.rsptest(&all).ended(2);
            assert!(ran.took.as_secs() < 10, "{}", ran.said());
            ran
        };
        // The lock of a state cannot be made beside a device everywhere.
        if !command.contains(&"--state") {
            said("/dev/zero").says(&["/dev/zero", "no regular file"]);
        }
        said("pipe").says(&["pipe", "no regular file"]);
        said("large").says(&["large", "more than "]);
    }
}
