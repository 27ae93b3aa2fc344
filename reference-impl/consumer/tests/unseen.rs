//! What ES9+ and ES2+ do not show: whether a notification is kept or dropped, and that sessions end by themselves.
//! The suite cannot kill a server that gets these wrong (`masked_by` in the rules); these tests can.

#![allow(clippy::unwrap_used, reason = "a test states what must hold")]

mod lab;

use lab::{ADDRESS, Lab};
use rsp_conduct::{Check, Conduct, Duty, Honest, Refusal};
use std::sync::Arc;

/// Ignores one check and leaves out one duty.
struct Without(&'static str);

impl Conduct for Without {
    fn judge(&self, check: &'static Check, outcome: Result<(), Refusal>) -> Result<(), Refusal> {
        if check.id == self.0 { Ok(()) } else { outcome }
    }

    fn does(&self, duty: &'static Duty) -> bool {
        duty.id != self.0
    }
}

/// A notification of an enabled profile, altered in this octet counted from its end.
async fn kept(conduct: Arc<dyn Conduct>, flip: Option<usize>) -> usize {
    let mut lab = Lab::with(conduct);
    let iccid = rsp_consumer::iccid::to_ef("8999901000000000017");
    let mut pending = lab.card.notify(1, ADDRESS, Some(&iccid), 0).unwrap();
    if let Some(octet) = flip {
        let at = pending.len() - octet;
        pending[at] ^= 1;
    }
    // The answer is the same whatever is thought of it.
    lab.smdp.handle_notification(&lab.lpa.handle_notification(&pending)).await.unwrap();
    let notifications = lab.smdp.notifications();
    if let Some(first) = notifications.first() {
        assert_eq!((first.event, first.iccid.as_deref()), (Some(1), Some("8999901000000000017")));
    }
    notifications.len()
}

#[tokio::test]
async fn a_good_notification_is_kept_and_forged_ones_are_dropped() {
    let honest = || Arc::new(Honest);
    assert_eq!(kept(honest(), None).await, 1);
    // The last octet is of the EUM certificate's signature.
    assert_eq!(kept(honest(), Some(1)).await, 0);
    assert_eq!(kept(Arc::new(Without("sm-dp-plus/store-notification")), None).await, 0);
}

#[tokio::test]
async fn each_of_the_two_checks_is_what_drops_a_forgery() {
    // CERT.EUM spoilt: only with every certificate check ignored would it be taken.
    struct NoCertificates;
    impl Conduct for NoCertificates {
        fn judge(&self, check: &'static Check, outcome: Result<(), Refusal>) -> Result<(), Refusal> {
            let about = ["sm-dp-plus/eum-signature", "sm-dp-plus/notification-certificates"];
            if about.contains(&check.id) { Ok(()) } else { outcome }
        }
    }
    assert_eq!(kept(Arc::new(NoCertificates), Some(1)).await, 1);
    // The notification's own signature spoilt.
    let mut lab = Lab::with(Arc::new(Honest));
    let pending = lab.card.notify(1, ADDRESS, None, 0).unwrap();
    let signature = pending.windows(3).position(|octets| octets == [0x5F, 0x37, 0x40]).unwrap();
    let from_end = pending.len() - signature - 10;
    assert_eq!(kept(Arc::new(Honest), Some(from_end)).await, 0);
    assert_eq!(kept(Arc::new(Without("sm-dp-plus/notification-signature")), Some(from_end)).await, 1);
}

/// The suite kills this one by `advance`, after a day; here it is the first second that counts.
#[tokio::test]
async fn a_session_that_is_left_alone_is_forgotten() {
    for (conduct, remembered) in
        [(Arc::new(Honest) as Arc<dyn Conduct>, false), (Arc::new(Without("sm-dp-plus/expire-session")), true)]
    {
        let mut lab = Lab::with(conduct);
        let (matching_id, _) = lab.order("1").await;
        let request = lab.lpa.initiate_authentication(&mut lab.card, ADDRESS).unwrap();
        let opened = lab.smdp.initiate_authentication(&request).await.unwrap();
        let request = lab.lpa.authenticate_client(&mut lab.card, &opened, Some(&matching_id)).unwrap();
        lab.clock.advance(61);
        let outcome = lab.smdp.authenticate_client(&request).await;
        match outcome {
            Ok(_) => assert!(remembered),
            Err(refusal) => {
                assert!(!remembered);
                assert_eq!(refusal.error, "invalidTransactionId");
            }
        }
    }
}

#[tokio::test]
async fn the_table_of_sessions_does_not_grow_without_end() {
    let mut lab = Lab::with(Arc::new(Honest));
    let request = lab.lpa.initiate_authentication(&mut lab.card, ADDRESS).unwrap();
    let first = lab.smdp.initiate_authentication(&request).await.unwrap();
    for _ in 0..16 {
        let request = lab.lpa.initiate_authentication(&mut lab.card, ADDRESS).unwrap();
        lab.smdp.initiate_authentication(&request).await.unwrap();
    }
    // Sixteen are kept: the first one had to go.
    let request = rsp_consumer::es9plus::Members::new()
        .with("transactionId", first.octets("transactionId"))
        .with("authenticateServerResponse", hex::decode("BF3808A1068001010201 7F".replace(' ', "")).unwrap());
    let refusal = lab.smdp.authenticate_client(&request).await.unwrap_err();
    assert_eq!(refusal.error, "invalidTransactionId");
}
