"""What the panel said, item by item, and how far the minutes have come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from app.core.db import db
from app.panel.kinds import ItemKind, MinutesStep, Outcome
from app.panel.models import Item, ItemMinutes, MeetingMinutes, Recommendation
from app.register.models import Approval


def recommendations(item_ids: Collection[int]) -> dict[int, Recommendation]:
    """What the panel said of each of these items, where it is recorded."""
    found = db.session.scalars(
        select(Recommendation)
        .where(Recommendation.item_id.in_(sorted(item_ids)), Recommendation.stands())
        .order_by(Recommendation.id)
    )
    return {each.item_id: each for each in found}


def minutes_of(item_id: int) -> ItemMinutes | None:
    """What was written of an item."""
    return db.session.scalar(
        select(ItemMinutes).where(ItemMinutes.item_id == item_id, ItemMinutes.stands())
    )


def steps_of(meeting_id: int) -> Sequence[MeetingMinutes]:
    """How far the minutes of a meeting have come, the first thing first."""
    return db.session.scalars(
        select(MeetingMinutes)
        .where(MeetingMinutes.meeting_id == meeting_id, MeetingMinutes.stands())
        .order_by(MeetingMinutes.id)
    ).all()


def are_approved(meeting_id: int) -> bool:
    """Whether the minutes of a meeting are final."""
    return any(each.step is MinutesStep.APPROVED for each in steps_of(meeting_id))


def undecided(as_at: date) -> list[tuple[Item, date]]:
    """Approvals that a panel here recommended, whose final minutes are with the decision maker.

    Each with the day on which the minutes were approved; until somebody there is approved.
    """
    rows = db.session.execute(
        select(Item, MeetingMinutes.happened_on)
        .join(Recommendation, Recommendation.item_id == Item.id)
        .join(MeetingMinutes, MeetingMinutes.meeting_id == Item.meeting_id)
        .where(
            Item.stands(),
            Item.kind == ItemKind.INITIAL_APPROVAL,
            Recommendation.stands(),
            Recommendation.outcome == Outcome.RECOMMENDED,
            MeetingMinutes.stands(),
            MeetingMinutes.step == MinutesStep.APPROVED,
            MeetingMinutes.happened_on <= as_at,
        )
        .order_by(MeetingMinutes.happened_on, Item.id)
    ).all()
    homes = [row.Item.household_id for row in rows]
    since: dict[int, list[date]] = defaultdict(list)
    for each in db.session.execute(
        select(Approval.household_id, Approval.starts_on).where(
            Approval.household_id.in_(homes), Approval.stands(), Approval.starts_on <= as_at
        )
    ):
        since[each.household_id].append(each.starts_on)
    return [
        (row.Item, row.happened_on)
        for row in rows
        if not any(day >= row.Item.meeting.meets_on for day in since[row.Item.household_id])
    ]
