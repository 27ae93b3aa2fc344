"""The card as a PC/SC program that is not ours sees it: pyscard, over pcsc-lite.

usage: pcsc_foreign.py READER EID

Lists readers, asks for the ATR fifty times, resets the card cold and warm, opens a logical channel, selects the ISD-R
there and reads the EID. Ends with 0 when the EID is the one that was given, and with a line about what differs otherwise.
"""

import sys

from smartcard.Exceptions import CardConnectionException, NoCardException
from smartcard.scard import (
    SCARD_PROTOCOL_ANY,
    SCARD_RESET_CARD,
    SCARD_S_SUCCESS,
    SCARD_SHARE_SHARED,
    SCARD_UNPOWER_CARD,
    SCardGetErrorMessage,
    SCardReconnect,
)
from smartcard.System import readers
from smartcard.util import toBytes, toHexString

ISD_R = "A0000005591010FFFFFFFF8900000100"
POLLS = 50


def the_reader(name):
    found = readers()
    print("readers", ", ".join(str(reader) for reader in found))
    for reader in found:
        if str(reader) == name:
            return reader
    sys.exit(f"no reader {name}")


def connected(reader):
    connection = reader.createConnection()
    try:
        connection.connect()
    except (NoCardException, CardConnectionException) as error:
        sys.exit(f"no card in {reader}: {error}")
    return connection


def same_atr(reader):
    """Connects anew for each; the ATR is always the same."""
    seen = set()
    for _ in range(POLLS):
        connection = connected(reader)
        seen.add(toHexString(connection.getATR()))
        connection.disconnect()
    if len(seen) != 1:
        sys.exit(f"{len(seen)} different ATRs: {sorted(seen)}")
    print("ATR", seen.pop())


def reset(connection, kind):
    # The class has no method for it in every version.
    handle = connection.component.hcard
    code, _ = SCardReconnect(handle, SCARD_SHARE_SHARED, SCARD_PROTOCOL_ANY, kind)
    if code != SCARD_S_SUCCESS:
        sys.exit(f"reset {kind}: {SCardGetErrorMessage(code)}")


def ask(connection, command):
    """One command; what waits is fetched on the same channel."""
    apdu = toBytes(command)
    data, sw1, sw2 = connection.transmit(apdu)
    while sw1 == 0x61:
        more, sw1, sw2 = connection.transmit([apdu[0], 0xC0, 0x00, 0x00, sw2])
        data += more
    if (sw1, sw2) != (0x90, 0x00):
        sys.exit(f"{command}: {sw1:02X}{sw2:02X}")
    return bytes(data)


def eid(connection):
    channel = ask(connection, "0070000001")
    if len(channel) != 1 or not 1 <= channel[0] <= 3:
        sys.exit(f"MANAGE CHANNEL gives {channel.hex()}")
    channel = channel[0]
    ask(connection, f"{channel:02X}A4040010{ISD_R}")
    answer = ask(connection, f"{0x80 | channel:02X}E2910006BF3E035C015A")
    ask(connection, f"007080{channel:02X}00")
    head = bytes.fromhex("BF3E125A10")
    if not answer.startswith(head) or len(answer) != len(head) + 16:
        sys.exit(f"GetEID gives {answer.hex()}")
    return answer[len(head) :].hex()


def main():
    _, name, wanted = sys.argv
    reader = the_reader(name)
    same_atr(reader)
    connection = connected(reader)
    for kind in (SCARD_RESET_CARD, SCARD_UNPOWER_CARD):
        # A reset closes every channel: the next one is free again, however often.
        for _ in range(5):
            channel = ask(connection, "0070000001")
            if channel != b"\x01":
                sys.exit(f"channel {channel.hex()} after a reset; 01 is the first free one")
            reset(connection, kind)
    said = eid(connection)
    connection.disconnect()
    if said != wanted:
        sys.exit(f"EID {said}, and the card was started with {wanted}")
    print("EID", said)


main()
