#!/usr/bin/env python3
"""line_probe.py server|client ADDRESS: how long a connect takes, and what one connection carries."""

import socket
import statistics
import sys
import time

PORT = 7777


def serve(address):
    with socket.create_server((address, PORT)) as listener:
        print("ready", flush=True)
        while True:
            peer, _ = listener.accept()
            with peer:
                while peer.recv(1 << 20):
                    pass
                peer.sendall(b".")


def ask(address):
    times = []
    for _ in range(20):
        begun = time.monotonic()
        with socket.create_connection((address, PORT)):
            times.append(time.monotonic() - begun)
    with socket.create_connection((address, PORT)) as peer:
        sent, begun = 0, time.monotonic()
        while time.monotonic() - begun < 3:
            peer.sendall(b"x" * 65536)
            sent += 65536
        peer.shutdown(socket.SHUT_WR)
        peer.recv(1)
        rate = sent / (time.monotonic() - begun) / 1e6
    print(f"{1000 * statistics.median(times):.2f} {rate:.1f}")


{"server": serve, "client": ask}[sys.argv[1]](sys.argv[2])
