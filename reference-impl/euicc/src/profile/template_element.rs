//! Elements that make files after a template.

use super::file::FileRequest;
use super::install::{Installer, Step};
use super::templates::{self, Row, RowKind};
use crate::fs::NodeId;
use crate::rules;
use rsp_asn1::profile_package::{FileItem, ProfileElement, TemplateElement};
use rsp_conduct::Refusal;

/// The element, when it is one with a template.
pub(super) fn of(element: &ProfileElement) -> Option<&TemplateElement> {
    use ProfileElement as P;
    match element {
        P::Mf(e)
        | P::Cd(e)
        | P::Telecom(e)
        | P::Usim(e)
        | P::OptUsim(e)
        | P::Isim(e)
        | P::OptIsim(e)
        | P::Phonebook(e)
        | P::GsmAccess(e)
        | P::Csim(e)
        | P::OptCsim(e)
        | P::Eap(e)
        | P::Df5gs(e)
        | P::DfSaip(e)
        | P::DfSnpn(e)
        | P::Df5gProse(e)
        | P::Iot(e)
        | P::OptIot(e) => Some(e),
        _ => None,
    }
}

/// The directories that the files of one element go into.
struct Places {
    /// The element's own directory, or the one that exists already.
    base: Option<NodeId>,
    /// The DF of level 1 that was made last.
    inner: Option<NodeId>,
}

impl Installer<'_> {
    pub(super) fn template_element(&mut self, element: &TemplateElement, name: &'static str) -> Step<()> {
        let arcs = element.template_id.to_vec();
        let Some(versioned) = templates::find(&arcs, self.platform.version) else { return Ok(()) };
        let read = element.files();
        let judged =
            read.as_ref().map(|_| ()).map_err(|error| Refusal::new("invalid-request-format", error.to_string()));
        self.conduct.judge(&rules::PE_READABLE, judged)?;
        let mut files = read.unwrap_or_default().into_iter().peekable();
        let mut places = Places { base: self.base(name), inner: None };
        for row in versioned.rows() {
            // Components come in order, so what is before this row has no row of its own.
            while let Some((component, _)) = files.next_if(|(component, _)| *component < row.component) {
                self.unknown_component(name, component)?;
            }
            let items = files.next_if(|(component, _)| *component == row.component).map(|(_, items)| items);
            let there = items.is_some() || !row.required;
            self.judge(&rules::PE_COMPONENTS, there, "invalid-request-format", || {
                format!("{name} without {}", row.name)
            })?;
            match items {
                Some(items) => self.template_file(&items, row, &mut places, versioned.template.created_by_default)?,
                None if versioned.template.created_by_default && !row.required => {
                    self.template_file(&[], row, &mut places, true)?;
                }
                None => {}
            }
        }
        for (component, _) in files {
            self.unknown_component(name, component)?;
        }
        if let Some(base) = places.base {
            self.context = Some(base);
        }
        Ok(())
    }

    fn unknown_component(&self, name: &str, component: u32) -> Step<()> {
        self.judge(&rules::PE_COMPONENTS, false, "invalid-request-format", || {
            format!("{name} of this template has no component {component}")
        })
    }

    /// The directory that exists before the element.
    fn base(&self, name: &str) -> Option<NodeId> {
        match name {
            "opt-usim" | "gsm-access" | "phonebook" | "df-5gs" | "df-saip" => self.naa.usim,
            "opt-isim" => self.naa.isim,
            "opt-csim" => self.naa.csim,
            _ => Some(NodeId::MF),
        }
    }

    /// One component: the steps that make a file, or several where the template has several.
    fn template_file(&mut self, items: &[FileItem], row: &Row, places: &mut Places, by_default: bool) -> Step<()> {
        if items.iter().any(|item| matches!(item, FileItem::DoNotCreate(()))) && row.name != "mf" {
            let alone = by_default && items.len() == 1;
            self.judge(&rules::PE_FILE_DESCRIPTOR, alone, "bad-values", || {
                format!("{} is not to be created, but has content or is not created by default", row.name)
            })?;
            // In the MF the mark has no effect (eUICC Profile Package §8.3.2).
            if !(row.level == 1 && places.base == Some(NodeId::MF)) {
                return Ok(());
            }
        }
        let directory = match row.level {
            0 => Some(NodeId::MF),
            1 => places.base,
            _ => places.inner,
        };
        self.judge(&rules::PE_FILE_PATH, directory.is_some(), "invalid-parameter", || {
            format!("the directory of {} was not made", row.name)
        })?;
        let Some(directory) = directory else { return Ok(()) };
        let mut instances = 0u8;
        let mut open = None;
        for item in items {
            match item {
                FileItem::DoNotCreate(()) => {}
                FileItem::FileDescriptor(fcp) => {
                    self.judge(&rules::PE_FILE_DESCRIPTOR, instances < row.times, "bad-values", || {
                        format!("{} stands {} times", row.name, u16::from(instances) + 1)
                    })?;
                    let request = FileRequest { directory, fcp: Some(fcp), template: Some((row, instances)) };
                    open = self.create(&request)?;
                    instances = instances.saturating_add(1);
                }
                FileItem::FillFileOffset(offset) => {
                    self.open_by_template(&mut open, &mut instances, directory, row)?;
                    self.skip(open.as_mut(), *offset)?;
                }
                FileItem::FillFileContent(content) => {
                    self.open_by_template(&mut open, &mut instances, directory, row)?;
                    self.write(open.as_mut(), content)?;
                }
            }
        }
        self.open_by_template(&mut open, &mut instances, directory, row)?;
        if let Some(file) = open.filter(|_| row.kind.is_directory()) {
            match row.level {
                0 => places.base = Some(file.node),
                _ => places.inner = Some(file.node),
            }
            let adf = (row.kind == RowKind::Adf).then_some(file.node);
            match row.name {
                "adf-usim" => self.naa.usim = adf,
                "adf-isim" => self.naa.isim = adf,
                "adf-csim" => self.naa.csim = adf,
                _ => {}
            }
        }
        Ok(())
    }

    /// Makes the file from the template alone, where nothing has made it yet.
    fn open_by_template(
        &mut self,
        open: &mut Option<super::file::OpenFile>,
        instances: &mut u8,
        directory: NodeId,
        row: &Row,
    ) -> Step<()> {
        if *instances == 0 {
            *open = self.create(&FileRequest { directory, fcp: None, template: Some((row, 0)) })?;
            *instances = 1;
        }
        Ok(())
    }
}
