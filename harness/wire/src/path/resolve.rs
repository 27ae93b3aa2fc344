//! A path against the dictionary alone: what it names, with the alternatives it left out.

use super::{Index, Path, PathError, PathFault, Segment};
use crate::dictionary::{Body, Dictionary, Element, Field, Resolved, Shape, Structure, Type};
use crate::nearest::nearest;

/// What kind of value a field has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Named fields.
    Sequence,
    /// One of several alternatives.
    Choice,
    /// Elements of one type.
    List,
    /// An explicit tag around one TLV.
    Explicit,
    /// Octets.
    Octets,
    /// Text.
    Text,
    /// A number.
    Integer,
    /// Bits.
    Bits,
    /// True or false.
    Boolean,
    /// Nothing.
    Null,
    /// Object identifier.
    Oid,
    /// Open.
    Any,
}

/// What a path names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldType {
    /// The whole path, with the alternatives that were left out.
    pub path: String,
    /// The tag on the wire; none for a choice or open type without a tag of its own.
    pub tag: Option<Vec<u8>>,
    /// What kind of value.
    pub kind: Kind,
    /// The structure or named type, when it has a name.
    pub type_name: Option<String>,
    /// Named values or named bits.
    pub names: Vec<(String, i64)>,
    /// It may be absent.
    pub optional: bool,
    /// The dictionary's note, such as `signature over euiccSigned1 by euiccCertificate`.
    pub note: String,
}

/// One step with nothing left out.
#[derive(Debug, Clone)]
pub(crate) enum Hop<'d> {
    /// A field of a sequence or an alternative.
    Field(&'d Field),
    /// An element of a list.
    Element(Index),
    /// Through an explicit tag.
    Inside,
    /// Into what an octet string contains.
    Contained,
}

/// A resolved path: its steps and the element at its end.
pub(crate) struct Route<'d> {
    pub hops: Vec<Hop<'d>>,
    pub end: Goal<'d>,
}

/// What stands at the end of a path.
#[derive(Clone, Copy)]
pub(crate) struct Goal<'d> {
    pub element: &'d Element,
    pub field: Option<&'d Field>,
}

/// What the path names in this structure, without any octets: for checks before a run.
///
/// Errors: [`PathFault::UnknownStructure`], [`PathFault::UnknownField`], [`PathFault::Ambiguous`],
/// [`PathFault::Index`], each with what was probably meant.
pub fn check_path(dictionary: &Dictionary, structure: &str, path: &Path) -> Result<FieldType, PathError> {
    let route = resolve(dictionary, structure, path)?;
    let goal = route.end;
    let resolved = dictionary.resolve(&goal.element.ty);
    Ok(FieldType {
        path: words(&route.hops),
        tag: goal.element.tag.map(|tag| tag.to_octets()),
        kind: kind_of(resolved),
        type_name: resolved.named.map(|named| named.name.clone()),
        names: match resolved.shape {
            Shape::Bare(Type::Integer(names) | Type::Bits(names)) => {
                names.iter().map(|one| (one.name.clone(), one.number)).collect()
            }
            _ => Vec::new(),
        },
        optional: goal.field.is_some_and(|field| field.optional),
        note: goal.field.map(|field| field.note.clone()).unwrap_or_default(),
    })
}

pub(crate) fn kind_of(resolved: Resolved<'_>) -> Kind {
    match resolved.shape {
        Shape::Sequence(..) => Kind::Sequence,
        Shape::Choice(..) => Kind::Choice,
        Shape::Bare(ty) => match ty {
            Type::Octets(..) => Kind::Octets,
            Type::Text(_) | Type::Ascii => Kind::Text,
            Type::Integer(_) => Kind::Integer,
            Type::Bits(_) => Kind::Bits,
            Type::Boolean => Kind::Boolean,
            Type::Null => Kind::Null,
            Type::Oid => Kind::Oid,
            Type::List(_) => Kind::List,
            Type::Explicit(_) => Kind::Explicit,
            Type::Any | Type::Named(_) => Kind::Any,
        },
    }
}

/// Tag and type of what the path names.
pub(crate) fn goal(dictionary: &Dictionary, structure: &str, path: &Path) -> Result<Element, PathError> {
    Ok(resolve(dictionary, structure, path)?.end.element.clone())
}

pub(crate) fn resolve<'d>(dictionary: &'d Dictionary, structure: &str, path: &Path) -> Result<Route<'d>, PathError> {
    let text = path.to_string();
    let root = dictionary.require(structure).map_err(|unknown| PathError {
        nearest: unknown.nearest.clone(),
        ..PathError::new(PathFault::UnknownStructure, &text, "", format!("there is no structure `{}`", unknown.name))
    })?;
    let walk = Walk { dictionary, text: &text };
    let mut hops = Vec::new();
    let end = walk.step(root_resolved(dictionary, root), path.segments(), &mut hops)?;
    Ok(Route { hops, end })
}

fn root_resolved<'d>(dictionary: &'d Dictionary, root: &'d Structure) -> Resolved<'d> {
    let shape = match &root.body {
        Body::Sequence(fields) | Body::Run(fields) => Shape::Sequence(root, fields),
        Body::Choice(fields) => Shape::Choice(root, fields),
        Body::Alias(ty) => return Resolved { named: Some(root), ..dictionary.resolve(ty) },
    };
    Resolved { named: Some(root), shape }
}

struct Walk<'d, 't> {
    dictionary: &'d Dictionary,
    text: &'t str,
}

impl<'d> Walk<'d, '_> {
    /// Follows the segments from here. Recursion is bounded: each call uses up a segment or goes one
    /// type down, and the dictionary has no circles.
    fn step(&self, here: Resolved<'d>, segments: &[Segment], hops: &mut Vec<Hop<'d>>) -> Result<Goal<'d>, PathError> {
        let Some((segment, rest)) = segments.split_first() else {
            return Err(self.fault(PathFault::Syntax, "", "the path is empty".to_owned()));
        };
        match (here.shape, segment) {
            (Shape::Sequence(structure, fields), Segment::Name(name)) => {
                match fields.iter().find(|field| field.name == *name) {
                    Some(field) => self.enter(field, rest, hops),
                    None => Err(self.unknown(structure, here, name)),
                }
            }
            (Shape::Choice(structure, alternatives), segment) => {
                if let Segment::Name(name) = segment
                    && let Some(field) = alternatives.iter().find(|field| field.name == *name)
                {
                    return self.enter(field, rest, hops);
                }
                self.left_out(structure, alternatives, here, segments, hops)
            }
            (Shape::Bare(Type::List(element)), Segment::Index(index)) => {
                hops.push(Hop::Element(*index));
                self.go_on(Goal { element, field: None }, rest, hops)
            }
            (Shape::Bare(Type::List(_)), Segment::Name(name)) => {
                let says = format!("`{name}` follows a list; say which element, such as `[0]` or `[last]`");
                Err(self.fault(PathFault::Index, name, says))
            }
            (Shape::Bare(Type::Explicit(element)), _) => {
                hops.push(Hop::Inside);
                self.go_on(Goal { element, field: None }, segments, hops)
            }
            (_, Segment::Index(_)) => {
                Err(self.fault(PathFault::Index, "[", "an index stands where there is no list".to_owned()))
            }
            (Shape::Bare(_), Segment::Name(name)) => {
                let says = format!("`{name}` follows a value that has no fields");
                Err(self.fault(PathFault::UnknownField, name, says))
            }
        }
    }

    fn enter(&self, field: &'d Field, rest: &[Segment], hops: &mut Vec<Hop<'d>>) -> Result<Goal<'d>, PathError> {
        hops.push(Hop::Field(field));
        self.go_on(Goal { element: &field.element, field: Some(field) }, rest, hops)
    }

    fn go_on(&self, goal: Goal<'d>, rest: &[Segment], hops: &mut Vec<Hop<'d>>) -> Result<Goal<'d>, PathError> {
        if rest.is_empty() {
            return Ok(goal);
        }
        let here = self.dictionary.resolve(&goal.element.ty);
        let contained = goal.field.and_then(|field| field.containing.as_deref());
        match contained.and_then(|name| self.dictionary.get(name)) {
            // A run of TLVs has no node of its own to go into.
            Some(structure) if !matches!(structure.body, Body::Run(_)) => {
                hops.push(Hop::Contained);
                self.step(root_resolved(self.dictionary, structure), rest, hops)
            }
            _ => self.step(here, rest, hops),
        }
    }

    /// The alternative's name was left out: exactly one alternative must have the rest.
    fn left_out(
        &self,
        structure: &'d Structure,
        alternatives: &'d [Field],
        here: Resolved<'d>,
        segments: &[Segment],
        hops: &mut Vec<Hop<'d>>,
    ) -> Result<Goal<'d>, PathError> {
        let mut fitting: Vec<(&Field, Vec<Hop<'d>>, Goal<'d>)> = Vec::new();
        let mut deeper: Option<PathError> = None;
        for field in alternatives {
            let mut tail = vec![Hop::Field(field)];
            let goal = Goal { element: &field.element, field: Some(field) };
            match self.go_on(goal, segments, &mut tail) {
                Ok(end) => fitting.push((field, tail, end)),
                Err(error) if error.fault == PathFault::Ambiguous => return Err(error),
                // The fault furthest along the path is the one to tell.
                Err(error) if tail.len() > 1 && deeper.is_none() => deeper = Some(error),
                Err(_) => {}
            }
        }
        if fitting.len() > 1 {
            let names =
                fitting.iter().map(|(field, _, _)| format!("`{}`", field.name)).collect::<Vec<_>>().join(" or ");
            let says = format!("say which alternative of {}: {names}", structure.name);
            return Err(self.fault(PathFault::Ambiguous, "", says));
        }
        if let Some((_, tail, end)) = fitting.pop() {
            hops.extend(tail);
            return Ok(end);
        }
        if let Some(error) = deeper {
            return Err(error);
        }
        match segments.first() {
            Some(Segment::Name(name)) => Err(self.unknown(structure, here, name)),
            _ => Err(self.fault(PathFault::Index, "[", format!("{} has no list here", structure.name))),
        }
    }

    fn fault(&self, fault: PathFault, at: &str, says: String) -> PathError {
        PathError::new(fault, self.text, at, says)
    }

    fn unknown(&self, structure: &Structure, here: Resolved<'d>, name: &str) -> PathError {
        let mut error = self.fault(PathFault::UnknownField, name, format!("{} has no field `{name}`", structure.name));
        let mut below = Vec::new();
        self.names_below(here, "", 0, &mut below);
        // The same name further down: the path left something out.
        let same = below.iter().find(|path| path.rsplit('.').next() == Some(name) && path.contains('.'));
        let last = |path: &'_ String| path.rsplit('.').next().unwrap_or_default().to_owned();
        error.nearest = same.cloned().or_else(|| {
            let names: Vec<String> = below.iter().map(last).collect();
            let meant = nearest(name, names.iter().map(String::as_str))?;
            below.iter().find(|path| last(path) == meant).cloned()
        });
        error
    }

    /// Paths of the fields below, nearest level first; alternatives are left out.
    fn names_below(&self, here: Resolved<'d>, before: &str, depth: usize, found: &mut Vec<String>) {
        if depth > 6 || found.len() > 500 {
            return;
        }
        let (fields, is_choice): (&[Field], bool) = match here.shape {
            Shape::Sequence(_, fields) => (fields, false),
            Shape::Choice(_, fields) => (fields, true),
            Shape::Bare(_) => return,
        };
        let with = |name: &str| if before.is_empty() { name.to_owned() } else { format!("{before}.{name}") };
        found.extend(fields.iter().map(|field| with(&field.name)));
        for field in fields {
            let next = self.dictionary.resolve(&field.element.ty);
            let path = if is_choice { before.to_owned() } else { with(&field.name) };
            self.names_below(next, &path, depth + 1, found);
        }
    }
}

fn words(hops: &[Hop<'_>]) -> String {
    let mut path = String::new();
    for hop in hops {
        match hop {
            Hop::Field(field) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&field.name);
            }
            Hop::Element(index) => path.push_str(&format!("[{index}]")),
            Hop::Inside | Hop::Contained => {}
        }
    }
    path
}
