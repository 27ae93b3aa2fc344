//! Profile types in the inventory of the reference SM-DP+, and which kind of order each serves.

use crate::bench::OrderKind;
use rsp_asn1::tlv;
use rsp_consumer::sm_dp_plus::{IccidPlace, NotificationTarget, Package, Policy, ProfileType, Protection};
use std::sync::Arc;

/// Our own generic profile package (vectors/profiles, where its offsets are documented).
static GENERIC: &[u8] = include_bytes!("../../../../vectors/profiles/rsptest-generic.der");
const IN_HEADER: usize = 27;
const IN_EF_ICCID: usize = 169;

/// Our own small package: one protected segment holds it.
pub(super) static MINIMAL: &[u8] = include_bytes!("../../../../vectors/profiles/rsptest-minimal.der");
const IN_EF_ICCID_OF_MINIMAL: usize = 111;
/// Octets of its last element, PE-End.
const END: usize = 9;

/// MCC 001 MNC 01 (3GPP TS 24.008).
pub const OWNER: [u8; 3] = [0x00, 0xF1, 0x10];
/// MCC 999 MNC 99.
pub const OTHER_OWNER: [u8; 3] = [0x99, 0xF9, 0x99];
/// Bits of PprIds.
pub const PPR1: u8 = 1;
/// Bits of PprIds.
pub const PPR2: u8 = 2;
/// Where notifications go besides our SM-DP+.
const OTHER_RECIPIENT: &str = "notify.rsptest.example";

fn places(in_ef_iccid: usize) -> Vec<IccidPlace> {
    vec![IccidPlace { offset: IN_HEADER, swapped: false }, IccidPlace { offset: in_ef_iccid, swapped: true }]
}

fn package() -> Package {
    Package {
        octets: GENERIC.to_vec(),
        iccid_places: places(IN_EF_ICCID),
        version: [2, 3, 0],
        // usim, isim, Milenage
        capabilities: vec![1, 2, 4],
    }
}

fn minimal() -> Package {
    Package {
        octets: MINIMAL.to_vec(),
        iccid_places: places(IN_EF_ICCID_OF_MINIMAL),
        version: [2, 3, 0],
        // usim, Milenage
        capabilities: vec![1, 4],
    }
}

/// Front of the authentication parameters in the small package: Milenage, RES of 64 bits, a key of 16 octets follows.
const MILENAGE: [u8; 8] = [0x80, 1, 1, 0x81, 1, 1, 0x82, 16];
/// The key that the published test profiles have.
const TEST_KEY: [u8; 16] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

/// The small package with the test algorithm (3GPP TS 34.108 §8.1.2) and the key that goes with it: what a profile of the
/// class test may hold, since it must open no network.
fn with_test_key() -> Package {
    let mut package = minimal();
    let octets = &mut package.octets;
    if let Some(at) = octets.windows(MILENAGE.len()).position(|window| window == MILENAGE) {
        octets[at + 2] = 3;
        octets[at + MILENAGE.len()..][..16].copy_from_slice(&TEST_KEY);
    }
    package
}

/// The small package with a transparent file of so many octets, and all of its content.
fn with_file_of(octets: usize) -> Vec<u8> {
    let size = u32::try_from(octets).unwrap_or(u32::MAX).to_be_bytes();
    let descriptor = tlv::wrap(0x62, &[&[0x82, 2, 0x41, 0x21, 0x83, 2, 0x6F, 0x99], &tlv::wrap(0x80, &[&size])]);
    let commands = [vec![0x80, 0], descriptor, tlv::wrap(0x81, &[&vec![0xA5; octets]])].concat();
    // Identification 90 is none of the small package's.
    let element = [vec![0xA0, 5, 0x80, 0, 0x81, 1, 90], tlv::wrap(0xA1, &[&tlv::wrap(0x30, &[&commands])])].concat();
    let (front, end) = MINIMAL.split_at(MINIMAL.len() - END);
    [front, &tlv::wrap(0xA1, &[&element]), end].concat()
}

/// Our package with TUAK, a file of data objects and a counter (vectors/profiles/README.md).
static TUAK: &[u8] = include_bytes!("../../../../vectors/profiles/rsptest-tuak.der");

fn tuak() -> Package {
    Package {
        octets: TUAK.to_vec(),
        iccid_places: vec![IccidPlace { offset: 25, swapped: false }, IccidPlace { offset: 187, swapped: true }],
        version: [2, 3, 0],
        // usim, isim
        capabilities: vec![1, 2],
    }
}

/// Our package whose USIM makes SUCIs by itself (vectors/profiles/README.md).
static SUCI: &[u8] = include_bytes!("../../../../vectors/profiles/rsptest-suci.der");

fn suci() -> Package {
    Package {
        octets: SUCI.to_vec(),
        iccid_places: vec![IccidPlace { offset: 24, swapped: false }, IccidPlace { offset: 130, swapped: true }],
        version: [2, 3, 0],
        // usim, Milenage, GET IDENTITY, SUCI profiles A and B
        capabilities: vec![1, 4, 22, 23, 24],
    }
}

/// A PNG signature and filler: what an icon's octets look like to somebody who does not draw them.
fn icon() -> Vec<u8> {
    let mut icon = vec![0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A];
    icon.extend((icon.len()..1024).map(|index| (index % 251) as u8));
    icon
}

/// Whether our SM-DP+ gave out this ICCID (as in the TLV `5A`): all of its profile types are in one range.
pub fn is_ours(iccid: &[u8]) -> bool {
    // 899990, nibbles swapped.
    iccid.starts_with(&[0x98, 0x99, 0x09])
}

/// Everything that can be ordered. `address` is where notifications of enabled, disabled and deleted profiles go.
pub fn profile_types(address: &str) -> Vec<Arc<ProfileType>> {
    let generic = ProfileType {
        name: "rsptest-generic".into(),
        owner: None,
        package: package(),
        iccid_prefix: "899990100".into(),
        stock: 1_000_000_000,
        service_provider_name: "rsptest".into(),
        profile_name: "Generic test profile".into(),
        icon: None,
        notifications: [1, 2, 3].map(|event| NotificationTarget { event, address: address.into() }).to_vec(),
        policy: Policy::default(),
        segment: None,
        protection: Protection::ProfileProtectionKeys,
        rebinding: true,
        attempts: 20,
        confirmation_tries: 3,
        validity: None,
    };
    let kind = |name: &str, digit: u8, change: &dyn Fn(&mut ProfileType)| {
        let mut kind = ProfileType { name: name.into(), iccid_prefix: format!("89999010{digit}"), ..generic.clone() };
        change(&mut kind);
        Arc::new(kind)
    };
    let targets = |targets: &[(u8, &str)]| {
        let target = |(event, address): &(u8, &str)| NotificationTarget { event: *event, address: (*address).into() };
        targets.iter().map(target).collect::<Vec<_>>()
    };
    let small = |name: &str, digit: u8, change: &dyn Fn(&mut ProfileType)| {
        let iccid_prefix = format!("8999902{digit:02}");
        let mut kind = ProfileType { name: name.into(), iccid_prefix, package: minimal(), ..generic.clone() };
        change(&mut kind);
        Arc::new(kind)
    };
    let ruled = |owner, rules: &[u8]| Policy { class: None, owner: Some(owner), rules: rules.to_vec() };
    let of_class = |class| Policy { class: Some(class), ..Policy::default() };
    vec![
        Arc::new(generic.clone()),
        kind("rsptest-expired", 1, &|kind| kind.validity = Some(0)),
        kind("rsptest-limited-attempts", 2, &|kind| kind.attempts = 2),
        kind("rsptest-large-metadata", 3, &|kind| kind.icon = Some(icon())),
        kind("rsptest-session-keys", 4, &|kind| kind.protection = Protection::SessionKeys),
        kind("rsptest-no-rebinding", 5, &|kind| kind.rebinding = false),
        // Contactless support, which our ordinary card does not offer.
        kind("rsptest-ineligible", 6, &|kind| kind.package.capabilities.push(0)),
        kind("rsptest-newer-version", 7, &|kind| kind.package.version = [3, 3, 1]),
        kind("rsptest-tuak", 0, &|kind| {
            kind.iccid_prefix = "899990110".into();
            kind.package = tuak();
        }),
        kind("rsptest-sold-out", 8, &|kind| kind.stock = 0),
        kind("rsptest-other-operator", 9, &|kind| kind.owner = Some("2.999.21".into())),
        small("rsptest-minimal", 0, &|_| {}),
        small("rsptest-minimal-session-keys", 1, &|kind| kind.protection = Protection::SessionKeys),
        small("rsptest-test-class", 2, &|kind| {
            kind.policy = of_class(0);
            kind.package = with_test_key();
        }),
        // A test profile that would open a network: its key is as secret as any.
        small("rsptest-test-class-secret-key", 14, &|kind| kind.policy = of_class(0)),
        small("rsptest-provisioning-class", 3, &|kind| kind.policy = of_class(1)),
        small("rsptest-owned", 4, &|kind| kind.policy = ruled(OWNER, &[])),
        small("rsptest-ppr1", 5, &|kind| kind.policy = ruled(OWNER, &[PPR1])),
        small("rsptest-ppr2", 6, &|kind| kind.policy = ruled(OWNER, &[PPR2])),
        small("rsptest-ppr1-other-owner", 7, &|kind| kind.policy = ruled(OTHER_OWNER, &[PPR1])),
        small("rsptest-quiet", 8, &|kind| kind.notifications.clear()),
        small("rsptest-several-recipients", 9, &|kind| {
            let other = OTHER_RECIPIENT;
            kind.notifications =
                targets(&[(0, other), (1, address), (1, other), (2, other), (2, address), (3, address), (3, other)]);
        }),
        small("rsptest-small-segments", 10, &|kind| kind.segment = Some(64)),
        // One octet more than an encrypted segment of 1020 octets holds.
        kind("rsptest-long-segments", 0, &|kind| {
            kind.iccid_prefix = "899990211".into();
            kind.segment = Some(1008);
        }),
        small("rsptest-large", 13, &|kind| kind.package.octets = with_file_of(300 * 1024)),
        small("rsptest-suci", 15, &|kind| kind.package = suci()),
        small("rsptest-icon", 12, &|kind| kind.icon = Some(icon())),
    ]
}

/// Which profile type serves which kind of order.
pub fn order_kinds() -> Vec<(OrderKind, &'static str)> {
    use OrderKind::*;
    let generic =
        [Open, EidBound, OtherEid, Default, ConfirmationCode, NotReleased].map(|kind| (kind, "rsptest-generic"));
    let special = [
        (Expired, "rsptest-expired"),
        (LimitedAttempts, "rsptest-limited-attempts"),
        (LargeMetadata, "rsptest-large-metadata"),
        (SessionKeys, "rsptest-session-keys"),
        (NoRebinding, "rsptest-no-rebinding"),
        (Ineligible, "rsptest-ineligible"),
        (NewerVersion, "rsptest-newer-version"),
    ];
    generic.into_iter().chain(special).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rsp_consumer::iccid;

    #[test]
    fn the_large_package_is_the_small_one_with_a_file_in_front_of_its_end() {
        let tags = |octets: &[u8]| tlv::all(octets).unwrap().iter().map(|element| element.tag).collect::<Vec<_>>();
        let large = with_file_of(1000);
        let mut expected = tags(MINIMAL);
        expected.insert(expected.len() - 1, 0xA1);
        assert_eq!((tags(&large), expected.last()), (expected.clone(), Some(&0xAA)));
        // fillFileContent of 1000 octets.
        assert!(large.windows(5).any(|window| window == [0x81, 0x82, 0x03, 0xE8, 0xA5]));
    }

    #[test]
    fn the_test_key_takes_the_place_of_the_secret_one() {
        let (before, after) = (minimal().octets, with_test_key().octets);
        assert_eq!(before.len(), after.len());
        let different: Vec<usize> = (0..before.len()).filter(|at| before[*at] != after[*at]).collect();
        let (first, last) = (different[0], different[different.len() - 1]);
        assert_eq!((before[first], after[first], last - first), (1, 3, 6 + 15), "{different:?}");
        assert!(after.windows(16).any(|window| window == TEST_KEY));
    }

    #[test]
    fn the_iccid_stands_where_the_offsets_say() {
        let profile = package().personalised("8999901000000000017");
        let header = rsp_asn1::tlv::first(&profile).unwrap().0;
        let field = rsp_asn1::tlv::all(header.content).unwrap().into_iter().find(|field| field.tag == 0x83).unwrap();
        assert_eq!(field.content, iccid::to_header("8999901000000000017"));
        let file = &profile[IN_EF_ICCID..IN_EF_ICCID + 10];
        assert_eq!(file, iccid::to_ef("8999901000000000017"));
        let profile = tuak().personalised("8999901100000000017");
        assert_eq!(profile[25..35], iccid::to_header("8999901100000000017"));
        assert_eq!(profile[187..197], iccid::to_ef("8999901100000000017"));
        let small = suci().personalised("8999902150000000015");
        assert_eq!(small[24..34], iccid::to_header("8999902150000000015"));
        assert_eq!(small[130..140], iccid::to_ef("8999902150000000015"));
        assert_eq!((&small[22..24], small[129]), (&[0x83, 0x0A][..], 0x0A));
        assert_eq!(profile[23..25], [0x83, 0x0A]);
        assert_eq!(profile[186], 0x0A);
        // Ten octets of fillFileContent: 83 0A before them.
        assert_eq!(profile[IN_EF_ICCID - 1], 0x0A);
    }
}
