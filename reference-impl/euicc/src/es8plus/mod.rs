//! ES8+: the functions inside a Bound Profile Package, one per file (SGP.22 §5.5).

mod configure_isdp;
mod initialise_secure_channel;
mod load_profile_elements;
mod profile_policy_rules;
mod replace_session_keys;
mod store_metadata;
