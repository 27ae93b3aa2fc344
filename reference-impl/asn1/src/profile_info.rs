//! ES10c.GetProfilesInfo: which profiles are on the eUICC.

use crate::macros::{choice, sequence};
use crate::named::named_integer;
use crate::{
    Aid, DpProprietaryData, Iccid, IconType, NotificationConfigurationInformation, Octets, OperatorId, PprIds,
    ProfileClass, ProfileState, SizeError, Text,
};
use rasn::types::{Constraints, Identifier, OctetString, Tag};
use rasn::{AsnType, Decode, Decoder, Encode, Encoder};

sequence! {
    /// GetProfilesInfo, SGP.22 §5.7.15; `BF2D`.
    ProfileInfoListRequest [Context 45] {
        /// Which profiles; all when absent.
        search_criteria "searchCriteria" [Optional Context 0]: Option<ProfileInfoSearchCriteria>,
        /// Tags of the data objects to return, one after the other; tag `5C`.
        tag_list "tagList" [Application 28]: Option<OctetString>,
        /// Tags of data objects of SGP.32 (v2.7); tag `5D`.
        iot_specific_tag_list "iotSpecificTagList" [Application 29]: Option<OctetString>,
    }
}

choice! {
    /// Which profiles are asked for, SGP.22 §5.7.15.
    ProfileInfoSearchCriteria [Untagged] {
        /// The one in this ISD-P.
        IsdpAid "isdpAid" [Application 15]: Aid,
        /// The one with this ICCID.
        Iccid "iccid" [Application 26]: Iccid,
        /// All of a class.
        ProfileClass "profileClass" [Context 21]: ProfileClass,
    }
}

choice! {
    /// Answer to GetProfilesInfo, SGP.22 §5.7.15; `BF2D`.
    ProfileInfoListResponse [Context 45] {
        /// The profiles found.
        ProfileInfoListOk "profileInfoListOk" [Context 0]: Vec<ProfileInfo>,
        /// Why there is no list.
        ProfileInfoListError "profileInfoListError" [Context 1]: ProfileInfoListError,
    }
}

sequence! {
    /// One profile, SGP.22 §5.7.15; `E3`. The fields of v2.7 for SGP.32 are found in the extensions.
    ProfileInfo [Private 3] {
        /// ICCID.
        iccid "iccid" [Application 26]: Option<Iccid>,
        /// Application identifier of the ISD-P.
        isdp_aid "isdpAid" [Application 15]: Option<Aid>,
        /// Enabled or disabled.
        profile_state "profileState" [Context 112]: Option<ProfileState>,
        /// Name given by the end user, at most 64 characters.
        profile_nickname "profileNickname" [Context 16]: Option<Text<64>>,
        /// Name of the service provider, at most 32 characters.
        service_provider_name "serviceProviderName" [Context 17]: Option<Text<32>>,
        /// Name of the profile, at most 64 characters.
        profile_name "profileName" [Context 18]: Option<Text<64>>,
        /// Format of the icon.
        icon_type "iconType" [Context 19]: Option<IconType>,
        /// The icon, at most 1024 octets.
        icon "icon" [Context 20]: Option<Octets<0, 1024>>,
        /// Class of the profile.
        profile_class "profileClass" [Context 21]: Option<ProfileClass>,
        /// Who wants to be notified of what.
        notification_configuration_info "notificationConfigurationInfo" [Context 22]: Option<Vec<NotificationConfigurationInformation>>,
        /// Operator that owns the profile.
        profile_owner "profileOwner" [Context 23]: Option<OperatorId>,
        /// Data of the SM-DP+.
        dp_proprietary_data "dpProprietaryData" [Context 24]: Option<DpProprietaryData>,
        /// Policy rules, §2.9.
        profile_policy_rules "profilePolicyRules" [Context 25]: Option<PprIds>,
        /// Access rules for applications of the device.
        ref_ar_do "refArDo" [Context 118]: Option<Vec<RefArDo>>,
    }
}

sequence! {
    /// An access rule of GlobalPlatform SE Access Control, SGP.22 §5.7.15; `E2`.
    RefArDo [Private 2] {
        /// To whom it applies.
        ref_do "refDo" [Private 1]: RefDo,
        /// What is allowed.
        ar_do "arDo" [Private 3]: ArDo,
    }
}

sequence! {
    /// Which application of the device an access rule is for; `E1`.
    RefDo [Private 1] {
        /// Hash of the certificate of the application: 20 or 32 octets.
        device_app_id_ref_do "deviceAppIdRefDo" [Private 1]: DeviceAppIdRefDo,
        /// Name of the package, at most 127 octets.
        pkg_ref_do "pkgRefDo" [Private 10]: Option<Octets<0, 127>>,
    }
}

sequence! {
    /// What an access rule allows; `E3`.
    ArDo [Private 3] {
        /// Permissions, 8 octets.
        perm_ar_do "permArDo" [Private 27]: Octets<8, 8>,
    }
}

named_integer! {
    /// Why there is no list of profiles, SGP.22 §5.7.15.
    ProfileInfoListError {
        INCORRECT_INPUT_VALUES "incorrectInputValues" = 1,
        UNDEFINED_ERROR "undefinedError" = 127,
    }
}

/// Hash of the certificate of an application: 20 octets (SHA-1) or 32 octets (SHA-256).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceAppIdRefDo(Octets<20, 32>);

impl DeviceAppIdRefDo {
    /// From 20 or 32 octets.
    pub fn new(octets: impl Into<Vec<u8>>) -> Result<Self, SizeError> {
        match Octets::new(octets)? {
            hash if matches!(hash.len(), 20 | 32) => Ok(Self(hash)),
            other => Err(SizeError { size: other.len(), min: 20, max: 32 }),
        }
    }

    /// The hash.
    pub fn as_slice(&self) -> &[u8] {
        &self.0
    }
}

impl AsnType for DeviceAppIdRefDo {
    const TAG: Tag = Tag::OCTET_STRING;
}

impl Decode for DeviceAppIdRefDo {
    fn decode_with_tag_and_constraints<D: Decoder>(
        decoder: &mut D,
        tag: Tag,
        constraints: &Constraints,
    ) -> Result<Self, D::Error> {
        let octets: Vec<u8> = decoder.decode_octet_string(tag, constraints)?;
        let size = octets.len();
        Self::new(octets).map_err(|_| {
            let says = format_args!("size {size} instead of 20 or 32");
            <D::Error as rasn::de::Error>::custom(says, rasn::Codec::Der)
        })
    }
}

impl Encode for DeviceAppIdRefDo {
    fn encode_with_tag_and_constraints<'b, E: Encoder<'b>>(
        &self,
        encoder: &mut E,
        tag: Tag,
        constraints: &Constraints,
        identifier: Identifier,
    ) -> Result<(), E::Error> {
        encoder.encode_octet_string(tag, constraints, &self.0, identifier).map(drop)
    }
}
