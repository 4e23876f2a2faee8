"""The product as a server: two worker processes on loopback, and people who ask it for pages.

    with serving(app, tmp_path) as server:
        officer = server.visitor(user)
        page = officer.open("/register")
        done = officer.send(f"/find/{ref}/call/{home}", once=key, answer="yes")

A visitor sends what a browser would, and may be used in a thread of its own.

`serving_stories` serves without the slow beginning, for the many who want a record of their own.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from tests.county_day import on_its_day

if TYPE_CHECKING:
    from flask import Flask

    from app.accounts.models import User
    from app.settings import Settings

HOST = "127.0.0.1"
WORKERS = 2
PATIENCE_SECONDS = 120
"""How long anything is waited for on a busy machine before the test fails."""


class NotAnswered(Exception):
    """The connection broke before an answer came: whether it was carried out is not known."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    leads_to: str
    text: str
    is_page: bool


@dataclass
class Visitor:
    """Somebody signed in: their address, their cookies, the token of their forms."""

    port: int
    cookies: dict[str, str]
    token: str = ""

    def open(self, path: str) -> Answer:
        """Ask for a page; the token of its forms is kept."""
        answer = self._ask("GET", path)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.text)
        self.token = unescape(found[1]) if found else self.token
        return answer

    def send(self, path: str, **fields: str) -> Answer:
        """Send a form, with the token of the last page that was opened."""
        return self._ask("POST", path, {"csrf_token": self.token, **fields})

    def _ask(self, method: str, path: str, fields: Mapping[str, str] | None = None) -> Answer:
        connection = HTTPConnection(HOST, self.port, timeout=PATIENCE_SECONDS)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, urlencode(fields) if fields else None, headers)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        except (OSError, HTTPException) as broken:
            raise NotAnswered(f"{method} {path}: {broken!r}") from broken
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        kind = response.headers.get_content_type()
        leads_to = response.headers.get("Location") or ""
        return Answer(response.status, leads_to, text, kind == "text/html")


@dataclass
class Server:
    """A server under test, on a port that stays its own while it is killed and begun again."""

    app: Flask
    listener: socket.socket
    log: Path
    anchor: Path
    process: subprocess.Popen[bytes] | None = None
    environment: dict[str, str] = field(default_factory=dict)
    processes: int = WORKERS

    @property
    def port(self) -> int:
        """Where it answers."""
        return int(self.listener.getsockname()[1])

    def begin(self) -> None:
        """Start it, and wait until it answers."""
        from app.cli.live import gunicorn

        with self.log.open("a") as told:
            self.process = subprocess.Popen(
                gunicorn(f"fd://{self.listener.fileno()}", workers=self.processes),
                env={**os.environ, **self.environment},
                pass_fds=[self.listener.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=told,
                stderr=told,
                start_new_session=True,
            )
        self.wait()

    def wait(self) -> None:
        """Wait until it answers."""
        _wait_for(self.port, lambda: self._started().poll() is None, self.log)

    def workers(self) -> list[int]:
        """The process ids of its workers."""
        return sorted(_children_of(self._started().pid))

    def kill_worker(self, number: int) -> None:
        """Kill one worker outright; the server starts another by itself."""
        there = self.workers()
        if there:
            os.kill(there[number % len(there)], signal.SIGKILL)

    def kill_all(self) -> None:
        """Kill the server and its workers outright, as when the machine stops."""
        process = self._started()
        os.killpg(process.pid, signal.SIGKILL)  # the group that `begin` made: nobody else's
        process.wait(timeout=PATIENCE_SECONDS)

    def stop(self) -> None:
        """Stop it as it is stopped in use."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=PATIENCE_SECONDS)

    def visitor(self, user: User) -> Visitor:
        """Somebody signed in. Ask inside an application context."""
        from app.accounts import actions

        token = actions.start_sign_in(user, by=user)
        signer = self.app.session_interface.get_signing_serializer(self.app)
        assert signer is not None
        kept = signer.dumps({"_user_id": token, "_fresh": True})
        value = kept.decode() if isinstance(kept, bytes) else kept
        return Visitor(self.port, {str(self.app.config["SESSION_COOKIE_NAME"]): value})

    def _started(self) -> subprocess.Popen[bytes]:
        assert self.process is not None, "the server has not begun"
        return self.process


def _children_of(parent: int) -> Iterator[int]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                told = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:  # it has ended meanwhile
                continue
            if int(told[1]) == parent and told[0] != "Z":
                yield int(entry.name)


@contextmanager
def serving(app: Flask, folder: Path, processes: int = WORKERS) -> Iterator[Server]:
    """Serve an application's own database until the block ends."""
    with socket.create_server((HOST, 0), backlog=512) as listener:
        listener.set_inheritable(True)
        server = Server(app, listener, folder / "server.log", folder / "server.anchor")
        server.processes = processes
        server.environment = environment_of(app.config["SETTINGS"], server.anchor)
        server.begin()
        try:
            yield server
        finally:
            server.stop()


def environment_of(told: Settings, anchor: Path) -> dict[str, str]:
    """The application's settings, as an environment says them."""
    return {
        "HEARTH_MODE": told.mode.value,
        "HEARTH_DATABASE_URL": told.database_url,
        "HEARTH_SECRET_KEY": told.secret_key,
        "HEARTH_TRAIL_KEY": told.trail_key,
        "HEARTH_HOSTS": HOST,
        "HEARTH_ANCHOR": str(anchor),
    }


# -------------------------------------------------------------- begun by one who has read the code

READ_BEFORE = ["app.house", "gunicorn.app.wsgiapp", "gunicorn.workers.gthread", "tests.serving"]
TEMPLATES = "TEMPLATES_COMPILED_IN"


@dataclass
class StoryServer:
    """A server for one story after another, each on a record of its own."""

    port: int
    served: Path

    def begin_again(self, record: Path) -> None:
        """Serve a copy of another record from the next request on."""
        from tests.databases import put_in_place

        put_in_place(record, self.served)


@contextmanager
def serving_stories(settings: Settings, folder: Path, templates: Path) -> Iterator[StoryServer]:
    """Serve what these settings name until the block ends, and then drop it.

    The same server with one worker, made by a process that has read the application's code once,
    its templates compiled once in a run: it answers in a fraction of a second and not in several,
    and what it made of questions and pages for one story serves the next.
    How a server begins and ends in use, and what two workers do to each other, is for `serving`.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(READ_BEFORE)
    log = folder / "server.log"
    told = {**environment_of(settings, folder / "server.anchor"), TEMPLATES: str(templates)}
    with socket.create_server((HOST, 0), backlog=512) as listener:
        process = context.Process(target=_serve, args=(listener, told, log), daemon=True)
        process.start()
        port = int(listener.getsockname()[1])
        try:
            _wait_for(port, process.is_alive, log)
            yield StoryServer(port, _file_of(settings.database_url))
        finally:
            _drop(process.pid)
            process.join(PATIENCE_SECONDS)


def _file_of(database_url: str) -> Path:
    return Path(database_url.removeprefix("sqlite:///"))


def _wait_for(port: int, is_alive: Callable[[], bool], log: Path) -> None:
    """Wait until somebody answers there."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up and is_alive():
        try:
            if Visitor(port, {}).open("/health").status == 200:
                return
        except NotAnswered:
            time.sleep(0.05)
    told = log.read_text()[-4000:] if log.exists() else "nothing was logged"
    raise AssertionError(f"the server does not answer:\n{told}")


def _drop(leader: int | None) -> None:
    """Kill a server that `_serve` began, with its worker: the group of its own, nobody else's."""
    with suppress(ProcessLookupError):
        if leader and os.getpgid(leader) == leader:
            os.killpg(leader, signal.SIGKILL)


def _serve(listener: socket.socket, environment: Mapping[str, str], log: Path) -> None:
    """Become the server. Runs in the new process."""
    from gunicorn.app.wsgiapp import WSGIApplication

    from app.cli.live import gunicorn

    os.setsid()
    os.environ.update(environment)
    with log.open("a") as told:
        os.dup2(told.fileno(), 1)
        os.dup2(told.fileno(), 2)
    command = gunicorn(f"fd://{listener.fileno()}", workers=1)
    command[command.index("app:create_app()")] = "tests.serving:application()"
    sys.argv = command[command.index("gunicorn") :]
    WSGIApplication("%(prog)s [OPTIONS] [APP_MODULE]").run()


def application() -> Flask:
    """The application as it is served, its templates compiled by whoever wanted them first. Another
    file in the place of the one it serves is another record: it lets go of what it had open."""
    from jinja2 import FileSystemBytecodeCache

    from app import create_app
    from app.core.db import db

    app = create_app()
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(os.environ[TEMPLATES])
    served = _file_of(app.config["SETTINGS"].database_url)
    answer, open_is = app.wsgi_app, [served.stat().st_ino]

    def answer_from_what_is_there(environ: Any, start: Any) -> Any:
        there = served.stat().st_ino
        if open_is != [there]:
            with app.app_context():
                db.engine.dispose()
            open_is[:] = [there]
        with on_its_day():
            return answer(environ, start)

    app.wsgi_app = answer_from_what_is_there  # type: ignore[method-assign]
    return app
