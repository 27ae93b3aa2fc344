//! Download orders: from pools, by ES2+, or by a command (design section 7).

use super::Bench;
use crate::engine::{CaseRun, Stop};
use crate::judge::Answer;
use rsp_consumer::es2plus::{ConfirmOrder, DownloadOrder, Function};
use rsp_transport::Call;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::io::AsyncWriteExt;

/// Kinds of order that cases ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrderKind {
    /// Released, for any eUICC.
    Open,
    /// Released, for our card.
    EidBound,
    /// Released, for an eUICC that is not our card.
    OtherEid,
    /// Released, for our card, without MatchingID.
    Default,
    /// Released, with a Confirmation Code.
    ConfirmationCode,
    /// Confirmed, not released.
    NotReleased,
    /// Released, and its time is up.
    Expired,
    /// Released, for two downloads.
    LimitedAttempts,
    /// Released; the metadata needs two segments.
    LargeMetadata,
    /// Released; the package comes without ReplaceSessionKeys.
    SessionKeys,
    /// Released; the package is bound once.
    NoRebinding,
    /// Released; our card lacks what the profile needs.
    Ineligible,
    /// Released; our card cannot read the package's version.
    NewerVersion,
}

impl OrderKind {
    /// All of them, with their names in cases and target files and what they are.
    pub const ALL: [(Self, &'static str, &'static str); 13] = [
        (Self::Open, "open", "released, for any eUICC"),
        (Self::EidBound, "eid-bound", "released, for the EID of our card"),
        (Self::OtherEid, "other-eid", "released, for an EID that is not our card's"),
        (Self::Default, "default", "released, for the EID of our card, without MatchingID"),
        (Self::ConfirmationCode, "confirmation-code", "released, with a Confirmation Code"),
        (Self::NotReleased, "not-released", "confirmed, not released"),
        (Self::Expired, "expired", "released, and its time is up"),
        (Self::LimitedAttempts, "limited-attempts", "released, for two downloads"),
        (Self::LargeMetadata, "large-metadata", "released; the metadata needs two segments"),
        (Self::SessionKeys, "session-keys", "released; the package comes without ReplaceSessionKeys"),
        (Self::NoRebinding, "no-rebinding", "released; the package is bound once"),
        (Self::Ineligible, "ineligible", "released; our card lacks a capability the profile needs"),
        (Self::NewerVersion, "newer-version", "released; our card cannot read the package's version"),
    ];

    /// The name in cases and target files.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, ..)| *kind == self).map_or("", |(_, name, _)| name)
    }

    /// The kind with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == name).map(|(kind, ..)| *kind)
    }
}

/// An order that a case may use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Order {
    /// MatchingID; empty for the order of a default SM-DP+.
    #[serde(default)]
    pub matching_id: String,
    /// ICCID in digits, where it is known.
    #[serde(default)]
    pub iccid: Option<String>,
    /// The Confirmation Code, where there is one.
    #[serde(default, alias = "code")]
    pub confirmation_code: Option<String>,
}

/// The Confirmation Code of orders that we make.
const CODE: &str = "RSP-2601";

/// Where orders come from.
pub enum OrderSource {
    /// Lists; each order is used once.
    Pools(Mutex<BTreeMap<OrderKind, Vec<Order>>>),
    /// Made by ES2+: which profile type serves which kind.
    Es2Plus(BTreeMap<OrderKind, String>),
    /// Made by a command: JSON in, JSON out.
    Exec {
        /// The command line.
        command: String,
        /// Kinds it can make.
        kinds: Vec<OrderKind>,
        /// How long it may take.
        limit: Duration,
    },
}

impl OrderSource {
    /// Whether orders of this kind can be had; the error says why not.
    pub fn serves(&self, kind: &str) -> Result<(), String> {
        let Some(kind) = OrderKind::named(kind) else { return Ok(()) };
        let known = match self {
            Self::Pools(pools) => pools.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&kind),
            Self::Es2Plus(types) => types.contains_key(&kind),
            Self::Exec { kinds, .. } => kinds.contains(&kind),
        };
        if known { Ok(()) } else { Err(format!("the target file names no orders of kind {}", kind.name())) }
    }

    /// The profile type that serves this kind of order, where orders are made by ES2+.
    pub fn profile_type(&self, kind: OrderKind) -> Option<String> {
        match self {
            Self::Es2Plus(types) => types.get(&kind).cloned(),
            _ => None,
        }
    }

    /// How many orders of each kind are listed; absent where they are made.
    pub fn listed(&self) -> Option<BTreeMap<OrderKind, usize>> {
        match self {
            Self::Pools(pools) => {
                let pools = pools.lock().unwrap_or_else(PoisonError::into_inner);
                Some(pools.iter().map(|(kind, orders)| (*kind, orders.len())).collect())
            }
            _ => None,
        }
    }

    /// Makes an order, or takes one.
    pub async fn take(
        &self,
        kind: OrderKind,
        label: &str,
        eid: [u8; 16],
        bench: &Bench,
        run: &mut CaseRun<'_>,
    ) -> Result<Order, Stop> {
        match self {
            Self::Pools(pools) => {
                let mut pools = pools.lock().unwrap_or_else(PoisonError::into_inner);
                let pool = pools.entry(kind).or_default();
                if pool.is_empty() {
                    let says = format!("no order of kind {} is left in the target file", kind.name());
                    return Err(Stop::Inconclusive(says));
                }
                Ok(pool.remove(0))
            }
            Self::Es2Plus(types) => {
                let profile_type = types.get(&kind).cloned().unwrap_or_default();
                by_es2plus(kind, &profile_type, label, eid, bench, run).await
            }
            Self::Exec { command, limit, .. } => {
                by_command(kind, command, &bench.target.folder, label, eid, *limit).await
            }
        }
    }
}

async fn by_es2plus(
    kind: OrderKind,
    profile_type: &str,
    label: &str,
    eid: [u8; 16],
    bench: &Bench,
    run: &mut CaseRun<'_>,
) -> Result<Order, Stop> {
    let eid = match kind {
        OrderKind::EidBound | OrderKind::Default => Some(hex::encode(eid)),
        // An EID of the same EUM that no card of ours has.
        OrderKind::OtherEid => Some("89049032000000000000000000000041".to_owned()),
        _ => None,
    };
    let order = DownloadOrder { eid: eid.clone(), iccid: None, profile_type: Some(profile_type.to_owned()) };
    let answer = call(Function::DownloadOrder, &format!("{label}/1"), &order, bench, run).await?;
    let iccid = answer.texts.iter().find(|(name, _)| name == "iccid").map(|(_, value)| value.to_text());
    let iccid = iccid.ok_or_else(|| Stop::Inconclusive("ES2+.DownloadOrder gave no iccid".into()))?;
    // Ours, so that what we send does not hang on what the SM-DP+ makes up.
    let made = hex::encode_upper(&rsp_crypto::sha256(&[label.as_bytes()])[..8]);
    let matching_id = if kind == OrderKind::Default { String::new() } else { made };
    let confirmation_code = (kind == OrderKind::ConfirmationCode).then(|| CODE.to_owned());
    let confirm = ConfirmOrder {
        iccid: iccid.clone(),
        eid,
        matching_id: Some(matching_id.clone()),
        confirmation_code: confirmation_code.clone(),
        smds_address: None,
        release_flag: kind != OrderKind::NotReleased,
    };
    call(Function::ConfirmOrder, &format!("{label}/2"), &confirm, bench, run).await?;
    Ok(Order { matching_id, iccid: Some(iccid.trim_end_matches(['F', 'f']).to_owned()), confirmation_code })
}

async fn call(
    function: Function,
    identifier: &str,
    fields: &impl Serialize,
    bench: &Bench,
    run: &mut CaseRun<'_>,
) -> Result<Answer, Stop> {
    let desk = bench.operator_desk().map_err(Stop::NotApplicable)?;
    let row = bench.set.functions.get(&format!("ES2+.{}", function.name()));
    let row = row.ok_or_else(|| Stop::Broken(format!("there is no function ES2+.{}", function.name())))?;
    let mut outgoing = Call::new(desk.operator.outgoing(function, identifier, fields));
    outgoing.timeout = bench.target.limits.timeout(function.name());
    let exchange = desk.client().send(outgoing).await;
    let answer = Answer::read(row, crate::case::Binding::Json, exchange.outcome.clone());
    run.record_order(row, &exchange, &answer);
    if answer.executed() {
        Ok(answer)
    } else {
        Err(Stop::Inconclusive(format!("an order could not be made: {} ended with {}", row.name, answer.summary())))
    }
}

async fn by_command(
    kind: OrderKind,
    command: &str,
    folder: &Path,
    label: &str,
    eid: [u8; 16],
    limit: Duration,
) -> Result<Order, Stop> {
    let stop = |says: String| Stop::Inconclusive(format!("the order command `{command}`: {says}"));
    let question = serde_json::json!({ "kind": kind.name(), "eid": hex::encode(eid), "label": label }).to_string();
    let child = tokio::process::Command::new("sh")
        .arg("-c")
        .arg(command)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn();
    let mut child = child.map_err(|error| stop(error.to_string()))?;
    if let Some(mut input) = child.stdin.take() {
        // A command that does not read its input is free not to.
        let _ = input.write_all(question.as_bytes()).await;
    }
    let ended = tokio::time::timeout(limit, child.wait_with_output()).await;
    let output = ended.map_err(|_| stop(format!("did not end within {} s", limit.as_secs())))?;
    let output = output.map_err(|error| stop(error.to_string()))?;
    if !output.status.success() {
        let says = String::from_utf8_lossy(&output.stderr);
        return Err(stop(format!("{}: {}", output.status, says.lines().next().unwrap_or_default())));
    }
    serde_json::from_slice(&output.stdout)
        .map_err(|error| stop(format!("its output is not JSON with matching-id, iccid, confirmation-code: {error}")))
}
