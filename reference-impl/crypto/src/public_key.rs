//! A public key: where it comes from, how it is written, what it verifies.

use crate::hash::{sha1, sha256};
use crate::{Curve, KeyError, SignatureError};
use bp256::BrainpoolP256r1;
use ecdsa::signature::hazmat::PrehashVerifier;
use ecdsa::{Signature, VerifyingKey};
use elliptic_curve::pkcs8::spki::SubjectPublicKeyInfoRef;
use elliptic_curve::pkcs8::{DecodePublicKey, ObjectIdentifier};
use p256::NistP256;
use std::fmt;

/// `id-ecPublicKey` (RFC 5480 §2.1.1).
const EC_PUBLIC_KEY: &str = "1.2.840.10045.2.1";

/// A point of either curve, never the point at infinity.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey {
    point: Point,
}

#[derive(Clone, PartialEq, Eq)]
enum Point {
    P256(VerifyingKey<NistP256>),
    Brainpool(VerifyingKey<BrainpoolP256r1>),
}

/// The curve that this object identifier names.
pub(crate) fn curve_of(oid: &ObjectIdentifier) -> Result<Curve, KeyError> {
    let oid = oid.to_string();
    Curve::ALL.into_iter().find(|curve| curve.oid() == oid).ok_or(KeyError::UnsupportedCurve(oid))
}

impl PublicKey {
    /// A point as `5F49` and certificates carry it: 65 octets `04 ‖ X ‖ Y`, on the curve (SGP.22 §2.6.7.1;
    /// BSI TR-03111 §3.2.1). Compressed and hybrid points and the point at infinity are refused.
    pub fn from_sec1(curve: Curve, octets: &[u8]) -> Result<Self, KeyError> {
        match octets.first() {
            Some(4) if octets.len() == 65 => {}
            None | Some(4) => return Err(KeyError::Length { expected: 65, found: octets.len() }),
            Some(first) => return Err(KeyError::PointForm(*first)),
        }
        let point = match curve {
            Curve::P256 => VerifyingKey::from_sec1_bytes(octets).map(Point::P256),
            Curve::BrainpoolP256r1 => VerifyingKey::from_sec1_bytes(octets).map(Point::Brainpool),
        };
        Ok(Self { point: point.map_err(|_| KeyError::NotOnCurve(curve))? })
    }

    pub(crate) fn from_p256(key: p256::PublicKey) -> Self {
        Self { point: Point::P256(key.into()) }
    }

    pub(crate) fn from_brainpool(key: elliptic_curve::PublicKey<BrainpoolP256r1>) -> Self {
        Self { point: Point::Brainpool(key.into()) }
    }

    pub(crate) fn as_p256(&self) -> Option<p256::PublicKey> {
        if let Point::P256(key) = &self.point { Some(key.into()) } else { None }
    }

    pub(crate) fn as_brainpool(&self) -> Option<elliptic_curve::PublicKey<BrainpoolP256r1>> {
        if let Point::Brainpool(key) = &self.point { Some(key.into()) } else { None }
    }

    /// A DER `SubjectPublicKeyInfo` (RFC 5480 §2) with a named curve.
    pub fn from_spki(der: &[u8]) -> Result<Self, KeyError> {
        let info = SubjectPublicKeyInfoRef::try_from(der)
            .map_err(|error| KeyError::Encoding(format!("SubjectPublicKeyInfo: {error}")))?;
        if info.algorithm.oid.to_string() != EC_PUBLIC_KEY {
            return Err(KeyError::UnsupportedCurve(info.algorithm.oid.to_string()));
        }
        let named = info.algorithm.parameters_oid();
        let named = named.map_err(|error| KeyError::Encoding(format!("parameters name no curve: {error}")))?;
        let point = info.subject_public_key.as_bytes();
        Self::from_sec1(curve_of(&named)?, point.ok_or_else(|| KeyError::Encoding("unused bits in the point".into()))?)
    }

    /// A PEM `PUBLIC KEY`; text before and after it is passed over.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        let block = crate::private_key::pem_block(text, "PUBLIC KEY");
        let block = block.ok_or_else(|| KeyError::Encoding("no PEM block PUBLIC KEY".into()))?;
        let p256 = p256::PublicKey::from_public_key_pem(block).map(Self::from_p256);
        let either = p256.or_else(|_| elliptic_curve::PublicKey::from_public_key_pem(block).map(Self::from_brainpool));
        either.map_err(|error| KeyError::Encoding(format!("PUBLIC KEY: {error}")))
    }

    /// 65 octets, `04 ‖ X ‖ Y`.
    pub fn to_sec1(&self) -> [u8; 65] {
        let mut out = [0; 65];
        match &self.point {
            Point::P256(key) => out.copy_from_slice(key.to_sec1_point(false).as_bytes()),
            Point::Brainpool(key) => out.copy_from_slice(key.to_sec1_point(false).as_bytes()),
        }
        out
    }

    /// The DER `SubjectPublicKeyInfo`: everything before the point is fixed by the curve.
    pub fn to_spki(&self) -> Vec<u8> {
        let head: &[u8] = match self.curve() {
            Curve::P256 => &[
                0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A, 0x86,
                0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
            ],
            Curve::BrainpoolP256r1 => &[
                0x30, 0x5A, 0x30, 0x14, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x09, 0x2B, 0x24,
                0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x07, 0x03, 0x42, 0x00,
            ],
        };
        [head, &self.to_sec1()].concat()
    }

    /// The curve the point lies on.
    pub fn curve(&self) -> Curve {
        match self.point {
            Point::P256(_) => Curve::P256,
            Point::Brainpool(_) => Curve::BrainpoolP256r1,
        }
    }

    /// SHA-1 of the point: the SubjectKeyIdentifier of certificates (RFC 5280 §4.2.1.2 method 1), and how CIs are
    /// named in `euiccCiPKIdToBeUsed` (SGP.22 §5.7.13).
    pub fn key_id(&self) -> [u8; 20] {
        sha1(&[&self.to_sec1()])
    }

    /// Verifies a raw signature `r ‖ s` with SHA-256 over the concatenation of the parts (SGP.22 §2.6.7.2; BSI
    /// TR-03111 §5.2.1). A high `s` is accepted.
    pub fn verify(&self, parts: &[&[u8]], signature: &[u8]) -> Result<(), SignatureError> {
        if signature.len() != 64 {
            return Err(SignatureError::Length(signature.len()));
        }
        let digest = sha256(parts);
        let verified = match &self.point {
            Point::P256(key) => Signature::from_slice(signature).map(|it| key.verify_prehash(&digest, &it)),
            Point::Brainpool(key) => Signature::from_slice(signature).map(|it| key.verify_prehash(&digest, &it)),
        };
        verified.map_err(|_| SignatureError::OutOfRange)?.map_err(|_| SignatureError::Mismatch)
    }

    /// Verifies a DER signature as certificates carry it (`ECDSA-Sig-Value`, RFC 5480 Appendix A).
    pub fn verify_der(&self, message: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
        let digest = sha256(&[message]);
        let verified = match &self.point {
            Point::P256(key) => Signature::from_der(signature).map(|it| key.verify_prehash(&digest, &it)),
            Point::Brainpool(key) => Signature::from_der(signature).map(|it| key.verify_prehash(&digest, &it)),
        };
        verified.map_err(|_| SignatureError::Encoding)?.map_err(|_| SignatureError::Mismatch)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({}, ", self.curve())?;
        self.to_sec1().iter().try_for_each(|octet| write!(f, "{octet:02X}"))?;
        f.write_str(")")
    }
}
