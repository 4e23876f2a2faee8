"""Who needs a home, who came to one in the last year, and the homes of our own carers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select

from app.audit.remembering import remembered
from app.children import queries as children
from app.children.codes import FOSTER
from app.children.models import Child, FamilyHome, Placement, Referral, ReferralChild
from app.core.db import db
from app.core.reader import NOTHING, reading_without
from app.core.today import today
from app.matching import queries as matching
from app.matching.snapshot import Snapshot, homes_for
from app.people.models import Household, Person, Provider
from app.people.models import ProviderKind as OwnedBy
from app.register import queries as register
from app.waiting import queries as waiting
from app.workbench.queries.areas import Area, area_of, areas
from app.workbench.rules.comparing import ELSEWHERE, Needing, Offering
from sufficiency.period import Period
from sufficiency.room import places, terms_on
from sufficiency.types import Home, Kind, Point, ProviderKind, age_on

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Both:
    """Need and homes on a day: what every comparison of the workbench counts."""

    day: date
    areas: tuple[Area, ...]
    waiting: tuple[Needing, ...]
    came: tuple[Needing, ...]
    homes: tuple[Offering, ...]


def both(*, exact: bool) -> Both:
    """Need and homes today, as the reader may see them. With `exact` false homes are only roughly
    where they are."""
    return _both(today(), exact, register.beds_held())[0]


def for_everybody() -> Both:
    """The same of the whole record, whoever asks: for numbers alone, of which thin ones are left
    out before anybody sees them."""
    with reading_without(NOTHING):
        return both(exact=False)


@remembered
def _both(day: date, exact: bool, _held: tuple[int, ...]) -> tuple[Both]:
    where = areas()
    found = waiting.everyone(exact=exact)
    snapshot = homes_for(Period(day), authority_code=matching.authority_code(), exact=exact)
    return (
        Both(
            day,
            where,
            tuple(_waiting(found, where)),
            tuple(_came(day, where)),
            tuple(_offering(snapshot, day, where)),
        ),
    )


def _waiting(found: waiting.Everyone, where: tuple[Area, ...]) -> Iterator[Needing]:
    for need in found.needs:
        for child in need.children:
            someone = found.children[child.id]
            yield Needing(
                child_id=int(child.id),
                ref=someone.ref,
                name=someone.name,
                age=age_on(child.born, need.period.starts),
                kind=need.kind,
                group=len(need.children),
                area=area_of(need.home, where),
                on=need.period.starts,
                referral=someone.referral,
            )


# ----------------------------------------------------------------------------- who came in a year


def _came(day: date, where: tuple[Area, ...]) -> Iterator[Needing]:
    """Children who came to live with foster carers in the year to a day; each time counts."""
    rows = _arrivals(day)
    together = _together(rows)
    for row in rows:
        yield Needing(
            child_id=row.id,
            ref=row.ref,
            name=f"{row.given_name} {row.family_name}".strip(),
            age=age_on(row.born, row.starts_on),
            kind=Kind(row.kind) if row.kind else None,
            group=together[row.id, row.starts_on],
            area=_area(row, where),
            on=row.starts_on,
            by_ours=row.whose is OwnedBy.OWN,
        )


def _arrivals(day: date) -> list[Any]:
    return list(
        db.session.execute(
            select(
                Child.id,
                Child.ref,
                Person.given_name,
                Person.family_name,
                Person.born,
                Placement.starts_on,
                Placement.kind,
                Placement.household_id,
                Provider.kind.label("whose"),
                FamilyHome.easting,
                FamilyHome.northing,
            )
            .select_from(Placement)
            .join(Child, Child.id == Placement.child_id)
            .join(Person, Person.id == Child.person_id)
            .outerjoin(Household, Household.id == Placement.household_id)
            .outerjoin(Provider, Provider.id == Household.provider_id)
            .outerjoin(FamilyHome, and_(FamilyHome.child_id == Child.id, FamilyHome.in_force(day)))
            .where(
                Placement.stands(),
                Placement.temporary.is_(False),
                Placement.place.in_(FOSTER),
                Placement.starts_on > day - YEAR,
                Placement.starts_on <= day,
                Child.responsible_authority == matching.authority_code(),
                Person.born.is_not(None),
            )
            .order_by(Placement.starts_on, Child.id)
        )
    )


def _together(rows: list[Any]) -> dict[tuple[int, date], int]:
    """How many confirmed brothers and sisters came on the same day, the child included."""
    pairs = children.siblings_among(sorted({row.id for row in rows}))
    brothers: dict[int, set[int]] = defaultdict(set)
    for one, other in (sorted(map(int, pair)) for pair in pairs):
        brothers[one].add(other)
        brothers[other].add(one)
    on: dict[date, set[int]] = defaultdict(set)
    for row in rows:
        on[row.starts_on].add(row.id)
    return {(row.id, row.starts_on): 1 + len(brothers[row.id] & on[row.starts_on]) for row in rows}


def _area(row: Any, where: tuple[Area, ...]) -> str:
    if row.easting is None or row.northing is None:
        return ELSEWHERE
    return area_of(Point(row.easting, row.northing), where)


# ------------------------------------------------------------------------------------- our homes


def _offering(snapshot: Snapshot, day: date, where: tuple[Area, ...]) -> Iterator[Offering]:
    """Our own carers who are approved for more than children whom their terms name."""
    for home in snapshot.homes:
        terms = terms_on(home.room, day)
        if home.provider_kind is not ProviderKind.OWN or terms is None:
            continue
        lines = [line for line in terms.criteria if line.child_id is None]
        found = places(home.room, day)
        if not lines or found.shut in ("not_approved", "temporary_approval"):
            continue
        card = snapshot.cards[home.id]
        named = [line.kinds for line in lines]
        yield Offering(
            household_id=card.household_id,
            ref=card.ref,
            name=card.name,
            area=_home_area(home, where),
            ages=(min(line.min_age for line in lines), max(line.max_age for line in lines)),
            kinds=None
            if None in named
            else frozenset(kind for kinds in named if kinds is not None for kind in kinds),
            approved=found.overall,
            placed=found.placed,
            left=found.left,
            shut=found.shut,
        )


def _home_area(home: Home, where: tuple[Area, ...]) -> str:
    return area_of(home.where, where) if home.in_area else ELSEWHERE


# ------------------------------------------------------------------------------- waiting over time


def waiting_by_week(day: date, weeks: int = 52) -> tuple[tuple[date, int], ...]:
    """How many children waited on each of so many Mondays and on the day itself: one question.

    A child waits from the day a referral is opened until it is closed.
    """
    mondays = [day - timedelta(days=day.weekday() + 7 * back) for back in range(weeks, -1, -1)]
    days = [*mondays, *([day] if mondays[-1] != day else [])]
    rows = db.session.execute(
        select(Referral.opened_on, Referral.closed_on, func.count())
        .join(ReferralChild, ReferralChild.referral_id == Referral.id)
        .where(
            Referral.stands(),
            Referral.opened_on <= day,
            or_(Referral.closed_on.is_(None), Referral.closed_on > days[0]),
        )
        .group_by(Referral.id, Referral.opened_on, Referral.closed_on)
    ).all()
    return tuple(
        (
            each,
            sum(
                number
                for opened, closed, number in rows
                if opened <= each and (closed is None or closed > each)
            ),
        )
        for each in days
    )
