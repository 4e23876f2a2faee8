"""Every page of the matrix as somebody who knows a household: each is, to the letter, what it was
before that household was on record."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zlib import crc32

import pytest
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.queries import user_by_email
from app.audit.act import acting
from app.children.models import Child
from app.core.db import db, transaction
from app.core.today import today
from app.people.models import Household
from app.register import actions as register
from app.register.actions import reviews
from app.register.models import HoldReason
from app.register.reviewing import ReviewTrigger
from app.restricted import actions, queries
from app.restricted.kinds import Knows, RestrictedFor
from tests import builders as make
from tests import matrix_world
from tests.conftest import _in_own_context
from tests.test_matrix import Browser, asked_of, record_on

MARK = "Zyxqvar"

GROWS = ("/looks/", "/trail", "/due/done", "/history/", "/concerns/")
"""Pages about the trail itself, which grows by what is read here: no mark, but not the same."""

IN_NUMBERS = ("/workbench", "/years-ahead")
"""What is published: one answer for everybody of the whole record, in numbers that are not thin.
Whoever sees no child sees these (app/decisions.md), and still no mark."""

OURS_ALONE = re.compile(
    r'name="(csrf_token|once|draft_number)"[^>]*value="[^"]*"|value="[^"]*"[^>]*name="(csrf_token|once)"'
    r'|value="\d\d:\d\d"'
    r'|<div class="hearth-banner hearth-banner--left-out">.*?</div>'
    r"|(One restricted record is|\d+ restricted records are) shut to you and not counted here"
    r"|Made on[^<]*|\?v=[0-9a-f]+|content=\"[A-Za-z0-9_.-]{60,}\"",
    re.DOTALL,
)
"""What differs from one answer to the next whatever is on record, and how many restricted records
are left out."""


Shuts = Callable[..., None]
"""How a record is shut to somebody."""


@pytest.fixture
def world(_apps, run_folder):
    """The application on the matrix's record, which this test adds to."""
    with record_on("sqlite", _apps, run_folder) as found:
        yield found


@pytest.mark.only_on("sqlite")  # what is asked is narrowed before either database sees it
def test_every_page_is_as_if_it_were_not_on_record(world):
    """For the role that opens most: every other page, as a sheet or as of yesterday by turns. Every
    way of each page, and the other roles, in tests/soak."""
    assert nothing_of_it_is_seen(*world, "STM", by_turns=True) > 180


def knows_them(user: User, by: User, **whom: Any) -> None:
    """This person knows them."""
    actions.record_conflict(user, knows=Knows.RELATIVE, by=by, **whom)


def is_not_named(_user: User, by: User, **whom: Any) -> None:
    """They are restricted to somebody else."""
    actions.restrict(
        because=RestrictedFor.MEDIA,
        says="A newspaper looks for them.",
        readers=[by],
        by=make.SOMEBODY,
        **whom,
    )


def nothing_of_it_is_seen(
    app: Any,
    written: dict[str, Any],
    who: str,
    shut: Shuts = knows_them,
    *,
    by_turns: bool = False,
) -> int:
    """Ask for every page before the household is on record and after, as somebody to whom it is
    shut; and for its own pages. Gives how many were compared."""
    email = written["emails"][who]
    browser = Browser(app, email)
    if who == "PME":  # papers that wait to be read are taken by opening them, the first time
        pages(app, browser, who, written["records"], by_turns=by_turns)
    before = pages(app, browser, who, written["records"], by_turns=by_turns)
    planted = _in_own_context(app, lambda: plant(email, shut))
    after = pages(app, browser, who, written["records"], by_turns=by_turns)
    wrong = [
        f"{address}: {difference(text, after[address])}"
        for address, text in before.items()
        if text != after[address]
        and not address.startswith(GROWS)
        and not (who == "COM" and address.startswith(IN_NUMBERS))
    ]
    assert not wrong, f"{len(wrong)} of {len(before)} differ:\n  " + "\n  ".join(wrong)
    named = [
        f"{address}: {mark}"
        for address, text in after.items()
        for mark in (MARK, *planted.values())
        if mark in text
    ]
    assert not named, "\n".join(named)
    records = {
        name: {"own": ref, "other": ref, "absent": matrix_world.NOWHERE}
        for name, ref in planted.items()
    }
    for asked in asked_of(app, who, {**written["records"], **records}):
        if asked.whose != "own" or "<ref>" not in asked.rule:
            continue
        record = matrix_world.record_named(asked.rule, "ref")
        if record in planted:
            status, _ = browser.ask(asked)
            assert status in (403, 404), f"{asked} was answered with {status}"
    return len(before)


def pages(
    app: Any, browser: Browser, who: str, records: dict[str, Any], *, by_turns: bool
) -> dict[str, str]:
    """Every page that can be asked for, and lists as sheets and as of yesterday, as text; by turns
    every other page, and each list in one of these ways."""
    found = {}
    for asked in asked_of(app, who, records):
        if asked.method != "GET" or asked.whose not in ("there", "own"):
            continue
        for way in _ways(asked.rule, by_turns=by_turns):
            answer = browser.client.get(asked.address + way, buffered=True)
            kind = answer.headers.get("Content-Type", "")
            text = answer.get_data(as_text=True) if "text" in kind else kind
            found[asked.address + way] = f"{answer.status_code} {OURS_ALONE.sub('', text)}"
    return found


def _ways(rule: str, *, by_turns: bool) -> list[str]:
    turn = crc32(rule.encode()) if by_turns else 0
    if turn % 2:
        return []
    if "<" in rule:
        return [""]
    ways = ["", "?format=csv", f"?as_at={today() - DAY:%Y-%m-%d}"]
    return [ways[turn // 2 % len(ways)]] if by_turns else ways


DAY = timedelta(days=1)


def difference(was: str, is_now: str) -> str:
    """Where two pages part."""
    at = next((n for n, (a, b) in enumerate(zip(was, is_now, strict=False)) if a != b), 0)
    return f"{was[max(0, at - 60) : at + 60]!r} became {is_now[max(0, at - 60) : at + 60]!r}"


def plant(email: str, shut: Shuts) -> dict[str, str]:
    """A household with everything that a page can be about, and that it is shut to this person."""
    worker = db.session.scalars(select(User).where(User.name == "Other Worker")).one()
    before = set(db.session.scalars(select(Child.id)))
    home = make.household(f"The {MARK}s", places=3, bedrooms=3, supervised_by=worker)
    child, sibling, waiting = (make.child(age=age) for age in (7, 9, 4))
    placement = make.placed(child, home)
    make.placed(sibling, home)
    with transaction():
        register.put_on_hold(home, reason=HoldReason.ILLNESS, starts_on=today(), by=worker)
    review = reviews.open_review(home, trigger=ReviewTrigger.ANNUAL, by=worker)
    found = {
        "household": home.ref,
        "child": child.ref,
        "placement": placement.ref,
        "review": review.ref,
        "assessment": matrix_world._assessment(home, worker),
        "decision_on_carers": matrix_world._exemption_proposed(home, worker),
        "concern": matrix_world._concern(home, child, worker),
        **matrix_world._kept(home, worker),
        **matrix_world._papers(home),
        **matrix_world._visited(home, worker),
        **matrix_world._permanence(home, child, sibling),
        **matrix_world._connected(home, waiting, worker),
        **matrix_world._guardianship(home, worker, worker),
    }
    new = db.session.scalars(select(Child).where(Child.id.not_in(before))).all()
    with transaction(), acting("Named them", make.SOMEBODY):
        for each in new:
            db.session.get_one(Child, each.id).person.family_name = MARK
    user = user_by_email(email)
    assert isinstance(user, User)
    shut(user, worker, household=db.session.get_one(Household, home.id))
    for each in new:
        if each.id not in queries.shut_to(user).children:
            shut(user, worker, child=each)
    return {name: ref for name, ref in found.items() if isinstance(ref, str) and len(ref) == 13}
