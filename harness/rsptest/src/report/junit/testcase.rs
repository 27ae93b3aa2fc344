//! One verdict as a `testcase`: names, outcome and texts.

use super::xml_text::{attribute, content};
use crate::engine::event::{CaseKey, CaseResult};
use crate::engine::verdict::Verdict;
use crate::report::details;
use crate::report::text::{block, one_line, visible};
use quick_xml::Writer;
use quick_xml::events::BytesText;
use std::io::{self, Write};
use std::time::Duration;

/// Octets of one name, as written.
const NAME: usize = 2 * 1024;
/// Characters of a message that stands in an attribute.
const MESSAGE: usize = 200;
/// Octets of the text of a failure, as written. With names, message and system-out: below 64 KiB for a testcase.
const TEXT: usize = 40 * 1024;
/// Octets of the drawn place in it, so that what follows has room.
const DRAWN: usize = 8 * 1024;
/// Octets of system-out, as written.
const SYSTEM_OUT: usize = 12 * 1024;

/// The element that a verdict becomes inside its testcase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Passed,
    Failure,
    Error,
    Skipped,
}

impl Outcome {
    /// Design section 6: which verdict counts as what.
    pub(super) fn of(verdict: Verdict, strict: bool) -> Self {
        match verdict {
            Verdict::Pass => Self::Passed,
            Verdict::Warn if !strict => Self::Passed,
            Verdict::Warn | Verdict::Fail | Verdict::WrongReason | Verdict::UnexpectedPass => Self::Failure,
            Verdict::Inconclusive | Verdict::Broken => Self::Error,
            Verdict::NotApplicable | Verdict::ExpectedFail => Self::Skipped,
        }
    }

    fn element(self) -> Option<&'static str> {
        match self {
            Self::Passed => None,
            Self::Failure => Some("failure"),
            Self::Error => Some("error"),
            Self::Skipped => Some("skipped"),
        }
    }
}

/// Everything that stands in one `testcase`.
pub(super) struct Testcase {
    name: String,
    classname: String,
    pub(super) elapsed: Duration,
    pub(super) outcome: Outcome,
    kind: String,
    message: String,
    text: String,
    system_out: String,
}

impl Testcase {
    /// Of a case that has its verdict.
    pub(super) fn finished(key: &CaseKey, result: &CaseResult, strict: bool) -> Self {
        let outcome = Outcome::of(result.verdict, strict);
        let details = match &result.finding {
            Some(finding) if !finding.drawn.is_empty() => {
                format!("{}\n\n{}", block(&finding.drawn, DRAWN), details::lines(result, ""))
            }
            _ => details::lines(result, ""),
        };
        // A reader that drops the text of `skipped` and of passed cases still shows system-out.
        let told_below = matches!(outcome, Outcome::Failure | Outcome::Error) || result.verdict == Verdict::Pass;
        let shown = if told_below { String::new() } else { details.clone() };
        let notes = if told_below { result.notes.as_slice() } else { &[] };
        Self {
            name: name(key),
            classname: classname(key.interface()),
            elapsed: result.elapsed,
            outcome,
            kind: result.verdict.name().to_owned(),
            message: message(result),
            text: if outcome == Outcome::Skipped { result.message.clone() } else { details },
            system_out: facts(key, result.verdict.name(), &result.requirements, notes) + &shown,
        }
    }

    /// Of a case that began and never got a verdict: an error, since a missing verdict must not look like a pass.
    pub(super) fn unfinished(key: &CaseKey) -> Self {
        Self {
            name: name(key),
            classname: classname(key.interface()),
            elapsed: Duration::ZERO,
            outcome: Outcome::Error,
            kind: "unfinished".to_owned(),
            message: "the case began, but the run ended before its verdict".to_owned(),
            text: String::new(),
            system_out: facts(key, "none", &[], &[]),
        }
    }

    /// Of verdicts that were planned and of which nothing is known.
    pub(super) fn missing(planned: usize, given: usize) -> Self {
        Self {
            name: "planned-verdicts".to_owned(),
            classname: super::OWN_SUITE.to_owned(),
            elapsed: Duration::ZERO,
            outcome: Outcome::Error,
            kind: "unfinished".to_owned(),
            message: format!("{planned} verdicts were planned, {given} were given"),
            text: String::new(),
            system_out: String::new(),
        }
    }

    /// Writes the element.
    pub(super) fn write<W: Write>(&self, xml: &mut Writer<W>) -> io::Result<()> {
        let time = super::seconds(self.elapsed);
        let (name, classname) = (attribute(&self.name, NAME), attribute(&self.classname, NAME));
        let testcase = xml.create_element("testcase").with_attributes([
            ("name", name.as_str()),
            ("classname", classname.as_str()),
            ("time", time.as_str()),
        ]);
        if self.outcome == Outcome::Passed && self.system_out.is_empty() {
            return testcase.write_empty().map(|_| ());
        }
        testcase.write_inner_content(|xml| {
            if let Some(element) = self.outcome.element() {
                let message = attribute(&self.message, 6 * MESSAGE);
                let element = xml
                    .create_element(element)
                    .with_attributes([("type", self.kind.as_str()), ("message", message.as_str())]);
                element.write_text_content(BytesText::new(&content(&self.text, TEXT)))?;
            }
            if !self.system_out.is_empty() {
                let text = content(&self.system_out, SYSTEM_OUT);
                xml.create_element("system-out").write_text_content(BytesText::new(&text))?;
            }
            Ok(())
        })?;
        Ok(())
    }
}

/// `function-file/case[variant]`: what follows the interface folder in the id.
fn name(key: &CaseKey) -> String {
    let full = key.full();
    full.strip_prefix(key.interface()).and_then(|rest| rest.strip_prefix('/')).unwrap_or(&full).to_owned()
}

/// The folder with dots, as readers expect of a class. Signs that they take for something else are replaced: `+` and
/// `'` by the letters that stand for them in names of interfaces, a dot by a hyphen.
pub(super) fn classname(folder: &str) -> String {
    let mut name = String::with_capacity(folder.len());
    for character in folder.chars() {
        match character {
            '/' => name.push('.'),
            '+' => name.push_str("plus"),
            '\'' => name.push('p'),
            '.' => name.push('-'),
            _ if character.is_control() => name.push(visible(character)),
            _ => name.push(character),
        }
    }
    name
}

/// Requirement and message in at most 200 characters.
fn message(result: &CaseResult) -> String {
    let finding = result.finding.as_ref();
    let said = match finding {
        Some(finding) if !finding.message.is_empty() => finding.message.clone(),
        Some(finding) if !finding.expected.is_empty() => format!("expected {}, got {}", finding.expected, finding.got),
        _ => result.message.clone(),
    };
    match finding.and_then(|finding| finding.requirement.as_ref()) {
        Some(requirement) => one_line(&format!("{}: {said}", requirement.id), MESSAGE),
        None => one_line(&said, MESSAGE),
    }
}

fn facts(key: &CaseKey, verdict: &str, requirements: &[String], notes: &[String]) -> String {
    let mut text = format!("case: {}\ntitle: {}\nfile: {}:{}\n", key.full(), key.title, key.file, key.line);
    text.push_str(&format!("verdict: {verdict}\nrequirements: {}\n", requirements.join(", ")));
    for note in notes {
        text.push_str(&format!("note: {note}\n"));
    }
    text
}
