"""Who has no home in the best plan and why, the smallest lawful change, and the homes to recruit.

The first two are asked anew whenever the record changes. What one more home of each sort would
bring is asked of the whole question once for each, so it is worked out by night or when somebody
asks for it, and kept with its day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select

from app.audit.remembering import remembered
from app.core.db import db
from app.core.reader import NOTHING, reading_without
from app.core.today import today
from app.register import queries as register
from app.register.models import NotAvailable, Unavailability
from app.waiting import queries as waiting
from app.waiting.queries import Everyone
from app.workbench.models import HomesWanted
from app.workbench.queries.areas import Area, area_of, areas
from app.workbench.rules.profiles import PLACES, TERMS
from sufficiency.gap import ChangePlan, Profile, Unmet, smallest_change, unmet
from sufficiency.together import Plan
from sufficiency.types import Home, Need, Point

SECONDS = 8.0
"""The longest that a page waits for each answer of the engine."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The best plan for everyone today, and who is left over."""

    found: Everyone
    plan: Plan
    unmet: Unmet


def gap(*, exact: bool) -> Gap:
    """Who has no home in the best plan of today, and why. Raises `NoAnswer` where there was none in
    time."""
    return _gap(today(), exact, register.beds_held())[0]


def gap_for_everybody() -> Gap:
    """The same of the whole record, for numbers alone."""
    with reading_without(NOTHING):
        return gap(exact=False)


@remembered
def _gap(_day: date, exact: bool, _held: tuple[int, ...]) -> tuple[Gap]:
    found = waiting.everyone(exact=exact)
    plan = found.waiting.plan(seconds=SECONDS)
    where = areas()
    return (Gap(found, plan, unmet(found.waiting, plan, _namer(where))),)


def _namer(where: Sequence[Area]) -> Callable[[Need], str]:
    def named(need: Need) -> str:
        return area_of(need.home, where)

    return named


def change(*, exact: bool) -> ChangePlan:
    """The lawful changes, as few and small as will do, that place the most children of today."""
    return _change(today(), exact, register.beds_held())[0]


@remembered
def _change(_day: date, exact: bool, _held: tuple[int, ...]) -> tuple[ChangePlan]:
    found = waiting.everyone(exact=exact)
    asked = may_be_asked(found.register.homes, found.day)
    return (smallest_change(found.waiting, may_be_asked=asked, seconds=SECONDS),)


def may_be_asked(homes: Iterable[Home], day: date) -> frozenset[str]:
    """Homes whose carers may be asked about places that they do not offer at present: places kept
    for brothers and sisters or for short breaks. Any other reason may be an illness or worse."""
    reasons = (NotAvailable.SIBLINGS_ONLY, NotAvailable.SHORT_BREAKS)
    there = {home.id for home in homes}
    rows = db.session.scalars(
        select(Unavailability.household_id).where(
            Unavailability.in_force(day),
            Unavailability.places.is_not(None),
            Unavailability.reason.in_(reasons),
        )
    )
    return frozenset(str(each) for each in rows) & there


# ------------------------------------------------------------------------------ homes to recruit


def profiles(where: Sequence[Area]) -> tuple[Profile, ...]:
    """Homes that might be recruited: in the middle of each area, on the terms usually given."""
    return tuple(
        Profile(
            name=f"{area.name}, {words}, {places} {'place' if places == 1 else 'places'}",
            area=area.name,
            where=Point(area.easting, area.northing),
            ages=ages,
            places=places,
        )
        for area in where
        for words, ages in TERMS
        for places in PLACES
    )


def last_wanted() -> HomesWanted | None:
    """What was worked out last of homes to recruit."""
    return _last(HomesWanted.worked_on.is_not(None))


def last_asked() -> HomesWanted | None:
    """The last time that anybody asked for it, worked out or not."""
    return _last(HomesWanted.id.is_not(None))


def _last(condition: ColumnElement[bool]) -> HomesWanted | None:
    return db.session.scalars(
        select(HomesWanted)
        .where(HomesWanted.stands(), condition)
        .order_by(HomesWanted.id.desc())
        .limit(1)
    ).first()
