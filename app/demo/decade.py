"""The whole time: the day the record began, the published years, and the years since."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from app.children.codes import Ls
from app.demo import carers, families, figures, flows, goals, lives, sites, statuses
from app.demo.chance import Chance, years
from app.demo.county import County, Move, Unit
from app.demo.goals import Where
from app.demo.lives import TAKEN_OVER, Brood, Fate, Life
from app.demo.sharing import units
from app.demo.years import Year, allowed_from

AGENCY_HOMES = 30
"""Homes of agencies' carers that the record knows."""

STARTED_NOW, CEASED_NOW = 66, 78
"""Children who start and cease in a year after the last published one."""


def first_day(county: County) -> None:
    """Everybody who was looked after when the record began, and where they lived."""
    chance = Chance.of(county.seed, "first day")
    year = Year(county, 2016, date(2015, 4, 1), TAKEN_OVER - timedelta(days=1), chance)
    goal, places = goals.places_on_31_march(2016), 0
    while places < goal - 1:
        day = year.last - years(chance.uniform(0.4, 9))
        home = carers.our_home(chance, county.ground, day)
        county.homes.append(home)
        places += home.overall(year.last)
    for number in range(AGENCY_HOMES):
        add_agency_home(county, chance, number)
    want = year._where_everyone_ends()
    here = [life for life in want if life.is_in_care(year.last)]
    for unit in units(here, lambda life: (life.starts, want[life])):
        county.place(chance, Move(_since(chance, unit, want[unit[0]], year), unit, want[unit[0]]))


def _since(chance: Chance, unit: Unit, where: Where, year: Year) -> date:
    """Since when they have lived where they lived when the record began."""
    earliest = max(allowed_from(life, where) for life in unit)
    earliest = max(earliest, *(life.starts for life in unit))
    return chance.day(max(earliest, year.last - years(2)), year.last)


def add_agency_home(county: County, chance: Chance, number: int) -> None:
    """A home of an agency's carers: every other one in the county, the rest beyond its border."""
    ground = county.ground
    point = ground.at_home(chance) if number % 2 else chance.choice(ground.next_door)
    day = chance.day(date(2010, 1, 1), date(2023, 12, 31) if number % 3 else date(2015, 12, 31))
    county.homes.append(carers.agency_home(chance, ground, day, point))


def published_years(county: County) -> None:
    """To 31 March 2025: nothing here depends on what day it is."""
    chance = Chance.of(county.seed, "lives")
    county.lives = flows.who_came_and_left(chance, county.ground)
    flows.give_ages(chance, county.lives)
    families.make_broods(chance, county.lives)
    families.say_who(chance, county.ground, county.lives)
    families.fit_to_published(chance, county.lives)
    statuses.give_statuses(chance, county.lives)
    county.sites = sites.all_sites(Chance.of(county.seed, "sites"), county.ground)
    first_day(county)
    for number in figures.YEARS:
        first, last = lives.year_to(number)
        Year(county, number, first, last, Chance.of(county.seed, number)).live_through()


def years_since(county: County, today: date) -> None:
    """From 1 April 2025 to today: no figures bind, and life goes on."""
    number, first = figures.LAST + 1, date(figures.LAST, 4, 1)
    while first <= today:
        last = min(date(number, 3, 31), today)
        chance = Chance.of(county.seed, number)
        year = Year(county, number, first, last, chance)
        _come_and_leave(year, (last - first).days / 365)
        year.live_through()
        number, first = number + 1, last + timedelta(days=1)


def _come_and_leave(year: Year, share: float) -> None:
    """Who comes in the year and who leaves: first all who come of age, then some of the others."""
    county, chance = year.county, year.chance
    there = [life for life in county.lives if life.ends is None and not life.of_the_story]
    for life in there:
        if life.eighteen() <= year.last:
            life.ends, life.fate = max(life.eighteen(), year.first), Fate.EIGHTEEN
    gone = sum(life.ends is not None for life in there)
    _some_leave(year, [life for life in there if life.ends is None], CEASED_NOW * share - gone)
    new = [_comer(year) for _ in range(round(STARTED_NOW * share))]
    new = [life for life in new if life.eighteen() > life.starts]
    families.make_broods(chance, new)
    families.say_who(chance, county.ground, new)
    for life in new:
        final = Ls.V2 if life.asylum else chance.weighted({Ls.C2: 6, Ls.V2: 4})
        statuses.walk(chance, life, final, life.starts + timedelta(days=400))
        if life.eighteen() <= year.last:
            life.ends, life.fate = life.eighteen(), Fate.EIGHTEEN
    county.lives += new


def _some_leave(year: Year, there: Sequence[Life], how_many: float) -> None:
    """Placement orders lead to adoption; of the others, some go home or to a guardian."""
    chance = year.chance
    ordered = [life for life in there if life.status_on(year.first) is Ls.E1]
    for life in chance.some(ordered, round(len(ordered) * 0.7)):
        life.fate = Fate.ADOPTED
    others = [life for life in there if life.fate is None]
    weights = [1 / (0.5 + life.age(year.last) / 6) for life in others]
    adopted = sum(life.fate is Fate.ADOPTED for life in there)
    for life in chance.some_by_weight(others, weights, max(0, round(how_many) - adopted)):
        life.fate = Fate.GUARDIAN if chance.once_in(0.4) else Fate.HOME
    for life in there:
        if life.fate is not None:
            earliest = max(year.first + timedelta(days=60), life.starts + timedelta(days=250))
            if earliest < year.last:
                life.ends = chance.day(earliest, year.last)
            else:
                life.fate = None


AGED_ON_COMING = {
    (0.01, 0.9): 8,
    (1.0, 5.0): 11,
    (5.0, 10.0): 6,
    (10.0, 16.0): 25,
    (16.0, 17.6): 18,
}
"""Ages of the children who started to be looked after in the year to 31 March 2025."""


def _comer(year: Year) -> Life:
    chance = year.chance
    starts = chance.day(year.first, year.last - timedelta(days=12))
    asylum = chance.once_in(0.09)
    least, most = (16.0, 17.6) if asylum else chance.weighted(AGED_ON_COMING)
    life = Life(starts, Brood("", None), asylum=asylum)
    life.born = starts - years(chance.uniform(least, most))
    return life


def tally(county: County, day: date) -> Counter[Where]:
    """How many children live in each kind of place, as planned."""
    found: defaultdict[Where, int] = defaultdict(int)
    for life in county.lives:
        if (where := county.where(life)) is not None and life.is_in_care(day):
            found[where] += 1
    return Counter(found)
