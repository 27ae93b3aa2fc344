//! Notifications: which there are, in which order, to whom, and what the LPA does with them.

use crate::lab::{Authenticate, Bpp, Card, Outcome, Prepare, all, at, brainpool, iccid, recipients, suite, tlv};

fn told(card: &mut Card) -> Vec<String> {
    let all = card.notifications();
    all.into_iter().filter(|one| !one.contains("testsmdpplus1")).collect()
}

/// Events are bits: install 8, enable 4, disable 2, delete 1.
fn wants(list: &[(u8, &str)]) -> Vec<u8> {
    let bits: Vec<([u8; 2], &str)> = list.iter().map(|(events, address)| ([4, events << 4], *address)).collect();
    let bits: Vec<(&[u8], &str)> = bits.iter().map(|(bits, address)| (&bits[..], *address)).collect();
    recipients(&bits)
}

#[test]
fn each_event_is_notified_to_whom_the_metadata_names() {
    let mut card = Card::new();
    assert!(card.install(1, &wants(&[(0xF, "a.example"), (0x5, "b.example"), (0x2, "c.example")])).installed());
    assert!(card.install(2, &wants(&[(0xC, "d.example"), (0x8, "testsmdpplus1.example.com")])).installed());
    assert!(card.install(3, &[]).installed());
    assert_eq!(card.enable(1, false), 0);
    assert_eq!(card.enable(2, false), 0);
    assert_eq!(card.enable(3, false), 0);
    assert_eq!(card.enable(1, true), 0);
    card.0.refresh_done().unwrap();
    assert_eq!(card.disable(1, false), 0);
    assert_eq!(card.delete(1), 0);
    assert_eq!(card.delete(2), 0);
    let expected = [
        "0 install testsmdpplus1.example.com 1",
        "1 install a.example 1",
        "2 install testsmdpplus1.example.com 2",
        "3 install d.example 2",
        "4 install testsmdpplus1.example.com 3",
        "5 enable a.example 1",
        "6 enable b.example 1",
        // Enabling 2 disables 1 first.
        "7 disable a.example 1",
        "8 disable c.example 1",
        "9 enable d.example 2",
        "10 enable a.example 1",
        "11 enable b.example 1",
        "12 disable a.example 1",
        "13 disable c.example 1",
        "14 delete a.example 1",
        "15 delete b.example 1",
    ];
    assert_eq!(card.notifications(), expected);
}

#[test]
fn a_refusal_and_a_failed_installation_notify_nobody_else() {
    let mut card = Card::new();
    let bpp = Bpp::of(1).metadata_fields(&wants(&[(0xF, "a.example")]));
    let bad = bpp.with(|bpp| bpp.package[36] ^= 0x10);
    assert_eq!(bad.load_after_preparing(&mut card), Outcome::Failed(5, 13));
    assert_eq!(card.notifications(), ["0 install testsmdpplus1.example.com 1"]);
    assert!(card.install(1, &wants(&[(0x7, "a.example")])).installed());
    assert_eq!((card.disable(1, false), card.enable(7, false)), (2, 1));
    assert_eq!(told(&mut card), [""; 0]);
}

#[test]
fn memory_reset_notifies_deletions() {
    let mut card = Card::new();
    assert!(card.install(1, &wants(&[(0x3, "a.example")])).installed());
    assert_eq!(card.enable(1, false), 0);
    assert_eq!(card.memory_reset(0x80), 0);
    assert_eq!(told(&mut card), ["1 delete a.example 1"]);
}

#[test]
fn a_notification_is_signed_under_the_ci_of_its_installation() {
    let mut card = Card::new();
    let mut authenticate = Authenticate::new();
    authenticate.ci_pkid = brainpool().ci_pkid();
    let authenticated = authenticate.send(&mut card);
    let prepared = card.ask(&Prepare::new().request(&authenticated));
    let parts = Bpp::of(1).metadata_fields(&wants(&[(0x4, "a.example")])).parts(&card, &prepared);
    let result = parts.iter().map(|part| card.raw(part).0).last().unwrap();
    let key = brainpool().euicc.certificate.public_key().unwrap();
    let data = tlv(0xBF27, &[&at(&result, &[0xBF37, 0xBF27])]);
    key.verify(&[&data], &at(&result, &[0xBF37, 0x5F37])).unwrap();
    assert_eq!(card.enable(1, false), 0);
    let list = at(&card.ask(&[0xBF, 0x2B, 0x05, 0xA0, 0x03, 0x80, 0x01, 0x01]), &[0xA0]);
    let fields = all(&at(&list, &[0x30]));
    assert_eq!(fields.iter().map(|(tag, _)| *tag).collect::<Vec<_>>(), [0xBF2F, 0x5F37, 0x30, 0x30]);
    key.verify(&[&tlv(0xBF2F, &[&fields[0].1])], &fields[1].1).unwrap();
    assert_eq!(tlv(0x30, &[&fields[2].1]), brainpool().euicc.certificate.der());
    assert_eq!(tlv(0x30, &[&fields[3].1]), brainpool().eum.certificate.der());
    assert_ne!(tlv(0x30, &[&fields[2].1]), suite().euicc.certificate.der());
    let metadata = [tlv(0x80, &[&[1]]), tlv(0x81, &[&[6, 0x40]]), tlv(0x0C, &[b"a.example"]), tlv(0x5A, &[&iccid(1)])];
    assert_eq!(fields[0].1, metadata.concat());
}

#[test]
fn lists_are_filtered_by_number_and_event() {
    let mut card = Card::new();
    assert!(card.install(1, &wants(&[(0x6, "a.example")])).installed());
    assert_eq!((card.enable(1, false), card.disable(1, false)), (0, 0));
    let numbers = |card: &mut Card, request: &str| {
        let answer = hex::decode(card.ask_hex(request)).unwrap();
        all(&at(&answer, &[0xA0])).iter().map(|(_, one)| at(one, &[0x80])[0]).collect::<Vec<u8>>()
    };
    assert_eq!(numbers(&mut card, "BF2800"), [0, 1, 2]);
    assert_eq!(numbers(&mut card, "BF280481020780"), [0]);
    assert_eq!(numbers(&mut card, "BF280481020560"), [1, 2]);
    // Bits beyond the last that is set do not matter.
    assert_eq!(numbers(&mut card, "BF28048102 0020"), [2]);
    assert_eq!(numbers(&mut card, "BF280481020410"), [0; 0]);
    let count = |card: &mut Card, request: &str| all(&at(&hex::decode(card.ask_hex(request)).unwrap(), &[0xA0])).len();
    assert_eq!(count(&mut card, "BF2B00"), 3);
    assert_eq!(count(&mut card, "BF2B05A003800102"), 1);
    assert_eq!(count(&mut card, "BF2B06A00481020560"), 2);
    assert_eq!(card.ask_hex("BF2B05A003800107"), "810101", "noResultAvailable");
    assert_eq!(card.ask_hex("BF2B06A00481020410"), "810101");
    assert_eq!(card.ask_hex("BF2B03800101"), "81017F", "no wrapper");
    assert_eq!(card.ask_hex("BF2B05A003850101"), "81017F", "no such criterion");
    assert_eq!(Card::new().ask_hex("BF2B00"), "A000");
}

#[test]
fn a_notification_is_removed_once() {
    let mut card = Card::new();
    assert!(card.install(1, &[]).installed());
    assert!(card.install(2, &[]).installed());
    assert_eq!((card.remove(0), card.remove(0), card.remove(9)), (0, 1, 1));
    assert_eq!(card.notifications(), ["1 install testsmdpplus1.example.com 2"]);
}

#[test]
fn numbers_never_come_twice_and_the_oldest_give_way() {
    let mut card = Card::new();
    assert!(card.install(1, &wants(&[(0x6, "a.example")])).installed());
    for _ in 0..40 {
        assert_eq!((card.enable(1, false), card.disable(1, false)), (0, 0));
    }
    card.0.reset().unwrap();
    let kept: Vec<u32> =
        card.notifications().iter().map(|one| one.split(' ').next().unwrap().parse().unwrap()).collect();
    assert_eq!(kept, (17..81).collect::<Vec<u32>>());
    assert_eq!(card.memory_reset(0x80), 0);
    assert!(card.install(2, &[]).installed());
    assert_eq!(card.notifications().last().unwrap(), "81 install testsmdpplus1.example.com 2");
}
