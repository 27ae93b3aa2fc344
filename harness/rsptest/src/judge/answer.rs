//! An answer as the harness reads it.

use crate::case::{Binding, Function, Interface, Member, MemberType};
use crate::engine::value::Value;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rsp_transport::{Response, TransportFault};
use serde_json::Value as Json;

/// What became of a call.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Executed; the status as it stands there.
    Executed(String),
    /// A notification was taken: 204, no body.
    NoContent,
    /// Refused by the function, in the JSON binding.
    Failed {
        /// `subjectCode`
        subject: String,
        /// `reasonCode`
        reason: String,
        /// `message`
        message: String,
    },
    /// Refused by the function, in the ASN.1 binding.
    Asn1Error(i64),
    /// An HTTP status that says more than any body.
    Http(u16),
    /// Refused by a card's status word.
    StatusWord(u16),
    /// Something that is no answer of the function.
    Unreadable(String),
    /// No answer.
    Silence(TransportFault),
}

/// An answer, its parts and what is odd about them.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What became of the call.
    pub outcome: Outcome,
    /// The HTTP response, if one came.
    pub response: Option<Response>,
    /// Output members: name, structure or kind, octets (a whole TLV, or bare octets).
    pub members: Vec<(String, MemberType, Vec<u8>)>,
    /// Output that is not octets (ES2+).
    pub texts: Vec<(String, Value)>,
    /// What the members' encoding breaks.
    pub oddities: Vec<String>,
    /// The certificate that the entity showed in TLS, where there is TLS.
    pub tls_certificate: Option<Vec<u8>>,
}

impl Answer {
    /// Reads what came.
    pub fn read(function: &Function, binding: Binding, came: Result<Response, TransportFault>) -> Self {
        let response = match came {
            Ok(response) => response,
            Err(fault) => return Self::bare(Outcome::Silence(fault), None),
        };
        if function.notification {
            let outcome = match response.status {
                204 if response.body.is_empty() => Outcome::NoContent,
                204 => Outcome::Unreadable("HTTP 204 with a body".into()),
                200 => Outcome::Executed("HTTP 200".into()),
                status => Outcome::Http(status),
            };
            // A notification that was refused in JSON says so under 200.
            let failed = (response.status == 200).then(|| json(function, &response.body)).flatten();
            let outcome = match failed {
                Some(answer) if matches!(answer.outcome, Outcome::Failed { .. }) => answer.outcome,
                _ => outcome,
            };
            return Self::bare(outcome, Some(response));
        }
        if response.status != 200 {
            return Self::bare(Outcome::Http(response.status), Some(response));
        }
        let mut answer = match (binding, function.interface) {
            (Binding::Asn1, Interface::Es9Plus) => asn1(function, &response.body),
            _ => json(function, &response.body)
                .unwrap_or_else(|| Self::bare(Outcome::Unreadable(not_json(&response.body)), None)),
        };
        answer.response = Some(response);
        answer
    }

    pub(super) fn bare(outcome: Outcome, response: Option<Response>) -> Self {
        Self { outcome, response, members: Vec::new(), texts: Vec::new(), oddities: Vec::new(), tls_certificate: None }
    }

    /// Whether the function was executed.
    pub fn executed(&self) -> bool {
        matches!(self.outcome, Outcome::Executed(_) | Outcome::NoContent)
    }

    /// The octets of this member.
    pub fn member(&self, name: &str) -> Option<&[u8]> {
        self.members.iter().find(|(known, ..)| known == name).map(|(_, _, octets)| octets.as_slice())
    }

    /// The members as the peers' roles take them.
    pub fn to_members(&self) -> rsp_consumer::es9plus::Members {
        let mut members = rsp_consumer::es9plus::Members::new();
        for (name, _, octets) in &self.members {
            members.set(name, octets.clone());
        }
        members
    }

    /// What became of the call, in a few words.
    pub fn summary(&self) -> String {
        match &self.outcome {
            Outcome::Executed(status) => status.clone(),
            Outcome::NoContent => "HTTP 204".into(),
            Outcome::Failed { subject, reason, message } if message.is_empty() => format!("Failed {subject}/{reason}"),
            Outcome::Failed { subject, reason, message } => {
                let message: String = message.chars().take(120).collect();
                format!("Failed {subject}/{reason} ({message})")
            }
            Outcome::Asn1Error(code) => format!("error {code}"),
            Outcome::Http(status) => format!("HTTP {status}"),
            Outcome::StatusWord(sw) => format!("status word {sw:04X}"),
            Outcome::Unreadable(says) => says.clone(),
            Outcome::Silence(fault) => fault.to_string(),
        }
    }
}

fn not_json(body: &[u8]) -> String {
    let start: String =
        String::from_utf8_lossy(&body[..body.len().min(60)]).chars().filter(|c| !c.is_control()).collect();
    format!("the body is no JSON object: it begins with {start:?}")
}

fn json(function: &Function, body: &[u8]) -> Option<Answer> {
    let Ok(Json::Object(object)) = serde_json::from_slice::<Json>(body) else { return None };
    let execution = object.get("header").and_then(|header| header.get("functionExecutionStatus"));
    let text = |value: Option<&Json>| value.and_then(Json::as_str).map(str::to_owned);
    let Some(status) = text(execution.and_then(|execution| execution.get("status"))) else {
        let says = "there is no header.functionExecutionStatus.status".to_owned();
        return Some(Answer::bare(Outcome::Unreadable(says), None));
    };
    let data = execution.and_then(|execution| execution.get("statusCodeData"));
    let code = |name: &str| text(data.and_then(|data| data.get(name))).unwrap_or_default();
    let outcome = match status.as_str() {
        "Executed-Success" | "Executed-WithWarning" => Outcome::Executed(status),
        "Failed" | "Expired" => {
            Outcome::Failed { subject: code("subjectCode"), reason: code("reasonCode"), message: code("message") }
        }
        other => Outcome::Unreadable(format!("an unknown status {other:?}")),
    };
    let mut answer = Answer::bare(outcome, None);
    for member in &function.response {
        match object.get(&member.name) {
            Some(Json::String(text)) => take(&mut answer, member, text),
            Some(other) => {
                if let Some(value) = Value::literal(other) {
                    answer.texts.push((member.name.clone(), value));
                }
            }
            None => {}
        }
    }
    Some(answer)
}

fn take(answer: &mut Answer, member: &Member, text: &str) {
    let octets = match member.kind {
        MemberType::Tlv(_) | MemberType::Octets => match STANDARD.decode(text) {
            Ok(octets) => Some(octets),
            Err(error) => {
                answer.oddities.push(format!("{} is not strict base64: {error}", member.name));
                let tidy: String = text.chars().filter(|c| !c.is_whitespace()).collect();
                STANDARD.decode(tidy).ok()
            }
        },
        MemberType::Hex => {
            if text.bytes().any(|c| !matches!(c, b'0'..=b'9' | b'A'..=b'F')) || text.is_empty() || text.len() > 32 {
                answer.oddities.push(format!("{} is not 2 to 32 upper-case hexadecimal digits", member.name));
            }
            hex::decode(text).ok()
        }
        MemberType::Text | MemberType::Json => {
            answer.texts.push((member.name.clone(), Value::Text(text.to_owned())));
            return;
        }
    };
    if let Some(octets) = octets {
        answer.members.push((member.name.clone(), member.kind.clone(), octets));
    }
}

fn asn1(function: &Function, body: &[u8]) -> Answer {
    let dictionary = rsptest_wire::Dictionary::sgp22();
    let structure = "RemoteProfileProvisioningResponse";
    let findings = rsptest_wire::read(dictionary, structure, body).map(|tree| tree.findings).unwrap_or_default();
    let unreadable = |says: String| Answer::bare(Outcome::Unreadable(says), None);
    // A2 { BFxx { A0 ok | 81 error } }
    let Ok((outer, _)) = rsp_asn1::tlv::first(body) else { return unreadable("the body is no DER".into()) };
    let alternative = rsp_asn1::tlv::first(outer.content).ok().filter(|_| outer.tag == 0xA2);
    let Some((alternative, _)) = alternative else {
        return unreadable("the body is no RemoteProfileProvisioningResponse".into());
    };
    let Ok((result, _)) = rsp_asn1::tlv::first(alternative.content) else {
        return unreadable("the answer holds neither result nor error".into());
    };
    let oddities = findings.iter().filter(|f| f.kind != rsptest_wire::FindingKind::Extension).map(ToString::to_string);
    let mut answer = match result.tag {
        0x81 => {
            let number = result.content.iter().fold(0, |sum: i64, octet| sum << 8 | i64::from(*octet));
            Answer::bare(Outcome::Asn1Error(number), None)
        }
        0xA0 => Answer::bare(Outcome::Executed("Executed-Success".into()), None),
        tag => return unreadable(format!("an alternative {tag:X} that is not known")),
    };
    answer.oddities = oddities.collect();
    if result.tag == 0xA0 {
        // Members come in the order of the function table, and each is there.
        let fields = rsp_asn1::tlv::all(result.content).unwrap_or_default();
        for (member, field) in function.response.iter().zip(fields) {
            let octets = match member.kind {
                MemberType::Tlv(_) => field.whole,
                _ => field.content,
            };
            answer.members.push((member.name.clone(), member.kind.clone(), octets.to_vec()));
        }
    }
    answer
}
