//! The requirement catalogue: what the specification asks for, in our own words.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::yaml::{self, Spanned};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

use super::files::CaseText;

/// How binding a requirement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    /// Its breach is a failure.
    Must,
    /// Its breach is a warning.
    Should,
    /// Its breach is a remark.
    May,
}

impl Strength {
    /// `must`, `should`, `may`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::Should => "should",
            Self::May => "may",
        }
    }
}

/// One row.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Requirement {
    /// `SGP22-5.6.3-06`: specification, clause, number.
    pub id: Spanned<String>,
    /// `5.6.3`
    pub clause: String,
    /// How binding it is.
    pub strength: Strength,
    /// Who owes it.
    pub roles: Vec<String>,
    /// What is asked for, in our own words.
    pub says: String,
    /// The error a breach by the peer is refused with.
    #[serde(default)]
    pub refuses_with: Option<String>,
    /// Where we know it from.
    pub source: String,
    /// The first version of the specification that has it.
    #[serde(default)]
    pub since: Option<String>,
    /// The specification of the file it stands in; filled in by the loader.
    #[serde(skip)]
    pub spec: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    spec: String,
    requirements: Vec<Requirement>,
}

/// All rows, by id.
#[derive(Debug, Clone, Default)]
pub struct Catalogue(BTreeMap<String, Requirement>);

impl Catalogue {
    /// Reads the files below `requirements/`.
    pub(super) fn load(files: &[CaseText], diagnostics: &mut Diagnostics) -> Self {
        let mut rows: BTreeMap<String, (Requirement, &CaseText)> = BTreeMap::new();
        for text in files.iter().filter(|text| text.path.starts_with("requirements/")) {
            let Some(file) = diagnostics.keep(yaml::from_source::<File>(&text.source)) else { continue };
            for mut row in file.requirements {
                row.spec.clone_from(&file.spec);
                if let Some((first, at)) = rows.get(row.id.value.as_str()) {
                    let twice = format!("requirement {} stands twice", row.id);
                    let diagnostic = Diagnostic::error("duplicate-id", twice).at(&text.source, row.id.span);
                    diagnostics.push(diagnostic.label(&at.source, first.id.span, "the first one"));
                    continue;
                }
                rows.insert(row.id.value.clone(), (row, text));
            }
        }
        Self(rows.into_iter().map(|(id, (row, _))| (id, row)).collect())
    }

    /// The row with this id.
    pub fn get(&self, id: &str) -> Option<&Requirement> {
        self.0.get(id)
    }

    /// All ids.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// All rows.
    pub fn rows(&self) -> impl Iterator<Item = &Requirement> {
        self.0.values()
    }
}
