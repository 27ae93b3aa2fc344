//! One case from its initial conditions to its clean-up.

use super::armed::Armed;
use super::card_side::CardSide;
use super::event::{CardRecord, CaseResult, Event, ExchangeRecord, Finding, RequirementText};
use super::our_card::OurCard;
use super::peers::{Peer, card_function};
use super::scope::Scope;
use super::stop::{Stop, Trouble};
use super::value::Value;
use super::verdict::Verdict;
use crate::bench::{Advance, Bench, Lifeless, Order};
use crate::case::{Binding, CardName, Entity, Function, Instance, Interface, Part, Step, Strength};
use crate::diagnostic::{Diagnostic, Paint};
use crate::judge::OpenedPackage;
use crate::yaml::Span;
use rsp_conduct::Context;
use rsp_consumer::lpa;
use rsp_crypto::SeededEntropy;
use rsp_transport::Client;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A case that runs.
pub struct CaseRun<'a> {
    pub(super) bench: &'a Bench,
    pub(super) instance: &'a Instance,
    pub(super) armed: Arc<Armed>,
    pub(super) scope: Scope,
    pub(super) peers: BTreeMap<CardName, Peer>,
    pub(super) client: Arc<Client>,
    pub(super) orders: Vec<Order>,
    pub(super) notes: Vec<String>,
    warning: Option<(Trouble, Span)>,
    pub(super) exchanges: usize,
    /// The interfaces over which the entity was reached.
    pub(super) reached: Vec<Interface>,
    /// Why it cannot be reached any more, though it was.
    pub(super) gone: Option<String>,
    pub(super) calls: usize,
    pub(super) package: Option<OpenedPackage>,
    /// The card under test, where that is the entity.
    pub(super) card: Option<CardSide>,
    advances: Vec<Advance>,
    pub(super) part: Part,
    pub(super) started: Instant,
    emit: &'a (dyn Fn(Event) + Sync),
    /// Where the trouble is drawn: the step of the case, not what a procedure does for it.
    place: Span,
    inside: bool,
}

impl<'a> CaseRun<'a> {
    /// Runs a case and says what became of it.
    pub async fn run(bench: &'a Bench, instance: &'a Instance, emit: &'a (dyn Fn(Event) + Sync)) -> CaseResult {
        let started = Instant::now();
        let mut run = Self {
            bench,
            instance,
            armed: Arc::new(Armed::over(bench.peers_conduct.clone())),
            scope: Scope::default(),
            peers: BTreeMap::new(),
            client: Arc::new(bench.es9plus_client()),
            orders: Vec::new(),
            notes: Vec::new(),
            warning: None,
            exchanges: 0,
            reached: Vec::new(),
            gone: None,
            calls: 0,
            package: None,
            card: None,
            advances: Vec::new(),
            part: Part::Given,
            started,
            emit,
            place: instance.case.id.span,
            inside: false,
        };
        let outcome = run.parts().await;
        run.clean_up().await;
        run.release_card();
        run.result(outcome)
    }

    async fn parts(&mut self) -> Result<(), Stop> {
        if let Some(lacking) = self.bench.lacking(self.instance) {
            return Err(Stop::NotApplicable(lacking));
        }
        match self.instance.entity() {
            Entity::Euicc => self.take_card().await?,
            Entity::SmDpPlus => self.supply()?,
        }
        let outcome = self.all_steps().await;
        if !self.instance.case.robustness {
            return outcome;
        }
        if self.part != Part::Given && !self.reached.is_empty() {
            return self.alive(outcome).await;
        }
        match outcome {
            // Not this case's doing; but it has the target to itself, and the cases after it need one that answers.
            Err(Stop::Inconclusive(says)) if self.card.is_none() && self.bench.revive().await => {
                Err(Stop::Inconclusive(format!("{says}; the restart command was run for the cases after this one")))
            }
            outcome => outcome,
        }
    }

    async fn all_steps(&mut self) -> Result<(), Stop> {
        let case = self.instance.case.clone();
        for (part, steps) in
            [(Part::Given, &case.given), (Part::Steps, &case.steps), (Part::Afterwards, &case.afterwards)]
        {
            self.part = part;
            for step in steps {
                self.at(step.span);
                let outcome = self.step(step).await;
                match self.unless_gone(outcome) {
                    Err(Stop::Ended) => {
                        self.notes.push("the case ended before its last step: that needs what did not come".into());
                        return Ok(());
                    }
                    outcome => outcome?,
                }
            }
        }
        Ok(())
    }

    /// Trouble from here on is drawn at this place of the case's file.
    pub(super) fn at(&mut self, place: Span) {
        if !self.inside && self.part != Part::Cleanup {
            self.place = place;
        }
    }

    /// An entity that cannot be reached says nothing of itself; one that could be reached until this case did what it
    /// did has stopped answering, and that is a finding, whatever the step is about.
    fn unless_gone(&mut self, outcome: Result<(), Stop>) -> Result<(), Stop> {
        match (outcome, self.gone.take()) {
            (Err(Stop::Inconclusive(_)), Some(fault)) if self.part != Part::Given => {
                let trouble = Trouble::says(format!("the entity stopped answering: {fault}"));
                Err(Stop::Found(Verdict::Fail, Box::new(trouble)))
            }
            (outcome, _) => outcome,
        }
    }

    /// Writes down that the entity was reached over this interface, or why not.
    pub(super) fn saw(&mut self, interface: Interface, lost: Option<String>) {
        let known = self.reached.contains(&interface);
        match lost {
            Some(fault) => self.gone = known.then_some(fault),
            None if known => {}
            None => self.reached.push(interface),
        }
    }

    /// Values that references find without anybody keeping them.
    fn supply(&mut self) -> Result<(), Stop> {
        let target = &self.bench.target;
        self.scope.set("target.address", Value::Text(target.address.clone()));
        if let Some(oid) = &target.oid {
            self.scope.set("target.oid", Value::Text(oid.clone()));
        }
        if let Some(profile_type) = target.orders.profile_type(crate::bench::OrderKind::Open) {
            self.scope.set("target.profile-type", Value::Text(profile_type));
        }
        for (name, octets) in crate::bench::vectors() {
            self.scope.set(format!("vector.{name}"), Value::octets(octets));
        }
        let card = self.peer(CardName::Card)?;
        let eid = card.card.eid();
        self.scope.set("card.eid", Value::octets(eid));
        let other = self.bench.eid(CardName::OtherCard);
        if let Some(other) = other {
            self.scope.set("other-card.eid", Value::octets(other));
        }
        Ok(())
    }

    /// The peer with this card, made on first use.
    pub(super) fn peer(&mut self, name: CardName) -> Result<&mut Peer, Stop> {
        if !self.peers.contains_key(&name) {
            let binding = match self.instance.binding {
                Binding::Json => lpa::Binding::Json,
                Binding::Asn1 => lpa::Binding::Asn1,
            };
            let label = format!("{}/{}/{name:?}", self.bench.seed, self.instance.key.full());
            let entropy = Arc::new(SeededEntropy::new(label.as_bytes()));
            let context = Context { conduct: self.armed.clone(), clock: self.bench.clock.clone(), entropy };
            let version = &self.bench.target.version;
            let peer = match &self.bench.signer {
                Some(signer) => {
                    let card = OurCard::signer(signer.clone(), self.armed.clone());
                    Peer::with_card(card, context, binding, version)
                }
                None => {
                    let identity = self.bench.identity(&self.instance.case.card, name).map_err(Stop::NotApplicable)?;
                    Peer::new(context, identity, binding, version)
                }
            };
            self.peers.insert(name, peer);
        }
        self.peers.get_mut(&name).ok_or_else(|| Stop::Broken("a peer vanished".into()))
    }

    async fn step(&mut self, step: &Step) -> Result<(), Stop> {
        for _ in 0..step.repeat.unwrap_or(1) {
            // Steps at a card never wait for the runtime: without this no limit could end the case, nor Ctrl-C the run.
            tokio::task::yield_now().await;
            let outcome = Box::pin(self.once(step)).await;
            // A reference without a value is a mistake of the case, but not where the entity was free to give none.
            if self.scope.take_missed() && matches!(outcome, Err(Stop::Broken(_))) {
                return Err(Stop::Ended);
            }
            outcome?;
        }
        Ok(())
    }

    async fn once(&mut self, step: &Step) -> Result<(), Stop> {
        if let Some(name) = &step.procedure {
            return self.procedure(step, &name.value.clone()).await;
        }
        if let Some(kind) = &step.order {
            self.at(kind.span);
            return self.order(step, &kind.value.clone()).await;
        }
        if let Some(call) = &step.call {
            self.at(call.span);
            let bench = self.bench;
            let function = bench.set.functions.get(&call.value);
            let function = function.ok_or_else(|| Stop::Broken(format!("there is no function {}", call.value)))?;
            if let Some(es10) = &function.es10 {
                return self.call_es10(step, function, es10).await;
            }
            return self.call(step, function).await;
        }
        if !step.together.is_empty() {
            return self.together(step).await;
        }
        if let Some(time) = &step.advance {
            return self.advance(&time.value);
        }
        if let Some(send) = &step.send {
            return self.send(step, send).await;
        }
        if let Some(load) = &step.load {
            self.at(load.span);
            return self.load(step);
        }
        if let Some(notify) = &step.notify {
            return self.notify(step, notify);
        }
        if let Some(awaits) = &step.awaits {
            return self.await_report(awaits).await;
        }
        if let Some(probe) = &step.probe {
            return self.probe(probe).await;
        }
        if let Some(apdu) = &step.apdu {
            self.place = apdu.command.span;
            return self.apdu(step, apdu);
        }
        if let Some(power) = &step.power {
            self.place = power.span;
            return self.power(step);
        }
        Err(Stop::Broken("a step without a verb".into()))
    }

    /// Moves our clock and the reference's.
    fn advance(&mut self, time: &str) -> Result<(), Stop> {
        let clock = self.bench.movable.clone();
        let clock = clock.ok_or_else(|| Stop::NotApplicable("the target has a clock of its own".into()))?;
        let time = crate::target::duration(time).map_err(Stop::Broken)?;
        self.advances.push(Advance::new(clock, i64::try_from(time.as_secs()).unwrap_or(i64::MAX)));
        Ok(())
    }

    async fn procedure(&mut self, step: &Step, name: &str) -> Result<(), Stop> {
        let found = self.bench.set.procedures.get(name).cloned();
        let (procedure, _) = found.ok_or_else(|| Stop::Broken(format!("there is no procedure {name}")))?;
        let mut inner = self.scope.clone();
        for (key, value) in &step.with {
            inner.set(key.value.clone(), self.scope.resolve(value).map_err(Stop::Broken)?);
        }
        let outer = std::mem::replace(&mut self.scope, inner);
        if let Some(name) = &step.procedure {
            self.at(name.span);
        }
        let before = std::mem::replace(&mut self.inside, true);
        let mut outcome = Ok(());
        for step in &procedure.steps {
            outcome = Box::pin(self.step(step)).await;
            if outcome.is_err() {
                break;
            }
        }
        self.inside = before;
        let inner = std::mem::replace(&mut self.scope, outer);
        outcome?;
        for (here, there) in &step.gives {
            match inner.get(&there.value).cloned() {
                Some(value) => self.scope.set(here.clone(), value),
                None if inner.lacks(&there.value) => self.scope.lack(here),
                None => return Err(Stop::Broken(format!("the procedure gave no {}", there.value))),
            }
        }
        Ok(())
    }

    async fn order(&mut self, step: &Step, kind: &str) -> Result<(), Stop> {
        if self.card.is_some() {
            return self.order_for_card(step, kind).await;
        }
        self.calls += 1;
        let label = format!("{}/{}/{}", self.bench.series, self.instance.key.full(), self.calls);
        let eid = self.peer(step.card.unwrap_or(CardName::Card))?.card.eid();
        let order = self.bench.order(kind, &label, eid, self).await?;
        let supplied = [
            ("matchingId", Some(order.matching_id.clone())),
            ("iccid", order.iccid.clone()),
            ("confirmationCode", order.confirmation_code.clone()),
        ];
        for (here, there) in &step.gives {
            let value =
                supplied.iter().find(|(name, _)| *name == there.value.as_str()).and_then(|(_, value)| value.clone());
            let value = value.ok_or_else(|| Stop::NotApplicable(format!("the order has no {}", there.value)))?;
            self.scope.set(here.clone(), Value::Text(value));
        }
        self.orders.push(order);
        Ok(())
    }

    /// Whether the entity still answers, however the case ended: one that died is started again, and its death is a
    /// finding of this case. An entity that this case never reached did not die of it.
    async fn alive(&mut self, outcome: Result<(), Stop>) -> Result<(), Stop> {
        if self.instance.case.steps.iter().any(|step| step.send.as_ref().is_some_and(|send| send.raw.is_some())) {
            // What is no HTTP is refused before the entity has dealt with it; the probe must not overtake that.
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        if self.card.is_some() {
            let Err(says) = self.card_alive() else { return outcome };
            let says = format!("the card did not answer afterwards: {says}");
            return match outcome {
                Ok(()) => Err(Stop::Found(Verdict::Fail, Box::new(Trouble::says(says)))),
                other => other,
            };
        }
        let says = match self.bench.probe_alive().await {
            Ok(()) => return outcome,
            // Our card is gone: that accuses nobody.
            Err(Lifeless::NotAsked(says)) => {
                let says = format!("whether the entity still answers could not be asked: {says}");
                return outcome.and(Err(Stop::Inconclusive(says)));
            }
            Err(Lifeless::NotAnswered(says)) => says,
        };
        self.bench.restart().await;
        let says = format!("the entity did not answer afterwards: {says}");
        let trouble = match outcome {
            Err(Stop::Found(verdict, mut trouble)) => {
                trouble.message = format!("{}; {says}", trouble.message);
                return Err(Stop::Found(verdict, trouble));
            }
            Err(Stop::Broken(broken)) => return Err(Stop::Broken(format!("{broken}; {says}"))),
            Ok(()) | Err(Stop::Inconclusive(_) | Stop::NotApplicable(_) | Stop::Ended) => Trouble::says(says),
        };
        Err(Stop::Found(Verdict::Fail, Box::new(trouble)))
    }

    async fn clean_up(&mut self) {
        self.part = Part::Cleanup;
        let case = self.instance.case.clone();
        for step in &case.cleanup {
            if let Err(stop) = self.step(step).await {
                self.notes.push(format!("clean-up: {stop}"));
            }
        }
    }

    /// What a step's trouble means in the part where it came up.
    pub(super) fn found(&mut self, verdict: Verdict, step: &Step, mut trouble: Trouble) -> Result<(), Stop> {
        if self.part == Part::Given {
            return Err(Stop::Inconclusive(format!("initial conditions: {}", trouble.message)));
        }
        let id = step.req.as_ref().or(self.instance.case.covers.first());
        let requirement = id.and_then(|id| self.bench.set.catalogue.get(&id.value));
        trouble.requirement = requirement.map(quoted);
        match requirement.map_or(Strength::Must, |requirement| requirement.strength) {
            Strength::Must => Err(Stop::Found(verdict, Box::new(trouble))),
            Strength::Should => {
                self.warn(trouble);
                Ok(())
            }
            Strength::May => {
                self.notes.push(trouble.message);
                Ok(())
            }
        }
    }

    pub(super) fn emit(&self, event: Event) {
        (self.emit)(event);
    }

    /// Keeps what a SHOULD asks for and did not get, with the place where it came up; the first one is shown.
    pub(super) fn warn(&mut self, trouble: Trouble) {
        self.warning.get_or_insert((trouble, self.place));
    }

    pub(super) fn emit_exchange(&self, record: ExchangeRecord) {
        (self.emit)(Event::Exchange(self.instance.key.clone(), Arc::new(record)));
    }

    /// Shows what our LPA asked our card since the last time.
    pub(super) fn emit_card_log(&mut self, name: CardName) {
        let key = self.instance.key.clone();
        let log = self.peers.get_mut(&name).map(|peer| std::mem::take(&mut peer.card.log)).unwrap_or_default();
        for entry in log {
            let function = card_function(&entry.command).to_owned();
            let record = CardRecord {
                function,
                tampered: String::new(),
                structures: [String::new(), String::new()],
                command: entry.command,
                response: entry.response,
                outcome: format!("{:04X}", entry.sw),
                apdus: Vec::new(),
                at: Duration::ZERO,
                elapsed: Duration::ZERO,
            };
            (self.emit)(Event::Card(key.clone(), Arc::new(record)));
        }
    }

    /// The function's requirement text for a finding that has none of its own.
    pub(super) fn place_of(function: &Function) -> String {
        format!("answer to {}", function.name)
    }

    fn result(self, outcome: Result<(), Stop>) -> CaseResult {
        let requirements = self.instance.case.covers.iter().map(|id| id.value.clone()).collect();
        let mut result = CaseResult {
            verdict: Verdict::Pass,
            requirements,
            elapsed: self.started.elapsed(),
            message: String::new(),
            finding: None,
            notes: self.notes,
        };
        let first =
            self.instance.case.covers.first().and_then(|id| self.bench.set.catalogue.get(&id.value)).map(quoted);
        let draw = |trouble: Trouble, place: Span| {
            let diagnostic = Diagnostic::error("finding", trouble.message.clone()).at(&self.instance.source, place);
            Finding {
                requirement: trouble.requirement.or(first.clone()),
                message: trouble.message,
                place: trouble.place,
                field: trouble.field,
                expected: trouble.expected,
                got: trouble.got,
                octets: trouble.octets,
                drawn: diagnostic.render(Paint::Plain),
                replay: self.bench.replay(self.instance),
            }
        };
        match outcome {
            Ok(()) | Err(Stop::Ended) => {
                if let Some((warning, place)) = self.warning {
                    result.verdict = Verdict::Warn;
                    result.message.clone_from(&warning.message);
                    result.finding = Some(draw(warning, place));
                }
            }
            Err(Stop::Found(verdict, trouble)) => {
                result.verdict = verdict;
                result.message.clone_from(&trouble.message);
                result.finding = Some(draw(*trouble, self.place));
            }
            Err(Stop::Inconclusive(says)) => (result.verdict, result.message) = (Verdict::Inconclusive, says),
            Err(Stop::NotApplicable(says)) => (result.verdict, result.message) = (Verdict::NotApplicable, says),
            Err(Stop::Broken(says)) => (result.verdict, result.message) = (Verdict::Broken, says),
        }
        result
    }
}

fn quoted(requirement: &crate::case::Requirement) -> RequirementText {
    RequirementText {
        id: requirement.id.value.clone(),
        clause: format!("{} §{}", requirement.spec, requirement.clause),
        strength: requirement.strength.name().into(),
        says: requirement.says.clone(),
    }
}
