//! A Bound Profile Package opened with our card's one-time key (SGP.22 §2.5.4, §5.5): what is in it, part by part.

use crate::engine::value::Value;
use rsp_asn1::tlv;
use rsp_crypto::bsp::{Bsp, SessionKeys};
use rsp_crypto::{PrivateKey, PublicKey};
use std::collections::BTreeMap;

/// The parts of a package by name, and what became of opening it.
#[derive(Debug, Clone, Default)]
pub struct OpenedPackage(BTreeMap<&'static str, Value>);

/// What opening needs.
pub struct Keys<'a> {
    /// otSK.EUICC.ECKA
    pub otsk: &'a PrivateKey,
    /// Public key of CERT.DPpb
    pub dp_pb: &'a PublicKey,
    /// The card's EID.
    pub eid: &'a [u8; 16],
}

impl OpenedPackage {
    /// The names of all parts.
    pub const NAMES: [&'static str; 22] = [
        "seals",
        "protection",
        "configure",
        "metadata",
        "replaceSessionKeys",
        "package",
        "largestSegment",
        "segments",
        "remoteOpId",
        "transactionId",
        "keyType",
        "keyLen",
        "hostId",
        "smdpOtpk",
        "smdpSign",
        "initialMacChainingValue",
        "ppkEnc",
        "ppkCmac",
        "trivialKeys",
        "firstElement",
        "lastElement",
        "headerIccid",
    ];

    /// The part with this name. `seals` and `smdpSign` are `valid` or say what is not.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    fn set(&mut self, name: &'static str, value: Value) {
        debug_assert!(Self::NAMES.contains(&name), "{name} is not among the names of parts");
        self.0.insert(name, value);
    }

    /// Opens a package; never fails, says in `seals`, `order` and `smdpSign` what did.
    pub fn open(package: &[u8], keys: &Keys<'_>) -> Self {
        let mut opened = Self::default();
        let outcome = opened.walk(package, keys);
        let seals = outcome.err().unwrap_or_else(|| "valid".into());
        opened.set("seals", Value::Text(seals));
        opened
    }

    fn walk(&mut self, package: &[u8], keys: &Keys<'_>) -> Result<(), String> {
        let outer = tlv::only(0xBF36, package).map_err(|error| format!("BoundProfilePackage: {error}"))?;
        let parts = tlv::all(outer.content).map_err(|error| format!("BoundProfilePackage: {error}"))?;
        let tags: Vec<u32> = parts.iter().map(|part| part.tag).collect();
        let order = match tags.as_slice() {
            [0xBF23, 0xA0, 0xA1, 0xA3] => "session-keys",
            [0xBF23, 0xA0, 0xA1, 0xA2, 0xA3] => "profile-protection-keys",
            _ => "wrong",
        };
        self.set("protection", Value::Text(order.into()));
        let initialise =
            parts.first().filter(|part| part.tag == 0xBF23).ok_or("the package does not begin with BF23")?;
        let mut channel = Bsp::new(self.key_agreement(initialise.content, keys)?);
        let mut largest = 0;
        let mut count = 0;
        for part in &parts[1..] {
            let (wanted, name) = match part.tag {
                0xA0 => (0x87, "configure"),
                0xA1 => (0x88, "metadata"),
                0xA2 => (0x87, "replaceSessionKeys"),
                0xA3 => (0x86, "package"),
                tag => return Err(format!("tag {tag:X} in the package")),
            };
            let mut clear = Vec::new();
            for segment in tlv::all(part.content).map_err(|error| format!("{name}: {error}"))? {
                count += 1;
                if segment.tag != wanted {
                    return Err(format!("segment {count} has the tag {:X}, not {wanted:X}", segment.tag));
                }
                largest = largest.max(segment.whole.len());
                let part = channel.open(segment.whole).map_err(|error| format!("segment {count} ({name}): {error}"))?;
                clear.extend(part.clear);
            }
            if part.tag == 0xA2 {
                channel.replace_keys(self.replaced(&clear)?);
            }
            // The profile package is a run of elements; the others are one.
            let content = match tlv::first(&clear) {
                Ok((element, [])) if part.tag != 0xA3 => element.content.to_vec(),
                _ => clear.clone(),
            };
            self.set(name, Value::Octets { content, whole: Some(clear) });
        }
        self.set("largestSegment", Value::Int(i64::try_from(largest).unwrap_or(i64::MAX)));
        self.set("segments", Value::Int(count));
        self.elements();
        Ok(())
    }

    fn key_agreement(&mut self, content: &[u8], keys: &Keys<'_>) -> Result<SessionKeys, String> {
        let fields = tlv::all(content).map_err(|error| format!("BF23: {error}"))?;
        let find = |tag: u32| fields.iter().find(|field| field.tag == tag).ok_or(format!("BF23 has no {tag:X}"));
        self.set(
            "remoteOpId",
            Value::Int(find(0x82)?.content.iter().fold(0, |sum, octet| sum << 8 | i64::from(*octet))),
        );
        self.set("transactionId", Value::octets(find(0x80)?.content));
        let template = tlv::all(find(0xA6)?.content).map_err(|error| format!("controlRefTemplate: {error}"))?;
        let part = |tag: u32| template.iter().find(|field| field.tag == tag).map(|field| field.content.to_vec());
        let (key_type, key_length) = (part(0x80).unwrap_or_default(), part(0x81).unwrap_or_default());
        let host_id = part(0x84).unwrap_or_default();
        self.set("keyType", Value::octets(key_type.clone()));
        self.set("keyLen", Value::octets(key_length.clone()));
        self.set("hostId", Value::octets(host_id.clone()));
        let otpk = find(0x5F49)?.content;
        self.set("smdpOtpk", Value::octets(otpk));
        let signed: Vec<u8> =
            fields.iter().filter(|field| field.tag != 0x5F37).flat_map(|field| field.whole).copied().collect();
        let ours = tlv::wrap(0x5F49, &[&keys.otsk.public_key().to_sec1()]);
        let verified = keys.dp_pb.verify(&[&signed, &ours], find(0x5F37)?.content);
        self.set("smdpSign", Value::Text(verified.err().map_or_else(|| "valid".into(), |error| error.to_string())));
        let peer = PublicKey::from_sec1(keys.otsk.curve(), otpk).map_err(|error| format!("otPK.DP.ECKA: {error}"))?;
        let secret = keys.otsk.agree(&peer).map_err(|error| error.to_string())?;
        let first = |octets: &[u8]| octets.first().copied().unwrap_or_default();
        Ok(SessionKeys::derive(&secret, first(&key_type), first(&key_length), &host_id, keys.eid))
    }

    fn replaced(&mut self, clear: &[u8]) -> Result<SessionKeys, String> {
        let request = tlv::only(0xBF26, clear).map_err(|error| format!("ReplaceSessionKeysRequest: {error}"))?;
        let fields = tlv::all(request.content).map_err(|error| format!("ReplaceSessionKeysRequest: {error}"))?;
        let mut key = |tag: u32, name: &'static str| -> Result<[u8; 16], String> {
            let field = fields.iter().find(|field| field.tag == tag).ok_or(format!("there is no {name}"))?;
            self.set(name, Value::octets(field.content));
            field.content.try_into().map_err(|_| format!("{name} is not 16 octets"))
        };
        let keys = SessionKeys {
            initial_mcv: key(0x80, "initialMacChainingValue")?,
            s_enc: key(0x81, "ppkEnc")?,
            s_mac: key(0x82, "ppkCmac")?,
        };
        let trivial = [keys.s_enc, keys.s_mac].iter().any(|key| key.iter().all(|octet| *octet == key[0]));
        self.set("trivialKeys", Value::Bool(trivial || keys.s_enc == keys.s_mac));
        Ok(keys)
    }

    /// First and last element of the profile package, and the ICCID of its header.
    fn elements(&mut self) {
        let Some(Value::Octets { content, .. }) = self.0.get("package").cloned() else { return };
        let Ok(elements) = tlv::all(&content) else { return };
        let tag =
            |element: Option<&tlv::Tlv<'_>>| element.map_or_else(String::new, |element| format!("{:X}", element.tag));
        self.set("firstElement", Value::Text(tag(elements.first())));
        self.set("lastElement", Value::Text(tag(elements.last())));
        let header = elements.first().and_then(|header| tlv::all(header.content).ok()).unwrap_or_default();
        if let Some(iccid) = header.iter().find(|field| field.tag == 0x83) {
            // In reading order there, with swapped nibbles in the metadata: given as the metadata has it.
            let swapped: Vec<u8> = iccid.content.iter().map(|octet| octet.rotate_left(4)).collect();
            self.set("headerIccid", Value::octets(swapped));
        }
    }
}
