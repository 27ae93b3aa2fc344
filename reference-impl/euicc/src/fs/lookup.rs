//! How files are found (ETSI TS 102 221 §8.4 and §8.5).

use super::{CURRENT_ADF, FileSystem, Kind, MF, NodeId};

impl FileSystem {
    /// The file with this identifier directly in a directory. ADFs have no identifier that can be selected.
    pub fn child(&self, directory: NodeId, fid: u16) -> Option<NodeId> {
        let directory = self.resolve(directory);
        self.node(directory).children.iter().copied().find(|child| self.node(*child).fid == fid)
    }

    /// SELECT by identifier (TS 102 221 §8.4.1): the files of the current directory, the directory itself, its parent,
    /// the directories beside it, the MF, and `7FFF` for the ADF of the active application.
    pub fn select_fid(&self, directory: NodeId, fid: u16, current_adf: Option<NodeId>) -> Option<NodeId> {
        if fid == MF {
            return Some(NodeId::MF);
        }
        if fid == CURRENT_ADF {
            return current_adf;
        }
        if let Some(child) = self.child(directory, fid) {
            return Some(child);
        }
        let selectable = |id: NodeId| !matches!(self.node(id).kind, Kind::Adf { .. }) && self.node(id).fid == fid;
        if selectable(directory) {
            return Some(directory);
        }
        let parent = self.node(self.resolve(directory)).parent?;
        if selectable(parent) {
            return Some(parent);
        }
        self.child(parent, fid).filter(|beside| self.content(*beside).is_directory())
    }

    /// SELECT by path (TS 102 221 §8.4.2): identifiers from a directory downwards. A path from the MF may begin with
    /// `7FFF`; the MF's own identifier does not stand in it. An empty path is the directory itself.
    pub fn select_path(&self, from: NodeId, path: &[u16], current_adf: Option<NodeId>) -> Option<NodeId> {
        let (start, rest) = match path.split_first() {
            Some((&CURRENT_ADF, rest)) if from == NodeId::MF => (current_adf?, rest),
            _ => (from, path),
        };
        rest.iter().try_fold(start, |at, fid| self.child(at, *fid))
    }

    /// The EF with this short identifier in a directory (TS 102 221 §8.5).
    pub fn by_sfi(&self, directory: NodeId, sfi: u8) -> Option<NodeId> {
        let directory = self.resolve(directory);
        self.node(directory).children.iter().copied().find(|child| self.node(*child).sfi == Some(sfi))
    }

    /// SELECT by DF name: the ADFs whose name begins with these octets, in the order of creation (TS 102 221 §8.5.1.2);
    /// a whole name that fits comes first.
    pub fn by_aid(&self, name: &[u8]) -> Vec<NodeId> {
        let aid = |id: &NodeId| match &self.node(*id).kind {
            Kind::Adf { aid } => aid.clone(),
            _ => Vec::new(),
        };
        let mut found: Vec<NodeId> = self.adfs().iter().copied().filter(|id| aid(id).starts_with(name)).collect();
        found.sort_by_key(|id| aid(id) != name);
        found
    }

    /// The directory a file stands in; a directory is its own.
    pub fn directory_of(&self, id: NodeId) -> NodeId {
        if self.content(id).is_directory() { self.resolve(id) } else { self.node(id).parent.unwrap_or(NodeId::MF) }
    }

    /// The ADF above a file (or itself), if it is not directly under the MF's tree.
    pub fn adf_of(&self, id: NodeId) -> Option<NodeId> {
        let mut at = Some(id);
        while let Some(id) = at {
            if matches!(self.node(id).kind, Kind::Adf { .. }) {
                return Some(id);
            }
            at = self.node(id).parent;
        }
        None
    }
}
