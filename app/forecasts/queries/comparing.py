"""What a plan to recruit comes to: the years ahead with and without it, and whom it could serve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from app.audit.remembering import remembered
from app.core.reader import NOTHING, reading_without
from app.core.today import today
from app.forecasts import serving, working_out
from app.forecasts.costs import Priced, Prices
from app.forecasts.queries import living, record
from app.forecasts.queries.living import Lives
from app.forecasts.rules import Homes
from app.matching import queries as matching
from app.matching.areas import middle_of
from app.money.kinds import RateKind
from app.money.rules import Cost
from app.people.models import ProviderKind
from sufficiency.forecast.scenario import CarersJoining, CarersOftener, Change, Scenario, Way

DAY = timedelta(days=1)

SEED = 1
"""Every plan is compared in the same futures, so that plans can be compared with each other."""


def comparison(
    homes: Sequence[Homes],
    leaving: int,
    leaving_from: date | None,
    *,
    futures: int = working_out.FOR_PLANS,
    tell: working_out.Tell = working_out.quiet,
) -> dict[str, Any]:
    """The same futures with and without these homes, and the children of today whom they could
    serve, with what that would cost; or, as “cannot”, why nothing can be said.

    A day of the plan that has passed means from now on.
    """
    day = today()
    given = record.inputs(day)
    since = None if leaving_from is not None and leaving_from < day else leaving_from
    lines = tuple(replace(line, by=max(line.by, day + DAY)) for line in homes)
    try:
        answer = working_out.compared(
            given, scenario(lines, leaving, since, day), seed=SEED, futures=futures, tell=tell
        )
    except ValueError as short:
        return {"cannot": str(short)}
    tell("Looking for whom its homes could serve", 2, working_out.PLAN_STEPS)
    return answer | {"served": whom(lines, day).kept() if lines else None}


def scenario(
    homes: Sequence[Homes], leaving: int, leaving_from: date | None, day: date
) -> Scenario:
    """A plan as the engine is told it: dated changes."""
    changes: list[Change] = [
        CarersJoining(line.by, line.households, line.places, line.youngest, line.oldest)
        for line in homes
    ]
    if leaving != 100:
        changes.append(CarersOftener(Way.LEAVING, leaving / 100, leaving_from or day))
    return Scenario("Plan", tuple(changes))


def whom(homes: Sequence[Homes], day: date) -> serving.Served:
    """Whom these homes could serve of the children of today; of the whole record, in numbers."""
    with reading_without(NOTHING):
        those, prices = living.lives(day), living.prices(day)
        now = {
            each.child_id: row.pence
            for each, row in zip(those, priced(those, day, prices), strict=True)
            if row.pence is not None
        }
        needs = matching.needs_of(matching.open_referrals())
        looked_at = serving.asked(
            living.families(those, day),
            needs,
            starts=min(line.by for line in homes),
            now=now,
            ours=prices.ours,
        )
        points = {line.town: point for line in homes if (point := middle_of(line.town)) is not None}
        return serving.served(
            homes, points, looked_at, new_home=prices.units.get(RateKind.NEW_HOME)
        )


def priced_on(day: date) -> tuple[tuple[Lives, ...], tuple[Priced, ...], Prices]:
    """Everybody in our care on a day, what each one's place costs a week, and by which prices."""
    return _priced_on(day)[0]


@remembered
def _priced_on(day: date) -> tuple[tuple[tuple[Lives, ...], tuple[Priced, ...], Prices]]:
    those, prices = living.lives(day), living.prices(day)
    return ((those, tuple(priced(those, day, prices)), prices),)


def priced(those: Sequence[Lives], day: date, prices: Prices) -> list[Priced]:
    """What each child's place costs a week: as it is recorded, or else as such places do on
    average."""
    recorded = living.paid(those, day)
    return [_priced(each, recorded.get(each.child_id), prices) for each in those]


def _priced(each: Lives, cost: Cost | None, prices: Prices) -> Priced:
    ours = each.whose is ProviderKind.OWN
    fostered = each.living in serving.LOOKED_AT[:1]
    if cost is not None:
        besides = prices.units.get(RateKind.OWN_HOME, 0) if ours and fostered else 0
        pence: int | None = cost.pence + besides
    else:
        pence = prices.average(each.living, ours=ours, born=each.born)
    return Priced(each.living, ours, pence, cost is not None, prices.ours(each.born))
