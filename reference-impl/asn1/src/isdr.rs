//! The ISD-R: what its selection returns, and activation of an LPA in the eUICC.

use crate::VersionType;
use crate::macros::sequence;
use crate::named::{named_bits, named_integer};

sequence! {
    /// Proprietary template in the answer to SELECT ISD-R, SGP.22 §5.7.1; `E0`.
    ISDRProprietaryApplicationTemplate [Private 0] {
        /// Version of SGP.22 that is supported.
        svn "svn" [Context 2]: VersionType,
        /// Kinds of LPA in the eUICC.
        lpae_support "lpaeSupport" [Own]: Option<LpaeSupport>,
    }
}

sequence! {
    /// Activation of the LPA in the eUICC, SGP.22 §5.7.1; `BF42`.
    LpaeActivationRequest [Context 66] {
        /// Which kind.
        lpae_option "lpaeOption" [Context 0]: LpaeOption,
    }
}

sequence! {
    /// Answer to LpaeActivationRequest, SGP.22 §5.7.1; `BF42`.
    LpaeActivationResponse [Context 66] {
        /// The outcome.
        lpae_activation_result "lpaeActivationResult" [Context 0]: LpaeActivationResult,
    }
}

named_bits! {
    /// Kinds of LPA in the eUICC, SGP.22 §5.7.1.
    LpaeSupport {
        LPAE_USING_CAT is_lpae_using_cat "lpaeUsingCat" = 0,
        LPAE_USING_SCWS is_lpae_using_scws "lpaeUsingScws" = 1,
    }
}

named_bits! {
    /// Kind of LPA to activate, SGP.22 §5.7.1.
    LpaeOption {
        ACTIVATE_CAT_BASED_LPAE is_activate_cat_based_lpae "activateCatBasedLpae" = 0,
        ACTIVATE_SCWS_BASED_LPAE is_activate_scws_based_lpae "activateScwsBasedLpae" = 1,
    }
}

named_integer! {
    /// Outcome of LpaeActivationRequest.
    LpaeActivationResult {
        OK "ok" = 0,
        NOT_SUPPORTED "notSupported" = 1,
    }
}
