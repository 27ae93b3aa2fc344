//! A card under test: the way to it, what it is, and what our side needs to talk to it.

mod as_found;
mod cleanup;
mod guard;
mod lock;
mod policy;
mod safety;
mod slot;
#[cfg(test)]
mod tests;

pub use as_found::{AsFound, FILE as AS_FOUND_FILE};
pub use cleanup::Cleanup;
pub use safety::{Safety, Snapshot};
pub use slot::{ApduRecord, Slot};

use super::Credentials;
use crate::case::Instance;
use crate::lab;
use lock::CardLock;
use rsp_consumer::lpa::{Es10 as _, IsdrOptions};
use rsp_consumer::sm_dp_plus::{ProfileType, Trust};
use rsp_pki::Role;
use rsp_transport::card::CardChannel;
use rsptest_wire::{Dictionary, Path};
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::sync::Mutex;

/// A card under test and our SM-DP+'s side of it.
pub struct CardBench {
    /// The card: one case at a time has it.
    pub slot: Arc<Mutex<Slot>>,
    /// What it calls itself in reports.
    pub product: String,
    /// Its EID.
    pub eid: [u8; 16],
    /// Its EUICCInfo1.
    pub info1: Vec<u8>,
    /// Its SGP.22 version.
    pub version: String,
    /// What it does beyond what every card must, by its own EUICCInfo2 and by the way to it.
    pub options: BTreeSet<String>,
    /// What may be done to it.
    pub safety: Safety,
    /// The CIs that it knows and under which our SM-DP+ is certified.
    pub trust: Vec<Trust>,
    /// Profiles of ours that were on it before: of a run that was cut off.
    pub left_over: usize,
    /// Nobody else of ours is at it.
    _lock: Option<CardLock>,
    /// What our SM-DP+ has in stock.
    pub profile_types: Vec<Arc<ProfileType>>,
}

/// A card may be told from another by these octets only.
fn field(structure: &str, octets: &[u8], path: &str) -> Option<rsptest_wire::FieldValue> {
    let path = Path::parse(path).ok()?;
    rsptest_wire::value_at(Dictionary::sgp22(), structure, octets, &path).ok()
}

/// `2.5.0` from a VersionType.
fn version(octets: &[u8]) -> String {
    octets.iter().map(u8::to_string).collect::<Vec<_>>().join(".")
}

/// Options that are the lack of others.
const LACKING: [(&str, &[&str]); 3] =
    [("no-contactless", &["contactless-support"]), ("no-multos", &["multos"]), ("no-runtime", &["javacard", "multos"])];

impl CardBench {
    /// Asks the card who it is and what is on it; nothing is changed.
    pub fn open(
        channel: Box<dyn CardChannel>,
        product: Option<String>,
        credentials: &Credentials,
        options: IsdrOptions,
        safety: Safety,
    ) -> Result<Self, String> {
        let way = channel.describe();
        let lock = (!safety.nobodys).then(|| CardLock::take(&way)).transpose()?;
        let mut slot = Slot::new(channel, options);
        (slot.budget, slot.may_switch, slot.nobodys) = (safety.budget, safety.switch, safety.nobodys);
        let fault = |fault: rsp_transport::card::CardFault| format!("{way}: {fault}");
        let atr = slot.isdr.reset().map_err(fault)?;
        let eid = slot.ask_eid().map_err(|says| format!("{way}: {says}"));
        // GetEID has just shown how answers come; a card that answered nothing right is not excused from anything.
        let answers_wait = eid.is_err() || slot.take_log().iter().any(|apdu| matches!(apdu.response[..], [0x61, _]));
        // What a card of somebody else does not say of itself ends the run before it begins. One of nobody's is tested
        // all the same: the cases say what is wrong with it.
        let nobodys = safety.nobodys;
        slot.eid = if nobodys { eid.ok() } else { Some(eid?) };
        let eid = slot.eid.unwrap_or_default();
        safety.allows(&eid, &way)?;
        let mut ask = |what: &str, command: &[u8]| -> Result<Vec<u8>, String> {
            let response = slot.isdr.command(command).map_err(fault)?;
            if let Some(before) = slot.isdr.not_opened() {
                return Err(format!("{way}: {before}"));
            }
            match response.sw {
                0x9000 => Ok(response.data),
                sw => Err(format!("{way}: {what} was answered with {sw:04X}; is this an eUICC of SGP.22?")),
            }
        };
        let mut said = |what: &str, command: &[u8]| match ask(what, command) {
            Err(_) if nobodys => Ok(Vec::new()),
            other => other,
        };
        let info1 = said("GetEUICCInfo1", &[0xBF, 0x20, 0x00])?;
        let info2 = said("GetEUICCInfo2", &[0xBF, 0x22, 0x00])?;
        let rat = ask("GetRAT", &[0xBF, 0x43, 0x00]).ok();
        let svn = field("EUICCInfo2", &info2, "svn").map(|svn| version(&svn.content)).unwrap_or_default();
        let mut known = BTreeSet::new();
        if let Some(rsptest_wire::Value::Bits { names, .. }) =
            field("EUICCInfo2", &info2, "rspCapability").map(|field| field.value)
        {
            known.extend(names.into_iter().map(|name| kebab(&name)));
        }
        if let Some(rsptest_wire::Value::Bits { names, .. }) =
            field("EUICCInfo2", &info2, "uiccCapability").map(|field| field.value)
        {
            known.extend(names.into_iter().map(|name| kebab(&name)));
        }
        known.extend(
            LACKING
                .into_iter()
                .filter(|(_, of)| !of.iter().any(|name| known.contains(*name)))
                .map(|(says, _)| says.to_owned())
                .collect::<Vec<_>>(),
        );
        if !atr.is_empty() {
            known.insert("atr".into());
        }
        if !slot.isdr.card.is_modem() && slot.isdr.card.carrier_channels().is_none() {
            known.extend(["own-channels".into(), "proactive".into()]);
        }
        if answers_wait {
            known.insert("get-response".into());
        }
        let forbidden = field("EUICCInfo2", &info2, "forbiddenProfilePolicyRules");
        let forbidden = forbidden.map(|field| field.content).unwrap_or_default();
        if let Some(rat) = rat {
            known.extend(policy::options(&rat, &forbidden));
        }
        if free_memory(&info2).is_some_and(|free| free < 600_000) {
            known.insert("limited-memory".into());
        }
        let (known_cis, all_cis) = trust_of(credentials, &info1);
        let trust = if known_cis.is_empty() && nobodys { all_cis } else { known_cis };
        if trust.is_empty() {
            return Err(format!(
                "the card verifies under none of our CIs (credentials: {}); give those of its CI with --credentials",
                credentials.source
            ));
        }
        slot.snapshot = match Snapshot::take(&mut slot.isdr) {
            Err(_) if nobodys => Snapshot::default(),
            other => other?,
        };
        if slot.snapshot.profiles.is_empty() && slot.snapshot.notifications.is_empty() {
            known.insert("empty-card".into());
        }
        Ok(Self {
            product: product.unwrap_or_else(|| format!("eUICC {} at {way}", hex::encode_upper(eid))),
            left_over: slot.snapshot.profiles.iter().filter(|one| lab::is_ours(&one.iccid)).count(),
            slot: Arc::new(Mutex::new(slot)),
            eid,
            _lock: lock,
            info1,
            version: svn,
            options: known,
            safety,
            trust,
            profile_types: lab::card_profile_types(lab::HOST),
        })
    }

    /// Why this case cannot run on this card; absent where it can.
    pub fn lacking(&self, instance: &Instance) -> Option<String> {
        let case = &instance.case;
        for (spec, range) in instance.specs.iter() {
            if spec == "SGP.22" && !range.holds(&self.version) {
                return Some(format!("it is for {spec} {}, and the card says {}", range.text(), self.version));
            }
        }
        if let Some(need) = case.needs.iter().find(|need| !self.has(&need.value)) {
            return Some(format!("the card does not offer {}", need.value));
        }
        if case.destructive && !self.safety.destructive {
            return Some("it cannot be undone: --allow-destructive lets it run".into());
        }
        if case.destructive && !self.has("empty-card") {
            return Some("it cannot be undone, and the card holds profiles or notifications that are not ours".into());
        }
        None
    }

    /// Whether the card, or the way to it, has this option.
    pub fn has(&self, option: &str) -> bool {
        self.options.contains(option)
    }
}

/// Octets of non-volatile memory that are free, as EUICCInfo2 has it (ETSI TS 102 226 §8.2.1.7.2).
fn free_memory(info2: &[u8]) -> Option<u64> {
    let resource = field("EUICCInfo2", info2, "extCardResource")?.content;
    let fields = rsp_asn1::tlv::all(&resource).ok()?;
    let octets = fields.iter().find(|field| field.tag == 0x82)?.content;
    (octets.len() <= 8).then(|| octets.iter().fold(0, |number, octet| number << 8 | u64::from(*octet)))
}

/// `crlSupport` → `crl-support`.
fn kebab(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// Our SM-DP+ under each CI that the card can verify, and under all of ours.
fn trust_of(credentials: &Credentials, info1: &[u8]) -> (Vec<Trust>, Vec<Trust>) {
    let mut all = Vec::new();
    for root in credentials.roots() {
        let Some(curve) = root.public_key().ok().map(|key| key.curve()) else { continue };
        let ci_pkid = root.subject_key_id().unwrap_or_default();
        let server = |role| credentials.server(curve, role, lab::OID, lab::HOST);
        if let (Ok(dp_auth), Ok(dp_pb)) = (server(Role::DpAuth), server(Role::DpPb)) {
            all.push(Trust { ci: root, ci_pkid, dp_auth, dp_pb });
        }
    }
    let listed = |trust: &&Trust| {
        let id = &trust.ci_pkid;
        info1.windows(id.len().max(1)).any(|window| window == id)
    };
    (all.iter().filter(listed).cloned().collect(), all)
}
