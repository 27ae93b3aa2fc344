//! The reference SM-DP+ on real sockets.

use super::crl::{CrlFetcher, CrlServer};
use super::operator::to_operator;
use super::progress::ProgressSender;
use super::{HOST, OID, OPERATOR_HOST, VERSION};
use crate::bench::Credentials;
use rsp_conduct::{Clock, Conduct, Context, Refusal};
use rsp_consumer::operator::Operator;
use rsp_consumer::sm_dp_plus::{Interface, ProfileType, SmDpPlus, SmDpPlusConfig, SmDpPlusHttp, Trust, rules};
use rsp_crypto::{Curve, SeededEntropy};
use rsp_pki::{Credential, Role};
use rsp_transport::tls::{
    ChainFault, ChainPolicy, ClientAuth, ClientTls, ExpiredLeaf, GsmaChainPolicy, KeyLogSink, ServerTls, TlsCredential,
    client_config, server_config,
};
use rsp_transport::{Client, Endpoint, Server, ServerLimits};
use std::sync::Arc;

/// How a reference SM-DP+ is set up.
pub struct SmDpPlusSettings<'a> {
    /// Whose keys it has.
    pub credentials: &'a Credentials,
    /// How it conducts itself.
    pub conduct: Arc<dyn Conduct>,
    /// The time it sees.
    pub clock: Arc<dyn Clock>,
    /// What its random octets follow from; random where absent.
    pub seed: Option<String>,
    /// Where ES9+ listens, for example `127.0.0.1:0`.
    pub es9plus: String,
    /// Where ES2+ listens.
    pub es2plus: String,
    /// Whether connections are TLS.
    pub tls: bool,
    /// Where the operator hears of progress, if it does.
    pub operator: Option<String>,
    /// What can be ordered.
    pub profile_types: Vec<Arc<ProfileType>>,
    /// Where revocation lists are fetched; a server of our own where absent.
    pub crl: Option<String>,
}

/// A reference SM-DP+ that listens.
pub struct LabSmDpPlus {
    /// The role.
    pub role: Arc<SmDpPlus>,
    /// ES9+.
    pub es9plus: Server,
    /// ES2+.
    pub es2plus: Server,
    _crl: Option<Server>,
}

/// The TLS side of a credential.
pub fn tls_credential(credential: &Credential) -> Result<TlsCredential, String> {
    let key = credential.key.as_ref().ok_or("a TLS certificate without its key")?;
    Ok(TlsCredential { chain: vec![credential.certificate.der().to_vec()], key: key.to_pkcs8_der() })
}

/// Lets the role's conduct have the last word on who is an operator.
struct JudgedPolicy {
    inner: GsmaChainPolicy,
    conduct: Arc<dyn Conduct>,
}

impl ChainPolicy for JudgedPolicy {
    fn verify_server(&self, chain: &[Vec<u8>], host: &str, now: i64) -> Result<(), ChainFault> {
        self.inner.verify_server(chain, host, now)
    }

    fn verify_client(&self, chain: &[Vec<u8>], now: i64) -> Result<(), ChainFault> {
        let outcome = self.inner.verify_client(chain, now);
        let refusal = outcome.as_ref().map_err(|fault| Refusal::new("requesterUnknown", fault.says.clone())).copied();
        match self.conduct.judge(&rules::OPERATOR_KNOWN, refusal) {
            Ok(()) => Ok(()),
            Err(_) => outcome,
        }
    }

    fn issuer_names(&self) -> Vec<Vec<u8>> {
        self.inner.issuer_names()
    }
}

impl LabSmDpPlus {
    /// Sets up an SM-DP+ and starts to listen.
    pub async fn start(settings: SmDpPlusSettings<'_>) -> Result<Self, String> {
        let credentials = settings.credentials;
        let mut trust = Vec::new();
        for (root, curve) in credentials.roots().into_iter().filter_map(|root| {
            let curve = root.public_key().ok()?.curve();
            Some((root, curve))
        }) {
            // A CI under which there is neither certificate nor key to issue one is not served.
            let server = |role| credentials.server(curve, role, OID, HOST);
            if let (Ok(dp_auth), Ok(dp_pb)) = (server(Role::DpAuth), server(Role::DpPb)) {
                let ci_pkid = root.subject_key_id().unwrap_or_default();
                trust.push(Trust { ci: root, ci_pkid, dp_auth, dp_pb });
            }
        }
        if trust.is_empty() {
            return Err(format!(
                "credentials ({}) hold no CI under which an SM-DP+ can be certified",
                credentials.source
            ));
        }
        let io = |error: std::io::Error| format!("cannot listen: {error}");
        // The role has its own limit; this one only keeps memory bounded.
        let limits = || ServerLimits { body: 4 * 1024 * 1024, ..ServerLimits::default() };
        let (crl, crl_server) = match (&settings.crl, credentials.crl(Curve::P256)) {
            (Some(address), _) => (Some(address.clone()), None),
            (None, Some(list)) => {
                let server =
                    Server::start("127.0.0.1:0", None, Arc::new(CrlServer { list }), limits()).await.map_err(io)?;
                (Some(server.address().to_string()), Some(server))
            }
            (None, None) => (None, None),
        };
        let caller = Operator { identifier: OID.into(), version: VERSION.into() };
        let operator = match settings.operator {
            None => None,
            Some(connect) if settings.tls => {
                let leaf = credentials.server(Curve::P256, Role::DpTls, OID, HOST)?;
                Some(to_operator(connect, &leaf, credentials.roots())?)
            }
            Some(connect) => Some(Endpoint { host: OPERATOR_HOST.into(), connect, tls: None }),
        };
        let progress = operator.map(|endpoint| {
            let sender = ProgressSender::to(Client::new(endpoint), caller);
            Arc::new(sender) as Arc<dyn rsp_consumer::sm_dp_plus::ProgressListener>
        });
        let entropy: Arc<dyn rsp_conduct::Entropy> = match &settings.seed {
            Some(seed) => Arc::new(SeededEntropy::new(format!("{seed}/sm-dp-plus").as_bytes())),
            None => Arc::new(rsp_crypto::OsEntropy),
        };
        let roots = credentials.roots();
        let config = SmDpPlusConfig {
            address: HOST.into(),
            oid: OID.into(),
            version: VERSION.into(),
            trust,
            profile_types: settings.profile_types,
            host_id: b"rsptest-dp".to_vec(),
            session_lifetime: 60,
            session_limit: 1024,
            crl: crl.map(|address| Arc::new(CrlFetcher::from_address(address)) as Arc<_>),
            progress,
        };
        let context = Context { conduct: settings.conduct.clone(), clock: settings.clock, entropy };
        let role = Arc::new(SmDpPlus::new(context, config));

        let (mut outer, mut inner) = (None, None);
        if settings.tls {
            let leaf = credentials.server(Curve::P256, Role::DpTls, OID, HOST)?;
            let leaf = tls_credential(&leaf)?;
            outer = Some(server_config(ServerTls::new(leaf.clone())).map_err(|error| error.to_string())?);
            let policy = GsmaChainPolicy::new(roots);
            let policy = Arc::new(JudgedPolicy { inner: policy, conduct: settings.conduct.clone() });
            // Whether a caller without any certificate is let in is the same question as which one is.
            let nobody = Err(Refusal::new("requesterUnknown", "no certificate"));
            let mandatory = settings.conduct.judge(&rules::OPERATOR_KNOWN, nobody).is_err();
            let client_auth = if mandatory { ClientAuth::Required(policy) } else { ClientAuth::Optional(policy) };
            let settings = ServerTls { client_auth, ..ServerTls::new(leaf) };
            inner = Some(server_config(settings).map_err(|error| error.to_string())?);
        }
        let handler = |interface| Arc::new(SmDpPlusHttp::new(role.clone(), interface));
        let es9plus = Server::start(&settings.es9plus, outer, handler(Interface::Es9Plus), limits());
        let es9plus = es9plus.await.map_err(|error| format!("{}: {error}", settings.es9plus))?;
        let es2plus = Server::start(&settings.es2plus, inner, handler(Interface::Es2Plus), limits());
        let es2plus = es2plus.await.map_err(|error| format!("{}: {error}", settings.es2plus))?;
        Ok(Self { role, es9plus, es2plus, _crl: crl_server })
    }
}

/// A TLS client that trusts these roots and shows this certificate.
pub fn client_tls(
    roots: Vec<rsp_pki::Certificate>,
    credential: Option<&Credential>,
    expired: ExpiredLeaf,
    key_log: Option<Arc<KeyLogSink>>,
) -> Result<Arc<rustls::ClientConfig>, String> {
    let policy = Arc::new(GsmaChainPolicy::new(roots).with_expired_leaf(expired));
    let credential = credential.map(tls_credential).transpose()?;
    let settings = ClientTls {
        credential,
        key_log: key_log.map(|sink| sink as Arc<dyn rustls::KeyLog>),
        ..ClientTls::new(policy)
    };
    client_config(settings).map_err(|error| error.to_string())
}
