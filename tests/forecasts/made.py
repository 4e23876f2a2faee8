"""Forecasts, plans and statements for tests: of an invented past, in few futures."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.accounts.models import User
from app.core.today import today
from app.forecasts import actions, working_out
from app.forecasts.models import Forecast, Plan, Statement
from app.forecasts.queries import comparing, stating
from app.forecasts.rules import Homes
from app.forecasts.working_out import Inputs
from tests.sufficiency.forecast.worlds import a_history, some_carers


def inputs(seed: int = 1, at: date | None = None, years: int = 6, families: int = 40) -> Inputs:
    """What a record would tell of such a past."""
    day = at or today()
    told = a_history(seed, years=years, families=families, at=day)
    return Inputs(day, tuple(told), tuple(some_carers(seed, at=day)), 0.8)


def forecast(by: User, at: date | None = None, *, published: str = "", **how: int) -> Forecast:
    """A forecast that is kept; with `published`, published for that."""
    few = {"futures": 80, "years": 2, "tried": 0, "seed": 1} | how
    asked = actions.ask_for_forecast(futures=few["futures"], seed=few["seed"], by=by)
    found = actions.keep_forecast(asked, working_out.years_ahead(inputs(at=at), **few), by=by)
    return actions.publish(found, published_for=published, by=by) if published else found


HOMES = (Homes(8, 2, 0, 17, "Leominster", date(2027, 3, 31), siblings=True),)


def answer_of_a_plan(**served: Any) -> dict[str, Any]:
    """What a plan came to, so much of it as is told, the rest nought."""
    names = (
        "homes places far nearer miles_less apart together waiting housed moved pays would_pay once"
    )
    asked = comparing.scenario(HOMES, 100, None, today())
    told = working_out.compared(inputs(families=15), asked, seed=1, futures=80)
    return told | {"served": dict.fromkeys(names.split(), 0) | served}


def plan(by: User, **served: Any) -> Plan:
    """A plan that is compared. The town’s postcodes must be loaded."""
    made = actions.make_plan(homes=HOMES, by=by)
    return actions.keep_comparison(made, answer_of_a_plan(**served), by=by)


def statement(by: User, found: Forecast) -> Statement:
    """A draft, whole but for its approval."""
    figures = stating.figures(found, today())
    draft = actions.begin_statement(found, owner=by, figures=figures, by=by)
    return actions.write_statement(draft, doing="Find homes.", measures="Count them.", by=by)
