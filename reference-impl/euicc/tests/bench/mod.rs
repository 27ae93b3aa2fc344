//! A card with a small profile on it, and short ways to talk to it.

#![allow(clippy::unwrap_used, dead_code, reason = "a test states what must hold; not every test uses all of the bench")]

pub mod noise;

use rsp_asn1::tlv;
use rsp_conduct::{Artefact, Check, Choice, Conduct, Context, Duty, FixedClock, Honest, Refusal};
use rsp_crypto::aka::{STANDARD_CONSTANTS, STANDARD_ROTATIONS};
use rsp_crypto::{Curve, SeededEntropy};
use rsp_euicc::fs::{AccessReference, BerTlv, FileSystem, Kind, Node, NodeId, Pin, PinContext, Pins, Puk};
use rsp_euicc::profile::{Aka, AkaAlgorithm, AkaParameters, ApplicationInstance, Profile, SecurityDomain};
use rsp_euicc::{Card, CardOptions, Euicc, EuiccIdentity, Info2, IsdpState, SigningIdentity};
use rsp_pki::TestPki;
use std::sync::Arc;

/// SELECT of the ISD-R on the basic channel.
pub const SELECT_ISD_R: &str = "00A4040010A0000005591010FFFFFFFF8900000100";
/// SELECT of the ECASD on the basic channel.
pub const SELECT_ECASD: &str = "00A4040010A0000005591010FFFFFFFF8900000200";
/// DF name of the USIM.
pub const USIM: &str = "A0000000871002FF49FF0589";
/// DF name of the ISIM.
pub const ISIM: &str = "A0000000871004FF49FF0589";
/// PIN1, PIN2 and their PUKs, ADM1.
pub const PIN1: &str = "31323334FFFFFFFF";
pub const PIN2: &str = "35363738FFFFFFFF";
pub const PUK1: &str = "3132333435363738";
pub const ADM1: &str = "3535353535353535";

/// Rules of EF.ARR: 1 read always, update ADM1; 2 read and update PIN1, (de)activate ADM1; 3 read always, update PIN2,
/// INCREASE PIN1; 4 nothing; 5 all of it always.
const ARR: [&str; 5] = [
    "8001019000800102A40683010A950108",
    "800103A406830101950108800118A40683010A950108",
    "8001019000800102A406830181950108840132A406830101950108",
    "",
    "80011B90008401329000",
];

/// EF.SUCI_Calc_Info: profile B, profile A, null scheme, with the public keys of 3GPP TS 33.501 §C.4 (27 and 30).
pub const SUCI_CALC_INFO: &str = "A006020101020000A14B80011B81210272DA71976234CE833A6907425867B82E074D44EF907DFB4B3E21C1C2256EBCD1\
     80011E81205A8D38864820197C3394B92613B20B91633CBD897119273BF8E4A6F4EEC0A650FFFFFFFF";

fn octets(hex: &str) -> Vec<u8> {
    hex::decode(hex.replace(' ', "")).unwrap()
}

fn file(fid: u16, kind: Kind, arr: u8, body: Vec<u8>, record_length: u16) -> Node {
    let mut node = Node::new(fid, kind);
    node.access = Some(AccessReference { arr: 0x2F06, record: arr });
    (node.body, node.record_length) = (body, record_length);
    node
}

fn directory(fid: u16, kind: Kind) -> Node {
    let mut node = file(fid, kind, 5, Vec::new(), 0);
    (node.descriptor, node.pin_status) = (vec![0x78, 0x21], vec![0x01, 0x81, 0x0A]);
    node
}

/// The profile.
pub fn profile() -> Profile {
    let mut fs = FileSystem::default();
    let mf = fs.node_mut(NodeId::MF);
    (mf.access, mf.pin_status) = (Some(AccessReference { arr: 0x2F06, record: 5 }), vec![0x01, 0x0A]);
    let rules = ARR.iter().flat_map(|rule| {
        let mut record = octets(rule);
        record.resize(40, 0xFF);
        record
    });
    fs.add(NodeId::MF, file(0x2F06, Kind::LinearFixed, 1, rules.collect(), 40)).unwrap();
    let iccid = octets("98001032547698103214");
    let mut ef_iccid = file(0x2FE2, Kind::Transparent, 1, iccid, 0);
    ef_iccid.sfi = Some(2);
    fs.add(NodeId::MF, ef_iccid).unwrap();
    let telecom = fs.add(NodeId::MF, directory(0x7F10, Kind::Df)).unwrap();
    let mut numbers = vec![0xFF; 5 * 20];
    numbers[20..24].copy_from_slice(b"anna");
    numbers[62..66].copy_from_slice(b"anna");
    fs.add(telecom, file(0x6F3A, Kind::LinearFixed, 5, numbers, 20)).unwrap();
    let usim = fs.add(NodeId::MF, directory(0x7FD0, Kind::Adf { aid: octets(USIM) })).unwrap();
    let isim = fs.add(NodeId::MF, directory(0x7FB0, Kind::Adf { aid: octets(ISIM) })).unwrap();
    let mut imsi = file(0x6F07, Kind::Transparent, 2, octets("080910101032546360"), 0);
    imsi.sfi = Some(7);
    let imsi = fs.add(usim, imsi).unwrap();
    fs.add(telecom, file(0x6F44, Kind::Link { target: imsi }, 5, Vec::new(), 0)).unwrap();
    fs.add(usim, file(0x6F39, Kind::Cyclic, 3, octets("0000FF000002000001"), 3)).unwrap();
    fs.add(usim, file(0x6F46, Kind::Transparent, 4, vec![0; 4], 0)).unwrap();
    fs.add(usim, file(0x6F73, Kind::Transparent, 5, (0..300).map(|n| n as u8).collect(), 0)).unwrap();
    // EF.UST with services 27, 38, 124 and 125.
    fs.add(usim, file(0x6F38, Kind::Transparent, 2, octets("0000000420 00000000000000000000 1800"), 0)).unwrap();
    fs.add(usim, file(0x6FAD, Kind::Transparent, 1, octets("00000002"), 0)).unwrap();
    let df_5gs = fs.add(usim, directory(0x5FC0, Kind::Df)).unwrap();
    fs.add(df_5gs, file(0x4F0A, Kind::Transparent, 5, octets("17FFFFFF"), 0)).unwrap();
    fs.add(df_5gs, file(0x4F09, Kind::Transparent, 5, vec![0xFF; 40], 0)).unwrap();
    let df_saip = fs.add(usim, directory(0x5FD0, Kind::Df)).unwrap();
    fs.add(df_saip, file(0x4F01, Kind::Transparent, 5, octets(SUCI_CALC_INFO), 0)).unwrap();
    let mut objects = file(0x4F0B, Kind::BerTlv, 5, Vec::new(), 0);
    objects.ber_tlv = Some(BerTlv { reserved: 0x400, maximum: None, details: 1 });
    fs.add(usim, objects).unwrap();
    let mut private = directory(0x5F3B, Kind::Df);
    private.descriptor = vec![0x38, 0x21];
    fs.add(usim, private).unwrap();
    let pin = |key_reference, value: &str, puk, tries| Pin {
        key_reference,
        value: octets(value).try_into().unwrap(),
        puk,
        enabled: true,
        changeable: true,
        can_be_disabled: true,
        tries_max: tries,
        tries_left: tries,
    };
    let global = vec![pin(0x01, PIN1, Some(0x01), 3), pin(0x0A, ADM1, None, 10)];
    let contexts = vec![
        PinContext { directory: NodeId::MF, shared_with: None, pins: global },
        PinContext { directory: usim, shared_with: None, pins: vec![pin(0x81, PIN2, None, 3)] },
    ];
    let puks = vec![Puk { key_reference: 1, value: octets(PUK1).try_into().unwrap(), tries_max: 10, tries_left: 10 }];
    let instance = ApplicationInstance { aid: octets("A000000151000000"), ..ApplicationInstance::default() };
    let domain = SecurityDomain {
        instance,
        keys: Vec::new(),
        personalisation: Vec::new(),
        restriction: None,
        contactless_parameters: None,
        cat_tp_sizes: None,
    };
    // Test set 1 of 3GPP TS 35.208.
    let parameters = AkaParameters {
        algorithm: AkaAlgorithm::Milenage,
        options: 1,
        key: octets("465B5CE8B199B49FAA5F0A2EE238A6BC"),
        opc: octets("CD63CB71954A9F4E48A5994E37A02BAF"),
        rotation: STANDARD_ROTATIONS,
        xoring: STANDARD_CONSTANTS,
        counter_max: None,
        keccak_iterations: 1,
        sqn_options: 0,
        sqn_delta: 0,
        sqn_age_limit: 0,
    };
    let aka = |adf, mapped_to| Aka { adf, mapped_to, parameters: parameters.clone(), sequence: [0; 32], counter: 0 };
    let aka = vec![aka(usim, None), aka(isim, Some(usim))];
    Profile { fs, aka, pins: Pins { contexts, puks }, security_domains: vec![domain], ..Profile::default() }
}

/// Clock and entropy of the card.
pub fn context(conduct: Arc<dyn Conduct>) -> Context {
    let clock = Arc::new(FixedClock::at(1_800_000_000));
    Context { conduct, clock, entropy: Arc::new(SeededEntropy::new(b"card OS tests")) }
}

/// An eUICC without profiles.
pub fn euicc(conduct: Arc<dyn Conduct>) -> Euicc {
    euicc_claiming(conduct, Info2::default())
}

/// The same, and what it says of itself.
pub fn euicc_claiming(conduct: Arc<dyn Conduct>, info2: Info2) -> Euicc {
    let pki = TestPki::from_seed(b"card OS tests");
    let suite = pki.on(Curve::P256);
    let eid = suite.euicc.certificate.subject_serial_number().unwrap();
    let identity = EuiccIdentity {
        eid: hex::decode(eid).unwrap().try_into().unwrap(),
        verification: vec![suite.ci.certificate.clone()],
        signing: vec![SigningIdentity {
            ci_pkid: suite.ci_pkid(),
            key: suite.euicc.key.clone().unwrap(),
            euicc_certificate: suite.euicc.certificate.der().to_vec(),
            eum_certificate: suite.eum.certificate.der().to_vec(),
        }],
        info2,
        default_dp_address: "smdpplus.example.com".into(),
        root_ds_address: "smds.example.com".into(),
    };
    Euicc::new(context(conduct), identity)
}

/// ICCIDs, as in EF.ICCID, of the profile that is enabled and of the one that is not.
pub const ICCID: &str = "98001032547698103214";
pub const OTHER_ICCID: &str = "98001032547698103224";

/// StoreMetadataRequest of a profile.
pub fn metadata(iccid: &str) -> Vec<u8> {
    let fields = [tlv::wrap(0x5A, &[&octets(iccid)]), tlv::wrap(0x91, &[b"provider"]), tlv::wrap(0x92, &[b"profile"])];
    tlv::wrap(0xBF25, &[&fields.concat()])
}

/// A card with two profiles, the first of them enabled; EF.ICCID tells them apart.
pub fn card_with(conduct: Arc<dyn Conduct>, options: CardOptions) -> Card {
    card_of(euicc(conduct), options)
}

/// The same on this eUICC.
pub fn card_of(mut euicc: Euicc, options: CardOptions) -> Card {
    for (iccid, state) in [(ICCID, IsdpState::Enabled), (OTHER_ICCID, IsdpState::Disabled)] {
        let mut profile = profile();
        let file = profile.fs.child(NodeId::MF, 0x2FE2).unwrap();
        profile.fs.node_mut(file).body = octets(iccid);
        let iccid: [u8; 10] = octets(iccid).try_into().unwrap();
        euicc.preload(iccid, metadata(&hex::encode(iccid)), profile, state).unwrap().unwrap();
    }
    Card::with_options(euicc, options)
}

/// The same, honest and with the usual options.
pub fn card() -> Card {
    card_with(Arc::new(Honest), CardOptions::default())
}

/// Short ways to talk to a card.
pub trait Talk {
    /// A command in hex; response data and status word in hex.
    fn say(&mut self, command: &str) -> String;

    /// The same, and GET RESPONSE (with the class of the command, proprietary or not) until nothing waits.
    fn get(&mut self, command: &str) -> String;

    /// A whole STORE DATA on the basic channel with what it answers.
    fn es10(&mut self, payload: &str) -> String {
        let payload = octets(payload);
        self.get(&format!("80E29100{:02X}{}", payload.len(), hex::encode(payload)))
    }
}

impl Talk for Card {
    fn say(&mut self, command: &str) -> String {
        hex::encode_upper(self.transmit(&octets(command)))
    }

    fn get(&mut self, command: &str) -> String {
        let mut answer = self.transmit(&octets(command));
        let class = octets(command)[0];
        while let [.., 0x61, waiting] = answer[..] {
            answer.truncate(answer.len() - 2);
            answer.extend(self.transmit(&[class, 0xC0, 0, 0, waiting]));
        }
        hex::encode_upper(answer)
    }
}

/// A conduct that breaks one rule, whatever kind it is.
pub struct Breaks(pub &'static str);

impl Conduct for Breaks {
    fn judge(&self, check: &'static Check, outcome: Result<(), Refusal>) -> Result<(), Refusal> {
        if check.id == self.0 { Ok(()) } else { outcome }
    }

    fn does(&self, duty: &'static Duty) -> bool {
        duty.id != self.0
    }

    fn choose(&self, choice: &'static Choice, n: usize, honest: Option<usize>) -> Option<usize> {
        match honest {
            Some(index) if choice.id == self.0 => Some((index + 1) % n),
            _ => honest,
        }
    }

    fn shape(&self, artefact: &'static Artefact, octets: &mut Vec<u8>) {
        if artefact.id == self.0 {
            octets.push(0xEE);
        }
    }
}
