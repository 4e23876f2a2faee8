"""The years ahead in the demonstration: forecasts published in the last years, met since by what
came; today's; unit costs; plans to recruit; and two statements, one of them out of date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from app.accounts.models import User
from app.core.db import db
from app.core.today import today
from app.demo.chronicle.told import Rank, Told
from app.forecasts import actions, working_out
from app.forecasts.models import Forecast
from app.forecasts.queries import comparing, record, stating
from app.forecasts.rules import Homes
from app.money import actions as money
from app.money.kinds import AgeBand, Level, RateKind

DAY = timedelta(days=1)

OWNS, APPROVES = "Connie Merrow", "Selina Marchbanks"
"""The commissioner, and the service manager."""

THEN, NOW, OF_PLANS, TRIED = 250, 1_000, 250, 60
"""Futures of the forecasts of earlier years, of today's, of plans, and of what is tried on the
past: enough for their intervals, and told beside them."""

UNITS = {
    RateKind.OWN_HOME: (190, "Invented: the service's spending over its filled places, 2025-26"),
    RateKind.AGENCY_HOME: (1_012, "Invented: the average of this year's invoices"),
    RateKind.CHILDRENS_HOME: (5_480, "Invented: the average of this year's invoices"),
    RateKind.SUPPORTED: (1_340, "Invented: the average of this year's invoices"),
    RateKind.NEW_HOME: (11_500, "Invented: recruitment and assessment over homes approved"),
}
"""What places cost on average, in pounds."""

DOING = """Find eight homes for two brothers or sisters each, near Leominster, by March.
Offer every carer of ours a place to talk once a month, from January, so that fewer leave.
Ask each agency home within ten miles whether it would come over to us, with the same child."""

MEASURES = """Children more than 20 miles from home: fewer at each quarter's end.
Brothers and sisters apart against their plan: none without a dated plan to join them.
Carers who leave: fewer than one in ten a year."""


def plan_forecasts(told: Told) -> None:
    """Forecasts published two years ago and last year, and everything of today."""
    told.on(date(2025, 4, 6), Rank.AFTERWARDS, _unit_costs, told)
    told.on(told.today - 740 * DAY, Rank.AFTERWARDS, _published, told, "The budget", THEN, 0)
    told.on(told.today - 400 * DAY, Rank.AFTERWARDS, _last_years, told)
    told.on(told.today, Rank.AFTERWARDS, _of_today, told)


def _by(told: Told) -> User:
    return db.session.get_one(User, told.users[OWNS].id)


def _unit_costs(told: Told) -> None:
    for kind, (pounds, source) in UNITS.items():
        money.set_rate(
            kind=kind,
            band=AgeBand.ANY,
            level=Level.ANY,
            pence=100 * pounds,
            starts_on=date(2025, 4, 6),
            source=source,
            by=told.manager,
        )


def _published(told: Told, what: str, futures: int, tried: int) -> Forecast:
    by = _by(told)
    asked = actions.ask_for_forecast(futures=futures, by=by)
    answer = working_out.years_ahead(
        record.inputs(asked.at), seed=asked.seed, futures=futures, tried=tried
    )
    actions.keep_forecast(asked, answer, by=by)
    return actions.publish(asked, published_for=what, by=by)


def _last_years(told: Told) -> None:
    """Last year's statement: it was to be reviewed by now."""
    service, by = db.session.get_one(User, told.users[APPROVES].id), _by(told)
    forecast = _published(told, "The sufficiency statement", THEN, 0)
    figures = stating.figures(forecast, today())
    found = actions.begin_statement(forecast, owner=by, figures=figures, by=by)
    actions.write_statement(found, doing=DOING, measures=MEASURES, by=by)
    actions.approve_statement(found, review_on=today() + 365 * DAY, by=service)


def _plans() -> Sequence[tuple[tuple[Homes, ...], int]]:
    march = date(today().year + 1, 3, 31)
    return (
        ((Homes(8, 2, 0, 17, "Leominster", march, siblings=True),), 100),
        ((Homes(4, 1, 10, 17, "Hereford", march), Homes(3, 2, 0, 9, "Ross-on-Wye", march)), 100),
        ((), 80),
    )


def _of_today(told: Told) -> None:
    by = _by(told)
    for homes, leaving in _plans():
        plan = actions.make_plan(homes=homes, leaving=leaving, by=by)
        answer = comparing.comparison(homes, leaving, None, futures=OF_PLANS)
        actions.keep_comparison(plan, answer, by=by)
    forecast = _published(told, "The next sufficiency statement", NOW, TRIED)
    figures = stating.figures(forecast, today())
    draft = actions.begin_statement(forecast, owner=by, figures=figures, by=by)
    actions.write_statement(draft, doing=DOING, measures="", by=by)
