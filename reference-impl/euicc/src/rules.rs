//! Everything the eUICC verifies, owes, picks and produces at the level of ES10 commands, by name.

rsp_conduct::rules! {
    role: "euicc",
    checks: {
        FUNCTION_KNOWN = "function-known", "SGP.22 §5.7.2", "a command calls a function that the eUICC has";
        REQUEST_READABLE = "request-readable", "SGP.22 §5.7.2", "a command is DER and holds what its function asks for";
        // ES10b.AuthenticateServer
        SERVER_CURVE = "server-curve", "SGP.22 §5.7.13", "the curve of CERT.DPauth is supported";
        SERVER_CI = "server-ci", "SGP.22 §5.7.13", "CERT.DPauth was issued under a CI key of this eUICC";
        SERVER_CERTIFICATE_SIGNATURE = "server-certificate-signature", "SGP.22 §5.7.13", "CERT.DPauth carries the CI's signature";
        SERVER_CERTIFICATE_ROLE = "server-certificate-role", "SGP.22 §5.7.13", "the certificate policy of CERT.DPauth is that of a server";
        SERVER_CERTIFICATE_KEY_USAGE = "server-certificate-key-usage", "SGP.22 §5.7.13", "the key of CERT.DPauth may sign";
        SERVER_CERTIFICATE_EXTENSIONS = "server-certificate-extensions", "SGP.22 §5.7.13", "CERT.DPauth has no critical extension that is not known";
        SERVER_CERTIFICATE_NOT_REVOKED = "server-certificate-not-revoked", "SGP.22 §5.7.13", "no loaded list takes CERT.DPauth back";
        SERVER_OID = "server-oid", "SGP.22 §5.7.13", "CERT.DPauth names the SM-DP+ by its OID";
        SERVER_SIGNATURE1 = "server-signature1", "SGP.22 §5.7.13", "serverSignature1 verifies over serverSigned1";
        CHALLENGE_OUTSTANDING = "challenge-outstanding", "SGP.22 §5.7.13", "a challenge was asked for before";
        EUICC_CHALLENGE = "euicc-challenge", "SGP.22 §5.7.13", "serverSigned1 carries that challenge";
        CI_PKID_TO_BE_USED = "ci-pkid-to-be-used", "SGP.22 §5.7.13", "the eUICC can sign under the CI key that it is told to use";
        // ES10b.PrepareDownload
        SERVER_AUTHENTICATED = "server-authenticated", "SGP.22 §5.7.5", "a server was authenticated before";
        SMDP_CERTIFICATE_SIGNATURE = "smdp-certificate-signature", "SGP.22 §5.7.5", "CERT.DPpb carries the signature of the CI of CERT.DPauth";
        SMDP_CERTIFICATE_ROLE = "smdp-certificate-role", "SGP.22 §5.7.5", "the certificate policy of CERT.DPpb is that of profile binding";
        SMDP_CERTIFICATE_KEY_USAGE = "smdp-certificate-key-usage", "SGP.22 §5.7.5", "the key of CERT.DPpb may sign";
        SMDP_CERTIFICATE_EXTENSIONS = "smdp-certificate-extensions", "SGP.22 §5.7.5", "CERT.DPpb has no critical extension that is not known";
        SMDP_CERTIFICATE_NOT_REVOKED = "smdp-certificate-not-revoked", "SGP.22 §5.7.5", "no loaded list takes CERT.DPpb back";
        SMDP_CURVE = "smdp-curve", "SGP.22 §5.7.5", "the curve of CERT.DPpb is supported";
        SMDP_OID = "smdp-oid", "SGP.22 §5.7.5", "CERT.DPpb and CERT.DPauth name the same SM-DP+";
        SMDP_SIGNATURE2 = "smdp-signature2", "SGP.22 §5.7.5", "smdpSignature2 verifies over smdpSigned2 and euiccSignature1";
        DOWNLOAD_TRANSACTION_ID = "download-transaction-id", "SGP.22 §5.7.5", "transactionId in smdpSigned2 is that of the session";
        HASH_CC_GIVEN = "hash-cc-given", "SGP.22 §5.7.5", "hashCc is there where smdpSigned2 requires it";
        // ES8+ in LoadBoundProfilePackage
        DOWNLOAD_PREPARED = "download-prepared", "SGP.22 §5.7.6", "a download was prepared before a package is loaded";
        NOT_LOADING = "not-loading", "SGP.22 §5.7.6", "no other server is authenticated and no other download prepared while a package is loaded";
        INITIALISE_SECURE_CHANNEL = "initialise-secure-channel", "SGP.22 §5.5.1", "InitialiseSecureChannelRequest can be read";
        REMOTE_OP_ID = "remote-op-id", "SGP.22 §5.5.1", "the remote operation is installBoundProfilePackage";
        CHANNEL_TRANSACTION_ID = "channel-transaction-id", "SGP.22 §5.5.1", "transactionId of the key agreement is that of the session";
        CONTROL_REF_TEMPLATE = "control-ref-template", "SGP.22 §5.5.1", "key type and key length are supported";
        SMDP_SIGN = "smdp-sign", "SGP.22 §5.5.1", "smdpSign verifies over the key agreement and otPK.EUICC.ECKA";
        SMDP_OTPK = "smdp-otpk", "SGP.22 §5.5.1", "otPK.DP.ECKA is a point of the curve";
        SEGMENT_ORDER = "segment-order", "SGP.22 §2.5.4", "the parts of the package come in their order";
        SEGMENT_TAG = "segment-tag", "SGP.22 §2.5.4", "each part holds segments of its own tag";
        SEGMENT_SIZE = "segment-size", "SGP.22 §2.6.4", "a protected segment has at most 1020 octets";
        SEGMENT_INSIDE = "segment-inside", "SGP.22 §2.5.4", "a segment ends inside its part";
        SEGMENT_MAC = "segment-mac", "SGP.22 §2.6.4", "each protected segment carries the MAC of the chain";
        PACKAGE_END = "package-end", "SGP.22 §2.5.4", "the package ends with its last segment and where its length says";
        PACKAGE_MEMORY = "package-memory", "SGP.22 §2.5.6", "the package fits into the memory that is free";
        CONFIGURE_ISDP = "configure-isdp", "SGP.22 §5.5.2", "ConfigureISDPRequest can be read";
        DP_PROPRIETARY_DATA = "dp-proprietary-data", "SGP.22 §5.5.2", "DpProprietaryData has at most 128 octets";
        STORE_METADATA = "store-metadata", "SGP.22 §5.5.3", "StoreMetadataRequest can be read";
        ICCID_CODING = "iccid-coding", "SGP.22 §5.5.3", "the ICCID is 18 to 20 digits";
        ICON_TYPE = "icon-type", "SGP.22 §5.5.3", "icon and iconType come together or not at all";
        ICON_FORMAT = "icon-format", "SGP.22 §5.5.3", "iconType is jpg or png";
        NOTIFICATION_ADDRESSES = "notification-addresses", "SGP.22 §5.5.3", "each notification that is asked for has an address";
        PROFILE_CLASS = "profile-class", "SGP.22 §5.5.3", "the class of the profile is supported";
        PPR_CLASS = "ppr-class", "SGP.22 §2.9", "only operational profiles have policy rules";
        PROFILE_OWNER = "profile-owner", "SGP.22 §2.9", "a profile with policy rules has an owner";
        PROFILE_OWNER_CODING = "profile-owner-coding", "SGP.22 §2.4a.1.2", "MCC and MNC of the owner are digits";
        PPR_FORBIDDEN = "ppr-forbidden", "SGP.22 §5.7.8", "the policy rules are not among those that the eUICC forbids", masked_by "euicc/ppr-authorised" because "our ordinary card forbids none; the role's own test has one that does";
        PPR_AUTHORISED = "ppr-authorised", "SGP.22 §2.9.2", "the Rules Authorisation Table allows the policy rules to the owner";
        PPR1_ALONE = "ppr1-alone", "SGP.22 §3.1.3", "a profile with PPR1 is the only operational one";
        ICCID_FREE = "iccid-free", "SGP.22 §5.5.3", "no profile with this ICCID is installed";
        REPLACE_SESSION_KEYS = "replace-session-keys", "SGP.22 §5.5.4", "ReplaceSessionKeysRequest can be read and its keys have the right size";
        PROFILE_ELEMENTS = "profile-elements", "SGP.22 §5.5.5", "a package whose elements cannot be processed is not installed";
        PROFILE_ICCID = "profile-iccid", "SGP.22 §5.5.5", "the ICCID of the package is that of the metadata";
        TEST_NAA_KEY = "test-naa-key", "SGP.22 §5.5.5", "a profile of the class test has no key that could open a network";
        // Profile elements in LoadBoundProfilePackage; the error of a refusal is the name of its PEStatus
        PE_READABLE = "pe-readable", "eUICC Profile Package §8.1", "each element can be read";
        PE_HEADER_FIRST = "pe-header-first", "eUICC Profile Package §8.2", "ProfileHeader is the first element";
        PE_END_LAST = "pe-end-last", "eUICC Profile Package §8.11", "PE-End is the last element";
        PE_ONCE = "pe-once", "eUICC Profile Package §8.1", "header, MF, DF.CD and DF.TELECOM stand once at most";
        PE_IDENTIFICATION = "pe-identification", "eUICC Profile Package §8.1", "the identification of an element is below 32768 and unique";
        PE_SUPPORTED = "pe-supported", "eUICC Profile Package §8.1", "an element that is mandated is supported";
        PE_PROFILE_VERSION = "pe-profile-version", "eUICC Profile Package §8.2", "the major version of the package is supported";
        PE_MANDATORY_SERVICES = "pe-mandatory-services", "eUICC Profile Package §8.2", "every service that the header demands is supported";
        PE_MANDATORY_TEMPLATES = "pe-mandatory-templates", "eUICC Profile Package §8.2", "every template that the header demands is supported";
        PE_MANDATORY_AIDS = "pe-mandatory-aids", "eUICC Profile Package §8.2", "every library that the header demands is there";
        PE_TEMPLATE = "pe-template", "eUICC Profile Package §8.3", "the template of a mandated element is supported and belongs to it";
        PE_ORDER = "pe-order", "eUICC Profile Package §8.1", "an element comes after those that it builds on";
        PE_COMPONENTS = "pe-components", "eUICC Profile Package §8.3", "an element has the files that its type requires and no others";
        PE_FILE_DESCRIPTOR = "pe-file-descriptor", "eUICC Profile Package §8.3.2", "a file descriptor has legal values that fit each other and the template";
        PE_FILE_UNIQUE = "pe-file-unique", "eUICC Profile Package §8.3.2", "no file beside it has the same identifier, short identifier or name";
        PE_FILE_CONTENT = "pe-file-content", "eUICC Profile Package §8.3.3", "content and offsets stay inside the file";
        PE_FILE_PATH = "pe-file-path", "eUICC Profile Package §8.3.5", "a path leads to a directory";
        PE_LINK_TARGET = "pe-link-target", "eUICC Profile Package §8.3.2", "the target of a link is there";
        PE_MEMORY = "pe-memory", "eUICC Profile Package §8.1", "what an element installs fits into free memory";
        PE_CODE_CONTEXT = "pe-code-context", "eUICC Profile Package §8.4", "global codes stand in the MF, local ones in a DF or ADF";
        PE_CODE_VALUES = "pe-code-values", "eUICC Profile Package §8.4", "the tries that are left are not more than those allowed";
        PE_CODE_UNIQUE = "pe-code-unique", "eUICC Profile Package §8.4", "a key reference stands once in its place";
        PE_PUK_REFERENCE = "pe-puk-reference", "eUICC Profile Package §8.4", "the PUK of a PIN, and the codes that a directory shares, are there";
        PE_AKA_CONTEXT = "pe-aka-context", "eUICC Profile Package §8.5", "authentication belongs to one application and, where mapped, to one that has it";
        PE_AKA_ALGORITHM = "pe-aka-algorithm", "eUICC Profile Package §8.5", "the algorithm is supported";
        PE_AKA_VALUES = "pe-aka-values", "eUICC Profile Package §8.5", "keys, constants and sequence numbers have legal values";
        PE_SD_REFERENCE = "pe-sd-reference", "eUICC Profile Package §8.6", "security domains and ADFs that an element names are there";
        PE_APPLICATION_UNIQUE = "pe-application-unique", "eUICC Profile Package §8.7", "no other application has the same AID";
        PE_RUNTIME = "pe-runtime", "eUICC Profile Package §8.7", "the runtime for an application is supported";
        PE_LIBRARY = "pe-library", "eUICC Profile Package §8.7", "the load package of an instance is there";
        // ES10b.CancelSession
        CANCEL_TRANSACTION_ID = "cancel-transaction-id", "SGP.22 §5.7.14", "transactionId of a cancellation is that of the session";
        // ES10b.RetrieveNotificationsList, RemoveNotificationFromList
        NOTIFICATION_CRITERIA = "notification-criteria", "SGP.22 §5.7.10", "searchCriteria stands in a tag of its own and is known";
        NOTIFICATION_PRESENT = "notification-present", "SGP.22 §5.7.11", "the notification that is to be removed is there";
        // ES10b.LoadCRL
        CRL_FORMAT = "crl-format", "SGP.22 §5.7.12", "the list can be read";
        CRL_ISSUER = "crl-issuer", "SGP.22 §5.7.12", "the list is that of a CI of this eUICC";
        CRL_SIGNATURE = "crl-signature", "SGP.22 §5.7.12", "the list carries the CI's signature";
        CRL_FRESHER = "crl-fresher", "SGP.22 §5.7.12", "no later list of the CI is loaded";
        CRL_BASE = "crl-base", "SGP.22 §5.7.12", "the list that a list of changes is based on is loaded";
        CRL_MEMORY = "crl-memory", "SGP.22 §5.7.12", "there is memory for the list", masked_by "euicc/crl-format" because "how much memory a card has for lists is its own, and no case knows it; the role's own test fills it";
        // ES10a.SetDefaultDpAddress
        DEFAULT_DP_ADDRESS = "default-dp-address", "SGP.22 §5.7.4", "the default SM-DP+ address can be that of a host";
        // ES10c
        PROFILES_INFO_INPUT = "profiles-info-input", "SGP.22 §5.7.15", "search criteria and tag list can be read";
        ENABLE_TARGET = "enable-target", "SGP.22 §5.7.16", "the profile that is to be enabled is installed";
        ENABLE_STATE = "enable-state", "SGP.22 §5.7.16", "the profile that is to be enabled is disabled";
        ENABLE_AFTER_TEST = "enable-after-test", "SGP.22 §5.7.16", "after a test profile comes the operational profile whose place it took";
        ENABLE_PPR1 = "enable-ppr1", "SGP.22 §5.7.16", "the profile in use may be disabled";
        ENABLE_CAT_BUSY = "enable-cat-busy", "SGP.22 §5.7.16", "no proactive session is running when a profile is enabled";
        DISABLE_TARGET = "disable-target", "SGP.22 §5.7.17", "the profile that is to be disabled is installed";
        DISABLE_STATE = "disable-state", "SGP.22 §5.7.17", "the profile that is to be disabled is enabled";
        DISABLE_PPR1 = "disable-ppr1", "SGP.22 §5.7.17", "a profile with PPR1 is not disabled";
        DISABLE_CAT_BUSY = "disable-cat-busy", "SGP.22 §5.7.17", "no proactive session is running when a profile is disabled";
        DELETE_TARGET = "delete-target", "SGP.22 §5.7.18", "the profile that is to be deleted is installed";
        DELETE_STATE = "delete-state", "SGP.22 §5.7.18", "the profile that is to be deleted is disabled";
        DELETE_PPR2 = "delete-ppr2", "SGP.22 §5.7.18", "a profile with PPR2 is not deleted";
        MEMORY_RESET_SOMETHING = "memory-reset-something", "SGP.22 §5.7.19", "there is something to reset";
        MEMORY_RESET_CAT_BUSY = "memory-reset-cat-busy", "SGP.22 §5.7.19", "no proactive session is running when memory is reset";
        NICKNAME_TARGET = "nickname-target", "SGP.22 §5.7.21", "the profile that is to be named is installed";
        NICKNAME_TEXT = "nickname-text", "SGP.22 §5.7.21", "a nickname has at most 64 characters";
    }
    duties: {
        DROP_SESSION = "drop-session", "SGP.22 §5.7.7", "a new challenge ends the session before it";
        FRESH_CHALLENGE = "fresh-challenge", "SGP.22 §5.7.7", "each challenge is new";
        FRESH_OTPK = "fresh-otpk", "SGP.22 §5.7.5", "each download has a one-time key of its own unless the server asks for the old one";
        ERASE_OTSK = "erase-otsk", "SGP.22 §3.1.3.3", "the one-time key is erased when the installation ended for good";
        REUSE_OTPK = "reuse-otpk", "SGP.22 §5.7.5", "the one-time key of an unfinished download is taken again when the server asks for it";
        KEEP_OTSK = "keep-otsk", "SGP.22 §3.1.3.3", "the one-time key stays when the installation may be tried again";
        SPEND_CHALLENGE = "spend-challenge", "SGP.22 §5.7.13", "a challenge serves one authentication";
        CLOSE_ON_ERROR = "close-on-error", "SGP.22 §5.7.13", "a refusal of AuthenticateServer or PrepareDownload ends the session";
        CLOSE_ON_CANCEL = "close-on-cancel", "SGP.22 §5.7.14", "a cancellation ends the session";
        CLOSE_AFTER_RESULT = "close-after-result", "SGP.22 §5.7.6", "the result of an installation ends the session";
        DISCARD_INTERRUPTED = "discard-interrupted", "SGP.22 §5.7.6", "a reset leaves nothing of an installation that was under way";
        NOTIFY_INTERRUPTION = "notify-interruption", "SGP.22 §2.5.6", "an installation that was interrupted has a result";
        INSTALL_DISABLED = "install-disabled", "SGP.22 §3.1.3", "a profile is disabled after its installation";
        REPORT_RESOURCES = "report-resources", "SGP.22 §5.7.8", "extCardResource says what installed profiles leave";
        STORE_DP_ADDRESS = "store-dp-address", "SGP.22 §5.7.4", "the default SM-DP+ address is kept";
        STORE_CRL = "store-crl", "SGP.22 §5.7.12", "a revocation list is kept";
        STORE_NICKNAME = "store-nickname", "SGP.22 §5.7.21", "a nickname is kept";
        DISABLE_OTHER = "disable-other", "SGP.22 §5.7.16", "at most one profile is enabled";
        RAISE_REFRESH = "raise-refresh", "SGP.22 §5.7.16", "the terminal is told of a profile switch by REFRESH when the LPA asks for it";
        DEFER_SWITCH = "defer-switch", "SGP.22 §5.7.16", "a profile switch with REFRESH waits for the terminal";
        REFRESH_AFTER_RESET = "refresh-after-reset", "SGP.22 §5.7.19", "the terminal is told by REFRESH when the enabled profile is gone";
        DELETE_OPERATIONAL = "delete-operational", "SGP.22 §5.7.19", "eUICCMemoryReset deletes operational profiles";
        DELETE_TEST = "delete-test", "SGP.22 §5.7.19", "eUICCMemoryReset deletes test profiles that were loaded in the field";
        RESET_DP_ADDRESS = "reset-dp-address", "SGP.22 §5.7.19", "eUICCMemoryReset resets the default SM-DP+ address";
        SEQUENCE_OUTLIVES_RESET = "sequence-outlives-reset", "SGP.22 §3.5", "sequence numbers go on after eUICCMemoryReset";
        NOTIFY_INSTALL = "notify-install", "SGP.22 §3.5", "further recipients that the metadata names are notified of an installation";
        NOTIFY_ENABLE = "notify-enable", "SGP.22 §3.5", "enabling is notified to whom the metadata names";
        NOTIFY_DISABLE = "notify-disable", "SGP.22 §3.5", "disabling is notified to whom the metadata names";
        NOTIFY_IMPLICIT_DISABLE = "notify-implicit-disable", "SGP.22 §3.5", "disabling by enabling another profile is notified, too";
        NOTIFY_DELETE = "notify-delete", "SGP.22 §3.5", "deletion is notified to whom the metadata names";
        KEEP_NOTIFICATIONS_OF_DELETED = "keep-notifications-of-deleted", "SGP.22 §3.5", "notifications outlive their profile";
        REMOVE_NOTIFICATION = "remove-notification", "SGP.22 §5.7.11", "a notification is forgotten when the LPA has delivered it";
        RAISE_SEQUENCE_NUMBER = "raise-sequence-number", "SGP.22 §3.5", "each notification has a sequence number of its own";
        KEEP_NOTIFICATION = "keep-notification", "SGP.22 §3.5", "a notification is kept until it is removed";
    }
    choices: {
        SIGNING_IDENTITY = "signing-identity", "SGP.22 §5.7.13", "the key and certificates under the CI that is to be used";
        NOTIFICATION_IDENTITY = "notification-identity", "SGP.22 §3.5", "the key and certificates under the CI that the profile was installed with";
        EVICTED_NOTIFICATION = "evicted-notification", "SGP.22 §3.5", "the notification that gives way when there is room for no more";
        POLICY_ROW = "policy-row", "SGP.22 §2.9.2", "the row of the Rules Authorisation Table that decides";
    }
    artefacts: {
        EUICC_INFO1 = "euicc-info1" as "EUICCInfo1", "SGP.22 §5.7.8", "what the eUICC says of itself before a server is authenticated";
        EUICC_INFO2 = "euicc-info2" as "EUICCInfo2", "SGP.22 §5.7.8", "what the eUICC says of itself";
        EUICC_CHALLENGE_OCTETS = "euicc-challenge-octets" as "euiccChallenge", "SGP.22 §5.7.7", "the eUICC's challenge";
        EUICC_SIGNED1 = "euicc-signed1" as "euiccSigned1", "SGP.22 §5.7.13", "what the eUICC signs for the server";
        EUICC_SIGNATURE1 = "euicc-signature1" as "euiccSignature1", "SGP.22 §5.7.13", "signature over euiccSigned1";
        EUICC_CERTIFICATE = "euicc-certificate" as "euiccCertificate", "SGP.22 §5.7.13", "CERT.EUICC";
        EUM_CERTIFICATE = "eum-certificate" as "eumCertificate", "SGP.22 §5.7.13", "CERT.EUM";
        AUTHENTICATE_SERVER_RESPONSE = "authenticate-server-response" as "AuthenticateServerResponse", "SGP.22 §5.7.13", "the answer of AuthenticateServer";
        EUICC_OTPK = "euicc-otpk" as "euiccOtpk", "SGP.22 §5.7.5", "otPK.EUICC.ECKA";
        HASH_CC = "hash-cc" as "hashCc", "SGP.22 §5.7.5", "the hash of the Confirmation Code as the eUICC signs it";
        EUICC_SIGNED2 = "euicc-signed2" as "euiccSigned2", "SGP.22 §5.7.5", "what the eUICC signs for the download";
        EUICC_SIGNATURE2 = "euicc-signature2" as "euiccSignature2", "SGP.22 §5.7.5", "signature over euiccSigned2 and smdpSignature2";
        PREPARE_DOWNLOAD_RESPONSE = "prepare-download-response" as "PrepareDownloadResponse", "SGP.22 §5.7.5", "the answer of PrepareDownload";
        FINAL_RESULT = "final-result" as "finalResult", "SGP.22 §5.7.6", "how the installation ended";
        INSTALLATION_RESULT_DATA = "installation-result-data" as "ProfileInstallationResultData", "SGP.22 §5.7.6", "what the eUICC signs of an installation";
        EUICC_SIGN_PIR = "euicc-sign-pir" as "euiccSignPIR", "SGP.22 §5.7.6", "signature over ProfileInstallationResultData";
        INSTALLATION_RESULT = "installation-result" as "ProfileInstallationResult", "SGP.22 §5.7.6", "the result of an installation";
        NOTIFICATION_METADATA = "notification-metadata" as "NotificationMetadata", "SGP.22 §5.7.9", "what the eUICC signs of any other event";
        NOTIFICATION_SIGNATURE = "notification-signature" as "euiccNotificationSignature", "SGP.22 §5.7.10", "signature over NotificationMetadata";
        OTHER_NOTIFICATION = "other-notification" as "OtherSignedNotification", "SGP.22 §5.7.10", "the notification of any other event";
        CANCEL_SESSION_SIGNED = "cancel-session-signed" as "euiccCancelSessionSigned", "SGP.22 §5.7.14", "what the eUICC signs of a cancellation";
        CANCEL_SESSION_SIGNATURE = "cancel-session-signature" as "euiccCancelSessionSignature", "SGP.22 §5.7.14", "signature over euiccCancelSessionSigned";
        LIST_NOTIFICATION_RESPONSE = "list-notification-response" as "ListNotificationResponse", "SGP.22 §5.7.9", "the answer of ListNotification";
        RETRIEVE_RESPONSE = "retrieve-notifications-list-response" as "RetrieveNotificationsListResponse", "SGP.22 §5.7.10", "the answer of RetrieveNotificationsList";
        NOTIFICATION_SENT_RESPONSE = "notification-sent-response" as "NotificationSentResponse", "SGP.22 §5.7.11", "the answer of RemoveNotificationFromList";
        LOAD_CRL_RESPONSE = "load-crl-response" as "LoadCRLResponse", "SGP.22 §5.7.12", "the answer of LoadCRL";
        GET_RAT_RESPONSE = "get-rat-response" as "GetRatResponse", "SGP.22 §5.7.22", "the answer of GetRAT";
        CONFIGURED_ADDRESSES_RESPONSE = "euicc-configured-addresses-response" as "EuiccConfiguredAddressesResponse", "SGP.22 §5.7.3", "the answer of GetEuiccConfiguredAddresses";
        SET_DEFAULT_DP_ADDRESS_RESPONSE = "set-default-dp-address-response" as "SetDefaultDpAddressResponse", "SGP.22 §5.7.4", "the answer of SetDefaultDpAddress";
        PROFILE_INFO_LIST_RESPONSE = "profile-info-list-response" as "ProfileInfoListResponse", "SGP.22 §5.7.15", "the answer of GetProfilesInfo";
        ENABLE_PROFILE_RESPONSE = "enable-profile-response" as "EnableProfileResponse", "SGP.22 §5.7.16", "the answer of EnableProfile";
        DISABLE_PROFILE_RESPONSE = "disable-profile-response" as "DisableProfileResponse", "SGP.22 §5.7.17", "the answer of DisableProfile";
        DELETE_PROFILE_RESPONSE = "delete-profile-response" as "DeleteProfileResponse", "SGP.22 §5.7.18", "the answer of DeleteProfile";
        MEMORY_RESET_RESPONSE = "euicc-memory-reset-response" as "EuiccMemoryResetResponse", "SGP.22 §5.7.19", "the answer of eUICCMemoryReset";
        GET_EUICC_DATA_RESPONSE = "get-euicc-data-response" as "GetEuiccDataResponse", "SGP.22 §5.7.20", "the answer of GetEID";
        SET_NICKNAME_RESPONSE = "set-nickname-response" as "SetNicknameResponse", "SGP.22 §5.7.21", "the answer of SetNickname";
        CANCEL_SESSION_RESPONSE = "cancel-session-response" as "CancelSessionResponse", "SGP.22 §5.7.14", "the answer of CancelSession";
    }
}
