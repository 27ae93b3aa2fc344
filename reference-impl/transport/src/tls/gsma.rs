//! The path checks of SGP.22 for TLS certificates under a GSMA CI (SGP.22 §6.1, §4.5.2.1, §4.5.2.2).

use super::policy::{ChainFault, ChainFaultKind, ChainPolicy};
use rsp_conduct::Clock;
use rsp_pki::crl::Crl;
use rsp_pki::{Certificate, Fault, FaultKind, Role, verify};
use std::sync::Arc;

/// Most certificates of one chain.
const MAX_CHAIN: usize = 8;
const SERVER_AUTH: &str = "1.3.6.1.5.5.7.3.1";
const CLIENT_AUTH: &str = "1.3.6.1.5.5.7.3.2";

/// What becomes of a server's certificate that is outside its dates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ExpiredLeaf {
    /// It is refused.
    #[default]
    Refuse,
    /// It is taken. Whoever cares finds it in [`TlsInfo::peer_certificates`](crate::TlsInfo::peer_certificates).
    Take,
}

/// The rules of SGP.22 for TLS: chain to a trusted CI, signatures, role, dates, name, revocation.
/// Servers must have the policy of their role and serverAuth. Clients, for which SGP.22 has no role, must be
/// end entities, with clientAuth where they restrict the use of their key.
pub struct GsmaChainPolicy {
    roots: Vec<Certificate>,
    role: Role,
    oid: Option<String>,
    expired_leaf: ExpiredLeaf,
    crls: Vec<Crl>,
    clock: Option<Arc<dyn Clock>>,
}

impl GsmaChainPolicy {
    /// Trusts these CI certificates; servers are SM-DP+s.
    pub fn new(roots: Vec<Certificate>) -> Self {
        Self { roots, role: Role::DpTls, oid: None, expired_leaf: ExpiredLeaf::Refuse, crls: Vec::new(), clock: None }
    }

    /// Servers have this role: [`Role::DpTls`] or [`Role::DsTls`].
    pub fn with_role(mut self, role: Role) -> Self {
        self.role = role;
        self
    }

    /// Servers must have this object identifier (dotted) as registeredID, for example that of an activation code.
    pub fn with_oid(mut self, oid: impl Into<String>) -> Self {
        self.oid = Some(oid.into());
        self
    }

    /// What becomes of a server's leaf outside its dates.
    pub fn with_expired_leaf(mut self, expired_leaf: ExpiredLeaf) -> Self {
        self.expired_leaf = expired_leaf;
        self
    }

    /// Certificates on these lists are refused. A list counts for certificates of its issuer; it is taken as it
    /// is, so [`Crl::verify`] comes before.
    pub fn with_crls(mut self, crls: Vec<Crl>) -> Self {
        self.crls = crls;
        self
    }

    /// The time of this clock counts, not that of the machine.
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = Some(clock);
        self
    }

    fn now(&self, now: i64) -> i64 {
        self.clock.as_ref().map_or(now, |clock| clock.now())
    }

    /// The leaf, when there is a path from it to a root.
    fn leaf(&self, chain: &[Vec<u8>], now: i64) -> Result<Certificate, ChainFault> {
        if chain.len() > MAX_CHAIN {
            let says = format!("a chain of {} certificates; {MAX_CHAIN} are the most", chain.len());
            return Err(ChainFault::new(ChainFaultKind::Other, says));
        }
        let mut read = Vec::with_capacity(chain.len());
        for (place, der) in chain.iter().enumerate() {
            let certificate = Certificate::from_der(der).map_err(|error| {
                ChainFault::new(ChainFaultKind::Unreadable, format!("certificate {place} of the chain: {error}"))
            })?;
            read.push(certificate);
        }
        let mut read = read.into_iter();
        let Some(leaf) = read.next() else {
            return Err(ChainFault::new(ChainFaultKind::Unreadable, "the chain has no certificate"));
        };
        self.anchored(&leaf, read.collect(), now)?;
        Ok(leaf)
    }

    /// Walks from the leaf to a root; each certificate of the chain is used once at most.
    fn anchored(&self, leaf: &Certificate, mut others: Vec<Certificate>, now: i64) -> Result<(), ChainFault> {
        let mut below = leaf.clone();
        let mut depth = 0;
        loop {
            let mut nearest = None;
            for root in &self.roots {
                match issued_by(&below, root) {
                    Ok(()) => return within_path_len(root, depth),
                    // The same name with another key tells more than a root that has nothing to do with it.
                    Err(fault) if fault.kind == FaultKind::Signature => nearest = Some(fault),
                    Err(fault) => nearest = nearest.or(Some(fault)),
                }
            }
            let Some(next) = others.iter().position(|other| issued_by(&below, other).is_ok()) else {
                let why = nearest.map_or_else(|| "no CI is trusted".to_owned(), |fault| fault.to_string());
                let says = format!("no path from `{}` to a trusted CI: {why}", below.subject_text());
                return Err(ChainFault::new(ChainFaultKind::UnknownIssuer, says));
            };
            let issuer = others.swap_remove(next);
            verify::is_issuer(&issuer).map_err(|fault| mapped(&issuer, fault))?;
            verify::key_usage(&issuer, Role::Ci).map_err(|fault| mapped(&issuer, fault))?;
            verify::no_unknown_critical(&issuer).map_err(|fault| mapped(&issuer, fault))?;
            verify::valid_at(&issuer, now).map_err(|fault| mapped(&issuer, fault))?;
            self.not_revoked(&issuer)?;
            within_path_len(&issuer, depth)?;
            below = issuer;
            depth += 1;
        }
    }

    fn not_revoked(&self, certificate: &Certificate) -> Result<(), ChainFault> {
        for crl in &self.crls {
            verify::not_revoked(certificate, crl).map_err(|fault| mapped(certificate, fault))?;
        }
        Ok(())
    }
}

impl ChainPolicy for GsmaChainPolicy {
    fn verify_server(&self, chain: &[Vec<u8>], host: &str, now: i64) -> Result<(), ChainFault> {
        let now = self.now(now);
        let leaf = self.leaf(chain, now)?;
        let step = |outcome: Result<(), Fault>| outcome.map_err(|fault| mapped(&leaf, fault));
        step(verify::no_unknown_critical(&leaf))?;
        step(verify::is_no_issuer(&leaf))?;
        step(verify::fits_role(&leaf, self.role))?;
        step(verify::key_usage(&leaf, self.role))?;
        if !leaf.ext_key_usage().iter().any(|usage| usage == SERVER_AUTH) {
            return Err(ChainFault::new(
                ChainFaultKind::Purpose,
                "ExtendedKeyUsage of the server's certificate lacks serverAuth",
            ));
        }
        let names = leaf.san_dns();
        if !names.iter().any(|name| name.eq_ignore_ascii_case(host)) {
            let says = format!("`{host}` was dialled, the certificate is for: {}", names.join(", "));
            return Err(ChainFault::new(ChainFaultKind::Name, says));
        }
        if let Some(oid) = &self.oid
            && leaf.san_registered_id().as_ref() != Some(oid)
        {
            let found = leaf.san_registered_id().unwrap_or_else(|| "none".to_owned());
            let says = format!("registeredID {oid} is expected, the certificate has: {found}");
            return Err(ChainFault::new(ChainFaultKind::Name, says));
        }
        self.not_revoked(&leaf)?;
        match self.expired_leaf {
            ExpiredLeaf::Refuse => step(verify::valid_at(&leaf, now)),
            ExpiredLeaf::Take => Ok(()),
        }
    }

    fn verify_client(&self, chain: &[Vec<u8>], now: i64) -> Result<(), ChainFault> {
        let now = self.now(now);
        let leaf = self.leaf(chain, now)?;
        let step = |outcome: Result<(), Fault>| outcome.map_err(|fault| mapped(&leaf, fault));
        step(verify::no_unknown_critical(&leaf))?;
        step(verify::is_no_issuer(&leaf))?;
        let uses = leaf.ext_key_usage();
        if !uses.is_empty() && !uses.iter().any(|usage| usage == CLIENT_AUTH) {
            return Err(ChainFault::new(
                ChainFaultKind::Purpose,
                "ExtendedKeyUsage of the client's certificate lacks clientAuth",
            ));
        }
        self.not_revoked(&leaf)?;
        step(verify::valid_at(&leaf, now))
    }

    fn issuer_names(&self) -> Vec<Vec<u8>> {
        self.roots.iter().map(|root| root.subject().to_vec()).collect()
    }
}

fn issued_by(certificate: &Certificate, issuer: &Certificate) -> Result<(), Fault> {
    verify::issued_in_name_of(certificate, issuer)?;
    verify::signed_by(certificate, issuer)
}

/// `below` is how many issuers stand between this one and the leaf (RFC 5280 §4.2.1.9).
fn within_path_len(issuer: &Certificate, below: u32) -> Result<(), ChainFault> {
    match issuer.path_len() {
        Some(most) if below > most => {
            let says = format!("`{}` allows {most} issuers below it, the chain has {below}", issuer.subject_text());
            Err(ChainFault::new(ChainFaultKind::Purpose, says))
        }
        _ => Ok(()),
    }
}

fn mapped(certificate: &Certificate, fault: Fault) -> ChainFault {
    let kind = match fault.kind {
        FaultKind::Signature | FaultKind::Issuer => ChainFaultKind::UnknownIssuer,
        FaultKind::Expired => ChainFaultKind::Expired,
        FaultKind::NotYetValid => ChainFaultKind::NotYetValid,
        FaultKind::Policy | FaultKind::KeyUsage | FaultKind::BasicConstraints => ChainFaultKind::Purpose,
        FaultKind::UnknownCritical => ChainFaultKind::UnknownCritical,
        FaultKind::Revoked => ChainFaultKind::Revoked,
        FaultKind::Unreadable => ChainFaultKind::Unreadable,
        FaultKind::NameConstraints | FaultKind::ServerOid | FaultKind::Curve => ChainFaultKind::Other,
    };
    ChainFault::new(kind, format!("`{}`: {}", certificate.subject_text(), fault.detail))
}
