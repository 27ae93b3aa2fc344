//! What a card holds, and what it has ever said.

use rsp_asn1::{FinalResult, ProfileInstallationResult, decode};
use rsp_consumer::iccid;
use rsp_consumer::lpa::{Es10, Lpa, es10};
use std::collections::{BTreeMap, BTreeSet};

/// Profiles and notifications of a card.
pub struct Look {
    /// ICCID, and everything that ES10c.GetProfilesInfo says of the profile.
    pub profiles: Vec<(String, String)>,
    /// Sequence number and PendingNotification.
    pub notifications: Vec<(u64, Vec<u8>)>,
}

/// A ProfileInstallationResult.
pub struct InstallationResult {
    /// As it is kept.
    pub octets: Vec<u8>,
    /// Whether it says that the profile is installed.
    pub success: bool,
}

/// Asks the card.
pub fn look(lpa: &Lpa, card: &mut dyn Es10) -> Look {
    let profiles = es10::profiles_info(card).unwrap().into_iter().map(|profile| {
        let digits = iccid::from_ef(profile.iccid.as_ref().unwrap().as_slice());
        (digits, format!("{profile:?}"))
    });
    let profiles = profiles.collect();
    let notifications = lpa.pending_notifications(card).unwrap().into_iter().map(|pending| {
        let number = pending.sequence_number.iter().fold(0, |number, octet| number << 8 | u64::from(*octet));
        (number, pending.octets)
    });
    Look { profiles, notifications: notifications.collect() }
}

impl Look {
    /// Whether a profile of this ICCID is installed.
    pub fn has(&self, iccid: &str) -> bool {
        self.profiles.iter().any(|(there, _)| there == iccid)
    }

    /// The profiles but for this one.
    pub fn without(&self, iccid: &str) -> Vec<(String, String)> {
        self.profiles.iter().filter(|(there, _)| there != iccid).cloned().collect()
    }

    /// The results of the installation of this transaction.
    pub fn results_of(&self, transaction_id: Option<&[u8]>) -> Vec<InstallationResult> {
        let results = self.notifications.iter().filter(|(_, octets)| octets.starts_with(&[0xBF, 0x37]));
        results
            .filter_map(|(_, octets)| {
                let result: ProfileInstallationResult = decode(octets).unwrap();
                let data = result.profile_installation_result_data.value();
                let same = Some(data.transaction_id.as_slice()) == transaction_id;
                let success = matches!(data.final_result, FinalResult::SuccessResult(_));
                same.then(|| InstallationResult { octets: octets.clone(), success })
            })
            .collect()
    }
}

/// Everything the card ever said that must not come back as something else.
#[derive(Default)]
pub struct Known {
    notifications: BTreeMap<u64, Vec<u8>>,
    challenges: BTreeSet<Vec<u8>>,
}

impl Known {
    /// Takes note of what waits. A number stands for one notification for ever; new numbers follow the last one
    /// without a gap, since a number is only used up by a notification that is kept; and what must be there is there.
    #[track_caller]
    pub fn note(&mut self, look: &Look, owed: &[(u64, Vec<u8>)]) {
        for (number, octets) in &look.notifications {
            let next = self.notifications.last_key_value().map_or(0, |(last, _)| last + 1);
            match self.notifications.get(number) {
                Some(known) => assert!(known == octets, "number {number} was used twice"),
                None => assert_eq!(*number, next, "a number was left out or comes too late"),
            }
            self.notifications.insert(*number, octets.clone());
        }
        for one in owed {
            assert!(look.notifications.contains(one), "notification {} is lost", one.0);
        }
    }

    /// No challenge is given out twice, though every start of the card draws from the same seed.
    #[track_caller]
    pub fn challenge(&mut self, challenge: Option<&[u8]>) {
        let new = challenge.is_none_or(|challenge| self.challenges.insert(challenge.to_vec()));
        assert!(new, "a challenge was given out twice");
    }

    /// How many notifications there were.
    pub fn count(&self) -> usize {
        self.notifications.len()
    }
}
