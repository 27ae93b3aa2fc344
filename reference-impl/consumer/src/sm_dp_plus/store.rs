//! Orders, sessions and answered calls, behind one lock that is never held across P-256 or I/O.

use super::order::Order;
use super::session::Session;
use std::collections::{BTreeMap, HashMap, VecDeque};

/// Answers kept for repeated calls; the oldest go first.
const ANSWERS: usize = 4096;
/// Notifications kept; the oldest go first.
const NOTIFICATIONS: usize = 4096;

/// A notification that was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredNotification {
    /// `seqNumber` given by the eUICC.
    pub sequence_number: i64,
    /// The ICCID it speaks of, in digits.
    pub iccid: Option<String>,
    /// Bit of `NotificationEvent`.
    pub event: Option<u8>,
    /// The notification as it was received.
    pub octets: Vec<u8>,
}

/// Everything that changes in an SM-DP+.
#[derive(Default)]
pub struct Store {
    /// Profiles that were ordered, by ICCID.
    pub orders: BTreeMap<String, Order>,
    /// Sessions, oldest first.
    pub sessions: VecDeque<Session>,
    /// Verified notifications, oldest first.
    pub notifications: VecDeque<StoredNotification>,
    answers: HashMap<(String, String), Vec<u8>>,
    answered: VecDeque<(String, String)>,
    challenges: HashMap<[u8; 16], u32>,
}

impl Store {
    /// Adds a session; the oldest goes where the table is full.
    pub fn open(&mut self, session: Session, limit: usize) {
        while self.sessions.len() >= limit.max(1) {
            self.sessions.pop_front();
        }
        self.sessions.push_back(session);
    }

    /// Forgets sessions that were not used since this moment.
    pub fn forget_before(&mut self, moment: i64) {
        self.sessions.retain(|session| session.last_used >= moment);
    }

    /// Where the session with this transactionId stands.
    pub fn position(&self, transaction_id: &[u8]) -> Option<usize> {
        self.sessions.iter().rposition(|session| session.transaction_id == transaction_id)
    }

    /// The session with this transactionId.
    pub fn session(&mut self, transaction_id: &[u8]) -> Option<&mut Session> {
        self.sessions.iter_mut().rfind(|session| session.transaction_id == transaction_id)
    }

    /// Ends the session with this transactionId.
    pub fn close(&mut self, transaction_id: &[u8]) {
        self.sessions.retain(|session| session.transaction_id != transaction_id);
    }

    /// How often this challenge came before; so that labelled entropy never repeats a session.
    pub fn count_challenge(&mut self, challenge: [u8; 16]) -> u32 {
        if self.challenges.len() > 1 << 16 {
            self.challenges.clear();
        }
        let count = self.challenges.entry(challenge).or_default();
        *count += 1;
        *count
    }

    /// The answer given to this call before.
    pub fn answer(&self, requester: &str, call: &str) -> Option<Vec<u8>> {
        self.answers.get(&(requester.to_owned(), call.to_owned())).cloned()
    }

    /// Keeps the answer to this call.
    pub fn keep_answer(&mut self, requester: &str, call: &str, answer: Vec<u8>) {
        let key = (requester.to_owned(), call.to_owned());
        if self.answers.insert(key.clone(), answer).is_none() {
            self.answered.push_back(key);
        }
        while self.answered.len() > ANSWERS {
            if let Some(oldest) = self.answered.pop_front() {
                self.answers.remove(&oldest);
            }
        }
    }

    /// Keeps a notification; the same one twice is kept once.
    pub fn keep_notification(&mut self, notification: StoredNotification) {
        if self.notifications.contains(&notification) {
            return;
        }
        while self.notifications.len() >= NOTIFICATIONS {
            self.notifications.pop_front();
        }
        self.notifications.push_back(notification);
    }
}
