//! Order, completeness, schema.

use super::*;
use crate::engine::event::Event;
use crate::report::sample;
use serde_json::Value;
use std::path::Path;

const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/results.schema.json");

fn written(events: &[Event]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("results.json");
    std::fs::write(&path, "of an earlier run").unwrap();
    let mut listener = ResultsJson::new(&path);
    listener.event(&events[0]);
    assert!(!path.exists(), "results of an earlier run must not pass for this run's");
    sample::play(&mut listener, &events[1..]);
    assert_eq!(listener.problems().list(), Vec::<String>::new());
    let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(files.len(), 1, "nothing beside the file");
    serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap()
}

#[test]
fn everything_is_there_in_order() {
    let results = written(&sample::run());
    assert_eq!(results["counts"]["total"], 12);
    assert_eq!(results["counts"]["not-applicable"], 3);
    assert_eq!(results["counts"]["wrong-reason"], 1);
    assert_eq!(results["run"]["versions"]["SGP.22"], "2.5");
    assert_eq!(results["run"]["options"]["brainpool"], false);
    assert_eq!(results["run"]["seconds"], 3.214);
    let verdicts = results["verdicts"].as_array().unwrap();
    let names: Vec<_> =
        verdicts.iter().map(|v| (v["case"].as_str().unwrap(), v["variant"].as_str().unwrap())).collect();
    assert!(names.is_sorted(), "{names:?}");
    let failed = verdicts.iter().find(|verdict| verdict["verdict"] == "fail").unwrap();
    assert_eq!(failed["variant"], "all-zero");
    assert_eq!(failed["seconds"], 0.043);
    assert_eq!(failed["finding"]["requirement"]["strength"], "must");
    assert_eq!(failed["finding"]["octets_length"], 300);
    assert!(failed["finding"]["octets"].as_str().unwrap().starts_with("000102"));
    let wrong = verdicts.iter().find(|verdict| verdict["verdict"] == "wrong-reason").unwrap();
    assert_eq!(wrong["finding"]["message"], sample::HOSTILE);
}

#[test]
fn the_order_of_events_does_not_matter() {
    let events = sample::run();
    let mut turned = events.clone();
    let last = turned.len() - 1;
    turned[1..last].reverse();
    assert_eq!(written(&events), written(&turned));
}

#[test]
fn the_types_read_what_they_write() {
    let value = written(&sample::run());
    let results: Results = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&results).unwrap(), value);
}

#[test]
fn a_run_that_never_began_is_a_problem() {
    let folder = tempfile::tempdir().unwrap();
    let mut listener = ResultsJson::new(folder.path().join("results.json"));
    sample::play(&mut listener, &sample::run()[1..]);
    assert_eq!(listener.problems().list().len(), 1);
}

/// `RSPTEST_BLESS=1 cargo test -p rsptest --lib report` writes the schema anew.
#[test]
fn the_committed_schema_is_current() {
    let current = format!("{:#}\n", schema());
    if std::env::var_os("RSPTEST_BLESS").is_some() {
        std::fs::create_dir_all(Path::new(SCHEMA).parent().unwrap()).unwrap();
        std::fs::write(SCHEMA, &current).unwrap();
    }
    let committed = std::fs::read_to_string(SCHEMA).unwrap_or_default();
    assert!(committed == current, "{SCHEMA} is stale: run again with RSPTEST_BLESS=1 and commit it");
}

#[test]
fn the_schema_names_every_member_that_is_written() {
    let schema = schema();
    let results = written(&sample::run());
    let members = |value: &Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
    let described = |name: &str| members(&schema["$defs"][name]["properties"]);
    assert_eq!(members(&results), members(&schema["properties"]));
    assert_eq!(members(&results["run"]), described("Run"));
    assert_eq!(members(&results["counts"]), described("VerdictCounts"));
    let failed = results["verdicts"].as_array().unwrap().iter().find(|verdict| verdict["verdict"] == "fail").unwrap();
    assert_eq!(members(failed), described("VerdictEntry"));
    assert_eq!(members(&failed["finding"]), described("FindingEntry"));
    assert_eq!(members(&failed["finding"]["requirement"]), described("RequirementEntry"));
}
