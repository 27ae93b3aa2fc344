//! What a loader cannot see: names that must be known elsewhere.

mod fault;
mod raw;
mod together;

use super::evidence;
use super::functions::MemberType;
use super::load::{CaseSet, Entity, Instance};
use super::model::{Info2Spec, Matcher, Step};
use super::procedures::Procedure;
use crate::bench::{Credentials, OrderKind, vector_names};
use crate::diagnostic::{Diagnostic, Diagnostics, Source, nearest};
use crate::target::{duration, options};
use crate::yaml::{Span, Spanned};
use rsp_conduct::Rules;
use rsptest_wire::Dictionary;
use std::collections::BTreeSet;
use std::time::Duration;

/// Words that `refuse` and `tolerate` know beside the errors of a function.
const WORDS: [&str; 6] = ["any", "malformed", "accepted", "closed", "http-4xx", "status-word"];
/// Certificates that `chains-to` knows.
const CHAIN_ROLES: [&str; 5] = ["dp-auth", "dp-pb", "dp-tls", "eum", "euicc"];
/// Names that a hint lists.
const MOST_NAMED: usize = 12;
/// The way out of bad octets.
const HEX: &str = "octets are written in hexadecimal, two digits each: \"00FF\"";
/// A case moves the clock no further.
const FARTHEST: Duration = Duration::from_secs(8760 * 3600);
/// Roots of references that are always there.
const ROOTS: [&str; 5] = ["target", "card", "other-card", "vector", "pki"];

/// `2.1.0` as the three octets of a VersionType.
pub fn three_octets(text: &str) -> Result<[u8; 3], String> {
    let parts: Option<Vec<u8>> = text.split('.').map(|part| part.parse().ok()).collect();
    parts.and_then(|parts| parts.try_into().ok()).ok_or_else(|| format!("{text:?} is no version like 2.5.0"))
}

/// Every role whose rules cases can name.
pub fn rules() -> [&'static Rules; 4] {
    [
        &rsp_consumer::sm_dp_plus::rules::RULES,
        &rsp_euicc::rules::RULES,
        &rsp_euicc::os::rules::RULES,
        &rsp_consumer::lpa::rules::RULES,
    ]
}

/// Rules that a step-by-step run does not consult: those of the LPA's own download, shown by its tests.
pub fn consulted_elsewhere() -> [&'static str; 5] {
    ["lpa/execution-status", "lpa/server-address", "lpa/server-oid", "lpa/metadata-iccid", "lpa/remove-notification"]
}

/// Checks all names in all instances. Variants of one case share most of their steps: each finding is made once.
pub fn lint(set: &CaseSet) -> Diagnostics {
    let mut lint = Lint { set, entity: Entity::SmDpPlus, found: Diagnostics::new(), seen: BTreeSet::new() };
    for instance in &set.instances {
        lint.instance(instance);
    }
    for (procedure, source) in set.procedures.values() {
        lint.procedure(procedure, source);
    }
    let mut found = lint.found;
    found.sort();
    found
}

struct Lint<'a> {
    set: &'a CaseSet,
    /// What the instance at hand tests.
    entity: Entity,
    found: Diagnostics,
    seen: BTreeSet<(String, usize, &'static str)>,
}

impl Lint<'_> {
    fn push(&mut self, source: &Source, span: Span, code: &'static str, says: String, near: Option<&str>) {
        self.push_help(source, span, code, says, near.map(|near| format!("did you mean `{near}`?")));
    }

    fn push_help(&mut self, source: &Source, span: Span, code: &'static str, says: String, help: Option<String>) {
        if self.seen.insert((source.name().to_owned(), span.start, code)) {
            self.found.push(Diagnostic::error(code, says).at(source, span).maybe_help(help));
        }
    }

    fn known<'b>(
        &mut self,
        source: &Source,
        name: &Spanned<String>,
        what: &'static str,
        known: impl Iterator<Item = &'b str> + Clone,
    ) {
        if !known.clone().any(|known| known == name.value) {
            let help = match nearest(&name.value, known.clone()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if what == "unknown-requirement" => "`rsptest list --requirements` shows them all".into(),
                None => {
                    let known: Vec<String> = known.map(|known| format!("`{known}`")).collect();
                    let more = if known.len() > MOST_NAMED { ", ..." } else { "" };
                    format!("there are {}{more}", known[..known.len().min(MOST_NAMED)].join(", "))
                }
            };
            let what_it_is = what.trim_start_matches("unknown-").replace('-', " ");
            self.push_help(source, name.span, what, format!("there is no {what_it_is} `{}`", name.value), Some(help));
        }
    }

    fn instance(&mut self, instance: &Instance) {
        let (case, source) = (&instance.case, &instance.source);
        let set = self.set;
        self.entity = instance.entity();
        if case.covers.is_empty() {
            self.push(source, case.id.span, "covers-nothing", "a case covers at least one requirement".into(), None);
        }
        for id in &case.covers {
            self.known(source, id, "unknown-requirement", set.catalogue.ids().collect::<Vec<_>>().into_iter());
        }
        for rule in &case.attacks {
            let ids: Vec<&str> = rules().iter().flat_map(|rules| rules.ids()).collect();
            self.known(source, rule, "unknown-rule", ids.into_iter());
        }
        for need in &case.needs {
            let names: Vec<&str> = match self.entity {
                Entity::SmDpPlus => options::OPTIONS.iter().chain(options::IMPLIED).map(|option| option.name).collect(),
                Entity::Euicc => options::CARD.iter().map(|option| option.name).collect(),
            };
            self.known(source, need, "unknown-option", names.into_iter());
        }
        if let Some(identity) = &case.card.identity {
            let ids = rsp_pki::gallery::entries().chain(rsp_pki::gallery::controls()).map(|entry| entry.id);
            self.known(source, identity, "unknown-identity", ids.collect::<Vec<_>>().into_iter());
        }
        self.info2(&case.card.info2, source);
        if case.negative() && case.attacks.is_empty() {
            let says = "a case that expects a refusal names the rules it `attacks`".to_owned();
            if self.seen.insert((source.name().to_owned(), case.id.span.start, "attacks-nothing")) {
                self.found.push(Diagnostic::warning("attacks-nothing", says).at(source, case.id.span));
            }
        }
        let mut names: BTreeSet<String> = BTreeSet::new();
        for step in case.given.iter().chain(&case.steps).chain(&case.afterwards).chain(&case.cleanup) {
            self.step(step, source, step.span, &mut names);
        }
    }

    /// A procedure's steps are checked like a case's; what it takes is known in them.
    fn procedure(&mut self, procedure: &Procedure, source: &Source) {
        let mut names: BTreeSet<String> = procedure.takes.iter().cloned().collect();
        for step in &procedure.steps {
            self.step(step, source, step.span, &mut names);
            if let Some(other) = &step.procedure {
                let says = format!("a procedure uses no other: `{other}`");
                self.push(source, other.span, "procedure-inside", says, None);
            }
            if let Some(time) = &step.advance {
                let says = "a procedure does not move the clock".to_owned();
                let help = "say `advance` in the case, which then has the target to itself".to_owned();
                self.push_help(source, time.span, "procedure-inside", says, Some(help));
            }
        }
        for name in procedure.gives.iter().filter(|name| !names.contains(*name)) {
            let says = format!("no step of the procedure `{}` keeps what it `gives`: `{name}`", procedure.id);
            let near = nearest(name, names.iter().map(String::as_str)).map(str::to_owned);
            self.push(source, procedure.id.span, "unknown-gift", says, near.as_deref());
        }
    }

    fn info2(&mut self, info2: &Info2Spec, source: &Source) {
        for version in [&info2.profile_version, &info2.svn].into_iter().flatten() {
            if let Err(says) = three_octets(version) {
                self.push(source, version.span, "wrong-value", says, None);
            }
        }
    }

    fn reference(&mut self, text: &str, source: &Source, span: Span, names: &BTreeSet<String>) {
        let Some(name) = text.strip_prefix('$') else { return };
        let (root, field) = name.split_once('.').unwrap_or((name, ""));
        let fields: Vec<&str> = match root {
            "target" => vec!["address", "oid", "profile-type"],
            "card" => vec!["eid", "isd-r"],
            "other-card" => vec!["eid"],
            "vector" => vector_names(),
            "pki" => Credentials::names(),
            _ => {
                if !names.contains(name) {
                    let known: Vec<&str> = names.iter().map(String::as_str).chain(ROOTS).collect();
                    let help = match nearest(name, known) {
                        Some(near) => format!("did you mean `${near}`?"),
                        None => format!(
                            "keep it in a step before (`keep: {{ {name}: PATH }}`, or `gives`), or use what is always \
                             there: $target, $card, $other-card, $vector, $pki"
                        ),
                    };
                    let says = format!("nothing gave `{text}` a value before");
                    self.push_help(source, span, "unknown-reference", says, Some(help));
                }
                return;
            }
        };
        if !fields.contains(&field) {
            let near = nearest(field, fields.iter().copied()).map(|near| format!("${root}.{near}"));
            self.push(source, span, "unknown-reference", format!("`{text}` is not known"), near.as_deref());
        }
    }

    fn json(&mut self, value: &serde_json::Value, source: &Source, span: Span, names: &BTreeSet<String>) {
        match value {
            serde_json::Value::String(text) => self.reference(text, source, span, names),
            serde_json::Value::Array(list) => list.iter().for_each(|value| self.json(value, source, span, names)),
            serde_json::Value::Object(object) => {
                object.values().for_each(|value| self.json(value, source, span, names))
            }
            _ => {}
        }
    }

    fn step(&mut self, step: &Step, source: &Source, place: Span, names: &mut BTreeSet<String>) {
        let set = self.set;
        let place = step_span(step).unwrap_or(place);
        let verbs = [
            step.call.is_some(),
            !step.together.is_empty(),
            step.send.is_some(),
            step.order.is_some(),
            step.procedure.is_some(),
            step.load.is_some(),
            step.notify.is_some(),
            step.awaits.is_some(),
            step.probe.is_some(),
            step.advance.is_some(),
            step.apdu.is_some(),
            step.power.is_some(),
        ];
        if verbs.iter().filter(|verb| **verb).count() != 1 {
            let says = "a step has exactly one verb: call, together, send, order, use, load, notify, await, probe, \
                        advance, apdu, power";
            self.push(source, place, "one-verb", says.into(), None);
        }
        self.together(step, source, place, names);
        if let Some(time) = &step.advance {
            match duration(&time.value) {
                Err(says) => self.push(source, time.span, "wrong-value", says, None),
                Ok(far) if far > FARTHEST || far < Duration::from_secs(1) => {
                    let says = format!("the clock moves ahead by 1s to 8760h, a year, not {time}");
                    self.push(source, time.span, "wrong-value", says, None);
                }
                Ok(_) => {}
            }
        }
        if let Some(call) = &step.call {
            self.known(source, call, "unknown-function", set.functions.names().collect::<Vec<_>>().into_iter());
            if let Some(function) = set.functions.get(&call.value) {
                let mut members: Vec<&str> = function.request.iter().map(|member| member.name.as_str()).collect();
                let fields: Vec<&str> = match &function.es10 {
                    None => vec!["matchingId", "confirmationCode", "reason", "functionCallIdentifier"],
                    // Our side makes these from what was said before.
                    Some(_) if function.name == "ES10b.AuthenticateServer" => {
                        vec!["matchingId", "verificationCi", "signingCi"]
                    }
                    Some(_) if function.name == "ES10b.LoadCRL" => vec!["crl", "list"],
                    Some(_) if function.name == "ES10b.PrepareDownload" => vec!["confirmationCode"],
                    Some(_) if function.name == "ES10b.LoadBoundProfilePackage" => vec!["from", "parts"],
                    Some(es10) => Dictionary::sgp22()
                        .get(&es10.request)
                        .map(|structure| structure.fields().iter().map(|field| field.name.as_str()).collect())
                        .unwrap_or_default(),
                };
                members.extend(fields);
                for name in step.with.keys() {
                    self.known(source, name, "unknown-member", members.clone().into_iter());
                }
                let errors: Vec<&str> = function.errors.iter().map(|error| error.name.as_str()).chain(WORDS).collect();
                for (name, value) in &step.with {
                    let member = function.request.iter().find(|member| member.name == name.value);
                    let octets =
                        member.is_some_and(|member| !matches!(member.kind, MemberType::Text | MemberType::Json));
                    if let (true, Some(text)) = (octets, value.as_str()) {
                        self.hex(&format!("`{name}`"), text, source, name.span);
                    }
                }
                // A card may also be asked for one status word.
                let word = |name: &str| {
                    function.es10.is_some()
                        && name.len() == 4
                        && name.bytes().all(|c| matches!(c, b'0'..=b'9' | b'A'..=b'F'))
                };
                for name in step.refuse.iter().chain(&step.tolerate).filter(|name| !word(&name.value)) {
                    self.known(source, name, "unknown-error", errors.clone().into_iter());
                }
            }
        }
        if let Some(kind) = step.order.as_ref().filter(|kind| kind.value.starts_with('$')) {
            self.reference(&kind.value, source, kind.span, names);
        } else if let Some(kind) = &step.order {
            match self.entity {
                Entity::SmDpPlus => {
                    self.known(source, kind, "unknown-order-kind", OrderKind::ALL.iter().map(|(_, name, _)| *name));
                }
                Entity::Euicc => {
                    let types = crate::lab::profile_type_names();
                    self.known(source, kind, "unknown-profile-type", types.iter().map(String::as_str));
                }
            }
            for there in step.gives.values() {
                self.known(source, there, "unknown-gift", ["matchingId", "iccid", "confirmationCode"].into_iter());
            }
        }
        if let Some(name) = &step.procedure {
            self.known(
                source,
                name,
                "unknown-procedure",
                set.procedures.keys().map(String::as_str).collect::<Vec<_>>().into_iter(),
            );
            if let Some((procedure, _)) = set.procedures.get(&name.value) {
                for given in step.with.keys() {
                    self.known(
                        source,
                        given,
                        "unknown-input",
                        procedure.takes.iter().map(String::as_str).collect::<Vec<_>>().into_iter(),
                    );
                }
                for there in step.gives.values() {
                    self.known(
                        source,
                        there,
                        "unknown-gift",
                        procedure.gives.iter().map(String::as_str).collect::<Vec<_>>().into_iter(),
                    );
                }
            }
        }
        for (name, value) in &step.with {
            self.json(value, source, name.span, names);
        }
        if let Some(send) = &step.send {
            self.send(send, source);
        }
        if let Some(probe) = &step.probe {
            self.probe(probe, source);
        }
        if let Some(apdu) = &step.apdu {
            for word in apdu.command.value.split_whitespace() {
                self.reference(word, source, apdu.command.span, names);
                self.hex("`command`", word, source, apdu.command.span);
            }
        }
        if let Some(message) = &step.message {
            if let Some(structure) = &message.forge {
                let known = Dictionary::sgp22().names().collect::<Vec<_>>();
                self.known(source, structure, "unknown-structure", known.into_iter());
            }
            self.json(&message.fields, source, place, names);
            if let Some(octets) = &message.octets {
                self.json(octets, source, place, names);
                octets.as_str().into_iter().for_each(|text| self.hex("`octets`", text, source, place));
            }
        }
        if let Some(tamper) = &step.tamper {
            self.tamper(tamper, source, place, names);
        }
        if let Some(req) = &step.req {
            self.known(source, req, "unknown-requirement", set.catalogue.ids().collect::<Vec<_>>().into_iter());
        }
        let function = step.call.as_ref().and_then(|call| set.functions.get(&call.value));
        for path in step.expect.keys().chain(step.keep.values()) {
            self.reference(&path.value, source, path.span, names);
            if let Err(nowhere) = evidence::known(&path.value, function) {
                self.push(source, path.span, "unknown-field", nowhere.says, nowhere.near.as_deref());
            }
        }
        for (path, matcher) in &step.expect {
            if let Matcher::Text(text) = matcher {
                self.reference(text, source, path.span, names);
            }
            if let Matcher::All(conditions) = matcher {
                if let Some(role) = conditions.chains_to.as_deref().filter(|role| !CHAIN_ROLES.contains(role)) {
                    let says = format!("there is no role `{role}` that a certificate chains to a CI in");
                    self.push(source, path.span, "wrong-value", says, nearest(role, CHAIN_ROLES));
                }
                let values =
                    conditions.is.iter().chain(&conditions.differs_from).chain(conditions.one_of.iter().flatten());
                for value in values {
                    self.json(value, source, path.span, names);
                }
            }
        }
        names.extend(step.keep.keys().cloned());
        names.extend(step.gives.keys().cloned());
    }

    /// Octets that are no reference are hexadecimal.
    fn hex(&mut self, what: &str, text: &str, source: &Source, span: Span) {
        if !text.starts_with('$')
            && let Err(error) = hex::decode(text)
        {
            let shown: String = text.chars().take(40).collect();
            let says = format!("{what}: {shown:?} is not hexadecimal: {error}");
            self.push_help(source, span, "wrong-value", says, Some(HEX.into()));
        }
    }
}

/// Where a step is drawn: its verb, where that is a name.
fn step_span(step: &Step) -> Option<Span> {
    [&step.call, &step.order, &step.procedure, &step.load, &step.advance]
        .into_iter()
        .flatten()
        .next()
        .map(|name| name.span)
}
