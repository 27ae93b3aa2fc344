//! ES10b.LoadCRL.

use crate::lab::{Authenticate, Card, Prepare, all, at, crl, suite, tlv};
use rsp_conduct::Honest;
use rsp_euicc::{Info2, Personalisation};
use std::sync::Arc;

/// LoadCRL of this list: the numbers of the missing segments, or the error.
fn load(card: &mut Card, list: &[u8]) -> Result<Vec<u8>, u8> {
    let answer = card.ask(&tlv(0xBF35, &[&tlv(0xA0, &[&at(list, &[0x30])])]));
    match all(&answer).remove(0) {
        (0xA0, ok) if ok.is_empty() => Ok(Vec::new()),
        (0xA0, ok) => Ok(all(&at(&ok, &[0xA0])).into_iter().map(|(_, number)| number[0]).collect()),
        (_, error) => Err(error[0]),
    }
}

fn auth() -> Vec<u8> {
    suite().dp_auth.certificate.serial().to_vec()
}

fn pb() -> Vec<u8> {
    suite().dp_pb.certificate.serial().to_vec()
}

#[test]
fn what_is_on_a_list_is_refused() {
    let mut card = Card::new();
    assert_eq!(load(&mut card, &crl(1, None, None, &[&[0x77]])), Ok(vec![]));
    assert_eq!(Prepare::new().error(&mut card), None);
    assert_eq!(load(&mut card, &crl(2, None, None, &[&pb()])), Ok(vec![]));
    assert_eq!(Authenticate::new().error(&mut card), None);
    assert_eq!(Prepare::new().error(&mut card), Some(1));
    assert_eq!(load(&mut card, &crl(3, None, None, &[&auth()])), Ok(vec![]));
    assert_eq!(Authenticate::new().error(&mut card), Some(1));
    card.0.reset().unwrap();
    assert_eq!(Authenticate::new().error(&mut card), Some(1));
    assert_eq!(load(&mut card, &crl(4, None, None, &[])), Ok(vec![]), "a later list takes its place");
    assert_eq!(Prepare::new().error(&mut card), None);
}

#[test]
fn segments_are_asked_for_until_all_are_here() {
    let mut card = Card::new();
    assert_eq!(load(&mut card, &crl(1, None, None, &[&auth()])), Ok(vec![]));
    assert_eq!(load(&mut card, &crl(2, None, Some((2, 3)), &[&pb()])), Ok(vec![1, 3]));
    assert_eq!(Authenticate::new().error(&mut card), Some(1), "the old list holds until the new one is complete");
    assert_eq!(load(&mut card, &crl(2, None, Some((3, 3)), &[])), Ok(vec![1]));
    assert_eq!(load(&mut card, &crl(2, None, Some((3, 3)), &[])), Ok(vec![1]), "twice the same");
    assert_eq!(load(&mut card, &crl(2, None, Some((1, 3)), &[])), Ok(vec![]));
    assert_eq!(Authenticate::new().error(&mut card), None);
    assert_eq!(Prepare::new().error(&mut card), Some(1));
    assert_eq!(load(&mut card, &crl(3, None, Some((4, 3)), &[])), Err(2), "segment 4 of 3");
    assert_eq!(load(&mut card, &crl(3, None, Some((1, 200)), &[])), Err(2));
}

#[test]
fn each_fault_has_its_code() {
    let mut card = Card::new();
    let good = crl(5, None, None, &[]);
    let mut spoilt = good.clone();
    *spoilt.last_mut().unwrap() ^= 1;
    assert_eq!(load(&mut card, &spoilt), Err(1));
    assert_eq!(load(&mut card, &tlv(0x30, &[&[0x02, 0x01, 0x01]])), Err(2));
    assert_eq!(card.ask_hex("BF3500"), "810102");
    // Another CI, by its identifier.
    let pkid = suite().ci_pkid();
    let place = good.windows(20).position(|octets| octets == pkid).unwrap();
    let mut foreign = good.clone();
    foreign[place] ^= 1;
    assert_eq!(load(&mut card, &foreign), Err(4));
    assert_eq!(load(&mut card, &crl(6, Some(5), None, &[])), Err(6));
    assert_eq!(load(&mut card, &good), Ok(vec![]));
    assert_eq!(load(&mut card, &crl(4, None, None, &[])), Err(5));
    assert_eq!(load(&mut card, &good), Ok(vec![]), "the same again");
    assert_eq!(load(&mut card, &crl(6, Some(6), None, &[])), Err(6));
    assert_eq!(load(&mut card, &crl(6, Some(5), None, &[&auth()])), Ok(vec![]));
    assert_eq!(Authenticate::new().error(&mut card), Some(1));
    let serials: Vec<Vec<u8>> = (0..2500_u16).map(|serial| serial.to_be_bytes().to_vec()).collect();
    let serials: Vec<&[u8]> = serials.iter().map(Vec::as_slice).collect();
    for part in 1..=2 {
        assert!(load(&mut card, &crl(7, None, Some((part, 9)), &serials)).is_ok(), "{part}");
    }
    assert_eq!(load(&mut card, &crl(7, None, Some((3, 9)), &serials)), Err(3));
}

#[test]
fn an_euicc_without_crl_support_has_no_such_function() {
    let info2 = Info2 { rsp_capability: vec![0, 3], ..Info2::default() };
    let mut card = Card::of(Arc::new(Honest), Personalisation::default(), info2);
    assert_eq!(card.raw(&[0xBF, 0x35, 0x00]), (vec![], 0x6A88));
}
