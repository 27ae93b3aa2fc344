//! ES10b: one file per function (SGP.22 §5.7.5 to §5.7.14).

mod authenticate_server;
mod cancel_session;
mod get_euicc_challenge;
mod get_euicc_info;
pub(crate) mod load_bound_profile_package;
mod notifications;
mod prepare_download;
