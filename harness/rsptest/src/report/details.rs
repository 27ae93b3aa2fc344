//! What a report says about a verdict that is no plain pass, as labelled rows: the same words on the terminal,
//! in JUnit and in traces.

use super::text::{hex_elided, one_line};
use crate::engine::event::{CaseResult, Finding, RequirementText};

/// Octets of a finding that are shown; results.json and the trace have more.
const OCTETS: usize = 64;
/// Longest row, in characters.
const ROW: usize = 2000;

/// Rows of label and one-line text, in the order in which they are shown. Rows without text are left out.
pub(crate) fn rows(result: &CaseResult) -> Vec<(&'static str, String)> {
    let mut rows = Vec::new();
    let mut row = |label, text: &str| {
        if !text.is_empty() {
            rows.push((label, one_line(text, ROW)));
        }
    };
    let said = result.finding.as_ref().map_or("", |finding| &finding.message);
    if let Some(requirement) = result.finding.as_ref().and_then(|finding| finding.requirement.as_ref()) {
        row("requirement", &quoted(requirement));
    } else if !result.requirements.is_empty() {
        row("covers", &result.requirements.join(", "));
    }
    row("message", if said.is_empty() { &result.message } else { said });
    if !said.is_empty() && said != result.message {
        row("", &result.message);
    }
    if let Some(finding) = &result.finding {
        row("place", &place(finding));
        row("expected", &finding.expected);
        row("got", &finding.got);
        row("octets", &hex_elided(&finding.octets, OCTETS));
    }
    if let Some(finding) = &result.finding {
        row("replay", &finding.replay);
    }
    for note in &result.notes {
        row("note", note);
    }
    rows
}

/// The rows as lines with their texts under each other, each line behind `indent`.
pub(crate) fn lines(result: &CaseResult, indent: &str) -> String {
    let rows = rows(result);
    let widest = rows.iter().map(|(label, _)| label.len()).max().unwrap_or_default();
    rows.iter().map(|(label, text)| format!("{indent}{label:widest$}  {text}\n")).collect()
}

fn quoted(requirement: &RequirementText) -> String {
    let RequirementText { id, clause, strength, says } = requirement;
    let strength = strength.to_uppercase();
    let parts = [id.as_str(), &strength, clause, says];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ")
}

fn place(finding: &Finding) -> String {
    match (finding.place.as_str(), finding.field.as_str()) {
        (place, "") => place.to_owned(),
        ("", field) => field.to_owned(),
        (place, field) => format!("{place}, {field}"),
    }
}
