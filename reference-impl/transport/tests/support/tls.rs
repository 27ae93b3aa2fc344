//! Certificates, TLS servers and TLS clients.

#![allow(dead_code, reason = "not every test binary uses all of it")]
#![allow(clippy::unwrap_used, reason = "in a test unwrap is the statement")]

use crate::support::Paths;
use rsp_crypto::{Curve, PrivateKey, SeededEntropy};
use rsp_pki::{Certificate, CertificateTemplate, Credential, Role, Suite, TestPki};
use rsp_transport::tls::{
    ChainPolicy, ClientAuth, ClientTls, GsmaChainPolicy, ServerTls, TlsCredential, client_config, server_config,
};
use rsp_transport::{Client, Endpoint, Server, ServerLimits};
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

pub const HOST: &str = "testsmdpplus1.example.com";
pub const OID: &str = "2.999.10";

pub fn suite() -> &'static Suite {
    static PKI: OnceLock<TestPki> = OnceLock::new();
    PKI.get_or_init(|| TestPki::from_seed(b"rsp-transport tests")).on(Curve::P256)
}

pub fn credential(credential: &Credential) -> TlsCredential {
    TlsCredential::try_from(credential).unwrap()
}

/// What the test CI trusts, honestly.
pub fn policy() -> Arc<dyn ChainPolicy> {
    Arc::new(GsmaChainPolicy::new(vec![suite().ci.certificate.clone()]))
}

/// A leaf like DP.TLS 1, changed, under the test CI.
pub fn leaf(change: impl FnOnce(CertificateTemplate) -> CertificateTemplate) -> Credential {
    let key = PrivateKey::derive(Curve::P256, &SeededEntropy::new(b"leaf"), "transport/leaf", b"");
    let ci = &suite().ci;
    let role = Some(Role::DpTls);
    let template = CertificateTemplate::tls(&ci.certificate, vec![7], key.public_key(), role, HOST, OID).unwrap();
    let certificate: Certificate = change(template).issue(ci.key.as_ref().unwrap()).unwrap();
    Credential::new(certificate, key)
}

pub async fn serve(settings: ServerTls) -> (Server, Arc<Paths>) {
    let paths = Arc::new(Paths::default());
    let config = server_config(settings).unwrap();
    let server = Server::start("127.0.0.1:0", Some(config), paths.clone(), ServerLimits::default()).await.unwrap();
    (server, paths)
}

pub fn server_of(own: &Credential) -> ServerTls {
    ServerTls::new(credential(own))
}

pub fn mutual(own: &Credential) -> ServerTls {
    ServerTls { client_auth: ClientAuth::Required(policy()), ..server_of(own) }
}

pub fn client(address: SocketAddr, settings: ClientTls) -> Client {
    client_for(HOST, address, settings)
}

pub fn client_for(host: &str, address: SocketAddr, settings: ClientTls) -> Client {
    let tls = Some(client_config(settings).unwrap());
    Client::new(Endpoint { host: host.to_owned(), connect: address.to_string(), tls })
}
