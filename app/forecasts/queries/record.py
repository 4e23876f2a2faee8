"""The record as a forecast is told it: who lived in which kind of home, and whose carers foster.

A forecast is of the whole county and names nobody: it is drawn from every record, whoever asks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from sqlalchemy import func, select

from app.children.models import Placement
from app.core.db import db
from app.core.reader import NOTHING, reading_without
from app.forecasts.working_out import Inputs
from app.workbench.queries.lived import EVER, OwnHome, lived, own_homes
from sufficiency.forecast import CarerSpell, Episode


def inputs(as_at: date) -> Inputs:
    """Everything that a forecast from a day is made of, as the record has it now: six questions."""
    with reading_without(NOTHING):
        homes = [home for home in own_homes(as_at) if home.ages is not None]
        carers = tuple(_spells(homes, as_at))
        now = [each for each in carers if each.ended is None]
        filled = _children_in({int(each.household) for each in now}, as_at)
        places = sum(each.places for each in now)
        episodes = tuple(
            Episode(str(each.row.child_id), each.row.born, each.starts, each.ends, each.living)
            for each in lived(as_at, since=EVER)
        )
        return Inputs(as_at, episodes, carers, min(1.0, filled / places) if places else 1.0)


def _spells(homes: Sequence[OwnHome], as_at: date) -> Iterator[CarerSpell]:
    """Each time that a household could foster any child, as known on the day: an end to come is no
    end yet."""
    for home in homes:
        youngest, oldest = home.ages or (0, 17)
        for approved, until in home.spells:
            ended = until if until is not None and until <= as_at else None
            if ended != approved:
                yield CarerSpell(
                    str(home.household_id), approved, ended, home.places, youngest, oldest
                )


def _children_in(homes: Collection[int], as_at: date) -> int:
    """Children who live in any of these homes on a day, of whichever authority."""
    found = db.session.scalar(
        select(func.count(func.distinct(Placement.child_id))).where(
            Placement.household_id.in_(sorted(homes)),
            Placement.temporary.is_(False),
            Placement.in_force(as_at),
        )
    )
    return found or 0
