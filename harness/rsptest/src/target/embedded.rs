//! The embedded reference SM-DP+ as a target: what a run without a target file tests.

use super::{Limits, Target, options};
use crate::bench::{Credentials, OperatorDesk, OrderSource};
use crate::lab::{self, LabSmDpPlus, SmDpPlusSettings};
use rsp_conduct::{Clock, Conduct};
use rsp_consumer::operator::{Operator, ProgressServer};
use rsp_transport::tls::{ExpiredLeaf, KeyLogSink};
use rsp_transport::{Endpoint, Server, ServerLimits};
use std::sync::Arc;

/// The embedded SM-DP+, its target, and the operator's desk beside it.
pub struct Embedded {
    /// The target; taken by the bench.
    pub target: Option<Arc<Target>>,
    /// The desk; taken by the bench.
    pub desk: Option<OperatorDesk>,
    /// The SM-DP+ itself; it listens as long as this is kept.
    pub lab: LabSmDpPlus,
    _operator: Server,
}

impl Embedded {
    /// What starts the SM-DP+ again, as a restart of its process would.
    pub fn restarter(&self) -> Box<dyn Fn() + Send + Sync> {
        let role = self.lab.role.clone();
        Box::new(move || role.restart())
    }
}

/// Starts the reference SM-DP+ with this conduct and makes a target of it.
pub async fn embedded(
    credentials: &Credentials,
    conduct: Arc<dyn Conduct>,
    clock: Arc<dyn Clock>,
    seed: &str,
    tls: bool,
    key_log: Option<Arc<KeyLogSink>>,
) -> Result<Embedded, String> {
    let operator = ProgressServer::default();
    let progress = operator.log.clone();
    let listener_tls = match tls {
        true => Some(lab::operator_tls(&credentials.operator()?, credentials.roots())?),
        false => None,
    };
    let server = Server::start("127.0.0.1:0", listener_tls, Arc::new(operator), ServerLimits::default()).await;
    let server = server.map_err(|error| format!("cannot listen: {error}"))?;
    let settings = SmDpPlusSettings {
        credentials,
        conduct,
        clock,
        seed: Some(seed.to_owned()),
        es9plus: "127.0.0.1:0".into(),
        es2plus: "127.0.0.1:0".into(),
        tls,
        operator: Some(server.address().to_string()),
        profile_types: lab::profile_types(lab::HOST),
        crl: None,
    };
    let lab = LabSmDpPlus::start(settings).await?;
    let roots = credentials.roots();
    let (outer, inner, foreign) = if tls {
        let operator = credentials.operator()?;
        let stranger = credentials.stranger()?;
        let client = |credential| lab::client_tls(roots.clone(), credential, ExpiredLeaf::Refuse, key_log.clone());
        (Some(client(None)?), Some(client(Some(&operator))?), Some(client(Some(&stranger))?))
    } else {
        (None, None, None)
    };
    let orders = lab::order_kinds().into_iter().map(|(kind, name)| (kind, name.to_owned())).collect();
    let target = Target {
        product: format!("rsptest reference SM-DP+ {}", env!("CARGO_PKG_VERSION")),
        address: lab::HOST.into(),
        connect: lab.es9plus.address().to_string(),
        tls: outer,
        oid: Some(lab::OID.into()),
        version: lab::VERSION.into(),
        specs: [("SGP.22".to_owned(), "2.5".to_owned())].into(),
        options: options::OPTIONS.iter().map(|option| (option.name.to_owned(), true)).collect(),
        orders: OrderSource::Es2Plus(orders),
        limits: Limits { parallel: 8, ..Limits::default() },
        restart: None,
        folder: ".".into(),
    };
    let connect = lab.es2plus.address().to_string();
    let endpoint = |tls| Endpoint { host: lab::HOST.into(), connect: connect.clone(), tls };
    let stranger = foreign.map(|config| endpoint(Some(config)));
    let identity = Operator { identifier: "2.999.20".into(), version: lab::VERSION.into() };
    let desk = OperatorDesk::new(identity, endpoint(inner), stranger, Some(progress));
    Ok(Embedded { target: Some(Arc::new(target)), desk: Some(desk), lab, _operator: server })
}
