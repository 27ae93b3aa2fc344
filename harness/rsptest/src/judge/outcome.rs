//! Whether a call ended as its step asks for.

use super::answer::{Answer, Outcome};
use crate::case::Function;
use rsp_transport::TransportFault;

/// What there is to say of how a call ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// As asked for; remarks for the report.
    Good(Vec<String>),
    /// Not what a SHOULD asks for.
    Doubtful(String),
    /// Accepted what was to be refused, or refused what was to be accepted, or no orderly answer.
    Bad(String),
    /// Refused, but not for the stated reason.
    WrongReason(String),
    /// The entity cannot be reached: nothing can be said of it.
    Unreachable(String),
}

/// How a refusal was asked for.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// `refuse`
    pub refuse: Option<&'a str>,
    /// `tolerate`
    pub tolerate: &'a [&'a str],
}

/// Judges how a call ended.
pub fn judge(function: &Function, answer: &Answer, refuse: Option<&str>, tolerate: &[&str]) -> Judgement {
    let asked = Asked { refuse, tolerate };
    if let Outcome::Silence(fault) = &answer.outcome {
        return silence(fault, asked);
    }
    match asked.refuse {
        None => accepted(function, answer),
        Some("any") => any(answer, asked),
        Some("malformed") => malformed(answer, asked),
        Some(name) => named(function, answer, name, asked),
    }
}

fn tolerated(answer: &Answer, asked: Asked<'_>, word: &str) -> Option<Judgement> {
    asked.tolerate.contains(&word).then(|| Judgement::Good(vec![format!("tolerated: {}", answer.summary())]))
}

/// Whether this fault keeps us from the entity, so that nothing can be said of it.
pub fn unreachable(fault: &TransportFault) -> bool {
    matches!(
        fault,
        TransportFault::Refused
            | TransportFault::Unreachable
            | TransportFault::TimeoutConnecting
            | TransportFault::TimeoutHandshaking
            | TransportFault::Tls(_)
    )
}

fn silence(fault: &TransportFault, asked: Asked<'_>) -> Judgement {
    let says = fault.to_string();
    match fault {
        fault if unreachable(fault) => Judgement::Unreachable(says),
        TransportFault::Reset | TransportFault::ClosedBeforeAnswer if asked.tolerate.contains(&"closed") => {
            Judgement::Good(vec![format!("tolerated: {says}")])
        }
        _ => Judgement::Bad(says),
    }
}

fn accepted(function: &Function, answer: &Answer) -> Judgement {
    match &answer.outcome {
        Outcome::Executed(_) if function.notification => {
            Judgement::Bad("a notification function is answered with HTTP 204 and no body, here with HTTP 200".into())
        }
        Outcome::Executed(status) if status == "Executed-WithWarning" => {
            Judgement::Good(vec!["executed with a warning".into()])
        }
        Outcome::Executed(_) | Outcome::NoContent => Judgement::Good(Vec::new()),
        _ => Judgement::Bad(format!("the call was to be executed, and ended with {}", answer.summary())),
    }
}

fn any(answer: &Answer, asked: Asked<'_>) -> Judgement {
    match &answer.outcome {
        Outcome::Failed { .. } | Outcome::Asn1Error(_) => Judgement::Good(Vec::new()),
        Outcome::Http(400..=499) | Outcome::StatusWord(_) => Judgement::Good(Vec::new()),
        Outcome::Http(status) => {
            Judgement::Doubtful(format!("refused with HTTP {status}: an error of the server, not of the request"))
        }
        Outcome::Executed(_) | Outcome::NoContent => tolerated(answer, asked, "accepted").unwrap_or_else(|| {
            Judgement::Bad(format!("the call was to be refused, and was accepted: {}", answer.summary()))
        }),
        _ => Judgement::Bad(format!("the call was to be refused, and ended with {}", answer.summary())),
    }
}

fn malformed(answer: &Answer, asked: Asked<'_>) -> Judgement {
    match any(answer, asked) {
        Judgement::Bad(says) => Judgement::Bad(format!("a request that cannot be read: {says}")),
        other => other,
    }
}

fn named(function: &Function, answer: &Answer, name: &str, asked: Asked<'_>) -> Judgement {
    let names: Vec<&str> = match &answer.outcome {
        Outcome::Executed(_) | Outcome::NoContent => {
            return tolerated(answer, asked, "accepted").unwrap_or_else(|| {
                Judgement::Bad(format!(
                    "the call was to be refused with {name}, and was accepted: {}",
                    answer.summary()
                ))
            });
        }
        Outcome::Failed { subject, reason, .. } => function.named(subject, reason),
        Outcome::Asn1Error(number) => {
            // What has no number of its own is undefinedError(127).
            let unnamed = function.error(name).is_some_and(|error| error.asn1.is_none());
            if (unnamed && *number == 127) || function.error(name).is_some_and(|error| error.is_number(*number)) {
                return Judgement::Good(Vec::new());
            }
            function.numbered(*number)
        }
        // A case may ask for a status word by its digits, or let any through.
        Outcome::StatusWord(sw) if name == format!("{sw:04X}") => return Judgement::Good(Vec::new()),
        Outcome::StatusWord(sw)
            if asked.tolerate.contains(&"status-word") || asked.tolerate.contains(&format!("{sw:04X}").as_str()) =>
        {
            return Judgement::Good(vec![format!("tolerated: {}", answer.summary())]);
        }
        Outcome::Http(400..=499) if asked.tolerate.contains(&"http-4xx") => {
            return Judgement::Good(vec![format!("tolerated: {}", answer.summary())]);
        }
        _ => {
            return Judgement::WrongReason(format!(
                "the call was to be refused with {name}, and ended with {}",
                answer.summary()
            ));
        }
    };
    if names.contains(&name) {
        return Judgement::Good(Vec::new());
    }
    if let Some(other) = names.iter().find(|other| asked.tolerate.contains(other)) {
        return Judgement::Good(vec![format!("refused with {other}, which is tolerated in place of {name}")]);
    }
    if asked.tolerate.contains(&"any") {
        return Judgement::Good(vec![format!(
            "refused with {}, which is tolerated in place of {name}",
            answer.summary()
        )]);
    }
    // Codes of the platform under the function say nothing of the reason; they are seen in the field.
    let generic = matches!(&answer.outcome, Outcome::Failed { subject, .. } if subject.starts_with("1."));
    if generic {
        return Judgement::Doubtful(format!("refused with a generic code, {}, in place of {name}", answer.summary()));
    }
    Judgement::WrongReason(format!("the call was to be refused with {name}, and was refused with {}", answer.summary()))
}
