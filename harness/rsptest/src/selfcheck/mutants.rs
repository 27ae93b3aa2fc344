//! All mutants of the entities under test: enumerated from their rules, and the altered artefacts of a data file.

use super::mutant::{Mutant, Mutation, Spoil, entity_of};
use crate::case::Entity;
use crate::diagnostic::{Diagnostic, Source};
use crate::yaml::{self, Spanned};
use rsp_conduct::{Delivery, Rules};
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
    /// The artefact's id; that of the SM-DP+ where it names no role.
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

/// Entities that leave out a whole kind of verification. A message that several checks refuse kills none of the
/// mutants with one check ignored; it must at least tell such an entity from an honest one.
const NEGLECTS: [(&str, &str, &[&str]); 6] = [
    (
        "any-card",
        "takes any certificates for those of an eUICC, and any signature for its own",
        &[
            "sm-dp-plus/certificates-readable",
            "sm-dp-plus/eum-ci",
            "sm-dp-plus/eum-issuer",
            "sm-dp-plus/eum-signature",
            "sm-dp-plus/eum-role",
            "sm-dp-plus/eum-ca",
            "sm-dp-plus/eum-key-usage",
            "sm-dp-plus/eum-extensions",
            "sm-dp-plus/eum-expired",
            "sm-dp-plus/eum-not-yet-valid",
            "sm-dp-plus/eum-revoked",
            "sm-dp-plus/euicc-issuer",
            "sm-dp-plus/euicc-signature",
            "sm-dp-plus/euicc-role",
            "sm-dp-plus/euicc-key-usage",
            "sm-dp-plus/euicc-not-ca",
            "sm-dp-plus/euicc-extensions",
            "sm-dp-plus/euicc-expired",
            "sm-dp-plus/euicc-not-yet-valid",
            "sm-dp-plus/euicc-curve",
            "sm-dp-plus/euicc-eid",
            "sm-dp-plus/euicc-signature1",
            "sm-dp-plus/server-challenge",
        ],
    ),
    (
        "any-session",
        "does not bind messages to their session",
        &[
            "sm-dp-plus/authenticate-transaction-id",
            "sm-dp-plus/download-transaction-id",
            "sm-dp-plus/cancel-transaction-id",
            "sm-dp-plus/server-challenge",
            "sm-dp-plus/session",
            "sm-dp-plus/client-authenticated",
            "sm-dp-plus/euicc-signature2",
            "sm-dp-plus/cancel-signature",
        ],
    ),
    (
        "any-order",
        "does not look at the order it serves",
        &[
            "sm-dp-plus/order",
            "sm-dp-plus/matching-id",
            "sm-dp-plus/order-eid",
            "sm-dp-plus/order-released",
            "sm-dp-plus/order-expired",
            "sm-dp-plus/order-attempts",
            "sm-dp-plus/order-alive",
            "sm-dp-plus/confirmation-code-given",
            "sm-dp-plus/confirmation-code",
            "sm-dp-plus/confirmation-code-tries",
        ],
    ),
    (
        "any-notification",
        "believes every notification",
        &[
            "sm-dp-plus/pir-signature",
            "sm-dp-plus/pir-iccid",
            "sm-dp-plus/pir-oid",
            "sm-dp-plus/notification-certificates",
            "sm-dp-plus/notification-signature",
        ],
    ),
    (
        "any-part",
        "takes whatever comes as a part of a package",
        &[
            "euicc/download-prepared",
            "euicc/initialise-secure-channel",
            "euicc/segment-order",
            "euicc/segment-tag",
            "euicc/segment-size",
            "euicc/segment-inside",
            "euicc/segment-mac",
            "euicc/package-end",
        ],
    ),
    (
        "any-package",
        "installs what it can read of a profile package",
        &[
            "euicc/pe-readable",
            "euicc/pe-header-first",
            "euicc/pe-end-last",
            "euicc/pe-once",
            "euicc/pe-order",
            "euicc/pe-file-unique",
            "euicc/profile-iccid",
        ],
    ),
];

/// Choices that always find something to pick: nothing is picked by them where nothing should be.
const ALWAYS_THERE: [&str; 4] = [
    "euicc/signing-identity",
    "euicc/notification-identity",
    "euicc/evicted-notification",
    "euicc-os/protection-scheme",
];

/// The roles that are put under test.
fn roles() -> [&'static Rules; 3] {
    [&rsp_consumer::sm_dp_plus::rules::RULES, &rsp_euicc::rules::RULES, &rsp_euicc::os::rules::RULES]
}

/// Every mutant, in a fixed order.
pub fn all() -> Result<Vec<Mutant>, Diagnostic> {
    let mut mutants: Vec<Mutant> = roles().into_iter().flat_map(of_role).collect();
    for (name, says, checks) in NEGLECTS {
        mutants.push(Mutant {
            entity: checks.first().map_or(Entity::SmDpPlus, |check| entity_of(check)),
            id: format!("neglect/{name}"),
            says: says.into(),
            rule: format!("neglect/{name}"),
            mutation: Mutation::IgnoreAll(checks),
        });
    }
    let otherwise = [
        ("says-yes", "refuses, and says that all is well", Mutation::SayYes),
        ("says-whatever", "refuses for a reason that nobody knows", Mutation::SayWhatever),
    ];
    mutants.extend(otherwise.map(|(name, says, mutation)| Mutant {
        entity: Entity::Euicc,
        id: format!("neglect/{name}"),
        says: says.into(),
        rule: format!("neglect/{name}"),
        mutation,
    }));
    let source = Source::new("selfcheck/mutants.yaml", ALTERED);
    let file: File = yaml::from_source(&source)?;
    for altered in file.altered {
        mutants.push(altered.mutant(&source)?);
    }
    Ok(mutants)
}

/// The mutants that follow from the rules of a role.
fn of_role(rules: &'static Rules) -> Vec<Mutant> {
    let entity = entity_of(rules.role);
    let mut mutants = Vec::new();
    for check in rules.checks {
        if check.masked_by.is_none() {
            mutants.push(Mutant {
                entity,
                id: format!("ignore/{}", check.id),
                says: format!("does not look whether {}", check.says),
                rule: check.id.into(),
                mutation: Mutation::Ignore(check.id),
            });
        }
    }
    for duty in rules.duties {
        if duty.masked_by.is_none() {
            mutants.push(Mutant {
                entity,
                id: format!("skip/{}", duty.id),
                says: format!("does not see to it that {}", duty.says),
                rule: duty.id.into(),
                mutation: Mutation::Skip(duty.id),
            });
        }
    }
    for choice in rules.choices {
        if choice.masked_by.is_none() {
            let any = Mutation::PickAny(choice.id);
            let says = format!("picks something where there is not {}", choice.says);
            let any =
                Mutant { entity, id: format!("pick-any/{}", choice.id), says, rule: choice.id.into(), mutation: any };
            mutants.extend((!ALWAYS_THERE.contains(&choice.id)).then_some(any));
            let other = Mutation::PickOther(choice.id);
            let says = format!("picks another than {}", choice.says);
            mutants.push(Mutant {
                entity,
                id: format!("pick-other/{}", choice.id),
                says,
                rule: choice.id.into(),
                mutation: other,
            });
        }
    }
    mutants
}

impl Altered {
    fn mutant(self, source: &Source) -> Result<Mutant, Diagnostic> {
        let name = &self.artefact.value;
        let rule = if name.contains('/') { name.clone() } else { format!("sm-dp-plus/{name}") };
        if !roles().iter().flat_map(|rules| rules.artefacts).any(|artefact| artefact.id == rule) {
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
        let entity = entity_of(&rule);
        Ok(Mutant { entity, id: format!("alter/{}", self.id), says: self.says, rule, mutation })
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
