//! Which case kills which mutant.

use super::harmless_card;
use super::mutant::{Mutant, Mutation};
use super::variation;
use crate::bench::{Bench, Credentials, MovedClock};
use crate::case::{CaseSet, Entity, Instance};
use crate::engine::CaseRun;
use crate::engine::verdict::Verdict;
use crate::target::{self, Embedded, EmbeddedCard, Target};
use rsp_conduct::{Clock, Conduct, Honest, Recording};
use rsp_euicc::CardOptions;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// What a suite run against one variation gave: full id → verdict and message.
pub type Verdicts = BTreeMap<String, (Verdict, String)>;

/// Lanes of cases that a card serves, each with a card of its own.
const LANES: usize = 2;

/// What came of a self-check.
#[derive(Debug, Default)]
pub struct Report {
    /// Cases that the reference does not pass.
    pub reference: Verdicts,
    /// Cases that do not apply to the reference, and why: they prove nothing here.
    pub not_applicable: Verdicts,
    /// Each mutant, and the cases that kill it.
    pub mutants: Vec<(Mutant, Vec<String>)>,
    /// Each harmless variation, and the cases that object to it.
    pub harmless: Vec<(String, Vec<String>)>,
    /// Negative cases that kill nothing.
    pub idle: Vec<String>,
    /// Rules that are declared and were never consulted.
    pub unconsulted: Vec<String>,
    /// Rules that were consulted and are not declared.
    pub undeclared: Vec<String>,
}

impl Report {
    /// Whether everything is as it should be.
    pub fn good(&self) -> bool {
        self.reference.is_empty()
            && self.mutants.iter().all(|(_, killers)| !killers.is_empty())
            && self.harmless.iter().all(|(_, killers)| killers.is_empty())
            && self.idle.is_empty()
            && self.unconsulted.is_empty()
            && self.undeclared.is_empty()
    }
}

/// A self-check's settings.
pub struct Plan {
    /// The cases.
    pub set: Arc<CaseSet>,
    /// Whose keys everybody has.
    pub credentials: Arc<Credentials>,
    /// What everything random follows from.
    pub seed: String,
    /// The whole matrix, not only what cases say they attack.
    pub full: bool,
    /// Mutants at a time.
    pub jobs: usize,
    /// Only mutants whose id contains this.
    pub only: Option<String>,
}

/// What does not apply to the reference is no failure of it.
fn passes(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Pass | Verdict::NotApplicable)
}

fn kills(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Fail | Verdict::WrongReason | Verdict::Warn)
}

/// The entities under test in one variation: how they conduct themselves, and the card where it differs in more.
#[derive(Clone)]
pub(super) struct Entities {
    pub(super) conduct: Arc<dyn Conduct>,
    pub(super) card: CardOptions,
    pub(super) slow_card: bool,
    /// Bits of UICCCapability that the card lacks.
    pub(super) without: &'static [usize],
}

impl Entities {
    pub(super) fn with(conduct: Arc<dyn Conduct>) -> Self {
        Self { conduct, card: CardOptions::default(), slow_card: false, without: &[] }
    }
}

/// Runs instances against embedded entities, `jobs` at a time.
async fn verdicts(
    plan: &Plan,
    entity: &Entities,
    peers: Arc<dyn Conduct>,
    instances: &[Instance],
    jobs: usize,
    stop_at_kill: bool,
) -> Result<Verdicts, String> {
    // A robustness case has the target to itself: else the one that kills a mutant is not told from those beside it. So
    // has one that moves the clock. Each lane of them has a mutant of its own, while all other cases share one.
    let (lonely, gentle): (Vec<_>, Vec<_>) = instances.iter().cloned().partition(|instance| instance.case.runs_alone());
    let jobs = jobs.max(1);
    let found = Arc::new(Found::default());
    let mut tasks = JoinSet::new();
    // A card serves one case at a time: so each lane of cases for it has one of its own.
    let (cards, gentle): (Vec<_>, Vec<_>) = gentle.into_iter().partition(|instance| instance.entity() == Entity::Euicc);
    for lane in cards.chunks(cards.len().div_ceil(LANES).max(1)) {
        let stand = Arc::new(Stand::around(plan, entity, peers.clone(), Entity::Euicc).await?);
        let (lane, found) = (lane.to_vec(), found.clone());
        tasks.spawn(async move {
            for instance in &lane {
                found.run(&stand.bench, instance, stop_at_kill).await;
            }
        });
    }
    if !gentle.is_empty() {
        let stand = Arc::new(Stand::around(plan, entity, peers.clone(), Entity::SmDpPlus).await?);
        let permits = Arc::new(Semaphore::new(jobs));
        for instance in gentle {
            let (stand, found) = (stand.clone(), found.clone());
            // Waited for here and not in the task, so that cases begin in their order: which candidate a wrong choice
            // falls on hangs on what came before.
            let Ok(permit) = permits.clone().acquire_owned().await else { break };
            tasks.spawn(async move {
                let _permit = permit;
                found.run(&stand.bench, &instance, stop_at_kill).await;
            });
        }
    }
    join(&mut tasks).await?;
    let (cards, servers): (Vec<_>, Vec<_>) =
        lonely.into_iter().partition(|instance| instance.entity() == Entity::Euicc);
    let lanes = |of: Vec<Instance>| {
        let size = of.len().div_ceil(jobs).max(1);
        of.chunks(size).map(<[Instance]>::to_vec).collect::<Vec<_>>()
    };
    for lane in lanes(cards).into_iter().chain(lanes(servers)) {
        let kind = lane.first().map_or(Entity::SmDpPlus, Instance::entity);
        // Behind a pointer: a task that takes only the bench would drop the SM-DP+ beside it.
        let stand = Arc::new(Stand::around(plan, entity, peers.clone(), kind).await?);
        let found = found.clone();
        tasks.spawn(async move {
            for instance in &lane {
                found.run(&stand.bench, instance, stop_at_kill).await;
            }
        });
    }
    join(&mut tasks).await?;
    let verdicts = found.verdicts.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Ok(verdicts)
}

async fn join(tasks: &mut JoinSet<()>) -> Result<(), String> {
    let mut panicked = false;
    while let Some(outcome) = tasks.join_next().await {
        panicked |= outcome.is_err();
    }
    if panicked { Err("a case panicked".into()) } else { Ok(()) }
}

/// An embedded entity and the bench around it.
struct Stand {
    bench: Bench,
    /// An SM-DP+ listens as long as this is kept.
    _embedded: Option<Embedded>,
}

impl Stand {
    async fn around(plan: &Plan, entity: &Entities, peers: Arc<dyn Conduct>, kind: Entity) -> Result<Self, String> {
        let movable = Arc::new(MovedClock::default());
        let clock: Arc<dyn Clock> = movable.clone();
        let conduct = entity.conduct.clone();
        let (target, mut embedded, card) = match kind {
            Entity::Euicc => {
                let made = EmbeddedCard {
                    credentials: &plan.credentials,
                    conduct,
                    clock: clock.clone(),
                    seed: &plan.seed,
                    options: entity.card.clone(),
                    slow: entity.slow_card,
                    without: entity.without,
                };
                (Arc::new(Target::nobody()), None, Some(made.open()?))
            }
            Entity::SmDpPlus => {
                let mut embedded =
                    target::embedded(&plan.credentials, conduct, clock.clone(), &plan.seed, true, None).await?;
                let mut target = embedded.target.take().ok_or("no target")?;
                if let Some(target) = Arc::get_mut(&mut target) {
                    // A mutant that says nothing is waited for no longer than this.
                    target.limits.default = Duration::from_millis(1500);
                    target.limits.call_back = Duration::from_secs(3);
                    // Each robustness case may end in this.
                    target.limits.alive = Some(Duration::from_millis(500));
                }
                (target, Some(embedded), None)
            }
        };
        let bench = Bench {
            set: plan.set.clone(),
            target,
            credentials: plan.credentials.clone(),
            roots: plan.credentials.roots(),
            seed: plan.seed.clone(),
            series: plan.seed.clone(),
            clock,
            movable: Some(movable),
            peers_conduct: peers,
            desk: embedded.as_mut().and_then(|embedded| embedded.desk.take()),
            command: "rsptest run".into(),
            signer: None,
            card,
            dead: AtomicBool::new(false),
            restarter: embedded.as_ref().map(Embedded::restarter),
        };
        Ok(Self { bench, _embedded: embedded })
    }
}

/// What was found so far.
#[derive(Default)]
struct Found {
    verdicts: Mutex<Verdicts>,
    killed: AtomicBool,
}

impl Found {
    async fn run(&self, bench: &Bench, instance: &Instance, stop_at_kill: bool) {
        if stop_at_kill && self.killed.load(Ordering::Relaxed) {
            return;
        }
        let limit = Duration::from_secs(30);
        let outcome = tokio::time::timeout(limit, CaseRun::run(bench, instance, &|_| {})).await;
        let (verdict, message) = match outcome {
            Ok(result) => (result.verdict, result.message),
            Err(_) => (Verdict::Inconclusive, "the case did not end".into()),
        };
        if kills(verdict) {
            self.killed.store(true, Ordering::Relaxed);
        }
        let mut verdicts = self.verdicts.lock().unwrap_or_else(PoisonError::into_inner);
        verdicts.insert(instance.key.full(), (verdict, message));
    }
}

/// Runs the self-check; `progress` hears how far it is.
pub async fn check(
    plan: Arc<Plan>,
    mutants: Vec<Mutant>,
    progress: impl Fn(&str, usize, usize),
) -> Result<Report, String> {
    let mut report = Report::default();
    let instances: Arc<Vec<Instance>> = Arc::new(plan.set.instances.clone());
    // The reference first, with every rule it consults written down.
    progress("reference", 0, 1);
    let dp = Arc::new(Recording::over(Arc::new(Honest)));
    let peers = Arc::new(Recording::over(Arc::new(Honest)));
    let reference = verdicts(&plan, &Entities::with(dp.clone()), peers.clone(), &instances, 8, false).await?;
    let lacking = reference.iter().filter(|(_, (verdict, _))| *verdict == Verdict::NotApplicable);
    report.not_applicable = lacking.map(|(id, outcome)| (id.clone(), outcome.clone())).collect();
    report.reference = reference.into_iter().filter(|(_, (verdict, _))| !passes(*verdict)).collect();
    // A case that the reference does not pass proves nothing about anybody else.
    let passing = plan.set.instances.iter().filter(|instance| !report.reference.contains_key(&instance.key.full()));
    let instances: Arc<Vec<Instance>> = Arc::new(passing.cloned().collect());
    consulted(&mut report, &dp, &peers);

    let wanted = |id: &str| plan.only.as_ref().is_none_or(|only| id.contains(only.as_str()));
    let mut variations = variation::all();
    variations.retain(|(_, id, _)| wanted(id));
    let chosen: Vec<Mutant> = mutants.into_iter().filter(|mutant| wanted(&mutant.id)).collect();
    let total = variations.len() + chosen.len();
    let permits = Arc::new(Semaphore::new(plan.jobs.max(1)));
    // The harmless ones first, and beside them the mutants: a slow card mostly waits.
    let mut tasks: JoinSet<Result<(usize, Vec<String>), String>> = JoinSet::new();
    for (index, (variation, ..)) in variations.iter().enumerate() {
        let (plan, permits) = (plan.clone(), permits.clone());
        let (kind, entities) = (variation.entity(), variation.entities());
        let concerned: Vec<Instance> = instances.iter().filter(|instance| instance.entity() == kind).cloned().collect();
        tasks.spawn(async move {
            let _permit = permits.acquire().await.map_err(|error| error.to_string())?;
            let found = verdicts(&plan, &entities, Arc::new(Honest), &concerned, 8, false).await?;
            let objecting = found.into_iter().filter(|(_, (verdict, _))| !passes(*verdict));
            Ok((index, objecting.map(|(id, (_, says))| format!("{id}: {says}")).collect()))
        });
    }
    for (index, mutant) in (variations.len()..).zip(chosen.iter().cloned()) {
        let (plan, instances, permits) = (plan.clone(), instances.clone(), permits.clone());
        tasks.spawn(async move {
            let _permit = permits.acquire().await.map_err(|error| error.to_string())?;
            // A server that leaves out a whole kind of verification is attacked by every negative case.
            let neglect = matches!(mutant.mutation, Mutation::IgnoreAll(_) | Mutation::SayYes | Mutation::SayWhatever);
            let concerned = instances.iter().filter(|instance| instance.entity() == mutant.entity);
            let attacks = |instance: &&Instance| {
                neglect && instance.case.negative()
                    || instance.case.attacks.iter().any(|rule| rule.value == mutant.rule)
            };
            // Which candidate a wrong choice falls on must not hang on what other cases do meanwhile.
            let alone = neglect || matches!(mutant.mutation, Mutation::PickAny(_) | Mutation::PickOther(_));
            let jobs = if alone { 1 } else { 6 };
            let (first, rest): (Vec<_>, Vec<_>) = concerned.partition(attacks);
            let first: Vec<Instance> = first.into_iter().cloned().collect();
            let rest: Vec<Instance> = rest.into_iter().cloned().collect();
            let without = harmless_card::lacking_for(&mutant.rule);
            let entities = Entities { without, ..Entities::with(Arc::new(mutant.clone())) };
            let mut killers: Vec<String> = Vec::new();
            let mut add = |found: Verdicts| {
                killers.extend(found.into_iter().filter(|(_, (verdict, _))| kills(*verdict)).map(|(id, _)| id));
                !killers.is_empty()
            };
            let killed = add(verdicts(&plan, &entities, Arc::new(Honest), &first, jobs, false).await?);
            if plan.full || !killed {
                add(verdicts(&plan, &entities, Arc::new(Honest), &rest, jobs, !plan.full).await?);
            }
            Ok((index, killers))
        });
    }
    let mut objecting = vec![Vec::new(); total];
    for done in 1..=total {
        let Some(outcome) = tasks.join_next().await else { break };
        let (index, by) = outcome.map_err(|error| error.to_string())??;
        objecting[index] = by;
        progress("variations, mutants", done, total);
    }
    let killers = objecting.split_off(variations.len());
    report.harmless = variations.iter().map(|(_, id, _)| (*id).to_owned()).zip(objecting).collect();
    let useful: BTreeSet<&String> = killers.iter().flatten().collect();
    if plan.only.is_none() {
        let idle = instances.iter().filter(|instance| instance.case.negative()).map(|instance| instance.key.full());
        report.idle = idle.filter(|id| !useful.contains(id)).collect();
    }
    report.mutants = chosen.into_iter().zip(killers).collect();
    Ok(report)
}

/// Compares what was consulted with what is declared.
fn consulted(report: &mut Report, dp: &Recording, peers: &Recording) {
    let seen: BTreeSet<&str> = dp.seen().into_keys().chain(peers.seen().into_keys()).collect();
    let declared: BTreeSet<&str> = crate::case::rules().iter().flat_map(|rules| rules.ids()).collect();
    // What only a whole download by the LPA itself consults is shown by the tests of that role.
    let elsewhere = crate::case::consulted_elsewhere();
    let unconsulted = declared.iter().filter(|id| !seen.contains(*id) && !elsewhere.contains(id));
    report.unconsulted = unconsulted.map(|id| (*id).to_owned()).collect();
    report.undeclared = seen.difference(&declared).map(|id| (*id).to_owned()).collect();
}
