"""The values of the valid messages, by field name (the form is explained in README.md)."""
import hashlib


def filler(label, size):
    """Octets that mean nothing: SHA-256 of the label, repeated with a counter."""
    out = b""
    while len(out) < size:
        out += hashlib.sha256(f"{label}/{len(out)}".encode()).digest()
    return out[:size].hex().upper()


TID = filler("transaction", 16)
TID2 = filler("transaction two", 8)
CHALLENGE = filler("euicc challenge", 16)
SERVER_CHALLENGE = filler("server challenge", 16)
SIG = filler("signature", 64)
SIG2 = filler("signature two", 64)
OTPK = "04" + filler("one-time key", 64)
OTPK2 = "04" + filler("other one-time key", 64)
CI = filler("ci key id", 20)
CI2 = filler("ci key id two", 20)
HASH_CC = filler("confirmation code", 32)
ICCID = "98882103000000000132"
ICCID2 = "98882103000000000140"
AID = "A0000005591010FFFFFFFF8900001000"
EID = "89882119900000000000000000000123"
ADDRESS = "dp.harbour.example"
DS_ADDRESS = "events.harbour.example"
ICON = filler("icon", 60)


def bits(text):
    return {"bits": text}


INFO1 = {"svn": "020500", "euiccCiPKIdListForVerification": [CI, CI2], "euiccCiPKIdListForSigning": [CI]}
INFO2_SMALL = {
    "profileVersion": "020301", "svn": "020500", "euiccFirmwareVer": "010000",
    "extCardResource": "81010082040003E8008302" + "2710", "uiccCapability": bits("0111"), "rspCapability": bits("1"),
    "euiccCiPKIdListForVerification": [CI], "euiccCiPKIdListForSigning": [CI],
    "ppVersion": "000001", "sasAcreditationNumber": "HB-EX-0001",
}
INFO2_FULL = INFO2_SMALL | {
    "ts102241Version": "0F0000", "globalplatformVersion": "020301", "euiccCategory": 1,
    "forbiddenProfilePolicyRules": bits("01"), "uiccCapability": bits("01110010000000100001000101"),
    "certificationDataObject": {"platformLabel": "2.999.7/harbour", "discoveryBaseURL": "https://dloa.harbour.example/"},
}
INFO2_27 = INFO2_FULL | {
    "treProperties": bits("01"), "treProductReference": "Harbour-TRE-1",
    "additionalEuiccProfilePackageVersions": ["020100", "030300"], "lpaMode": 0, "euiccCiPKIdListForSigningV3": [CI2],
    "additionalEuiccInfo": "C0FFEE", "highestSvn": "020700", "euiccMinimumSecurityLevel": "01",
    "iotSpecificInfo": {"iotVersion": ["010200"], "ecallSupported": None, "fallbackSupported": None},
    "rspCapability": bits("10010100000000000001000000111"),
}
DEVICE_SMALL = {"tac": "35290611", "deviceCapabilities": {}}
CAPABILITIES = {"gsmSupportedRelease": "050000", "utranSupportedRelease": "080000", "eutranEpcSupportedRelease": "0F0000",
                "contactlessSupportedRelease": "090000", "rspCrlSupportedVersion": "020500", "nrEpcSupportedRelease": "0F0000",
                "nr5gcSupportedRelease": "100000", "eutran5gcSupportedRelease": "0F0000"}
DEVICE = {"tac": "35290611", "deviceCapabilities": CAPABILITIES, "imei": "3529061100000019"}


def common(matching_id, device):
    inner = {"deviceInfo": device}
    if matching_id is not None:
        inner = {"matchingId": matching_id, "deviceInfo": device}
    return {"ctxParamsForCommonAuthentication": inner}


SERVER_SIGNED1 = {"transactionId": TID, "euiccChallenge": CHALLENGE, "serverAddress": ADDRESS, "serverChallenge": SERVER_CHALLENGE}


def euicc_signed1(info2, context):
    return {"transactionId": TID, "serverAddress": ADDRESS, "serverChallenge": SERVER_CHALLENGE, "euiccInfo2": info2,
            "ctxParams1": context}


def authenticated(info2, context):
    return {"authenticateResponseOk": {"euiccSigned1": euicc_signed1(info2, context), "euiccSignature1": SIG,
                                       "euiccCertificate": "cert:euicc", "eumCertificate": "cert:eum"}}


AUTHENTICATED = authenticated(INFO2_SMALL, common("HARBOUR-01", DEVICE))
REFUSED = {"authenticateResponseError": {"transactionId": TID, "authenticateErrorCode": 2}}
SMDP_SIGNED2 = {"transactionId": TID, "ccRequiredFlag": False}
PREPARED = {"downloadResponseOk": {"euiccSigned2": {"transactionId": TID, "euiccOtpk": OTPK}, "euiccSignature2": SIG2}}
METADATA = {"iccid": ICCID, "serviceProviderName": "Harbour Mobile", "profileName": "Blue"}
OWNER = {"mccMnc": "00F110", "gid1": "AA01", "gid2": ""}
ADDRESSES = [{"profileManagementOperation": bits("1"), "notificationAddress": ADDRESS},
             {"profileManagementOperation": bits("0111"), "notificationAddress": "notify.harbour.example"}]
METADATA_FULL = METADATA | {"iconType": 1, "icon": ICON, "profileClass": 0, "notificationConfigurationInfo": ADDRESSES,
                            "profileOwner": OWNER, "profilePolicyRules": bits("011")}
CRT = {"keyType": "88", "keyLen": "10", "hostId": "686172626F7572"}
SECURE = {"remoteOpId": 1, "transactionId": TID, "controlRefTemplate": CRT, "smdpOtpk": OTPK2, "smdpSign": SIG}


def package(keys, pieces, size=1000, metadata_pieces=1):
    out = {"initialiseSecureChannelRequest": SECURE, "firstSequenceOf87": [filler("configure", 24)],
           "sequenceOf88": [filler(f"metadata {n}", 60) for n in range(metadata_pieces)],
           "sequenceOf86": [filler(f"piece {n}", size) for n in range(pieces)]}
    if keys:
        out["secondSequenceOf87"] = [filler("keys", 72)]
    return out


def metadata(number, event, iccid=ICCID):
    out = {"seqNumber": number, "profileManagementOperation": bits(event), "notificationAddress": ADDRESS}
    return out | {"iccid": iccid} if iccid else out


def result(final):
    return {"profileInstallationResultData": result_data(final), "euiccSignPIR": SIG}


def result_data(final):
    return {"transactionId": TID, "notificationMetadata": metadata(7, "1"), "smdpOid": "2.999.10.1", "finalResult": final}


INSTALLED = {"successResult": {"aid": AID, "simaResponse": "3007A0053003800100"}}


def failed(command, reason, response=None):
    out = {"bppCommandId": command, "errorReason": reason}
    return {"errorResult": out | {"simaResponse": response} if response else out}


OTHER = {"tbsOtherNotification": metadata(8, "01"), "euiccNotificationSignature": SIG, "euiccCertificate": "cert:euicc",
         "eumCertificate": "cert:eum"}
PENDING = {"profileInstallationResult": result(INSTALLED)}
CANCEL_SIGNED = {"transactionId": TID, "smdpOid": "2.999.10.1", "reason": 3}
CANCELLED = {"cancelSessionResponseOk": {"euiccCancelSessionSigned": CANCEL_SIGNED, "euiccCancelSessionSignature": SIG}}
INITIATED = {"initiateAuthenticationOk": {"transactionId": TID, "serverSigned1": SERVER_SIGNED1, "serverSignature1": SIG,
                                          "euiccCiPKIdToBeUsed": CI, "serverCertificate": "cert:dp-auth"}}
CLIENT_OK = {"authenticateClientOk": {"transactionId": TID, "profileMetaData": METADATA_FULL, "smdpSigned2": SMDP_SIGNED2,
                                      "smdpSignature2": SIG2, "smdpCertificate": "cert:dp-pb"}}
CLIENT_ACR = {"authenticateClientOkAcr": {"transactionId": TID, "profileMetaData": METADATA}}
CLIENT_REQUEST = {"transactionId": TID, "authenticateServerResponse": AUTHENTICATED}
PACKAGE_REQUEST = {"transactionId": TID, "prepareDownloadResponse": PREPARED}
PACKAGE_OK = {"getBoundProfilePackageOk": {"transactionId": TID, "boundProfilePackage": package(True, 1, 40)}}
CANCEL_ES9 = {"transactionId": TID, "cancelSessionResponse": CANCELLED}
ES11_OK = {"authenticateClientOk": {"transactionId": TID, "eventEntries": [
    {"eventId": "EV-1", "rspServerAddress": ADDRESS}, {"eventId": "EV-2", "rspServerAddress": "dp2.harbour.example"}]}}
INITIATE = {"euiccChallenge": CHALLENGE, "smdpAddress": ADDRESS, "euiccInfo1": INFO1}
ACCESS_RULE = {"refDo": {"deviceAppIdRefDo": filler("app", 20), "pkgRefDo": "6578616D706C65"}, "arDo": {"permArDo": "0000000000000001"}}
PROFILE = {"iccid": ICCID, "isdpAid": AID, "profileState": 1, "profileNickname": "work", "serviceProviderName": "Harbour Mobile",
           "profileName": "Blue", "profileClass": 2}
PROFILE_FULL = PROFILE | {"iconType": 0, "icon": ICON, "notificationConfigurationInfo": ADDRESSES, "profileOwner": OWNER,
                          "dpProprietaryData": {"dpOid": "2.999.10.1"}, "profilePolicyRules": bits("111"), "refArDo": [ACCESS_RULE]}
RULES = [{"pprIds": bits("011"), "allowedOperators": [{"mccMnc": "EEEEEE"}], "pprFlags": bits("1")},
         {"pprIds": bits("01"), "allowedOperators": [OWNER, {"mccMnc": "62F210", "gid2": "07"}], "pprFlags": bits("")}]


def coded(kind, field, codes, wrap=None):
    """One instance for each value of a named INTEGER."""
    for code in codes:
        value = {field: code}
        yield kind, f"{field}-{code}", wrap(value) if wrap else value


def values():
    """(type, name, value) of every valid message."""
    for kind in ("GetEuiccInfo1Request", "GetEuiccInfo2Request", "GetEuiccChallengeRequest", "GetRatRequest",
                 "EuiccConfiguredAddressesRequest"):
        yield kind, "empty", {}
    yield "GetEuiccChallengeResponse", "typical", {"euiccChallenge": CHALLENGE}
    yield "GetEuiccChallengeResponse", "zeros", {"euiccChallenge": "00" * 16}
    yield "EUICCInfo1", "two-ci", INFO1
    yield "EUICCInfo1", "no-ci", INFO1 | {"euiccCiPKIdListForVerification": [], "euiccCiPKIdListForSigning": []}
    yield "EUICCInfo1", "short-key-id", INFO1 | {"euiccCiPKIdListForSigning": ["0102"]}
    yield "EUICCInfo2", "small", INFO2_SMALL
    yield "EUICCInfo2", "full", INFO2_FULL
    yield "EUICCInfo2", "v2.7", INFO2_27
    yield "EUICCInfo2", "integrated", INFO2_SMALL | {"treProperties": bits("01"), "treProductReference": "Harbour-TRE-1",
                                                     "additionalEuiccProfilePackageVersions": ["020100"]}
    yield "EUICCInfo2", "empty-bits", INFO2_SMALL | {"uiccCapability": bits(""), "rspCapability": bits(""), "extCardResource": ""}
    yield "ISDRProprietaryApplicationTemplate", "small", {"svn": "020500"}
    yield "ISDRProprietaryApplicationTemplate", "lpae", {"svn": "020500", "lpaeSupport": bits("01")}
    yield "DeviceCapabilities", "none", {}
    yield "DeviceCapabilities", "v2.5", CAPABILITIES | {"cdma2000onexSupportedRelease": "010000",
                                                        "cdma2000hrpdSupportedRelease": "020000", "cdma2000ehrpdSupportedRelease": "030000"}
    yield "DeviceCapabilities", "v2.7", CAPABILITIES | {"lpaSvn": "020700", "catSupportedClasses": bits("1101"),
        "euiccFormFactorType": 1, "deviceAdditionalFeatureSupport": {"naiSupport": "010000", "groupOfDeviceManufacturerOid": "2.999.44"}}
    yield "DeviceInfo", "small", DEVICE_SMALL
    yield "DeviceInfo", "full", DEVICE
    yield "ServerSigned1", "typical", SERVER_SIGNED1
    yield "ServerSigned1", "short-transaction", SERVER_SIGNED1 | {"transactionId": "2A"}
    yield "ServerSigned1", "not-ascii", SERVER_SIGNED1 | {"serverAddress": "dp.håfen.example"}
    yield "CtxParams1", "small", common(None, DEVICE_SMALL)
    yield "CtxParams1", "empty-matching-id", common("", DEVICE_SMALL)
    yield "CtxParams1", "full", common("HARBOUR-01", DEVICE)
    request = {"serverSigned1": SERVER_SIGNED1, "serverSignature1": SIG, "euiccCiPKIdToBeUsed": CI,
               "serverCertificate": "cert:dp-auth", "ctxParams1": common("HARBOUR-01", DEVICE)}
    yield "AuthenticateServerRequest", "typical", request
    yield "AuthenticateServerRequest", "event", request | {"ctxParams1": common("EV-1", DEVICE_SMALL)}
    yield "AuthenticateServerRequest", "empty-ci", request | {"euiccCiPKIdToBeUsed": "", "ctxParams1": common(None, DEVICE_SMALL)}
    yield "EuiccSigned1", "small", euicc_signed1(INFO2_SMALL, common(None, DEVICE_SMALL))
    yield "EuiccSigned1", "v2.7", euicc_signed1(INFO2_27, common("HARBOUR-01", DEVICE))
    yield "AuthenticateServerResponse", "ok", AUTHENTICATED
    yield "AuthenticateServerResponse", "ok-full", authenticated(INFO2_FULL, common("", DEVICE_SMALL))
    for code in (1, 2, 3, 4, 5, 6, 7, 42, 127):
        yield "AuthenticateServerResponse", f"error-{code}", {"authenticateResponseError": {"transactionId": TID, "authenticateErrorCode": code}}
    yield "SmdpSigned2", "no-code", SMDP_SIGNED2
    yield "SmdpSigned2", "code", SMDP_SIGNED2 | {"ccRequiredFlag": True}
    yield "SmdpSigned2", "retry", SMDP_SIGNED2 | {"bppEuiccOtpk": OTPK}
    prepare = {"smdpSigned2": SMDP_SIGNED2, "smdpSignature2": SIG2, "smdpCertificate": "cert:dp-pb"}
    yield "PrepareDownloadRequest", "no-code", prepare
    yield "PrepareDownloadRequest", "code", prepare | {"smdpSigned2": SMDP_SIGNED2 | {"ccRequiredFlag": True}, "hashCc": HASH_CC}
    yield "EUICCSigned2", "no-code", {"transactionId": TID, "euiccOtpk": OTPK}
    yield "EUICCSigned2", "code", {"transactionId": TID, "euiccOtpk": OTPK, "hashCc": HASH_CC}
    yield "EUICCSigned2", "odd-key", {"transactionId": TID2, "euiccOtpk": "0203"}
    yield "PrepareDownloadResponse", "ok", PREPARED
    for code in (1, 2, 3, 4, 5, 127):
        yield "PrepareDownloadResponse", f"error-{code}", {"downloadResponseError": {"transactionId": TID, "downloadErrorCode": code}}
    for reason in (0, 1, 2, 3, 4, 5, 127):
        yield "CancelSessionRequest", f"reason-{reason}", {"transactionId": TID, "reason": reason}
    yield "CancelSessionRequest", "reason-unnamed", {"transactionId": TID2, "reason": 64}
    yield "EuiccCancelSessionSigned", "typical", CANCEL_SIGNED
    yield "EuiccCancelSessionSigned", "long-arc", CANCEL_SIGNED | {"smdpOid": "1.3.6.1.4.1.4294967295"}
    yield "CancelSessionResponse", "ok", CANCELLED
    yield from coded("CancelSessionResponse", "cancelSessionResponseError", (5, 127))
    yield "ControlRefTemplate", "typical", CRT
    yield "ControlRefTemplate", "long-host", CRT | {"hostId": filler("host", 16)}
    yield "InitialiseSecureChannelRequest", "typical", SECURE
    yield "InitialiseSecureChannelRequest", "other-operation", SECURE | {"remoteOpId": 2}
    yield "ConfigureISDPRequest", "empty", {}
    yield "ConfigureISDPRequest", "proprietary", {"dpProprietaryData": {"dpOid": "2.999.10.1"}}
    yield "ReplaceSessionKeysRequest", "typical", {"initialMacChainingValue": filler("mcv", 16), "ppkEnc": filler("enc", 16), "ppkCmac": filler("mac", 16)}
    yield "BoundProfilePackage", "session-keys", package(False, 2)
    yield "BoundProfilePackage", "random-keys", package(True, 3)
    yield "BoundProfilePackage", "metadata-in-three", package(True, 1, 30, 3)
    yield "BoundProfilePackage", "twenty-pieces", package(True, 20, 1008)
    yield "StoreMetadataRequest", "small", METADATA
    yield "StoreMetadataRequest", "full", METADATA_FULL
    yield "StoreMetadataRequest", "provisioning", METADATA | {"profileClass": 1}
    yield "StoreMetadataRequest", "unnamed-class", METADATA | {"profileClass": 9}
    yield "StoreMetadataRequest", "empty-names", METADATA | {"serviceProviderName": "", "profileName": ""}
    yield "StoreMetadataRequest", "names-at-limit", METADATA | {"serviceProviderName": "ø" * 32, "profileName": "€" * 64}
    yield "StoreMetadataRequest", "icon-at-limit", METADATA | {"iconType": 0, "icon": filler("large icon", 1024)}
    yield "StoreMetadataRequest", "empty-icon", METADATA | {"iconType": 1, "icon": ""}
    yield "StoreMetadataRequest", "ppr1", METADATA | {"profileOwner": {"mccMnc": "00F110"}, "profilePolicyRules": bits("01")}
    yield "StoreMetadataRequest", "no-addresses", METADATA | {"notificationConfigurationInfo": []}
    yield "UpdateMetadataRequest", "empty", {}
    yield "UpdateMetadataRequest", "names", {"serviceProviderName": "Harbour", "profileName": "Green"}
    yield "UpdateMetadataRequest", "full", {"serviceProviderName": "Harbour", "profileName": "Green", "iconType": 1, "icon": ICON, "profilePolicyRules": bits("")}
    yield "ProfileInstallationResultData", "installed", result_data(INSTALLED)
    yield "ProfileInstallationResult", "installed", result(INSTALLED)
    for reason in (*range(1, 16), 127):
        yield "ProfileInstallationResult", f"reason-{reason}", result(failed(5 if reason > 6 else 0, reason))
    for command in range(6):
        yield "ProfileInstallationResultData", f"command-{command}", result_data(failed(command, 8))
    yield "ProfileInstallationResult", "with-response", result(failed(5, 12, "3007A0053003800102"))
    for name, event in (("install", "1"), ("enable", "01"), ("disable", "001"), ("delete", "0001"), ("none", ""), ("all", "1111")):
        yield "NotificationMetadata", name, metadata(7, event)
    for number in (0, 127, 128, 255, 256, 65535, 2147483647):
        yield "NotificationMetadata", f"number-{number}", metadata(number, "0001", None)
    yield "OtherSignedNotification", "enable", OTHER
    yield "OtherSignedNotification", "delete", OTHER | {"tbsOtherNotification": metadata(9, "0001", ICCID2)}
    yield "PendingNotification", "result", PENDING
    yield "PendingNotification", "other", {"otherSignedNotification": OTHER}
    yield "ListNotificationRequest", "all", {}
    yield "ListNotificationRequest", "install", {"profileManagementOperation": bits("1")}
    yield "ListNotificationRequest", "empty-filter", {"profileManagementOperation": bits("")}
    yield "ListNotificationResponse", "none", {"notificationMetadataList": []}
    yield "ListNotificationResponse", "two", {"notificationMetadataList": [metadata(7, "1"), metadata(8, "01", ICCID2)]}
    yield from coded("ListNotificationResponse", "listNotificationsResultError", (127,))
    yield "RetrieveNotificationsListRequest", "all", {}
    yield "RetrieveNotificationsListRequest", "by-number", {"searchCriteria": {"seqNumber": 300}}
    yield "RetrieveNotificationsListRequest", "by-event", {"searchCriteria": {"profileManagementOperation": bits("001")}}
    yield "RetrieveNotificationsListResponse", "none", {"notificationList": []}
    yield "RetrieveNotificationsListResponse", "two", {"notificationList": [PENDING, {"otherSignedNotification": OTHER}]}
    yield from coded("RetrieveNotificationsListResponse", "notificationsListResultError", (1, 127))
    yield from coded("NotificationSentRequest", "seqNumber", (0, 7, 128, 65536))
    yield from coded("NotificationSentResponse", "deleteNotificationStatus", (0, 1, 127))
    yield "LoadCRLRequest", "crl", {"crl": "cert:crl"}
    yield "LoadCRLRequest", "empty-crl", {"crl": "cert:crl-empty"}
    yield "LoadCRLResponse", "loaded", {"loadCRLResponseOk": {}}
    yield "LoadCRLResponse", "missing", {"loadCRLResponseOk": {"missingParts": [2, 5, 300]}}
    yield from coded("LoadCRLResponse", "loadCRLResponseError", (1, 2, 3, 4, 5, 6, 127))
    yield "GetRatResponse", "none", {"rat": []}
    yield "GetRatResponse", "two-rules", {"rat": RULES}
    yield "ProfileInfoListRequest", "all", {}
    yield "ProfileInfoListRequest", "by-iccid", {"searchCriteria": {"iccid": ICCID}}
    yield "ProfileInfoListRequest", "by-aid", {"searchCriteria": {"isdpAid": AID}, "tagList": "5A9F70"}
    yield "ProfileInfoListRequest", "by-class", {"searchCriteria": {"profileClass": 1}, "tagList": "4F"}
    yield "ProfileInfoListRequest", "tags", {"tagList": "5A4F9F7090B6BF76"}
    yield "ProfileInfoListResponse", "none", {"profileInfoListOk": []}
    yield "ProfileInfoListResponse", "two", {"profileInfoListOk": [PROFILE, {"iccid": ICCID2, "profileState": 0}]}
    yield "ProfileInfoListResponse", "full", {"profileInfoListOk": [PROFILE_FULL]}
    yield from coded("ProfileInfoListResponse", "profileInfoListError", (1, 127))
    yield "ProfileInfo", "empty", {}
    yield "ProfileInfo", "typical", PROFILE
    yield "ProfileInfo", "full", PROFILE_FULL
    long_rule = ACCESS_RULE | {"refDo": {"deviceAppIdRefDo": filler("app", 32)}}
    yield "ProfileInfo", "access-rules", {"iccid": ICCID, "refArDo": [ACCESS_RULE, long_rule]}
    for kind in ("EnableProfileRequest", "DisableProfileRequest"):
        yield kind, "by-iccid", {"profileIdentifier": {"iccid": ICCID}, "refreshFlag": True}
        yield kind, "by-aid", {"profileIdentifier": {"isdpAid": AID}, "refreshFlag": False}
    yield from coded("EnableProfileResponse", "enableResult", (0, 1, 2, 3, 4, 5, 127))
    yield from coded("DisableProfileResponse", "disableResult", (0, 1, 2, 3, 5, 127))
    yield "DeleteProfileRequest", "by-iccid", {"iccid": ICCID}
    yield "DeleteProfileRequest", "by-aid", {"isdpAid": AID}
    yield from coded("DeleteProfileResponse", "deleteResult", (0, 1, 2, 3, 127))
    for name, text in (("nothing", ""), ("operational", "1"), ("test", "01"), ("address", "001"), ("everything", "111")):
        yield "EuiccMemoryResetRequest", name, {"resetOptions": bits(text)}
    yield from coded("EuiccMemoryResetResponse", "resetResult", (0, 1, 5, 127))
    yield "GetEuiccDataRequest", "eid", {"tagList": "5A"}
    yield "GetEuiccDataResponse", "eid", {"eidValue": EID}
    yield "SetNicknameRequest", "typical", {"iccid": ICCID, "profileNickname": "work"}
    yield "SetNicknameRequest", "remove", {"iccid": ICCID, "profileNickname": ""}
    yield "SetNicknameRequest", "at-limit", {"iccid": ICCID, "profileNickname": "ш" * 64}
    yield from coded("SetNicknameResponse", "setNicknameResult", (0, 1, 127))
    yield "EuiccConfiguredAddressesResponse", "both", {"defaultDpAddress": ADDRESS, "rootDsAddress": DS_ADDRESS}
    yield "EuiccConfiguredAddressesResponse", "no-default", {"rootDsAddress": DS_ADDRESS}
    yield "SetDefaultDpAddressRequest", "typical", {"defaultDpAddress": ADDRESS}
    yield "SetDefaultDpAddressRequest", "remove", {"defaultDpAddress": ""}
    for size in (125, 126, 127, 128, 254, 255, 256):
        yield "SetDefaultDpAddressRequest", f"length-{size}", {"defaultDpAddress": "h" * size}
    yield from coded("SetDefaultDpAddressResponse", "setDefaultDpAddressResult", (0, 127))
    yield "LpaeActivationRequest", "cat", {"lpaeOption": bits("1")}
    yield from coded("LpaeActivationResponse", "lpaeActivationResult", (0, 1))
    yield "InitiateAuthenticationRequest", "typical", INITIATE
    yield "InitiateAuthenticationResponse", "ok", INITIATED
    yield from coded("InitiateAuthenticationResponse", "initiateAuthenticationError", (1, 2, 3))
    yield "AuthenticateClientRequest", "ok", CLIENT_REQUEST
    yield "AuthenticateClientRequest", "refused", {"transactionId": TID, "authenticateServerResponse": REFUSED}
    yield "AuthenticateClientRequest", "acr", CLIENT_REQUEST | {"useMatchingIdForAcr": None}
    yield "AuthenticateClientResponseEs9", "ok", CLIENT_OK
    yield "AuthenticateClientResponseEs9", "acr", CLIENT_ACR
    yield from coded("AuthenticateClientResponseEs9", "authenticateClientError", (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 18, 127))
    yield "GetBoundProfilePackageRequest", "ok", PACKAGE_REQUEST
    yield "GetBoundProfilePackageRequest", "refused", {"transactionId": TID, "prepareDownloadResponse": {
        "downloadResponseError": {"transactionId": TID, "downloadErrorCode": 2}}}
    yield "GetBoundProfilePackageResponse", "ok", PACKAGE_OK
    yield from coded("GetBoundProfilePackageResponse", "getBoundProfilePackageError", (1, 2, 3, 4, 5, 6, 95, 127))
    yield "HandleNotification", "result", {"pendingNotification": PENDING}
    yield "HandleNotification", "other", {"pendingNotification": {"otherSignedNotification": OTHER}}
    yield "CancelSessionRequestEs9", "ok", CANCEL_ES9
    yield "CancelSessionRequestEs9", "error", {"transactionId": TID, "cancelSessionResponse": {"cancelSessionResponseError": 5}}
    yield "CancelSessionResponseEs9", "ok", {"cancelSessionOk": {}}
    yield from coded("CancelSessionResponseEs9", "cancelSessionError", (1, 2, 127))
    yield "AuthenticateClientResponseEs11", "two-events", ES11_OK
    yield "AuthenticateClientResponseEs11", "no-event", {"authenticateClientOk": {"transactionId": TID, "eventEntries": []}}
    yield from coded("AuthenticateClientResponseEs11", "authenticateClientError", (1, 2, 3, 4, 5, 6, 7, 127))
    for alternative, value in (("initiateAuthenticationRequest", INITIATE), ("authenticateClientRequest", CLIENT_REQUEST),
                               ("getBoundProfilePackageRequest", PACKAGE_REQUEST), ("cancelSessionRequestEs9", CANCEL_ES9),
                               ("handleNotification", {"pendingNotification": PENDING})):
        yield "RemoteProfileProvisioningRequest", alternative, {alternative: value}
    for alternative, value in (("initiateAuthenticationResponse", INITIATED), ("authenticateClientResponseEs9", CLIENT_OK),
                               ("getBoundProfilePackageResponse", PACKAGE_OK), ("cancelSessionResponseEs9", {"cancelSessionOk": {}}),
                               ("authenticateClientResponseEs11", ES11_OK)):
        yield "RemoteProfileProvisioningResponse", alternative, {alternative: value}
