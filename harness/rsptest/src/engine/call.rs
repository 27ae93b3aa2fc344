//! The verb `call`: a function of ES9+ by our LPA and card, or of ES2+ by our operator.

use super::case_run::CaseRun;
use super::event::ExchangeRecord;
use super::stop::{Stop, Trouble};
use super::value::Value;
use super::verdict::Verdict;
use crate::case::{Actor, Binding, CardName, Deliver, Function, MemberType, Part, Step};
use crate::judge::{Answer, Evidence, Judgement, Keys, OpenedPackage, check, judge};
use rsp_asn1::tlv;
use rsp_consumer::es9plus::{self, Members};
use rsp_consumer::lpa::LpaError;
use rsp_consumer::operator::Operator;
use rsp_transport::{Call, Client, Exchange, Framing, TransportFault};
use serde_json::{Map, Value as Json};
use std::sync::Arc;

/// Members sent: name, structure, octets.
pub(super) type Sent = Vec<(String, String, Vec<u8>)>;

/// A call that was made ready: what was put in it, and where it goes.
pub(super) struct Outgoing<'f> {
    function: &'f Function,
    pub(super) actor: Actor,
    card: CardName,
    sent: Sent,
    tampered: String,
    /// The connections it may use.
    pub(super) line: Arc<Client>,
}

impl CaseRun<'_> {
    pub(super) async fn call(&mut self, step: &Step, function: &Function) -> Result<(), Stop> {
        let (call, outgoing) = self.outgoing(step, function)?;
        let exchange = outgoing.line.send(call).await;
        let answer = self.received(&outgoing, &exchange)?;
        self.concluded(step, &outgoing, &answer)
    }

    /// Makes a call ready: our peers do what they do before it, with the step's fault.
    pub(super) fn outgoing<'f>(&mut self, step: &Step, function: &'f Function) -> Result<(Call, Outgoing<'f>), Stop> {
        match step.actor.unwrap_or(Actor::Lpa) {
            Actor::Lpa => self.outgoing_es9plus(step, function),
            actor => self.outgoing_es2plus(step, function, actor),
        }
    }

    fn outgoing_es9plus<'f>(&mut self, step: &Step, function: &'f Function) -> Result<(Call, Outgoing<'f>), Stop> {
        let card = step.card.unwrap_or(CardName::Card);
        self.peer(card)?;
        let json = self.instance.binding == Binding::Json;
        if let Some(tamper) = &step.tamper {
            let arsenal = self.bench.credentials.as_ref();
            self.armed.arm(tamper, &self.scope, arsenal, json).map_err(Stop::Broken)?;
        }
        let composed = self.compose(step, function, card);
        let members = match composed {
            Ok(members) => members,
            Err(stop) => {
                let _ = self.armed.disarm();
                self.emit_card_log(card);
                return Err(stop);
            }
        };
        let role = es9plus_role(function)?;
        let sent: Sent = function
            .request
            .iter()
            .filter_map(|member| {
                let octets = members.get(&member.name)?.to_vec();
                let structure = match &member.kind {
                    MemberType::Tlv(structure) => structure.clone(),
                    _ => String::new(),
                };
                Some((member.name.clone(), structure, octets))
            })
            .collect();
        let outgoing = self.peer(card)?.lpa.outgoing(role, &members);
        let disarmed = self.armed.disarm();
        self.emit_card_log(card);
        disarmed.map_err(Stop::Broken)?;

        let mut call = Call::new(outgoing.request);
        call.delivery = outgoing.delivery;
        call.timeout = self.bench.target.limits.timeout(function.short_name());
        match step.tamper.as_ref().and_then(|tamper| tamper.deliver) {
            Some(Deliver::Chunked) => call.framing = Framing::Chunked,
            Some(Deliver::Fresh) => call.fresh_connection = true,
            _ => {}
        }
        let tampered = step.tamper.as_ref().map(describe).unwrap_or_default();
        let line = self.client.clone();
        Ok((call, Outgoing { function, actor: Actor::Lpa, card, sent, tampered, line }))
    }

    /// Reads what came back, writes it down, and keeps what later calls build on.
    pub(super) fn received(&mut self, outgoing: &Outgoing<'_>, exchange: &Exchange) -> Result<Answer, Stop> {
        let Outgoing { function, actor, sent, tampered, .. } = outgoing;
        let (binding, from) = match actor {
            Actor::Lpa => (self.instance.binding, "lpa"),
            Actor::Operator => (Binding::Json, "operator"),
            Actor::Stranger => (Binding::Json, "stranger"),
        };
        let mut answer = Answer::read(function, binding, exchange.outcome.clone());
        if *actor == Actor::Lpa {
            answer.tls_certificate = exchange.tls.as_ref().and_then(|tls| tls.peer_certificates.first().cloned());
            self.note_dates(exchange, answer.tls_certificate.as_deref());
        }
        self.record(function, from, tampered.clone(), exchange, sent, &answer);
        if *actor == Actor::Lpa {
            self.absorb(es9plus_role(function)?, outgoing.card, &answer);
        }
        Ok(answer)
    }

    /// Judges what came back by what the step asks for.
    pub(super) fn concluded(&mut self, step: &Step, outgoing: &Outgoing<'_>, answer: &Answer) -> Result<(), Stop> {
        if outgoing.actor == Actor::Stranger
            && let crate::judge::Outcome::Silence(fault) = &answer.outcome
        {
            // A stranger is refused before there is HTTP; that is the refusal. A server that is not there refuses nobody.
            let turned_away =
                matches!(fault, TransportFault::Tls(_) | TransportFault::Reset | TransportFault::ClosedBeforeAnswer);
            if !turned_away {
                return Err(Stop::Inconclusive(fault.to_string()));
            }
            let refused = step.refuse.is_some();
            self.notes.push(format!("refused in TLS: {fault}"));
            return if refused { Ok(()) } else { Err(Stop::Inconclusive(fault.to_string())) };
        }
        self.conclude(step, outgoing.function, answer, &outgoing.sent, None)
    }

    /// A TLS certificate outside its dates is let through where the target file says `expired-leaf: report`: a case of
    /// its own finds it, every other one remarks it.
    fn note_dates(&mut self, exchange: &Exchange, certificate: Option<&[u8]>) {
        if exchange.connection_reused || exchange.outcome.is_err() {
            return;
        }
        let certificate = certificate.and_then(|octets| rsp_pki::Certificate::from_der(octets).ok());
        let now = self.bench.clock.now();
        if let Some(Err(fault)) = certificate.map(|certificate| rsp_pki::verify::valid_at(&certificate, now)) {
            self.notes.push(format!("the TLS certificate is outside its dates, and was let through: {fault}"));
        }
    }

    /// The members of the request: as card and LPA make them, then as the step says.
    fn compose(&mut self, step: &Step, function: &Function, card: CardName) -> Result<Members, Stop> {
        let address = self.bench.target.address.clone();
        let scope = self.scope.clone();
        let given = |name: &str| -> Result<Option<Value>, Stop> {
            let found = step.with.iter().find(|(key, _)| key.value == name);
            found.map(|(_, value)| scope.resolve(value)).transpose().map_err(Stop::Broken)
        };
        let text = |name: &str| -> Result<Option<String>, Stop> { Ok(given(name)?.map(|value| value.to_text())) };
        // What the step replaces whole, the card is not asked for.
        let replaced = match &step.message {
            None => None,
            Some(message) => Some(self.message(message)?),
        };
        let (matching_id, code) = (text("matchingId")?, text("confirmationCode")?);
        let peer = self.peer(card)?;
        let made = match (function.short_name(), replaced) {
            ("InitiateAuthentication", None) => {
                peer.lpa.initiate_authentication(&mut peer.card, text("smdpAddress")?.as_deref().unwrap_or(&address))
            }
            ("AuthenticateClient", None) => {
                peer.lpa.authenticate_client(&mut peer.card, &peer.opened, matching_id.as_deref())
            }
            ("GetBoundProfilePackage", None) => {
                peer.lpa.get_bound_profile_package(&mut peer.card, &peer.offer, code.as_deref())
            }
            ("CancelSession", None) => {
                let reason = given("reason")?.map_or(Ok(0), |value| match value {
                    Value::Int(reason) => {
                        u8::try_from(reason).map_err(|_| Stop::Broken("a reason is one octet".into()))
                    }
                    other => Err(Stop::Broken(format!("{other} is no reason"))),
                })?;
                let id = peer.opened.octets("transactionId").to_vec();
                peer.lpa.cancel_session(&mut peer.card, &id, reason)
            }
            ("HandleNotification", None) => Ok(peer.lpa.handle_notification(&peer.pending)),
            (name, Some(octets)) => {
                let id = peer.opened.octets("transactionId").to_vec();
                let member = match name {
                    "InitiateAuthentication" => "euiccInfo1",
                    "AuthenticateClient" => "authenticateServerResponse",
                    "GetBoundProfilePackage" => "prepareDownloadResponse",
                    "HandleNotification" => "pendingNotification",
                    _ => "cancelSessionResponse",
                };
                Ok(Members::new().with("transactionId", id).with(member, octets))
            }
            (name, None) => return Err(Stop::Broken(format!("our LPA does not call {name}"))),
        };
        let mut members = match made {
            Ok(members) => members,
            // The card answers a hostile or wrong server with an error; that is for the server to explain.
            Err(LpaError::Card(says)) => return Err(self.card_refuses(step, function, &says)),
            // A card that signs for our side was taken out, or is mute: that accuses nobody.
            Err(LpaError::Unreached(fault)) => return Err(Stop::Inconclusive(format!("the card that signs: {fault}"))),
            Err(error) => return Err(Stop::Broken(error.to_string())),
        };
        if let Some(says) = card_error(&members)
            && step.message.is_none()
            && step.tamper.is_none()
            && step.refuse.is_none()
        {
            return Err(self.card_refuses(step, function, &says));
        }
        for (name, value) in &step.with {
            let name = name.value.as_str();
            if matches!(name, "matchingId" | "confirmationCode" | "reason") {
                continue;
            }
            let Some(member) = function.request.iter().find(|member| member.name == name) else {
                return Err(Stop::Broken(format!("{} has no member {name}", function.name)));
            };
            let value = self.scope.resolve(value).map_err(Stop::Broken)?;
            let octets = match member.kind {
                MemberType::Text | MemberType::Json => value.to_text().into_bytes(),
                MemberType::Tlv(_) => {
                    value.whole().ok_or_else(|| Stop::Broken(format!("{name}: {value} is no octets")))?
                }
                _ => value.to_octets().ok_or_else(|| Stop::Broken(format!("{name}: {value} is no octets")))?,
            };
            members.set(name, octets);
        }
        Ok(members)
    }

    /// Our card is honest: what it refuses, the entity under test made wrong.
    fn card_refuses(&mut self, step: &Step, function: &Function, says: &str) -> Stop {
        let message = format!("our eUICC refuses what the SM-DP+ sent before {}: {says}", function.name);
        if step.tamper.is_some() {
            return Stop::Broken(message);
        }
        let trouble = Trouble { message, place: format!("before {}", function.name), ..Trouble::default() };
        match self.found(Verdict::Fail, step, trouble) {
            Err(stop) => stop,
            Ok(()) => Stop::Inconclusive("our eUICC refuses to go on".into()),
        }
    }

    /// A message forged from the dictionary, or octets that were kept.
    pub(super) fn message(&self, message: &crate::case::Message) -> Result<Vec<u8>, Stop> {
        if let Some(octets) = &message.octets {
            let value = self.scope.resolve(octets).map_err(Stop::Broken)?;
            return value.whole().ok_or_else(|| Stop::Broken(format!("{value} is no octets")));
        }
        let structure = message.forge.as_ref().ok_or_else(|| Stop::Broken("a message is forged or kept".into()))?;
        let fields = self.filled(&message.fields).map_err(Stop::Broken)?;
        rsptest_wire::forge(rsptest_wire::Dictionary::sgp22(), &structure.value, &fields)
            .map_err(|error| Stop::Broken(format!("{}: {error}", structure.value)))
    }

    /// Fields with their references replaced: whole elements as `{tlv: ...}`, bare octets as hexadecimal.
    pub(super) fn filled(&self, fields: &Json) -> Result<Json, String> {
        Ok(match fields {
            Json::String(text) if text.starts_with('$') => match self.scope.resolve(fields)? {
                Value::Octets { content, .. } => Json::String(hex::encode_upper(content)),
                Value::Int(number) => number.into(),
                Value::Bool(value) => value.into(),
                Value::Text(text) => text.into(),
            },
            Json::Object(object) => {
                let filled = object.iter().map(|(key, value)| Ok((key.clone(), self.filled(value)?)));
                Json::Object(filled.collect::<Result<Map<_, _>, String>>()?)
            }
            Json::Array(list) => Json::Array(list.iter().map(|value| self.filled(value)).collect::<Result<_, _>>()?),
            other => other.clone(),
        })
    }

    /// Keeps what later calls of this card build on.
    fn absorb(&mut self, role: &es9plus::Function, card: CardName, answer: &Answer) {
        if !answer.executed() {
            return;
        }
        let members = answer.to_members();
        let Some(peer) = self.peers.get_mut(&card) else { return };
        match role.name {
            "InitiateAuthentication" => peer.opened = members,
            "AuthenticateClient" => peer.offer = members,
            "GetBoundProfilePackage" => {
                let certificate = rsp_pki::Certificate::from_der(peer.offer.octets("smdpCertificate")).ok();
                let key = certificate.and_then(|certificate| certificate.public_key().ok());
                let eid = peer.card.eid();
                if let (Some(dp_pb), Some(otsk)) = (key, peer.card.one_time_key()) {
                    let keys = Keys { otsk, dp_pb: &dp_pb, eid: &eid };
                    self.package = Some(OpenedPackage::open(members.octets("boundProfilePackage"), &keys));
                }
                peer.bound = members;
            }
            _ => {}
        }
    }

    /// Judges how the call ended, what the answer holds, and keeps what is to be kept.
    pub(super) fn conclude(
        &mut self,
        step: &Step,
        function: &Function,
        answer: &Answer,
        sent: &Sent,
        result: Option<&[u8]>,
    ) -> Result<(), Stop> {
        let place = Self::place_of(function);
        let tolerate: Vec<&str> = step.tolerate.iter().map(|name| name.value.as_str()).collect();
        let refuse = step.refuse.as_ref().map(|name| name.value.as_str());
        let judged = judge(function, answer, refuse, &tolerate);
        let octets = answer.response.as_ref().map(|response| response.body.clone()).unwrap_or_default();
        let trouble = |message: String| Trouble {
            message,
            place: place.clone(),
            field: "header.functionExecutionStatus".into(),
            expected: refuse.map_or_else(|| "Executed-Success".into(), |name| format!("refused with {name}")),
            got: answer.summary(),
            octets: octets.clone(),
            requirement: None,
        };
        match judged {
            Judgement::Good(notes) => self.notes.extend(notes),
            Judgement::Doubtful(says) => {
                if self.part == Part::Given {
                    return Err(Stop::Inconclusive(says));
                }
                self.warn(trouble(says));
                step.keep.keys().for_each(|name| self.scope.lack(name));
                return Ok(());
            }
            Judgement::Unreachable(says) => return Err(Stop::Inconclusive(says)),
            Judgement::Bad(says) => self.found(Verdict::Fail, step, trouble(says))?,
            Judgement::WrongReason(says) => self.found(Verdict::WrongReason, step, trouble(says))?,
        }
        self.expect(step, &place, Some(answer), sent, result)
    }

    /// What the step expects of the values, and what it keeps.
    pub(super) fn expect(
        &mut self,
        step: &Step,
        place: &str,
        answer: Option<&Answer>,
        sent: &Sent,
        result: Option<&[u8]>,
    ) -> Result<(), Stop> {
        let (mut troubles, mut kept, mut lacking) = (Vec::new(), Vec::new(), Vec::new());
        {
            let evidence = Evidence {
                answer,
                sent,
                package: self.package.as_ref(),
                result,
                scope: &self.scope,
                roots: &self.bench.roots,
                now: self.bench.clock.now(),
            };
            for (path, matcher) in &step.expect {
                let outcome = check(&path.value, matcher, &evidence);
                if let Err(mismatch) = outcome.map_err(|says| Stop::Broken(format!("{}: {says}", path.value)))? {
                    troubles.push(Trouble {
                        message: format!("{} is {}; expected: {}", path.value, mismatch.got, mismatch.expected),
                        place: place.to_owned(),
                        field: path.value.clone(),
                        expected: mismatch.expected,
                        got: mismatch.got,
                        octets: mismatch.octets,
                        requirement: None,
                    });
                }
            }
            for (name, path) in &step.keep {
                match evidence.value(&path.value) {
                    Ok(Some(value)) => kept.push((name.clone(), value)),
                    Ok(None) => {
                        troubles.push(Trouble::says(format!("there is no {} to keep", path.value)));
                        lacking.push(name.clone());
                    }
                    Err(says) => return Err(Stop::Broken(format!("{}: {says}", path.value))),
                }
            }
        }
        for (name, value) in kept {
            self.scope.set(name, value);
        }
        lacking.into_iter().for_each(|name| self.scope.lack(name));
        for trouble in troubles {
            self.found(Verdict::Fail, step, trouble)?;
        }
        Ok(())
    }

    pub(super) fn record(
        &mut self,
        function: &Function,
        from: &str,
        tampered: String,
        exchange: &Exchange,
        sent: &Sent,
        answer: &Answer,
    ) {
        self.exchanges += 1;
        let lost = exchange.outcome.as_ref().err().filter(|fault| crate::judge::unreachable(fault));
        // Whom the entity turns away in TLS has not lost it.
        if lost.is_none() || from != "stranger" {
            self.saw(function.interface, lost.map(ToString::to_string));
        }
        // A connection that was kept from an earlier call, and lost, was one to an entity that was there.
        if exchange.retried {
            self.saw(function.interface, None);
        }
        let structured = sent.iter().filter(|(_, structure, _)| !structure.is_empty());
        let mut objects: Vec<_> = structured
            .map(|(name, structure, octets)| ('>', name.clone(), structure.clone(), octets.clone()))
            .collect();
        for (name, kind, octets) in &answer.members {
            if let MemberType::Tlv(structure) = kind {
                objects.push(('<', name.clone(), structure.clone(), octets.clone()));
            }
        }
        let record = ExchangeRecord {
            number: self.exchanges,
            from: from.into(),
            to: "sm-dp-plus".into(),
            function: function.name.clone(),
            tampered,
            sent: exchange.sent.clone(),
            received: exchange.received.clone(),
            objects,
            outcome: answer.summary(),
            at: self.started.elapsed().saturating_sub(exchange.elapsed),
            elapsed: exchange.elapsed,
            key_log: Vec::new(),
        };
        self.emit_exchange(record);
    }

    /// Shows a call that an order is made of.
    pub fn record_order(&mut self, function: &Function, exchange: &Exchange, answer: &Answer) {
        self.record(function, "operator", String::new(), exchange, &Vec::new(), answer);
    }

    fn outgoing_es2plus<'f>(
        &mut self,
        step: &Step,
        function: &'f Function,
        actor: Actor,
    ) -> Result<(Call, Outgoing<'f>), Stop> {
        self.calls += 1;
        let desk = self.bench.operator_desk().map_err(Stop::NotApplicable)?;
        let operator = match actor {
            Actor::Stranger => Operator { identifier: "2.999.66".into(), version: self.bench.target.version.clone() },
            _ => desk.operator.clone(),
        };
        let mut fields = Map::new();
        let mut identifier = format!("{}/{}-{}", self.bench.series, self.instance.key.full(), self.calls);
        for (name, value) in &step.with {
            let value = self.scope.resolve(value).map_err(Stop::Broken)?;
            if name.value == "functionCallIdentifier" {
                identifier = value.to_text();
                continue;
            }
            let json = match &value {
                Value::Bool(value) => Json::Bool(*value),
                Value::Int(number) => Json::from(*number),
                other => Json::String(other.to_text()),
            };
            fields.insert(name.value.clone(), json);
        }
        let role = rsp_consumer::es2plus::Function::named(function.short_name());
        let role = role.ok_or_else(|| Stop::Broken(format!("no role calls {}", function.name)))?;
        let request = operator.outgoing(role, &identifier, &Json::Object(fields));
        let mut call = Call::new(request);
        call.timeout = self.bench.target.limits.timeout(function.short_name());
        let line = match actor {
            Actor::Stranger => desk.stranger_client().map_err(Stop::NotApplicable)?,
            _ => desk.client(),
        };
        let card = CardName::Card;
        Ok((call, Outgoing { function, actor, card, sent: Vec::new(), tampered: String::new(), line }))
    }
}

/// The role's function behind a row of the table.
fn es9plus_role(function: &Function) -> Result<&'static es9plus::Function, Stop> {
    let role = es9plus::Function::named(function.short_name());
    role.ok_or_else(|| Stop::Broken(format!("no role calls {}", function.name)))
}

/// The error alternative that a card answered with, if it did.
fn card_error(members: &Members) -> Option<String> {
    let (name, octets) =
        [("AuthenticateServer", "authenticateServerResponse"), ("PrepareDownload", "prepareDownloadResponse")]
            .into_iter()
            .find_map(|(name, member)| Some((name, members.get(member)?)))?;
    let outer = tlv::first(octets).ok()?.0;
    let error = tlv::first(outer.content).ok()?.0;
    if error.tag != 0xA1 {
        return None;
    }
    let code = tlv::all(error.content).ok()?.into_iter().find(|field| field.tag == 0x02)?.content.to_vec();
    let number = i64::from(*code.first()?);
    let named = match name {
        "AuthenticateServer" => rsp_asn1::AuthenticateErrorCode(number).to_string(),
        _ => rsp_asn1::DownloadErrorCode(number).to_string(),
    };
    Some(format!("ES10b.{name} answered {named}"))
}

/// A fault in one line.
pub fn describe(tamper: &crate::case::Tamper) -> String {
    let artefact = tamper.artefact.as_ref().map(|artefact| artefact.value.as_str()).unwrap_or_default();
    let at = tamper.at.as_ref().map(|at| format!(" at {}", at.value)).unwrap_or_default();
    let operation = [
        ("flip", tamper.flip.is_some()),
        ("set", tamper.set.is_some()),
        ("fill", tamper.fill.is_some()),
        ("truncate", tamper.truncate.is_some()),
        ("append", tamper.append.is_some()),
        ("drop", tamper.drop.is_some()),
        ("duplicate", tamper.duplicate.is_some()),
        ("insert", tamper.insert.is_some()),
        ("move", tamper.moves.is_some()),
        ("retag", tamper.retag.is_some()),
        ("length", tamper.length.is_some()),
        ("nest", tamper.nest.is_some()),
        ("replace", tamper.replace.is_some()),
        ("sign-with", tamper.sign_with.is_some()),
        ("sign-over", tamper.sign_over.is_some()),
        ("sign-as", tamper.sign_as.is_some()),
        ("use", tamper.uses.is_some()),
        ("deliver", tamper.deliver.is_some()),
    ];
    let operation = operation.iter().find(|(_, there)| *there).map_or("", |(name, _)| name);
    format!("{artefact}{at}: {operation}")
}
