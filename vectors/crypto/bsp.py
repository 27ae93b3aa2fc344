"""Worked examples of the BPP protection (SGP.22 §2.5.4, §2.6.4, Annex G), on `cryptography` and curves.py.

Each example is a list of steps: segments sealed one after the other, and a change of keys where there is one.
"""

import hashlib

from cryptography.hazmat.primitives import cmac, hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.x963kdf import X963KDF
from curves import BRAINPOOL, P256, octets


def tlv(tag, value):
    length = len(value)
    if length < 0x80:
        head = bytes([length])
    else:
        digits = length.to_bytes((length.bit_length() + 7) // 8, "big")
        head = bytes([0x80 | len(digits)]) + digits
    return bytes.fromhex(tag) + head + value


class Channel:
    def __init__(self, mcv, enc, mac):
        self.mcv, self.enc, self.mac, self.counter = mcv, enc, mac, 1

    def seal(self, tag, clear):
        body = clear
        if tag != "88":
            padded = clear + b"\x80"
            padded += bytes(-len(padded) % 16)
            block = Cipher(algorithms.AES(self.enc), modes.ECB()).encryptor()
            icv = block.update(self.counter.to_bytes(16, "big"))
            cipher = Cipher(algorithms.AES(self.enc), modes.CBC(icv)).encryptor()
            body = cipher.update(padded) + cipher.finalize()
        head = tlv(tag, body + bytes(8))[: -len(body) - 8]
        mac = cmac.CMAC(algorithms.AES(self.mac))
        mac.update(self.mcv + head + body)
        self.mcv = mac.finalize()
        self.counter += 1
        return head + body + self.mcv[:8]


def derive(secret, host_id, eid):
    info = b"\x88\x10" + bytes([len(host_id)]) + host_id + b"\x10" + eid
    material = X963KDF(hashes.SHA256(), 48, info).derive(secret)
    return info, [material[at:at + 16] for at in (0, 16, 32)]


def steps_of(keys, segments):
    channel, steps = Channel(*keys), []
    for segment in segments:
        if isinstance(segment, list):
            channel = Channel(*segment)
            steps.append({"replace_keys": [key.hex() for key in segment]})
        else:
            tag, clear = segment
            steps.append({"tag": tag, "clear": clear.hex(), "tlv": channel.seal(tag, clear).hex()})
    return steps


def cut(package):
    return [("86", package[at:at + 1007]) for at in range(0, len(package), 1007)]


def whole(curve, name, source, d_euicc, d_dp, d_sign, transaction_id, host_id, eid, metadata, package, ppk):
    """One Bound Profile Package from its one-time keys to its last octet."""
    secret = curve.agree(d_dp, curve.public(d_euicc))
    info, keys = derive(secret, host_id, eid)
    crt = tlv("a6", tlv("80", b"\x88") + tlv("81", b"\x10") + tlv("84", host_id))
    clear = tlv("82", b"\x01") + tlv("80", transaction_id) + crt + tlv("5f49", octets(curve.public(d_dp)))
    signed = clear + tlv("5f49", octets(curve.public(d_euicc)))
    signature = curve.sign(d_sign, signed)
    segments = [("87", tlv("bf24", b"")), ("88", metadata)]
    if ppk:
        fields = b"".join(tlv(tag, key) for tag, key in zip(("80", "81", "82"), ppk))
        segments += [("87", tlv("bf26", fields)), ppk]
    steps = steps_of(keys, segments + cut(package))
    sealed = [bytes.fromhex(step["tlv"]) for step in steps if "tlv" in step]
    head, rest = sealed[:2], sealed[2:]
    parts = tlv("bf23", clear + tlv("5f37", signature)) + tlv("a0", head[0]) + tlv("a1", head[1])
    if ppk:
        parts, rest = parts + tlv("a2", rest[0]), rest[1:]
    bpp = tlv("bf36", parts + tlv("a3", b"".join(rest)))
    return {
        "name": name, "source": source, "curve": curve.name,
        "euicc_private": f"{d_euicc:064x}", "euicc_public": octets(curve.public(d_euicc)).hex(),
        "dp_private": f"{d_dp:064x}", "dp_public": octets(curve.public(d_dp)).hex(),
        "signing_private": f"{d_sign:064x}", "signing_public": octets(curve.public(d_sign)).hex(),
        "signed": signed.hex(), "signature": signature.hex(),
        "host_id": host_id.hex(), "eid": eid.hex(), "shared_secret": secret.hex(), "shared_info": info.hex(),
        "keys": [key.hex() for key in keys], "steps": steps,
        "bound_profile_package": bpp.hex() if len(bpp) < 1000 else None,
        "bound_profile_package_length": len(bpp), "bound_profile_package_sha256": hashlib.sha256(bpp).hexdigest(),
    }


def own():
    """Made for this folder: every number follows from these lines."""
    def seed(label, length=32):
        return hashlib.sha256(f"rsptest bsp {label}".encode()).digest()[:length]

    out = []
    for curve in P256, BRAINPOOL:
        for mode in "session keys", "profile protection keys":
            def scalar(label):
                return int.from_bytes(seed(f"{label} {curve.name}"), "big") % curve.n

            metadata = tlv("bf25", tlv("5a", bytes.fromhex("98100000000000000010"))
                           + tlv("91", b"rsptest") + tlv("92", "Prüfprofil".encode()))
            package = b"".join(seed(f"package {index}") for index in range(64))[:2030]
            ppk = [seed(f"ppk {index}", 16) for index in range(3)] if mode.startswith("profile") else None
            out.append(whole(curve, f"{curve.name}, {mode}", "own", scalar("euicc"), scalar("dp"), scalar("sign"),
                             seed("transaction", 16), b"rsptest-host-id!", bytes.fromhex("89049032123451234512345678901235"),
                             metadata, package, ppk))
    return out


def lengths():
    """Clear lengths at every border."""
    keys = [hashlib.sha256(f"rsptest bsp length {index}".encode()).digest()[:16] for index in range(3)]
    clear = bytes(index % 251 for index in range(1008))
    segments = [("87", clear[:length]) for length in (0, 1, 15, 16, 17, 103, 104, 111, 112, 239, 240)]
    segments += [("86", clear[:1006]), ("86", clear[:1007]), ("88", b""), ("88", clear[:119]), ("88", clear[:120]), ("88", clear)]
    return {"keys": [key.hex() for key in keys], "steps": steps_of(keys, segments)}


def published():
    """Figures that circulate among implementations, restated; the outputs are asserted, not copied."""
    hexed = bytes.fromhex
    common = dict(
        curve=P256, source="worked example, one-time keys made for it; outputs cross-checked with pysim's decoder",
        d_euicc=0xF4EB9D7775AFAA30EA2932503672DDCEDCD97D403077E963E2818CD8247E9A2F,
        d_dp=0x7D799B1F1C8216DA3E9866050745ACE2B6AB953E1BE2726CB44DD309F88162E3,
        d_sign=0x5887EC09D9409CD6B2CAEEC5A37A4AFEF82503790632BA1C7EEAC494A954A04E,
        transaction_id=hexed("ed1dd4c2abc3ff401774bb6fdc436dd8"), host_id=b"KAT-HOST",
        eid=hexed("89049032123451234512345678901235"),
        metadata=hexed("bf25215a0a9800103254769810321491064b41542d5350920b4b41542070726f66696c65"))
    ppk = [hexed("4fafd915bc297e222b20ced39a42b7ff"), hexed("e66c4222ad11c0a931d22bbe64a11e6d"),
           hexed("da28fea6337e086abe04310a79d4efe8")]
    short = hexed("a01b8001028101038303414243000102030405060708090a0b0c0d0e0f101112131415161718191a")
    long = bytes(index % 251 for index in range(2500))
    out = []
    for name, package, keys, length, digest in (
        ("known answer, session keys", short, None, 319, None),
        ("known answer, profile protection keys", short, ppk, 395, None),
        ("known answer, 2500 octets, session keys", long, None, 2811,
         "60b393fcc6fd721d7c38246de29f5633f6e97b41a190ca0cf44ba2d30394103e"),
        ("known answer, 2500 octets, profile protection keys", long, ppk, 2887,
         "d86aa3ad12aae1cf3b8238192824b2d4c0c1135331790be3cce3dc90341b2076"),
    ):
        made = whole(name=name, package=package, ppk=keys, **common)
        assert made["bound_profile_package_length"] == length, made["bound_profile_package_length"]
        assert digest in (None, made["bound_profile_package_sha256"])
        out.append(made)
    assert out[0]["keys"] == ["b4fdfd6e7701bbcedafc28bca29cb58c", "b65495a9c52c6b788f5882643d228cc0",
                              "4710f532886f2df977472a962ded0b1e"]
    assert out[0]["steps"][0]["tlv"] == "8718927a1c10ba181aad6cdb6f2602af117c131f545cd049ee10"
    assert out[0]["steps"][2]["tlv"].endswith("5aa1d3d2ef68b407")
    assert out[1]["steps"][-1]["tlv"].endswith("4ba35f6a849d34dd")
    assert out[0]["signature"].startswith("a8593fc95c864e25")
    return out


def fixture():
    """A public fixture of another implementation, from the shared secret on."""
    hexed = bytes.fromhex
    secret = hexed("79696dc34351dfc7758b07baf66643f01d7d8f5ab976c51d5f2c42ab71f5a6c3")
    eid, host_id = hexed("89049032123451234512345678901235"), b"euicc-rsp"
    info, keys = derive(secret, host_id, eid)
    assert [key.hex() for key in keys] == ["9a8d4dc5d8c2ba3fccbb7f69036fd09f", "1f745c2897a86858e94823c218a2db4a",
                                           "1c073583341b81244c40aae342de5434"]
    first = steps_of(keys, [("87", hexed("bf2400"))])
    assert first[0]["tlv"] == "8718bc43d09ef085954b55e4acdbb87b6649813b5db57a02d5c9"
    return {"source": "public fixture, outputs asserted by bsp.py", "shared_secret": secret.hex(), "host_id": host_id.hex(),
            "eid": eid.hex(), "keys": [key.hex() for key in keys], "steps": first}


def examples():
    return {"packages": own() + published(), "lengths": lengths(), "fixture": fixture()}
