//! What a loader cannot see: names that must be known elsewhere.

use super::evidence;
use super::functions::MemberType;
use super::load::{CaseSet, Entity, Instance};
use super::model::{Matcher, Step, Tamper};
use crate::bench::{Credentials, OrderKind, vector_names};
use crate::diagnostic::{Diagnostic, Diagnostics, Source, nearest};
use crate::target::options;
use crate::yaml::{Span, Spanned};
use rsp_conduct::Rules;
use rsptest_wire::{Dictionary, Operation, Path};
use std::collections::BTreeSet;

/// Words that `refuse` and `tolerate` know beside the errors of a function.
const WORDS: [&str; 6] = ["any", "malformed", "accepted", "closed", "http-4xx", "status-word"];
/// Versions that a `probe` knows.
const TLS_VERSIONS: [&str; 4] = ["tls1.0", "tls1.1", "tls1.2", "tls1.3"];
/// Certificates that `chains-to` knows.
const CHAIN_ROLES: [&str; 5] = ["dp-auth", "dp-pb", "dp-tls", "eum", "euicc"];
/// Names that a hint lists.
const MOST_NAMED: usize = 12;
/// The way out of bad octets.
const HEX: &str = "octets are written in hexadecimal, two digits each: \"00FF\"";
/// Roots of references that are always there.
const ROOTS: [&str; 5] = ["target", "card", "other-card", "vector", "pki"];

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
        let negative = case.steps.iter().any(|step| step.refuse.is_some());
        if negative && case.attacks.is_empty() {
            let says = "a case that expects a refusal names the rules it `attacks`".to_owned();
            if self.seen.insert((source.name().to_owned(), case.id.span.start, "attacks-nothing")) {
                self.found.push(Diagnostic::warning("attacks-nothing", says).at(source, case.id.span));
            }
        }
        let mut names: BTreeSet<String> = BTreeSet::new();
        for step in case.given.iter().chain(&case.steps).chain(&case.afterwards).chain(&case.cleanup) {
            self.step(step, source, case.id.span, &mut names);
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
            "pki" => Credentials::NAMES.to_vec(),
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

    fn step(&mut self, step: &Step, source: &Source, case: Span, names: &mut BTreeSet<String>) {
        let set = self.set;
        let place = step_span(step).unwrap_or(case);
        let verbs = [
            step.call.is_some(),
            step.send.is_some(),
            step.order.is_some(),
            step.procedure.is_some(),
            step.load.is_some(),
            step.notify.is_some(),
            step.awaits.is_some(),
            step.probe.is_some(),
            step.apdu.is_some(),
            step.power.is_some(),
        ];
        if verbs.iter().filter(|verb| **verb).count() != 1 {
            let says = "a step has exactly one verb: call, send, order, use, load, notify, await, probe, apdu, power"
                .to_owned();
            self.push(source, place, "one-verb", says, None);
        }
        if let Some(call) = &step.call {
            self.known(source, call, "unknown-function", set.functions.names().collect::<Vec<_>>().into_iter());
            if let Some(function) = set.functions.get(&call.value) {
                let mut members: Vec<&str> = function.request.iter().map(|member| member.name.as_str()).collect();
                let fields: Vec<&str> = match &function.es10 {
                    None => vec!["matchingId", "confirmationCode", "reason", "functionCallIdentifier"],
                    // Our side makes these from what was said before.
                    Some(_) if function.name == "ES10b.AuthenticateServer" => vec!["matchingId", "verificationCi", "signingCi"],
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
            for (name, text) in [("`hex`", &send.hex), ("`raw`", &send.raw)] {
                text.iter().for_each(|text| self.hex(name, text, source, place));
            }
            if [send.text.is_some(), send.hex.is_some(), send.fill.is_some()].iter().filter(|named| **named).count() > 1
            {
                let says = "a body is one of `text`, `hex` and `fill`".to_owned();
                self.push(source, place, "wrong-value", says, None);
            }
        }
        if let Some(probe) = &step.probe {
            if !TLS_VERSIONS.contains(&probe.version.as_str()) {
                let near = nearest(&probe.version, TLS_VERSIONS);
                let says = format!("there is no TLS version `{}`", probe.version);
                self.push(source, place, "wrong-value", says, near);
            }
            if let Some(suite) = probe.suites.iter().find(|suite| u16::from_str_radix(suite, 16).is_err()) {
                let says = format!("a suite is four hexadecimal digits, not {suite:?}");
                self.push(source, place, "wrong-value", says, None);
            }
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

    fn tamper(&mut self, tamper: &Tamper, source: &Source, place: Span, names: &BTreeSet<String>) {
        let Some(artefact) = &tamper.artefact else {
            self.push(source, place, "missing-field", "a fault says where: `in`".into(), None);
            return;
        };
        // What our side makes: the entity's own octets are not ours to alter.
        let ours = rules().into_iter().filter(|rules| match self.entity {
            Entity::SmDpPlus => rules.role != "sm-dp-plus",
            Entity::Euicc => matches!(rules.role, "sm-dp-plus" | "lpa"),
        });
        let mut artefacts: Vec<&str> = ours.flat_map(|rules| rules.artefacts).map(|artefact| artefact.name).collect();
        if self.entity == Entity::Euicc {
            let functions = self.set.functions.all().filter_map(|function| function.es10.as_ref());
            artefacts.extend(functions.map(|es10| es10.request.as_str()));
        }
        self.known(source, artefact, "unknown-artefact", artefacts.into_iter());
        let structure = crate::engine::structure(&artefact.value);
        let path = tamper.at.as_ref().map(|at| (at, Path::parse(&at.value)));
        let path = match path {
            Some((at, parsed)) => {
                let checked = parsed.and_then(|path| match &structure {
                    Some(structure) => rsptest_wire::check_path(Dictionary::sgp22(), structure, &path).map(|_| path),
                    None => Ok(path),
                });
                match checked {
                    Ok(path) => Some(path),
                    Err(error) => {
                        self.push(source, at.span, "unknown-field", error.to_string(), None);
                        return;
                    }
                }
            }
            None => None,
        };
        // Text has other rules than DER: there only the operation's own words can be looked at.
        let text = path.is_some() && matches!(artefact.value.as_str(), "HttpHead" | "HttpBody");
        let sound = |operation: Operation| {
            let (structure, path) = (structure.as_deref(), path.as_ref());
            match operation {
                Operation::Flip(_) | Operation::Fill(_) if text => {
                    rsptest_wire::check(Dictionary::sgp22(), None, None, &operation)
                }
                _ if text => Ok(()),
                _ => rsptest_wire::check(Dictionary::sgp22(), structure, path, &operation),
            }
        };
        let checked = crate::engine::known_operation(tamper);
        if let Err(says) = checked
            .and_then(|operation| operation.map_or(Ok(()), |operation| sound(operation).map_err(|e| e.to_string())))
        {
            let help = says.contains("no hex").then(|| HEX.to_owned());
            self.push_help(source, artefact.span, "wrong-operation", says, help);
        }
        for name in tamper.sign_with.iter().chain(&tamper.uses) {
            self.reference(&name.value, source, name.span, names);
        }
        if let Some(value) = &tamper.set {
            self.json(value, source, artefact.span, names);
        }
        if let Some(text) = &tamper.sign_over {
            self.hex("`sign-over`", text, source, artefact.span);
        }
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
    [&step.call, &step.order, &step.procedure, &step.load].into_iter().flatten().next().map(|name| name.span)
}
