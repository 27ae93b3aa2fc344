"""A tiny DER writer: tags, lengths and the few universal types a profile package needs."""


def tlv(tag: int, *contents: bytes) -> bytes:
    """One TLV; `tag` holds the tag octets as a number, such as 0xA1 or 0xBF1F."""
    body = b"".join(contents)
    octets = tag.to_bytes((tag.bit_length() + 7) // 8, "big")
    return octets + length(len(body)) + body


def length(count: int) -> bytes:
    """The shortest length octets."""
    if count < 0x80:
        return bytes([count])
    octets = count.to_bytes((count.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(octets)]) + octets


def context(number: int, *contents: bytes, constructed: bool = True) -> bytes:
    """A context-specific TLV; numbers from 31 take further tag octets."""
    first = 0xA0 if constructed else 0x80
    if number < 31:
        return tlv(first | number, *contents)
    if number > 127:
        raise ValueError("no component of a profile element has such a number")
    return tlv((first | 0x1F) << 8 | number, *contents)


def integer(value: int) -> bytes:
    """The contents of an INTEGER that is not negative."""
    return value.to_bytes(value.bit_length() // 8 + 1, "big")


def oid(dotted: str) -> bytes:
    """The contents of an OBJECT IDENTIFIER."""
    first, second, *rest = (int(arc) for arc in dotted.split("."))
    out = bytearray()
    for arc in [first * 40 + second, *rest]:
        chunk = [arc & 0x7F]
        while arc > 0x7F:
            arc >>= 7
            chunk.append(0x80 | arc & 0x7F)
        out += bytes(reversed(chunk))
    return bytes(out)


def read(octets: bytes, at: int) -> tuple[int, int, int]:
    """Tag, start of contents and end of the TLV at an offset."""
    tag = octets[at]
    at += 1
    if tag & 0x1F == 0x1F:
        tag = tag << 8 | octets[at]
        at += 1
    count = octets[at]
    at += 1
    if count & 0x80:
        size = count & 0x7F
        count = int.from_bytes(octets[at : at + size], "big")
        at += size
    return tag, at, at + count
