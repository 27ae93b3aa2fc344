//! A deliberate fault: artefact, place and operation.

use super::{HEX, Lint, rules};
use crate::case::{Entity, Tamper};
use crate::diagnostic::Source;
use crate::yaml::Span;
use rsptest_wire::{Dictionary, Operation, Path};
use std::collections::BTreeSet;

impl Lint<'_> {
    pub(super) fn tamper(&mut self, tamper: &Tamper, source: &Source, place: Span, names: &BTreeSet<String>) {
        let Some(artefact) = &tamper.artefact else {
            self.push(source, place, "missing-field", "a fault says where: `in`".into(), None);
            return;
        };
        // What our side makes: the entity's own octets are not ours to alter.
        let ours = rules().into_iter().filter(|rules| match self.entity {
            Entity::SmDpPlus => rules.role != "sm-dp-plus",
            Entity::Euicc => matches!(rules.role, "sm-dp-plus" | "lpa"),
        });
        let mut artefacts: Vec<&str> = ours.flat_map(|rules| rules.artefacts).map(|artefact| artefact.name).collect();
        if self.entity == Entity::Euicc {
            let functions = self.set.functions.all().filter_map(|function| function.es10.as_ref());
            artefacts.extend(functions.map(|es10| es10.request.as_str()));
        }
        self.known(source, artefact, "unknown-artefact", artefacts.into_iter());
        let structure = crate::engine::structure(&artefact.value);
        let path = tamper.at.as_ref().map(|at| (at, Path::parse(&at.value)));
        let path = match path {
            Some((at, parsed)) => {
                let checked = parsed.and_then(|path| match &structure {
                    Some(structure) => rsptest_wire::check_path(Dictionary::sgp22(), structure, &path).map(|_| path),
                    None => Ok(path),
                });
                match checked {
                    Ok(path) => Some(path),
                    Err(error) => {
                        self.push(source, at.span, "unknown-field", error.to_string(), None);
                        return;
                    }
                }
            }
            None => None,
        };
        // Text has other rules than DER: there only the operation's own words can be looked at.
        let text = path.is_some() && matches!(artefact.value.as_str(), "HttpHead" | "HttpBody");
        let sound = |operation: Operation| {
            let (structure, path) = (structure.as_deref(), path.as_ref());
            match operation {
                Operation::Flip(_) | Operation::Fill(_) if text => {
                    rsptest_wire::check(Dictionary::sgp22(), None, None, &operation)
                }
                _ if text => Ok(()),
                _ => rsptest_wire::check(Dictionary::sgp22(), structure, path, &operation),
            }
        };
        let checked = crate::engine::known_operation(tamper);
        if let Err(says) = checked
            .and_then(|operation| operation.map_or(Ok(()), |operation| sound(operation).map_err(|e| e.to_string())))
        {
            let help = says.contains("no hex").then(|| HEX.to_owned());
            self.push_help(source, artefact.span, "wrong-operation", says, help);
        }
        for name in tamper.sign_with.iter().chain(&tamper.uses) {
            self.reference(&name.value, source, name.span, names);
        }
        if let Some(value) = &tamper.set {
            self.json(value, source, artefact.span, names);
        }
        if let Some(text) = &tamper.sign_over {
            self.hex("`sign-over`", text, source, artefact.span);
        }
    }
}
