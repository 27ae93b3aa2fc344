//! A card's answer as the harness reads it.

use super::answer::{Answer, Outcome};
use crate::case::{Function, MemberType};
use crate::engine::value::Value;
use rsp_euicc::Response;
use rsptest_wire::{Dictionary, FindingKind, Path};

/// Whether a status word says that the command was carried out.
pub fn success(sw: u16) -> bool {
    matches!(sw >> 8, 0x90 | 0x91 | 0x61)
}

impl Answer {
    /// The answer to a whole command of ES10: a structure, or a status word.
    pub fn of_es10(function: &Function, response: &Response) -> Self {
        let Some(es10) = &function.es10 else { return Self::of_apdu(response) };
        let mut answer = Self::of_apdu(response);
        if !success(response.sw) {
            return answer;
        }
        if response.data.is_empty() {
            // Only a package that is not whole yet is answered with nothing.
            if function.short_name() != "LoadBoundProfilePackage" {
                answer.outcome = Outcome::Unreadable(format!("{:04X} without the data that is due", response.sw));
            }
            return answer;
        }
        let dictionary = Dictionary::sgp22();
        let read = rsptest_wire::read(dictionary, &es10.response, &response.data);
        let findings = read.map(|tree| tree.findings).unwrap_or_default();
        let odd = findings.iter().filter(|finding| finding.kind != FindingKind::Extension);
        answer.oddities = odd.map(ToString::to_string).collect();
        answer.members.push((String::new(), MemberType::Tlv(es10.response.clone()), response.data.clone()));
        let tag = dictionary.get(&es10.response).and_then(|structure| structure.tag);
        let begins = tag.is_none_or(|tag| response.data.starts_with(&tag.to_octets()));
        if !begins {
            let start = hex::encode_upper(&response.data[..response.data.len().min(8)]);
            answer.outcome = Outcome::Unreadable(format!("the answer is no {}: it begins with {start}", es10.response));
            return answer;
        }
        let number = |path: &String| -> Option<i64> {
            let path = Path::parse(path).ok()?;
            match rsptest_wire::value_at(dictionary, &es10.response, &response.data, &path).ok()?.value {
                rsptest_wire::Value::Integer { value, .. } => i64::try_from(value).ok(),
                _ => None,
            }
        };
        if let Some(error) = es10.error.as_ref().and_then(number) {
            answer.outcome = Outcome::Asn1Error(error);
        } else if let Some(path) = &es10.result {
            answer.outcome = match number(path) {
                Some(0) => answer.outcome,
                Some(error) => Outcome::Asn1Error(error),
                None => Outcome::Unreadable(format!("the answer holds no {path}")),
            };
        }
        answer
    }

    /// The answer to reset, as `atr`.
    pub fn of_reset(atr: Vec<u8>) -> Self {
        let mut answer = Self::bare(Outcome::Executed("reset".into()), None);
        answer.texts.push(("atr".into(), Value::octets(atr)));
        answer
    }

    /// The answer to one command APDU.
    pub fn of_apdu(response: &Response) -> Self {
        let sw = format!("{:04X}", response.sw);
        let outcome =
            if success(response.sw) { Outcome::Executed(sw.clone()) } else { Outcome::StatusWord(response.sw) };
        let mut answer = Self::bare(outcome, None);
        answer.texts.push(("sw".into(), Value::Text(sw)));
        answer.texts.push(("data".into(), Value::octets(response.data.clone())));
        answer
    }
}
