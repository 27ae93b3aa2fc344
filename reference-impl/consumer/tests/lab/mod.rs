//! An SM-DP+ and a card under one test CI, without sockets.

#![allow(clippy::unwrap_used, dead_code, reason = "a test states what must hold; not every test uses all of the lab")]

use rsp_conduct::{Conduct, Context, FixedClock, Honest};
use rsp_consumer::es2plus::{ConfirmOrder, DownloadOrder};
use rsp_consumer::lpa::{Binding, Device, Lpa};
use rsp_consumer::sm_dp_plus::{Package, ProfileType, Protection, SmDpPlus, SmDpPlusConfig, Trust};
use rsp_crypto::{Curve, SeededEntropy};
use rsp_euicc::{Euicc, EuiccIdentity, Info2, SigningIdentity};
use rsp_pki::TestPki;
use std::sync::Arc;

/// The FQDN of the SM-DP+.
pub const ADDRESS: &str = "testsmdpplus1.example.com";

/// Everybody there is.
pub struct Lab {
    /// The server.
    pub smdp: Arc<SmDpPlus>,
    /// A card of the same CI.
    pub card: Euicc,
    /// An LPA for it.
    pub lpa: Lpa,
    /// The time everybody sees.
    pub clock: Arc<FixedClock>,
}

/// How a lab is set up.
pub struct Setup {
    /// The conduct of the SM-DP+.
    pub smdp: Arc<dyn Conduct>,
    /// The conduct of LPA and card.
    pub device: Arc<dyn Conduct>,
    /// The curve of everybody's keys.
    pub curve: Curve,
    /// The binding of ES9+.
    pub binding: Binding,
    /// Keys of the package.
    pub protection: Protection,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            smdp: Arc::new(Honest),
            device: Arc::new(Honest),
            curve: Curve::P256,
            binding: Binding::Json,
            protection: Protection::ProfileProtectionKeys,
        }
    }
}

/// The certificates of everybody.
pub fn pki() -> TestPki {
    TestPki::from_seed(b"consumer tests")
}

impl Lab {
    /// A lab whose SM-DP+ conducts itself so.
    pub fn with(conduct: Arc<dyn Conduct>) -> Self {
        Self::of(Setup { smdp: conduct, ..Setup::default() })
    }

    /// A lab.
    pub fn of(setup: Setup) -> Self {
        let pki = pki();
        let suite = pki.on(setup.curve);
        let clock = Arc::new(FixedClock::at(1_800_000_000));
        let context = |label: &str| Context {
            conduct: setup.device.clone(),
            clock: clock.clone(),
            entropy: Arc::new(SeededEntropy::new(label.as_bytes())),
        };
        let package = Package {
            octets: include_bytes!("../../../../vectors/profiles/rsptest-minimal.der").to_vec(),
            iccid_places: vec![rsp_consumer::sm_dp_plus::IccidPlace { offset: 27, swapped: false }],
            version: [2, 3, 0],
            capabilities: vec![1],
        };
        let kind = ProfileType {
            name: "kind".into(),
            owner: None,
            package,
            iccid_prefix: "899990100".into(),
            stock: 1000,
            service_provider_name: "provider".into(),
            profile_name: "profile".into(),
            icon: None,
            notifications: Vec::new(),
            policy: rsp_consumer::sm_dp_plus::Policy::default(),
            segment: None,
            protection: setup.protection,
            rebinding: true,
            attempts: 5,
            confirmation_tries: 3,
            validity: None,
        };
        let config = SmDpPlusConfig {
            address: ADDRESS.into(),
            oid: "2.999.10".into(),
            version: "2.5.0".into(),
            trust: vec![Trust {
                ci: suite.ci.certificate.clone(),
                ci_pkid: suite.ci_pkid(),
                dp_auth: suite.dp_auth.clone(),
                dp_pb: suite.dp_pb.clone(),
            }],
            profile_types: vec![Arc::new(kind)],
            host_id: b"test".to_vec(),
            session_lifetime: 60,
            session_limit: 16,
            crl: None,
            progress: None,
        };
        let smdp = SmDpPlus::new(context("smdp").with_conduct(setup.smdp.clone()), config);
        let eid = suite.euicc.certificate.subject_serial_number().unwrap();
        let identity = EuiccIdentity {
            eid: hex::decode(eid).unwrap().try_into().unwrap(),
            verification: vec![suite.ci.certificate.clone()],
            signing: vec![SigningIdentity {
                ci_pkid: suite.ci_pkid(),
                key: suite.euicc.key.clone().unwrap(),
                euicc_certificate: suite.euicc.certificate.der().to_vec(),
                eum_certificate: suite.eum.certificate.der().to_vec(),
            }],
            info2: Info2::default(),
            default_dp_address: String::new(),
            root_ds_address: String::new(),
        };
        let card = Euicc::new(context("card"), identity);
        let lpa =
            Lpa { context: context("lpa"), version: "2.5.0".into(), binding: setup.binding, device: Device::default() };
        Self { smdp: Arc::new(smdp), card, lpa, clock }
    }

    /// A released order: MatchingID and ICCID.
    pub async fn order(&self, call: &str) -> (String, String) {
        self.order_with(call, None).await
    }

    /// The same, perhaps with a Confirmation Code.
    pub async fn order_with(&self, call: &str, code: Option<&str>) -> (String, String) {
        let order = DownloadOrder { profile_type: Some("kind".into()), ..DownloadOrder::default() };
        let reserved = self.smdp.download_order("operator", call, order).await.unwrap();
        let iccid = reserved["iccid"].as_str().unwrap().to_owned();
        let confirm = ConfirmOrder {
            iccid: iccid.clone(),
            release_flag: true,
            confirmation_code: code.map(str::to_owned),
            ..ConfirmOrder::default()
        };
        let confirmed = self.smdp.confirm_order("operator", call, confirm).await.unwrap();
        (confirmed["matchingId"].as_str().unwrap().to_owned(), iccid)
    }
}
