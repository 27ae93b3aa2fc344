//! ES10a: one file per function (SGP.22 §5.7.3, §5.7.4).

mod get_euicc_configured_addresses;
mod set_default_dp_address;
