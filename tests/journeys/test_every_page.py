"""Every page that a link leads to, for each kind of work: accessible and sound, at a desk, on a
telephone, and with scripts off.

Pages are found, and read as sound HTML, by a visitor without a browser; the browser then opens one
page of an eighth of the views, always the same; journeys check what they open besides. The manager
opens most views, and they are looked at there; of the others' work only what the manager may not
open. Every page of everybody's, whatever else its address asks, is opened in
tests/soak/test_every_question.py. What a telephone's own touch does is tried by the journeys that
are played on one.
"""

from __future__ import annotations

import re
from collections import deque
from html import unescape
from urllib.parse import parse_qsl, urlsplit
from zlib import crc32

import pytest
from werkzeug.exceptions import HTTPException

from tests import databases, page_checks

MANAGER = "Fostering team manager"
WORK = [
    MANAGER,
    "Placement officer",
    "Service manager",
    "Administrator",
]
FIRST = "/"
SAME_PAGE = {"page", "sort", "v", "as_at", "known_at", "addresses"}
"""Questions that change what a page says and not how it is made: one of these is enough."""


def kind_of(address: str, rules) -> str:
    """What sort of page an address leads to: which view, and which questions it asks."""
    parts = urlsplit(address)
    try:
        view, _ = rules.match(parts.path)
    except HTTPException:
        view = parts.path
    asks = sorted({name for name, _ in parse_qsl(parts.query)} - SAME_PAGE)
    return f"{view}?{','.join(asks)}" if asks else view


def is_page(address: str) -> bool:
    """Whether a link leads to a page of ours, not to a file or another place."""
    parts = urlsplit(address)
    is_file = re.search(r"\.[a-z]{3,4}$|/file$", parts.path) or "format=" in parts.query
    return parts.path.startswith("/") and not is_file and not parts.netloc


def pages_from(visitor, rules, but_not=frozenset()):
    """The address of one page of each kind that links lead to, nearest first, with its source.
    Views to leave out are not gone to, nor through."""
    waiting, seen = deque([FIRST]), {kind_of(FIRST, rules)}
    while waiting:
        address = waiting.popleft()
        answer = led_to(visitor, address)
        assert answer.status < 400, f"{address} answers {answer.status}"
        if not answer.is_page:
            continue
        yield address, answer.text
        links = re.findall(r'<a\b[^>]*\bhref="([^"#]+)"', answer.text)
        for link in (unescape(link) for link in links):
            kind = kind_of(link, rules)
            if is_page(link) and kind not in seen and kind.partition("?")[0] not in but_not:
                seen.add(kind)
                waiting.append(link)


def led_to(visitor, address):
    """The answer at an address, or where that leads to."""
    answer = visitor.open(address)
    while answer.status in (301, 302, 303, 307, 308):
        answer = visitor.open(answer.leads_to)
    return answer


def one_of_each_view(addresses, rules):
    """Of each view the first address, whatever else it asks."""
    first = {}
    for address in addresses:
        first.setdefault(kind_of(address, rules).partition("?")[0], address)
    return first


def every_address(visit, rules, but_not=frozenset()):
    """The addresses of whoever is signed in, each page of them read as sound HTML."""
    found = []
    for address, source in pages_from(visit.without_browser(), rules, but_not):
        page_checks.check_page(source, address)
        found.append(address)
    return found


@pytest.fixture(scope="module")
def service(run_folder):
    """The application, to ask about its pages."""
    from app import create_app

    return create_app(databases.settings_for("sqlite://", run_folder))


@pytest.fixture(scope="module")
def rules(service):
    """Which view stands behind which address."""
    return service.url_map.bind("127.0.0.1")


@pytest.fixture(scope="module")
def managers(service):
    """The views that a fostering team manager may open."""
    from app.accounts.permissions import ROLES
    from app.accounts.roles import Role

    may = ROLES[Role.TEAM_MANAGER].may
    return {
        name
        for name, view in service.view_functions.items()
        if may & set(getattr(view, "opens_to", ()))
    }


def has_its_turn(view: str) -> bool:
    """One view in eight, always the same."""
    return crc32(view.encode()) % 8 == 0


def name_of(work: str, address: str, rules) -> str:
    return re.sub(r"\W+", "_", f"{work} {kind_of(address, rules)}")


@pytest.mark.parametrize("work", WORK)
def test_every_page_is_sound_fits_and_is_accessible(visit, rules, managers, work):
    """At a desk and in a window as narrow as a telephone's, each page opened once."""
    visit.sign_in_as(work)
    addresses = every_address(visit, rules, but_not=() if work == MANAGER else managers)
    for view, address in one_of_each_view(addresses, rules).items():
        if has_its_turn(view):
            visit.open(address)
            visit.check(name_of(work, address, rules))


def test_every_page_works_with_scripts_off(plain, rules):
    work = "Placement officer"
    plain.sign_in_as(work)
    addresses = [address for address, _ in pages_from(plain.without_browser(), rules)]
    for view, address in one_of_each_view(addresses, rules).items():
        if has_its_turn(view):
            plain.open(address)
            plain.screenshot(name_of(work, address, rules))
            assert plain.page.locator("h1").is_visible()
