//! DF.PHONEBOOK of a USIM (6).

use super::Template;
use super::row::{FF, Fill, Row, ZERO, df, lf, tr};

pub(super) const TEMPLATE: Template =
    Template { element: "phonebook", versions: &[(&[6], (1, 0))], created_by_default: false, rows: ROWS };

const ROWS: &[Row] = &[
    df(2, "df-phonebook", 0x5F3A, 14).required(),
    lf(3, "ef-pbr", 0x4F30, 0, 0, 2).at(2),
    lf(4, "ef-ext1", 0x4F38, 0, 13, 5).fill(Fill::Pattern(&[0x00, 0xFF])).at(2).times(8),
    lf(5, "ef-aas", 0x4F40, 0, 0, 5).fill(FF).at(2).times(8),
    lf(6, "ef-gas", 0x4F48, 0, 0, 5).fill(FF).at(2).times(8),
    tr(7, "ef-psc", 0x4F22, 4, 5).fill(ZERO).at(2),
    tr(8, "ef-cc", 0x4F23, 2, 5).fill(ZERO).high().at(2),
    tr(9, "ef-puid", 0x4F24, 2, 5).fill(ZERO).high().at(2),
    lf(10, "ef-iap", 0x4F50, 0, 0, 5).fill(FF).at(2).times(8),
    lf(11, "ef-adn", 0x4F58, 0, 0, 5).fill(FF).at(2).times(8),
    lf(12, "ef-pbc", 0x4F60, 0, 2, 5).fill(ZERO).at(2).times(8),
    lf(13, "ef-anr", 0x4F68, 0, 0, 5).fill(FF).at(2).times(8),
    lf(14, "ef-puri", 0x4F70, 0, 0, 5).at(2).times(8),
    lf(15, "ef-email", 0x4F78, 0, 0, 5).fill(FF).at(2).times(8),
    lf(16, "ef-sne", 0x4F80, 0, 0, 5).fill(FF).at(2).times(8),
    lf(17, "ef-uid", 0x4F88, 0, 2, 5).fill(ZERO).at(2).times(8),
    lf(18, "ef-grp", 0x4F90, 0, 0, 5).fill(ZERO).at(2).times(8),
    lf(19, "ef-ccp1", 0x4F98, 0, 0, 5).fill(FF).at(2).times(8),
];
