"""The clocks of reviews: the year, the views, a child's worry, the decision, its notice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.register.queries.reviews import Programmed, Under, programme
from app.register.rules.reviews import Stage
from app.statute.clock import Clock
from app.statute.fostering.approval import ANNUAL_REVIEW_DUE
from app.statute.fostering.panel import ADM_DECISION_DUE
from app.statute.local import REVIEW_CHILD_WORRY, REVIEW_DECISION, REVIEW_NOTICE, REVIEW_VIEWS
from app.statute.running import Running


def running(as_at: date) -> Iterator[Running]:
    """Every clock of a review that runs on a day, for each of our approved households."""
    for home in programme(as_at):
        yield from _of(home)


def _of(home: Programmed) -> Iterator[Running]:
    under = home.under
    if under is None or under.course.reported_on is not None:  # not begun, or held already
        yield _year(home)
    if under is None:
        return
    if under.worry_since is not None:
        yield _go_on(home, under, REVIEW_CHILD_WORRY, under.worry_since, "Read what the child said")
    course = under.course
    match course.stage:
        case Stage.VIEWS:
            waiting = "" if under.asked < course.missing else _people(course.missing)
            action = "Ask for views" if not waiting else "See who has not answered"
            yield _go_on(home, under, REVIEW_VIEWS, course.opened_on, action, waiting)
            yield _go_on(home, under, ANNUAL_REVIEW_DUE, home.since, "Go on with the review")
        case Stage.REPORT:
            yield _go_on(home, under, ANNUAL_REVIEW_DUE, home.since, "Write the report")
        case Stage.PANEL | Stage.DECISION if course.reported_on is not None:
            yield _decision(home, under, course.reported_on)
        case Stage.NOTICE if course.decided_on is not None:
            yield _go_on(home, under, REVIEW_NOTICE, course.decided_on, "Give notice")


def _year(home: Programmed) -> Running:
    return Running(
        clock=ANNUAL_REVIEW_DUE.key,
        subject=f"household:{home.household_id}",
        about=home.name,
        due_on=home.due_on,
        action="Open the review",
        page="register.open_review",
        arguments=(("ref", home.ref),),
        since=home.since,
        household_id=home.household_id,
        instead=("register.household", home.ref),
    )


def _go_on(
    home: Programmed,
    under: Under,
    clock: Clock,
    since: date,
    action: str,
    waiting_for: str = "",
) -> Running:
    return Running(
        clock=clock.key,
        subject=f"household:{home.household_id}",
        about=home.name,
        due_on=clock.last_day(since),
        action=action,
        page="register.review_case",
        arguments=(("ref", under.ref),),
        since=since,
        household_id=home.household_id,
        waiting_for=waiting_for,
        instead=("register.household", home.ref),
    )


def _decision(home: Programmed, under: Under, reported_on: date) -> Running:
    """Seven working days from the final minutes where a panel read it; ours otherwise."""
    if under.course.stage is Stage.PANEL:
        action = "Record the panel’s recommendation"
        return _go_on(home, under, REVIEW_DECISION, reported_on, action, "the panel")
    minutes = under.minutes_on
    clock = ADM_DECISION_DUE if minutes is not None else REVIEW_DECISION
    return _go_on(home, under, clock, minutes or reported_on, "See the report", "the decision")


def _people(number: int) -> str:
    return "1 person’s view" if number == 1 else f"{number} people’s views"
