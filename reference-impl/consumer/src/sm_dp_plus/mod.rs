//! The SM-DP+ (SGP.22 §2.3): one file per function of ES9+ and ES2+.

mod authenticate_client;
mod bind;
mod cancel_order;
mod cancel_session;
mod certificates;
mod config;
mod confirm_order;
mod download_order;
mod eligibility;
mod get_bound_profile_package;
mod handle_notification;
mod http;
mod initiate_authentication;
mod metadata;
mod order;
mod profile_type;
mod progress;
mod release_profile;
pub mod rules;
mod session;
mod store;

pub use config::{CrlSource, ProgressListener, SmDpPlusConfig, Trust};
pub use http::{Interface, SmDpPlusHttp};
pub use order::{Order, ProfileState};
pub use profile_type::{IccidPlace, NotificationTarget, Package, Policy, ProfileType, Protection};
pub use store::StoredNotification;

use rsp_conduct::{Context, Refusal};
use session::Session;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use store::Store;

/// An SM-DP+: functions of ES9+ and ES2+ over a store of orders and sessions. It knows no sockets;
/// [`SmDpPlusHttp`] is the shell that serves it.
pub struct SmDpPlus {
    context: Context,
    config: SmDpPlusConfig,
    store: Mutex<Store>,
    stalled: AtomicBool,
}

impl SmDpPlus {
    /// An SM-DP+ with nothing ordered yet.
    pub fn new(context: Context, config: SmDpPlusConfig) -> Self {
        Self { context, config, store: Mutex::default(), stalled: AtomicBool::new(false) }
    }

    /// What it was set up with.
    pub fn config(&self) -> &SmDpPlusConfig {
        &self.config
    }

    /// What a start of the process does: sessions are gone, orders stay.
    pub fn restart(&self) {
        self.stalled.store(false, Ordering::Relaxed);
        self.store().sessions.clear();
    }

    /// Whether it still serves.
    fn serving(&self) -> bool {
        !self.stalled.load(Ordering::Relaxed)
    }

    /// Something came that cannot be read: nothing changes.
    fn unimpressed(&self) {
        if !self.context.conduct.does(&rules::KEEP_SERVING) {
            self.stalled.store(true, Ordering::Relaxed);
        }
    }

    /// The profile with this ICCID, if it was ever ordered.
    pub fn order(&self, iccid: &str) -> Option<Order> {
        self.store().orders.get(iccid).cloned()
    }

    /// Notifications that were verified, oldest first.
    pub fn notifications(&self) -> Vec<StoredNotification> {
        self.store().notifications.iter().cloned().collect()
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        // A panic elsewhere cannot leave a transaction half done: each is a few plain assignments.
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The session that this transactionId names (SGP.22 §5.6): a copy, so that no lock is held while it is used.
    fn session(&self, transaction_id: &[u8]) -> Result<Session, Refusal> {
        let conduct = &self.context.conduct;
        let now = self.context.clock.now();
        let mut store = self.store();
        if conduct.does(&rules::EXPIRE_SESSION) {
            store.forget_before(now - self.config.session_lifetime);
        }
        let honest = store.position(transaction_id);
        let picked = conduct.choose(&rules::SESSION, store.sessions.len(), honest);
        let session = picked.and_then(|index| store.sessions.get_mut(index));
        let session = session.ok_or_else(|| {
            let id = hex::encode_upper(&transaction_id[..transaction_id.len().min(16)]);
            Refusal::new("invalidTransactionId", format!("there is no session {id}"))
        })?;
        session.last_used = now;
        Ok(session.clone())
    }

    /// The profile with this ICCID, where it belongs to the caller (SGP.22 §5.3).
    fn owned<'a>(&self, store: &'a mut Store, owner: &str, iccid: &str) -> Result<&'a mut Order, Refusal> {
        let conduct = &self.context.conduct;
        let iccid = iccid.trim_end_matches(['F', 'f']);
        let stocked = self.config.profile_types.iter().find(|kind| kind.owns(iccid));
        conduct.judge(
            &rules::ICCID_KNOWN,
            Refusal::unless(stocked.is_some(), "iccidUnknown", || format!("ICCID {iccid} is not in the inventory")),
        )?;
        if !store.orders.contains_key(iccid) {
            let kind = stocked.or(self.config.profile_types.first());
            let kind = kind.ok_or_else(|| Refusal::new("iccidUnknown", "the inventory is empty"))?;
            store.orders.insert(iccid.to_owned(), Order::available(iccid.to_owned(), kind.clone()));
        }
        // Just inserted where it was absent.
        let profile =
            store.orders.get_mut(iccid).ok_or_else(|| Refusal::new("iccidUnknown", "the inventory is empty"))?;
        let reserved = profile.profile_type.owner.as_deref().is_some_and(|other| other != owner);
        let foreign = reserved || (!profile.owner.is_empty() && profile.owner != owner);
        conduct.judge(
            &rules::PROFILE_OWNER,
            Refusal::unless(!foreign, "iccidNotAllowed", || format!("the profile does not belong to {owner}")),
        )?;
        Ok(profile)
    }
}

/// An EID of a JSON message: 32 digits.
fn eid_of(text: Option<&str>) -> Result<Option<[u8; 16]>, Refusal> {
    let Some(text) = text else { return Ok(None) };
    let digits = text.len() == 32 && text.bytes().all(|c| c.is_ascii_digit());
    Refusal::unless(digits, "malformed", || "an EID is 32 decimal digits".into())?;
    let mut eid = [0; 16];
    hex::decode_to_slice(text, &mut eid).map_err(|error| Refusal::new("malformed", error.to_string()))?;
    Ok(Some(eid))
}

/// An OBJECT IDENTIFIER in dotted form.
fn dotted(oid: &rsp_asn1::ObjectIdentifier) -> String {
    oid.iter().map(ToString::to_string).collect::<Vec<_>>().join(".")
}

/// A request that cannot be read.
fn unreadable(what: &str, error: impl std::fmt::Display) -> Refusal {
    Refusal::new("malformed", format!("{what} cannot be read: {error}"))
}
