//! Whether a value is what a step expects.

use super::answer::Answer;
use super::bpp::OpenedPackage;
use super::{chain, suci};
use crate::case::{Conditions, DerRule, Matcher, MemberType};
use crate::engine::Scope;
use crate::engine::value::Value;
use rsp_pki::{Certificate, verify};
use rsptest_wire::{Dictionary, FindingKind, Path, PathFault};
use serde_json::Value as Json;

/// Everything an expectation may look at.
pub struct Evidence<'a> {
    /// The answer of the call.
    pub answer: Option<&'a Answer>,
    /// What was sent: member, structure, octets.
    pub sent: &'a [(String, String, Vec<u8>)],
    /// The package of the call, opened with our card's keys.
    pub package: Option<&'a OpenedPackage>,
    /// ProfileInstallationResult of a `load`.
    pub result: Option<&'a [u8]>,
    /// Kept values.
    pub scope: &'a Scope,
    /// Our CIs.
    pub roots: &'a [Certificate],
    /// The moment at which certificates are judged.
    pub now: i64,
}

/// What was expected and what came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// What was expected.
    pub expected: String,
    /// What came.
    pub got: String,
    /// The octets concerned.
    pub octets: Vec<u8>,
}

impl Mismatch {
    fn new(expected: impl Into<String>, got: Option<&Value>) -> Self {
        Self {
            expected: expected.into(),
            got: got.map_or_else(|| "nothing".to_owned(), ToString::to_string),
            octets: got
                .and_then(Value::whole)
                .filter(|_| matches!(got, Some(Value::Octets { .. })))
                .unwrap_or_default(),
        }
    }
}

impl Evidence<'_> {
    /// The value at this path: `http.status`, `http.header.NAME`, `status`, `sent.…`, `bpp.…`, `result.…`, a member, or
    /// a field inside a member; behind `#`, the data object with these tags in its octets.
    pub fn value(&self, path: &str) -> Result<Option<Value>, String> {
        if let Some((path, tags)) = path.rsplit_once('#') {
            let around = self.value(path)?.and_then(|value| value.to_octets());
            return around.map_or(Ok(None), |octets| inside(&octets, tags));
        }
        if let Some(reference) = path.strip_prefix('$') {
            return Ok(self.scope.get(reference).cloned());
        }
        if let Some(rest) = path.strip_prefix("bpp.") {
            let package = self.package.ok_or("there is no package in this step")?;
            let (part, inner) = split(rest);
            let structure = match part {
                "metadata" => "StoreMetadataRequest",
                "configure" => "ConfigureISDPRequest",
                "replaceSessionKeys" => "ReplaceSessionKeysRequest",
                _ => return Ok(package.get(rest).cloned()),
            };
            return match (package.get(part).and_then(Value::whole), inner) {
                (Some(octets), Some(inner)) => field(structure, &octets, Some(inner)),
                _ => Ok(package.get(part).cloned()),
            };
        }
        if let Some(rest) = path.strip_prefix("result.") {
            let result = self.result.ok_or("there is no ProfileInstallationResult in this step")?;
            return field("ProfileInstallationResult", result, Some(rest));
        }
        if let Some(rest) = path.strip_prefix("sent.") {
            if let [(name, structure, octets)] = self.sent
                && name.is_empty()
            {
                return field(structure, octets, Some(rest));
            }
            let (member, inner) = split(rest);
            let Some((_, structure, octets)) = self.sent.iter().find(|(name, ..)| name == member) else {
                return Ok(None);
            };
            return field(structure, octets, inner);
        }
        // A card is sent one structure and answers with one: each can be named as a whole.
        if let ("sent", [(name, structure, octets)]) = (path, self.sent)
            && name.is_empty()
        {
            return field(structure, octets, None);
        }
        let answer = self.answer.ok_or("there is no answer in this step")?;
        if path == "answer" {
            let whole = answer.members.iter().find(|(name, ..)| name.is_empty());
            return whole.map_or(Ok(None), |(.., octets)| field("", octets, None));
        }
        if let Some(rest) = path.strip_prefix("tls.certificate") {
            let Some(certificate) = &answer.tls_certificate else { return Ok(None) };
            return field("Certificate", certificate, rest.strip_prefix('.'));
        }
        if let Some(rest) = path.strip_prefix("http.") {
            let Some(response) = &answer.response else { return Ok(None) };
            return Ok(match rest.strip_prefix("header.") {
                Some(name) => response.header(name).map(|value| Value::Text(value.to_owned())),
                None if rest == "status" => Some(Value::Int(i64::from(response.status))),
                None if rest == "body" => Some(Value::octets(response.body.clone())),
                None => return Err(format!("http.{rest} is not known: use http.status, http.header.NAME, http.body")),
            });
        }
        match path {
            "status" => {
                let status = match &answer.outcome {
                    super::Outcome::Executed(status) => status.clone(),
                    super::Outcome::Failed { .. } | super::Outcome::Asn1Error(_) => "Failed".into(),
                    _ => answer.summary(),
                };
                return Ok(Some(Value::Text(status)));
            }
            "subjectCode" | "reasonCode" | "message" => {
                return Ok(match &answer.outcome {
                    super::Outcome::Failed { subject, reason, message } => Some(Value::Text(match path {
                        "subjectCode" => subject.clone(),
                        "reasonCode" => reason.clone(),
                        _ => message.clone(),
                    })),
                    _ => None,
                });
            }
            "encoding" => {
                let odd = answer.oddities.first().cloned().unwrap_or_else(|| "strict".into());
                return Ok(Some(Value::Text(odd)));
            }
            _ => {}
        }
        if let Some(tags) = path.strip_prefix("data.") {
            let data = answer.texts.iter().find(|(name, _)| name == "data").and_then(|(_, data)| data.to_octets());
            return inside(&data.unwrap_or_default(), tags);
        }
        let (member, inner) = split(path);
        if let Some((_, kind, octets)) = answer.members.iter().find(|(name, ..)| name == member) {
            return match kind {
                MemberType::Tlv(structure) => field(structure, octets, inner),
                _ => Ok(Some(Value::octets(octets.clone()))),
            };
        }
        if let Some((_, value)) = answer.texts.iter().find(|(name, _)| name == member) {
            return Ok(Some(value.clone()));
        }
        // A card answers with one structure: its fields need no member in front.
        match &answer.members[..] {
            [(name, MemberType::Tlv(structure), octets)] if name.is_empty() => field(structure, octets, Some(path)),
            _ => Ok(None),
        }
    }

    /// A literal, a kept value, or a value of this step.
    fn resolve(&self, value: &Json) -> Result<Value, String> {
        match value {
            Json::String(text) if text.starts_with('$') => self.scope.resolve(value),
            other => Value::literal(other).ok_or_else(|| format!("{other} is no value")),
        }
    }

    /// What a name in `verifies-with` or `over` stands for: a kept value, or a path of this step.
    fn octets(&self, value: &Json) -> Result<Vec<u8>, String> {
        let name = value.as_str().ok_or_else(|| format!("{value} is no name"))?;
        let value = self.value(name)?.ok_or_else(|| format!("there is no {name}"))?;
        value.whole().ok_or_else(|| format!("{name} is no octets"))
    }

    /// The contents of what a name stands for.
    fn content(&self, value: &Json) -> Result<Vec<u8>, String> {
        let name = value.as_str().ok_or_else(|| format!("{value} is no name"))?;
        let value = self.value(name)?.ok_or_else(|| format!("there is no {name}"))?;
        value.to_octets().ok_or_else(|| format!("{name} is no octets"))
    }
}

/// The data object with these tags, the outermost first: `62.A5.80`. Where octets are no data objects, there is none.
fn inside(octets: &[u8], tags: &str) -> Result<Option<Value>, String> {
    let (mut content, mut whole) = (octets.to_vec(), None);
    for tag in tags.split('.') {
        let tag = u32::from_str_radix(tag, 16).map_err(|_| format!("{tag} is no tag in hexadecimal"))?;
        let objects = rsp_asn1::tlv::all(&content).unwrap_or_default();
        let Some(found) = objects.iter().find(|object| object.tag == tag) else { return Ok(None) };
        let (inner, outer) = (found.content.to_vec(), found.whole.to_vec());
        (content, whole) = (inner, Some(outer));
    }
    Ok(Some(Value::Octets { content, whole }))
}

fn split(path: &str) -> (&str, Option<&str>) {
    match path.find(['.', '[']) {
        Some(at) if path[at..].starts_with('.') => (&path[..at], Some(&path[at + 1..])),
        Some(at) => (&path[..at], Some(&path[at..])),
        None => (path, None),
    }
}

/// A field of a structure; absent where an optional field is not there.
fn field(structure: &str, octets: &[u8], inner: Option<&str>) -> Result<Option<Value>, String> {
    let Some(inner) = inner else {
        let content = rsp_asn1::tlv::first(octets).map_or(octets, |(tlv, _)| tlv.content);
        return Ok(Some(Value::Octets { content: content.to_vec(), whole: Some(octets.to_vec()) }));
    };
    let path = Path::parse(inner).map_err(|error| error.to_string())?;
    let dictionary = Dictionary::sgp22();
    match rsptest_wire::value_at(dictionary, structure, octets, &path) {
        Ok(found) => {
            let whole = found.tlv.clone();
            Ok(Some(match Value::from(found.value) {
                Value::Octets { content, .. } if content.is_empty() => Value::Octets {
                    content: rsp_asn1::tlv::first(&whole).map_or_else(|_| Vec::new(), |(tlv, _)| tlv.content.to_vec()),
                    whole: Some(whole),
                },
                Value::Octets { content, .. } => Value::Octets { content, whole: Some(whole) },
                other => other,
            }))
        }
        Err(error) if error.fault == PathFault::Absent => Ok(None),
        Err(error) => Err(error.to_string()),
    }
}

/// Checks one expectation. The outer error is ours (the case asks for something that cannot be had).
pub fn check(path: &str, matcher: &Matcher, evidence: &Evidence<'_>) -> Result<Result<(), Mismatch>, String> {
    let got = evidence.value(path)?;
    let literal = |wanted: Value| -> Result<(), Mismatch> {
        match &got {
            Some(got) if got.same(&wanted) => Ok(()),
            other => Err(Mismatch::new(wanted.to_string(), other.as_ref())),
        }
    };
    match matcher {
        Matcher::Text(text) if text == "absent" => Ok(match &got {
            None => Ok(()),
            Some(_) => Err(Mismatch::new("no such value", got.as_ref())),
        }),
        Matcher::Text(text) if text == "present" => Ok(match &got {
            Some(_) => Ok(()),
            None => Err(Mismatch::new("a value", None)),
        }),
        Matcher::Text(text) => Ok(literal(evidence.resolve(&Json::String(text.clone()))?)),
        Matcher::Number(number) => Ok(literal(Value::Int(*number))),
        Matcher::Bool(value) => Ok(literal(Value::Bool(*value))),
        Matcher::All(conditions) => all(path, conditions, got, evidence),
    }
}

fn all(
    path: &str,
    conditions: &Conditions,
    got: Option<Value>,
    evidence: &Evidence<'_>,
) -> Result<Result<(), Mismatch>, String> {
    if conditions.absent == Some(true) {
        return Ok(match got {
            None => Ok(()),
            Some(got) => Err(Mismatch::new("no such value", Some(&got))),
        });
    }
    let Some(got) = got else { return Ok(Err(Mismatch::new(format!("a value at {path}"), None))) };
    let fail = |expected: String| Ok(Err(Mismatch::new(expected, Some(&got))));
    let size = match &got {
        Value::Int(number) => *number,
        Value::Text(text) => i64::try_from(text.chars().count()).unwrap_or(i64::MAX),
        other => i64::try_from(other.to_octets().unwrap_or_default().len()).unwrap_or(i64::MAX),
    };
    if let Some(wanted) = &conditions.is {
        let wanted = evidence.resolve(wanted)?;
        if !got.same(&wanted) {
            return fail(wanted.to_string());
        }
    }
    if let Some(bytes) = conditions.bytes
        && i64::try_from(bytes).is_ok_and(|bytes| bytes != size)
    {
        return fail(format!("{bytes} octets, not {size}"));
    }
    if conditions.at_least.is_some_and(|least| size < least) {
        return fail(format!("at least {}", conditions.at_least.unwrap_or_default()));
    }
    if conditions.at_most.is_some_and(|most| size > most) {
        return fail(format!("at most {}", conditions.at_most.unwrap_or_default()));
    }
    if let Some(allowed) = &conditions.one_of {
        let mut names = Vec::new();
        let mut found = false;
        for wanted in allowed {
            let wanted = evidence.resolve(wanted)?;
            found |= got.same(&wanted);
            names.push(wanted.to_string());
        }
        if !found {
            return fail(format!("one of {}", names.join(", ")));
        }
    }
    if let Some(other) = &conditions.above {
        let other = evidence.resolve(other)?;
        if !matches!((&got, &other), (Value::Int(got), Value::Int(other)) if got > other) {
            return fail(format!("a number above {other}"));
        }
    }
    if let Some(pattern) = &conditions.matches
        && !glob(pattern, &got.to_text())
    {
        return fail(format!("text like {pattern:?}"));
    }
    if let Some(other) = &conditions.differs_from {
        let other = evidence.resolve(other)?;
        if got.same(&other) {
            return fail(format!("anything but {other}"));
        }
    }
    if conditions.der == Some(DerRule::Strict)
        && let Some(says) = strictness(path, &got, evidence)
    {
        return fail(says);
    }
    if let Some(signer) = &conditions.verifies_with {
        let certificate = evidence.octets(signer)?;
        let over = conditions.over.as_deref().unwrap_or_default();
        let parts = over.iter().map(|part| evidence.octets(part)).collect::<Result<Vec<_>, _>>()?;
        let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
        let key = Certificate::from_der(&certificate).map_err(|error| error.to_string());
        let key = key.and_then(|certificate| certificate.public_key().map_err(|error| error.to_string()));
        let signature = got.to_octets().unwrap_or_default();
        let outcome = key.and_then(|key| key.verify(&parts, &signature).map_err(|error| error.to_string()));
        if let Err(says) = outcome {
            return fail(format!("a signature that verifies ({says})"));
        }
    }
    let octets = got.whole().unwrap_or_default();
    if let Some(role) = &conditions.chains_to
        && let Err(says) = match &conditions.under {
            None => chain::under_a_ci(role, &octets, None, evidence.roots, evidence.now),
            Some(eum) if role == "euicc" => chain::below(&octets, &evidence.octets(eum)?, evidence.now),
            Some(ci) => chain::under_a_ci(role, &octets, Some(&evidence.content(ci)?), evidence.roots, evidence.now),
        }
    {
        return fail(format!("a certificate {role} under a CI of the test PKI ({says})"));
    }
    if let Some(msin) = &conditions.conceals {
        let wanted = hex::decode(msin).map_err(|error| format!("{msin}: {error}"))?;
        match suci::deconcealed(&got.to_octets().unwrap_or_default()) {
            Ok(found) if found == wanted => {}
            Ok(found) => return fail(format!("a SUCI of {msin}, not of {}", hex::encode_upper(found))),
            Err(says) => return fail(format!("a SUCI of {msin} ({says})")),
        }
    }
    if conditions.in_force == Some(true) {
        let certificate = Certificate::from_der(&octets).map_err(|error| error.to_string());
        let dates = certificate
            .and_then(|certificate| verify::valid_at(&certificate, evidence.now).map_err(|fault| fault.to_string()));
        if let Err(says) = dates {
            return fail(format!("a certificate within its dates ({says})"));
        }
    }
    Ok(Ok(()))
}

/// `*` for any run of characters, `?` for any one.
fn glob(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t, mut star) = (0, 0, None);
    while t < text.len() {
        if p < pattern.len() && pattern[p] == '*' {
            star = Some((p, t));
            p += 1;
        } else if p < pattern.len() && (pattern[p] == '?' || pattern[p] == text[t]) {
            (p, t) = (p + 1, t + 1);
        } else if let Some((at, taken)) = star {
            (p, t, star) = (at + 1, taken + 1, Some((at, taken + 1)));
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

/// What breaks DER or the structure, if anything does.
fn strictness(path: &str, got: &Value, evidence: &Evidence<'_>) -> Option<String> {
    let octets = got.whole()?;
    let structure = if let Some(rest) = path.strip_prefix("bpp.") {
        match rest {
            "metadata" => "StoreMetadataRequest",
            "configure" => "ConfigureISDPRequest",
            "replaceSessionKeys" => "ReplaceSessionKeysRequest",
            _ => "BoundProfilePackage",
        }
        .to_owned()
    } else {
        let member = evidence.answer?.members.iter().find(|(name, ..)| name == path)?;
        match &member.1 {
            MemberType::Tlv(structure) => structure.clone(),
            _ => return None,
        }
    };
    let tree = rsptest_wire::read(Dictionary::sgp22(), &structure, &octets).ok()?;
    tree.findings.iter().find(|finding| finding.kind != FindingKind::Extension).map(|finding| format!("DER: {finding}"))
}

#[cfg(test)]
mod tests {
    use super::{Evidence, check, glob, inside};
    use crate::case::{Conditions, Matcher};
    use crate::engine::Scope;
    use crate::engine::value::Value;

    #[test]
    fn a_number_above_another_that_was_kept() {
        let above = |number: i64| {
            let mut scope = Scope::default();
            scope.set("kept", Value::Int(7));
            scope.set("number", Value::Int(number));
            let evidence =
                Evidence { answer: None, sent: &[], package: None, result: None, scope: &scope, roots: &[], now: 0 };
            let matcher = Matcher::All(Box::new(Conditions { above: Some("$kept".into()), ..Conditions::default() }));
            check("$number", &matcher, &evidence).unwrap().is_ok()
        };
        assert!(above(8) && !above(7) && !above(-1));
    }

    #[test]
    fn data_objects_by_their_tags() {
        let octets = hex::decode("6F0E8401AAA5009F65E00702820201028003").unwrap();
        assert_eq!(inside(&octets, "6F.84"), Ok(None), "octets that are no data objects");
        let octets = hex::decode("6F128401AA9F6501FFE009820302050003020780").unwrap();
        let found = |tags| inside(&octets, tags).unwrap().map(|value| value.to_text());
        assert_eq!(found("6F.84").as_deref(), Some("AA"));
        assert_eq!(found("6F.9F65").as_deref(), Some("FF"));
        assert_eq!(found("6F.E0.82").as_deref(), Some("020500"));
        assert_eq!(found("6F.E0.83"), None);
        assert!(inside(&octets, "6F.svn").is_err());
    }

    #[test]
    fn globs() {
        assert!(glob("gsma/rsp/v?.*", "gsma/rsp/v2.5.0"));
        assert!(glob("*json*", "application/json;charset=UTF-8"));
        assert!(!glob("gsma/rsp/v2.*", "gsma/rsp/v3.0.0"));
        assert!(glob("", "") && !glob("", "x") && glob("*", ""));
    }
}
