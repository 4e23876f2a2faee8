"""Places as people write them: to avoid, "Bromyard", "HR7 4", "HR7 4 within 5 miles"; where homes
are looked for, "Leominster", "HR6" and "the north" too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask import current_app
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from app.core.db import db
from app.core.forms import tidy_postcode
from app.matching.parts import part_of_area
from app.people.models import Postcode
from sufficiency.types import Avoid, Point

WITHIN_MILES = 3.0
"""How near is too near when the referral does not say."""

TOWNS = {
    "abergavenny": "NP7 5",
    "bromyard": "HR7 4",
    "church stretton": "SY6 6",
    "cleobury mortimer": "DY14 8",
    "hay-on-wye": "HR3 5",
    "hay on wye": "HR3 5",
    "hereford": "HR1 2",
    "kington": "HR5 3",
    "knighton": "LD7 1",
    "ledbury": "HR8 2",
    "leominster": "HR6 8",
    "ludlow": "SY8 1",
    "malvern": "WR14 2",
    "great malvern": "WR14 2",
    "monmouth": "NP25 3",
    "presteigne": "LD8 2",
    "ross-on-wye": "HR9 7",
    "ross on wye": "HR9 7",
    "ross": "HR9 7",
    "tenbury wells": "WR15 8",
    "weobley": "HR4 8",
    "worcester": "WR1 1",
}
"""Towns of the area by the postcode sector of their middle."""

LINE = re.compile(
    r"^(?P<place>.*?)(?:[, ]+(?:within )?(?P<miles>\d+(?:\.\d+)?) ?(?:miles?|mi))?$", re.I
)
OUTER = 1 / 3
"""The north is the northernmost third of the council's postcodes; so are the other sides."""

PARTIAL = re.compile(r"^[A-Z]{1,2}[0-9][A-Z0-9]?( [0-9])?$")


def places_to_avoid(typed: str) -> tuple[Avoid, ...]:
    """Each place that can be found; `not_found` names the rest."""
    return tuple(place for _, place in _read(typed) if place is not None)


def not_found(typed: str) -> list[str]:
    """What was typed and could not be placed on the map: to be said, never passed over."""
    return [words for words, place in _read(typed) if place is None]


def middle_of(place: str) -> Point | None:
    """The middle of a town of the area, of a part of it ("the north"), or of a postcode or its
    first part; None: not known."""
    words = " ".join(place.split()).strip(" ,.")
    part = part_of_area(words)
    return _middle_of_part(part) if part else _middle(words)


def _middle_of_part(part: str) -> Point | None:
    """The middle of our own postcodes that lie furthest on that side, or on both sides."""
    own = Postcode.authority_code == current_app.config["SETTINGS"].authority_code
    there = [own]
    for column, most, least in (
        (Postcode.northing, "north", "south"),
        (Postcode.easting, "east", "west"),
    ):
        if most in part or least in part:
            there.append(_outermost(column, own, most=most in part))
    east, north = db.session.execute(
        select(func.avg(Postcode.easting), func.avg(Postcode.northing)).where(*there)
    ).one()
    return Point(round(east), round(north)) if east is not None else None


def _outermost(
    column: InstrumentedAttribute[int], own: ColumnElement[bool], *, most: bool
) -> ColumnElement[bool]:
    """The third of our postcodes with the most, or the least, in a column."""
    number = db.session.scalar(select(func.count()).select_from(Postcode).where(own)) or 0
    order = column.desc() if most else column
    last = select(column).where(own).order_by(order).offset(int(number * OUTER)).limit(1)
    edge = last.scalar_subquery()
    return column >= edge if most else column <= edge


def _read(typed: str) -> Iterable[tuple[str, Avoid | None]]:
    for line in re.split(r"[;\n]", typed):
        words = " ".join(line.split()).strip(" ,.")
        if not words:
            continue
        match = LINE.match(words)
        place = match["place"] if match else words
        miles = float(match["miles"]) if match and match["miles"] else WITHIN_MILES
        point = _middle(place)
        yield words, Avoid(point, miles, place) if point else None


def _middle(place: str) -> Point | None:
    """The middle of a town, outcode or sector, or the point of a full postcode."""
    code = TOWNS.get(place.lower(), place.upper())
    tidy = tidy_postcode(code)
    if tidy is not None:
        row = db.session.get(Postcode, tidy)
        return Point(row.easting, row.northing) if row else None
    if not PARTIAL.match(code):
        return None
    starts = code if " " in code else f"{code} "
    east, north = db.session.execute(
        select(func.avg(Postcode.easting), func.avg(Postcode.northing)).where(
            Postcode.postcode.like(f"{starts}%")
        )
    ).one()
    return Point(round(east), round(north)) if east is not None else None
