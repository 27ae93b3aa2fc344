//! The lines between us and a driver program.

use crate::card::CardFault;
use serde::{Deserialize, Serialize};

/// What is asked.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::card) struct Request {
    #[serde(rename = "type")]
    kind: String,
    pub(in crate::card) payload: RequestPayload,
}

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::card) struct RequestPayload {
    /// Which function.
    pub(in crate::card) func: String,
    /// Hexadecimal, or nothing.
    #[serde(default)]
    pub(in crate::card) param: Option<String>,
}

/// What is answered.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::card) struct Answer {
    #[serde(rename = "type")]
    kind: String,
    payload: AnswerPayload,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct AnswerPayload {
    ecode: i64,
    #[serde(default)]
    data: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    channels: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fault: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

/// The only kind of message: lpac has others for HTTP.
const KIND: &str = "apdu";

impl Request {
    pub(in crate::card) fn new(func: &str, param: Option<String>) -> Self {
        Self { kind: KIND.into(), payload: RequestPayload { func: func.into(), param } }
    }

    /// Reads a line.
    pub(in crate::card) fn read(line: &[u8]) -> Result<Self, String> {
        let request: Self = serde_json::from_slice(line).map_err(|error| error.to_string())?;
        if request.kind == KIND { Ok(request) } else { Err(format!("the type is {:?}, not {KIND:?}", request.kind)) }
    }
}

impl Answer {
    /// Success with this data.
    pub(in crate::card) fn ok(data: Option<String>) -> Self {
        Self { kind: KIND.into(), payload: AnswerPayload { data, ..AnswerPayload::default() } }
    }

    /// A channel that was opened.
    pub(in crate::card) fn opened(channel: u8) -> Self {
        let payload = AnswerPayload { ecode: channel.into(), ..AnswerPayload::default() };
        Self { kind: KIND.into(), payload }
    }

    /// A request that is not understood.
    pub(in crate::card) fn refused(says: &str) -> Self {
        let payload = AnswerPayload { ecode: -1, message: Some(says.to_owned()), ..AnswerPayload::default() };
        Self { kind: KIND.into(), payload }
    }

    /// Why there is no answer of the card.
    pub(in crate::card) fn faulty(fault: &CardFault) -> Self {
        let name = match fault {
            CardFault::Unavailable(_) => "unavailable",
            CardFault::NoCard(_) => "no-card",
            CardFault::Gone(_) => "gone",
            CardFault::Reset(_) => "reset",
            CardFault::Mute(_) | CardFault::Unreadable(_) => "mute",
        };
        let mut answer = Self::refused(&fault.to_string());
        answer.payload.fault = Some(name.into());
        answer
    }

    /// Reads a line.
    pub(in crate::card) fn read(line: &[u8]) -> Result<Self, CardFault> {
        let unreadable = |says: String| {
            let start: String = String::from_utf8_lossy(line).chars().take(64).collect();
            CardFault::Unreadable(format!("the driver wrote {start:?}: {says}"))
        };
        let answer: Self = serde_json::from_slice(line).map_err(|error| unreadable(error.to_string()))?;
        if answer.kind == KIND {
            Ok(answer)
        } else {
            Err(unreadable(format!("the type is {:?}, not {KIND:?}", answer.kind)))
        }
    }

    pub(in crate::card) fn ecode(&self) -> i64 {
        self.payload.ecode
    }

    pub(in crate::card) fn data(&self) -> Option<&str> {
        self.payload.data.as_deref()
    }

    /// Whether the driver opens channels itself.
    pub(in crate::card) fn channels(&self) -> bool {
        self.payload.channels
    }

    /// The fault that an `ecode` of no success stands for. Opening a channel answers its number there.
    pub(in crate::card) fn fault(&self, func: &str) -> Option<CardFault> {
        let payload = &self.payload;
        if payload.ecode == 0 || (func == "logic_channel_open" && payload.ecode > 0) {
            return None;
        }
        let words = payload.message.as_deref().map(|message| format!(": {}", printable(message))).unwrap_or_default();
        let says = format!("the driver answered {func} with ecode {}{words}", payload.ecode);
        Some(match payload.fault.as_deref() {
            Some("no-card") => CardFault::NoCard(says),
            Some("gone") => CardFault::Gone(says),
            Some("reset") => CardFault::Reset(says),
            Some("mute") => CardFault::Mute(says),
            _ if func == "transmit" => CardFault::Mute(says),
            _ => CardFault::Unavailable(says),
        })
    }
}

/// A driver's words as they may be shown: a terminal must not obey them.
fn printable(message: &str) -> String {
    message.chars().take(500).map(|c| if c.is_control() { ' ' } else { c }).collect()
}
