//! ADF.CSIM (10, 10.2). Sizes are (K); rules and short identifiers are not known, so what a package leaves out is no access and no short identifier.

use super::Template;
use super::row::{Row, adf, cy, lf, tr};

pub(super) const TEMPLATE: Template = Template {
    element: "csim",
    versions: &[(&[10], (1, 0)), (&[10, 2], (3, 1))],
    created_by_default: true,
    rows: ROWS,
};

const ROWS: &[Row] = &[
    adf(2, "adf-csim", 0).at(0).required(),
    lf(3, "ef-arr", 0x6F06, 0, 0, 0).required(),
    cy(4, "ef-call-count", 0x6F21, 2, 2, 0).required(),
    tr(5, "ef-imsi-m", 0x6F22, 10, 0).required(),
    tr(6, "ef-imsi-t", 0x6F23, 10, 0).required(),
    tr(7, "ef-tmsi", 0x6F24, 16, 0).required(),
    tr(8, "ef-ah", 0x6F25, 2, 0).required(),
    tr(9, "ef-aop", 0x6F26, 1, 0).required(),
    tr(10, "ef-aloc", 0x6F27, 7, 0).required(),
    lf(11, "ef-cdmahome", 0x6F28, 0, 0, 0).required(),
    lf(12, "ef-znregi", 0x6F29, 0, 0, 0).required(),
    tr(13, "ef-snregi", 0x6F2A, 7, 0).required(),
    tr(14, "ef-distregi", 0x6F2B, 8, 0).required(),
    tr(15, "ef-accolc", 0x6F2C, 1, 0).required(),
    tr(16, "ef-term", 0x6F2D, 1, 0).required(),
    tr(17, "ef-acp", 0x6F2F, 7, 0).required(),
    tr(18, "ef-prl", 0x6F30, 0, 0).required(),
    tr(19, "ef-ruimid", 0x6F31, 0, 0).required(),
    tr(20, "ef-csim-st", 0x6F32, 0, 0).required(),
    tr(21, "ef-spc", 0x6F33, 3, 0).required(),
    tr(22, "ef-otapaspc", 0x6F34, 1, 0).required(),
    tr(23, "ef-namlock", 0x6F35, 1, 0).required(),
    tr(24, "ef-ota", 0x6F36, 17, 0).required(),
    tr(25, "ef-sp", 0x6F37, 1, 0).required(),
    tr(26, "ef-esn-meid-me", 0x6F38, 8, 0).required(),
    tr(27, "ef-li", 0x6F3A, 0, 0).required(),
    tr(28, "ef-usgind", 0x6F42, 1, 0).required(),
    tr(29, "ef-ad", 0x6F43, 3, 0).required(),
    tr(30, "ef-max-prl", 0x6F45, 4, 0).required(),
    tr(31, "ef-spcs", 0x6F46, 1, 0).required(),
    tr(32, "ef-mecrp", 0x6F55, 3, 0).required(),
    tr(33, "ef-home-tag", 0x6F70, 0, 0).required(),
    tr(34, "ef-group-tag", 0x6F71, 0, 0).required(),
    tr(35, "ef-specific-tag", 0x6F72, 0, 0).required(),
    tr(36, "ef-call-prompt", 0x6F73, 0, 0).required(),
];
