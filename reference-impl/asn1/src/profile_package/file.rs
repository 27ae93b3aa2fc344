//! Files: descriptors and fill commands, with and without a template.

use super::PeHeader;
use crate::macros::{choice, sequence};
use crate::{DecodeError, Octets, decode, tlv};
use rasn::types::{ObjectIdentifier, OctetString};

sequence! {
    /// `proprietaryEFInfo` of a file descriptor.
    ProprietaryInfo [Universal 16] {
        /// `80` high update activity, `40` readable and updatable when deactivated; tag `C0`.
        special_file_information "specialFileInformation" [Default Private 0 = Octets::from([0x00])]: Octets<1, 1>,
        /// First octets of the file or record; the last is repeated; tag `C1`.
        fill_pattern "fillPattern" [Private 1]: Option<Octets<1, 200>>,
        /// Repeated over the file or record; tag `C2`.
        repeat_pattern "repeatPattern" [Private 2]: Option<Octets<1, 200>>,
        /// Largest size of a BER-TLV EF; tag `86`.
        maximum_file_size "maximumFileSize" [Context 6]: Option<OctetString>,
        /// Length coding of a BER-TLV EF; tag `84`, behind `86`.
        file_details "fileDetails" [Default Context 4 = Octets::from([0x01])]: Octets<1, 1>,
    }
}

sequence! {
    /// File control parameters (`62`, or `A1` in a template element).
    Fcp [Universal 16] {
        /// Kind, data coding, record length; tag `82`.
        file_descriptor "fileDescriptor" [Context 2]: Option<Octets<2, 4>>,
        /// File identifier, temporary for an ADF; tag `83`.
        file_id "fileID" [Context 3]: Option<Octets<2, 2>>,
        /// AID of an ADF; tag `84`.
        df_name "dfName" [Context 4]: Option<Octets<5, 16>>,
        /// Life cycle status; tag `8A`.
        lcsi "lcsi" [Default Context 10 = Octets::from([0x05])]: Octets<1, 1>,
        /// Record, or EF.ARR and record; tag `8B`.
        security_attributes_referenced "securityAttributesReferenced" [Context 11]: Option<Octets<1, 3>>,
        /// Size in octets; tag `80`.
        ef_file_size "efFileSize" [Context 0]: Option<OctetString>,
        /// Key references of a directory; tag `C6`.
        pin_status_template_do "pinStatusTemplateDO" [Private 6]: Option<OctetString>,
        /// Short identifier in the five high bits, or empty for none; tag `88`.
        short_efid "shortEFID" [Context 8]: Option<Octets<0, 1>>,
        /// More of an EF; tag `A5`.
        proprietary_ef_info "proprietaryEFInfo" [Context 5]: Option<ProprietaryInfo>,
        /// Path to the file that this one is a link to; tag `C7`.
        link_path "linkPath" [Private 7]: Option<Octets<0, 8>>,
    }
}

choice! {
    /// One step in the creation of a file that has a template.
    FileItem [Untagged] {
        /// The file is left out.
        DoNotCreate "doNotCreate" [Context 0]: (),
        /// What differs from the template.
        FileDescriptor "fileDescriptor" [Context 1]: Fcp,
        /// Octets to go forward before the next content, 0 to 65535.
        FillFileOffset "fillFileOffset" [Context 2]: u16,
        /// Content.
        FillFileContent "fillFileContent" [Context 3]: OctetString,
    }
}

choice! {
    /// One step of generic file management. The alternatives are tagged by hand, so the offset stands as an INTEGER (`02`).
    FileManagementItem [Untagged] {
        /// Goes to a directory: identifiers from the MF, at most four.
        FilePath "filePath" [Context 0]: Octets<0, 8>,
        /// Creates a file there; tag `62`.
        CreateFcp "createFCP" [Application 2]: Fcp,
        /// Octets to go forward before the next content, 0 to 65535.
        FillFileOffset "fillFileOffset" [Own]: u16,
        /// Content.
        FillFileContent "fillFileContent" [Context 1]: OctetString,
    }
}

sequence! {
    /// Files without a template; `A1` as an element.
    PeGenericFileManagement [Universal 16] {
        /// Head.
        header "gfm-header" [Context 0]: PeHeader,
        /// Groups of steps.
        commands "fileManagementCMD" [Context 1]: Vec<Vec<FileManagementItem>>,
    }
}

sequence! {
    /// Any element that makes files after a template: `B0` to `BE`, `BF1F` to `BF21`. Its files are the components behind
    /// the second one, see [`TemplateElement::files`]; which is which, the template says.
    TemplateElement [Universal 16] {
        /// Head.
        header "header" [Context 0]: PeHeader,
        /// The template.
        template_id "templateID" [Context 1]: ObjectIdentifier,
    }
}

/// A file of a template element: the number of its component (from 2) and the steps that make it.
pub type TemplateFileItems = (u32, Vec<FileItem>);

impl TemplateElement {
    /// The files in the order of their components; an error when one cannot be read or the order is another.
    pub fn files(&self) -> Result<Vec<TemplateFileItems>, DecodeError> {
        let wrong = |says: String| DecodeError { type_name: "TemplateElement".into(), path: String::new(), says };
        let mut files: Vec<TemplateFileItems> = Vec::new();
        for element in self.extensions.elements().map_err(|error| wrong(error.to_string()))? {
            let number = match element.tag {
                0xA2..=0xBE => element.tag & 0x1F,
                0xBF1F..=0xBF7F => element.tag & 0x7F,
                tag => return Err(wrong(format!("tag {tag:02X} is no file"))),
            };
            if files.last().is_some_and(|(before, _)| *before >= number) {
                return Err(wrong(format!("component {number} stands twice or out of order")));
            }
            let items = decode(&tlv::wrap(0x30, &[element.content]))
                .map_err(|error: DecodeError| DecodeError { path: format!("[{number}] {}", error.path), ..error })?;
            files.push((number, items));
        }
        Ok(files)
    }
}
