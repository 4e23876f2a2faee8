"""Ten years of where every child was: every day of each, with its basis and what was wrong.

`ledger.ten_years.seconds`  from the record as it lies on disk to every child-day of 400 children
                            over ten years, the slowest of five

The demonstration county is built as it always is; the 400 children are those whose placements are
the most, so that the work is the hardest. What is timed is one call of `oversight.days.stretches`,
with the questions to the database in it, and the counting of its days. Ten days in the ten years
are then asked for by themselves, and must be the same answers, or no figure is written.
"""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import func, select

from app.children.models import Placement
from app.core.db import db
from app.core.today import today
from app.oversight import days, standing
from bench.pages import _county, _database

CHILDREN = 400
YEARS = 10
TIMES = 5
DAY = timedelta(days=1)


def measure() -> dict[str, float]:
    """The slowest of five, on SQLite."""
    with TemporaryDirectory() as folder, _database("sqlite", Path(folder)) as url:
        app = _county(Path(folder), url)
        with app.app_context():
            last = today()
            first = last.replace(year=last.year - YEARS) + DAY
            children = _the_most_moved()
            taken = [_timed(first, last, children) for _ in range(TIMES)]
            _require_the_same(first, last, children)
    return {"ledger.ten_years.seconds": max(taken)}


def _the_most_moved() -> list[int]:
    moves = func.count(Placement.id)
    asked = (
        select(Placement.child_id)
        .where(Placement.stands())
        .group_by(Placement.child_id)
        .order_by(moves.desc(), Placement.child_id)
        .limit(CHILDREN)
    )
    found = list(db.session.scalars(asked))
    if len(found) < CHILDREN:
        raise SystemExit(f"The county has only {len(found)} children.")
    return found


def _timed(first: date, last: date, children: list[int]) -> float:
    db.session.rollback()
    start = perf_counter()
    found = days.stretches(first, last, None, children)
    child_days = sum(each.days for own in found.values() for each in own)
    taken = perf_counter() - start
    if child_days != len(children) * ((last - first).days + 1):
        raise SystemExit("A child-day is missing or is there twice: no figure.")
    return taken


def _require_the_same(first: date, last: date, children: list[int]) -> None:
    found = days.stretches(first, last, None, children)
    for number in range(10):
        day = first + number * ((last - first) // 9)
        for each in standing.standings_of(children, day):
            (there,) = [one for one in found[each.child_id] if one.covers(day)]
            if replace(there.answer, runs=None) != replace(each.answer, runs=None):
                raise SystemExit(f"{day}: asked by itself the answer is another; no figure.")
