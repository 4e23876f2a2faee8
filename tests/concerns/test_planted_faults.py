"""Faults planted in the rules of concerns, one at a time: the slow model tells each from the
truth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from app.concerns import rules
from app.concerns.kinds import OUTCOMES, ConcernKind, How, StepKind
from app.concerns.rules import Course, Taken, Told
from app.statute.clock import Counting
from app.statute.fostering.concerns import DESIGNATED_OFFICER_REFERRAL, NotifiableEvent, Recipient
from app.statute.fostering.supervision import NOTIFIABLE_EVENT_24H, SERIOUS_INCIDENT_PANEL
from app.statute.spans import Days, Hours, WorkingDays
from tests.oracles import concerns as oracle

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
FIRST = date(2025, 12, 15)

STEPS = (
    *(StepKind.REFERRED, StepKind.NOT_REFERRED, StepKind.ADVISED, StepKind.SUPPORT),
    *(StepKind.OUTCOME, StepKind.OUTCOME, StepKind.SUMMARY, StepKind.REOPENED),
)
referral, concluding, first_step = (
    Course.referral.fget,
    rules.concluding_breaches,
    Course.first,
)
may_take, owed = Course.may_take, rules.owed


def courses(seeds: range) -> Iterator[Course]:
    """Concerns that came round Christmas, and steps in any order, most of them that may be."""
    for seed in seeds:
        chance = Random(seed)
        kind = chance.choice([ConcernKind.ALLEGATION, ConcernKind.ALLEGATION, *ConcernKind])
        received = FIRST + chance.randrange(25) * DAY
        on, steps = received, []
        for _ in range(chance.randrange(9)):
            on += chance.randrange(3) * DAY
            step = chance.choice(STEPS)
            outcome = OUTCOMES[kind][0] if step is StepKind.OUTCOME else None
            steps.append(Taken(step, on, outcome))
        yield Course(kind, received, tuple(steps))


def said(found: Course) -> tuple[Any, ...]:
    """What the rules say of a concern, as they are now."""
    return (
        found.is_open,
        found.referral_due_on,
        found.referral_is_late,
        found.may_take(StepKind.ADVISED),
        found.may_take(StepKind.REFERRED),
        len(found.missing()),
        not rules.step_breaches(
            found,
            StepKind.OUTCOME,
            on=found.received_on,
            today=found.received_on,
            words="So.",
            outcome=OUTCOMES[found.kind][0],
        ),
    )


def truth(found: Course) -> tuple[Any, ...]:
    """The same, the slow way."""
    kind, received = found.kind.value, found.received_on
    steps = [(each.kind.value, each.on, each.outcome) for each in found.steps]
    return (
        not oracle.is_concluded(steps),
        oracle.referral_due(kind, received),
        oracle.referral_is_late(kind, received, steps),
        oracle.may_be_advised(kind, steps),
        oracle.may_be_referred(kind, steps),
        oracle.lacking(kind, steps),
        oracle.may_be_concluded(kind, steps),
    )


def notices(seeds: range) -> Iterator[tuple[datetime, Recipient, list[Told]]]:
    """Somebody who was told once or oftener, round the last moment and the last day."""
    for seed in seeds:
        chance = Random(seed)
        known = datetime(2025, 12, 15, 9, tzinfo=UTC) + timedelta(hours=chance.randrange(600))
        recipient = chance.choice(list(Recipient))
        told = [
            Told(
                recipient,
                known
                + chance.choice([1, 5, 6, 7, 8, 9, 10]) * DAY
                + chance.choice([-SECOND, 0 * SECOND, SECOND, timedelta(hours=3)]),
                chance.choice([How.ORALLY, How.IN_WRITING]),
            )
            for _ in range(chance.randrange(1, 3))
        ]
        yield known, recipient, told


def wrong_notices(seeds: range) -> Iterator[Recipient]:
    """Where the rules and the slow model do not say the same of who was told."""
    now = datetime(2026, 6, 1, tzinfo=UTC)
    for known, recipient, told in notices(seeds):
        (line,) = rules.owed(
            NotifiableEvent.DEATH, known, known.date(), frozenset({recipient}), told
        )
        plain = [(each.at, each.how is How.IN_WRITING) for each in told]
        in_time = oracle.told_in_time(recipient.value, known, plain)
        if (not line.is_late(now, now.date()), line.is_done) != (in_time, oracle.confirmed(plain)):
            yield recipient


def is_found_out(many: int = 1500) -> bool:
    """Does anything differ from the slow model?"""
    wrong = any(said(each) != truth(each) for each in courses(range(many)))
    return wrong or next(wrong_notices(range(many)), None) is not None


def lasting(clock: Any, length: Any) -> Any:
    """A clock of another length."""
    return replace(clock, limits=tuple(replace(each, length=length) for each in clock.limits))


def without(*asked: int) -> Any:
    """What an act refuses at the end, without some of its reasons."""

    def wrong(course: Course, outcome: Any) -> Any:
        found = concluding(course, outcome)
        words = ["referral to the designated officer first", "what the designated officer decided"]
        left_out = [words[each] for each in asked]
        return [one for one in found if not any(each in one.says for each in left_out)]

    return wrong


def of_course(name: str, wrong: Any) -> tuple[Any, str, Any]:
    """Something wrong with how a concern stands."""
    return Course, name, wrong


PLANTED: dict[str, tuple[Any, str, Any]] = {
    "opened again counts for nothing": of_course("since", property(lambda one: one.steps)),
    "opened once, everything before the first time is forgotten": of_course(
        "since",
        property(
            lambda one: one.steps[
                next(
                    (n + 1 for n, each in enumerate(one.steps) if each.kind is StepKind.REOPENED),
                    0,
                ) :
            ]
        ),
    ),
    "it always goes on": of_course("is_open", property(lambda one: True)),
    "only what was done last concludes it": of_course(
        "concluded",
        property(
            lambda one: (
                one.steps[-1] if one.steps and one.steps[-1].kind is StepKind.OUTCOME else None
            )
        ),
    ),
    "the last referral counts": of_course(
        "first",
        lambda one, *kinds: next(
            (each for each in reversed(one.steps) if each.kind in kinds), None
        ),
    ),
    "only a referral counts": of_course(
        "referral", property(lambda one: first_step(one, StepKind.REFERRED))
    ),
    "only the decision that it is none counts": of_course(
        "referral", property(lambda one: first_step(one, StepKind.NOT_REFERRED))
    ),
    "a referral before it was opened again is forgotten": of_course(
        "referral",
        property(
            lambda one: next(
                (
                    each
                    for each in one.since
                    if each.kind in (StepKind.REFERRED, StepKind.NOT_REFERRED)
                ),
                None,
            )
        ),
    ),
    "every concern is referred": of_course(
        "referral_due_on",
        property(lambda one: DESIGNATED_OFFICER_REFERRAL.last_day(one.received_on)),
    ),
    "none is": of_course("referral_due_on", property(lambda one: None)),
    "the last day is late": of_course(
        "referral_is_late",
        property(
            lambda one: (
                (done := referral(one)) is not None
                and one.referral_due_on is not None
                and done.on >= one.referral_due_on
            )
        ),
    ),
    "nothing is late": of_course("referral_is_late", property(lambda one: False)),
    "advised before it is referred": of_course(
        "may_take",
        lambda one, step: one.is_open if step is StepKind.ADVISED else may_take(one, step),
    ),
    "referred again and again": of_course(
        "may_take",
        lambda one, step: one.is_open if step is StepKind.REFERRED else may_take(one, step),
    ),
    "what was not referred never is": of_course(
        "may_take",
        lambda one, step: (
            may_take(one, step) and not (step is StepKind.REFERRED and referral(one) is not None)
        ),
    ),
    "taken after it is concluded": of_course(
        "may_take",
        lambda one, step: may_take(Course(one.kind, one.received_on, one.steps[:-1]), step),
    ),
    "two working days to refer": (
        rules,
        "DESIGNATED_OFFICER_REFERRAL",
        lasting(DESIGNATED_OFFICER_REFERRAL, WorkingDays(2)),
    ),
    "a day to refer, holidays too": (
        rules,
        "DESIGNATED_OFFICER_REFERRAL",
        lasting(DESIGNATED_OFFICER_REFERRAL, Days(1)),
    ),
    "the day itself counts": (
        rules,
        "DESIGNATED_OFFICER_REFERRAL",
        replace(DESIGNATED_OFFICER_REFERRAL, counting=Counting.BEGINNING_WITH),
    ),
    "concluded without a referral": (rules, "concluding_breaches", without(0)),
    "concluded before the officer decided": (rules, "concluding_breaches", without(1)),
    "nothing stops a conclusion": (rules, "concluding_breaches", without(0, 1)),
    "everybody has five working days": (rules, "clock_for", lambda _: SERIOUS_INCIDENT_PANEL),
    "the panel has twenty-four hours": (rules, "clock_for", lambda _: NOTIFIABLE_EVENT_24H),
    "forty-eight hours": (
        rules,
        "clock_for",
        lambda to: (
            SERIOUS_INCIDENT_PANEL
            if to is Recipient.PANEL
            else lasting(NOTIFIABLE_EVENT_24H, Hours(48))
        ),
    ),
    "five days, not working days": (
        rules,
        "clock_for",
        lambda to: (
            lasting(SERIOUS_INCIDENT_PANEL, Days(5))
            if to is Recipient.PANEL
            else NOTIFIABLE_EVENT_24H
        ),
    ),
    "the last time they were told counts": (
        rules,
        "owed",
        lambda event, at, on, to, told: owed(
            event, at, on, to, [max(told, key=lambda one: one.at)]
        ),
    ),
    "by word of mouth is enough": (
        rules,
        "owed",
        lambda event, at, on, to, told: owed(
            event, at, on, to, [replace(each, how=How.IN_WRITING) for each in told]
        ),
    ),
    "the last moment is late": (
        rules.Owed,
        "is_late",
        lambda one, moment, day: (
            one.first >= one.last_moment
            if one.last_moment is not None
            else one.first.date() > one.last_day
        ),
    ),
}


def test_without_a_fault_the_rules_and_the_slow_model_say_the_same():
    assert not is_found_out()


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(fault, monkeypatch):
    monkeypatch.setattr(*PLANTED[fault])
    assert is_found_out()


def test_there_are_at_least_twenty_faults():
    assert len(PLANTED) >= 20
