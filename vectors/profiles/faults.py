#!/usr/bin/env python3
"""Writes faults.json beside itself: packages with exactly one fault, and some that are unusual and good.

Each is rsptest-minimal.der with elements changed, left out or put in; the file names the elements that stay by
their place in it and gives the others in hexadecimal. With `--check` it compares and ends with 1 when the file is
stale. Nothing but the standard library, `der.py` and the minimal package is used.
"""

import json
import pathlib
import sys

import minimal
from der import context, integer, read, tlv
from files import swapped

HERE = pathlib.Path(__file__).resolve().parent
BASE = "rsptest-minimal.der"
ELEMENTS = [octets for _, octets in minimal.package().elements]
HEADER, MF, PUKS, PINS, USIM, LOCAL_PINS, AKA, SD, END = range(len(ELEMENTS))
ALL = list(range(len(ELEMENTS)))
ICCID = bytes.fromhex(minimal.ICCID.ljust(20, "F")), swapped(minimal.ICCID)

PACKAGES: list[dict] = []


def notation(text: str) -> bytes:
    """DER from a short notation: `62{ 82:4121 83:6F99 }`; a tag, then contents behind a colon or elements in braces."""
    open_: list[tuple[int, bytes]] = [(0, b"")]
    tag = None
    for word in text.replace("{", " { ").replace("}", " } ").split():
        if word == "{":
            open_.append((tag, b""))
            tag = None
        elif word == "}":
            number, content = open_.pop()
            outer, before = open_[-1]
            open_[-1] = (outer, before + tlv(number, content))
        elif ":" in word:
            number, content = word.split(":")
            outer, before = open_[-1]
            open_[-1] = (outer, before + tlv(int(number, 16), bytes.fromhex(content)))
        else:
            tag = int(word, 16)
    if len(open_) != 1 or tag is not None:
        raise ValueError(text)
    return open_[0][1]


def element(tag: int, components: str, number: int = 90, mandated: bool = True) -> bytes:
    """An element with this identification and components."""
    mark = context(0, tlv(0x80) if mandated else b"", tlv(0x81, integer(number)))
    return tlv(tag, mark + notation(components))


def generic(path: str, steps: str, number: int = 90) -> bytes:
    """One command of generic file management in a directory."""
    return element(0xA1, f"A1{{ 30{{ 80:{path} {steps} }} }}", number)


def add(name: str, says: str, *elements, base: str = "pe-") -> None:
    """A package of these elements: a place in the minimal package, or octets."""
    octets = b"".join(ELEMENTS[one] if isinstance(one, int) else one for one in elements)
    row = {"name": base + name, "says": says}
    row["elements"] = [one if isinstance(one, int) else one.hex().upper() for one in elements]
    places = []
    for coded, is_swapped in zip(ICCID, (False, True)):
        if octets.count(coded) > 1 and name != "two-headers":
            raise ValueError(f"{name}: the ICCID stands twice")
        at = octets.find(coded)
        while at >= 0:
            places.append({"offset": at, "swapped": is_swapped})
            at = octets.find(coded, at + 1)
    row["iccid"] = places
    if any(one["name"] == row["name"] for one in PACKAGES):
        raise ValueError(f"{name} stands twice")
    PACKAGES.append(row)


def more(name: str, says: str, *elements: bytes) -> None:
    """The minimal package with these elements in front of its end."""
    add(name, says, *ALL[:-1], *elements, END)


def instead(name: str, says: str, place: int, octets: bytes) -> None:
    """The minimal package with another element in this place."""
    add(name, says, *ALL[:place], octets, *ALL[place + 1:])


def fields(octets: bytes) -> list[tuple[int, bytes]]:
    """Tag and whole octets of each field of an element."""
    _, at, end = read(octets, 0)
    out = []
    while at < end:
        tag, _, after = read(octets, at)
        out.append((tag, octets[at:after]))
        at = after
    return out


def header(rest: str, version: bytes = b"\x02\x03", kind: bytes | None = None) -> bytes:
    """The header with other contents behind the ICCID."""
    kept = dict(fields(ELEMENTS[HEADER]))
    name = kept[0x82] if kind is None else (tlv(0x82, kind) if kind else b"")
    return tlv(0xA0, tlv(0x80, version[:1]), tlv(0x81, version[1:]), name, kept[0x83], notation(rest))


def demands(services: str, templates=("01", "04"), rest: str = "") -> bytes:
    """The header with these services, templates and more."""
    return header(f"A5{{ {services} }} A6{{ {' '.join('06:67810F0102' + one for one in templates)} }} {rest}")


CODE = "81:3131313131313131"
EF = "82:4121 83:6F99 8B:2F060A"
AID = "A0000005591010FF"


def aka(algorithm: int, key: int, opc: int) -> bytes:
    """akaParameter with keys of these lengths."""
    return element(0xA4, f"A1{{ A1{{ 80:{algorithm:02X} 81:01 82:{'11' * key} 83:{'22' * opc} }} }}")


def rfm(number: int, aid: str, domain: str = "") -> bytes:
    """Remote file management under this AID."""
    return element(0xA7, f"4F:{aid} {domain} 81:02 04:00 04:00", number)


def structure() -> None:
    """The package as a whole."""
    more("short-pin", "a PIN of seven octets", element(0xA2, "A1{ A0{ 30{ 80:0082 81:31313131313131 } } }"))
    more("no-file", "a file that is no file", element(0xB4, "81:67810F010205 A2{ A9:00 }"))
    add("cut", "the last octet is lost", *ALL[:-1], ELEMENTS[END][:-1])
    add("claims", "the last element claims one octet more than there is", *ALL[:-1],
        ELEMENTS[END].replace(b"\xAA\x07", b"\xAA\x08", 1))
    add("no-header", "the header is lost", *ALL[1:])
    add("header-second", "the header stands behind the MF", MF, HEADER, *ALL[2:])
    add("no-end", "the end is lost", *ALL[:-1])
    add("behind-end", "an element stands behind the end", *ALL[:-2], END, SD)
    add("two-headers", "the header stands twice", HEADER, *ALL)
    add("two-mf", "the MF stands twice", HEADER, MF, tlv(0xB0, ELEMENTS[MF][3:].replace(
        b"\x80\x00\x81\x01\x01", b"\x80\x00\x81\x01\x5A", 1).replace(ICCID[1], bytes(10))), *ALL[2:])
    more("same-number", "two elements have the identification 1", element(0xA3, f"A1{{ 30{{ 80:02 {CODE} }} }}", 1))
    more("large-number", "an element has the identification 32768",
         notation(f"A3{{ A0{{ 80: 81:008000 }} A1{{ 30{{ 80:02 {CODE} }} }} }}"))
    more("non-standard", "a mandated element of somebody's own", element(0xA9, "81:2A0304 82:"))
    more("reserved", "a mandated element with a reserved number", element(0xAB, ""))
    more("later-template", "a mandated element with a template of no version", element(0xB4, "81:67810F0102057F"))
    more("other-template", "a mandated element with the template of another", element(0xB4, "81:67810F010204"))
    add("before-mf", "DF.TELECOM stands in front of the MF", HEADER,
        element(0xB2, "81:67810F010203 A2{ A1{ 82:7821 83:7F10 C6:01 } }"), *ALL[1:])
    add("before-usim", "optional files of the USIM stand in front of it", HEADER, MF, PUKS, PINS,
        element(0xB4, "81:67810F010205 A9{ A1{ 80:02 } }"), *ALL[4:])
    without_iccid = tlv(0xB0, *(octets for tag, octets in fields(ELEMENTS[MF]) if tag != 0xA4 or ICCID[1] not in octets))
    instead("no-ef-iccid", "the MF lacks EF.ICCID", MF, without_iccid)
    without_dir = tlv(0xB0, *(octets for tag, octets in fields(ELEMENTS[MF]) if tag != 0xA5))
    instead("no-ef-dir", "the MF lacks EF.DIR", MF, without_dir)
    without_imsi = tlv(0xB3, *(octets for tag, octets in fields(ELEMENTS[USIM]) if tag != 0xA3))
    instead("no-ef-imsi", "the USIM lacks EF.IMSI", USIM, without_imsi)


def headers() -> None:
    """What the header asks for."""
    instead("version-3", "the package has major version 30", HEADER, header("A5{ 81: 84: } A6{ 06:67810F010201 06:67810F010204 }", b"\x1e\x00"))
    instead("service-without-name", "the header demands a service that no version has", HEADER, demands("81: 84: 9E:"))
    instead("service-contactless", "the header demands contactless", HEADER, demands("80: 81: 84:"))
    instead("service-multos", "the header demands multos", HEADER, demands("81: 84: 8C:"))
    instead("template-without-name", "the header demands a template that no version has", HEADER,
            demands("81: 84:", ("01", "04", "7F")))
    instead("template-without-version", "the header demands a version of a template that there is not", HEADER,
            demands("81: 84:", ("01", "04", "047F")))
    instead("library", "the header demands a library that nobody has", HEADER,
            demands("81: 84:", rest="A8{ 30{ 80:F07273707465737401 81:0100 } }"))


def descriptors() -> None:
    """File descriptors that are none, in generic file management under the MF."""
    for name, says, fcp in [
        ("no-such-kind", "no such kind of file", "82:7F21 83:6F99 80:01"),
        ("no-descriptor", "no file descriptor", "83:6F99 80:01"),
        ("no-identifier", "no file identifier", "82:4121 80:01"),
        ("identifier-of-mf", "the identifier of the MF for an EF", "82:4121 83:3F00 80:01"),
        ("identifier-7fff", "the identifier of the active application", "82:4121 83:7FFF 80:01"),
        ("no-size", "an EF without a size", "82:4121 83:6F99"),
        ("size-zero", "an EF of size zero", "82:4121 83:6F99 80:00"),
        ("size-empty", "a size without octets", "82:4121 83:6F99 80:"),
        ("size-of-five", "a size of five octets", "82:4121 83:6F99 80:0100000000"),
        ("record-of-zero", "records of no length", "82:42210000 83:6F99 80:02"),
        ("record-of-256", "records of 256 octets", "82:42210100 83:6F99 80:0100"),
        ("no-record-length", "records without a length", "82:4221 83:6F99 80:02"),
        ("broken-record", "one and a half records", "82:42210004 83:6F99 80:06"),
        ("255-records", "255 records", "82:42210001 83:6F99 80:FF"),
        ("record-length-of-transparent", "a record length in a transparent file", "82:41210004 83:6F99 80:08"),
        ("size-of-directory", "a directory with a size", "82:7821 83:6F99 80:01 C6:01"),
        ("no-keys", "a directory without pinStatusTemplateDO", "82:7821 83:6F99"),
        ("sfi-of-directory", "a directory with a short identifier", "82:7821 83:6F99 C6:01 88:08"),
        ("pattern-of-directory", "a directory with a fill pattern", "82:7821 83:6F99 C6:01 A5{ C1:00 }"),
        ("keys-of-ef", "an EF with pinStatusTemplateDO", "82:4121 83:6F99 80:01 C6:01"),
        ("aid-of-ef", "an EF with an AID", "82:4121 83:6F99 84:A000000001 80:01"),
        ("sfi-31", "a short identifier of 31", "82:4121 83:6F99 80:01 88:F8"),
        ("sfi-low-bits", "a short identifier in the low bits", "82:4121 83:6F99 80:01 88:05"),
        ("two-patterns", "a fill pattern and a repeat pattern", "82:4121 83:6F99 80:04 A5{ C1:01 C2:02 }"),
        ("arr-of-two", "an access rule reference of two octets", "82:4121 83:6F99 8B:2F06 80:01"),
        ("size-of-link", "a link with a size", "82:4121 83:6F99 80:01 C7:2FE2"),
        ("maximum-below-size", "a BER-TLV file with a maximum below its size", "82:7921 83:6F99 80:40 A5{ 86:20 }"),
    ]:
        more(f"fcp-{name}", says, generic("", f"62{{ {fcp} }}"))
    more("kind-of-template", "another kind of file than in the template", element(0xB4, "81:67810F010205 A2{ A1{ 82:42210002 8B:6F0602 80:02 } }"))


def files() -> None:
    """Files: identifiers, contents, paths, links."""
    more("fid-twice", "the identifier of EF.ICCID again", generic("", "62{ 82:4121 83:2FE2 80:01 88: }"))
    more("sfi-twice", "the short identifier of EF.IMSI again", generic("7FD0", "62{ 82:4121 83:6F99 80:01 88:38 }"))
    more("adf-aid-twice", "the AID of the USIM again", generic("", "62{ 82:7821 83:7F99 84:A0000000871002 C6:01 }"))
    more("temporary-fid-twice", "the temporary identifier of the USIM again",
         generic("", "62{ 82:7821 83:7FD0 84:A0000000871009 C6:01 }"))
    more("content-too-long", "five octets into a file of four", generic("", f"62{{ {EF} 80:04 }} 81:0102030405"))
    more("offset-then-nothing", "an offset behind the end of the file", generic("", f"62{{ {EF} 80:04 }} 81:0102 02:03 81:01"))
    more("offset-largest", "the largest offset twice", generic("", f"62{{ {EF} 80:04 }} 02:00FFFF 02:00FFFF 81:01"))
    more("content-of-directory", "content of a directory", generic("", "62{ 82:7821 83:7F99 C6:01 } 81:00"))
    more("content-of-link", "content of a link", generic("", "62{ 82:4121 83:6F99 C7:2FE2 } 81:00"))
    more("ber-tlv-too-long", "more objects than a BER-TLV file reserves and may have",
         generic("", "62{ 82:7921 83:6F99 80:04 A5{ 86:04 } } 81:8003010203"))
    more("path-to-nothing", "a path to nothing", generic("7F99", f"62{{ {EF} 80:01 }}"))
    more("path-to-ef", "a path to an EF", generic("2FE2", f"62{{ {EF} 80:01 }}"))
    more("path-of-three", "a path of three octets", generic("7FD07F", f"62{{ {EF} 80:01 }}"))
    more("files-of-no-directory", "files of DF.GRAPHICS, which was not made",
         element(0xB2, "81:67810F010203 A2{ A1{ 82:7821 83:7F10 C6:01 } } AA{ A1{ 82:4221000A 80:0A } }"))
    more("link-to-nothing", "a link to nothing", generic("", "62{ 82:4121 83:6F99 C7:7FD06F99 }"))
    more("link-to-itself", "a directory that is a link to the one it stands in",
         generic("7FD0", "62{ 82:7821 83:7F66 C6:01 C7:7FD0 }"))
    more("file-of-4-gib", "a file of four gibibytes", generic("", f"62{{ {EF} 80:FFFFFFFF }}"))


def codes() -> None:
    """PINs and PUKs."""
    def pins(row: str) -> bytes:
        return element(0xA2, f"A1{{ A0{{ 30{{ {row} }} }} }}")

    telecom = element(0xB2, "81:67810F010203 A2{ A1{ 82:7821 83:7F10 C6:01 } }", 89)
    more("global-pin-in-adf", "a global PIN in the context of the USIM", pins(f"80:02 {CODE}"))
    add("local-pin-in-mf", "a local PIN in the context of the MF", HEADER, MF, PUKS, PINS, pins(f"80:0081 {CODE}"), *ALL[4:])
    more("pin-reference-of-none", "a key reference that no PIN has", pins(f"80:0090 {CODE}"))
    more("pin-tries", "more tries left than allowed", pins(f"80:0082 {CODE} 84:34"))
    more("puk-reference-of-none", "a PUK with a number that no PUK has", element(0xA3, f"A1{{ 30{{ 80:09 {CODE} }} }}"))
    more("pin-twice", "the PIN of the USIM again", pins(f"80:0081 {CODE}"))
    more("puk-twice", "the PUK again", element(0xA3, f"A1{{ 30{{ 80:01 {CODE} }} }}"))
    more("puk-not-there", "a PIN with a PUK that is not there", pins(f"80:0082 {CODE} 82:07"))
    more("shared-codes-not-there", "codes shared with a directory that has none", telecom, element(0xA2, "A1{ 81:7F10 }"))


def applications() -> None:
    """Authentication, security domains, remote management, applications."""
    more("aka-twice", "a second algorithm for the USIM", aka(1, 16, 16))
    instead("aka-mapped-to-nothing", "authentication mapped from an application that has none", AKA,
            element(0xA4, "A1{ A0{ 80:06 81:A0000000871002 } }"))
    instead("aka-without-name", "an algorithm that has no number", AKA, aka(99, 16, 16))
    instead("aka-key-15", "a Milenage key of 15 octets", AKA, aka(1, 15, 16))
    instead("aka-opc-15", "an OPc of 15 octets", AKA, aka(1, 16, 15))
    instead("aka-topc-16", "TUAK with a TOPc of 16 octets", AKA, aka(2, 16, 16))
    more("aid-twice", "two RFM instances with one AID", rfm(91, AID), rfm(90, AID))
    more("sd-aid-twice", "an RFM instance with the AID of the security domain", rfm(90, "A000000151000000"))
    more("no-such-sd", "an RFM instance under a security domain that is not there", rfm(90, AID, "4F:A000000099"))
    more("no-such-adf", "an RFM instance for an ADF that is not there",
         element(0xA7, f"4F:{AID} 81:02 04:00 04:00 30{{ 80:A000000099 81:00 82:00 }}"))
    more("no-such-package", "an instance of a load package that is not there",
         element(0xA8, "A2{ 30{ 4F:F07273707465737401 4F:F0727370746573740101 4F:F072737074657374010101 82:00 C9: } }"))
    more("application", "an application", element(0xA8, "A1{ 4F:F07273707465737401 C4:02 }"))


def good() -> None:
    """What a card must install."""
    more("skips-non-standard", "an element of somebody's own that is not mandated", element(0xA9, "81:2A0304 82:", mandated=False))
    more("skips-later-template", "an element that is not mandated, with a template of no version",
         element(0xB4, "81:67810F0102057F", mandated=False))
    more("numbers-out-of-order", "identifications that neither rise nor follow", element(0xA3, f"A1{{ 30{{ 80:02 {CODE} }} }}", 32767),
         element(0xA3, f"A1{{ 30{{ 80:03 {CODE} }} }}", 40))
    instead("header-without-type", "a header without profileType", HEADER, header("A5{ 81: 84: } A6{ 06:67810F010201 06:67810F010204 }", kind=b""))
    instead("header-demands-nothing", "a header that demands no service", HEADER, header("A5: A6{ 06:67810F010201 06:67810F010204 }"))
    instead("header-version-2-1", "version 2.1 of the package", HEADER, header("A5{ 81: 84: } A6{ 06:67810F010201 06:67810F010204 }", b"\x02\x01"))
    instead("header-long-type", "a profileType of 100 characters", HEADER,
            header("A5{ 81: 84: } A6{ 06:67810F010201 06:67810F010204 }", kind=b"rsptest " * 12 + b"long"))
    for name, service, bits in (("tuak128", "85:", 128), ("tuak256", "90:", 256)):
        made = element(0xA4, f"A1{{ A1{{ 80:02 81:02 82:{'11' * (bits // 8)} 83:{'22' * 32} }} }}", 6)
        add(name, f"TUAK with a key of {bits} bits", demands(f"81: {service}"), *ALL[1:AKA], made, *ALL[AKA + 1:])
    more("generic-file", "a file and a directory of the operator's own",
         generic("", f"62{{ 82:7821 83:7F66 8B:2F060E C6:010A }} 62{{ {EF} 80:08 }} 81:0102 02:02 81:0506"))


def main() -> int:
    """Writes or compares the file."""
    for group in (structure, headers, descriptors, files, codes, applications, good):
        group()
    rows = ",\n".join(json.dumps(row) for row in PACKAGES)
    text = f'{{"base": "{BASE}", "packages": [\n{rows}\n]}}\n'
    json.loads(text)
    where = HERE / "faults.json"
    if sys.argv[1:] == ["--check"]:
        stale = not where.exists() or where.read_text() != text
        print("stale: faults.json" if stale else "faults.json is as the generator makes it")
        return 1 if stale else 0
    where.write_text(text)
    print(f"faults.json: {len(PACKAGES)} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
