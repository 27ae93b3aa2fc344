//! Access rules in the expanded format, as records of EF.ARR hold them (ETSI TS 102 221 §9.2.7, ISO/IEC 7816-4 §5.4.3).

use rsp_asn1::tlv;

/// How deep `OR` and `AND` may stand inside each other.
const DEPTH: usize = 8;

/// What is to be done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// A bit of the access mode byte: for an EF `01` read, `02` update, `04` write, `08` deactivate, `10` activate,
    /// `20` terminate, `40` delete; for a directory `01` delete child, `02` create EF, `04` create DF.
    Mode(u8),
    /// A command by its INS, for what has no bit (`32` INCREASE, `D4` RESIZE FILE).
    Instruction(u8),
}

impl Access {
    /// READ, SEARCH, RETRIEVE DATA.
    pub const READ: Self = Self::Mode(0x01);
    /// UPDATE, SET DATA.
    pub const UPDATE: Self = Self::Mode(0x02);
    /// DEACTIVATE FILE.
    pub const DEACTIVATE: Self = Self::Mode(0x08);
    /// ACTIVATE FILE.
    pub const ACTIVATE: Self = Self::Mode(0x10);
    /// TERMINATE.
    pub const TERMINATE: Self = Self::Mode(0x20);
    /// DELETE FILE of the file itself.
    pub const DELETE: Self = Self::Mode(0x40);
    /// INCREASE.
    pub const INCREASE: Self = Self::Instruction(0x32);
}

/// What must be fulfilled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Nothing.
    Always,
    /// Cannot be fulfilled.
    Never,
    /// The code with this key reference is verified (or disabled).
    Key(u8),
    /// At least one of these.
    Any(Vec<Condition>),
    /// All of these.
    All(Vec<Condition>),
}

impl Condition {
    /// Is it fulfilled, when `verified` says which key references are?
    pub fn holds(&self, verified: &dyn Fn(u8) -> bool) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Key(key) => verified(*key),
            Self::Any(inner) => inner.iter().any(|one| one.holds(verified)),
            Self::All(inner) => !inner.is_empty() && inner.iter().all(|one| one.holds(verified)),
        }
    }

    /// The key references named in it, each once.
    pub fn keys(&self) -> Vec<u8> {
        let mut keys = Vec::new();
        self.collect(&mut keys);
        keys
    }

    fn collect(&self, keys: &mut Vec<u8>) {
        match self {
            Self::Key(key) if !keys.contains(key) => keys.push(*key),
            Self::Any(inner) | Self::All(inner) => inner.iter().for_each(|one| one.collect(keys)),
            _ => {}
        }
    }
}

/// The rules of one record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AccessRules {
    rules: Vec<(Vec<Access>, Condition)>,
}

impl AccessRules {
    /// Reads a record up to its padding (`FF`). A record that cannot be read whole has no rules at all, so that a
    /// broken one opens nothing.
    pub fn parse(record: &[u8]) -> Self {
        Self::read(record).unwrap_or_default()
    }

    fn read(record: &[u8]) -> Option<Self> {
        let mut rest = record;
        let mut rules: Vec<(Vec<Access>, Condition)> = Vec::new();
        while rest.first().is_some_and(|octet| *octet != 0xFF) {
            let (object, after) = tlv::first(rest).ok()?;
            rest = after;
            match object.tag {
                0x80 => {
                    let [mode] = object.content else { return None };
                    rules.push((vec![Access::Mode(*mode)], Condition::Any(Vec::new())));
                }
                0x84 => {
                    let instructions = object.content.iter().map(|ins| Access::Instruction(*ins)).collect();
                    rules.push((instructions, Condition::Any(Vec::new())));
                }
                // Access modes by CLA, P1, P2: they describe commands that nothing here has a name for.
                0x81..=0x8F => rules.push((Vec::new(), Condition::Any(Vec::new()))),
                _ => {
                    // Several conditions behind one access mode: one of them is enough.
                    let Some((_, Condition::Any(conditions))) = rules.last_mut() else { return None };
                    conditions.push(condition(&object, DEPTH)?);
                }
            }
        }
        Some(Self { rules })
    }

    /// What an access needs: the rules that name it, any of them; without one, [`Condition::Never`].
    pub fn condition(&self, access: Access) -> Condition {
        let names = |rule: &Access| match (rule, access) {
            (Access::Mode(modes), Access::Mode(bit)) => modes & bit != 0,
            (Access::Instruction(named), Access::Instruction(ins)) => *named == ins,
            _ => false,
        };
        let mut found = Vec::new();
        for (accesses, condition) in &self.rules {
            if let (true, Condition::Any(inner)) = (accesses.iter().any(names), condition) {
                found.extend(inner.iter().cloned());
            }
        }
        match found.len() {
            0 => Condition::Never,
            1 => found.swap_remove(0),
            _ => Condition::Any(found),
        }
    }

    /// The rules as they stand: what each names, and what it needs.
    pub fn rules(&self) -> &[(Vec<Access>, Condition)] {
        &self.rules
    }
}

/// A security condition data object. One that is not understood cannot be fulfilled.
fn condition(object: &tlv::Tlv<'_>, depth: usize) -> Option<Condition> {
    let depth = depth.checked_sub(1)?;
    match object.tag {
        0x90 => Some(Condition::Always),
        0x97 => Some(Condition::Never),
        0xA4 => {
            let fields = tlv::all(object.content).ok()?;
            let key = fields.iter().find(|field| field.tag == 0x83)?.content;
            let [key] = key else { return None };
            Some(Condition::Key(*key))
        }
        0xA0 | 0xAF => {
            let inner: Option<Vec<_>> =
                tlv::all(object.content).ok()?.iter().map(|one| condition(one, depth)).collect();
            Some(if object.tag == 0xA0 { Condition::Any(inner?) } else { Condition::All(inner?) })
        }
        _ => Some(Condition::Never),
    }
}
