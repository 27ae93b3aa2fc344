//! ES10b.GetRAT: which policy rules the eUICC allows for whom.

use crate::macros::sequence;
use crate::named::named_bits;
use crate::{OperatorId, PprIds};

sequence! {
    /// GetRAT, SGP.22 §5.7.22; `BF43`.
    GetRatRequest [Context 67] {}
}

sequence! {
    /// Answer to GetRAT, SGP.22 §5.7.22; `BF43`.
    GetRatResponse [Context 67] {
        /// The table.
        rat "rat" [Context 0]: RulesAuthorisationTable,
    }
}

/// `RulesAuthorisationTable`: the rules, of which the first that fits decides, SGP.22 §2.9.2.
pub type RulesAuthorisationTable = Vec<ProfilePolicyAuthorisationRule>;

sequence! {
    /// Who may use which policy rules, SGP.22 §2.9.2.
    ProfilePolicyAuthorisationRule [Universal 16] {
        /// The policy rules.
        ppr_ids "pprIds" [Context 0]: PprIds,
        /// The operators; `E` digits and empty identifiers match anything.
        allowed_operators "allowedOperators" [Context 1]: Vec<OperatorId>,
        /// Conditions.
        ppr_flags "pprFlags" [Context 2]: PprFlags,
    }
}

named_bits! {
    /// Conditions of a rule, SGP.22 §2.9.2.
    PprFlags {
        CONSENT_REQUIRED is_consent_required "consentRequired" = 0,
    }
}
