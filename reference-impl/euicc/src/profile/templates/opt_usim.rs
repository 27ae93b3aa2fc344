//! Optional files of the USIM (5, 5.2, 5.3). Where 5.2 and 5.3 add files, the package must give what stands as 0 here.

use super::Template;
use super::row::{FF, Fill, Row, ZERO, bt, cy, lf, tr};

/// EF.UFC: 30 octets, most of them zero.
const UFC: [u8; 30] = {
    let mut octets = [0; 30];
    let first = [0x80, 0x1E, 0x60, 0xC0, 0x1E, 0x90, 0x00, 0x80, 0x04];
    let mut at = 0;
    while at < first.len() {
        octets[at] = first[at];
        at += 1;
    }
    octets[29] = 0x80;
    octets
};

pub(super) const TEMPLATE: Template = Template {
    element: "opt-usim",
    versions: &[(&[5], (1, 0)), (&[5, 2], (3, 1)), (&[5, 3], (3, 3))],
    created_by_default: false,
    rows: ROWS,
};

const ROWS: &[Row] = &[
    tr(2, "ef-li", 0x6F05, 6, 1).sfi(0x02).fill(FF),
    tr(3, "ef-acmax", 0x6F37, 3, 5).fill(ZERO),
    cy(4, "ef-acm", 0x6F39, 1, 3, 7).fill(ZERO),
    tr(5, "ef-gid1", 0x6F3E, 8, 2),
    tr(6, "ef-gid2", 0x6F3F, 8, 2),
    lf(7, "ef-msisdn", 0x6F40, 1, 24, 2).fill(FF),
    tr(8, "ef-puct", 0x6F41, 5, 5).fill(Fill::Pattern(&[0xFF, 0xFF, 0xFF, 0x00, 0x00])),
    tr(9, "ef-cbmi", 0x6F45, 10, 5).fill(FF),
    tr(10, "ef-cbmid", 0x6F48, 10, 2).sfi(0x0E).fill(FF),
    lf(11, "ef-sdn", 0x6F49, 10, 24, 2).fill(FF),
    lf(12, "ef-ext2", 0x6F4B, 10, 13, 8).fill(Fill::Pattern(&[0x00, 0xFF])),
    lf(13, "ef-ext3", 0x6F4C, 10, 13, 2).fill(Fill::Pattern(&[0x00, 0xFF])),
    tr(14, "ef-cbmir", 0x6F50, 20, 5).fill(FF),
    tr(15, "ef-plmnwact", 0x6F60, 40, 5).sfi(0x0A).fill(Fill::Repeat(&[0xFF, 0xFF, 0xFF, 0x00, 0x00])),
    tr(16, "ef-oplmnwact", 0x6F61, 40, 2).sfi(0x11).fill(Fill::Repeat(&[0xFF, 0xFF, 0xFF, 0x00, 0x00])),
    tr(17, "ef-hplmnwact", 0x6F62, 5, 2).sfi(0x13).fill(Fill::Repeat(&[0xFF, 0xFF, 0xFF, 0x00, 0x00])),
    tr(18, "ef-dck", 0x6F2C, 16, 5).fill(FF),
    tr(19, "ef-cnl", 0x6F32, 30, 2).fill(FF),
    lf(20, "ef-smsr", 0x6F47, 10, 30, 5).fill(Fill::Pattern(&[0x00, 0xFF])),
    lf(21, "ef-bdn", 0x6F4D, 10, 25, 8).fill(FF),
    lf(22, "ef-ext5", 0x6F4E, 10, 13, 5).fill(Fill::Pattern(&[0x00, 0xFF])),
    lf(23, "ef-ccp2", 0x6F4F, 5, 15, 5).sfi(0x16).fill(FF),
    lf(24, "ef-ext4", 0x6F55, 10, 13, 8).fill(Fill::Pattern(&[0x00, 0xFF])),
    tr(25, "ef-acl", 0x6F57, 101, 8).fill(Fill::Pattern(&[0x00, 0xFF])),
    lf(26, "ef-cmi", 0x6F58, 10, 11, 2).fill(FF),
    cy(27, "ef-ici", 0x6F80, 20, 38, 5).sfi(0x14).fill(Fill::Tail(&[0x00, 0x00, 0x00, 0x00, 0x01, 0xFF, 0xFF])),
    cy(28, "ef-oci", 0x6F81, 20, 37, 5).sfi(0x15).fill(Fill::Tail(&[0x00, 0x00, 0x00, 0x01, 0xFF, 0xFF])),
    cy(29, "ef-ict", 0x6F82, 1, 3, 7).fill(ZERO),
    cy(30, "ef-oct", 0x6F83, 1, 3, 7).fill(ZERO),
    tr(31, "ef-vgcs", 0x6FB1, 20, 2),
    tr(32, "ef-vgcss", 0x6FB2, 7, 5),
    tr(33, "ef-vbs", 0x6FB3, 20, 2),
    tr(34, "ef-vbss", 0x6FB4, 7, 5),
    tr(35, "ef-emlpp", 0x6FB5, 2, 2),
    tr(36, "ef-aaem", 0x6FB6, 1, 5).fill(ZERO),
    tr(37, "ef-hiddenkey", 0x6FC3, 4, 5).fill(FF),
    lf(38, "ef-pnn", 0x6FC5, 10, 16, 10).sfi(0x19),
    lf(39, "ef-opl", 0x6FC6, 5, 8, 10).sfi(0x1A),
    lf(40, "ef-mbdn", 0x6FC7, 3, 24, 5),
    lf(41, "ef-ext6", 0x6FC8, 10, 13, 5).fill(Fill::Pattern(&[0x00, 0xFF])),
    lf(42, "ef-mbi", 0x6FC9, 10, 5, 5),
    lf(43, "ef-mwis", 0x6FCA, 10, 6, 5).fill(ZERO),
    lf(44, "ef-cfis", 0x6FCB, 10, 16, 5).fill(Fill::Pattern(&[0x01, 0x00, 0xFF])),
    lf(45, "ef-ext7", 0x6FCC, 10, 13, 5).fill(Fill::Pattern(&[0x00, 0xFF])),
    tr(46, "ef-spdi", 0x6FCD, 17, 2).sfi(0x1B),
    lf(47, "ef-mmsn", 0x6FCE, 10, 6, 5).fill(Fill::Pattern(&[0x00, 0x00, 0x00, 0xFF])),
    lf(48, "ef-ext8", 0x6FCF, 10, 13, 5).fill(Fill::Pattern(&[0x00, 0xFF])),
    tr(49, "ef-mmsicp", 0x6FD0, 100, 2).fill(FF),
    lf(50, "ef-mmsup", 0x6FD1, 0, 0, 5).fill(FF),
    tr(51, "ef-mmsucp", 0x6FD2, 100, 5).fill(FF),
    lf(52, "ef-nia", 0x6FD3, 5, 11, 2).fill(FF),
    tr(53, "ef-vgcsca", 0x6FD4, 0, 2).fill(ZERO),
    tr(54, "ef-vbsca", 0x6FD5, 0, 2).fill(ZERO),
    tr(55, "ef-gbabp", 0x6FD6, 0, 5).fill(FF),
    lf(56, "ef-msk", 0x6FD7, 0, 0, 2).fill(FF),
    lf(57, "ef-muk", 0x6FD8, 0, 0, 2).fill(FF),
    tr(58, "ef-ehplmn", 0x6FD9, 15, 2).sfi(0x1D).fill(FF),
    lf(59, "ef-gbanl", 0x6FDA, 0, 0, 2).fill(FF),
    tr(60, "ef-ehplmnpi", 0x6FDB, 1, 2).fill(ZERO),
    tr(61, "ef-lrplmnsi", 0x6FDC, 1, 2).fill(ZERO),
    lf(62, "ef-nafkca", 0x6FDD, 0, 0, 2).fill(FF),
    tr(63, "ef-spni", 0x6FDE, 0, 10).fill(Fill::Pattern(&[0x00, 0xFF])),
    lf(64, "ef-pnni", 0x6FDF, 0, 0, 10).fill(Fill::Pattern(&[0x00, 0xFF])),
    lf(65, "ef-ncp-ip", 0x6FE2, 0, 0, 2),
    tr(66, "ef-ufc", 0x6FE6, 30, 10).fill(Fill::Pattern(&UFC)),
    tr(67, "ef-nasconfig", 0x6FE8, 18, 2),
    lf(68, "ef-uicciari", 0x6FE7, 0, 0, 2),
    tr(69, "ef-pws", 0x6FEC, 0, 10),
    lf(70, "ef-fdnuri", 0x6FED, 0, 0, 8).fill(FF),
    lf(71, "ef-bdnuri", 0x6FEE, 0, 0, 8).fill(FF),
    lf(72, "ef-sdnuri", 0x6FEF, 0, 0, 2).fill(FF),
    lf(73, "ef-ial", 0x6FF0, 0, 0, 3).fill(FF),
    cy(74, "ef-ips", 0x6FF1, 0, 4, 10).fill(FF),
    lf(75, "ef-ipd", 0x6FF2, 0, 0, 3).fill(FF),
    tr(76, "ef-epdgid", 0x6FF3, 0, 0).since(2),
    tr(77, "ef-epdgselection", 0x6FF4, 0, 0).since(2),
    tr(78, "ef-epdgidem", 0x6FF5, 0, 0).since(2),
    tr(79, "ef-epdgselectionem", 0x6FF6, 0, 0).since(2),
    tr(80, "ef-frompreferred", 0x6FF7, 1, 0).fill(ZERO).since(2),
    bt(81, "ef-imsconfigdata", 0x6FF8, 0).since(2),
    tr(82, "ef-3gpppsdataoff", 0x6FF9, 4, 0).since(2),
    lf(83, "ef-3gpppsdataoffservicelist", 0x6FFA, 0, 0, 0).since(2),
    bt(84, "ef-xcapconfigdata", 0x6FFC, 0).since(2),
    tr(85, "ef-earfcnlist", 0x6FFD, 0, 0).since(2),
    bt(86, "ef-mudmidconfigdata", 0x6FFE, 0).since(2),
    tr(87, "ef-eaka", 0x6F01, 0, 0).since(3),
];
