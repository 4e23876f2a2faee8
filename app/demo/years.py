"""One year after another: who is to live where at its end, and every move that leads there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.children.codes import Ls, PlaceChange
from app.demo import figures, goals, homes, lives, sites
from app.demo.chance import Chance, birthday, years
from app.demo.county import County, Move, Unit
from app.demo.goals import FOSTERED, Where
from app.demo.ground import is_inside
from app.demo.homes import PlannedHome, TermsFrom, Whose
from app.demo.lives import TAKEN_OVER, Brood, Fate, Life
from app.register.models import ApprovalEnd

MOVED = {
    PlaceChange.CREQB: 23,
    PlaceChange.CREQO: 24,
    PlaceChange.CHILD: 19,
    PlaceChange.LAREQ: 7,
    PlaceChange.OTHER: 30,
    PlaceChange.STAND: 3,
    PlaceChange.ALLEG: 3,
}
"""Why children moved from one home to another like it, in the year to 31 March 2025."""

MOVES_A_YEAR = 0.17
"""How likely a child is to move within a year from one home to another like it."""

WIDENED = 0.06
"""How many of our households have their terms widened in a year."""

LEAVING = {2024: 0.138, 2025: 0.25}
USUALLY_LEAVING = 0.11
"""How many of our mainstream households leave in a year: in that to 31 March 2024, as in England
(4,820 of 35,005); in the next, as Herefordshire's fall from 215 places to 175 demands."""

AGENCY_HOMES = 30
"""Homes of agencies' carers that the record knows."""

STARTED_NOW, CEASED_NOW = 66, 78
"""Children who start and cease in a year after the last published one."""


@dataclass
class Year:
    """A year of the county: from its first day to its last."""

    county: County
    number: int
    first: date
    last: date
    chance: Chance

    def live_through(self) -> None:
        """Everything that happens in it, day by day."""
        self._approve_and_leave()
        want = self._where_everyone_ends()
        moves = [*self._comings(want), *self._goings(want), *self._leavings(), *self._closings()]
        for move in sorted(moves, key=lambda each: each.order):
            if move.where is None:
                self._leave(move)
            else:
                self.county.place(self.chance, move)
        self._close_empty_homes()
        self._fill_our_places()

    def _fill_our_places(self) -> None:
        """Some who found no room with our carers when they came find it by the end."""
        county, there = self.county, self._there_at_the_end()
        short = goals.where_on_31_march(self.number, len(there))[Where.OURS]
        short -= sum(county.where(life) is Where.OURS for life in there)
        agency = [life for life in there if county.where(life) is Where.AGENCY]
        for life in self.chance.some(agency, max(0, short)):
            county.place(self.chance, Move(self.last, [life], Where.OURS, PlaceChange.LAREQ))

    # ------------------------------------------------------------------------------- our carers

    def _mainstream(self) -> list[PlannedHome]:
        return [home for home in self.county.homes if home.whose is Whose.OURS and home.is_open]

    def _approve_and_leave(self) -> None:
        """Some of our households leave, some have wider terms, and new ones are approved."""
        ours = self._mainstream()
        share = (self.last - self.first).days / 365
        leaving = round(LEAVING.get(self.number, USUALLY_LEAVING) * len(ours) * share)
        weights = [0.0 if home.reserved else 1 / (1 + 2 * len(home.there)) for home in ours]
        for home in self.chance.some_by_weight(ours, weights, leaving):
            home.leaving_on = self.chance.day(self.first + timedelta(days=30), self.last)
        self._widen_some(home for home in ours if home.leaving_on is None and not home.reserved)
        goal = goals.places_on_31_march(self.number)
        staying = [home for home in ours if home.leaving_on is None]
        places = sum(home.places(self.last) for home in staying)
        while places < goal - 1:
            day = self.chance.day(self.first, self.last)
            home = homes.our_home(self.chance, self.county.ground, day)
            self.county.homes.append(home)
            places += home.overall(self.last)

    def _widen_some(self, ours: Iterable[PlannedHome]) -> None:
        for home in ours:
            terms = home.terms[-1]
            if terms.overall < 3 and self.chance.once_in(WIDENED):
                day = self.chance.day(self.first, self.last)
                line = homes.Line(terms.overall + 1)
                home.terms.append(TermsFrom(day, terms.overall + 1, (line,), "Widened at review."))
                home.bedrooms.append(1)

    def _closings(self) -> list[Move]:
        """Children whose carers leave move on before they do."""
        return [
            Move(home.leaving_on, [life], Where.OURS, PlaceChange.CLOSE)
            for home in self.county.homes
            if home.leaving_on is not None and self.first <= home.leaving_on <= self.last
            for life in {stay.life: None for stay in home.there}
        ]

    def _close_empty_homes(self) -> None:
        """Approvals end for those who leave: nearly always by their own notice."""
        for home in self.county.homes:
            if home.leaving_on is not None and home.is_open and home.leaving_on <= self.last:
                home.ends = max(home.leaving_on, home.approved)
                home.how = self.chance.weighted(
                    {
                        ApprovalEnd.RESIGNED: 8,
                        ApprovalEnd.TERMINATED: 1,
                        ApprovalEnd.TRANSFERRED: 1,
                    }
                )
                for stay in home.there:  # came after their carers' notice was planned
                    move = Move(home.ends, [stay.life], Where.AGENCY, PlaceChange.CLOSE)
                    self.county.place(self.chance, move)

    # ------------------------------------------------------------------------ where everyone ends

    def _there_at_the_end(self) -> list[Life]:
        return [
            life
            for life in self.county.lives
            if life.is_in_care(self.last) and not life.of_the_story
        ]

    def _where_everyone_ends(self) -> dict[Life, Where]:
        """Where each child is to live on the last day: as now, unless the goals need a move."""
        there = self._there_at_the_end()
        goal = goals.where_on_31_march(self.number, len(there))
        sharing = Sharing(self.chance, {life: self.county.where(life) for life in there}, goal)
        for where, suits in self._who_suits().items():
            sharing.fill(where, suits)
        sharing.foster_the_rest()
        return sharing.want

    def _who_suits(self) -> dict[Where, Callable[[Life], float]]:
        """How likely each child is to go to each kind of place that is not a family's."""
        last = self.last

        def adoption(life: Life) -> float:
            soon = life.ends is not None and life.ends < last + timedelta(days=330)
            placed = life.fate is Fate.ADOPTED and soon
            return float(placed or (life.status_on(last) is Ls.E1 and life.ends is None))

        def supported(life: Life) -> float:
            old = life.age(last) >= 16.1
            return (8.0 if life.asylum else 1.0) if old else 0.0

        def parents(life: Life) -> float:
            long = life.starts < last - timedelta(days=150)
            in_care = life.status_on(last - timedelta(days=90)) is Ls.C2 if long else False
            inside = life.brood.home is not None and is_inside(life.brood.home)
            return float(in_care and inside and life.age(last) < 17)

        def residential(life: Life) -> float:
            return 3.0 if life.age(last) < 1.5 else float(life.age(last) > 9 and not life.asylum)

        def other(life: Life) -> float:
            return float(life.age(last) > 13)

        def childrens_home(life: Life) -> float:
            age = life.age(last)
            return 0.0 if age < 9 or life.asylum else 1 + max(0.0, age - 11)

        return {
            Where.ADOPTION: adoption,
            Where.SUPPORTED: supported,
            Where.PARENTS: parents,
            Where.RESIDENTIAL: residential,
            Where.OTHER: other,
            Where.CHILDRENS_HOME: childrens_home,
        }

    # -------------------------------------------------------------------------------------- moves

    def _comings(self, want: dict[Life, Where]) -> list[Move]:
        """Where those who come go first, and where from there."""
        moves = []
        comers = [
            life
            for life in self.county.lives
            if self.first <= life.starts <= self.last and not life.of_the_story
        ]
        for unit in units(comers, lambda life: (life.starts, want.get(life))):
            day, then = unit[0].starts, want.get(unit[0])
            first = self._first_place(unit, then)
            moves.append(Move(day, unit, first))
            if then is not None and then is not first:
                moves.append(Move(self._second_day(unit, then), unit, then))
        return moves

    def _first_place(self, unit: Unit, then: Where | None) -> Where:
        if then in FOSTERED and self.chance.once_in(0.75):
            return then
        if unit[0].asylum and unit[0].age(unit[0].starts) > 16.1 and self.chance.once_in(0.5):
            return Where.SUPPORTED
        if then is None and not unit[0].asylum and self.chance.once_in(0.15):
            return Where.KIN
        return Where.OURS if self.chance.once_in(0.5) else Where.AGENCY

    def _second_day(self, unit: Unit, then: Where) -> date:
        starts = max(life.starts for life in unit)
        earliest = starts + timedelta(days=6)
        if then is Where.PARENTS:
            earliest = max(earliest, *(_order_made(life) for life in unit))
        if then is Where.SUPPORTED:
            earliest = max(earliest, *(_sixteen(life) for life in unit))
        return min(self.last, self.chance.day(earliest, max(earliest, self.last)))

    def _goings(self, want: dict[Life, Where]) -> list[Move]:
        """Those who were here already: to another kind of place, or to another home like it."""
        moves = []
        here = [life for life in want if life.starts < self.first]

        def together(life: Life) -> object:
            stay = self.county.main(life)
            return (id(stay.home) if stay and stay.home else id(life), want[life])

        for unit in units(here, together):
            now, then = self.county.where(unit[0]), want[unit[0]]
            day = self.chance.day(self.first + timedelta(days=3), self.last)
            if now is not then:
                day = max(day, *(_allowed_from(life, then) for life in unit))
                moves.append(Move(min(day, self.last), unit, then, self._why(now, then)))
            elif then in _MOVING and self.chance.once_in(MOVES_A_YEAR):
                moves.append(Move(day, unit, then, self.chance.weighted(MOVED)))
        return moves

    def _why(self, now: Where | None, then: Where) -> PlaceChange:
        if now in (Where.OURS, Where.AGENCY, Where.KIN) and then is Where.CHILDRENS_HOME:
            return PlaceChange.CREQB
        return PlaceChange.CARPL if self.chance.once_in(0.8) else PlaceChange.OTHER

    def _leavings(self) -> list[Move]:
        """Those who stop being looked after; the adopted have been with their adopters before."""
        moves = []
        for life in self.county.lives:
            if life.ends is None or not self.first <= life.ends <= self.last or life.of_the_story:
                continue
            moves.append(Move(life.ends, [life], None))
            if life.fate is Fate.ADOPTED and self.county.where(life) is not Where.ADOPTION:
                day = max(
                    self.first,
                    life.starts + timedelta(days=100),
                    life.ends - timedelta(days=self.chance.randint(90, 240)),
                )
                if day < life.ends:
                    moves.append(Move(day, [life], Where.ADOPTION))
        return moves

    def _leave(self, move: Move) -> None:
        for life in move.unit:
            where = self.county.where(life)
            life.because = lives.reason(
                self.chance, life, fostered=where in FOSTERED, by_kin=where is Where.KIN
            )
            self.county.end(life, move.day, None)


_MOVING = {Where.OURS, Where.AGENCY, Where.CHILDRENS_HOME, Where.SUPPORTED}


def _sixteen(life: Life) -> date:
    return birthday(life.born, 16)


def _order_made(life: Life) -> date:
    orders = [since for status, since in life.statuses if status in (Ls.C1, Ls.C2, Ls.E1)]
    return min(orders) if orders else life.starts


def _allowed_from(life: Life, where: Where) -> date:
    if where is Where.SUPPORTED:
        return _sixteen(life)
    return _order_made(life) if where is Where.PARENTS else life.starts


def units(some: Iterable[Life], together: Callable[[Life], object]) -> list[Unit]:
    """Brothers and sisters who are to be together, and alike in this, as one; others alone."""
    found: dict[object, Unit] = {}
    for life in some:
        same = life.brood.together
        key = (id(life.brood) if same else id(life), together(life))
        found.setdefault(key, []).append(life)
    return list(found.values())


class Sharing:
    """Shares children out among kinds of places: who stays, who moves, who comes to which."""

    def __init__(
        self, chance: Chance, now: dict[Life, Where | None], goal: dict[Where, int]
    ) -> None:
        self.chance = chance
        self.now = now
        self.goal = goal
        self.want: dict[Life, Where] = {}

    def fill(self, where: Where, suits: Callable[[Life], float]) -> None:
        """Those there stay, if there are not too many; others come, if there are too few."""
        free = [life for life in self.now if life not in self.want]
        there = [life for life in free if self.now[life] is where and suits(life) > 0]
        for life in self.chance.some(there, self.goal[where]):
            self.want[life] = where
        short = self.goal[where] - min(len(there), self.goal[where])
        others = [life for life in free if life not in self.want and self.now[life] is not where]
        weights = [suits(life) * _READY.get(self.now[life], 1.0) for life in others]
        for life in self.chance.some_by_weight(others, weights, short):
            self.want[life] = where

    def foster_the_rest(self) -> None:
        """Everyone else lives with a family: with their kin, with our carers, or an agency's."""
        rest = units(
            [life for life in self.now if life not in self.want], lambda life: self.now[life]
        )
        self.chance.shuffle(rest)
        left = {where: self.goal[where] for where in (Where.KIN, Where.OURS, Where.AGENCY)}
        moving = []
        for unit in rest:
            where = self.now[unit[0]]
            if where in left and left[where] >= len(unit):
                self._settle(unit, where, left)
            else:
                moving.append(unit)
        for unit in sorted(moving, key=len, reverse=True):
            suitable = [where for where in left if where is not Where.KIN or not unit[0].asylum]
            self._settle(unit, max(suitable, key=lambda where: left[where]), left)

    def _settle(self, unit: Unit, where: Where, left: dict[Where, int]) -> None:
        left[where] -= len(unit)
        for life in unit:
            self.want[life] = where


_READY: dict[Where | None, float] = {None: 3.0, Where.KIN: 0.3, Where.PARENTS: 0.2}
"""How ready children are to move, by where they live now; those who come are readiest."""


# --------------------------------------------------------------------------------- the whole time


def first_day(county: County) -> None:
    """Everybody who was looked after when the record began, and where they lived."""
    chance = Chance.of(county.seed, "first day")
    year = Year(county, 2016, date(2015, 4, 1), TAKEN_OVER - timedelta(days=1), chance)
    goal, places = goals.places_on_31_march(2016), 0
    while places < goal - 1:
        day = year.last - years(chance.uniform(0.4, 9))
        home = homes.our_home(chance, county.ground, day)
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
    earliest = max(_allowed_from(life, where) for life in unit)
    earliest = max(earliest, *(life.starts for life in unit))
    return chance.day(max(earliest, year.last - years(2)), year.last)


def add_agency_home(county: County, chance: Chance, number: int) -> None:
    """A home of an agency's carers: every other one in the county, the rest beyond its border."""
    ground = county.ground
    point = ground.at_home(chance) if number % 2 else chance.choice(ground.next_door)
    day = chance.day(date(2010, 1, 1), date(2023, 12, 31) if number % 3 else date(2015, 12, 31))
    county.homes.append(homes.agency_home(chance, ground, day, point))


def published_years(county: County) -> None:
    """To 31 March 2025: nothing here depends on what day it is."""
    chance = Chance.of(county.seed, "lives")
    county.lives = lives.who_came_and_left(chance, county.ground)
    lives.give_ages(chance, county.lives)
    lives.make_broods(chance, county.lives)
    lives.say_who(chance, county.ground, county.lives)
    lives.fit_to_published(chance, county.lives)
    lives.give_statuses(chance, county.lives)
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
    lives.make_broods(chance, new)
    lives.say_who(chance, county.ground, new)
    for life in new:
        final = Ls.V2 if life.asylum else chance.weighted({Ls.C2: 6, Ls.V2: 4})
        lives.walk(chance, life, final, life.starts + timedelta(days=400))
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
