//! Issuing certificates: any content, signed with any key, always the same octets (RFC 6979).

mod error;
mod extension;
mod profile;
mod reissue;
mod template;

pub use error::IssueError;
pub use extension::Extension;
pub(crate) use profile::serial;
pub use profile::{CRL_URIS, NOT_AFTER, NOT_BEFORE};
pub use template::CertificateTemplate;
pub(crate) use template::time_der;
