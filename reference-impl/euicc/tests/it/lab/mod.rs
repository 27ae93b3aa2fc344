//! A card, the servers that talk to it, and what tests ask it.

mod bpp;
mod certificates;
mod messages;

pub use bpp::{Bpp, Protection};
pub use certificates::{certificate, crl, server_template, unsupported_curve};
pub use messages::{Authenticate, Prepare};

use rsp_conduct::{Check, Choice, Conduct, Context, Duty, FixedClock, Honest, Refusal};
use rsp_crypto::{Curve, SeededEntropy};
use rsp_euicc::{Euicc, EuiccIdentity, Info2, Personalisation, SigningIdentity, StateStore, StoreError};
use rsp_pki::{Suite, TestPki};
use std::sync::{Arc, OnceLock};

/// The SM-DP+ that everything is downloaded from.
pub const SMDP: &str = "testsmdpplus1.example.com";
/// Contents octets of 2.999.10.
pub const SMDP_OID: [u8; 3] = [0x88, 0x37, 0x0A];

/// An element: tag, minimal length, contents.
pub fn tlv(tag: u32, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let mut out: Vec<u8> = tag.to_be_bytes().into_iter().skip_while(|octet| *octet == 0).collect();
    match content.len() {
        length @ 0..=0x7F => out.push(length as u8),
        length @ 0x80..=0xFF => out.extend([0x81, length as u8]),
        length => out.extend([0x82, (length >> 8) as u8, length as u8]),
    }
    out.extend(content);
    out
}

/// The contents of the elements on this path, each the first of its tag; panics where there is none.
pub fn at(octets: &[u8], path: &[u32]) -> Vec<u8> {
    find(octets, path).unwrap_or_else(|| panic!("no {path:X?} in {}", hex::encode_upper(octets)))
}

/// The same, nothing where there is none.
pub fn find(octets: &[u8], path: &[u32]) -> Option<Vec<u8>> {
    let mut inside = octets.to_vec();
    for tag in path {
        inside = all(&inside).into_iter().find(|(found, _)| found == tag)?.1;
    }
    Some(inside)
}

/// The elements one after the other: tag and contents.
pub fn all(mut octets: &[u8]) -> Vec<(u32, Vec<u8>)> {
    let mut found = Vec::new();
    while let Some((first, mut rest)) = octets.split_first() {
        let mut tag = u32::from(*first);
        if first & 0x1F == 0x1F {
            while let Some((next, behind)) = rest.split_first() {
                (tag, rest) = (tag << 8 | u32::from(*next), behind);
                if next & 0x80 == 0 {
                    break;
                }
            }
        }
        let (length, behind) = match rest {
            [0x82, high, low, behind @ ..] => (usize::from(*high) << 8 | usize::from(*low), behind),
            [0x81, low, behind @ ..] => (usize::from(*low), behind),
            [low, behind @ ..] => (usize::from(*low), behind),
            [] => panic!("an element without length"),
        };
        found.push((tag, behind[..length].to_vec()));
        octets = &behind[length..];
    }
    found
}

fn pki() -> &'static TestPki {
    static PKI: OnceLock<TestPki> = OnceLock::new();
    PKI.get_or_init(|| TestPki::from_seed(b"euicc tests"))
}

/// Everybody's certificates on P-256.
pub fn suite() -> &'static Suite {
    pki().on(Curve::P256)
}

/// Everybody's certificates on the other curve.
pub fn brainpool() -> &'static Suite {
    pki().on(Curve::BrainpoolP256r1)
}

/// An identity under both CIs.
pub fn identity() -> EuiccIdentity {
    let signing = |suite: &Suite| SigningIdentity {
        ci_pkid: suite.ci_pkid(),
        key: suite.euicc.key.clone().unwrap(),
        euicc_certificate: suite.euicc.certificate.der().to_vec(),
        eum_certificate: suite.eum.certificate.der().to_vec(),
    };
    let eid = suite().euicc.certificate.subject_serial_number().unwrap();
    EuiccIdentity {
        eid: hex::decode(eid).unwrap().try_into().unwrap(),
        verification: [suite(), brainpool()].map(|suite| suite.ci.certificate.clone()).to_vec(),
        signing: vec![signing(suite()), signing(brainpool())],
        info2: Info2::default(),
        default_dp_address: "default.example.com".into(),
        root_ds_address: "testrootsmds.example.com".into(),
    }
}

/// What a card lives in.
pub fn context(conduct: Arc<dyn Conduct>) -> Context {
    let entropy = Arc::new(SeededEntropy::new(b"card"));
    Context { conduct, clock: Arc::new(FixedClock::at(1_800_000_000)), entropy }
}

/// A card without one rule: the check passes, the duty is not done, the choice falls on another.
pub struct Without(pub &'static str);

impl Conduct for Without {
    fn judge(&self, check: &'static Check, outcome: Result<(), Refusal>) -> Result<(), Refusal> {
        if check.id == self.0 { Ok(()) } else { outcome }
    }

    fn does(&self, duty: &'static Duty) -> bool {
        duty.id != self.0
    }

    fn choose(&self, choice: &'static Choice, n: usize, honest: Option<usize>) -> Option<usize> {
        if choice.id == self.0 { Some(honest.map_or(0, |honest| (honest + 1) % n)) } else { honest }
    }
}

/// A card.
pub struct Card(pub Euicc);

impl Card {
    /// An honest one.
    pub fn new() -> Self {
        Self::with(Arc::new(Honest))
    }

    /// One of this conduct.
    pub fn with(conduct: Arc<dyn Conduct>) -> Self {
        Self(Euicc::new(context(conduct), identity()))
    }

    /// One with other facts about itself.
    pub fn of(conduct: Arc<dyn Conduct>, personalisation: Personalisation, info2: Info2) -> Self {
        Self(Euicc::personalised(context(conduct), EuiccIdentity { info2, ..identity() }, personalisation))
    }

    /// An honest one whose state is in this store.
    pub fn open(store: Box<dyn StateStore>) -> Result<(Self, Option<StoreError>), StoreError> {
        Self::open_with(Arc::new(Honest), store)
    }

    /// One of this conduct whose state is in this store.
    pub fn open_with(
        conduct: Arc<dyn Conduct>,
        store: Box<dyn StateStore>,
    ) -> Result<(Self, Option<StoreError>), StoreError> {
        let opened = Euicc::open(context(conduct), identity(), Personalisation::default(), store);
        opened.map(|(euicc, refused)| (Self(euicc), refused))
    }

    /// Data and status word of a command.
    pub fn raw(&mut self, command: &[u8]) -> (Vec<u8>, u16) {
        let response = self.0.command(command);
        (response.data, response.sw)
    }

    /// The data of a command that succeeds, without the outer tag, which is that of the command.
    pub fn ask(&mut self, command: &[u8]) -> Vec<u8> {
        let (data, sw) = self.raw(command);
        assert_eq!(sw, 0x9000, "{}", hex::encode_upper(command));
        let tag = all(command)[0].0;
        at(&data, &[tag])
    }

    /// The same for a command in hex.
    pub fn ask_hex(&mut self, command: &str) -> String {
        hex::encode_upper(self.ask(&hex::decode(command.replace(' ', "")).unwrap()))
    }

    /// The result under tag `80` of a command of ES10c.
    pub fn result(&mut self, tag: u32, content: &[&[u8]]) -> u8 {
        let answer = self.ask(&tlv(tag, content));
        let [code] = at(&answer, &[0x80])[..] else { panic!("{}", hex::encode_upper(&answer)) };
        code
    }

    /// EnableProfile by ICCID.
    pub fn enable(&mut self, profile: u8, refresh: bool) -> u8 {
        self.result(0xBF31, &[&tlv(0xA0, &[&tlv(0x5A, &[&iccid(profile)])]), &flag(refresh)])
    }

    /// DisableProfile by ICCID.
    pub fn disable(&mut self, profile: u8, refresh: bool) -> u8 {
        self.result(0xBF32, &[&tlv(0xA0, &[&tlv(0x5A, &[&iccid(profile)])]), &flag(refresh)])
    }

    /// DeleteProfile by ICCID.
    pub fn delete(&mut self, profile: u8) -> u8 {
        self.result(0xBF33, &[&tlv(0x5A, &[&iccid(profile)])])
    }

    /// eUICCMemoryReset with the first octet of the options.
    pub fn memory_reset(&mut self, options: u8) -> u8 {
        self.result(0xBF34, &[&tlv(0x82, &[&[0, options]])])
    }

    /// Which of the profiles 0.. are here and enabled: `0-` for a disabled, `1+` for an enabled one.
    pub fn profiles(&mut self) -> String {
        let answer = self.ask(&hex::decode("BF2D055C035A9F70").unwrap());
        let infos = all(&at(&answer, &[0xA0]));
        let told = infos.iter().map(|(_, info)| {
            let number = at(info, &[0x5A])[9] & 0xF;
            format!("{number}{}", if at(info, &[0x9F70]) == [1] { '+' } else { '-' })
        });
        told.collect::<Vec<_>>().join(" ")
    }

    /// What waits: number, event, address and ICCID of each notification, `3 enable a.example 1`.
    pub fn notifications(&mut self) -> Vec<String> {
        let answer = self.ask(&[0xBF, 0x28, 0x00]);
        let list = all(&at(&answer, &[0xA0]));
        let told = list.iter().map(|(_, one)| {
            let event = match at(one, &[0x81])[..] {
                [7, 0x80] => "install",
                [6, 0x40] => "enable",
                [5, 0x20] => "disable",
                [4, 0x10] => "delete",
                ref other => panic!("{other:02X?}"),
            };
            let number = at(one, &[0x80]).iter().fold(0_u32, |number, octet| number << 8 | u32::from(*octet));
            let iccid = find(one, &[0x5A]).map_or("-".into(), |iccid| (iccid[9] & 0xF).to_string());
            format!("{number} {event} {} {iccid}", String::from_utf8(at(one, &[0x0C])).unwrap())
        });
        told.collect()
    }

    /// RemoveNotificationFromList.
    pub fn remove(&mut self, number: u8) -> u8 {
        self.result(0xBF30, &[&tlv(0x80, &[&[number]])])
    }

    /// Installs a profile with this number and these fields behind the names; its result.
    pub fn install(&mut self, number: u8, fields: &[u8]) -> Outcome {
        Bpp::of(number).metadata_fields(fields).load_after_preparing(self)
    }
}

/// The refreshFlag.
pub fn flag(set: bool) -> Vec<u8> {
    tlv(0x81, &[&[if set { 0xFF } else { 0 }]])
}

/// The ICCID of a profile as in EF.ICCID: 19 digits, the last of which is the number.
pub fn iccid(number: u8) -> [u8; 10] {
    [0x98, 0x99, 0x19, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0xF0 | number]
}

/// The field `B6`: for each recipient the bits of its events and its address.
pub fn recipients(list: &[(&[u8], &str)]) -> Vec<u8> {
    let one = |(bits, address): &(&[u8], &str)| tlv(0x30, &[&tlv(0x80, &[bits]), &tlv(0x81, &[address.as_bytes()])]);
    tlv(0xB6, &[&list.iter().flat_map(one).collect::<Vec<_>>()])
}

/// How an installation ended, from ProfileInstallationResult.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// AID of the ISD-P.
    Installed(Vec<u8>),
    /// BppCommandId and ErrorReason.
    Failed(u8, u8),
    /// No result came; the last status word.
    Nothing(u16),
}

impl Outcome {
    /// From `BF37`; its signature must verify.
    pub fn of(result: &[u8]) -> Self {
        let data = at(result, &[0xBF37, 0xBF27]);
        let key = suite().euicc.key.as_ref().unwrap().public_key();
        key.verify(&[&tlv(0xBF27, &[&data])], &at(result, &[0xBF37, 0x5F37])).unwrap();
        match find(&data, &[0xA2, 0xA0, 0x4F]) {
            Some(aid) => Self::Installed(aid),
            None => Self::Failed(at(&data, &[0xA2, 0xA1, 0x80])[0], at(&data, &[0xA2, 0xA1, 0x81])[0]),
        }
    }

    /// Is the profile installed?
    pub fn installed(&self) -> bool {
        matches!(self, Self::Installed(_))
    }
}
