"""Makes certificates.json. Needs Python 3.10 and the package `cryptography` (made with 48.0.0).

    python3 make.py

Every certificate is built and signed by `cryptography` (OpenSSL), none by code of the harness. Keys follow from
labels, signatures from RFC 6979, so that the file is the same each time.
"""

import datetime
import hashlib
import json
import pathlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import ObjectIdentifier as Oid
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CURVES = {"P-256": ec.SECP256R1(), "brainpoolP256r1": ec.BrainpoolP256R1()}
ROLE = "2.23.146.1.2.1."
EID = "89049032123451234512345678901235"
UTC = datetime.timezone.utc
FROM = datetime.datetime(2021, 2, 3, 4, 5, 6, tzinfo=UTC)
UNTIL = datetime.datetime(2051, 6, 7, 8, 9, 10, tzinfo=UTC)
URIS = ["http://crl.example.net/a.crl", "http://crl.example.net/b.crl"]


def key_of(curve, label):
    digest = hashlib.sha256(f"rsptest certificate {curve} {label}".encode()).digest()
    return ec.derive_private_key(int.from_bytes(digest, "big") >> 8, CURVES[curve])


def name(**parts):
    kinds = {"c": NameOID.COUNTRY_NAME, "o": NameOID.ORGANIZATION_NAME, "ou": NameOID.ORGANIZATIONAL_UNIT_NAME,
             "cn": NameOID.COMMON_NAME, "sn": NameOID.SERIAL_NUMBER}
    return x509.Name([x509.NameAttribute(kinds[kind], value) for kind, value in parts.items()])


def usage(**bits):
    names = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
             "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
    return x509.KeyUsage(**{bit: bits.get(bit, False) for bit in names})


def policy(*oids):
    return x509.CertificatePolicies([x509.PolicyInformation(Oid(oid), None) for oid in oids])


def lists():
    point = lambda uri: x509.DistributionPoint([x509.UniformResourceIdentifier(uri)], None, None, None)
    return x509.CRLDistributionPoints([point(uri) for uri in URIS])


def build(curve, serial, subject, issuer, issuer_key, key, extensions, until=UNTIL, algorithm=None):
    builder = x509.CertificateBuilder().serial_number(serial).subject_name(subject).issuer_name(issuer)
    builder = builder.public_key(key.public_key()).not_valid_before(FROM).not_valid_after(until)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    if issuer_key is not key:
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
        builder = builder.add_extension(identifier, False)
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(issuer_key, algorithm or hashes.SHA256(), ecdsa_deterministic=True)


def der(thing):
    return thing.public_bytes(serialization.Encoding.DER).hex()


def suite(curve):
    keys = {label: key_of(curve, label) for label in ("ci", "eum", "euicc", "dp", "tls")}
    ci_name = name(cn="Vector CI", ou="TESTCERT", o="Vectors", c="XX")
    eum_name = name(c="XX", o="Vector EUM", cn="EUM of vectors")
    ca = lambda length: (x509.BasicConstraints(True, length), True)
    rid = lambda oid: x509.RegisteredID(Oid(oid))
    permitted = x509.NameConstraints([x509.DirectoryName(name(o="Vector EUM", sn="89049032"))], None)
    made = {}

    def add(label, serial, subject, extensions, issuer=ci_name, issuer_key="ci", key=None, **other):
        made[label] = build(curve, serial, subject, issuer, keys[issuer_key], keys[key or label], extensions, **other)

    add("ci", 0xB8C0FFEE, ci_name, [
        ca(None), (policy(ROLE + "0"), True), (usage(key_cert_sign=True, crl_sign=True), True),
        (x509.SubjectAlternativeName([rid("2.999.1")]), False), (lists(), False)])
    add("eum", 0x12345678, eum_name, [
        ca(0), (policy(ROLE + "2"), True), (usage(key_cert_sign=True), True),
        (x509.SubjectAlternativeName([rid("2.999.5")]), False), (permitted, True), (lists(), False)])
    add("euicc", 0x02, name(c="XX", o="Vector EUM", sn=EID, cn="eUICC of vectors"), [
        (policy(ROLE + "1"), True), (usage(digital_signature=True), True)],
        issuer=eum_name, issuer_key="eum", until=datetime.datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC))
    add("dp", 0x0100, name(o="Vectors", cn="SM-DP+ of vectors"), [
        (policy(ROLE + "4"), True), (usage(digital_signature=True), True),
        (x509.SubjectAlternativeName([rid("2.999.10")]), False), (lists(), False)])
    add("tls", 0x7F, name(o="Vectors", cn="dp.example.net"), [
        (policy(ROLE + "3"), False), (usage(digital_signature=True), True),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]), True),
        (x509.SubjectAlternativeName([x509.DNSName("dp.example.net"), x509.DNSName("dp2.example.net"), rid("2.999.10")]),
         False), (lists(), False)])
    # One thing unusual each; `fault` is what the step of that name must find.
    odd = {}

    def unusual(label, fault, extensions, **other):
        add(label, 0x03, name(c="XX", o="Vector EUM", sn=EID), extensions, issuer=eum_name, issuer_key="eum",
            key="euicc", **other)
        odd[label] = {"fault": fault, "der": der(made.pop(label))}

    good = [(policy(ROLE + "1"), True), (usage(digital_signature=True), True)]
    unknown = x509.UnrecognizedExtension(Oid("2.999.4711"), b"\x05\x00")
    unusual("unknown-critical", "UnknownCritical", good + [(unknown, True)])
    unusual("unknown-not-critical", None, good + [(unknown, False)])
    unusual("no-policies", "Policy", good[1:])
    unusual("several-policies", None, [(policy("1.2.3.4", ROLE + "1", "2.999.7"), True), good[1]])
    unusual("no-key-usage", "KeyUsage", good[:1])
    unusual("key-agreement", "KeyUsage", [good[0], (usage(key_agreement=True), True)])
    unusual("issuer", "BasicConstraints", good + [ca(None)])
    unusual("sha384", "Signature", good, algorithm=hashes.SHA384())
    unusual("expired", "Expired", good, until=datetime.datetime(2022, 1, 1, tzinfo=UTC))

    revoked = x509.RevokedCertificateBuilder().serial_number(0x12345678).revocation_date(FROM).build()
    crl = x509.CertificateRevocationListBuilder().issuer_name(ci_name).last_update(FROM).next_update(UNTIL)
    crl = crl.add_extension(x509.CRLNumber(7), False)
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(keys["ci"].public_key())
    crl = crl.add_extension(identifier, False)
    empty = crl.sign(keys["ci"], hashes.SHA256(), ecdsa_deterministic=True)
    crl = crl.add_revoked_certificate(revoked).sign(keys["ci"], hashes.SHA256(), ecdsa_deterministic=True)
    seconds = lambda date: int(date.timestamp())
    return {
        "curve": curve,
        "certificates": {label: {"der": der(certificate), "serial": f"{certificate.serial_number:x}",
                                 "tbs": certificate.tbs_certificate_bytes.hex(),
                                 "subject": certificate.subject.public_bytes().hex(),
                                 "issuer": certificate.issuer.public_bytes().hex(),
                                 "not_before": seconds(certificate.not_valid_before_utc),
                                 "not_after": seconds(certificate.not_valid_after_utc)}
                         for label, certificate in made.items()},
        "unusual": odd, "crl": der(crl), "empty_crl": der(empty),
        "crl_this_update": seconds(FROM), "crl_next_update": seconds(UNTIL),
    }


if __name__ == "__main__":
    text = json.dumps([suite(curve) for curve in CURVES], indent=1)
    pathlib.Path(__file__).with_name("certificates.json").write_text(text + "\n")
