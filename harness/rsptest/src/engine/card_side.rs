//! The card under test in one case: what goes to it, and our SM-DP+ beside it.

use super::armed::Arsenal;
use super::call::Sent;
use super::case_run::CaseRun;
use super::event::{CardRecord, Event};
use super::server_peer::{MatchingId, ServerPeer, parts};
use super::stop::{Stop, Trouble};
use super::value::Value;
use super::verdict::Verdict;
use crate::bench::{ListSpec, Slot};
use crate::case::{Es10, Function, Interface, Step};
use crate::judge::Answer;
use rsp_asn1::tlv;
use rsp_consumer::lpa::{Es10 as _, es10};
use rsp_euicc::Response;
use rsp_transport::card::{CardChannel as _, CardFault};
use serde_json::{Map, Value as Json};
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::OwnedMutexGuard;

/// Functions that leave something behind on a card.
const WRITING: [&str; 9] = [
    "SetDefaultDpAddress",
    "LoadBoundProfilePackage",
    "RemoveNotificationFromList",
    "LoadCRL",
    "EnableProfile",
    "DisableProfile",
    "DeleteProfile",
    "eUICCMemoryReset",
    "SetNickname",
];

/// The function that leaves a CRLNumber on the card for good.
const LOAD_CRL: &str = "ES10b.LoadCRL";

/// CRLNumbers that the clock gives out, so that the next run finds higher ones than this one used.
const CRL_NUMBERS_A_SECOND: u64 = 256;

/// So many CRLNumbers a case may use.
const CRL_NUMBERS: u64 = 16;

/// What a case has of the card under test.
pub struct CardSide {
    /// The slot: nobody else has it meanwhile.
    pub slot: OwnedMutexGuard<Slot>,
    /// Our SM-DP+ and LPA.
    pub server: ServerPeer,
}

/// Runs what waits for a card. A reader blocks, and the other cases must not wait with it.
pub(super) fn blocking<T>(run: impl FnOnce() -> T) -> T {
    let several = tokio::runtime::Handle::try_current()
        .is_ok_and(|handle| handle.runtime_flavor() == tokio::runtime::RuntimeFlavor::MultiThread);
    if several { tokio::task::block_in_place(run) } else { run() }
}

impl CaseRun<'_> {
    /// Takes the card for this case.
    pub(super) async fn take_card(&mut self) -> Result<(), Stop> {
        let bench = self.bench;
        let card = bench.card.as_ref().ok_or_else(|| Stop::NotApplicable("no card is under test".into()))?;
        let mut slot = card.slot.clone().lock_owned().await;
        // After a reset by whomever, and before anything is written.
        blocking(|| slot.ready()).map_err(Stop::Inconclusive)?;
        slot.take_log();
        if bench.set.tested(&self.instance.case).any(|step| step.call.as_ref().is_some_and(|it| it.value == LOAD_CRL)) {
            let now = u64::try_from(bench.clock.now()).unwrap_or_default();
            slot.crl_number = (now * CRL_NUMBERS_A_SECOND).max(slot.crl_number + CRL_NUMBERS);
        }
        let label = format!("{}/{}", bench.seed, self.instance.key.full());
        let server = ServerPeer::new(bench, &self.armed, &label).map_err(Stop::Inconclusive)?;
        self.scope.set("card.eid", Value::octets(card.eid));
        self.scope.set("card.isd-r", Value::octets(slot.isdr.options.aid.clone()));
        self.scope.set("target.address", Value::Text(crate::lab::HOST.into()));
        self.scope.set("target.oid", Value::Text(crate::lab::OID.into()));
        for (name, octets) in crate::bench::vectors() {
            self.scope.set(format!("vector.{name}"), Value::octets(octets));
        }
        self.card = Some(CardSide { slot, server });
        Ok(())
    }

    pub(super) fn card_side(&mut self) -> Result<&mut CardSide, Stop> {
        self.card.as_mut().ok_or_else(|| Stop::Broken("this case has no card under test".into()))
    }

    /// The card did not answer: that says nothing of its conformance. It is reset, so that the run can go on.
    pub(super) fn no_card(&mut self, fault: &CardFault) -> Stop {
        if let Some(card) = &mut self.card {
            // It is looked at before the next case: somebody else may have had it.
            card.slot.dirty = true;
            let _ = blocking(|| card.slot.power());
        }
        Stop::Inconclusive(fault.to_string())
    }

    /// A function of ES10.
    pub(super) async fn call_es10(&mut self, step: &Step, function: &Function, es10: &Es10) -> Result<(), Stop> {
        if let Some(tamper) = &step.tamper {
            let arsenal: &dyn Arsenal = self.bench.credentials.as_ref();
            if let Some(name) = tamper.uses.as_ref().and_then(|name| name.value.strip_prefix("$pki."))
                && arsenal.certificate(name).is_none()
            {
                let source = &self.bench.credentials.source;
                return Err(Stop::NotApplicable(format!("credentials ({source}): no key to issue {name} with")));
            }
            self.armed.arm(tamper, &self.scope, arsenal, false).map_err(Stop::Broken)?;
        }
        let composed = self.compose_es10(step, function, es10).await;
        let mut request = match composed {
            Ok(request) => request,
            Err(stop) => {
                let _ = self.armed.disarm();
                return Err(stop);
            }
        };
        // The role that made this very message, a Bound Profile Package, may have put the fault in place.
        if !self.armed.applied() {
            self.armed.alter(&es10.request, &mut request);
        }
        self.armed.disarm().map_err(Stop::Broken)?;

        let short = function.short_name().to_owned();
        let number = |name: &str| {
            let found = step.with.iter().find(|(key, _)| key.value == name)?;
            found.1.as_u64().and_then(|number| usize::try_from(number).ok())
        };
        let loading = short == "LoadBoundProfilePackage";
        let mut cut = if loading { parts(&request) } else { vec![request.clone()] };
        if loading {
            cut =
                cut.into_iter().skip(number("from").unwrap_or(0)).take(number("parts").unwrap_or(usize::MAX)).collect();
        }
        let started = Instant::now();
        let side = self.card_side()?;
        side.slot.take_log();
        side.slot.allows_es10(&request).map_err(Stop::NotApplicable)?;
        if WRITING.contains(&short.as_str()) {
            side.slot.count_writes(cut.len()).map_err(Stop::NotApplicable)?;
            side.slot.dirty = true;
        }
        let slot = &mut side.slot;
        let usual = slot.isdr.options.clone();
        let mut only = None;
        if let Some(blocks) = step.blocks {
            (slot.isdr.options.block_size, slot.isdr.options.le) = (blocks.size, blocks.le);
            let chain = cut.last().map_or(0, |last| last.len().div_ceil(usize::from(blocks.size.max(1))));
            if blocks.only.is_some_and(|only| usize::from(only) >= chain) {
                return Err(Stop::Broken(format!("the chain has {chain} blocks: `only` leaves none out")));
            }
            only = blocks.only;
        }
        let outcome = blocking(|| -> Result<Response, CardFault> {
            let mut response = Response { data: Vec::new(), sw: 0x9000 };
            for (number, part) in cut.iter().enumerate() {
                slot.isdr.options.most_blocks = only.filter(|_| number + 1 == cut.len());
                response = slot.isdr.command(part)?;
                if !response.data.is_empty() || !crate::judge::success(response.sw) {
                    break;
                }
            }
            let asked = matches!(request[..], [0xBF, 0x31 | 0x32, .., 0x81, 0x01, 1..=0xFF])
                && response.data.ends_with(&[0x80, 0x01, 0x00]);
            match slot.isdr.run_proactive() {
                // A switch that was to be announced and was not, by a card or on the way to it, comes true with a reset. A
                // modem has carried it out.
                Ok(done) if done.is_empty() && asked && !slot.isdr.card.is_modem() => {
                    slot.isdr.reset().map(drop)?;
                }
                // Nothing to fetch although it was announced: the cases of REFRESH say so. Powered anew, the card is
                // where REFRESH would have brought it.
                Err(CardFault::Unreadable(_)) => slot.isdr.reset().map(drop)?,
                other => other.map(drop)?,
            }
            Ok(response)
        });
        slot.isdr.options = usual;
        let tampered = step.tamper.as_ref().map(super::call::describe).unwrap_or_default();
        let (data, outcome_says) = match &outcome {
            Ok(response) => (response.data.clone(), format!("{:04X}", response.sw)),
            Err(fault) => (Vec::new(), fault.to_string()),
        };
        // What was begun and not ended has no answer of the function yet: its blocks are taken, and that is all.
        let begun = super::verbs::raw_function("STORE DATA");
        let judged_as = if only.is_some() { &begun } else { function };
        let read = |response: &Response| match only {
            Some(_) => Answer::of_apdu(response),
            None => Answer::of_es10(function, response),
        };
        let response = outcome.map(|response| (read(&response), response));
        let record = CardRecord {
            function: function.name.clone(),
            tampered,
            structures: [es10.request.clone(), es10.response.clone()],
            command: request.clone(),
            response: data,
            outcome: response.as_ref().map_or(outcome_says, |(answer, _)| answer.summary()),
            apdus: self.card_side()?.slot.take_log(),
            at: self.started.elapsed().saturating_sub(started.elapsed()),
            elapsed: started.elapsed(),
        };
        self.emit_card(record);
        let (answer, response) = response.map_err(|fault| self.no_card(&fault))?;
        self.saw(Interface::Es10, None);
        if step.refuse.is_some()
            && let Some(before) = self.card_side()?.slot.isdr.not_opened().map(ToString::to_string)
        {
            return Err(super::apdu::not_reached(&before));
        }
        if only.is_none() && answer.executed() && !response.data.is_empty() {
            self.absorb_es10(&short, &response.data)?;
            // A transactionId of the case's own is none of our SM-DP+'s.
            let own = step.message.is_some() || step.with.keys().any(|name| name.value == "transactionId");
            if short == "CancelSession" && step.refuse.is_none() && !own {
                let seen = self.card_side()?.server.cancel_session(&response.data).await;
                if let Err(refusal) = seen {
                    return Err(self.refused_by_us(step, "CancelSession", &refusal));
                }
            }
        }
        let sent: Sent = vec![(String::new(), es10.request.clone(), request)];
        self.conclude(step, judged_as, &answer, &sent, None)
    }

    /// The request: as our side makes it from what the card said before, or from the fields of the step.
    async fn compose_es10(&mut self, step: &Step, function: &Function, es10: &Es10) -> Result<Vec<u8>, Stop> {
        if let Some(message) = &step.message {
            return self.message(message);
        }
        let given = |name: &str| step.with.iter().find(|(key, _)| key.value == name).map(|(_, value)| value);
        let text = |run: &Self, name: &str| -> Result<Option<String>, Stop> {
            let value = given(name).map(|value| run.scope.resolve(value)).transpose().map_err(Stop::Broken)?;
            Ok(value.map(|value| value.to_text()))
        };
        let bench = self.bench;
        let card = bench.card.as_ref().ok_or_else(|| Stop::Broken("no card".into()))?;
        match function.short_name() {
            "AuthenticateServer" => {
                let matching_id = match given("matchingId") {
                    None => MatchingId::OfTheOrder,
                    Some(Json::Null) => MatchingId::Absent,
                    Some(_) => MatchingId::Given(text(self, "matchingId")?.unwrap_or_default()),
                };
                let (verification, signing) = (text(self, "verificationCi")?, text(self, "signingCi")?);
                let info1 = super::ci_choice::info1(card, verification.as_deref(), signing.as_deref())?;
                let request = self.card_side()?.server.authenticate_server(&info1, matching_id).await;
                request.map_err(Stop::Inconclusive)
            }
            "PrepareDownload" => {
                let code = text(self, "confirmationCode")?;
                let request = self.card_side()?.server.prepare_download(code.as_deref()).await;
                request.map_err(|refusal| self.refused_by_us(step, "AuthenticateServer", &refusal))
            }
            "LoadBoundProfilePackage" => {
                let request = self.card_side()?.server.bound_profile_package().await;
                request.map_err(|refusal| self.refused_by_us(step, "PrepareDownload", &refusal))
            }
            "CancelSession" => {
                let opened = self.card_side()?.server.opened.octets("transactionId").to_vec();
                let mut fields = Map::new();
                fields.insert("transactionId".into(), Json::String(hex::encode_upper(opened)));
                fields.insert("reason".into(), 0.into());
                self.forge_es10(step, es10, fields)
            }
            "LoadCRL" if given("list").is_some() => {
                let spec = given("list").cloned().unwrap_or_default();
                let spec: ListSpec =
                    serde_json::from_value(spec).map_err(|error| Stop::Broken(format!("list: {error}")))?;
                let base = self.card_side()?.slot.crl_number;
                let list = bench.credentials.list(&spec, base).map_err(Stop::NotApplicable)?;
                let content = tlv::only(0x30, &list).map_err(|error| Stop::Broken(error.to_string()))?.content;
                Ok(tlv::wrap(0xBF35, &[&tlv::wrap(0xA0, &[content])]))
            }
            "GetEID" => {
                let mut fields = Map::new();
                fields.insert("tagList".into(), Json::String("5A".into()));
                self.forge_es10(step, es10, fields)
            }
            _ => self.forge_es10(step, es10, Map::new()),
        }
    }

    /// A request built from the step's fields, over these.
    fn forge_es10(&self, step: &Step, es10: &Es10, mut fields: Map<String, Json>) -> Result<Vec<u8>, Stop> {
        for (name, value) in &step.with {
            fields.insert(name.value.clone(), self.filled(value).map_err(Stop::Broken)?);
        }
        rsptest_wire::forge(rsptest_wire::Dictionary::sgp22(), &es10.request, &Json::Object(fields))
            .map_err(|error| Stop::Broken(format!("{}: {error}", es10.request)))
    }

    /// Our SM-DP+ is honest: what it refuses, the card made wrong.
    fn refused_by_us(&mut self, step: &Step, before: &str, refusal: &rsp_conduct::Refusal) -> Stop {
        let message = format!("our SM-DP+ refuses what the card answered to ES10b.{before}: {refusal}");
        let trouble = Trouble { message, place: format!("answer to ES10b.{before}"), ..Trouble::default() };
        match self.found(Verdict::Fail, step, trouble) {
            Err(stop) => stop,
            Ok(()) => Stop::Inconclusive("our SM-DP+ refuses to go on".into()),
        }
    }

    /// Keeps what later calls build on.
    fn absorb_es10(&mut self, function: &str, data: &[u8]) -> Result<(), Stop> {
        let server = &mut self.card_side()?.server;
        match function {
            "GetEUICCChallenge" => {
                if let Some(challenge) = data.get(5..).and_then(|octets| octets.try_into().ok()) {
                    server.challenge = challenge;
                }
            }
            "AuthenticateServer" => server.authenticated(data),
            "PrepareDownload" => server.prepared(data),
            _ => {}
        }
        Ok(())
    }

    /// An order at our SM-DP+ for a type of profile.
    pub(super) async fn order_for_card(&mut self, step: &Step, kind: &str) -> Result<(), Stop> {
        let code = step.with.iter().find(|(key, _)| key.value == "confirmationCode");
        let code = code.map(|(_, value)| self.scope.resolve(value)).transpose().map_err(Stop::Broken)?;
        let kind = self.scope.resolve(&Json::String(kind.to_owned())).map_err(Stop::Broken)?.to_text();
        let kind = format!("rsptest-{kind}");
        let made = self.card_side()?.server.order(&kind, code.map(|code| code.to_text())).await;
        let made = made.map_err(Stop::Broken)?;
        for (here, there) in &step.gives {
            let value = match there.value.as_str() {
                "matchingId" => Value::Text(made.matching_id.clone()),
                "iccid" => Value::octets(rsp_consumer::iccid::to_ef(&made.iccid)),
                other => return Err(Stop::Broken(format!("an order at our SM-DP+ has no {other}"))),
            };
            self.scope.set(here.clone(), value);
        }
        Ok(())
    }

    pub(super) fn emit_card(&self, record: CardRecord) {
        self.emit(Event::Card(self.instance.key.clone(), Arc::new(record)));
    }

    /// Puts the card back as it was found. A card that cannot be put back is said so: later cases start from elsewhere.
    pub(super) fn release_card(&mut self) {
        let Some(mut card) = self.card.take() else { return };
        if let Err(says) = blocking(|| card.slot.restore()) {
            // A card of nobody's, that is ours, is tested to its end however it behaves.
            if self.bench.card.as_ref().is_some_and(|card| card.safety.nobodys) {
                card.slot.astray = None;
            }
            self.notes.push(format!("the card could not be put back as it was found: {says}"));
        }
        card.slot.take_log();
    }

    /// Whether the card still answers.
    pub(super) fn card_alive(&mut self) -> Result<(), String> {
        let Some(card) = &mut self.card else { return Ok(()) };
        let asked = blocking(|| card.slot.isdr.command(&es10::GET_EID));
        match asked {
            Ok(response) if response.sw == 0x9000 => Ok(()),
            Ok(response) => Err(match card.slot.isdr.not_opened() {
                Some(before) => before.to_string(),
                None => format!("GetEID was answered with {:04X}", response.sw),
            }),
            Err(fault) => Err(fault.to_string()),
        }
    }
}
