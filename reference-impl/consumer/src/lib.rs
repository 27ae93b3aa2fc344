//! The off-card roles of SGP.22: SM-DP+, LPA and Operator.

pub mod es2plus;
pub mod es9plus;
pub mod iccid;
pub mod lpa;
pub mod operator;
pub mod sm_dp_plus;
pub mod status;
