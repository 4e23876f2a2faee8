"""Every page that a link leads to, for each kind of work: accessible and sound, at a desk, on a
telephone, and with scripts off."""

from __future__ import annotations

import re
from collections import deque
from urllib.parse import parse_qsl, urlsplit

import pytest

REF = re.compile(r"^(?=.*\d)[a-hj-km-np-z2-9]{13}$|^\d+$")
"""A random public id, or a number, in an address: one example of such a page is enough."""

WORK = [
    "Placement officer",
    "Fostering team manager",
    "Service manager",
    "Inspector",
    "Administrator",
]
FIRST = "/"
MOST = 60


def kind_of(address: str) -> str:
    """What sort of page an address leads to: the path without ids, and which questions it asks."""
    parts = urlsplit(address)
    path = "/".join("…" if REF.match(part) else part for part in parts.path.split("/"))
    asks = sorted({name for name, _ in parse_qsl(parts.query)} - {"page", "sort", "v"})
    return f"{path}?{','.join(asks)}" if asks else path


def is_page(address: str) -> bool:
    """Whether a link leads to a page of ours, not to a file or another place."""
    parts = urlsplit(address)
    return parts.path.startswith("/") and "format=" not in parts.query and not parts.netloc


def pages_from(visit, first=FIRST):
    """One page of each kind that links lead to, nearest first."""
    waiting, seen = deque([first]), {kind_of(first)}
    while waiting and len(seen) <= MOST:
        answer = visit.open(waiting.popleft())
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        yield answer
        links = re.findall(r'<a\b[^>]*\bhref="([^"#]+)"', answer.text())
        for address in (link.replace("&amp;", "&") for link in links):
            if is_page(address) and kind_of(address) not in seen:
                seen.add(kind_of(address))
                waiting.append(address)


def name_of(visit) -> str:
    return re.sub(r"\W+", "_", kind_of(visit.where)).strip("_") or "today"


@pytest.mark.parametrize("work", WORK)
def test_every_page_is_sound_and_accessible_at_a_desk(visit, work):
    visit.sign_in_as(work)
    for answer in pages_from(visit):
        visit.check_source(answer)
        visit.check(f"{work}-{name_of(visit)}".replace(" ", "_"))


@pytest.mark.parametrize("work", WORK[:2])
def test_every_page_fits_and_is_accessible_on_a_telephone(phone, work):
    phone.sign_in_as(work)
    for _ in pages_from(phone):
        phone.check(f"{work}-{name_of(phone)}".replace(" ", "_"))


@pytest.mark.parametrize("work", WORK[:1])
def test_every_page_works_with_scripts_off(plain, work):
    plain.sign_in_as(work)
    for answer in pages_from(plain):
        plain.check_source(answer)
        plain.screenshot(f"{work}-{name_of(plain)}".replace(" ", "_"))
        assert plain.page.locator("h1").is_visible()
