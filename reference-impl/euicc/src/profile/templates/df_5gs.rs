//! DF.5GS (13 to 13.4). Kinds of the files that 13.4 adds are (K).

use super::Template;
use super::row::{FF, Fill, Row, ZERO, bt, df, lf, tr};

pub(super) const TEMPLATE: Template = Template {
    element: "df-5gs",
    versions: &[(&[13], (2, 3)), (&[13, 2], (3, 1)), (&[13, 3], (3, 1)), (&[13, 4], (3, 3))],
    created_by_default: false,
    rows: ROWS,
};

const ROWS: &[Row] = &[
    df(2, "df-df-5gs", 0x5FC0, 14).required(),
    tr(3, "ef-5gs3gpploci", 0x4F01, 20, 5)
        .sfi(0x01)
        .fill(Fill::Pattern(&[
            0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00,
            0x00, 0x01,
        ]))
        .high()
        .at(2),
    tr(4, "ef-5gsn3gpploci", 0x4F02, 20, 5)
        .sfi(0x02)
        .fill(Fill::Pattern(&[
            0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00,
            0x00, 0x01,
        ]))
        .high()
        .at(2),
    lf(5, "ef-5gs3gppnsc", 0x4F03, 1, 57, 5).sfi(0x03).fill(FF).high().at(2),
    lf(5, "ef-5gs3gppnsc", 0x4F03, 2, 62, 5).sfi(0x03).fill(FF).high().at(2).since(3),
    lf(6, "ef-5gsn3gppnsc", 0x4F04, 1, 57, 5).sfi(0x04).fill(FF).high().at(2),
    lf(6, "ef-5gsn3gppnsc", 0x4F04, 2, 62, 5).sfi(0x04).fill(FF).high().at(2).since(3),
    tr(7, "ef-5gauthkeys", 0x4F05, 110, 5).sfi(0x05).high().at(2),
    tr(8, "ef-uac-aic", 0x4F06, 4, 2).sfi(0x06).at(2),
    tr(9, "ef-suci-calc-info", 0x4F07, 0, 2).sfi(0x07).fill(FF).at(2),
    lf(10, "ef-opl5g", 0x4F08, 0, 10, 10).sfi(0x08).fill(FF).at(2),
    tr(11, "ef-supinai", 0x4F09, 0, 2).sfi(0x09).at(2),
    tr(12, "ef-routing-indicator", 0x4F0A, 4, 2).sfi(0x0A).fill(Fill::Pattern(&[0xF0, 0xFF, 0xFF, 0xFF])).at(2),
    tr(12, "ef-routing-indicator", 0x4F0A, 4, 2)
        .sfi(0x0A)
        .fill(Fill::Pattern(&[0xF0, 0xFF, 0x00, 0x00]))
        .at(2)
        .since(4),
    bt(13, "ef-ursp", 0x4F0B, 0).at(2).since(2),
    tr(14, "ef-tn3gppsnn", 0x4F0C, 1, 0).sfi(0x0C).fill(ZERO).at(2).since(2),
    bt(15, "ef-cag", 0x4F0D, 0).at(2).since(4),
    bt(16, "ef-sor-cmci", 0x4F0E, 0).at(2).since(4),
    tr(17, "ef-dri", 0x4F0F, 0, 0).at(2).since(4),
    tr(18, "ef-5gsedrx", 0x4F10, 0, 0).at(2).since(4),
    tr(19, "ef-5gnswo-conf", 0x4F11, 0, 0).at(2).since(4),
    tr(20, "ef-mchpplmn", 0x4F15, 0, 0).at(2).since(4),
    tr(21, "ef-kausf-derivation", 0x4F16, 0, 0).at(2).since(4),
];
