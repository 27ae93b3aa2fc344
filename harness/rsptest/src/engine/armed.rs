//! The conduct of our peers: honest, but for the one fault that a step arms.

use super::scope::Scope;
use crate::case::{Deliver, SignAs, Tamper};
use rsp_conduct::{Artefact, Check, Choice, Conduct, Delivery, Duty, Refusal, Seal, Sign};
use rsp_crypto::PrivateKey;
use rsptest_wire::{Dictionary, Operation, Path};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A fault ready to be put in place.
struct Fault {
    artefact: String,
    at: Option<Path>,
    action: Action,
}

enum Action {
    Wire(Operation),
    Replace(Vec<u8>),
    SignWith(PrivateKey),
    SignOver(Vec<u8>),
    SignAs(SignAs),
    Deliver(Delivery),
}

#[derive(Default)]
struct State {
    fault: Option<Fault>,
    applied: usize,
    trouble: Option<String>,
    json: bool,
}

/// The conduct of one case's peers. It belongs to the case; a step arms it and looks at it afterwards.
pub struct Armed {
    state: Mutex<State>,
    inner: Arc<dyn Conduct>,
}

/// What references in a fault can name: keys and certificates of our test PKI.
pub trait Arsenal {
    /// The key that `$pki.NAME` names.
    fn key(&self, name: &str) -> Option<PrivateKey>;
    /// The certificate that `$pki.NAME` names.
    fn certificate(&self, name: &str) -> Option<Vec<u8>>;
}

impl Armed {
    /// Honest until armed. The inner conduct records, or is honest too.
    pub fn over(inner: Arc<dyn Conduct>) -> Self {
        Self { state: Mutex::default(), inner }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes the fault ready; `json` says whether HttpBody is JSON.
    pub fn arm(&self, tamper: &Tamper, scope: &Scope, arsenal: &dyn Arsenal, json: bool) -> Result<(), String> {
        let artefact = tamper.artefact.as_ref().ok_or("a fault has an `in`")?.value.clone();
        let at = tamper.at.as_ref().map(|at| Path::parse(&at.value)).transpose().map_err(|error| error.to_string())?;
        let action = action(tamper, scope, arsenal)?;
        *self.state() = State { fault: Some(Fault { artefact, at, action }), json, ..State::default() };
        Ok(())
    }

    /// Takes the fault away. It must have taken effect exactly once.
    pub fn disarm(&self) -> Result<(), String> {
        let state = std::mem::take(&mut *self.state());
        let Some(fault) = state.fault else { return Ok(()) };
        if let Some(trouble) = state.trouble {
            return Err(format!("the fault in {} could not be put in place: {trouble}", fault.artefact));
        }
        match state.applied {
            1 => Ok(()),
            0 => Err(format!("the fault in {} took no effect: no such artefact was made in this step", fault.artefact)),
            n => Err(format!("the fault in {} took effect {n} times", fault.artefact)),
        }
    }

    /// Whether the fault is in place already.
    pub fn applied(&self) -> bool {
        self.state().applied > 0
    }

    /// Puts the fault in place if it is meant for a message that the engine makes itself.
    pub fn alter(&self, name: &str, octets: &mut Vec<u8>) {
        if let Some(altered) = self.altered(name, octets) {
            *octets = altered;
        }
    }

    fn altered(&self, name: &str, octets: &[u8]) -> Option<Vec<u8>> {
        self.with(name, |fault, json| {
            let outcome = match &fault.action {
                Action::Replace(other) if other == octets => Err("the value is the same".into()),
                Action::Replace(other) => Ok(other.clone()),
                Action::Wire(operation) => {
                    let structure = match name {
                        "HttpBody" => Some("RemoteProfileProvisioningRequest".to_owned()),
                        name => structure(name),
                    };
                    alter(name, structure.as_deref(), octets, fault.at.as_ref(), operation, json)
                }
                _ => return None,
            };
            Some(outcome)
        })
    }

    /// Runs with the fault if it is meant for the artefact of this name.
    fn with<T>(&self, name: &str, run: impl FnOnce(&Fault, bool) -> Option<Result<T, String>>) -> Option<T> {
        let mut state = self.state();
        let json = state.json;
        let fault = state.fault.as_ref().filter(|fault| fault.artefact == name)?;
        match run(fault, json)? {
            Ok(value) => {
                state.applied += 1;
                Some(value)
            }
            Err(trouble) => {
                state.trouble = Some(trouble);
                None
            }
        }
    }
}

fn action(tamper: &Tamper, scope: &Scope, arsenal: &dyn Arsenal) -> Result<Action, String> {
    let pki = |name: &str| {
        name.strip_prefix("$pki.").map(str::to_owned).ok_or_else(|| format!("{name} is no $pki reference"))
    };
    if let Some(name) = &tamper.sign_with {
        let name = pki(&name.value)?;
        return arsenal.key(&name).map(Action::SignWith).ok_or_else(|| format!("there is no key $pki.{name}"));
    }
    if let Some(octets) = &tamper.sign_over {
        return hex::decode(octets).map(Action::SignOver).map_err(|error| format!("sign-over: {error}"));
    }
    if let Some(form) = tamper.sign_as {
        return Ok(Action::SignAs(form));
    }
    if let Some(name) = &tamper.uses {
        if let Some(value) = scope.get(&name.value) {
            return value.whole().map(Action::Replace).ok_or_else(|| format!("{} is no octets", name.value));
        }
        let name = pki(&name.value)?;
        return arsenal
            .certificate(&name)
            .map(Action::Replace)
            .ok_or_else(|| format!("there is no certificate $pki.{name}"));
    }
    if let Some(deliver) = tamper.deliver {
        return Ok(Action::Deliver(match deliver {
            Deliver::Never => Delivery::Never,
            Deliver::Half => Delivery::Half,
            Deliver::Twice => Delivery::Twice,
            // Framing and connection are the engine's; the conduct only counts that it was asked.
            Deliver::Chunked | Deliver::Fresh => Delivery::Now,
        }));
    }
    super::operation::operation(tamper, scope).map(Action::Wire)
}

/// The dictionary's name of what this artefact is made of.
pub fn structure(artefact: &str) -> Option<String> {
    let dictionary = Dictionary::sgp22();
    let mut upper = artefact.to_owned();
    if let Some(first) = upper.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let known = |name: &str| dictionary.get(name).is_some().then(|| name.to_owned());
    let special = match artefact {
        "ctxParams1" => "CtxParams1",
        "profileMetadata" => "StoreMetadataRequest",
        "smdpCertificate" | "serverCertificate" => "Certificate",
        "euiccSigned2" => "EUICCSigned2",
        "euiccCertificate" | "eumCertificate" => "Certificate",
        other => other,
    };
    known(special).or_else(|| known(&upper))
}

/// Alters an artefact in one place; the error says why it cannot be.
pub fn alter(
    artefact: &str,
    structure: Option<&str>,
    octets: &[u8],
    at: Option<&Path>,
    operation: &Operation,
    json: bool,
) -> Result<Vec<u8>, String> {
    match artefact {
        "HttpHead" => alter_head(octets, at, operation),
        "HttpBody" if json => {
            let at = at.map(ToString::to_string);
            rsptest_wire::apply_json(octets, at.as_deref(), operation).map_err(|error| error.to_string())
        }
        _ => rsptest_wire::apply(Dictionary::sgp22(), structure, octets, at, operation)
            .map_err(|error| error.to_string()),
    }
}

/// Alters an HTTP head: the request line (or status), then a header a line.
fn alter_head(octets: &[u8], at: Option<&Path>, operation: &Operation) -> Result<Vec<u8>, String> {
    let text = String::from_utf8_lossy(octets).into_owned();
    let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
    let name =
        at.map(ToString::to_string).ok_or("a fault in HttpHead has an `at`: a header's name, `method` or `path`")?;
    if matches!(name.as_str(), "method" | "path") {
        let Operation::Set(value) = operation else { return Err("method and path can only be set".into()) };
        let value = spelled(value);
        let (method, path) = first.split_once(' ').unwrap_or((first, ""));
        let line = if name == "method" { format!("{value} {path}") } else { format!("{method} {value}") };
        return Ok(format!("{line}\n{rest}").into_bytes());
    }
    let mut headers: Vec<(String, String)> = rest
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect();
    rsptest_wire::apply_head(&mut headers, &name, operation).map_err(|error| error.to_string())?;
    let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
    Ok(format!("{first}\n{lines}").into_bytes())
}

/// Text as it is, anything else as JSON writes it.
fn spelled(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

impl Conduct for Armed {
    fn judge(&self, check: &'static Check, outcome: Result<(), Refusal>) -> Result<(), Refusal> {
        self.inner.judge(check, outcome)
    }

    fn does(&self, duty: &'static Duty) -> bool {
        self.inner.does(duty)
    }

    fn choose(&self, choice: &'static Choice, n: usize, honest: Option<usize>) -> Option<usize> {
        self.inner.choose(choice, n, honest)
    }

    fn seal(&self, artefact: &'static Artefact, plain: &[u8], channel: &mut dyn Seal) -> Vec<u8> {
        self.inner.seal(artefact, plain, channel)
    }

    fn shape(&self, artefact: &'static Artefact, octets: &mut Vec<u8>) {
        self.inner.shape(artefact, octets);
        self.alter(artefact.name, octets);
    }

    fn sign(&self, artefact: &'static Artefact, parts: &[&[u8]], key: &dyn Sign) -> Vec<u8> {
        let forged = self.with(artefact.name, |fault, _| match &fault.action {
            Action::SignWith(other) => Some(Ok(other.sign(parts).to_vec())),
            Action::SignOver(octets) => Some(Ok(key.sign(&[octets]))),
            Action::SignAs(SignAs::Der) => Some(Ok(der(&key.sign(parts)))),
            Action::SignAs(SignAs::Swapped) => {
                let mut raw = key.sign(parts);
                let half = raw.len() / 2;
                raw.rotate_left(half);
                Some(Ok(raw))
            }
            _ => None,
        });
        forged.unwrap_or_else(|| self.inner.sign(artefact, parts, key))
    }

    fn deliver(&self, artefact: &'static Artefact, octets: &[u8]) -> Delivery {
        let other = self.with(artefact.name, |fault, _| match &fault.action {
            Action::Deliver(delivery) => Some(Ok(delivery.clone())),
            _ => None,
        });
        other.unwrap_or_else(|| self.inner.deliver(artefact, octets))
    }
}

/// ECDSA-Sig-Value of a raw signature.
fn der(raw: &[u8]) -> Vec<u8> {
    let integer = |digits: &[u8]| {
        let mut digits: Vec<u8> = digits.iter().copied().skip_while(|octet| *octet == 0).collect();
        if digits.first().is_none_or(|first| *first >= 0x80) {
            digits.insert(0, 0);
        }
        [&[0x02, digits.len() as u8], &digits[..]].concat()
    };
    let (r, s) = raw.split_at(raw.len() / 2);
    let content = [integer(r), integer(s)].concat();
    [&[0x30, content.len() as u8], &content[..]].concat()
}
