//! Procedures: step lists with inputs and outputs, in the same language.

use super::files::CaseText;
use super::model::Step;
use crate::diagnostic::{Diagnostic, Diagnostics, Source};
use crate::yaml::{self, Spanned};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A reusable step list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Procedure {
    /// Its name.
    pub id: Spanned<String>,
    /// What it does, in one line.
    pub title: String,
    /// Names of the values it takes.
    #[serde(default)]
    pub takes: Vec<String>,
    /// Names of the values it gives.
    #[serde(default)]
    pub gives: Vec<String>,
    /// Its steps; no `use` inside.
    pub steps: Vec<Spanned<Step>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    procedures: Vec<Procedure>,
}

/// Reads the files below `procedures/`.
pub(super) fn load(files: &[CaseText], diagnostics: &mut Diagnostics) -> BTreeMap<String, (Arc<Procedure>, Source)> {
    let mut procedures = BTreeMap::new();
    for text in files.iter().filter(|text| text.path.starts_with("procedures/")) {
        let Some(file) = diagnostics.keep(yaml::from_source::<File>(&text.source)) else { continue };
        for procedure in file.procedures {
            let (id, span) = (procedure.id.value.clone(), procedure.id.span);
            let first: Option<(Arc<Procedure>, Source)> =
                procedures.insert(id.clone(), (Arc::new(procedure), text.source.clone()));
            if let Some((first, at)) = first {
                let diagnostic = Diagnostic::error("duplicate-id", format!("the procedure {id} stands twice"));
                diagnostics.push(diagnostic.at(&text.source, span).label(&at, first.id.span, "the first one"));
            }
        }
    }
    procedures
}
