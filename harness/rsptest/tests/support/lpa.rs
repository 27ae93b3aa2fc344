//! `rsptest lpa` at a card.

use super::Bench;
use serde_json::Value;

/// The LPA at this card.
pub struct Lpa<'a> {
    pub bench: &'a Bench,
    pub card: &'a str,
    pub place: &'a str,
}

impl Lpa<'_> {
    #[track_caller]
    /// What a command says as JSON.
    pub fn json(&self, arguments: &[&str]) -> Value {
        let ran = self.run(arguments).ended(0);
        serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}", ran.said()))
    }

    /// A command, however it ends.
    pub fn run(&self, arguments: &[&str]) -> super::Ran {
        let mut all = vec!["lpa", "--card", self.card, "--connect", self.place, "--json"];
        all.extend(arguments);
        self.bench.rsptest(&all)
    }

    /// The state of the profile with this ICCID.
    #[track_caller]
    pub fn state(&self, iccid: &str) -> String {
        let list = self.json(&["list"]);
        let found = list.as_array().unwrap().iter().find(|profile| profile["iccid"] == iccid);
        found.map_or_else(String::new, |profile| profile["profileState"].as_str().unwrap().to_owned())
    }
}
