#!/usr/bin/env python3
"""Writes authentication.json: what the applications of the packages answer to AUTHENTICATE; `--check` compares.

Computed by ../aka/functions.py, which needs the `cryptography` package.
"""

import hashlib
import json
import pathlib
import sys

import generic
import minimal
import tuak

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "aka"))

import functions as f  # noqa: E402


def octets(label: str, size: int) -> bytes:
    """Octets that are the same at each run."""
    return hashlib.shake_128(b"rsptest vectors/profiles authentication " + label.encode()).digest(size)


def row(package: str, source, number: int, sqn: int, outcome: str, sqn_ms: int) -> dict:
    """One AUTHENTICATE: SQN and SQN_MS with the index in their five low bits."""
    rand, amf = octets(f"{package} {number}", 16), bytes.fromhex("8000")

    def run(value: int, field: bytes) -> dict:
        sequence = value.to_bytes(6, "big")
        if source is tuak:
            return f.tuak(source.K, source.OPC, rand, sequence, field, res=16, iterations=source.ITERATIONS)
        return f.milenage(source.K, source.OPC, rand, sequence, field)

    made = run(sqn, amf)
    mac = made["macA"] if outcome != "mac" else f.xor(made["macA"], bytes(7) + b"\x01")
    answer = {"package": package, "sqn": f"{sqn:012X}", "rand": rand, "autn": f.xor(sqn.to_bytes(6, "big"), made["ak"]) + amf + mac,
              "outcome": outcome}
    if outcome == "success":
        answer |= {name: made[name] for name in ("res", "ck", "ik")} | {"kc": f.kc(made["ck"], made["ik"]), "sres": f.sres(made["res"])}
    if outcome == "synchronisation":
        back = run(sqn_ms, bytes(2))
        answer |= {"auts": f.xor(sqn_ms.to_bytes(6, "big"), back["akS"]) + back["macS"]}
    return {name: value.hex().upper() if isinstance(value, bytes) else value for name, value in answer.items()}


def main() -> int:
    """The rows of a package are one run: what a card answers depends on those before."""
    rows = []
    for package, source, seq in (("rsptest-generic.der", generic, 0), ("rsptest-minimal.der", minimal, 0), ("rsptest-tuak.der", tuak, 47)):
        # The highest SEQ stands at index 0 in the Milenage packages (all are 0), at 31 in the TUAK package (16 to 47).
        start = seq << 5 | (31 if seq else 0)
        fresh = (seq + 1) << 5 | 3
        later = (seq + 9) << 5 | 4
        rows += [
            row(package, source, 1, (seq + 1) << 5 | 3, "mac", start),
            row(package, source, 2, 0 << 5 | 1, "synchronisation", start),
            row(package, source, 3, fresh, "success", 0),
            row(package, source, 4, fresh, "synchronisation", fresh),
            row(package, source, 5, later, "success", 0),
            # Older than the highest, but fresh for its index.
            row(package, source, 6, (seq + 2) << 5 | 3, "success", 0),
            # Further ahead than sqnDelta.
            row(package, source, 7, (seq + 9 + 2**28 + 1) << 5 | 5, "synchronisation", later),
            row(package, source, 8, (seq + 9 + 2**28) << 5 | 5, "success", 0),
        ]
    text = json.dumps(rows, indent=1) + "\n"
    target = HERE / "authentication.json"
    if sys.argv[1:] == ["--check"]:
        stale = not target.exists() or target.read_text() != text
        print("stale: authentication.json" if stale else "authentication.json is as the generator makes it")
        return int(stale)
    target.write_text(text)
    print(f"authentication.json: {len(rows)} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main())
