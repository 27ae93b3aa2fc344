//! TLS between an SM-DP+ that reports progress and the operator that listens: mutual, like all of ES2+.

use super::OPERATOR_HOST;
use super::sm_dp_plus::tls_credential;
use rsp_pki::{Certificate, Credential, verify};
use rsp_transport::Endpoint;
use rsp_transport::tls::{
    ChainFault, ChainFaultKind, ChainPolicy, ClientAuth, ClientTls, GsmaChainPolicy, ServerTls, client_config,
    server_config,
};
use std::sync::Arc;

/// The operator's end: shows its certificate and asks for one under these roots.
pub fn operator_tls(operator: &Credential, roots: Vec<Certificate>) -> Result<Arc<rustls::ServerConfig>, String> {
    let client_auth = ClientAuth::Required(Arc::new(GsmaChainPolicy::new(roots)));
    let settings = ServerTls { client_auth, ..ServerTls::new(tls_credential(operator)?) };
    server_config(settings).map_err(|error| error.to_string())
}

/// The SM-DP+'s end: shows CERT.DP.TLS and wants an operator under these roots.
pub fn to_operator(connect: String, leaf: &Credential, roots: Vec<Certificate>) -> Result<Endpoint, String> {
    let policy = Arc::new(OperatorPolicy(roots));
    let settings = ClientTls { credential: Some(tls_credential(leaf)?), ..ClientTls::new(policy) };
    let tls = client_config(settings).map_err(|error| error.to_string())?;
    Ok(Endpoint { host: OPERATOR_HOST.into(), connect, tls: Some(tls) })
}

/// SGP.22 names no role for an operator's certificate: chain, signature, dates and name are what there is to look at.
struct OperatorPolicy(Vec<Certificate>);

impl ChainPolicy for OperatorPolicy {
    fn verify_server(&self, chain: &[Vec<u8>], host: &str, now: i64) -> Result<(), ChainFault> {
        let leaf = chain.first().ok_or_else(|| ChainFault::new(ChainFaultKind::Unreadable, "no certificate"))?;
        let leaf = Certificate::from_der(leaf)
            .map_err(|error| ChainFault::new(ChainFaultKind::Unreadable, error.to_string()))?;
        let root = self
            .0
            .iter()
            .find(|root| verify::issued_in_name_of(&leaf, root).is_ok() && verify::signed_by(&leaf, root).is_ok());
        if root.is_none() {
            return Err(ChainFault::new(
                ChainFaultKind::UnknownIssuer,
                "no trusted CI issued the operator's certificate",
            ));
        }
        verify::valid_at(&leaf, now).map_err(|fault| ChainFault::new(ChainFaultKind::Expired, fault.detail))?;
        if leaf.san_dns().iter().any(|name| name.eq_ignore_ascii_case(host)) {
            return Ok(());
        }
        Err(ChainFault::new(ChainFaultKind::Name, format!("the certificate is not for {host}")))
    }

    fn verify_client(&self, _: &[Vec<u8>], _: i64) -> Result<(), ChainFault> {
        Err(ChainFault::new(ChainFaultKind::Other, "nobody calls here"))
    }
}
