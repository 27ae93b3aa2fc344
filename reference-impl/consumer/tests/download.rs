//! The whole download in one process: LPA, card and SM-DP+, with no socket between them. What the LPA verifies and owes by
//! itself (`lpa/*`) is consulted here, and nowhere else.

#![allow(clippy::unwrap_used, reason = "a test states what must hold")]

mod lab;

use lab::{ADDRESS, Lab, Setup};
use rsp_conduct::{Artefact, Check, Conduct, Duty, Honest, Recording, Refusal};
use rsp_consumer::lpa::{Binding, Downloaded, Es9PlusChannel, LpaError, Outgoing, Step, Wanted, rules};
use rsp_consumer::sm_dp_plus::{Interface, ProfileState, Protection, SmDpPlusHttp};
use rsp_crypto::Curve;
use rsp_transport::{Handler as _, PeerInfo, Request, Response};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

/// The way to an SM-DP+ in the same process. It keeps every request.
struct Direct {
    server: SmDpPlusHttp,
    asked: Mutex<Vec<Request>>,
    /// Requests that have this in them get no answer.
    deaf_to: &'static str,
}

impl Direct {
    fn to(lab: &Lab) -> Self {
        let server = SmDpPlusHttp::new(lab.smdp.clone(), Interface::Es9Plus);
        Self { server, asked: Mutex::default(), deaf_to: "\0" }
    }

    /// The last segment of each path that was called.
    fn called(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        asked.iter().map(|request| request.path.rsplit('/').next().unwrap().to_owned()).collect()
    }
}

impl Es9PlusChannel for Direct {
    fn send<'a>(&'a self, outgoing: Outgoing) -> Pin<Box<dyn Future<Output = Result<Response, String>> + Send + 'a>> {
        Box::pin(async move {
            self.asked.lock().unwrap().push(outgoing.request.clone());
            if outgoing.request.path.contains(self.deaf_to) {
                return Err("the line is dead".to_owned());
            }
            let peer = PeerInfo { address: ([127, 0, 0, 1], 1).into(), certificates: Vec::new() };
            Ok(self.server.handle(outgoing.request, &peer).await.response)
        })
    }
}

/// A download, and how far it came.
async fn download(lab: &mut Lab, channel: &Direct, wanted: &Wanted) -> (Vec<Step>, Result<Downloaded, LpaError>) {
    let mut steps = Vec::new();
    let outcome = lab.lpa.download(&mut lab.card, channel, wanted, &mut |step| steps.push(step)).await;
    (steps, outcome)
}

fn wanted(matching_id: &str) -> Wanted {
    Wanted { address: ADDRESS.into(), matching_id: Some(matching_id.into()), ..Wanted::default() }
}

#[tokio::test]
async fn every_kind_of_download_installs_the_profile() {
    for curve in Curve::ALL {
        for binding in [Binding::Json, Binding::Asn1] {
            for protection in [Protection::ProfileProtectionKeys, Protection::SessionKeys] {
                for code in [None, Some("24-68")] {
                    let what = format!("{curve} {binding:?} {protection:?} {code:?}");
                    let mut lab = Lab::of(Setup { curve, binding, protection, ..Setup::default() });
                    let (matching_id, iccid) = lab.order_with("1", code).await;
                    let channel = Direct::to(&lab);
                    let confirmation_code = code.map(str::to_owned);
                    let smdp_oid = Some("2.999.10".to_owned());
                    let wanted = Wanted { confirmation_code, smdp_oid, ..wanted(&matching_id) };
                    let (steps, outcome) = download(&mut lab, &channel, &wanted).await;
                    let downloaded = outcome.unwrap_or_else(|error| panic!("{what}: {error}"));
                    assert!(downloaded.installed, "{what}");
                    assert_eq!(steps.len(), 5, "{what}");
                    assert_eq!(lab.card.profiles().len(), 1, "{what}");
                    assert_eq!(lab.smdp.order(&iccid).unwrap().state, ProfileState::Installed, "{what}");
                    let result = rsp_asn1::decode::<rsp_asn1::ProfileInstallationResult>(&downloaded.result).unwrap();
                    let data = result.profile_installation_result_data.value();
                    let reported = data.notification_metadata.iccid.as_ref().unwrap();
                    assert_eq!(reported.as_ref(), &rsp_consumer::iccid::to_ef(&iccid)[..], "{what}");
                    assert_eq!(lab.lpa.pending_notifications(&mut lab.card).unwrap(), [], "{what}");
                }
            }
        }
    }
}

#[tokio::test]
async fn every_rule_of_the_lpa_is_consulted() {
    let device = Arc::new(Recording::over(Arc::new(Honest)));
    let mut lab = Lab::of(Setup { device: device.clone(), ..Setup::default() });
    let (matching_id, _) = lab.order("1").await;
    let channel = Direct::to(&lab);
    let (_, outcome) = download(&mut lab, &channel, &wanted(&matching_id)).await;
    assert!(outcome.unwrap().installed);
    let seen = device.seen();
    for id in rules::RULES.ids() {
        assert!(seen.contains_key(id), "{id} is not consulted");
    }
    let calls = ["initiateAuthentication", "authenticateClient", "getBoundProfilePackage", "handleNotification"];
    assert_eq!(channel.called(), calls);
}

/// Alters the octets of one artefact: these become those, once and in the same length.
struct Alters {
    artefact: &'static str,
    from: Vec<u8>,
    to: Vec<u8>,
}

impl Conduct for Alters {
    fn shape(&self, artefact: &'static Artefact, octets: &mut Vec<u8>) {
        if artefact.id == self.artefact {
            let at = octets.windows(self.from.len()).position(|part| part == self.from);
            let at = at.unwrap_or_else(|| panic!("{} has no {}", artefact.name, hex::encode(&self.from)));
            octets.splice(at..at + self.from.len(), self.to.iter().copied());
        }
    }
}

/// Takes one check of the device for passed, and leaves one duty undone.
struct Without(&'static str);

impl Conduct for Without {
    fn judge(&self, check: &'static Check, outcome: Result<(), Refusal>) -> Result<(), Refusal> {
        if check.id == self.0 { Ok(()) } else { outcome }
    }

    fn does(&self, duty: &'static Duty) -> bool {
        duty.id != self.0
    }
}

/// How far an LPA comes with an SM-DP+ of this conduct, honest and without one of its checks.
async fn stopped_by(rule: &'static str, smdp: fn() -> Alters, smdp_oid: Option<&str>) -> (Vec<String>, String) {
    let run = async |device: Arc<dyn Conduct>| {
        let mut lab = Lab::of(Setup { smdp: Arc::new(smdp()), device, ..Setup::default() });
        let (matching_id, iccid) = lab.order("1").await;
        let channel = Direct::to(&lab);
        let wanted = Wanted { smdp_oid: smdp_oid.map(str::to_owned), ..wanted(&matching_id) };
        let (_, outcome) = download(&mut lab, &channel, &wanted).await;
        let installed = lab.smdp.order(&iccid).unwrap().state == ProfileState::Installed;
        (channel.called(), outcome, installed || !lab.card.profiles().is_empty())
    };
    let (called, outcome, installed) = run(Arc::new(Honest)).await;
    assert!(!installed);
    let Err(LpaError::Stopped(says)) = outcome else { panic!("{rule} did not stop the LPA: {outcome:?}") };
    // Without the check the LPA goes on: it is this check that stopped it.
    let (further, outcome, _) = run(Arc::new(Without(rule))).await;
    assert!(!matches!(outcome, Err(LpaError::Stopped(_))), "{outcome:?}");
    assert!(further.len() > called.len() || !further.contains(&"cancelSession".to_owned()), "{called:?} {further:?}");
    (called, says)
}

#[tokio::test]
async fn another_server_address_stops_the_lpa() {
    let smdp =
        || Alters { artefact: "sm-dp-plus/server-signed1", from: ADDRESS.into(), to: ADDRESS.replace('1', "2").into() };
    let (called, says) = stopped_by("lpa/server-address", smdp, None).await;
    assert_eq!(called, ["initiateAuthentication"]);
    assert!(says.contains("testsmdpplus2.example.com"), "{says}");
}

#[tokio::test]
async fn another_oid_stops_the_lpa() {
    // CERT.DPauth of another SM-DP+ under the same CI.
    let smdp = || {
        let pki = lab::pki();
        let suite = pki.on(Curve::P256);
        let (from, to) = (suite.dp_auth.certificate.der().to_vec(), suite.dp2_auth.certificate.der().to_vec());
        Alters { artefact: "sm-dp-plus/server-certificate", from, to }
    };
    let (called, says) = stopped_by("lpa/server-oid", smdp, Some("2.999.10")).await;
    assert_eq!(called, ["initiateAuthentication"]);
    assert!(says.contains("2.999.12"), "{says}");
}

#[tokio::test]
async fn a_package_of_another_profile_stops_the_lpa_and_the_session() {
    // The first profile of the type, and one that was not offered.
    let smdp = || Alters {
        artefact: "sm-dp-plus/store-metadata",
        from: rsp_consumer::iccid::to_ef("8999901000000000017")[..5].to_vec(),
        to: rsp_consumer::iccid::to_ef("8999901009900000017")[..5].to_vec(),
    };
    let (called, says) = stopped_by("lpa/metadata-iccid", smdp, None).await;
    let calls = ["initiateAuthentication", "authenticateClient", "getBoundProfilePackage", "cancelSession"];
    assert_eq!(called, calls);
    assert!(says.contains("another profile than was offered"), "{says}");
}

#[tokio::test]
async fn a_refusal_ends_the_download_with_its_codes() {
    for (binding, codes) in [(Binding::Json, ("8.2.6", "3.8")), (Binding::Asn1, ("", "6"))] {
        let mut lab = Lab::of(Setup { binding, ..Setup::default() });
        let channel = Direct::to(&lab);
        let (steps, outcome) = download(&mut lab, &channel, &wanted("NO-SUCH-ORDER")).await;
        let Err(LpaError::Refused { subject, reason, .. }) = outcome else { panic!("{outcome:?}") };
        assert_eq!((subject.as_str(), reason.as_str()), codes);
        assert_eq!(steps.last(), Some(&Step::AuthenticateClient));
    }
    // An LPA that does not look at the status takes a failure for an offer, and stumbles over what is not there.
    let device = Arc::new(Without("lpa/execution-status"));
    let mut lab = Lab::of(Setup { device, ..Setup::default() });
    let channel = Direct::to(&lab);
    let (steps, outcome) = download(&mut lab, &channel, &wanted("NO-SUCH-ORDER")).await;
    assert!(!matches!(outcome, Err(LpaError::Refused { .. })) && outcome.is_err(), "{outcome:?}");
    assert_eq!(steps.last(), Some(&Step::GetBoundProfilePackage));
}

#[tokio::test]
async fn a_wrong_confirmation_code_installs_nothing() {
    let mut lab = Lab::of(Setup::default());
    let (matching_id, _) = lab.order_with("1", Some("24-68")).await;
    let channel = Direct::to(&lab);
    let confirmation_code = Some("24-69".to_owned());
    let (_, outcome) = download(&mut lab, &channel, &Wanted { confirmation_code, ..wanted(&matching_id) }).await;
    let Err(LpaError::Refused { subject, reason, .. }) = outcome else { panic!("{outcome:?}") };
    assert_eq!((subject.as_str(), reason.as_str()), ("8.2.7", "3.8"));
    assert!(lab.card.profiles().is_empty());
    // The right one, a moment later, does.
    let confirmation_code = Some("24-68".to_owned());
    let (_, outcome) = download(&mut lab, &channel, &Wanted { confirmation_code, ..wanted(&matching_id) }).await;
    assert!(outcome.unwrap().installed);
}

#[tokio::test]
async fn a_notification_stays_on_the_card_until_it_was_delivered() {
    // Not delivered: it waits.
    let mut lab = Lab::of(Setup::default());
    let (matching_id, iccid) = lab.order("1").await;
    let deaf = Direct { deaf_to: "handleNotification", ..Direct::to(&lab) };
    let (_, outcome) = download(&mut lab, &deaf, &wanted(&matching_id)).await;
    assert!(matches!(outcome, Err(LpaError::Transport(_))), "{outcome:?}");
    assert_eq!(lab.card.profiles().len(), 1, "it was installed all the same");
    assert_ne!(lab.smdp.order(&iccid).unwrap().state, ProfileState::Installed);
    assert_eq!(lab.lpa.pending_notifications(&mut lab.card).unwrap().len(), 1);
    // The next download delivers both.
    let (matching_id, second) = lab.order("2").await;
    let channel = Direct::to(&lab);
    let (_, outcome) = download(&mut lab, &channel, &wanted(&matching_id)).await;
    assert!(outcome.unwrap().installed);
    assert_eq!(channel.called().iter().filter(|call| *call == "handleNotification").count(), 2);
    for iccid in [iccid, second] {
        assert_eq!(lab.smdp.order(&iccid).unwrap().state, ProfileState::Installed);
    }
    assert!(lab.lpa.pending_notifications(&mut lab.card).unwrap().is_empty());
    // An LPA that forgets to remove leaves it there.
    let device = Arc::new(Without("lpa/remove-notification"));
    let mut lab = Lab::of(Setup { device, ..Setup::default() });
    let (matching_id, _) = lab.order("1").await;
    let channel = Direct::to(&lab);
    let (_, outcome) = download(&mut lab, &channel, &wanted(&matching_id)).await;
    assert!(outcome.unwrap().installed);
    assert_eq!(lab.lpa.pending_notifications(&mut lab.card).unwrap().len(), 1);
}
