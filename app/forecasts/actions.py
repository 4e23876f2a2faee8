"""Forecasts asked for, drawn and published; plans made and compared; statements approved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.accounts.models import User
from app.audit.act import Actor, act
from app.core.db import db, take
from app.core.today import today
from app.forecasts import rules
from app.forecasts.models import Forecast, Plan, Statement
from app.forecasts.queries import stating
from app.forecasts.rules import Homes
from app.matching.areas import middle_of
from app.people.actions import refuse_if
from app.people.rules import record_breach

SEED = 1

# ----------------------------------------------------------------------------------- forecasts


@act("Asked for the years ahead")
def ask_for_forecast(*, futures: int, seed: int = SEED, by: Actor) -> Forecast:
    """The years ahead are to be drawn from the record of today."""
    row = Forecast(at=today(), seed=seed, futures=futures)
    db.session.add(row)
    db.session.flush()
    return row


@act("Drew the years ahead")
def keep_forecast(forecast: Forecast, answer: Mapping[str, Any], *, by: Actor) -> Forecast:
    """Keep what was drawn, with its inputs' mark and version; or why nothing could be."""
    take(forecast)
    forecast.answer = dict(answer)
    if "cannot" not in answer:
        forecast.drawn_on = today()
        forecast.model, forecast.digest = answer["version"], answer["digest"]
    db.session.flush()
    return forecast


@act("Published a forecast")
def publish(forecast: Forecast, *, published_for: str, by: Actor) -> Forecast:
    """It is said to others: from now on it is scored whenever a day comes that it foretold."""
    take(forecast)
    refuse_if(
        rules.publishing_breaches(
            drawn=forecast.drawn_on is not None,
            published=forecast.published_on is not None,
            whom=published_for,
        )
    )
    forecast.published_on, forecast.published_by_id = today(), by.id
    forecast.published_for = published_for.strip()
    db.session.flush()
    return forecast


# ---------------------------------------------------------------------------------------- plans


@act("Made a plan to recruit")
def make_plan(
    *,
    homes: Sequence[Homes],
    leaving: int = 100,
    leaving_from: date | None = None,
    by: Actor,
) -> Plan:
    """So many homes by a day, or carers who leave less often: to be compared with today."""
    refuse_if(_plan_breaches(homes) + rules.leaving_breaches(leaving, leaving_from, today()))
    if not homes and leaving == 100:
        refuse_if([record_breach("Say how many homes, or how often carers leave.")])
    row = Plan(
        says=rules.plan_says(homes, leaving),
        homes=[line.kept() for line in homes],
        leaving=leaving,
        leaving_from=leaving_from,
        made_by_id=by.id,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _plan_breaches(homes: Sequence[Homes]) -> list[Any]:
    return [
        breach
        for line in homes
        for breach in rules.homes_breaches(
            line, today(), town_known=middle_of(line.town) is not None
        )
    ]


@act("Added homes to a plan to recruit")
def add_homes(plan: Plan, *, line: Homes, by: Actor) -> Plan:
    """More homes in it; what it came to before holds no longer."""
    take(plan)
    homes = [*rules.homes_kept(plan.homes), line]
    refuse_if(_plan_breaches([line]) + rules.lines_breaches(len(homes)))
    plan.says = rules.plan_says(homes, plan.leaving)
    plan.homes = [each.kept() for each in homes]
    plan.compared_on, plan.answer = None, {}
    db.session.flush()
    return plan


@act("Asked for a plan to recruit to be compared anew")
def ask_anew(plan: Plan, *, by: Actor) -> Plan:
    """It is to be compared with the record of today; what it came to before holds no longer."""
    take(plan)
    plan.compared_on, plan.answer = None, {}
    db.session.flush()
    return plan


@act("Compared a plan to recruit with today")
def keep_comparison(plan: Plan, answer: Mapping[str, Any], *, by: Actor) -> Plan:
    """Keep what a plan comes to, or why that cannot be said."""
    take(plan)
    plan.answer = dict(answer)
    plan.compared_on = None if "cannot" in answer else today()
    db.session.flush()
    return plan


@act("Took back a plan to recruit")
def take_back_plan(plan: Plan, *, by: Actor) -> Plan:
    """It is no plan any more; the trail keeps it."""
    take(plan)
    plan.void()
    db.session.flush()
    return plan


# ----------------------------------------------------------------------------------- statements


@act("Began a statement of sufficiency")
def begin_statement(
    forecast: Forecast, *, owner: User, figures: Mapping[str, Any], by: User
) -> Statement:
    """From a published forecast and the figures of the day, which are fixed with it."""
    refuse_if(rules.beginning_breaches(published=forecast.published_on is not None))
    row = Statement(
        at=date.fromisoformat(figures["day"]),
        forecast_id=forecast.id,
        owner_id=owner.id,
        written_by_id=by.id,
        figures=dict(figures),
    )
    db.session.add(row)
    db.session.flush()
    return row


@act("Wrote in a statement of sufficiency")
def write_statement(statement: Statement, *, doing: str, measures: str, by: User) -> Statement:
    """What we will do, and how we will know: until it is approved."""
    take(statement)
    refuse_if(rules.writing_breaches(approved=statement.approved_on is not None))
    statement.doing, statement.measures = doing.strip(), measures.strip()
    statement.written_by_id = by.id
    db.session.flush()
    return statement


@act("Approved a statement of sufficiency")
def approve_statement(statement: Statement, *, review_on: date, by: User) -> Statement:
    """By somebody who neither owns it nor wrote in it last: it stands as it is, until it is
    reviewed."""
    take(statement)
    refuse_if(
        rules.approving_breaches(
            approved=statement.approved_on is not None,
            doing=statement.doing,
            measures=statement.measures,
            theirs=frozenset({statement.owner_id, statement.written_by_id}),
            approver_id=by.id,
            review_on=review_on,
            day=today(),
        )
    )
    statement.approved_on, statement.approved_by_id = today(), by.id
    statement.review_on = review_on
    db.session.flush()
    db.session.refresh(statement)
    statement.content = stating.closed(stating.draft_of(statement))
    db.session.flush()
    return statement


@act("Gave up a draft of a statement of sufficiency")
def take_back_statement(statement: Statement, *, by: User) -> Statement:
    """A draft is given up; what was approved stays."""
    take(statement)
    refuse_if(rules.writing_breaches(approved=statement.approved_on is not None))
    statement.void()
    db.session.flush()
    return statement
