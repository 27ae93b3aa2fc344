//! Calls that race.

use super::Lint;
use crate::case::{Actor, CardName, Step};
use crate::diagnostic::Source;
use crate::yaml::Span;
use std::collections::BTreeSet;

impl Lint<'_> {
    /// Calls that race: each can do so alone, and nobody knows which wins.
    pub(super) fn together(&mut self, step: &Step, source: &Source, place: Span, names: &mut BTreeSet<String>) {
        let count = step.together.len();
        if count == 0 {
            if step.succeed.is_some() {
                let says = "`succeed` counts the calls of `together`".to_owned();
                self.push(source, place, "wrong-value", says, None);
            }
            return;
        }
        if !(2..=16).contains(&count) {
            self.push(source, place, "wrong-value", format!("2 to 16 calls race, not {count}"), None);
        }
        if let Some(succeed) = step.succeed.filter(|succeed| *succeed > count) {
            self.push(source, place, "wrong-value", format!("of {count} calls, {succeed} cannot succeed"), None);
        }
        let mut cards: Vec<CardName> = Vec::new();
        for racer in &step.together {
            if racer.call.is_none() || racer.repeat.is_some() {
                let says = "what races is a `call`, and once".to_owned();
                self.push(source, racer.span, "one-verb", says, None);
            }
            if racer.call.is_some() && racer.actor.unwrap_or(Actor::Lpa) == Actor::Lpa {
                let card = racer.card.unwrap_or(CardName::Card);
                if cards.contains(&card) {
                    let says = "an eUICC has one session at a time: each call that races has another `card`".to_owned();
                    self.push(source, racer.span, "wrong-value", says, None);
                }
                cards.push(card);
            }
            if step.succeed.is_some() && !racer.keep.is_empty() {
                let says =
                    "what a call of a race answers cannot be kept: nobody knows which one is accepted".to_owned();
                self.push(source, racer.span, "wrong-value", says, None);
            }
            self.step(racer, source, racer.span, names);
        }
    }
}
