"""Header and Episodes of the statutory return (SSDA903) as children with their episodes.

Files are read as councils have them: with or without a byte order mark, columns in any order and
any case, more columns than the return asks for, dates UK, ISO or with two digits of a year, and the
codes of any year. Each row that cannot be read says why, with the number of the return's own rule;
a child is brought in whole or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from app.children.codes import Ls, Place, PlaceChange, PlaceProvider, Rec, Rne
from app.core.forms import tidy_postcode
from app.data import codes
from app.exchange import cells
from app.exchange.cells import Misread, text_of
from app.exchange.opening import FileRefused
from app.exchange.report import RowReport, Unit
from app.exchange.rows import Row, Table
from sufficiency.types import Sex

ListedCode = TypeVar("ListedCode", bound=StrEnum)

HEADER = ("CHILD", "SEX", "DOB")
EPISODES = ("CHILD", "DECOM", "RNE", "LS", "PLACE")
"""The columns without which a file is neither of the two."""

USED = frozenset(
    "CHILD SEX DOB ETHNIC UPN FORENAME FORENAMES GIVEN_NAME SURNAME FAMILY_NAME DECOM RNE LS CIN "
    "PLACE PLACE_PROVIDER DEC REC REASON_PLACE_CHANGE HOME_POST PL_POST URN".split()
)

SEXES = {"1": Sex.MALE, "2": Sex.FEMALE, "M": Sex.MALE, "F": Sex.FEMALE, "U": Sex.UNKNOWN}
"""1 and 2 until the return ending 2024, letters since."""

UPN = re.compile(r"[A-Z]\d{11}[\dA-Z]")
UPN_UNKNOWN = frozenset({"UN1", "UN2", "UN3", "UN4", "UN5"})
URN = re.compile(r"SC\d{6}|\d{6,7}")
NO_URN = "XXXXXXX"


@dataclass(frozen=True, slots=True)
class Episode:
    """One episode: first day, day it ceased (the first it no longer holds), and its codes."""

    row: RowReport
    starts_on: date
    ends_on: date | None
    begun: Rne | None
    status: Ls
    need: str | None
    place: Place
    provider: PlaceProvider | None
    ended: Rec | None
    why_moved: PlaceChange | None
    home_postcode: str
    postcode: str
    urn: str


@dataclass(slots=True)
class ChildRead:
    """A child as the Header has one, with the episodes that the Episodes file has."""

    key: str
    sex: Sex
    born: date
    ethnicity: str | None
    upn: str | None
    given_name: str
    family_name: str
    row: RowReport
    episodes: list[Episode] = field(default_factory=list)


def rule(says: str, number: str) -> str:
    """A sentence with the rule of the return that it comes from."""
    return f"{says.rstrip('.')} (SSDA903 rule {number})."


# --------------------------------------------------------------------------------------- the files


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    columns: Mapping[str, int]
    headings: Sequence[str]
    rows: Sequence[Row]

    def said(self, row: Row) -> dict[str, Any]:
        """What a row says, by column."""
        return {
            column: row.cells[place] if place < len(row.cells) else None
            for column, place in self.columns.items()
        }

    def report(self, row: Row) -> RowReport:
        """A report on a row, with the row as it came."""
        came = {
            heading: text_of(row.cells[place]) if place < len(row.cells) else ""
            for place, heading in enumerate(self.headings)
            if heading
        }
        return RowReport((self.name, row.number), came)


def read(tables: Sequence[Table], today: date) -> tuple[list[Unit], list[str]]:
    """The children of a Header and an Episodes file, and notes. FileRefused when either is absent.

    `today`: nothing that a return tells of lies after it.
    """
    files = [_open(table) for table in tables]
    headers = [file for file in files if _is(file, HEADER)]
    episodes = [file for file in files if _is(file, EPISODES)]
    if not headers or not episodes:
        raise FileRefused(_missing(files, headers, episodes))
    units = _children(headers, today)
    strays = _episodes(episodes, units, today)
    notes = []
    unused = sorted({name for file in files for name in file.columns} - USED - {"MOTHER", "MC_DOB"})
    if unused:
        notes.append(f"These columns are not kept here: {', '.join(unused)}.")
    if any({"MOTHER", "MC_DOB"} & set(file.columns) for file in headers):
        notes.append("MOTHER and MC_DOB are not kept here yet.")
    _same_upn(units.values())
    return [*units.values(), *strays], notes


def _open(table: Table) -> _File:
    for row in table.rows[:5]:
        headings = [text_of(cell).strip() for cell in row.cells]
        named = [re.sub(r"[^A-Z0-9]+", "_", heading.upper()).strip("_") for heading in headings]
        if "CHILD" in named and (set(named) & {"DOB", "DECOM"}):
            columns = {name: place for place, name in reversed(list(enumerate(named))) if name}
            below = [each for each in table.rows if each.number > row.number]
            return _File(table.name, columns, headings, below)
    return _File(table.name, {}, [], [])


def _is(file: _File, needed: Iterable[str]) -> bool:
    return set(needed) <= set(file.columns)


def _missing(files: Sequence[_File], headers: Sequence[_File], episodes: Sequence[_File]) -> str:
    """Which file is absent, or which columns it lacks."""
    wanted, needed = ("Episodes", EPISODES) if headers else ("Header", HEADER)
    others = [file for file in files if file not in headers and file not in episodes]
    near = max(others, key=lambda file: len(set(needed) & set(file.columns)), default=None)
    absent = [name for name in needed if near is None or name not in near.columns]
    if near is not None and 0 < len(absent) < len(needed) and near.columns:
        return (
            f"“{near.name}” lacks the column {' and '.join(absent)}: the {wanted} file needs "
            f"{', '.join(needed)}. Add it and send both files again."
        )
    return (
        f"There is no {wanted} file: one with the columns {', '.join(needed)}. Send the Header and "
        "the Episodes file together."
    )


# --------------------------------------------------------------------------------------- the Header


def _children(files: Sequence[_File], today: date) -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    for file in files:
        for row in file.rows:
            report = file.report(row)
            said = file.said(row)
            key = text_of(said["CHILD"])
            report.subject = f"Child {key}"
            if not key:
                report.reject("There is no child's number in CHILD. Write it.")
                found[f"row {report.place}"] = Unit([report], None)
            elif key in found:
                _second_row(found[key], report, said)
            else:
                found[key] = Unit([report], _child(said, key, report, today))
    return found


def _second_row(unit: Unit, report: RowReport, said: Mapping[str, Any]) -> None:
    """A child who stands in the Header twice: alike is odd, unlike is rejected."""
    first = unit.first.as_it_came
    unit.rows.append(report)
    if {name: first.get(name) for name in first} == report.as_it_came:
        report.is_odd(rule("This child stands in the Header twice, alike", "INT32"))
        return
    report.reject(rule("This child stands in the Header twice, with different values", "INT32"))
    unit.reject("Another row of this child was rejected: put that right too.")


def _child(said: Mapping[str, Any], key: str, report: RowReport, today: date) -> ChildRead | None:
    try:
        born = cells.day_of(said["DOB"], today)
    except Misread as trouble:
        report.reject(rule(f"DOB: {trouble}", "102"))
        return None
    if born is None:
        report.reject(rule("DOB: there is no date of birth. Write one like 23/11/2016", "102"))
        return None
    if born > today:
        report.reject(rule(f"DOB: {born:%d/%m/%Y} is still to come. Check the year", "301"))
        return None
    if _age(born, today) > 26:
        report.is_odd(rule(f"Born on {born:%d/%m/%Y}: over 25", "351"))
    given, family = _names(said, key)
    return ChildRead(
        key,
        _sex(said, report),
        born,
        _ethnicity(said, report),
        _upn(said, report),
        given,
        family,
        report,
    )


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _names(said: Mapping[str, Any], key: str) -> tuple[str, str]:
    """Names where a file has them; the return itself has none, and the number stands for them."""
    given = _first(said, "FORENAME", "FORENAMES", "GIVEN_NAME")
    family = _first(said, "SURNAME", "FAMILY_NAME")
    return (cells.cased(given), cells.cased(family)) if family else ("Child", key[:80])


def _first(said: Mapping[str, Any], *columns: str) -> str:
    return next((text_of(said[name])[:80] for name in columns if text_of(said.get(name))), "")


def _sex(said: Mapping[str, Any], report: RowReport) -> Sex:
    code = text_of(said["SEX"]).upper()
    if code in ("", "U"):
        report.is_odd(rule("The child's sex is unknown", "232"))
    elif code not in SEXES:
        report.is_odd(rule(f"SEX: “{code[:10]}” is not a code; it is kept as unknown", "101"))
    return SEXES.get(code, Sex.UNKNOWN)


def _ethnicity(said: Mapping[str, Any], report: RowReport) -> str | None:
    code = text_of(said.get("ETHNIC")).upper()
    if code in codes("ETHNIC"):
        return code
    report.is_odd(rule(f"ETHNIC: “{code[:10]}” is not a code; it is left blank", "103"))
    return None


def _upn(said: Mapping[str, Any], report: RowReport) -> str | None:
    number = text_of(said.get("UPN")).upper()
    if number in UPN_UNKNOWN or not number:
        return None
    if UPN.fullmatch(number):
        return number
    report.is_odd(rule(f"UPN: “{number[:15]}” is not one; it is left blank", "168"))
    return None


def _same_upn(units: Iterable[Unit]) -> None:
    seen: dict[str, RowReport] = {}
    for unit in units:
        child: ChildRead | None = unit.read
        if child is None or child.upn is None:
            continue
        if child.upn in seen:
            for report in (seen[child.upn], unit.first):
                report.is_odd(rule(f"Two children bear the UPN {child.upn}", "444"))
            child.upn = None
        else:
            seen[child.upn] = unit.first


# ------------------------------------------------------------------------------------- the Episodes


def _episodes(files: Sequence[_File], units: Mapping[str, Unit], today: date) -> list[Unit]:
    """Give each child its episodes; what belongs to nobody in the Header comes back rejected."""
    strays: dict[str, Unit] = {}
    for file in files:
        for row in file.rows:
            report = file.report(row)
            said = file.said(row)
            key = text_of(said["CHILD"])
            report.subject = f"Child {key}"
            unit = units.get(key)
            if unit is None:
                report.reject(rule("This child is not in the Header. Add them there", "INT03"))
                strays.setdefault(key, Unit([], None)).rows.append(report)
                continue
            unit.rows.append(report)
            episode = _episode(said, report, today)
            if unit.read is not None and episode is not None:
                unit.read.episodes.append(episode)
    for unit in units.values():
        if any(row.says for row in unit.rows):
            unit.reject("Another row of this child was rejected: put that right too.")
    return list(strays.values())


def _episode(said: Mapping[str, Any], report: RowReport, today: date) -> Episode | None:
    troubles: list[str] = []
    starts_on = _day(said, "DECOM", "141", today, troubles)
    ends_on = _day(said, "DEC", "147", today, troubles)
    status = _code(said, "LS", Ls)
    place = _code(said, "PLACE", Place)
    if starts_on is None and not troubles:
        troubles.append(rule("DECOM: there is no date on which the episode began", "141"))
    if status is None:
        troubles.append(rule(f"LS: “{_said(said, 'LS')}” is not a legal status", "144"))
    if place is None:
        troubles.append(rule(f"PLACE: “{_said(said, 'PLACE')}” is not a placement code", "146"))
    if starts_on and ends_on and ends_on < starts_on:
        troubles.append(
            rule(
                f"The episode ceased on {ends_on:%d/%m/%Y}, before it began on "
                f"{starts_on:%d/%m/%Y}",
                "356",
            )
        )
    if text_of(said.get("REC")) and ends_on is None and not troubles:
        troubles.append(rule("REC is given and DEC is blank: say when the episode ceased", "148"))
    if troubles or starts_on is None or status is None or place is None:
        report.reject(*troubles)
        return None
    return Episode(
        row=report,
        starts_on=starts_on,
        ends_on=ends_on,
        begun=_odd_code(said, "RNE", Rne, "143", report, needed=True),
        status=status,
        need=_need(said, report),
        place=place,
        provider=_odd_code(said, "PLACE_PROVIDER", PlaceProvider, "178", report),
        ended=_odd_code(said, "REC", Rec, "149", report, needed=ends_on is not None),
        why_moved=_odd_code(said, "REASON_PLACE_CHANGE", PlaceChange, "1009", report),
        home_postcode=_postcode(said, "HOME_POST", report),
        postcode=_postcode(said, "PL_POST", report),
        urn=_urn(said, report),
    )


def _said(said: Mapping[str, Any], column: str) -> str:
    return text_of(said.get(column))[:12]


def _day(
    said: Mapping[str, Any], column: str, number: str, today: date, troubles: list[str]
) -> date | None:
    try:
        day = cells.day_of(said.get(column), today)
    except Misread as trouble:
        troubles.append(rule(f"{column}: {trouble}", number))
        return None
    if day is not None and day > today:
        troubles.append(rule(f"{column}: {day:%d/%m/%Y} is still to come. Check the year", "385"))
    return day


def _code(said: Mapping[str, Any], column: str, kind: type[ListedCode]) -> ListedCode | None:
    code = text_of(said.get(column)).upper()
    return kind(code) if code in kind.__members__ else None


def _odd_code(
    said: Mapping[str, Any],
    column: str,
    kind: type[ListedCode],
    number: str,
    report: RowReport,
    *,
    needed: bool = False,
) -> ListedCode | None:
    """A code without which the row can be kept: what is not one is odd, and left blank."""
    found = _code(said, column, kind)
    if found is None and (needed or text_of(said.get(column))):
        text = _said(said, column)
        says = f"“{text}” is not a code; it is left blank" if text else "there is none"
        report.is_odd(rule(f"{column}: {says}", number))
    return found


def _need(said: Mapping[str, Any], report: RowReport) -> str | None:
    code = text_of(said.get("CIN")).upper()
    if code in codes("CIN"):
        return code
    report.is_odd(rule(f"CIN: “{code[:10]}” is not a category of need; it is left blank", "145"))
    return None


def _postcode(said: Mapping[str, Any], column: str, report: RowReport) -> str:
    typed = text_of(said.get(column))
    tidy = tidy_postcode(typed) if typed else None
    if typed and tidy is None:
        report.is_odd(rule(f"{column}: “{typed[:12]}” is not a postcode; it is left blank", "392c"))
    return tidy or ""


def _urn(said: Mapping[str, Any], report: RowReport) -> str:
    number = text_of(said.get("URN")).upper().replace(" ", "")
    if not number or number == NO_URN or URN.fullmatch(number):
        return number
    report.is_odd(rule(f"URN: “{number[:12]}” is not one; it is left blank", "218"))
    return ""


def every_row(units: Iterable[Unit]) -> Iterator[RowReport]:
    """Every row of every unit."""
    for unit in units:
        yield from unit.rows
