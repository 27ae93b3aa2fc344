//! The protection of segments against worked examples of other implementations, and against a hostile sender.

use crate::common::{curve, hex, list, load};
use rsp_conduct::Seal;
use rsp_crypto::bsp::{Bsp, BspError, MAX_ENCRYPTED_CLEAR, MAX_MAC_ONLY_CLEAR, MAX_SEGMENT, SessionKeys};
use rsp_crypto::{PrivateKey, PublicKey};
use serde_json::Value;

fn keys(list: &Value) -> SessionKeys {
    let key = |at: usize| hex::decode(list[at].as_str().unwrap()).unwrap().try_into().unwrap();
    SessionKeys { initial_mcv: key(0), s_enc: key(1), s_mac: key(2) }
}

/// Seals and opens every segment of an example; returns how many.
fn walk(first: SessionKeys, steps: &[Value]) -> usize {
    let (mut sender, mut receiver) = (Bsp::new(first.clone()), Bsp::new(first));
    let mut segments = 0;
    for step in steps {
        if let Some(other) = step.get("replace_keys") {
            sender.replace_keys(keys(other));
            receiver.replace_keys(keys(other));
            continue;
        }
        let tag = hex(step, "tag")[0];
        let (clear, tlv) = (hex(step, "clear"), hex(step, "tlv"));
        assert_eq!(sender.channel(tag).seal(&clear), tlv);
        let opened = receiver.open(&tlv).unwrap();
        assert_eq!((opened.tag, opened.clear), (tag, clear));
        segments += 1;
    }
    segments
}

#[test]
fn whole_packages() {
    let vectors = load("bsp.json");
    for example in list(&vectors, "packages") {
        let private = |key| PrivateKey::from_bytes(curve(example), &hex(example, key)).unwrap();
        let public = |key| PublicKey::from_sec1(curve(example), &hex(example, key)).unwrap();
        let secret = private("dp_private").agree(&public("euicc_public")).unwrap();
        assert_eq!(secret[..], hex(example, "shared_secret"));
        assert_eq!(private("euicc_private").agree(&public("dp_public")).unwrap(), secret);
        let derived = SessionKeys::derive(&secret, 0x88, 0x10, &hex(example, "host_id"), &hex(example, "eid"));
        assert!(derived == keys(&example["keys"]), "{}", example["name"]);
        let signed = hex(example, "signed");
        assert_eq!(private("signing_private").sign(&[&signed])[..], hex(example, "signature"));
        public("signing_public").verify(&[&signed], &hex(example, "signature")).unwrap();
        assert!(walk(derived, list(example, "steps")) >= 3);
    }
    let fixture = &vectors["fixture"];
    let (secret, host, eid) = (hex(fixture, "shared_secret"), hex(fixture, "host_id"), hex(fixture, "eid"));
    let derived = SessionKeys::derive(&secret, 0x88, 0x10, &host, &eid);
    assert!(derived == keys(&fixture["keys"]));
    walk(derived, list(fixture, "steps"));
}

#[test]
fn every_length_at_a_border() {
    let vectors = load("bsp.json");
    let lengths = &vectors["lengths"];
    walk(keys(&lengths["keys"]), list(lengths, "steps"));
    let mut bsp = Bsp::new(keys(&lengths["keys"]));
    assert_eq!(bsp.seal(0x86, &[0; MAX_ENCRYPTED_CLEAR]).len(), MAX_SEGMENT);
    assert_eq!(bsp.seal(0x88, &[0; MAX_MAC_ONLY_CLEAR]).len(), MAX_SEGMENT);
    assert_eq!(bsp.seal(0x86, &[0; MAX_ENCRYPTED_CLEAR + 1]).len(), 1036);
}

fn pair() -> (Bsp, Bsp) {
    let keys = SessionKeys { initial_mcv: [1; 16], s_enc: [2; 16], s_mac: [3; 16] };
    (Bsp::new(keys.clone()), Bsp::new(keys))
}

#[test]
fn any_changed_bit_is_noticed() {
    let (mut sender, receiver) = pair();
    for tag in [0x86, 0x87, 0x88] {
        let tlv = sender.clone().seal(tag, b"twenty octets of it!");
        for bit in 0..tlv.len() * 8 {
            let mut other = tlv.clone();
            other[bit / 8] ^= 1 << (bit % 8);
            let mut receiver = receiver.clone();
            let error = receiver.open(&other).unwrap_err();
            // Where tag and length still make a segment, it is the MAC that is wrong.
            assert!(bit < 16 || matches!(error, BspError::Security(_)), "bit {bit}: {error}");
            // A refused segment does not move the channel.
            receiver.open(&tlv).unwrap();
        }
    }
    let (one, two) = (sender.seal(0x86, b"one"), sender.seal(0x86, b"two"));
    let mut receiver = receiver;
    assert!(matches!(receiver.open(&two), Err(BspError::Security(_))), "out of order");
    receiver.open(&one).unwrap();
    assert!(matches!(receiver.open(&one), Err(BspError::Security(_))), "repeated");
    receiver.open(&two).unwrap();
}

#[test]
fn the_counter_runs_over_segments_that_are_only_macked() {
    let (mut sender, mut receiver) = pair();
    let first = sender.clone().seal(0x86, b"same");
    sender.seal(0x88, b"between");
    let second = sender.seal(0x86, b"same");
    assert_ne!(first[2..18], second[2..18], "the encrypted octets depend on the counter");
    assert!(receiver.open(&second).is_err());
}

#[test]
fn padding_is_verified_behind_a_right_mac() {
    // What is sealed under 88 and sent as 86 has another MAC input; so make the padding wrong with the keys at hand:
    // a channel whose S-ENC differs gives a good MAC over octets that decrypt to noise.
    let keys = SessionKeys { initial_mcv: [1; 16], s_enc: [2; 16], s_mac: [3; 16] };
    let mut receiver = Bsp::new(keys.clone());
    let mut refused = 0;
    for s_enc in 4..20 {
        let tlv = Bsp::new(SessionKeys { s_enc: [s_enc; 16], ..keys.clone() }).seal(0x86, b"text");
        if let Err(BspError::Security(detail)) = receiver.open(&tlv) {
            assert!(detail.contains("padding"));
            refused += 1;
        } else {
            receiver = Bsp::new(keys.clone());
        }
    }
    assert!(refused >= 14);
}

#[test]
fn what_is_no_segment() {
    let (mut sender, mut receiver) = pair();
    let long = sender.clone().seal(0x86, &[0; MAX_ENCRYPTED_CLEAR + 1]);
    let good = sender.seal(0x88, &[0; 200]);
    for (says, tlv) in [
        ("nothing", vec![]),
        ("a tag", vec![0x86]),
        ("another tag", vec![0x85, 0x08, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("no room for a MAC", vec![0x88, 0x07, 0, 0, 0, 0, 0, 0, 0]),
        ("no block", vec![0x86, 0x08, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("half a block", [&[0x86, 0x10][..], &[0; 16]].concat()),
        ("cut off", good[..good.len() - 1].to_vec()),
        ("an octet too many", [&good[..], &[0]].concat()),
        ("indefinite", vec![0x86, 0x80, 0, 0]),
        ("length of five octets", vec![0x86, 0x85, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]),
        ("length cut off", vec![0x86, 0x82, 0x01]),
        ("length not minimal", [&[0x88, 0x81, 0x08][..], &[0; 8]].concat()),
        ("length not minimal, two octets", [&[0x88, 0x82, 0x00, 0xFF][..], &[0; 255]].concat()),
        ("too long", long),
    ] {
        assert!(matches!(receiver.open(&tlv), Err(BspError::Structure(_))), "{says}");
    }
    assert_eq!(receiver.open(&good).unwrap().clear, [0; 200]);
}
