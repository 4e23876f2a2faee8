"""Who came and who left, and how old they were.

Worked out from the published flows: as many start and cease in each year as did, for the reasons
published, and those still there on 31 March 2025 have the ages published for that day. Figures that
were suppressed are filled so that the totals hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from app.demo import figures
from app.demo.chance import Chance, born_to_be, years, years_between
from app.demo.ground import Ground
from app.demo.lives import TAKEN_OVER, Brood, Fate, Life, year_to

LONGEST = 7.0
"""Years for which anybody had been looked after when the record began."""

EIGHTEEN_BEFORE_2021 = 28
GUARDIANS_NOT_PUBLISHED = 6
ASYLUM = {2021: (1, 0), 2022: (13, 0)}
"""Unaccompanied children who came and left, where the figure was suppressed."""

SPELLS: dict[Fate, tuple[float, float, float, float]] = {
    Fate.ADOPTED: (0.8, 3.0, 1.0, 0.02),
    Fate.GUARDIAN: (0.5, 4.0, 1.0, 0.1),
    Fate.HOME: (0.02, 1.6, 1.0, 0.2),
    Fate.EIGHTEEN: (1.0, 12.0, 1.0, 0.3),
}
"""How long those were looked after to whom this happened: from and to (years), and how likely it
is within and without."""

SHORTEST = {Fate.ADOPTED: 240, Fate.GUARDIAN: 120, Fate.EIGHTEEN: 40, Fate.HOME: 6}
"""Days before each can happen."""


def who_came_and_left(chance: Chance, ground: Ground) -> list[Life]:
    """Everyone who was looked after from the day the record began to 31 March 2025."""
    flows = sum(figures.started(year) - figures.ceased(year) for year in figures.YEARS)
    at_first = figures.looked_after(figures.LAST) - flows
    lives = [_long_there(chance) for _ in range(at_first)]
    for year in figures.YEARS:
        lives += _comers(chance, year)
        there = [life for life in lives if life.ends is None]
        _let_leave(chance, year, there)
    return lives


def _long_there(chance: Chance) -> Life:
    been = LONGEST + 1
    while been > LONGEST:
        been = chance.expovariate(1 / 2.7)
    return Life(TAKEN_OVER - timedelta(days=1) - years(been), Brood("", None))


def _comers(chance: Chance, year: int) -> list[Life]:
    first, last = year_to(year)
    alone = asylum_flow(year)[0]
    return [
        Life(chance.day(first, last), Brood("", None), asylum=n < alone)
        for n in range(figures.started(year))
    ]


def asylum_flow(year: int) -> tuple[int, int]:
    """Unaccompanied children who came in the year, and who left."""
    if year in ASYLUM:
        return ASYLUM[year]
    kind = "Unaccompanied asylum-seeking children"
    came = figures.children("started_in_year", year, kind, kind)
    left = figures.children("ceased_in_year", year, kind, kind)
    return came or 0, left or 0


def _let_leave(chance: Chance, year: int, there: list[Life]) -> None:
    """So many leave in the year as was published, by how it ended."""
    aged_18 = figures.children("ceased_in_year", year, "Age on ceasing", "18 years and over")
    eighteen = aged_18 or EIGHTEEN_BEFORE_2021
    adopted = figures.series("No_of LAC Adopted", year) or 0
    guardians = figures.series("LAC_ceased_SGO", year) or GUARDIANS_NOT_PUBLISHED
    alone = asylum_flow(year)[1]
    home = figures.ceased(year) - eighteen - adopted - guardians
    _leave(chance, year, [life for life in there if life.asylum], Fate.EIGHTEEN, alone)
    for fate, how_many in (
        (Fate.ADOPTED, adopted),
        (Fate.GUARDIAN, guardians),
        (Fate.HOME, home),
        (Fate.EIGHTEEN, eighteen - alone),
    ):
        still = [life for life in there if life.ends is None and not life.asylum]
        _leave(chance, year, still, fate, how_many)


def _leave(chance: Chance, year: int, there: Sequence[Life], fate: Fate, how_many: int) -> None:
    first, last = year_to(year)
    middle = first + timedelta(days=180)
    least, most, within, without = SPELLS[fate]

    def weight(life: Life) -> float:
        if life.starts + timedelta(days=SHORTEST[fate]) >= last:
            return 0.0
        been = years_between(life.starts, middle)
        likely = within if least <= been <= most else without
        return likely * (1 + been / 2) if fate is Fate.EIGHTEEN else likely

    leaving = chance.some_by_weight(there, [weight(life) for life in there], how_many)
    for life in leaving:
        earliest = max(first, life.starts + timedelta(days=SHORTEST[fate]))
        life.ends, life.fate = chance.day(earliest, last), fate


# --------------------------------------------------------------------------------------- how old

AGED_ON_LEAVING: dict[Fate, dict[tuple[float, float], float]] = {
    Fate.ADOPTED: {(1.0, 2.5): 6, (2.5, 5.0): 4, (5.0, 7.0): 1},
    Fate.GUARDIAN: {(0.6, 5.0): 5, (5.0, 10.0): 3, (10.0, 15.5): 2},
    Fate.HOME: {(0.1, 1.0): 1, (1.0, 5.0): 4, (5.0, 10.0): 3, (10.0, 16.0): 4, (16.0, 17.8): 2},
}

UNDER_ONE = 10
"""Of those under five on 31 March 2025: how many of them under one was suppressed."""


def give_ages(chance: Chance, lives: Iterable[Life]) -> None:
    """A birth date for everyone: by how they left, or by the ages published for 31 March 2025."""
    staying = []
    for life in lives:
        if life.ends is None or life.fate is None:
            staying.append(life)
        elif life.fate is Fate.EIGHTEEN:
            life.born = born_to_be(18, life.ends)
        else:
            least, most = chance.weighted(AGED_ON_LEAVING[life.fate])
            been = years_between(life.starts, life.ends) + chance.uniform(0.03, 0.8)
            age = max(been, chance.uniform(least, most))
            life.born = life.ends - years(min(age, max(been, 17.9)))
    _age_by_quota(chance, staying)


def _age_by_quota(chance: Chance, staying: Sequence[Life]) -> None:
    """Those who have been here longest choose first among the ages that are old enough."""
    last = date(figures.LAST, 3, 31)
    alone = [life for life in staying if life.asylum]
    for life in alone:
        life.born = last - years(chance.uniform(16.1, 17.9))
    rest = sorted((life for life in staying if not life.asylum), key=lambda life: life.starts)
    ages = _ages_published(chance, len(staying), len(alone))
    for life in rest:
        been = years_between(life.starts, last) + 0.02
        enough = [age for age in ages if age >= been]
        age = chance.choice(enough) if enough else max(ages)
        ages.remove(age)
        life.born = last - years(max(age, been))


def _ages_published(chance: Chance, how_many: int, over_16: int) -> list[float]:
    """Ages of all who are not unaccompanied: as published, and under five for the rest."""

    def band(item: str) -> int:
        return figures.on_31_march(figures.LAST, "Age group", item) or 0

    five, ten, sixteen = (
        band("5 to 9 years"),
        band("10 to 15 years"),
        band("16 years and over") - over_16,
    )
    small = how_many - over_16 - five - ten - sixteen
    return [
        *(chance.uniform(0.05, 0.98) for _ in range(UNDER_ONE)),
        *(chance.uniform(1.02, 4.98) for _ in range(small - UNDER_ONE)),
        *(chance.uniform(5.02, 9.98) for _ in range(five)),
        *(chance.uniform(10.02, 15.98) for _ in range(ten)),
        *(chance.uniform(16.02, 17.9) for _ in range(sixteen)),
    ]
