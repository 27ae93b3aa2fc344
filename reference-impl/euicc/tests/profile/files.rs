//! What packages leave in the file system. Contents are written out here from `vectors/profiles/*.py`.

use crate::common::{CSIM, ISIM, USIM, at, hex, installed};
use rsp_euicc::fs::{Kind, NodeId};

fn body(package: &str, path: &str) -> Vec<u8> {
    let profile = installed(package);
    profile.fs.content(at(&profile.fs, path)).body.clone()
}

#[test]
fn content_of_the_package_is_there() {
    assert_eq!(body("rsptest-generic.der", "2FE2"), hex("989919010000000010F1"));
    assert_eq!(body("rsptest-generic.der", &format!("{USIM}/6F07")), hex("08 09 10 10 10 32 54 76 08"));
    assert_eq!(body("rsptest-generic.der", "2F05"), b"en");
    assert_eq!(body("rsptest-generic.der", "2F08"), hex("3C3C000000"));
    assert_eq!(
        body("rsptest-minimal.der", &format!("{USIM}/6F46")),
        b"\x01rsptest\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"
    );
}

#[test]
fn what_the_package_leaves_out_comes_from_the_template() {
    let profile = installed("rsptest-minimal.der");
    let fs = &profile.fs;
    let file = |path: &str| fs.node(at(fs, &format!("{USIM}/{path}")));
    assert_eq!(file("6F08").body, [&[0x07][..], &[0xFF; 32]].concat());
    assert_eq!(file("6F08").special_information, 0x80);
    assert_eq!(file("6F31").body, [0x0A]);
    assert_eq!(file("6F31").sfi, Some(0x12));
    assert_eq!(file("6F7E").body, hex("FFFFFFFFFFFFFF0000FF01"));
    let sms = file("6F3C");
    assert_eq!((sms.record_length, sms.record_count()), (176, 10));
    assert_eq!(sms.record(10).unwrap(), [&[0x00][..], &[0xFF; 175]].concat());
    assert_eq!(sms.descriptor, hex("422100B0"));
    // The rule of the template in the EF.ARR of the ADF.
    assert_eq!(sms.access.map(|access| (access.arr, access.record)), Some((0x6F06, 5)));
    // EF.PL is a file of the MF, so its rule stands in 2F06.
    let pl = fs.node(at(fs, "2F05"));
    assert_eq!(pl.access.map(|access| (access.arr, access.record)), Some((0x2F06, 1)));
    assert_eq!(pl.body, [0xFF, 0xFF]);
    // MF and ADF with 10 files of the templates' tables of 6 and 24.
    assert_eq!(fs.len(), 6 + 24);
}

#[test]
fn a_file_of_the_generic_package_takes_default_and_count_from_the_template() {
    let profile = installed("rsptest-generic.der");
    let loci = profile.fs.node(at(&profile.fs, &format!("{USIM}/5FC0/4F01")));
    assert_eq!(loci.body, hex("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000001"));
    assert_eq!(loci.sfi, Some(1));
    assert_eq!(loci.special_information, 0x80);
    let anr = profile.fs.node(at(&profile.fs, "7F10/5F3A/4F68"));
    assert_eq!((anr.record_count(), anr.record_length), (100, 15));
    assert_eq!(anr.record(81).unwrap(), [0xFF; 15]);
}

#[test]
fn patterns_work_per_record_and_gaps_keep_them() {
    let profile = installed("rsptest-tuak.der");
    let fs = &profile.fs;
    let sms = fs.node(at(fs, &format!("{USIM}/6F3C")));
    let mut first = vec![0x00; 176];
    first[1..].fill(0xFE);
    assert_eq!(sms.record(1).unwrap(), first);
    let mut second = first.clone();
    second[0] = 0x03;
    // Ten octets behind the end of the content before.
    second[11..13].copy_from_slice(&[0x05, 0x06]);
    assert_eq!(sms.record(2).unwrap(), second);
    assert_eq!(fs.node(at(fs, "7F66/5F40/4F41")).body, hex("0102030102030102"));
    assert_eq!(fs.node(at(fs, "7F66/5F40/4F42")).body, hex("00000000 AABBBBBB AA11BBBB"));
    assert_eq!(fs.node(at(fs, &format!("{USIM}/6F62"))).body, hex("FFFFFF0000FFFFFF0000FFFF"));
    assert_eq!(fs.node(at(fs, &format!("{USIM}/5F3B/4F52"))).body, hex("FFFFFFFFFFFFFFFF07"));
    assert_eq!(fs.node(at(fs, &format!("{USIM}/6F39"))).record_count(), 3);
}

#[test]
fn several_files_of_one_component_take_the_next_identifiers() {
    assert_eq!(body("rsptest-tuak.der", "7F10/5F50/4F80"), b"icon one");
    assert_eq!(body("rsptest-tuak.der", "7F10/5F50/4F81"), b"icon two!");
    let profile = installed("rsptest-tuak.der");
    let access = profile.fs.node(at(&profile.fs, "7F10/5F50")).access.unwrap();
    // One octet: the record of 6F06, as this is not directly under the MF.
    assert_eq!((access.arr, access.record), (0x6F06, 1));
}

#[test]
fn do_not_create_leaves_a_file_out() {
    let profile = installed("rsptest-tuak.der");
    let adf = at(&profile.fs, USIM);
    assert_eq!(profile.fs.child(adf, 0x6FC4), None);
    assert!(profile.fs.child(adf, 0x6FE3).is_some());
}

#[test]
fn a_link_is_its_target_under_another_name() {
    let mut profile = installed("rsptest-tuak.der");
    let link = at(&profile.fs, "7F10/6F3C");
    let target = at(&profile.fs, &format!("{USIM}/6F3C"));
    assert_eq!(profile.fs.node(link).kind, Kind::Link { target });
    assert_eq!((profile.fs.node(link).fid, profile.fs.node(link).sfi), (0x6F3C, None));
    assert_eq!(profile.fs.content(link).record_count(), 2);
    // Its own rule, not that of the target.
    assert_eq!(profile.fs.node(link).access.map(|access| access.arr), Some(0x2F06));
    profile.fs.content_mut(link).record_mut(1).unwrap()[5] = 0x77;
    assert_eq!(profile.fs.node(target).body[5], 0x77);
    // A link to a directory, and one through it.
    let through = at(&profile.fs, &format!("{USIM}/7F66/5F40/4F41"));
    assert_eq!(through, at(&profile.fs, "7F66/5F40/4F41"));
    assert_eq!(profile.fs.node(at(&profile.fs, &format!("{ISIM}/6FFE"))).kind, Kind::Link { target: through });
}

#[test]
fn a_ber_tlv_file_holds_objects_and_its_sizes() {
    let profile = installed("rsptest-tuak.der");
    let file = profile.fs.node(at(&profile.fs, "7F66/5F40/4F43"));
    let sizes = file.ber_tlv.unwrap();
    assert_eq!((sizes.reserved, sizes.maximum, sizes.details), (64, Some(96), 1));
    assert_eq!(file.body, hex("80021234"));
    assert_eq!(file.sfi, Some(9));
}

#[test]
fn short_identifiers_follow_package_template_and_identifier() {
    let profile = installed("rsptest-tuak.der");
    let sfi = |path: &str| profile.fs.node(at(&profile.fs, path)).sfi;
    assert_eq!(sfi("7F66/5F40/4F41"), Some(1), "five low bits of the identifier");
    assert_eq!(sfi("7F66/5F40/4F42"), None, "given with no value");
    assert_eq!(sfi(&format!("{USIM}/6F07")), Some(7), "of the template");
    assert_eq!(sfi(&format!("{USIM}/6F3C")), None, "none in the template");
}

#[test]
fn everything_beside_the_files_is_recorded() {
    let profile = installed("rsptest-tuak.der");
    assert_eq!(profile.header.iccid.to_vec(), hex("8999911000000000037F"));
    assert_eq!(profile.header.profile_type.as_deref(), Some("rsptest TUAK"));
    assert_eq!(profile.fs.adfs().len(), 3);
    assert_eq!(profile.cdma.len(), 1);
    assert_eq!(profile.cdma[0].adf, at(&profile.fs, CSIM));
    assert_eq!(profile.security_domains[0].instance.aid, hex("A000000151000000"));
    assert_eq!(profile.security_domains[0].keys[1].usage, [0x14]);
    assert_eq!(profile.rfm[0].adf.as_ref().unwrap().adf[..7], hex(USIM)[..]);
    assert_eq!(profile.applications[0].load_block.len(), 32);
    assert_eq!(profile.applications[0].instances[0].aid, hex("D27600011801010101"));
    assert_eq!(profile.fs.node(NodeId::MF).pin_status, [0x01, 0x0A]);
    assert_eq!(profile.fs.node(at(&profile.fs, USIM)).pin_status, [0x81, 0x01, 0x0A]);
}

#[test]
fn a_profile_can_be_kept_as_text() {
    let profile = installed("rsptest-tuak.der");
    let text = serde_json::to_string(&profile).unwrap();
    let again: rsp_euicc::profile::Profile = serde_json::from_str(&text).unwrap();
    assert_eq!(again, profile);
}
