//! Complete downloads in one process and one thread: eUICC, LPA and SM-DP+, without sockets, over the bound that their
//! P-256 operations set. Each download has an order and a card of its own; making them is part of the time.

use super::Problem;
use super::bound;
use super::clock::Stopwatch;
use super::table::{Row, Wanted};
use rsp_conduct::Context;
use rsp_consumer::es2plus::{ConfirmOrder, DownloadOrder};
use rsp_consumer::lpa::{Binding, Device, Es9PlusChannel, Lpa, Outgoing, Wanted as WantedProfile};
use rsp_consumer::sm_dp_plus::{Interface, ProfileState, SmDpPlus, SmDpPlusConfig, SmDpPlusHttp, Trust};
use rsp_crypto::{Curve, SeededEntropy};
use rsp_euicc::{Euicc, EuiccIdentity};
use rsp_pki::Role;
use rsp_transport::{Handler, PeerInfo, Response};
use rsptest::bench::Credentials;
use rsptest::case::{CardName, CardSpec};
use rsptest::lab;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// Rounds of bound and downloads in turn, so that whatever slows the machine slows both.
const ROUNDS: u32 = 12;
/// Downloads of one round.
const TIMES: u32 = 25;

/// What is behind a channel without sockets.
struct InProcess {
    server: SmDpPlusHttp,
    peer: PeerInfo,
}

impl Es9PlusChannel for InProcess {
    fn send<'a>(&'a self, outgoing: Outgoing) -> Pin<Box<dyn Future<Output = Result<Response, String>> + Send + 'a>> {
        Box::pin(async move { Ok(self.server.handle(outgoing.request, &self.peer).await.response) })
    }
}

struct Bench {
    role: Arc<SmDpPlus>,
    channel: InProcess,
    identity: EuiccIdentity,
    lpa: Lpa,
}

impl Bench {
    fn new(binding: Binding) -> Result<Self, Problem> {
        let credentials = Credentials::own(b"ratios");
        let context = |label: &[u8]| Context::honest(Arc::new(SeededEntropy::new(label)));
        let server = |role| credentials.server(Curve::P256, role, lab::OID, lab::HOST);
        let mut roots = credentials.roots().into_iter();
        let ci = roots.find(|root| root.public_key().is_ok_and(|key| key.curve() == Curve::P256));
        let ci = ci.ok_or("no CI on P-256")?;
        let ci_pkid = ci.subject_key_id().unwrap_or_default();
        let trust = Trust { ci, ci_pkid, dp_auth: server(Role::DpAuth)?, dp_pb: server(Role::DpPb)? };
        let config = SmDpPlusConfig {
            address: lab::HOST.into(),
            oid: lab::OID.into(),
            version: lab::VERSION.into(),
            trust: vec![trust],
            profile_types: lab::profile_types(lab::HOST),
            host_id: b"ratios".to_vec(),
            session_lifetime: 60,
            session_limit: 1024,
            crl: None,
            progress: None,
        };
        let role = Arc::new(SmDpPlus::new(context(b"sm-dp-plus"), config));
        let channel = InProcess { server: SmDpPlusHttp::new(role.clone(), Interface::Es9Plus), peer: peer() };
        let identity = credentials.identity(&CardSpec::default(), CardName::Card)?;
        let lpa = Lpa { context: context(b"lpa"), version: lab::VERSION.into(), binding, device: Device::default() };
        Ok(Self { role, channel, identity, lpa })
    }

    /// Orders, downloads, installs, delivers the notification.
    async fn download(&self, number: u32) -> Result<String, Problem> {
        let label = format!("ratios/{number}");
        let order = DownloadOrder { profile_type: Some("rsptest-generic".into()), ..DownloadOrder::default() };
        let reserved = self.role.download_order("2.999.20", &label, order).await?;
        let iccid = reserved.get("iccid").and_then(|iccid| iccid.as_str()).unwrap_or_default().to_owned();
        let confirm = ConfirmOrder { iccid: iccid.clone(), release_flag: true, ..ConfirmOrder::default() };
        let confirmed = self.role.confirm_order("2.999.20", &label, confirm).await?;
        let matching_id = confirmed.get("matchingId").and_then(|id| id.as_str()).map(str::to_owned);
        let wanted = WantedProfile {
            address: lab::HOST.into(),
            matching_id,
            smdp_oid: Some(lab::OID.into()),
            confirmation_code: None,
        };
        let context = Context::honest(Arc::new(SeededEntropy::new(label.as_bytes())));
        let mut card = Euicc::new(context, self.identity.clone());
        let done = self.lpa.download(&mut card, &self.channel, &wanted, &mut |_| {}).await?;
        if !done.installed || card.profiles().len() != 1 {
            return Err("a profile was not installed".into());
        }
        Ok(iccid)
    }
}

fn peer() -> PeerInfo {
    PeerInfo { address: ([127, 0, 0, 1], 0).into(), certificates: Vec::new() }
}

/// Downloads per second over what P-256 alone allows, in both bindings.
pub fn rows() -> Result<Vec<Row>, Problem> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let mut rows = Vec::new();
    for (name, binding) in [("JSON", Binding::Json), ("ASN.1", Binding::Asn1)] {
        let bench = Bench::new(binding)?;
        // Once outside the count: tables, allocator, caches; and a look whether the SM-DP+ saw it end.
        let iccid = runtime.block_on(bench.download(u32::MAX))?;
        if bench.role.order(&iccid).is_none_or(|order| order.state != ProfileState::Installed) {
            return Err("the SM-DP+ does not know that the profile was installed".into());
        }
        let (mut needed, mut taken) = (0.0, 0.0);
        for round in 0..ROUNDS {
            needed += bound::seconds(round)? * f64::from(TIMES);
            let watch = Stopwatch::start();
            for number in 0..TIMES {
                runtime.block_on(bench.download(round * TIMES + number))?;
            }
            taken += watch.elapsed().as_secs_f64();
        }
        let downloads = f64::from(ROUNDS * TIMES);
        rows.push(Row {
            name: format!("downloads in one thread, {name}; bound: their P-256"),
            figure: downloads / taken,
            bound: downloads / needed,
            unit: "1/s",
            wanted: Wanted::AtLeast(60),
        });
    }
    Ok(rows)
}
