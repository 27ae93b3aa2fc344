"""Makes the vectors of this folder. Needs Python 3.10 and the package `cryptography` (made with 48.0.0).

    python3 make.py

What is deterministic comes from the plain code beside it and is checked against `cryptography` (OpenSSL);
ciphers and the KDF come from `cryptography`. None of it is code of the harness.
"""

import hashlib
import json
import pathlib

import bsp
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.kdf.x963kdf import X963KDF
from curves import BRAINPOOL, CURVES, P256, octets

LIBRARY = {"P-256": ec.SECP256R1(), "brainpoolP256r1": ec.BrainpoolP256R1()}


def scalar(curve, label):
    return int.from_bytes(hashlib.sha256(f"rsptest vector {label}".encode()).digest(), "big") % curve.n


def number(value):
    return value.to_bytes(32, "big")


def library_key(curve, d):
    return ec.derive_private_key(d, LIBRARY[curve.name])


def write(name, value):
    text = json.dumps(value, indent=1)
    pathlib.Path(__file__).with_name(name).write_text(text + "\n")


def ecdsa():
    out = []

    def signed(curve, d, message, source):
        signature = curve.sign(d, message)
        r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
        key = library_key(curve, d)
        key.public_key().verify(encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
        out.append({"curve": curve.name, "private": number(d).hex(), "public": octets(curve.public(d)).hex(),
                    "message": message.hex(), "signature": signature.hex(),
                    "der": encode_dss_signature(r, s).hex(), "deterministic": True, "source": source})
        return out[-1]

    # RFC 6979 appendix A.2.5, the two SHA-256 figures.
    published = {
        b"sample": "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                   "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
        b"test": "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367"
                 "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083",
    }
    for message, figure in published.items():
        d = 0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721
        assert signed(P256, d, message, "RFC 6979 A.2.5")["signature"] == figure
    for curve in CURVES.values():
        for index in range(6):
            d = scalar(curve, f"ecdsa {curve.name} {index}")
            signed(curve, d, bytes([index]) * (index * 37), "curves.py, verified by cryptography")
        # Random nonces of OpenSSL: only to be verified.
        for index in range(4):
            d = scalar(curve, f"ecdsa random {curve.name} {index}")
            message = f"signed by OpenSSL {index}".encode()
            der = library_key(curve, d).sign(message, ec.ECDSA(hashes.SHA256()))
            r, s = decode_dss_signature(der)
            out.append({"curve": curve.name, "private": number(d).hex(), "public": octets(curve.public(d)).hex(),
                        "message": message.hex(), "signature": (number(r) + number(s)).hex(), "der": der.hex(),
                        "deterministic": False, "source": "cryptography"})
    refused, accepted = [], []
    for curve in CURVES.values():
        d = scalar(curve, f"refused {curve.name}")
        message = b"judged"
        good = curve.sign(d, message)
        r, s = good[:32], good[32:]
        zero, order = bytes(32), number(curve.n)
        base = {"curve": curve.name, "public": octets(curve.public(d)).hex(), "message": message.hex()}
        low = min(int.from_bytes(s, "big"), curve.n - int.from_bytes(s, "big"))
        for says, signature in (("low s", r + number(low)), ("high s", r + number(curve.n - low))):
            accepted.append(base | {"says": says, "signature": signature.hex()})
        for says, error, signature in (
            ("63 octets", "Length", good[:63]), ("65 octets", "Length", good + b"\0"), ("empty", "Length", b""),
            ("r = 0", "OutOfRange", zero + s), ("s = 0", "OutOfRange", r + zero),
            ("r = n", "OutOfRange", order + s), ("s = n", "OutOfRange", r + order),
            ("all ones", "OutOfRange", b"\xff" * 64), ("all zero", "OutOfRange", bytes(64)),
            ("r and s swapped", "Mismatch", s + r), ("one bit of s", "Mismatch", good[:63] + bytes([good[63] ^ 1])),
        ):
            if says == "r and s swapped" and int.from_bytes(s, "big") >= curve.n:
                continue
            refused.append(base | {"says": says, "error": error, "signature": signature.hex()})
    write("ecdsa.json", {"signatures": out, "accepted": accepted, "refused": refused})


def ecdh():
    out = []
    for curve in CURVES.values():
        for index in range(4):
            d, e = (scalar(curve, f"ecdh {side} {curve.name} {index}") for side in "de")
            secret = curve.agree(d, curve.public(e))
            assert secret == library_key(curve, d).exchange(ec.ECDH(), library_key(curve, e).public_key())
            out.append({"curve": curve.name, "private": number(d).hex(), "public": octets(curve.public(e)).hex(),
                        "secret": secret.hex(), "source": "curves.py, equal to cryptography"})
    # RFC 7027 appendix A.1.
    d = 0x81DB1EE100150FF2EA338D708271BE38300CB54241D79950F77B063039804F1D
    e = 0x55E40BC41E37E3E2AD25C3C6654511FFA8474A91A0032087593852D3E7D76BD3
    secret = "89afc39d41d3b327814b80940b042590f96556ec91e6ae7939bce31f3a18bf2b"
    assert BRAINPOOL.agree(d, BRAINPOOL.public(e)).hex() == secret
    out.append({"curve": BRAINPOOL.name, "private": number(d).hex(), "public": octets(BRAINPOOL.public(e)).hex(),
                "secret": secret, "source": "RFC 7027 A.1"})
    write("ecdh.json", out)


def points():
    out = []
    for curve in CURVES.values():
        point = curve.public(scalar(curve, f"point {curve.name}"))
        x, y = number(point[0]), number(point[1])
        small = next(x for x in range(1, 99) if curve.lift(x) is not None)
        y_small = curve.lift(small)
        for says, error, value in (
            ("good", None, b"\4" + x + y), ("smallest x", None, octets((small, y_small))),
            ("compressed", "PointForm", bytes([2 + point[1] % 2]) + x),
            ("hybrid", "PointForm", bytes([6 + point[1] % 2]) + x + y),
            ("infinity", "PointForm", b"\0"), ("nothing", "Length", b""),
            ("64 octets", "Length", (b"\4" + x + y)[:64]), ("66 octets", "Length", b"\4" + x + y + b"\0"),
            ("y off by one", "NotOnCurve", b"\4" + x + number(point[1] ^ 1)),
            ("zero", "NotOnCurve", b"\4" + bytes(64)),
            ("x not reduced", "NotOnCurve", b"\4" + number(small + curve.p) + number(y_small)),
            ("x = p", "NotOnCurve", b"\4" + number(curve.p) + y),
            ("base point of the other curve", "NotOnCurve",
             octets(next(it for it in CURVES.values() if it is not curve).g)),
        ):
            if error is None:
                ec.EllipticCurvePublicKey.from_encoded_point(LIBRARY[curve.name], value)
            out.append({"curve": curve.name, "says": says, "octets": value.hex(), "error": error})
    scalars = [{"curve": curve.name, "octets": number(value).hex(), "good": good}
               for curve in CURVES.values()
               for value, good in ((0, False), (1, True), (curve.n - 1, True), (curve.n, False), (2**256 - 1, False))]
    write("points.json", {"points": out, "scalars": scalars})


def keys():
    out = []
    for curve in CURVES.values():
        d = scalar(curve, f"key {curve.name}")
        key = library_key(curve, d)
        form = serialization.PrivateFormat
        none = serialization.NoEncryption()

        def private(encoding, kind):
            return key.private_bytes(encoding, kind, none)

        der, pem = serialization.Encoding.DER, serialization.Encoding.PEM
        spki = key.public_key().public_bytes(der, serialization.PublicFormat.SubjectPublicKeyInfo)
        spki_pem = key.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo)
        parameters = {"P-256": "BggqhkjOPQMBBw==", "brainpoolP256r1": "BgkrJAMDAggBAQc="}[curve.name]
        head = f"-----BEGIN EC PARAMETERS-----\n{parameters}\n-----END EC PARAMETERS-----\n"
        out.append({"curve": curve.name, "private": number(d).hex(), "public": octets(curve.public(d)).hex(),
                    "key_id": hashlib.sha1(octets(curve.public(d))).hexdigest(), "spki": spki.hex(),
                    "spki_pem": spki_pem.decode(),
                    "sec1_der": private(der, form.TraditionalOpenSSL).hex(),
                    "sec1_pem": head + private(pem, form.TraditionalOpenSSL).decode(),
                    "pkcs8_der": private(der, form.PKCS8).hex(), "pkcs8_pem": private(pem, form.PKCS8).decode()})
    write("keys.json", out)


def kdf():
    out = []
    for z, info, length in ((b"\1" * 32, b"", 16), (b"\2" * 32, b"info", 32), (b"\3" * 32, b"x" * 60, 48),
                            (b"\4" * 32, b"y", 65), (b"", b"", 1)):
        key = X963KDF(hashes.SHA256(), length, info).derive(z)
        out.append({"z": z.hex(), "shared_info": info.hex(), "key": key.hex(), "source": "cryptography"})
    # NIST CAVS 12.0, ANSI X9.63-2001 KDF, SHA-256, the first figure.
    z = bytes.fromhex("96c05619d56c328ab95fe84b18264b08725b85e33fd34f08")
    key = "443024c3dae66b95e6f5670601558f71"
    assert X963KDF(hashes.SHA256(), 16, b"").derive(z).hex() == key
    out.append({"z": z.hex(), "shared_info": "", "key": key, "source": "NIST CAVS"})
    codes = []
    for code, transaction in (("1234", b"\1" * 16), ("", b"\0"), ("Grüße 0000", bytes(range(16)))):
        inner = hashlib.sha256(code.encode()).digest()
        codes.append({"code": code, "transaction_id": transaction.hex(),
                      "hash_cc": hashlib.sha256(inner + transaction).hexdigest()})
    write("kdf.json", {"x963_sha256": out, "hash_cc": codes})


if __name__ == "__main__":
    ecdsa()
    ecdh()
    points()
    keys()
    kdf()
    write("bsp.json", bsp.examples())
