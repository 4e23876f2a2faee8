"""Every page that a link leads to, for each kind of work: accessible and sound, at a desk, on a
telephone, and with scripts off.

The manager opens most kinds of page, and accessibility is checked there; for the others it is
checked on the kinds that the manager may not open, and every page of theirs is read as sound HTML.
What a telephone's own touch and width do is tried by the journeys that begin on one.
"""

from __future__ import annotations

import re
from collections import deque
from urllib.parse import parse_qsl, urlsplit

import pytest
from werkzeug.exceptions import HTTPException

from tests import databases

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


def pages_from(visit, rules, first=FIRST):
    """One page of each kind that links lead to, nearest first."""
    waiting, seen = deque([first]), {kind_of(first, rules)}
    while waiting:
        answer = visit.open(waiting.popleft())
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        yield answer
        links = re.findall(r'<a\b[^>]*\bhref="([^"#]+)"', answer.text())
        for address in (link.replace("&amp;", "&") for link in links):
            if is_page(address) and kind_of(address, rules) not in seen:
                seen.add(kind_of(address, rules))
                waiting.append(address)


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


def name_of(visit, work: str, rules) -> str:
    return re.sub(r"\W+", "_", f"{work} {kind_of(visit.where, rules)}")


@pytest.mark.parametrize("work", WORK)
def test_every_page_is_sound_fits_and_is_accessible(visit, rules, managers, work):
    """At a desk and in a window as narrow as a telephone's, each page fetched once. The same view
    asked other questions has to fit there too; accessible it has been found already."""
    visit.sign_in_as(work)
    views = set() if work == MANAGER else set(managers)
    for answer in pages_from(visit, rules):
        visit.check_source(answer)
        view, name = kind_of(visit.where, rules), name_of(visit, work, rules)
        if work == MANAGER or view not in managers:
            visit.check(name)
            with visit.as_on_a_telephone():
                visit.fits() if view in views else visit.check(name)
        views.add(view)


@pytest.mark.parametrize("work", WORK[1:2])
def test_every_page_works_with_scripts_off(plain, rules, work):
    plain.sign_in_as(work)
    for answer in pages_from(plain, rules):
        plain.check_source(answer)
        plain.screenshot(name_of(plain, work, rules))
        assert plain.page.locator("h1").is_visible()
