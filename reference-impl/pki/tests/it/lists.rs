//! Revocation lists that we issue.

use rsp_crypto::Curve;
use rsp_pki::{Credential, FaultKind, IssueError, NOT_AFTER, NOT_BEFORE, TestPki, crl, verify};

#[test]
fn issued_lists_verify_and_revoke() {
    let pki = TestPki::from_seed(b"lists");
    for curve in Curve::ALL {
        let suite = pki.on(curve);
        let serials = [suite.eum.certificate.serial(), &[0x00, 0x80], &[0x01]];
        let list = crl::issue(&suite.ci, &serials, NOT_BEFORE, NOT_AFTER).unwrap();
        list.verify(&suite.ci.certificate).unwrap();
        assert_eq!(list.len(), 3);
        assert!(list.revokes(&[0x80]) && list.revokes(&[0x00, 0x80]) && list.revokes(&[0x01]));
        assert!(!list.revokes(&[0x02]));
        assert_eq!((list.this_update(), list.next_update()), (NOT_BEFORE, Some(NOT_AFTER)));
        assert_eq!(verify::not_revoked(&suite.eum.certificate, &list).unwrap_err().kind, FaultKind::Revoked);
        verify::not_revoked(&suite.dp_auth.certificate, &list).unwrap();
        // The serial number counts only together with the issuer.
        verify::not_revoked(&suite.foreign.eum.certificate, &list).unwrap();
        assert_eq!(list.verify(&suite.foreign.ci.certificate).unwrap_err().kind, FaultKind::Issuer);
        assert_eq!(list.verify(&suite.dp_auth.certificate).unwrap_err().kind, FaultKind::Issuer);

        let mut changed = list.der().to_vec();
        let at = changed.windows(3).position(|octets| octets == [0x02, 0x01, 0x01]).unwrap();
        changed[at + 2] ^= 2;
        if let Ok(changed) = crl::Crl::from_der(&changed) {
            assert_eq!(changed.verify(&suite.ci.certificate).unwrap_err().kind, FaultKind::Signature);
        }
        for end in 0..list.der().len() {
            assert!(crl::Crl::from_der(&list.der()[..end]).is_err());
        }
    }
}

#[test]
fn an_empty_list_and_a_missing_key() {
    let pki = TestPki::from_seed(b"lists");
    let ci = &pki.on(Curve::P256).ci;
    let list = crl::issue(ci, &[], NOT_BEFORE, NOT_AFTER).unwrap();
    list.verify(&ci.certificate).unwrap();
    assert!(list.is_empty());
    let keyless = Credential::without_key(ci.certificate.clone());
    assert!(matches!(crl::issue(&keyless, &[], NOT_BEFORE, NOT_AFTER), Err(IssueError::NoKey(_))));
    assert_eq!(crl::issue(ci, &[], -1, NOT_AFTER).unwrap_err(), IssueError::Time(-1));
    // An EUM's key signs no lists here.
    let eum = crl::issue(&pki.on(Curve::P256).eum, &[], NOT_BEFORE, NOT_AFTER).unwrap();
    assert_eq!(eum.verify(&pki.on(Curve::P256).eum.certificate).unwrap_err().kind, FaultKind::KeyUsage);
}
