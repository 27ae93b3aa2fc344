"""Files as profile elements carry them: descriptors, fill commands and coded contents."""

from der import context, tlv

# Rules of EF.ARR by record number, in the numbering that the templates of the profile package use.
# Each rule: access mode bits (first bit set of: 40 delete, 20 terminate, 10 activate, 08 deactivate,
# 04 write, 02 update, 01 read; for a DF 04 create DF, 02 create EF, 01 delete child) or an instruction.
PIN1, PIN2, ADM1, ALWAYS, NEVER = 0x01, 0x81, 0x0A, "always", "never"
RULES = {
    1: [(0x01, ALWAYS), (0x02, PIN1), (0x58, ADM1)],
    2: [(0x01, PIN1), (0x5A, ADM1)],
    3: [(0x5B, ADM1)],
    4: [(0x01, ALWAYS), (0x1A, NEVER), (0x40, ADM1)],
    5: [(0x03, PIN1), (0x58, ADM1)],
    6: [(0x11, PIN1), (0x4A, ADM1)],
    7: [(0x03, PIN1), (0x58, ADM1), ("32", PIN1)],
    8: [(0x01, PIN1), (0x02, PIN2), (0x58, ADM1)],
    9: [(0x01, ALWAYS), (0x1A, PIN1), (0x40, ADM1)],
    10: [(0x01, ALWAYS), (0x5A, ADM1)],
    11: [(0x01, ALWAYS), (0x18, ADM1), (0x42, NEVER)],
    12: [(0x01, PIN1), (0x5A, NEVER)],
    13: [(0x13, PIN1), (0x48, ADM1)],
    14: [(0x5E, ADM1)],
}


def rule(row) -> bytes:
    """One record of EF.ARR, not padded."""
    out = b""
    for mode, condition in row:
        out += tlv(0x84, bytes.fromhex(mode)) if isinstance(mode, str) else tlv(0x80, bytes([mode]))
        if condition == ALWAYS:
            out += tlv(0x90)
        elif condition == NEVER:
            out += tlv(0x97)
        else:
            out += tlv(0xA4, tlv(0x83, bytes([condition])), tlv(0x95, b"\x08"))
    return out


def fcp(descriptor: bytes, *, fid=None, df_name=None, arr=None, size=None, pins=None, fill=None) -> bytes:
    """A file descriptor; the order is that of the type, not of the tags."""
    parts = [tlv(0x82, descriptor)]
    if fid is not None:
        parts.append(tlv(0x83, bytes.fromhex(fid)))
    if df_name is not None:
        parts.append(tlv(0x84, df_name))
    if arr is not None:
        parts.append(tlv(0x8B, bytes.fromhex(arr)))
    if size is not None:
        parts.append(tlv(0x80, size.to_bytes((size.bit_length() + 7) // 8, "big")))
    if pins is not None:
        parts.append(tlv(0xC6, bytes.fromhex(pins)))
    if fill is not None:
        parts.append(tlv(0xA5, tlv(0xC1, fill)))
    return context(1, *parts)


def created(descriptor: str, fid: str, arr: str, *, size=None, pins=None, sfi=None, info=b"", link=None, content=b"") -> bytes:
    """A file of generic file management and its content; `sfi` of 0 is none, `link` a path."""
    parts = [tlv(0x82, bytes.fromhex(descriptor)), tlv(0x83, bytes.fromhex(fid)), tlv(0x8B, bytes.fromhex(arr))]
    if size is not None:
        parts.append(tlv(0x80, size.to_bytes(max(1, (size.bit_length() + 7) // 8), "big")))
    if pins is not None:
        parts.append(tlv(0xC6, bytes.fromhex(pins)))
    if sfi is not None:
        parts.append(tlv(0x88, bytes([sfi << 3]) if sfi else b""))
    if info:
        parts.append(tlv(0xA5, info))
    if link is not None:
        parts.append(tlv(0xC7, bytes.fromhex(link)))
    return tlv(0x62, *parts) + (tlv(0x81, content) if content else b"")


def directory(arr: str, pins: str, *, fid=None, df_name=None) -> bytes:
    """A DF or ADF; `pins` are the key references valid in it."""
    return fcp(bytes.fromhex("7821"), fid=fid, df_name=df_name, arr=arr, pins=pins)


def fill(content: bytes, offset: int = 0) -> bytes:
    """Octets at a distance from the end of what was written before."""
    skip = context(2, offset.to_bytes(offset.bit_length() // 8 + 1, "big"), constructed=False) if offset else b""
    return skip + context(3, content, constructed=False)


def transparent(arr: str, content: bytes = b"", *, size=None) -> bytes:
    """A transparent EF. Its size is that of the content unless one is given; 0 leaves it to the template."""
    size = len(content) if size is None else size
    out = fcp(bytes.fromhex("4121"), arr=arr, size=size or None)
    return out + (fill(content) if content else b"")


def records(arr: str, width: int, rows: list[bytes], *, count=None, fid=None) -> bytes:
    """A linear fixed EF; rows are padded to the width. A count of 0 leaves the size to the template."""
    count = len(rows) if count is None else count
    if any(len(row) > width for row in rows):
        raise ValueError("a row is longer than its record")
    kind = bytes.fromhex("4221") + width.to_bytes(2, "big")
    body = b"".join(row.ljust(width, b"\xff") for row in rows)
    return fcp(kind, fid=fid, arr=arr, size=count * width or None) + (fill(body) if body else b"")


def access_rules(arr: str, rules: dict) -> bytes:
    """EF.ARR with these records; a record that is left out stays filled with FF, which allows nothing."""
    width = max(len(rule(row)) for row in rules.values())
    kind = bytes.fromhex("4221") + width.to_bytes(2, "big")
    out = fcp(kind, arr=arr, size=max(rules) * width, fill=b"\xff")
    cursor = 0
    for number in sorted(rules):
        start = (number - 1) * width
        body = rule(rules[number])
        out += fill(body, start - cursor)
        cursor = start + len(body)
    return out


def swapped(digits: str) -> bytes:
    """Digits two to an octet, the first in the low nibble, F at the end of an odd number."""
    digits += "F" if len(digits) % 2 else ""
    return bytes.fromhex("".join(digits[at + 1] + digits[at] for at in range(0, len(digits), 2)))


def imsi(digits: str) -> bytes:
    """The content of EF.IMSI."""
    parity = "9" if len(digits) % 2 else "1"
    body = swapped(parity + digits)
    return bytes([len(body)]) + body.ljust(8, b"\xff")


def plmn(mcc: str, mnc: str) -> bytes:
    """MCC and MNC in three octets."""
    third = mnc[2] if len(mnc) == 3 else "F"
    return bytes.fromhex(mcc[1] + mcc[0] + third + mcc[2] + mnc[1] + mnc[0])


def dialling(number: str) -> bytes:
    """Length, type of number and eleven octets of digits as in EF.ADN, without the last two identifiers."""
    digits = swapped(number.removeprefix("+"))
    kind = 0x91 if number.startswith("+") else 0x81
    return bytes([len(digits) + 1, kind]) + digits.ljust(10, b"\xff")


def entry(alpha: str, number: str, width: int) -> bytes:
    """One record of EF.ADN and its like."""
    return alpha.encode("ascii").ljust(width, b"\xff") + dialling(number) + b"\xff\xff"


def services(numbers, size: int) -> bytes:
    """A service table: service n is bit (n-1) mod 8 of octet (n-1) div 8."""
    table = bytearray(size)
    for number in numbers:
        table[(number - 1) // 8] |= 1 << (number - 1) % 8
    return bytes(table)
