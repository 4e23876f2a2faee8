"""Who waits for a home on the Monday of the demonstration, and who waited in the year before.

A backlog of some days, moves planned weeks ahead, and brothers and sisters who are to live together
again. They live with agencies' carers or in children's homes; nobody is moved for it, and nobody's
place in the county's figures changes. All by anybody's acts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import cycle
from typing import Any

from app.accounts.models import User
from app.children import actions as children
from app.children.codes import PlaceChange
from app.children.kinds import Outcome
from app.children.models import Referral
from app.core.db import db
from app.demo.chronicle.told import Rank, Told
from app.demo.goals import Where
from app.demo.homes import Stay
from app.demo.lives import Life
from app.matching import actions as matching
from app.matching.models import Answer, Refusal
from app.matching.queries import known_about, need_of
from app.matching.searching import answer
from app.people.models import Household
from app.workbench.actions import ask_for_homes_wanted
from app.workbench.working_out import work_out
from sufficiency.types import Kind, Sex

DAY = timedelta(days=1)

ELSEWHERE = (Where.AGENCY, Where.CHILDRENS_HOME)
"""From where children are hoped to move to our own carers."""

SPOKEN_FOR = {(Sex.FEMALE, 11), (Sex.FEMALE, 14), (Sex.MALE, 15)}
"""Of these other stories are told (`referrals_out`)."""

MOST = 45
"""Moves of the year before for which a referral is told."""


@dataclass(frozen=True)
class Wait:
    """So many children who wait: of these ages, referred so many days ago, needing a home in so
    many days (less than nought: it is late already). Most are to go on at their schools."""

    ages: tuple[int, int]
    ago: int
    ahead: int
    kind: Kind
    number: int = 1
    max_miles: int | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)


MONDAY = (
    Wait((2, 14), 16, 18, Kind.LONG_TERM, number=3, max_miles=3),
    Wait((0, 13), 3, 0, Kind.SHORT_TERM, number=2, max_miles=3),
    Wait((4, 16), 24, 25, Kind.LONG_TERM, number=2, max_miles=8),
    Wait((12, 16), 31, 21, Kind.LONG_TERM, max_miles=5),
    Wait((12, 16), 12, -5, Kind.SHORT_TERM, answers={"riskMissing": "Risk Present"}),
    Wait((13, 17), 6, 0, Kind.SHORT_TERM, 1, 4, {"livingCompanions": "Solo placement recommended"}),
    Wait((5, 9), 10, 14, Kind.LONG_TERM, max_miles=25),
    Wait((0, 4), 5, -2, Kind.SHORT_TERM, max_miles=10),
    Wait((6, 11), 1, 0, Kind.SHORT_TERM, max_miles=5),
)
"""Who waits today, beside the girl of fourteen."""


def plan_waiting(told: Told) -> None:
    """All of it, up to today."""
    for number, (life, stay) in enumerate(_moved(told)):
        opened = max(stay.starts - (4 + 7 * number % 29) * DAY, life.starts)
        made: list[Referral] = []
        told.on(opened, Rank.AFTERWARDS, _expected, told, life, stay, made)
        told.on(stay.starts, Rank.AFTERWARDS, _placed, told, stay, made)
    taken: set[Life] = set()
    referred: list[Referral] = []
    for wait in MONDAY:
        unit = next(_able(told, wait, taken), None)
        if unit is not None:
            taken.update(unit)
            there = (told, unit, wait, referred)
            told.on(told.today - wait.ago * DAY, Rank.AFTERWARDS, _opened, *there)
    told.on(told.today, Rank.AFTERWARDS, _rung, told, referred)
    told.on(told.today, Rank.AFTERWARDS, _worked_out, told)


# ------------------------------------------------------------------------- in the year before


def _moved(told: Told) -> list[tuple[Life, Stay]]:
    """Planned moves to foster carers in the year before today, some weeks of it left out."""
    found = [
        (life, stay)
        for life in told.county.lives
        if not life.of_the_story and not _spoken_for(told, life)
        for stay in _mains(told, life)[1:]
        if told.today - 365 * DAY < stay.starts < told.today - 7 * DAY
        and stay.place.startswith("U")
        and _before(told, life, stay).because is PlaceChange.CARPL
    ]
    return sorted(found, key=lambda each: each[1].starts)[:MOST]


def _mains(told: Told, life: Life) -> list[Stay]:
    return [stay for stay in told.county.stays[life] if not stay.temporary]


def _before(told: Told, life: Life, stay: Stay) -> Stay:
    mains = _mains(told, life)
    return mains[mains.index(stay) - 1]


def _expected(told: Told, life: Life, stay: Stay, made: list[Referral]) -> None:
    child = told.children[life]
    known: dict[str, Any] = {**known_about([child.id])}
    referral: Referral = children.open_referral(
        [child],
        needed_on=stay.starts,
        kind=stay.kind or Kind.SHORT_TERM,
        by=told.officer,
        **known,
    )
    made.append(referral)


def _placed(told: Told, stay: Stay, made: list[Referral]) -> None:
    for referral in made:
        children.close_referral(referral, on=stay.starts, outcome=Outcome.PLACED, by=told.officer)


# --------------------------------------------------------------------------------------- today


def _able(told: Told, wait: Wait, taken: set[Life]) -> Iterator[list[Life]]:
    """Those who could be the ones that wait: for one alone, children with nobody else in care."""
    promised = {life for claim in told.around.claims for life in claim[1]}
    seen: set[int] = set()
    for life in told.county.lives:
        if id(life.brood) in seen:
            continue
        seen.add(id(life.brood))
        there = [one for one in life.brood.lives if one.is_in_care(told.today)]
        if (
            len(there) == wait.number
            and life.brood.together
            and not taken & set(there)
            and not promised & set(there)
            and all(_fits(told, one, wait) for one in there)
        ):
            yield there


def _fits(told: Told, life: Life, wait: Wait) -> bool:
    stay = told.county.main(life)
    return (
        not life.of_the_story
        and not _spoken_for(told, life)
        and wait.ages[0] <= int(life.age(told.today)) <= wait.ages[1]
        and stay is not None
        and told.county.where(life) in ELSEWHERE
        and stay.starts < told.today - (wait.ago + 1) * DAY
    )


def _spoken_for(told: Told, life: Life) -> bool:
    return (life.sex, _age(life, told.today)) in SPOKEN_FOR


def _age(life: Life, day: date) -> int:
    return int(life.age(day))


def _opened(told: Told, unit: list[Life], wait: Wait, made: list[Referral]) -> None:
    those = [told.children[life] for life in unit]
    known: dict[str, Any] = {**known_about([child.id for child in those])}
    referral: Referral = children.open_referral(
        those,
        needed_on=told.today + wait.ahead * DAY,
        kind=wait.kind,
        max_miles=wait.max_miles,
        answers=dict(wait.answers),
        by=told.officer,
        **known,
    )
    made.append(referral)


SAID: tuple[tuple[Answer, Refusal | None, str], ...] = (
    (Answer.NO, Refusal.OTHER_CHILDREN, "Two of their own sit exams this summer."),
    (Answer.THINKING, None, "Speaks to her partner tonight; ring again tomorrow."),
    (Answer.NO_REPLY, None, ""),
    (Answer.NO, Refusal.OWN_PLANS, "Away until the end of the week."),
    (Answer.THINKING, None, "Would like to meet first, and asks about school transport."),
    (Answer.NO, Refusal.SUPPORT, "Would need respite from the first week."),
    (Answer.NO_REPLY, None, "Left a message."),
)
"""What carers said who were rung; nobody yet said yes, or the child would not wait."""

RUNG = (2, 0, 3, 1, 0, 2)
"""How many were rung for each referral, in turn; for each one more is on the list."""


def _rung(told: Told, referred: Sequence[Referral]) -> None:
    """Whom the officer has on the list for each of them, and who was rung this morning."""
    officer, said = db.session.get_one(User, told.officer.id), cycle(SAID)
    for referral, number in zip(referred, cycle(RUNG)):
        if not number:
            continue
        ranked = answer(need_of(referral), officer).ranked[: number + 1]
        for place, each in enumerate(ranked):
            home = db.session.get_one(Household, int(each.home.id))
            if place == number:
                matching.shortlist(referral, home, by=told.officer)
                continue
            reply, refusal, note = next(said)
            matching.log_call(
                referral,
                home,
                answer=reply,
                refusal=refusal,
                spoke_to="" if reply is Answer.NO_REPLY else each.card.name.split()[0],
                note=note,
                by=told.officer,
            )


def _worked_out(told: Told) -> None:
    """Which homes to recruit was worked out this morning."""
    asked = ask_for_homes_wanted(by=told.manager)
    work_out(asked, by=told.manager)
