"""A year of the county: who is to live where at its end, and every move that leads there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.children.codes import Ls, PlaceChange
from app.demo import carers, goals, homes, statuses
from app.demo.chance import Chance, birthday
from app.demo.county import County, Move, Unit
from app.demo.goals import FOSTERED, Where
from app.demo.ground import is_inside
from app.demo.homes import PlannedHome, TermsFrom, Whose
from app.demo.lives import Fate, Life
from app.demo.sharing import Sharing, units
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
            home = carers.our_home(self.chance, self.county.ground, day)
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
                day = max(day, *(allowed_from(life, then) for life in unit))
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
            life.because = statuses.reason(
                self.chance, life, fostered=where in FOSTERED, by_kin=where is Where.KIN
            )
            self.county.end(life, move.day, None)


_MOVING = {Where.OURS, Where.AGENCY, Where.CHILDRENS_HOME, Where.SUPPORTED}


def _sixteen(life: Life) -> date:
    return birthday(life.born, 16)


def _order_made(life: Life) -> date:
    orders = [since for status, since in life.statuses if status in (Ls.C1, Ls.C2, Ls.E1)]
    return min(orders) if orders else life.starts


def allowed_from(life: Life, where: Where) -> date:
    if where is Where.SUPPORTED:
        return _sixteen(life)
    return _order_made(life) if where is Where.PARENTS else life.starts
