//! DF.SAIP (14).

use super::Template;
use super::row::{FF, Row, df, tr};

pub(super) const TEMPLATE: Template =
    Template { element: "df-saip", versions: &[(&[14], (2, 3))], created_by_default: false, rows: ROWS };

const ROWS: &[Row] =
    &[df(2, "df-df-saip", 0x5FD0, 14).required(), tr(3, "ef-suci-calc-info-usim", 0x4F01, 0, 3).fill(FF).at(2)];
