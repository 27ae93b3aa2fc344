//! What is not sent to a card: what would change a profile of somebody else, and writes beyond the budget.

use super::{Slot, Snapshot};

/// Instructions that change files, codes or sequence numbers of the profile in use (ETSI TS 102 221 §10.1.2).
const ON_THE_PROFILE: [u8; 12] = [0x04, 0x20, 0x24, 0x26, 0x28, 0x2C, 0x32, 0x44, 0x88, 0xD6, 0xDB, 0xDC];
/// STORE DATA, the carrier of ES10.
const STORE_DATA: u8 = 0xE2;
/// Functions of ES10 that leave nothing behind: info, challenge, addresses, EID, RAT, lists.
const READING: [&[u8]; 9] = [
    &[0xBF, 0x20],
    &[0xBF, 0x22],
    &[0xBF, 0x2E],
    &[0xBF, 0x3C],
    &[0xBF, 0x3E],
    &[0xBF, 0x43],
    &[0xBF, 0x28],
    &[0xBF, 0x2B],
    &[0xBF, 0x2D],
];
/// EnableProfile.
const ENABLE_PROFILE: &[u8] = &[0xBF, 0x31];

/// The ES10 command that begins in this STORE DATA.
fn es10(command: &[u8]) -> Option<&[u8]> {
    let first = command.get(1) == Some(&STORE_DATA) && command.get(3) == Some(&0);
    first.then(|| command.get(5..)).flatten()
}

impl Slot {
    /// An ES10 command may go: it enables no profile in place of one that is not ours, unless that is allowed, and it
    /// names none of these.
    pub fn allows_es10(&self, payload: &[u8]) -> Result<(), String> {
        let foreign = &self.snapshot.profiles;
        if payload.starts_with(ENABLE_PROFILE) && !self.may_switch && foreign.iter().any(|one| one.enabled) {
            return Err(
                "a profile that is not ours is in use: --allow-switch lets ours take its place meanwhile".into()
            );
        }
        // RemoveNotificationFromList.
        if let [0xBF, 0x30, _, 0x80, _, number @ ..] = payload
            && self.snapshot.notifications.iter().any(|one| one == number)
        {
            return Err("the command removes a notification that is not ours".into());
        }
        let names = |name: &[u8]| !name.is_empty() && payload.windows(name.len()).any(|window| window == name);
        let changing = matches!(payload, [0xBF, 0x29 | 0x31 | 0x32 | 0x33, ..]);
        match foreign.iter().find(|one| changing && (names(&one.iccid) || names(&one.aid))) {
            Some(one) => Err(format!(
                "the command names a profile that is not ours: {}",
                rsp_consumer::iccid::from_ef(&one.iccid)
            )),
            None => Ok(()),
        }
    }

    /// A command APDU may go: what it would change is not in a profile of somebody else.
    pub fn allows_apdu(&mut self, command: &[u8]) -> Result<(), String> {
        if let Some(payload) = es10(command) {
            return self.allows_es10(payload);
        }
        let changing = command.get(1).is_some_and(|ins| ON_THE_PROFILE.contains(ins));
        if !changing || self.nobodys {
            return Ok(());
        }
        // Between two commands somebody may have put another card in.
        self.same_card()?;
        if self.snapshot.profiles.is_empty() {
            return Ok(());
        }
        let now = Snapshot::profiles(&mut self.isdr)?;
        let foreign = |iccid: &[u8]| self.snapshot.profiles.iter().any(|one| one.iccid == iccid);
        match now.iter().find(|one| one.enabled && foreign(&one.iccid)) {
            Some(one) => Err(format!(
                "a profile that is not ours is in use ({}): codes and files of it are left alone",
                rsp_consumer::iccid::from_ef(&one.iccid)
            )),
            None => Ok(()),
        }
    }

    /// Counts a command APDU of a case that may write.
    pub fn count_apdu(&mut self, command: &[u8]) -> Result<(), String> {
        let writes = match command.get(1) {
            Some(&STORE_DATA) => {
                !es10(command).is_some_and(|payload| READING.iter().any(|tag| payload.starts_with(tag)))
            }
            Some(ins) => ON_THE_PROFILE.contains(ins),
            None => false,
        };
        if writes { self.count_writes(1) } else { Ok(()) }
    }

    /// Counts commands that write, before they are sent. The error is that the budget does not allow them.
    pub fn count_writes(&mut self, commands: usize) -> Result<(), String> {
        let writes = self.writes + commands;
        if let Some(budget) = self.budget.filter(|budget| writes > *budget) {
            let left = budget.saturating_sub(self.writes);
            return Err(format!("the step writes {commands} times, and {left} of --write-budget {budget} are left"));
        }
        self.writes = writes;
        Ok(())
    }
}
