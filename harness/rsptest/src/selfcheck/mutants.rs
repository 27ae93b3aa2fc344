//! All mutants of the SM-DP+: enumerated from its rules, and the altered artefacts of a data file.

use super::mutant::{Mutant, Mutation, Spoil};
use crate::diagnostic::{Diagnostic, Source};
use crate::yaml::{self, Spanned};
use rsp_conduct::Delivery;
use rsp_consumer::sm_dp_plus::rules::RULES;
use rsptest_wire::{Operation, Path};
use serde::Deserialize;

static ALTERED: &str = include_str!("mutants.yaml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    altered: Vec<Altered>,
}

/// One altered artefact.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Altered {
    /// Its name.
    id: String,
    /// What it does, in one line.
    says: String,
    /// The artefact's id without its role.
    artefact: Spanned<String>,
    /// The place in it.
    #[serde(default)]
    at: Option<Spanned<String>>,
    /// The operation on octets.
    #[serde(default)]
    alter: Option<Operation>,
    /// The signature covers only its first part.
    #[serde(default)]
    sign_first_part: bool,
    /// How sealed segments are spoilt.
    #[serde(default)]
    spoil: Option<Spoil>,
    /// How octets are handed over.
    #[serde(default)]
    deliver: Option<DeliverName>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum DeliverName {
    Never,
    Half,
    Twice,
    Nothing,
}

/// Every mutant, in a fixed order.
pub fn all() -> Result<Vec<Mutant>, Diagnostic> {
    let mut mutants = Vec::new();
    for check in RULES.checks {
        if check.masked_by.is_none() {
            mutants.push(Mutant {
                id: format!("ignore/{}", check.id),
                says: format!("does not look whether {}", check.says),
                rule: check.id.into(),
                mutation: Mutation::Ignore(check.id),
            });
        }
    }
    for duty in RULES.duties {
        if duty.masked_by.is_none() {
            mutants.push(Mutant {
                id: format!("skip/{}", duty.id),
                says: format!("does not see to it that {}", duty.says),
                rule: duty.id.into(),
                mutation: Mutation::Skip(duty.id),
            });
        }
    }
    for choice in RULES.choices {
        if choice.masked_by.is_none() {
            let any = Mutation::PickAny(choice.id);
            let says = format!("picks something where there is not {}", choice.says);
            mutants.push(Mutant { id: format!("pick-any/{}", choice.id), says, rule: choice.id.into(), mutation: any });
            let other = Mutation::PickOther(choice.id);
            let says = format!("picks another than {}", choice.says);
            mutants.push(Mutant {
                id: format!("pick-other/{}", choice.id),
                says,
                rule: choice.id.into(),
                mutation: other,
            });
        }
    }
    let source = Source::new("selfcheck/mutants.yaml", ALTERED);
    let file: File = yaml::from_source(&source)?;
    for altered in file.altered {
        mutants.push(altered.mutant(&source)?);
    }
    Ok(mutants)
}

impl Altered {
    fn mutant(self, source: &Source) -> Result<Mutant, Diagnostic> {
        let rule = format!("sm-dp-plus/{}", self.artefact.value);
        if !RULES.artefacts.iter().any(|artefact| artefact.id == rule) {
            let says = format!("there is no artefact {rule}");
            return Err(Diagnostic::error("unknown-artefact", says).at(source, self.artefact.span));
        }
        let at = match &self.at {
            Some(at) => Some(
                Path::parse(&at.value)
                    .map_err(|error| Diagnostic::error("unknown-field", error.to_string()).at(source, at.span))?,
            ),
            None => None,
        };
        let mutation = match (self.alter, self.sign_first_part, self.spoil, self.deliver) {
            (Some(operation), false, None, None) => Mutation::Alter { artefact: rule.clone(), at, operation },
            (None, true, None, None) => Mutation::SignFirstPart(rule.clone()),
            (None, false, Some(spoil), None) => Mutation::Spoil(rule.clone(), spoil),
            (None, false, None, Some(deliver)) => Mutation::Deliver(
                rule.clone(),
                match deliver {
                    DeliverName::Never => Delivery::Never,
                    DeliverName::Half => Delivery::Half,
                    DeliverName::Twice => Delivery::Twice,
                    DeliverName::Nothing => Delivery::Instead(Vec::new()),
                },
            ),
            _ => {
                let says = "a mutant does one thing: alter, sign-first-part, spoil or deliver";
                return Err(Diagnostic::error("one-verb", says).at(source, self.artefact.span));
            }
        };
        Ok(Mutant { id: format!("alter/{}", self.id), says: self.says, rule, mutation })
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_mutants_are_enumerated_and_named_once() {
        let mutants = super::all().unwrap();
        assert!(mutants.len() >= 70, "{}", mutants.len());
        let ids: std::collections::BTreeSet<_> = mutants.iter().map(|mutant| &mutant.id).collect();
        assert_eq!(ids.len(), mutants.len());
    }
}
