//! Interfaces, their functions with counts, and a line for each verdict worth one.

use super::Entry;
use super::paint::Paint;
use crate::engine::event::{CaseKey, CaseResult};
use crate::engine::verdict::{Counts, Verdict};
use crate::report::text::{duration, one_line};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Longest name, in characters.
const NAME: usize = 200;
/// Longest message on a line of the tree, in characters; the drawn failure has all of it.
const MESSAGE: usize = 160;

/// Entries of one function's file.
type Function<'a> = Vec<&'a Entry>;

pub(super) fn write(out: &mut impl Write, paint: Paint, verbose: bool, entries: &[Entry]) -> io::Result<()> {
    let mut interfaces: BTreeMap<&str, BTreeMap<&str, Function<'_>>> = BTreeMap::new();
    for entry in entries {
        let key = &entry.0;
        interfaces.entry(key.interface()).or_default().entry(key.function()).or_default().push(entry);
    }
    for (interface, functions) in &interfaces {
        writeln!(out, "{}", paint.bold(&one_line(interface, NAME)))?;
        let names: Vec<String> = functions.keys().map(|function| below(function, interface)).collect();
        let widest = names.iter().map(|name| name.chars().count()).max().unwrap_or_default();
        for (name, entries) in names.iter().zip(functions.values()) {
            writeln!(out, "  {name:widest$}  {}", counts(paint, entries))?;
            lines(out, paint, verbose, entries)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// `41 pass, 1 fail`.
fn counts(paint: Paint, entries: &[&Entry]) -> String {
    let mut counts = Counts::default();
    entries.iter().for_each(|(_, result)| counts.add(result.verdict));
    super::summary::listed(paint, &counts)
}

fn lines(out: &mut impl Write, paint: Paint, verbose: bool, entries: &[&Entry]) -> io::Result<()> {
    let shown: Vec<_> = entries.iter().filter(|(_, result)| verbose || has_line(result.verdict)).collect();
    let widest = shown.iter().map(|(_, result)| result.verdict.name().len()).max().unwrap_or_default();
    for (key, result) in shown {
        let label = paint.verdict(result.verdict, &format!("{:widest$}", result.verdict.name().to_uppercase()));
        let name = below(&key.full(), key.function());
        let line = format!("    {label}  {name}  {}  {}", duration(result.elapsed), why(key, result));
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// Passes are counted; what did not run is grouped by its reason further down.
fn has_line(verdict: Verdict) -> bool {
    !matches!(verdict, Verdict::Pass | Verdict::NotApplicable | Verdict::Inconclusive)
}

fn why(key: &CaseKey, result: &CaseResult) -> String {
    let finding = result.finding.as_ref();
    let message = match finding {
        _ if !result.message.is_empty() => result.message.as_str(),
        Some(finding) => finding.message.as_str(),
        None if result.verdict == Verdict::Pass => &key.title,
        None => "",
    };
    match finding.and_then(|finding| finding.requirement.as_ref()) {
        Some(requirement) => one_line(&format!("{}: {message}", requirement.id), MESSAGE),
        None => one_line(message, MESSAGE),
    }
}

/// What follows the folder in an id; all of it where nothing does.
fn below(id: &str, folder: &str) -> String {
    let rest = id.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')).unwrap_or(id);
    one_line(rest, NAME)
}
