"""Which homes to recruit: asked for, worked out, kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.audit.act import Actor, act
from app.core.db import db, take
from app.workbench.models import HomesWanted


@act("Asked which homes to recruit")
def ask_for_homes_wanted(*, by: Actor) -> HomesWanted:
    """It is to be worked out what one more home of each sort would bring."""
    asked = HomesWanted(by_id=by.id)
    db.session.add(asked)
    db.session.flush()
    return asked


@act("Worked out which homes to recruit")
def keep_homes_wanted(
    asked: HomesWanted, *, worked_on: date, waiting: int, answer: dict[str, Any], by: Actor
) -> HomesWanted:
    """Keep what one more home of each sort would bring, with its day."""
    take(asked)
    asked.worked_on, asked.waiting, asked.answer = worked_on, waiting, answer
    return asked
