"""A scanner on this machine: clamd's own way of taking a stream, and the command that asks it.

python fake_scanner.py PORT < file       answers as clamdscan does: 0, 1 or 2
"""

from __future__ import annotations

import socket
import socketserver
import struct
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

HOST = "127.0.0.1"
MARK = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


@dataclass
class Scanner:
    """The scanner: its port, and how long each file was that it was asked about."""

    port: int
    asked: list[int] = field(default_factory=list)
    is_ill: bool = False


class _Clamd(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        scanner: Scanner = self.server.scanner  # type: ignore[attr-defined]
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        scanner.asked.append(len(content))
        if scanner.is_ill:
            self.wfile.write(b"stream: no database ERROR\0")
        elif MARK in content:
            self.wfile.write(b"stream: Test.Virus FOUND\0")
        else:
            self.wfile.write(b"stream: OK\0")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


@contextmanager
def scanner() -> Iterator[Scanner]:
    """A scanner until the block ends."""
    with _Server((HOST, 0), _Clamd) as server:
        server.scanner = Scanner(server.server_address[1])  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.scanner  # type: ignore[attr-defined]
        server.shutdown()


def ask(port: int, content: bytes) -> int:
    """Send a file to the scanner, print what it says, and give the command's answer."""
    with socket.create_connection((HOST, port), timeout=10) as connection:
        connection.sendall(b"zINSTREAM\0" + struct.pack("!I", len(content)) + content)
        connection.sendall(struct.pack("!I", 0))
        said = connection.makefile("rb").read().rstrip(b"\0").decode()
    print(said)
    return 0 if said.endswith("OK") else 1 if said.endswith("FOUND") else 2


if __name__ == "__main__":
    sys.exit(ask(int(sys.argv[1]), sys.stdin.buffer.read()))
