"""Local need, counted as the published figures count it, so that it can stand beside them.

From placements as plain values: who is looked after on a day, by age, kind of home, provider, place
and distance; who started, moved and ceased in a year; how steady their homes were and why homes
ended; brothers and sisters together or apart; carers who joined and left. A table's rows add up to
its total, what is not recorded is a row of its own, and small numbers can be hidden.

Where definitions are the published ones (Department for Education, Children looked after in
England) the function says so.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from sufficiency.forecast.words import ADULT, BAND_STARTS, BANDS, CarerSpell, Living
from sufficiency.period import Period
from sufficiency.types import age_on

NOT_RECORDED = "not recorded"
NEAR_MILES = 20.0
"""The published line between near and far from home, in statutory miles."""

FEW = 5
"""Numbers from 1 up to, and not including, this are hidden where a table is suppressed."""


@dataclass(frozen=True, slots=True)
class Stay:
    """A child in one placement, from `starts` up to, and not including, `ends`.

    A change of legal status alone is no new stay. `provider` is own, other authority, agency or
    another word of the caller's; `in_area` whether the home lies in the council's area; `miles`
    (statutory) from the child's home; `siblings` the group of brothers and sisters looked after;
    `home` the household or setting; `ended` the reason that the placement ended, in the caller's
    words; `left` the reason that care ended, where it ended with this stay. None is not recorded.
    """

    child: str
    born: date
    starts: date
    ends: date | None
    living: Living
    provider: str | None = None
    in_area: bool | None = None
    miles: float | None = None
    siblings: str | None = None
    home: str | None = None
    ended: str | None = None
    left: str | None = None

    @property
    def period(self) -> Period:
        """The days of it."""
        return Period(self.starts, self.ends)


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers under their headings, and what they are of; the numbers add up to the total."""

    name: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    def percent(self, heading: str) -> float | None:
        """This one's share of the total, in per cent; None where there is nobody."""
        return 100 * self.counts[heading] / self.total if self.total else None

    def suppressed(self, few: int = FEW) -> "dict[str, int | None]":
        """The numbers to publish: few are hidden, and with a single hidden one the next least, so
        that nobody works it out from the total."""
        shown: dict[str, int | None] = dict(self.counts)
        hidden = [name for name, number in self.counts.items() if 0 < number < few]
        if len(hidden) == 1:
            rest = [name for name, number in self.counts.items() if number >= few]
            hidden += sorted(rest, key=lambda name: (self.counts[name], name))[:1]
        for name in hidden:
            shown[name] = None
        return shown


@dataclass(frozen=True, slots=True)
class Beside:
    """A share here beside the same published elsewhere, in per cent; `apart` is here less there."""

    heading: str
    here: float
    there: float

    @property
    def apart(self) -> float:
        """Percentage points here above there."""
        return self.here - self.there


def band_of(born: date, day: date) -> str:
    """The age band on a day; sixteen and seventeen also from eighteen on, as published."""
    age = min(age_on(born, day), ADULT - 1)
    return BANDS[sum(age >= start for start in BAND_STARTS) - 1]


def here_on(stays: Iterable[Stay], day: date) -> list[Stay]:
    """The stays of a day, one for each child: of two that overlap the one that began later."""
    found: dict[str, Stay] = {}
    for each in sorted(stays, key=lambda stay: (stay.starts, stay.living)):
        if each.period.contains(day) and age_on(each.born, day) < ADULT:
            found[each.child] = each
    return list(found.values())


# ------------------------------------------------------------------------------------- on a day


def by_age(stays: Iterable[Stay], day: date) -> Table:
    """Children looked after on a day, by age (published: Age group)."""
    return _table("Age", BANDS, (band_of(each.born, day) for each in here_on(stays, day)))


def by_kind(stays: Iterable[Stay], day: date) -> Table:
    """Children looked after on a day, by kind of home."""
    return _table("Kind of home", tuple(Living), (each.living for each in here_on(stays, day)))


def by_age_and_kind(stays: Iterable[Stay], day: date) -> dict[str, Table]:
    """The same for each kind of home by itself, by age."""
    here = here_on(stays, day)
    return {
        kind: _table(kind, BANDS, (band_of(each.born, day) for each in here if each.living is kind))
        for kind in Living
    }


def by_provider(stays: Iterable[Stay], day: date) -> Table:
    """Children looked after on a day, by whose provision it is (published: Place providers)."""
    return _table("Provider", (), (each.provider or NOT_RECORDED for each in here_on(stays, day)))


def by_place(stays: Iterable[Stay], day: date) -> Table:
    """In or out of the council's area (published: Locality of placement)."""
    words = {True: "in the area", False: "outside the area", None: NOT_RECORDED}
    return _table("Place", words.values(), (words[each.in_area] for each in here_on(stays, day)))


def by_distance(stays: Iterable[Stay], day: date) -> Table:
    """Twenty miles or less from home, or more (published: Distance between home and placement)."""
    words = ("20 miles or less", "more than 20 miles", NOT_RECORDED)

    def said(miles: float | None) -> str:
        return words[2] if miles is None else words[miles > NEAR_MILES]

    return _table("Distance from home", words, (said(each.miles) for each in here_on(stays, day)))


def siblings_together(stays: Iterable[Stay], day: date) -> Table:
    """Groups of brothers and sisters looked after on a day: all in one home, some, or none.

    Groups are of two or more. One with a home that is not recorded is a row of its own.
    """
    groups: dict[str, list[Stay]] = defaultdict(list)
    for each in here_on(stays, day):
        if each.siblings is not None:
            groups[each.siblings].append(each)
    words = ("all together", "some together", "all apart", NOT_RECORDED)
    return _table(
        "Brothers and sisters",
        words,
        (_together(own, words) for own in groups.values() if len(own) > 1),
    )


def _together(own: Sequence[Stay], words: Sequence[str]) -> str:
    homes = [each.home for each in own]
    if None in homes:
        return words[3]
    if len(set(homes)) == 1:
        return words[0]
    return words[1] if len(set(homes)) < len(homes) else words[2]


def sizes_of_groups(stays: Iterable[Stay], day: date) -> Table:
    """How many brothers and sisters are looked after with each other: groups by size."""
    sizes = Counter(each.siblings or f"alone {each.child}" for each in here_on(stays, day)).values()
    words = ("1", "2", "3", "4 or more")
    return _table("Size of group", words, (words[min(size, 4) - 1] for size in sizes))


# ------------------------------------------------------------------------------------- in a year


def started(stays: Iterable[Stay], year: Period) -> Table:
    """Who started to be looked after, by age on starting; each start counts (published: the first
    of a child in the year)."""
    seen: dict[str, Stay] = {}
    for each in _starts(stays):
        if year.contains(each.starts):
            seen.setdefault(each.child, each)
    return _table("Started", BANDS, (band_of(each.born, each.starts) for each in seen.values()))


def ceased(stays: Iterable[Stay], year: Period) -> Table:
    """Who ceased to be looked after, by age on ceasing, eighteen a row of its own (published: the
    last of a child in the year)."""
    return _table(
        "Ceased",
        (*BANDS, "18"),
        (
            "18" if age_on(each.born, ends) >= ADULT else band_of(each.born, ends)
            for each, ends in _last_ends(stays, year)
        ),
    )


def started_by_kind(stays: Iterable[Stay], year: Period) -> Table:
    """The same who started, by the kind of home that they came to first."""
    seen: dict[str, Stay] = {}
    for each in _starts(stays):
        if year.contains(each.starts):
            seen.setdefault(each.child, each)
    return _table("Came to", tuple(Living), (each.living for each in seen.values()))


def ceased_by_kind(stays: Iterable[Stay], year: Period) -> Table:
    """The same who ceased, by the kind of home that they left last."""
    return _table("Left", tuple(Living), (each.living for each, _ in _last_ends(stays, year)))


def why_ceased(stays: Iterable[Stay], year: Period) -> Table:
    """Why they ceased to be looked after, in the words recorded."""
    return _table("Why", (), (each.left or NOT_RECORDED for each, _ in _last_ends(stays, year)))


def why_homes_ended(stays: Iterable[Stay], year: Period) -> Table:
    """Why placements ended from which a child moved to another, in the words recorded."""
    moved = [before for before, _ in _moves(stays) if _ended_in(before, year)]
    return _table("Why", (), (each.ended or NOT_RECORDED for each in moved))


def moves_between(stays: Iterable[Stay], year: Period) -> dict[tuple[Living, Living], Table]:
    """Moves from each kind of home to each, by age on the day; a kind to itself is another home."""
    found: dict[tuple[Living, Living], list[str]] = defaultdict(list)
    for before, after in _moves(stays):
        if year.contains(after.starts):
            found[before.living, after.living].append(band_of(after.born, after.starts))
    return {
        (one, two): _table(f"{one} to {two}", BANDS, found.get((one, two), ()))
        for one in Living
        for two in Living
    }


# ------------------------------------------------------------------------------------- steadiness


def many_placements(stays: Collection[Stay], day: date) -> Table:
    """Of the children looked after on a day, those with three or more placements in the year to it
    (published: placement stability)."""
    year = Period(_year_before(day), day + timedelta(days=1))
    counted = Counter(
        each.child for each in stays if each.period.overlaps(year) and each.starts <= day
    )
    words = ("three or more placements", "one or two")
    return _table(
        "In the year", words, (words[counted[each.child] < 3] for each in here_on(stays, day))
    )


def long_term_homes(stays: Collection[Stay], day: date) -> Table:
    """Of children under 16 looked after for two and a half years without a break, those who have
    lived in the same home for two (published: long-term placement stability)."""
    began = {(each.child, each.starts): since for each, since in _since(stays)}
    words = ("same home for two years", "less than two years")
    long_ago, two_years = _months_before(day, 30), _months_before(day, 24)
    return _table(
        "Long-term homes",
        words,
        (
            words[each.starts > two_years]
            for each in here_on(stays, day)
            if age_on(each.born, day) < 16 and began[each.child, each.starts] <= long_ago
        ),
    )


# ------------------------------------------------------------------------------------- carers

TENURES = ((1, "under 1 year"), (3, "1 to 3 years"), (5, "3 to 5 years"), (10, "5 to 10 years"))


def carers_joined(spells: Iterable[CarerSpell], year: Period) -> int:
    """Households approved in the year."""
    return sum(year.contains(each.approved) for each in spells)


def carers_left(spells: Iterable[CarerSpell], year: Period) -> Table:
    """Households whose approval ended in the year, by how long they had been approved."""
    words = (*(word for _, word in TENURES), "10 years and more")

    def tenure(spell: CarerSpell, ended: date) -> str:
        had = age_on(spell.approved, ended)
        return next((word for years, word in TENURES if had < years), words[-1])

    return _table(
        "Left after",
        words,
        (
            tenure(each, each.ended)
            for each in spells
            if each.ended is not None and year.contains(each.ended)
        ),
    )


def carers_by_age(born: Iterable[date | None], day: date) -> Table:
    """Carers by age on a day; how many are near to giving it up."""
    words = ("under 35", "35 to 44", "45 to 54", "55 to 64", "65 and over", NOT_RECORDED)

    def said(birthday: date | None) -> str:
        if birthday is None:
            return words[-1]
        age = age_on(birthday, day)
        return words[sum(age >= years for years in (35, 45, 55, 65))]

    return _table("Age of carers", words, (said(each) for each in born))


# ------------------------------------------------------------------------------------- elsewhere


def beside(table: Table, published: Mapping[str, float]) -> list[Beside]:
    """The shares of a table beside the same published elsewhere, in per cent, heading by heading.

    Headings that were not published there, or of which nobody is here, are left out.
    """
    found = []
    for heading in table.counts:
        here = table.percent(heading)
        if here is not None and heading in published:
            found.append(Beside(heading, here, published[heading]))
    return found


def _table(name: str, headings: Iterable[str], each: Iterable[str]) -> Table:
    counted = Counter(each)
    counts = {heading: counted.pop(heading, 0) for heading in headings}
    counts |= dict(sorted(counted.items(), key=lambda one: (one[0] == NOT_RECORDED, one[0])))
    return Table(name, counts)


def _by_child(stays: Iterable[Stay]) -> list[list[Stay]]:
    found: dict[str, list[Stay]] = defaultdict(list)
    for each in sorted(stays, key=lambda stay: (stay.child, stay.starts)):
        found[each.child].append(each)
    return list(found.values())


def _goes_on(before: Stay, after: Stay) -> bool:
    """Is the next stay on from this one, without a day between?"""
    return before.ends is None or before.ends >= after.starts


def _since(stays: Iterable[Stay]) -> list[tuple[Stay, date]]:
    """Each stay with the day on which this time in care began."""
    found = []
    for own in _by_child(stays):
        since, before = own[0].starts, own[0]
        for each in own:
            since = since if _goes_on(before, each) else each.starts
            found.append((each, since))
            before = each
    return found


def _starts(stays: Iterable[Stay]) -> list[Stay]:
    """The first stay of each time in care."""
    first = [each for each, since in _since(stays) if each.starts == since]
    return sorted(first, key=lambda stay: (stay.starts, stay.child))


def _moves(stays: Iterable[Stay]) -> list[tuple[Stay, Stay]]:
    """Each stay with the next, where the child moved."""
    return [
        (before, after)
        for own in _by_child(stays)
        for before, after in pairwise(own)
        if _goes_on(before, after)
    ]


def _ended_in(stay: Stay, year: Period) -> bool:
    return stay.ends is not None and year.contains(stay.ends)


def _last_ends(stays: Iterable[Stay], year: Period) -> list[tuple[Stay, date]]:
    """For each child the last stay with which care ended in the year, and the day."""
    found: dict[str, tuple[Stay, date]] = {}
    for own in _by_child(stays):
        for place, each in enumerate(own):
            goes_on = place + 1 < len(own) and _goes_on(each, own[place + 1])
            if each.ends is not None and year.contains(each.ends) and not goes_on:
                found[each.child] = each, each.ends
    return list(found.values())


def _months_before(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 - months, 12)
    first = date(day.year + years, month + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


def _year_before(day: date) -> date:
    """The day after the same day of the year before: with it a year begins that ends on the day."""
    return _months_before(day + timedelta(days=1), 12)
