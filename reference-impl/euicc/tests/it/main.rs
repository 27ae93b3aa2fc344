//! The eUICC at the level of ES10 commands, against messages that are built here octet by octet.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test states what must hold")]

mod addresses;
mod answers;
mod authenticate_server;
mod cancel_session;
mod get_profiles_info;
mod lab;
mod load_bound_profile_package;
mod load_crl;
mod notifications;
mod persistence;
mod policy;
mod prepare_download;
mod profiles;
mod rules;
