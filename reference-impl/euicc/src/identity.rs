//! What an EUM personalises an eUICC with.

use rsp_asn1::tlv;
use rsp_crypto::PrivateKey;
use rsp_pki::Certificate;

/// A key of the eUICC and its certificates under one CI.
#[derive(Clone)]
pub struct SigningIdentity {
    /// SubjectKeyIdentifier of the CI.
    pub ci_pkid: Vec<u8>,
    /// SK.EUICC.ECDSA.
    pub key: PrivateKey,
    /// CERT.EUICC.ECDSA, as DER.
    pub euicc_certificate: Vec<u8>,
    /// CERT.EUM.ECDSA, as DER.
    pub eum_certificate: Vec<u8>,
}

/// The fields of EUICCInfo2 that do not follow from the keys (SGP.22 §5.7.8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Info2 {
    /// Version of the profile package that is understood.
    pub profile_version: [u8; 3],
    /// SGP.22 version.
    pub svn: [u8; 3],
    /// Version of the card's software.
    pub firmware: [u8; 3],
    /// Installed applications, as extCardResource says it.
    pub applications: u8,
    /// Free non-volatile memory in octets.
    pub free_non_volatile: u32,
    /// Free volatile memory in octets.
    pub free_volatile: u32,
    /// Bits of UICCCapability.
    pub uicc_capability: Vec<usize>,
    /// Bits of RspCapability.
    pub rsp_capability: Vec<usize>,
    /// Version of the protection profile.
    pub pp_version: [u8; 3],
    /// Number of the site's accreditation.
    pub sas_accreditation_number: String,
    /// Bits of PprIds that no profile may have; empty leaves the field out.
    pub forbidden_profile_policy_rules: Vec<usize>,
}

impl Default for Info2 {
    fn default() -> Self {
        Self {
            profile_version: [2, 3, 1],
            svn: [2, 5, 0],
            firmware: [1, 0, 0],
            applications: 0,
            free_non_volatile: 512 * 1024,
            free_volatile: 16 * 1024,
            // usim, isim, csim, Milenage, TUAK-128, TUAK-256, the test algorithm, Java Card, BER-TLV files, DF links, GET IDENTITY, SUCI profiles A and B
            uicc_capability: vec![1, 2, 3, 4, 6, 7, 8, 14, 19, 20, 22, 23, 24],
            // additionalProfile, crlSupport, testProfileSupport, deviceInfoExtensibilitySupport
            rsp_capability: vec![0, 1, 3, 4],
            pp_version: [1, 0, 0],
            sas_accreditation_number: "RSPTEST-0001".into(),
            forbidden_profile_policy_rules: Vec::new(),
        }
    }
}

/// What one eUICC is.
#[derive(Clone)]
pub struct EuiccIdentity {
    /// 16 octets, packed BCD in reading order.
    pub eid: [u8; 16],
    /// CIs whose servers it can verify, in order of decreasing preference.
    pub verification: Vec<Certificate>,
    /// Its keys, in order of decreasing preference.
    pub signing: Vec<SigningIdentity>,
    /// The rest of EUICCInfo2.
    pub info2: Info2,
    /// Default SM-DP+ address; empty for none.
    pub default_dp_address: String,
    /// Root SM-DS address.
    pub root_ds_address: String,
}

/// A named bit list as DER wants it: trailing zero bits removed.
pub(crate) fn bits(set: &[usize]) -> Vec<u8> {
    let Some(last) = set.iter().max() else { return vec![0] };
    let mut octets = vec![0; last / 8 + 2];
    octets[0] = (7 - last % 8) as u8;
    for bit in set {
        octets[1 + bit / 8] |= 0x80 >> (bit % 8);
    }
    octets
}

/// An unsigned number without leading zero octets, at least one octet.
fn number(value: u32) -> Vec<u8> {
    let octets: Vec<u8> = value.to_be_bytes().into_iter().skip_while(|octet| *octet == 0).collect();
    if octets.is_empty() { vec![0] } else { octets }
}

impl EuiccIdentity {
    fn ci_lists(&self) -> Vec<u8> {
        let ids = |tag, ids: Vec<Vec<u8>>| {
            let ids: Vec<u8> = ids.iter().flat_map(|id| tlv::wrap(0x04, &[id])).collect();
            tlv::wrap(tag, &[&ids])
        };
        let verification = self.verification.iter().filter_map(Certificate::subject_key_id).collect();
        let signing = self.signing.iter().map(|identity| identity.ci_pkid.clone()).collect();
        [ids(0xA9, verification), ids(0xAA, signing)].concat()
    }

    /// EUICCInfo1 (`BF20`).
    pub fn info1(&self) -> Vec<u8> {
        tlv::wrap(0xBF20, &[&tlv::wrap(0x82, &[&self.info2.svn]), &self.ci_lists()])
    }

    /// EUICCInfo2 (`BF22`) of an eUICC without profiles.
    pub fn info2(&self) -> Vec<u8> {
        self.info2_with(self.info2.applications, self.info2.free_non_volatile)
    }

    /// EUICCInfo2 (`BF22`) with so many applications and so many octets of non-volatile memory left.
    pub(crate) fn info2_with(&self, applications: u8, free_non_volatile: u32) -> Vec<u8> {
        let info = &self.info2;
        let forbidden = &info.forbidden_profile_policy_rules;
        let forbidden = if forbidden.is_empty() { Vec::new() } else { tlv::wrap(0x99, &[&bits(forbidden)]) };
        let resource = [
            tlv::wrap(0x81, &[&[applications]]),
            tlv::wrap(0x82, &[&number(free_non_volatile)]),
            tlv::wrap(0x83, &[&number(info.free_volatile)]),
        ]
        .concat();
        let fields = [
            tlv::wrap(0x81, &[&info.profile_version]),
            tlv::wrap(0x82, &[&info.svn]),
            tlv::wrap(0x83, &[&info.firmware]),
            tlv::wrap(0x84, &[&resource]),
            tlv::wrap(0x85, &[&bits(&info.uicc_capability)]),
            tlv::wrap(0x88, &[&bits(&info.rsp_capability)]),
            self.ci_lists(),
            forbidden,
            tlv::wrap(0x04, &[&info.pp_version]),
            tlv::wrap(0x0C, &[info.sas_accreditation_number.as_bytes()]),
        ];
        tlv::wrap(0xBF22, &[&fields.concat()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bit_lists_are_trimmed() {
        assert_eq!(bits(&[0, 1, 3, 4]), [3, 0b1101_1000]);
        assert_eq!(bits(&[8]), [7, 0, 0x80]);
        assert_eq!(bits(&[]), [0]);
        assert_eq!(number(0), [0]);
        assert_eq!(number(0x0102), [1, 2]);
    }
}
