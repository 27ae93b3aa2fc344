//! Whose keys we hold, and the cards, clients and servers that follow from them (design section 7).

use crate::case::{CardName, CardSpec, CiName, CurveName, EidName, Info2Spec, three_octets};
use crate::engine::Arsenal;
use rsp_crypto::{Curve, PrivateKey};
use rsp_euicc::{EuiccIdentity, Info2, SigningIdentity};
use rsp_pki::{Bundle, Certificate, Credential, CredentialLevel, Issuers, Role, TestPki, gallery};
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Credentials of a run: our own PKI, or what a directory holds.
pub struct Credentials {
    pub(super) issuers: Issuers,
    bundle: Option<Bundle>,
    /// Where they come from, for people.
    pub source: String,
    /// EIDs that the target allows, in order; the PKI's where empty.
    pub eids: Vec<String>,
    /// Fields of EUICCInfo2 that the target asks for.
    pub info2: Info2Spec,
    /// Identities that were issued before, by everything they follow from.
    issued: Mutex<HashMap<String, EuiccIdentity>>,
}

fn curve_of(name: CurveName) -> Curve {
    match name {
        CurveName::P256 => Curve::P256,
        CurveName::BrainpoolP256r1 => Curve::BrainpoolP256r1,
    }
}

impl Credentials {
    /// Our own PKI, from a seed.
    pub fn own(seed: &[u8]) -> Self {
        let pki = TestPki::from_seed(seed);
        Self {
            issuers: Issuers::from_pki(&pki),
            bundle: None,
            source: "own test PKI".into(),
            eids: Vec::new(),
            info2: Info2Spec::default(),
            issued: Mutex::default(),
        }
    }

    /// What a directory of published credentials holds, and what can be issued under the keys found there.
    pub fn from_dir(dir: &Path, seed: &[u8]) -> Result<Self, String> {
        let bundle = Bundle::load(dir).map_err(|error| error.to_string())?;
        let issuers = Issuers::from_bundle(&bundle, seed).map_err(|error| error.to_string())?;
        Ok(Self {
            issuers,
            bundle: Some(bundle),
            source: dir.display().to_string(),
            eids: Vec::new(),
            info2: Info2Spec::default(),
            issued: Mutex::default(),
        })
    }

    /// How far down the chain our highest key stands on this curve.
    pub fn level(&self, curve: Curve) -> CredentialLevel {
        match &self.bundle {
            None => CredentialLevel::Ci,
            Some(bundle) => bundle.level(curve),
        }
    }

    /// Whether a card can be had that the CI of this curve vouches for.
    pub fn has_card(&self, curve: Curve) -> bool {
        self.level(curve) > CredentialLevel::Card
    }

    /// The CIs that are known.
    pub fn roots(&self) -> Vec<Certificate> {
        Curve::ALL.iter().filter_map(|curve| Some(self.issuers.on(*curve).ok()?.ci().certificate.clone())).collect()
    }

    /// What a directory holds, in lines for people.
    pub fn report(&self, now: i64) -> Vec<String> {
        self.bundle.as_ref().map(|bundle| bundle.report(now)).unwrap_or_default()
    }

    /// CERT.DPauth, CERT.DPpb and CERT.DP.TLS of an SM-DP+ on a curve; issued where they are not found.
    pub fn server(&self, curve: Curve, role: Role, oid: &str, host: &str) -> Result<Credential, String> {
        let found = self.bundle.as_ref().and_then(|bundle| bundle.server(curve, role, oid));
        let found = found.filter(|credential| credential.key.is_some() && role != Role::DpTls);
        if let Some(credential) = found {
            return Ok(credential.clone());
        }
        let issuers = self.issuers.on(curve).map_err(|error| error.to_string())?;
        let issued = match role {
            Role::DpTls => issuers.tls_leaf(host, oid),
            role => issuers.server(role, "rsptest SM-DP+", oid),
        };
        issued.map_err(|error| error.to_string())
    }

    /// The operator's TLS client credential.
    pub fn operator(&self) -> Result<Credential, String> {
        let issuers = self.issuers.on(Curve::P256).map_err(|error| error.to_string())?;
        issuers.operator().map_err(|error| error.to_string())
    }

    /// A TLS client credential under a CI that nobody trusts.
    pub fn stranger(&self) -> Result<Credential, String> {
        let issuers = self.issuers.on(Curve::P256).map_err(|error| error.to_string())?;
        let foreign = issuers.foreign().map_err(|error| error.to_string())?;
        foreign.operator().map_err(|error| error.to_string())
    }

    /// The CI's revocation list, with what the gallery revokes.
    pub fn crl(&self, curve: Curve) -> Option<Vec<u8>> {
        let entry = gallery::find("eum-revoked")?;
        (entry.build)(&self.issuers, curve).ok()?.crl
    }

    /// The EID of a card.
    pub fn eid(&self, curve: Curve, other: bool) -> Result<String, String> {
        if let Some(eid) = self.eids.get(usize::from(other)) {
            return Ok(eid.clone());
        }
        let issuers = self.issuers.on(curve).map_err(|error| error.to_string())?;
        Ok(if other { issuers.other_eid() } else { issuers.eid() })
    }

    /// The identity of a case's card; the error says what is lacking. The same card is issued once: its octets follow
    /// from what is asked for.
    pub fn identity(&self, spec: &CardSpec, name: CardName) -> Result<EuiccIdentity, String> {
        // Without places in files: the same words in two cases mean the same card.
        let gallery = spec.identity.as_ref().map(|id| &id.value);
        let info2 = self.info2(&spec.info2)?;
        let words = (gallery, spec.curve, &spec.ci, spec.eid, info2, name, &self.eids);
        let words = format!("{words:?}");
        let issued = || self.issued.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(identity) = issued().get(&words) {
            return Ok(identity.clone());
        }
        let identity = self.issue(spec, name)?;
        issued().insert(words, identity.clone());
        Ok(identity)
    }

    /// A card that knows every CI that these credentials can certify under: what is served, and what is under test.
    pub fn card_of_every_ci(&self) -> Result<EuiccIdentity, String> {
        let both = CardSpec { ci: Some(vec![CiName::P256, CiName::BrainpoolP256r1]), ..CardSpec::default() };
        self.identity(&both, CardName::Card).or_else(|_| self.identity(&CardSpec::default(), CardName::Card))
    }

    fn issue(&self, spec: &CardSpec, name: CardName) -> Result<EuiccIdentity, String> {
        let curve = curve_of(spec.curve.unwrap_or(CurveName::P256));
        let ordinary = CardSpec::default();
        // The second card is an ordinary one, whatever the first is.
        let spec = if name == CardName::OtherCard { &ordinary } else { spec };
        let other = name == CardName::OtherCard || spec.eid == Some(EidName::Other);
        let lacking = |error: String| format!("credentials ({}): {error}", self.source);
        let eid = self.eid(curve, other).map_err(lacking)?;
        let names = spec
            .ci
            .clone()
            .unwrap_or_else(|| vec![if curve == Curve::P256 { CiName::P256 } else { CiName::BrainpoolP256r1 }]);
        let mut verification = Vec::new();
        let mut signing = Vec::new();
        for name in names {
            let curve = match name {
                CiName::P256 => Curve::P256,
                CiName::BrainpoolP256r1 => Curve::BrainpoolP256r1,
                CiName::Unknown => curve,
            };
            let issuers = self.issuers.on(curve).map_err(|error| lacking(error.to_string()))?;
            // A CI that nobody trusts; also what signs for us where no key under the CI is at hand: then our card
            // names the CI, and what it signs is worth a refusal and no more.
            let foreign;
            let (named, issuers) = if name == CiName::Unknown || !self.has_card(curve) {
                foreign = issuers.foreign().map_err(|error| lacking(error.to_string()))?;
                (if name == CiName::Unknown { &foreign } else { issuers }, &foreign)
            } else {
                (issuers, issuers)
            };
            verification.push(named.ci().certificate.clone());
            let (euicc, eum) = match &spec.identity {
                Some(id) if name != CiName::Unknown => {
                    let entry = gallery::find(&id.value).ok_or_else(|| format!("there is no identity {}", id.value))?;
                    let bad = (entry.build)(&self.issuers, curve).map_err(|error| lacking(error.to_string()))?;
                    (bad.euicc, bad.eum)
                }
                _ => {
                    let found = self.bundle.as_ref().and_then(|bundle| bundle.euicc(curve)).filter(|_| !other);
                    let euicc = match found.filter(|credential| credential.key.is_some()) {
                        Some(found) => found.clone(),
                        None => issuers.euicc_for(&eid).map_err(|error| lacking(error.to_string()))?,
                    };
                    let eum = issuers.eum().ok_or_else(|| lacking("no EUM certificate".into()))?;
                    (euicc, eum.certificate.clone())
                }
            };
            let key = euicc.key.clone().ok_or_else(|| lacking("no key of an eUICC".into()))?;
            signing.push(SigningIdentity {
                ci_pkid: named.ci().certificate.subject_key_id().unwrap_or_default(),
                key,
                euicc_certificate: euicc.certificate.der().to_vec(),
                eum_certificate: eum.der().to_vec(),
            });
        }
        let named = signing.first().and_then(|identity| Certificate::from_der(&identity.euicc_certificate).ok());
        let eid = named.and_then(|certificate| certificate.subject_serial_number()).unwrap_or(eid);
        let mut octets = [0; 16];
        hex::decode_to_slice(&eid, &mut octets).map_err(|error| format!("EID {eid}: {error}"))?;
        Ok(EuiccIdentity {
            eid: octets,
            verification,
            signing,
            info2: self.info2(&spec.info2)?,
            default_dp_address: String::new(),
            root_ds_address: "testrootsmds.example.com".into(),
        })
    }

    fn info2(&self, spec: &Info2Spec) -> Result<Info2, String> {
        let mut info = Info2::default();
        for spec in [&self.info2, spec] {
            if let Some(text) = &spec.profile_version {
                info.profile_version = three_octets(text)?;
            }
            if let Some(text) = &spec.svn {
                info.svn = three_octets(text)?;
            }
            info.free_non_volatile = spec.free_non_volatile.unwrap_or(info.free_non_volatile);
            if let Some(bits) = &spec.uicc_capability {
                info.uicc_capability.clone_from(bits);
            }
            if let Some(bits) = &spec.rsp_capability {
                info.rsp_capability.clone_from(bits);
            }
        }
        Ok(info)
    }

    fn named(&self, name: &str) -> Option<Credential> {
        let issuers = self.issuers.on(Curve::P256).ok()?;
        match name {
            "euicc" => issuers.euicc_for(&self.eid(Curve::P256, false).ok()?).ok(),
            "other-euicc" => issuers.euicc_for(&self.eid(Curve::P256, true).ok()?).ok(),
            "eum" => issuers.eum().cloned(),
            "ci" => Some(issuers.ci().clone()),
            "foreign-euicc" => issuers.foreign().ok()?.euicc_for(&self.eid(Curve::P256, false).ok()?).ok(),
            "foreign-eum" => issuers.foreign().ok()?.eum().cloned(),
            "dp-auth" => self.server(Curve::P256, Role::DpAuth, crate::lab::OID, crate::lab::HOST).ok(),
            _ => None,
        }
    }

    /// A certificate of the server gallery, for the key of our SM-DP+ on NIST P-256.
    fn of_server_gallery(&self, name: &str) -> Option<Certificate> {
        let entry = gallery::find_server(name)?;
        let genuine = self.server(Curve::P256, entry.role, crate::lab::OID, crate::lab::HOST).ok()?;
        (entry.build)(&self.issuers, Curve::P256, &genuine).ok()
    }

    /// Names that `$pki.` knows.
    pub fn names() -> Vec<&'static str> {
        let servers = gallery::server_entries().chain(gallery::server_controls()).chain(gallery::server_undecided());
        let own = ["euicc", "other-euicc", "eum", "ci", "foreign-euicc", "foreign-eum", "dp-auth"];
        own.into_iter().chain(servers.map(|entry| entry.id)).collect()
    }
}

impl Arsenal for Credentials {
    fn key(&self, name: &str) -> Option<PrivateKey> {
        self.named(name)?.key
    }

    fn certificate(&self, name: &str) -> Option<Vec<u8>> {
        let named = || Some(self.named(name)?.certificate);
        Some(self.of_server_gallery(name).or_else(named)?.der().to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::Spanned;
    use std::collections::BTreeSet;

    fn card(identity: &str) -> CardSpec {
        let identity = Some(Spanned::new(identity.to_owned(), crate::yaml::Span::default()));
        CardSpec { identity, ..CardSpec::default() }
    }

    /// What can be had, from the highest key down: a bad CERT.EUM, a bad CERT.EUICC, a second card, the nominal card.
    fn had(dir: &Path) -> (CredentialLevel, [bool; 4]) {
        let credentials = Credentials::from_dir(dir, b"test").unwrap();
        let specs = [
            (card("eum-expired"), CardName::Card),
            (card("euicc-expired"), CardName::Card),
            (CardSpec::default(), CardName::OtherCard),
            (CardSpec::default(), CardName::Card),
        ];
        let level = credentials.level(Curve::P256);
        let nominal = credentials.has_card(Curve::P256);
        let mut had = specs.map(|(spec, name)| credentials.identity(&spec, name).is_ok());
        // Without any key there is a card too, but nobody vouches for it.
        had[2] &= nominal;
        had[3] &= nominal;
        (level, had)
    }

    #[test]
    fn each_key_that_is_taken_away_lowers_the_level() {
        let dir = tempfile::tempdir().unwrap();
        TestPki::from_seed(b"levels").write_bundle(dir.path()).unwrap();
        let take = |name: &str| std::fs::remove_file(dir.path().join(name)).unwrap();
        assert_eq!(had(dir.path()), (CredentialLevel::Ci, [true, true, true, true]));
        take("CI/SK_CI_ECDSA_NIST.pem");
        assert_eq!(had(dir.path()), (CredentialLevel::Eum, [false, true, true, true]));
        take("EUM/SK_EUM_ECDSA_NIST.pem");
        assert_eq!(had(dir.path()), (CredentialLevel::Euicc, [false, false, false, true]));
        take("eUICC/SK_EUICC_ECDSA_NIST.pem");
        take("eUICC/SK_EUICC2_ECDSA_NIST.pem");
        assert_eq!(had(dir.path()), (CredentialLevel::None, [false, false, false, false]));
    }
    #[test]
    fn the_same_card_is_issued_once() {
        let mut credentials = Credentials::own(b"cache");
        let kept = |credentials: &Credentials| credentials.issued.lock().unwrap().len();
        let version = |at: usize| {
            let svn = Some(Spanned::new("2.2.2".to_owned(), crate::yaml::Span::new(at, at + 5)));
            CardSpec { info2: Info2Spec { svn, ..Info2Spec::default() }, ..CardSpec::default() }
        };
        let certificate = |identity: &EuiccIdentity| identity.signing[0].euicc_certificate.clone();
        let first = credentials.identity(&version(10), CardName::Card).unwrap();
        // The same words elsewhere in a file.
        let again = credentials.identity(&version(90), CardName::Card).unwrap();
        assert_eq!((kept(&credentials), certificate(&first)), (1, certificate(&again)));
        assert_eq!(first.info2.svn, [2, 2, 2]);
        // Everything that a card follows from makes another one.
        let ordinary = credentials.identity(&CardSpec::default(), CardName::Card).unwrap();
        assert_ne!(ordinary.info2.svn, first.info2.svn);
        let other = credentials.identity(&CardSpec::default(), CardName::OtherCard).unwrap();
        let brainpool = CardSpec { curve: Some(CurveName::BrainpoolP256r1), ..CardSpec::default() };
        let brainpool = credentials.identity(&brainpool, CardName::Card).unwrap();
        let expired = credentials.identity(&card("euicc-expired"), CardName::Card).unwrap();
        let all = [&ordinary, &other, &brainpool, &expired].map(certificate);
        assert_eq!((kept(&credentials), BTreeSet::from(all).len()), (5, 4));
        // The target's own EIDs and fields count too.
        credentials.eids = vec!["89049032123451234512345678901243".into()];
        credentials.info2.free_non_volatile = Some(7);
        let named = credentials.identity(&CardSpec::default(), CardName::Card).unwrap();
        assert_ne!(named.eid, ordinary.eid);
        assert_eq!((named.info2.free_non_volatile, kept(&credentials)), (7, 6));
        // What cannot be had is not kept.
        assert!(credentials.identity(&card("no-such-identity"), CardName::Card).is_err());
        assert_eq!(kept(&credentials), 6);
    }
}
