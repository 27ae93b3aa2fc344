//! ES10b.CancelSession.

use crate::lab::{Authenticate, Bpp, Card, Prepare, SMDP_OID, at, suite, tlv};

fn cancel(transaction_id: &[u8], reason: u8) -> Vec<u8> {
    tlv(0xBF41, &[&tlv(0x80, &[transaction_id]), &tlv(0x81, &[&[reason]])])
}

#[test]
fn every_reason_is_signed_in_every_phase() {
    // The reasons of v2 and two of v3.
    for reason in [0, 1, 2, 3, 4, 5, 127, 16, 25] {
        for phase in ["authenticated", "prepared", "loading"] {
            let mut card = Card::new();
            match phase {
                "authenticated" => drop(Authenticate::new().send(&mut card)),
                "prepared" => drop(Prepare::new().send(&mut card)),
                _ => {
                    let parts = Bpp::of(1).prepared_parts(&mut card);
                    Bpp::send(&mut card, &parts[..4]);
                }
            }
            let response = card.ask(&cancel(&[0x11; 16], reason));
            let signed = at(&response, &[0xA0, 0x30]);
            let expected = [tlv(0x80, &[&[0x11; 16]]), tlv(0x81, &[&SMDP_OID]), tlv(0x82, &[&[reason]])];
            assert_eq!(signed, expected.concat(), "{reason} {phase}");
            let key = suite().euicc.certificate.public_key().unwrap();
            key.verify(&[&tlv(0x30, &[&signed])], &at(&response, &[0xA0, 0x5F37])).unwrap();
            assert_eq!(card.ask(&cancel(&[0x11; 16], reason)), [0x81, 1, 5], "{reason} {phase}");
            assert_eq!(card.notifications(), [""; 0]);
            card.0.reset().unwrap();
            assert_eq!(card.notifications(), [""; 0], "there is nothing that was interrupted");
        }
    }
}

#[test]
fn another_transaction_is_refused_and_the_session_goes_on() {
    let mut card = Card::new();
    assert_eq!(card.ask(&cancel(&[0x11; 16], 0)), [0x81, 1, 5]);
    let parts = Bpp::of(1).prepared_parts(&mut card);
    assert_eq!(card.ask(&cancel(&[0x12; 16], 0)), [0x81, 1, 5]);
    assert!(Bpp::send(&mut card, &parts).installed());
}
