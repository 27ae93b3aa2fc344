//! What can be issued on one curve.

use crate::issue::serial;
use crate::{Certificate, CertificateTemplate, Credential, Eid, IssueError, Name, NamePart, Role};
use rsp_crypto::{Curve, PrivateKey, PublicKey, SeededEntropy};

/// EID of the first eUICC, the one of SGP.26.
pub const EID: &str = "89049032123451234512345678901235";
/// EID of the second eUICC.
pub const OTHER_EID: &str = "89049032987659876598765432109810";
/// EIN of our EUM: how its EIDs begin.
const EIN: &str = "89049032";
/// Organisation of our EUM.
const EUM_ORGANIZATION: &str = "rsptest EUM Works";

/// What can be issued on one curve: a CI, an EUM if there is one, and entropy for the keys of everyone else.
#[derive(Debug, Clone)]
pub struct CurveIssuers {
    curve: Curve,
    entropy: SeededEntropy,
    /// Goes into the labels of keys, so that a foreign CI shares none.
    house: &'static str,
    ci: Credential,
    eum: Option<Credential>,
}

impl CurveIssuers {
    /// A CI of our own and an EUM under it, both with their keys.
    pub(crate) fn own(curve: Curve, entropy: SeededEntropy) -> Result<Self, IssueError> {
        Self::root(curve, entropy, "own", "rsptest CI")
    }

    fn root(curve: Curve, entropy: SeededEntropy, house: &'static str, name: &str) -> Result<Self, IssueError> {
        let key = PrivateKey::derive(curve, &entropy, "pki/ci", house.as_bytes());
        let subject = Name::of(&[
            (NamePart::CommonName, name),
            (NamePart::OrganizationalUnit, "TESTCERT"),
            (NamePart::Organization, "rsptest"),
            (NamePart::Country, "XX"),
        ]);
        let template = CertificateTemplate::ci(subject, serial("ci", house.as_bytes()), key.public_key())?;
        let ci = Credential::new(template.issue(&key)?, key);
        Self::house(curve, entropy, house, ci, None)
    }

    /// A CI that was found; an EUM is issued under it if none was found and the CI's key is at hand.
    pub(crate) fn found(
        curve: Curve,
        entropy: SeededEntropy,
        ci: Credential,
        eum: Option<Credential>,
    ) -> Result<Self, IssueError> {
        Self::house(curve, entropy, "found", ci, eum)
    }

    fn house(
        curve: Curve,
        entropy: SeededEntropy,
        house: &'static str,
        ci: Credential,
        eum: Option<Credential>,
    ) -> Result<Self, IssueError> {
        let mut issuers = Self { curve, entropy, house, ci, eum };
        let usable = issuers.eum.as_ref().is_some_and(|eum| eum.key.is_some());
        if !usable && issuers.ci.key.is_some() {
            issuers.eum = Some(issuers.issue_eum("eum")?);
        }
        Ok(issuers)
    }

    /// Another CI with an EUM of the same organisation and the same EIN, that nobody here trusts.
    pub fn foreign(&self) -> Result<Self, IssueError> {
        Self::root(self.curve, self.entropy.clone(), "foreign", "rsptest foreign CI")
    }

    /// Another CI with the same name as this one and another key.
    pub fn namesake(&self) -> Result<Self, IssueError> {
        let key = self.key("ci", "namesake");
        let subject = Name::from_der(self.ci.certificate.subject());
        let template = CertificateTemplate::ci(subject, self.serial("ci", "namesake"), key.public_key())?;
        let ci = Credential::new(template.issue(&key)?, key);
        Self::house(self.curve, self.entropy.clone(), "namesake", ci, None)
    }

    /// The curve.
    pub fn curve(&self) -> Curve {
        self.curve
    }

    /// The CI.
    pub fn ci(&self) -> &Credential {
        &self.ci
    }

    /// The CI's key.
    pub fn ci_key(&self) -> Result<&PrivateKey, IssueError> {
        self.ci.key.as_ref().ok_or(IssueError::NoKey("the CI"))
    }

    /// The EUM, if one was found or could be issued.
    pub fn eum(&self) -> Option<&Credential> {
        self.eum.as_ref()
    }

    /// The EUM's certificate and key.
    pub fn eum_with_key(&self) -> Result<(&Certificate, &PrivateKey), IssueError> {
        let eum = self.eum.as_ref().and_then(|eum| Some((&eum.certificate, eum.key.as_ref()?)));
        eum.ok_or(IssueError::NoKey("the EUM"))
    }

    /// A key that follows from the seed and this purpose.
    pub(crate) fn key(&self, label: &str, context: &str) -> PrivateKey {
        let context = [self.house.as_bytes(), &[0], context.as_bytes()].concat();
        PrivateKey::derive(self.curve, &self.entropy, &format!("pki/{label}"), &context)
    }

    pub(crate) fn serial(&self, label: &str, context: &str) -> Vec<u8> {
        serial(label, &[self.house.as_bytes(), &[0], context.as_bytes()].concat())
    }

    /// The organisation and the EIN that the EUM's certificate permits; ours when it says nothing.
    pub(crate) fn permitted(&self) -> (String, String) {
        let eum = self.eum.as_ref().map(|eum| &eum.certificate);
        let subtree = eum.and_then(|eum| eum.name_constraints().into_iter().next());
        let organization = subtree.as_ref().and_then(|subtree| subtree.organization.clone());
        let organization = organization.or_else(|| eum.and_then(Certificate::subject_organization));
        let ein = subtree.and_then(|subtree| subtree.serial_number);
        let ein = ein.or_else(|| eum.and_then(|eum| eum.permitted_eins().into_iter().next()));
        (organization.unwrap_or_else(|| EUM_ORGANIZATION.into()), ein.unwrap_or_else(|| EIN.into()))
    }

    /// The EID if the EUM may issue for it, else one that it may issue for and that follows from the first.
    pub(crate) fn eid_in_range(&self, eid: &str) -> String {
        let (_, ein) = self.permitted();
        if eid.starts_with(&ein) {
            return eid.into();
        }
        let rest = eid.get(ein.len()..30).unwrap_or_default();
        Eid::with_check_digits(&format!("{ein}{rest}")).map_or_else(|_| eid.into(), |eid| eid.to_string())
    }

    /// The EID of the first eUICC.
    pub fn eid(&self) -> String {
        self.eid_in_range(EID)
    }

    /// The EID of the second eUICC.
    pub fn other_eid(&self) -> String {
        self.eid_in_range(OTHER_EID)
    }

    /// What CERT.EUM is to say for this key; organisation and EIN as permitted.
    pub fn eum_template(&self, label: &str, key: &PublicKey) -> Result<CertificateTemplate, IssueError> {
        let (organization, ein) = self.permitted();
        CertificateTemplate::eum(&self.ci.certificate, self.serial("eum", label), key, &organization, &ein)
    }

    /// A new EUM under the CI, whose key follows from the label.
    pub fn issue_eum(&self, label: &str) -> Result<Credential, IssueError> {
        let key = self.key("eum", label);
        let certificate = self.eum_template(label, key.public_key())?.issue(self.ci_key()?)?;
        Ok(Credential::new(certificate, key))
    }

    /// What CERT.EUICC is to say under this EUM, and the eUICC's key, which follows from the EID.
    pub fn euicc_template(&self, eum: &Certificate, eid: &str) -> (CertificateTemplate, PrivateKey) {
        let key = self.key("euicc", eid);
        let (organization, _) = self.permitted();
        let organization = eum.subject_organization().unwrap_or(organization);
        (CertificateTemplate::euicc(eum, self.serial("euicc", eid), key.public_key(), &organization, eid), key)
    }

    /// An eUICC of this EID under the EUM.
    pub fn euicc_for(&self, eid: &str) -> Result<Credential, IssueError> {
        let (eum, eum_key) = self.eum_with_key()?;
        let (template, key) = self.euicc_template(eum, eid);
        Ok(Credential::new(template.issue(eum_key)?, key))
    }

    /// CERT.DPauth, CERT.DPpb or CERT.DSauth of the server with this OID, dotted.
    pub fn server(&self, role: Role, common_name: &str, oid: &str) -> Result<Credential, IssueError> {
        let label = format!("{role}/{oid}");
        let key = self.key("server", &label);
        let serial = self.serial("server", &label);
        let ci = &self.ci.certificate;
        let template = CertificateTemplate::server(ci, serial, key.public_key(), role, common_name, oid)?;
        Ok(Credential::new(template.issue(self.ci_key()?)?, key))
    }

    /// A TLS certificate of an SM-DP+ for this host and OID, dotted.
    pub fn tls_leaf(&self, host: &str, oid: &str) -> Result<Credential, IssueError> {
        self.tls(Some(Role::DpTls), host, oid)
    }

    /// A TLS certificate for this host and OID, with the policy of the role if there is one.
    pub fn tls(&self, role: Option<Role>, host: &str, oid: &str) -> Result<Credential, IssueError> {
        let label = format!("{}/{host}/{oid}", role.map(|role| role.to_string()).unwrap_or_default());
        let key = self.key("tls", &label);
        let serial = self.serial("tls", &label);
        let template = CertificateTemplate::tls(&self.ci.certificate, serial, key.public_key(), role, host, oid)?;
        Ok(Credential::new(template.issue(self.ci_key()?)?, key))
    }

    /// The operator's TLS client certificate for ES2+: no policy, OID 2.999.20.
    pub fn operator(&self) -> Result<Credential, IssueError> {
        self.tls(None, "operator.example.com", "2.999.20")
    }
}
