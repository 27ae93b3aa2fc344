//! ES10c: one file per function (SGP.22 §5.7.15 to §5.7.21).

mod delete_profile;
mod disable_profile;
mod enable_profile;
mod euicc_memory_reset;
mod get_eid;
mod get_profiles_info;
mod set_nickname;
mod target;
