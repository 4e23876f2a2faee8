"""Where children in our care live today: how far from home, with or without brothers and sisters,
and what it costs a week. What a plan to recruit is measured on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from app.children import queries as children
from app.children.kinds import TogetherOrApart
from app.children.models import SiblingPlan
from app.core.db import db
from app.forecasts.costs import Prices
from app.money import queries as money
from app.money.kinds import UNITS, AgeBand, Level, RateKind
from app.money.models import CarerLevel
from app.money.rules import Cost, cost_on
from app.people.models import Household, Provider, ProviderKind
from app.workbench.queries.lived import family_homes, home_of, lived, where_lived
from sufficiency.distance import miles
from sufficiency.forecast.words import Living
from sufficiency.types import Point, Sex


@dataclass(frozen=True, slots=True)
class Lives:
    """A child in our care and where they live today.

    `whose` is whose carers they live with, None in a setting or elsewhere; `there` tells one home
    from another. `family` and `placed` are points, where known.
    """

    child_id: int
    born: date
    sex: Sex
    living: Living
    whose: ProviderKind | None
    there: str
    household_id: int | None
    family: Point | None
    placed: Point | None
    ref: str = ""
    name: str = ""

    @property
    def miles(self) -> float | None:
        """From the family home in a straight line, in statutory miles; None: not known."""
        return miles(self.family, self.placed) if self.family and self.placed else None


def lives(as_at: date) -> tuple[Lives, ...]:
    """Everybody in our care on a day, one line each, where they came last: four questions."""
    now = {
        each.row.child_id: each
        for each in lived(as_at, since=as_at)
        if each.starts <= as_at and (each.ends is None or each.ends > as_at)
    }
    family, where = family_homes(now), where_lived(list(now.values()))
    return tuple(
        Lives(
            child_id=child,
            born=each.row.born,
            sex=Sex(each.row.sex or Sex.UNKNOWN),
            living=each.living,
            whose=each.row.whose,
            there=home_of(each.row) or f"placement:{each.row.id}",
            household_id=each.row.household_id,
            family=family.get(child),
            placed=where[each.row.id][0],
            ref=each.row.ref,
            name=f"{each.row.given_name} {each.row.family_name}",
        )
        for child, each in now.items()
    )


def families(those: Iterable[Lives], as_at: date) -> list[tuple[Lives, ...]]:
    """Confirmed brothers and sisters among these, less those who are to be apart: two questions.

    Whoever has nobody here is a family of one.
    """
    by_id = {each.child_id: each for each in those}
    pairs = children.siblings_among(sorted(by_id))
    apart = {
        frozenset({str(row.child_id), str(row.sibling_id)})
        for row in db.session.execute(
            select(SiblingPlan.child_id, SiblingPlan.sibling_id).where(
                SiblingPlan.in_force(as_at),
                SiblingPlan.plan == TogetherOrApart.APART,
                or_(SiblingPlan.child_id.in_(by_id), SiblingPlan.sibling_id.in_(by_id)),
            )
        )
    }
    group = {id_: {id_} for id_ in by_id}
    for pair in sorted(sorted(int(id_) for id_ in each) for each in pairs - apart):
        one, other = pair
        both = group[one] | group[other]
        for id_ in both:
            group[id_] = both
    seen: set[int] = set()
    found = []
    for id_ in sorted(by_id):
        if id_ not in seen:
            seen |= group[id_]
            found.append(tuple(by_id[each] for each in sorted(group[id_])))
    return found


# ---------------------------------------------------------------------------------------- costs


def prices(as_at: date) -> Prices:
    """What places cost on a day: rates, averages that were set, and our carers' average fee."""
    rates, held = money.rates(), money.rates_on(as_at)
    units = {
        kind: row.pence
        for kind in UNITS
        if (row := held.get((kind, AgeBand.ANY, Level.ANY))) is not None
    }
    levels = db.session.scalars(
        select(CarerLevel.level)
        .join(Household, Household.id == CarerLevel.household_id)
        .join(Provider, Provider.id == Household.provider_id)
        .where(CarerLevel.in_force(as_at), Provider.kind == ProviderKind.OWN)
    ).all()
    fees = [rates.on(as_at, RateKind.FEE, AgeBand.ANY, each) or 0 for each in levels]
    return Prices(as_at, rates, units, round(sum(fees) / len(fees)) if fees else 0)


def paid(those: Iterable[Lives], as_at: date) -> dict[int, Cost]:
    """What is paid for each of these who live with carers, as recorded; those not known left out:
    by our rates and the home's level, or by the price that its service asks."""
    homes: dict[int, list[Lives]] = defaultdict(list)
    for each in those:
        if each.household_id is not None:
            homes[each.household_id].append(each)
    how: Mapping[int, Any] = money.paid(sorted(homes))
    rates = money.rates()
    return {
        each.child_id: cost
        for home, own in homes.items()
        for each in own
        if (cost := cost_on(as_at, each.born, rates, how[home])) is not None
    }
