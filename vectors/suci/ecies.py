"""ECIES profiles A and B of 3GPP TS 33.501 Annex C.3, on the `cryptography` package."""

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import ec, x25519
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.x963kdf import X963KDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def public(profile: str, private: bytes, whole: bool = False) -> bytes:
    """The public key: 32 octets (A), 33 (B), or 65 where the whole point of B is asked for."""
    if profile == "A":
        return x25519.X25519PrivateKey.from_private_bytes(private).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    key = ec.derive_private_key(int.from_bytes(private, "big"), ec.SECP256R1()).public_key()
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint if whole else PublicFormat.CompressedPoint)


def agree(profile: str, private: bytes, other: bytes) -> bytes:
    """The shared key."""
    if profile == "A":
        return x25519.X25519PrivateKey.from_private_bytes(private).exchange(x25519.X25519PublicKey.from_public_bytes(other))
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), other)
    return ec.derive_private_key(int.from_bytes(private, "big"), ec.SECP256R1()).exchange(ec.ECDH(), point)


def conceal(profile: str, home_public: bytes, ephemeral: bytes, plaintext: bytes) -> dict:
    """Every figure on the way to the scheme output."""
    own = public(profile, ephemeral)
    shared = agree(profile, ephemeral, home_public)
    material = X963KDF(hashes.SHA256(), 64, own).derive(shared)
    key, icb, mac_key = material[:16], material[16:32], material[32:]
    encryptor = Cipher(algorithms.AES(key), modes.CTR(icb)).encryptor()
    ciphertext = encryptor.update(plaintext) + encryptor.finalize()
    mac = hmac.HMAC(mac_key, hashes.SHA256())
    mac.update(ciphertext)
    tag = mac.finalize()[:8]
    return {"ephemeralPublic": own, "shared": shared, "encKey": key, "icb": icb, "macKey": mac_key,
            "ciphertext": ciphertext, "mac": tag, "output": own + ciphertext + tag}
