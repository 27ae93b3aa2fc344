//! ES10b.PrepareDownload.

use crate::lab::{
    Authenticate, Bpp, Card, Outcome, Prepare, at, certificate, server_template, suite, tlv, unsupported_curve,
};
use rsp_pki::{KeyUsage, Role, issue::Extension};

fn error(change: impl FnOnce(&mut Prepare)) -> Option<u8> {
    let mut request = Prepare::new();
    change(&mut request);
    request.error(&mut Card::new())
}

fn bad_certificate(change: impl FnOnce(rsp_pki::CertificateTemplate) -> rsp_pki::CertificateTemplate) -> Option<u8> {
    let credential = certificate(&change(server_template(Role::DpPb)), Role::DpPb);
    Prepare::by(&credential).error(&mut Card::new())
}

fn otpk(response: &[u8]) -> Vec<u8> {
    at(response, &[0xA0, 0x30, 0x5F49])
}

#[test]
fn a_download_is_prepared() {
    for hash_cc in [None, Some(vec![0xCC; 32])] {
        let mut card = Card::new();
        let mut request = Prepare::new();
        request.cc_required = hash_cc.is_some();
        request.hash_cc = hash_cc.clone();
        // smdpSigned2 of a later version has rpmPending.
        request.extension = tlv(0x05, &[]);
        let authenticated = Authenticate::new().send(&mut card);
        let command = request.request(&authenticated);
        let response = card.ask(&command);
        let signed = at(&response, &[0xA0, 0x30]);
        let hash = hash_cc.map(|hash| tlv(0x04, &[&hash])).unwrap_or_default();
        let expected = [tlv(0x80, &[&[0x11; 16]]), tlv(0x5F49, &[&otpk(&response)]), hash].concat();
        assert_eq!(hex::encode(&signed), hex::encode(expected));
        let smdp_signature2 = tlv(0x5F37, &[&at(&command, &[0xBF21, 0x5F37])]);
        let key = suite().euicc.certificate.public_key().unwrap();
        let signature = at(&response, &[0xA0, 0x5F37]);
        key.verify(&[&tlv(0x30, &[&signed]), &smdp_signature2], &signature).unwrap();
        assert_eq!(otpk(&response).len(), 65);
        assert_eq!(otpk(&response)[0], 4);
    }
}

#[test]
fn each_fault_has_its_code() {
    assert_eq!(error(|request| request.spoil = 1), Some(2));
    assert_eq!(error(|request| request.key = suite().dp_auth.key.clone().unwrap()), Some(2));
    assert_eq!(error(|request| request.transaction_id = vec![0x12; 16]), Some(5));
    assert_eq!(error(|request| request.cc_required = true), Some(127));
    assert_eq!(error(|request| request.certificate = suite().dp_auth.certificate.der().to_vec()), Some(1));
    assert_eq!(Prepare::by(&suite().dp2_pb).error(&mut Card::new()), Some(1));
    assert_eq!(Prepare::by(&suite().foreign.dp_pb).error(&mut Card::new()), Some(1));
    assert_eq!(bad_certificate(|good| good), None);
    assert_eq!(bad_certificate(|good| good.with(Extension::key_usage(KeyUsage::KEY_AGREEMENT))), Some(1));
    assert_eq!(bad_certificate(|good| good.with(Extension::new("1.3.6.1.4.1.32473.22", true, vec![5, 0]))), Some(1));
    let curve = bad_certificate(|mut good| {
        good.spki = unsupported_curve();
        good
    });
    assert_eq!(curve, Some(3));
    let mut card = Card::new();
    assert_eq!(at(&card.ask(&Prepare::new().request(&[])), &[0xA1, 0x02]), [4]);
}

#[test]
fn an_error_ends_the_session() {
    let mut card = Card::new();
    let authenticated = Authenticate::new().send(&mut card);
    let mut request = Prepare::new();
    request.spoil = 1;
    assert_eq!(at(&card.ask(&request.request(&authenticated)), &[0xA1, 0x02]), [2]);
    assert_eq!(at(&card.ask(&Prepare::new().request(&authenticated)), &[0xA1, 0x02]), [4]);
}

#[test]
fn a_one_time_key_is_taken_again_only_for_its_server_and_download() {
    let mut card = Card::new();
    let first = otpk(&Prepare::new().send(&mut card));
    let again = |card: &mut Card, otpk: &[u8]| {
        let mut request = Prepare::new();
        request.bpp_euicc_otpk = Some(otpk.to_vec());
        crate::lab::at(&request.send(card), &[0xA0, 0x30, 0x5F49])
    };
    assert_eq!(again(&mut card, &first), first, "the server asks for it");
    card.0.reset().unwrap();
    assert_eq!(again(&mut card, &first), first, "after a reset");
    let other = otpk(&Prepare::new().send(&mut card));
    assert_ne!(other, first, "the server does not ask for it");
    assert_ne!(again(&mut card, &first), first, "it was replaced");
    // A download that ends for good takes its key along, one that may be tried again leaves it.
    let parts = Bpp::of(1).prepared_parts(&mut card);
    let kept = card.0.one_time_key().unwrap().public_key().to_sec1();
    assert_eq!(Bpp::send(&mut card, &parts[..3]), Outcome::Nothing(0x9000));
    card.0.reset().unwrap();
    assert_eq!(again(&mut card, &kept), kept);
    let bad = Bpp::of(1).with(|bpp| bpp.remote_op_id = 2);
    let mut request = Prepare::new();
    request.bpp_euicc_otpk = Some(kept.to_vec());
    let prepared = request.send(&mut card);
    assert_eq!(otpk(&prepared), kept);
    let parts = bad.parts(&card, &prepared);
    assert_eq!(Bpp::send(&mut card, &parts), Outcome::Failed(0, 5));
    assert_ne!(again(&mut card, &kept), kept);
}
