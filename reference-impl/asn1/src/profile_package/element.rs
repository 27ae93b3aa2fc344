//! ProfileElement: one of the values that a package is a sequence of.

use super::{
    PeAkaParameter, PeApplication, PeCdmaParameter, PeGenericFileManagement, PePinCodes, PePukCodes, PeRfm,
    PeSecurityDomain, ProfileHeader, TemplateElement,
};
use crate::Element;
use crate::macros::{choice, sequence};
use rasn::types::{ObjectIdentifier, OctetString};

sequence! {
    /// The head of every element but ProfileHeader.
    PeHeader [Universal 16] {
        /// The installation fails when this element is not supported.
        mandated "mandated" [Context 0]: Option<()>,
        /// Number of the element, 0 to 32767, unique in the package.
        identification "identification" [Context 1]: u16,
    }
}

choice! {
    /// One element of a package.
    ProfileElement [Untagged] {
        /// The first.
        Header "header" [Context 0]: ProfileHeader,
        /// Files without a template.
        GenericFileManagement "genericFileManagement" [Context 1]: PeGenericFileManagement,
        /// PINs of a directory.
        PinCodes "pinCodes" [Context 2]: PePinCodes,
        /// PUKs.
        PukCodes "pukCodes" [Context 3]: PePukCodes,
        /// Authentication of a USIM or ISIM.
        AkaParameter "akaParameter" [Context 4]: PeAkaParameter,
        /// Authentication of a CSIM.
        CdmaParameter "cdmaParameter" [Context 5]: PeCdmaParameter,
        /// A security domain and its keys.
        SecurityDomain "securityDomain" [Context 6]: PeSecurityDomain,
        /// Remote file management.
        Rfm "rfm" [Context 7]: PeRfm,
        /// An application.
        Application "application" [Context 8]: PeApplication,
        /// Something of its issuer's own.
        NonStandard "nonStandard" [Context 9]: PeNonStandard,
        /// The last.
        End "end" [Context 10]: PeEnd,
        /// Files of the MF.
        Mf "mf" [Context 16]: TemplateElement,
        /// DF.CD.
        Cd "cd" [Context 17]: TemplateElement,
        /// DF.TELECOM.
        Telecom "telecom" [Context 18]: TemplateElement,
        /// ADF.USIM.
        Usim "usim" [Context 19]: TemplateElement,
        /// Optional files of the USIM.
        OptUsim "opt-usim" [Context 20]: TemplateElement,
        /// ADF.ISIM.
        Isim "isim" [Context 21]: TemplateElement,
        /// Optional files of the ISIM.
        OptIsim "opt-isim" [Context 22]: TemplateElement,
        /// DF.PHONEBOOK of the USIM.
        Phonebook "phonebook" [Context 23]: TemplateElement,
        /// DF.GSM-ACCESS.
        GsmAccess "gsm-access" [Context 24]: TemplateElement,
        /// ADF.CSIM.
        Csim "csim" [Context 25]: TemplateElement,
        /// Optional files of the CSIM.
        OptCsim "opt-csim" [Context 26]: TemplateElement,
        /// DF.EAP.
        Eap "eap" [Context 27]: TemplateElement,
        /// DF.5GS.
        Df5gs "df-5gs" [Context 28]: TemplateElement,
        /// DF.SAIP.
        DfSaip "df-saip" [Context 29]: TemplateElement,
        /// DF.SNPN.
        DfSnpn "df-snpn" [Context 30]: TemplateElement,
        /// DF.5G_ProSe.
        Df5gProse "df-5gprose" [Context 31]: TemplateElement,
        /// IoT Minimal Profile.
        Iot "iot" [Context 32]: TemplateElement,
        /// Optional files of an IoT Minimal Profile.
        OptIot "opt-iot" [Context 33]: TemplateElement,
        /// Reserved, or of a later version.
        Unknown "unknown" [Any]: Element,
    }
}

sequence! {
    /// Something of its issuer's own; `A9` as an element.
    PeNonStandard [Universal 16] {
        /// Head.
        header "nonStandard-header" [Context 0]: PeHeader,
        /// Who says what the content means.
        issuer_id "issuerID" [Context 1]: ObjectIdentifier,
        /// The content.
        content "content" [Context 2]: OctetString,
    }
}

sequence! {
    /// The last element; `AA` as an element.
    PeEnd [Universal 16] {
        /// Head.
        header "end-header" [Context 0]: PeHeader,
    }
}
