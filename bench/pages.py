"""Every page of the demonstration county, as ten people at work wait for it.

`pages.council.p95_ms`             of every page (a view, whatever questions its address asks) the
                                   time that ninety-five in a hundred requests stay under, in
                                   milliseconds, and of all pages the worst
`pages.council.postgresql.p95_ms`  the same on PostgreSQL

The county is built as the demonstration builds it, and served as `hearth serve` serves it.
Ten people in different roles are signed in, a panel member and the decision maker among them,
whose pages nobody else opens; first each follows the links that their pages offer, so that what is
measured is what somebody can reach. Then each opens page after page with a second
to think between two, while the others do the same. Looks are recorded as they always are. Time is
taken at the browser's end of the connection, from asking until the last byte, over loopback.

First every page is opened a sixteenth of the times. A page whose p95 is then less than three fifths
of the worst is not measured further: it cannot be the worst any more, and the hours go to those
that can. Between two of the slow pages everybody then opens one of any kind, as the others at work
do; half of what they all ask for is slow, which no day's work is. Of a dozen visits one that was
held up makes a page look the worst, so whatever may be it is first opened a quarter of the times;
and whatever then still looks worse than those that were opened all of the times, eight pages at a
time, is opened as often too, until the worst is one of them.

Only the full form writes a figure; `python -m bench pages 5` opens a page five times at most,
prints the table, and writes nothing. `python -m bench pages 200 postgresql` keeps to one database.
"""

import random
import re
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from werkzeug.exceptions import HTTPException

from app import create_app, demo
from app.accounts.models import User
from app.accounts.queries import users_in_role
from app.accounts.roles import Role
from app.cli.live import WORKERS
from app.core.db import db
from app.core.models import MarkedAs
from app.core.schema import prepare
from app.settings import Mode, Settings
from tests.databases import PostgresServer
from tests.serving import Answer, Visitor, serving

WHO = (
    *(Role.TEAM_MANAGER,) * 3,  # most kinds of page are forms that only they open
    Role.PLACEMENT_OFFICER,
    Role.SOCIAL_WORKER,
    Role.CHILD_SOCIAL_WORKER,
    Role.SERVICE_MANAGER,
    Role.PANEL_ADVISER,
    Role.PANEL_MEMBER,
    Role.DECISION_MAKER,
)
"""Ten people at work; the same person may be signed in at several desks. What administrators and
inspectors open, these open too."""

FIGURES = {
    "sqlite": "pages.council.p95_ms",
    "postgresql": "pages.council.postgresql.p95_ms",
}
"""Each database, and what its figure is called."""

REPEATS = 200
THINK_SECONDS = 1.0
SIEVED = 16
"""Every page is opened one in so many of the times; the slow ones all of them."""
SLOW = 3 / 5
"""A page that takes this part of what the worst takes may still turn out to be the worst."""

FIRMER = 4
"""Those that may be the worst are opened one in so many of the times before they are opened all of
them: of a dozen visits one that was held up says too much."""

AT_ONCE = 8
"""How many pages are opened all of the times before it is asked again which may be the worst."""

EXAMPLES = 4
"""How many addresses of one kind a person keeps: different households, children, days."""

SHOWN = 12


@dataclass(frozen=True)
class Visit:
    """One page, to be opened once."""

    kind: str
    address: str


def measure(repeats: str = str(REPEATS), *kinds: str) -> dict[str, float]:
    """The worst page's figure on each database; whatever could be the worst is opened 200 times, or
    as often as said."""
    figures = {}
    for kind in kinds or FIGURES:
        with TemporaryDirectory() as folder, _database(kind, Path(folder)) as url:
            app = _county(Path(folder), url)
            worst = _told(kind, _taken(app, Path(folder), int(repeats)))
        if int(repeats) >= REPEATS:
            figures[FIGURES[kind]] = worst
    return figures


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    """An empty database of a kind, as a service has it: what is committed is on the disk."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'county.db'}"
        return
    server = PostgresServer(folder)
    try:
        address = server.address("county")
        server.run("ALTER SYSTEM RESET ALL", "SELECT pg_reload_conf()")
        server.run("CREATE DATABASE county ENCODING 'UTF8'")
        yield address
    finally:
        server.stop()


def _county(folder: Path, url: str) -> Any:
    app = create_app(
        Settings(
            database_url=url,
            secret_key="a secret key for measuring, and for nothing else",  # noqa: S106
            trail_key="a trail key for measuring, and for nothing else",
            mode=Mode.DEMONSTRATION,
            hosts=("127.0.0.1",),
            anchor_path=folder / "anchor",
        )
    )
    prepare(app, mark=MarkedAs.DEMONSTRATION)
    demo.build(app, say=lambda _line: None)
    return app


def _taken(app: Any, folder: Path, times: int) -> dict[str, list[float]]:
    """The milliseconds of every visit, by kind of page."""
    taken: dict[str, list[float]] = defaultdict(list)
    with serving(app, folder, processes=WORKERS) as server:
        with app.app_context():
            visitors = [server.visitor(user) for user in _people()]
            db.session.remove()
        with _log_told(server.log), ThreadPoolExecutor(len(WHO)) as many:
            found = list(many.map(lambda visitor: _reached(visitor, app), visitors))
            every = {kind for each in found for kind in each}
            first = max(1, times // SIEVED)
            rounds = _shared_out(found, every, first)
            while rounds:
                for each in many.map(_all_of, zip(visitors, rounds, strict=True)):
                    for kind, milliseconds in each:
                        taken[kind].append(milliseconds)
                slow, often = _next(taken, times)
                rest = _shared_out(found, slow, often)
                rounds = _in_company(rest, found) if slow else []
                print(f"{len(slow)} pages may be the worst", flush=True)
    return taken


def _next(taken: dict[str, list[float]], times: int) -> tuple[set[str], int]:
    """Which pages are opened next, and how often more."""
    unsure = _unsure(taken, times)
    firmer = max(1, times // FIRMER)
    some = {kind for kind in unsure if len(taken[kind]) < firmer}
    if some:
        return some, firmer
    slowest = sorted(unsure, key=lambda kind: _p95(taken[kind]), reverse=True)
    return set(slowest[:AT_ONCE]), times - firmer


def _unsure(taken: dict[str, list[float]], times: int) -> set[str]:
    """Those pages that can still be the worst and were not opened so many times."""
    known = [_p95(each) for each in taken.values() if len(each) >= times]
    least = max(known) if known else max(map(_p95, taken.values())) * SLOW
    return {kind for kind, each in taken.items() if _p95(each) >= least and len(each) < times}


def _in_company(rounds: list[list[Visit]], found: list[dict[str, list[str]]]) -> list[list[Visit]]:
    """Before each of these visits one to any page, as chance has it."""
    company = random.Random("company")

    def any_of(pages: dict[str, list[str]]) -> Visit:
        kind = company.choice(sorted(pages))
        return Visit(kind, company.choice(pages[kind]))

    return [
        [each for visit in visits for each in (any_of(pages), visit)]
        for visits, pages in zip(rounds, found, strict=True)
    ]


@contextmanager
def _log_told(log: Path) -> Iterator[None]:
    """When a page fails, what the server said of it is not thrown away with its folder."""
    try:
        yield
    except RuntimeError:
        print(log.read_text()[-6000:])
        raise


def _people() -> list[User]:
    return [users_in_role(role)[0] for role in WHO]


def _reached(visitor: Visitor, app: Any) -> dict[str, list[str]]:
    """The addresses that links lead this person to, by page: several of every kind of question."""
    views = app.url_map.bind("127.0.0.1")
    waiting, seen = deque(["/"]), {"/"}
    asked: dict[str, int] = defaultdict(int)
    found: dict[str, list[str]] = defaultdict(list)
    while waiting:
        address = waiting.popleft()
        page, kind = _page(address, views), _kind(address, views)
        if asked[kind] >= EXAMPLES:
            continue
        answer = visitor.open(address)
        if not _is_sound(address, answer):
            continue
        asked[kind] += 1
        found[page].append(address)
        new = dict.fromkeys(link for link in _links(answer) if link not in seen)
        seen.update(new)
        waiting.extend(link for link in new if asked[_kind(link, views)] < EXAMPLES)
    return {page: addresses for page, addresses in found.items() if addresses}


def _is_sound(address: str, answer: Answer) -> bool:
    if answer.status >= 500:
        said = re.sub(r"<[^>]+>|\s+", " ", answer.text.partition("<main")[2])
        raise RuntimeError(f"{address} answered {answer.status}: {said[:400]}")
    return answer.status == 200 and answer.is_page


def _links(answer: Answer) -> Iterator[str]:
    for link in re.findall(r'<a\b[^>]*\bhref="([^"#]+)"', answer.text):
        address = link.replace("&amp;", "&")
        parts = urlsplit(address)
        if parts.path.startswith("/") and not parts.netloc and "format=" not in parts.query:
            yield address


def _page(address: str, views: Any) -> str:
    """Which page it is, whatever its address asks."""
    try:
        rule, _ = views.match(urlsplit(address).path, return_rule=True)
    except HTTPException:
        return urlsplit(address).path
    return str(rule.rule)


def _kind(address: str, views: Any) -> str:
    """Which page, and which questions its address asks."""
    asks = sorted({name for name, _ in parse_qsl(urlsplit(address).query)} - {"page", "sort", "v"})
    page = _page(address, views)
    return f"{page}?{','.join(asks)}" if asks else page


def _shared_out(
    found: list[dict[str, list[str]]], kinds: set[str], times: int
) -> list[list[Visit]]:
    """Each of these so many times, by whoever reached it and has least to do; the order is
    chance's."""
    able: dict[str, list[int]] = defaultdict(list)
    for person, each in enumerate(found):
        for kind in each.keys() & kinds:
            able[kind].append(person)
    rounds: list[list[Visit]] = [[] for _ in found]
    for kind in sorted(able, key=lambda kind: (len(able[kind]), kind)):
        for turn in range(times):
            person = min(able[kind], key=lambda one: len(rounds[one]))
            addresses = found[person][kind]
            rounds[person].append(Visit(kind, addresses[turn % len(addresses)]))
    for person, visits in enumerate(rounds):
        random.Random(person).shuffle(visits)
    return rounds


def _all_of(one: tuple[Visitor, list[Visit]]) -> list[tuple[str, float]]:
    return list(_work(*one))


def _work(visitor: Visitor, visits: list[Visit]) -> Iterator[tuple[str, float]]:
    for visit in visits:
        time.sleep(THINK_SECONDS)
        started = time.perf_counter()
        answer = visitor.open(visit.address)
        taken = (time.perf_counter() - started) * 1000
        if not _is_sound(visit.address, answer):
            raise RuntimeError(f"{visit.address} answered {answer.status}")
        yield visit.kind, taken


def _p95(taken: list[float]) -> float:
    """The time that ninety-five in a hundred stay under or meet."""
    ordered = sorted(taken)
    return ordered[-(-len(ordered) * 95 // 100) - 1]


def _told(database: str, taken: dict[str, list[float]]) -> float:
    """Print the slowest kinds; give the worst p95."""
    slowest = sorted(taken, key=lambda kind: _p95(taken[kind]), reverse=True)
    print(f"{len(taken)} pages on {database}; the slowest, in milliseconds:")
    print(f"{'':60} {'median':>8} {'p95':>8} {'times':>6}")
    for kind in slowest[:SHOWN]:
        each = taken[kind]
        print(f"{kind:60} {median(each):8.0f} {_p95(each):8.0f} {len(each):6}")
    return _p95(taken[slowest[0]])
