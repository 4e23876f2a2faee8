"""What the panel said, item by item, and how far the minutes have come."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from app.core.db import db
from app.panel.kinds import MinutesStep, Outcome
from app.panel.models import (
    Invited,
    Item,
    ItemMinutes,
    Listing,
    Meeting,
    MeetingMinutes,
    Recommendation,
)


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
    return written([item_id]).get(item_id)


def written(item_ids: Collection[int]) -> dict[int, ItemMinutes]:
    """What was written of each of these items, of those of which something was."""
    found = db.session.scalars(
        select(ItemMinutes).where(ItemMinutes.item_id.in_(sorted(item_ids)), ItemMinutes.stands())
    )
    return {each.item_id: each for each in found}


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


def approved_last(most: int) -> Sequence[Meeting]:
    """The last meetings whose minutes are approved, the latest first."""
    approved = select(MeetingMinutes.meeting_id).where(
        MeetingMinutes.step == MinutesStep.APPROVED, MeetingMinutes.stands()
    )
    return db.session.scalars(
        select(Meeting)
        .where(Meeting.id.in_(approved), Meeting.stands())
        .order_by(Meeting.meets_on.desc(), Meeting.id.desc())
        .limit(most)
    ).all()


def views_on_extension(approval_id: int) -> tuple[date, str] | None:
    """The day and the words of a panel's views on extending a temporary approval (CPPCR 25(4))."""
    row = db.session.execute(
        select(Meeting.meets_on, Recommendation.reasons)
        .join(Item, Item.id == Recommendation.item_id)
        .join(Meeting, Meeting.id == Item.meeting_id)
        .where(
            Item.matter == f"temporary_approval:{approval_id}",
            Item.stands(),
            Recommendation.stands(),
            Recommendation.outcome == Outcome.VIEWS,
        )
        .order_by(Recommendation.id.desc())
        .limit(1)
    ).first()
    return (row.meets_on, row.reasons) if row is not None else None


def who_sat(matter: str, since: date = date.min) -> frozenset[int]:
    """The users who came, as members, to a meeting since a day that had this on its agenda.

    They decide nothing of it (FSR 2011 reg 27), whatever part they took in the item itself.
    """
    found = db.session.scalars(
        select(Listing.user_id)
        .join(Invited, Invited.listing_id == Listing.id)
        .join(Meeting, Meeting.id == Invited.meeting_id)
        .join(Item, Item.meeting_id == Meeting.id)
        .where(
            Item.matter == matter,
            Item.stands(),
            Item.withdrawn_on.is_(None),
            Meeting.meets_on >= since,
            Invited.stands(),
            Invited.came.is_(True),
            Listing.user_id.is_not(None),
        )
    )
    return frozenset(each for each in found if each is not None)
