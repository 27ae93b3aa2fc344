//! `vectors/aka`: published figures of TS 35.208 and TS 35.233, and others computed in Python.

use rsp_crypto::aka::{
    Functions, Milenage, Output, STANDARD_CONSTANTS, STANDARD_ROTATIONS, TestAlgorithm, Tuak, TuakLengths, kc, sres,
};
use serde_json::Value;

fn rows(list: &str) -> Vec<Value> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/aka/aka.json");
    let all: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    all[list].as_array().unwrap().clone()
}

fn octets(row: &Value, name: &str) -> Vec<u8> {
    hex::decode(row[name].as_str().unwrap_or_else(|| panic!("{row} has no {name}"))).unwrap()
}

fn array<const N: usize>(row: &Value, name: &str) -> [u8; N] {
    octets(row, name).try_into().unwrap()
}

fn expected(row: &Value) -> Output {
    Output {
        mac_a: octets(row, "macA"),
        mac_s: octets(row, "macS"),
        res: octets(row, "res"),
        ck: octets(row, "ck"),
        ik: octets(row, "ik"),
        ak: array(row, "ak"),
        ak_star: array(row, "akS"),
    }
}

fn compute(functions: &dyn Functions, row: &Value) -> Output {
    functions.compute(&array(row, "rand"), &array(row, "sqn"), &array(row, "amf"))
}

#[test]
fn milenage_gives_the_figures() {
    let rows = rows("milenage");
    assert!(rows.len() >= 7);
    for row in &rows {
        let own = row.get("r").is_some();
        let rotations = if own { array(row, "r") } else { STANDARD_ROTATIONS };
        let constants = if own {
            let all = octets(row, "c");
            std::array::from_fn(|n| all[16 * n..][..16].try_into().unwrap())
        } else {
            STANDARD_CONSTANTS
        };
        let milenage = Milenage::new(&array(row, "k"), &array(row, "opc"), rotations, constants, 8);
        assert_eq!(compute(&milenage, row), expected(row), "{}", row["id"]);
    }
    let short =
        Milenage::new(&array(&rows[0], "k"), &array(&rows[0], "opc"), STANDARD_ROTATIONS, STANDARD_CONSTANTS, 4);
    assert_eq!(compute(&short, &rows[0]).res, octets(&rows[0], "res")[..4]);
}

#[test]
fn opc_is_op_encrypted_and_added() {
    // TS 35.208 test set 1.
    let op = hex::decode("cdc202d5123e20f62b6d676ac72cb318").unwrap().try_into().unwrap();
    let row = &rows("milenage")[0];
    assert_eq!(Milenage::opc(&array(row, "k"), &op), array(row, "opc"));
}

#[test]
fn tuak_gives_the_figures() {
    let rows = rows("tuak");
    assert!(rows.iter().filter(|row| row["source"] == "published").count() == 6);
    for row in &rows {
        let iterations = row["iterations"].as_u64().unwrap() as u8;
        let key = octets(row, "k");
        let topc = Tuak::topc(&key, &array(row, "top"), iterations).unwrap();
        assert_eq!(topc, array(row, "topc"), "{}", row["id"]);
        let expected = expected(row);
        let lengths = TuakLengths {
            mac: expected.mac_a.len(),
            res: expected.res.len(),
            ck: expected.ck.len(),
            ik: expected.ik.len(),
        };
        let tuak = Tuak::new(&key, &topc, lengths, iterations).unwrap();
        assert_eq!(compute(&tuak, row), expected, "{}", row["id"]);
    }
    assert!(Tuak::new(&[0; 24], &[0; 32], TuakLengths::default(), 1).is_err());
    assert!(Tuak::new(&[0; 16], &[0; 32], TuakLengths { res: 5, ..TuakLengths::default() }, 1).is_err());
}

#[test]
fn the_test_algorithm_gives_the_figures() {
    for row in &rows("test-algorithm") {
        let expected = expected(row);
        let test = TestAlgorithm::new(&array(row, "k"), expected.res.len());
        assert_eq!(compute(&test, row), expected, "{}", row["id"]);
    }
}

#[test]
fn conversions_give_the_figures() {
    let rows = rows("conversions");
    assert_eq!(rows.len(), 3);
    for row in &rows {
        assert_eq!(sres(&octets(row, "res")), array(row, "sres"));
        assert_eq!(kc(&octets(row, "ck"), &octets(row, "ik")), array(row, "kc"));
    }
}
