//! ES9+: what LPA and SM-DP+ exchange.

use crate::macros::{choice, sequence};
use crate::named::named_integer;
use crate::{
    AuthenticateServerResponse, BoundProfilePackage, CancelSessionResponse, Certificate, EUICCInfo1, Octet16,
    PendingNotification, PrepareDownloadResponse, Raw, ServerSigned1, SmdpSigned2, StoreMetadataRequest,
    SubjectKeyIdentifier, TransactionId,
};
use rasn::types::OctetString;

sequence! {
    /// InitiateAuthentication, SGP.22 §5.6.1; `BF39`.
    InitiateAuthenticationRequest [Context 57] {
        /// Challenge of the eUICC.
        euicc_challenge "euiccChallenge" [Context 1]: Octet16,
        /// Address of the SM-DP+ as the LPA knows it.
        smdp_address "smdpAddress" [Context 3]: String,
        /// The eUICC.
        euicc_info1 "euiccInfo1" [Own]: Raw<EUICCInfo1>,
    }
}

choice! {
    /// Answer to InitiateAuthentication, SGP.22 §5.6.1; `BF39`.
    InitiateAuthenticationResponse [Context 57] {
        /// The server authenticates itself.
        InitiateAuthenticationOk "initiateAuthenticationOk" [Context 0]: InitiateAuthenticationOkEs9,
        /// The server refuses.
        InitiateAuthenticationError "initiateAuthenticationError" [Context 1]: InitiateAuthenticationError,
    }
}

sequence! {
    /// The server authenticates itself, SGP.22 §5.6.1.
    InitiateAuthenticationOkEs9 [Universal 16] {
        /// The session.
        transaction_id "transactionId" [Context 0]: TransactionId,
        /// What the server signed.
        server_signed1 "serverSigned1" [Own]: Raw<ServerSigned1>,
        /// Signature over serverSigned1: 64 octets; tag `5F37`. Any size is read.
        server_signature1 "serverSignature1" [Application 55]: OctetString,
        /// The CI under which the eUICC has to sign.
        euicc_ci_pkid_to_be_used "euiccCiPKIdToBeUsed" [Own]: SubjectKeyIdentifier,
        /// CERT.DPauth.
        server_certificate "serverCertificate" [Own]: Certificate,
    }
}

sequence! {
    /// AuthenticateClient, SGP.22 §5.6.3; `BF3B`.
    AuthenticateClientRequest [Context 59] {
        /// The session.
        transaction_id "transactionId" [Context 0]: TransactionId,
        /// The answer of the eUICC to AuthenticateServer.
        authenticate_server_response "authenticateServerResponse" [Own]: Raw<AuthenticateServerResponse>,
        /// The matching identifier asks for an activation code (v2.7).
        use_matching_id_for_acr "useMatchingIdForAcr" [Own]: Option<()>,
    }
}

choice! {
    /// Answer to AuthenticateClient, SGP.22 §5.6.3; `BF3B`.
    AuthenticateClientResponseEs9 [Context 59] {
        /// A profile waits.
        AuthenticateClientOk "authenticateClientOk" [Context 0]: AuthenticateClientOk,
        /// Why the eUICC is refused.
        AuthenticateClientError "authenticateClientError" [Context 1]: AuthenticateClientError,
        /// An activation code, or news of one (v2.7).
        AuthenticateClientOkAcr "authenticateClientOkAcr" [Context 5]: AuthenticateClientOkAcr,
    }
}

sequence! {
    /// A profile waits for the eUICC, SGP.22 §5.6.3.
    AuthenticateClientOk [Universal 16] {
        /// The session.
        transaction_id "transactionId" [Context 0]: TransactionId,
        /// Metadata of the profile, the same octets as in the package.
        profile_meta_data "profileMetaData" [Own]: Raw<StoreMetadataRequest>,
        /// What the SM-DP+ signed.
        smdp_signed2 "smdpSigned2" [Own]: Raw<SmdpSigned2>,
        /// Signature over smdpSigned2 and euiccSignature1: 64 octets; tag `5F37`. Any size is read.
        smdp_signature2 "smdpSignature2" [Application 55]: OctetString,
        /// CERT.DPpb.
        smdp_certificate "smdpCertificate" [Own]: Certificate,
    }
}

sequence! {
    /// Activation code retrieval (v2.7), SGP.22 §5.6.3.
    AuthenticateClientOkAcr [Universal 16] {
        /// The session.
        transaction_id "transactionId" [Context 0]: TransactionId,
        /// Metadata of the profile.
        profile_meta_data "profileMetaData" [Own]: Raw<StoreMetadataRequest>,
    }
}

sequence! {
    /// GetBoundProfilePackage, SGP.22 §5.6.2; `BF3A`.
    GetBoundProfilePackageRequest [Context 58] {
        /// The session.
        transaction_id "transactionId" [Context 0]: TransactionId,
        /// The answer of the eUICC to PrepareDownload.
        prepare_download_response "prepareDownloadResponse" [Own]: Raw<PrepareDownloadResponse>,
    }
}

choice! {
    /// Answer to GetBoundProfilePackage, SGP.22 §5.6.2; `BF3A`.
    GetBoundProfilePackageResponse [Context 58] {
        /// The package.
        GetBoundProfilePackageOk "getBoundProfilePackageOk" [Context 0]: GetBoundProfilePackageOk,
        /// Why there is none.
        GetBoundProfilePackageError "getBoundProfilePackageError" [Context 1]: GetBoundProfilePackageError,
    }
}

sequence! {
    /// The package, SGP.22 §5.6.2.
    GetBoundProfilePackageOk [Universal 16] {
        /// The session.
        transaction_id "transactionId" [Context 0]: TransactionId,
        /// The package.
        bound_profile_package "boundProfilePackage" [Own]: Raw<BoundProfilePackage>,
    }
}

sequence! {
    /// HandleNotification, SGP.22 §5.6.4; `BF3D`. It has no answer.
    HandleNotification [Context 61] {
        /// The notification; tag `A0` around it.
        pending_notification "pendingNotification" [Explicit Context 0]: Raw<PendingNotification>,
    }
}

sequence! {
    /// CancelSession, SGP.22 §5.6.5; `BF41`.
    ///
    /// By X.680 the outer tag of the answer is replaced: `A1 {A0 ..}`, which is written. `A1 {BF41 {A0 ..}}`,
    /// which a common compiler makes, and `BF41 {A0 ..}` are read too.
    CancelSessionRequestEs9 [Context 65] {
        /// The session.
        transaction_id "transactionId" [Context 0]: TransactionId,
        /// The answer of the eUICC to CancelSession.
        cancel_session_response "cancelSessionResponse" [With retagged]: CancelSessionResponse,
    }
}

/// `[1] CancelSessionResponse` in its three forms.
mod retagged {
    use crate::{CancelSessionResponse, Element};
    use rasn::ber::de::{Decoder as Ber, DecoderOptions};
    use rasn::types::{Class, Tag};
    use rasn::{AsnType, Decode, Decoder, Encode, Encoder};

    pub(super) const TAG: Tag = Tag::new(Class::Context, 1);
    const PLAIN: Tag = CancelSessionResponse::TAG;

    pub(super) fn read<D: Decoder>(decoder: &mut D) -> Result<CancelSessionResponse, D::Error> {
        let element = Element::decode(decoder)?;
        let mut inner = Ber::new(element.octets(), DecoderOptions::der());
        if inner.peek_tag()? == PLAIN {
            return Ok(CancelSessionResponse::decode(&mut inner)?);
        }
        let content = Ber::new(element.octets(), DecoderOptions::der()).decode_any(TAG)?;
        let doubled = Ber::new(content.as_bytes(), DecoderOptions::der()).peek_tag()? == PLAIN;
        if doubled {
            return Ok(inner.decode_explicit_prefix(TAG)?);
        }
        Ok(CancelSessionResponse::decode_with_tag(&mut inner, TAG)?)
    }

    pub(super) fn write<'b, E: Encoder<'b>>(value: &CancelSessionResponse, encoder: &mut E) -> Result<(), E::Error> {
        value.encode_with_tag(encoder, TAG)
    }
}

choice! {
    /// Answer to CancelSession, SGP.22 §5.6.5; `BF41`.
    CancelSessionResponseEs9 [Context 65] {
        /// Cancelled.
        CancelSessionOk "cancelSessionOk" [Context 0]: CancelSessionOk,
        /// Refused.
        CancelSessionError "cancelSessionError" [Context 1]: CancelSessionError,
    }
}

sequence! {
    /// The session is cancelled, SGP.22 §5.6.5.
    CancelSessionOk [Universal 16] {}
}

named_integer! {
    /// Why a server refuses to begin, SGP.22 §5.6.1; 3 is `ciPKIdNotSupported` in v2.7.
    InitiateAuthenticationError {
        INVALID_DP_ADDRESS "invalidDpAddress" = 1,
        EUICC_VERSION_NOT_SUPPORTED_BY_DP "euiccVersionNotSupportedByDp" = 2,
        CI_PK_NOT_SUPPORTED "ciPKNotSupported" = 3,
    }
}

named_integer! {
    /// Why an SM-DP+ refuses an eUICC, SGP.22 §5.6.3; 18 is new in v2.7.
    AuthenticateClientError {
        EUM_CERTIFICATE_INVALID "eumCertificateInvalid" = 1,
        EUM_CERTIFICATE_EXPIRED "eumCertificateExpired" = 2,
        EUICC_CERTIFICATE_INVALID "euiccCertificateInvalid" = 3,
        EUICC_CERTIFICATE_EXPIRED "euiccCertificateExpired" = 4,
        EUICC_SIGNATURE_INVALID "euiccSignatureInvalid" = 5,
        MATCHING_ID_REFUSED "matchingIdRefused" = 6,
        EID_MISMATCH "eidMismatch" = 7,
        NO_ELIGIBLE_PROFILE "noEligibleProfile" = 8,
        CI_PK_UNKNOWN "ciPKUnknown" = 9,
        INVALID_TRANSACTION_ID "invalidTransactionId" = 10,
        INSUFFICIENT_MEMORY "insufficientMemory" = 11,
        DOWNLOAD_ORDER_EXPIRED "downloadOrderExpired" = 18,
        UNDEFINED_ERROR "undefinedError" = 127,
    }
}

named_integer! {
    /// Why there is no package, SGP.22 §5.6.2.
    GetBoundProfilePackageError {
        EUICC_SIGNATURE_INVALID "euiccSignatureInvalid" = 1,
        CONFIRMATION_CODE_MISSING "confirmationCodeMissing" = 2,
        CONFIRMATION_CODE_REFUSED "confirmationCodeRefused" = 3,
        CONFIRMATION_CODE_RETRIES_EXCEEDED "confirmationCodeRetriesExceeded" = 4,
        BPP_REBINDING_REFUSED "bppRebindingRefused" = 5,
        DOWNLOAD_ORDER_EXPIRED "downloadOrderExpired" = 6,
        INVALID_TRANSACTION_ID "invalidTransactionId" = 95,
        UNDEFINED_ERROR "undefinedError" = 127,
    }
}

named_integer! {
    /// Why cancelling is refused, SGP.22 §5.6.5.
    CancelSessionError {
        INVALID_TRANSACTION_ID "invalidTransactionId" = 1,
        EUICC_SIGNATURE_INVALID "euiccSignatureInvalid" = 2,
        UNDEFINED_ERROR "undefinedError" = 127,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CancelSessionResponseError, decode, encode, tlv};

    #[test]
    fn the_three_forms_of_a_cancelled_session_are_read() {
        let form = |response: &str| tlv::wrap(0xBF41, &[&[0x80, 0x01, 0x2A], &hex::decode(response).unwrap()]);
        let (plain, replaced, doubled) = (form("BF4103810105"), form("A103810105"), form("A106BF4103810105"));
        for octets in [&plain, &replaced, &doubled] {
            let value: CancelSessionRequestEs9 = decode(octets).unwrap();
            let error = CancelSessionResponseError::INVALID_TRANSACTION_ID;
            assert_eq!(value.cancel_session_response, CancelSessionResponse::CancelSessionResponseError(error));
            assert_eq!(encode(&value).unwrap(), replaced);
        }
        for wrong in ["A203810105", "8103810105", "A100", "04021234"] {
            let error = decode::<CancelSessionRequestEs9>(&form(wrong)).unwrap_err();
            assert_eq!(error.path, "cancelSessionResponse", "{error}");
        }
    }

    #[test]
    fn an_unknown_alternative_is_called_so() {
        let octets = hex::decode("BF3B05A203800105").unwrap();
        let error = decode::<AuthenticateClientResponseEs9>(&octets).unwrap_err();
        assert_eq!(error.says, "AuthenticateClientResponseEs9 has no alternative with tag Context 2");
        let primitive = hex::decode("9F3B03810102").unwrap();
        let error = decode::<AuthenticateClientResponseEs9>(&primitive).unwrap_err();
        assert_eq!(error.says, "tag Context 59 is primitive, where it stands around another element");
    }
}
