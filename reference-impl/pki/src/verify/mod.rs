//! The steps of verifying a certificate, one for each thing that can be wrong (SGP.22 §4.5.2.2).
//!
//! No step calls another, so that a role can name, judge and break each. None stops at the first certificate of a
//! chain: a role walks its chain itself.

mod chain;
mod eid_within;
mod fits_role;
mod is_issuer;
mod issued_in_name_of;
mod key_usage;
mod names_issuer_key;
mod no_unknown_critical;
mod not_revoked;
mod server_oid;
mod signed_by;
mod supported_key;
mod valid_at;

pub use chain::{euicc_chain, leaf_of_ci};
pub use eid_within::eid_within;
pub use fits_role::fits_role;
pub use is_issuer::{is_issuer, is_no_issuer};
pub use issued_in_name_of::issued_in_name_of;
pub use key_usage::key_usage;
pub use names_issuer_key::names_issuer_key;
pub use no_unknown_critical::no_unknown_critical;
pub use not_revoked::not_revoked;
pub use server_oid::{names_server, same_server};
pub use signed_by::signed_by;
pub(crate) use signed_by::verify_signed;
pub use supported_key::{same_curve, supported_key};
pub use valid_at::valid_at;
