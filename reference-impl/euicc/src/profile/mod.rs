//! What an installed profile is.

mod aka;
mod installed;

pub use aka::{Aka, AkaAlgorithm, AkaParameters};
pub use installed::{
    AdfAccess, Application, ApplicationInstance, Cdma, Header, NonStandard, Profile, Rfm, SdKey, SdKeyComponent,
    SecurityDomain,
};
