"""Whether somebody has decided already on what a panel said of an item."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import select

from app.assessments.models import Assessment
from app.core.db import db
from app.panel.models import Determination, Item, MatchDecision
from app.panel.queries.deciding import application
from app.register.models import Decision
from app.register.queries.reviews import open_case

ROADS_OF_THEIR_OWN = ("decision", Determination.__tablename__)
"""What goes a road of steps, on which the final minutes are one."""


def gone_by(items: Iterable[Item], said: Collection[int]) -> list[str]:
    """The titles of those items of a meeting whose final minutes somebody has gone by: decided on
    since, or a step already of the road that the item is on. `said`: those the panel spoke of."""
    return [
        each.title
        for each in items
        if each.id in said and (each.row[0] in ROADS_OF_THEIR_OWN or is_decided(each))
    ]


def is_decided(item: Item) -> bool:
    """Whether anything was decided or proposed since on what an item is about."""
    kind, number = item.row
    match kind:
        case "assessment":
            found = application(db.session.get_one(Assessment, number))
            return found.decision is not None or found.determination is not None
        case "review":
            return open_case(number) is None
        case "decision":
            return db.session.get_one(Decision, number).outcome is not None
        case "panel_determination":
            return db.session.get_one(Determination, number).outcome is not None
        case "permanence_match":
            asked = select(MatchDecision.id).where(
                MatchDecision.match_id == number, MatchDecision.stands()
            )
            return db.session.scalar(asked.limit(1)) is not None
    return False
