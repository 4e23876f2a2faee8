"""A mail server and a GOV.UK Notify that listen on this machine only, and keep what they get."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_string
from email.message import Message
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HOST = "127.0.0.1"
NOTIFY_KEY = "test-" + "11111111-1111-1111-1111-111111111111-22222222-2222-2222-2222-222222222222"


@dataclass
class Mailbox:
    """A mail server's inbox. `replies` answers to a command ("RCPT", "DATA", "end of DATA") with
    something else than yes; `hangs_up` cuts off after a message came, before it is acknowledged."""

    port: int = 0
    messages: list[Message] = field(default_factory=list)
    replies: dict[str, str] = field(default_factory=dict)
    hangs_up: bool = False
    came: Callable[[], None] = lambda: None

    def words(self) -> list[str]:
        """What each message says."""
        return [message.get_content() for message in self.messages]  # type: ignore[attr-defined]


class _Smtp(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        box: Mailbox = self.server.box  # type: ignore[attr-defined]
        self._say("220 here")
        while line := self.rfile.readline():
            command = line.decode().strip().upper()[:4]
            if command == "DATA":
                if not self._data(box):
                    return
            elif command == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say(box.replies.get(command, "250 ok"))

    def _data(self, box: Mailbox) -> bool:
        self._say(box.replies.get("DATA", "354 go on"))
        lines = []
        while (line := self.rfile.readline().decode()) not in (".\r\n", ""):
            lines.append(line)
        if "end of DATA" not in box.replies:
            box.messages.append(message_from_string("".join(lines), policy=default))
        box.came()
        if box.hangs_up:
            return False
        self._say(box.replies.get("end of DATA", "250 kept"))
        return True

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A mail server until the block ends."""
    with _Server((HOST, 0), _Smtp) as server:
        box = Mailbox(port=server.server_address[1])
        server.box = box  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield box
        server.shutdown()


@dataclass
class Notify:
    """What GOV.UK Notify was sent. `fails` answers the next requests to send with this status;
    `hangs_up` cuts off after it has kept what came."""

    url: str = ""
    sent: list[dict[str, Any]] = field(default_factory=list)
    fails: list[int] = field(default_factory=list)
    hangs_up: bool = False


class _Notify(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        notify: Notify = self.server.notify  # type: ignore[attr-defined]
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert self.path == "/v2/notifications/email"
        assert self.headers["Authorization"].startswith("Bearer ")
        if notify.fails:
            self._answer(notify.fails.pop(), {"errors": [{"error": "X", "message": "no"}]})
            return
        notify.sent.append(told)
        if notify.hangs_up:
            self.close_connection = True
            return
        self._answer(201, {"id": "1", "reference": told["reference"]})

    def do_GET(self) -> None:
        notify: Notify = self.server.notify  # type: ignore[attr-defined]
        wanted = self.path.rpartition("reference=")[2]
        found = [each for each in notify.sent if each["reference"] == wanted]
        self._answer(200, {"notifications": found, "links": {}})

    def _answer(self, status: int, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def notify_server() -> Iterator[Notify]:
    """GOV.UK Notify until the block ends."""
    with ThreadingHTTPServer((HOST, 0), _Notify) as server:
        notify = Notify(url=f"http://{HOST}:{server.server_address[1]}")
        server.notify = notify  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield notify
        server.shutdown()
