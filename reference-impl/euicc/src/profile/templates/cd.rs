//! DF.CD (2).

use super::Template;
use super::row::{Row, df, tr};

pub(super) const TEMPLATE: Template =
    Template { element: "cd", versions: &[(&[2], (1, 0))], created_by_default: false, rows: ROWS };

const ROWS: &[Row] = &[
    df(2, "df-cd", 0x7F11, 14).at(0).required(),
    tr(3, "ef-launchpad", 0x6F01, 0, 2),
    tr(4, "ef-icon", 0x6F40, 0, 2).times(63),
];
