"""The SUCI package: a USIM with Milenage that makes SUCIs by itself (3GPP TS 31.102 §7.5)."""

from elements import Package, secret
from files import ADM1, ALWAYS, PIN1, PIN2, access_rules, directory, imsi, records, services, swapped, transparent
from generic import SD_AID, SD_KEYS, application, in_adf
from minimal import RULES_MF

PROFILE_TYPE = "rsptest SUCI"
ICCID = "8999911000000000045"
IMSI = "001010123456783"
USIM_AID = bytes.fromhex("A0000000871002")
K, OPC = secret("suci K"), secret("suci OPc")
ALGORITHM, ALGORITHM_OPC = "milenage", "opc"

# Who knows ADM1 changes what SUCIs are made from.
RULES_USIM = {2: [(0x01, PIN1), (0x5A, ADM1)], 3: [(0x5B, ADM1)], 5: [(0x03, PIN1)], 8: [(0x01, PIN1), (0x02, PIN2)],
              10: [(0x01, ALWAYS), (0x5A, ADM1)], 14: [(0x5E, ADM1)]}
# Public keys of the home network in 3GPP TS 33.501 §C.4, by Home Network Public Key Identifier.
KEYS = {27: bytes.fromhex("0272DA71976234CE833A6907425867B82E074D44EF907DFB4B3E21C1C2256EBCD1"),
        30: bytes.fromhex("5A8D38864820197C3394B92613B20B91633CBD897119273BF8E4A6F4EEC0A650")}
# Protection Scheme Identifier and the number of its key in the list: profile B, profile A, null scheme.
SCHEMES = bytes([2, 1, 1, 2, 0, 0])
# 71.
ROUTING_INDICATOR = bytes.fromhex("17FFFFFF")


def calc_info() -> bytes:
    """EF.SUCI_Calc_Info (3GPP TS 31.102 §4.4.11.8)."""
    keys = b"".join(bytes([0x80, 1, number, 0x81, len(key)]) + key for number, key in KEYS.items())
    return bytes([0xA0, len(SCHEMES)]) + SCHEMES + bytes([0xA1, len(keys)]) + keys


def package() -> Package:
    """The whole package."""
    out = Package()
    out.header(PROFILE_TYPE, ICCID, ["usim", "milenage", "get-identity", "profile-a-x25519", "profile-b-p256"], [1, 4, 13, 14])
    out.files(
        "mf",
        mf=directory("2F060E", "010A"),
        ef_iccid=transparent("2F060B", swapped(ICCID), size=0),
        ef_dir=records("2F060A", 11, [application(USIM_AID, "")]),
        ef_arr=access_rules("2F060A", RULES_MF),
    )
    out.puks((1, "27182818"))
    out.pins((1, "2468", 1, 6, 0x33), (10, "rsp-adm1", None, 7, 0xAA))
    out.files(
        "usim",
        adf_usim=directory("2F060E", "81010A", fid="7FD0", df_name=USIM_AID),
        ef_imsi=transparent(in_adf(2), imsi(IMSI), size=0),
        ef_arr=access_rules(in_adf(10), RULES_USIM),
        ef_ust=transparent(in_adf(2), services([10, 12, 19, 33, 85, 124, 125], 17), size=17),
        ef_spn=transparent(in_adf(10), b"\x01rsptest", size=0),
        ef_est=transparent(in_adf(8), b"\x00", size=0),
        ef_acc=transparent(in_adf(2), (1 << int(IMSI[-1])).to_bytes(2, "big"), size=0),
        ef_ad=transparent(in_adf(10), bytes.fromhex("00000002"), size=0),
        ef_ecc=records(in_adf(10), 4, [bytes.fromhex("11F2FF00")], count=0),
    )
    out.pins((129, "1357", None, 7, 0x33))
    out.milenage(K, OPC)
    out.files("df-5gs", df_df_5gs=directory(in_adf(14), "81010A"), ef_routing_indicator=transparent(in_adf(2), ROUTING_INDICATOR, size=0))
    out.files("df-saip", df_df_saip=directory(in_adf(14), "81010A"), ef_suci_calc_info_usim=transparent(in_adf(3), calc_info(), size=96))
    out.security_domain(SD_AID, [(1, 0x18, SD_KEYS[0]), (2, 0x14, SD_KEYS[1])])
    out.add("end")
    return out
