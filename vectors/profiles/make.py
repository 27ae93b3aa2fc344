#!/usr/bin/env python3
"""Writes rsptest-generic.der, rsptest-minimal.der, rsptest-tuak.der, rsptest-suci.der and profiles.json beside itself.

Without arguments it writes; with `--check` it compares and ends with 1 when a file is stale.
Only the standard library is used, and no octet comes from outside.
"""

import hashlib
import json
import pathlib
import sys

import generic
import minimal
import suci
import tuak
from der import read
from elements import SERVICES, TEMPLATES, Package
from files import swapped

HERE = pathlib.Path(__file__).resolve().parent
PROFILES = [("rsptest-generic.der", generic, 11_500, 12_500), ("rsptest-minimal.der", minimal, 0, 800),
            ("rsptest-tuak.der", tuak, 0, 5000), ("rsptest-suci.der", suci, 0, 1300)]


def luhn(digits: str) -> bool:
    """Is the last digit the check digit over the others?"""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def only(octets: bytes, part: bytes) -> int:
    """Where a part stands that stands there once."""
    if octets.count(part) != 1:
        raise ValueError(f"{part.hex()} stands {octets.count(part)} times in the package")
    return octets.index(part)


def describe(file: str, source, package: Package) -> dict:
    """What profiles.json says of one package."""
    octets = package.octets()
    plain, in_file = bytes.fromhex(source.ICCID.ljust(20, "F")), swapped(source.ICCID)
    elements, at = [], 0
    for identification, (name, element) in enumerate(package.elements):
        tag, _, end = read(octets, at)
        entry = {"name": name, "tag": f"{tag:02X}", "offset": at, "bytes": len(element)}
        if name != "header":
            entry["identification"] = identification
        elements.append(entry)
        at = end
    if at != len(octets):
        raise ValueError("the elements do not fill the package")
    return {
        "file": file,
        "bytes": len(octets),
        "sha256": hashlib.sha256(octets).hexdigest(),
        "saip-version": "2.3",
        "profile-type": source.PROFILE_TYPE,
        "iccid": source.ICCID,
        "iccid-offsets": [
            {"in": "PE-Header iccid", "offset": only(octets, plain), "bytes": 10, "coding": "plain"},
            {"in": "EF.ICCID", "offset": only(octets, in_file), "bytes": 10, "coding": "nibble-swapped"},
        ],
        "mandatory-services": mandatory(octets)[0],
        "mandatory-templates": mandatory(octets)[1],
        "imsi": source.IMSI,
        source.ALGORITHM: {"k": source.K.hex().upper(), source.ALGORITHM_OPC: source.OPC.hex().upper()},
        "elements": elements,
    }


def mandatory(octets: bytes) -> tuple[list[str], list[str]]:
    """Services and templates as the header states them."""
    _, at, end = read(octets, 0)
    services, templates = [], []
    while at < end:
        tag, start, stop = read(octets, at)
        inner = start
        while tag in (0xA5, 0xA6) and inner < stop:
            member, value, after = read(octets, inner)
            if tag == 0xA5:
                services += [name for name, number in SERVICES.items() if number == member & 0x1F]
            else:
                templates.append(TEMPLATES + str(octets[after - 1]))
            inner = after
        at = stop
    return services, templates


def main() -> int:
    """Writes or compares the files."""
    made: dict[str, bytes] = {}
    rows = []
    for file, source, least, most in PROFILES:
        if not luhn(source.ICCID):
            raise ValueError(f"the check digit of {source.ICCID} is wrong")
        package = source.package()
        row = describe(file, source, package)
        if not least <= row["bytes"] <= most:
            raise ValueError(f"{file} has {row['bytes']} octets, not {least} to {most}")
        made[file] = package.octets()
        rows.append(row)
    text = json.dumps({"profiles": rows}, indent=2) + "\n"
    made["profiles.json"] = text.encode()
    if sys.argv[1:] == ["--check"]:
        stale = [name for name, octets in made.items() if not (HERE / name).exists() or (HERE / name).read_bytes() != octets]
        print("stale: " + ", ".join(stale) if stale else "all files are as the generator makes them")
        return 1 if stale else 0
    for name, octets in made.items():
        (HERE / name).write_bytes(octets)
        print(f"{name}: {len(octets)} octets")
    return 0


if __name__ == "__main__":
    sys.exit(main())
