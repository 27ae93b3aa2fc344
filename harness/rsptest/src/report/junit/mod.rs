//! JUnit XML as Jenkins, GitLab and others read it, valid against the schema of Jenkins' xunit plugin (junit-10.xsd).
//! One `testsuite` for each interface folder, one `testcase` for each variant.

mod testcase;
#[cfg(test)]
mod tests;
mod xml_text;

use super::Problems;
use crate::engine::event::{CaseKey, CaseResult, Event, Listener, RunInfo};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event as Xml};
use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::sync::Arc;
use std::time::Duration;
use testcase::{Outcome, Testcase};
use xml_text::attribute;

/// The same on every machine, so that files can be compared.
const HOSTNAME: &str = "rsptest";
/// The suite for what belongs to no interface.
const OWN_SUITE: &str = "rsptest";
/// Octets of a property's value, as written.
const VALUE: usize = 2 * 1024;

/// Writes the file when the run ends.
pub struct Junit<W: Write + Send> {
    out: Option<W>,
    strict: bool,
    info: Option<Arc<RunInfo>>,
    running: BTreeMap<CaseKey, usize>,
    finished: Vec<(CaseKey, Arc<CaseResult>)>,
    problems: Problems,
}

impl<W: Write + Send> Junit<W> {
    /// Into this writer, which is buffered here.
    pub fn new(writer: W) -> Self {
        Self {
            out: Some(writer),
            strict: false,
            info: None,
            running: BTreeMap::new(),
            finished: Vec::new(),
            problems: Problems::default(),
        }
    }

    /// Whether `warn` becomes a failure (`--strict`); otherwise it is told in system-out.
    #[must_use]
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Reports what it cannot write to this list.
    #[must_use]
    pub fn with_problems(mut self, problems: Problems) -> Self {
        self.problems = problems;
        self
    }

    /// What could not be written: a shared list, to be asked when the listener is in other hands.
    pub fn problems(&self) -> Problems {
        self.problems.clone()
    }

    /// Suites by name, with their testcases by case and variant.
    fn suites(&mut self) -> BTreeMap<String, Vec<Testcase>> {
        let mut finished = std::mem::take(&mut self.finished);
        finished.sort_by(|(one, _), (other, _)| one.cmp(other));
        let mut suites: BTreeMap<String, Vec<Testcase>> = BTreeMap::new();
        for (key, result) in &finished {
            let testcase = Testcase::finished(key, result, self.strict);
            suites.entry(key.interface().to_owned()).or_default().push(testcase);
        }
        let mut unfinished = 0;
        for (key, times) in std::mem::take(&mut self.running) {
            let suite = suites.entry(key.interface().to_owned()).or_default();
            suite.extend((0..times).map(|_| Testcase::unfinished(&key)));
            unfinished += times;
        }
        let planned = self.info.as_ref().map_or(0, |info| info.planned);
        if planned > finished.len() + unfinished {
            suites.entry(OWN_SUITE.to_owned()).or_default().push(Testcase::missing(planned, finished.len()));
        }
        suites
    }

    fn write(&mut self, out: W, elapsed: Duration) -> io::Result<()> {
        let suites = self.suites();
        let properties = self.info.as_deref().map(properties).unwrap_or_default();
        let date = self.info.as_ref().map(|info| attribute(&info.date, VALUE)).unwrap_or_default();
        let mut xml = Writer::new_with_indent(BufWriter::new(out), b' ', 2);
        xml.write_event(Xml::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let all = Totals::of(suites.values().flatten());
        let root = xml.create_element("testsuites").with_attributes([
            ("name", OWN_SUITE),
            ("tests", &all.tests.to_string()),
            ("failures", &all.failures.to_string()),
            ("errors", &all.errors.to_string()),
            ("time", &seconds(elapsed)),
        ]);
        root.write_inner_content(|xml| {
            suites.iter().try_for_each(|(name, testcases)| suite(xml, name, &date, &properties, testcases))
        })?;
        let mut out = xml.into_inner();
        out.write_all(b"\n")?;
        out.flush()
    }
}

impl<W: Write + Send> Listener for Junit<W> {
    fn event(&mut self, event: &Event) {
        match event {
            Event::RunStarted(info) => self.info = Some(info.clone()),
            Event::CaseStarted(key) => *self.running.entry(key.clone()).or_default() += 1,
            Event::CaseFinished(key, result) => {
                if let Some(times) = self.running.get_mut(key) {
                    *times -= 1;
                    if *times == 0 {
                        self.running.remove(key);
                    }
                }
                self.finished.push((key.clone(), result.clone()));
            }
            Event::RunFinished { elapsed, .. } => {
                if let Some(out) = self.out.take()
                    && let Err(why) = self.write(out, *elapsed)
                {
                    self.problems.push("the JUnit report", why);
                }
            }
            Event::Exchange(..) | Event::Card(..) => {}
        }
    }
}

fn suite<W: Write>(
    xml: &mut Writer<W>,
    name: &str,
    date: &str,
    properties: &[(String, String)],
    testcases: &[Testcase],
) -> io::Result<()> {
    let totals = Totals::of(testcases.iter());
    let suite = xml.create_element("testsuite").with_attributes([
        ("name", attribute(name, VALUE).as_str()),
        ("tests", &totals.tests.to_string()),
        ("failures", &totals.failures.to_string()),
        ("errors", &totals.errors.to_string()),
        ("skipped", &totals.skipped.to_string()),
        ("time", &seconds(totals.time)),
        ("timestamp", date),
        ("hostname", HOSTNAME),
    ]);
    suite.write_inner_content(|xml| {
        if !properties.is_empty() {
            xml.create_element("properties").write_inner_content(|xml| {
                for (name, value) in properties {
                    let property = [("name", name.as_str()), ("value", value.as_str())];
                    xml.create_element("property").with_attributes(property).write_empty()?;
                }
                Ok(())
            })?;
        }
        testcases.iter().try_for_each(|testcase| testcase.write(xml))
    })?;
    Ok(())
}

/// What every suite says of the run.
fn properties(info: &RunInfo) -> Vec<(String, String)> {
    let mut properties = vec![("product".to_owned(), info.product.clone()), ("entity".to_owned(), info.entity.clone())];
    properties.extend(info.versions.iter().map(|(name, version)| (format!("version.{name}"), version.clone())));
    properties.extend(info.options.iter().map(|(name, on)| (format!("option.{name}"), on.to_string())));
    properties.push(("tool".to_owned(), format!("rsptest {}", info.tool_version)));
    properties.push(("case-set".to_owned(), info.case_set.clone()));
    properties.push(("seed".to_owned(), info.seed.clone()));
    properties.into_iter().map(|(name, value)| (attribute(&name, VALUE), attribute(&value, VALUE))).collect()
}

/// Seconds with three decimals, without separators: the schema allows no other form.
fn seconds(time: Duration) -> String {
    format!("{}.{:03}", time.as_secs(), time.subsec_millis())
}

#[derive(Default)]
struct Totals {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
    time: Duration,
}

impl Totals {
    fn of<'a>(testcases: impl Iterator<Item = &'a Testcase>) -> Self {
        let mut totals = Self::default();
        for testcase in testcases {
            totals.tests += 1;
            totals.time += testcase.elapsed;
            match testcase.outcome {
                Outcome::Passed => {}
                Outcome::Failure => totals.failures += 1,
                Outcome::Error => totals.errors += 1,
                Outcome::Skipped => totals.skipped += 1,
            }
        }
        totals
    }
}
