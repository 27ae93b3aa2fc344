//! The two profiles.

use std::fmt;

/// A profile of ECIES (3GPP TS 33.501 §C.3.4). Both have the ANSI X9.63 KDF with SHA-256, AES-128 in counter mode and
/// HMAC-SHA-256 cut to eight octets; the curves are two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Profile {
    /// Curve25519, by X25519.
    A,
    /// P-256, points of one's own compressed.
    B,
}

impl Profile {
    /// The Protection Scheme Identifier (3GPP TS 33.501 §C.1).
    pub fn identifier(self) -> u8 {
        match self {
            Self::A => 1,
            Self::B => 2,
        }
    }

    /// The profile with this Protection Scheme Identifier; the null scheme is none, and the rest are not known here.
    pub fn from_identifier(identifier: u8) -> Option<Self> {
        [Self::A, Self::B].into_iter().find(|profile| profile.identifier() == identifier)
    }

    /// Octets of an ephemeral public key in a scheme output.
    pub fn public_key_length(self) -> usize {
        match self {
            Self::A => 32,
            Self::B => 33,
        }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::A => "profile A",
            Self::B => "profile B",
        })
    }
}
