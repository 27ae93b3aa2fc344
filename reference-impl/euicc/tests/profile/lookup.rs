//! Selection rules of TS 102 221 §8.4 and §8.5.

use crate::common::{ISIM, USIM, at, hex, installed};
use rsp_euicc::fs::NodeId;

#[test]
fn by_identifier_children_parent_and_directories_beside() {
    let profile = installed("rsptest-tuak.der");
    let fs = &profile.fs;
    let (telecom, graphics) = (at(fs, "7F10"), at(fs, "7F10/5F50"));
    let select = |from: NodeId, fid: u16| fs.select_fid(from, fid, None);
    assert_eq!(select(NodeId::MF, 0x7F10), Some(telecom));
    assert_eq!(select(graphics, 0x7F10), Some(telecom), "the parent");
    assert_eq!(select(graphics, 0x5F50), Some(graphics), "the directory itself");
    assert_eq!(select(telecom, 0x7F66), Some(at(fs, "7F66")), "a directory beside it");
    assert_eq!(select(telecom, 0x2FE2), None, "an EF of the parent");
    assert_eq!(select(graphics, 0x3F00), Some(NodeId::MF));
    assert_eq!(select(NodeId::MF, 0x5F50), None, "a grandchild");
    // The temporary identifier of an ADF selects nothing after the installation.
    assert_eq!(select(NodeId::MF, 0x7FD0), None);
    assert_eq!(select(at(fs, &format!("{USIM}/5F3B")), 0x7FD0), None);
}

#[test]
fn the_active_application_is_7fff() {
    let profile = installed("rsptest-tuak.der");
    let fs = &profile.fs;
    let usim = at(fs, USIM);
    assert_eq!(fs.select_fid(NodeId::MF, 0x7FFF, None), None);
    assert_eq!(fs.select_fid(NodeId::MF, 0x7FFF, Some(usim)), Some(usim));
    let kc = at(fs, &format!("{USIM}/5F3B/4F20"));
    assert_eq!(fs.select_path(NodeId::MF, &[0x7FFF, 0x5F3B, 0x4F20], Some(usim)), Some(kc));
    assert_eq!(fs.select_path(NodeId::MF, &[0x7FFF, 0x5F3B, 0x4F20], None), None);
    assert_eq!(fs.select_path(usim, &[0x5F3B, 0x4F20], None), Some(kc));
    assert_eq!(fs.select_path(usim, &[0x5F3B, 0x4F21], None), None);
    assert_eq!(fs.select_path(usim, &[], None), Some(usim));
}

#[test]
fn by_short_identifier_and_by_name() {
    let profile = installed("rsptest-tuak.der");
    let fs = &profile.fs;
    let (usim, isim) = (at(fs, USIM), at(fs, ISIM));
    assert_eq!(fs.by_sfi(usim, 7), Some(at(fs, &format!("{USIM}/6F07"))));
    assert_eq!(fs.by_sfi(usim, 0x1C), None);
    assert_eq!(fs.by_aid(&hex("A00000008710")), [usim, isim]);
    assert_eq!(fs.by_aid(&hex("A0000000871002FFFFFFFF8907090000")), [usim]);
    assert_eq!(fs.by_aid(&hex("A0000000871003")), []);
    assert_eq!(fs.adf_of(at(fs, &format!("{USIM}/5F3B/4F20"))), Some(usim));
    assert_eq!(fs.adf_of(at(fs, "7F10/5F50")), None);
}
