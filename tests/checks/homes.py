"""Homes, people and checks, as tests of checks need them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from app.checks import actions, queries
from app.checks.kinds import Decided
from app.core.today import today
from app.people import actions as people
from app.people.models import MemberRole
from app.people.queries import members_of
from app.statute.checks import CheckKind
from tests import builders as make
from tests.builders import SOMEBODY

DAY = timedelta(days=1)


def carer_of(home: Any) -> Any:
    """The first carer of a home."""
    return home_members(home)[0].person


def home_members(home: Any) -> Any:
    """Who belongs to a home today."""
    return members_of(home.id, today())


def joined(home: Any, role: MemberRole, on: date, born: date | None = None) -> Any:
    """Somebody comes to belong to a home."""
    person = make.person(born=born)
    people.join_household(home, person, role=role, starts_on=on, by=SOMEBODY)
    return person


def asked(home: Any, person: Any, kind: CheckKind, on: date | None = None) -> Any:
    """A check is asked for."""
    (row,) = actions.ask(home, person, kinds=[kind], on=on, by=SOMEBODY)
    return row


def seen(
    home: Any,
    person: Any,
    kind: CheckKind,
    on: date | None = None,
    *,
    asked_on: date | None = None,
    decided: Decided = Decided.SUITABLE,
    by: Any = None,
    **told: Any,
) -> Any:
    """A check is asked for, back and seen."""
    day = on or today()
    row = asked(home, person, kind, asked_on or day)
    return actions.record_came(
        row,
        received_on=day,
        seen_on=day,
        decided=decided,
        by=by or make.worker("Whoever Saw"),
        **told,
    )


def line(home: Any, person: Any, kind: CheckKind, as_at: date | None = None) -> Any:
    """How a check of somebody stands; None if it is not asked of them."""
    found = queries.whom(home.id, person.id if person is not None else None, as_at or today())
    return found.line(kind) if found is not None else None


def stands(home: Any, person: Any, kind: CheckKind, as_at: date | None = None) -> Any:
    """The state of a check of somebody."""
    found = line(home, person, kind, as_at)
    return found.standing.stands if found is not None else None


def late(home: Any, person: Any, kind: CheckKind, as_at: date | None = None) -> Any:
    """What is late of a check: kind, days, and whether it still is."""
    return [
        (each.kind, each.days, each.still) for each in line(home, person, kind, as_at).standing.late
    ]
