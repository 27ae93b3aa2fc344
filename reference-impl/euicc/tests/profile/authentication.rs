//! AUTHENTICATE on installed packages against `vectors/profiles/authentication.json`, computed in Python.

use crate::common::{ISIM, USIM, at, installed};
use rsp_euicc::profile::{AkaFailure, Profile};
use serde_json::Value;

fn rows(package: &str) -> Vec<Value> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/profiles/authentication.json");
    let all: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    all.into_iter().filter(|row| row["package"] == package).collect()
}

fn octets(row: &Value, name: &str) -> Vec<u8> {
    hex::decode(row[name].as_str().unwrap()).unwrap()
}

/// Runs the rows in their order, the applications taking turns.
fn run(mut profile: Profile, package: &str, applications: &[&str]) {
    let rows = rows(package);
    assert_eq!(rows.len(), 8);
    for (number, row) in rows.iter().enumerate() {
        let adf = at(&profile.fs, applications[number % applications.len()]);
        let aka = profile.aka(adf).unwrap();
        let rand = octets(row, "rand").try_into().unwrap();
        let answer = aka.authenticate(&rand, &octets(row, "autn"));
        match row["outcome"].as_str().unwrap() {
            "mac" => assert_eq!(answer, Err(AkaFailure::Mac), "row {number}"),
            "synchronisation" => {
                let auts = octets(row, "auts");
                assert_eq!(answer, Err(AkaFailure::Synchronisation { auts }), "row {number}");
            }
            _ => {
                let answer = answer.unwrap();
                assert_eq!(answer.res, octets(row, "res"), "row {number}");
                assert_eq!(answer.ck, octets(row, "ck"));
                assert_eq!(answer.ik, octets(row, "ik"));
                assert_eq!(answer.kc.unwrap().to_vec(), octets(row, "kc"));
                let gsm = aka.gsm(&rand).unwrap();
                assert_eq!((gsm.sres.to_vec(), gsm.kc.to_vec()), (octets(row, "sres"), octets(row, "kc")));
            }
        }
    }
}

#[test]
fn milenage_packages_answer_as_computed() {
    run(installed("rsptest-generic.der"), "rsptest-generic.der", &[USIM]);
    run(installed("rsptest-minimal.der"), "rsptest-minimal.der", &[USIM]);
}

#[test]
fn the_tuak_package_answers_as_computed_from_usim_and_isim() {
    run(installed("rsptest-tuak.der"), "rsptest-tuak.der", &[USIM]);
    // The ISIM is mapped to the USIM, sequence numbers included.
    run(installed("rsptest-tuak.der"), "rsptest-tuak.der", &[USIM, ISIM]);
}

#[test]
fn failures_change_nothing_and_limits_hold() {
    let mut profile = installed("rsptest-minimal.der");
    let adf = at(&profile.fs, USIM);
    let rows = rows("rsptest-minimal.der");
    let (rand, autn) = (octets(&rows[2], "rand").try_into().unwrap(), octets(&rows[2], "autn"));
    let before = profile.aka(adf).unwrap().clone();
    let aka = profile.aka(adf).unwrap();
    for wrong in [&autn[..15], &autn[..7], &[], &[autn.clone(), vec![0]].concat()] {
        assert_eq!(aka.authenticate(&rand, wrong), Err(AkaFailure::Length));
    }
    let mut changed = autn.clone();
    for octet in 0..16 {
        changed[octet] ^= 0x10;
        assert_eq!(aka.authenticate(&rand, &changed), Err(AkaFailure::Mac));
        changed[octet] ^= 0x10;
    }
    assert_eq!(*aka, before);
    aka.parameters.counter_max = Some(2);
    assert!(aka.authenticate(&rand, &autn).is_ok());
    assert!(aka.gsm(&rand).is_ok());
    assert_eq!(aka.gsm(&rand), Err(AkaFailure::Exhausted));
    // Without the limit on steps, and with one on age.
    let mut far = before.clone();
    far.parameters.sqn_options = 0x01;
    far.parameters.sqn_age_limit = 4;
    let (late, later) = (&rows[6], &rows[7]);
    let ahead = far.authenticate(&octets(late, "rand").try_into().unwrap(), &octets(late, "autn"));
    assert!(ahead.is_ok(), "sqnDelta does not apply: {ahead:?}");
    let old = far.authenticate(&octets(&rows[4], "rand").try_into().unwrap(), &octets(&rows[4], "autn"));
    assert!(matches!(old, Err(AkaFailure::Synchronisation { .. })), "older than the limit: {old:?}");
    let near = far.authenticate(&octets(later, "rand").try_into().unwrap(), &octets(later, "autn"));
    assert!(matches!(near, Err(AkaFailure::Synchronisation { .. })), "the same index, one less: {near:?}");
}
