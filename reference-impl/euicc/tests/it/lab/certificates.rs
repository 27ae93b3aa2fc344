//! Certificates with something wrong, and revocation lists, made by hand.

use super::{suite, tlv};
use rsp_pki::{CertificateTemplate, Credential, Role};

/// The template of a server certificate of SM-DP+ 1, to be changed.
pub fn server_template(role: Role) -> CertificateTemplate {
    let like = if role == Role::DpPb { &suite().dp_pb } else { &suite().dp_auth };
    let ci = &suite().ci.certificate;
    let key = like.key.as_ref().unwrap().public_key();
    CertificateTemplate::server(ci, vec![0x4A, role as u8], key, role, "rsptest SM-DP+", "2.999.10").unwrap()
}

/// The certificate of a template, signed by the CI, with the key of SM-DP+ 1 for its role.
pub fn certificate(template: &CertificateTemplate, role: Role) -> Credential {
    let like = if role == Role::DpPb { &suite().dp_pb } else { &suite().dp_auth };
    let issued = template.issue(suite().ci.key.as_ref().unwrap()).unwrap();
    Credential { certificate: issued, key: like.key.clone() }
}

/// A SubjectPublicKeyInfo of P-384.
pub fn unsupported_curve() -> Vec<u8> {
    let algorithm = hex::decode("301006072A8648CE3D020106052B81040022").unwrap();
    tlv(0x30, &[&algorithm, &tlv(0x03, &[&[0x00, 0x04], &[0x17; 96]])])
}

/// A list of the CI: number, base (for a list of changes), segment number and count, serial numbers.
pub fn crl(number: u8, base: Option<u8>, segment: Option<(u8, u8)>, serials: &[&[u8]]) -> Vec<u8> {
    let ci = &suite().ci;
    let algorithm = hex::decode("300A06082A8648CE3D040302").unwrap();
    let time = tlv(0x17, &[b"260101000000Z"]);
    let revoked: Vec<u8> = serials.iter().flat_map(|serial| tlv(0x30, &[&tlv(0x02, &[serial]), &time])).collect();
    let revoked = if revoked.is_empty() { revoked } else { tlv(0x30, &[&revoked]) };
    let extension = |oid: &str, critical: bool, value: Vec<u8>| {
        let critical: &[u8] = if critical { &[0x01, 0x01, 0xFF] } else { &[] };
        tlv(0x30, &[&tlv(0x06, &[&hex::decode(oid).unwrap()]), critical, &tlv(0x04, &[&value])])
    };
    let integer = |value: u8| tlv(0x02, &[&[value]]);
    let mut extensions = vec![
        extension("551D23", false, tlv(0x30, &[&tlv(0x80, &[&suite().ci_pkid()])])),
        extension("551D14", false, integer(number)),
    ];
    extensions.extend(base.map(|base| extension("551D1B", true, integer(base))));
    if let Some((part, total)) = segment {
        extensions.push(extension("67811201020002", false, integer(total)));
        extensions.push(extension("67811201020003", false, integer(part)));
    }
    let tbs = tlv(
        0x30,
        &[
            &integer(1),
            &algorithm,
            ci.certificate.subject(),
            &time,
            &tlv(0x17, &[b"360101000000Z"]),
            &revoked,
            &tlv(0xA0, &[&tlv(0x30, &[&extensions.concat()])]),
        ],
    );
    let signature = ci.key.as_ref().unwrap().sign_der(&tbs);
    tlv(0x30, &[&tbs, &algorithm, &tlv(0x03, &[&[0], &signature])])
}
