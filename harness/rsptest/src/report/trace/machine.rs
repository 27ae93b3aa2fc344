//! The machine's form of a trace. Two runs with the same seed against the same entity differ at most below `timing`.

use super::{Step, Steps};
use crate::bench::ApduRecord;
use crate::engine::event::{CardRecord, CaseKey, CaseResult, ExchangeRecord};
use crate::engine::verdict::Verdict;
use crate::report::json::seconds;
use serde::{Deserialize, Serialize};

/// Octets of one message that are written; a trace must not fill a disk because an entity answers without end.
const MOST: usize = 1 << 20;

/// One case, or one variant of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseTrace {
    /// Full id of the case.
    pub case: String,
    /// Id of the variant; empty for a case without variants.
    pub variant: String,
    /// The verdict; none where the run ended before it.
    pub verdict: Option<Verdict>,
    /// Why, in one line.
    pub message: String,
    /// What happened, in order.
    pub steps: Vec<TraceStep>,
    /// Further steps, of which nothing is kept.
    pub steps_left_out: usize,
    /// How long it took.
    pub timing: CaseTiming,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum TraceStep {
    /// A message to the entity under test and what came back.
    Exchange {
        /// Number within the case, from 1.
        number: usize,
        /// Who sent it.
        from: String,
        /// Whom it went to.
        to: String,
        /// For example `ES9+.AuthenticateClient`.
        function: String,
        /// What was altered; empty where nothing was.
        tampered: String,
        /// Octets sent, head and body, in hex: at most the first 1048576.
        sent: String,
        /// How many octets were sent.
        sent_length: usize,
        /// Octets received, head and body, in hex: at most the first 1048576.
        received: String,
        /// How many octets were received.
        received_length: usize,
        /// What became of it: `200`, `timeout before the answer` ...
        outcome: String,
        /// When, and how long.
        timing: StepTiming,
    },
    /// Our LPA asked our card.
    Card {
        /// For example `ES10b.AuthenticateServer`.
        function: String,
        /// What was altered; empty where nothing was.
        tampered: String,
        /// Data of the STORE DATA chain, in hex: at most the first 1048576 octets.
        sent: String,
        /// Response data, in hex: at most the first 1048576 octets.
        received: String,
        /// Status word, four hex digits, or what became of it.
        outcome: String,
        /// The APDUs, where it went through APDUs.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        apdus: Vec<TraceApdu>,
    },
}

/// One command APDU and what came back, in hex.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TraceApdu {
    /// The command.
    pub command: String,
    /// Data and status word, or why nothing came.
    pub response: String,
}

/// When a step was, and how long it took: what may differ between equal runs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct StepTiming {
    /// Seconds since the case began.
    pub at: f64,
    /// Seconds from sending to the end of the answer.
    pub seconds: f64,
}

/// How long a case took: what may differ between equal runs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CaseTiming {
    /// Seconds from its beginning to its verdict; 0 without a verdict.
    pub seconds: f64,
}

impl CaseTrace {
    pub(super) fn new(key: &CaseKey, steps: &Steps, result: Option<&CaseResult>) -> Self {
        Self {
            case: key.case.to_string(),
            variant: key.variant.to_string(),
            verdict: result.map(|result| result.verdict),
            message: result.map(|result| result.message.clone()).unwrap_or_default(),
            steps: steps.kept.iter().map(TraceStep::from).collect(),
            steps_left_out: steps.left_out,
            timing: CaseTiming { seconds: result.map_or(0.0, |result| seconds(result.elapsed)) },
        }
    }
}

impl From<&Step> for TraceStep {
    fn from(step: &Step) -> Self {
        match step {
            Step::Exchange(record) => record.as_ref().into(),
            Step::Card(record) => record.as_ref().into(),
        }
    }
}

impl From<&ExchangeRecord> for TraceStep {
    fn from(record: &ExchangeRecord) -> Self {
        Self::Exchange {
            number: record.number,
            from: record.from.clone(),
            to: record.to.clone(),
            function: record.function.clone(),
            tampered: record.tampered.clone(),
            sent: in_hex(&record.sent),
            sent_length: record.sent.len(),
            received: in_hex(&record.received),
            received_length: record.received.len(),
            outcome: record.outcome.clone(),
            timing: StepTiming { at: seconds(record.at), seconds: seconds(record.elapsed) },
        }
    }
}

impl From<&CardRecord> for TraceStep {
    fn from(record: &CardRecord) -> Self {
        Self::Card {
            function: record.function.clone(),
            sent: in_hex(&record.command),
            received: in_hex(&record.response),
            tampered: record.tampered.clone(),
            outcome: record.outcome.clone(),
            apdus: record.apdus.iter().map(TraceApdu::from).collect(),
        }
    }
}

impl From<&ApduRecord> for TraceApdu {
    fn from(record: &ApduRecord) -> Self {
        Self {
            command: in_hex(&record.command),
            response: record.fault.clone().unwrap_or_else(|| in_hex(&record.response)),
        }
    }
}

fn in_hex(octets: &[u8]) -> String {
    hex::encode(&octets[..octets.len().min(MOST)])
}
