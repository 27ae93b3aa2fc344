"""Plain elliptic curve arithmetic and RFC 6979, written from the standards for this folder only.

Slow and simple on purpose: it shares nothing with the libraries that the harness is built on.
"""

import hashlib
import hmac


class Curve:
    def __init__(self, name, p, a, b, n, gx, gy):
        self.name, self.p, self.a, self.b, self.n, self.g = name, p, a, b, n, (gx, gy)

    def add(self, one, other):
        if one is None:
            return other
        if other is None:
            return one
        (x1, y1), (x2, y2) = one, other
        if x1 == x2 and (y1 + y2) % self.p == 0:
            return None
        if one == other:
            slope = (3 * x1 * x1 + self.a) * pow(2 * y1, -1, self.p)
        else:
            slope = (y2 - y1) * pow(x2 - x1, -1, self.p)
        x = (slope * slope - x1 - x2) % self.p
        return x, (slope * (x1 - x) - y1) % self.p

    def times(self, k, point):
        result = None
        while k:
            if k & 1:
                result = self.add(result, point)
            point = self.add(point, point)
            k >>= 1
        return result

    def public(self, d):
        return self.times(d, self.g)

    def on_curve(self, point):
        x, y = point
        return (y * y - x * x * x - self.a * x - self.b) % self.p == 0

    def lift(self, x):
        """The even y of this x, or None. Both fields are 3 mod 4."""
        right = (x * x * x + self.a * x + self.b) % self.p
        y = pow(right, (self.p + 1) // 4, self.p)
        if y * y % self.p != right:
            return None
        return y if y % 2 == 0 else self.p - y

    def nonce(self, d, digest):
        """k of RFC 6979 section 3.2 with SHA-256; order and digest are both of 256 bits."""
        secret = d.to_bytes(32, "big")
        reduced = (int.from_bytes(digest, "big") % self.n).to_bytes(32, "big")
        v, key = b"\x01" * 32, b"\x00" * 32
        for separator in b"\x00", b"\x01":
            key = hmac.digest(key, v + separator + secret + reduced, "sha256")
            v = hmac.digest(key, v, "sha256")
        while True:
            v = hmac.digest(key, v, "sha256")
            k = int.from_bytes(v, "big")
            if 0 < k < self.n:
                return k
            key = hmac.digest(key, v + b"\x00", "sha256")
            v = hmac.digest(key, v, "sha256")

    def sign(self, d, message):
        digest = hashlib.sha256(message).digest()
        k = self.nonce(d, digest)
        r = self.times(k, self.g)[0] % self.n
        s = pow(k, -1, self.n) * (int.from_bytes(digest, "big") + r * d) % self.n
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    def agree(self, d, point):
        return self.times(d, point)[0].to_bytes(32, "big")


def octets(point):
    return b"\x04" + point[0].to_bytes(32, "big") + point[1].to_bytes(32, "big")


P256 = Curve(
    "P-256",
    0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF,
    0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFC,
    0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
BRAINPOOL = Curve(
    "brainpoolP256r1",
    0xA9FB57DBA1EEA9BC3E660A909D838D726E3BF623D52620282013481D1F6E5377,
    0x7D5A0975FC2C3057EEF67530417AFFE7FB8055C126DC5C6CE94A4B44F330B5D9,
    0x26DC5C6CE94A4B44F330B5D9BBD77CBF958416295CF7E1CE6BCCDC18FF8C07B6,
    0xA9FB57DBA1EEA9BC3E660A909D838D718C397AA3B561A6F7901E0E82974856A7,
    0x8BD2AEB9CB7E57CB2C4B482FFC81B7AFB9DE27E1E3BD23C23A4453BD9ACE3262,
    0x547EF835C3DAC4FD97F8461A14611DC9C27745132DED8E545C1D54C72F046997,
)
CURVES = {curve.name: curve for curve in (P256, BRAINPOOL)}
for curve in CURVES.values():
    assert curve.on_curve(curve.g) and curve.times(curve.n, curve.g) is None
