//! VERIFY, CHANGE, DISABLE, ENABLE and UNBLOCK PIN (ETSI TS 102 221 §11.1.9 to §11.1.13).

use super::{Answer, rules};
use crate::apdu::{Class, Command, Sw};
use crate::card::Card;
use crate::euicc::Response;
use crate::fs::{NodeId, PinRefusal, PinSlot, Pins};

/// A code in its eight octets.
type Code = [u8; 8];

impl Card {
    /// The code that P2 means in the current directory.
    fn code(&self, class: Class, command: &Command<'_>) -> Result<PinSlot, Sw> {
        if command.p1 != 0 {
            return Err(Sw::P1P2);
        }
        let directory = self.need_files(class.channel)?.directory;
        let profile = self.profile();
        let found = profile.pins.find(&profile.fs, directory, command.p2);
        self.check(&rules::KEY_REFERENCE, found.is_some(), Sw::NO_DATA, || format!("no code {:02X}", command.p2))?;
        // Without the check, an unknown reference means PIN1.
        found.or_else(|| profile.pins.find(&profile.fs, NodeId::MF, 0x01)).ok_or(Sw::NO_DATA)
    }

    /// The data field as so many codes.
    fn codes<const N: usize>(&self, command: &Command<'_>) -> Result<[Code; N], Sw> {
        let length = command.data.len();
        self.check(&rules::CODE_LENGTH, length == N * 8, Sw::LENGTH, || format!("{length} octets for {N} codes"))?;
        let mut codes = [[0xFF; 8]; N];
        for (place, octet) in codes.as_flattened_mut().iter_mut().zip(command.data) {
            *place = *octet;
        }
        Ok(codes)
    }

    /// Carries out what compares a code, and draws the consequences: tries counted, code verified or no longer.
    fn compare(
        &mut self,
        slot: PinSlot,
        operation: impl FnOnce(&mut Pins) -> Result<u8, PinRefusal>,
    ) -> Result<(), Sw> {
        let before = self.profile().pins.clone();
        let outcome = operation(&mut self.profile_mut().pins);
        let conduct = self.euicc.context.conduct.clone();
        let counted = matches!(outcome, Err(PinRefusal::Wrong(_)));
        if counted && !conduct.does(&rules::COUNT_TRIES) {
            self.profile_mut().pins = before;
        }
        if self.profile().pins.pin(slot).tries_left == 0 {
            self.os.verified.retain(|verified| *verified != slot);
        }
        let refused = |refusals: &[PinRefusal]| outcome.is_err_and(|refusal| refusals.contains(&refusal));
        self.check(&rules::CODE_NOT_BLOCKED, !refused(&[PinRefusal::Blocked]), Sw::BLOCKED, || "it is blocked".into())?;
        self.check(&rules::CODE_ENABLED, !refused(&[PinRefusal::Disabled]), Sw::INVALIDATED, || {
            "it is disabled".into()
        })?;
        let allowed = !refused(&[PinRefusal::Enabled, PinRefusal::NotAllowed]);
        self.check(&rules::CODE_ATTRIBUTES, allowed, Sw::CONDITIONS, || "it is not to be changed so".into())?;
        if refused(&[PinRefusal::NoPuk]) {
            return Err(Sw::NO_DATA);
        }
        let left = match outcome {
            Err(PinRefusal::Wrong(left)) => left,
            _ => 0,
        };
        // The status word of a wrong code counts the tries, so it is not one of those a refusal can name.
        let right = self.check(&rules::CODE_VALUE, !counted, Sw::UNKNOWN, || format!("wrong, {left} tries left"));
        right.map_err(|_| Sw::tries_left(left))?;
        if !self.os.verified.contains(&slot) {
            self.os.verified.push(slot);
        }
        Ok(())
    }

    /// What an empty data field asks for: `63Cx` with the tries left.
    fn tries(left: u8) -> Sw {
        if left == 0 { Sw::BLOCKED } else { Sw::tries_left(left) }
    }

    /// VERIFY PIN; without data, the tries that are left.
    pub(crate) fn verify_pin(&mut self, class: Class, command: &Command<'_>) -> Answer {
        let slot = self.code(class, command)?;
        if command.data.is_empty() {
            let pin = self.profile().pins.pin(slot);
            return Err(if pin.enabled || pin.tries_left == 0 { Self::tries(pin.tries_left) } else { Sw::INVALIDATED });
        }
        let [value] = self.codes(command)?;
        let restores = self.euicc.context.conduct.does(&rules::RESTORE_TRIES);
        let verify = |pins: &mut Pins| {
            let before = pins.clone();
            let outcome = pins.verify(slot, &value);
            if outcome.is_ok() && !restores {
                *pins = before;
            }
            outcome
        };
        self.compare(slot, verify).map(|()| Response::ok(Vec::new()))
    }

    /// CHANGE PIN.
    pub(crate) fn change_pin(&mut self, class: Class, command: &Command<'_>) -> Answer {
        let slot = self.code(class, command)?;
        let [old, new] = self.codes(command)?;
        self.compare(slot, |pins| pins.change(slot, &old, &new)).map(|()| Response::ok(Vec::new()))
    }

    /// DISABLE PIN.
    pub(crate) fn disable_pin(&mut self, class: Class, command: &Command<'_>) -> Answer {
        let slot = self.code(class, command)?;
        let [value] = self.codes(command)?;
        self.compare(slot, |pins| pins.disable(slot, &value)).map(|()| Response::ok(Vec::new()))
    }

    /// ENABLE PIN.
    pub(crate) fn enable_pin(&mut self, class: Class, command: &Command<'_>) -> Answer {
        let slot = self.code(class, command)?;
        let [value] = self.codes(command)?;
        self.compare(slot, |pins| pins.enable(slot, &value)).map(|()| Response::ok(Vec::new()))
    }

    /// UNBLOCK PIN; without data, the tries of the PUK that are left.
    pub(crate) fn unblock_pin(&mut self, class: Class, command: &Command<'_>) -> Answer {
        let slot = self.code(class, command)?;
        if command.data.is_empty() {
            let puk = self.profile().pins.puk(slot).ok_or(Sw::NO_DATA)?;
            return Err(Self::tries(puk.tries_left));
        }
        let [puk, new] = self.codes(command)?;
        self.compare(slot, |pins| pins.unblock(slot, &puk, &new)).map(|()| Response::ok(Vec::new()))
    }
}
