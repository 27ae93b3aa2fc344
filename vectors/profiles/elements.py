"""Profile elements: the header, codes, algorithm, security domain, remote management, files."""

import hashlib

from der import context, integer, oid, tlv

TEMPLATES = "2.23.143.1.2."
TAGS = {
    "header": 0xA0, "genericFileManagement": 0xA1, "pinCodes": 0xA2, "pukCodes": 0xA3, "akaParameter": 0xA4, "cdmaParameter": 0xA5,
    "securityDomain": 0xA6, "rfm": 0xA7, "application": 0xA8, "end": 0xAA, "mf": 0xB0, "telecom": 0xB2, "usim": 0xB3, "opt-usim": 0xB4, "isim": 0xB5,
    "opt-isim": 0xB6, "gsm-access": 0xB8, "csim": 0xB9, "opt-csim": 0xBA, "df-5gs": 0xBC, "df-saip": 0xBD,
}
SERVICES = {"usim": 1, "isim": 2, "csim": 3, "milenage": 4, "javacard": 11, "tuak256": 16, "ber-tlv": 18, "dfLink": 19,
            "get-identity": 21, "profile-a-x25519": 22, "profile-b-p256": 23}

# The files of each template element by their place in it; 0 is the element's header, 1 the template.
MF = ["mf", "ef-pl", "ef-iccid", "ef-dir", "ef-arr", "ef-umpc"]
TELECOM = [
    "df-telecom", "ef-arr", "ef-rma", "ef-sume", "ef-ice-dn", "ef-ice-ff", "ef-psismsc", "df-graphics", "ef-img",
    "ef-iidf", "ef-ice-graphics", "ef-launch-scws", "ef-icon", "df-phonebook", "ef-pbr", "ef-ext1", "ef-aas",
    "ef-gas", "ef-psc", "ef-cc", "ef-puid", "ef-iap", "ef-adn", "ef-pbc", "ef-anr", "ef-puri", "ef-email", "ef-sne",
    "ef-uid", "ef-grp", "ef-ccp1",
]
USIM = [
    "adf-usim", "ef-imsi", "ef-arr", "ef-keys", "ef-keysPS", "ef-hpplmn", "ef-ust", "ef-fdn", "ef-sms", "ef-smsp",
    "ef-smss", "ef-spn", "ef-est", "ef-start-hfn", "ef-threshold", "ef-psloci", "ef-acc", "ef-fplmn", "ef-loci",
    "ef-ad", "ef-ecc", "ef-netpar", "ef-epsloci", "ef-epsnsc",
]
OPT_USIM = [
    "ef-li", "ef-acmax", "ef-acm", "ef-gid1", "ef-gid2", "ef-msisdn", "ef-puct", "ef-cbmi", "ef-cbmid", "ef-sdn",
    "ef-ext2", "ef-ext3", "ef-cbmir", "ef-plmnwact", "ef-oplmnwact", "ef-hplmnwact", "ef-dck", "ef-cnl", "ef-smsr",
    "ef-bdn", "ef-ext5", "ef-ccp2", "ef-ext4", "ef-acl", "ef-cmi", "ef-ici", "ef-oci", "ef-ict", "ef-oct", "ef-vgcs",
    "ef-vgcss", "ef-vbs", "ef-vbss", "ef-emlpp", "ef-aaem", "ef-hiddenkey", "ef-pnn", "ef-opl", "ef-mbdn", "ef-ext6",
    "ef-mbi", "ef-mwis", "ef-cfis", "ef-ext7", "ef-spdi", "ef-mmsn", "ef-ext8", "ef-mmsicp", "ef-mmsup", "ef-mmsucp",
    "ef-nia", "ef-vgcsca", "ef-vbsca", "ef-gbabp", "ef-msk", "ef-muk", "ef-ehplmn",
]
ISIM = ["adf-isim", "ef-impi", "ef-impu", "ef-domain", "ef-ist", "ef-ad", "ef-arr"]
DF_5GS = [
    "df-df-5gs", "ef-5gs3gpploci", "ef-5gsn3gpploci", "ef-5gs3gppnsc", "ef-5gsn3gppnsc", "ef-5gauthkeys",
    "ef-uac-aic", "ef-suci-calc-info", "ef-opl5g", "ef-supinai", "ef-routing-indicator",
]
OPT_ISIM = ["ef-pcscf", "ef-sms", "ef-smsp", "ef-smss", "ef-smsr"]
GSM_ACCESS = ["df-gsm-access", "ef-kc", "ef-kcgprs", "ef-cpbcch", "ef-invscan"]
CSIM = [
    "adf-csim", "ef-arr", "ef-call-count", "ef-imsi-m", "ef-imsi-t", "ef-tmsi", "ef-ah", "ef-aop", "ef-aloc",
    "ef-cdmahome", "ef-znregi", "ef-snregi", "ef-distregi", "ef-accolc", "ef-term", "ef-acp", "ef-prl", "ef-ruimid",
    "ef-csim-st", "ef-spc", "ef-otapaspc", "ef-namlock", "ef-ota", "ef-sp", "ef-esn-meid-me", "ef-li", "ef-usgind",
    "ef-ad", "ef-max-prl", "ef-spcs", "ef-mecrp", "ef-home-tag", "ef-group-tag", "ef-specific-tag", "ef-call-prompt",
]
OPT_CSIM = ["ef-ssci", "ef-fdn", "ef-sms", "ef-smsp", "ef-smss", "ef-ssfc", "ef-spn", "ef-mdn", "ef-ecc"]
DF_SAIP = ["df-df-saip", "ef-suci-calc-info-usim"]
FILES = {"mf": (1, MF), "telecom": (3, TELECOM), "usim": (4, USIM), "opt-usim": (5, OPT_USIM), "isim": (8, ISIM),
         "df-5gs": (13, DF_5GS), "opt-isim": (9, OPT_ISIM), "gsm-access": (7, GSM_ACCESS), "csim": (10, CSIM),
         "opt-csim": (11, OPT_CSIM), "df-saip": (14, DF_SAIP)}


class Package:
    """Collects profile elements and numbers them."""

    def __init__(self):
        self.elements: list[tuple[str, bytes]] = []

    def add(self, name: str, *contents: bytes) -> None:
        """Appends an element; all but the header begin with mandated and an identification."""
        if name == "header":
            body = b"".join(contents)
        else:
            mark = context(0, tlv(0x80), tlv(0x81, integer(len(self.elements))))
            body = mark + b"".join(contents)
        self.elements.append((name, tlv(TAGS[name], body)))

    def header(self, profile_type: str, iccid: str, services: list[str], templates: list[int]) -> None:
        """The header for version 2.3 of the package; the ICCID stands in reading order with F behind it."""
        self.add(
            "header",
            tlv(0x80, b"\x02"),
            tlv(0x81, b"\x03"),
            tlv(0x82, profile_type.encode()),
            tlv(0x83, bytes.fromhex(iccid.ljust(20, "F"))),
            context(5, *(context(SERVICES[service], constructed=False) for service in services)),
            context(6, *(tlv(0x06, oid(TEMPLATES + str(number))) for number in templates)),
        )

    def files(self, name: str, **given: bytes) -> None:
        """A template element; files are named with `_` for `-`."""
        number, names = FILES[name]
        wanted = {key.replace("_", "-"): value for key, value in given.items()}
        unknown = set(wanted) - set(names)
        if unknown:
            raise KeyError(f"{name} has no {sorted(unknown)}")
        parts = [context(place + 2, wanted[file]) for place, file in enumerate(names) if file in wanted]
        self.add(name, context(1, oid(TEMPLATES + str(number)), constructed=False), *parts)

    def puks(self, *codes: tuple[int, str]) -> None:
        """PUKs by reference, ten tries each."""
        rows = (tlv(0x30, tlv(0x80, integer(key)), tlv(0x81, padded(code))) for key, code in codes)
        self.add("pukCodes", context(1, *rows))

    def pins(self, *codes: tuple[int, str, int | None, int, int]) -> None:
        """PINs: reference, code, PUK that unblocks it, attributes, tries (maximum and left in one octet)."""
        rows = []
        for key, code, puk, attributes, tries in codes:
            row = [tlv(0x80, integer(key)), tlv(0x81, padded(code))]
            row += [tlv(0x82, integer(puk))] if puk is not None else []
            row += [tlv(0x83, integer(attributes))] if attributes != 7 else []
            row += [tlv(0x84, integer(tries))] if tries != 0x33 else []
            rows.append(tlv(0x30, *row))
        self.add("pinCodes", context(1, context(0, *rows)))

    def milenage(self, key: bytes, opc: bytes) -> None:
        """Milenage with 64 bits of RES, the standard constants and fresh sequence numbers."""
        self.add(
            "akaParameter",
            context(1, context(1, tlv(0x80, b"\x01"), tlv(0x81, b"\x01"), tlv(0x82, key), tlv(0x83, opc))),
        )

    def tuak(self, key: bytes, topc: bytes, options: int, iterations: int, sqn: list[int]) -> None:
        """TUAK; sqn are the 32 first sequence numbers, without index."""
        algorithm = context(1, tlv(0x80, b"\x02"), tlv(0x81, bytes([options])), tlv(0x82, key), tlv(0x83, topc),
                            tlv(0x87, integer(iterations)) if iterations != 1 else b"")
        first = context(5, *(tlv(0x04, number.to_bytes(6, "big")) for number in sqn))
        self.add("akaParameter", context(1, algorithm), first)

    def mapped(self, aid: bytes) -> None:
        """The authentication of another application."""
        self.add("akaParameter", context(1, context(0, tlv(0x80, b"\x06"), tlv(0x81, aid))))

    def cdma(self, key: bytes) -> None:
        """CAVE with its key."""
        self.add("cdmaParameter", tlv(0x81, key))

    def shared_pins(self, path: str) -> None:
        """The codes of another directory."""
        self.add("pinCodes", context(1, tlv(0x81, bytes.fromhex(path))))

    def generic(self, *commands: tuple[str, list[bytes]]) -> None:
        """Generic file management: paths, and the files that are made there."""
        rows = (tlv(0x30, tlv(0x80, bytes.fromhex(path)), *files) for path, files in commands)
        self.add("genericFileManagement", context(1, *rows))

    def application(self, load_package: bytes, code: bytes, aid: bytes) -> None:
        """An application with one instance."""
        block = context(1, tlv(0x4F, load_package), tlv(0xC4, code))
        instance = tlv(0x30, tlv(0x4F, load_package), tlv(0x4F, load_package + b"\x01"), tlv(0x4F, aid), tlv(0x82, b"\x00"),
                       tlv(0xC9, b""))
        self.add("application", block, context(2, instance))

    def security_domain(self, aid: bytes, keys: list[tuple[int, int, bytes]], tars=(), perso: bytes = b"") -> None:
        """The MNO-SD with SCP80: AES keys of version 1 as identifier, usage and value."""
        instance = context(
            1,
            tlv(0x4F, bytes.fromhex("A0000001515350")),
            tlv(0x4F, bytes.fromhex("A000000151535041")),
            tlv(0x4F, aid),
            tlv(0x82, bytes.fromhex("82DC00")),
            tlv(0x83, b"\x0f"),
            tlv(0xC9, bytes.fromhex("810280008201F08301F08701F0")),
            tlv(0xEA, tlv(0x80, toolkit(tars))) if tars else b"",
        )
        objects = [
            tlv(0x30, tlv(0x95, bytes([usage])), tlv(0x82, bytes([identifier])), tlv(0x83, b"\x01"),
                tlv(0x30, tlv(0x30, tlv(0x80, b"\x88"), tlv(0x86, value))))
            for identifier, usage, value in keys
        ]
        parts = [instance, context(2, *objects)]
        if perso:
            parts.append(context(3, tlv(0x04, perso)))
        self.add("securityDomain", *parts)

    def rfm(self, aid: str, tar: str, adf: bytes | None = None) -> None:
        """Remote file management under cryptographic checksum, with full access, from the MF or an ADF."""
        parts = [tlv(0x4F, bytes.fromhex(aid)), context(0, tlv(0x04, bytes.fromhex(tar))), tlv(0x81, b"\x02"),
                 tlv(0x04, b"\x00"), tlv(0x04, b"\x00")]
        if adf is not None:
            parts.append(tlv(0x30, tlv(0x80, adf), tlv(0x81, b"\x00"), tlv(0x82, b"\x00")))
        self.add("rfm", *parts)

    def octets(self) -> bytes:
        """The package."""
        return b"".join(octets for _, octets in self.elements)


def secret(label: str) -> bytes:
    """A test key of 16 octets; it is published here and protects nothing."""
    return hashlib.sha256(b"rsptest vectors/profiles " + label.encode()).digest()[:16]


def padded(code: str) -> bytes:
    """A PIN or PUK in eight octets."""
    return code.encode("ascii").ljust(8, b"\xff")


def toolkit(tars) -> bytes:
    """Toolkit parameters: priority, timers, menu, channels, minimum security level, TARs, services."""
    level = b"\x01\x02"
    joined = bytes.fromhex("".join(tars))
    return b"\x01\x00\x00\x00\x00" + bytes([len(level)]) + level + bytes([len(joined)]) + joined + b"\x00"
