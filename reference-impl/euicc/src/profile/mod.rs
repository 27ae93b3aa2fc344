//! Profiles: what an installed one is, the interpreter that makes it from a package (eUICC Profile Package), and how its
//! applications authenticate.
//!
//! ```
//! use rsp_euicc::profile::{Platform, install};
//!
//! let platform = Platform { version: (2, 3), capability: vec![1, 4], free_memory: 65_536 };
//! let failure = install(&[], &platform, &rsp_conduct::Honest).unwrap_err();
//! assert_eq!(failure.refusal.error, "invalid-request-format");
//! ```

mod aka;
mod applications;
mod authenticate;
mod authentication_elements;
mod codes;
mod file;
mod generic_file_management;
mod imsi;
mod install;
mod installed;
mod platform;
mod status;
mod suci_calc_info;
mod supi_nai;
mod template_element;
mod templates;

pub use aka::{Aka, AkaAlgorithm, AkaParameters};
pub use authenticate::{AkaFailure, Authentication, GsmAuthentication};
pub use imsi::Imsi;
pub use install::{Installation, install};
pub use installed::{
    AdfAccess, Application, ApplicationInstance, Cdma, Header, Profile, Rfm, SdKey, SdKeyComponent, SecurityDomain,
};
pub use platform::Platform;
pub use status::Failure;
pub use suci_calc_info::{ProtectionScheme, protection_schemes};
pub use supi_nai::NetworkSpecificIdentifier;
