//! DF.GSM-ACCESS (7).

use super::Template;
use super::row::{FF, Fill, Row, ZERO, df, tr};

pub(super) const TEMPLATE: Template =
    Template { element: "gsm-access", versions: &[(&[7], (1, 0))], created_by_default: false, rows: ROWS };

const ROWS: &[Row] = &[
    df(2, "df-gsm-access", 0x5F3B, 14).required(),
    tr(3, "ef-kc", 0x4F20, 9, 5).sfi(0x01).fill(Fill::Tail(&[0x07])).high().at(2),
    tr(4, "ef-kcgprs", 0x4F52, 9, 5).sfi(0x02).fill(Fill::Tail(&[0x07])).high().at(2),
    tr(5, "ef-cpbcch", 0x4F63, 10, 5).fill(FF).high().at(2),
    tr(6, "ef-invscan", 0x4F64, 1, 2).fill(ZERO).at(2),
];
