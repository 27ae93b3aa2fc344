//! The result of loading a Bound Profile Package.

use crate::macros::{choice, sequence};
use crate::named::named_integer;
use crate::{NotificationMetadata, Octets, Raw, TransactionId};
use rasn::types::{ObjectIdentifier, OctetString};

sequence! {
    /// Answer to LoadBoundProfilePackage, and a notification, SGP.22 §2.5.6 and §5.7.6; `BF37`.
    ProfileInstallationResult [Context 55] {
        /// What the eUICC signed.
        profile_installation_result_data "profileInstallationResultData" [Own]: Raw<ProfileInstallationResultData>,
        /// Signature over it: 64 octets; tag `5F37`. Any size is read.
        euicc_sign_pir "euiccSignPIR" [Application 55]: OctetString,
    }
}

/// `EuiccSignPIR`: the signature of the eUICC, tag `5F37`, 64 octets.
pub type EuiccSignPIR = OctetString;

sequence! {
    /// What the eUICC signs about an installation, SGP.22 §2.5.6; `BF27`.
    ProfileInstallationResultData [Context 39] {
        /// The session.
        transaction_id "transactionId" [Context 0]: TransactionId,
        /// Head of the notification.
        notification_metadata "notificationMetadata" [Own]: NotificationMetadata,
        /// Object identifier of the SM-DP+ as in CERT.DPpb.
        smdp_oid "smdpOid" [Own]: ObjectIdentifier,
        /// Installed or not; tag `A2`.
        final_result "finalResult" [Explicit Context 2]: FinalResult,
    }
}

choice! {
    /// Installed or not, SGP.22 §2.5.6.
    FinalResult [Untagged] {
        /// Installed.
        SuccessResult "successResult" [Context 0]: SuccessResult,
        /// Not installed.
        ErrorResult "errorResult" [Context 1]: ErrorResult,
    }
}

sequence! {
    /// The profile is installed, SGP.22 §2.5.6.
    SuccessResult [Universal 16] {
        /// Application identifier of the ISD-P: 5 to 16 octets.
        aid "aid" [Application 15]: Octets<5, 16>,
        /// EUICCResponse of the profile package specification.
        sima_response "simaResponse" [Own]: OctetString,
    }
}

sequence! {
    /// The profile is not installed, SGP.22 §2.5.6.
    ErrorResult [Universal 16] {
        /// The command that failed.
        bpp_command_id "bppCommandId" [Context 0]: BppCommandId,
        /// Why.
        error_reason "errorReason" [Context 1]: ErrorReason,
        /// EUICCResponse of the profile package specification.
        sima_response "simaResponse" [Context 2]: Option<OctetString>,
    }
}

named_integer! {
    /// The commands in a Bound Profile Package, SGP.22 §2.5.6.
    BppCommandId {
        INITIALISE_SECURE_CHANNEL "initialiseSecureChannel" = 0,
        CONFIGURE_ISDP "configureISDP" = 1,
        STORE_METADATA "storeMetadata" = 2,
        STORE_METADATA2 "storeMetadata2" = 3,
        REPLACE_SESSION_KEYS "replaceSessionKeys" = 4,
        LOAD_PROFILE_ELEMENTS "loadProfileElements" = 5,
    }
}

named_integer! {
    /// Why an installation failed, SGP.22 §2.5.6; 31 and 32 are new in v2.7.
    ErrorReason {
        INCORRECT_INPUT_VALUES "incorrectInputValues" = 1,
        INVALID_SIGNATURE "invalidSignature" = 2,
        INVALID_TRANSACTION_ID "invalidTransactionId" = 3,
        UNSUPPORTED_CRT_VALUES "unsupportedCrtValues" = 4,
        UNSUPPORTED_REMOTE_OPERATION_TYPE "unsupportedRemoteOperationType" = 5,
        UNSUPPORTED_PROFILE_CLASS "unsupportedProfileClass" = 6,
        SCP03T_STRUCTURE_ERROR "scp03tStructureError" = 7,
        SCP03T_SECURITY_ERROR "scp03tSecurityError" = 8,
        INSTALL_FAILED_DUE_TO_ICCID_ALREADY_EXISTS_ON_EUICC "installFailedDueToIccidAlreadyExistsOnEuicc" = 9,
        INSTALL_FAILED_DUE_TO_INSUFFICIENT_MEMORY_FOR_PROFILE "installFailedDueToInsufficientMemoryForProfile" = 10,
        INSTALL_FAILED_DUE_TO_INTERRUPTION "installFailedDueToInterruption" = 11,
        INSTALL_FAILED_DUE_TO_PE_PROCESSING_ERROR "installFailedDueToPEProcessingError" = 12,
        INSTALL_FAILED_DUE_TO_DATA_MISMATCH "installFailedDueToDataMismatch" = 13,
        TEST_PROFILE_INSTALL_FAILED_DUE_TO_INVALID_NAA_KEY "testProfileInstallFailedDueToInvalidNaaKey" = 14,
        PPR_NOT_ALLOWED "pprNotAllowed" = 15,
        INSTALL_FAILED_DUE_TO_INSUFFICIENT_MINIMUM_SECURITY_LEVEL "installFailedDueToInsufficientMinimumSecurityLevel" = 31,
        INSTALL_FAILED_DUE_TO_SERVER_ADDRESS_ABSENT_IN_EUICC_ALLOW_LIST
            "installFailedDueToServerAddressAbsentInEuiccAllowList" = 32,
        INSTALL_FAILED_DUE_TO_UNKNOWN_ERROR "installFailedDueToUnknownError" = 127,
    }
}
