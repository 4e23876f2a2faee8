"""Histories from CSV files: the Header and Episodes of the yearly return (SSDA903), and carers.

Files are taken as councils have them: comma, semicolon or tab, with or without a byte order mark,
columns in any order and any case, days as dd/mm/yyyy, dd/mm/yy or yyyy-mm-dd. Files of several
years are read together. A row that cannot be used is left out and counted in the notes; children
appear there by number of rows only.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sufficiency.forecast.words import CarerSpell, Episode, Living

SHORT_BREAKS = frozenset({"V3", "V4"})
"""Legal statuses of a series of short breaks: not counted as looked after in published figures."""

TEMPORARY = frozenset({"T0", "T1", "T2", "T3", "T4"})
"""Temporary moves: the child still lives where the last placement was."""

LIVING_OF = {
    **dict.fromkeys(("U1", "U2", "U3"), Living.RELATIVES),
    **dict.fromkeys(("U4", "U5", "U6"), Living.FOSTERED),
    **dict.fromkeys(("K1", "K2", "R1", "R2", "R3", "R5", "S1"), Living.RESIDENTIAL),
    **dict.fromkeys(("K3", "H5", "P2", "P3"), Living.SUPPORTED),
    **dict.fromkeys(("P1", "A3", "A4", "A5", "A6"), Living.ELSEWHERE),
    **dict.fromkeys(("Z1", "Z11", "Z12", "Z13", "Z14"), Living.ELSEWHERE),
}
"""The kind of home that each code of PLACE stands for."""

EPISODES = frozenset({"CHILD", "DECOM", "DEC", "PLACE"})
HEADER = frozenset({"CHILD", "DOB"})
CARERS = frozenset({"HOUSEHOLD", "APPROVED", "ENDED", "PLACES"})
"""The columns without which a file is none of these. A carers' file may have YOUNGEST and OLDEST,
whole years of age, both included."""


class Unreadable(ValueError):
    """A file that is none of those expected; its words say what is missing."""


@dataclass(frozen=True, slots=True)
class Read:
    """What the files told, and what was left out."""

    episodes: tuple[Episode, ...] = ()
    carers: tuple[CarerSpell, ...] = ()
    notes: tuple[str, ...] = ()


def read_files(files: Iterable[Path]) -> Read:
    """Episodes and carers from these files, whatever their order.

    Raises Unreadable for a file that is none of the three, and where episodes have no birthdays:
    a DOB column of their own or a Header file.
    """
    headers, episodes, carers = [], [], []
    for path in files:
        columns, rows = _opened(path)
        if columns >= EPISODES:
            episodes.append((columns, rows))
        elif columns >= CARERS:
            carers += rows
        elif columns >= HEADER:
            headers += rows
        else:
            raise Unreadable(_neither(path))
    left_out: Counter[str] = Counter()
    born = _birthdays(headers, left_out)
    for columns, rows in episodes:
        if "DOB" in columns:
            born = _birthdays(rows, left_out) | born
    if episodes and not born:
        raise Unreadable("There are no birthdays: give the Header file, or a DOB column.")
    told = [
        each
        for child, own in sorted(_by_child(row for _, rows in episodes for row in rows).items())
        for each in _episodes(own, born.get(child), left_out)
    ]
    spells = [spell for row in carers if (spell := _carers(row, left_out)) is not None]
    notes = tuple(f"{says}: {number}" for says, number in sorted(left_out.items()))
    return Read(tuple(told), tuple(spells), notes)


def _neither(path: Path) -> str:
    return (
        f"{path.name} is none of the files that a forecast is made of. Episodes have the columns "
        f"{', '.join(sorted(EPISODES))}; a Header has CHILD and DOB; carers have "
        f"{', '.join(sorted(CARERS))}."
    )


def _opened(path: Path) -> tuple[frozenset[str], list[Mapping[str, str]]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        text = path.read_bytes().decode("cp1252", errors="replace")
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    table = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    names = [re.sub(r"[^A-Z0-9]+", "_", name.upper()).strip("_") for name in next(table, [])]
    rows = [dict(zip(names, (cell.strip() for cell in row), strict=False)) for row in table]
    return frozenset(names), [row for row in rows if any(row.values())]


def read_day(written: str) -> date | None:
    """The day that is written, or None where it is none."""
    british = re.fullmatch(
        r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?: 0?0:00(?::00)?)?", written
    )
    usual = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?", written)
    if british:
        day, month, year = (int(part) for part in british.groups())
        if year < 100:
            year += 2000 if year < 70 else 1900
    elif usual:
        year, month, day = (int(part) for part in usual.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _birthdays(rows: Iterable[Mapping[str, str]], left_out: Counter[str]) -> dict[str, date]:
    """The birthday of each child, as the row says that is read last."""
    found = {}
    for row in rows:
        born = read_day(row.get("DOB", ""))
        if born is None:
            left_out["Rows whose DOB is no date"] += 1
        elif row.get("CHILD"):
            found[row["CHILD"]] = born
    return found


def _by_child(rows: Iterable[Mapping[str, str]]) -> dict[str, list[Mapping[str, str]]]:
    found: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        found.setdefault(row.get("CHILD", ""), []).append(row)
    return found


def _episodes(
    rows: list[Mapping[str, str]], born: date | None, left_out: Counter[str]
) -> Iterator[Episode]:
    """A child's episodes: each once, though several years' files tell of it."""
    if born is None:
        left_out["Rows of children whose birthday is not known"] += len(rows)
        return
    known: dict[tuple[date, str], date | None] = {}
    for row in rows:
        starts, ended = read_day(row.get("DECOM", "")), row.get("DEC", "")
        ends, place = read_day(ended) if ended else None, row.get("PLACE", "").upper()
        if starts is None or (ended and ends is None):
            left_out["Rows whose DECOM or DEC is no date"] += 1
        elif row.get("LS", "").upper() in SHORT_BREAKS:
            left_out["Rows of short breaks, which are not counted as looked after"] += 1
        elif place not in LIVING_OF and place not in TEMPORARY:
            left_out["Rows whose PLACE is no code of the return"] += 1
        else:
            # The file of a later year says when what was open ended.
            known[starts, place] = ends or known.get((starts, place))
    before: Living | None = None
    for (starts, place), ends in sorted(known.items(), key=lambda each: (each[0][0], each[0][1])):
        before = before or Living.ELSEWHERE if place in TEMPORARY else LIVING_OF[place]
        yield Episode(rows[0].get("CHILD", ""), born, starts, ends, before)


def _carers(row: Mapping[str, str], left_out: Counter[str]) -> CarerSpell | None:
    approved, ended = read_day(row.get("APPROVED", "")), row.get("ENDED", "")
    ends, places = read_day(ended) if ended else None, row.get("PLACES", "")
    ages = row.get("YOUNGEST") or "0", row.get("OLDEST") or "17"
    if approved is None or (ended and ends is None) or not row.get("HOUSEHOLD"):
        left_out["Rows of carers without a household or with no date where one should be"] += 1
        return None
    if not places.isdigit() or not all(age.isdigit() for age in ages):
        left_out["Rows of carers whose places or ages are no whole numbers"] += 1
        return None
    return CarerSpell(row["HOUSEHOLD"], approved, ends, int(places), int(ages[0]), int(ages[1]))
