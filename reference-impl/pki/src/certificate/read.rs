//! The fields of a certificate, found in its octets.

use super::{CertificateError, Extensions, Fields};
use crate::der::read::{Document, Element, Fields as Sequence, ReadError, time};
use crate::name;
use std::ops::Range;
use x509_cert::der::pem;

/// No certificate of SGP.22 comes near this many octets.
const LIMIT: usize = 64 * 1024;

/// `ecdsa-with-SHA256`, without parameters (RFC 5758 §3.2): the only algorithm of SGP.22 certificates.
pub(crate) const SIGNATURE_ALGORITHM: [u8; 12] =
    [0x30, 0x0A, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02];

/// The contents of a BIT STRING of whole octets.
pub(crate) fn whole_octets(document: Document<'_>, element: &Element, what: &str) -> Result<Range<usize>, ReadError> {
    match document.value(element).first() {
        Some(0) => Ok(element.content + 1..element.end),
        _ => Err(element.error(format!("{what}: unused bits"))),
    }
}

fn attributes(document: Document<'_>, of: &Element) -> Result<Vec<name::Attribute>, ReadError> {
    let read = name::read(document.octets(of.whole()));
    read.map_err(|error| ReadError { offset: error.offset + of.start, says: error.says })
}

pub(super) fn fields(der: &[u8]) -> Result<Fields, CertificateError> {
    if der.len() > LIMIT {
        return Err(CertificateError { offset: LIMIT, says: format!("certificate of more than {LIMIT} octets") });
    }
    let document = Document(der);
    let certificate = document.only(0..der.len(), 0x30, "certificate")?;
    let mut outer = Sequence::of(document, &certificate)?;
    let tbs = outer.required(0x30, "tbsCertificate")?;
    let outer_algorithm = outer.required(0x30, "signatureAlgorithm")?;
    let signature = outer.required(0x03, "signature")?;
    outer.end("certificate")?;

    let mut inner = Sequence::of(document, &tbs)?;
    let version = inner.optional(0xA0);
    let serial = inner.required(0x02, "serialNumber")?;
    let inner_algorithm = inner.required(0x30, "signature")?;
    let issuer = inner.required(0x30, "issuer")?;
    let validity = inner.required(0x30, "validity")?;
    let subject = inner.required(0x30, "subject")?;
    let public_key = inner.required(0x30, "subjectPublicKeyInfo")?;
    inner.optional(0x81);
    inner.optional(0x82);
    let extensions = inner.optional(0xA3);
    inner.end("tbsCertificate")?;

    let is_version_3 = version.is_some_and(|version| document.value(&version) == [0x02, 0x01, 0x02]);
    if !is_version_3 {
        return Err(version.unwrap_or(serial).error("version is not 3").into());
    }
    if document.value(&serial).is_empty() {
        return Err(serial.error("serialNumber of no octets").into());
    }
    let times = document.children(&validity, 2)?;
    let [not_before, not_after] = times.as_slice() else {
        return Err(validity.error("validity is not two times").into());
    };
    Ok(Fields {
        tbs: tbs.whole(),
        serial: serial.contents(),
        inner_algorithm: inner_algorithm.whole(),
        issuer: issuer.whole(),
        not_before: time(document, not_before, "notBefore")?,
        not_after: time(document, not_after, "notAfter")?,
        subject: subject.whole(),
        subject_attributes: attributes(document, &subject)?,
        issuer_attributes: attributes(document, &issuer)?,
        public_key: public_key.whole(),
        extensions: Extensions::read(document, extensions)?,
        outer_algorithm: outer_algorithm.whole(),
        signature: whole_octets(document, &signature, "signature")?,
        der: der.to_vec(),
    })
}

/// The octets of the first `CERTIFICATE` of a text.
pub(super) fn pem(text: &str) -> Result<Vec<u8>, CertificateError> {
    const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
    const END: &str = "-----END CERTIFICATE-----";
    let error = |offset, says: &str| CertificateError { offset, says: says.into() };
    let begin = text.find(BEGIN).ok_or_else(|| error(0, "no PEM block CERTIFICATE"))?;
    let length = text[begin..].find(END).ok_or_else(|| error(begin, "PEM block that does not end"))?;
    let block = &text[begin..begin + length + END.len()];
    let decoded = pem::decode_vec(block.as_bytes());
    decoded.map(|(_, der)| der).map_err(|why| error(begin, &format!("PEM: {why}")))
}

#[expect(clippy::expect_used, reason = "a certificate was read from at most 64 KiB, far below what PEM can express")]
pub(super) fn to_pem(der: &[u8]) -> String {
    pem::encode_string("CERTIFICATE", pem::LineEnding::LF, der).expect("a certificate can be written")
}
