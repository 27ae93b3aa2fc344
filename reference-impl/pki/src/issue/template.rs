//! What a certificate is to say, before it is signed.

use super::{Extension, IssueError};
use crate::certificate::SIGNATURE_ALGORITHM;
use crate::der::write::{bit_string, sequence, tlv, unsigned};
use crate::{Certificate, Name};
use rsp_crypto::PrivateKey;
use std::time::Duration;
use x509_cert::der::{DateTime, Encode};
use x509_cert::time::Time;

/// What a certificate is to say. The profiles of SGP.26 are functions that make one; a bad certificate is a good one
/// with a field changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateTemplate {
    /// Serial number, an unsigned number, big endian.
    pub serial: Vec<u8>,
    /// The issuer.
    pub issuer: Name,
    /// First second of the validity, since the epoch.
    pub not_before: i64,
    /// Last second of the validity, since the epoch.
    pub not_after: i64,
    /// The subject.
    pub subject: Name,
    /// The SubjectPublicKeyInfo, DER; of any curve.
    pub spki: Vec<u8>,
    /// The extensions, in the order they are to stand in.
    pub extensions: Vec<Extension>,
}

/// The Time of this second: UTCTime up to 2049, GeneralizedTime after (RFC 5280 §4.1.2.5).
pub(crate) fn time_der(seconds: i64) -> Result<Vec<u8>, IssueError> {
    let since = u64::try_from(seconds).map_err(|_| IssueError::Time(seconds))?;
    let time = DateTime::from_unix_duration(Duration::from_secs(since)).map_err(|_| IssueError::Time(seconds))?;
    Time::from(time).to_der().map_err(|_| IssueError::Time(seconds))
}

impl CertificateTemplate {
    /// The template with this extension in the place of the one of the same kind, or behind the others.
    pub fn with(mut self, extension: Extension) -> Self {
        match self.extensions.iter_mut().find(|present| present.oid == extension.oid) {
            Some(present) => *present = extension,
            None => self.extensions.push(extension),
        }
        self
    }

    /// The template without the extension of this kind, dotted.
    pub fn without(mut self, oid: &str) -> Self {
        self.extensions.retain(|extension| extension.oid != oid);
        self
    }

    /// The octets to be signed.
    pub fn tbs(&self) -> Result<Vec<u8>, IssueError> {
        let extensions: Result<Vec<Vec<u8>>, IssueError> = self.extensions.iter().map(Extension::der).collect();
        let extensions = extensions?.concat();
        let extensions = if extensions.is_empty() { extensions } else { tlv(0xA3, &[&sequence(&[&extensions])]) };
        Ok(sequence(&[
            &tlv(0xA0, &[&unsigned(&[2])]),
            &unsigned(&self.serial),
            &SIGNATURE_ALGORITHM,
            self.issuer.der(),
            &sequence(&[&time_der(self.not_before)?, &time_der(self.not_after)?]),
            self.subject.der(),
            &self.spki,
            &extensions,
        ]))
    }

    /// The certificate, signed with this key, whether or not it is the one of the issuer that is named.
    pub fn issue(&self, key: &PrivateKey) -> Result<Certificate, IssueError> {
        let tbs = self.tbs()?;
        self.assemble(&tbs, &key.sign_der(&tbs))
    }

    /// The certificate with a signature that is well-formed and wrong: the last octet of `s` is another one.
    pub fn issue_badly_signed(&self, key: &PrivateKey) -> Result<Certificate, IssueError> {
        let tbs = self.tbs()?;
        let mut signature = key.sign_der(&tbs);
        if let Some(last) = signature.last_mut() {
            *last ^= 0x01;
        }
        self.assemble(&tbs, &signature)
    }

    /// The certificate with the contents of a signature that somebody made over something else.
    pub fn issue_with_signature(&self, signature: &[u8]) -> Result<Certificate, IssueError> {
        self.assemble(&self.tbs()?, signature)
    }

    fn assemble(&self, tbs: &[u8], signature: &[u8]) -> Result<Certificate, IssueError> {
        Ok(Certificate::from_der(&sequence(&[tbs, &SIGNATURE_ALGORITHM, &bit_string(signature)]))?)
    }
}
