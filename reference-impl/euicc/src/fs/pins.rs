//! PINs, PUKs and administrative codes (ETSI TS 102 221 §9), by the directory in which they apply.

use super::{FileSystem, Kind, NodeId};
use serde::{Deserialize, Serialize};

/// A code that is verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin {
    /// Key reference: 1 to 8 PIN, 0A to 0E ADM, 81 to 88 local PIN, 8A to 8E local ADM.
    pub key_reference: u8,
    /// The code, padded with `FF`.
    pub value: [u8; 8],
    /// Reference of the PUK that unblocks it.
    pub puk: Option<u8>,
    /// Whether it is asked for.
    pub enabled: bool,
    /// Whether CHANGE PIN and UNBLOCK PIN may give it another value.
    pub changeable: bool,
    /// Whether DISABLE PIN may switch it off.
    pub can_be_disabled: bool,
    /// Most wrong tries in a row.
    pub tries_max: u8,
    /// Wrong tries that are left; 0 is blocked.
    pub tries_left: u8,
}

/// A code that unblocks others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Puk {
    /// PUK reference, 1 to 8 and 81 to 88.
    pub key_reference: u8,
    /// The code, padded with `FF`.
    pub value: [u8; 8],
    /// Most uses with a wrong code.
    pub tries_max: u8,
    /// Uses with a wrong code that are left; 0 is blocked for good.
    pub tries_left: u8,
}

/// The codes of one directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinContext {
    /// The MF (global codes), a DF or an ADF (local codes).
    pub directory: NodeId,
    /// Another directory whose codes apply here; then `pins` is empty.
    pub shared_with: Option<NodeId>,
    /// The codes.
    pub pins: Vec<Pin>,
}

/// All codes of a profile.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Pins {
    /// By directory.
    pub contexts: Vec<PinContext>,
    /// For the whole profile.
    pub puks: Vec<Puk>,
}

/// Where a code stands: valid as long as no code is added or removed, so for one installed profile always.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PinSlot {
    context: usize,
    pin: usize,
}

/// Why an operation with a code did not succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinRefusal {
    /// Another code; so many tries are left.
    Wrong(u8),
    /// No tries left.
    Blocked,
    /// Not possible with a code that is disabled.
    Disabled,
    /// Not possible with a code that is enabled already.
    Enabled,
    /// Its attributes do not let it be changed or disabled.
    NotAllowed,
    /// No PUK belongs to it.
    NoPuk,
}

impl Pins {
    /// The code that a key reference means in a directory: a global one stands in the MF; a local one in the directory
    /// itself or one above it, up to the ADF (TS 102 221 §9.3).
    pub fn find(&self, fs: &FileSystem, directory: NodeId, key_reference: u8) -> Option<PinSlot> {
        if key_reference & 0x80 == 0 {
            return self.slot(NodeId::MF, key_reference);
        }
        let mut at = Some(fs.directory_of(directory));
        while let Some(id) = at {
            if let Some(slot) = self.slot(id, key_reference) {
                return Some(slot);
            }
            at = match fs.node(id).kind {
                Kind::Adf { .. } => None,
                _ => fs.node(id).parent,
            };
        }
        None
    }

    fn slot(&self, directory: NodeId, key_reference: u8) -> Option<PinSlot> {
        let at = |directory: NodeId| self.contexts.iter().position(|context| context.directory == directory);
        let own = at(directory)?;
        // Sharing leads one step: a directory that shares has no codes to share on.
        let context = match self.contexts[own].shared_with {
            Some(other) => at(other)?,
            None => own,
        };
        let pin = self.contexts[context].pins.iter().position(|pin| pin.key_reference == key_reference)?;
        Some(PinSlot { context, pin })
    }

    /// The code in a slot.
    ///
    /// # Panics
    /// With a slot of another profile.
    pub fn pin(&self, slot: PinSlot) -> &Pin {
        &self.contexts[slot.context].pins[slot.pin]
    }

    fn pin_mut(&mut self, slot: PinSlot) -> &mut Pin {
        &mut self.contexts[slot.context].pins[slot.pin]
    }

    /// The PUK that unblocks the code in a slot.
    pub fn puk(&self, slot: PinSlot) -> Option<&Puk> {
        let reference = self.pin(slot).puk?;
        self.puks.iter().find(|puk| puk.key_reference == reference)
    }

    /// Compares a value with a code: right sets the tries back, wrong takes one.
    fn compare(&mut self, slot: PinSlot, value: &[u8; 8]) -> Result<u8, PinRefusal> {
        let pin = self.pin_mut(slot);
        if pin.tries_left == 0 {
            return Err(PinRefusal::Blocked);
        }
        if pin.value == *value {
            pin.tries_left = pin.tries_max;
            return Ok(pin.tries_left);
        }
        pin.tries_left -= 1;
        Err(PinRefusal::Wrong(pin.tries_left))
    }

    /// VERIFY PIN (TS 102 221 §11.1.9). Tries left, on success too.
    pub fn verify(&mut self, slot: PinSlot, value: &[u8; 8]) -> Result<u8, PinRefusal> {
        let pin = self.pin(slot);
        if !pin.enabled && pin.tries_left > 0 {
            return Err(PinRefusal::Disabled);
        }
        self.compare(slot, value)
    }

    /// CHANGE PIN (TS 102 221 §11.1.10): not while it is disabled.
    pub fn change(&mut self, slot: PinSlot, old: &[u8; 8], new: &[u8; 8]) -> Result<u8, PinRefusal> {
        let pin = self.pin(slot);
        if !pin.enabled {
            return Err(PinRefusal::Disabled);
        }
        if !pin.changeable {
            return Err(PinRefusal::NotAllowed);
        }
        let left = self.compare(slot, old)?;
        self.pin_mut(slot).value = *new;
        Ok(left)
    }

    /// DISABLE PIN (TS 102 221 §11.1.11).
    pub fn disable(&mut self, slot: PinSlot, value: &[u8; 8]) -> Result<u8, PinRefusal> {
        let pin = self.pin(slot);
        if !pin.enabled {
            return Err(PinRefusal::Disabled);
        }
        if !pin.can_be_disabled {
            return Err(PinRefusal::NotAllowed);
        }
        let left = self.compare(slot, value)?;
        self.pin_mut(slot).enabled = false;
        Ok(left)
    }

    /// ENABLE PIN (TS 102 221 §11.1.12).
    pub fn enable(&mut self, slot: PinSlot, value: &[u8; 8]) -> Result<u8, PinRefusal> {
        if self.pin(slot).enabled {
            return Err(PinRefusal::Enabled);
        }
        let left = self.compare(slot, value)?;
        self.pin_mut(slot).enabled = true;
        Ok(left)
    }

    /// UNBLOCK PIN (TS 102 221 §11.1.13): the PUK sets a new value and all tries, and enables the code.
    /// A wrong PUK takes one of the PUK's tries; those left are in the answer.
    pub fn unblock(&mut self, slot: PinSlot, puk: &[u8; 8], new: &[u8; 8]) -> Result<u8, PinRefusal> {
        let reference = self.pin(slot).puk;
        let found = self.puks.iter_mut().find(|puk| Some(puk.key_reference) == reference);
        let found = found.ok_or(PinRefusal::NoPuk)?;
        if found.tries_left == 0 {
            return Err(PinRefusal::Blocked);
        }
        if found.value != *puk {
            found.tries_left -= 1;
            return Err(PinRefusal::Wrong(found.tries_left));
        }
        found.tries_left = found.tries_max;
        let pin = self.pin_mut(slot);
        pin.value = *new;
        pin.tries_left = pin.tries_max;
        pin.enabled = true;
        Ok(pin.tries_left)
    }
}
