//! From files to instances: one for each case, variant and binding.

use super::catalogue::Catalogue;
use super::files::CaseText;
use super::functions::Functions;
use super::model::{Binding, Case, Step};
use super::procedures::{self, Procedure};
use super::versions::VersionRange;
use crate::diagnostic::{Diagnostic, Diagnostics, Source, nearest};
use crate::engine::event::CaseKey;
use crate::yaml::{self, Kind, Node, Span, Spanned, Substitution};
use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// What a case file looks like.
const SHAPE: &str = "a case file is `specs: { SGP.22: \">=2.2\" }` and `cases:`, a list of cases; `rsptest lint --schema` has all of it";

/// Which part of a case a step stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Initial conditions.
    Given,
    /// What is tested.
    Steps,
    /// What must hold afterwards.
    Afterwards,
    /// Always run.
    Cleanup,
}

/// One verdict to be given: a case, one of its variants, one binding.
#[derive(Debug, Clone)]
pub struct Instance {
    /// Its name and place.
    pub key: CaseKey,
    /// The case with the variant's values put in place.
    pub case: Arc<Case>,
    /// The binding of ES9+.
    pub binding: Binding,
    /// Where it stands.
    pub source: Source,
    /// Versions of specifications that it is for.
    pub specs: Arc<BTreeMap<String, VersionRange>>,
}

/// What is under test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Entity {
    /// An SM-DP+, over ES9+ and ES2+.
    SmDpPlus,
    /// An eUICC, over ES10.
    Euicc,
}

impl Instance {
    /// What it tests: the second part of its id.
    pub fn entity(&self) -> Entity {
        match self.key.case.split('/').nth(1) {
            Some("euicc") => Entity::Euicc,
            _ => Entity::SmDpPlus,
        }
    }
}

/// Everything below `cases/`.
#[derive(Debug, Clone, Default)]
pub struct CaseSet {
    /// All verdicts there are, in the order of the files.
    pub instances: Vec<Instance>,
    /// The requirement catalogue.
    pub catalogue: Catalogue,
    /// The function table.
    pub functions: Functions,
    /// Procedures and where they stand.
    pub procedures: BTreeMap<String, (Arc<Procedure>, Source)>,
    /// A digest over all files, in hex.
    pub digest: String,
}

impl CaseSet {
    /// The steps that decide the verdict of a case, and those of the procedures that it uses.
    pub fn tested<'a>(&'a self, case: &'a Case) -> impl Iterator<Item = &'a Step> {
        case.tested().flat_map(|step| {
            let used = step.procedure.as_ref().and_then(|name| self.procedures.get(&name.value));
            let inner = used.into_iter().flat_map(|(procedure, _)| &procedure.steps).flat_map(|step| step.each());
            std::iter::once(step).chain(inner)
        })
    }
}

/// Reads all files; every error there is, not only the first.
pub fn load(files: &[CaseText]) -> (CaseSet, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let mut hasher = DefaultHasher::new();
    for text in files {
        (&text.path, text.source.text()).hash(&mut hasher);
    }
    let mut set = CaseSet {
        instances: Vec::new(),
        catalogue: Catalogue::load(files, &mut diagnostics),
        functions: Functions::load(files, &mut diagnostics),
        procedures: procedures::load(files, &mut diagnostics),
        digest: format!("{:016x}", hasher.finish()),
    };
    let aside = ["requirements/", "functions/", "procedures/"];
    for text in files.iter().filter(|text| !aside.iter().any(|folder| text.path.starts_with(folder))) {
        file(text, &mut set, &mut diagnostics);
    }
    (set, diagnostics)
}

fn file(text: &CaseText, set: &mut CaseSet, diagnostics: &mut Diagnostics) {
    let source = &text.source;
    let Some(root) = diagnostics.keep(yaml::parse(source)) else { return };
    for (key, _) in root.entries() {
        if !matches!(key.value.as_str(), "specs" | "cases") {
            let hint = nearest(&key.value, ["specs", "cases"]).map(|near| format!("did you mean `{near}`?"));
            let says = format!("unknown key `{}`", key.value);
            diagnostics.push(Diagnostic::error("unknown-field", says).at(source, key.span).maybe_help(hint));
        }
    }
    let specs = Arc::new(diagnostics.keep(specs(&root, source)).unwrap_or_default());
    let Some(cases) = root.get("cases") else {
        let says = "a case file has a list `cases`";
        diagnostics.push(Diagnostic::error("missing-field", says).at(source, root.span).help(SHAPE));
        return;
    };
    if !matches!(cases.kind, Kind::List(_)) {
        let says = "`cases` is a list";
        diagnostics.push(Diagnostic::error("wrong-type", says).at(source, cases.span).help(SHAPE));
        return;
    }
    let mut ids: BTreeMap<String, Span> = BTreeMap::new();
    for (index, node) in cases.elements().iter().enumerate() {
        let path = format!("cases[{index}]");
        for mut instance in diagnostics.keep(instances(text, node, &path)).unwrap_or_default() {
            instance.specs = specs.clone();
            let first = ids.insert(instance.key.full(), instance.case.id.span);
            if let Some(first) = first {
                let says = format!("the id {} stands twice", instance.key.full());
                let diagnostic = Diagnostic::error("duplicate-id", says).at(source, instance.case.id.span);
                diagnostics.push(diagnostic.label(source, first, "the first one").help("an id is unique in its file"));
                continue;
            }
            set.instances.push(instance);
        }
    }
}

/// The ranges of a file's `specs`.
fn specs(root: &Node, source: &Source) -> Result<BTreeMap<String, VersionRange>, Diagnostic> {
    let Some(node) = root.get("specs") else {
        let says = "a case file says which versions it is for: `specs`";
        return Err(Diagnostic::error("missing-field", says).at(source, root.span).help(SHAPE));
    };
    let named: BTreeMap<String, Spanned<String>> = yaml::from_node_at(node, source, "specs")?;
    named
        .into_iter()
        .map(|(spec, range)| match VersionRange::parse(&range.value) {
            Ok(parsed) => Ok((spec, parsed)),
            Err(says) => Err(Diagnostic::error("wrong-value", says).at(source, range.span)),
        })
        .collect()
}

/// The instances of one case: its variants times its bindings.
fn instances(text: &CaseText, node: &Node, path: &str) -> Result<Vec<Instance>, Diagnostic> {
    let source = &text.source;
    let variants = match node.get("variants") {
        Some(list) if !matches!(list.kind, Kind::List(_)) => {
            let says = "`variants` is a list";
            return Err(Diagnostic::error("wrong-type", says).at(source, list.span).path(path));
        }
        Some(list) => list.elements(),
        None => &[],
    };
    let mut bare = node.clone();
    if let Kind::Map(entries) = &mut bare.kind {
        entries.retain(|(key, _)| key.value != "variants");
    }
    if variants.is_empty() {
        let case: Case = yaml::from_node_at(&bare, source, path)?;
        return Ok(bindings(text, case, ""));
    }
    let mut found = Vec::new();
    for variant in variants {
        let id = variant.get("id").and_then(Node::text).ok_or_else(|| {
            Diagnostic::error("missing-field", "a variant has an `id`").at(source, variant.span).path(path)
        })?;
        let known: Vec<String> = variant.entries().iter().map(|(key, _)| format!("$variant.{}", key.value)).collect();
        let resolve = |reference: &str| match reference.strip_prefix("$variant.") {
            None => Substitution::Keep,
            Some(name) => match variant.get(name) {
                Some(value) => Substitution::Value(value.clone()),
                None => Substitution::Unknown(known.clone()),
            },
        };
        let placed = yaml::substitute(&bare, source, &resolve)?;
        let case: Case = yaml::from_node_at(&placed, source, path)?;
        found.extend(bindings(text, case, id));
    }
    Ok(found)
}

fn bindings(text: &CaseText, case: Case, variant: &str) -> Vec<Instance> {
    let listed = if case.bindings.is_empty() { vec![Binding::Json] } else { case.bindings.clone() };
    let several = listed.len() > 1;
    let case = Arc::new(case);
    listed
        .into_iter()
        .map(|binding| {
            let suffix = match (binding, several) {
                (Binding::Asn1, true) => "asn1",
                (Binding::Json, true) => "json",
                _ => "",
            };
            let joined =
                [variant, suffix].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("/");
            let key = CaseKey {
                case: format!("{}/{}", text.path, case.id.value).into(),
                variant: joined.into(),
                title: case.title.as_str().into(),
                file: text.source.name().into(),
                line: text.source.position(case.id.span.start).line,
            };
            Instance { key, case: case.clone(), binding, source: text.source.clone(), specs: Arc::default() }
        })
        .collect()
}
