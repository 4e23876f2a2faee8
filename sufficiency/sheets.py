"""Homes and people who wait, from plain CSV files: the engine with no web application at all.

A folder holds `homes.csv`, `needs.csv` and `waiting.csv`, and may hold `living_there.csv`,
`lines.csv`, `exemptions.csv`, `avoid.csv` and `profiles.csv`. `COLUMNS` says what each holds; the
first of each list names the row and must be filled, and columns that are not there are empty.
`docs/plain-files.md` tells it with an example.

Days are 2026-11-23. Positions are metres on the National Grid. Yes and no are yes and no. Several
values in one cell are parted by spaces. Every row that cannot be read is said at once.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from sufficiency.gap import Profile
from sufficiency.period import Period
from sufficiency.types import (
    Avoid,
    Bedroom,
    Child,
    Claim,
    ClaimKind,
    Criterion,
    Exempted,
    Fact,
    Hold,
    Home,
    Kind,
    Need,
    Point,
    ProviderKind,
    Resident,
    Room,
    Sex,
    Sleeper,
    Terms,
    Unavailable,
    siblings_of,
)

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "homes.csv": tuple(
        (
            "home easting northing approved_from approved_until agreement_from places ages_from "
            "ages_to sexes kinds bedrooms on_hold not_offered may_be_asked so not_so provider "
            "in_area authority supervised weekly_cost connected_to"
        ).split()
    ),
    "lines.csv": ("home", "up_to", "ages_from", "ages_to", "sexes", "kinds", "child"),
    "living_there.csv": tuple(
        (
            "home child born sex from until claim kind fostered bedroom others_from others_to alone"
        ).split()
    ),
    "exemptions.csv": ("home", "children", "limit", "from", "until"),
    "needs.csv": tuple(
        (
            "need kind from until home_easting home_northing school_easting school_northing "
            "max_miles required forbidden wanted youngest_other oldest_other alone company "
            "not_with siblings_at siblings area"
        ).split()
    ),
    "waiting.csv": ("need", "child", "born", "sex", "apart_from"),
    "avoid.csv": ("need", "easting", "northing", "miles"),
    "profiles.csv": (
        "profile",
        "area",
        "easting",
        "northing",
        "ages_from",
        "ages_to",
        "places",
        "facts",
    ),
}
"""What each file may hold."""

NEEDED = ("homes.csv", "needs.csv", "waiting.csv")

OneOf = TypeVar("OneOf", bound=StrEnum)
OneOrMore = TypeVar("OneOrMore")


class Unreadable(ValueError):
    """Files that cannot be read, with every reason, one a line."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = tuple(reasons)


@dataclass(frozen=True, slots=True)
class Sheets:
    """What the files hold. `area_of` is the area of each need that has one; `may_be_asked` are
    homes whose carers may be asked about places that they do not offer."""

    homes: tuple[Home, ...]
    needs: tuple[Need, ...]
    profiles: tuple[Profile, ...]
    area_of: Mapping[str, str]
    may_be_asked: frozenset[str]


class _Row:
    """One row of a file, read cell by cell; what cannot be read is noted and read as empty."""

    def __init__(self, file: str, number: int, cells: Mapping[str, str], wrong: list[str]) -> None:
        self.file, self.nth, self.cells, self.wrong = file, number, cells, wrong

    def text(self, column: str) -> str:
        return (self.cells.get(column) or "").strip()

    def must(self, column: str) -> str:
        text = self.text(column)
        if not text:
            self.say(column, "is empty")
        return text

    def say(self, column: str, wrong: str) -> None:
        self.wrong.append(f"{self.file} row {self.nth}, {column}: {wrong}")

    def _read(self, column: str, read: Callable[[str], OneOrMore], what: str) -> OneOrMore | None:
        text = self.text(column)
        if not text:
            return None
        try:
            return read(text)
        except ValueError:
            self.say(column, f"“{text}” is not {what}")
            return None

    def day(self, column: str) -> date | None:
        return self._read(column, date.fromisoformat, "a day such as 2026-11-23")

    def must_day(self, column: str, otherwise: date) -> date:
        self.must(column)
        return self.day(column) or otherwise

    def whole(self, column: str) -> int | None:
        return self._read(column, _natural, "a whole number")

    def number(self, column: str) -> float | None:
        return self._read(column, _not_negative, "a number")

    def yes(self, column: str, otherwise: bool = False) -> bool:
        answer = self._read(column, _yes, "yes or no")
        return otherwise if answer is None else answer

    def one_of(self, column: str, names: type[OneOf], otherwise: OneOf) -> OneOf:
        known = ", ".join(names)
        return self._read(column, names, f"one of {known}") or otherwise

    def some_of(self, column: str, names: type[OneOf]) -> frozenset[OneOf]:
        known = ", ".join(names)

        def read(text: str) -> frozenset[OneOf]:
            return frozenset(names(each) for each in text.split())

        return self._read(column, read, f"made of {known}") or frozenset()

    def ids(self, column: str) -> frozenset[str]:
        return frozenset(self.text(column).split())

    def point(self, east: str, north: str) -> Point | None:
        easting, northing = self.whole(east), self.whole(north)
        if easting is None or northing is None:
            if (easting is None) != (northing is None):
                self.say(east, f"goes with {north}: both or neither")
            return None
        return Point(easting, northing)

    def period(self, first: str, last: str, otherwise: date = date.min) -> Period:
        """From a day up to and including another, which is empty while it is open."""
        starts, until = self.day(first) or otherwise, self.day(last)
        if until is not None and until < starts:
            self.say(last, "is before the first day")
            until = None
        ends = date.fromordinal(until.toordinal() + 1) if until else None
        return Period(starts, ends)


def _natural(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def _not_negative(text: str) -> float:
    number = float(text)
    if not 0 <= number < float("inf"):
        raise ValueError(text)
    return number


def _yes(text: str) -> bool:
    return ("no", "yes").index(text.lower()) == 1


def read(folder: Path, *, prefix: str = "") -> Sheets:
    """What a folder's files hold. Raises `Unreadable` with every reason at once.

    `prefix` is put before every id, so that several councils' files can be read as one region.
    """
    wrong: list[str] = []
    rows = {name: _rows(folder / name, wrong) for name in COLUMNS}
    if wrong:
        raise Unreadable(wrong)
    homes = _homes(rows, wrong)
    needs, area_of = _needs(rows, wrong)
    sheets = Sheets(
        homes=homes,
        needs=needs,
        profiles=tuple(_profile(row) for row in rows["profiles.csv"]),
        area_of=area_of,
        may_be_asked=frozenset(
            row.text("home") for row in rows["homes.csv"] if row.yes("may_be_asked")
        ),
    )
    if wrong:
        raise Unreadable(list(dict.fromkeys(wrong)))
    return _prefixed(sheets, prefix) if prefix else sheets


def _rows(path: Path, wrong: list[str]) -> list[_Row]:
    if not path.exists():
        if path.name in NEEDED:
            wrong.append(f"{path.name} is not in {path.parent.name or path.parent}")
        return []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        wrong.append(f"{path.name} is not written in UTF-8")
        return []
    reader = csv.DictReader(text.splitlines())
    known = COLUMNS[path.name]
    for column in reader.fieldnames or ():
        if column not in known:
            wrong.append(f"{path.name} has a column {column}; it may have: {', '.join(known)}")
    if known[0] not in (reader.fieldnames or ()):
        wrong.append(f"{path.name} has no column {known[0]}")
        return []
    rows = [
        _Row(path.name, number, {key: cell for key, cell in cells.items() if key}, wrong)
        for number, cells in enumerate(reader, start=2)
    ]
    for row in rows:
        row.must(known[0])
    return rows


def _unique(rows: Iterable[_Row], column: str) -> dict[str, _Row]:
    found: dict[str, _Row] = {}
    for row in rows:
        name = row.text(column)
        if name in found:
            row.say(column, f"{name} is there twice")
        found.setdefault(name, row)
    return found


def _of(rows: Iterable[_Row], column: str, known: Mapping[str, object]) -> dict[str, list[_Row]]:
    """Rows by what they belong to."""
    found: dict[str, list[_Row]] = {name: [] for name in known}
    for row in rows:
        name = row.text(column)
        if name in found:
            found[name].append(row)
        else:
            row.say(column, f"there is no {column} {name}")
    return found


# ----------------------------------------------------------------------------------------- homes


def _homes(rows: Mapping[str, list[_Row]], wrong: list[str]) -> tuple[Home, ...]:
    homes = _unique(rows["homes.csv"], "home")
    lines = _of(rows["lines.csv"], "home", homes)
    there = _of(rows["living_there.csv"], "home", homes)
    exempted = _of(rows["exemptions.csv"], "home", homes)
    return tuple(
        _home(row, lines[name], there[name], exempted[name]) for name, row in homes.items()
    )


def _home(row: _Row, lines: list[_Row], there: list[_Row], exempted: list[_Row]) -> Home:
    approved = row.period("approved_from", "approved_until")
    signed = row.day("agreement_from")
    places = row.whole("places")
    if places is None:
        row.must("places")
        places = 0
    criteria = tuple(_line(each) for each in lines) or (_line(row, places),)
    beds = tuple(
        Bedroom(str(n), int(sleeps))
        for n, sleeps in enumerate(row.text("bedrooms").split(), start=1)
        if _is_number(row, sleeps)
    )
    living = tuple(_living(each) for each in there)
    closed = row.text("not_offered")
    unavailable: tuple[Unavailable, ...] = ()
    if closed:
        number = None if closed == "all" else row.whole("not_offered")
        unavailable = (Unavailable(number, Period(date.min)),)
    return Home(
        id=row.text("home"),
        where=row.point("easting", "northing"),
        room=Room(
            approved=(approved,) if row.text("approved_from") else (),
            terms=(Terms(places, criteria, approved),),
            claims=tuple(claim for claim, _, _ in living if claim is not None),
            exemptions=tuple(_exempted(each) for each in exempted),
            unavailable=unavailable,
            holds=(Hold(Period(date.min)),) if row.yes("on_hold") else (),
            bedrooms=beds,
            sleepers=tuple(sleeper for _, _, sleeper in living if sleeper is not None),
            agreement_signed=Period(signed) if signed else None,
        ),
        provider_kind=row.one_of("provider", ProviderKind, ProviderKind.OWN),
        facts={
            **dict.fromkeys(sorted(row.some_of("so", Fact)), True),
            **dict.fromkeys(sorted(row.some_of("not_so", Fact)), False),
        },
        residents=tuple(resident for _, resident, _ in living),
        area_authority=row.text("authority") or None,
        in_area=row.yes("in_area", True),
        ssw_allocated=row.yes("supervised", True),
        weekly_cost=row.whole("weekly_cost"),
        connected_to=row.ids("connected_to"),
    )


def _is_number(row: _Row, text: str) -> bool:
    if not text.isdecimal():
        row.say("bedrooms", f"“{text}” is not how many a bedroom sleeps")
    return text.isdecimal()


def _line(row: _Row, up_to: int | None = None) -> Criterion:
    """One line of terms; the home's own columns are one line for all of its places."""
    sexes, kinds = row.some_of("sexes", Sex), row.some_of("kinds", Kind)
    low, high = row.whole("ages_from"), row.whole("ages_to")
    number = row.whole("up_to") if up_to is None else up_to
    if number is None:
        row.must("up_to")
        number = 0
    return Criterion(
        up_to=number,
        min_age=0 if low is None else low,
        max_age=17 if high is None else high,
        sexes=sexes or None,
        kinds=kinds or None,
        child_id=(row.text("child") or None) if up_to is None else None,
    )


def _living(row: _Row) -> tuple[Claim | None, Resident, Sleeper | None]:
    """A child who lives in the home. `fostered` is no for the family's own, who take no place."""
    child = Child(
        row.must("child"), row.must_day("born", date.min), row.one_of("sex", Sex, Sex.UNKNOWN)
    )
    period = row.period("from", "until")
    claim = None
    if row.yes("fostered", True):
        kind = row.one_of("kind", Kind, Kind.SHORT_TERM) if row.text("kind") else None
        claim = Claim(child, period, row.one_of("claim", ClaimKind, ClaimKind.PLACED), kind)
    resident = Resident(
        child, period, row.whole("others_from"), row.whole("others_to"), row.yes("alone")
    )
    bed = row.text("bedroom")
    sleeper = Sleeper(child.id, bed, period) if bed else None
    if claim is None and sleeper is None:
        sleeper = Sleeper(child.id, None, period)
    return claim, resident, sleeper


def _exempted(row: _Row) -> Exempted:
    return Exempted(row.ids("children"), row.whole("limit"), row.period("from", "until"))


# ----------------------------------------------------------------------------------------- needs


def _needs(
    rows: Mapping[str, list[_Row]], wrong: list[str]
) -> tuple[tuple[Need, ...], dict[str, str]]:
    needs = _unique(rows["needs.csv"], "need")
    waiting = _of(rows["waiting.csv"], "need", needs)
    avoid = _of(rows["avoid.csv"], "need", needs)
    _unique(rows["waiting.csv"], "child")
    for name, row in needs.items():
        if not waiting[name]:
            row.say("need", f"nobody in waiting.csv waits for {name}")
    if wrong:
        return (), {}
    made = tuple(_need(row, waiting[name], avoid[name]) for name, row in needs.items())
    return made, {name: row.text("area") for name, row in needs.items() if row.text("area")}


def _need(row: _Row, waiting: list[_Row], avoid: list[_Row]) -> Need:
    children = tuple(
        Child(
            each.must("child"),
            each.must_day("born", date.min),
            each.one_of("sex", Sex, Sex.UNKNOWN),
        )
        for each in waiting
    )
    row.must("from")
    required, forbidden = row.some_of("required", Fact), row.some_of("forbidden", Fact)
    if required & forbidden:
        row.say("forbidden", "says something that is required too")
        forbidden -= required
    ids = tuple(child.id for child in children)
    return Need(
        id=row.text("need"),
        children=children,
        home=row.point("home_easting", "home_northing"),
        school=row.point("school_easting", "school_northing"),
        period=row.period("from", "until"),
        kind=row.one_of("kind", Kind, Kind.SHORT_TERM),
        required=required,
        forbidden=forbidden,
        wanted=_wanted(row),
        youngest_other=row.whole("youngest_other"),
        oldest_other=row.whole("oldest_other"),
        alone=row.yes("alone"),
        company=row.yes("company"),
        max_miles=row.number("max_miles"),
        avoid=tuple(_avoid(each) for each in avoid),
        not_with=row.ids("not_with"),
        apart_from=frozenset(other for each in waiting for other in each.ids("apart_from")),
        siblings=siblings_of(ids) if row.yes("siblings", True) else frozenset(),
        siblings_at=row.ids("siblings_at"),
    )


def _wanted(row: _Row) -> dict[Fact, float]:
    """Wishes as `drives=5 makaton=2`: the fact, and what it is worth in miles."""
    found = {}
    for each in row.text("wanted").split():
        name, _, worth = each.partition("=")
        try:
            found[Fact(name)] = _not_negative(worth)
        except ValueError:
            row.say("wanted", f"“{each}” is not a fact with its worth, such as drives=5")
    return found


def _avoid(row: _Row) -> Avoid:
    point = row.point("easting", "northing")
    if point is None:
        row.say("easting", "a place to avoid needs a position")
    return Avoid(point or Point(0, 0), row.number("miles") or 0.0)


def _profile(row: _Row) -> Profile:
    point = row.point("easting", "northing")
    if point is None:
        row.say("easting", "a profile needs a position")
    low, high = row.whole("ages_from"), row.whole("ages_to")
    return Profile(
        name=row.text("profile"),
        area=row.text("area"),
        where=point or Point(0, 0),
        ages=(0 if low is None else low, 17 if high is None else high),
        places=row.whole("places") or 1,
        facts=row.some_of("facts", Fact),
    )


# ------------------------------------------------------------------------------- several councils


def _prefixed(sheets: Sheets, prefix: str) -> Sheets:
    """Every id with the council's name before it: no two councils' ids are the same."""

    def named(ids: Iterable[str]) -> frozenset[str]:
        return frozenset(f"{prefix}{each}" for each in ids)

    def child(one: Child) -> Child:
        return replace(one, id=f"{prefix}{one.id}")

    def home(one: Home) -> Home:
        room = one.room
        lines = [
            replace(
                terms,
                criteria=tuple(
                    replace(line, child_id=f"{prefix}{line.child_id}") if line.child_id else line
                    for line in terms.criteria
                ),
            )
            for terms in room.terms
        ]
        return replace(
            one,
            id=f"{prefix}{one.id}",
            connected_to=named(one.connected_to),
            residents=tuple(replace(each, child=child(each.child)) for each in one.residents),
            room=replace(
                room,
                terms=tuple(lines),
                claims=tuple(replace(each, child=child(each.child)) for each in room.claims),
                sleepers=tuple(replace(each, id=f"{prefix}{each.id}") for each in room.sleepers),
                exemptions=tuple(
                    replace(each, children=named(each.children)) for each in room.exemptions
                ),
            ),
        )

    def need(one: Need) -> Need:
        return replace(
            one,
            id=f"{prefix}{one.id}",
            children=tuple(child(each) for each in one.children),
            not_with=named(one.not_with),
            apart_from=named(one.apart_from),
            siblings=frozenset(named(pair) for pair in one.siblings),
            siblings_at=named(one.siblings_at),
        )

    return Sheets(
        homes=tuple(home(each) for each in sheets.homes),
        needs=tuple(need(each) for each in sheets.needs),
        profiles=sheets.profiles,
        area_of={f"{prefix}{name}": area for name, area in sheets.area_of.items()},
        may_be_asked=named(sheets.may_be_asked),
    )


def read_all(folders: Sequence[Path]) -> Sheets:
    """Several councils' files as one region: each id begins with its folder's name and a stroke.

    One folder is read as it is. Raises `Unreadable` with every reason in all of them.
    """
    if len(folders) == 1:
        return read(folders[0])
    if len({folder.resolve().name for folder in folders}) < len(folders):
        raise Unreadable(["Two folders have the same name."])
    read_each, wrong = [], []
    for folder in folders:
        name = folder.resolve().name
        try:
            read_each.append(read(folder, prefix=f"{name}/"))
        except Unreadable as unreadable:
            wrong += [f"{name}: {reason}" for reason in unreadable.reasons]
    if wrong:
        raise Unreadable(wrong)
    return Sheets(
        homes=tuple(home for each in read_each for home in each.homes),
        needs=tuple(need for each in read_each for need in each.needs),
        profiles=tuple(profile for each in read_each for profile in each.profiles),
        area_of={name: area for each in read_each for name, area in each.area_of.items()},
        may_be_asked=frozenset(home for each in read_each for home in each.may_be_asked),
    )
