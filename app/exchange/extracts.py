"""Another system's list of children as it stood on a day: the return's two files, or one sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.exchange import cells, ssda903
from app.exchange.cells import Misread, text_of
from app.exchange.comparing import Told
from app.exchange.episodes import history_of, judge
from app.exchange.fields import heading_words
from app.exchange.opening import FileRefused, Incoming, look_at
from app.exchange.rows import Table, read_tables

MOST_ROWS = 12_000
TOP = 10
"""How many rows may stand above the headings of a sheet."""

FIELDS: Mapping[str, str] = {
    "key": "CHILD",
    "upn": "UPN",
    "given": "Forename",
    "family": "Surname",
    "born": "DOB",
    "status": "LS",
    "place": "PLACE",
    "since": "Placed since",
    "urn": "URN",
}
"""What is compared, and the heading it stands under unless another is said."""

NEEDED = ("key", "born")
"""Without these no child can be told from another."""


def _tables(files: Sequence[Incoming]) -> list[Table]:
    return [table for file in files for table in read_tables(file, look_at(file), MOST_ROWS)]


def of_return(files: Sequence[Incoming], as_at: date, today: date) -> tuple[list[Told], int]:
    """The children looked after on a day by a Header and an Episodes file; rows not understood."""
    units, _ = ssda903.read(_tables(files), today)
    told, unread = [], 0
    for unit in units:
        read = unit.read
        if read is None or not judge(read):
            unread += 1
            continue
        history = history_of(read)
        status = _held(history.statuses, as_at)
        if status is None:
            continue
        mains = [each for each in history.placements if not each.temporary]
        place = _held(mains, as_at)
        name = "" if read.given_name == "Child" else f"{read.given_name} {read.family_name}"
        told.append(
            Told(
                key=read.key,
                upn=read.upn or "",
                name=name,
                born=read.born,
                status=status.status.value,
                place=place.place.value if place else "",
                since=place.starts_on if place else None,
                urn=place.urn if place else "",
            )
        )
    return told, unread


def _held(spells: Sequence[Any], day: date) -> Any:
    """The spell that holds on a day; of two, the one that began last."""
    held = [
        each
        for each in spells
        if each.starts_on <= day and (each.ends_on is None or each.ends_on > day)
    ]
    return max(held, key=lambda each: each.starts_on, default=None)


def of_sheet(
    files: Sequence[Incoming], headings: Mapping[str, str], today: date
) -> tuple[list[Told], int]:
    """The children of one sheet, a row each; `headings`: under which heading each field stands."""
    tables = _tables(files)
    if not tables:
        raise FileRefused("The file has no rows. Check that the right one was chosen.")
    table = tables[0]
    wanted = {
        field: heading_words(headings.get(field) or standing) for field, standing in FIELDS.items()
    }
    for row in table.rows[:TOP]:
        words = [heading_words(text_of(cell)) for cell in row.cells]
        places = {field: words.index(said) for field, said in wanted.items() if said in words}
        if set(NEEDED) <= set(places):
            below = [each for each in table.rows if each.number > row.number]
            return _read(below, places, today)
    absent = " and ".join(f"“{headings.get(each) or FIELDS[each]}”" for each in NEEDED)
    raise FileRefused(
        f"“{table.name}” has no row of headings with {absent}. Say under which headings the "
        "child’s number and date of birth stand, and send it again."
    )


def _read(rows: Sequence[Any], places: Mapping[str, int], today: date) -> tuple[list[Told], int]:
    told, unread = [], 0
    for row in rows:
        said = {
            field: row.cells[place] if place < len(row.cells) else None
            for field, place in places.items()
        }
        try:
            born = cells.day_of(said["born"], today)
            since = cells.day_of(said.get("since"), today)
        except Misread:
            unread += 1
            continue
        if not text_of(said["key"]):
            unread += 1
            continue
        names = (text_of(said.get("given")), text_of(said.get("family")))
        told.append(
            Told(
                key=text_of(said["key"]),
                upn=text_of(said.get("upn")),
                name=" ".join(each for each in names if each),
                born=born,
                status=text_of(said.get("status")).upper(),
                place=text_of(said.get("place")).upper(),
                since=since,
                urn=text_of(said.get("urn")),
            )
        )
    return told, unread
