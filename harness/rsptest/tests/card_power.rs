//! Power is cut from the card at seeded points of an installation: its process is killed, between two APDUs or while
//! one is under way, and started again from its state file. What it holds then is the state before or after, and it
//! has lost nothing that it once had.

#![allow(clippy::unwrap_used, reason = "a test states what must hold")]
#![cfg(unix)]

#[path = "card_power/model.rs"]
mod model;
#[path = "card_power/outlet.rs"]
mod outlet;
mod support;

use model::{Known, look};
use outlet::{Cut, Outlet};
use rsp_conduct::{Context, Honest, SystemClock};
use rsp_consumer::es2plus::{ConfirmOrder, DownloadOrder};
use rsp_consumer::es9plus::Members;
use rsp_consumer::iccid;
use rsp_consumer::lpa::{Binding, Device, Isdr, IsdrOptions, Lpa, LpaError, es10};
use rsp_consumer::sm_dp_plus::SmDpPlus;
use rsp_crypto::{SeededEntropy, sha256};
use rsptest::bench::Credentials;
use rsptest::lab::{self, LabSmDpPlus, SmDpPlusSettings};
use std::sync::Arc;
use std::time::Duration;
use support::Bench;

/// How often the power is cut during an installation.
const CUTS: u64 = 220;
/// What the points follow from.
const SEED: &[u8] = b"card_power 1";
/// Profiles on the card are deleted when there are more.
const PROFILES: usize = 2;
/// An order is given up after so many downloads; the SM-DP+ allows 20.
const ATTEMPTS: u32 = 15;

/// A number below `end` that follows from the seed, the round, and what it is for.
fn drawn(what: &str, round: u64, end: u64) -> u64 {
    let digest = sha256(&[SEED, what.as_bytes(), &round.to_be_bytes()]);
    u64::from_be_bytes(digest[..8].try_into().unwrap()) % end
}

/// SM-DP+ and LPA, and an order that was not installed yet.
struct Servers {
    role: Arc<SmDpPlus>,
    lpa: Lpa,
    orders: u32,
    order: Option<Order>,
}

#[derive(Clone)]
struct Order {
    matching_id: String,
    iccid: String,
    attempts: u32,
}

/// How far the LPA saw an installation get.
#[derive(Debug, Default)]
struct Seen {
    challenge: Option<Vec<u8>>,
    transaction_id: Option<Vec<u8>>,
    /// APDUs when the package began to go to the card.
    package_from: Option<u64>,
    result: Option<Vec<u8>>,
}

impl Servers {
    async fn new() -> Self {
        let settings = SmDpPlusSettings {
            credentials: &Credentials::own(rsptest::DEFAULT_SEED.as_bytes()),
            conduct: Arc::new(Honest),
            clock: Arc::new(SystemClock),
            seed: Some("card_power".into()),
            es9plus: "127.0.0.1:0".into(),
            es2plus: "127.0.0.1:0".into(),
            tls: false,
            operator: None,
            profile_types: lab::profile_types(lab::HOST),
            crl: None,
        };
        let lab = LabSmDpPlus::start(settings).await.unwrap();
        let lpa = Lpa {
            context: Context::honest(Arc::new(SeededEntropy::new(SEED))),
            version: rsptest::lab::VERSION.into(),
            binding: Binding::Json,
            device: Device::default(),
        };
        Self { role: lab.role.clone(), lpa, orders: 0, order: None }
    }

    /// The order to be downloaded: the same again until it is installed.
    async fn order(&mut self) -> Order {
        if self.order.as_ref().is_none_or(|order| order.attempts == ATTEMPTS) {
            self.orders += 1;
            let call = format!("card-power-{}", self.orders);
            let order = DownloadOrder { profile_type: Some("rsptest-generic".into()), ..DownloadOrder::default() };
            let made = self.role.download_order("2.999.20", &call, order).await.unwrap();
            let iccid = made["iccid"].as_str().unwrap().to_owned();
            let confirm = ConfirmOrder { iccid: iccid.clone(), release_flag: true, ..ConfirmOrder::default() };
            let confirmed = self.role.confirm_order("2.999.20", &call, confirm).await.unwrap();
            let matching_id = confirmed["matchingId"].as_str().unwrap().to_owned();
            let iccid = iccid.trim_end_matches('F').to_owned();
            self.order = Some(Order { matching_id, iccid, attempts: 0 });
        }
        let order = self.order.as_mut().unwrap();
        order.attempts += 1;
        order.clone()
    }

    /// One installation, to its result or to the power cut.
    async fn install(&self, card: &mut Isdr<Outlet>, order: &Order) -> (Seen, Result<(), LpaError>) {
        let mut seen = Seen::default();
        let outcome = self.steps(card, order, &mut seen).await;
        (seen, outcome)
    }

    async fn steps(&self, card: &mut Isdr<Outlet>, order: &Order, seen: &mut Seen) -> Result<(), LpaError> {
        let served = |answer: Result<Members, rsp_conduct::Refusal>| {
            answer.unwrap_or_else(|refusal| panic!("the SM-DP+ refuses what the card says: {refusal}"))
        };
        let request = self.lpa.initiate_authentication(card, rsptest::lab::HOST)?;
        seen.challenge = Some(request.octets("euiccChallenge").to_vec());
        let opened = served(self.role.initiate_authentication(&request).await);
        seen.transaction_id = Some(opened.octets("transactionId").to_vec());
        let request = self.lpa.authenticate_client(card, &opened, Some(&order.matching_id))?;
        let offer = served(self.role.authenticate_client(&request).await);
        let request = self.lpa.get_bound_profile_package(card, &offer, None)?;
        let bound = served(self.role.get_bound_profile_package(&request).await);
        seen.package_from = Some(card.card.answered());
        seen.result = Some(self.lpa.load_bound_profile_package(card, bound.octets("boundProfilePackage"))?);
        Ok(())
    }
}

/// A card that is switched on, with the LPA's way to it.
fn powered(bench: &Bench) -> Isdr<Outlet> {
    // Large blocks: fewer APDUs, and the points of interest are the same.
    let options = IsdrOptions { block_size: 255, ..IsdrOptions::default() };
    Isdr::new(Outlet::on(bench), options)
}

/// What is drawn for a round: most cuts are uniform over the APDUs of an installation, every third one is at one of the
/// last of them, where everything is decided. Moments inside an APDU are drawn from octaves of the longest.
fn cut(round: u64, apdus: u64, slowest: Duration) -> Cut {
    let at = match drawn("where", round, 3) {
        0 => apdus.saturating_sub(1 + drawn("last", round, 3)),
        _ => drawn("apdu", round, apdus),
    };
    let octave = slowest / (1 << drawn("octave", round, 8));
    let nanoseconds = u64::try_from(octave.as_nanos()).unwrap().max(1);
    match drawn("how", round, 2) {
        0 => Cut::Before(at),
        _ => Cut::During(at, Duration::from_nanos(drawn("when", round, nanoseconds))),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn power_is_cut_from_the_card() {
    let bench = Bench::new();
    let mut servers = Servers::new().await;
    let mut known = Known::default();

    // Whole once: how many APDUs there are, and how long the slowest one takes.
    let mut card = powered(&bench);
    let order = servers.order().await;
    card.card.cut(Cut::Never);
    let (seen, outcome) = servers.install(&mut card, &order).await;
    outcome.unwrap();
    let (apdus, slowest) = (card.card.answered(), card.card.slowest());
    assert!(apdus > 60, "{apdus} APDUs");
    known.challenge(seen.challenge.as_deref());
    let mut before = look(&servers.lpa, &mut card);
    known.note(&before, &[]);
    assert!(before.has(&order.iccid));
    servers.order = None;

    let (mut installed, mut interrupted, mut untouched, mut during, mut fell_back) = (0, 0, 0, 0, 0);
    for round in 0..CUTS {
        let order = servers.order().await;
        let cut = cut(round, apdus, slowest);
        let what = format!("round {round}, {cut:?} of {apdus} APDUs, order {}", order.attempts);
        card.card.cut(cut);
        let (seen, outcome) = servers.install(&mut card, &order).await;
        assert!(
            matches!(outcome, Ok(()) | Err(LpaError::Unreached(_))),
            "{what}: {outcome:?}; a retry must be as good as the first time"
        );
        during += u32::from(matches!(cut, Cut::During(..)));
        let sent = card.card.answered();
        card.card.kill();
        // Power comes, goes before anybody asked for anything, and comes for good.
        if drawn("again", round, 8) == 0 {
            Outlet::flicker(&bench, Duration::from_millis(drawn("flicker", round, 60)));
        }
        card = powered(&bench);
        fell_back += u32::from(card.card.fell_back);
        let after = look(&servers.lpa, &mut card);

        known.challenge(seen.challenge.as_deref());
        known.note(&after, &before.notifications);
        let results = after.results_of(seen.transaction_id.as_deref());
        let success = results.iter().any(|result| result.success);
        assert!(results.len() <= 1, "{what}: {} results of one installation", results.len());
        if after.has(&order.iccid) {
            assert_eq!(after.without(&order.iccid), before.profiles, "{what}: another profile changed");
            assert!(success, "{what}: the profile is there and its result is lost");
            assert!(sent >= seen.package_from.unwrap() + 3, "{what}: installed from a part of the package");
            installed += 1;
            servers.order = None;
        } else {
            assert_eq!(after.profiles, before.profiles, "{what}: between before and after");
            assert!(!success, "{what}: a result of success and no profile");
            assert_eq!(seen.result, None, "{what}: a result was answered, and the profile is gone");
            // Once the card said that it began it owes a result.
            let began = seen.package_from.is_some_and(|from| sent > from + 2);
            assert!(!began || results.len() == 1, "{what}: the interrupted installation left no result");
            if results.is_empty() { untouched += 1 } else { interrupted += 1 }
        }
        if let Some(answered) = &seen.result {
            assert_eq!(results[0].octets, *answered, "{what}: the result is not the one that was answered");
        }

        // The LPA delivers; the card forgets what was delivered, and no more.
        let delivered = if after.notifications.len() > 8 { 6 } else { 0 };
        for (number, _) in &after.notifications[..delivered] {
            es10::remove_notification(&mut card, i64::try_from(*number).unwrap()).unwrap();
        }
        for (digits, _) in after.profiles.iter().take(after.profiles.len().saturating_sub(PROFILES)) {
            es10::delete_profile(&mut card, &es10::ProfileId::Iccid(iccid::to_ef(digits))).unwrap();
        }
        before = look(&servers.lpa, &mut card);
        known.note(&before, &after.notifications[delivered..]);
    }
    // The points were all over the installation: each outcome, often.
    println!(
        "{CUTS} cuts, {during} during an APDU: installed {installed}, interrupted {interrupted}, before the package \
         {untouched}; {fell_back} in the middle of a commit; {} notifications",
        known.count()
    );
    assert!(installed >= 10 && interrupted >= 50 && untouched >= 10 && during >= 50);

    // And the card still installs.
    let order = servers.order().await;
    card.card.cut(Cut::Never);
    let (_, outcome) = servers.install(&mut card, &order).await;
    outcome.unwrap();
    assert!(look(&servers.lpa, &mut card).has(&order.iccid));
}
