"""The minimal package: one USIM with Milenage and a security domain, in at most 800 octets."""

from elements import Package, secret
from files import ADM1, ALWAYS, PIN1, PIN2, access_rules, directory, imsi, records, services, swapped, transparent
from generic import SD_AID, SD_KEYS, application

PROFILE_TYPE = "rsptest minimal"
ICCID = "8999911000000000029"
IMSI = "001010123456781"
USIM_AID = bytes.fromhex("A0000000871002")
K, OPC = secret("minimal K"), secret("minimal OPc")
ALGORITHM, ALGORITHM_OPC = "milenage", "opc"

# Only the record numbers that these files and those of the templates name, and only what a phone needs of them.
RULES_MF = {1: [(0x01, ALWAYS)], 10: [(0x01, ALWAYS)], 11: [(0x01, ALWAYS)], 14: [(0x5E, ADM1)]}
RULES_USIM = {2: [(0x01, PIN1)], 5: [(0x03, PIN1)], 8: [(0x01, PIN1), (0x02, PIN2)], 10: [(0x01, ALWAYS)]}


def package() -> Package:
    """The whole package. Sizes are left to the templates wherever these have one."""
    out = Package()
    out.header(PROFILE_TYPE, ICCID, ["usim", "milenage"], [1, 4])
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
        ef_imsi=transparent("6F0602", imsi(IMSI), size=0),
        ef_arr=access_rules("6F060A", RULES_USIM),
        ef_ust=transparent("6F0602", services([10, 12, 19, 33, 85], 14), size=0),
        ef_spn=transparent("6F060A", b"\x01rsptest", size=0),
        ef_est=transparent("6F0608", b"\x00", size=0),
        ef_acc=transparent("6F0602", (1 << int(IMSI[-1])).to_bytes(2, "big"), size=0),
        ef_ecc=records("6F060A", 4, [bytes.fromhex("11F2FF00")], count=0),
    )
    out.pins((129, "1357", None, 7, 0x33))
    out.milenage(K, OPC)
    out.security_domain(SD_AID, [(1, 0x18, SD_KEYS[0]), (2, 0x14, SD_KEYS[1])])
    out.add("end")
    return out
