"""Drawing the years ahead, and comparing a plan with today: in the background or by night, each one
at a time.

Of the whole record, whoever asks; nobody is in what is kept.
"""

from __future__ import annotations

from app.audit.act import Actor, StandingActor
from app.core.db import db
from app.core.progress import Work
from app.forecasts import actions, working_out
from app.forecasts.models import Forecast, Plan
from app.forecasts.queries import comparing, record
from app.forecasts.rules import homes_kept

DRAWING = Work("forecast", lock=4_711_006)
COMPARING = Work("recruitment_plan", lock=4_711_007)

FUTURES = 10_000
"""Futures of a forecast: enough to tell the ends of its widest interval to a child."""

NIGHT = StandingActor("Night’s work")
"""Who draws when nobody is there to ask."""

READING = "Reading the record"


def draw(asked: Forecast, *, by: Actor) -> None:
    """Draw what was asked for and keep it, or why it could not be. Raises Busy: it is being drawn
    already."""
    with DRAWING.working_on(asked.id) as tell:
        tell(READING, 0, working_out.STEPS)
        given, seed, futures = record.inputs(asked.at), asked.seed, asked.futures
        db.session.rollback()  # nothing waits for the numbers
        try:
            answer = working_out.years_ahead(given, seed=seed, futures=futures, tell=tell)
        except ValueError as short:
            answer = {"cannot": str(short)}
        actions.keep_forecast(asked, answer, by=by)


def compare(plan: Plan, *, by: Actor) -> None:
    """Compare a plan with today and keep what it comes to, or why that cannot be said. Raises
    Busy."""
    with COMPARING.working_on(plan.id) as tell:
        tell(READING, 0, working_out.PLAN_STEPS)
        homes, leaving, since = homes_kept(plan.homes), plan.leaving, plan.leaving_from
        answer = comparing.comparison(homes, leaving, since, tell=tell)
        db.session.rollback()
        actions.keep_comparison(plan, answer, by=by)
