//! Our SM-DP+ around a card under test: what it says goes to the card, what the card answers goes to it.

use super::armed::Armed;
use crate::bench::Bench;
use rsp_conduct::{Context, Refusal};
use rsp_consumer::es2plus::{ConfirmOrder, DownloadOrder};
use rsp_consumer::es9plus::Members;
use rsp_consumer::lpa::{Binding, Device, Lpa, segments};
use rsp_consumer::sm_dp_plus::{SmDpPlus, SmDpPlusConfig};
use rsp_crypto::SeededEntropy;
use std::sync::Arc;

/// Who orders profiles from our SM-DP+.
const OPERATOR: &str = "2.999.20";

/// An order at our SM-DP+.
#[derive(Debug, Clone)]
pub struct OwnOrder {
    /// MatchingID.
    pub matching_id: String,
    /// Digits.
    pub iccid: String,
}

/// The SM-DP+ and LPA of one case, and where their session stands.
pub struct ServerPeer {
    role: SmDpPlus,
    lpa: Lpa,
    label: String,
    orders: usize,
    order: Option<OwnOrder>,
    /// The card's last challenge.
    pub challenge: [u8; 16],
    /// Answer of the last InitiateAuthentication.
    pub opened: Members,
    /// Answer of the last AuthenticateClient.
    pub offer: Members,
    authenticated: Vec<u8>,
    /// Our SM-DP+ has looked at it.
    client_known: bool,
    prepared: Vec<u8>,
    bound: Vec<u8>,
}

/// matchingId in ctxParams1.
#[derive(Debug, Clone)]
pub enum MatchingId {
    /// That of the order, which is made where there is none.
    OfTheOrder,
    /// None.
    Absent,
    /// This one.
    Given(String),
}

/// What our side says of the card: our SM-DP+ is honest, and refuses only what a card must not answer.
pub type Answered<T> = Result<T, Refusal>;

impl ServerPeer {
    /// An SM-DP+ of this case alone; its entropy follows from the label.
    pub fn new(bench: &Bench, armed: &Arc<Armed>, label: &str) -> Result<Self, String> {
        let card = bench.card.as_ref().ok_or("there is no card under test")?;
        let seeded = |of: &str| Arc::new(SeededEntropy::new(format!("{label}/{of}").as_bytes()));
        let context = |of: &str| Context { conduct: armed.clone(), clock: bench.clock.clone(), entropy: seeded(of) };
        let config = SmDpPlusConfig {
            address: crate::lab::HOST.into(),
            oid: crate::lab::OID.into(),
            version: crate::lab::VERSION.into(),
            trust: card.trust.clone(),
            profile_types: card.profile_types.clone(),
            host_id: b"rsptest-dp".to_vec(),
            session_lifetime: 3600,
            session_limit: 64,
            crl: None,
            progress: None,
        };
        Ok(Self {
            role: SmDpPlus::new(context("sm-dp-plus"), config),
            lpa: Lpa {
                context: context("lpa"),
                version: crate::lab::VERSION.into(),
                binding: Binding::Json,
                device: Device::default(),
            },
            label: label.to_owned(),
            orders: 0,
            order: None,
            challenge: [0; 16],
            opened: Members::new(),
            offer: Members::new(),
            authenticated: Vec::new(),
            client_known: false,
            prepared: Vec::new(),
            bound: Vec::new(),
        })
    }

    /// An order for this type of profile; the next AuthenticateServer names it.
    pub async fn order(&mut self, profile_type: &str, code: Option<String>) -> Result<OwnOrder, String> {
        self.orders += 1;
        let call = format!("{}/{}", self.label, self.orders);
        let says = |refusal: Refusal| format!("our SM-DP+ makes no order: {refusal}");
        let order = DownloadOrder { profile_type: Some(profile_type.to_owned()), ..DownloadOrder::default() };
        let made = self.role.download_order(OPERATOR, &call, order).await.map_err(says)?;
        let iccid = made.get("iccid").and_then(|iccid| iccid.as_str()).ok_or("our SM-DP+ named no iccid")?.to_owned();
        let matching_id = hex::encode_upper(&rsp_crypto::sha256(&[call.as_bytes()])[..8]);
        let confirm = ConfirmOrder {
            iccid: iccid.clone(),
            eid: None,
            matching_id: Some(matching_id.clone()),
            confirmation_code: code,
            smds_address: None,
            release_flag: true,
        };
        self.role.confirm_order(OPERATOR, &call, confirm).await.map_err(says)?;
        let made = OwnOrder { matching_id, iccid: iccid.trim_end_matches(['F', 'f']).to_owned() };
        self.order = Some(made.clone());
        Ok(made)
    }

    /// AuthenticateServerRequest for the last challenge of the card.
    pub async fn authenticate_server(&mut self, info1: &[u8], matching_id: MatchingId) -> Result<Vec<u8>, String> {
        let members = Members::new()
            .with("euiccChallenge", self.challenge)
            .with("smdpAddress", crate::lab::HOST.as_bytes())
            .with("euiccInfo1", info1);
        let opened = self.role.initiate_authentication(&members).await;
        self.opened = opened.map_err(|refusal| format!("our SM-DP+ cannot serve this card: {refusal}"))?;
        let matching_id = match (matching_id, &self.order) {
            (MatchingId::Absent, _) => None,
            (MatchingId::Given(given), _) => Some(given),
            (MatchingId::OfTheOrder, Some(order)) => Some(order.matching_id.clone()),
            (MatchingId::OfTheOrder, None) => Some(self.order("rsptest-generic", None).await?.matching_id),
        };
        Ok(self.lpa.authenticate_server_request(&self.opened, matching_id.as_deref()))
    }

    /// What the card answered to AuthenticateServer.
    pub fn authenticated(&mut self, response: &[u8]) {
        self.authenticated = response.to_vec();
        self.client_known = false;
    }

    /// PrepareDownloadRequest: our SM-DP+ looks at what the card answered before.
    pub async fn prepare_download(&mut self, code: Option<&str>) -> Answered<Vec<u8>> {
        self.authenticate_client().await?;
        Ok(self.lpa.prepare_download_request(&self.offer, code))
    }

    async fn authenticate_client(&mut self) -> Answered<()> {
        let members = Members::new()
            .with("transactionId", self.opened.octets("transactionId"))
            .with("authenticateServerResponse", self.authenticated.clone());
        self.offer = self.role.authenticate_client(&members).await?;
        self.client_known = true;
        Ok(())
    }

    /// What the card answered to PrepareDownload.
    pub fn prepared(&mut self, response: &[u8]) {
        self.prepared = response.to_vec();
        self.bound.clear();
    }

    /// The package: bound anew where the card prepared a download since.
    pub async fn bound_profile_package(&mut self) -> Answered<Vec<u8>> {
        if self.bound.is_empty() {
            let members = Members::new()
                .with("transactionId", self.offer.octets("transactionId"))
                .with("prepareDownloadResponse", self.prepared.clone());
            let bound = self.role.get_bound_profile_package(&members).await?;
            self.bound = bound.octets("boundProfilePackage").to_vec();
        }
        Ok(self.bound.clone())
    }

    /// Our SM-DP+ looks at a cancelled session's signature.
    pub async fn cancel_session(&mut self, response: &[u8]) -> Answered<()> {
        if !self.client_known {
            // It verifies a cancellation with the key of an eUICC that it has met.
            self.authenticate_client().await?;
        }
        let members = Members::new()
            .with("transactionId", self.opened.octets("transactionId"))
            .with("cancelSessionResponse", response);
        self.role.cancel_session(&members).await.map(|_| ())
    }
}

/// The parts of a package in the order in which an LPA sends them; a package that cannot be cut goes whole.
pub fn parts(package: &[u8]) -> Vec<Vec<u8>> {
    match segments(package) {
        Ok(parts) => parts.into_iter().map(<[u8]>::to_vec).collect(),
        Err(_) => vec![package.to_vec()],
    }
}
