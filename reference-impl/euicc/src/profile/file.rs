//! Making a file from what a package and a template say of it, and filling it.

use super::install::{FILE_OVERHEAD, Installer, Step};
use super::templates::{Fill, Row, RowKind};
use crate::fs::{ARR_DF, ARR_MF, AccessReference, BerTlv, Kind, Node, NodeId};
use crate::rules;
use rsp_asn1::profile_package::Fcp;

/// Most records of a file (TS 102 221 §8.2.2.2).
const MOST_RECORDS: usize = 254;

/// A file that is asked for.
pub(super) struct FileRequest<'a> {
    /// Where it goes.
    pub(super) directory: NodeId,
    /// What the package says of it.
    pub(super) fcp: Option<&'a Fcp>,
    /// The row of its template, and which of several files it is; nothing with generic file management.
    pub(super) template: Option<(&'a Row, u8)>,
}

/// A file that is being filled.
#[derive(Debug, Clone, Copy)]
pub(super) struct OpenFile {
    pub(super) node: NodeId,
    /// Where the next content goes.
    cursor: usize,
}

/// The parts of a descriptor that were read and agree with each other.
struct Shape {
    kind: RowKind,
    descriptor: Vec<u8>,
    record_length: usize,
    size: usize,
}

impl Installer<'_> {
    /// Makes a file. Nothing where it could not be made and that is let pass.
    pub(super) fn create(&mut self, request: &FileRequest<'_>) -> Step<Option<OpenFile>> {
        let name = request.template.map_or("a file", |(row, _)| row.name);
        let bad = |says: &str| format!("{name}: {says}");
        let shaped = self.shape(request);
        self.judge(&rules::PE_FILE_DESCRIPTOR, shaped.is_ok(), "bad-values", || {
            bad(shaped.as_ref().err().copied().unwrap_or_default())
        })?;
        let Ok((shape, mut node)) = shaped else { return Ok(None) };
        if let Some(path) =
            request.fcp.and_then(|fcp| fcp.link_path.as_ref()).filter(|path| !path.as_slice().is_empty())
        {
            return self.link(request, node, path.as_slice(), name);
        }
        if !self.claim(FILE_OVERHEAD + shape.size)? {
            return Ok(None);
        }
        if shape.kind != RowKind::BerTlv {
            node.body = initial(request, &shape);
        }
        node.record_length = u16::try_from(shape.record_length).unwrap_or_default();
        node.descriptor = shape.descriptor;
        let created = if shape.kind == RowKind::Mf {
            let mf = self.profile.fs.node_mut(NodeId::MF);
            node.children = std::mem::take(&mut mf.children);
            *mf = node;
            Some(NodeId::MF)
        } else {
            let added = self.profile.fs.add(request.directory, node);
            self.unique(added, name)?
        };
        Ok(created.map(|node| OpenFile { node, cursor: 0 }))
    }

    /// Makes a link: everything but its own identifiers and rule comes from the target.
    fn link(&mut self, request: &FileRequest<'_>, mut node: Node, path: &[u8], name: &str) -> Step<Option<OpenFile>> {
        let target = self.resolve(path).map(|target| self.profile.fs.resolve(target));
        let target = target.filter(|target| *target != NodeId::MF && !self.is_above(*target, request.directory));
        self.judge(&rules::PE_LINK_TARGET, target.is_some(), "invalid-parameter", || {
            format!("{name}: the link leads to nothing it may lead to")
        })?;
        let Some(target) = target else { return Ok(None) };
        if !self.claim(FILE_OVERHEAD)? {
            return Ok(None);
        }
        node.kind = Kind::Link { target };
        node.descriptor = self.profile.fs.node(target).descriptor.clone();
        node.ber_tlv = None;
        let added = self.profile.fs.add(request.directory, node);
        Ok(self.unique(added, name)?.map(|node| OpenFile { node, cursor: 0 }))
    }

    /// Is a directory the other one, or above it? A link there would put a directory into itself.
    fn is_above(&self, directory: NodeId, below: NodeId) -> bool {
        let mut at = Some(below);
        while let Some(id) = at {
            if id == directory {
                return true;
            }
            at = self.profile.fs.node(id).parent;
        }
        false
    }

    /// The file at a path from the MF; inside an ADF its first identifier is the temporary one. An empty path is the MF.
    pub(super) fn resolve(&self, path: &[u8]) -> Option<NodeId> {
        if !path.len().is_multiple_of(2) {
            return None;
        }
        let fs = &self.profile.fs;
        let mut at = NodeId::MF;
        for (depth, fid) in path.chunks_exact(2).enumerate() {
            let fid = u16::from_be_bytes([fid[0], fid[1]]);
            let adf = fs.adfs().iter().copied().find(|adf| depth == 0 && fs.node(*adf).fid == fid);
            at = adf.or_else(|| fs.child(at, fid))?;
        }
        Some(at)
    }

    /// Reads a descriptor: kind, size and everything else that the node needs; an error says what is wrong.
    fn shape(&self, request: &FileRequest<'_>) -> Result<(Shape, Node), &'static str> {
        let row = request.template.map(|(row, _)| row);
        let instance = request.template.map_or(0, |(_, instance)| instance);
        let empty = Fcp {
            file_descriptor: None,
            file_id: None,
            df_name: None,
            lcsi: [0x05].into(),
            security_attributes_referenced: None,
            ef_file_size: None,
            pin_status_template_do: None,
            short_efid: None,
            proprietary_ef_info: None,
            link_path: None,
            extensions: rsp_asn1::Extensions::NONE,
        };
        let fcp = request.fcp.unwrap_or(&empty);
        let linked = fcp.link_path.as_ref().is_some_and(|path| !path.as_slice().is_empty());
        let given = fcp.file_descriptor.as_ref().map(|descriptor| descriptor.as_slice().to_vec());
        let said = match &given {
            Some(octets) => Some(RowKind::of_descriptor(octets[0]).ok_or("no such kind of file")?),
            None => None,
        };
        let kind = match (said, row) {
            (Some(said), Some(row)) => {
                let same = said == row.kind || (said.is_directory() && row.kind.is_directory());
                if same { row.kind } else { return Err("another kind of file than in the template") }
            }
            (Some(RowKind::Df), None) if fcp.df_name.is_some() => RowKind::Adf,
            (Some(RowKind::Df), None) if is_mf(fcp) && request.directory == NodeId::MF => RowKind::Mf,
            (Some(said), None) => said,
            (None, Some(row)) => row.kind,
            (None, None) => return Err("no file descriptor"),
        };
        let records = matches!(kind, RowKind::LinearFixed | RowKind::Cyclic);
        let mut descriptor = given.clone().unwrap_or_else(|| vec![kind.descriptor_byte(), 0x21]);
        let mut record_length = 0;
        if records {
            record_length = match descriptor[..] {
                [_, _, high, low] => usize::from(u16::from_be_bytes([high, low])),
                [_, _] => row.map_or(0, |row| usize::from(row.length)),
                _ => return Err("a descriptor of this length"),
            };
            if record_length == 0 || record_length > 255 {
                return Err("no record length");
            }
            descriptor.truncate(2);
            descriptor.extend([0, record_length as u8]);
        } else if descriptor.len() != 2 {
            return Err("a record length without records");
        }
        let size = if kind.is_directory() || linked {
            if fcp.ef_file_size.is_some() {
                return Err("a size for a directory or link");
            }
            0
        } else {
            self.size(fcp, row, record_length, kind)?
        };
        let mut node = Node::new(file_id(fcp, row, instance, kind)?, kind_of(kind, fcp)?);
        node.life_cycle = fcp.lcsi.to_array()[0];
        node.access = access(fcp, row, kind, request.directory)?;
        node.pin_status = match (&fcp.pin_status_template_do, kind.is_directory()) {
            (Some(keys), true) => keys.to_vec(),
            (None, false) => Vec::new(),
            (None, true) => return Err("a directory without pinStatusTemplateDO"),
            (Some(_), false) => return Err("pinStatusTemplateDO for an EF"),
        };
        node.sfi = self.sfi(fcp, request, kind, node.fid)?;
        node.special_information = row.map_or(0, |row| if row.high { 0x80 } else { 0 });
        if let Some(info) = &fcp.proprietary_ef_info {
            if kind.is_directory() || linked && (info.fill_pattern.is_some() || info.repeat_pattern.is_some()) {
                return Err("EF information for something else");
            }
            if info.fill_pattern.is_some() && info.repeat_pattern.is_some() {
                return Err("two patterns");
            }
            node.special_information = info.special_file_information.to_array()[0];
        }
        if kind == RowKind::BerTlv {
            let info = fcp.proprietary_ef_info.as_ref();
            let maximum = match info.and_then(|info| info.maximum_file_size.as_ref()) {
                Some(octets) => Some(number(octets)?),
                None => None,
            };
            if maximum.is_some_and(|maximum| maximum < size) {
                return Err("a largest size below the reserved one");
            }
            node.ber_tlv = Some(BerTlv {
                reserved: u32::try_from(size).map_err(|_| "too large")?,
                maximum: maximum.map(|maximum| maximum as u32),
                details: info.map_or(0x01, |info| info.file_details.to_array()[0]),
            });
        }
        Ok((Shape { kind, descriptor, record_length, size }, node))
    }

    /// The size of an EF in octets.
    fn size(&self, fcp: &Fcp, row: Option<&Row>, record_length: usize, kind: RowKind) -> Result<usize, &'static str> {
        let records = record_length > 0;
        let size = match &fcp.ef_file_size {
            Some(octets) => number(octets)?,
            None => {
                let count = row.map_or(0, |row| usize::from(row.count));
                if records { count * record_length } else { count }
            }
        };
        let whole = !records || (size.is_multiple_of(record_length) && size / record_length <= MOST_RECORDS);
        match size {
            0 if kind == RowKind::BerTlv && fcp.ef_file_size.is_some() => Ok(0),
            0 => Err("no size"),
            _ if !whole => Err("a size that is no number of records"),
            _ => Ok(size),
        }
    }

    /// The short identifier. One that is only derived gives way to a file that has it already.
    fn sfi(&self, fcp: &Fcp, request: &FileRequest<'_>, kind: RowKind, fid: u16) -> Result<Option<u8>, &'static str> {
        let derived = match (&fcp.short_efid, request.template) {
            (Some(_), _) if kind.is_directory() => return Err("a short identifier for a directory"),
            (Some(sfi), _) => {
                return match *sfi.as_slice() {
                    [] => Ok(None),
                    [sfi] if sfi & 0x07 == 0 && (1..=30).contains(&(sfi >> 3)) => Ok(Some(sfi >> 3)),
                    _ => Err("no short identifier"),
                };
            }
            (None, Some((row, 0))) => row.sfi,
            (None, Some(_)) => 0,
            (None, None) => (fid & 0x1F) as u8,
        };
        let free = self.profile.fs.by_sfi(request.directory, derived).is_none();
        Ok((!kind.is_directory() && (1..=30).contains(&derived) && free).then_some(derived))
    }

    /// fillFileOffset: forward from the end of the last content.
    pub(super) fn skip(&mut self, file: Option<&mut OpenFile>, offset: u16) -> Step<()> {
        let Some(file) = file else { return Ok(()) };
        let end = file.cursor + usize::from(offset);
        let node = self.profile.fs.node(file.node);
        self.judge(&rules::PE_FILE_CONTENT, end <= node.body.len(), "bad-values", || {
            format!("{:04X}: an offset to {end} in {} octets", node.fid, node.body.len())
        })?;
        file.cursor = end.min(node.body.len());
        Ok(())
    }

    /// fillFileContent: octets at the cursor, over the borders of records; in a BER-TLV EF, data objects.
    pub(super) fn write(&mut self, file: Option<&mut OpenFile>, content: &[u8]) -> Step<()> {
        let Some(file) = file else { return Ok(()) };
        let node = self.profile.fs.node(file.node);
        if let Some(sizes) = node.ber_tlv {
            let limit = sizes.maximum.unwrap_or(sizes.reserved) as usize;
            let held = node.body.len();
            let fits = held.checked_add(content.len()).is_some_and(|size| size <= limit);
            self.judge(&rules::PE_FILE_CONTENT, fits, "bad-values", || {
                format!("{:04X}: {} octets in {limit}", node.fid, held + content.len())
            })?;
            // What the reserved size covers is claimed already.
            let beyond = (held + content.len()).saturating_sub(held.max(sizes.reserved as usize));
            if fits && self.claim(beyond)? {
                self.profile.fs.node_mut(file.node).body.extend_from_slice(content);
            }
            return Ok(());
        }
        let size = node.body.len();
        let end = file.cursor + content.len();
        self.judge(&rules::PE_FILE_CONTENT, end <= size, "bad-values", || {
            format!("{:04X}: content to {end} in {size} octets", node.fid)
        })?;
        let end = end.min(size);
        let body = &mut self.profile.fs.node_mut(file.node).body;
        body[file.cursor..end].copy_from_slice(&content[..end - file.cursor]);
        file.cursor = end;
        Ok(())
    }
}

fn is_mf(fcp: &Fcp) -> bool {
    fcp.file_id.as_ref().is_some_and(|fid| fid.as_slice() == [0x3F, 0x00])
}

/// A size as a number in the fewest octets; two are taken as well, as packages of version 2.0 have them.
fn number(octets: &[u8]) -> Result<usize, &'static str> {
    match octets {
        [] => Err("an empty size"),
        [0, _, _, ..] => Err("a size with leading zeros"),
        _ if octets.len() > 4 => Err("too large"),
        _ => Ok(octets.iter().fold(0, |sum, octet| sum << 8 | usize::from(*octet))),
    }
}

fn file_id(fcp: &Fcp, row: Option<&Row>, instance: u8, kind: RowKind) -> Result<u16, &'static str> {
    let own = row.map(|row| row.fid).filter(|fid| *fid != 0);
    let fid = match &fcp.file_id {
        Some(fid) => u16::from_be_bytes(fid.to_array()),
        None => own.ok_or("no file identifier")? + u16::from(instance),
    };
    match fid {
        0x3F00 if kind == RowKind::Mf => Ok(fid),
        0x3F00 | 0x7FFF | 0x3FFF | 0xFFFF => Err("a reserved file identifier"),
        _ if kind == RowKind::Mf => Err("another identifier for the MF"),
        _ => Ok(fid),
    }
}

fn kind_of(kind: RowKind, fcp: &Fcp) -> Result<Kind, &'static str> {
    match (kind, &fcp.df_name) {
        (RowKind::Adf, Some(aid)) => Ok(Kind::Adf { aid: aid.as_slice().to_vec() }),
        (RowKind::Adf, None) => Err("an ADF without dfName"),
        (_, Some(_)) => Err("a dfName for something that is no ADF"),
        (RowKind::Mf, None) => Ok(Kind::Mf),
        (RowKind::Df, None) => Ok(Kind::Df),
        (other, None) => other.ef().ok_or("no such kind of file"),
    }
}

/// The access rule: EF.ARR and record, or a record of the EF.ARR that goes without saying.
fn access(
    fcp: &Fcp,
    row: Option<&Row>,
    kind: RowKind,
    directory: NodeId,
) -> Result<Option<AccessReference>, &'static str> {
    let implied = match kind {
        RowKind::Mf | RowKind::Adf => ARR_MF,
        _ if directory == NodeId::MF => ARR_MF,
        _ => ARR_DF,
    };
    match fcp.security_attributes_referenced.as_ref().map(|octets| octets.as_slice()) {
        Some(&[high, low, record]) => Ok(Some(AccessReference { arr: u16::from_be_bytes([high, low]), record })),
        Some(&[record]) => Ok(Some(AccessReference { arr: implied, record })),
        Some(_) => Err("an access rule reference of two octets"),
        None => Ok(row.filter(|row| row.arr > 0).map(|row| AccessReference { arr: implied, record: row.arr })),
    }
}

/// The content of a file before anything is written into it.
fn initial(request: &FileRequest<'_>, shape: &Shape) -> Vec<u8> {
    let info = request.fcp.and_then(|fcp| fcp.proprietary_ef_info.as_ref());
    let unit = if shape.record_length > 0 { shape.record_length } else { shape.size };
    let template = request.template.map_or(Fill::Nothing, |(row, _)| row.fill);
    let one = match info {
        Some(info) if info.fill_pattern.is_some() => {
            pattern(info.fill_pattern.as_ref().map_or(&[], |octets| octets.as_slice()), unit)
        }
        Some(info) if info.repeat_pattern.is_some() => {
            repeated(info.repeat_pattern.as_ref().map_or(&[], |octets| octets.as_slice()), unit)
        }
        _ => match template {
            Fill::Nothing => vec![0xFF; unit],
            Fill::Pattern(octets) => pattern(octets, unit),
            Fill::Repeat(octets) => repeated(octets, unit),
            Fill::Tail(tail) => {
                let mut one = vec![0xFF; unit];
                let at = unit.saturating_sub(tail.len());
                one[at..].copy_from_slice(&tail[tail.len().saturating_sub(unit)..]);
                one
            }
        },
    };
    one.repeat(shape.size.checked_div(unit).unwrap_or(0))
}

/// The octets, cut to the size or with the last one repeated.
fn pattern(octets: &[u8], size: usize) -> Vec<u8> {
    let last = octets.last().copied().unwrap_or(0xFF);
    let mut out: Vec<u8> = octets.iter().copied().take(size).collect();
    out.resize(size, last);
    out
}

/// The octets again and again, the last time cut.
fn repeated(octets: &[u8], size: usize) -> Vec<u8> {
    octets.iter().copied().cycle().take(size).collect()
}
