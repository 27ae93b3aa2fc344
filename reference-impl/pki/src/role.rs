//! The role a certificate is issued for, as its policy says it.

use std::fmt;

/// `id-rspRole`: who a certificate belongs to (SGP.22 §4.5.2.1, Annex on object identifiers).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Certificate Issuer.
    Ci,
    /// eUICC Manufacturer.
    Eum,
    /// eUICC.
    Euicc,
    /// SM-DP+, authentication.
    DpAuth,
    /// SM-DP+, profile package binding.
    DpPb,
    /// SM-DP+, TLS.
    DpTls,
    /// SM-DS, authentication.
    DsAuth,
    /// SM-DS, TLS.
    DsTls,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 8] =
        [Self::Ci, Self::Eum, Self::Euicc, Self::DpAuth, Self::DpPb, Self::DpTls, Self::DsAuth, Self::DsTls];

    /// The object identifier of the certificate policy, dotted.
    pub fn oid(self) -> &'static str {
        match self {
            Self::Ci => "2.23.146.1.2.1.0",
            Self::Euicc => "2.23.146.1.2.1.1",
            Self::Eum => "2.23.146.1.2.1.2",
            Self::DpTls => "2.23.146.1.2.1.3",
            Self::DpAuth => "2.23.146.1.2.1.4",
            Self::DpPb => "2.23.146.1.2.1.5",
            Self::DsTls => "2.23.146.1.2.1.6",
            Self::DsAuth => "2.23.146.1.2.1.7",
        }
    }

    /// The role that this policy names.
    pub fn of_oid(oid: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.oid() == oid)
    }

    /// Does the holder issue certificates?
    pub fn issues(self) -> bool {
        matches!(self, Self::Ci | Self::Eum)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ci => "CI",
            Self::Eum => "EUM",
            Self::Euicc => "eUICC",
            Self::DpAuth => "DPauth",
            Self::DpPb => "DPpb",
            Self::DpTls => "DP.TLS",
            Self::DsAuth => "DSauth",
            Self::DsTls => "DS.TLS",
        })
    }
}
