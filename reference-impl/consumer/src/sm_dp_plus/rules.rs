//! Everything the SM-DP+ verifies, owes, picks and produces, by name.

rsp_conduct::rules! {
    role: "sm-dp-plus",
    checks: {
        // The bindings
        HTTP_METHOD = "http-method", "SGP.22 §6.5", "a function is called with POST and nothing else";
        REQUEST_READABLE = "request-readable", "SGP.22 §6.5", "body, mandatory members, base64 and ASN.1 of a request can be read";
        BODY_SIZE = "body-size", "SGP.22 §6.5", "a request is not larger than any request can be", masked_by "sm-dp-plus/request-readable" because "what is too large is hardly ever readable, and to take a large request that is readable is no fault";

        // ES9+.InitiateAuthentication
        SMDP_ADDRESS = "smdp-address", "SGP.22 §5.6.1", "smdpAddress is an address of this SM-DP+";
        EUICC_CHALLENGE = "euicc-challenge", "SGP.22 §5.6.1", "euiccChallenge is 16 octets";
        SVN = "svn", "SGP.22 §5.6.1", "the specification version of the eUICC is supported";

        // ES9+.AuthenticateClient: the card
        AUTHENTICATE_TRANSACTION_ID = "authenticate-transaction-id", "SGP.22 §5.6.3", "transactionId in euiccSigned1 is that of the session";
        AUTHENTICATE_SUCCEEDED = "authenticate-succeeded", "SGP.22 §5.6.3", "the eUICC authenticated this SM-DP+ and did not answer with an error";
        SESSION_FRESH = "session-fresh", "SGP.22 §3.1.2", "a session that has authenticated an eUICC is not handed to another";
        CERTIFICATES_READABLE = "certificates-readable", "SGP.22 §5.6.3", "CERT.EUM and CERT.EUICC can be read";
        EUM_CI = "eum-ci", "SGP.22 §5.6.3", "CERT.EUM was issued under the CI key that was negotiated";
        EUM_ISSUER = "eum-issuer", "SGP.22 §4.5.2", "CERT.EUM names the CI as its issuer";
        EUM_SIGNATURE = "eum-signature", "SGP.22 §4.5.2", "CERT.EUM carries the CI's signature";
        EUM_ROLE = "eum-role", "SGP.22 §4.5.2", "the certificate policy of CERT.EUM is that of an EUM";
        EUM_CA = "eum-ca", "SGP.22 §4.5.2", "CERT.EUM may issue certificates";
        EUM_KEY_USAGE = "eum-key-usage", "SGP.22 §4.5.2", "the key of CERT.EUM may sign certificates";
        EUM_EXTENSIONS = "eum-extensions", "RFC 5280 §4.2", "CERT.EUM has no critical extension that is not understood";
        EUM_EXPIRED = "eum-expired", "SGP.22 §5.6.3", "CERT.EUM has not expired";
        EUM_NOT_YET_VALID = "eum-not-yet-valid", "RFC 5280 §4.1.2.5", "the validity of CERT.EUM has begun";
        EUM_REVOKED = "eum-revoked", "SGP.22 §4.5.2.2", "CERT.EUM is not on the CI's revocation list";
        EUICC_ISSUER = "euicc-issuer", "SGP.22 §4.5.2", "CERT.EUICC names CERT.EUM as its issuer";
        EUICC_SIGNATURE = "euicc-signature", "SGP.22 §4.5.2", "CERT.EUICC carries the EUM's signature";
        EUICC_ROLE = "euicc-role", "SGP.22 §4.5.2", "the certificate policy of CERT.EUICC is that of an eUICC";
        EUICC_KEY_USAGE = "euicc-key-usage", "SGP.22 §4.5.2", "the key of CERT.EUICC may sign";
        EUICC_NOT_CA = "euicc-not-ca", "SGP.22 §4.5.2", "CERT.EUICC is not the certificate of an issuer";
        EUICC_EXTENSIONS = "euicc-extensions", "RFC 5280 §4.2", "CERT.EUICC has no critical extension that is not understood";
        EUICC_EXPIRED = "euicc-expired", "SGP.22 §5.6.3", "CERT.EUICC has not expired";
        EUICC_NOT_YET_VALID = "euicc-not-yet-valid", "RFC 5280 §4.1.2.5", "the validity of CERT.EUICC has begun";
        EUICC_CURVE = "euicc-curve", "SGP.22 §2.6.7", "the key of CERT.EUICC is on a curve that SGP.22 knows", masked_by "sm-dp-plus/euicc-signature1" because "a key that cannot be read verifies nothing";
        EUICC_EID = "euicc-eid", "SGP.22 §4.5.2.1", "the EID lies in the range that CERT.EUM allows";
        EUICC_SIGNATURE1 = "euicc-signature1", "SGP.22 §5.6.3", "euiccSignature1 verifies over euiccSigned1 with the key of CERT.EUICC";
        SERVER_CHALLENGE = "server-challenge", "SGP.22 §5.6.3", "serverChallenge in euiccSigned1 is the one that was sent";
        SERVER_ADDRESS = "server-address", "SGP.22 §3.1.2", "serverAddress in euiccSigned1 is this SM-DP+";

        // ES9+.AuthenticateClient: the order
        MATCHING_ID = "matching-id", "SGP.22 §5.6.3", "there is a download order for the MatchingID";
        ORDER_EID = "order-eid", "SGP.22 §5.6.3", "the order is not tied to another eUICC";
        ORDER_RELEASED = "order-released", "SGP.22 §5.6.3", "the profile was released for download";
        ORDER_EXPIRED = "order-expired", "SGP.22 §5.6.3", "the download order has not expired";
        ORDER_ATTEMPTS = "order-attempts", "SGP.22 §5.6.3", "attempts to download are left";
        ELIGIBLE_MEMORY = "eligible-memory", "SGP.22 §5.6.3", "the eUICC has room for the profile";
        ELIGIBLE_CAPABILITY = "eligible-capability", "SGP.22 §5.6.3", "the eUICC offers what the profile requires";
        ELIGIBLE_VERSION = "eligible-version", "SGP.22 §5.6.3", "the eUICC reads the profile package's version";

        // ES9+.GetBoundProfilePackage
        CLIENT_AUTHENTICATED = "client-authenticated", "SGP.22 §5.6.2", "the session's eUICC was authenticated before a profile is bound to it";
        DOWNLOAD_PREPARED = "download-prepared", "SGP.22 §5.6.2", "the eUICC prepared the download and did not answer with an error";
        DOWNLOAD_TRANSACTION_ID = "download-transaction-id", "SGP.22 §5.6.2", "transactionId in euiccSigned2 is that of the session";
        EUICC_SIGNATURE2 = "euicc-signature2", "SGP.22 §5.6.2", "euiccSignature2 verifies over euiccSigned2 and smdpSignature2";
        EUICC_OTPK = "euicc-otpk", "SGP.22 §5.6.2", "otPK.EUICC.ECKA is a point of the curve, uncompressed";
        CONFIRMATION_CODE_GIVEN = "confirmation-code-given", "SGP.22 §5.6.2", "a hash of the Confirmation Code is there where one is required";
        CONFIRMATION_CODE = "confirmation-code", "SGP.22 §5.6.2", "the hash of the Confirmation Code is the right one";
        CONFIRMATION_CODE_TRIES = "confirmation-code-tries", "SGP.22 §5.6.2", "tries for the Confirmation Code are left";
        ORDER_ALIVE = "order-alive", "SGP.22 §3.1.6", "the order was neither cancelled nor used up since the session began";
        REBINDING = "rebinding", "SGP.22 §3.1.3.3", "a profile is bound again only where the profile allows it";

        // ES9+.CancelSession
        CANCEL_TRANSACTION_ID = "cancel-transaction-id", "SGP.22 §5.6.5", "transactionId in euiccCancelSessionSigned is that of the session";
        CANCEL_SIGNATURE = "cancel-signature", "SGP.22 §5.6.5", "euiccCancelSessionSignature verifies with the key of the session's eUICC";
        CANCEL_OID = "cancel-oid", "SGP.22 §5.6.5", "smdpOid in euiccCancelSessionSigned is the OID of this SM-DP+";

        // ES9+.HandleNotification
        PIR_SIGNATURE = "pir-signature", "SGP.22 §5.6.4", "euiccSignPIR verifies with the key of the eUICC that the profile was bound to";
        PIR_ICCID = "pir-iccid", "SGP.22 §5.6.4", "a ProfileInstallationResult speaks of the profile of its session";
        PIR_OID = "pir-oid", "SGP.22 §5.6.4", "smdpOid in a ProfileInstallationResult is the OID of this SM-DP+";
        NOTIFICATION_CERTIFICATES = "notification-certificates", "SGP.22 §5.6.4", "the certificates of an OtherSignedNotification chain to a trusted CI", masked_by "sm-dp-plus/notification-answer" because "a notification is answered with 204 whatever is thought of it; the role's own test looks inside";
        NOTIFICATION_SIGNATURE = "notification-signature", "SGP.22 §5.6.4", "euiccNotificationSignature verifies with the key of CERT.EUICC", masked_by "sm-dp-plus/notification-answer" because "a notification is answered with 204 whatever is thought of it; the role's own test looks inside";

        // ES2+
        OPERATOR_KNOWN = "operator-known", "SGP.22 §5.3", "the caller presents the TLS certificate of an operator";
        PROFILE_GIVEN = "profile-given", "SGP.22 §5.3.1", "a download order names an ICCID or a profile type";
        ICCID_KNOWN = "iccid-known", "SGP.22 §5.3", "the ICCID is in the inventory";
        PROFILE_OWNER = "profile-owner", "SGP.22 §5.3", "the profile belongs to the caller";
        ICCID_AVAILABLE = "iccid-available", "SGP.22 §5.3.1", "a profile that is ordered is available";
        PROFILE_TYPE_KNOWN = "profile-type-known", "SGP.22 §5.3.1", "the profile type is in the inventory";
        PROFILE_TYPE_LEFT = "profile-type-left", "SGP.22 §5.3.1", "a profile of the type is left";
        PROFILE_TYPE_FITS = "profile-type-fits", "SGP.22 §5.3.1", "ICCID and profile type of one order belong together";
        CONFIRM_STATE = "confirm-state", "SGP.22 §5.3.2", "only a reserved profile is confirmed";
        MATCHING_ID_FREE = "matching-id-free", "SGP.22 §5.3.2", "a MatchingID that the operator chose is not in use";
        EID_GIVEN = "eid-given", "SGP.22 §5.3.2", "the EID is known where the order cannot be found without it";
        EID_ASSOCIATION = "eid-association", "SGP.22 §5.3.2", "the EID is the one the profile is tied to";
        SMDS_CONNECTED = "smds-connected", "SGP.22 §5.3.2", "an SM-DS that an event is to be registered at can be reached";
        CANCEL_STATE = "cancel-state", "SGP.22 §5.3.3", "a profile in use is not cancelled";
        CANCEL_EID = "cancel-eid", "SGP.22 §5.3.3", "the EID of a cancellation is the one the profile is tied to";
        CANCEL_MATCHING_ID = "cancel-matching-id", "SGP.22 §5.3.3", "the MatchingID of a cancellation is the order's";
        RELEASE_STATE = "release-state", "SGP.22 §5.3.4", "only a confirmed profile is released";
    }
    duties: {
        FRESH_TRANSACTION_ID = "fresh-transaction-id", "SGP.22 §5.6.1", "each session has a transactionId of its own";
        FRESH_SERVER_CHALLENGE = "fresh-server-challenge", "SGP.22 §5.6.1", "each session has a serverChallenge of its own";
        ECHO_EUICC_CHALLENGE = "echo-euicc-challenge", "SGP.22 §5.6.1", "serverSigned1 carries the eUICC's challenge";
        COUNT_ATTEMPT = "count-attempt", "SGP.22 §5.6.3", "an attempt to download is counted";
        TIE_EID = "tie-eid", "SGP.22 §3.1.3", "an order is tied to the eUICC that its profile was bound to";
        ASK_CONFIRMATION_CODE = "ask-confirmation-code", "SGP.22 §5.6.3", "ccRequiredFlag says that a Confirmation Code is required";
        OFFER_OTPK = "offer-otpk", "SGP.22 §5.6.3", "bppEuiccOtpk names the key that a profile was bound to";
        COUNT_CONFIRMATION_CODE = "count-confirmation-code", "SGP.22 §5.6.2", "a wrong Confirmation Code is counted";
        BLOCK_CONFIRMATION_CODE = "block-confirmation-code", "SGP.22 §5.6.2", "an order whose tries are used up is ended";
        FRESH_OTPK = "fresh-otpk", "SGP.22 §5.6.2", "each binding has a one-time key pair of its own";
        FRESH_PPK = "fresh-ppk", "SGP.22 §2.5.3", "the keys of a protected profile package are random and its own";
        SEGMENT_LIMIT = "segment-limit", "SGP.22 §2.6.4", "a protected segment has at most 1020 octets";
        MARK_DOWNLOADED = "mark-downloaded", "SGP.22 §3.1.6", "a profile that was handed out is Downloaded";
        MARK_INSTALLED = "mark-installed", "SGP.22 §3.1.6", "a profile that was installed is Installed";
        MARK_ERROR = "mark-error", "SGP.22 §3.1.6", "a profile that failed for good is in Error";
        CANCEL_ENDS_SESSION = "cancel-ends-session", "SGP.22 §5.6.5", "a cancelled session is over";
        CANCEL_ENDS_ORDER = "cancel-ends-order", "SGP.22 §5.6.5", "a refusal by the end user or the device ends the order";
        STORE_NOTIFICATION = "store-notification", "SGP.22 §5.6.4", "a verified notification is kept", masked_by "sm-dp-plus/notification-answer" because "what is kept is not seen on ES9+ or ES2+; the role's own test looks inside";
        REPORT_ELIGIBILITY = "report-eligibility", "SGP.22 §5.3.5", "the operator hears of the eligibility check";
        REPORT_CONFIRMATION_FAILURE = "report-confirmation-failure", "SGP.22 §5.3.5", "the operator hears that the tries are used up";
        REPORT_DOWNLOAD = "report-download", "SGP.22 §5.3.5", "the operator hears that the package was handed out";
        REPORT_INSTALLATION = "report-installation", "SGP.22 §5.3.5", "the operator hears of the installation";
        KEEP_SERVING = "keep-serving", "SGP.22 §6.5", "what cannot be read leaves the SM-DP+ as it was, and it goes on serving";
        REPEAT_ANSWER = "repeat-answer", "SGP.22 §6.5", "a call with a functionCallIdentifier already answered gets the same answer";
        EXPIRE_SESSION = "expire-session", "SGP.22 §3.1.2", "a session that was left alone is forgotten";
    }
    choices: {
        SESSION = "session", "SGP.22 §5.6", "the session that a transactionId names";
        CI_FOR_VERIFICATION = "ci-for-verification", "SGP.22 §5.6.1", "the CI under which the eUICC verifies CERT.DPauth";
        CI_FOR_SIGNING = "ci-for-signing", "SGP.22 §5.6.1", "the CI under which the eUICC signs";
        ORDER = "order", "SGP.22 §5.6.3", "the order that MatchingID and EID name";
    }
    artefacts: {
        SERVER_SIGNED1 = "server-signed1" as "serverSigned1", "SGP.22 §5.6.1", "what CERT.DPauth signs for the eUICC";
        SERVER_SIGNATURE1 = "server-signature1" as "serverSignature1", "SGP.22 §5.6.1", "signature over serverSigned1 by CERT.DPauth";
        CI_PKID_TO_BE_USED = "euicc-ci-pkid-to-be-used" as "euiccCiPKIdToBeUsed", "SGP.22 §5.6.1", "the CI key under which the eUICC is to sign";
        SERVER_CERTIFICATE = "server-certificate" as "serverCertificate", "SGP.22 §5.6.1", "CERT.DPauth";
        PROFILE_METADATA = "profile-metadata" as "profileMetadata", "SGP.22 §5.6.3", "StoreMetadataRequest shown to the LPA";
        SMDP_SIGNED2 = "smdp-signed2" as "smdpSigned2", "SGP.22 §5.6.3", "what CERT.DPpb signs for the download";
        SMDP_SIGNATURE2 = "smdp-signature2" as "smdpSignature2", "SGP.22 §5.6.3", "signature over smdpSigned2 and euiccSignature1 by CERT.DPpb";
        SMDP_CERTIFICATE = "smdp-certificate" as "smdpCertificate", "SGP.22 §5.6.3", "CERT.DPpb";
        CONTROL_REF_TEMPLATE = "control-ref-template" as "controlRefTemplate", "SGP.22 §5.5.1", "key type, key length and hostId of the key agreement";
        REMOTE_OP_ID = "remote-op-id" as "remoteOpId", "SGP.22 §5.5.1", "the remote operation that is opened";
        KEY_AGREEMENT = "key-agreement" as "InitialiseSecureChannelRequest", "SGP.22 §5.5.1", "the key agreement before it is signed";
        SMDP_SIGN = "smdp-sign" as "smdpSign", "SGP.22 §5.5.1", "signature over the key agreement by CERT.DPpb";
        CONFIGURE_ISDP = "configure-isdp" as "ConfigureISDPRequest", "SGP.22 §5.5.2", "the clear configuration of the ISD-P";
        STORE_METADATA = "store-metadata" as "StoreMetadataRequest", "SGP.22 §5.5.3", "the clear metadata of the package";
        REPLACE_SESSION_KEYS = "replace-session-keys" as "ReplaceSessionKeysRequest", "SGP.22 §5.5.4", "the clear keys of the protected profile package";
        PROFILE_PACKAGE = "profile-package" as "UnprotectedProfilePackage", "SGP.22 §2.5.2", "the clear profile elements";
        SEGMENT_87 = "segment-87" as "segment87", "SGP.22 §2.6.4", "an encrypted segment of configuration or keys";
        SEGMENT_88 = "segment-88" as "segment88", "SGP.22 §2.6.4", "a MACed segment of metadata";
        SEGMENT_86 = "segment-86" as "segment86", "SGP.22 §2.6.4", "an encrypted segment of profile elements";
        BOUND_PROFILE_PACKAGE = "bound-profile-package" as "BoundProfilePackage", "SGP.22 §2.5.4", "the package bound to one eUICC";
        HTTP_HEAD = "http-head" as "HttpHead", "SGP.22 §6.5", "status line and headers of an answer";
        HTTP_BODY = "http-body" as "HttpBody", "SGP.22 §6.5", "the body of an answer";
        NOTIFICATION_ANSWER = "notification-answer" as "NotificationAnswer", "SGP.22 §5.6.4", "the empty answer of a notification function";
        REFUSAL_ANSWER = "refusal-answer" as "RefusalAnswer", "SGP.22 §6.5", "the answer to a request that cannot be read";
    }
}
