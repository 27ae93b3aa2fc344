//! Optional files of the ISIM (9, 9.2).

use super::Template;
use super::row::{FF, Fill, Row, ZERO, bt, lf, tr};

pub(super) const TEMPLATE: Template = Template {
    element: "opt-isim",
    versions: &[(&[9], (1, 0)), (&[9, 2], (3, 1))],
    created_by_default: false,
    rows: ROWS,
};

const ROWS: &[Row] = &[
    lf(2, "ef-pcscf", 0x6F09, 1, 0, 2),
    lf(3, "ef-sms", 0x6F3C, 10, 176, 5).fill(Fill::Pattern(&[0x00, 0xFF])),
    lf(4, "ef-smsp", 0x6F42, 1, 38, 5).fill(FF),
    tr(5, "ef-smss", 0x6F43, 2, 5).fill(FF),
    lf(6, "ef-smsr", 0x6F47, 10, 30, 5).fill(Fill::Pattern(&[0x00, 0xFF])),
    tr(7, "ef-gbabp", 0x6FD5, 0, 5).fill(FF),
    lf(8, "ef-gbanl", 0x6FD7, 0, 0, 2).fill(FF),
    lf(9, "ef-nafkca", 0x6FDD, 0, 0, 2).fill(FF),
    lf(10, "ef-uicciari", 0x6FE7, 0, 0, 2),
    tr(11, "ef-frompreferred", 0x6FF7, 1, 0).fill(ZERO).since(2),
    bt(12, "ef-imsconfigdata", 0x6FF8, 0).since(2),
    bt(13, "ef-xcapconfigdata", 0x6FFC, 0).since(2),
    lf(14, "ef-webrtcuri", 0x6FFA, 0, 0, 0).since(2),
    bt(15, "ef-mudmidconfigdata", 0x6FFE, 0).since(2),
];
