//! PINs and PUKs: what the package leaves, and what they do.

use crate::common::{CSIM, ISIM, USIM, at, installed};
use rsp_euicc::fs::{NodeId, PinRefusal};

const PIN1: [u8; 8] = *b"2468\xFF\xFF\xFF\xFF";
const OTHER: [u8; 8] = *b"1111\xFF\xFF\xFF\xFF";
const PUK: [u8; 8] = *b"27182818";

#[test]
fn codes_stand_in_their_directories() {
    let profile = installed("rsptest-tuak.der");
    let (fs, pins) = (&profile.fs, &profile.pins);
    let value = |directory, key| pins.find(fs, directory, key).map(|slot| pins.pin(slot).value[..4].to_vec());
    let usim = at(fs, USIM);
    assert_eq!(value(usim, 0x01).unwrap(), b"2468", "a global code from anywhere");
    assert_eq!(value(usim, 0x81).unwrap(), b"1357");
    assert_eq!(value(at(fs, &format!("{USIM}/5F3B")), 0x81).unwrap(), b"1357", "from a directory inside");
    assert_eq!(value(at(fs, &format!("{USIM}/6F07")), 0x81).unwrap(), b"1357", "from a file inside");
    assert_eq!(value(at(fs, "7F10"), 0x81).unwrap(), b"8642");
    assert_eq!(value(at(fs, "7F10/5F50"), 0x81).unwrap(), b"8642");
    assert_eq!(value(at(fs, CSIM), 0x81).unwrap(), b"9753");
    assert_eq!(value(NodeId::MF, 0x81), None);
    assert_eq!(value(at(fs, "7F66"), 0x81), None);
    assert_eq!(value(usim, 0x82), None);
    assert_eq!(pins.find(fs, at(fs, ISIM), 0x81), pins.find(fs, usim, 0x81), "shared by filePath");
    let local = pins.pin(pins.find(fs, at(fs, "7F10"), 0x81).unwrap());
    assert_eq!((local.tries_left, local.tries_max, local.can_be_disabled, local.changeable), (2, 3, false, true));
    let puk = pins.puk(pins.find(fs, usim, 0x81).unwrap()).unwrap();
    assert_eq!((puk.key_reference, puk.tries_max), (0x81, 10));
    assert_eq!(pins.puk(pins.find(fs, at(fs, CSIM), 0x81).unwrap()), None);
}

#[test]
fn tries_are_counted_and_set_back() {
    let mut profile = installed("rsptest-tuak.der");
    let slot = profile.pins.find(&profile.fs, NodeId::MF, 0x01).unwrap();
    let pins = &mut profile.pins;
    assert_eq!(pins.verify(slot, &PIN1), Err(PinRefusal::Disabled));
    assert_eq!(pins.enable(slot, &OTHER), Err(PinRefusal::Wrong(2)));
    assert_eq!(pins.enable(slot, &PIN1), Ok(3));
    assert_eq!(pins.enable(slot, &PIN1), Err(PinRefusal::Enabled));
    assert_eq!(pins.verify(slot, &OTHER), Err(PinRefusal::Wrong(2)));
    assert_eq!(pins.change(slot, &OTHER, &OTHER), Err(PinRefusal::Wrong(1)));
    assert_eq!(pins.verify(slot, &PIN1), Ok(3));
    assert_eq!(pins.change(slot, &PIN1, &OTHER), Ok(3));
    assert_eq!(pins.verify(slot, &PIN1), Err(PinRefusal::Wrong(2)));
    assert_eq!(pins.disable(slot, &PIN1), Err(PinRefusal::Wrong(1)));
    assert_eq!(pins.disable(slot, &PIN1), Err(PinRefusal::Wrong(0)));
    for _ in 0..3 {
        assert_eq!(pins.verify(slot, &OTHER), Err(PinRefusal::Blocked));
    }
    assert_eq!(pins.unblock(slot, &PIN1, &PIN1), Err(PinRefusal::Wrong(9)));
    assert_eq!(pins.unblock(slot, &PUK, &PIN1), Ok(3));
    assert_eq!(pins.puk(slot).unwrap().tries_left, 10);
    assert_eq!(pins.disable(slot, &PIN1), Ok(3));
    assert_eq!(pins.change(slot, &PIN1, &OTHER), Err(PinRefusal::Disabled));
    assert_eq!(pins.disable(slot, &PIN1), Err(PinRefusal::Disabled));
}

#[test]
fn a_puk_is_blocked_for_good() {
    let mut profile = installed("rsptest-tuak.der");
    let slot = profile.pins.find(&profile.fs, NodeId::MF, 0x01).unwrap();
    for left in (0..10).rev() {
        assert_eq!(profile.pins.unblock(slot, &OTHER, &OTHER), Err(PinRefusal::Wrong(left)));
    }
    assert_eq!(profile.pins.unblock(slot, &PUK, &OTHER), Err(PinRefusal::Blocked));
    let adm = profile.pins.find(&profile.fs, NodeId::MF, 0x0A).unwrap();
    assert_eq!(profile.pins.unblock(adm, &PUK, &OTHER), Err(PinRefusal::NoPuk));
    assert_eq!(profile.pins.disable(adm, b"rsp-adm1"), Err(PinRefusal::NotAllowed));
    assert_eq!(profile.pins.verify(adm, b"rsp-adm1"), Ok(10));
}
