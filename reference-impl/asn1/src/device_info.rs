//! What a device says about itself in ctxParams1.

use crate::macros::sequence;
use crate::named::named_integer;
use crate::{Octets, VersionType};
use rasn::types::{BitString, ObjectIdentifier};

sequence! {
    /// The device in which the eUICC sits, SGP.22 §4.2 and §5.7.13.
    DeviceInfo [Universal 16] {
        /// Type allocation code: 4 octets.
        tac "tac" [Context 0]: Octets<4, 4>,
        /// Releases that the device supports.
        device_capabilities "deviceCapabilities" [Context 1]: DeviceCapabilities,
        /// IMEI: 8 octets.
        imei "imei" [Context 2]: Option<Octets<8, 8>>,
    }
}

sequence! {
    /// The highest release of each technology that the device supports, SGP.22 §4.2.
    DeviceCapabilities [Universal 16] {
        /// GSM.
        gsm_supported_release "gsmSupportedRelease" [Context 0]: Option<VersionType>,
        /// UTRAN.
        utran_supported_release "utranSupportedRelease" [Context 1]: Option<VersionType>,
        /// cdma2000 1X.
        cdma2000onex_supported_release "cdma2000onexSupportedRelease" [Context 2]: Option<VersionType>,
        /// cdma2000 HRPD.
        cdma2000hrpd_supported_release "cdma2000hrpdSupportedRelease" [Context 3]: Option<VersionType>,
        /// cdma2000 eHRPD.
        cdma2000ehrpd_supported_release "cdma2000ehrpdSupportedRelease" [Context 4]: Option<VersionType>,
        /// E-UTRAN with EPC.
        eutran_epc_supported_release "eutranEpcSupportedRelease" [Context 5]: Option<VersionType>,
        /// Contactless (SGP.22 names the specification).
        contactless_supported_release "contactlessSupportedRelease" [Context 6]: Option<VersionType>,
        /// Version of SGP.22 for which CRLs are loaded.
        rsp_crl_supported_version "rspCrlSupportedVersion" [Context 7]: Option<VersionType>,
        /// NR with EPC.
        nr_epc_supported_release "nrEpcSupportedRelease" [Context 8]: Option<VersionType>,
        /// NR with 5GC.
        nr5gc_supported_release "nr5gcSupportedRelease" [Context 9]: Option<VersionType>,
        /// E-UTRAN with 5GC.
        eutran5gc_supported_release "eutran5gcSupportedRelease" [Context 10]: Option<VersionType>,
        /// Version of SGP.22 that the LPA supports (v2.7).
        lpa_svn "lpaSvn" [Context 11]: Option<VersionType>,
        /// Letter classes of the card application toolkit (v2.7).
        cat_supported_classes "catSupportedClasses" [Context 12]: Option<BitString>,
        /// Removable or not (v2.7).
        euicc_form_factor_type "euiccFormFactorType" [Context 13]: Option<EuiccFormFactorType>,
        /// Further features (v2.7).
        device_additional_feature_support "deviceAdditionalFeatureSupport" [Context 14]: Option<DeviceAdditionalFeatureSupport>,
    }
}

sequence! {
    /// Further features of the device (v2.7).
    DeviceAdditionalFeatureSupport [Universal 16] {
        /// Network access identifiers.
        nai_support "naiSupport" [Context 0]: Option<VersionType>,
        /// The group of manufacturers that the device belongs to.
        group_of_device_manufacturer_oid "groupOfDeviceManufacturerOid" [Context 1]: Option<ObjectIdentifier>,
    }
}

named_integer! {
    /// Whether the eUICC can be taken out (v2.7).
    EuiccFormFactorType {
        REMOVABLE_EUICC "removableEuicc" = 0,
        NON_REMOVABLE_EUICC "nonRemovableEuicc" = 1,
    }
}
