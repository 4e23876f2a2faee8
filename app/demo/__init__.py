"""The demonstration county: invented people at real postcodes, shaped by published figures.

Ten years of history, from 1 April 2016 to today, written through the same acts as anybody's, with
a fixed seed. Nobody in it is real. Its numbers are Herefordshire's as published to 31 March 2025,
each within its rounding or ten per cent (`compare`), or it is not made at all.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from flask import Flask

from app.core.today import today
from app.demo import circumstances, decade
from app.demo.chronicle import Chronicle
from app.demo.circumstances import Circumstances
from app.demo.county import County
from app.demo.figures import Compared
from app.demo.ground import Ground
from app.demo.measured import compare
from app.demo.story import Story
from app.people.places import load_postcodes
from app.retention.sweeping import sweep

__all__ = ["SEED", "Compared", "NotLikeTheCounty", "build", "compare", "table"]

SEED = 2025
"""The seed of the county that everybody sees."""

Say = Callable[[str], object]


class NotLikeTheCounty(Exception):
    """A generated figure is too far from the published one. Says which, and both."""


def build(app: Flask, say: Say = print, seed: int = SEED) -> list[Compared]:
    """Make the county in an empty database that is marked as a demonstration or a test.

    Gives every published figure beside the generated one. Raises NotLikeTheCounty if one is too
    far off.
    """
    with app.app_context(), _collecting_rarely():
        told = write(say, seed)
        sweep()
        say(f"{told:,} things written, each on its day.")
        return hold_to_published(say)


@contextmanager
def _collecting_rarely() -> Iterator[None]:
    """Almost nothing that is made on the way is rubbish: looking for some took a tenth of it."""
    usual = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 50, 1_000)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def write(say: Say, seed: int = SEED, until: date = date.max) -> int:
    """Load the postcodes and tell the county's history, all of it or up to a day."""
    say("Loading postcodes.")
    ground = Ground()
    load_postcodes(
        {
            "postcode": point.postcode,
            "easting": point.easting,
            "northing": point.northing,
            "authority_code": point.authority_code,
        }
        for point in ground.all
    )
    say("Inventing people, homes and ten years of their lives.")
    return invent(ground, seed).write(say, until)


def invent(ground: Ground, seed: int = SEED) -> Chronicle:
    """The county as it is to be told, up to today; nothing is written yet."""
    county, around, on = County(seed, ground), Circumstances(), today()
    decade.published_years(county)
    Story(county, around, on).tell()
    decade.years_since(county, on)
    circumstances.happen(county, around, on)
    return Chronicle(county, around, on)


def hold_to_published(say: Say) -> list[Compared]:
    """Show both figures side by side; refuse a county that is not like the published one."""
    rows = compare()
    for line in table(rows):
        say(line)
    off = [row for row in rows if not row.is_within]
    if off:
        raise NotLikeTheCounty(
            "; ".join(f"{row.says}: published {row.published}, made {row.generated}" for row in off)
        )
    say(f"{len(rows)} published figures, each within its rounding or 10 %.")
    return rows


def table(rows: Iterable[Compared]) -> Iterable[str]:
    """Both figures side by side, as lines of text."""
    yield f"{'':70} {'published':>9} {'made':>7} {'allowed':>15}"
    for row in rows:
        allowed = f"{row.least:.1f} to {row.most:.1f}"
        yield f"{row.says:70} {row.published:9g} {row.generated:7g} {allowed:>15}"
