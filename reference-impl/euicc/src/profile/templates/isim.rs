//! ADF.ISIM (8).

use super::Template;
use super::row::{Row, ZERO, adf, lf, tr};

pub(super) const TEMPLATE: Template =
    Template { element: "isim", versions: &[(&[8], (1, 0))], created_by_default: true, rows: ROWS };

const ROWS: &[Row] = &[
    adf(2, "adf-isim", 14).at(0).required(),
    tr(3, "ef-impi", 0x6F02, 0, 2).sfi(0x02).required(),
    lf(4, "ef-impu", 0x6F04, 1, 0, 2).sfi(0x04).required(),
    tr(5, "ef-domain", 0x6F03, 0, 2).sfi(0x05).required(),
    tr(6, "ef-ist", 0x6F07, 14, 2).sfi(0x07).required(),
    tr(7, "ef-ad", 0x6FAD, 3, 10).sfi(0x03).fill(ZERO),
    lf(8, "ef-arr", 0x6F06, 0, 0, 10).sfi(0x06).required(),
];
