//! `vectors/suci`: the test data of 3GPP TS 33.501 Annex C.4, and others computed in Python.

use rsp_crypto::KeyError;
use rsp_crypto::suci::{Key, KeyMaterial, Profile, SuciError, conceal, deconceal};
use serde_json::Value;

fn rows() -> Vec<Value> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/suci/suci.json");
    let all: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    all["ecies"].as_array().unwrap().clone()
}

fn octets(row: &Value, name: &str) -> Vec<u8> {
    hex::decode(row[name].as_str().unwrap_or_else(|| panic!("{row} has no {name}"))).unwrap()
}

fn profile(row: &Value) -> Profile {
    if row["profile"] == "A" { Profile::A } else { Profile::B }
}

fn keys(row: &Value) -> (Key, Key) {
    let key = |name| Key::from_bytes(profile(row), &octets(row, name)).unwrap();
    (key("home"), key("ephemeral"))
}

#[test]
fn every_figure_on_the_way_is_the_one_that_is_known() {
    let rows = rows();
    assert_eq!(rows.iter().filter(|row| row["source"] == "published").count(), 4);
    for row in &rows {
        let (home, ephemeral) = keys(row);
        let home_public = octets(row, "homePublic");
        assert_eq!(ephemeral.public(), octets(row, "ephemeralPublic"), "{}", row["id"]);
        let shared = ephemeral.agree(&home_public).unwrap();
        assert_eq!(shared[..], octets(row, "shared"), "{}", row["id"]);
        let material = KeyMaterial::derive(&shared, ephemeral.public());
        assert_eq!(material.enc_key[..], octets(row, "encKey"), "{}", row["id"]);
        assert_eq!(material.icb[..], octets(row, "icb"), "{}", row["id"]);
        assert_eq!(material.mac_key[..], octets(row, "macKey"), "{}", row["id"]);
        let output = conceal(&ephemeral, &home_public, &octets(row, "plaintext")).unwrap();
        assert_eq!(output.ciphertext, octets(row, "ciphertext"), "{}", row["id"]);
        assert_eq!(output.mac[..], octets(row, "mac"), "{}", row["id"]);
        assert_eq!(output.octets(), octets(row, "output"), "{}", row["id"]);
        assert_eq!(deconceal(&home, &output.octets()).unwrap(), octets(row, "plaintext"), "{}", row["id"]);
    }
}

#[test]
fn an_output_that_was_changed_is_refused() {
    for row in rows().iter().filter(|row| row["source"] == "published") {
        let (home, _) = keys(row);
        let output = octets(row, "output");
        for at in 0..output.len() {
            let mut changed = output.clone();
            changed[at] ^= 0x01;
            // The last bit of the first octet of a compressed point is the sign of Y, which the shared key does not see; the
            // KDF does. An X that is on no point is refused before.
            assert!(matches!(deconceal(&home, &changed), Err(SuciError::Mac | SuciError::Key(_))), "{at}");
        }
        let head = profile(row).public_key_length();
        for length in 0..head + 8 {
            assert_eq!(deconceal(&home, &output[..length]), Err(SuciError::Length(length)));
        }
        assert_eq!(deconceal(&home, &output[..output.len() - 1]), Err(SuciError::Mac));
        let (other, _) = keys(&rows()[if home.profile() == Profile::A { 4 } else { 5 }]);
        assert_eq!(deconceal(&other, &output), Err(SuciError::Mac));
    }
}

#[test]
fn what_is_no_key_is_refused() {
    let (home, _) = keys(&rows()[0]);
    assert_eq!(home.agree(&[0; 32]), Err(KeyError::SmallOrder));
    assert_eq!(home.agree(&[9; 33]), Err(KeyError::Length { expected: 32, found: 33 }));
    assert!(matches!(Key::from_bytes(Profile::A, &[1; 31]), Err(KeyError::Length { .. })));
    let (home, _) = keys(&rows()[2]);
    let public = home.public().to_vec();
    for (wrong, says) in [
        (vec![], "nothing"),
        (vec![0], "the point at infinity"),
        (public[..32].to_vec(), "too short"),
        ([&[0x04], &public[1..]].concat(), "half a point"),
        ([&[0x05], &public[1..]].concat(), "a compact point"),
        ([&[0x02][..], &[0xFF; 32]].concat(), "X not reduced"),
    ] {
        assert!(home.agree(&wrong).is_err(), "{says}");
    }
    assert!(Key::from_bytes(Profile::B, &[0; 32]).is_err());
    assert_eq!(Profile::from_identifier(0), None);
    assert_eq!(Profile::from_identifier(2), Some(Profile::B));
    assert_eq!(format!("{home:?}"), "Key { profile: B, .. }");
}
