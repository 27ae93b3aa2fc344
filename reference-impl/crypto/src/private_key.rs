//! A private key: where it comes from, how it is stored, what it signs and agrees on.

use crate::hash::sha256;
use crate::public_key::curve_of;
use crate::{Curve, KeyError, PublicKey};
use bp256::BrainpoolP256r1;
use ecdsa::hazmat::sign_prehashed_rfc6979;
use elliptic_curve::SecretKey;
use elliptic_curve::pkcs8::der::{self, Decode};
use elliptic_curve::pkcs8::{EncodePrivateKey, ObjectIdentifier, PrivateKeyInfoRef};
use p256::NistP256;
use rsp_conduct::{Entropy, Sign};
use sec1::{EcParameters, EcPrivateKey};
use sha2::Sha256;
use std::fmt;

/// A private key of either curve, with its public key.
#[derive(Clone)]
pub struct PrivateKey {
    secret: Secret,
    public: PublicKey,
}

#[derive(Clone)]
enum Secret {
    P256(SecretKey<NistP256>),
    Brainpool(SecretKey<BrainpoolP256r1>),
}

/// The first PEM block of this label, if there is one; files of SGP.26 carry others before it.
pub(crate) fn pem_block<'a>(text: &'a str, label: &str) -> Option<&'a str> {
    let begin = text.find(&format!("-----BEGIN {label}-----"))?;
    let end = format!("-----END {label}-----");
    let length = text[begin..].find(&end)? + end.len();
    Some(&text[begin..begin + length])
}

fn encoding(what: &str) -> impl Fn(der::Error) -> KeyError + '_ {
    move |error| KeyError::Encoding(format!("{what}: {error}"))
}

impl PrivateKey {
    /// A key from its 32 octets, big endian, not zero and below the order of the curve.
    pub fn from_bytes(curve: Curve, octets: &[u8]) -> Result<Self, KeyError> {
        if octets.len() != 32 {
            return Err(KeyError::Length { expected: 32, found: octets.len() });
        }
        let secret = match curve {
            Curve::P256 => SecretKey::from_slice(octets).map(Secret::P256),
            Curve::BrainpoolP256r1 => SecretKey::from_slice(octets).map(Secret::Brainpool),
        };
        let secret = secret.map_err(|_| KeyError::Scalar(curve))?;
        let public = match &secret {
            Secret::P256(key) => PublicKey::from_p256(key.public_key()),
            Secret::Brainpool(key) => PublicKey::from_brainpool(key.public_key()),
        };
        Ok(Self { secret, public })
    }

    /// The key that this entropy gives for this curve, label and context. Octets that are no key are replaced by
    /// their digest until they are one, so that even a source of constant octets ends.
    pub fn derive(curve: Curve, entropy: &dyn Entropy, label: &str, context: &[u8]) -> Self {
        let mut octets = [0; 32];
        entropy.fill(label, &[curve.name().as_bytes(), &[0], context].concat(), &mut octets);
        loop {
            match Self::from_bytes(curve, &octets) {
                Ok(key) => return key,
                Err(_) => octets = sha256(&[&octets]),
            }
        }
    }

    /// A PEM `EC PRIVATE KEY` or `PRIVATE KEY`; other blocks, such as `EC PARAMETERS`, are passed over.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        let block = pem_block(text, "PRIVATE KEY").or_else(|| pem_block(text, "EC PRIVATE KEY"));
        let block = block.ok_or_else(|| KeyError::Encoding("no PEM block PRIVATE KEY or EC PRIVATE KEY".into()))?;
        let (_, der) =
            der::pem::decode_vec(block.as_bytes()).map_err(|error| KeyError::Encoding(format!("PEM: {error}")))?;
        Self::from_der(&der)
    }

    /// A DER `PrivateKeyInfo` (PKCS#8, RFC 5208) or `ECPrivateKey` (SEC 1 §C.4) that names its curve.
    pub fn from_der(octets: &[u8]) -> Result<Self, KeyError> {
        if let Ok(info) = PrivateKeyInfoRef::from_der(octets) {
            let named = info.algorithm.parameters_oid();
            let named = named.map_err(|error| KeyError::Encoding(format!("PrivateKeyInfo names no curve: {error}")))?;
            let inner = EcPrivateKey::from_der(info.private_key.as_bytes()).map_err(encoding("ECPrivateKey"))?;
            return Self::from_ec_private_key(&inner, Some(named));
        }
        let key = EcPrivateKey::from_der(octets).map_err(encoding("neither PrivateKeyInfo nor ECPrivateKey"))?;
        Self::from_ec_private_key(&key, None)
    }

    fn from_ec_private_key(key: &EcPrivateKey<'_>, outer: Option<ObjectIdentifier>) -> Result<Self, KeyError> {
        let inner = key.parameters.and_then(EcParameters::named_curve);
        let named = outer.or(inner).ok_or_else(|| KeyError::Encoding("ECPrivateKey names no curve".into()))?;
        let private = Self::from_bytes(curve_of(&named)?, key.private_key)?;
        match key.public_key {
            Some(point) if point != private.public.to_sec1() => {
                Err(KeyError::Encoding("ECPrivateKey carries the public key of another private key".into()))
            }
            _ => Ok(private),
        }
    }

    /// The DER `PrivateKeyInfo` (PKCS#8).
    #[expect(clippy::expect_used, reason = "three fields of fixed size, far below what DER can express")]
    pub fn to_pkcs8_der(&self) -> Vec<u8> {
        let document = match &self.secret {
            Secret::P256(key) => key.to_pkcs8_der(),
            Secret::Brainpool(key) => key.to_pkcs8_der(),
        };
        document.expect("a key can be encoded").as_bytes().to_vec()
    }

    /// The PEM `PRIVATE KEY` (PKCS#8), lines ended by LF.
    #[expect(clippy::expect_used, reason = "three fields of fixed size, far below what PEM can express")]
    pub fn to_pem(&self) -> String {
        let text = der::pem::encode_string("PRIVATE KEY", der::pem::LineEnding::LF, &self.to_pkcs8_der());
        text.expect("a key can be written")
    }

    /// The 32 octets, big endian.
    pub fn to_bytes(&self) -> [u8; 32] {
        match &self.secret {
            Secret::P256(key) => key.to_bytes().into(),
            Secret::Brainpool(key) => key.to_bytes().into(),
        }
    }

    /// The curve of the key.
    pub fn curve(&self) -> Curve {
        self.public.curve()
    }

    /// The public key.
    pub fn public_key(&self) -> &PublicKey {
        &self.public
    }

    /// ECDSA with SHA-256 over the concatenation of the parts, raw `r ‖ s` (SGP.22 §2.6.7.2); the nonce follows from
    /// key and octets (RFC 6979), `s` is left as it comes.
    pub fn sign(&self, parts: &[&[u8]]) -> [u8; 64] {
        let digest = sha256(parts);
        match &self.secret {
            Secret::P256(key) => {
                let scalar = key.to_nonzero_scalar();
                sign_prehashed_rfc6979::<NistP256, Sha256>(&scalar, &digest, &[]).0.to_bytes().into()
            }
            Secret::Brainpool(key) => {
                let scalar = key.to_nonzero_scalar();
                sign_prehashed_rfc6979::<BrainpoolP256r1, Sha256>(&scalar, &digest, &[]).0.to_bytes().into()
            }
        }
    }

    /// The same signature as a DER `ECDSA-Sig-Value`, as certificates carry it.
    pub fn sign_der(&self, message: &[u8]) -> Vec<u8> {
        let digest = sha256(&[message]);
        match &self.secret {
            Secret::P256(key) => {
                let scalar = key.to_nonzero_scalar();
                sign_prehashed_rfc6979::<NistP256, Sha256>(&scalar, &digest, &[]).0.to_der().as_bytes().to_vec()
            }
            Secret::Brainpool(key) => {
                let scalar = key.to_nonzero_scalar();
                sign_prehashed_rfc6979::<BrainpoolP256r1, Sha256>(&scalar, &digest, &[]).0.to_der().as_bytes().to_vec()
            }
        }
    }

    /// The shared secret with another's public key: the X coordinate, 32 octets, neither hashed nor trimmed
    /// (SGP.22 §2.6.7.3; BSI TR-03111 §4.3.1).
    pub fn agree(&self, other: &PublicKey) -> Result<[u8; 32], KeyError> {
        let mismatch = || KeyError::CurveMismatch { own: self.curve(), other: other.curve() };
        let mut out = [0; 32];
        match &self.secret {
            Secret::P256(key) => {
                let other = other.as_p256().ok_or_else(mismatch)?;
                out.copy_from_slice(key.diffie_hellman(&other).raw_secret_bytes());
            }
            Secret::Brainpool(key) => {
                let other = other.as_brainpool().ok_or_else(mismatch)?;
                out.copy_from_slice(key.diffie_hellman(&other).raw_secret_bytes());
            }
        }
        Ok(out)
    }
}

impl Sign for PrivateKey {
    fn sign(&self, parts: &[&[u8]]) -> Vec<u8> {
        PrivateKey::sign(self, parts).to_vec()
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrivateKey").field("public", &self.public).finish_non_exhaustive()
    }
}
