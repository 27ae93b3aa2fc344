//! The reference entities set up to be talked to: for a run without a target, for `serve`, for `selfcheck`.

mod crl;
mod faults;
mod operator;
mod own_package;
mod profiles;
mod progress;
mod sm_dp_plus;

pub use faults::{card_profile_types, profile_type_names};
pub use operator::operator_tls;
pub use own_package::{NAME as OWN_PACKAGE, own_package};
pub use profiles::{OTHER_OWNER, OWNER, PPR1, PPR2, is_ours, order_kinds, profile_types};
pub use sm_dp_plus::{LabSmDpPlus, SmDpPlusSettings, client_tls};

/// Host of the reference SM-DP+: the name in its certificates; never resolved.
pub const HOST: &str = "testsmdpplus1.example.com";
/// Host of the operator: the name in its certificate; never resolved.
pub const OPERATOR_HOST: &str = "operator.example.com";
/// OID of the reference SM-DP+.
pub const OID: &str = "2.999.10";
/// SGP.22 version that the reference SM-DP+ supports.
pub const VERSION: &str = "2.5.0";
