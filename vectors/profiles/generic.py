"""The generic package: what an operator's profile holds, with invented subscribers, about 12 kB."""

from elements import Package, secret
from files import RULES, access_rules, directory, entry, imsi, plmn, records, services, swapped, transparent

PROFILE_TYPE = "rsptest generic"
ICCID = "8999911000000000011"
IMSI = "001010123456780"
USIM_AID = bytes.fromhex("A0000000871002FFFFFFFF8903020000")
ISIM_AID = bytes.fromhex("A0000000871004FFFFFFFF8903020000")
K, OPC = secret("generic K"), secret("generic OPc")
ALGORITHM, ALGORITHM_OPC = "milenage", "opc"
SD_AID = bytes.fromhex("A000000151000000")
SD_KEYS = [secret("security domain 1"), secret("security domain 2"), secret("security domain 3")]
HOME = plmn("001", "01")
CONTACTS = 100
NAMES = ["Ada", "Alan", "Barbara", "Claude", "Donald", "Edsger", "Frances", "Grace", "Hedy", "Ivan",
         "Jean", "Ken", "Leslie", "Margaret", "Niklaus", "Ole", "Peter", "Radia", "Sophie", "Tony"]
PLACES = ["Bern", "Cork", "Oslo", "Riga", "Turin"]


def in_mf(rule: int) -> str:
    """A reference to the EF.ARR under the MF."""
    return f"2F06{rule:02X}"


def in_adf(rule: int) -> str:
    """A reference to the EF.ARR of the application."""
    return f"6F06{rule:02X}"


def application(aid: bytes, label: str) -> bytes:
    """One record of EF.DIR."""
    body = b"\x4f" + wrap(aid) + (b"\x50" + wrap(label.encode()) if label else b"")
    return b"\x61" + wrap(body)


def number(contact: int, line: int) -> str:
    """A number of the range that the regulator of the United Kingdom keeps for fiction."""
    return f"+441632960{(contact * 2 + line) % 1000:03d}"


def contacts() -> list[tuple[str, str]]:
    """Name and short name of each entry of the phonebook."""
    return [(f"{NAMES[n % 20]} {PLACES[n // 20]}", f"{NAMES[n % 20][0]}{PLACES[n // 20][0]}{n:02d}") for n in range(CONTACTS)]


def package() -> Package:
    """The whole package."""
    out = Package()
    out.header(PROFILE_TYPE, ICCID, ["usim", "isim", "milenage"], [1, 3, 4, 5, 8, 13])
    out.files(
        "mf",
        mf=directory(in_mf(14), "010A"),
        ef_pl=transparent(in_mf(1), b"en"),
        ef_iccid=transparent(in_mf(11), swapped(ICCID)),
        ef_dir=records(in_mf(10), 32, [application(USIM_AID, "USIM"), application(ISIM_AID, "ISIM")], count=3),
        ef_arr=access_rules(in_mf(10), RULES),
        ef_umpc=transparent(in_mf(10), bytes.fromhex("3C3C000000")),
    )
    out.puks((1, "27182818"), (129, "31415926"))
    out.pins((1, "2468", 1, 6, 0x33), (10, "rsp-adm1", None, 7, 0xAA))
    telecom(out)
    usim(out)
    opt_usim(out)
    out.pins((129, "1357", 129, 7, 0x33))
    out.milenage(K, OPC)
    df_5gs(out)
    isim(out)
    out.pins((129, "1357", 129, 7, 0x33))
    out.milenage(K, OPC)
    keys = [(1, 0x18, SD_KEYS[0]), (2, 0x14, SD_KEYS[1]), (3, 0x48, SD_KEYS[2])]
    out.security_domain(SD_AID, keys, ["B20100", "000000"], recognition())
    out.rfm("A00000055910100001", "B00120")
    out.rfm("A00000055910100002", "B00140", USIM_AID)
    out.add("end")
    return out


def recognition() -> bytes:
    """Card recognition data of the security domain: GlobalPlatform, identification, SCP80 option 00."""
    def oid(*last: int) -> bytes:
        body = bytes.fromhex("2A864886FC6B") + bytes(last)
        return b"\x06" + bytes([len(body)]) + body

    inner = oid(1) + b"\x60" + wrap(oid(2, 2, 2)) + b"\x63" + wrap(oid(3)) + b"\x64" + wrap(oid(4, 0x80, 0))
    data = b"\x66" + wrap(b"\x73" + wrap(inner))
    return b"\x00\x70" + wrap(data)


def wrap(body: bytes) -> bytes:
    """A length octet and the body."""
    return bytes([len(body)]) + body


def telecom(out: Package) -> None:
    """DF.TELECOM with a global phonebook: names, second numbers, mail addresses, short names."""
    people = contacts()
    pbr = bytes.fromhex("C0024F58 C4024F68 CA024F78 C3024F80 C9024F88")
    out.files(
        "telecom",
        df_telecom=directory(in_mf(14), "010A"),
        df_phonebook=directory(in_mf(14), "010A"),
        ef_pbr=records(in_mf(2), 40, [b"\xa8" + wrap(pbr)]),
        ef_psc=transparent(in_mf(5), bytes.fromhex("00000001")),
        ef_cc=transparent(in_mf(5), bytes.fromhex("0001")),
        ef_puid=transparent(in_mf(5), CONTACTS.to_bytes(2, "big")),
        ef_adn=records(in_mf(5), 28, [entry(name, number(n, 0), 14) for n, (name, _) in enumerate(people)], fid="4F58"),
        ef_anr=records(in_mf(5), 15, [b"\x00" + entry("", number(n, 1), 0) for n in range(80)], count=CONTACTS, fid="4F68"),
        ef_email=records(in_mf(5), 28, [f"{short.lower()}@people.example.com".encode() for _, short in people], fid="4F78"),
        ef_sne=records(in_mf(5), 8, [short.encode() for _, short in people], fid="4F80"),
        ef_uid=records(in_mf(5), 2, [n.to_bytes(2, "big") for n in range(1, CONTACTS + 1)], fid="4F88"),
    )


def usim(out: Package) -> None:
    """ADF.USIM; files that are left out exist with the content of the template."""
    service_numbers = [2, 4, 10, 12, 17, 18, 19, 20, 21, 28, 33, 42, 43, 45, 46, 47, 48, 71, 85, 122, 123]
    sms_centre = b"rsptest SMSC".ljust(12, b"\xff") + b"\xfd" + b"\xff" * 12 + bytes.fromhex("0791") \
        + swapped("441632960999").ljust(10, b"\xff") + bytes.fromhex("0000AD")
    out.files(
        "usim",
        adf_usim=directory(in_mf(14), "81010A", fid="7FD0", df_name=USIM_AID),
        ef_imsi=transparent(in_adf(2), imsi(IMSI)),
        ef_arr=access_rules(in_adf(10), RULES),
        ef_hpplmn=transparent(in_adf(2), b"\x05"),
        ef_ust=transparent(in_adf(2), services(service_numbers, 17)),
        ef_fdn=records(in_adf(8), 28, [entry("Help", "+441632960998", 14)], count=10),
        ef_smsp=records(in_adf(5), 40, [sms_centre]),
        ef_spn=transparent(in_adf(10), b"\x01" + b"rsptest".ljust(16, b"\xff")),
        ef_est=transparent(in_adf(8), b"\x00"),
        ef_acc=transparent(in_adf(2), (1 << int(IMSI[-1])).to_bytes(2, "big")),
        ef_ad=transparent(in_adf(10), bytes.fromhex("00000002")),
        ef_ecc=records(in_adf(10), 14, [bytes.fromhex("11F2FF") + b"Emergency\xff\x00", bytes.fromhex("19F1FF") + b"Emergency\xff\x00"]),
    )


def opt_usim(out: Package) -> None:
    """Optional files of the USIM."""
    networks = [("001", "01"), ("001", "02"), ("999", "70"), ("999", "99")]
    access = [plmn(*network) + bytes.fromhex("C080") for network in networks]
    empty = bytes.fromhex("FFFFFF0000")
    out.files(
        "opt-usim",
        ef_li=transparent(in_adf(1), b"en" + b"de" + b"fr"),
        ef_gid1=transparent(in_adf(2), bytes.fromhex("52535031")),
        ef_gid2=transparent(in_adf(2), bytes.fromhex("52535032")),
        ef_msisdn=records(in_adf(5), 28, [entry("My number", "+441632960000", 14)]),
        ef_sdn=records(in_adf(2), 28, [entry("Service", "+441632960997", 14), entry("Balance", "+441632960996", 14)]),
        ef_ext2=records(in_adf(8), 13, [], count=2),
        ef_plmnwact=transparent(in_adf(5), b"".join(access) + empty * 4),
        ef_oplmnwact=transparent(in_adf(2), b"".join(access) + empty * 8),
        ef_hplmnwact=transparent(in_adf(2), HOME + bytes.fromhex("C080")),
        ef_pnn=records(in_adf(10), 16, [network_name("rsptest")]),
        ef_opl=records(in_adf(10), 8, [HOME + bytes.fromhex("0000FFFE01")]),
        ef_mbdn=records(in_adf(5), 28, [entry("Voicemail", "+441632960995", 14)]),
        ef_mbi=records(in_adf(5), 4, [bytes.fromhex("01000000")]),
        ef_mwis=records(in_adf(5), 5, [bytes(5)]),
        ef_ehplmn=transparent(in_adf(2), HOME + b"\xff" * 9),
    )


def network_name(text: str) -> bytes:
    """Full name for network in EF.PNN, in the 7-bit alphabet of GSM packed into octets."""
    bits = sum(ord(letter) << 7 * at for at, letter in enumerate(text))
    packed = bits.to_bytes((7 * len(text) + 7) // 8, "little")
    spare = 8 * len(packed) - 7 * len(text)
    return b"\x43" + bytes([len(packed) + 1, 0x80 | spare]) + packed


def df_5gs(out: Package) -> None:
    """DF.5GS; a file that is named takes the content of the template where it brings none."""
    out.files(
        "df-5gs",
        df_df_5gs=directory(in_adf(14), "81010A"),
        ef_5gs3gpploci=transparent(in_adf(5), size=20),
        ef_5gsn3gpploci=transparent(in_adf(5), size=20),
        ef_5gs3gppnsc=records(in_adf(5), 57, [], count=1),
        ef_5gsn3gppnsc=records(in_adf(5), 57, [], count=1),
        ef_5gauthkeys=transparent(in_adf(5), b"\xff" * 110),
        ef_uac_aic=transparent(in_adf(2), bytes(4)),
        ef_routing_indicator=transparent(in_adf(2), bytes.fromhex("F0FFFFFF")),
    )


def isim(out: Package) -> None:
    """ADF.ISIM with identities made from the IMSI."""
    domain = "ims.mnc001.mcc001.3gppnetwork.org"

    def text(value: str, size: int) -> bytes:
        return b"\x80" + bytes([len(value)]) + value.encode().ljust(size, b"\xff")

    private = f"{IMSI}@{domain}"
    out.files(
        "isim",
        adf_isim=directory(in_mf(14), "81010A", fid="7FB0", df_name=ISIM_AID),
        ef_impi=transparent(in_adf(2), text(private, 64)),
        ef_impu=records(in_adf(2), 72, [text(f"sip:{private}", 0), text("sip:+441632960000@" + domain, 0)]),
        ef_domain=transparent(in_adf(2), text(domain, 40)),
        ef_ist=transparent(in_adf(2), bytes.fromhex("0100000000000000000000000000")),
        ef_ad=transparent(in_adf(10), bytes.fromhex("000000")),
        ef_arr=access_rules(in_adf(10), RULES),
    )
