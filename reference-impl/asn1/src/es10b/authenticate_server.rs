//! ES10b.GetEUICCChallenge and ES10b.AuthenticateServer: mutual authentication.

use crate::macros::{choice, sequence};
use crate::named::named_integer;
use crate::{Certificate, DeviceInfo, EUICCInfo2, Element, Octet16, Raw, SubjectKeyIdentifier, TransactionId};
use rasn::types::OctetString;

sequence! {
    /// GetEUICCChallenge, SGP.22 §5.7.7; `BF2E`.
    GetEuiccChallengeRequest [Context 46] {}
}

sequence! {
    /// Answer to GetEUICCChallenge, SGP.22 §5.7.7; `BF2E`.
    GetEuiccChallengeResponse [Context 46] {
        /// Random challenge.
        euicc_challenge "euiccChallenge" [Context 0]: Octet16,
    }
}

sequence! {
    /// AuthenticateServer, SGP.22 §5.7.13; `BF38`.
    AuthenticateServerRequest [Context 56] {
        /// What the server signed.
        server_signed1 "serverSigned1" [Own]: Raw<ServerSigned1>,
        /// Signature over serverSigned1: 64 octets; tag `5F37`. Any size is read.
        server_signature1 "serverSignature1" [Application 55]: OctetString,
        /// The CI under which the eUICC has to sign.
        euicc_ci_pkid_to_be_used "euiccCiPKIdToBeUsed" [Own]: SubjectKeyIdentifier,
        /// CERT.DPauth or CERT.DSauth.
        server_certificate "serverCertificate" [Own]: Certificate,
        /// What the device adds; the eUICC copies it into euiccSigned1.
        ctx_params1 "ctxParams1" [Own]: Raw<CtxParams1>,
    }
}

sequence! {
    /// What an RSP server signs first, SGP.22 §5.7.13.
    ServerSigned1 [Universal 16] {
        /// The session.
        transaction_id "transactionId" [Context 0]: TransactionId,
        /// Challenge of the eUICC.
        euicc_challenge "euiccChallenge" [Context 1]: Octet16,
        /// Address of the server as a fully qualified domain name.
        server_address "serverAddress" [Context 3]: String,
        /// Challenge of the server.
        server_challenge "serverChallenge" [Context 4]: Octet16,
    }
}

choice! {
    /// What the device adds to the authentication, SGP.22 §5.7.13. Alternatives of later versions are carried.
    CtxParams1 [Untagged] {
        /// Matching identifier and device.
        CtxParamsForCommonAuthentication "ctxParamsForCommonAuthentication" [Context 0]: CtxParamsForCommonAuthentication,
        /// An alternative of a later version.
        Other "other" [Any]: Element,
    }
}

sequence! {
    /// Matching identifier and device, SGP.22 §5.7.13.
    CtxParamsForCommonAuthentication [Universal 16] {
        /// Token of an activation code or identifier of an event; may be empty.
        matching_id "matchingId" [Context 0]: Option<String>,
        /// The device.
        device_info "deviceInfo" [Context 1]: DeviceInfo,
    }
}

choice! {
    /// Answer to AuthenticateServer, SGP.22 §5.7.13; `BF38`.
    AuthenticateServerResponse [Context 56] {
        /// The server is genuine; here is the eUICC.
        AuthenticateResponseOk "authenticateResponseOk" [Context 0]: AuthenticateResponseOk,
        /// The server is refused.
        AuthenticateResponseError "authenticateResponseError" [Context 1]: AuthenticateResponseError,
    }
}

sequence! {
    /// The eUICC authenticates itself, SGP.22 §5.7.13.
    AuthenticateResponseOk [Universal 16] {
        /// What the eUICC signed.
        euicc_signed1 "euiccSigned1" [Own]: Raw<EuiccSigned1>,
        /// Signature over euiccSigned1: 64 octets; tag `5F37`. Any size is read.
        euicc_signature1 "euiccSignature1" [Application 55]: OctetString,
        /// CERT.EUICC.
        euicc_certificate "euiccCertificate" [Own]: Certificate,
        /// CERT.EUM.
        eum_certificate "eumCertificate" [Own]: Certificate,
    }
}

sequence! {
    /// What the eUICC signs first, SGP.22 §5.7.13.
    EuiccSigned1 [Universal 16] {
        /// The session.
        transaction_id "transactionId" [Context 0]: TransactionId,
        /// Address of the server.
        server_address "serverAddress" [Context 3]: String,
        /// Challenge of the server.
        server_challenge "serverChallenge" [Context 4]: Octet16,
        /// The eUICC.
        euicc_info2 "euiccInfo2" [Own]: Raw<EUICCInfo2>,
        /// Copied from the request.
        ctx_params1 "ctxParams1" [Own]: Raw<CtxParams1>,
    }
}

sequence! {
    /// The eUICC refuses the server, SGP.22 §5.7.13.
    AuthenticateResponseError [Universal 16] {
        /// The session.
        transaction_id "transactionId" [Context 0]: TransactionId,
        /// Why.
        authenticate_error_code "authenticateErrorCode" [Own]: AuthenticateErrorCode,
    }
}

named_integer! {
    /// Why a server is refused, SGP.22 §5.7.13.
    AuthenticateErrorCode {
        INVALID_CERTIFICATE "invalidCertificate" = 1,
        INVALID_SIGNATURE "invalidSignature" = 2,
        UNSUPPORTED_CURVE "unsupportedCurve" = 3,
        NO_SESSION_CONTEXT "noSessionContext" = 4,
        INVALID_OID "invalidOid" = 5,
        EUICC_CHALLENGE_MISMATCH "euiccChallengeMismatch" = 6,
        CI_PK_UNKNOWN "ciPKUnknown" = 7,
        UNDEFINED_ERROR "undefinedError" = 127,
    }
}
