//! ES10b: notifications listed, fetched and removed (SGP.22 §5.7.9 to §5.7.11).

use super::{call, failed, must};
use crate::lpa::{Es10, LpaError};
use rsp_asn1::{
    DeleteNotificationStatus, Extensions, ListNotificationRequest, ListNotificationResponse, NotificationMetadata,
    NotificationSearchCriteria, NotificationSentRequest, NotificationSentResponse, RetrieveNotificationsListRequest,
    RetrieveNotificationsListResponse,
};

/// A notification that waits on the card.
pub type Waiting = NotificationMetadata;

/// ES10b.ListNotification (SGP.22 §5.7.9): the heads of all that wait, in the eUICC's order.
pub fn list_notifications(card: &mut dyn Es10) -> Result<Vec<Waiting>, LpaError> {
    let request = ListNotificationRequest { profile_management_operation: None, extensions: Extensions::default() };
    match call(card, "ListNotification", &request)? {
        ListNotificationResponse::NotificationMetadataList(list) => Ok(list),
        ListNotificationResponse::ListNotificationsResultError(error) => Err(failed("ListNotification", error)),
    }
}

/// ES10b.RetrieveNotificationsList (SGP.22 §5.7.10) for one number: the PendingNotification, octet for octet.
pub fn retrieve_notification(card: &mut dyn Es10, number: i64) -> Result<Option<Vec<u8>>, LpaError> {
    let search_criteria = Some(NotificationSearchCriteria::SeqNumber(number));
    let request = RetrieveNotificationsListRequest { search_criteria, extensions: Extensions::default() };
    match call(card, "RetrieveNotificationsList", &request)? {
        RetrieveNotificationsListResponse::NotificationList(list) => {
            Ok(list.into_iter().next().map(|pending| pending.into_octets()))
        }
        RetrieveNotificationsListResponse::NotificationsListResultError(error) => {
            Err(failed("RetrieveNotificationsList", error))
        }
    }
}

/// ES10b.RemoveNotificationFromList (SGP.22 §5.7.11).
pub fn remove_notification(card: &mut dyn Es10, number: i64) -> Result<(), LpaError> {
    let request = NotificationSentRequest { seq_number: number, extensions: Extensions::default() };
    let answer: NotificationSentResponse = call(card, "RemoveNotificationFromList", &request)?;
    must("RemoveNotificationFromList", answer.delete_notification_status, DeleteNotificationStatus::OK)
}
