//! What stands around the entity under test in a run: credentials, clients, the operator's desk, orders.

mod card;
mod clock;
mod credentials;
mod desk;
mod lifeless;
mod orders;
mod revocation;
mod signer;
mod vectors;

pub use card::{AS_FOUND_FILE, ApduRecord, AsFound, CardBench, Cleanup, Safety, Slot, Snapshot};
pub use clock::{Advance, MovedClock};
pub use credentials::Credentials;
pub use desk::OperatorDesk;
pub use lifeless::Lifeless;
pub use orders::{Order, OrderKind, OrderSource};
pub use revocation::ListSpec;
pub use signer::SignerCard;
pub use vectors::{names as vector_names, vectors};

use crate::case::{CardName, CardSpec, CaseSet, Entity, Instance, Interface};
use crate::engine::{Armed, OurCard, Stop};
use crate::target::Target;
use rsp_conduct::{Clock, Conduct};
use rsp_euicc::EuiccIdentity;
use rsp_pki::Certificate;
use rsp_transport::{Call, Client, Endpoint};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Everything the cases of one run share.
pub struct Bench {
    /// Cases, catalogue, function table.
    pub set: Arc<CaseSet>,
    /// What is under test.
    pub target: Arc<Target>,
    /// Whose keys we hold.
    pub credentials: Arc<Credentials>,
    /// The CIs that are known.
    pub roots: Vec<Certificate>,
    /// What everything random follows from.
    pub seed: String,
    /// Goes into the names of orders and of the operator's calls: the seed, or on a target of somebody else something
    /// that no run before had. A functionCallIdentifier that it knows is answered with the old answer (SGP.22 §6.5),
    /// and the old order may be used up.
    pub series: String,
    /// The time our peers see.
    pub clock: Arc<dyn Clock>,
    /// The same clock, where the target sees it too, so that a case can move it.
    pub movable: Option<Arc<MovedClock>>,
    /// What stands behind each case's own conduct: honest, or recording.
    pub peers_conduct: Arc<dyn Conduct>,
    /// The operator, where orders are made by ES2+.
    pub desk: Option<OperatorDesk>,
    /// What a replay line begins with.
    pub command: String,
    /// The target died and could not be started again.
    pub dead: AtomicBool,
    /// A real card that signs for our side, if one does.
    pub signer: Option<Arc<SignerCard>>,
    /// The card under test, if there is one.
    pub card: Option<CardBench>,
    /// Starts the embedded reference again, where that is the target.
    pub restarter: Option<Box<dyn Fn() + Send + Sync>>,
}

impl Bench {
    /// A connection of its own to ES9+.
    pub fn es9plus_client(&self) -> Client {
        Client::new(Endpoint {
            host: self.target.address.clone(),
            connect: self.target.connect.clone(),
            tls: self.target.tls.clone(),
        })
    }

    /// Why this case cannot run on this target; absent where it can.
    pub fn lacking(&self, instance: &Instance) -> Option<String> {
        let case = &instance.case;
        if instance.entity() == Entity::Euicc {
            return match &self.card {
                Some(card) => card.lacking(instance),
                None => Some("no card is under test".into()),
            };
        }
        if let Some(lacking) = self.signer.as_ref().and_then(|_| signer::lacking(&self.set, instance)) {
            return Some(lacking);
        }
        for (spec, range) in instance.specs.iter() {
            let declared = self.target.specs.get(spec);
            if let Some(declared) = declared.filter(|declared| !range.holds(declared)) {
                return Some(format!("it is for {spec} {}, and the target declares {declared}", range.text()));
            }
        }
        let asn1 = (instance.binding == crate::case::Binding::Asn1).then_some("asn1-binding");
        let brainpool = (case.card.curve == Some(crate::case::CurveName::BrainpoolP256r1)).then_some("brainpool");
        let needs = case.needs.iter().map(|need| need.value.as_str());
        for need in needs.chain(asn1).chain(brainpool) {
            if !self.target.has(need) {
                return Some(format!("the target does not declare the option {need}"));
            }
        }
        if case.moves_the_clock() && self.movable.is_none() {
            return Some(
                "`advance` moves the clock of the embedded reference; this target has a clock of its own".into(),
            );
        }
        for step in case.tested() {
            let lacking = step.order.as_ref().and_then(|kind| self.target.orders.serves(&kind.value).err());
            if lacking.is_some() {
                return lacking;
            }
            let operator = step.call.as_ref().and_then(|call| self.set.functions.get(&call.value));
            if operator.is_some_and(|function| function.interface == Interface::Es2Plus) && self.desk.is_none() {
                return Some("orders of this target are not made by ES2+".into());
            }
        }
        if self.signer.is_none() && !self.credentials.has_card(curve_of(case.card.curve)) && self.needs_card(instance) {
            let says = "a card that the target trusts is needed, and no key of an eUICC, EUM or CI is at hand";
            return Some(format!("credentials ({}): {says}", self.credentials.source));
        }
        if case.robustness && self.dead.load(Ordering::Relaxed) {
            return Some(match self.target.restart {
                None => "the target died in a robustness case and there is no restart command".into(),
                Some(_) => "the target died, and its restart command did not make it answer again".into(),
            });
        }
        None
    }

    /// Whether a case gets anywhere only with a card that the target trusts. Without one, what is refused before a
    /// certificate is looked at can still be tested.
    fn needs_card(&self, instance: &Instance) -> bool {
        let before = ["malformed", "any", "invalidTransactionId", "ciPKUnknown"];
        self.set.tested(&instance.case).any(|step| {
            let call = step.call.as_ref().map(|call| call.value.as_str()).unwrap_or_default();
            let of_the_card = call.starts_with("ES9+.") && call != "ES9+.InitiateAuthentication";
            let refused = step.refuse.as_ref().is_some_and(|name| before.contains(&name.value.as_str()));
            step.load.is_some() || step.notify.is_some() || (of_the_card && !refused)
        })
    }

    /// The identity of a card of this case.
    pub fn identity(&self, spec: &CardSpec, name: CardName) -> Result<EuiccIdentity, String> {
        self.credentials.identity(spec, name)
    }

    /// The EID of one of our cards.
    pub fn eid(&self, name: CardName) -> Option<[u8; 16]> {
        self.credentials.identity(&CardSpec::default(), name).ok().map(|identity| identity.eid)
    }

    /// The operator's desk.
    pub fn operator_desk(&self) -> Result<&OperatorDesk, String> {
        self.desk.as_ref().ok_or_else(|| "orders of this target are not made by ES2+".into())
    }

    /// Makes a download order, or takes one from the target's pool.
    pub async fn order(
        &self,
        kind: &str,
        label: &str,
        eid: [u8; 16],
        run: &mut crate::engine::CaseRun<'_>,
    ) -> Result<Order, Stop> {
        let kind = OrderKind::named(kind).ok_or_else(|| Stop::Broken(format!("there is no kind of order {kind}")))?;
        self.target.orders.take(kind, label, eid, self, run).await
    }

    /// Whether the target answers an honest InitiateAuthentication.
    pub async fn probe_alive(&self) -> Result<(), Lifeless> {
        let identity = self.identity(&CardSpec::default(), CardName::Card).map_err(Lifeless::NotAsked)?;
        let context = rsp_conduct::Context::honest(Arc::new(rsp_crypto::SeededEntropy::new(self.seed.as_bytes())));
        let mut card = match &self.signer {
            Some(signer) => OurCard::signer(signer.clone(), Arc::new(Armed::over(context.conduct.clone()))),
            None => OurCard::software(context.clone(), identity),
        };
        let lpa = rsp_consumer::lpa::Lpa {
            context,
            version: self.target.version.clone(),
            binding: rsp_consumer::lpa::Binding::Json,
            device: rsp_consumer::lpa::Device::default(),
        };
        let members = lpa.initiate_authentication(&mut card, &self.target.address);
        let members = members.map_err(|error| Lifeless::NotAsked(error.to_string()))?;
        let function = &rsp_consumer::es9plus::Function::INITIATE_AUTHENTICATION;
        let outgoing = lpa.outgoing(function, &members);
        let mut call = Call::new(outgoing.request);
        let limits = &self.target.limits;
        call.timeout = limits.alive.unwrap_or_else(|| limits.timeout("InitiateAuthentication"));
        let exchange = self.es9plus_client().send(call).await;
        let response = exchange.outcome.map_err(|fault| Lifeless::NotAnswered(fault.to_string()))?;
        lpa.incoming(function, &response).map(|_| ()).map_err(|error| Lifeless::NotAnswered(error.to_string()))
    }

    /// Starts a target that does not answer again, where there is a way to; says whether that was tried.
    pub async fn revive(&self) -> bool {
        let way = self.restarter.is_some() || self.target.restart.is_some();
        let needed = way && matches!(self.probe_alive().await, Err(Lifeless::NotAnswered(_)));
        if needed {
            self.restart().await;
        }
        needed
    }

    /// Starts the target again by its own command; without one it counts as dead.
    pub async fn restart(&self) {
        if let Some(restarter) = &self.restarter {
            restarter();
            return;
        }
        let Some(command) = &self.target.restart else {
            self.dead.store(true, Ordering::Relaxed);
            return;
        };
        let mut shell = tokio::process::Command::new("sh");
        let run = shell.arg("-c").arg(command).current_dir(&self.target.folder).status();
        let ended = tokio::time::timeout(std::time::Duration::from_secs(60), run).await;
        let started = matches!(ended, Ok(Ok(status)) if status.success());
        for _ in 0..50 {
            if !started {
                break;
            }
            if self.probe_alive().await.is_ok() {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
        self.dead.store(true, Ordering::Relaxed);
    }

    /// A command line that shows one verdict again.
    pub fn replay(&self, instance: &Instance) -> String {
        format!("{} '{}'", self.command, instance.key.full())
    }
}

/// The curve of a case's card.
fn curve_of(name: Option<crate::case::CurveName>) -> rsp_crypto::Curve {
    match name {
        Some(crate::case::CurveName::BrainpoolP256r1) => rsp_crypto::Curve::BrainpoolP256r1,
        _ => rsp_crypto::Curve::P256,
    }
}
