//! rustls configurations for servers and clients.

use super::policy::ChainPolicy;
use super::verifier::PolicyVerifier;
use rustls::client::Resumption;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::NoServerSessionStorage;
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::version::{TLS12, TLS13};
use rustls::{CipherSuite, ClientConfig, KeyLog, ServerConfig, SupportedProtocolVersion};
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

/// Which TLS versions are spoken (SGP.22 §6.1: 1.2 at least).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Versions {
    /// TLS 1.2 only.
    Tls12,
    /// TLS 1.3 only.
    Tls13,
    /// Both.
    #[default]
    Both,
}

static ONLY_12: &[&SupportedProtocolVersion] = &[&TLS12];
static ONLY_13: &[&SupportedProtocolVersion] = &[&TLS13];
static BOTH: &[&SupportedProtocolVersion] = &[&TLS13, &TLS12];

impl Versions {
    fn list(self) -> &'static [&'static SupportedProtocolVersion] {
        match self {
            Self::Tls12 => ONLY_12,
            Self::Tls13 => ONLY_13,
            Self::Both => BOTH,
        }
    }
}

/// A certificate chain and the key of its leaf. That they fit is not checked: one that does not fit is a test.
#[derive(Clone)]
pub struct TlsCredential {
    /// Certificates in DER, leaf first; the CI's own is left out.
    pub chain: Vec<Vec<u8>>,
    /// The private key in DER: PKCS#8 or SEC1.
    pub key: Vec<u8>,
}

impl TryFrom<&rsp_pki::Credential> for TlsCredential {
    type Error = TlsConfigError;

    /// The certificate alone, with its key in PKCS#8.
    fn try_from(credential: &rsp_pki::Credential) -> Result<Self, TlsConfigError> {
        let key = credential.key.as_ref();
        let key = key.ok_or_else(|| TlsConfigError::Key("the credential has a certificate only".to_owned()))?;
        Ok(Self { chain: vec![credential.certificate.der().to_vec()], key: key.to_pkcs8_der() })
    }
}

impl fmt::Debug for TlsCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsCredential").field("certificates", &self.chain.len()).finish_non_exhaustive()
    }
}

/// What a server asks of its clients.
#[derive(Clone, Default)]
pub enum ClientAuth {
    /// Nothing: ES9+, ES11.
    #[default]
    None,
    /// A certificate is asked for; a client without one is served all the same.
    Optional(Arc<dyn ChainPolicy>),
    /// A certificate, or the handshake fails: ES2+, ES12, ES15.
    Required(Arc<dyn ChainPolicy>),
}

/// The settings of a TLS server.
#[derive(Clone)]
pub struct ServerTls {
    /// What it shows.
    pub credential: TlsCredential,
    /// What it asks for.
    pub client_auth: ClientAuth,
    /// What it speaks.
    pub versions: Versions,
    /// Its cipher suites; all that rustls has when absent.
    pub suites: Option<Vec<CipherSuite>>,
    /// Where session secrets go.
    pub key_log: Option<Arc<dyn KeyLog>>,
    /// Whether sessions can be resumed.
    pub resumption: bool,
}

impl ServerTls {
    /// Both versions, every suite, no client authentication, no resumption.
    pub fn new(credential: TlsCredential) -> Self {
        Self {
            credential,
            client_auth: ClientAuth::None,
            versions: Versions::Both,
            suites: None,
            key_log: None,
            resumption: false,
        }
    }
}

/// The settings of a TLS client.
#[derive(Clone)]
pub struct ClientTls {
    /// What the server's certificate must be.
    pub policy: Arc<dyn ChainPolicy>,
    /// What the client shows when it is asked.
    pub credential: Option<TlsCredential>,
    /// What it offers.
    pub versions: Versions,
    /// The cipher suites it offers, in this order; all that rustls has when absent.
    pub suites: Option<Vec<CipherSuite>>,
    /// Where session secrets go.
    pub key_log: Option<Arc<dyn KeyLog>>,
    /// Whether sessions are resumed. A resumed session shows no certificate, so nothing is verified on it.
    pub resumption: bool,
}

impl ClientTls {
    /// Both versions, every suite, no client certificate, no resumption.
    pub fn new(policy: Arc<dyn ChainPolicy>) -> Self {
        Self { policy, credential: None, versions: Versions::Both, suites: None, key_log: None, resumption: false }
    }
}

/// Why there is no configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TlsConfigError {
    /// The private key cannot be read or is of a kind that rustls does not have (Brainpool).
    Key(String),
    /// The credential has no certificate.
    NoCertificate,
    /// None of the cipher suites asked for can be had for these versions.
    NoSuite,
    /// rustls refuses the settings.
    Settings(String),
}

impl fmt::Display for TlsConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(says) => write!(
                f,
                "the private key for TLS cannot be used: {says}; keys on P-256 in PKCS#8 or SEC1 can, Brainpool keys cannot"
            ),
            Self::NoCertificate => f.write_str("the credential for TLS has no certificate"),
            Self::NoSuite => {
                f.write_str("none of the cipher suites asked for is available in the TLS versions asked for")
            }
            Self::Settings(says) => write!(f, "the TLS settings are refused: {says}"),
        }
    }
}

impl StdError for TlsConfigError {}

/// The configuration of a server.
///
/// # Errors
/// When the key is not usable or no suite is left.
pub fn server_config(settings: ServerTls) -> Result<Arc<ServerConfig>, TlsConfigError> {
    let provider = provider(settings.suites.as_deref(), settings.versions)?;
    let credential = certified(&settings.credential, &provider)?;
    let algorithms = provider.signature_verification_algorithms;
    let builder = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(settings.versions.list())
        .map_err(|error| TlsConfigError::Settings(error.to_string()))?;
    let verifier = |policy, mandatory| Arc::new(PolicyVerifier::new(policy, algorithms, mandatory));
    let builder = match settings.client_auth {
        ClientAuth::None => builder.with_no_client_auth(),
        ClientAuth::Optional(policy) => builder.with_client_cert_verifier(verifier(policy, false)),
        ClientAuth::Required(policy) => builder.with_client_cert_verifier(verifier(policy, true)),
    };
    // The constructors that take a chain read it through webpki; the resolver does not.
    let mut config = builder.with_cert_resolver(Arc::new(SingleCertAndKey::from(credential)));
    if let Some(key_log) = settings.key_log {
        config.key_log = key_log;
    }
    if !settings.resumption {
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
    }
    Ok(Arc::new(config))
}

/// The configuration of a client.
///
/// # Errors
/// When the key is not usable or no suite is left.
pub fn client_config(settings: ClientTls) -> Result<Arc<ClientConfig>, TlsConfigError> {
    let provider = provider(settings.suites.as_deref(), settings.versions)?;
    let credential = settings.credential.map(|credential| certified(&credential, &provider)).transpose()?;
    let verifier = PolicyVerifier::new(settings.policy, provider.signature_verification_algorithms, false);
    let builder = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(settings.versions.list())
        .map_err(|error| TlsConfigError::Settings(error.to_string()))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier));
    let mut config = match credential {
        None => builder.with_no_client_auth(),
        Some(credential) => builder.with_client_cert_resolver(Arc::new(SingleCertAndKey::from(credential))),
    };
    if let Some(key_log) = settings.key_log {
        config.key_log = key_log;
    }
    if !settings.resumption {
        config.resumption = Resumption::disabled();
    }
    Ok(Arc::new(config))
}

/// ring with the suites asked for that exist in these versions; a hello offers no others.
fn provider(suites: Option<&[CipherSuite]>, versions: Versions) -> Result<Arc<CryptoProvider>, TlsConfigError> {
    let mut provider = ring::default_provider();
    provider.cipher_suites.retain(|suite| versions.list().contains(&suite.version()));
    if let Some(wanted) = suites {
        let have = std::mem::take(&mut provider.cipher_suites);
        let find = |suite: &CipherSuite| have.iter().find(|candidate| candidate.suite() == *suite);
        provider.cipher_suites = wanted.iter().filter_map(find).copied().collect();
    }
    if provider.cipher_suites.is_empty() {
        return Err(TlsConfigError::NoSuite);
    }
    Ok(Arc::new(provider))
}

fn certified(credential: &TlsCredential, provider: &CryptoProvider) -> Result<CertifiedKey, TlsConfigError> {
    if credential.chain.is_empty() {
        return Err(TlsConfigError::NoCertificate);
    }
    let key = PrivateKeyDer::try_from(credential.key.clone()).map_err(|says| TlsConfigError::Key(says.to_owned()))?;
    let key = provider.key_provider.load_private_key(key).map_err(|error| TlsConfigError::Key(error.to_string()))?;
    let chain = credential.chain.iter().map(|certificate| CertificateDer::from(certificate.clone())).collect();
    Ok(CertifiedKey::new(chain, key))
}

#[cfg(test)]
mod tests {
    use super::super::AnyChain;
    use super::*;

    #[test]
    fn settings_that_cannot_work_are_refused_with_a_reason() {
        let credential = TlsCredential { chain: vec![vec![0x30, 0x00]], key: vec![0x30, 0x00] };
        assert!(matches!(server_config(ServerTls::new(credential.clone())), Err(TlsConfigError::Key(_))));
        let none = TlsCredential { chain: Vec::new(), ..credential };
        assert_eq!(server_config(ServerTls::new(none)).unwrap_err(), TlsConfigError::NoCertificate);
        let mut client = ClientTls::new(Arc::new(AnyChain));
        client.versions = Versions::Tls13;
        client.suites = Some(vec![CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]);
        assert_eq!(client_config(client).unwrap_err(), TlsConfigError::NoSuite);
    }

    #[test]
    fn the_hello_of_a_client_offers_only_the_suites_of_its_versions() {
        let provider = provider(None, Versions::Tls12).unwrap();
        assert!(provider.cipher_suites.iter().all(|suite| suite.version() == &TLS12));
    }
}
