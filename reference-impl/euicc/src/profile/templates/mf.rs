//! MF (1).

use super::Template;
use super::row::{FF, Row, df, lf, tr};

pub(super) const TEMPLATE: Template =
    Template { element: "mf", versions: &[(&[1], (1, 0))], created_by_default: true, rows: ROWS };

const ROWS: &[Row] = &[
    df(2, "mf", 0x3F00, 14).at(0).required(),
    tr(3, "ef-pl", 0x2F05, 2, 1).sfi(0x05).fill(FF),
    tr(4, "ef-iccid", 0x2FE2, 10, 11).required(),
    lf(5, "ef-dir", 0x2F00, 0, 0, 10).sfi(0x1E).required(),
    lf(6, "ef-arr", 0x2F06, 0, 0, 10).required(),
    tr(7, "ef-umpc", 0x2F08, 5, 10).sfi(0x08),
];
