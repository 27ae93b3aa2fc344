//! ES10b.AuthenticateServer and GetEUICCChallenge.

use crate::lab::{
    Authenticate, Card, SMDP, at, brainpool, certificate, find, server_template, suite, tlv, unsupported_curve,
};
use rsp_pki::{KeyUsage, Role, issue::Extension};

fn challenge(card: &mut Card) -> Vec<u8> {
    at(&card.ask(&[0xBF, 0x2E, 0x00]), &[0x80])
}

fn error(change: impl FnOnce(&mut Authenticate)) -> Option<u8> {
    let mut request = Authenticate::new();
    change(&mut request);
    request.error(&mut Card::new())
}

/// CERT.DPauth with something changed.
fn bad_certificate(change: impl FnOnce(rsp_pki::CertificateTemplate) -> rsp_pki::CertificateTemplate) -> Option<u8> {
    let credential = certificate(&change(server_template(Role::DpAuth)), Role::DpAuth);
    Authenticate::by(&credential).error(&mut Card::new())
}

#[test]
fn challenges_are_sixteen_octets_and_differ() {
    let mut card = Card::new();
    let given: std::collections::BTreeSet<Vec<u8>> = (0..50).map(|_| challenge(&mut card)).collect();
    assert_eq!(given.len(), 50);
    assert!(given.iter().all(|challenge| challenge.len() == 16));
}

#[test]
fn a_server_is_authenticated() {
    let mut card = Card::new();
    let info2 = card.raw(&[0xBF, 0x22, 0x00]).0;
    let mut request = Authenticate::new();
    // A server of a later version says more.
    request.extension = [tlv(0xA5, &[&tlv(0x80, &[&[3, 1, 0]])]), tlv(0x86, &[&[0, 0xFF]])].concat();
    let response = request.send(&mut card);
    let signed = at(&response, &[0xA0, 0x30]);
    let expected = [
        tlv(0x80, &[&[0x11; 16]]),
        tlv(0x83, &[SMDP.as_bytes()]),
        tlv(0x84, &[&[0x5A; 16]]),
        info2,
        Authenticate::ctx_params1(),
    ];
    assert_eq!(hex::encode(&signed), hex::encode(expected.concat()));
    let key = suite().euicc.certificate.public_key().unwrap();
    key.verify(&[&tlv(0x30, &[&signed])], &at(&response, &[0xA0, 0x5F37])).unwrap();
    let fields = crate::lab::all(&at(&response, &[0xA0]));
    assert_eq!(tlv(0x30, &[&fields[2].1]), suite().euicc.certificate.der());
    assert_eq!(tlv(0x30, &[&fields[3].1]), suite().eum.certificate.der());
}

#[test]
fn the_identity_is_the_one_of_the_ci_that_is_asked_for() {
    let mut request = Authenticate::new();
    request.ci_pkid = brainpool().ci_pkid();
    let response = request.send(&mut Card::new());
    let key = brainpool().euicc.certificate.public_key().unwrap();
    key.verify(&[&tlv(0x30, &[&at(&response, &[0xA0, 0x30])])], &at(&response, &[0xA0, 0x5F37])).unwrap();
    let mut other = Authenticate::by(&brainpool().dp_auth);
    other.ci_pkid = brainpool().ci_pkid();
    assert_eq!(other.error(&mut Card::new()), None);
}

#[test]
fn an_sm_ds_is_a_server_too() {
    let sm_ds = suite().server(Role::DsAuth, "SM-DS", "2.999.15").unwrap();
    assert_eq!(Authenticate::by(&sm_ds).error(&mut Card::new()), None);
}

#[test]
fn transaction_ids_of_1_to_16_octets_are_taken() {
    for length in [1, 8, 16] {
        assert_eq!(error(|request| request.transaction_id = vec![7; length]), None, "{length}");
    }
    let mut card = Card::new();
    let mut request = Authenticate::new();
    for length in [0, 17] {
        request.transaction_id = vec![7; length];
        let asked = challenge(&mut card);
        assert_eq!(card.raw(&request.request(&asked)), (vec![], 0x6A80), "{length}");
    }
}

#[test]
fn each_fault_has_its_code() {
    assert_eq!(error(|request| request.spoil = 1), Some(2));
    assert_eq!(error(|request| request.key = suite().dp_pb.key.clone().unwrap()), Some(2));
    assert_eq!(error(|request| request.ask_challenge = false), Some(4));
    assert_eq!(error(|request| request.challenge = Some(vec![9; 16])), Some(6));
    assert_eq!(error(|request| request.ci_pkid = vec![9; 20]), Some(7));
}

#[test]
fn each_fault_of_the_certificate_has_its_code() {
    let signer = suite().ci.key.as_ref().unwrap();
    let badly = server_template(Role::DpAuth).issue_badly_signed(signer).unwrap();
    assert_eq!(error(|request| request.certificate = badly.der().to_vec()), Some(1));
    assert_eq!(Authenticate::by(&suite().foreign.dp_auth).error(&mut Card::new()), Some(1));
    assert_eq!(Authenticate::by(&suite().dp_pb).error(&mut Card::new()), Some(1));
    assert_eq!(Authenticate::by(&suite().dp_tls).error(&mut Card::new()), Some(1));
    assert_eq!(bad_certificate(|good| good), None);
    assert_eq!(bad_certificate(|good| good.with(Extension::key_usage(KeyUsage::KEY_AGREEMENT))), Some(1));
    assert_eq!(bad_certificate(|good| good.without("2.5.29.17")), Some(1));
    let unknown = |critical| Extension::new("1.3.6.1.4.1.32473.22", critical, vec![5, 0]);
    assert_eq!(bad_certificate(|good| good.with(unknown(false))), None);
    assert_eq!(bad_certificate(|good| good.with(unknown(true))), Some(1));
    let curve = bad_certificate(|mut good| {
        good.spki = unsupported_curve();
        good
    });
    assert_eq!(curve, Some(3));
    // An eUICC has no clock.
    let old = bad_certificate(|mut good| {
        (good.not_before, good.not_after) = (1_000_000_000, 1_100_000_000);
        good
    });
    assert_eq!(old, None);
}

#[test]
fn an_error_names_the_transaction_and_ends_the_session() {
    let mut card = Card::new();
    let mut request = Authenticate::new();
    request.transaction_id = vec![0xAB; 5];
    request.spoil = 1;
    let response = request.send(&mut card);
    assert_eq!(at(&response, &[0xA1, 0x80]), [0xAB; 5]);
    // The challenge is spent, too: the right signature comes too late.
    request.spoil = 0;
    request.ask_challenge = false;
    assert_eq!(request.error(&mut card), Some(4));
}

#[test]
fn a_challenge_serves_one_authentication() {
    let mut card = Card::new();
    let asked = challenge(&mut card);
    let request = Authenticate::new().request(&asked);
    assert!(find(&card.ask(&request), &[0xA0]).is_some());
    assert_eq!(at(&card.ask(&request), &[0xA1, 0x02]), [4]);
}

#[test]
fn a_new_challenge_ends_the_session_before_it() {
    let mut card = Card::new();
    Authenticate::new().send(&mut card);
    challenge(&mut card);
    let cancel = tlv(0xBF41, &[&tlv(0x80, &[&[0x11; 16]]), &tlv(0x81, &[&[0]])]);
    assert_eq!(card.ask(&cancel), [0x81, 0x01, 0x05]);
}
