//! Every declared rule matters: a card without it is seen to be another.

use crate::lab::Without;
use crate::lab::{
    Authenticate, Bpp, Card, Outcome, Prepare, Protection, all, at, brainpool, certificate, crl, find, iccid,
    recipients, server_template, suite, tlv, unsupported_curve,
};
use rsp_conduct::{Honest, Recording};
use rsp_euicc::rules::RULES;
use rsp_euicc::{Info2, Personalisation};
use rsp_pki::{CertificateTemplate, KeyUsage, Role, issue::Extension};
use std::collections::BTreeSet;
use std::sync::Arc;

type Scenario = fn(&mut Card) -> String;

fn authenticate(card: &mut Card, change: impl FnOnce(&mut Authenticate)) -> String {
    let mut request = Authenticate::new();
    change(&mut request);
    format!("{:?}", request.error(card))
}

fn prepare(card: &mut Card, change: impl FnOnce(&mut Prepare)) -> String {
    let mut request = Prepare::new();
    change(&mut request);
    format!("{:?}", request.error(card))
}

fn bad(role: Role, change: impl FnOnce(CertificateTemplate) -> CertificateTemplate) -> Vec<u8> {
    certificate(&change(server_template(role)), role).certificate.der().to_vec()
}

fn badly_signed(role: Role) -> Vec<u8> {
    server_template(role).issue_badly_signed(suite().ci.key.as_ref().unwrap()).unwrap().der().to_vec()
}

fn unknown_extension() -> Extension {
    Extension::new("1.3.6.1.4.1.32473.22", true, vec![5, 0])
}

fn on_p384(mut template: CertificateTemplate) -> CertificateTemplate {
    template.spki = unsupported_curve();
    template
}

fn load_crl(card: &mut Card, list: &[u8]) -> Vec<u8> {
    card.ask(&tlv(0xBF35, &[&tlv(0xA0, &[&at(list, &[0x30])])]))
}

fn load(card: &mut Card, change: impl FnOnce(&mut Bpp)) -> String {
    format!("{:?}", Bpp::of(1).with(change).load_after_preparing(card))
}

fn install(card: &mut Card, fields: &[u8]) -> String {
    format!("{:?}", card.install(1, fields))
}

/// Policy rules with an owner.
fn policy(bits: u8) -> Vec<u8> {
    [tlv(0xB7, &[&tlv(0x80, &[&[0x62, 0xF2, 0x10]])]), tlv(0x99, &[&[5, bits]])].concat()
}

/// Two profiles that want all notifications, and events of all kinds.
fn life(card: &mut Card) -> String {
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

fn test_profile() -> Vec<u8> {
    tlv(0x95, &[&[0]])
}

fn otpk(card: &mut Card, offered: Option<Vec<u8>>) -> Vec<u8> {
    let mut request = Prepare::new();
    request.bpp_euicc_otpk = offered;
    at(&request.send(card), &[0xA0, 0x30, 0x5F49])
}

fn address(card: &mut Card, address: &[u8]) -> String {
    format!("{} {}", card.result(0xBF3F, &[&tlv(0x80, &[address])]), card.ask_hex("BF3C00"))
}

fn nickname(card: &mut Card, profile: u8, name: &[u8]) -> String {
    install(card, &[]);
    let result = card.result(0xBF29, &[&tlv(0x5A, &[&iccid(profile)]), &tlv(0x90, &[name])]);
    format!("{result} {}", card.ask_hex("BF2D035C0190"))
}

fn cancel(card: &mut Card, transaction_id: u8) -> Vec<u8> {
    card.ask(&tlv(0xBF41, &[&tlv(0x80, &[&[transaction_id; 16]]), &tlv(0x81, &[&[0]])]))
}

/// Each rule and what shows it.
const SHOWN: &[(&str, Scenario)] = &[
    ("server-curve", |card| authenticate(card, |r| r.certificate = bad(Role::DpAuth, on_p384))),
    ("server-ci", |card| authenticate(card, |r| *r = Authenticate::by(&suite().foreign.dp_auth))),
    ("server-certificate-signature", |card| authenticate(card, |r| r.certificate = badly_signed(Role::DpAuth))),
    ("server-certificate-role", |card| authenticate(card, |r| *r = Authenticate::by(&suite().dp_pb))),
    ("server-certificate-key-usage", |card| {
        let usage = |t: CertificateTemplate| t.with(Extension::key_usage(KeyUsage::KEY_AGREEMENT));
        authenticate(card, |r| r.certificate = bad(Role::DpAuth, usage))
    }),
    ("server-certificate-extensions", |card| {
        authenticate(card, |r| r.certificate = bad(Role::DpAuth, |t| t.with(unknown_extension())))
    }),
    ("server-certificate-not-revoked", |card| {
        load_crl(card, &crl(1, None, None, &[suite().dp_auth.certificate.serial()]));
        authenticate(card, |_| {})
    }),
    ("server-oid", |card| authenticate(card, |r| r.certificate = bad(Role::DpAuth, |t| t.without("2.5.29.17")))),
    ("server-signature1", |card| authenticate(card, |r| r.spoil = 1)),
    ("challenge-outstanding", |card| authenticate(card, |r| r.ask_challenge = false)),
    ("euicc-challenge", |card| authenticate(card, |r| r.challenge = Some(vec![9; 16]))),
    ("ci-pkid-to-be-used", |card| authenticate(card, |r| r.ci_pkid = vec![9; 20])),
    ("server-authenticated", |card| format!("{:?}", at(&card.ask(&Prepare::new().request(&[])), &[0xA1, 0x02]))),
    ("smdp-certificate-signature", |card| prepare(card, |r| r.certificate = badly_signed(Role::DpPb))),
    ("smdp-certificate-role", |card| prepare(card, |r| *r = Prepare::by(&suite().dp_auth))),
    ("smdp-certificate-key-usage", |card| {
        let usage = |t: CertificateTemplate| t.with(Extension::key_usage(KeyUsage::KEY_AGREEMENT));
        prepare(card, |r| r.certificate = bad(Role::DpPb, usage))
    }),
    ("smdp-certificate-extensions", |card| {
        prepare(card, |r| r.certificate = bad(Role::DpPb, |t| t.with(unknown_extension())))
    }),
    ("smdp-certificate-not-revoked", |card| {
        load_crl(card, &crl(1, None, None, &[suite().dp_pb.certificate.serial()]));
        prepare(card, |_| {})
    }),
    ("smdp-curve", |card| prepare(card, |r| r.certificate = bad(Role::DpPb, on_p384))),
    ("smdp-oid", |card| prepare(card, |r| *r = Prepare::by(&suite().dp2_pb))),
    ("smdp-signature2", |card| prepare(card, |r| r.spoil = 1)),
    ("download-transaction-id", |card| prepare(card, |r| r.transaction_id = vec![0x12; 16])),
    ("hash-cc-given", |card| prepare(card, |r| r.cc_required = true)),
    ("download-prepared", |card| {
        let parts = Bpp::of(1).prepared_parts(&mut Card::new());
        format!("{:?}", card.raw(&parts[0]))
    }),
    ("not-loading", |card| {
        let parts = Bpp::of(1).prepared_parts(card);
        Bpp::send(card, &parts[..2]);
        format!("{:?}", card.raw(&Prepare::new().request(&[])))
    }),
    ("remote-op-id", |card| load(card, |bpp| bpp.remote_op_id = 2)),
    ("channel-transaction-id", |card| load(card, |bpp| bpp.transaction_id = vec![0x12; 16])),
    ("control-ref-template", |card| load(card, |bpp| bpp.key_type = 0x80)),
    ("smdp-sign", |card| load(card, |bpp| bpp.signing_key = suite().dp_auth.key.clone().unwrap())),
    ("smdp-otpk", |card| load(card, |bpp| bpp.smdp_otpk[64] ^= 1)),
    ("segment-order", |card| {
        let mut parts = Bpp::of(1).prepared_parts(card);
        parts[1][0] = 0xA4;
        format!("{:?}", Bpp::send(card, &parts))
    }),
    ("segment-tag", |card| load(card, |bpp| bpp.tags[0] = 0x86)),
    ("segment-size", |card| load(card, |bpp| (bpp.package, bpp.cut) = (vec![0; 1008], 1008))),
    ("segment-inside", |card| {
        let mut parts = Bpp::of(1).prepared_parts(card);
        parts[1][1] -= 1;
        format!("{:?}", Bpp::send(card, &parts))
    }),
    ("segment-mac", |card| {
        let mut parts = Bpp::of(1).prepared_parts(card);
        *parts[3].last_mut().unwrap() ^= 1;
        format!("{:?}", Bpp::send(card, &parts))
    }),
    ("package-end", |card| load(card, |bpp| bpp.longer = 1)),
    ("configure-isdp", |card| load(card, |bpp| bpp.configure_isdp = tlv(0xBF25, &[]))),
    ("dp-proprietary-data", |card| {
        let data = tlv(0xB8, &[&tlv(0x80, &[&[0x88, 0x37, 0x0A]]), &tlv(0x81, &[&[1; 130]])]);
        load(card, |bpp| bpp.configure_isdp = tlv(0xBF24, &[&data]))
    }),
    ("store-metadata", |card| load(card, |bpp| bpp.metadata = tlv(0xBF25, &[]))),
    ("iccid-coding", |card| {
        let bad = |bpp: &mut Bpp| {
            bpp.metadata[5] = 0x9A;
            bpp.package[27] = 0xA9;
        };
        load(card, bad)
    }),
    ("icon-type", |card| install(card, &tlv(0x93, &[&[1]]))),
    ("icon-format", |card| install(card, &[tlv(0x93, &[&[7]]), tlv(0x94, &[&[1]])].concat())),
    ("notification-addresses", |card| install(card, &recipients(&[(&[6, 0x40], "")]))),
    ("profile-class", |card| install(card, &tlv(0x95, &[&[3]]))),
    ("ppr-class", |card| install(card, &[tlv(0x95, &[&[1]]), policy(0x20)].concat())),
    ("profile-owner", |card| install(card, &tlv(0x99, &[&[5, 0x20]]))),
    ("profile-owner-coding", |card| install(card, &tlv(0xB7, &[&tlv(0x80, &[&[0xAA; 3]])]))),
    ("ppr1-alone", |card| {
        card.install(2, &[]);
        install(card, &policy(0x40))
    }),
    ("iccid-free", |card| {
        card.install(1, &[]);
        install(card, &[])
    }),
    ("replace-session-keys", |card| {
        let short = |bpp: &mut Bpp| {
            bpp.protection = Protection::ProfileKeys;
            bpp.replace_session_keys = tlv(0xBF26, &[]);
        };
        load(card, short)
    }),
    ("profile-elements", |card| load(card, |bpp| bpp.package = vec![0])),
    ("profile-iccid", |card| load(card, |bpp| bpp.package[36] ^= 0x10)),
    ("cancel-transaction-id", |card| {
        Authenticate::new().send(card);
        format!("{:?}", cancel(card, 0x12))
    }),
    ("notification-criteria", |card| card.ask_hex("BF2B03800107")),
    ("notification-present", |card| card.remove(7).to_string()),
    ("crl-format", |card| format!("{:?}", load_crl(card, &tlv(0x30, &[&[2, 1, 1]])))),
    ("crl-issuer", |card| {
        let mut list = crl(1, None, None, &[]);
        let pkid = suite().ci_pkid();
        let place = list.windows(20).position(|octets| octets == pkid).unwrap();
        list[place] ^= 1;
        format!("{:?}", load_crl(card, &list))
    }),
    ("crl-signature", |card| {
        let mut list = crl(1, None, None, &[]);
        *list.last_mut().unwrap() ^= 1;
        format!("{:?}", load_crl(card, &list))
    }),
    ("crl-fresher", |card| {
        load_crl(card, &crl(2, None, None, &[]));
        format!("{:?}", load_crl(card, &crl(1, None, None, &[])))
    }),
    ("crl-base", |card| format!("{:?}", load_crl(card, &crl(2, Some(1), None, &[])))),
    ("crl-memory", |card| {
        let serials: Vec<Vec<u8>> = (0..3000_u16).map(|serial| serial.to_be_bytes().to_vec()).collect();
        let serials: Vec<&[u8]> = serials.iter().map(Vec::as_slice).collect();
        (1..=3).map(|part| format!("{:?}", load_crl(card, &crl(7, None, Some((part, 9)), &serials)))).collect()
    }),
    ("default-dp-address", |card| address(card, &[0xFF])),
    ("profiles-info-input", |card| card.ask_hex("BF2D035C019F")),
    ("enable-target", |card| card.enable(7, false).to_string()),
    ("enable-state", |card| {
        card.install(1, &[]);
        format!("{} {}", card.enable(1, false), card.enable(1, false))
    }),
    ("enable-after-test", |card| {
        card.install(1, &[]);
        card.install(2, &[]);
        card.install(3, &test_profile());
        format!("{} {} {}", card.enable(1, false), card.enable(3, false), card.enable(2, false))
    }),
    ("enable-ppr1", |card| {
        card.install(1, &policy(0x40));
        card.install(2, &[]);
        format!("{} {}", card.enable(1, false), card.enable(2, false))
    }),
    ("enable-cat-busy", |card| {
        card.install(1, &[]);
        card.0.set_cat_busy(true);
        card.enable(1, true).to_string()
    }),
    ("disable-target", |card| card.disable(7, false).to_string()),
    ("disable-state", |card| {
        card.install(1, &[]);
        card.disable(1, false).to_string()
    }),
    ("disable-ppr1", |card| {
        card.install(1, &policy(0x40));
        format!("{} {}", card.enable(1, false), card.disable(1, false))
    }),
    ("disable-cat-busy", |card| {
        card.install(1, &[]);
        card.enable(1, false);
        card.0.set_cat_busy(true);
        card.disable(1, true).to_string()
    }),
    ("delete-target", |card| card.delete(7).to_string()),
    ("delete-state", |card| {
        card.install(1, &[]);
        format!("{} {}", card.enable(1, false), card.delete(1))
    }),
    ("delete-ppr2", |card| {
        card.install(1, &policy(0x20));
        card.delete(1).to_string()
    }),
    ("memory-reset-something", |card| card.memory_reset(0x80).to_string()),
    ("memory-reset-cat-busy", |card| {
        card.0.set_cat_busy(true);
        card.memory_reset(0x20).to_string()
    }),
    ("nickname-target", |card| nickname(card, 7, b"x")),
    ("nickname-text", |card| nickname(card, 1, &[b'x'; 65])),
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

/// Rules that an eUICC of the usual make does not show: with what it must be made.
const SHOWN_BY: &[(&str, fn() -> (Personalisation, Info2), Scenario)] = &[
    (
        "package-memory",
        || (Personalisation::default(), Info2 { free_non_volatile: 500, ..Info2::default() }),
        |card| install(card, &[]),
    ),
    (
        "ppr-forbidden",
        || {
            let info2 = Info2 { forbidden_profile_policy_rules: vec![2], ..Info2::default() };
            (Personalisation::default(), info2)
        },
        |card| install(card, &policy(0x20)),
    ),
    ("ppr-authorised", || (Personalisation { rat: Vec::new() }, Info2::default()), |card| install(card, &policy(0x20))),
    (
        "policy-row",
        || {
            let mut rat = rsp_euicc::everyone_with_consent();
            rat[0].ppr_ids = vec![1];
            (Personalisation { rat }, Info2::default())
        },
        |card| install(card, &policy(0x20)),
    ),
];

fn id(rule: &'static str) -> &'static str {
    RULES.ids().find(|id| id.strip_prefix("euicc/") == Some(rule)).unwrap_or_else(|| panic!("no rule {rule}"))
}

#[test]
fn a_card_without_one_rule_is_seen_to_be_another() {
    for (rule, scenario) in SHOWN {
        let honest = scenario(&mut Card::new());
        assert_eq!(honest, scenario(&mut Card::new()), "{rule}: the same twice");
        assert_ne!(honest, scenario(&mut Card::with(Arc::new(Without(id(rule))))), "{rule} does not matter");
    }
    for (rule, made, scenario) in SHOWN_BY {
        let run = |conduct| {
            let (personalisation, info2) = made();
            scenario(&mut Card::of(conduct, personalisation, info2))
        };
        assert_ne!(run(Arc::new(Honest)), run(Arc::new(Without(id(rule)))), "{rule} does not matter");
    }
}

#[test]
fn every_check_duty_and_choice_is_shown() {
    let shown: BTreeSet<&str> = SHOWN.iter().map(|row| row.0).chain(SHOWN_BY.iter().map(|row| row.0)).map(id).collect();
    let checks = RULES.checks.iter().map(|rule| rule.id);
    let declared =
        checks.chain(RULES.duties.iter().map(|rule| rule.id)).chain(RULES.choices.iter().map(|rule| rule.id));
    let declared: BTreeSet<&str> = declared.collect();
    let missing: Vec<_> = declared.difference(&shown).collect();
    assert_eq!(missing, Vec::<&&str>::new());
    assert!(RULES.checks.len() >= 55 && RULES.duties.len() >= 20, "{} {}", RULES.checks.len(), RULES.duties.len());
}

#[test]
fn every_artefact_is_shaped() {
    let recording = Arc::new(Recording::over(Arc::new(Honest)));
    let mut card = Card::with(recording.clone());
    life(&mut card);
    for command in ["BF2000", "BF2B00", "BF3C00", "BF3E035C015A", "BF4300"] {
        card.ask_hex(command);
    }
    address(&mut card, b"dp.example");
    nickname(&mut card, 1, b"x");
    load_crl(&mut card, &crl(1, None, None, &[]));
    let mut request = Prepare::new();
    request.hash_cc = Some(vec![1; 32]);
    assert_eq!(request.error(&mut card), None);
    cancel(&mut card, 0x11);
    assert_eq!(card.install(1, &[]), Outcome::Failed(2, 9));
    let seen = recording.seen();
    let missing: Vec<&str> = RULES.artefacts.iter().map(|rule| rule.id).filter(|id| !seen.contains_key(id)).collect();
    assert_eq!(missing, [""; 0]);
}
