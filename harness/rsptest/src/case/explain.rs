//! `rsptest explain`: a case as the five-column table that readers of SGP.23 know.

use super::load::{CaseSet, Instance};
use super::model::{Actor, CardName, Matcher, Step};
use std::fmt::Write as _;

/// Card calls that a call of ES9+ implies.
fn implied(call: &str) -> &'static str {
    match call {
        "ES9+.InitiateAuthentication" => "ES10b.GetEUICCInfo1, ES10b.GetEUICCChallenge; ",
        "ES9+.AuthenticateClient" => "ES10b.AuthenticateServer; ",
        "ES9+.GetBoundProfilePackage" => "ES10b.PrepareDownload; ",
        "ES9+.CancelSession" => "ES10b.CancelSession; ",
        _ => "",
    }
}

/// Prints a case.
pub fn explain(set: &CaseSet, instance: &Instance) -> String {
    let case = &instance.case;
    let mut out = String::new();
    let _ = writeln!(out, "{}\n", instance.key.full());
    let _ = writeln!(out, "{}", case.title);
    let _ = writeln!(out, "Why: {}", case.why);
    if let Some(gsma) = &case.gsma {
        let sequence = gsma.sequence.map_or_else(String::new, |number| format!(" #{number:02}"));
        let _ = writeln!(out, "Modelled on: SGP.23 {}{sequence} (confidence {})", gsma.case, word(&gsma.confidence));
    }
    if !case.needs.is_empty() {
        let needs: Vec<&str> = case.needs.iter().map(|need| need.value.as_str()).collect();
        let _ = writeln!(out, "Needs: {}", needs.join(", "));
    }
    for id in &case.covers {
        if let Some(row) = set.catalogue.get(&id.value) {
            let _ = writeln!(
                out,
                "{} {} ({} §{}): {}",
                row.id,
                row.strength.name().to_uppercase(),
                row.spec,
                row.clause,
                row.says
            );
        }
    }
    if !case.attacks.is_empty() {
        let rules: Vec<&str> = case.attacks.iter().map(|rule| rule.value.as_str()).collect();
        let _ = writeln!(out, "Attacks: {}", rules.join(", "));
    }
    let first = case.covers.first().map(|id| id.value.as_str()).unwrap_or_default();
    let mut rows = vec![["Step", "Direction", "Sequence / description", "Expected result", "Req"].map(str::to_owned)];
    let parts = [("IC", &case.given), ("", &case.steps), ("A", &case.afterwards), ("C", &case.cleanup)];
    for (prefix, steps) in parts {
        for (index, step) in steps.iter().enumerate() {
            let req = step.req.as_ref().map_or(first, |req| req.value.as_str());
            let req = if prefix == "IC" || prefix == "C" { "-" } else { req };
            let (direction, what) = described(step);
            let number = format!("{prefix}{}", index + 1);
            rows.push([number.clone(), direction, what, expected(step), req.to_owned()]);
            // Those that race, below the step they race in.
            for (index, racer) in step.together.iter().enumerate() {
                let letter = char::from(b'a' + (index % 26) as u8);
                let (direction, what) = described(racer);
                let ends = if step.succeed.is_some() { contested(racer) } else { expected(racer) };
                rows.push([format!("{number}{letter}"), direction, what, ends, req.to_owned()]);
            }
        }
    }
    out.push('\n');
    out.push_str(&table(&rows));
    out
}

/// What is expected of a call that may win or lose.
fn contested(racer: &Step) -> String {
    let refused = racer.refuse.as_ref().map_or("any", |name| name.value.as_str());
    let accepted = expected(&Step { refuse: None, ..racer.clone() });
    format!("{accepted}, or refused: {refused}")
}

fn described(step: &Step) -> (String, String) {
    let actor = match step.actor.unwrap_or(Actor::Lpa) {
        Actor::Lpa => "S_LPAd",
        Actor::Operator => "S_MNO",
        Actor::Stranger => "S_MNO (unknown)",
    };
    let to = format!("{actor} → SM-DP+");
    let card = if step.card == Some(CardName::OtherCard) { " with another eUICC" } else { "" };
    let with: Vec<String> = step.with.iter().map(|(name, value)| format!("{name} = {value}")).collect();
    let with = if with.is_empty() { String::new() } else { format!(" with {}", with.join(", ")) };
    let tamper = step
        .tamper
        .as_ref()
        .map(|tamper| format!("; altered: {}", crate::engine::describe(tamper)))
        .unwrap_or_default();
    let times = step.repeat.map(|times| format!(" ({times} times)")).unwrap_or_default();
    if let Some(call) = &step.call {
        let forged = if step.message.is_some() { " (message of our own making)" } else { "" };
        return (to, format!("{}{}{card}{with}{forged}{tamper}{times}", implied(&call.value), call.value));
    }
    if !step.together.is_empty() {
        return ("at once".into(), format!("{} calls at the same moment{times}", step.together.len()));
    }
    if let Some(time) = &step.advance {
        return ("clock".into(), format!("{time} later, for us and for the embedded reference"));
    }
    if let Some(order) = &step.order {
        return ("S_MNO → SM-DP+".into(), format!("a download order of kind {order}"));
    }
    if let Some(name) = &step.procedure {
        return ("procedure".into(), format!("{name}{with}"));
    }
    if step.load.is_some() {
        return ("S_LPAd → S_eUICC".into(), format!("ES10b.LoadBoundProfilePackage{tamper}"));
    }
    if let Some(notify) = &step.notify {
        return ("S_eUICC".into(), format!("signs a notification: {}{tamper}", word(&notify.event)));
    }
    if let Some(awaits) = &step.awaits {
        let never = if awaits.never { "no " } else { "" };
        let says = format!("{never}ES2+.HandleDownloadProgressInfo, point {}, {}", awaits.point, awaits.status);
        return ("SM-DP+ → S_MNO".into(), says);
    }
    if let Some(probe) = &step.probe {
        return (
            to,
            format!(
                "ClientHello {} with suites {}",
                probe.version,
                probe.suites.iter().map(|suite| suite.value.as_str()).collect::<Vec<_>>().join(" ")
            ),
        );
    }
    if let Some(send) = &step.send {
        let path = send.path.as_deref().unwrap_or("/gsma/rsp2/es9plus/initiateAuthentication");
        return (to, format!("raw HTTP: {} {path}", send.method.as_deref().unwrap_or("POST")));
    }
    (String::new(), String::new())
}

fn expected(step: &Step) -> String {
    let mut parts = Vec::new();
    match &step.refuse {
        Some(name) => parts.push(format!("refused: {name}")),
        None if step.call.is_some() => parts.push("executed".into()),
        None => {}
    }
    if !step.tolerate.is_empty() {
        let names: Vec<&str> = step.tolerate.iter().map(|name| name.value.as_str()).collect();
        parts.push(format!("tolerated: {}", names.join(", ")));
    }
    for (path, matcher) in &step.expect {
        parts.push(match matcher {
            Matcher::Text(text) => format!("{path} = {text}"),
            Matcher::Number(number) => format!("{path} = {number}"),
            Matcher::Bool(value) => format!("{path} = {value}"),
            Matcher::All(_) => format!("{path} as stated"),
        });
    }
    if let Some(succeed) = step.succeed {
        parts.push(format!("{succeed} of {} accepted", step.together.len()));
    }
    if let Some(probe) = &step.probe {
        parts.push(word(&probe.answer));
    }
    if parts.is_empty() { "-".into() } else { parts.join("; ") }
}

/// A value of a case file that is one word, as it is written there.
fn word(value: &impl std::fmt::Debug) -> String {
    format!("{value:?}").to_lowercase()
}

/// Columns as wide as their widest cell, long cells wrapped at 60 characters.
fn table(rows: &[[String; 5]]) -> String {
    let wrapped: Vec<[Vec<String>; 5]> = rows.iter().map(|row| row.each_ref().map(|cell| wrap(cell, 60))).collect();
    let width =
        |column: usize| wrapped.iter().flat_map(|row| &row[column]).map(|line| line.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..5).map(width).collect();
    let mut out = String::new();
    for (index, row) in wrapped.iter().enumerate() {
        let height = row.iter().map(Vec::len).max().unwrap_or(1);
        for line in 0..height {
            let cells = (0..5).map(|column| {
                let cell = row[column].get(line).map(String::as_str).unwrap_or_default();
                format!("{cell}{}", " ".repeat(widths[column] - cell.chars().count()))
            });
            let _ = writeln!(out, "| {} |", cells.collect::<Vec<_>>().join(" | "));
        }
        if index == 0 {
            let rules: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
            let _ = writeln!(out, "|-{}-|", rules.join("-|-"));
        }
    }
    out
}

fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.len() - 1;
        if !lines[last].is_empty() && lines[last].chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            if !lines[last].is_empty() {
                lines[last].push(' ');
            }
            lines[last].push_str(word);
        }
    }
    lines
}
