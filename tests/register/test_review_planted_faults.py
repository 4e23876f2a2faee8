"""Faults planted in the rules of reviews, one at a time: the oracle tells each from the truth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from app.register.rules import reviews
from app.statute.clock import Counting
from app.statute.fostering.approval import ANNUAL_REVIEW_DUE
from app.statute.spans import Days, Months, Weeks, Years
from tests.oracles import reviews as oracle

FIRST = date(2015, 1, 1)
DAY = timedelta(days=1)
counted_from, review_since, review_due = (
    reviews.counted_from,
    reviews.review_since,
    reviews.review_due,
)


def lives(seeds: range) -> Iterator[tuple[list[date], list[date]]]:
    """Approvals and reviews held: some on one day, some on a leap day, some before anybody came."""
    for seed in seeds:
        chance = Random(seed)
        days = [FIRST + timedelta(days=chance.randrange(4000)) for _ in range(6)]
        days.append(date(2024, 2, 29))
        approved = [chance.choice(days) for _ in range(chance.randrange(4))]
        held = [chance.choice(days) for _ in range(chance.randrange(6))]
        yield approved, held


def differences(seeds: range) -> Iterator[tuple[list[date], list[date]]]:
    """Where the rule, as it is now, and the oracle do not say the same."""
    for approved, held in lives(seeds):
        said = (reviews.review_due(approved, held), reviews.is_first(approved, held))
        if said != (oracle.due(approved, held), oracle.first_to_panel(approved, held)):
            yield approved, held


def a_year(**changed: Any) -> Any:
    """The clock of annual reviews, with something wrong."""
    return replace(ANNUAL_REVIEW_DUE, **changed)


def lasting(length: Any) -> Any:
    """The clock of annual reviews, of another length."""
    limits = tuple(replace(each, length=length) for each in ANNUAL_REVIEW_DUE.limits)
    return a_year(limits=limits)


PLANTED = {
    "a month too long": ("ANNUAL_REVIEW_DUE", lasting(Months(13))),
    "a month too short": ("ANNUAL_REVIEW_DUE", lasting(Months(11))),
    "two years": ("ANNUAL_REVIEW_DUE", lasting(Years(2))),
    "365 days": ("ANNUAL_REVIEW_DUE", lasting(Days(365))),
    "366 days": ("ANNUAL_REVIEW_DUE", lasting(Days(366))),
    "52 weeks": ("ANNUAL_REVIEW_DUE", lasting(Weeks(52))),
    "the first day is day one": (
        "ANNUAL_REVIEW_DUE", a_year(counting=Counting.BEGINNING_WITH),
    ),
    "counted from approval for ever": ("counted_from", lambda approved, held: approved),
    "counted from the first review": (
        "counted_from",
        lambda approved, held: min((d for d in held if d >= approved), default=approved),
    ),
    "a review before approval counts": (
        "counted_from", lambda approved, held: max(held, default=approved),
    ),
    "a review on the day of approval is forgotten": (
        "counted_from",
        lambda approved, held: max(
            (d for d in held if d > approved), default=approved - DAY
        ) if approved in held else counted_from(approved, held),
    ),
    "counted from the review before last": (
        "counted_from",
        lambda approved, held: sorted([approved, approved, *(d for d in held if d >= approved)])[-2]
        if any(d > approved for d in held)
        else approved,
    ),
    "counted from the day after": (
        "counted_from", lambda approved, held: counted_from(approved, held) + DAY,
    ),
    "counted from the day before": (
        "counted_from", lambda approved, held: counted_from(approved, held) - DAY,
    ),
    "the household keeps the latest": (
        "review_since",
        lambda approved, held: max((counted_from(d, held) for d in approved), default=None),
    ),
    "only the first carer is looked at": (
        "review_since",
        lambda approved, held: counted_from(next(iter(approved)), held) if approved else None,
    ),
    "only the last carer is looked at": (
        "review_since",
        lambda approved, held: counted_from(list(approved)[-1], held) if approved else None,
    ),
    "nothing earlier than the last approval": (
        "review_since",
        lambda approved, held: max([*held, max(approved)]) if approved else None,
    ),
    "nobody approved has one due": (
        "review_since",
        lambda approved, held: review_since(approved, held) or max(held, default=None),
    ),
    "due from the day on which it was due": (
        "review_due",
        lambda approved, held: ANNUAL_REVIEW_DUE.last_day(due)
        if held and (due := review_due(approved, [])) is not None
        else review_due(approved, held),
    ),
    "never due": ("review_due", lambda approved, held: None),
    "held early it moves nothing": (
        "review_due",
        lambda approved, held: review_due(approved, sorted(held)[1:]),
    ),
    "no review is the first": ("is_first", lambda approved, held: False),
    "every review is the first": ("is_first", lambda approved, held: True),
    "first only where nothing was held": ("is_first", lambda approved, held: not held),
    "first until everybody's first": (
        "is_first",
        lambda approved, held: all(not [d for d in held if d >= since] for since in approved),
    ),
    "a review on the day of approval was none": (
        "is_first",
        lambda approved, held: any(not [d for d in held if d > since] for since in approved),
    ),
}  # fmt: skip


def test_the_rule_says_what_the_oracle_says():
    assert next(differences(range(1000)), None) is None


@pytest.mark.parametrize("planted", PLANTED)
def test_the_oracle_catches(planted, monkeypatch):
    name, wrong = PLANTED[planted]
    monkeypatch.setattr(reviews, name, wrong)
    assert next(differences(range(1000)), None) is not None


def test_there_are_at_least_twenty_faults_to_catch():
    assert len(PLANTED) >= 20
