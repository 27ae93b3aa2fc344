"""Single mutations that make a valid message invalid."""


def header(octets, at):
    """(tag as hex, offset of the content, length of the content) of the element at `at`."""
    end = at + 1
    if octets[at] & 0x1F == 0x1F:
        while octets[end] & 0x80:
            end += 1
        end += 1
    tag = octets[at:end].hex().upper()
    length = octets[end]
    end += 1
    if length & 0x80:
        count = length & 0x7F
        length = int.from_bytes(octets[end:end + count], "big")
        end += count
    return tag, end, length


def size(length):
    if length < 0x80:
        return bytes([length])
    digits = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(digits)]) + digits


def children(octets):
    at, out = 0, []
    while at < len(octets):
        _, content, length = header(octets, at)
        out.append(octets[at:content + length])
        at = content + length
    return out


def tlv(tag, content):
    return bytes.fromhex(tag) + size(len(content)) + content


def edit(octets, path, change):
    """Applies `change` to the element at `path` (child indices from the root) and repairs the lengths around it."""
    if not path:
        return change(octets)
    tag, content, length = header(octets, 0)
    parts = children(octets[content:content + length])
    parts[path[0]] = edit(parts[path[0]], path[1:], change)
    return tlv(tag, b"".join(parts))


def content(octets):
    _, start, length = header(octets, 0)
    return octets[start:start + length]


def retag(tag):
    return lambda octets: tlv(tag, content(octets))


def put(text):
    return lambda octets: tlv(header(octets, 0)[0], bytes.fromhex(text))


def grow(text):
    return lambda octets: tlv(header(octets, 0)[0], content(octets) + bytes.fromhex(text))


def shrink(octets):
    return tlv(header(octets, 0)[0], content(octets)[:-1])


def drop(index):
    return lambda octets: tlv(header(octets, 0)[0], b"".join(p for n, p in enumerate(children(content(octets))) if n != index))


def swap(first, second):
    def change(octets):
        parts = children(content(octets))
        parts[first], parts[second] = parts[second], parts[first]
        return tlv(header(octets, 0)[0], b"".join(parts))
    return change


def double(index):
    def change(octets):
        parts = children(content(octets))
        return tlv(header(octets, 0)[0], b"".join(parts + [parts[index]]))
    return change


def unwrap(octets):
    return content(octets)


def wrap(tag):
    return lambda octets: tlv(tag, octets)


def whole(text):
    return lambda _: bytes.fromhex(text)


CUT = [
    # base, defect, layer, path, change
    ("GetEuiccChallengeResponse/typical", "length-not-minimal", "der", [0], lambda o: o[:1] + b"\x81" + o[1:]),
    ("EUICCInfo1/two-ci", "length-two-octets-too-many", "der", [0], lambda o: o[:1] + b"\x82\x00" + o[1:]),
    ("EnableProfileRequest/by-iccid", "boolean-true-01", "der", [1], put("01")),
    ("SmdpSigned2/code", "boolean-empty", "der", [1], put("")),
    ("NotificationSentRequest/seqNumber-7", "integer-padded", "der", [0], put("0007")),
    ("NotificationSentRequest/seqNumber-7", "integer-empty", "der", [0], put("")),
    ("ListNotificationRequest/install", "bits-unused-9", "der", [0], put("0980")),
    ("ListNotificationRequest/install", "bits-padding-set", "der", [0], put("07FF")),
    ("ListNotificationRequest/install", "bits-trailing-zeros", "der", [0], put("0080")),
    ("ListNotificationRequest/install", "bits-without-content", "der", [0], put("")),
    ("EuiccCancelSessionSigned/typical", "oid-arc-unfinished", "der", [1], put("8837" + "8A")),
    ("EuiccCancelSessionSigned/typical", "oid-empty", "der", [1], put("")),
    ("StoreMetadataRequest/provisioning", "default-written", "der", [3], put("02")),
    ("GetRatRequest/empty", "octets-after-the-end", "der", [], lambda o: o + b"\x00"),
    ("GetRatRequest/empty", "second-message", "der", [], lambda o: o + o),
    ("PrepareDownloadResponse/ok", "cut-short", "der", [], lambda o: o[:-5]),
    ("GetRatRequest/empty", "tag-only", "der", [], lambda o: o[:2]),
    ("GetRatRequest/empty", "nothing", "der", [], whole("")),
    ("EnableProfileRequest/by-iccid", "indefinite-length", "der", [], lambda o: o[:2] + b"\x80" + content(o) + b"\x00\x00"),
    ("GetEuiccChallengeResponse/typical", "length-beyond-end", "der", [0], lambda o: o[:1] + b"\x7F" + o[2:]),
    ("GetEuiccChallengeResponse/typical", "length-4-gigabyte", "der", [], whole("BF2E84FFFFFFFF80")),
    ("GetRatRequest/empty", "other-message", "type", [], retag("BF42")),
    ("GetRatRequest/empty", "application-class", "type", [], retag("7F43")),
    ("GetEuiccChallengeResponse/typical", "primitive-sequence", "type", [], retag("9F2E")),
    ("SmdpSigned2/no-code", "set", "type", [], retag("31")),
    ("SmdpSigned2/no-code", "flag-automatic-tag", "type", [1], retag("81")),
    ("EnableProfileRequest/by-aid", "flag-universal-tag", "type", [1], retag("01")),
    ("EnableProfileRequest/by-aid", "identifier-not-wrapped", "type", [0], unwrap),
    ("DisableProfileRequest/by-iccid", "identifier-empty", "type", [0], put("")),
    ("DeleteProfileRequest/by-iccid", "identifier-wrapped", "type", [0], wrap("A0")),
    ("DeleteProfileRequest/by-aid", "both-identifiers", "type", [], grow("5A0A98882103000000000132")),
    ("AuthenticateClientRequest/ok", "bf38-doubled", "type", [1], wrap("BF38")),
    ("GetBoundProfilePackageRequest/ok", "bf21-doubled", "type", [1], wrap("BF21")),
    ("LoadCRLRequest/crl", "crl-keeps-30", "type", [0], retag("30")),
    ("EUICCInfo2/small", "pp-version-context-tag", "type", [8], retag("8C")),
    ("EUICCInfo2/small", "pp-version-missing", "type", [], drop(8)),
    ("EUICCInfo1/two-ci", "svn-two-octets", "type", [0], shrink),
    ("ServerSigned1/typical", "challenge-17-octets", "type", [1], grow("00")),
    ("ServerSigned1/typical", "transaction-empty", "type", [0], put("")),
    ("ServerSigned1/typical", "transaction-17-octets", "type", [0], grow("00")),
    ("ServerSigned1/typical", "address-missing", "type", [], drop(2)),
    ("ServerSigned1/typical", "transaction-twice", "type", [], double(0)),
    ("ServerSigned1/typical", "challenges-swapped", "type", [], swap(1, 3)),
    ("ServerSigned1/typical", "address-not-utf8", "type", [2], put("64FF70")),
    ("SetNicknameRequest/at-limit", "nickname-65-characters", "type", [1], grow("78")),
    ("SetNicknameRequest/typical", "iccid-9-octets", "type", [0], shrink),
    ("SetNicknameRequest/typical", "nickname-overlong-utf8", "type", [1], put("C0AF")),
    ("StoreMetadataRequest/names-at-limit", "provider-33-characters", "type", [1], grow("78")),
    ("StoreMetadataRequest/icon-at-limit", "icon-1025-octets", "type", [4], grow("00")),
    ("StoreMetadataRequest/small", "iccid-missing", "type", [], drop(0)),
    ("StoreMetadataRequest/small", "names-swapped", "type", [], swap(1, 2)),
    ("StoreMetadataRequest/full", "icon-twice", "type", [], double(4)),
    ("StoreMetadataRequest/ppr1", "operator-two-octets", "type", [3, 0], shrink),
    ("DeviceInfo/full", "tac-3-octets", "type", [0], shrink),
    ("DeviceInfo/full", "imei-9-octets", "type", [2], grow("00")),
    ("CtxParams1/full", "device-info-missing", "type", [], drop(1)),
    ("PrepareDownloadRequest/code", "hash-31-octets", "type", [2], shrink),
    ("PrepareDownloadRequest/no-code", "certificate-missing", "type", [], drop(2)),
    ("PrepareDownloadResponse/ok", "signature-missing", "type", [0], drop(1)),
    ("PrepareDownloadResponse/ok", "signature-first", "type", [0], swap(0, 1)),
    ("EUICCSigned2/code", "key-missing", "type", [], drop(1)),
    ("AuthenticateServerResponse/ok", "no-alternative", "type", [], put("")),
    ("AuthenticateServerResponse/error-1", "code-automatic-tag", "type", [0, 1], retag("81")),
    ("AuthenticateServerResponse/ok", "info2-missing", "type", [0, 0], drop(3)),
    ("BoundProfilePackage/random-keys", "pieces-missing", "type", [], drop(4)),
    ("BoundProfilePackage/random-keys", "pieces-before-metadata", "type", [], swap(2, 4)),
    ("BoundProfilePackage/random-keys", "piece-tagged-88", "type", [4, 1], retag("88")),
    ("BoundProfilePackage/random-keys", "piece-constructed", "type", [4, 0], lambda o: b"\xA6" + o[1:]),
    ("ControlRefTemplate/typical", "host-empty", "type", [2], put("")),
    ("ControlRefTemplate/typical", "key-type-two-octets", "type", [0], grow("00")),
    ("ProfileInstallationResultData/installed", "no-final-result", "type", [], drop(3)),
    ("ProfileInstallationResultData/installed", "aid-4-octets", "type", [3, 0, 0], put("A0000005")),
    ("ProfileInstallationResult/installed", "signature-missing", "type", [], drop(1)),
    ("EuiccConfiguredAddressesResponse/both", "root-missing", "type", [], drop(1)),
    ("GetEuiccDataResponse/eid", "eid-15-octets", "type", [0], shrink),
    ("GetEuiccDataRequest/eid", "two-tags", "type", [0], grow("5A")),
    ("NotificationMetadata/install", "number-missing", "type", [], drop(0)),
    ("RemoteProfileProvisioningRequest/handleNotification", "no-alternative", "type", [], put("")),
]


def mutated(valid):
    """(base id, defect, layer, octets) of every invalid message; `valid` maps ids to octets."""
    for base, defect, layer, path, change in CUT:
        yield base, defect, layer, edit(valid[base], path, change)
