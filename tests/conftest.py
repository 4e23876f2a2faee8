"""What every test may ask for. Pure tests ask for nothing; tests of the record ask for `db`,
tests of pages for `client` or `signed_in`. All of them run on SQLite, and on PostgreSQL too what is
about the record itself; of the rooms' own tests one in ten does (`--each`: every one).

    def test_a_full_carer_is_never_offered(db): ...
    def test_the_register_opens_to_a_social_worker(signed_in):
        page = signed_in(Role.SOCIAL_WORKER).get("/register")

`@pytest.mark.only_on("sqlite")` keeps a test to one database; say why beside it.
"""

from __future__ import annotations

import gc
import os
import re
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import copy_context
from dataclasses import dataclass, replace
from functools import cache
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from sqlalchemy import event
from werkzeug.test import TestResponse

from tests import county_day, databases, page_checks

if TYPE_CHECKING:
    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy

    from app.accounts.models import User
    from app.accounts.roles import Role
    from tests.told import Told

# ---------------------------------------------------------------- the whole check has no holes


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--whole",
        action="store_true",
        help="the whole check: a skip, an expected failure or a deselection fails the run",
    )
    parser.addoption(
        "--each",
        action="store_true",
        help="the rooms' tests run on each database too, instead of by turns on PostgreSQL",
    )


def pytest_configure(config: pytest.Config) -> None:
    settings.register_profile("here", suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("here")  # how quick the machine is says nothing about the product
    config.addinivalue_line("markers", "only_on(kind): runs on this database only")
    config.addinivalue_line("markers", "on_each: runs on each database, whatever its room")
    config.stash[LEFT_OUT] = []
    told = getattr(config, "workerinput", {})
    config.stash[RUN] = told.get("testrunuid") or secrets.token_hex(6)
    config.option.testrunuid = config.stash[RUN]  # workers are told, so that they share a folder
    if config.option.whole and (
        config.option.keyword or config.option.markexpr or config.option.deselect
    ):
        raise pytest.UsageError("the whole check leaves nothing out: no -k, -m or --deselect")


LEFT_OUT: pytest.StashKey[list[str]] = pytest.StashKey()
RUN: pytest.StashKey[str] = pytest.StashKey()


class _NothingLeftOut:
    """Notes every test that did not really run."""

    def __init__(self, config: pytest.Config) -> None:
        self.left_out = config.stash[LEFT_OUT]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped or hasattr(report, "wasxfail"):
            self.left_out.append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            self.left_out.append(report.nodeid)

    def pytest_deselected(self, items: list[pytest.Item]) -> None:
        if items:
            raise pytest.UsageError("the whole check leaves nothing out")


def pytest_sessionstart(session: pytest.Session) -> None:
    if session.config.option.whole:
        session.config.pluginmanager.register(_NothingLeftOut(session.config))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that workers end together: journeys, then what builds the county."""
    long = ("tests/journeys", "tests/demo", "tests/matching/test_location")
    items.sort(
        key=lambda item: next((n for n, at in enumerate(long) if at in item.nodeid), len(long))
    )


def pytest_collection_finish() -> None:
    """What was read stays for the whole run: looking through it for rubbish again and again took a
    tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if session.config.stash[LEFT_OUT]:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for name in config.stash[LEFT_OUT]:
        terminalreporter.write_line(f"LEFT OUT {name}", red=True)


# ------------------------------------------------------------------------- the network is shut


def _shut_network(event: str, arguments: tuple[Any, ...]) -> None:
    """Nothing leaves this machine: only loopback and local sockets may be reached."""
    if event == "socket.connect":
        address = arguments[1]
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise PermissionError(f"tests may not reach {address[0]}")


sys.addaudithook(_shut_network)


@pytest.fixture(scope="session", autouse=True)
def _no_settings_from_outside() -> Iterator[None]:
    """No test depends on what happens to be set where it runs, but for the day of the county."""
    found = [name for name in os.environ if name.startswith("HEARTH_") and name != county_day.NAME]
    kept = {name: os.environ.pop(name) for name in found}
    yield
    os.environ.update(kept)


# -------------------------------------------------------------------------------- the databases


@pytest.hookimpl(tryfirst=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        databases.tidy_away(databases.run_folder(config.stash[RUN]))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whoever needs a database runs on each of them; what is a room's own, on PostgreSQL by turns.

    How a record is kept, taken, guarded and destroyed is tested on both; and the matrix
    opens every page on both, so that every question is asked there. `make soak` leaves none out.
    """
    if "each_database" in metafunc.fixturenames:
        marker = metafunc.definition.get_closest_marker("only_on")
        kinds = marker.args if marker else databases.KINDS
        by_turns = not marker and not metafunc.config.option.each
        if by_turns and not _is_on_both(metafunc.definition):
            kinds = ("sqlite",)
        metafunc.parametrize("each_database", kinds, indirect=True, scope="function")


TURNS = 10
OF_THE_RECORD = ("core", "audit", "retention")
"""Where what is tested is the record itself; so is what stands beside the rooms."""


def _is_on_both(test: pytest.FunctionDefinition) -> bool:
    """What is about the record; and of the other tests one in ten, always the same."""
    if test.get_closest_marker("on_each"):
        return True
    room = Path(test.nodeid.partition("::")[0]).parts[1:-1]
    if not room or room[0] in OF_THE_RECORD:
        return not {"client", "signed_in"} & set(test.fixturenames) or _has_its_turn(test)
    return _has_its_turn(test)


def _has_its_turn(test: pytest.FunctionDefinition) -> bool:
    return crc32(test.nodeid.encode()) % TURNS == 0


@pytest.fixture(scope="session")
def run_folder(request: pytest.FixtureRequest) -> Path:
    """The temporary folder of this run, shared by its workers."""
    return databases.run_folder(request.config.stash[RUN])


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str:
    """This worker's name."""
    return str(getattr(request.config, "workerinput", {}).get("workerid", "alone"))


@pytest.fixture(scope="session", autouse=True)
def _each_page_compiled_once(run_folder: Path) -> Iterator[None]:
    """Every application of this run shares what Jinja made of the templates."""
    from flask import Flask
    from jinja2 import FileSystemBytecodeCache

    folder = run_folder / "compiled"
    folder.mkdir(exist_ok=True)
    before = Flask.jinja_options
    Flask.jinja_options = before | {"bytecode_cache": FileSystemBytecodeCache(str(folder))}
    yield
    Flask.jinja_options = before


@pytest.fixture(scope="session")
def _apps(run_folder: Path, worker: str) -> Iterator[Callable[[str], tuple[Flask, Any]]]:
    """One application for each database of this worker: its templates are compiled once."""
    from app.core.db import db

    made: list[Any] = []

    @cache
    def app_on(kind: str) -> tuple[Flask, Any]:
        from app import create_app

        database = databases.database_of(kind, run_folder, worker)
        app = create_app(databases.settings_for(database.url, run_folder))
        app.test_client_class = PageCheckingClient
        made.append((app, database))
        return app, database

    yield app_on
    for app, database in made:
        with app.app_context():
            db.engine.dispose()
        database.remove()


@pytest.fixture
def each_database(
    request: pytest.FixtureRequest, _apps: Callable[[str], tuple[Flask, Any]]
) -> Iterator[Flask]:
    """The application on a clean copy of the empty record, once for each kind of database."""
    from app.core.db import db

    app, database = _apps(request.param)
    with app.app_context():
        database.refresh(release=db.engine.dispose)
    app.extensions["tests_database"] = database
    yield app
    with app.app_context():
        db.session.remove()


@pytest.fixture(scope="session")
def county(run_folder: Path) -> Path:
    """The demonstration county as an SQLite file, made once in a run. Copy it; never open it."""
    path = run_folder / "template_county.db"

    def make() -> None:
        from app import demo

        with county_day.on_its_day():
            databases.make_template(
                f"sqlite:///{path}",
                run_folder,
                lambda app: demo.build(app, say=lambda _line: None),
                mark="demonstration",
            )

    databases.once(run_folder, "county", make)
    return path


@pytest.fixture
def app(each_database: Flask) -> Flask:
    """The application, on each database."""
    return each_database


@pytest.fixture
def db(app: Flask) -> Iterator[SQLAlchemy]:
    """The record, with an application context open. Builders commit; requests see what they did."""
    from app.core.db import db

    with app.app_context():
        yield db


@pytest.fixture
def told_so_far(db: SQLAlchemy, app: Flask) -> Told:
    """What a test begins with by `told_once`: written once, and put back for each test."""
    from tests.told import Told

    return Told(app.extensions["tests_database"])


@dataclass
class Count:
    """How many statements went to the database."""

    number: int = 0


@pytest.fixture
def counted(db: SQLAlchemy) -> Callable[[], AbstractContextManager[Count]]:
    """`with counted() as count:` counts the statements inside it."""

    @contextmanager
    def counting() -> Iterator[Count]:
        count = Count()

        def one_more(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT")):
                count.number += 1

        event.listen(db.engine, "before_cursor_execute", one_more)
        try:
            yield count
        finally:
            event.remove(db.engine, "before_cursor_execute", one_more)

    return counting


@pytest.fixture
def make_app(app: Flask) -> Iterator[Callable[..., Flask]]:
    """Another application on the same database, some of its settings changed."""
    from app.core.db import db

    made: list[Flask] = []

    def make(**changed: Any) -> Flask:
        from app import create_app

        other = create_app(replace(app.config["SETTINGS"], **changed))
        other.test_client_class = PageCheckingClient
        made.append(other)
        return other

    yield make
    for other in made:
        with other.app_context():
            db.engine.dispose()


# ------------------------------------------------------------------------------------- the pages


class PageCheckingClient(FlaskClient):
    """A browser of sorts: checks every page it fetches, and shares nothing with the test's own
    session, so that a request sees what was committed and no more."""

    user: User | None = None
    check_pages = True

    def is_checked(self, answer: TestResponse) -> bool:
        """Whether it is a page to be read as HTML: once, for no database changes how it is made."""
        on = self.application.config["SETTINGS"].database_url
        is_page = answer.mimetype == "text/html" and answer.status_code // 100 != 3
        return self.check_pages and is_page and on.startswith("sqlite")

    def open(self, *args: Any, **kw: Any) -> TestResponse:
        answer: TestResponse = copy_context().run(self._open_apart, *args, **kw)
        self._show_what_was_written()
        if self.is_checked(answer):
            page_checks.check_page(answer.get_data(as_text=True), answer.request.path)
        return answer

    def _open_apart(self, *args: Any, **kw: Any) -> TestResponse:
        from flask.globals import _cv_app

        _cv_app.set(None)  # type: ignore[arg-type]
        return super().open(*args, **kw)

    @staticmethod
    def _show_what_was_written() -> None:
        """The test's own session looks again at what the request may have changed."""
        from flask import has_app_context

        from app.core.db import db

        if has_app_context():
            db.session.rollback()

    def post_form(self, address: str, _of: str | None = None, **fields: Any) -> TestResponse:
        """Fetch the page at `_of` (or `address`), and send its form with these fields."""
        page = self.get(_of or address)
        return self.post(address, data=hidden_fields(page.get_data(as_text=True)) | fields)


def hidden_fields(html: str) -> dict[str, str]:
    """The hidden fields of the page's own form (the one that carries `once`, else the last)."""
    forms = re.findall(r"<form\b.*?</form>", html, re.S)
    own = [form for form in forms if 'name="once"' in form] or forms[-1:]
    found: dict[str, str] = {}
    for tag in re.findall(r"<input\b[^>]*>", own[0] if own else ""):
        given = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if given.get("type") == "hidden" and "name" in given:
            found[given["name"]] = unescape(given.get("value", ""))
    return found


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser with nobody signed in."""
    return app.test_client()


@pytest.fixture
def signed_in(app: Flask) -> Callable[..., PageCheckingClient]:
    """`signed_in(Role.X, ...)` or `signed_in(user)`: a browser of somebody with these roles.

    Its `user` is the person, detached; ask `client.user.id`.
    """

    def sign_in(*whom: Role | User) -> PageCheckingClient:
        from app.accounts import actions
        from app.accounts.models import User
        from app.core.db import db, transaction

        browser: PageCheckingClient = app.test_client()  # type: ignore[assignment]

        def begin() -> tuple[User, str]:
            given = [one.id for one in whom if isinstance(one, User)]
            with transaction():
                user = db.session.get(User, given[0]) if given else _somebody(whom)
                token = actions.start_sign_in(user, by=user)
            db.session.refresh(user)
            db.session.expunge(user)
            return user, token

        browser.user, token = copy_context().run(_in_own_context, app, begin)
        PageCheckingClient._show_what_was_written()
        with browser.session_transaction() as session:
            session["_user_id"] = token
            session["_fresh"] = True
        return browser

    return sign_in


def _in_own_context(app: Flask, work: Callable[[], Any]) -> Any:
    from flask.globals import _cv_app

    _cv_app.set(None)  # type: ignore[arg-type]
    with app.app_context():
        return work()


def _somebody(roles: tuple[Any, ...]) -> User:
    """A new person with these roles."""
    from app.accounts import actions
    from app.audit.act import INSTALLER

    names = " and ".join(str(role).replace("_", " ") for role in roles) or "nobody in particular"
    user = actions.add_user(
        name=f"A {names}", email=f"{secrets.token_hex(6)}@example.org", by=INSTALLER
    )
    for role in roles:
        actions.grant_role(user, role=role, by=INSTALLER)
    return user
