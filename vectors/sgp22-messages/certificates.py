"""Certificates and CRLs of our own, the same octets at every run (derived keys, RFC 6979, fixed dates)."""
import datetime
import hashlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
START = datetime.datetime(2024, 1, 1)
END = datetime.datetime(2044, 1, 1)


def key(name):
    digest = hashlib.sha256(f"rsptest vectors {name}".encode()).digest()
    return ec.derive_private_key(int.from_bytes(digest, "big") % (ORDER - 1) + 1, ec.SECP256R1())


def common_name(name):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Harbour test {name}")])


def certificate(name, issuer, serial):
    builder = x509.CertificateBuilder(common_name(issuer), common_name(name), key(name).public_key(), serial, START, END)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key(name).public_key()), False)
    signed = builder.sign(key(issuer), hashes.SHA256(), ecdsa_deterministic=True)
    return signed.public_bytes(serialization.Encoding.DER)


def crl(issuer, serials):
    builder = x509.CertificateRevocationListBuilder(common_name(issuer), START, END)
    for serial in serials:
        builder = builder.add_revoked_certificate(x509.RevokedCertificateBuilder(serial, START).build())
    signed = builder.sign(key(issuer), hashes.SHA256(), ecdsa_deterministic=True)
    return signed.public_bytes(serialization.Encoding.DER)


def certificates():
    """Name to DER octets."""
    return {
        "dp-auth": certificate("dp-auth", "ci", 11), "dp-pb": certificate("dp-pb", "ci", 12),
        "eum": certificate("eum", "ci", 21), "euicc": certificate("euicc", "eum", 22),
        "crl": crl("ci", [11, 40]), "crl-empty": crl("ci", []),
    }
