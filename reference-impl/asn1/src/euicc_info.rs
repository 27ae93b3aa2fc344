//! What an eUICC says about itself: EUICCInfo1 and EUICCInfo2.

use crate::macros::sequence;
use crate::named::{named_bits, named_integer};
use crate::{Octets, PprIds, SubjectKeyIdentifier, Text, VersionType};
use rasn::types::OctetString;

sequence! {
    /// GetEuiccInfo1, SGP.22 §5.7.8; `BF20`.
    GetEuiccInfo1Request [Context 32] {}
}

sequence! {
    /// GetEuiccInfo2, SGP.22 §5.7.8; `BF22`.
    GetEuiccInfo2Request [Context 34] {}
}

sequence! {
    /// The part of the eUICC information that an RSP server needs to choose a CI, SGP.22 §5.7.8; `BF20`.
    EUICCInfo1 [Context 32] {
        /// Version of SGP.22 that is supported.
        svn "svn" [Context 2]: VersionType,
        /// CI public keys for verifying servers.
        euicc_ci_pkid_list_for_verification "euiccCiPKIdListForVerification" [Context 9]: Vec<SubjectKeyIdentifier>,
        /// CI public keys under which the eUICC can sign.
        euicc_ci_pkid_list_for_signing "euiccCiPKIdListForSigning" [Context 10]: Vec<SubjectKeyIdentifier>,
    }
}

sequence! {
    /// The whole eUICC information, which the eUICC signs in euiccSigned1, SGP.22 §5.7.8; `BF22`.
    EUICCInfo2 [Context 34] {
        /// Version of the profile package specification.
        profile_version "profileVersion" [Context 1]: VersionType,
        /// Version of SGP.22 that is supported.
        svn "svn" [Context 2]: VersionType,
        /// Version of the firmware.
        euicc_firmware_ver "euiccFirmwareVer" [Context 3]: VersionType,
        /// Free memory and applications as TLVs of ETSI TS 102 226.
        ext_card_resource "extCardResource" [Context 4]: OctetString,
        /// Services of the UICC.
        uicc_capability "uiccCapability" [Context 5]: UICCCapability,
        /// Version of ETSI TS 102 241 (Java Card).
        ts102241_version "ts102241Version" [Context 6]: Option<VersionType>,
        /// Version of GlobalPlatform.
        globalplatform_version "globalplatformVersion" [Context 7]: Option<VersionType>,
        /// Optional functions of remote provisioning.
        rsp_capability "rspCapability" [Context 8]: RspCapability,
        /// CI public keys for verifying servers.
        euicc_ci_pkid_list_for_verification "euiccCiPKIdListForVerification" [Context 9]: Vec<SubjectKeyIdentifier>,
        /// CI public keys under which the eUICC can sign.
        euicc_ci_pkid_list_for_signing "euiccCiPKIdListForSigning" [Context 10]: Vec<SubjectKeyIdentifier>,
        /// Category of the eUICC.
        euicc_category "euiccCategory" [Context 11]: Option<EuiccCategory>,
        /// Policy rules that no profile on this eUICC may have, §2.9.
        forbidden_profile_policy_rules "forbiddenProfilePolicyRules" [Context 25]: Option<PprIds>,
        /// Version of the protection profile.
        pp_version "ppVersion" [Own]: VersionType,
        /// Accreditation number of the production site, at most 64 characters (the module's spelling).
        sas_acreditation_number "sasAcreditationNumber" [Own]: Text<64>,
        /// Where the letter of approval is found.
        certification_data_object "certificationDataObject" [Context 12]: Option<CertificationDataObject>,
        /// Properties of a tamper resistant element (v2.3).
        tre_properties "treProperties" [Context 13]: Option<TreProperties>,
        /// Product reference of the tamper resistant element (v2.3).
        tre_product_reference "treProductReference" [Context 14]: Option<String>,
        /// Further versions of the profile package specification.
        additional_euicc_profile_package_versions "additionalEuiccProfilePackageVersions" [Context 15]: Option<Vec<VersionType>>,
        /// Where the LPA is (v2.7).
        lpa_mode "lpaMode" [Context 16]: Option<LpaMode>,
        /// CI public keys for signing of v3 (v2.7).
        euicc_ci_pkid_list_for_signing_v3 "euiccCiPKIdListForSigningV3" [Context 17]: Option<Vec<SubjectKeyIdentifier>>,
        /// At most 32 octets more (v2.7).
        additional_euicc_info "additionalEuiccInfo" [Context 18]: Option<Octets<0, 32>>,
        /// Highest version of SGP.22 (v2.7).
        highest_svn "highestSvn" [Context 19]: Option<VersionType>,
        /// What SGP.32 adds (v2.7).
        iot_specific_info "iotSpecificInfo" [Context 20]: Option<IoTSpecificInfo>,
        /// Minimum security level, one octet (v2.7).
        euicc_minimum_security_level "euiccMinimumSecurityLevel" [Context 21]: Option<Octets<1, 1>>,
    }
}

sequence! {
    /// Where the letter of approval of the platform is found, SGP.22 §5.7.8.
    CertificationDataObject [Universal 16] {
        /// Label of the platform.
        platform_label "platformLabel" [Context 0]: String,
        /// URL of the registrar.
        discovery_base_url "discoveryBaseURL" [Context 1]: String,
    }
}

sequence! {
    /// What SGP.32 adds to EUICCInfo2 (v2.7).
    IoTSpecificInfo [Universal 16] {
        /// Versions of SGP.32.
        iot_version "iotVersion" [Context 0]: Option<Vec<VersionType>>,
        /// Emergency call profiles are supported.
        ecall_supported "ecallSupported" [Context 1]: Option<()>,
        /// The fall-back attribute is supported.
        fallback_supported "fallbackSupported" [Context 2]: Option<()>,
        /// Allowing fall-back can be updated.
        fallback_allowed_update_supported "fallbackAllowedUpdateSupported" [Context 3]: Option<()>,
    }
}

named_integer! {
    /// Category of an eUICC, SGP.22 §5.7.8.
    EuiccCategory {
        OTHER "other" = 0,
        BASIC_EUICC "basicEuicc" = 1,
        MEDIUM_EUICC "mediumEuicc" = 2,
        CONTACTLESS_EUICC "contactlessEuicc" = 3,
    }
}

named_integer! {
    /// Where the LPA is (v2.7); no value has a name here.
    LpaMode {}
}

named_bits! {
    /// Properties of a tamper resistant element, SGP.22 §5.7.8.
    TreProperties {
        IS_DISCRETE is_discrete "isDiscrete" = 0,
        IS_INTEGRATED is_integrated "isIntegrated" = 1,
        USES_REMOTE_MEMORY is_uses_remote_memory "usesRemoteMemory" = 2,
    }
}

named_bits! {
    /// Optional functions of remote provisioning, SGP.22 §5.7.8.
    RspCapability {
        ADDITIONAL_PROFILE is_additional_profile "additionalProfile" = 0,
        CRL_SUPPORT is_crl_support "crlSupport" = 1,
        RPM_SUPPORT is_rpm_support "rpmSupport" = 2,
        TEST_PROFILE_SUPPORT is_test_profile_support "testProfileSupport" = 3,
        DEVICE_INFO_EXTENSIBILITY_SUPPORT is_device_info_extensibility_support "deviceInfoExtensibilitySupport" = 4,
        SERVICE_SPECIFIC_DATA_SUPPORT is_service_specific_data_support "serviceSpecificDataSupport" = 5,
        OS_UPDATE_SUPPORT is_os_update_support "osUpdateSupport" = 19,
        IOT_SPECIFIC_METADATA_SUPPORT is_iot_specific_metadata_support "iotSpecificMetadataSupport" = 26,
        MSL_CHECK_SUPPORT is_msl_check_support "mslCheckSupport" = 27,
        RSP_SERVER_TEST_PROFILE_ALLOWLIST_CHECK_SUPPORT is_rsp_server_test_profile_allowlist_check_support
            "rspServerTestProfileAllowlistCheckSupport" = 28,
    }
}

named_bits! {
    /// Services of the UICC, SGP.22 §5.7.8, in the order of the profile package specification.
    UICCCapability {
        CONTACTLESS_SUPPORT is_contactless_support "contactlessSupport" = 0,
        USIM_SUPPORT is_usim_support "usimSupport" = 1,
        ISIM_SUPPORT is_isim_support "isimSupport" = 2,
        CSIM_SUPPORT is_csim_support "csimSupport" = 3,
        AKA_MILENAGE is_aka_milenage "akaMilenage" = 4,
        AKA_CAVE is_aka_cave "akaCave" = 5,
        AKA_TUAK128 is_aka_tuak128 "akaTuak128" = 6,
        AKA_TUAK256 is_aka_tuak256 "akaTuak256" = 7,
        RFU1 is_rfu1 "rfu1" = 8,
        RFU2 is_rfu2 "rfu2" = 9,
        GBA_AUTHEN_USIM is_gba_authen_usim "gbaAuthenUsim" = 10,
        GBA_AUTHEN_ISIM is_gba_authen_isim "gbaAuthenISim" = 11,
        MBMS_AUTHEN_USIM is_mbms_authen_usim "mbmsAuthenUsim" = 12,
        EAP_CLIENT is_eap_client "eapClient" = 13,
        JAVACARD is_javacard "javacard" = 14,
        MULTOS is_multos "multos" = 15,
        MULTIPLE_USIM_SUPPORT is_multiple_usim_support "multipleUsimSupport" = 16,
        MULTIPLE_ISIM_SUPPORT is_multiple_isim_support "multipleIsimSupport" = 17,
        MULTIPLE_CSIM_SUPPORT is_multiple_csim_support "multipleCsimSupport" = 18,
        BER_TLV_FILE_SUPPORT is_ber_tlv_file_support "berTlvFileSupport" = 19,
        DF_LINK_SUPPORT is_df_link_support "dfLinkSupport" = 20,
        CAT_TP is_cat_tp "catTp" = 21,
        GET_IDENTITY is_get_identity "getIdentity" = 22,
        PROFILE_A_X25519 is_profile_a_x25519 "profile-a-x25519" = 23,
        PROFILE_B_P256 is_profile_b_p256 "profile-b-p256" = 24,
        SUCI_CALCULATOR_API is_suci_calculator_api "suciCalculatorApi" = 25,
    }
}

named_bits! {
    /// Kinds of certificates of an eUICC, SGP.22 §5.7.8; no message carries it any more.
    CertificateInfo {
        RESERVED is_reserved "reserved" = 0,
        CERT_SIGNING_X509 is_cert_signing_x509 "certSigningX509" = 1,
        RFU2 is_rfu2 "rfu2" = 2,
        RFU3 is_rfu3 "rfu3" = 3,
        RESERVED2 is_reserved2 "reserved2" = 4,
        CERT_VERIFICATION_X509 is_cert_verification_x509 "certVerificationX509" = 5,
    }
}
