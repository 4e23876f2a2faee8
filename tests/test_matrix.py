"""Every page, every way to ask for it, every role, one's own record and another's and none.

What is expected stands in `matrix.csv`, reviewed by people and taken from the access policy, not
from the code. What is asked stands in the application's own map of addresses, so that a page
without a line fails.

    A     may, for every record             O     may for their own; another's is as if absent
    E     may for their own; another's may be seen but not changed: refused
    R     the record may be seen, but this is not for them: refused
    -     never, whether there is such a record or not
    404   there is no such page here
"""

from __future__ import annotations

import csv
import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import render_template
from flask_login import current_user
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import inspect, text

from app.accounts import actions
from app.accounts import kept as accounts_kept
from app.accounts.models import User
from app.accounts.queries import user_by_email
from app.core import web
from app.core.db import db
from app.core.security import HEADERS
from tests import databases, matrix_world
from tests.conftest import PageCheckingClient, _in_own_context

FOR_SYSTEMS = "/api/v1/"
NOBODY = "nobody"
WHO = (*matrix_world.ROLES, NOBODY)


@dataclass(frozen=True)
class Asked:
    """One request: how, of which page, about whose record."""

    method: str
    rule: str
    whose: str
    address: str

    def __str__(self) -> str:
        return f"{self.method} {self.rule} ({self.whose})"


# ------------------------------------------------------------------------------- what is expected


@cache
def matrix() -> dict[tuple[str, str], dict[str, str]]:
    """The reviewed matrix: by method and rule, each role's cell."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    with (Path(__file__).parent / "matrix.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            for method in row["methods"].split():
                key = (method, row["rule"])
                assert key not in found, f"{key} stands twice in matrix.csv"
                found[key] = {who: row[who] for who in WHO}
    return found


def expected(cell: str, whose: str) -> str:
    """What somebody with this cell is to be told about whose record."""
    if cell == "404":
        return "absent"
    if cell == "-":
        return "shut"
    if whose in ("absent", "mixed"):
        return "absent"
    if whose == "other" and cell == "O":
        return "absent"
    if cell == "R" or (whose == "other" and cell == "E"):
        return "shut"
    return "in"


def is_tried(kind: str, asked: Asked, who: str) -> bool:
    """What is asked for in `make test`; in `make soak` it is everything.

    Whatever is to be refused is asked for by everybody: a door left open does harm. What is open is
    opened by one of those to whom it is, on the other database by another and about their own. A
    page that is never for somebody is shut before any record is read: it is tried about a record of
    their own.
    """
    line = matrix()[asked.method, asked.rule]
    if expected(line[who], asked.whose) != "in":
        return kind == "sqlite" and (line[who] != "-" or asked.whose in ("there", "own"))
    if kind != "sqlite" and asked.whose == "other":
        return False
    able = [each for each in WHO if expected(line[each], asked.whose) == "in"]
    turn = places()[asked.method, asked.rule] + (kind != "sqlite")
    return able[turn % len(able)] == who


@cache
def places() -> dict[tuple[str, str], int]:
    """The place of each line of the matrix."""
    return {page: place for place, page in enumerate(sorted(matrix()))}


def told(status: int, location: str, who: str, rule: str) -> str:
    """What an answer says, in one word."""
    to_sign_in = location.startswith("/sign-in") and rule != "/sign-out"
    if who == NOBODY and (status == 401 or (status == 302 and to_sign_in)) and rule != "/sign-in":
        return "shut"
    if status == 401 and rule.startswith(FOR_SYSTEMS):
        return "shut"  # whoever is signed in has no token of a system
    if status == 403:
        return "shut"
    if status == 404:
        return "absent"
    if status < 500 and status != 405 and not to_sign_in:
        return "in"
    return f"{status} {location}"


# ---------------------------------------------------------------------------------- what is asked


def asked_of(app: Any, code: str, records: dict[str, Any]) -> Iterator[Asked]:
    """Every request there is, from the map of addresses; signing out comes last."""
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule == "/sign-out", rule.rule))
    addresses = app.url_map.bind("localhost")
    for rule in rules:
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            for whose, values in about(rule, code, records):
                yield Asked(method, rule.rule, whose, addresses.build(rule.endpoint, values))


def about(rule: Any, code: str, records: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Whose records a page can be asked about, with the parts of its address."""
    given = rule.arguments - (rule.defaults or {}).keys()
    parts = {part: matrix_world.record_named(rule.rule, part) for part in given}
    if not parts:
        yield "there", {}
        return

    def named(part: str, whose: str) -> Any:
        record = records[parts[part]][whose]
        return (
            record.get(code, records[parts[part]]["other"]) if isinstance(record, dict) else record
        )

    for whose in ("own", "other", "absent"):
        yield whose, {part: named(part, whose) for part in parts}
    first = "ref" if "ref" in parts else next(iter(parts))
    for part in parts.keys() - {first}:
        own = {each: named(each, "own") for each in parts}
        yield "absent", own | {part: named(part, "absent")}
        if part not in matrix_world.STANDS_ALONE and named(part, "own") != named(part, "other"):
            yield "mixed", own | {part: named(part, "other")}


# ------------------------------------------------------------------------------------- the asking


@pytest.fixture(params=databases.KINDS)
def world(request, _apps, run_folder):
    """The database's kind, the application on the matrix's record, and the references in it."""
    with record_on(request.param, _apps, run_folder) as (app, written):
        yield request.param, app, written


@pytest.fixture
def sqlite_world(_apps, run_folder):
    """The same, where what is tried does not depend on the database."""
    with record_on("sqlite", _apps, run_folder) as found:
        yield found


@contextmanager
def record_on(kind: str, apps: Any, run_folder: Path) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The application on a fresh copy of the matrix's record."""
    app, database = apps(kind)
    with app.app_context():
        db.engine.dispose()
    database.template("matrix", lambda _app: matrix_world.build(run_folder, kind))
    database.refresh("matrix")
    with error_pages_rendered_once():
        yield app, matrix_world.read(run_folder, kind)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@contextmanager
def error_pages_rendered_once() -> Iterator[None]:
    """What an error page says is the same wherever somebody meets it; they meet it by the thousand.
    Each is rendered whole for each of them the first time."""
    kept: dict[object, str] = {}

    def once(template: str, **said: Any) -> str:
        if template != "errors/plain.html":
            return render_template(template, **said)
        who = current_user.get_id() if current_user.is_authenticated else None
        key = (who, said["title"], said["says"])
        if key not in kept:
            kept[key] = render_template(template, **said)
        return kept[key]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(web, "render_template", once)
        patched.setattr(accounts_kept, "render_template", once)
        yield


class Browser:
    """A browser of one role, or of nobody, that sends every form with its token."""

    def __init__(self, app: Any, email: str | None) -> None:
        self.app = app
        self.client: PageCheckingClient = app.test_client()
        self.client.check_pages = False
        raw = secrets.token_hex(20)
        signer = URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="wtf-csrf-token")
        self.csrf_token = signer.dumps(raw)
        with self.client.session_transaction() as session:
            session["csrf_token"] = raw
            if email is not None:
                session["_user_id"] = _in_own_context(app, lambda: self._begin(email))

    @staticmethod
    def _begin(email: str) -> str:
        user = user_by_email(email)
        assert isinstance(user, User)
        return str(actions.start_sign_in(user, by=user))

    def ask(self, asked: Asked) -> tuple[int, str]:
        """The status and where it leads."""
        data = {"csrf_token": self.csrf_token, "once": matrix_world.SENT_BEFORE}
        answer = self.client.open(
            asked.address,
            method=asked.method,
            data=data if asked.method == "POST" else None,
            buffered=True,
        )
        for name, value in HEADERS.items():
            carried = answer.headers.get(name)
            if name == "Content-Security-Policy" and "attachment" in str(
                answer.headers.get("Content-Disposition")
            ):
                value = "default-src 'none'; sandbox"
            assert carried == value, f"{asked}: {name} is {carried}"
        return answer.status_code, answer.headers.get("Location", "")

    def send(self, asked: Asked, headers: dict[str, str], **fields: str) -> int:
        """The status of a form sent with these fields and headers, and no others."""
        answer = self.client.post(asked.address, data=fields, headers=headers, buffered=True)
        return answer.status_code


def fingerprint(app: Any) -> dict[str, str]:
    """The whole record but for looks and sign-ins: each table in one word."""
    left_out = {"look", "sign_in", "sign_in_failure"}

    def read() -> dict[str, str]:
        found = {}
        for name in inspect(db.engine).get_table_names():
            if name not in left_out:
                rows = db.session.execute(text(f'SELECT * FROM "{name}"'))
                found[name] = hashlib.sha256(repr(sorted(map(repr, rows))).encode()).hexdigest()
        return found

    told: dict[str, str] = _in_own_context(app, read)
    return told


def changed(app: Any, before: dict[str, str]) -> list[str]:
    """The tables in which something was changed since."""
    return [name for name, said in fingerprint(app).items() if before[name] != said]


@pytest.mark.parametrize("who", WHO)
def test_every_page_opens_to_whom_the_matrix_says_and_to_nobody_else(world, who):
    kind, app, written = world
    every_page_is_as_the_matrix_says(app, written, who, kind=kind)


def every_page_is_as_the_matrix_says(
    app: Any, written: dict[str, Any], who: str, *, kind: str, whole: bool = False
) -> None:
    """Ask for every page as this role, and compare: for what `is_tried`, or for the whole of it."""
    browser = Browser(app, written["emails"].get(who))
    wrong, tried = [], 0
    before = fingerprint(app)
    for asked in asked_of(app, who, written["records"]):
        if (asked.method, asked.rule) not in matrix():
            wrong.append(f"{asked}: no line in matrix.csv")
            continue
        if asked.rule == "/sign-out":  # the last of all, and an act
            assert changed(app, before) == [], "nothing was sent that changes anything"
        elif not whole and not is_tried(kind, asked, who):
            continue
        due = expected(matrix()[asked.method, asked.rule][who], asked.whose)
        tried += 1
        status, location = browser.ask(asked)
        found = told(status, location, who, asked.rule)
        if found != due:
            wrong.append(f"{asked}: {due} was expected, {found} ({status}) was the answer")
    assert not wrong, f"{len(wrong)} of {tried} unexpected:\n  " + "\n  ".join(wrong)


def test_every_page_that_is_open_to_anybody_is_opened_on_each_database():
    for (method, rule), line in matrix().items():
        asked = Asked(method, rule, "own", "")
        able = [who for who in WHO if expected(line[who], "own") == "in"]
        for kind in ("sqlite", "postgresql"):
            openers = [who for who in able if is_tried(kind, asked, who)]
            assert len(openers) == min(1, len(able)), f"{method} {rule}"


def test_every_refusal_is_asked_for_by_everybody():
    for (method, rule), line in matrix().items():
        for who in WHO:
            for whose in ("there", "own", "other", "absent"):
                never = line[who] == "-" and whose in ("other", "absent")
                if expected(line[who], whose) != "in" and not never:
                    assert is_tried("sqlite", Asked(method, rule, whose, ""), who)


@pytest.mark.parametrize("who", ["STM", "PLO", "SYS", NOBODY])
def test_a_form_without_its_token_or_from_another_site_is_refused_on_every_page(sqlite_world, who):
    app, written = sqlite_world
    browser = Browser(app, written["emails"].get(who))
    before = fingerprint(app)
    for asked in asked_of(app, who, written["records"]):
        if asked.method == "POST" and asked.whose in ("there", "own"):
            refused = 401 if asked.rule.startswith(FOR_SYSTEMS) else 400  # no form: no token
            assert browser.send(asked, {}) == refused, f"{asked} was taken without a token"
            token = {"csrf_token": browser.csrf_token}
            for said in ("cross-site", "same-site"):
                status = browser.send(asked, {"Sec-Fetch-Site": said}, **token)
                assert status == 403, f"{asked} was taken from {said}"
    assert changed(app, before) == []


@pytest.mark.only_on("sqlite")  # the map of addresses is the same on every database
def test_no_line_of_the_matrix_speaks_of_a_page_that_is_gone(app):
    there = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert set(matrix()) - there == set()


def test_the_matrix_has_a_cell_of_a_kind_it_explains_for_every_role():
    cells = {cell for line in matrix().values() for cell in line.values()}
    assert cells <= {"A", "O", "E", "R", "-", "404"}


def test_a_method_that_no_page_takes_is_refused(client):
    for method in ("PUT", "PATCH", "DELETE", "TRACE"):
        assert client.open("/sign-in", method=method).status_code == 405
