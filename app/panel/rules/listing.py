"""The central list: who is independent, who is a social worker long enough, what is due when."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from app.panel.kinds import ExperienceKind, NoticeBy, StepKind
from app.people.rules import record_breach
from app.statute.breach import Breach
from app.statute.calendar import ENGLAND
from app.statute.clock import Clock, Years
from app.statute.fostering.panel import (
    CENTRAL_LIST_MEMBER_LEAVE,
    CENTRAL_LIST_REMOVAL,
    NMS_CENTRAL_LIST_INDUCTION,
    NMS_PANEL_TRAINING,
    PANEL_MEMBER_APPRAISAL,
)
from app.statute.local import PANEL_MEMBER_CHECK
from app.statute.sources import FSR, Cite, Verified

LIST: Cite = FSR.reg("23(1)", Verified.TEXT)
INDEPENDENCE: Cite = FSR.reg("23(10)", Verified.MEMORY_PLUS)
THREE_YEARS = Years(3)

TEST: Mapping[str, str] = {
    "approved_here": "Is approved as a foster carer by this service",
    "elected": "Is an elected member of this council",
    "employed": "Is employed by this council for its fostering service, or for its work on the "
    "protection or placement of children",
    "related": "Is related to somebody so employed",
}
"""The test of independence: a person of whom any of these is true is not independent."""


def is_independent(answers: Mapping[str, bool]) -> bool:
    """Is somebody independent of whom these answers were given? Each question must be answered."""
    return all(answers.get(key) is False for key in TEST)


def three_years(experienced_since: date | None, day: date) -> bool:
    """Has a social worker three years of relevant experience since qualifying, on a day?"""
    if experienced_since is None:
        return False
    return THREE_YEARS.after(experienced_since, ENGLAND) <= day


def listing_breaches(*, already: date | None, starts_on: date, today: date) -> list[Breach]:
    """May somebody be put on the central list? Once at a time, and not from a day to come."""
    breaches = []
    if already is not None:
        says = f"On the central list already, since {already:%d/%m/%Y}."
        breaches.append(record_breach(says))
    if starts_on > today:
        breaches.append(record_breach("That day is still to come.", "starts_on"))
    return breaches


def account_breaches(*, other: str) -> list[Breach]:
    """May somebody on the list sign in with an account? Whose papers it opens is one person.

    `other`: the name of whoever on the list signs in with it already.
    """
    if not other:
        return []
    return [record_breach(f"{other} signs in with this account.", "who")]


def independence_breaches(
    answers: Mapping[str, bool], *, approved_here: bool, starts_on: date, today: date
) -> list[Breach]:
    """May the test be recorded so? `approved_here`: what the record says of that day."""
    breaches = [
        Breach(f"Answer: {asks[:1].lower()}{asks[1:]}.", INDEPENDENCE, key)
        for key, asks in TEST.items()
        if answers.get(key) is None
    ]
    if approved_here and answers.get("approved_here") is False:
        says = "The register says that this person is approved here on that day."
        breaches.append(Breach(says, INDEPENDENCE, "approved_here"))
    if starts_on > today:
        breaches.append(record_breach("That day is still to come.", "starts_on"))
    return breaches


def experience_breaches(
    kind: ExperienceKind, *, since: date | None, starts_on: date, today: date
) -> list[Breach]:
    """May this experience be recorded? A social worker's counts from a day after qualifying."""
    breaches = []
    if kind is ExperienceKind.SOCIAL_WORK and since is None:
        says = "Give the day from which relevant experience since qualifying counts."
        breaches.append(Breach(says, LIST, "since"))
    if since is not None and since > today:
        breaches.append(record_breach("That day is still to come.", "since"))
    if starts_on > today:
        breaches.append(record_breach("That day is still to come.", "starts_on"))
    return breaches


def step_breaches(
    step: StepKind, *, on: date, until: date | None, listed: date, today: date
) -> list[Breach]:
    """May this be recorded? A check says until when; an observation may come before the list."""
    breaches = []
    if on > today:
        breaches.append(record_breach("Record it once it has happened.", "on"))
    if step is StepKind.CHECK:
        if until is None:
            breaches.append(record_breach("Say until when the check counts.", "until"))
        elif until <= on:
            breaches.append(record_breach("It counts until a day after it was made.", "until"))
    elif until is not None:
        breaches.append(record_breach("Only a check has such a day. Leave it empty.", "until"))
    if step in (StepKind.INDUCTION, StepKind.APPRAISAL) and on < listed:
        says = f"On the list since {listed:%d/%m/%Y}: it was then or later."
        breaches.append(record_breach(says, "on"))
    return breaches


def notice_breaches(
    *, given: date | None, by: NoticeBy, on: date, reason: str, listed: date, today: date
) -> list[Breach]:
    """May notice be recorded? Once; the service says why (regulation 23(3))."""
    breaches = []
    if given is not None:
        breaches.append(record_breach(f"Notice was given on {given:%d/%m/%Y}."))
    if on > today:
        breaches.append(record_breach("That day is still to come.", "on"))
    if on < listed:
        breaches.append(record_breach(f"On the list since {listed:%d/%m/%Y}.", "on"))
    if by is NoticeBy.SERVICE and not reason.strip():
        says = "Say why: unsuitable, or unable to remain on the list."
        breaches.append(CENTRAL_LIST_REMOVAL.breach(says, "reason"))
    return breaches


def notice_clock(by: NoticeBy) -> Clock:
    """Which month runs."""
    return CENTRAL_LIST_MEMBER_LEAVE if by is NoticeBy.MEMBER else CENTRAL_LIST_REMOVAL


def away_breaches(*, starts_on: date, back_on: date | None) -> list[Breach]:
    """From a day until they are back on another."""
    if back_on is not None and back_on <= starts_on:
        return [record_breach("Back on a day after the first day away.", "back_on")]
    return []


# ------------------------------------------------------------------------------------ what is due


@dataclass(frozen=True, slots=True)
class Due:
    """Something that somebody on the list needs next, and the last day in time."""

    clock: Clock
    since: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Had:
    """The last of each that somebody had by a day, and until when the last check counts."""

    last: Mapping[StepKind, date]
    check_until: date | None = None


def due_next(listed: date, had: Had) -> tuple[Due, ...]:
    """What somebody on the list since a day needs next, the soonest first.

    The list asks for no check by law; suitability does, and the council's policy says how long
    one counts. Without any, it is owed from the first day. Who was on it before there was an
    induction to have owes one from the day on which there was.
    """
    found = [Due(PANEL_MEMBER_CHECK, listed, had.check_until or listed)]
    if StepKind.INDUCTION not in had.last:
        clock = NMS_CENTRAL_LIST_INDUCTION
        since = max(listed, clock.limits[0].since)
        found.append(Due(clock, since, clock.last_day(since)))
    for step, clock in (
        (StepKind.TRAINING, NMS_PANEL_TRAINING),
        (StepKind.APPRAISAL, PANEL_MEMBER_APPRAISAL),
    ):
        since = max(had.last.get(step, listed), listed)
        found.append(Due(clock, since, clock.last_day(since)))
    return tuple(sorted(found, key=lambda each: (each.due_on, each.clock.key)))


def lacking(known: Collection[ExperienceKind], wanted: Collection[ExperienceKind]) -> list[str]:
    """The experience wanted on the list that nobody on it has, in the order of the code list."""
    return [kind.value for kind in ExperienceKind if kind in wanted and kind not in known]


WANTED = frozenset(
    {
        ExperienceKind.SOCIAL_WORK,
        ExperienceKind.HEALTH,
        ExperienceKind.EDUCATION,
        ExperienceKind.FOSTERED,
        ExperienceKind.IN_CARE,
    }
)
"""What a list is usually asked to hold between its people (regulation 23(7) names none)."""
