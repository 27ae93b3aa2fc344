//! A Bound Profile Package, cut as an LPA cuts it.

use super::{Card, Outcome, Prepare, at, iccid, suite, tlv};
use rsp_crypto::bsp::{Bsp, SessionKeys};
use rsp_crypto::{Curve, PrivateKey, PublicKey};

/// How the profile elements are protected.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// With the session keys.
    SessionKeys,
    /// With keys that ReplaceSessionKeys brings.
    ProfileKeys,
}

/// A package; every field may be made wrong before it is cut.
pub struct Bpp {
    pub transaction_id: Vec<u8>,
    pub remote_op_id: u8,
    pub key_type: u8,
    pub key_length: u8,
    pub host_id: Vec<u8>,
    pub signing_key: PrivateKey,
    /// otPK.DP.ECKA as it is sent.
    pub smdp_otpk: Vec<u8>,
    pub configure_isdp: Vec<u8>,
    pub metadata: Vec<u8>,
    pub protection: Protection,
    pub replace_session_keys: Vec<u8>,
    pub package: Vec<u8>,
    /// Tags of the segments of A0, A1, A2, A3.
    pub tags: [u8; 4],
    /// Clear octets in each segment of the package.
    pub cut: usize,
    /// Added to the length of BF36.
    pub longer: usize,
    smdp_key: PrivateKey,
}

impl Bpp {
    /// A good one for the profile with this number.
    pub fn of(number: u8) -> Self {
        let smdp_key = PrivateKey::from_bytes(Curve::P256, &[0x21; 32]).unwrap();
        let mut package = include_bytes!("../../../../../vectors/profiles/rsptest-minimal.der").to_vec();
        package[27..37].copy_from_slice(&iccid(number).map(|octet| octet.rotate_left(4)));
        Self {
            transaction_id: vec![0x11; 16],
            remote_op_id: 1,
            key_type: 0x88,
            key_length: 0x10,
            host_id: b"host".to_vec(),
            signing_key: suite().dp_pb.key.clone().unwrap(),
            smdp_otpk: smdp_key.public_key().to_sec1().to_vec(),
            configure_isdp: tlv(0xBF24, &[]),
            metadata: Self::metadata_of(&iccid(number), &[]),
            protection: Protection::SessionKeys,
            replace_session_keys: tlv(0xBF26, &[&[0x80, 0x81, 0x82].map(|tag| tlv(tag, &[&[tag as u8; 16]])).concat()]),
            package,
            tags: [0x87, 0x88, 0x87, 0x86],
            cut: 1007,
            longer: 0,
            smdp_key,
        }
    }

    fn metadata_of(iccid: &[u8], fields: &[u8]) -> Vec<u8> {
        tlv(0xBF25, &[&tlv(0x5A, &[iccid]), &tlv(0x91, &[b"provider"]), &tlv(0x92, &[b"profile"]), fields])
    }

    /// The same with these fields behind the names.
    pub fn metadata_fields(mut self, fields: &[u8]) -> Self {
        let iccid = at(&self.metadata, &[0xBF25, 0x5A]);
        self.metadata = Self::metadata_of(&iccid, fields);
        // profileClass test
        if fields.windows(3).any(|window| window == [0x95, 1, 0]) { self.with_test_key() } else { self }
    }

    /// The same with a key that opens no network: the test algorithm in place of Milenage.
    fn with_test_key(mut self) -> Self {
        let milenage = [0x80, 1, 1, 0x81, 1, 1, 0x82, 16];
        let at = self.package.windows(8).position(|window| window == milenage).unwrap();
        self.package[at + 2] = 3;
        self
    }

    /// The same with something changed.
    pub fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    /// The parts that an LPA sends, for a card that answered PrepareDownload so.
    pub fn parts(&self, card: &Card, prepared: &[u8]) -> Vec<Vec<u8>> {
        let euicc_otpk = at(prepared, &[0xA0, 0x30, 0x5F49]);
        let template = [tlv(0x80, &[&[self.key_type]]), tlv(0x81, &[&[self.key_length]]), tlv(0x84, &[&self.host_id])];
        let signed = [
            tlv(0x82, &[&[self.remote_op_id]]),
            tlv(0x80, &[&self.transaction_id]),
            tlv(0xA6, &[&template.concat()]),
            tlv(0x5F49, &[&self.smdp_otpk]),
        ]
        .concat();
        let signature = self.signing_key.sign(&[&signed, &tlv(0x5F49, &[&euicc_otpk])]);
        let agreement = tlv(0xBF23, &[&signed, &tlv(0x5F37, &[&signature])]);

        let peer = PublicKey::from_sec1(Curve::P256, &euicc_otpk).unwrap();
        let secret = self.smdp_key.agree(&peer).unwrap();
        let keys = SessionKeys::derive(&secret, self.key_type, self.key_length, &self.host_id, &card.0.identity().eid);
        let mut channel = Bsp::new(keys);
        let [first, second, third, fourth] = self.tags;
        let a0 = tlv(0xA0, &[&channel.seal(first, &self.configure_isdp)]);
        let metadata: Vec<Vec<u8>> = self.metadata.chunks(1008).map(|cut| channel.seal(second, cut)).collect();
        let mut a2 = Vec::new();
        if self.protection == Protection::ProfileKeys {
            a2 = tlv(0xA2, &[&channel.seal(third, &self.replace_session_keys)]);
            channel.replace_keys(SessionKeys { initial_mcv: [0x80; 16], s_enc: [0x81; 16], s_mac: [0x82; 16] });
        }
        let elements: Vec<Vec<u8>> = self.package.chunks(self.cut).map(|cut| channel.seal(fourth, cut)).collect();
        let head = |tag, parts: &[Vec<u8>]| {
            let whole = tlv(tag, &[&parts.concat()]);
            whole[..whole.len() - parts.concat().len()].to_vec()
        };
        let (a1, a3) = (head(0xA1, &metadata), head(0xA3, &elements));
        let mut inside = vec![agreement.clone(), a0.clone(), a1.clone()];
        inside.extend(metadata.clone());
        inside.extend([a2.clone(), a3.clone()]);
        inside.extend(elements.clone());
        inside.push(vec![0; self.longer]);
        let mut parts = vec![[head(0xBF36, &inside), agreement].concat(), a0, a1];
        parts.extend(metadata);
        parts.extend(Some(a2).filter(|a2| !a2.is_empty()));
        parts.push(a3);
        parts.extend(elements);
        parts
    }

    /// Prepares a download and gives its parts.
    pub fn prepared_parts(&self, card: &mut Card) -> Vec<Vec<u8>> {
        let prepared = Prepare::new().send(card);
        self.parts(card, &prepared)
    }

    /// Sends parts until a result or a refusal comes.
    pub fn send(card: &mut Card, parts: &[Vec<u8>]) -> Outcome {
        let mut last = 0;
        for part in parts {
            let (data, sw) = card.raw(part);
            last = sw;
            if !data.is_empty() {
                assert_eq!(sw, 0x9000);
                return Outcome::of(&data);
            }
            if sw != 0x9000 {
                break;
            }
        }
        Outcome::Nothing(last)
    }

    /// Puts a profile element in front of the last one.
    pub fn insert(&mut self, element: &[u8]) {
        // PE-End of the minimal package: `AA`, its length, a head of seven octets.
        let end = self.package.len() - 9;
        assert_eq!(self.package[end], 0xAA);
        self.package.splice(end..end, element.iter().copied());
    }

    /// Prepares a download and loads the package.
    pub fn load_after_preparing(&self, card: &mut Card) -> Outcome {
        let parts = self.prepared_parts(card);
        Self::send(card, &parts)
    }
}
