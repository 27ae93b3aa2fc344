//! A trace as people read it.

use super::{Step, Steps, apdu, http, object};
use crate::engine::event::{CardRecord, CaseKey, CaseResult, ExchangeRecord};
use crate::report::details;
use crate::report::text::{block, duration, one_line};
use std::fmt::Write as _;

/// Longest line that is somebody else's text, in characters.
const LINE: usize = 1000;
/// Octets of a drawn place.
const DRAWN: usize = 64 * 1024;

/// The whole file.
pub(super) fn render(key: &CaseKey, steps: &Steps, result: Option<&CaseResult>) -> String {
    let mut page = String::with_capacity(8 * 1024);
    let _ = writeln!(page, "case   {}", one_line(&key.full(), LINE));
    let _ = writeln!(page, "title  {}", one_line(&key.title, LINE));
    let _ = writeln!(page, "file   {}:{}", one_line(&key.file, LINE), key.line);
    for step in &steps.kept {
        page.push('\n');
        match step {
            Step::Exchange(record) => exchange(&mut page, record),
            Step::Card(record) => card(&mut page, record),
        }
    }
    if steps.left_out > 0 {
        let _ = writeln!(page, "\n… {} more steps", steps.left_out);
    }
    page.push('\n');
    match result {
        Some(result) => verdict(&mut page, result),
        None => page.push_str("no verdict: the run ended before it\n"),
    }
    page
}

fn exchange(page: &mut String, record: &ExchangeRecord) {
    let ExchangeRecord { number, from, to, function, tampered, at, elapsed, .. } = record;
    let heading = format!("#{number}  {from} -> {to}  {function}");
    let _ = writeln!(page, "{}  at {}, took {}", one_line(&heading, LINE), duration(*at), duration(*elapsed));
    if !tampered.is_empty() {
        let _ = writeln!(page, "    tampered  {}", one_line(tampered, LINE));
    }
    message(page, '>', &record.sent, record);
    message(page, '<', &record.received, record);
    let _ = writeln!(page, "    outcome  {}", one_line(&record.outcome, LINE));
}

fn message(page: &mut String, direction: char, octets: &[u8], record: &ExchangeRecord) {
    let _ = writeln!(page, "  {direction} {} octets", octets.len());
    prefixed(page, &format!("  {direction} "), &http::show(octets));
    for (_, member, structure, octets) in record.objects.iter().filter(|(of, ..)| *of == direction) {
        let heading = format!("{member}: {structure}, {} octets", octets.len());
        let _ = writeln!(page, "  {direction} {}", one_line(&heading, LINE));
        prefixed(page, "      ", &object::show(Some(structure), octets));
    }
}

fn card(page: &mut String, record: &CardRecord) {
    let CardRecord { function, tampered, structures: [request, answer], .. } = record;
    let _ = writeln!(page, "card  {}", one_line(function, LINE));
    if !tampered.is_empty() {
        let _ = writeln!(page, "    tampered  {}", one_line(tampered, LINE));
    }
    let named = |name: &String| (!name.is_empty()).then(|| name.clone());
    let _ = writeln!(page, "  > {} octets", record.command.len());
    prefixed(page, "      ", &object::show(named(request).as_deref(), &record.command));
    let _ = writeln!(page, "  < {}, {} octets", one_line(&record.outcome, LINE), record.response.len());
    prefixed(page, "      ", &object::show(named(answer).as_deref(), &record.response));
    for apdu in &record.apdus {
        prefixed(page, "    ", &apdu::show(apdu));
    }
}

fn verdict(page: &mut String, result: &CaseResult) {
    let _ = writeln!(page, "{}  {}", result.verdict, duration(result.elapsed));
    if let Some(finding) = &result.finding {
        prefixed(page, "  ", &block(finding.drawn.trim_end(), DRAWN));
    }
    page.push_str(&details::lines(result, "  "));
}

fn prefixed(page: &mut String, prefix: &str, text: &str) {
    for line in text.lines() {
        page.push_str(if line.is_empty() { prefix.trim_end() } else { prefix });
        page.push_str(line);
        page.push('\n');
    }
}
