//! The certificates on one curve.

use crate::issuers::{CurveIssuers, EID, OTHER_EID};
use crate::{Credential, IssueError, Role};
use rsp_crypto::Curve;
use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

/// Host of SM-DP+ 1.
pub(crate) const DP_HOST: &str = "testsmdpplus1.example.com";
/// OID of SM-DP+ 1.
pub(crate) const DP_OID: &str = "2.999.10";
const DP2_HOST: &str = "testsmdpplus2.example.com";
const DP2_OID: &str = "2.999.12";

/// Everyone who is certified on one curve, all with their keys.
#[derive(Debug)]
pub struct Suite {
    issuers: CurveIssuers,
    /// The CI.
    pub ci: Credential,
    /// The EUM: EIN 89049032.
    pub eum: Credential,
    /// The eUICC with EID 89049032123451234512345678901235.
    pub euicc: Credential,
    /// The eUICC with EID 89049032987659876598765432109810.
    pub other_euicc: Credential,
    /// SM-DP+ 1 (OID 2.999.10), authentication.
    pub dp_auth: Credential,
    /// SM-DP+ 1, profile package binding.
    pub dp_pb: Credential,
    /// SM-DP+ 1, TLS for `testsmdpplus1.example.com`.
    pub dp_tls: Credential,
    /// SM-DP+ 2 (OID 2.999.12), authentication.
    pub dp2_auth: Credential,
    /// SM-DP+ 2, profile package binding.
    pub dp2_pb: Credential,
    /// SM-DP+ 2, TLS for `testsmdpplus2.example.com`.
    pub dp2_tls: Credential,
    /// The operator, TLS client on ES2+ (OID 2.999.20).
    pub operator: Credential,
    /// Everyone under a CI that nobody trusts; made when it is first looked at.
    pub foreign: LazyForeign,
}

/// Everyone under a CI that nobody trusts: same names, numbers and OIDs, other keys.
#[derive(Debug)]
pub struct Foreign {
    /// The foreign CI.
    pub ci: Credential,
    /// Its EUM.
    pub eum: Credential,
    /// An eUICC of that EUM, with the EID of [`Suite::euicc`].
    pub euicc: Credential,
    /// SM-DP+ 1, authentication.
    pub dp_auth: Credential,
    /// SM-DP+ 1, profile package binding.
    pub dp_pb: Credential,
    /// SM-DP+ 1, TLS.
    pub dp_tls: Credential,
    /// The operator.
    pub operator: Credential,
}

/// [`Foreign`], made when it is first looked at: most cases never do.
pub struct LazyForeign {
    home: CurveIssuers,
    made: OnceLock<Foreign>,
}

impl Deref for LazyForeign {
    type Target = Foreign;

    #[expect(clippy::expect_used, reason = "names, OIDs and dates are constants; every test issues them")]
    fn deref(&self) -> &Foreign {
        self.made.get_or_init(|| Foreign::new(&self.home).expect("constants can be certified"))
    }
}

impl fmt::Debug for LazyForeign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LazyForeign").finish_non_exhaustive()
    }
}

impl Foreign {
    fn new(home: &CurveIssuers) -> Result<Self, IssueError> {
        let issuers = home.foreign()?;
        Ok(Self {
            ci: issuers.ci().clone(),
            eum: eum(&issuers)?,
            euicc: issuers.euicc_for(EID)?,
            dp_auth: issuers.server(Role::DpAuth, "rsptest SM-DP+", DP_OID)?,
            dp_pb: issuers.server(Role::DpPb, "rsptest SM-DP+", DP_OID)?,
            dp_tls: issuers.tls_leaf(DP_HOST, DP_OID)?,
            operator: issuers.operator()?,
        })
    }
}

fn eum(issuers: &CurveIssuers) -> Result<Credential, IssueError> {
    issuers.eum().cloned().ok_or(IssueError::NoKey("the EUM"))
}

impl Suite {
    pub(super) fn new(issuers: CurveIssuers) -> Result<Self, IssueError> {
        Ok(Self {
            ci: issuers.ci().clone(),
            eum: eum(&issuers)?,
            euicc: issuers.euicc_for(EID)?,
            other_euicc: issuers.euicc_for(OTHER_EID)?,
            dp_auth: issuers.server(Role::DpAuth, "rsptest SM-DP+", DP_OID)?,
            dp_pb: issuers.server(Role::DpPb, "rsptest SM-DP+", DP_OID)?,
            dp_tls: issuers.tls_leaf(DP_HOST, DP_OID)?,
            dp2_auth: issuers.server(Role::DpAuth, "rsptest SM-DP+ 2", DP2_OID)?,
            dp2_pb: issuers.server(Role::DpPb, "rsptest SM-DP+ 2", DP2_OID)?,
            dp2_tls: issuers.tls_leaf(DP2_HOST, DP2_OID)?,
            operator: issuers.operator()?,
            foreign: LazyForeign { home: issuers.clone(), made: OnceLock::new() },
            issuers,
        })
    }

    /// The curve.
    pub fn curve(&self) -> Curve {
        self.issuers.curve()
    }

    /// Who can issue more.
    pub fn issuers(&self) -> &CurveIssuers {
        &self.issuers
    }

    /// SubjectKeyIdentifier of the CI: how eUICCs and servers name it.
    pub fn ci_pkid(&self) -> Vec<u8> {
        self.ci.certificate.subject_key_id().unwrap_or_default()
    }

    /// An eUICC of this EID (32 digits) under the EUM; the same EID gives the same octets.
    pub fn euicc_for(&self, eid: &str) -> Result<Credential, IssueError> {
        self.issuers.euicc_for(eid)
    }

    /// A TLS certificate of an SM-DP+ for this host and OID, dotted.
    pub fn tls_leaf(&self, host: &str, oid: &str) -> Result<Credential, IssueError> {
        self.issuers.tls_leaf(host, oid)
    }

    /// CERT.DPauth, CERT.DPpb or CERT.DSauth of the server with this OID, dotted.
    pub fn server(&self, role: Role, common_name: &str, oid: &str) -> Result<Credential, IssueError> {
        self.issuers.server(role, common_name, oid)
    }
}
