//! PE-GenericFileManagement: files without a template.

use super::file::FileRequest;
use super::install::{Installer, Step};
use crate::fs::NodeId;
use crate::rules;
use rsp_asn1::profile_package::{FileManagementItem, PeGenericFileManagement};

impl Installer<'_> {
    /// Steps in their order. The directory that was gone to last is the context of codes that follow.
    pub(super) fn generic_file_management(&mut self, element: PeGenericFileManagement) -> Step<()> {
        let mut directory = NodeId::MF;
        for command in &element.commands {
            let mut open = None;
            for item in command {
                match item {
                    FileManagementItem::FilePath(path) => {
                        let found = self.resolve(path.as_slice());
                        let found = found.filter(|id| self.profile.fs.content(*id).is_directory());
                        self.judge(&rules::PE_FILE_PATH, found.is_some(), "invalid-parameter", || {
                            format!("no directory at {:02X?}", path.as_slice())
                        })?;
                        directory = self.profile.fs.resolve(found.unwrap_or(directory));
                        self.context = Some(directory);
                        open = None;
                    }
                    FileManagementItem::CreateFcp(fcp) => {
                        open = self.create(&FileRequest { directory, fcp: Some(fcp), template: None })?;
                    }
                    FileManagementItem::FillFileOffset(offset) => self.skip(open.as_mut(), *offset)?,
                    FileManagementItem::FillFileContent(content) => self.write(open.as_mut(), content)?,
                }
            }
        }
        Ok(())
    }
}
