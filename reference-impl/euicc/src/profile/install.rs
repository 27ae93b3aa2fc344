//! The interpreter: one profile element after the other (eUICC Profile Package §8).

use super::platform::Platform;
use super::status::{self, Failure};
use super::{Header, Profile, templates};
use crate::fs::{NodeId, TreeError};
use crate::rules;
use rsp_asn1::profile_package::{PeHeader, PeStatus, ProfileElement};
use rsp_asn1::tlv;
use rsp_conduct::{Check, Conduct, Refusal};
use std::collections::HashSet;

/// The outcome of one element; the error of a refusal is the name of its PEStatus.
pub(super) type Step<T> = Result<T, Refusal>;

/// Memory that one file takes beside its content, in octets.
pub(super) const FILE_OVERHEAD: usize = 64;

/// A profile that was made from a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installation {
    /// The profile.
    pub profile: Profile,
    /// Elements that are not mandated and were skipped because nothing here supports them.
    pub skipped: Vec<PeStatus>,
}

impl Installation {
    /// EUICCResponse as DER, for simaResponse.
    pub fn response(&self) -> Vec<u8> {
        status::success(&self.skipped)
    }
}

/// Installs a package: profile elements one after the other, nothing before, between or behind them.
///
/// The errors are those that PEStatus names; an element that fails ends the installation. Memory is claimed before it is
/// taken, so a package cannot make more than `platform.free_memory`.
pub fn install(package: &[u8], platform: &Platform, conduct: &dyn Conduct) -> Result<Installation, Failure> {
    let mut installer = Installer {
        platform,
        conduct,
        profile: Profile::default(),
        skipped: Vec::new(),
        memory: platform.free_memory,
        identifications: HashSet::new(),
        seen: HashSet::new(),
        context: None,
        naa: Naas::default(),
    };
    let mut rest = package;
    let mut first = true;
    loop {
        let identification = identification(rest);
        let stop = |installer: Installer<'_>, refusal: Refusal| {
            let mut statuses = installer.skipped;
            statuses.push(status::status(refusal.error, identification, None));
            Err(Failure { statuses, refusal })
        };
        if rest.is_empty() {
            let ended = installer.has("end");
            let judged = installer.judge(&rules::PE_END_LAST, ended, "invalid-request-format", || "no end".into());
            return match judged {
                Ok(()) => Ok(Installation { profile: installer.profile, skipped: installer.skipped }),
                Err(refusal) => stop(installer, refusal),
            };
        }
        let cut = tlv::first(rest);
        let judged =
            cut.as_ref().map(|_| ()).map_err(|error| Refusal::new("invalid-request-format", error.to_string()));
        if let Err(refusal) = conduct.judge(&rules::PE_READABLE, judged) {
            return stop(installer, refusal);
        }
        // Where a broken package is let pass, its rest is nothing that could be cut.
        let Ok((element, after)) = cut else {
            rest = &[];
            continue;
        };
        if let Err(refusal) = installer.element(element.whole, first) {
            return stop(installer, refusal);
        }
        first = false;
        rest = after;
    }
}

/// The identification in the head of the element that begins here, for PEStatus; also where the rest cannot be read.
fn identification(octets: &[u8]) -> Option<u16> {
    let (_, _, head) = tlv::header(octets).ok()?;
    let content = octets.get(head..)?;
    let (header, _) = tlv::first(content).ok()?;
    let fields = tlv::all(header.content).ok()?;
    let number = fields.iter().find(|field| field.tag == 0x81 && header.tag == 0xA0)?.content;
    match number {
        [low] if *low < 0x80 => Some(u16::from(*low)),
        [high, low] if *high < 0x80 => Some(u16::from_be_bytes([*high, *low])),
        _ => None,
    }
}

/// The applications that were opened last.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Naas {
    pub(super) usim: Option<NodeId>,
    pub(super) isim: Option<NodeId>,
    pub(super) csim: Option<NodeId>,
}

/// A package in work.
pub(super) struct Installer<'a> {
    pub(super) platform: &'a Platform,
    pub(super) conduct: &'a dyn Conduct,
    pub(super) profile: Profile,
    skipped: Vec<PeStatus>,
    memory: usize,
    identifications: HashSet<u16>,
    /// Names of the elements so far.
    seen: HashSet<&'static str>,
    /// The directory that codes and authentication belong to: the one opened last.
    pub(super) context: Option<NodeId>,
    pub(super) naa: Naas,
}

impl Installer<'_> {
    /// Judges a check.
    pub(super) fn judge(
        &self,
        check: &'static Check,
        holds: bool,
        status: &'static str,
        detail: impl FnOnce() -> String,
    ) -> Step<()> {
        self.conduct.judge(check, Refusal::unless(holds, status, detail))
    }

    /// Claims memory. False where there is too little and that is let pass: then nothing must be taken.
    pub(super) fn claim(&mut self, octets: usize) -> Step<bool> {
        let left = self.memory.checked_sub(octets);
        let free = self.memory;
        self.judge(&rules::PE_MEMORY, left.is_some(), "not-enough-memory", || {
            format!("{octets} octets of {free} that are free")
        })?;
        self.memory = left.unwrap_or(self.memory);
        Ok(left.is_some())
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.seen.contains(&name)
    }

    /// Says whether the tree took a file.
    pub(super) fn unique(&self, outcome: Result<NodeId, TreeError>, what: &str) -> Step<Option<NodeId>> {
        let error = outcome.as_ref().err().copied();
        self.judge(&rules::PE_FILE_UNIQUE, error.is_none(), "invalid-parameter", || {
            error.map_or_else(String::new, |error| format!("{what}: {error}"))
        })?;
        Ok(outcome.ok())
    }

    fn element(&mut self, octets: &[u8], first: bool) -> Step<()> {
        let read = rsp_asn1::decode::<ProfileElement>(octets);
        let judged =
            read.as_ref().map(|_| ()).map_err(|error| Refusal::new("invalid-request-format", error.to_string()));
        self.conduct.judge(&rules::PE_READABLE, judged)?;
        let Ok(element) = read else { return Ok(()) };
        let (name, header) = describe(&element);
        self.judge(&rules::PE_HEADER_FIRST, !first || name == "header", "invalid-request-format", || {
            format!("{name} is the first element")
        })?;
        self.judge(&rules::PE_END_LAST, !self.has("end"), "invalid-request-format", || {
            format!("{name} behind the end")
        })?;
        let once = matches!(name, "header" | "mf" | "cd" | "telecom");
        self.judge(&rules::PE_ONCE, !(once && self.has(name)), "invalid-request-format", || {
            format!("a second {name}")
        })?;
        if let Some(header) = header {
            let number = header.identification;
            let fresh = number <= 0x7FFF && self.identifications.insert(number);
            self.judge(&rules::PE_IDENTIFICATION, fresh, "invalid-parameter", || {
                format!("identification {number} is too large or stands twice")
            })?;
        }
        if self.supported(name, header, &element)? {
            self.order(name)?;
            self.process(element, name)?;
        }
        self.seen.insert(name);
        Ok(())
    }

    /// Is there something to process the element with? Without, one that is mandated ends the installation.
    fn supported(&mut self, name: &'static str, header: Option<&PeHeader>, element: &ProfileElement) -> Step<bool> {
        let template = match super::template_element::of(element) {
            Some(template) => {
                let found = template.template_id.iter().copied().collect::<Vec<u32>>();
                let found = templates::find(&found, self.platform.version);
                Some(found.is_some_and(|found| found.template.element == name))
            }
            None => None,
        };
        let mandated = header.is_none_or(|header| header.mandated.is_some());
        let known = match element {
            ProfileElement::Unknown(_) | ProfileElement::NonStandard(_) => false,
            _ => template.is_none() || templates::has_element(name),
        };
        self.judge(&rules::PE_SUPPORTED, known || !mandated, "pe-not-supported", || {
            format!("{name} is not supported")
        })?;
        let usable = known && template != Some(false);
        self.judge(&rules::PE_TEMPLATE, usable || !known || !mandated, "template-not-supported", || {
            format!("{name} has a template that is not supported or not its own")
        })?;
        if !usable {
            let error = if known { "template-not-supported" } else { "pe-not-supported" };
            let number = header.map(|header| header.identification);
            self.skipped.push(status::status(error, number, None));
            // What follows may mean a directory that was not made.
            if template.is_some() {
                self.context = None;
            }
        }
        Ok(usable)
    }

    /// Does an element come after those that it builds on?
    fn order(&self, name: &str) -> Step<()> {
        let needs = match name {
            "header" | "mf" | "genericFileManagement" | "pukCodes" | "end" | "securityDomain" | "application" => None,
            "opt-usim" | "gsm-access" | "phonebook" | "df-5gs" | "df-saip" => Some("usim"),
            "opt-isim" => Some("isim"),
            "opt-csim" => Some("csim"),
            "cd" | "telecom" | "usim" | "isim" | "csim" | "pinCodes" => Some("mf"),
            _ => None,
        };
        let there = needs.is_none_or(|needs| self.has(needs) || (needs == "mf" && self.context.is_some()));
        self.judge(&rules::PE_ORDER, there, "invalid-parameter", || {
            format!("{name} before {}", needs.unwrap_or_default())
        })
    }

    fn process(&mut self, element: ProfileElement, name: &'static str) -> Step<()> {
        match element {
            ProfileElement::Header(header) => self.header(header),
            ProfileElement::GenericFileManagement(element) => self.generic_file_management(element),
            ProfileElement::PinCodes(element) => self.pin_codes(element),
            ProfileElement::PukCodes(element) => self.puk_codes(element),
            ProfileElement::AkaParameter(element) => self.aka_parameter(element),
            ProfileElement::CdmaParameter(element) => self.cdma_parameter(element),
            ProfileElement::SecurityDomain(element) => self.security_domain(element),
            ProfileElement::Rfm(element) => self.rfm(element),
            ProfileElement::Application(element) => self.application(element),
            ProfileElement::End(_) | ProfileElement::NonStandard(_) | ProfileElement::Unknown(_) => Ok(()),
            other => match super::template_element::of(&other) {
                Some(element) => self.template_element(element, name),
                None => Ok(()),
            },
        }
    }

    fn header(&mut self, header: rsp_asn1::profile_package::ProfileHeader) -> Step<()> {
        let supported = self.platform.version;
        let version = (header.major_version, header.minor_version);
        self.judge(&rules::PE_PROFILE_VERSION, version.0 <= supported.0, "unsupported-profile-version", || {
            format!("version {}.{} where {}.{} is supported", version.0, version.1, supported.0, supported.1)
        })?;
        let mut services = header.mandatory_services.numbers();
        // Members that later versions put behind the last one.
        let later = header.mandatory_services.extensions.elements().map_or(0, |more| more.len());
        services.extend((0..later).map(|_| u8::MAX));
        let lacking = services.iter().find(|service| !self.platform.offers(**service));
        self.judge(&rules::PE_MANDATORY_SERVICES, lacking.is_none(), "feature-not-supported", || {
            format!("service {}", lacking.copied().unwrap_or_default())
        })?;
        let arcs: Vec<Vec<u32>> = header.mandatory_templates.iter().map(|oid| oid.to_vec()).collect();
        let lacking = arcs.iter().find(|arcs| templates::find(arcs, supported).is_none());
        self.judge(&rules::PE_MANDATORY_TEMPLATES, lacking.is_none(), "template-not-supported", || {
            let oid = lacking.map(|arcs| arcs.iter().map(u32::to_string).collect::<Vec<_>>().join("."));
            format!("template {}", oid.unwrap_or_default())
        })?;
        let libraries = header.mandatory_aids.as_deref().unwrap_or_default();
        self.judge(&rules::PE_MANDATORY_AIDS, libraries.is_empty(), "lib-not-supported", || {
            "libraries are demanded, and this eUICC has none".into()
        })?;
        self.profile.header = Header {
            version,
            profile_type: header.profile_type.map(|text| text.to_string()),
            iccid: header.iccid.to_array(),
            pol: header.pol.map(|octets| octets.to_vec()),
            services,
            templates: arcs.iter().map(|arcs| arcs.strip_prefix(&templates::ARCS).unwrap_or(arcs).to_vec()).collect(),
            connectivity: header.connectivity_parameters.map(|octets| octets.to_vec()),
        };
        Ok(())
    }
}

/// The name of an element in the module, and its head.
fn describe(element: &ProfileElement) -> (&'static str, Option<&PeHeader>) {
    use ProfileElement as P;
    match element {
        P::Header(_) => ("header", None),
        P::GenericFileManagement(e) => ("genericFileManagement", Some(&e.header)),
        P::PinCodes(e) => ("pinCodes", Some(&e.header)),
        P::PukCodes(e) => ("pukCodes", Some(&e.header)),
        P::AkaParameter(e) => ("akaParameter", Some(&e.header)),
        P::CdmaParameter(e) => ("cdmaParameter", Some(&e.header)),
        P::SecurityDomain(e) => ("securityDomain", Some(&e.header)),
        P::Rfm(e) => ("rfm", Some(&e.header)),
        P::Application(e) => ("application", Some(&e.header)),
        P::NonStandard(e) => ("nonStandard", Some(&e.header)),
        P::End(e) => ("end", Some(&e.header)),
        P::Mf(e) => ("mf", Some(&e.header)),
        P::Cd(e) => ("cd", Some(&e.header)),
        P::Telecom(e) => ("telecom", Some(&e.header)),
        P::Usim(e) => ("usim", Some(&e.header)),
        P::OptUsim(e) => ("opt-usim", Some(&e.header)),
        P::Isim(e) => ("isim", Some(&e.header)),
        P::OptIsim(e) => ("opt-isim", Some(&e.header)),
        P::Phonebook(e) => ("phonebook", Some(&e.header)),
        P::GsmAccess(e) => ("gsm-access", Some(&e.header)),
        P::Csim(e) => ("csim", Some(&e.header)),
        P::OptCsim(e) => ("opt-csim", Some(&e.header)),
        P::Eap(e) => ("eap", Some(&e.header)),
        P::Df5gs(e) => ("df-5gs", Some(&e.header)),
        P::DfSaip(e) => ("df-saip", Some(&e.header)),
        P::DfSnpn(e) => ("df-snpn", Some(&e.header)),
        P::Df5gProse(e) => ("df-5gprose", Some(&e.header)),
        P::Iot(e) => ("iot", Some(&e.header)),
        P::OptIot(e) => ("opt-iot", Some(&e.header)),
        // Whether it is mandated, its head would say if it has one; it is not known what follows, so it is taken for mandated.
        P::Unknown(_) => ("reserved", None),
    }
}
