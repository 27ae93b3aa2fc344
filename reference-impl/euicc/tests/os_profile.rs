//! A profile that the interpreter made from a package: every file of it through the card.

#![allow(clippy::unwrap_used, reason = "a test states what must hold")]

mod bench;

use bench::Talk as _;
use rsp_asn1::tlv;
use rsp_conduct::Honest;
use rsp_euicc::fs::{FileSystem, Kind, NodeId};
use rsp_euicc::profile::{Platform, install};
use rsp_euicc::{Card, Info2, IsdpState};
use std::sync::Arc;

/// A card with the generic package of `vectors/profiles` installed and enabled.
fn card() -> (Card, FileSystem) {
    let package = include_bytes!("../../../vectors/profiles/rsptest-generic.der");
    let platform = Platform::new(&Info2::default(), 512 * 1024);
    let profile = install(package, &platform, &Honest).unwrap().profile;
    let files = profile.fs.clone();
    let mut euicc = bench::euicc(Arc::new(Honest));
    euicc.preload([0x98; 10], bench::metadata(&"98".repeat(10)), profile, IsdpState::Enabled).unwrap().unwrap();
    (Card::new(euicc), files)
}

/// The DF name of the ADF above a file, if there is one, and the path to it from there or from the MF.
fn way(fs: &FileSystem, id: NodeId) -> (Option<Vec<u8>>, String) {
    let mut path = String::new();
    let mut at = id;
    loop {
        let node = fs.node(at);
        match (&node.kind, node.parent) {
            (Kind::Adf { aid }, _) => return (Some(aid.clone()), format!("7FFF{path}")),
            (_, None) => return (None, path),
            (_, Some(parent)) => {
                path = format!("{:04X}{path}", node.fid);
                at = parent;
            }
        }
    }
}

/// The element with this tag in an FCP template.
fn field(fcp: &[u8], tag: u32) -> Option<Vec<u8>> {
    let fields = tlv::all(tlv::only(0x62, fcp).unwrap().content).unwrap();
    fields.iter().find(|field| field.tag == tag).map(|field| field.content.to_vec())
}

#[test]
fn every_file_is_selected_and_described() {
    let (mut card, fs) = card();
    let mut seen = 0;
    for id in fs.ids().skip(1) {
        let (adf, path) = way(&fs, id);
        if let Some(aid) = adf {
            assert_eq!(card.say(&format!("00A4040C{:02X}{}", aid.len(), hex::encode(aid))), "9000");
        }
        let answer = card.get(&format!("00A40804{:02X}{path}", path.len() / 2));
        let (node, content) = (fs.node(id), fs.content(id));
        let expected = if content.life_cycle == 0x04 { "6283" } else { "9000" };
        let fcp = hex::decode(answer.strip_suffix(expected).unwrap_or_else(|| panic!("{path}: {answer}"))).unwrap();
        let fid = if matches!(node.kind, Kind::Adf { .. }) { 0x7FFF } else { node.fid };
        assert_eq!(field(&fcp, 0x83).unwrap(), fid.to_be_bytes(), "{path}");
        assert!(field(&fcp, 0x8B).is_some(), "{path}");
        if content.is_directory() {
            assert!(field(&fcp, 0xC6).is_some(), "{path}");
        } else {
            let size = field(&fcp, 0x80).unwrap().iter().fold(0, |sum, octet| sum << 8 | usize::from(*octet));
            assert_eq!(size, content.body.len(), "{path}");
            let descriptor = field(&fcp, 0x82).unwrap();
            assert_eq!(descriptor.len(), if content.record_length > 0 { 5 } else { 2 }, "{path}");
        }
        seen += 1;
    }
    assert!(seen >= 60, "{seen}");
}

#[test]
fn what_is_read_without_a_code_is_what_was_installed() {
    let (mut card, fs) = card();
    let mut read = 0;
    for id in fs.ids().skip(1) {
        let (adf, path) = way(&fs, id);
        if let Some(aid) = adf {
            card.say(&format!("00A4040C{:02X}{}", aid.len(), hex::encode(aid)));
        }
        card.say(&format!("00A4080C{:02X}{path}", path.len() / 2));
        let content = fs.content(id);
        let (command, expected) = match content.kind {
            Kind::Transparent if !content.body.is_empty() => {
                ("00B0000000", &content.body[..content.body.len().min(256)])
            }
            Kind::LinearFixed | Kind::Cyclic if content.record_count() > 0 => {
                ("00B2010400", content.record(1).unwrap())
            }
            _ => continue,
        };
        // Codes that are disabled are asked for nowhere.
        let pins = &card.euicc().enabled_profile().unwrap().installed.as_ref().unwrap().pins;
        let open = |key| {
            let slot = pins.find(&fs, fs.directory_of(id), key);
            slot.is_some_and(|slot| !pins.pin(slot).enabled)
        };
        let allowed = fs.condition(id, rsp_euicc::fs::Access::READ).holds(&open);
        let answer = card.get(command);
        if allowed && content.life_cycle != 0x04 {
            assert_eq!(answer, format!("{}9000", hex::encode_upper(expected)), "{path}");
            read += 1;
        } else {
            assert!(matches!(answer.as_str(), "6982" | "6985"), "{path}: {answer}");
        }
    }
    assert!(read > 15, "{read}");
}

#[test]
fn any_command_on_any_file_is_answered() {
    let (mut card, fs) = card();
    let ways: Vec<_> = fs.ids().skip(1).map(|id| way(&fs, id)).collect();
    let commands =
        [0xB0, 0xB2, 0xD6, 0xDC, 0xA2, 0x32, 0xCB, 0xDB, 0x04, 0x44, 0x20, 0x24, 0x26, 0x28, 0x2C, 0x88, 0xF2];
    let mut dice = bench::noise::Dice(0x0DD5_EED5);
    for _ in 0..20_000 {
        let (adf, path) = &ways[dice.below(ways.len())];
        if let Some(aid) = adf {
            card.say(&format!("00A4040C{:02X}{}", aid.len(), hex::encode(aid)));
        }
        card.say(&format!("00A4080C{:02X}{path}", path.len() / 2));
        let ins = commands[dice.below(commands.len())];
        let class = if matches!(ins, 0x32 | 0xCB | 0xDB | 0xF2) { 0x80 } else { 0x00 };
        let (p1, p2) = ([0, dice.roll() as u8][dice.below(2)], [0x04, dice.roll() as u8][dice.below(2)]);
        let mut command = vec![class, ins, p1, p2];
        let data = dice.octets(40);
        if !data.is_empty() {
            command.push(data.len() as u8);
            command.extend(data);
        } else {
            command.push(dice.roll() as u8);
        }
        let answer = card.transmit(&command);
        assert!(matches!(answer[..], [.., 0x61..=0x6F | 0x90..=0x9F, _]), "{}", hex::encode(command));
    }
}

/// SGP.22 §5.7.19: the bit is for test profiles that came over the air.
#[test]
fn a_test_profile_of_the_eum_outlives_a_memory_reset() {
    let package = include_bytes!("../../../vectors/profiles/rsptest-minimal.der");
    let mut euicc = bench::euicc(Arc::new(Honest));
    let platform = Platform::new(&Info2::default(), 512 * 1024);
    let profile = install(package, &platform, &Honest).unwrap().profile;
    // ICCID, names, profileClass test.
    let fields = [tlv::wrap(0x5A, &[&[0x98; 10]]), tlv::wrap(0x91, &[b"a"]), tlv::wrap(0x92, &[b"b"])].concat();
    let metadata = tlv::wrap(0xBF25, &[&fields, &tlv::wrap(0x95, &[&[0]])]);
    euicc.preload([0x98; 10], metadata, profile, IsdpState::Disabled).unwrap().unwrap();
    // deleteFieldLoadedTestProfiles: nothing of that kind is there.
    assert_eq!(euicc.command(&[0xBF, 0x34, 0x04, 0x82, 0x02, 0x06, 0x40]).data, [0xBF, 0x34, 0x03, 0x80, 0x01, 0x01]);
    let list = euicc.command(&[0xBF, 0x2D, 0x00]).data;
    assert!(list.windows(10).any(|octets| octets == [0x98; 10]), "{}", hex::encode(&list));
}
