//! What was on a card before a run, kept in a file: a run that is killed puts nothing back, and `rsptest cleanup` does.

use super::Snapshot;
use super::safety::Listed;
use crate::read_whole::{LARGEST, read_whole};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The file's name in the folder of a run's reports.
pub const FILE: &str = "card-as-found.json";

/// A snapshot as it is written down: octets in hexadecimal.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Written {
    eid: String,
    profiles: Vec<Profile>,
    notifications: Vec<String>,
    default_dp_address: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Profile {
    iccid: String,
    isdp_aid: String,
    enabled: bool,
}

/// What was on a card, and which card it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AsFound {
    /// The card's EID.
    pub eid: [u8; 16],
    /// What was on it.
    pub snapshot: Snapshot,
}

impl AsFound {
    /// Writes it down.
    pub fn write(&self, path: &Path) -> Result<(), String> {
        let hex = |octets: &Vec<u8>| hex::encode_upper(octets);
        let written = Written {
            eid: hex::encode_upper(self.eid),
            profiles: self
                .snapshot
                .profiles
                .iter()
                .map(|one| Profile { iccid: hex(&one.iccid), isdp_aid: hex(&one.aid), enabled: one.enabled })
                .collect(),
            notifications: self.snapshot.notifications.iter().map(hex).collect(),
            default_dp_address: hex(&self.snapshot.default_dp_address),
        };
        let text = serde_json::to_string_pretty(&written).map_err(|error| error.to_string())?;
        std::fs::write(path, text + "\n").map_err(|error| format!("{}: {error}", path.display()))
    }

    /// Reads what a run wrote down.
    pub fn read(path: &Path) -> Result<Self, String> {
        let fault = |error: &dyn std::fmt::Display| {
            format!("{}: {error}; `run` writes {FILE} into the folder of its reports", path.display())
        };
        let text = read_whole(path, LARGEST).map_err(|error| fault(&error))?;
        let written: Written = serde_json::from_slice(&text).map_err(|error| fault(&error))?;
        let octets = |text: &String| hex::decode(text).map_err(|error| fault(&format!("{text}: {error}")));
        let eid: Vec<u8> = octets(&written.eid)?;
        let profiles = written.profiles.iter().map(|one| {
            let (iccid, aid) = (octets(&one.iccid)?, octets(&one.isdp_aid)?);
            if iccid.len() != 10 || !(5..=16).contains(&aid.len()) {
                return Err(fault(&format!("{}: an ICCID has 10 octets, an AID 5 to 16", one.iccid)));
            }
            Ok(Listed { iccid, aid, enabled: one.enabled })
        });
        Ok(Self {
            eid: eid.try_into().map_err(|_| fault(&"an EID has 32 digits"))?,
            snapshot: Snapshot {
                profiles: profiles.collect::<Result<_, String>>()?,
                notifications: written.notifications.iter().map(octets).collect::<Result<_, _>>()?,
                default_dp_address: octets(&written.default_dp_address)?,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "in a test unwrap is the statement")]

    use super::*;

    #[test]
    fn what_is_written_is_read_and_what_was_cut_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        let listed = Listed { iccid: vec![0x98; 10], aid: vec![0xA0; 16], enabled: true };
        let snapshot = Snapshot {
            profiles: vec![listed],
            notifications: vec![vec![0x01, 0x02]],
            default_dp_address: b"dp.example".to_vec(),
        };
        let found = AsFound { eid: [0x77; 16], snapshot };
        found.write(&path).unwrap();
        assert_eq!(AsFound::read(&path), Ok(found));
        let text = std::fs::read_to_string(&path).unwrap();
        for (whole, cut, says) in [("98".repeat(10), "98", "10 octets"), ("77".repeat(16), "77", "32 digits")] {
            std::fs::write(&path, text.replace(&whole, cut)).unwrap();
            let error = AsFound::read(&path).unwrap_err();
            assert!(error.contains(says) && error.contains(FILE), "{error}");
        }
    }
}
