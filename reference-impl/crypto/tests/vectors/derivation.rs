//! Key derivation and hashed confirmation codes against vectors of other implementations.

use crate::common::{hex, list, load};
use rsp_crypto::{hash_cc, sha1, sha256, x963_kdf_sha256};

#[test]
fn x963() {
    let vectors = load("kdf.json");
    for vector in list(&vectors, "x963_sha256") {
        let key = hex(vector, "key");
        assert_eq!(x963_kdf_sha256(&hex(vector, "z"), &hex(vector, "shared_info"), key.len()), key, "{vector}");
    }
    assert!(x963_kdf_sha256(b"z", b"", 0).is_empty());
}

#[test]
fn confirmation_codes() {
    let vectors = load("kdf.json");
    for vector in list(&vectors, "hash_cc") {
        let hashed = hash_cc(vector["code"].as_str().unwrap(), &hex(vector, "transaction_id"));
        assert_eq!(hashed[..], hex(vector, "hash_cc"));
    }
}

#[test]
fn digests_of_abc() {
    // FIPS 180-4, the examples for "abc", in parts.
    assert_eq!(hex::encode(sha1(&[b"a", b"bc"])), "a9993e364706816aba3e25717850c26c9cd0d89d");
    let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(hex::encode(sha256(&[b"ab", b"", b"c"])), digest);
}
