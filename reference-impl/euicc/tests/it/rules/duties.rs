//! What shows each duty and choice.

use super::Scenario;
use super::helpers::*;
use crate::lab::{Authenticate, Bpp, Prepare, all, at, brainpool, crl, find, recipients, suite, tlv};

/// Each duty or choice and what shows it.
pub(super) const DUTIES: &[(&str, Scenario)] = &[
    ("drop-session", |card| {
        Authenticate::new().send(card);
        card.ask(&[0xBF, 0x2E, 0x00]);
        format!("{:?}", cancel(card, 0x11))
    }),
    ("fresh-challenge", |card| (card.ask(&[0xBF, 0x2E, 0x00]) == card.ask(&[0xBF, 0x2E, 0x00])).to_string()),
    ("fresh-otpk", |card| (otpk(card, None) == otpk(card, None)).to_string()),
    ("reuse-otpk", |card| {
        let first = otpk(card, None);
        (otpk(card, Some(first.clone())) == first).to_string()
    }),
    ("erase-otsk", |card| {
        let first = otpk(card, None);
        let mut request = Prepare::new();
        request.bpp_euicc_otpk = Some(first.clone());
        let prepared = request.send(card);
        let parts = Bpp::of(1).parts(card, &prepared);
        Bpp::send(card, &parts);
        (otpk(card, Some(first.clone())) == first).to_string()
    }),
    ("keep-otsk", |card| {
        let parts = Bpp::of(1).prepared_parts(card);
        let first = card.0.one_time_key().unwrap().public_key().to_sec1().to_vec();
        Bpp::send(card, &parts[..2]);
        card.0.reset().unwrap();
        (otpk(card, Some(first.clone())) == first).to_string()
    }),
    ("spend-challenge", |card| {
        let asked = at(&card.ask(&[0xBF, 0x2E, 0x00]), &[0x80]);
        let request = Authenticate::new().request(&asked);
        (0..2).map(|_| format!("{:?}", find(&card.ask(&request), &[0xA1, 0x02]))).collect()
    }),
    ("close-on-error", |card| {
        let authenticated = Authenticate::new().send(card);
        let mut wrong = Prepare::new();
        wrong.spoil = 1;
        card.ask(&wrong.request(&authenticated));
        format!("{:?}", find(&card.ask(&Prepare::new().request(&authenticated)), &[0xA1, 0x02]))
    }),
    ("close-on-cancel", |card| {
        Authenticate::new().send(card);
        (0..2).map(|_| format!("{}", cancel(card, 0x11).len())).collect()
    }),
    ("close-after-result", |card| {
        let parts = Bpp::of(1).prepared_parts(card);
        format!("{:?} {:?}", Bpp::send(card, &parts), Bpp::send(card, &parts))
    }),
    ("discard-interrupted", |card| {
        let parts = Bpp::of(1).prepared_parts(card);
        Bpp::send(card, &parts[..2]);
        card.0.reset().unwrap();
        format!("{:?}", Bpp::send(card, &parts[2..]))
    }),
    ("notify-interruption", |card| {
        let parts = Bpp::of(1).prepared_parts(card);
        Bpp::send(card, &parts[..2]);
        card.0.reset().unwrap();
        format!("{:?}", card.notifications())
    }),
    ("install-disabled", life),
    ("report-resources", |card| {
        card.install(1, &[]);
        card.ask_hex("BF2200")
    }),
    ("store-dp-address", |card| address(card, b"dp.example")),
    ("store-crl", |card| {
        load_crl(card, &crl(1, None, None, &[suite().dp_auth.certificate.serial()]));
        authenticate(card, |_| {})
    }),
    ("store-nickname", |card| nickname(card, 1, b"x")),
    ("disable-other", life),
    ("raise-refresh", life),
    ("defer-switch", |card| {
        card.install(1, &[]);
        format!("{} {}", card.enable(1, true), card.profiles())
    }),
    ("refresh-after-reset", life),
    ("delete-operational", life),
    ("delete-test", |card| {
        card.install(1, &test_profile());
        format!("{} {}", card.memory_reset(0x40), card.profiles())
    }),
    ("reset-dp-address", |card| {
        address(card, b"dp.example");
        format!("{} {}", card.memory_reset(0x20), card.ask_hex("BF3C00"))
    }),
    ("sequence-outlives-reset", life),
    ("notify-install", life),
    ("notify-enable", life),
    ("notify-disable", life),
    ("notify-implicit-disable", life),
    ("notify-delete", life),
    ("keep-notifications-of-deleted", life),
    ("remove-notification", life),
    ("raise-sequence-number", life),
    ("keep-notification", life),
    ("signing-identity", |card| {
        let response = Authenticate::new().send(card);
        let key = suite().euicc.certificate.public_key().unwrap();
        let signed = tlv(0x30, &[&at(&response, &[0xA0, 0x30])]);
        format!("{:?}", key.verify(&[&signed], &at(&response, &[0xA0, 0x5F37])))
    }),
    ("notification-identity", |card| {
        card.install(1, &recipients(&[(&[6, 0x40], "a.example")]));
        card.enable(1, false);
        let list = at(&card.ask(&[0xBF, 0x2B, 0x06, 0xA0, 0x04, 0x81, 0x02, 0x06, 0x40]), &[0xA0, 0x30]);
        let signer = tlv(0x30, &[&all(&list)[2].1]);
        format!("{}", signer == suite().euicc.certificate.der() && signer != brainpool().euicc.certificate.der())
    }),
    ("evicted-notification", |card| {
        card.install(1, &recipients(&[(&[5, 0x60], "a.example")]));
        for _ in 0..33 {
            card.enable(1, false);
            card.disable(1, false);
        }
        card.notifications()[0].clone()
    }),
];
