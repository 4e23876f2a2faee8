"""Ten thousand invented lives over a hundred years: nothing goes a day early, or stays for ever."""

from __future__ import annotations

import random
from datetime import date, timedelta

from app.retention.kinds import Case
from app.retention.rules import HouseholdFacts, Span, household_grounds
from tests.oracles.retention import Life, may_be_destroyed

LIVES = 10_000
FIRST = date(1930, 1, 1)
DAY = timedelta(days=1)


def spells(chance: random.Random, most: int) -> list[tuple[date, date | None]]:
    found = []
    for _ in range(chance.choice([0, 0, 1, 1, most])):
        starts = FIRST + timedelta(days=chance.randrange(70 * 365))
        length = chance.choice([0, 1, 30, 365, 366, 1461, chance.randrange(9000)])
        ends = starts + timedelta(days=length)
        if chance.random() < 0.1:  # a leap day now and then
            year = ends.year - ends.year % 4
            leap = date(year, 2, 29)
            starts, ends = min(starts, leap), leap
        found.append((starts, None if chance.random() < 0.04 else ends))
    return found


def invented(chance: random.Random) -> Life:
    return Life(
        approvals=spells(chance, 3),
        approved_elsewhere=spells(chance, 1),
        under_temporary=spells(chance, 1),
        placements=spells(chance, 4),
        applications=spells(chance, 1),
        guardians=spells(chance, 2),
    )


def case_of(life: Life, day: date) -> Case:
    def spans(told: list[tuple[date, date | None]]) -> list[Span]:
        return [Span(starts, ends) for starts, ends in told]

    facts = HouseholdFacts(
        approvals=spans(life.approvals),
        elsewhere=spans(life.approved_elsewhere),
        temporary=spans(life.under_temporary),
        placements=spans(life.placements),
        assessed=spans(life.applications),
        guardianship=spans(life.guardians),
        recorded_on=FIRST,
    )
    return Case("household:1", "x", "household", "x", household_grounds(facts, day))


def test_ten_thousand_lives_are_kept_as_long_as_the_regulations_ask_and_not_a_day_longer():
    chance = random.Random(2011_581)
    reached = 0
    for _ in range(LIVES):
        life = invented(chance)
        on = FIRST + timedelta(days=chance.randrange(100 * 365))
        days = {on}
        until = case_of(life, date(2200, 1, 1)).keep_until
        if until is not None:
            days |= {until, until + DAY}
            reached += 1
        has_a_law = any(
            (
                life.approvals,
                life.under_temporary,
                life.placements,
                life.applications,
                life.guardians,
            )
        )
        for day in days if has_a_law else ():
            case = case_of(life, day)
            assert case.is_reached(day) is may_be_destroyed(life, day), (life, day)
        if until is not None and has_a_law:
            assert not case_of(life, until).is_reached(until)
            assert case_of(life, until + DAY).is_reached(until + DAY)
    assert reached > LIVES / 2


def test_the_oracle_catches_each_planted_fault():
    """Shorter by a day, by a year, counted from the first end, one rule left out: all are seen."""
    life = Life(
        approvals=[(date(2000, 1, 1), date(2004, 2, 29)), (date(2005, 1, 1), date(2010, 6, 1))],
        placements=[(date(2005, 1, 1), date(2007, 3, 3))],
    )
    assert not may_be_destroyed(life, date(2022, 3, 3))
    assert may_be_destroyed(life, date(2022, 3, 4))
    assert not may_be_destroyed(Life(approvals=life.approvals), date(2020, 6, 1))
    assert may_be_destroyed(Life(approvals=life.approvals), date(2020, 6, 2))
    assert may_be_destroyed(Life(approvals=life.approvals[:1]), date(2014, 3, 1))
    assert not may_be_destroyed(Life(approvals=life.approvals[:1]), date(2014, 2, 28))
