//! A target file: what is under test, read from YAML (design section 7).

use super::limits::{Limits, duration};
use super::{Target, options};
use crate::bench::{Credentials, OperatorDesk, Order, OrderKind, OrderSource, SignerCard};
use crate::case::{Info2Spec, three_octets};
use crate::diagnostic::{Diagnostic, Source, nearest};
use crate::lab::{client_tls, operator_tls};
use crate::read_whole::{LARGEST, read_whole};
use crate::yaml::{self, Span, Spanned};
use rsp_consumer::operator::{Operator, ProgressServer};
use rsp_pki::Certificate;
use rsp_transport::card::CardOptions;
use rsp_transport::tls::{ExpiredLeaf, KeyLogSink};
use rsp_transport::{Endpoint, Server, ServerLimits};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// The file.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TargetFile {
    /// The kind of entity.
    pub target: Entity,
    /// What it calls itself in reports.
    #[serde(default)]
    pub product: Option<String>,
    /// The FQDN that smdpAddress carries and TLS checks.
    pub address: String,
    /// Where to dial, host and port; the address and 443 where absent.
    #[serde(default)]
    pub connect: Option<String>,
    /// `https` or, for a server behind a proxy, `http`.
    #[serde(default)]
    pub scheme: Scheme,
    /// Dotted OID of the SM-DP+.
    #[serde(default)]
    pub oid: Option<Spanned<String>>,
    /// SGP.22 version in our X-Admin-Protocol.
    #[serde(default)]
    pub admin_protocol: Option<Spanned<String>>,
    /// TLS.
    #[serde(default)]
    pub tls: TlsFile,
    /// Our credentials.
    #[serde(default)]
    pub credentials: Option<CredentialsFile>,
    /// Our cards.
    #[serde(default)]
    pub identity: IdentityFile,
    /// What it supports.
    #[serde(default)]
    pub declares: Declares,
    /// Where orders come from.
    #[serde(default)]
    pub orders: Option<OrdersFile>,
    /// How long it may take.
    #[serde(default)]
    pub limits: LimitsFile,
    /// The command that starts it again.
    #[serde(default)]
    pub restart: Option<String>,
}

/// The kind of entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Entity {
    /// An SM-DP+.
    SmDpPlus,
}

/// How it is dialled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scheme {
    /// TLS.
    #[default]
    Https,
    /// No TLS.
    Http,
}

/// TLS.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct TlsFile {
    /// A PEM or DER file of CI certificates to trust; those of the credentials where absent.
    pub roots: Option<Spanned<PathBuf>>,
    /// `refuse` or `report`: an expired certificate of the server is then one finding, not the end of the run.
    pub expired_leaf: ExpiredLeafFile,
}

/// What becomes of an expired certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ExpiredLeafFile {
    /// The connection is refused.
    #[default]
    Refuse,
    /// It is reported.
    Report,
}

/// Our credentials.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CredentialsFile {
    /// A directory, named as GSMA SGP.26 names its files; our own test PKI where absent.
    #[serde(default)]
    pub from: Option<Spanned<PathBuf>>,
    /// The seed of our own test PKI.
    #[serde(default)]
    pub seed: Option<String>,
    /// A real card as signer: `pcsc:0`, `tcp:127.0.0.1:9000`; its EID stands in `identity.eids`.
    #[serde(default)]
    pub card: Option<Spanned<String>>,
}

/// Our cards.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct IdentityFile {
    /// EIDs of our cards: the first, and another one.
    pub eids: Vec<Spanned<String>>,
    /// Fields of EUICCInfo2.
    pub euicc_info2: Info2Spec,
}

/// What it supports.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Declares {
    /// Options; `rsptest target new sm-dp-plus` lists them.
    pub options: BTreeMap<Spanned<String>, bool>,
    /// Version of SGP.22.
    #[serde(rename = "SGP.22")]
    pub sgp22: Option<String>,
}

/// Where orders come from: `by: es2plus`, `by: exec`, or lists by kind.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct OrdersFile {
    /// `es2plus` or `exec`; lists where absent.
    pub by: Option<Spanned<OrdersBy>>,
    /// Where ES2+ is dialled, host and port.
    pub address: Option<String>,
    /// `functionRequesterIdentifier`.
    pub requester: Option<String>,
    /// Our TLS client certificate on ES2+, PEM or DER; issued under the CI's key where absent.
    pub certificate: Option<PathBuf>,
    /// Its key, PEM.
    pub key: Option<PathBuf>,
    /// Which profile type serves which kind of order.
    pub profile_types: BTreeMap<Spanned<String>, String>,
    /// Where we listen for ES2+.HandleDownloadProgressInfo, host and port.
    pub call_back: Option<Spanned<String>>,
    /// The command that makes an order.
    pub command: Option<String>,
    /// Kinds it can make.
    pub kinds: Vec<Spanned<String>>,
    /// Lists: kind → orders.
    pub lists: BTreeMap<Spanned<String>, Vec<ListedOrder>>,
}

/// How orders are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OrdersBy {
    /// By ES2+.
    Es2plus,
    /// By a command.
    Exec,
}

crate::by_shape! {
    /// An order of a list: its MatchingID, or more.
    #[derive(Debug, Clone)]
    pub enum ListedOrder {
        /// The MatchingID.
        text MatchingId(String),
        /// MatchingID, ICCID, Confirmation Code.
        map Full(OrderFile),
    }
}

/// An order of a list.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OrderFile {
    /// MatchingID; empty for the order of a default SM-DP+.
    pub matching_id: String,
    /// ICCID in digits.
    #[serde(default)]
    pub iccid: Option<String>,
    /// Confirmation Code.
    #[serde(default)]
    pub code: Option<String>,
}

/// How long it may take.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct LimitsFile {
    /// Cases at a time.
    pub parallel: Option<Spanned<usize>>,
    /// Times such as `10s`: `default`, `call-back`, or a function's short name.
    pub timeout: BTreeMap<Spanned<String>, Spanned<String>>,
}

/// A target file, read and put to work.
pub struct Loaded {
    /// The target.
    pub target: Target,
    /// Our credentials.
    pub credentials: Credentials,
    /// A real card that signs for our side.
    pub signer: Option<Arc<SignerCard>>,
    /// The operator's desk, where orders are made by ES2+.
    pub desk: Option<OperatorDesk>,
    /// Our end of the call-back.
    pub listener: Option<Server>,
}

/// Reads a target file and sets up what it asks for.
pub async fn load(path: &Path, key_log: Option<Arc<KeyLogSink>>) -> Result<Loaded, Diagnostic> {
    let octets = read_whole(path, LARGEST).map_err(|error| {
        Diagnostic::error("unreadable", format!("{} cannot be read: {error}", path.display()))
            .help("`rsptest target new sm-dp-plus > target.yaml` makes one")
    })?;
    let source = Source::from_bytes(path.display().to_string(), &octets)?;
    let file: TargetFile = yaml::from_source(&source)?;
    let base = path.parent().unwrap_or(Path::new("."));
    let whole = |code, says: String| Diagnostic::error(code, format!("{}: {says}", source.name()));

    let wrong = |says: String, span| Diagnostic::error("wrong-value", says).at(&source, span);
    checked(&file, &wrong)?;

    let mut target_options = BTreeMap::new();
    for (name, value) in &file.declares.options {
        if !options::OPTIONS.iter().any(|option| option.name == name.value) {
            let near = nearest(&name.value, options::OPTIONS.iter().map(|option| option.name));
            let hint = near.map(|near| format!("did you mean `{near}`?"));
            let diagnostic = Diagnostic::error("unknown-option", format!("there is no option `{name}`"));
            return Err(diagnostic.at(&source, name.span).maybe_help(hint));
        }
        target_options.insert(name.value.clone(), *value);
    }
    let mut limits = Limits::default();
    if let Some(parallel) = &file.limits.parallel {
        limits.parallel = parallel.value;
    }
    for (name, text) in &file.limits.timeout {
        let time = duration(&text.value).map_err(|says| wrong(says, text.span))?;
        match name.value.as_str() {
            "default" => limits.default = time,
            "call-back" => limits.call_back = time,
            function => {
                let known: Vec<&str> = functions().collect();
                if !known.contains(&function) {
                    let help = match nearest(function, known.iter().copied().chain(["default", "call-back"])) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("there are `default`, `call-back`, `{}`", known.join("`, `")),
                    };
                    let says = format!("there is no function `{function}`");
                    return Err(Diagnostic::error("unknown-function", says).at(&source, name.span).help(help));
                }
                limits.functions.insert(function.to_owned(), time);
            }
        }
    }
    let own_seed = file.credentials.as_ref().and_then(|credentials| credentials.seed.clone());
    let pki_seed = own_seed.unwrap_or_else(|| crate::DEFAULT_SEED.to_owned());
    let mut credentials = match file.credentials.as_ref().and_then(|credentials| credentials.from.as_ref()) {
        Some(dir) => {
            let path = base.join(&dir.value);
            Credentials::from_dir(&path, pki_seed.as_bytes()).map_err(|says| {
                Diagnostic::error("credentials", says).at(&source, dir.span).help(
                    "give a directory with CI/, EUM/, DPtls/ ... as GSMA SGP.26 names them (relative to this file), or \
                     leave `from` out for our own test PKI",
                )
            })?
        }
        None => Credentials::own(pki_seed.as_bytes()),
    };
    credentials.eids = file.identity.eids.iter().map(|eid| eid.value.clone()).collect();
    credentials.info2 = file.identity.euicc_info2.clone();

    let signer = match file.credentials.as_ref().and_then(|credentials| credentials.card.as_ref()) {
        Some(way) => {
            let opened = rsp_transport::card::open(&way.value, &CardOptions::default());
            let signer = opened.map_err(|fault| fault.to_string());
            let signer = signer.and_then(|channel| SignerCard::open(channel, &credentials.eids));
            let signer = signer.map_err(|says| {
                Diagnostic::error("card", says)
                    .at(&source, way.span)
                    .help("take `card` out, and our own software eUICC signs")
            })?;
            // One card has one session at a time.
            limits.parallel = 1;
            Some(Arc::new(signer))
        }
        None => None,
    };

    let version = file.admin_protocol.as_ref().map_or_else(|| "2.5.0".into(), |version| version.value.clone());
    let connect = file.connect.clone().unwrap_or_else(|| format!("{}:443", file.address));
    let expired = match file.tls.expired_leaf {
        ExpiredLeafFile::Refuse => ExpiredLeaf::Refuse,
        ExpiredLeafFile::Report => ExpiredLeaf::Take,
    };
    let roots = match &file.tls.roots {
        Some(path) => certificates(&base.join(&path.value)).map_err(|says| {
            Diagnostic::error("roots", says)
                .at(&source, path.span)
                .help("a PEM or DER file of CI certificates, relative to this file")
        })?,
        None => credentials.roots(),
    };
    let https = file.scheme == Scheme::Https;
    let tls = |credential: Option<&rsp_pki::Credential>| -> Result<_, Diagnostic> {
        if !https {
            return Ok(None);
        }
        client_tls(roots.clone(), credential, expired, key_log.clone()).map(Some).map_err(|says| whole("tls", says))
    };
    let outer = tls(None)?;
    let orders = file.orders.clone().unwrap_or_default();
    let (mut desk, mut listener) = (None, None);
    let lacking = |says: &str, span| Diagnostic::error("missing-field", says).at(&source, span);
    let order_source = match orders.by.as_ref().map(|by| (by.value, by.span)) {
        Some((OrdersBy::Es2plus, by)) => {
            let kinds = kinds_of(orders.profile_types.iter().map(|(kind, name)| (kind, name.clone())), &source)?;
            let es2plus = orders
                .address
                .clone()
                .ok_or_else(|| lacking("orders by es2plus need an `address`, host and port", by))?;
            let operator = match (&orders.certificate, &orders.key) {
                (Some(certificate), Some(key)) => client_credential(&base.join(certificate), &base.join(key)),
                (None, None) => credentials.operator(),
                _ => Err("orders by es2plus need both `certificate` and `key`, or neither".into()),
            };
            if let (Err(says), true) = (&operator, orders.certificate.is_some() || orders.key.is_some()) {
                return Err(whole("credentials", says.clone()));
            }
            let inner = match &operator {
                Ok(operator) => tls(Some(operator))?,
                Err(_) => tls(None)?,
            };
            let stranger = match (https, credentials.stranger()) {
                (true, Ok(stranger)) => tls(Some(&stranger))?,
                _ => None,
            };
            let mut progress = None;
            if let Some(bind) = &orders.call_back {
                let server = ProgressServer::default();
                progress = Some(server.log.clone());
                let tls = match (https, &operator) {
                    (true, Ok(operator)) => {
                        let config = operator_tls(operator, roots.clone());
                        Some(config.map_err(|says| Diagnostic::error("call-back", says).at(&source, bind.span))?)
                    }
                    _ => None,
                };
                let started = Server::start(bind, tls, Arc::new(server), ServerLimits::default()).await;
                listener = Some(started.map_err(|error| {
                    Diagnostic::error("call-back", format!("cannot listen at {bind}: {error}"))
                        .at(&source, bind.span)
                        .help("an address of this machine and a free port, for example 127.0.0.1:18445")
                })?);
            }
            let endpoint = |tls| Endpoint { host: file.address.clone(), connect: es2plus.clone(), tls };
            let identifier = orders.requester.clone().unwrap_or_else(|| "2.999.20".into());
            let identity = Operator { identifier, version: version.clone() };
            let stranger = stranger.map(|config| endpoint(Some(config)));
            desk = Some(OperatorDesk::new(identity, endpoint(inner), stranger, progress));
            OrderSource::Es2Plus(kinds)
        }
        Some((OrdersBy::Exec, by)) => {
            let command = orders.command.clone();
            let command = command.ok_or_else(|| lacking("orders by exec need a `command`", by))?;
            let kinds = kinds_of(orders.kinds.iter().map(|kind| (kind, ())), &source)?;
            OrderSource::Exec { command, kinds: kinds.into_keys().collect(), limit: limits.default }
        }
        None => {
            let lists = kinds_of(orders.lists.iter().map(|(kind, list)| (kind, list.clone())), &source)?;
            let orders = lists.into_iter().map(|(kind, list)| (kind, list.into_iter().map(listed).collect()));
            OrderSource::Pools(Mutex::new(orders.collect()))
        }
    };
    let mut specs = BTreeMap::new();
    if let Some(version) = &file.declares.sgp22 {
        specs.insert("SGP.22".to_owned(), version.clone());
    }
    let target = Target {
        product: file.product.clone().unwrap_or_else(|| file.address.clone()),
        address: file.address.clone(),
        connect,
        tls: outer,
        oid: file.oid.as_ref().map(|oid| oid.value.clone()),
        version,
        specs,
        options: target_options,
        orders: order_source,
        limits,
        restart: file.restart.clone(),
        // A file name alone has an empty path in front of it, which is no folder to be in.
        folder: if base.as_os_str().is_empty() { ".".into() } else { base.to_owned() },
    };
    Ok(Loaded { target, credentials, signer, desk, listener })
}

/// Short names of all functions.
fn functions() -> impl Iterator<Item = &'static str> {
    let es9plus = rsp_consumer::es9plus::Function::ALL.into_iter().map(|function| function.name);
    es9plus.chain(rsp_consumer::es2plus::Function::ALL.into_iter().map(|function| function.name()))
}

/// Values whose form the types cannot say.
fn checked(file: &TargetFile, wrong: &dyn Fn(String, Span) -> Diagnostic) -> Result<(), Diagnostic> {
    if let Some(oid) = &file.oid {
        let says = || wrong(format!("{:?} is no object identifier like 2.999.10", oid.value), oid.span);
        rsptest_wire::oid_from_text(&oid.value).ok_or_else(says)?;
    }
    if let Some(parallel) = file.limits.parallel.as_ref().filter(|parallel| parallel.value == 0) {
        return Err(wrong("no case runs with `parallel: 0`; 1 is one after the other".into(), parallel.span));
    }
    let info2 = &file.identity.euicc_info2;
    for version in [&info2.profile_version, &info2.svn].into_iter().flatten() {
        three_octets(version).map_err(|says| wrong(says, version.span))?;
    }
    for eid in &file.identity.eids {
        if eid.value.len() != 32 || !eid.value.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(wrong(format!("an EID is 32 decimal digits, not {:?}", eid.value), eid.span));
        }
    }
    if let Some(version) = &file.admin_protocol {
        three_octets(version).map_err(|says| wrong(says, version.span))?;
    }
    Ok(())
}

fn listed(order: ListedOrder) -> Order {
    match order {
        ListedOrder::MatchingId(matching_id) => Order { matching_id, iccid: None, confirmation_code: None },
        ListedOrder::Full(order) => {
            Order { matching_id: order.matching_id, iccid: order.iccid, confirmation_code: order.code }
        }
    }
}

fn kinds_of<'a, T>(
    named: impl Iterator<Item = (&'a Spanned<String>, T)>,
    source: &Source,
) -> Result<BTreeMap<OrderKind, T>, Diagnostic> {
    named
        .map(|(name, value)| match OrderKind::named(&name.value) {
            Some(kind) => Ok((kind, value)),
            None => {
                let near = nearest(&name.value, OrderKind::ALL.iter().map(|(_, known, _)| *known));
                let hint = near.map(|near| format!("did you mean `{near}`?"));
                let diagnostic = Diagnostic::error("unknown-order-kind", format!("there is no kind of order `{name}`"));
                Err(diagnostic.at(source, name.span).maybe_help(hint))
            }
        })
        .collect()
}

/// A certificate and its key, from two files.
fn client_credential(certificate: &Path, key: &Path) -> Result<rsp_pki::Credential, String> {
    let found = certificates(certificate)?.into_iter().next();
    let found = found.ok_or_else(|| format!("{}: no certificate in it", certificate.display()))?;
    let text = read_whole(key, LARGEST).map_err(|error| format!("{}: {error}", key.display()))?;
    let private = rsp_crypto::PrivateKey::from_pem(&String::from_utf8_lossy(&text))
        .map_err(|error| format!("{}: {error}", key.display()))?;
    Ok(rsp_pki::Credential::new(found, private))
}

/// Every certificate of a PEM file, or the one of a DER file.
fn certificates(path: &Path) -> Result<Vec<Certificate>, String> {
    use base64::Engine as _;
    let octets = read_whole(path, LARGEST).map_err(|error| format!("{}: {error}", path.display()))?;
    let text = String::from_utf8_lossy(&octets);
    if !text.contains("-----BEGIN CERTIFICATE-----") {
        return Ok(vec![Certificate::from_der(&octets).map_err(|error| format!("{}: {error}", path.display()))?]);
    }
    let blocks = text.split("-----BEGIN CERTIFICATE-----").skip(1);
    blocks
        .map(|block| {
            let block: String =
                block.split("-----END").next().unwrap_or_default().chars().filter(|c| !c.is_whitespace()).collect();
            let der = base64::engine::general_purpose::STANDARD.decode(block).map_err(|error| error.to_string())?;
            Certificate::from_der(&der).map_err(|error| format!("{}: {error}", path.display()))
        })
        .collect()
}
