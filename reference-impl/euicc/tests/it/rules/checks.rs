//! What shows each check.

use super::Scenario;
use super::helpers::*;
use crate::lab::{Authenticate, Bpp, Card, Prepare, Protection, at, crl, recipients, suite, tlv};
use rsp_euicc::{Info2, Personalisation};
use rsp_pki::{CertificateTemplate, KeyUsage, Role, issue::Extension};

/// Each check and what shows it.
pub(super) const CHECKS: &[(&str, Scenario)] = &[
    ("function-known", |card| format!("{:?}", card.raw(&[0xBF, 0x7D, 0x00]))),
    ("request-readable", |card| format!("{:?}", card.raw(&[0xBF, 0x3E, 0x03, 0x5C, 0x01, 0x4F]))),
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
    ("initialise-secure-channel", |card| load(card, |bpp| bpp.transaction_id = vec![0x12; 17])),
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
    ("test-naa-key", |card| {
        load(card, |bpp| {
            let secret = bpp.package.clone();
            *bpp = Bpp::of(1).metadata_fields(&tlv(0x95, &[&[0]]));
            bpp.package = secret;
        })
    }),
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
];

type Make = fn() -> (Personalisation, Info2);

/// Rules that an eUICC of the usual make does not show: with what it must be made.
pub(super) const MADE: &[(&str, Make, Scenario)] = &[
    (
        "package-memory",
        || (Personalisation::default(), Info2 { free_non_volatile: 10_000, ..Info2::default() }),
        // More octets than there is room for, but not of files: an element of no standard, which is skipped.
        |card| {
            load(card, |bpp| {
                bpp.insert(&tlv(0xA9, &[&[0xA0, 3, 0x81, 1, 99, 0x81, 1, 42], &tlv(0x82, &[&[0; 20_000]])]))
            })
        },
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
            rat[0].allowed_operators[0].mcc_mnc = [0x99, 0xF9, 0x99];
            (Personalisation { rat }, Info2::default())
        },
        |card| install(card, &policy(0x20)),
    ),
];
