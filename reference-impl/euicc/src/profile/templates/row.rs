//! One row of a template table.

use crate::fs::Kind;

/// What a file holds before the package writes into it. For files of records it is applied to each record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fill {
    /// The template says nothing.
    Nothing,
    /// These octets, then the last of them on and on.
    Pattern(&'static [u8]),
    /// These octets again and again.
    Repeat(&'static [u8]),
    /// `FF`, and these octets at the end.
    Tail(&'static [u8]),
}

/// All `FF`.
pub(super) const FF: Fill = Fill::Pattern(&[0xFF]);
/// All `00`.
pub(super) const ZERO: Fill = Fill::Pattern(&[0x00]);

/// The kind of file in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowKind {
    Mf,
    Df,
    Adf,
    Transparent,
    LinearFixed,
    Cyclic,
    BerTlv,
}

impl RowKind {
    /// MF, DF or ADF.
    pub(crate) fn is_directory(self) -> bool {
        matches!(self, Self::Mf | Self::Df | Self::Adf)
    }

    /// The file descriptor byte of a shareable file of this kind.
    pub(crate) fn descriptor_byte(self) -> u8 {
        match self {
            Self::Mf | Self::Df | Self::Adf => 0x78,
            Self::Transparent => 0x41,
            Self::LinearFixed => 0x42,
            Self::Cyclic => 0x46,
            Self::BerTlv => 0x79,
        }
    }

    /// The kind that a file descriptor byte means; none where it is no file of a profile.
    pub(crate) fn of_descriptor(byte: u8) -> Option<Self> {
        match byte & 0xBF {
            0x38 => Some(Self::Df),
            0x01 => Some(Self::Transparent),
            0x02 => Some(Self::LinearFixed),
            0x06 => Some(Self::Cyclic),
            0x39 => Some(Self::BerTlv),
            _ => None,
        }
    }

    /// The same for an EF in the file system.
    pub(crate) fn ef(self) -> Option<Kind> {
        match self {
            Self::Transparent => Some(Kind::Transparent),
            Self::LinearFixed => Some(Kind::LinearFixed),
            Self::Cyclic => Some(Kind::Cyclic),
            Self::BerTlv => Some(Kind::BerTlv),
            Self::Mf | Self::Df | Self::Adf => None,
        }
    }
}

/// One file of a template. Where a number is 0 the package must give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Row {
    /// Number of the component in the element.
    pub(crate) component: u32,
    /// Its name in the ASN.1 module.
    pub(crate) name: &'static str,
    /// File identifier; of the first where there may be several.
    pub(crate) fid: u16,
    /// How many there may be, with identifiers one after the other.
    pub(crate) times: u8,
    pub(crate) kind: RowKind,
    /// Octets of a transparent file, records of others.
    pub(crate) count: u16,
    /// Octets of a record.
    pub(crate) length: u16,
    /// Record of EF.ARR.
    pub(crate) arr: u8,
    /// Short identifier; 0 for none.
    pub(crate) sfi: u8,
    pub(crate) fill: Fill,
    /// High update activity.
    pub(crate) high: bool,
    /// 0 the directory of the element itself, 1 a file in it, 2 a file in the directory of level 1 before.
    pub(crate) level: u8,
    /// The first version of the template (its last arc) that has this row; a later row replaces an earlier one.
    pub(crate) since: u32,
    /// Not OPTIONAL in the ASN.1 module.
    pub(crate) required: bool,
}

/// The first row with everything left open.
const fn row(component: u32, name: &'static str, kind: RowKind, fid: u16, arr: u8) -> Row {
    Row {
        component,
        name,
        fid,
        times: 1,
        kind,
        count: 0,
        length: 0,
        arr,
        sfi: 0,
        fill: Fill::Nothing,
        high: false,
        level: 1,
        since: 0,
        required: false,
    }
}

/// The MF or a DF.
pub(super) const fn df(component: u32, name: &'static str, fid: u16, arr: u8) -> Row {
    row(component, name, if fid == 0x3F00 { RowKind::Mf } else { RowKind::Df }, fid, arr)
}

/// An ADF; AID and temporary identifier come from the package.
pub(super) const fn adf(component: u32, name: &'static str, arr: u8) -> Row {
    row(component, name, RowKind::Adf, 0, arr)
}

/// A transparent EF.
pub(super) const fn tr(component: u32, name: &'static str, fid: u16, size: u16, arr: u8) -> Row {
    let mut row = row(component, name, RowKind::Transparent, fid, arr);
    row.count = size;
    row
}

/// A linear fixed EF.
pub(super) const fn lf(component: u32, name: &'static str, fid: u16, count: u16, length: u16, arr: u8) -> Row {
    let mut row = row(component, name, RowKind::LinearFixed, fid, arr);
    row.count = count;
    row.length = length;
    row
}

/// A cyclic EF.
pub(super) const fn cy(component: u32, name: &'static str, fid: u16, count: u16, length: u16, arr: u8) -> Row {
    let mut row = lf(component, name, fid, count, length, arr);
    row.kind = RowKind::Cyclic;
    row
}

/// A BER-TLV EF.
pub(super) const fn bt(component: u32, name: &'static str, fid: u16, arr: u8) -> Row {
    row(component, name, RowKind::BerTlv, fid, arr)
}

impl Row {
    pub(super) const fn sfi(mut self, sfi: u8) -> Self {
        self.sfi = sfi;
        self
    }

    pub(super) const fn fill(mut self, fill: Fill) -> Self {
        self.fill = fill;
        self
    }

    pub(super) const fn high(mut self) -> Self {
        self.high = true;
        self
    }

    pub(super) const fn at(mut self, level: u8) -> Self {
        self.level = level;
        self
    }

    pub(super) const fn times(mut self, times: u8) -> Self {
        self.times = times;
        self
    }

    pub(super) const fn since(mut self, version: u32) -> Self {
        self.since = version;
        self
    }

    pub(super) const fn required(mut self) -> Self {
        self.required = true;
        self
    }
}
