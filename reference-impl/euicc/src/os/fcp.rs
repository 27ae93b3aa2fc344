//! File control parameters (ETSI TS 102 221 §11.1.1.3 and §11.1.1.4).

use super::rules;
use crate::card::Card;
use crate::fs::{CURRENT_ADF, FileSystem, Kind, Node, NodeId};
use rsp_asn1::tlv;

/// UICC characteristics: clock stop allowed, no preferred level; classes A, B and C.
const CHARACTERISTICS: u8 = 0x71;

impl Card {
    /// The FCP template `62` of a file.
    pub(crate) fn fcp(&self, id: NodeId) -> Vec<u8> {
        let fs = &self.profile().fs;
        let (own, content) = (fs.node(id), fs.content(id));
        let mut objects = tlv::wrap(0x82, &[&descriptor(content)]);
        match &content.kind {
            Kind::Adf { aid } => {
                objects.extend(tlv::wrap(0x83, &[&CURRENT_ADF.to_be_bytes()]));
                objects.extend(tlv::wrap(0x84, &[aid]));
            }
            _ => objects.extend(tlv::wrap(0x83, &[&own.fid.to_be_bytes()])),
        }
        objects.extend(self.proprietary(content));
        objects.extend(tlv::wrap(0x8A, &[&[content.life_cycle]]));
        objects.extend(match own.access {
            Some(access) => tlv::wrap(0x8B, &[&access.arr.to_be_bytes(), &[access.record]]),
            // No access mode is named in it: nothing is allowed.
            None => tlv::wrap(0x8C, &[&[0x00]]),
        });
        if content.is_directory() {
            objects.extend(self.pin_status(fs, id, content));
        } else {
            objects.extend(tlv::wrap(0x80, &[&size(content.body.len())]));
            let sfi = own.sfi.map(|sfi| vec![sfi << 3]).unwrap_or_default();
            objects.extend(tlv::wrap(0x88, &[&sfi]));
        }
        let mut fcp = tlv::wrap(0x62, &[&objects]);
        self.euicc.context.conduct.shape(&rules::FCP, &mut fcp);
        fcp
    }

    /// `A5`: what only the UICC says of a file.
    fn proprietary(&self, node: &Node) -> Vec<u8> {
        let mut objects = Vec::new();
        if node.is_directory() {
            if matches!(node.kind, Kind::Mf) {
                objects.extend(tlv::wrap(0x80, &[&[CHARACTERISTICS]]));
            }
            let free = u32::try_from(self.euicc.free_memory()).unwrap_or(u32::MAX);
            objects.extend(tlv::wrap(0x83, &[&free.to_be_bytes()]));
        } else {
            objects.extend(tlv::wrap(0xC0, &[&[node.special_information]]));
        }
        if let Some(sizes) = node.ber_tlv {
            objects.extend(tlv::wrap(0x84, &[&[sizes.details]]));
            objects.extend(tlv::wrap(0x85, &[&size(sizes.reserved as usize)]));
            if let Some(maximum) = sizes.maximum {
                objects.extend(tlv::wrap(0x86, &[&size(maximum as usize)]));
            }
        }
        tlv::wrap(0xA5, &[&objects])
    }

    /// `C6`: which codes are valid in a directory, and which of them are asked for.
    fn pin_status(&self, fs: &FileSystem, id: NodeId, directory: &Node) -> Vec<u8> {
        let pins = &self.profile().pins;
        let mut enabled = vec![0; directory.pin_status.len().div_ceil(8)];
        let mut references = Vec::new();
        for (number, key) in directory.pin_status.iter().enumerate() {
            let asked = pins.find(fs, id, *key).is_some_and(|slot| pins.pin(slot).enabled);
            enabled[number / 8] |= u8::from(asked) << (7 - number % 8);
            references.extend(tlv::wrap(0x83, &[&[*key]]));
        }
        tlv::wrap(0xC6, &[&tlv::wrap(0x90, &[&enabled]), &references])
    }
}

/// The file descriptor (tag `82`): with records, their length and number.
fn descriptor(node: &Node) -> Vec<u8> {
    let usual = match node.kind {
        Kind::Mf | Kind::Df | Kind::Adf { .. } => 0x78,
        Kind::Transparent | Kind::Link { .. } => 0x41,
        Kind::LinearFixed => 0x42,
        Kind::Cyclic => 0x46,
        Kind::BerTlv => 0x79,
    };
    let mut octets = vec![node.descriptor.first().copied().unwrap_or(usual)];
    octets.push(node.descriptor.get(1).copied().unwrap_or(0x21));
    if matches!(node.kind, Kind::LinearFixed | Kind::Cyclic) {
        octets.extend(node.record_length.to_be_bytes());
        octets.push(node.record_count().min(0xFF) as u8);
    }
    octets
}

/// A size, in two octets or as many more as it needs.
fn size(octets: usize) -> Vec<u8> {
    let digits = (octets as u32).to_be_bytes();
    let skip = digits.iter().take(2).take_while(|digit| **digit == 0).count();
    digits[skip..].to_vec()
}
