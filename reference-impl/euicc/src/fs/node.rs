//! Files as nodes of an arena.

use super::MF;
use serde::{Deserialize, Serialize};

/// Which file of a [`FileSystem`]; the MF is the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NodeId(pub(super) u32);

impl NodeId {
    /// The MF.
    pub const MF: Self = Self(0);
}

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// The root.
    Mf,
    /// A directory.
    Df,
    /// The directory of an application.
    Adf {
        /// DF name, 5 to 16 octets.
        aid: Vec<u8>,
    },
    /// Octets without structure.
    Transparent,
    /// Records of one length.
    LinearFixed,
    /// A ring of records; record 1 was written last.
    Cyclic,
    /// Data objects (TS 102 221 §11.3); `body` is one whole data object after the other.
    BerTlv,
    /// Another name of a file: content, size and records are those of the target.
    Link {
        /// The target, never a link itself.
        target: NodeId,
    },
}

/// Where the access rule of a file stands (tag `8B`, TS 102 221 §11.1.1.4.7.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessReference {
    /// Identifier of the EF.ARR.
    pub arr: u16,
    /// Record number, from 1.
    pub record: u8,
}

/// Sizes of a BER-TLV EF (TS 102 221 §11.1.1.4.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BerTlv {
    /// Octets that are reserved for it.
    pub reserved: u32,
    /// Octets that it may grow to; `None` for the reserved size.
    pub maximum: Option<u32>,
    /// File details (tag `84` inside `A5`), `01` as a rule.
    pub details: u8,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// File identifier; that of an ADF is the temporary one of the installation and selects nothing afterwards.
    pub fid: u16,
    /// What it is.
    pub kind: Kind,
    /// The directory it stands in; `None` for the MF.
    pub parent: Option<NodeId>,
    /// Files in it, in the order of creation; ADFs are in none, see [`FileSystem::adfs`].
    pub children: Vec<NodeId>,
    /// File descriptor octets (tag `82`): descriptor byte, data coding byte, record length where there are records.
    /// The first with bit 7 (`40`) set says that the file is shareable.
    pub descriptor: Vec<u8>,
    /// Short identifier, 1 to 30.
    pub sfi: Option<u8>,
    /// Life cycle status (tag `8A`): `05` activated, `04` deactivated.
    pub life_cycle: u8,
    /// Special file information (`C0` inside `A5`): `80` high update activity, `40` readable and updatable when deactivated.
    pub special_information: u8,
    /// Its access rule; without one every access is refused.
    pub access: Option<AccessReference>,
    /// Key references that are valid in a directory, in their order (for the `C6` of SELECT).
    pub pin_status: Vec<u8>,
    /// Content; records one after the other. Empty for directories and links.
    pub body: Vec<u8>,
    /// Length of a record; 0 without records.
    pub record_length: u16,
    /// Sizes of a BER-TLV EF.
    pub ber_tlv: Option<BerTlv>,
}

impl Node {
    /// A file with this identifier and kind, activated, without anything else.
    pub fn new(fid: u16, kind: Kind) -> Self {
        Self {
            fid,
            kind,
            parent: None,
            children: Vec::new(),
            descriptor: Vec::new(),
            sfi: None,
            life_cycle: 0x05,
            special_information: 0,
            access: None,
            pin_status: Vec::new(),
            body: Vec::new(),
            record_length: 0,
            ber_tlv: None,
        }
    }

    /// MF, DF or ADF.
    pub fn is_directory(&self) -> bool {
        matches!(self.kind, Kind::Mf | Kind::Df | Kind::Adf { .. })
    }

    /// More than one logical channel may have it selected.
    pub fn is_shareable(&self) -> bool {
        self.descriptor.first().is_some_and(|octet| octet & 0x40 != 0)
    }

    /// Number of records; 0 for a file without.
    pub fn record_count(&self) -> usize {
        self.body.len().checked_div(usize::from(self.record_length)).unwrap_or(0)
    }

    /// Record `number`, from 1.
    pub fn record(&self, number: usize) -> Option<&[u8]> {
        let length = usize::from(self.record_length);
        let start = number.checked_sub(1)?.checked_mul(length)?;
        self.body.get(start..start.checked_add(length)?).filter(|_| length > 0)
    }

    /// Record `number`, from 1, to be written.
    pub fn record_mut(&mut self, number: usize) -> Option<&mut [u8]> {
        let length = usize::from(self.record_length);
        let start = number.checked_sub(1)?.checked_mul(length)?;
        self.body.get_mut(start..start.checked_add(length)?).filter(|_| length > 0)
    }
}

/// Why a file could not be put into the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TreeError {
    /// The parent is no directory.
    NotADirectory,
    /// The directory has a file with this identifier.
    FidTaken,
    /// The directory has a file with this short identifier.
    SfiTaken,
    /// Another ADF has this DF name or temporary identifier.
    AidTaken,
    /// More files than the arena can count.
    Full,
}

impl std::fmt::Display for TreeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NotADirectory => "the parent is no directory",
            Self::FidTaken => "the directory has a file with this identifier",
            Self::SfiTaken => "the directory has a file with this short identifier",
            Self::AidTaken => "another application has this name",
            Self::Full => "too many files",
        })
    }
}

impl std::error::Error for TreeError {}

/// The files of one profile (or of a card without one).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileSystem {
    nodes: Vec<Node>,
    adfs: Vec<NodeId>,
}

impl Default for FileSystem {
    /// An MF without files.
    fn default() -> Self {
        let mut mf = Node::new(MF, Kind::Mf);
        mf.descriptor = vec![0x78, 0x21];
        Self { nodes: vec![mf], adfs: Vec::new() }
    }
}

impl FileSystem {
    /// The file itself, a link as a link.
    ///
    /// # Panics
    /// With an identifier of another file system.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// The same, to be changed.
    ///
    /// # Panics
    /// With an identifier of another file system.
    pub fn node_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[id.0 as usize]
    }

    /// What a link leads to; any other file itself.
    pub fn resolve(&self, id: NodeId) -> NodeId {
        match self.node(id).kind {
            Kind::Link { target } => target,
            _ => id,
        }
    }

    /// The file that holds content, size and records: that of a link is its target.
    pub fn content(&self, id: NodeId) -> &Node {
        self.node(self.resolve(id))
    }

    /// The same, to be changed: an update through a link is seen at its target.
    pub fn content_mut(&mut self, id: NodeId) -> &mut Node {
        self.node_mut(self.resolve(id))
    }

    /// The directories of applications, in the order of creation.
    pub fn adfs(&self) -> &[NodeId] {
        &self.adfs
    }

    /// All files, the MF first, in the order of creation.
    pub fn ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.nodes.len() as u32).map(NodeId)
    }

    /// The number of files with the MF.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Never: the MF is always there.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Puts a file into a directory (an ADF beside the MF's children) and says where it is.
    pub fn add(&mut self, parent: NodeId, mut node: Node) -> Result<NodeId, TreeError> {
        let parent = self.resolve(parent);
        if !self.node(parent).is_directory() {
            return Err(TreeError::NotADirectory);
        }
        let id = NodeId(u32::try_from(self.nodes.len()).map_err(|_| TreeError::Full)?);
        node.parent = Some(parent);
        if let Kind::Adf { aid } = &node.kind {
            let same = |other: &NodeId| matches!(&self.node(*other).kind, Kind::Adf { aid: a } if a == aid);
            if self.adfs.iter().any(|other| same(other) || self.node(*other).fid == node.fid) {
                return Err(TreeError::AidTaken);
            }
            self.adfs.push(id);
        } else {
            for child in &self.node(parent).children {
                let child = self.node(*child);
                if child.fid == node.fid {
                    return Err(TreeError::FidTaken);
                }
                if node.sfi.is_some() && child.sfi == node.sfi {
                    return Err(TreeError::SfiTaken);
                }
            }
            self.node_mut(parent).children.push(id);
        }
        self.nodes.push(node);
        Ok(id)
    }
}
