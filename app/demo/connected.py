"""Connected carers in the demonstration: the cases of those whose temporary approval still runs.

One is in its weeks and seen every week, one is extended, one has run out, and one child came two
days ago before anybody had asked: Schedule 4 is half done there. By the same acts as anybody's.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

from app.accounts.models import User
from app.children import actions as children
from app.children.kinds import Relationship
from app.connected import actions, queries
from app.connected.rules import Step
from app.core.today import today
from app.demo.chronicle.told import Rank, Told
from app.demo.homes import PlannedHome, Whose
from app.demo.lives import Life
from app.statute.schedules import Of

SEEN = "At home and at ease. We spoke in her room, and then with her grandmother."
FOUND = "Two visits and a telephone call to the school; the carer’s own papers were seen."
STEPS = ((Step.DRAFT, 54, 0), (Step.PANEL_BOOKED, 80, 25))
"""Each step, on which day of the weeks it was taken, and the panel so many days after."""


def plan_connected(told: Told) -> None:
    """The cases that are still open, each from the day on which it was opened."""
    for home in told.county.homes:
        since = home.temporary_from
        if home.whose is not Whose.KIN or since is None or home.approved <= told.today:
            continue
        given = bool(home.temporary_for)
        lives = home.temporary_for or [stay.life for stay in _there(told, home)]
        opened = since if given else told.today - timedelta(days=1)
        told.on(opened, Rank.AFTERWARDS, _open, told, home, lives, given)
        if given:
            _plan_weeks(told, home, lives, since)


def _there(told: Told, home: PlannedHome) -> list[Any]:
    return [stay for stay in told.county.now.values() if stay.home is home]


def _by(told: Told) -> User:
    return cast(User, told.manager)


def _open(told: Told, home: PlannedHome, lives: list[Life], given: bool) -> None:
    """The case is opened; of the child who came first and was asked about after, half is known."""
    case = actions.open_case(
        told.households[home],
        forward=[told.children[life] for life in lives],
        relationship=Relationship.GRANDPARENT if given else Relationship.FRIEND,
        there_since=None if given else home.temporary_from,
        told="" if given else "Rang from the school: his friend’s mother has had him since Friday.",
        by=_by(told),
    )
    found = queries.stands(case, today())
    for about in found.people:
        lines = (*found.lines_of(about), *found.day_zero_of(about))
        if not given:
            lines = lines[:7] if about.of is Of.CARER else ()
        if lines:
            actions.record_findings(
                case, about, items=[line.item for line in lines], words=FOUND, by=_by(told)
            )


def _plan_weeks(told: Told, home: PlannedHome, lives: list[Life], since: date) -> None:
    """The child’s worker comes every week, then every month; the draft and the panel slot."""
    for life in lives:
        for days in (5, 11, 17, 24, 38, 60, 85, 110, 130):
            on = since + timedelta(days=days)
            told.on(on, Rank.AFTERWARDS, _visit, told, life, on)
        review = since + timedelta(days=20)
        told.on(review, Rank.AFTERWARDS, _review, told, life, review)
    for step, days, after in STEPS:
        on = since + timedelta(days=days)
        panel = on + timedelta(days=after) if after else None
        told.on(on, Rank.AFTERWARDS, _step, told, home, step, on, panel)


def _visit(told: Told, life: Life, on: date) -> None:
    children.record_social_worker_visit(
        told.children[life], visited_on=on, seen=True, alone=True, words=SEEN, by=told.officer
    )


def _review(told: Told, life: Life, on: date) -> None:
    children.record_care_review(told.children[life], held_on=on, by=told.officer)


def _step(told: Told, home: PlannedHome, step: Step, on: date, panel: date | None) -> None:
    case = queries.open_case_of(told.households[home].id)
    if case is not None:
        actions.record_step(case, step=step, on=on, booked_for=panel, by=_by(told))
