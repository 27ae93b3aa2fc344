//! Making an identity that differs from a good one in one thing.

use super::BadIdentity;
use crate::issue::Extension;
use crate::issuers::CurveIssuers;
use crate::{Certificate, CertificateTemplate, Credential, IssueError};
use rsp_crypto::PrivateKey;

pub(super) type Made = Result<BadIdentity, IssueError>;

/// 2015-01-01T00:00:00Z and 2019-12-31T23:59:59Z.
pub(super) const LONG_AGO: (i64, i64) = (1_420_070_400, 1_577_836_799);
/// 2055-01-01T00:00:00Z and 2059-12-31T23:59:59Z.
pub(super) const LONG_HENCE: (i64, i64) = (2_682_374_400, 2_840_140_799);

/// 9999-12-31T23:59:59Z: no end (RFC 5280 §4.1.2.5).
pub(super) const NO_END: i64 = 253_402_300_799;

/// SubjectPublicKeyInfo of the base point of NIST P-384, which SGP.22 does not know: a valid key that nobody needs to
/// be able to use.
pub(super) const P384: &str = "3076301006072a8648ce3d020106052b81040022036200\
    04aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7\
    3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f";

/// An extension that nobody knows: an arc that RFC 5612 sets aside for examples.
pub(super) fn unknown_extension(critical: bool) -> Extension {
    Extension::new("1.3.6.1.4.1.32473.22", critical, vec![0x05, 0x00])
}

/// How the CI or EUM signs.
pub(super) enum Signature {
    /// As it should.
    Good,
    /// Well-formed and wrong.
    Wrong,
    /// With a key of somebody else.
    OtherKey,
}

impl Signature {
    fn on(
        &self,
        template: &CertificateTemplate,
        key: &PrivateKey,
        other: PrivateKey,
    ) -> Result<Certificate, IssueError> {
        match self {
            Self::Good => template.issue(key),
            Self::Wrong => template.issue_badly_signed(key),
            Self::OtherKey => template.issue(&other),
        }
    }
}

/// A good eUICC under an EUM whose certificate is changed.
pub(super) fn eum(
    issuers: &CurveIssuers,
    change: impl FnOnce(CertificateTemplate) -> CertificateTemplate,
    signature: Signature,
) -> Made {
    eum_named(issuers, "gallery", change, signature)
}

/// The same with a key and a serial number of its own: a list that revokes it revokes no other of the gallery.
pub(super) fn eum_named(
    issuers: &CurveIssuers,
    label: &str,
    change: impl FnOnce(CertificateTemplate) -> CertificateTemplate,
    signature: Signature,
) -> Made {
    let eum_key = issuers.key("eum", label);
    let template = change(issuers.eum_template(label, eum_key.public_key())?);
    let eum = signature.on(&template, issuers.ci_key()?, issuers.key("ci", "other"))?;
    let (template, key) = issuers.euicc_template(&eum, &issuers.eid());
    Ok(BadIdentity { euicc: Credential::new(template.issue(&eum_key)?, key), eum, crl: None })
}

/// An eUICC whose certificate is changed, under the good EUM.
pub(super) fn euicc(
    issuers: &CurveIssuers,
    change: impl FnOnce(CertificateTemplate) -> CertificateTemplate,
    signature: Signature,
) -> Made {
    euicc_of(issuers, &issuers.eid(), change, signature)
}

/// The same for any EID.
pub(super) fn euicc_of(
    issuers: &CurveIssuers,
    eid: &str,
    change: impl FnOnce(CertificateTemplate) -> CertificateTemplate,
    signature: Signature,
) -> Made {
    let (eum, eum_key) = issuers.eum_with_key()?;
    let (template, key) = issuers.euicc_template(eum, eid);
    let certificate = signature.on(&change(template), eum_key, issuers.key("eum", "other"))?;
    Ok(BadIdentity { euicc: Credential::new(certificate, key), eum: eum.clone(), crl: None })
}
