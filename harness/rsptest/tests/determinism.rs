//! What our peers send is a function of seed, case, variant and the octets received: not of time, ports, or of what else
//! runs beside it (design section 6).

#![allow(clippy::unwrap_used, reason = "in a test unwrap is the statement")]

mod support;

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use support::{Bench, verdicts};

/// Every interface, both bindings, every actor, orders of several kinds, one- and many-step cases, hostile ones.
const SELECTION: [&str; 14] = [
    "sgp22/sm-dp-plus/es2plus/callers",
    "sgp22/sm-dp-plus/es2plus/cancel-order",
    "sgp22/sm-dp-plus/es2plus/confirm-order",
    "sgp22/sm-dp-plus/es2plus/download-order",
    "sgp22/sm-dp-plus/es2plus/progress-info",
    "sgp22/sm-dp-plus/es9plus/initiate-authentication/nominal",
    "sgp22/sm-dp-plus/es9plus/initiate-authentication-errors",
    "sgp22/sm-dp-plus/es9plus/authenticate-client",
    "sgp22/sm-dp-plus/es9plus/authenticate-client-orders",
    "sgp22/sm-dp-plus/es9plus/cancel-session",
    "sgp22/sm-dp-plus/es9plus/get-bound-profile-package",
    "sgp22/sm-dp-plus/es9plus/handle-notification",
    "sgp22/sm-dp-plus/es9plus/http-refusals",
    "sgp22/sm-dp-plus/pki",
];

/// What one case sent, in order: who, to which function, the octets in hexadecimal.
type Sent = Vec<(String, String, String)>;

/// A run of the selection: what was sent by each case, and the verdicts.
struct Run {
    sent: BTreeMap<String, Sent>,
    verdicts: Vec<(String, String, String)>,
}

fn run(more: &[&str]) -> Run {
    let bench = Bench::new();
    let mut arguments = vec!["run", "--out", "out"];
    arguments.extend(SELECTION);
    arguments.extend(more);
    bench.rsptest(&arguments).ended(0);
    let mut sent = BTreeMap::new();
    collect(&bench.path().join("out/traces"), &mut sent);
    let verdicts = verdicts(&bench.results());
    assert_eq!(sent.len(), verdicts.len(), "each verdict has its trace");
    Run { sent, verdicts }
}

fn collect(dir: &Path, sent: &mut BTreeMap<String, Sent>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, sent);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            let trace: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
            let text = |value: &Value| value.as_str().unwrap_or("card").to_owned();
            let steps = trace["steps"].as_array().unwrap().iter();
            let steps = steps.map(|step| (text(&step["from"]), text(&step["function"]), text(&step["sent"])));
            sent.insert(format!("{}[{}]", text(&trace["case"]), text(&trace["variant"])), steps.collect());
        }
    }
}

/// The first difference in what was sent, for people.
fn difference(one: &Run, other: &Run) -> Option<String> {
    if one.sent.keys().ne(other.sent.keys()) {
        return Some("other cases have traces".into());
    }
    for (case, sent) in &one.sent {
        let others = &other.sent[case];
        for (number, (one, other)) in sent.iter().zip(others).enumerate() {
            if one != other {
                let text = |hexadecimal: &str| {
                    String::from_utf8_lossy(&hex::decode(hexadecimal).unwrap()).chars().take(2000).collect::<String>()
                };
                let (who, function, one) = one;
                let here = format!("{case}: step {number}, {who}, {function}");
                return Some(format!("{here}\n{}\n--- {} {}\n{}", text(one), other.0, other.1, text(&other.2)));
            }
        }
        if sent.len() != others.len() {
            return Some(format!("{case}: {} steps and {} steps", sent.len(), others.len()));
        }
    }
    None
}

#[test]
fn equal_runs_send_equal_octets_and_the_seed_is_all_that_matters() {
    let first = run(&["--jobs", "8"]);
    let actors: Vec<&str> = first.sent.values().flatten().map(|(who, ..)| who.as_str()).collect();
    for actor in ["lpa", "operator", "stranger", "card"] {
        assert!(actors.contains(&actor), "{actor} sends nothing in this selection");
    }
    assert!(first.verdicts.len() > 150, "{}", first.verdicts.len());

    let again = run(&["--jobs", "8"]);
    assert_eq!(difference(&first, &again), None, "two runs with one seed");
    assert_eq!(first.verdicts, again.verdicts);

    let alone = run(&["--jobs", "1"]);
    assert_eq!(difference(&first, &alone), None, "eight jobs and one");
    assert_eq!(first.verdicts, alone.verdicts);

    let other = run(&["--jobs", "8", "--seed", "another"]);
    let verdicts =
        |run: &Run| -> Vec<_> { run.verdicts.iter().map(|(id, verdict, _)| (id.clone(), verdict.clone())).collect() };
    assert_eq!(verdicts(&first), verdicts(&other), "no verdict hangs on the seed");
    let (one, two) = (initiations(&first), initiations(&other));
    assert!(one.len() > 50);
    // Some cases give every octet themselves.
    let same = one.intersection(&two).count();
    assert!(same * 10 < one.len(), "another seed sends the same octets in {same} of {} calls", one.len());
}

/// Every request of ES9+.InitiateAuthentication.
fn initiations(run: &Run) -> BTreeSet<&str> {
    let calls = run.sent.values().flatten().filter(|(_, function, _)| function == "ES9+.InitiateAuthentication");
    calls.map(|(.., sent)| sent.as_str()).collect()
}
