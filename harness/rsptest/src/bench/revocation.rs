//! Revocation lists of our CIs, as cases ask for them.

use super::Credentials;
use rsp_crypto::Curve;
use rsp_pki::issue::Extension;
use rsp_pki::{Certificate, NOT_AFTER, NOT_BEFORE, crl};
use serde::Deserialize;

/// BaseCRLNumber of a list of changes (RFC 5280 §5.2.4).
const DELTA_CRL_INDICATOR: &str = "2.5.29.27";
/// Of a segment (SGP.22 §4.6).
const TOTAL_PARTIAL_CRL_NUMBER: &str = "2.23.146.1.2.0.2";
const PARTIAL_CRL_NUMBER: &str = "2.23.146.1.2.0.3";

/// What a list is to be.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ListSpec {
    /// CRLNumber, counted from a number that is higher than that of any list before this case.
    pub number: u32,
    /// Certificates that it takes back: `$pki.dp-auth-renewed`.
    pub revokes: Vec<String>,
    /// It only says what changed since the list of this number.
    pub changes: Option<u32>,
    /// Number of the segment, and of all segments.
    pub segment: Option<(u8, u8)>,
    /// It is the list of a CI that nobody trusts.
    pub foreign: bool,
}

/// An INTEGER of up to eight octets, not negative.
fn integer(value: u64) -> Vec<u8> {
    let octets: Vec<u8> = value.to_be_bytes().into_iter().skip_while(|octet| *octet == 0).collect();
    let sign: &[u8] = if octets.first().is_none_or(|first| *first >= 0x80) { &[0] } else { &[] };
    rsp_asn1::tlv::wrap(0x02, &[sign, &octets])
}

impl Credentials {
    /// The list of our CI on NIST P-256, DER; the error says what is lacking.
    pub fn list(&self, spec: &ListSpec, base: u64) -> Result<Vec<u8>, String> {
        let lacking = |error: rsp_pki::IssueError| format!("credentials ({}): {error}", self.source);
        let issuers = self.issuers.on(Curve::P256).map_err(lacking)?;
        let foreign = issuers.foreign().map_err(lacking)?;
        let ci = if spec.foreign { foreign.ci() } else { issuers.ci() };
        let mut serials = Vec::new();
        for name in &spec.revokes {
            let short = name.strip_prefix("$pki.").unwrap_or(name);
            let certificate = crate::engine::Arsenal::certificate(self, short);
            let certificate = certificate.and_then(|der| Certificate::from_der(&der).ok());
            serials.push(certificate.ok_or_else(|| format!("there is no certificate {name}"))?.serial().to_vec());
        }
        let serials: Vec<&[u8]> = serials.iter().map(Vec::as_slice).collect();
        let mut more = Vec::new();
        if let Some(changes) = spec.changes {
            more.push(Extension::new(DELTA_CRL_INDICATOR, true, integer(base + u64::from(changes))));
        }
        if let Some((part, total)) = spec.segment {
            more.push(Extension::new(TOTAL_PARTIAL_CRL_NUMBER, false, integer(total.into())));
            more.push(Extension::new(PARTIAL_CRL_NUMBER, false, integer(part.into())));
        }
        let number = (base + u64::from(spec.number)).to_be_bytes();
        let list = crl::issue_with(ci, &serials, (NOT_BEFORE, NOT_AFTER), &number, &more).map_err(lacking)?;
        Ok(list.der().to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rsp_pki::crl::Crl;

    #[test]
    fn a_list_revokes_what_it_is_told_to_and_is_that_of_its_ci() {
        let credentials = Credentials::own(b"lists");
        let ci = credentials.roots().remove(0);
        let spec = ListSpec { revokes: vec!["$pki.dp-auth-renewed".into()], ..ListSpec::default() };
        let list = Crl::from_der(&credentials.list(&spec, 7).unwrap()).unwrap();
        list.verify(&ci).unwrap();
        let named =
            |name| Certificate::from_der(&crate::engine::Arsenal::certificate(&credentials, name).unwrap()).unwrap();
        assert!(list.revokes(named("dp-auth-renewed").serial()));
        assert!(!list.revokes(named("dp-auth").serial()));
        let foreign = ListSpec { foreign: true, ..ListSpec::default() };
        assert!(Crl::from_der(&credentials.list(&foreign, 7).unwrap()).unwrap().verify(&ci).is_err());
        let unknown = ListSpec { revokes: vec!["$pki.nobody".into()], ..ListSpec::default() };
        assert!(credentials.list(&unknown, 7).unwrap_err().contains("$pki.nobody"));
    }

    #[test]
    fn integers_are_not_negative() {
        assert_eq!(integer(0), [2, 1, 0]);
        assert_eq!(integer(0x7F), [2, 1, 0x7F]);
        assert_eq!(integer(0x80), [2, 2, 0, 0x80]);
    }
}
