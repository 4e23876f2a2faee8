"""Invented councils with twenty-nine years of children looked after, to score forecasts on.

It shares nothing with the model that is scored, and is meant to be awkward for it. Families come,
not children; brothers and sisters mostly share what happens. What happens is a course with its own
length (a few weeks at home's distance, court proceedings, growing up in care, adolescents who are
moved again and again), not a rate; some children are moved more readily than others; courts slow
down, practice turns towards relatives, the number of families drifts, is shocked and has seasons,
and young people seeking asylum come in waves. Nobody in it is real.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, pi, sin
from random import Random

FIRST = date(1997, 4, 1)
SEEN_FROM = date(2014, 4, 1)
LAST = date(2026, 3, 31)
"""Families come from the first day on; what is kept is from `SEEN_FROM`, when all is settled."""

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """A child in one kind of home; `ends` is None where it lasts beyond the last day."""

    child: str
    born: date
    starts: date
    ends: date | None
    living: str


@dataclass
class _Council:
    random: Random
    families: float
    years: list[float]
    shock: tuple[date, date, float]
    courts: list[float]
    relatives: tuple[float, float]
    homes: float
    waves: list[tuple[date, date, float]]


def a_council(seed: int) -> list[Stretch]:
    """One council's children from `SEEN_FROM` to `LAST`, those already there with their past."""
    random = Random(f"council {seed}")
    council = _council(random)
    found: list[Stretch] = []
    for number, (day, kind) in enumerate(_families(council)):
        found += _family(council, number, day, kind)
    return [each for each in found if each.ends is None or each.ends > SEEN_FROM]


def _council(random: Random) -> _Council:
    span = LAST.year - FIRST.year + 1
    level, years = 0.0, []
    drift = random.gauss(0.0, 0.02)
    for year in range(span):
        level = 0.8 * level + random.gauss(0, 0.07)
        years.append(exp(level + drift * max(0, year - 15)))
    begin = FIRST + timedelta(days=random.randrange(365 * 14, 365 * 28))
    shock = (begin, begin + timedelta(days=random.randrange(90, 400)), random.choice((0.6, 1.4, 1)))
    slow, courts = 1.0, []
    for _ in range(span):
        slow = min(1.8, max(0.7, slow * exp(random.gauss(0.005, 0.06))))
        courts.append(slow)
    waves = []
    for _ in range(random.randrange(4)):
        begin = FIRST + timedelta(days=random.randrange(365 * 12, 365 * 28))
        waves.append(
            (begin, begin + timedelta(days=random.randrange(200, 700)), random.uniform(3, 15))
        )
    return _Council(
        random,
        random.uniform(35, 150),
        years,
        shock,
        courts,
        (random.uniform(0.12, 0.3), random.uniform(-0.005, 0.012)),
        random.uniform(0.6, 1.6),
        waves,
    )


def _families(council: _Council) -> Iterator[tuple[date, str]]:
    random, day = council.random, FIRST
    while day <= LAST:
        often = council.families * council.years[day.year - FIRST.year] / 365.25
        often *= 1 - 0.15 * sin(2 * pi * (day.timetuple().tm_yday - 120) / 365) ** 2
        if day.weekday() > 4:
            often *= 0.4
        if council.shock[0] <= day < council.shock[1]:
            often *= council.shock[2]
        while random.random() < often:
            often -= 1
            yield (
                day,
                random.choices(
                    ("infant", "young", "middle", "teenager", "disabled"), (20, 26, 14, 34, 6)
                )[0],
            )
        asylum = sum(most for begin, end, most in council.waves if begin <= day < end)
        if random.random() < (1 + asylum) / 365:
            yield day, "asylum"
        day += DAY


def _family(council: _Council, number: int, day: date, kind: str) -> Iterator[Stretch]:
    random = council.random
    ages = {
        "infant": lambda: (
            [random.choice((0.005, 0.01, 0.03, 0.2, 0.5))]
            + [random.uniform(1.2, 3)] * (random.random() < 0.2)
        ),
        "young": lambda: _siblings(random, random.uniform(0.8, 5), random.choice((1, 2, 2, 3, 4))),
        "middle": lambda: _siblings(random, random.uniform(4, 9), random.choice((1, 1, 2, 3))),
        "teenager": lambda: [random.triangular(11, 17.6, 15)],
        "disabled": lambda: [random.uniform(6, 16)],
        "asylum": lambda: [random.triangular(14.5, 17.95, 16.9)],
    }[kind]()
    course = _course(council, kind, min(ages), day)
    ready = random.lognormvariate(0, 0.6)
    for place, age in enumerate(ages):
        if age >= 17.98:
            continue
        own = course if random.random() < 0.85 else _course(council, kind, age, day)
        born = day - timedelta(days=int(age * 365.25))
        name = f"C{number:05d}{'abcde'[place]}"
        yield from _life(council, name, born, day, own, kind, ready)


def _siblings(random: Random, youngest: float, number: int) -> list[float]:
    ages = [youngest]
    for _ in range(number - 1):
        ages.append(ages[-1] + random.uniform(1.1, 3.5))
    return ages


def _course(council: _Council, kind: str, age: float, day: date) -> list[tuple[str, int]]:
    """What is to happen: where, and for how many days; the last is followed by leaving."""
    random = council.random
    slow = council.courts[min(day.year - FIRST.year, len(council.courts) - 1)]
    began, yearly = council.relatives
    relatives = min(0.6, max(0.05, began + yearly * (day.year - 2014)))
    first = "relatives" if random.random() < relatives and kind != "asylum" else "fostered"
    if kind == "asylum":
        return [("fostered" if age < 16.5 else "supported", 9999)]
    if random.random() < {"teenager": 0.42, "disabled": 0.1}.get(kind, 0.27):
        return [(first, max(2, int(random.lognormvariate(3.6, 0.9))))]
    court = int(random.gauss(230, 50) * slow)
    if kind == "disabled":
        return [(first, 60), ("residential" if random.random() < 0.7 else "fostered", 9999)]
    if age < 4 and random.random() < 0.36:
        waits = max(30, int(random.lognormvariate(5.2, 0.5)))
        return [("fostered", max(60, court) + waits), ("elsewhere", random.randrange(110, 300))]
    chance = random.random()
    if chance < 0.22:
        return [(first, max(60, court)), ("elsewhere", random.randrange(90, 500))]
    if chance < 0.5 and first == "relatives":
        return [("relatives", max(60, court) + random.randrange(20, 160))]
    if chance < 0.36:
        return [(first, max(60, court))]
    return [(first, 9999)]


def _life(
    council: _Council,
    name: str,
    born: date,
    day: date,
    course: list[tuple[str, int]],
    kind: str,
    ready: float,
) -> Iterator[Stretch]:
    """One child's stretches: the course, with breakdowns on the way, to eighteen at the latest."""
    random = council.random
    adult = _years_on(born, 18)
    for living, length in _broken(council, course, (day - born).days, kind, ready):
        ends = day + timedelta(days=length)
        if ends >= adult:
            ends = adult
        if ends <= day:
            break
        yield Stretch(name, born, day, ends if ends <= LAST else None, living)
        day = ends
        if day >= adult or day > LAST:
            break
        if random.random() < 0.0004:
            break


def _broken(
    council: _Council, course: list[tuple[str, int]], age: int, kind: str, ready: float
) -> Iterator[tuple[str, int]]:
    """The course with moves between kinds of home that nobody planned."""
    random, moves = council.random, 0
    for living, length in course:
        left = length
        while left > 0:
            years = age / 365.25
            until = _breaks_after(random, living, years, ready, moves)
            step = min(left, until)
            if years < 16 <= years + step / 365.25 and random.random() < 0.55 and left > 1000:
                step = max(1, int((16 - years) * 365.25) + random.randrange(0, 400))
                yield living, step
                yield "supported", 9999
                return
            yield living, step
            age, left = age + step, left - step
            if left <= 0:
                break
            moves += 1
            living = _next(random, living, age / 365.25, council.homes, moves)
            if living == "home":
                return


def _breaks_after(random: Random, living: str, years: float, ready: float, moves: int) -> int:
    """Days until this breaks down: sooner for adolescents, at first, and after other moves."""
    scale = {"relatives": 16.0, "fostered": 9.0, "residential": 6.0, "supported": 6.0}.get(
        living, 9
    )
    scale *= 2.2 if years < 8 else 1.0 if years < 12 else 0.45
    scale /= ready * (1 + 0.35 * min(moves, 5))
    return max(3, int(random.weibullvariate(scale * 365, 0.75)))


def _next(random: Random, living: str, years: float, homes: float, moves: int) -> str:
    if years > 16.2 and random.random() < 0.4:
        return "supported"
    if random.random() < 0.07:
        return "home"
    if living == "residential":
        return random.choices(("fostered", "elsewhere", "residential"), (6, 2, 2))[0]
    if years > 9 and random.random() < 0.45 * homes * (1 + 0.15 * moves):
        return "residential"
    return (
        "fostered"
        if living != "fostered"
        else random.choices(("relatives", "fostered", "elsewhere"), (2, 7, 1))[0]
    )


def _years_on(born: date, years: int) -> date:
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)
