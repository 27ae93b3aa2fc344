//! The keys of either side.

use super::Profile;
use crate::{Curve, KeyError, PrivateKey, PublicKey};
use rsp_conduct::Entropy;
use std::fmt;
use x25519_dalek::{X25519_BASEPOINT_BYTES, x25519};

/// A private key of a profile with its public key: an ephemeral one of the card, or that of the home network.
#[derive(Clone)]
pub struct Key {
    secret: Secret,
    public: Vec<u8>,
}

#[derive(Clone)]
enum Secret {
    A([u8; 32]),
    B(PrivateKey),
}

/// A point of P-256, compressed or not (SEC 1 §2.3.4); never the point at infinity.
fn p256_point(octets: &[u8]) -> Result<PublicKey, KeyError> {
    match octets {
        [2 | 3, ..] if octets.len() == 33 => {
            let point = p256::PublicKey::from_sec1_bytes(octets).map_err(|_| KeyError::NotOnCurve(Curve::P256))?;
            Ok(PublicKey::from_p256(point))
        }
        [2 | 3, ..] => Err(KeyError::Length { expected: 33, found: octets.len() }),
        _ => PublicKey::from_sec1(Curve::P256, octets),
    }
}

/// The point in 33 octets: the parity of Y, and X.
fn compressed(point: &PublicKey) -> Vec<u8> {
    let octets = point.to_sec1();
    [&[2 + (octets[64] & 1)], &octets[1..33]].concat()
}

impl Key {
    /// A key from its 32 octets: for profile A whatever they are (RFC 7748 §5 sets the bits that must be), for profile B
    /// a number, big endian, not zero and below the order of the curve.
    pub fn from_bytes(profile: Profile, octets: &[u8]) -> Result<Self, KeyError> {
        match profile {
            Profile::A => {
                let length = KeyError::Length { expected: 32, found: octets.len() };
                let secret: [u8; 32] = octets.try_into().map_err(|_| length)?;
                Ok(Self { public: x25519(secret, X25519_BASEPOINT_BYTES).to_vec(), secret: Secret::A(secret) })
            }
            Profile::B => PrivateKey::from_bytes(Curve::P256, octets).map(Self::of_p256),
        }
    }

    /// The key that this entropy gives for this label and context.
    pub fn derive(profile: Profile, entropy: &dyn Entropy, label: &str, context: &[u8]) -> Self {
        match profile {
            Profile::A => {
                let mut secret = [0; 32];
                entropy.fill(label, &[b"X25519\0", context].concat(), &mut secret);
                Self { public: x25519(secret, X25519_BASEPOINT_BYTES).to_vec(), secret: Secret::A(secret) }
            }
            Profile::B => Self::of_p256(PrivateKey::derive(Curve::P256, entropy, label, context)),
        }
    }

    fn of_p256(key: PrivateKey) -> Self {
        Self { public: compressed(key.public_key()), secret: Secret::B(key) }
    }

    /// The profile it belongs to.
    pub fn profile(&self) -> Profile {
        match self.secret {
            Secret::A(_) => Profile::A,
            Secret::B(_) => Profile::B,
        }
    }

    /// The public key as a scheme output carries it: 32 octets for profile A, 33 (compressed) for profile B.
    pub fn public(&self) -> &[u8] {
        &self.public
    }

    /// The shared key with another's public key, 32 octets (3GPP TS 33.501 §C.3.4). Profile A takes 32 octets and refuses
    /// points that give zero, whatever the own key is (RFC 7748 §6.1); profile B takes 33 octets or 65.
    pub fn agree(&self, other: &[u8]) -> Result<[u8; 32], KeyError> {
        match &self.secret {
            Secret::A(secret) => {
                let length = KeyError::Length { expected: 32, found: other.len() };
                let shared = x25519(*secret, other.try_into().map_err(|_| length)?);
                if shared == [0; 32] { Err(KeyError::SmallOrder) } else { Ok(shared) }
            }
            Secret::B(secret) => secret.agree(&p256_point(other)?),
        }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").field("profile", &self.profile()).finish_non_exhaustive()
    }
}
