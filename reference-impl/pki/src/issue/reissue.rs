//! What a certificate says, ready to be said again with a change.

use super::{CertificateTemplate, Extension};
use crate::certificate::MANY_EXTENSIONS;
use crate::der::read::{Document, ReadError, oid};
use crate::{Certificate, IssueError, Name};

impl CertificateTemplate {
    /// What this certificate says, field by field; [`tbs`](Self::tbs) makes the octets that were signed, if the issuer
    /// wrote them as we do (both identifiers of a unique subject and issuer are left out; nobody has them).
    pub fn of(certificate: &Certificate) -> Result<Self, IssueError> {
        Ok(Self {
            serial: certificate.serial().to_vec(),
            issuer: Name::from_der(certificate.issuer()),
            not_before: certificate.not_before(),
            not_after: certificate.not_after(),
            subject: Name::from_der(certificate.subject()),
            spki: certificate.spki().to_vec(),
            extensions: extensions(certificate.tbs()).map_err(crate::CertificateError::from)?,
        })
    }
}

/// The extensions in these signed octets, in their order.
fn extensions(tbs: &[u8]) -> Result<Vec<Extension>, ReadError> {
    let document = Document(tbs);
    let fields = document.children(&document.only(0..tbs.len(), 0x30, "tbsCertificate")?, 16)?;
    let Some(tagged) = fields.iter().find(|field| field.tag == 0xA3) else { return Ok(Vec::new()) };
    let list = document.only(tagged.contents(), 0x30, "extensions")?;
    let read = |extension: &_| {
        let parts = document.children(extension, 3)?;
        let ([id, value] | [id, _, value]) = parts.as_slice() else {
            return Err(extension.error("an extension that is not extnID, critical, extnValue"));
        };
        let critical = parts.iter().any(|part| part.tag == 0x01 && document.value(part) == [0xFF]);
        Ok(Extension::new(&oid(document, id, "extnID")?, critical, document.value(value).to_vec()))
    };
    document.children(&list, MANY_EXTENSIONS)?.iter().map(read).collect()
}
