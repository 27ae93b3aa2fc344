//! ES10b.CancelSession: the eUICC ends a session and says so under its signature.

use crate::macros::{choice, sequence};
use crate::named::named_integer;
use crate::{Raw, TransactionId};
use rasn::types::{ObjectIdentifier, OctetString};

sequence! {
    /// CancelSession, SGP.22 §5.7.14; `BF41`.
    CancelSessionRequest [Context 65] {
        /// The session.
        transaction_id "transactionId" [Context 0]: TransactionId,
        /// Why it ends.
        reason "reason" [Context 1]: CancelSessionReason,
    }
}

choice! {
    /// Answer to CancelSession, SGP.22 §5.7.14; `BF41`.
    CancelSessionResponse [Context 65] {
        /// Cancelled.
        CancelSessionResponseOk "cancelSessionResponseOk" [Context 0]: CancelSessionResponseOk,
        /// Refused.
        CancelSessionResponseError "cancelSessionResponseError" [Context 1]: CancelSessionResponseError,
    }
}

sequence! {
    /// The session is cancelled, SGP.22 §5.7.14.
    CancelSessionResponseOk [Universal 16] {
        /// What the eUICC signed.
        euicc_cancel_session_signed "euiccCancelSessionSigned" [Own]: Raw<EuiccCancelSessionSigned>,
        /// Signature over it: 64 octets; tag `5F37`. Any size is read.
        euicc_cancel_session_signature "euiccCancelSessionSignature" [Application 55]: OctetString,
    }
}

sequence! {
    /// What the eUICC signs when a session is cancelled, SGP.22 §5.7.14.
    EuiccCancelSessionSigned [Universal 16] {
        /// The session.
        transaction_id "transactionId" [Context 0]: TransactionId,
        /// Object identifier of the SM-DP+ as in CERT.DPauth.
        smdp_oid "smdpOid" [Context 1]: ObjectIdentifier,
        /// Why it ends.
        reason "reason" [Context 2]: CancelSessionReason,
    }
}

named_integer! {
    /// Why a session is cancelled, SGP.22 §5.7.14.
    CancelSessionReason {
        END_USER_REJECTION "endUserRejection" = 0,
        POSTPONED "postponed" = 1,
        TIMEOUT "timeout" = 2,
        PPR_NOT_ALLOWED "pprNotAllowed" = 3,
        METADATA_MISMATCH "metadataMismatch" = 4,
        LOAD_BPP_EXECUTION_ERROR "loadBppExecutionError" = 5,
        UNDEFINED_REASON "undefinedReason" = 127,
    }
}

named_integer! {
    /// Why cancelling is refused, SGP.22 §5.7.14.
    CancelSessionResponseError {
        INVALID_TRANSACTION_ID "invalidTransactionId" = 5,
        UNDEFINED_ERROR "undefinedError" = 127,
    }
}
