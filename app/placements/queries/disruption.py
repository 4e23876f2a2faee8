"""Disruption meetings: what was looked at, what was learned, and what was agreed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.core.db import db
from app.people.models import Household
from app.placements.models import (
    DisruptionAction,
    DisruptionLesson,
    DisruptionMeeting,
)


@dataclass(frozen=True, slots=True)
class Looked:
    """A disruption meeting with what was learned and what was agreed."""

    meeting: DisruptionMeeting
    lessons: Sequence[DisruptionLesson]
    actions: Sequence[DisruptionAction]

    @property
    def open_actions(self) -> list[DisruptionAction]:
        """What is still to be done."""
        return [each for each in self.actions if each.done_on is None]


def meeting_of(placement_id: int) -> DisruptionMeeting | None:
    """The disruption meeting about a placement, or that none is held."""
    return db.session.scalar(
        select(DisruptionMeeting).where(
            DisruptionMeeting.placement_id == placement_id, DisruptionMeeting.stands()
        )
    )


def meeting_by_ref(ref: str) -> DisruptionMeeting | None:
    """The meeting with this public id."""
    return db.session.scalar(
        select(DisruptionMeeting).where(DisruptionMeeting.ref == ref, DisruptionMeeting.stands())
    )


def looked_at(meetings: Sequence[DisruptionMeeting]) -> list[Looked]:
    """These meetings with their learning and actions."""
    ids = [each.id for each in meetings]

    def rows(kind: Any) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = defaultdict(list)
        for each in db.session.scalars(
            select(kind).where(kind.meeting_id.in_(ids), kind.stands()).order_by(kind.id)
        ):
            found[each.meeting_id].append(each)
        return found

    lessons, actions = rows(DisruptionLesson), rows(DisruptionAction)
    return [Looked(each, lessons[each.id], actions[each.id]) for each in meetings]


def meetings_held() -> list[Looked]:
    """Every disruption meeting that was held, the latest first."""
    found = db.session.scalars(
        select(DisruptionMeeting)
        .where(DisruptionMeeting.stands(), DisruptionMeeting.held_on.is_not(None))
        .order_by(DisruptionMeeting.held_on.desc(), DisruptionMeeting.id.desc())
    ).all()
    return looked_at(found)


def action_by_ref(ref: str) -> DisruptionAction | None:
    """Something agreed at a disruption meeting."""
    return db.session.scalar(
        select(DisruptionAction).where(DisruptionAction.ref == ref, DisruptionAction.stands())
    )


@dataclass(frozen=True, slots=True)
class ActionOpen:
    """Something agreed at a disruption meeting and not done yet, in plain values."""

    id: int
    meeting_ref: str
    household: str
    owner_id: int
    due_on: date
    since: date


def actions_open(as_at: date) -> list[ActionOpen]:
    """Everything agreed at disruption meetings that is still to be done."""
    rows = db.session.execute(
        select(DisruptionAction, DisruptionMeeting.ref, DisruptionMeeting.held_on, Household.name)
        .join(DisruptionMeeting, DisruptionMeeting.id == DisruptionAction.meeting_id)
        .outerjoin(Household, Household.id == DisruptionMeeting.household_id)
        .where(
            DisruptionAction.stands(),
            DisruptionAction.done_on.is_(None),
            DisruptionMeeting.held_on <= as_at,
        )
        .order_by(DisruptionAction.id)
    )
    return [
        ActionOpen(
            each.id, ref, name or "a home elsewhere", each.owner_id, each.due_on, held_on or as_at
        )
        for each, ref, held_on, name in rows
    ]
