"""Milenage, TUAK and the test algorithm, written from the algorithms' descriptions and from nothing else here.

Milenage: TS 35.206, AES from the `cryptography` package. TUAK: TS 35.231, with Keccak-f[1600] below, which is
checked against SHA3-256 of hashlib when this is loaded. Test algorithm: TS 34.108, 8.1.2.
"""

import hashlib

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def xor(a: bytes, b: bytes) -> bytes:
    """Octet by octet."""
    return bytes(x ^ y for x, y in zip(a, b, strict=True))


# --- Milenage ---

ROTATIONS = (64, 0, 32, 64, 96)
CONSTANTS = tuple(n.to_bytes(16, "big") for n in (0, 1, 2, 4, 8))


def aes(key: bytes, block: bytes) -> bytes:
    """One block."""
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return encryptor.update(block) + encryptor.finalize()


def rotated(block: bytes, bits: int) -> bytes:
    """To the left, cyclically."""
    value = int.from_bytes(block, "big")
    bits %= 128
    return ((value << bits | value >> (128 - bits)) & (1 << 128) - 1).to_bytes(16, "big")


def milenage(key, opc, rand, sqn, amf, r=ROTATIONS, c=CONSTANTS) -> dict:
    """f1 to f5*."""
    temp = aes(key, xor(rand, opc))
    in1 = (sqn + amf) * 2
    out1 = xor(aes(key, xor(temp, xor(rotated(xor(in1, opc), r[0]), c[0]))), opc)

    def out(n):
        return xor(aes(key, xor(rotated(xor(temp, opc), r[n - 1]), c[n - 1])), opc)

    return {"macA": out1[:8], "macS": out1[8:], "res": out(2)[8:], "ak": out(2)[:6], "ck": out(3), "ik": out(4), "akS": out(5)[:6]}


# --- Keccak-f[1600] on a state of 25 lanes ---


def keccak_f(state: bytes) -> bytes:
    """The permutation; lanes are little-endian, as in FIPS 202."""
    mask = (1 << 64) - 1
    a = [[int.from_bytes(state[8 * (x + 5 * y) :][:8], "little") for y in range(5)] for x in range(5)]
    lfsr = 1
    for _ in range(24):
        c = [a[x][0] ^ a[x][1] ^ a[x][2] ^ a[x][3] ^ a[x][4] for x in range(5)]
        d = [c[x - 1] ^ ((c[(x + 1) % 5] << 1 | c[(x + 1) % 5] >> 63) & mask) for x in range(5)]
        a = [[a[x][y] ^ d[x] for y in range(5)] for x in range(5)]
        x, y, lane = 1, 0, a[1][0]
        for t in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            turn = (t + 1) * (t + 2) // 2 % 64
            lane, a[x][y] = a[x][y], (lane << turn | lane >> (64 - turn)) & mask
        for y in range(5):
            row = [a[x][y] for x in range(5)]
            for x in range(5):
                a[x][y] = row[x] ^ (~row[(x + 1) % 5] & mask & row[(x + 2) % 5])
        for j in range(7):
            if lfsr & 1:
                a[0][0] ^= 1 << ((1 << j) - 1)
            lfsr = (lfsr << 1) ^ (0x171 if lfsr & 0x80 else 0)
    return b"".join(a[x][y].to_bytes(8, "little") for y in range(5) for x in range(5))


def _check_keccak() -> None:
    block = b"abc" + b"\x06" + bytes(132) + bytes(64)
    block = block[:135] + b"\x80" + block[136:]
    if keccak_f(block)[:32] != hashlib.sha3_256(b"abc").digest():
        raise AssertionError("Keccak-f[1600] does not give SHA3-256")


_check_keccak()


# --- TUAK ---


def tuak_out(top: bytes, instance: int, rand: bytes, amf: bytes, sqn: bytes, key: bytes, iterations: int) -> bytes:
    """OUT, in the octet order of Keccak."""
    parts = (top, bytes([instance]), b"TUAK1.0", rand, amf, sqn, key)
    state = b"".join(part[::-1] for part in parts).ljust(32 + 1 + 7 + 16 + 2 + 6 + 32, b"\0")
    state += b"\x1f" + bytes(38) + b"\x80" + bytes(64)
    for _ in range(iterations):
        state = keccak_f(state)
    return state


def tuak(key, topc, rand, sqn, amf, mac=8, res=8, ck=16, ik=16, iterations=1) -> dict:
    """f1 to f5*; lengths in octets."""
    long = 1 if len(key) == 32 else 0

    def run(instance, *, with_sqn):
        zero = (bytes(2), bytes(6))
        return tuak_out(topc, instance | long, rand, *((amf, sqn) if with_sqn else zero), key, iterations)

    size = {8: 0x08, 16: 0x10, 32: 0x20, 4: 0}
    both = run(0x40 | size[res] | (4 if ck == 32 else 0) | (2 if ik == 32 else 0), with_sqn=False)
    return {
        "macA": run(size[mac], with_sqn=True)[:mac][::-1],
        "macS": run(0x80 | size[mac], with_sqn=True)[:mac][::-1],
        "res": both[:res][::-1],
        "ck": both[32:][:ck][::-1],
        "ik": both[64:][:ik][::-1],
        "ak": both[96:][:6][::-1],
        "akS": run(0xC0, with_sqn=False)[96:][:6][::-1],
    }


def topc(key: bytes, top: bytes, iterations: int = 1) -> bytes:
    """TOPc of TOP."""
    out = tuak_out(top, 1 if len(key) == 32 else 0, bytes(16), bytes(2), bytes(6), key, iterations)
    return out[:32][::-1]


# --- the test algorithm ---


def test_algorithm(key, rand, sqn, amf, res=16) -> dict:
    """TS 34.108, 8.1.2."""
    x = xor(key, rand)
    mac = xor(x[:8], sqn + amf)
    return {"macA": mac, "macS": mac, "res": x[:res], "ck": x[1:] + x[:1], "ik": x[2:] + x[:2], "ak": x[3:9], "akS": x[3:9]}


def kc(ck: bytes, ik: bytes) -> bytes:
    """Kc by conversion function c3 (TS 33.102, 6.8.1.2)."""
    return xor(xor(ck[:8], ck[8:]), xor(ik[:8], ik[8:]))


def sres(res: bytes) -> bytes:
    """SRES by conversion function c2."""
    padded = res.ljust(16, b"\0")
    return xor(xor(padded[:4], padded[4:8]), xor(padded[8:12], padded[12:16]))
