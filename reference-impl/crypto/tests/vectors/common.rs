//! The vectors of `vectors/crypto`, made by other code than ours (see the README there).

use rsp_crypto::Curve;
use serde_json::Value;
use std::path::Path;

pub fn load(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/crypto").join(name);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

pub fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    let list = value[key].as_array().unwrap();
    assert!(!list.is_empty(), "{key} is empty: nothing would be tested");
    list
}

pub fn hex(value: &Value, key: &str) -> Vec<u8> {
    hex::decode(value[key].as_str().unwrap_or_else(|| panic!("{key} is missing"))).unwrap()
}

pub fn curve(value: &Value) -> Curve {
    let name = value["curve"].as_str().unwrap();
    Curve::ALL.into_iter().find(|curve| curve.name() == name).unwrap()
}
