//! What the scenarios are made of.

use crate::lab::{
    Authenticate, Bpp, Card, Prepare, at, certificate, iccid, recipients, server_template, suite, tlv,
    unsupported_curve,
};
use rsp_pki::{CertificateTemplate, Role, issue::Extension};

pub(super) fn authenticate(card: &mut Card, change: impl FnOnce(&mut Authenticate)) -> String {
    let mut request = Authenticate::new();
    change(&mut request);
    format!("{:?}", request.error(card))
}

pub(super) fn prepare(card: &mut Card, change: impl FnOnce(&mut Prepare)) -> String {
    let mut request = Prepare::new();
    change(&mut request);
    format!("{:?}", request.error(card))
}

pub(super) fn bad(role: Role, change: impl FnOnce(CertificateTemplate) -> CertificateTemplate) -> Vec<u8> {
    certificate(&change(server_template(role)), role).certificate.der().to_vec()
}

pub(super) fn badly_signed(role: Role) -> Vec<u8> {
    server_template(role).issue_badly_signed(suite().ci.key.as_ref().unwrap()).unwrap().der().to_vec()
}

pub(super) fn unknown_extension() -> Extension {
    Extension::new("1.3.6.1.4.1.32473.22", true, vec![5, 0])
}

pub(super) fn on_p384(mut template: CertificateTemplate) -> CertificateTemplate {
    template.spki = unsupported_curve();
    template
}

pub(super) fn load_crl(card: &mut Card, list: &[u8]) -> Vec<u8> {
    card.ask(&tlv(0xBF35, &[&tlv(0xA0, &[&at(list, &[0x30])])]))
}

pub(super) fn load(card: &mut Card, change: impl FnOnce(&mut Bpp)) -> String {
    format!("{:?}", Bpp::of(1).with(change).load_after_preparing(card))
}

pub(super) fn install(card: &mut Card, fields: &[u8]) -> String {
    format!("{:?}", card.install(1, fields))
}

/// Policy rules with an owner.
pub(super) fn policy(bits: u8) -> Vec<u8> {
    [tlv(0xB7, &[&tlv(0x80, &[&[0x62, 0xF2, 0x10]])]), tlv(0x99, &[&[5, bits]])].concat()
}

/// Two profiles that want all notifications, and events of all kinds.
pub(super) fn life(card: &mut Card) -> String {
    let all_events = recipients(&[(&[4, 0xF0], "a.example")]);
    let mut seen = vec![format!("{:?}", card.install(1, &all_events)), format!("{:?}", card.install(2, &all_events))];
    let note = |card: &mut Card, result: u8, seen: &mut Vec<String>| {
        seen.push(format!("{result} {} {:?} {:?}", card.profiles(), card.notifications(), card.0.pending_refresh()));
    };
    let steps: [fn(&mut Card) -> u8; 7] = [
        |card| card.enable(1, false),
        |card| card.enable(2, false),
        |card| card.disable(2, false),
        |card| card.remove(3),
        |card| card.delete(1),
        |card| card.enable(2, true),
        |card| card.memory_reset(0x80),
    ];
    for step in steps {
        let result = step(card);
        note(card, result, &mut seen);
        if card.0.refresh_done().is_ok() {
            note(card, result, &mut seen);
        }
    }
    seen.push(format!("{:?}", card.install(3, &[])));
    note(card, 0, &mut seen);
    seen.join("\n")
}

pub(super) fn test_profile() -> Vec<u8> {
    tlv(0x95, &[&[0]])
}

pub(super) fn otpk(card: &mut Card, offered: Option<Vec<u8>>) -> Vec<u8> {
    let mut request = Prepare::new();
    request.bpp_euicc_otpk = offered;
    at(&request.send(card), &[0xA0, 0x30, 0x5F49])
}

pub(super) fn address(card: &mut Card, address: &[u8]) -> String {
    format!("{} {}", card.result(0xBF3F, &[&tlv(0x80, &[address])]), card.ask_hex("BF3C00"))
}

pub(super) fn nickname(card: &mut Card, profile: u8, name: &[u8]) -> String {
    install(card, &[]);
    let result = card.result(0xBF29, &[&tlv(0x5A, &[&iccid(profile)]), &tlv(0x90, &[name])]);
    format!("{result} {}", card.ask_hex("BF2D035C0190"))
}

pub(super) fn cancel(card: &mut Card, transaction_id: u8) -> Vec<u8> {
    card.ask(&tlv(0xBF41, &[&tlv(0x80, &[&[transaction_id; 16]]), &tlv(0x81, &[&[0]])]))
}
