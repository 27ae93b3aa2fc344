//! Access rules: records of EF.ARR, and the file they mean.

use crate::common::{USIM, at, hex, installed};
use rsp_euicc::fs::{Access, AccessReference, AccessRules, Condition, Decision};

fn needs(record: &str, access: Access) -> Condition {
    AccessRules::parse(&hex(record)).condition(access)
}

#[test]
fn rules_are_read_by_access_mode_and_instruction() {
    let record = "800101 9000 800102 A406830101950108 8401D4 A40683010A950108 800158 9700 FFFF";
    assert_eq!(needs(record, Access::READ), Condition::Always);
    assert_eq!(needs(record, Access::UPDATE), Condition::Key(0x01));
    assert_eq!(needs(record, Access::Instruction(0xD4)), Condition::Key(0x0A));
    assert_eq!(needs(record, Access::DELETE), Condition::Never);
    assert_eq!(needs(record, Access::INCREASE), Condition::Never, "no rule");
    assert_eq!(needs(record, Access::TERMINATE), Condition::Never, "a bit that is not set");
}

#[test]
fn or_and_and_are_what_they_say() {
    let or = needs("800102 A010 A406830101950108 A406830181950108", Access::UPDATE);
    assert_eq!(or, Condition::Any(vec![Condition::Key(0x01), Condition::Key(0x81)]));
    assert!(or.holds(&|key| key == 0x81) && !or.holds(&|_| false));
    let and = needs("800102 AF10 A406830101950108 A406830181950108", Access::UPDATE);
    assert!(and.holds(&|_| true) && !and.holds(&|key| key == 0x81));
    // Two conditions behind one access mode are alternatives.
    let two = needs("800101 A406830101950108 9000", Access::READ);
    assert!(two.holds(&|_| false));
}

#[test]
fn what_cannot_be_read_allows_nothing() {
    for record in ["", "FFFFFF", "800101", "800101 90", "9000", "80020101 9000", "800101 A4028301", "800101 A40283FF"] {
        let octets: Vec<u8> = hex(record);
        assert_eq!(AccessRules::parse(&octets).condition(Access::READ), Condition::Never, "{record}");
    }
    // An unknown condition is never fulfilled, also beside another access.
    assert_eq!(needs("800101 9E00 800102 9000", Access::READ), Condition::Never);
    assert_eq!(needs("800101 9E00 800102 9000", Access::UPDATE), Condition::Always);
    assert!(!needs("800101 A000", Access::READ).holds(&|_| true));
    assert!(!needs("800101 AF00", Access::READ).holds(&|_| true));
    let mut deep = hex("9000");
    for _ in 0..60 {
        deep = rsp_asn1::tlv::wrap(0xA0, &[&deep]);
    }
    let record = [hex("800101"), deep].concat();
    assert_eq!(AccessRules::parse(&record).condition(Access::READ), Condition::Never);
}

#[test]
fn the_rule_of_a_file_is_found_and_decides() {
    let mut profile = installed("rsptest-generic.der");
    let fs = &mut profile.fs;
    let imsi = at(fs, &format!("{USIM}/6F07"));
    assert_eq!(fs.arr(imsi), Some(at(fs, &format!("{USIM}/6F06"))));
    assert_eq!(fs.allowed(imsi, Access::READ, &|_| false), Decision::Needs(vec![0x01]));
    assert_eq!(fs.allowed(imsi, Access::READ, &|key| key == 0x01), Decision::Allowed);
    assert_eq!(fs.allowed(imsi, Access::UPDATE, &|key| key == 0x01), Decision::Needs(vec![0x0A]));
    assert_eq!(fs.allowed(imsi, Access::TERMINATE, &|_| true), Decision::Never);
    // A file in a DF of the ADF looks above itself.
    let loci = at(fs, &format!("{USIM}/5FC0/4F01"));
    assert_eq!(fs.arr(loci), Some(at(fs, &format!("{USIM}/6F06"))));
    let iccid = at(fs, "2FE2");
    assert_eq!(fs.allowed(iccid, Access::UPDATE, &|_| true), Decision::Never);
    assert_eq!(fs.allowed(iccid, Access::READ, &|_| false), Decision::Allowed);
    // References to nothing.
    for (arr, record) in [(0x2F06, 99), (0x2F06, 0), (0x6F07, 1), (0x2F07, 1)] {
        fs.node_mut(iccid).access = Some(AccessReference { arr, record });
        assert_eq!(fs.allowed(iccid, Access::READ, &|_| true), Decision::Never, "{arr:04X} {record}");
    }
    fs.node_mut(iccid).access = None;
    assert_eq!(fs.allowed(iccid, Access::READ, &|_| true), Decision::Never);
}
