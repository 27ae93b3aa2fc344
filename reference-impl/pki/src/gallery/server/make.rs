//! Making a certificate of a server that differs from the genuine one in one thing.

use crate::issue::{Extension, serial};
use crate::{Certificate, CertificateTemplate, Credential, IssueError, Issuers, Name};
use rsp_crypto::{Curve, PrivateKey};

type Made = Result<Certificate, IssueError>;

/// Signed by the CI: what the genuine certificate says, changed.
pub(super) fn by_ci(
    issuers: &Issuers,
    curve: Curve,
    genuine: &Credential,
    change: impl FnOnce(CertificateTemplate) -> CertificateTemplate,
) -> Made {
    by(issuers.on(curve)?.ci_key()?, genuine, change)
}

/// The same, signed with any key. It gets a serial number of its own, as no issuer gives one twice.
pub(super) fn by(
    key: &PrivateKey,
    genuine: &Credential,
    change: impl FnOnce(CertificateTemplate) -> CertificateTemplate,
) -> Made {
    let mut template = change(CertificateTemplate::of(&genuine.certificate)?);
    if template.serial == genuine.certificate.serial() {
        template.serial = serial("server gallery", &template.tbs()?);
    }
    template.issue(key)
}

/// The template in the name of this issuer and its key.
pub(super) fn in_name_of(issuer: &Certificate, template: CertificateTemplate) -> CertificateTemplate {
    let id = issuer.subject_key_id().unwrap_or_default();
    let template = CertificateTemplate { issuer: Name::from_der(issuer.subject()), ..template };
    template.with(Extension::authority_key_id(&id))
}
