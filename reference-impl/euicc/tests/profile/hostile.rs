//! Octets that nobody meant well: errors, not panics; and no more time than the size is worth.

use crate::common::{der, generic, package, platform, run, split, with};
use rsp_asn1::tlv;
use rsp_conduct::Honest;
use rsp_euicc::fs::{Access, NodeId};
use rsp_euicc::profile::{Profile, install};
use std::time::{Duration, Instant};

/// Everything that may be asked of an installed profile.
fn use_it(profile: &mut Profile) {
    let fs = &profile.fs;
    let everything: Vec<NodeId> = fs.ids().collect();
    for id in &everything {
        let _ =
            (fs.allowed(*id, Access::READ, &|_| false), fs.content(*id).record(1), fs.by_sfi(fs.directory_of(*id), 7));
        let _ = (fs.select_fid(fs.directory_of(*id), 0x6F07, None), fs.adf_of(*id));
        for key in [0x01, 0x0A, 0x81, 0x8A] {
            if let Some(slot) = profile.pins.find(fs, *id, key) {
                let _ = (profile.pins.pin(slot), profile.pins.puk(slot));
            }
        }
    }
    for id in everything {
        if let Some(aka) = profile.aka(id) {
            let _ = (aka.authenticate(&[1; 16], &[2; 16]), aka.gsm(&[3; 16]));
        }
    }
}

#[test]
fn a_package_that_ends_early_is_refused_at_every_length() {
    let whole = package("rsptest-minimal.der");
    for length in 0..whole.len() {
        let failure = run(&whole[..length]).unwrap_err();
        assert_eq!(failure.refusal.error, "invalid-request-format", "{length}");
    }
    let whole = package("rsptest-tuak.der");
    for length in (0..whole.len()).step_by(13) {
        assert!(run(&whole[..length]).is_err(), "{length}");
    }
}

#[test]
fn changed_octets_never_panic() {
    let whole = package("rsptest-tuak.der");
    let mut installed = 0;
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= [0x01, 0x80, 0xFF, 0x20][at % 4];
        if let Ok(mut installation) = run(&changed) {
            installed += 1;
            if at % 5 == 0 {
                use_it(&mut installation.profile);
            }
        }
    }
    // Most octets are content, where any value is as good as another.
    assert!(installed > whole.len() / 3, "{installed}");
}

#[test]
fn elements_in_any_order_never_panic() {
    let elements = split(&package("rsptest-tuak.der"));
    for first in 0..elements.len() {
        for second in 0..elements.len() {
            let mut moved = elements.clone();
            moved.swap(first, second);
            if let Ok(mut installation) = run(&moved.concat()) {
                use_it(&mut installation.profile);
            }
        }
        let mut without = elements.clone();
        without.remove(first);
        let _ = run(&without.concat());
        let mut twice = elements.clone();
        twice.insert(first, elements[first].clone());
        // An element that stands twice has its identification twice, and the header is one.
        assert!(run(&twice.concat()).is_err(), "{first}");
    }
}

#[test]
fn deep_nesting_is_refused() {
    let mut deep = der("80:00");
    for _ in 0..20_000 {
        deep = tlv::wrap(0x30, &[&deep]);
    }
    for tag in [0xA1, 0xA6, 0xB0, 0xAB] {
        let outcome = run(&with(&[tlv::wrap(tag, &[&der("A0{ 80: 81:5A }"), &deep])]));
        assert_eq!(outcome.unwrap_err().refusal.error, "invalid-request-format", "{tag:02X}");
    }
}

#[test]
fn a_file_of_64_kibibytes_takes_its_memory_and_no_more() {
    let content = "A5".repeat(0xFFFF);
    let large = with(&[generic("", &format!("62{{ 82:4121 83:6F99 80:010000 88: }} 81:{content}"))]);
    let profile = run(&large).unwrap().profile;
    let file = profile.fs.node(profile.fs.child(NodeId::MF, 0x6F99).unwrap());
    assert_eq!((file.body.len(), file.body[0xFFFE], file.body[0xFFFF]), (0x1_0000, 0xA5, 0xFF));
    let needed = profile.size();
    let mut small = platform();
    small.free_memory = needed;
    // Codes, keys and applications need some as well.
    assert_eq!(install(&large, &small, &Honest).unwrap_err().refusal.error, "not-enough-memory");
    small.free_memory = needed + 2048;
    assert!(install(&large, &small, &Honest).is_ok());
}

/// A package of about 64 KiB with as many files as go in, and one with one file.
fn many_files() -> Vec<u8> {
    let mut elements = Vec::new();
    for number in 0..2000u16 {
        let (group, fid) = (number / 50, 0x4000 + number);
        if number % 50 == 0 {
            elements.push(String::new());
        }
        let file = format!("62{{ 82:4121 83:{fid:04X} 8B:2F060A 80:04 88: }} 81:01020304 ");
        elements[usize::from(group)].push_str(&file);
    }
    let element = |(number, files): (usize, &String)| {
        let body = der(&format!("A1{{ 30{{ 80: {files} }} }}"));
        tlv::wrap(0xA1, &[&der(&format!("A0{{ 81:{:04X} }}", 200 + number)), &body])
    };
    with(&elements.iter().enumerate().map(element).collect::<Vec<_>>())
}

#[test]
fn time_grows_with_the_size_of_a_package() {
    let many = many_files();
    assert!(many.len() > 50_000, "{}", many.len());
    let start = Instant::now();
    let profile = run(&many).unwrap().profile;
    assert_eq!(profile.fs.len(), 2000 + 30);
    let spent = start.elapsed();
    // Far above what it takes on a slow machine without optimisation; quadratic work over octets would take minutes.
    assert!(spent < Duration::from_secs(5), "{spent:?}");
    let fills = format!("62{{ 82:4121 83:6F99 80:FFFF 88: }} {}", "81:00 ".repeat(4000));
    let start = Instant::now();
    assert!(run(&with(&[generic("", &fills)])).is_ok());
    let spent = start.elapsed();
    assert!(spent < Duration::from_secs(5), "{spent:?}");
}

#[test]
fn as_many_elements_as_there_are_numbers_for_take_no_long_time() {
    let element = |number: u16| tlv::wrap(0xA9, &[&der(&format!("A0{{ 81:{number:04X} }} 81:2A03 82:"))]);
    let many: Vec<Vec<u8>> = (100..0x7FFF).map(element).collect();
    let start = Instant::now();
    let installation = run(&with(&many)).unwrap();
    assert_eq!(installation.skipped.len(), many.len());
    let spent = start.elapsed();
    assert!(spent < Duration::from_secs(30), "{spent:?}");
}
