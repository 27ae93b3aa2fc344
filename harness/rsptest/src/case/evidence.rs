//! Names in `expect` and `keep`: whether a step can ever have such a value.

use super::functions::{Function, Member, MemberType};
use crate::diagnostic::nearest;
use crate::judge::OpenedPackage;
use rsptest_wire::{Dictionary, Path};

/// Words that every answer has.
const WORDS: [&str; 10] = [
    "sw",
    "data",
    "status",
    "subjectCode",
    "reasonCode",
    "message",
    "encoding",
    "http.status",
    "http.body",
    "tls.certificate",
];

/// Why a name leads nowhere, and what was probably meant.
pub(super) struct Nowhere {
    pub(super) says: String,
    pub(super) near: Option<String>,
}

impl Nowhere {
    fn new<'a>(says: String, name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        Self { says, near: nearest(name, known).map(str::to_owned) }
    }
}

/// Whether `name` can be a value of a step that calls this function. References are looked at elsewhere; a step
/// without a function of its own (raw HTTP) is taken at its word where members are concerned.
pub(super) fn known(name: &str, function: Option<&Function>) -> Result<(), Nowhere> {
    if name.starts_with('$') || WORDS.contains(&name) || name.starts_with("http.header.") {
        return Ok(());
    }
    if let Some((outer, tags)) = name.rsplit_once('#') {
        return match tags.split('.').find(|tag| u32::from_str_radix(tag, 16).is_err()) {
            Some(tag) => Err(Nowhere { says: format!("`{tag}` is no tag in hexadecimal"), near: None }),
            None => known(outer, function),
        };
    }
    if let Some(part) = name.strip_prefix("bpp.") {
        return if OpenedPackage::NAMES.contains(&part) {
            Ok(())
        } else {
            Err(Nowhere::new(format!("a package has no part `{part}`"), part, OpenedPackage::NAMES))
        };
    }
    if name.starts_with("http.") {
        let says = format!("`{name}` is not known: use http.status, http.header.NAME, http.body");
        return Err(Nowhere::new(says, name, WORDS));
    }
    if let Some(inner) = name.strip_prefix("tls.certificate.") {
        return field("Certificate", inner);
    }
    if let Some(inner) = name.strip_prefix("result.") {
        return field("ProfileInstallationResult", inner);
    }
    let Some(function) = function else { return Ok(()) };
    if let Some(es10) = &function.es10 {
        return match name.strip_prefix("sent.") {
            Some(rest) => field(&es10.request, rest),
            None if matches!(name, "sent" | "answer") => Ok(()),
            None => field(&es10.response, name),
        };
    }
    match name.strip_prefix("sent.") {
        Some(rest) => member(rest, &function.request, "the request", &[]),
        None => member(name, &function.response, "the answer", &WORDS),
    }
}

fn member(path: &str, members: &[Member], whose: &str, words: &[&str]) -> Result<(), Nowhere> {
    let end = path.find(['.', '[']).unwrap_or(path.len());
    let (name, rest) = path.split_at(end);
    let Some(member) = members.iter().find(|member| member.name == name) else {
        let known = members.iter().map(|member| member.name.as_str()).chain(words.iter().copied());
        return Err(Nowhere::new(format!("{whose} has no member `{name}`"), name, known));
    };
    let inner = rest.strip_prefix('.').unwrap_or(rest);
    match &member.kind {
        _ if inner.is_empty() => Ok(()),
        MemberType::Tlv(structure) => field(structure, inner),
        _ => Err(Nowhere { says: format!("`{name}` has no fields inside"), near: None }),
    }
}

fn field(structure: &str, inner: &str) -> Result<(), Nowhere> {
    let checked = Path::parse(inner).and_then(|path| rsptest_wire::check_path(Dictionary::sgp22(), structure, &path));
    checked.map(drop).map_err(|error| Nowhere { says: error.to_string(), near: None })
}
