//! What an EUM may issue certificates for.

/// One permitted subtree of NameConstraints, a directoryName (SGP.22 §4.5.2.1.0.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subtree {
    /// The organisation, which the eUICC's certificate must repeat.
    pub organization: Option<String>,
    /// The EIN: how the EID must begin.
    pub serial_number: Option<String>,
}
