//! A run is a stream of events. Terminal, JUnit, JSON and traces are listeners; what is not in the events is
//! not in a report.

use super::verdict::{Counts, Verdict};
use std::sync::Arc;
use std::time::Duration;

/// One verdict's name: the case, its variant, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CaseKey {
    /// The full id, for example `sgp22/sm-dp-plus/es9plus/authenticate-client/bad-euicc-signature1`.
    pub case: Arc<str>,
    /// The variant's id; empty for a case without variants.
    pub variant: Arc<str>,
    /// What the case shows, in one line.
    pub title: Arc<str>,
    /// The file it stands in, and the line of its id.
    pub file: Arc<str>,
    /// Line of the case, from 1.
    pub line: usize,
}

impl CaseKey {
    /// `case` or `case[variant]`.
    pub fn full(&self) -> String {
        if self.variant.is_empty() { self.case.to_string() } else { format!("{}[{}]", self.case, self.variant) }
    }

    /// The id of the interface folder, for example `sgp22/sm-dp-plus/es9plus`.
    pub fn interface(&self) -> &str {
        let ends = self.case.match_indices('/').map(|(at, _)| at);
        ends.take(3).last().map_or(&self.case, |at| &self.case[..at])
    }

    /// The id of the function's file, for example `sgp22/sm-dp-plus/es9plus/authenticate-client`.
    pub fn function(&self) -> &str {
        self.case.rsplit_once('/').map_or(&self.case, |(function, _)| function)
    }
}

/// What a run is about.
#[derive(Debug, Clone)]
pub struct RunInfo {
    /// What is under test, for example `embedded reference SM-DP+` or the target file's `product`.
    pub product: String,
    /// The kind of entity: `sm-dp-plus`.
    pub entity: String,
    /// Specification versions the target declares.
    pub versions: Vec<(String, String)>,
    /// Options the target declares.
    pub options: Vec<(String, bool)>,
    /// Version of rsptest.
    pub tool_version: String,
    /// A digest of the case set.
    pub case_set: String,
    /// The seed, in hex.
    pub seed: String,
    /// When the run began, RFC 3339, UTC.
    pub date: String,
    /// Verdicts that are to be given.
    pub planned: usize,
}

/// One message to the entity under test and what came back.
#[derive(Debug, Clone)]
pub struct ExchangeRecord {
    /// Number within the case, from 1.
    pub number: usize,
    /// Who sent it: `lpa`, `operator`, ...
    pub from: String,
    /// Whom it went to: `sm-dp-plus`.
    pub to: String,
    /// The function, for example `ES9+.AuthenticateClient`.
    pub function: String,
    /// What was altered, in one line; empty where nothing was.
    pub tampered: String,
    /// Octets sent, head and body.
    pub sent: Vec<u8>,
    /// Octets received, head and body.
    pub received: Vec<u8>,
    /// Named ASN.1 objects in either direction: (`>` or `<`, member name, structure name, octets).
    pub objects: Vec<(char, String, String, Vec<u8>)>,
    /// What became of it: `200`, `timeout before the answer`, ...
    pub outcome: String,
    /// Since the case began.
    pub at: Duration,
    /// From sending to the end of the answer.
    pub elapsed: Duration,
    /// TLS key log lines of the connection, where they were asked for.
    pub key_log: Vec<String>,
}

/// A command to a card, our own or the one under test, shown in the trace.
#[derive(Debug, Clone)]
pub struct CardRecord {
    /// For example `ES10b.AuthenticateServer`.
    pub function: String,
    /// What was altered, in one line; empty where nothing was.
    pub tampered: String,
    /// The dictionary's names of request and answer, where they are known.
    pub structures: [String; 2],
    /// The data field of the STORE DATA chain, or a whole command APDU.
    pub command: Vec<u8>,
    /// Response data.
    pub response: Vec<u8>,
    /// What became of it: the status word, or more.
    pub outcome: String,
    /// The APDUs it took, where it went through APDUs.
    pub apdus: Vec<crate::bench::ApduRecord>,
    /// Since the case began.
    pub at: Duration,
    /// How long it took.
    pub elapsed: Duration,
}

/// A requirement as reports quote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequirementText {
    /// `SGP22-5.6.3-06`
    pub id: String,
    /// `SGP.22 §5.6.3`
    pub clause: String,
    /// `must`, `should`, `may`
    pub strength: String,
    /// Our own words.
    pub says: String,
}

/// What did not hold, where, and how to see it again.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The requirement, where one is concerned.
    pub requirement: Option<RequirementText>,
    /// One line: what was expected and what came.
    pub message: String,
    /// The message it was seen in, for example `answer to ES9+.AuthenticateClient`.
    pub place: String,
    /// The field, for example `smdpSigned2.transactionId`; may be empty.
    pub field: String,
    /// What was expected; may be empty.
    pub expected: String,
    /// What came; may be empty.
    pub got: String,
    /// The octets concerned; may be empty.
    pub octets: Vec<u8>,
    /// The step's place in the case file, drawn: the diagnostic without colour.
    pub drawn: String,
    /// A command line that shows it again.
    pub replay: String,
}

/// How one verdict came about.
#[derive(Debug, Clone)]
pub struct CaseResult {
    /// The verdict.
    pub verdict: Verdict,
    /// Ids of the requirements that the case covers.
    pub requirements: Vec<String>,
    /// How long it took.
    pub elapsed: Duration,
    /// One line: why. Empty for a plain pass.
    pub message: String,
    /// Details of anything that is no plain pass.
    pub finding: Option<Finding>,
    /// Remarks: tolerated deviations, things that were seen by the way.
    pub notes: Vec<String>,
}

/// What happens in a run.
#[derive(Debug, Clone)]
pub enum Event {
    /// Before the first case.
    RunStarted(Arc<RunInfo>),
    /// A case begins.
    CaseStarted(CaseKey),
    /// A message went to the entity under test and something, or nothing, came back.
    Exchange(CaseKey, Arc<ExchangeRecord>),
    /// Our LPA asked our card.
    Card(CaseKey, Arc<CardRecord>),
    /// A case has its verdict.
    CaseFinished(CaseKey, Arc<CaseResult>),
    /// After the last case.
    RunFinished {
        /// How often each verdict was given.
        counts: Counts,
        /// How long the run took.
        elapsed: Duration,
    },
}

/// Something that makes a report of the events, in the order in which they come. Events of cases that run in
/// parallel are mixed; each carries its key.
pub trait Listener: Send {
    /// One event.
    fn event(&mut self, event: &Event);
}
