"""Who lived where while we looked after them, and which of our own households could foster: the
rows that the profile of local need, the years ahead and what homes cost all count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.children.codes import Ls
from app.children.models import Child, FamilyHome, LegalStatus, Placement, Setting
from app.core.db import db
from app.matching.queries import authority_code
from app.people.models import Address, Household, Person, Provider, ProviderKind
from app.register.models import Approval, Terms
from sufficiency.forecast.sheets import LIVING_OF, SHORT_BREAKS
from sufficiency.forecast.words import Living
from sufficiency.types import Point

DAY = timedelta(days=1)

EVER = date(1900, 1, 1)
"""Since when, for everything that the record has."""

Span = tuple[date, date | None]
"""From a day up to, and not including, another; None while it lasts."""

Because = tuple[date, date | None, str | None]
"""The same, and why it ended."""

Located = tuple[Point | None, str | None]
"""Where somebody lives, and in which authority's area; None where it is not known."""


@dataclass(frozen=True, slots=True)
class Lived:
    """The part of a placement during which the child was looked after, short breaks left out.

    `row` has the placement's place and provider, the household or setting, and the child's
    birthday, sex, reference and name. `left` is why care ended, where it ended with this.
    """

    row: Any
    living: Living
    starts: date
    ends: date | None
    left: str | None


def lived(day: date, since: date) -> Iterator[Lived]:
    """Where our own children lived on the days from `since` to `day`, child by child and in order:
    two questions. Temporary stays are left out, and children without a birthday."""
    care = _care(day)
    for row in _rows(day, since):
        living = LIVING_OF.get(row.place)
        if living is None:
            continue
        for starts, ends, left in within((row.starts_on, row.ends_on), care.get(row.child_id, ())):
            yield Lived(row, living, starts, ends, left)


def _rows(day: date, since: date) -> Sequence[Any]:
    return db.session.execute(
        select(
            Placement.id,
            Placement.child_id,
            Placement.place,
            Placement.place_provider,
            Placement.household_id,
            Placement.setting_id,
            Placement.easting,
            Placement.northing,
            Placement.authority_code,
            Placement.starts_on,
            Placement.ends_on,
            Placement.ended_because,
            Setting.easting.label("of_setting"),
            Setting.northing.label("north_of_setting"),
            Setting.authority_code.label("area_of_setting"),
            Provider.kind.label("whose"),
            Child.ref,
            Person.born,
            Person.sex,
            Person.given_name,
            Person.family_name,
        )
        .join(Child, Child.id == Placement.child_id)
        .join(Person, Person.id == Child.person_id)
        .outerjoin(Setting, Setting.id == Placement.setting_id)
        .outerjoin(Household, Household.id == Placement.household_id)
        .outerjoin(Provider, Provider.id == Household.provider_id)
        .where(
            Placement.in_force_during(since, day + DAY),
            Placement.temporary.is_(False),
            Person.born.is_not(None),
            Child.responsible_authority == authority_code(),
        )
        .order_by(Placement.child_id, Placement.starts_on, Placement.id)
    ).all()


def _care(day: date) -> Mapping[int, Sequence[Because]]:
    """When each child was looked after, short breaks left out, and why it ended."""
    short = [Ls(each) for each in sorted(SHORT_BREAKS)]
    found: dict[int, list[Because]] = defaultdict(list)
    for row in db.session.execute(
        select(
            LegalStatus.child_id,
            LegalStatus.starts_on,
            LegalStatus.ends_on,
            LegalStatus.ended_because,
        )
        .where(LegalStatus.stands(), LegalStatus.starts_on <= day, LegalStatus.status.not_in(short))
        .order_by(LegalStatus.child_id, LegalStatus.starts_on, LegalStatus.id)
    ):
        left = row.ended_because.value if row.ended_because else None
        found[row.child_id].append((row.starts_on, row.ends_on, left))
    return {child: joined(those) for child, those in found.items()}


def joined(those: Iterable[Because]) -> list[Because]:
    """Spans in order of their first days, those that touch or overlap made one: it ends with the
    last of them, and for its reason."""
    found: list[Because] = []
    for starts, ends, why in those:
        if found and (found[-1][1] is None or starts <= found[-1][1]):
            first, until, _ = found[-1]
            if until is not None and (ends is None or ends >= until):
                found[-1] = (first, ends, why)
        else:
            found.append((starts, ends, why))
    return found


def within(span: Span, those: Iterable[Because]) -> Iterator[Because]:
    """The parts of a span that lie in any of these, with the reason where one ends with it."""
    for begins, over, why in those:
        starts = max(span[0], begins)
        ends = min((each for each in (span[1], over) if each is not None), default=None)
        if ends is None or ends > starts:
            yield starts, ends, why if ends is not None and ends == over else None


def where_lived(those: Sequence[Lived]) -> Mapping[int, Located]:
    """By placement, where each was: its own place, else its household's or its setting's: one
    question."""
    homes = _addresses({each.row.household_id for each in those if each.row.household_id})
    return {each.row.id: _where(each.row, homes) for each in those}


def _where(row: Any, homes: Mapping[int, Located]) -> Located:
    if row.easting is not None and row.northing is not None:
        return Point(row.easting, row.northing), row.authority_code
    if row.household_id in homes:
        point, area = homes[row.household_id]
        return point, row.authority_code or area
    if row.of_setting is not None and row.north_of_setting is not None:
        point = Point(row.of_setting, row.north_of_setting)
        return point, row.authority_code or row.area_of_setting
    return None, row.authority_code


def _addresses(homes: set[int]) -> dict[int, Located]:
    rows = db.session.execute(
        select(Address.household_id, Address.easting, Address.northing, Address.authority_code)
        .where(Address.stands(), Address.household_id.in_(sorted(homes)))
        .order_by(Address.starts_on)
    )
    return {
        row.household_id: (Point(row.easting, row.northing), row.authority_code)
        for row in rows
        if row.easting is not None and row.northing is not None
    }


def home_of(row: Any) -> str | None:
    """What tells one home from another; with no household or setting on record, where it is."""
    if row.household_id is not None:
        return f"household:{row.household_id}"
    if row.setting_id is not None:
        return f"setting:{row.setting_id}"
    return None if row.easting is None else f"point:{row.easting},{row.northing}"


def family_homes(ids: Collection[int]) -> dict[int, Point]:
    """Where each child's family home is, as it was recorded last."""
    rows = db.session.execute(
        select(FamilyHome.child_id, FamilyHome.easting, FamilyHome.northing)
        .where(FamilyHome.stands(), FamilyHome.child_id.in_(sorted(ids)))
        .order_by(FamilyHome.starts_on)
    )
    return {
        row.child_id: Point(row.easting, row.northing)
        for row in rows
        if row.easting is not None and row.northing is not None
    }


# ------------------------------------------------------------------------------------ our carers


@dataclass(frozen=True, slots=True)
class OwnHome:
    """A household of our own and when it was approved, with the places of its last terms.

    `ages` are those of its lines for any child, in whole years, both included; None where no terms
    are recorded, or each line names its child: then it is no general room.
    """

    household_id: int
    spells: tuple[Span, ...]
    places: int
    ages: tuple[int, int] | None


def own_homes(day: date) -> list[OwnHome]:
    """Our own households that were ever approved by a day, relatives and friends left out, who are
    approved for the children they know: three questions."""
    spells: dict[int, list[Because]] = defaultdict(list)
    for row in db.session.execute(
        select(Approval.household_id, Approval.starts_on, Approval.ends_on)
        .join(Household, Household.id == Approval.household_id)
        .join(Provider, Provider.id == Household.provider_id)
        .where(
            Provider.kind == ProviderKind.OWN,
            Approval.family_and_friends.is_(False),
            Approval.stands(),
            Approval.starts_on <= day,
        )
        .order_by(Approval.household_id, Approval.starts_on)
    ):
        spells[row.household_id].append((row.starts_on, row.ends_on, None))
    last = {
        terms.household_id: terms
        for terms in db.session.scalars(
            select(Terms)
            .where(Terms.stands(), Terms.household_id.in_(sorted(spells)))
            .order_by(Terms.starts_on, Terms.id)
        )
    }
    return [
        OwnHome(
            home,
            tuple((starts, ends) for starts, ends, _ in joined(those)),
            last[home].overall if home in last else 1,
            _ages(last[home]) if home in last else None,
        )
        for home, those in spells.items()
    ]


def _ages(terms: Terms) -> tuple[int, int] | None:
    lines = [line for line in terms.criteria if line.child_id is None]
    if not lines:
        return None
    return min(line.min_age for line in lines), max(line.max_age for line in lines)
