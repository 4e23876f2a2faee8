"""The table of postcodes, brought up to date from published files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.core.db import db
from app.exchange import postcodes
from app.exchange.models import Verdict
from app.exchange.opening import Incoming, Opened, look_at
from app.exchange.postcodes import PostcodeRead
from app.exchange.progress import Tell
from app.exchange.report import RowReport, in_runs
from app.people.models import Postcode
from app.people.places import load_postcodes

LISTED_AT_MOST = 1_000
"""Rejected postcodes that are listed one by one; the rest are counted."""

AT_ONCE = 500

ROUNDING_M = 1
"""Metres within which a position is the same: files give it in metres or in rounded degrees."""


def check(files: Sequence[Incoming], told: Tell) -> tuple[dict[str, Any], list[RowReport]]:
    """The counts of what the files would add and move, with a note, and the rejected rows."""
    counts = {verdict.value: 0 for verdict in Verdict} | {"odd": 0, "rows": 0}
    without, rejected = 0, []
    for some in in_runs(_read(files), AT_ONCE):
        counts["rows"] += len(some)
        told("Checking", counts["rows"], 0)
        held = _held([each.postcode for each in some])
        for each in some:
            if each.trouble:
                counts[Verdict.REJECTED] += 1
                rejected.append(_rejected(each))
                del rejected[LISTED_AT_MOST:]
            elif each.no_position:
                without += 1
            else:
                counts[_verdict(each, held)] += 1
    have = "has" if without == 1 else "have"
    left_out = f"Left out: {without:,} that {have} no position, or in Northern Ireland."
    notes = [left_out] if without else []
    return {**counts, "notes": notes}, rejected


def carry_out(files: Sequence[Incoming], told: Tell) -> int:
    """Write the postcodes that are new or have moved, inside the transaction under way."""
    return load_postcodes(_new_or_moved(files, told))


def _read(files: Sequence[Incoming]) -> Iterator[PostcodeRead]:
    opened: list[tuple[Incoming, Opened]] = [(file, look_at(file, archives=True)) for file in files]
    for file, seen in opened:
        yield from postcodes.read(file, seen)


def _held(codes: Sequence[str]) -> dict[str, tuple[int, int, str | None]]:
    found = db.session.execute(
        select(
            Postcode.postcode, Postcode.easting, Postcode.northing, Postcode.authority_code
        ).where(Postcode.postcode.in_(codes))
    )
    return {code: (east, north, authority) for code, east, north, authority in found}


def _verdict(each: PostcodeRead, held: Mapping[str, tuple[int, int, str | None]]) -> Verdict:
    before = held.get(each.postcode)
    if before is None:
        return Verdict.ADDED
    easting, northing, authority = _point(each, before[2])
    moved = max(abs(easting - before[0]), abs(northing - before[1])) > ROUNDING_M
    return Verdict.CHANGED if moved or authority != before[2] else Verdict.SAME


def _point(each: PostcodeRead, authority: str | None) -> tuple[int, int, str | None]:
    """A postcode's point and authority; a file that does not name the authority leaves it."""
    if each.point is None:
        raise ValueError("no position")
    return each.point.easting_m, each.point.northing_m, each.authority_code or authority


def _rejected(each: PostcodeRead) -> RowReport:
    report = RowReport(each.place, {"Postcode": each.postcode}, each.postcode)
    report.reject(each.trouble)
    return report


def _new_or_moved(files: Sequence[Incoming], told: Tell) -> Iterator[dict[str, Any]]:
    done = 0
    for some in in_runs(_read(files), AT_ONCE):
        told("Loading", done, 0)
        done += len(some)
        held = _held([each.postcode for each in some])
        for each in some:
            if each.point is not None and _verdict(each, held) is not Verdict.SAME:
                before = held.get(each.postcode, (0, 0, None))
                easting, northing, authority = _point(each, before[2])
                yield {
                    "postcode": each.postcode,
                    "easting": easting,
                    "northing": northing,
                    "authority_code": authority,
                }
