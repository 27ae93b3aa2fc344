//! ES10b: authentication, download and notifications between LPA and eUICC.

mod authenticate_server;
mod cancel_session;
mod load_crl;
mod notification;
mod prepare_download;
mod profile_installation_result;
mod rules_authorisation_table;

pub use authenticate_server::*;
pub use cancel_session::*;
pub use load_crl::*;
pub use notification::*;
pub use prepare_download::*;
pub use profile_installation_result::*;
pub use rules_authorisation_table::*;
