//! EUICCResponse: how the elements were processed.

use crate::Text;
use crate::macros::sequence;
use crate::named::named_integer;

named_integer! {
    /// How one element was processed. 24576 to 28671 and 36864 to 40959 are status words (`6xxx`, `9xxx`).
    PeStatusCode {
        OK "ok" = 0,
        PE_NOT_SUPPORTED "pe-not-supported" = 1,
        MEMORY_FAILURE "memory-failure" = 2,
        BAD_VALUES "bad-values" = 3,
        NOT_ENOUGH_MEMORY "not-enough-memory" = 4,
        INVALID_REQUEST_FORMAT "invalid-request-format" = 5,
        INVALID_PARAMETER "invalid-parameter" = 6,
        RUNTIME_NOT_SUPPORTED "runtime-not-supported" = 7,
        LIB_NOT_SUPPORTED "lib-not-supported" = 8,
        TEMPLATE_NOT_SUPPORTED "template-not-supported" = 9,
        FEATURE_NOT_SUPPORTED "feature-not-supported" = 10,
        PIN_CODE_MISSING "pin-code-missing" = 11,
        UNSUPPORTED_PROFILE_VERSION "unsupported-profile-version" = 31,
    }
}

sequence! {
    /// The outcome of one element, or of several together.
    PeStatus [Universal 16] {
        /// How it was processed.
        status "status" [Context 0]: PeStatusCode,
        /// Number of the element, 0 to 32767.
        identification "identification" [Context 1]: Option<u16>,
        /// More about the status.
        additional_information "additional-information" [Context 2]: Option<u8>,
        /// Offset inside the element of what brought it about.
        offset "offset" [Context 3]: Option<u32>,
    }
}

sequence! {
    /// What the eUICC says of a package, in simaResponse of ProfileInstallationResult.
    EuiccResponse [Universal 16] {
        /// Outcomes.
        pe_status "peStatus" [Context 0]: Vec<PeStatus>,
        /// Nothing was installed.
        profile_installation_aborted "profileInstallationAborted" [Context 1]: Option<()>,
        /// For people, 2 to 64 characters.
        status_message "statusMessage" [Context 2]: Option<Text<64>>,
    }
}
