"""The TUAK package: a USIM with TUAK of 256 bits, and what the other packages leave out.

Generic file management with links, an ISIM that shares codes and authentication with the USIM, a CSIM, DF.GSM-ACCESS,
DF.SAIP, a BER-TLV file, an application.
"""

from der import tlv
from elements import Package, secret
from files import RULES, access_rules, created, directory, fcp, fill, imsi, records, services, swapped, transparent
from generic import SD_AID, SD_KEYS, application, in_adf, in_mf

PROFILE_TYPE = "rsptest TUAK"
ICCID = "8999911000000000037"
IMSI = "001010123456782"
USIM_AID = bytes.fromhex("A0000000871002FFFFFFFF8907090000")
ISIM_AID = bytes.fromhex("A0000000871004FFFFFFFF8907090000")
CSIM_AID = bytes.fromhex("A0000003431002FFFFFFFF8907090000")
K, OPC = secret("tuak K 1") + secret("tuak K 2"), secret("tuak TOPc 1") + secret("tuak TOPc 2")
ALGORITHM, ALGORITHM_OPC = "tuak", "topc"
# RES of 128 bits, MAC of 64, CK and IK of 128.
OPTIONS, ITERATIONS = 0x02, 2
# First SEQ of each index.
SQN = [16 + index for index in range(32)]
APPLET = bytes.fromhex("D2760001180101")


def package() -> Package:
    """The whole package."""
    out = Package()
    out.header(PROFILE_TYPE, ICCID, ["usim", "isim", "csim", "javacard", "tuak256", "ber-tlv", "dfLink"],
               [1, 3, 4, 5, 7, 8, 9, 10, 11, 14])
    out.files(
        "mf",
        mf=directory(in_mf(14), "010A"),
        ef_iccid=transparent(in_mf(11), swapped(ICCID)),
        ef_dir=records(in_mf(10), 32, [application(USIM_AID, "USIM"), application(ISIM_AID, "ISIM"), application(CSIM_AID, "CSIM")]),
        ef_arr=access_rules(in_mf(10), RULES),
    )
    out.puks((1, "27182818"), (129, "31415926"))
    out.pins((1, "2468", 1, 6, 0x33), (10, "rsp-adm1", None, 3, 0xAA))
    # Two icons under one component: the second takes the next identifier.
    out.files(
        "telecom",
        df_telecom=directory(in_mf(14), "81010A"),
        ef_arr=access_rules(in_mf(10), {1: RULES[14], 2: RULES[2]}),
        df_graphics=directory("01", "81010A"),
        ef_icon=transparent("02", b"icon one") + transparent("02", b"icon two!"),
    )
    out.pins((129, "8642", 129, 3, 0x32))
    usim(out)
    out.tuak(K, OPC, OPTIONS, ITERATIONS, SQN)
    out.files("gsm-access", df_gsm_access=directory(in_adf(14), "81010A"), ef_kc=transparent(in_adf(5), size=0), ef_kcgprs=b"")
    out.files("df-saip", df_df_saip=directory(in_adf(14), "81010A"),
              ef_suci_calc_info_usim=transparent(in_adf(3), bytes.fromhex("A0020000"), size=16))
    csim(out)
    out.files("isim", adf_isim=directory(in_mf(14), "81010A", fid="7FB0", df_name=ISIM_AID),
              ef_impi=transparent(in_adf(2), b"\x80\x05a@b.c"), ef_impu=records(in_adf(2), 12, [b"\x80\x09sip:a@b.c"]),
              ef_domain=transparent(in_adf(2), b"\x80\x03b.c"), ef_ist=transparent(in_adf(2), bytes([1]), size=7),
              ef_arr=access_rules(in_adf(10), RULES))
    out.files("opt-isim", ef_smss=transparent(in_adf(5), size=0))
    out.shared_pins("7FD0")
    out.mapped(USIM_AID)
    generic_files(out)
    out.security_domain(SD_AID, [(1, 0x18, SD_KEYS[0]), (2, 0x14, SD_KEYS[1])])
    out.rfm("A00000055910100002", "B00140", USIM_AID)
    out.application(APPLET, b"\xDE\xCA\xFF\xED" * 8, APPLET + b"\x01\x01")
    out.add("end")
    return out


def usim(out: Package) -> None:
    """ADF.USIM; EF.NETPAR is not created, EF.SMS has another fill than its template."""
    pattern = fcp(bytes.fromhex("422100B0"), arr=in_adf(5), size=2 * 176, fill=bytes.fromhex("00FE"))
    out.files(
        "usim",
        adf_usim=directory(in_mf(14), "81010A", fid="7FD0", df_name=USIM_AID),
        ef_imsi=transparent(in_adf(2), imsi(IMSI)),
        ef_arr=access_rules(in_adf(10), RULES),
        ef_ust=transparent(in_adf(2), services([2, 10, 12, 27, 33, 85, 124], 17)),
        ef_sms=pattern + fill(b"\x03", 176) + fill(b"\x05\x06", 10),
        ef_spn=transparent(in_adf(10), b"\x01" + b"rsptest".ljust(16, b"\xff")),
        ef_est=transparent(in_adf(8), b"\x00"),
        ef_acc=transparent(in_adf(2), (1 << int(IMSI[-1])).to_bytes(2, "big")),
        ef_ecc=records(in_adf(10), 4, [bytes.fromhex("11F2FF00")]),
        ef_netpar=tlv(0x80),
    )
    out.files("opt-usim", ef_acm=fcp(bytes.fromhex("46210003"), arr=in_adf(7), size=9),
              ef_hplmnwact=fcp(bytes.fromhex("4121"), arr=in_adf(2), size=12))
    out.pins((129, "1357", 129, 7, 0x33))


def csim(out: Package) -> None:
    """ADF.CSIM: what its type requires, as small as it may be."""
    def plain(size: int) -> bytes:
        return transparent(in_adf(5), bytes(size))

    sizes = {"imsi-m": 10, "imsi-t": 10, "tmsi": 16, "ah": 2, "aop": 1, "aloc": 7, "snregi": 7, "distregi": 8, "accolc": 1, "term": 1,
             "acp": 7, "prl": 16, "ruimid": 8, "csim-st": 4, "spc": 3, "otapaspc": 1, "namlock": 1, "ota": 17, "sp": 1,
             "esn-meid-me": 8, "li": 2, "usgind": 1, "ad": 3, "max-prl": 4, "spcs": 1, "mecrp": 3, "home-tag": 4, "group-tag": 4,
             "specific-tag": 4, "call-prompt": 4}
    given = {f"ef_{name.replace('-', '_')}": plain(size) for name, size in sizes.items()}
    out.files("csim", adf_csim=directory(in_mf(14), "81010A", fid="7FC0", df_name=CSIM_AID),
              ef_arr=access_rules(in_adf(10), RULES), ef_call_count=fcp(bytes.fromhex("46210002"), arr=in_adf(5), size=4),
              ef_cdmahome=records(in_adf(5), 5, [bytes(5)]), ef_znregi=records(in_adf(5), 8, [bytes(8)]), **given)
    out.files("opt-csim", ef_sms=records(in_adf(5), 20, [b"\x00"]))
    # Blocked from the start, so that a blocked code can be met without blocking one.
    out.pins((129, "9753", None, 7, 0x30))
    out.cdma(secret("cdma")[:8])


def generic_files(out: Package) -> None:
    """Files of the operator's own, links to files and to a directory, a BER-TLV file."""
    out.generic(
        ("", [created("7821", "7F66", in_mf(14), pins="010A")]),
        ("7F66", [created("7821", "5F40", in_mf(14), pins="010A")]),
        ("7F665F40", [
            # Not shareable: on one logical channel at a time.
            created("0121", "4F41", in_mf(1), size=8, info=tlv(0xC2, b"\x01\x02\x03")),
            created("42210004", "4F42", in_mf(1), size=12, sfi=0, info=tlv(0xC1, b"\xAA\xBB"), content=b"\x00" * 4)
            + tlv(0x02, b"\x05") + tlv(0x81, b"\x11"),
            created("7921", "4F43", in_mf(5), size=64, sfi=9, info=tlv(0x86, b"\x60"), content=bytes.fromhex("80021234")),
        ]),
        ("7F10", [created("422100B0", "6F3C", in_mf(5), sfi=0, link="7FD06F3C")]),
        ("7FD0", [created("7821", "7F66", in_adf(14), pins="81010A", link="7F66")]),
        ("7FB0", [created("4121", "6FFE", in_adf(2), sfi=0, link="7FD07F665F404F41")]),
    )
