//! Reading a directory of credentials.

use super::{Bundle, BundleError, Found};
use crate::{Certificate, Credential};
use rsp_crypto::{PrivateKey, PublicKey};
use std::fs;
use std::path::{Path, PathBuf};

const FILES: usize = 2000;
const LEVELS: usize = 4;
const FILE_LENGTH: u64 = 64 * 1024;
const ENDINGS: [&str; 5] = ["der", "pem", "cer", "crt", "key"];

/// What one file holds.
enum Content {
    Certificate(Certificate),
    Key(PrivateKey),
    /// A public key: its certificate says the same.
    PublicKey,
}

fn file_error(path: &Path) -> impl Fn(std::io::Error) -> BundleError + '_ {
    move |error| BundleError::File { path: path.to_owned(), says: error.to_string() }
}

/// The files of a directory and those in it, sorted, so that the order of the file system does not matter.
fn files(dir: &Path, level: usize, into: &mut Vec<PathBuf>) -> Result<(), BundleError> {
    if level == LEVELS {
        return Err(BundleError::TooMuch { path: dir.to_owned(), limit: LEVELS });
    }
    let mut entries = Vec::new();
    for entry in fs::read_dir(dir).map_err(file_error(dir))? {
        entries.push(entry.map_err(file_error(dir))?.path());
        if entries.len() + into.len() > FILES {
            return Err(BundleError::TooMuch { path: dir.to_owned(), limit: FILES });
        }
    }
    entries.sort();
    for path in entries {
        let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase);
        if path.is_dir() {
            files(&path, level + 1, into)?;
        } else if ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str())) {
            into.push(path);
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<Content, String> {
    let about = fs::metadata(path).map_err(|error| error.to_string())?;
    // A pipe waits for ever, and a device may have no end.
    if !about.is_file() {
        return Err("no regular file".into());
    }
    let length = about.len();
    if length > FILE_LENGTH {
        return Err(format!("{length} octets, more than a certificate or key has"));
    }
    let octets = fs::read(path).map_err(|error| error.to_string())?;
    match std::str::from_utf8(&octets) {
        Ok(text) if text.contains("-----BEGIN CERTIFICATE-----") => {
            Certificate::from_pem(text).map(Content::Certificate).map_err(|error| error.to_string())
        }
        Ok(text) if text.contains("PRIVATE KEY-----") => {
            PrivateKey::from_pem(text).map(Content::Key).map_err(|error| error.to_string())
        }
        Ok(text) if text.contains("-----BEGIN PUBLIC KEY-----") => Ok(Content::PublicKey),
        _ => der(&octets),
    }
}

fn der(octets: &[u8]) -> Result<Content, String> {
    let error = match Certificate::from_der(octets) {
        Ok(certificate) => return Ok(Content::Certificate(certificate)),
        Err(error) => error,
    };
    if let Ok(key) = PrivateKey::from_der(octets) {
        return Ok(Content::Key(key));
    }
    if PublicKey::from_spki(octets).is_ok() {
        return Ok(Content::PublicKey);
    }
    Err(format!("neither certificate ({error}) nor key"))
}

pub(super) fn directory(dir: &Path) -> Result<Bundle, BundleError> {
    let mut paths = Vec::new();
    files(dir, 0, &mut paths)?;
    let mut certificates: Vec<(PathBuf, Certificate)> = Vec::new();
    let mut keys: Vec<(PathBuf, PrivateKey)> = Vec::new();
    let mut unreadable = Vec::new();
    for path in paths {
        match read(&path) {
            Ok(Content::Certificate(certificate)) => {
                if certificates.iter().all(|(_, present)| *present != certificate) {
                    certificates.push((path, certificate));
                }
            }
            Ok(Content::Key(key)) => {
                if keys.iter().all(|(_, present)| present.public_key() != key.public_key()) {
                    keys.push((path, key));
                }
            }
            Ok(Content::PublicKey) => {}
            Err(why) => unreadable.push((path, why)),
        }
    }
    if certificates.is_empty() {
        return Err(BundleError::Empty(dir.to_owned()));
    }
    let mut paired = vec![false; keys.len()];
    let found = certificates.into_iter().map(|(path, certificate)| {
        let public = certificate.public_key().ok();
        let at = public.and_then(|public| keys.iter().position(|(_, key)| *key.public_key() == public));
        let key = at.map(|at| {
            paired[at] = true;
            keys[at].1.clone()
        });
        Found { path, credential: Credential { certificate, key } }
    });
    let found = found.collect();
    let left_over = keys.into_iter().zip(paired).filter(|(_, paired)| !paired).map(|(key, _)| key).collect();
    Ok(Bundle { found, keys_left_over: left_over, unreadable })
}
