//! Why a key or a signature is refused.

use crate::Curve;
use std::fmt;

/// Why octets are no key, or a key does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyError {
    /// The octets do not have this length; what was found.
    Length {
        /// The length in octets that is asked for.
        expected: usize,
        /// The length in octets that was found.
        found: usize,
    },
    /// A private key is zero, or not below the order of the curve.
    Scalar(Curve),
    /// A point is compressed, hybrid or the point at infinity; its first octet.
    PointForm(u8),
    /// A point does not lie on the curve.
    NotOnCurve(Curve),
    /// A point of Curve25519 gives zero with every private key.
    SmallOrder,
    /// The structure around the key cannot be read; what and where.
    Encoding(String),
    /// The key is on a curve, or of an algorithm, that is not supported; its object identifier.
    UnsupportedCurve(String),
    /// Two keys are on different curves.
    CurveMismatch {
        /// The curve of the own key.
        own: Curve,
        /// The curve of the other key.
        other: Curve,
    },
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { expected, found } => write!(f, "key of {found} octets where {expected} are asked for"),
            Self::Scalar(curve) => write!(f, "private key is zero or not below the order of {curve}"),
            Self::PointForm(first) => write!(f, "point begins with {first:02X}, not with 04 (uncompressed)"),
            Self::NotOnCurve(curve) => write!(f, "point is not on {curve}"),
            Self::SmallOrder => f.write_str("point of small order: the shared key would be zero"),
            Self::Encoding(what) => write!(f, "key cannot be read: {what}"),
            Self::UnsupportedCurve(oid) => write!(f, "key is on an unsupported curve or of another algorithm ({oid})"),
            Self::CurveMismatch { own, other } => write!(f, "keys on different curves: {own} and {other}"),
        }
    }
}

impl std::error::Error for KeyError {}

/// Why a signature is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureError {
    /// A raw signature is not of 64 octets; the length found.
    Length(usize),
    /// `r` or `s` is zero or not below the order of the curve.
    OutOfRange,
    /// A DER signature cannot be read.
    Encoding,
    /// It is a signature, but not by this key over these octets.
    Mismatch,
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length(found) => write!(f, "signature of {found} octets where 64 are asked for"),
            Self::OutOfRange => f.write_str("r or s is zero or not below the order of the curve"),
            Self::Encoding => f.write_str("signature is not a DER ECDSA-Sig-Value in range"),
            Self::Mismatch => f.write_str("signature does not verify with this key over these octets"),
        }
    }
}

impl std::error::Error for SignatureError {}
