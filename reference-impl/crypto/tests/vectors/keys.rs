//! Keys, signatures and key agreement against vectors of other implementations.

use crate::common::{curve, hex, list, load};
use rsp_conduct::{Entropy, Sign};
use rsp_crypto::{Curve, KeyError, PrivateKey, PublicKey, SeededEntropy, SignatureError};

#[test]
fn signatures_verify_and_are_made_alike() {
    let vectors = load("ecdsa.json");
    let mut made = 0;
    for vector in list(&vectors, "signatures") {
        let key = PrivateKey::from_bytes(curve(vector), &hex(vector, "private")).unwrap();
        assert_eq!(key.public_key().to_sec1()[..], hex(vector, "public"));
        let (message, signature, der) = (hex(vector, "message"), hex(vector, "signature"), hex(vector, "der"));
        let (head, tail) = message.split_at(message.len() / 2);
        assert_eq!(key.public_key().verify(&[head, tail], &signature), Ok(()));
        assert_eq!(key.public_key().verify_der(&message, &der), Ok(()));
        assert_eq!(key.public_key().verify(&[&message, b"!"], &signature), Err(SignatureError::Mismatch));
        assert_eq!(key.public_key().verify_der(&message, &[&der[..], &[0]].concat()), Err(SignatureError::Encoding));
        if vector["deterministic"] == true {
            assert_eq!(key.sign(&[head, b"", tail])[..], signature, "{vector}");
            assert_eq!(Sign::sign(&key, &[&message]), signature);
            assert_eq!(key.sign_der(&message), der);
            made += 1;
        }
    }
    assert!(made >= 14);
}

#[test]
fn high_s_is_accepted_and_what_is_out_of_range_is_not() {
    let vectors = load("ecdsa.json");
    for vector in list(&vectors, "accepted") {
        let key = PublicKey::from_sec1(curve(vector), &hex(vector, "public")).unwrap();
        assert_eq!(key.verify(&[&hex(vector, "message")], &hex(vector, "signature")), Ok(()), "{}", vector["says"]);
    }
    for vector in list(&vectors, "refused") {
        let key = PublicKey::from_sec1(curve(vector), &hex(vector, "public")).unwrap();
        let error = key.verify(&[&hex(vector, "message")], &hex(vector, "signature")).unwrap_err();
        let name = format!("{error:?}");
        assert!(name.starts_with(vector["error"].as_str().unwrap()), "{}: {name}", vector["says"]);
    }
}

#[test]
fn points_and_scalars() {
    let vectors = load("points.json");
    for vector in list(&vectors, "points") {
        let octets = hex(vector, "octets");
        match (PublicKey::from_sec1(curve(vector), &octets), vector["error"].as_str()) {
            (Ok(key), None) => assert_eq!(key.to_sec1()[..], octets),
            (Err(error), Some(name)) => {
                assert!(format!("{error:?}").starts_with(name), "{}: {error:?}", vector["says"])
            }
            (other, _) => panic!("{}: {other:?}", vector["says"]),
        }
    }
    for vector in list(&vectors, "scalars") {
        let key = PrivateKey::from_bytes(curve(vector), &hex(vector, "octets"));
        assert_eq!(key.is_ok(), vector["good"] == true, "{vector}");
    }
    let short = PrivateKey::from_bytes(Curve::P256, &[1; 31]);
    assert_eq!(short.unwrap_err(), KeyError::Length { expected: 32, found: 31 });
}

#[test]
fn shared_secrets() {
    let vectors = load("ecdh.json");
    for vector in vectors.as_array().unwrap() {
        let key = PrivateKey::from_bytes(curve(vector), &hex(vector, "private")).unwrap();
        let other = PublicKey::from_sec1(curve(vector), &hex(vector, "public")).unwrap();
        assert_eq!(key.agree(&other).unwrap()[..], hex(vector, "secret"), "{vector}");
    }
    let entropy = SeededEntropy::new(b"two curves");
    let [one, other] = Curve::ALL.map(|curve| PrivateKey::derive(curve, &entropy, "key", b""));
    assert!(matches!(one.agree(other.public_key()), Err(KeyError::CurveMismatch { .. })));
}

#[test]
fn stored_keys() {
    for vector in load("keys.json").as_array().unwrap() {
        let secret = hex(vector, "private");
        let text = |key: &str| vector[key].as_str().unwrap();
        for key in [
            PrivateKey::from_der(&hex(vector, "sec1_der")),
            PrivateKey::from_der(&hex(vector, "pkcs8_der")),
            PrivateKey::from_pem(text("sec1_pem")),
            PrivateKey::from_pem(text("pkcs8_pem")),
            PrivateKey::from_pem(&text("sec1_pem").replace('\n', "\r\n")),
        ] {
            let key = key.unwrap();
            assert_eq!((key.curve(), &key.to_bytes()[..]), (curve(vector), &secret[..]));
            assert_eq!(key.to_pkcs8_der(), hex(vector, "pkcs8_der"));
            assert_eq!(key.to_pem(), text("pkcs8_pem"));
            assert_eq!(key.public_key().to_sec1()[..], hex(vector, "public"));
            assert_eq!(key.public_key().to_spki(), hex(vector, "spki"));
            assert_eq!(key.public_key().key_id()[..], hex(vector, "key_id"));
            assert_eq!(PublicKey::from_spki(&hex(vector, "spki")).as_ref(), Ok(key.public_key()));
            assert_eq!(PublicKey::from_pem(text("spki_pem")).as_ref(), Ok(key.public_key()));
        }
    }
}

#[test]
fn what_is_no_stored_key() {
    for vector in load("keys.json").as_array().unwrap() {
        for form in ["sec1_der", "pkcs8_der"] {
            let der = hex(vector, form);
            for end in 0..der.len() {
                assert!(PrivateKey::from_der(&der[..end]).is_err());
            }
            // The public key inside must be that of the private key.
            let public = hex(vector, "public");
            let at = der.windows(65).position(|window| window == public).unwrap();
            let mut other = der.clone();
            other[at + 64] ^= 1;
            assert!(matches!(PrivateKey::from_der(&other), Err(KeyError::Encoding(_))), "{form}");
        }
        let spki = hex(vector, "spki");
        for end in 0..spki.len() {
            assert!(PublicKey::from_spki(&spki[..end]).is_err());
        }
        // id-ecPublicKey becomes another algorithm, the named curve another curve.
        let at = spki.windows(7).position(|window| window == [0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1]).unwrap();
        for octet in [at + 6, spki.len() - 69] {
            let mut other = spki.clone();
            other[octet] ^= 0x02;
            assert!(matches!(PublicKey::from_spki(&other), Err(KeyError::UnsupportedCurve(_))));
        }
    }
    assert!(matches!(PrivateKey::from_pem("no key"), Err(KeyError::Encoding(_))));
    assert!(matches!(PublicKey::from_pem("-----BEGIN PUBLIC KEY-----"), Err(KeyError::Encoding(_))));
}

#[test]
fn derived_keys_are_stable_and_distinct() {
    struct Constant(u8);
    impl Entropy for Constant {
        fn fill(&self, _: &str, _: &[u8], out: &mut [u8]) {
            out.fill(self.0);
        }
    }
    let entropy = SeededEntropy::new(b"seed");
    for curve in Curve::ALL {
        let key = |label, context| PrivateKey::derive(curve, &entropy, label, context).to_bytes();
        assert_eq!(key("label", b"context"), key("label", b"context"));
        assert_ne!(key("label", b"context"), key("label", b"other"));
        assert_ne!(key("label", b"context"), key("other", b"context"));
        // Octets that are no key must not be taken, and must not be asked for again for ever.
        for octet in [0x00, 0xFF] {
            let key = PrivateKey::derive(curve, &Constant(octet), "", b"");
            assert_ne!(key.to_bytes(), [octet; 32]);
        }
    }
    let [one, other] = Curve::ALL.map(|curve| PrivateKey::derive(curve, &entropy, "label", b"").to_bytes());
    assert_ne!(one, other);
}

#[test]
fn secrets_are_not_shown() {
    let key = PrivateKey::derive(Curve::P256, &SeededEntropy::new(b"seed"), "label", b"");
    let shown = format!("{key:?}").to_lowercase();
    assert!(!shown.contains(&hex::encode(key.to_bytes())));
    assert!(shown.contains(&hex::encode(key.public_key().to_sec1())));
}
