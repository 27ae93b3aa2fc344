//! Notifications: what is kept in the eUICC, listed, retrieved, delivered and removed.

use crate::macros::{choice, sequence};
use crate::named::named_integer;
use crate::{Certificate, Element, Iccid, NotificationEvent, ProfileInstallationResult, Raw};
use rasn::types::OctetString;

sequence! {
    /// The head of a notification, SGP.22 §5.7.9; `BF2F`.
    NotificationMetadata [Context 47] {
        /// Number of the notification, one higher than that of the one before.
        seq_number "seqNumber" [Context 0]: i64,
        /// What happened; exactly one bit.
        profile_management_operation "profileManagementOperation" [Context 1]: NotificationEvent,
        /// Where it is to be sent, as a fully qualified domain name.
        notification_address "notificationAddress" [Own]: String,
        /// ICCID of the profile.
        iccid "iccid" [Application 26]: Option<Iccid>,
    }
}

choice! {
    /// A notification as it is delivered, SGP.22 §5.7.10. Alternatives of later versions are carried.
    PendingNotification [Untagged] {
        /// Result of an installation; tag `BF37`.
        ProfileInstallationResult "profileInstallationResult" [Own]: ProfileInstallationResult,
        /// Anything else that happened to a profile; tag `30`.
        OtherSignedNotification "otherSignedNotification" [Own]: OtherSignedNotification,
        /// An alternative of a later version.
        Other "other" [Any]: Element,
    }
}

sequence! {
    /// A profile was enabled, disabled or deleted, or installed for a second recipient, SGP.22 §5.7.10.
    OtherSignedNotification [Universal 16] {
        /// What the eUICC signed.
        tbs_other_notification "tbsOtherNotification" [Own]: Raw<NotificationMetadata>,
        /// Signature over it: 64 octets; tag `5F37`. Any size is read.
        euicc_notification_signature "euiccNotificationSignature" [Application 55]: OctetString,
        /// CERT.EUICC.
        euicc_certificate "euiccCertificate" [Own]: Certificate,
        /// CERT.EUM.
        eum_certificate "eumCertificate" [Own]: Certificate,
    }
}

sequence! {
    /// ListNotification, SGP.22 §5.7.9; `BF28`.
    ListNotificationRequest [Context 40] {
        /// Only those of these events; all when absent.
        profile_management_operation "profileManagementOperation" [Context 1]: Option<NotificationEvent>,
    }
}

choice! {
    /// Answer to ListNotification, SGP.22 §5.7.9; `BF28`.
    ListNotificationResponse [Context 40] {
        /// The heads.
        NotificationMetadataList "notificationMetadataList" [Context 0]: Vec<NotificationMetadata>,
        /// Why there is no list.
        ListNotificationsResultError "listNotificationsResultError" [Context 1]: ListNotificationsResultError,
    }
}

sequence! {
    /// RetrieveNotificationsList, SGP.22 §5.7.10; `BF2B`.
    RetrieveNotificationsListRequest [Context 43] {
        /// Which; all when absent.
        search_criteria "searchCriteria" [Optional Context 0]: Option<NotificationSearchCriteria>,
    }
}

choice! {
    /// Which notifications are asked for, SGP.22 §5.7.10.
    NotificationSearchCriteria [Untagged] {
        /// The one with this number.
        SeqNumber "seqNumber" [Context 0]: i64,
        /// Those of these events.
        ProfileManagementOperation "profileManagementOperation" [Context 1]: NotificationEvent,
    }
}

choice! {
    /// Answer to RetrieveNotificationsList, SGP.22 §5.7.10; `BF2B`.
    RetrieveNotificationsListResponse [Context 43] {
        /// The notifications, octet for octet, to be forwarded.
        NotificationList "notificationList" [Context 0]: Vec<Raw<PendingNotification>>,
        /// Why there is no list.
        NotificationsListResultError "notificationsListResultError" [Context 1]: NotificationsListResultError,
    }
}

sequence! {
    /// RemoveNotificationFromList, SGP.22 §5.7.11; `BF30`.
    NotificationSentRequest [Context 48] {
        /// Number of the notification.
        seq_number "seqNumber" [Context 0]: i64,
    }
}

sequence! {
    /// Answer to RemoveNotificationFromList, SGP.22 §5.7.11; `BF30`.
    NotificationSentResponse [Context 48] {
        /// The outcome.
        delete_notification_status "deleteNotificationStatus" [Context 0]: DeleteNotificationStatus,
    }
}

named_integer! {
    /// Why there is no list of notification heads, SGP.22 §5.7.9.
    ListNotificationsResultError {
        UNDEFINED_ERROR "undefinedError" = 127,
    }
}

named_integer! {
    /// Why there is no list of notifications, SGP.22 §5.7.10; `noResultAvailable` is gone in v2.7.
    NotificationsListResultError {
        NO_RESULT_AVAILABLE "noResultAvailable" = 1,
        UNDEFINED_ERROR "undefinedError" = 127,
    }
}

named_integer! {
    /// Outcome of RemoveNotificationFromList, SGP.22 §5.7.11.
    DeleteNotificationStatus {
        OK "ok" = 0,
        NOTHING_TO_DELETE "nothingToDelete" = 1,
        UNDEFINED_ERROR "undefinedError" = 127,
    }
}
