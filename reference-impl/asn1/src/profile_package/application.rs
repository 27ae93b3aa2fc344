//! Security domains, remote file management, applications.

use super::PeHeader;
use crate::Octets;
use crate::macros::sequence;
use rasn::types::OctetString;

/// `ApplicationIdentifier`.
pub type ApplicationIdentifier = Octets<5, 16>;

sequence! {
    /// UICC parameters of an application; `EA`.
    UiccApplicationParameters [Universal 16] {
        /// Toolkit parameters.
        toolkit "uiccToolkitApplicationSpecificParametersField" [Context 0]: Option<OctetString>,
        /// Access parameters.
        access "uiccAccessApplicationSpecificParametersField" [Context 1]: Option<OctetString>,
        /// Administrative access parameters.
        admin_access "uiccAdministrativeAccessApplicationSpecificParametersField" [Context 2]: Option<OctetString>,
    }
}

sequence! {
    /// `systemSpecificParameters`: memory quotas and more, kept as elements; `EF`.
    ApplicationSystemParameters [Universal 16] {
        /// Quota of volatile memory; tag `C7`.
        volatile_memory_quota_c7 "volatileMemoryQuotaC7" [Private 7]: Option<Octets<2, 4>>,
        /// Quota of non-volatile memory; tag `C8`.
        non_volatile_memory_quota_c8 "nonVolatileMemoryQuotaC8" [Private 8]: Option<Octets<2, 4>>,
    }
}

sequence! {
    /// An instance of an application.
    ApplicationInstance [Universal 16] {
        /// AID of the load package.
        application_load_package_aid "applicationLoadPackageAID" [Application 15]: ApplicationIdentifier,
        /// AID of the class.
        class_aid "classAID" [Application 15]: ApplicationIdentifier,
        /// AID of the instance.
        instance_aid "instanceAID" [Application 15]: ApplicationIdentifier,
        /// Security domain it is extradited to.
        extradite_security_domain_aid "extraditeSecurityDomainAID" [Application 15]: Option<ApplicationIdentifier>,
        /// Privileges.
        application_privileges "applicationPrivileges" [Context 2]: OctetString,
        /// Life cycle state.
        life_cycle_state "lifeCycleState" [Default Context 3 = Octets::from([0x07])]: Octets<1, 1>,
        /// Application specific parameters.
        application_specific_parameters_c9 "applicationSpecificParametersC9" [Private 9]: OctetString,
        /// System specific parameters.
        system_specific_parameters "systemSpecificParameters" [Private 15]: Option<ApplicationSystemParameters>,
        /// UICC parameters.
        application_parameters "applicationParameters" [Private 10]: Option<UiccApplicationParameters>,
        /// Commands that personalise it.
        process_data "processData" [Universal 16]: Option<Vec<OctetString>>,
        /// Application provider.
        control_reference_template "controlReferenceTemplate" [Context 16]: Option<ControlReferenceTemplate>,
    }
}

sequence! {
    /// Who provides the application.
    ControlReferenceTemplate [Universal 16] {
        /// Application provider identifier; tag `5F20`.
        application_provider_identifier "applicationProviderIdentifier" [Application 32]: OctetString,
    }
}

sequence! {
    /// A component of a key.
    KeyComponent [Universal 16] {
        /// Key type as GlobalPlatform codes it.
        key_type "keyType" [Context 0]: OctetString,
        /// The octets.
        key_data "keyData" [Context 6]: OctetString,
        /// Length of MACs made with it.
        mac_length "macLength" [Default Context 7 = 8]: u8,
    }
}

sequence! {
    /// A key of a security domain.
    KeyObject [Universal 16] {
        /// Key usage qualifier; tag `95`.
        key_usage_qualifier "keyUsageQualifier" [Context 21]: Octets<1, 2>,
        /// Key access; tag `96`.
        key_access "keyAccess" [Default Context 22 = Octets::from([0x00])]: Octets<1, 1>,
        /// Key identifier; tag `82`.
        key_identifier "keyIdentifier" [Context 2]: Octets<1, 1>,
        /// Key version number; tag `83`.
        key_version_number "keyVersionNumber" [Context 3]: Octets<1, 1>,
        /// First value of the counter; tag `85`.
        key_counter_value "keyCounterValue" [Context 5]: Option<OctetString>,
        /// Components.
        key_components "keyComponents" [Universal 16]: Vec<KeyComponent>,
    }
}

sequence! {
    /// A security domain; `A6` as an element.
    PeSecurityDomain [Universal 16] {
        /// Head.
        header "sd-Header" [Context 0]: PeHeader,
        /// The instance.
        instance "instance" [Context 1]: ApplicationInstance,
        /// Its keys.
        key_list "keyList" [Context 2]: Option<Vec<KeyObject>>,
        /// STORE DATA blocks.
        sd_perso_data "sdPersoData" [Context 3]: Option<Vec<OctetString>>,
        /// Parameters of an open platform.
        open_perso_data "openPersoData" [Context 4]: Option<OpenPersoData>,
        /// Sizes of CAT_TP.
        cat_tp_parameters "catTpParameters" [Context 5]: Option<CatTpParameters>,
    }
}

sequence! {
    /// Parameters of an open platform.
    OpenPersoData [Universal 16] {
        /// Restrictions; tag `D9`.
        restrict_parameter "restrictParameter" [Private 25]: Option<Octets<1, 1>>,
        /// Contactless protocol parameters.
        contactless_protocol_parameters "contactlessProtocolParameters" [Own]: Option<OctetString>,
    }
}

sequence! {
    /// Sizes of CAT_TP.
    CatTpParameters [Universal 16] {
        /// Largest SDU.
        cat_tp_max_sdu_size "catTpMaxSduSize" [Context 0]: u16,
        /// Largest PDU.
        cat_tp_max_pdu_size "catTpMaxPduSize" [Context 1]: u16,
    }
}

sequence! {
    /// What remote file management may do in an ADF.
    AdfRfmAccess [Universal 16] {
        /// The ADF.
        adf_aid "adfAID" [Context 0]: ApplicationIdentifier,
        /// Access domain.
        adf_access_domain "adfAccessDomain" [Context 1]: OctetString,
        /// Administrative access domain.
        adf_admin_access_domain "adfAdminAccessDomain" [Context 2]: OctetString,
    }
}

sequence! {
    /// Remote file management; `A7` as an element. Tagged by hand.
    PeRfm [Universal 16] {
        /// Head.
        header "rfm-header" [Context 0]: PeHeader,
        /// AID of the instance.
        instance_aid "instanceAID" [Application 15]: ApplicationIdentifier,
        /// Security domain it belongs to.
        security_domain_aid "securityDomainAID" [Application 15]: Option<ApplicationIdentifier>,
        /// Toolkit application references.
        tar_list "tarList" [Context 0]: Option<Vec<Octets<3, 3>>>,
        /// Minimum security level.
        minimum_security_level "minimumSecurityLevel" [Context 1]: Octets<1, 1>,
        /// Access domain of the shared file system.
        uicc_access_domain "uiccAccessDomain" [Own]: OctetString,
        /// Administrative access domain of it.
        uicc_admin_access_domain "uiccAdminAccessDomain" [Own]: OctetString,
        /// The ADF that is selected at the start.
        adf_rfm_access "adfRFMAccess" [Own]: Option<AdfRfmAccess>,
    }
}

sequence! {
    /// Code of an application.
    ApplicationLoadPackage [Universal 16] {
        /// AID of the load package.
        load_package_aid "loadPackageAID" [Application 15]: ApplicationIdentifier,
        /// Security domain it belongs to.
        security_domain_aid "securityDomainAID" [Application 15]: Option<ApplicationIdentifier>,
        /// Limit of non-volatile memory for code; tag `C6`.
        non_volatile_code_limit_c6 "nonVolatileCodeLimitC6" [Private 6]: Option<OctetString>,
        /// Limit of volatile memory for data; tag `C7`.
        volatile_data_limit_c7 "volatileDataLimitC7" [Private 7]: Option<OctetString>,
        /// Limit of non-volatile memory for data; tag `C8`.
        non_volatile_data_limit_c8 "nonVolatileDataLimitC8" [Private 8]: Option<OctetString>,
        /// Hash over the load block; tag `C1`.
        hash_value "hashValue" [Private 1]: Option<OctetString>,
        /// The load block; tag `C4`.
        load_block_object "loadBlockObject" [Private 4]: OctetString,
    }
}

sequence! {
    /// An application; `A8` as an element.
    PeApplication [Universal 16] {
        /// Head.
        header "app-Header" [Context 0]: PeHeader,
        /// Code.
        load_block "loadBlock" [Context 1]: Option<ApplicationLoadPackage>,
        /// Instances.
        instance_list "instanceList" [Context 2]: Option<Vec<ApplicationInstance>>,
    }
}
