"""How something stands with the panel, for the page where its own room shows it: every agenda that
it was or is on, what was read and what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.core.db import db
from app.panel.kinds import MinutesStep
from app.panel.models import Item, Meeting, MeetingMinutes, Recommendation
from app.panel.queries.minutes import recommendations
from app.panel.queries.papers import Read, read


@dataclass(frozen=True, slots=True)
class OnPanel:
    """An agenda that a matter is on: its papers, what the panel said, since when it is final."""

    read: Read
    said: Recommendation | None
    final_on: date | None

    @property
    def item(self) -> Item:
        """The item."""
        return self.read.item


def on_panels(matter: str, since: date = date.min, until: date = date.max) -> list[OnPanel]:
    """Every meeting between two days that has a matter on its agenda ("review:7") and is not called
    off, the latest first."""
    items = db.session.scalars(
        select(Item)
        .join(Meeting, Meeting.id == Item.meeting_id)
        .where(
            Item.matter == matter,
            Item.stands(),
            Item.withdrawn_on.is_(None),
            Meeting.called_off_on.is_(None),
            Meeting.meets_on.between(since, until),
        )
        .order_by(Meeting.meets_on.desc(), Item.id.desc())
    ).all()
    if not items:
        return []
    said = recommendations([each.id for each in items])
    final = {
        each.meeting_id: each.happened_on
        for each in db.session.scalars(
            select(MeetingMinutes).where(
                MeetingMinutes.meeting_id.in_([each.meeting_id for each in items]),
                MeetingMinutes.step == MinutesStep.APPROVED,
                MeetingMinutes.stands(),
            )
        )
    }
    return [
        OnPanel(each, said.get(each.item.id), final.get(each.item.meeting_id))
        for each in read(*items)
    ]
