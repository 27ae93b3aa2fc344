//! PE-PINCodes and PE-PUKCodes.

use super::install::{Installer, Step};
use crate::fs::{NodeId, Pin, PinContext, Puk};
use crate::rules;
use rsp_asn1::profile_package::{PePinCodes, PePukCodes, PinCodes, PinConfiguration};

/// Memory that one code takes, in octets.
const CODE: usize = 16;

/// Tries: most in the high nibble, left in the low one.
fn tries(octet: u8) -> (u8, u8) {
    (octet >> 4, octet & 0x0F)
}

impl Installer<'_> {
    pub(super) fn puk_codes(&mut self, element: PePukCodes) -> Step<()> {
        for code in &element.puk_codes {
            let key = code.key_reference;
            let (tries_max, tries_left) = tries(code.max_num_of_attempts_retry_num_left);
            let legal = matches!(key, 1..=8 | 129..=136) && tries_max > 0 && tries_left <= tries_max;
            self.judge(&rules::PE_CODE_VALUES, legal, "bad-values", || format!("PUK {key} is none"))?;
            let fresh = self.profile.pins.puks.iter().all(|puk| puk.key_reference != key);
            self.judge(&rules::PE_CODE_UNIQUE, fresh, "invalid-parameter", || format!("PUK {key} stands twice"))?;
            if fresh && self.claim(CODE)? {
                let value = code.puk_value.to_array();
                self.profile.pins.puks.push(Puk { key_reference: key, value, tries_max, tries_left });
            }
        }
        Ok(())
    }

    pub(super) fn pin_codes(&mut self, element: PePinCodes) -> Step<()> {
        self.judge(&rules::PE_CODE_CONTEXT, self.context.is_some(), "invalid-parameter", || {
            "codes, but no directory was opened".into()
        })?;
        let directory = self.context.unwrap_or(NodeId::MF);
        match &element.pin_codes {
            PinCodes::PinConfig(codes) => codes.iter().try_for_each(|code| self.pin_code(directory, code)),
            PinCodes::FilePath(path) => self.shared_codes(directory, path.as_slice()),
        }
    }

    fn context_of(&mut self, directory: NodeId) -> &mut PinContext {
        let contexts = &mut self.profile.pins.contexts;
        let at = contexts.iter().position(|context| context.directory == directory).unwrap_or_else(|| {
            contexts.push(PinContext { directory, shared_with: None, pins: Vec::new() });
            contexts.len() - 1
        });
        &mut contexts[at]
    }

    fn pin_code(&mut self, directory: NodeId, code: &PinConfiguration) -> Step<()> {
        let key = code.key_reference;
        let here = match key {
            1..=8 | 10..=14 => directory == NodeId::MF,
            129..=136 | 138..=142 => directory != NodeId::MF,
            _ => false,
        };
        self.judge(&rules::PE_CODE_CONTEXT, here, "invalid-parameter", || {
            format!("PIN {key} in another place than its own")
        })?;
        let (tries_max, tries_left) = tries(code.max_num_of_attempts_retry_num_left);
        self.judge(&rules::PE_CODE_VALUES, tries_max > 0 && tries_left <= tries_max, "bad-values", || {
            format!("PIN {key} has {tries_left} of {tries_max} tries left")
        })?;
        let puk = code.unblocking_pin_reference;
        let known = puk.is_none_or(|puk| self.profile.pins.puks.iter().any(|known| known.key_reference == puk));
        self.judge(&rules::PE_PUK_REFERENCE, known, "pin-code-missing", || {
            format!("PIN {key} names PUK {}", puk.map(|puk| puk.to_string()).unwrap_or_default())
        })?;
        let fresh = {
            let context = self.context_of(directory);
            context.shared_with.is_none() && context.pins.iter().all(|pin| pin.key_reference != key)
        };
        self.judge(&rules::PE_CODE_UNIQUE, fresh, "invalid-parameter", || format!("PIN {key} stands twice"))?;
        if !fresh || !self.claim(CODE)? {
            return Ok(());
        }
        let attributes = code.pin_attributes;
        let pin = Pin {
            key_reference: key,
            value: code.pin_value.to_array(),
            puk: puk.filter(|_| known),
            enabled: attributes & 0x01 != 0,
            changeable: attributes & 0x02 != 0,
            can_be_disabled: attributes & 0x04 != 0,
            tries_max,
            tries_left,
        };
        self.context_of(directory).pins.push(pin);
        Ok(())
    }

    /// The codes of another directory apply here too.
    fn shared_codes(&mut self, directory: NodeId, path: &[u8]) -> Step<()> {
        let other = self.resolve(path).map(|id| self.profile.fs.resolve(id));
        let has_codes = |id: &NodeId| {
            let own = self.profile.pins.contexts.iter().find(|context| context.directory == *id);
            *id != directory && own.is_some_and(|context| context.shared_with.is_none() && !context.pins.is_empty())
        };
        let other = other.filter(has_codes);
        self.judge(&rules::PE_PUK_REFERENCE, other.is_some(), "pin-code-missing", || {
            format!("no codes at {path:02X?} that could be shared")
        })?;
        let fresh = {
            let context = self.context_of(directory);
            context.pins.is_empty() && context.shared_with.is_none()
        };
        self.judge(&rules::PE_CODE_UNIQUE, fresh, "invalid-parameter", || "codes of its own, and shared ones".into())?;
        if fresh {
            self.context_of(directory).shared_with = other;
        }
        Ok(())
    }
}
