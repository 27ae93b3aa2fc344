//! SM-DP+ and LPA of the benchmarks, in one process and without sockets.

use super::Problem;
use rsp_conduct::Context;
use rsp_consumer::es2plus::{ConfirmOrder, DownloadOrder};
use rsp_consumer::lpa::{Binding, Device, Es9PlusChannel, Es10, Lpa, Outgoing, Wanted};
use rsp_consumer::sm_dp_plus::{Interface, ProfileType, SmDpPlus, SmDpPlusConfig, SmDpPlusHttp, Trust};
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

/// What is behind a channel without sockets.
pub struct InProcess {
    server: SmDpPlusHttp,
    peer: PeerInfo,
}

impl Es9PlusChannel for InProcess {
    fn send<'a>(&'a self, outgoing: Outgoing) -> Pin<Box<dyn Future<Output = Result<Response, String>> + Send + 'a>> {
        Box::pin(async move { Ok(self.server.handle(outgoing.request, &self.peer).await.response) })
    }
}

/// Everybody but the card.
pub struct Bench {
    pub role: Arc<SmDpPlus>,
    pub channel: InProcess,
    identity: EuiccIdentity,
    pub lpa: Lpa,
}

impl Bench {
    /// With one more profile type than the lab has, if one is given.
    pub fn new(binding: Binding, own: Option<Arc<ProfileType>>) -> Result<Self, Problem> {
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
            profile_types: lab::profile_types(lab::HOST).into_iter().chain(own).collect(),
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

    /// An order for a profile of this type: its ICCID, and what an LPA needs. The label is used once.
    pub async fn order(&self, label: &str, profile_type: &str) -> Result<(String, Wanted), Problem> {
        let order = DownloadOrder { profile_type: Some(profile_type.into()), ..DownloadOrder::default() };
        let reserved = self.role.download_order("2.999.20", label, order).await?;
        let iccid = reserved.get("iccid").and_then(|iccid| iccid.as_str()).unwrap_or_default().to_owned();
        let confirm = ConfirmOrder { iccid: iccid.clone(), release_flag: true, ..ConfirmOrder::default() };
        let confirmed = self.role.confirm_order("2.999.20", label, confirm).await?;
        let wanted = Wanted {
            address: lab::HOST.into(),
            matching_id: confirmed.get("matchingId").and_then(|id| id.as_str()).map(str::to_owned),
            smdp_oid: Some(lab::OID.into()),
            confirmation_code: None,
        };
        Ok((iccid, wanted))
    }

    /// A card as it leaves its EUM.
    pub fn card(&self, label: &str) -> Euicc {
        let context = Context::honest(Arc::new(SeededEntropy::new(label.as_bytes())));
        Euicc::new(context, self.identity.clone())
    }

    /// Downloads and installs, delivers the notification.
    pub async fn download(&self, card: &mut dyn Es10, wanted: &Wanted) -> Result<(), Problem> {
        let done = self.lpa.download(card, &self.channel, wanted, &mut |_| {}).await?;
        if done.installed { Ok(()) } else { Err("a profile was not installed".into()) }
    }
}

fn peer() -> PeerInfo {
    PeerInfo { address: ([127, 0, 0, 1], 0).into(), certificates: Vec::new() }
}
