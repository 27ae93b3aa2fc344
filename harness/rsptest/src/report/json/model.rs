//! The shape of `results.json`. Field names are public interface; the committed schema is made from these types.

use crate::engine::event::{CaseKey, CaseResult, Finding, RequirementText, RunInfo};
use crate::engine::verdict::{Counts, Verdict};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;

/// Octets of a finding that are written; the trace has all of them.
const OCTETS: usize = 65_536;

/// One run. The same run gives the same file, except for `date` and `seconds`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "Results of an rsptest run")]
pub struct Results {
    /// What the run was about.
    pub run: Run,
    /// How often each verdict was given.
    pub counts: VerdictCounts,
    /// All verdicts, sorted by case and variant.
    pub verdicts: Vec<VerdictEntry>,
}

/// What a run was about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Run {
    /// What was under test.
    pub product: String,
    /// The kind of entity, for example `sm-dp-plus`.
    pub entity: String,
    /// Specification versions that the target declares, by specification.
    pub versions: BTreeMap<String, String>,
    /// Options that the target declares, by name.
    pub options: BTreeMap<String, bool>,
    /// Version of rsptest.
    pub tool: String,
    /// A digest of the case set.
    pub case_set: String,
    /// The seed, in hex.
    pub seed: String,
    /// When the run began: RFC 3339, UTC.
    pub date: String,
    /// How long the run took, in seconds with three decimals.
    pub seconds: f64,
    /// Verdicts that were to be given; more than `counts.total` if the run did not come to its end.
    pub planned: usize,
}

/// How often each verdict was given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct VerdictCounts {
    /// Every MUST held.
    pub pass: usize,
    /// A SHOULD did not hold.
    pub warn: usize,
    /// A MUST did not hold.
    pub fail: usize,
    /// Refused, but not for the stated reason.
    pub wrong_reason: usize,
    /// The initial conditions were not met.
    pub inconclusive: usize,
    /// The target, the credentials or the build lack an option.
    pub not_applicable: usize,
    /// A failure that the baseline expects.
    pub expected_fail: usize,
    /// A pass where the baseline expects a failure.
    pub unexpected_pass: usize,
    /// The harness itself failed.
    pub broken: usize,
    /// All of them.
    pub total: usize,
}

/// One variant of a case and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VerdictEntry {
    /// Full id, for example `sgp22/sm-dp-plus/es9plus/authenticate-client/bad-euicc-signature1`.
    pub case: String,
    /// Id of the variant; empty for a case without variants.
    pub variant: String,
    /// What the case shows, in one line.
    pub title: String,
    /// The case file.
    pub file: String,
    /// Line of the case in it, from 1.
    pub line: usize,
    /// The verdict.
    pub verdict: Verdict,
    /// Ids of the requirements that the case covers.
    pub requirements: Vec<String>,
    /// How long it took, in seconds with three decimals.
    pub seconds: f64,
    /// Why, in one line; empty for a plain pass.
    pub message: String,
    /// Details of anything that is no plain pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<FindingEntry>,
    /// Remarks: tolerated deviations, things that were seen by the way.
    pub notes: Vec<String>,
}

/// What did not hold, where, and how to see it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FindingEntry {
    /// The requirement, where one is concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requirement: Option<RequirementEntry>,
    /// What was expected and what came, in one line.
    pub message: String,
    /// The message it was seen in, for example `answer to ES9+.AuthenticateClient`.
    pub place: String,
    /// The field, for example `smdpSigned2.transactionId`; may be empty.
    pub field: String,
    /// What was expected; may be empty.
    pub expected: String,
    /// What came; may be empty.
    pub got: String,
    /// The octets concerned, in hex: the first 65536 of them.
    pub octets: String,
    /// How many octets are concerned.
    pub octets_length: usize,
    /// The step's place in the case file, drawn.
    pub drawn: String,
    /// A command line that shows it again.
    pub replay: String,
}

/// A requirement of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RequirementEntry {
    /// For example `SGP22-5.6.3-06`.
    pub id: String,
    /// For example `SGP.22 §5.6.3`.
    pub clause: String,
    /// `must`, `should` or `may`.
    pub strength: String,
    /// The requirement in the catalogue's words.
    pub says: String,
}

impl Run {
    /// What was told when the run began, and how long it took.
    pub fn new(info: &RunInfo, elapsed: Duration) -> Self {
        Self {
            product: info.product.clone(),
            entity: info.entity.clone(),
            versions: info.versions.iter().cloned().collect(),
            options: info.options.iter().cloned().collect(),
            tool: info.tool_version.clone(),
            case_set: info.case_set.clone(),
            seed: info.seed.clone(),
            date: info.date.clone(),
            seconds: seconds(elapsed),
            planned: info.planned,
        }
    }
}

impl From<&Counts> for VerdictCounts {
    fn from(counts: &Counts) -> Self {
        Self {
            pass: counts.of(Verdict::Pass),
            warn: counts.of(Verdict::Warn),
            fail: counts.of(Verdict::Fail),
            wrong_reason: counts.of(Verdict::WrongReason),
            inconclusive: counts.of(Verdict::Inconclusive),
            not_applicable: counts.of(Verdict::NotApplicable),
            expected_fail: counts.of(Verdict::ExpectedFail),
            unexpected_pass: counts.of(Verdict::UnexpectedPass),
            broken: counts.of(Verdict::Broken),
            total: counts.total(),
        }
    }
}

impl VerdictEntry {
    /// A case and its result.
    pub fn new(key: &CaseKey, result: &CaseResult) -> Self {
        Self {
            case: key.case.to_string(),
            variant: key.variant.to_string(),
            title: key.title.to_string(),
            file: key.file.to_string(),
            line: key.line,
            verdict: result.verdict,
            requirements: result.requirements.clone(),
            seconds: seconds(result.elapsed),
            message: result.message.clone(),
            finding: result.finding.as_ref().map(FindingEntry::from),
            notes: result.notes.clone(),
        }
    }
}

impl From<&Finding> for FindingEntry {
    fn from(finding: &Finding) -> Self {
        Self {
            requirement: finding.requirement.as_ref().map(RequirementEntry::from),
            message: finding.message.clone(),
            place: finding.place.clone(),
            field: finding.field.clone(),
            expected: finding.expected.clone(),
            got: finding.got.clone(),
            octets: hex::encode(&finding.octets[..finding.octets.len().min(OCTETS)]),
            octets_length: finding.octets.len(),
            drawn: finding.drawn.clone(),
            replay: finding.replay.clone(),
        }
    }
}

impl From<&RequirementText> for RequirementEntry {
    fn from(text: &RequirementText) -> Self {
        let RequirementText { id, clause, strength, says } = text.clone();
        Self { id, clause, strength, says }
    }
}

/// Seconds with three decimals.
pub(crate) fn seconds(time: Duration) -> f64 {
    // Whole milliseconds below 2^53 are exact, and so is the shortest decimal that is written for the quotient.
    time.as_millis() as f64 / 1000.0
}
