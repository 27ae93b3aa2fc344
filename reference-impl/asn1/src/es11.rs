//! ES11: what an SM-DS answers. Its requests are those of ES9+.

use crate::TransactionId;
use crate::macros::{choice, sequence};
use crate::named::named_integer;

choice! {
    /// Answer to ES11.AuthenticateClient, SGP.22 §5.8.2; `BF40`.
    AuthenticateClientResponseEs11 [Context 64] {
        /// The events that wait.
        AuthenticateClientOk "authenticateClientOk" [Context 0]: AuthenticateClientOkEs11,
        /// Why the eUICC is refused.
        AuthenticateClientError "authenticateClientError" [Context 1]: AuthenticateClientErrorEs11,
    }
}

sequence! {
    /// The events that wait for an eUICC, SGP.22 §5.8.2.
    AuthenticateClientOkEs11 [Universal 16] {
        /// The session.
        transaction_id "transactionId" [Context 0]: TransactionId,
        /// The events.
        event_entries "eventEntries" [Context 1]: Vec<EventEntries>,
    }
}

sequence! {
    /// One event, SGP.22 §5.8.2.
    EventEntries [Universal 16] {
        /// Identifier of the event, used as matching identifier.
        event_id "eventId" [Context 0]: String,
        /// The server that holds it.
        rsp_server_address "rspServerAddress" [Context 1]: String,
    }
}

named_integer! {
    /// Why an SM-DS refuses an eUICC, SGP.22 §5.8.2.
    AuthenticateClientErrorEs11 {
        EUM_CERTIFICATE_INVALID "eumCertificateInvalid" = 1,
        EUM_CERTIFICATE_EXPIRED "eumCertificateExpired" = 2,
        EUICC_CERTIFICATE_INVALID "euiccCertificateInvalid" = 3,
        EUICC_CERTIFICATE_EXPIRED "euiccCertificateExpired" = 4,
        EUICC_SIGNATURE_INVALID "euiccSignatureInvalid" = 5,
        EVENT_ID_UNKNOWN "eventIdUnknown" = 6,
        INVALID_TRANSACTION_ID "invalidTransactionId" = 7,
        UNDEFINED_ERROR "undefinedError" = 127,
    }
}
