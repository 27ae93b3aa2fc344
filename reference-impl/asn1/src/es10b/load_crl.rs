//! ES10b.LoadCRL: certificate revocation lists for the eUICC.

use crate::CertificateList;
use crate::macros::{choice, sequence};
use crate::named::named_integer;

sequence! {
    /// LoadCRL, SGP.22 §5.7.12; `BF35`.
    LoadCRLRequest [Context 53] {
        /// The list, whose own tag `30` is `A0` here.
        crl "crl" [Context 0]: CertificateList,
    }
}

/// The segments of a revocation list, SGP.22 §4.6.
pub type SegmentedCrlList = Vec<CertificateList>;

/// `TotalPartialCrlNumber`: an extension of a segment, how many segments there are, SGP.22 §4.6.
pub type TotalPartialCrlNumber = i64;

/// `PartialCrlNumber`: an extension of a segment, its number, SGP.22 §4.6.
pub type PartialCrlNumber = i64;

choice! {
    /// Answer to LoadCRL, SGP.22 §5.7.12; `BF35`.
    LoadCRLResponse [Context 53] {
        /// Loaded.
        LoadCRLResponseOk "loadCRLResponseOk" [Context 0]: LoadCRLResponseOk,
        /// Refused.
        LoadCRLResponseError "loadCRLResponseError" [Context 1]: LoadCRLResponseError,
    }
}

sequence! {
    /// The list is loaded, SGP.22 §5.7.12.
    LoadCRLResponseOk [Universal 16] {
        /// Numbers of the segments that are missing.
        missing_parts "missingParts" [Context 0]: Option<Vec<i64>>,
    }
}

named_integer! {
    /// Why a list is refused, SGP.22 §5.7.12.
    LoadCRLResponseError {
        INVALID_SIGNATURE "invalidSignature" = 1,
        INVALID_CRL_FORMAT "invalidCRLFormat" = 2,
        NOT_ENOUGH_MEMORY_SPACE "notEnoughMemorySpace" = 3,
        VERIFICATION_KEY_NOT_FOUND "verificationKeyNotFound" = 4,
        FRESHER_CRL_ALREADY_LOADED "fresherCrlAlreadyLoaded" = 5,
        BASE_CRL_MISSING "baseCrlMissing" = 6,
        UNDEFINED_ERROR "undefinedError" = 127,
    }
}
