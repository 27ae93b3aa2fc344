//! ES10c: the end user manages profiles. GetProfilesInfo has a file of its own.

use crate::macros::{choice, sequence};
use crate::named::{named_bits, named_integer};
use crate::{Aid, Iccid, Octet16, Octets, Text};

choice! {
    /// One profile, SGP.22 §5.7.16.
    ProfileIdentifier [Untagged] {
        /// Application identifier of the ISD-P; tag `4F`.
        IsdpAid "isdpAid" [Application 15]: Aid,
        /// ICCID; tag `5A`.
        Iccid "iccid" [Application 26]: Iccid,
    }
}

sequence! {
    /// EnableProfile, SGP.22 §5.7.16; `BF31`.
    EnableProfileRequest [Context 49] {
        /// Which profile.
        profile_identifier "profileIdentifier" [Explicit Context 0]: ProfileIdentifier,
        /// Is a REFRESH asked for?
        refresh_flag "refreshFlag" [Context 1]: bool,
    }
}

sequence! {
    /// Answer to EnableProfile, SGP.22 §5.7.16; `BF31`.
    EnableProfileResponse [Context 49] {
        /// The outcome.
        enable_result "enableResult" [Context 0]: EnableResult,
    }
}

sequence! {
    /// DisableProfile, SGP.22 §5.7.17; `BF32`.
    DisableProfileRequest [Context 50] {
        /// Which profile.
        profile_identifier "profileIdentifier" [Explicit Context 0]: ProfileIdentifier,
        /// Is a REFRESH asked for?
        refresh_flag "refreshFlag" [Context 1]: bool,
    }
}

sequence! {
    /// Answer to DisableProfile, SGP.22 §5.7.17; `BF32`.
    DisableProfileResponse [Context 50] {
        /// The outcome.
        disable_result "disableResult" [Context 0]: DisableResult,
    }
}

choice! {
    /// DeleteProfile, SGP.22 §5.7.18; `BF33`.
    DeleteProfileRequest [Context 51] {
        /// Application identifier of the ISD-P; tag `4F`.
        IsdpAid "isdpAid" [Application 15]: Aid,
        /// ICCID; tag `5A`.
        Iccid "iccid" [Application 26]: Iccid,
    }
}

sequence! {
    /// Answer to DeleteProfile, SGP.22 §5.7.18; `BF33`.
    DeleteProfileResponse [Context 51] {
        /// The outcome.
        delete_result "deleteResult" [Context 0]: DeleteResult,
    }
}

sequence! {
    /// eUICCMemoryReset, SGP.22 §5.7.19; `BF34`.
    EuiccMemoryResetRequest [Context 52] {
        /// What is reset.
        reset_options "resetOptions" [Context 2]: ResetOptions,
    }
}

sequence! {
    /// Answer to eUICCMemoryReset, SGP.22 §5.7.19; `BF34`.
    EuiccMemoryResetResponse [Context 52] {
        /// The outcome.
        reset_result "resetResult" [Context 0]: ResetResult,
    }
}

sequence! {
    /// GetEID, SGP.22 §5.7.20; `BF3E`.
    GetEuiccDataRequest [Context 62] {
        /// The one octet `5A`; tag `5C`.
        tag_list "tagList" [Application 28]: Octets<1, 1>,
    }
}

sequence! {
    /// Answer to GetEID, SGP.22 §5.7.20; `BF3E`.
    GetEuiccDataResponse [Context 62] {
        /// The EID: 16 octets, two digits in each; tag `5A`.
        eid_value "eidValue" [Application 26]: Octet16,
    }
}

sequence! {
    /// SetNickname, SGP.22 §5.7.21; `BF29`.
    SetNicknameRequest [Context 41] {
        /// Which profile.
        iccid "iccid" [Application 26]: Iccid,
        /// The name, at most 64 characters; empty removes it.
        profile_nickname "profileNickname" [Context 16]: Text<64>,
    }
}

sequence! {
    /// Answer to SetNickname, SGP.22 §5.7.21; `BF29`.
    SetNicknameResponse [Context 41] {
        /// The outcome.
        set_nickname_result "setNicknameResult" [Context 0]: SetNicknameResult,
    }
}

named_bits! {
    /// What eUICCMemoryReset resets, SGP.22 §5.7.19.
    ResetOptions {
        DELETE_OPERATIONAL_PROFILES is_delete_operational_profiles "deleteOperationalProfiles" = 0,
        DELETE_FIELD_LOADED_TEST_PROFILES is_delete_field_loaded_test_profiles "deleteFieldLoadedTestProfiles" = 1,
        RESET_DEFAULT_SMDP_ADDRESS is_reset_default_smdp_address "resetDefaultSmdpAddress" = 2,
    }
}

named_integer! {
    /// Outcome of EnableProfile, SGP.22 §5.7.16.
    EnableResult {
        OK "ok" = 0,
        ICCID_OR_AID_NOT_FOUND "iccidOrAidNotFound" = 1,
        PROFILE_NOT_IN_DISABLED_STATE "profileNotInDisabledState" = 2,
        DISALLOWED_BY_POLICY "disallowedByPolicy" = 3,
        WRONG_PROFILE_REENABLING "wrongProfileReenabling" = 4,
        CAT_BUSY "catBusy" = 5,
        UNDEFINED_ERROR "undefinedError" = 127,
    }
}

named_integer! {
    /// Outcome of DisableProfile, SGP.22 §5.7.17.
    DisableResult {
        OK "ok" = 0,
        ICCID_OR_AID_NOT_FOUND "iccidOrAidNotFound" = 1,
        PROFILE_NOT_IN_ENABLED_STATE "profileNotInEnabledState" = 2,
        DISALLOWED_BY_POLICY "disallowedByPolicy" = 3,
        CAT_BUSY "catBusy" = 5,
        UNDEFINED_ERROR "undefinedError" = 127,
    }
}

named_integer! {
    /// Outcome of DeleteProfile, SGP.22 §5.7.18.
    DeleteResult {
        OK "ok" = 0,
        ICCID_OR_AID_NOT_FOUND "iccidOrAidNotFound" = 1,
        PROFILE_NOT_IN_DISABLED_STATE "profileNotInDisabledState" = 2,
        DISALLOWED_BY_POLICY "disallowedByPolicy" = 3,
        UNDEFINED_ERROR "undefinedError" = 127,
    }
}

named_integer! {
    /// Outcome of eUICCMemoryReset, SGP.22 §5.7.19.
    ResetResult {
        OK "ok" = 0,
        NOTHING_TO_DELETE "nothingToDelete" = 1,
        CAT_BUSY "catBusy" = 5,
        UNDEFINED_ERROR "undefinedError" = 127,
    }
}

named_integer! {
    /// Outcome of SetNickname, SGP.22 §5.7.21.
    SetNicknameResult {
        OK "ok" = 0,
        ICCID_NOT_FOUND "iccidNotFound" = 1,
        UNDEFINED_ERROR "undefinedError" = 127,
    }
}
