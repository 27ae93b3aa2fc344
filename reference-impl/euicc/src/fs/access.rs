//! May this be done with that file?

use super::{ARR_MF, Access, AccessRules, Condition, FileSystem, Kind, NodeId};

/// The answer to an access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It may be done.
    Allowed,
    /// It may never be done: no rule names it, or the rule says so.
    Never,
    /// It may be done after one or all of these key references are verified.
    Needs(Vec<u8>),
}

impl FileSystem {
    /// The EF.ARR that a file's access reference means: `2F06` under the MF; any other identifier in the directory the
    /// file stands in, then in those above it up to the ADF (TS 102 221 §11.1.1.4.7.1).
    pub fn arr(&self, id: NodeId) -> Option<NodeId> {
        let reference = self.node(id).access?;
        if reference.arr == ARR_MF {
            return self.child(NodeId::MF, ARR_MF);
        }
        // An ADF that names an EF.ARR of its own has it inside.
        let node = self.node(id);
        let mut at = if matches!(node.kind, Kind::Adf { .. } | Kind::Mf) { Some(id) } else { node.parent };
        while let Some(directory) = at {
            if let Some(found) = self.child(directory, reference.arr) {
                return Some(found);
            }
            at = match self.node(directory).kind {
                Kind::Adf { .. } => None,
                _ => self.node(directory).parent,
            };
        }
        None
    }

    /// The access rules of a file; a link has its own. No rules where the reference leads nowhere.
    pub fn access_rules(&self, id: NodeId) -> AccessRules {
        let record = self.node(id).access.map_or(0, |reference| usize::from(reference.record));
        let arr = self.arr(id).map(|arr| self.content(arr));
        arr.and_then(|arr| arr.record(record)).map(AccessRules::parse).unwrap_or_default()
    }

    /// What an access to a file needs; [`Condition::Never`] without a rule.
    pub fn condition(&self, id: NodeId, access: Access) -> Condition {
        self.access_rules(id).condition(access)
    }

    /// May it be done, when `verified` says which key references are verified (or disabled)?
    pub fn allowed(&self, id: NodeId, access: Access, verified: &dyn Fn(u8) -> bool) -> Decision {
        let condition = self.condition(id, access);
        if condition.holds(verified) {
            return Decision::Allowed;
        }
        let keys = condition.keys();
        if keys.is_empty() || !condition.holds(&|_| true) { Decision::Never } else { Decision::Needs(keys) }
    }
}
