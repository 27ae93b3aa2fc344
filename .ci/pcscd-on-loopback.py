#!/usr/bin/env python3
"""Runs pcscd with its virtual reader so that only this machine's loopback reaches the reader.

The driver of vsmartcard-vpcd listens on all interfaces; its reversed mode dials the card instead, and then pcscd aborts
as soon as no card is there. So pcscd runs in a network namespace of its own, where "all interfaces" is a loopback that
nobody else sees, and this program, which opened 127.0.0.1:35963 and 35964 before it went there, passes cards on. Programs
speak to pcscd over a Unix socket, which namespaces of networks do not part.

    pcscd-on-loopback.py DIRECTORY-OF-READER-FILES
"""

import ctypes
import fcntl
import select
import socket
import struct
import subprocess
import sys
import threading

PORTS = (35963, 35964)
CLONE_NEWNET = 0x40000000
SIOCSIFFLAGS, IFF_UP = 0x8914, 1


def listener(port):
    it = socket.socket()
    it.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    it.bind(("127.0.0.1", port))
    it.listen(16)
    return it


def own_network():
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "unshare: no network namespace")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as it:
        fcntl.ioctl(it, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP))


def join(card, reader):
    """Passes octets both ways until one side closes."""
    other = {card: reader, reader: card}
    for end in other:
        end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    while True:
        for end in select.select(list(other), [], [])[0]:
            octets = end.recv(65536)
            if not octets:
                return
            # The driver writes length and octets apart; the system would let the second wait for this.
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            other[end].sendall(octets)


def slot(cards, port):
    while True:
        card, _ = cards.accept()
        try:
            with card, socket.create_connection(("127.0.0.1", port)) as reader:
                join(card, reader)
        except OSError as error:
            print(f"slot {port}: {error}", flush=True)


def main():
    listeners = [listener(port) for port in PORTS]
    own_network()
    daemon = subprocess.Popen(["pcscd", "--foreground", "--config", sys.argv[1]])
    for it, port in zip(listeners, PORTS):
        threading.Thread(target=slot, args=(it, port), daemon=True).start()
    try:
        sys.exit(daemon.wait())
    finally:
        daemon.terminate()


main()
