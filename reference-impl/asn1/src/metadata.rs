//! Profile metadata: what a profile is called, whose it is and what may be done with it.

use crate::macros::sequence;
use crate::named::{named_bits, named_integer};
use crate::{Iccid, Octets, Text};
use rasn::types::{ObjectIdentifier, OctetString};

sequence! {
    /// ES8+.StoreMetadata and the metadata in AuthenticateClient, SGP.22 §5.5.3; `BF25`.
    StoreMetadataRequest [Context 37] {
        /// ICCID of the profile.
        iccid "iccid" [Application 26]: Iccid,
        /// Name of the service provider, at most 32 characters.
        service_provider_name "serviceProviderName" [Context 17]: Text<32>,
        /// Name of the profile, at most 64 characters.
        profile_name "profileName" [Context 18]: Text<64>,
        /// Format of the icon.
        icon_type "iconType" [Context 19]: Option<IconType>,
        /// The icon, at most 1024 octets.
        icon "icon" [Context 20]: Option<Octets<0, 1024>>,
        /// Class of the profile, `operational` unless another is given.
        profile_class "profileClass" [Default Context 21 = ProfileClass::OPERATIONAL]: ProfileClass,
        /// Who wants to be notified of what.
        notification_configuration_info "notificationConfigurationInfo" [Context 22]: Option<Vec<NotificationConfigurationInformation>>,
        /// Operator that owns the profile.
        profile_owner "profileOwner" [Context 23]: Option<OperatorId>,
        /// Policy rules of the profile, §2.9.
        profile_policy_rules "profilePolicyRules" [Context 25]: Option<PprIds>,
    }
}

sequence! {
    /// ES6.UpdateMetadata, SGP.22 §5.4.1; `BF2A`.
    UpdateMetadataRequest [Context 42] {
        /// Name of the service provider, at most 32 characters.
        service_provider_name "serviceProviderName" [Context 17]: Option<Text<32>>,
        /// Name of the profile, at most 64 characters.
        profile_name "profileName" [Context 18]: Option<Text<64>>,
        /// Format of the icon.
        icon_type "iconType" [Context 19]: Option<IconType>,
        /// The icon, at most 1024 octets.
        icon "icon" [Context 20]: Option<Octets<0, 1024>>,
        /// Policy rules of the profile, §2.9.
        profile_policy_rules "profilePolicyRules" [Context 25]: Option<PprIds>,
    }
}

sequence! {
    /// One address and the events it is notified of, SGP.22 §3.5.
    NotificationConfigurationInformation [Universal 16] {
        /// The events.
        profile_management_operation "profileManagementOperation" [Context 0]: NotificationEvent,
        /// The address as a fully qualified domain name.
        notification_address "notificationAddress" [Context 1]: String,
    }
}

sequence! {
    /// An operator, SGP.22 §2.4a.1.2.
    OperatorId [Universal 16] {
        /// MCC and MNC as in 3GPP TS 24.008, 3 octets.
        mcc_mnc "mccMnc" [Context 0]: Octets<3, 3>,
        /// Content of EF.GID1.
        gid1 "gid1" [Context 1]: Option<OctetString>,
        /// Content of EF.GID2.
        gid2 "gid2" [Context 2]: Option<OctetString>,
    }
}

sequence! {
    /// Data of the SM-DP+ about a profile; more may follow the identifier, SGP.22 §5.5.2.
    DpProprietaryData [Universal 16] {
        /// Object identifier in the tree of the SM-DP+.
        dp_oid "dpOid" [Context 0]: ObjectIdentifier,
    }
}

named_bits! {
    /// Profile policy rules, SGP.22 §2.9.
    PprIds {
        PPR_UPDATE_CONTROL is_ppr_update_control "pprUpdateControl" = 0,
        PPR1 is_ppr1 "ppr1" = 1,
        PPR2 is_ppr2 "ppr2" = 2,
    }
}

named_bits! {
    /// Events that cause notifications, SGP.22 §3.5.
    NotificationEvent {
        INSTALL is_install "notificationInstall" = 0,
        ENABLE is_enable "notificationEnable" = 1,
        DISABLE is_disable "notificationDisable" = 2,
        DELETE is_delete "notificationDelete" = 3,
    }
}

named_integer! {
    /// Format of an icon, SGP.22 §5.5.3.
    IconType {
        JPG "jpg" = 0,
        PNG "png" = 1,
    }
}

named_integer! {
    /// State of a profile, SGP.22 §5.7.15.
    ProfileState {
        DISABLED "disabled" = 0,
        ENABLED "enabled" = 1,
    }
}

named_integer! {
    /// Class of a profile, SGP.22 §5.5.3.
    ProfileClass {
        TEST "test" = 0,
        PROVISIONING "provisioning" = 1,
        OPERATIONAL "operational" = 2,
    }
}
