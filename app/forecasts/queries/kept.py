"""Forecasts, plans and statements that are kept; and how right those published have been."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import defer

from app.audit.remembering import remembered
from app.core.db import db
from app.core.reader import NOTHING, reading_without
from app.forecasts import kinds
from app.forecasts.models import Forecast, Plan, Statement
from app.forecasts.queries import record
from app.forecasts.rules import Met, met
from sufficiency.forecast import Past, read_past
from sufficiency.forecast.words import BANDS, KINDS, Counts, number_of


def forecast_by_ref(ref: str) -> Forecast | None:
    """The drawn forecast with this public id."""
    return db.session.scalar(
        select(Forecast).where(
            Forecast.ref == ref, Forecast.stands(), Forecast.drawn_on.is_not(None)
        )
    )


def last_forecast() -> Forecast | None:
    """The forecast that was drawn last."""
    return _last(Forecast.drawn_on.is_not(None))


def last_asked() -> Forecast | None:
    """The last that anybody asked for, drawn or not."""
    return _last(Forecast.id.is_not(None))


ANSWER_LATER = defer(Forecast.answer)
"""The whole of a drawing is long: it is read when it is looked at."""


def _last(condition: ColumnElement[bool]) -> Forecast | None:
    return db.session.scalar(
        select(Forecast)
        .where(Forecast.stands(), condition)
        .order_by(Forecast.id.desc())
        .limit(1)
        .options(ANSWER_LATER)
    )


def published(*, answers: bool = False) -> Sequence[Forecast]:
    """Every published forecast, the latest first; with what it answered, for whoever reads that."""
    asked = (
        select(Forecast)
        .where(Forecast.stands(), Forecast.published_on.is_not(None))
        .order_by(Forecast.at.desc(), Forecast.id.desc())
    )
    return db.session.scalars(asked if answers else asked.options(ANSWER_LATER)).unique().all()


def last_published() -> Forecast | None:
    """The forecast that was published last."""
    return next(iter(published()), None)


# ------------------------------------------------------------------------------- how right it was


@dataclass(frozen=True, slots=True)
class Scored:
    """One number of a published forecast that has met what came; `hidden` where so few came that
    they could be recognised, or where it would give such a number away."""

    ref: str
    at: date
    series: str
    months: int
    day: date
    met: Met
    hidden: bool


def scores(as_at: date) -> tuple[Scored, ...]:
    """Every number of every published forecast whose day has come, the latest day first.

    What came is counted from the whole record, as the forecast was drawn from the whole of it.
    """
    with reading_without(NOTHING):
        return _scores(as_at)


@remembered
def _scores(as_at: date) -> tuple[Scored, ...]:
    due = [each for each in published(answers=True) if _days_come(each, as_at)]
    if not due:
        return ()
    given = record.inputs(as_at)
    try:
        past = read_past(given.episodes, at=as_at)
    except ValueError:  # nobody has ever lived anywhere: nothing came
        return ()
    found = [one for each in due for one in _of(each, past, as_at)]
    return tuple(sorted(found, key=lambda each: (each.day, each.at), reverse=True))


def _days_come(forecast: Forecast, as_at: date) -> list[tuple[int, date]]:
    days = [date.fromisoformat(day) for day in forecast.answer["days"]]
    return [
        (month, days[month])
        for month in kinds.SCORED_MONTHS
        if month < len(days) and days[month] <= as_at
    ]


def _of(forecast: Forecast, past: Past, as_at: date) -> Iterator[Scored]:
    answer = forecast.answer
    for month, day in _days_come(forecast, as_at):
        counted = past.count_on(number_of(day))
        came = {each.key: _number(each, counted) for each in kinds.OF_CHILDREN}
        hidden = kinds.hidden(came)
        for key, number in came.items():
            same = answer["same"][key][str(month)]
            scored = met(answer["series"][key], same, month, number)
            yield Scored(forecast.ref, forecast.at, key, month, day, scored, key in hidden)


def _number(series: kinds.Series, counted: Counts) -> int:
    living = [KINDS.index(each) for each in series.living]
    bands = [BANDS.index(each) for each in series.bands]
    return int(counted[np.ix_(living, bands)].sum())


# ------------------------------------------------------------------------------ plans, statements


def plans() -> Sequence[Plan]:
    """Every plan that stands, the latest first."""
    return (
        db.session.scalars(select(Plan).where(Plan.stands()).order_by(Plan.id.desc()))
        .unique()
        .all()
    )


def plan_by_ref(ref: str) -> Plan | None:
    """The plan with this public id."""
    return db.session.scalar(select(Plan).where(Plan.ref == ref, Plan.stands()))


def statements() -> Sequence[Statement]:
    """Every statement that stands, the latest first."""
    return (
        db.session.scalars(
            select(Statement).where(Statement.stands()).order_by(Statement.id.desc())
        )
        .unique()
        .all()
    )


def statement_by_ref(ref: str) -> Statement | None:
    """The statement with this public id."""
    return db.session.scalar(select(Statement).where(Statement.ref == ref, Statement.stands()))


def in_force(as_at: date) -> Statement | None:
    """The statement that holds on a day: the last that was approved by then."""
    return db.session.scalar(
        select(Statement)
        .where(Statement.stands(), Statement.approved_on <= as_at)
        .order_by(Statement.approved_on.desc(), Statement.id.desc())
        .limit(1)
    )
