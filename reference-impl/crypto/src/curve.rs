//! The two curves of version 2 of SGP.22.

use std::fmt;

/// A curve that keys of SGP.22 may lie on (SGP.22 §2.6.7.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Curve {
    /// NIST P-256, `1.2.840.10045.3.1.7`.
    P256,
    /// brainpoolP256r1, `1.3.36.3.3.2.8.1.1.7`.
    BrainpoolP256r1,
}

impl Curve {
    /// Both curves.
    pub const ALL: [Self; 2] = [Self::P256, Self::BrainpoolP256r1];

    /// The name as the specifications write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::P256 => "P-256",
            Self::BrainpoolP256r1 => "brainpoolP256r1",
        }
    }

    /// The object identifier of the named curve, dotted.
    pub fn oid(self) -> &'static str {
        match self {
            Self::P256 => "1.2.840.10045.3.1.7",
            Self::BrainpoolP256r1 => "1.3.36.3.3.2.8.1.1.7",
        }
    }

    /// The short name that file names of SGP.26 carry: `NIST` or `BRP`.
    pub fn file_suffix(self) -> &'static str {
        match self {
            Self::P256 => "NIST",
            Self::BrainpoolP256r1 => "BRP",
        }
    }

    /// The other of the two.
    pub fn other(self) -> Self {
        match self {
            Self::P256 => Self::BrainpoolP256r1,
            Self::BrainpoolP256r1 => Self::P256,
        }
    }
}

impl fmt::Display for Curve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
