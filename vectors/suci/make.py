#!/usr/bin/env python3
"""Writes suci.json beside itself; with `--check` it ends with 1 when the file is stale.

Needs the `cryptography` package. Published figures are compared with the computation before anything is written.
"""

import hashlib
import json
import pathlib
import sys

import ecies

HERE = pathlib.Path(__file__).resolve().parent

HOME_A = "c53c22208b61860b06c62e5406a7b330c2b577aa5558981510d128247d38bd1d"
HOME_B = "f1ab1074477ebcc7f554ea1c5fc368b1616730155e0041ac447d6301975fecda"
MSIN = "00012080f6"
USERNAME = b"verylongusername1".hex()

# TS 33.501 C.4.3 and C.4.4: profile, keys of the home network, ephemeral private key, scheme input; ephemeral public key, shared key,
# encryption key, ICB (printed for two only), MAC key, ciphertext, MAC.
PUBLISHED = [
    ("C.4.3.1", "A", HOME_A, "5a8d38864820197c3394b92613b20b91633cbd897119273bf8e4a6f4eec0a650",
     "c80949f13ebe61af4ebdbd293ea4f942696b9e815d7e8f0096bbf6ed7de62256", MSIN,
     ("b2e92f836055a255837debf850b528997ce0201cb82adfe4be1f587d07d8457d",
      "028ddf890ec83cdf163947ce45f6ec1a0e3070ea5fe57e2b1f05139f3e82422a", "2ba342cabd2b3b1e5e4e890da11b65f6",
      "e2622cb0cdd08204e721c8ea9b95a7c6", "d9846966fb7cf5fcf11266c5957dea60b83fff2b7c940690a4bfe57b1eb52bd2",
      "cb02352410", "cddd9e730ef3fa87")),
    ("C.4.3.2", "A", HOME_A, "5a8d38864820197c3394b92613b20b91633cbd897119273bf8e4a6f4eec0a650",
     "be9eff3e9f22a4b42a3d236e7a6c500b3f2e7e0c7449988ba800d664bf4fcd97", USERNAME,
     ("977d8b2fdaa7b64aa700d04227d5b440630ea4ec50f9082273a26bb678c92222",
      "511c1df473bb88317f923501f8ba944fd3b667d25699dcb552dbcef60bbdc56d", "fe77b87d87f40428edd71bca69d79059", None,
      "d87b69f4fe8cd6b211264ea5e69f682f151a82252684cdb15a047e6ef0595028", "8e358a1582adb15322c10e515141d2039a",
      "12e1d7783a97f1ac")),
    ("C.4.4.1", "B", HOME_B, "0272da71976234ce833a6907425867b82e074d44ef907dfb4b3e21c1c2256ebcd1",
     "99798858a1dc6a2c68637149a4b1dbfd1fdff5addd62a2142f06699ed7602529", MSIN,
     ("039aab8376597021e855679a9778ea0b67396e68c66df32c0f41e9acca2da9b9d1",
      "6c7e6518980025b982fbb2ff746e3c2e85a196d252099a7ad23ea7b4c0959cae", "8a65c3aed80295c12bd55087e965702a",
      "ef285b4061c3baee858ab6ec68487dae", "a5ebac0bc48d9cf7ae5ce39cd840ac6c761aec04078fab954d634f923e901c64",
      "46a33fc271", "6ac7dae96aa30a4d")),
    ("C.4.4.2", "B", HOME_B, "0272da71976234ce833a6907425867b82e074d44ef907dfb4b3e21c1c2256ebcd1",
     "90a5898bd29ffa3f261e00e980067c70a2b1b992a21f5b4fef6d4df69fe804ad", USERNAME,
     ("03759bb22c563d9f4a6b3c1419e543fc2f39d6823f02a9d71162b39399218b244b",
      "bc3529ed79541cf8c007ce9806330f4a5ff15064d7cf4b16943ef8f007597872", "84f9a78995d39e6968047547ecc12c4f", None,
      "39d5517e965f8e1252b61345ed45226c5f1a8c69f03d6c91437591f0b8e48fa0", "be22d8b9f856a52ed381cd7eaf4cf2d525",
      "3cddc61a0a7882eb")),
]
NAMES = ("ephemeralPublic", "shared", "encKey", "icb", "macKey", "ciphertext", "mac")


def some(label: str, size: int) -> bytes:
    """Octets that look random and are the same at each run."""
    return hashlib.shake_128(b"rsptest vectors/suci " + label.encode()).digest(size)


def row(identifier: str, source: str, profile: str, home: bytes, home_public: bytes, ephemeral: bytes, plaintext: bytes) -> dict:
    """One known answer; octets as hex in capitals."""
    made = ecies.conceal(profile, home_public, ephemeral, plaintext)
    octets = {"home": home, "homePublic": home_public, "ephemeral": ephemeral, "plaintext": plaintext, **made}
    return {"id": identifier, "source": source, "profile": profile, **{name: value.hex().upper() for name, value in octets.items()}}


def main() -> int:
    """Writes or compares the file."""
    rows = []
    for clause, profile, home, home_public, ephemeral, plaintext, given in PUBLISHED:
        home, ephemeral, plaintext = (bytes.fromhex(value) for value in (home, ephemeral, plaintext))
        if ecies.public(profile, home).hex() != home_public:
            raise AssertionError(f"{clause}: the public key of the home network is another")
        made = row(f"TS 33.501 {clause}", "published", profile, home, bytes.fromhex(home_public), ephemeral, plaintext)
        for name, value in zip(NAMES, given, strict=True):
            if value is not None and made[name] != value.upper():
                raise AssertionError(f"{clause} {name}: {made[name]} where {value} is published")
        rows.append(made)
    # Every length of an MSIN, and inputs at the borders of a cipher block; a public key of profile B also as the whole point.
    for number, size in enumerate((5, 4, 3, 0, 1, 15, 16, 17, 100)):
        for profile in "AB":
            home, ephemeral = (some(f"{profile} {number} {what}", 32) for what in ("home", "ephemeral"))
            whole = number % 2 == 1
            plaintext = some(f"{profile} {number} plaintext", size)
            rows.append(row(f"computed {profile} {number}", "computed", profile, home, ecies.public(profile, home, whole), ephemeral, plaintext))
    text = json.dumps({"ecies": rows}, indent=1) + "\n"
    target = HERE / "suci.json"
    if sys.argv[1:] == ["--check"]:
        stale = not target.exists() or target.read_text() != text
        print("stale: suci.json" if stale else "suci.json is as the generator makes it")
        return int(stale)
    target.write_text(text)
    print(f"suci.json: {len(rows)} known answers")
    return 0


if __name__ == "__main__":
    sys.exit(main())
