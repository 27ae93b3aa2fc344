//! ADF.USIM (4, 4.2).

use super::Template;
use super::row::{FF, Fill, Row, adf, lf, tr};

pub(super) const TEMPLATE: Template =
    Template { element: "usim", versions: &[(&[4], (1, 0)), (&[4, 2], (3, 1))], created_by_default: true, rows: ROWS };

const ROWS: &[Row] = &[
    adf(2, "adf-usim", 14).at(0).required(),
    tr(3, "ef-imsi", 0x6F07, 9, 2).sfi(0x07).required(),
    lf(4, "ef-arr", 0x6F06, 0, 0, 10).sfi(0x17).required(),
    tr(5, "ef-keys", 0x6F08, 33, 5).sfi(0x08).fill(Fill::Pattern(&[0x07, 0xFF])).high(),
    tr(6, "ef-keysPS", 0x6F09, 33, 5).sfi(0x09).fill(Fill::Pattern(&[0x07, 0xFF])).high(),
    tr(7, "ef-hpplmn", 0x6F31, 1, 2).sfi(0x12).fill(Fill::Pattern(&[0x0A])),
    tr(8, "ef-ust", 0x6F38, 14, 2).sfi(0x04).required(),
    tr(8, "ef-ust", 0x6F38, 17, 2).sfi(0x04).since(2).required(),
    lf(9, "ef-fdn", 0x6F3B, 20, 26, 8).fill(FF),
    lf(10, "ef-sms", 0x6F3C, 10, 176, 5).fill(Fill::Pattern(&[0x00, 0xFF])),
    lf(11, "ef-smsp", 0x6F42, 1, 38, 5).fill(FF),
    tr(12, "ef-smss", 0x6F43, 2, 5).fill(FF),
    tr(13, "ef-spn", 0x6F46, 17, 10).required(),
    tr(14, "ef-est", 0x6F56, 1, 8).sfi(0x05).required(),
    tr(15, "ef-start-hfn", 0x6F5B, 6, 5).sfi(0x0F).fill(Fill::Pattern(&[0xF0, 0x00, 0x00, 0xF0, 0x00, 0x00])).high(),
    tr(16, "ef-threshold", 0x6F5C, 3, 2).sfi(0x10).fill(FF),
    tr(17, "ef-psloci", 0x6F73, 14, 5)
        .sfi(0x0C)
        .fill(Fill::Pattern(&[0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0xFF, 0x01]))
        .high(),
    tr(18, "ef-acc", 0x6F78, 2, 2).sfi(0x06).required(),
    tr(19, "ef-fplmn", 0x6F7B, 12, 5).sfi(0x0D).fill(FF),
    tr(20, "ef-loci", 0x6F7E, 11, 5)
        .sfi(0x0B)
        .fill(Fill::Pattern(&[0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0xFF, 0x01]))
        .high(),
    tr(21, "ef-ad", 0x6FAD, 4, 10).sfi(0x03).fill(Fill::Pattern(&[0x00, 0x00, 0x00, 0x02])),
    lf(22, "ef-ecc", 0x6FB7, 1, 4, 10).sfi(0x01).required(),
    tr(23, "ef-netpar", 0x6FC4, 128, 5).fill(FF).high(),
    tr(24, "ef-epsloci", 0x6FE3, 18, 5)
        .sfi(0x1E)
        .fill(Fill::Pattern(&[
            0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x01,
        ]))
        .high(),
    lf(25, "ef-epsnsc", 0x6FE4, 1, 80, 5).sfi(0x18).fill(FF).high(),
];
