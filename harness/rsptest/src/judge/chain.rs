//! Certificates that an answer carries: who issued them, for what, until when (SGP.22 §4.5.2).

use rsp_pki::{Certificate, Role, verify};

/// A certificate that a CI of ours issued; the one with this key identifier, where it is given.
pub(super) fn under_a_ci(
    role: &str,
    octets: &[u8],
    ci: Option<&[u8]>,
    roots: &[Certificate],
    now: i64,
) -> Result<(), String> {
    let certificate = Certificate::from_der(octets).map_err(|error| error.to_string())?;
    let role = match role {
        "dp-auth" => Role::DpAuth,
        "dp-pb" => Role::DpPb,
        "dp-tls" => Role::DpTls,
        "eum" => Role::Eum,
        other => return Err(format!("{other} is no role that a CI certifies")),
    };
    let issuer = certificate.authority_key_id().ok_or("it has no authority key identifier")?;
    if let Some(ci) = ci.filter(|ci| *ci != &issuer[..]) {
        return Err(format!("it was issued under {}, not under {}", hex::encode_upper(&issuer), hex::encode_upper(ci)));
    }
    let root = roots.iter().find(|root| root.subject_key_id().as_ref() == Some(&issuer));
    let root = root.ok_or("its issuer is not a CI of the test PKI")?;
    let fault = |fault: rsp_pki::Fault| fault.to_string();
    verify::issued_in_name_of(&certificate, root).map_err(fault)?;
    verify::signed_by(&certificate, root).map_err(fault)?;
    verify::fits_role(&certificate, role).map_err(fault)?;
    if role == Role::Eum {
        verify::is_issuer(&certificate).map_err(fault)?;
    }
    verify::no_unknown_critical(&certificate).map_err(fault)?;
    verify::valid_at(&certificate, now).map_err(fault)
}

/// A certificate below another: CERT.EUICC below CERT.EUM, whose own chain is looked at beside it.
pub(super) fn below(octets: &[u8], issuer: &[u8], now: i64) -> Result<(), String> {
    let certificate = Certificate::from_der(octets).map_err(|error| error.to_string())?;
    let issuer = Certificate::from_der(issuer).map_err(|error| error.to_string())?;
    let steps = [
        verify::issued_in_name_of(&certificate, &issuer),
        verify::signed_by(&certificate, &issuer),
        verify::fits_role(&certificate, Role::Euicc),
        verify::key_usage(&certificate, Role::Euicc),
        verify::is_no_issuer(&certificate),
        verify::no_unknown_critical(&certificate),
        verify::eid_within(&issuer, &certificate),
        verify::valid_at(&certificate, now),
    ];
    steps.into_iter().collect::<Result<(), rsp_pki::Fault>>().map_err(|fault| fault.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::Credentials;
    use crate::engine::Arsenal as _;
    use crate::lab;
    use rsp_crypto::Curve;

    /// 2026-06-01T00:00:00Z
    const NOW: i64 = 1_780_272_000;

    #[test]
    fn a_certificate_of_one_of_our_cis_for_its_role() {
        let credentials = Credentials::own(b"chain");
        let roots = credentials.roots();
        let dp_auth = credentials.server(Curve::P256, Role::DpAuth, lab::OID, lab::HOST).unwrap().certificate;
        let (der, ci) = (dp_auth.der(), dp_auth.authority_key_id().unwrap());
        let under = |role, ci: Option<&[u8]>| under_a_ci(role, der, ci, &roots, NOW);
        assert_eq!(under("dp-auth", None), Ok(()));
        assert_eq!(under("dp-auth", Some(&ci)), Ok(()));
        assert!(under("dp-auth", Some(&[7; 20])).unwrap_err().contains("not under 0707"));
        assert!(under("dp-pb", None).is_err() && under("eum", None).is_err());
        assert!(under("euicc", None).unwrap_err().contains("no role"));
        assert!(under_a_ci("dp-auth", der, None, &[], NOW).unwrap_err().contains("not a CI"));
        assert!(under_a_ci("dp-auth", der, None, &roots, 0).is_err());
        assert!(under_a_ci("dp-auth", &der[..der.len() - 1], None, &roots, NOW).is_err());
        let foreign = credentials.certificate("foreign-eum").unwrap();
        assert!(under_a_ci("eum", &foreign, None, &roots, NOW).is_err());
        assert_eq!(under_a_ci("eum", &credentials.certificate("eum").unwrap(), None, &roots, NOW), Ok(()));
    }

    #[test]
    fn a_certificate_of_an_euicc_below_its_eum() {
        let credentials = Credentials::own(b"chain");
        let of = |name| credentials.certificate(name).unwrap();
        assert_eq!(below(&of("euicc"), &of("eum"), NOW), Ok(()));
        assert_eq!(below(&of("foreign-euicc"), &of("foreign-eum"), NOW), Ok(()));
        for (euicc, eum) in [("euicc", "foreign-eum"), ("foreign-euicc", "eum"), ("eum", "ci"), ("euicc", "ci")] {
            assert!(below(&of(euicc), &of(eum), NOW).is_err(), "{euicc} below {eum}");
        }
        assert!(below(&of("euicc"), &of("eum"), 0).is_err());
    }
}
