//! Both ways through the scheme.

use super::{Key, KeyMaterial, SuciError};
use crate::KeyError;
use aes::Aes128;
use aes::cipher::{KeyIvInit, StreamCipher};
use ctr::Ctr128BE;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Octets of the MAC that a scheme output carries.
const MAC_LENGTH: usize = 8;

/// What the card sends (3GPP TS 33.501 §C.3.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemeOutput {
    /// Ephemeral public key, 32 octets or 33.
    pub ephemeral_public: Vec<u8>,
    /// As long as the scheme input.
    pub ciphertext: Vec<u8>,
    /// MAC of the ciphertext.
    pub mac: [u8; MAC_LENGTH],
}

impl SchemeOutput {
    /// All three, one behind the other.
    pub fn octets(&self) -> Vec<u8> {
        [&self.ephemeral_public[..], &self.ciphertext, &self.mac].concat()
    }
}

/// Ciphers or deciphers: AES-128 in counter mode, the whole block counts.
fn keystream(material: &KeyMaterial, octets: &mut [u8]) {
    Ctr128BE::<Aes128>::new(&material.enc_key.into(), &material.icb.into()).apply_keystream(octets);
}

/// HMAC-SHA-256 over the ciphertext.
fn mac(material: &KeyMaterial, ciphertext: &[u8]) -> Hmac<Sha256> {
    let mut mac = <Hmac<Sha256> as KeyInit>::new(&hmac_key(material));
    mac.update(ciphertext);
    mac
}

/// The MAC key as a block of SHA-256: a shorter key is the same as one with zeros behind it (RFC 2104 §2).
fn hmac_key(material: &KeyMaterial) -> hmac::digest::Key<Hmac<Sha256>> {
    let mut key = [0; 64];
    key[..32].copy_from_slice(&material.mac_key);
    key.into()
}

/// Conceals a scheme input with the public key of the home network and an ephemeral key of the same profile, which must
/// not be used again. A public key that is none is refused.
pub fn conceal(ephemeral: &Key, home_network_public: &[u8], input: &[u8]) -> Result<SchemeOutput, KeyError> {
    let material = KeyMaterial::derive(&ephemeral.agree(home_network_public)?, ephemeral.public());
    let mut ciphertext = input.to_vec();
    keystream(&material, &mut ciphertext);
    let mac = super::take(&mac(&material, &ciphertext).finalize().into_bytes());
    Ok(SchemeOutput { ephemeral_public: ephemeral.public().to_vec(), ciphertext, mac })
}

/// The scheme input that a scheme output conceals, by the private key of the home network.
pub fn deconceal(home_network: &Key, output: &[u8]) -> Result<Vec<u8>, SuciError> {
    let length = SuciError::Length(output.len());
    let (public, rest) = output.split_at_checked(home_network.profile().public_key_length()).ok_or(length.clone())?;
    let at = rest.len().checked_sub(MAC_LENGTH).ok_or(length)?;
    let (ciphertext, tag) = rest.split_at(at);
    let material = KeyMaterial::derive(&home_network.agree(public).map_err(SuciError::Key)?, public);
    mac(&material, ciphertext).verify_truncated_left(tag).map_err(|_| SuciError::Mac)?;
    let mut input = ciphertext.to_vec();
    keystream(&material, &mut input);
    Ok(input)
}
