//! ES10b: one file per function (SGP.22 §5.7.5 to §5.7.14, §5.7.22).

mod authenticate_server;
mod cancel_session;
mod get_euicc_challenge;
mod get_euicc_info;
mod get_rat;
mod list_notification;
mod load_bound_profile_package;
mod load_crl;
pub(crate) mod loader;
mod prepare_download;
mod profile_installation_result;
mod remove_notification_from_list;
mod retrieve_notifications_list;
