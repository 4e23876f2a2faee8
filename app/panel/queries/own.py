"""A member's own meetings: those they are asked to, for as long as they may read of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, select

from app.accounts.models import User
from app.core.db import db
from app.panel.models import Invited, Listing, Meeting
from app.panel.queries.agenda import Agenda, ReadLine, agenda, agenda_for

OPEN_AFTER = timedelta(days=28)
"""How long after a meeting its members may still read of it: this council's own policy."""


def _own(user: User, as_at: date) -> Select[Invited]:
    return (
        select(Invited)
        .join(Listing, Listing.id == Invited.listing_id)
        .join(Meeting, Meeting.id == Invited.meeting_id)
        .where(
            Listing.user_id == user.id,
            Invited.stands(),
            Meeting.stands(),
            Meeting.called_off_on.is_(None),
            Meeting.meets_on >= as_at - OPEN_AFTER,
            Listing.in_force(as_at),
        )
        .order_by(Meeting.meets_on, Meeting.id)
    )


@dataclass(frozen=True, slots=True)
class Own:
    """A meeting that somebody is asked to."""

    meeting: Meeting
    invited: Invited


def own_meetings(user: User, as_at: date) -> list[Own]:
    """Meetings that somebody is asked to, the next first, until four weeks after each."""
    found = db.session.scalars(_own(user, as_at)).all()
    ids = [each.meeting_id for each in found]
    meetings = {
        each.id: each for each in db.session.scalars(select(Meeting).where(Meeting.id.in_(ids)))
    }
    return [Own(meetings[each.meeting_id], each) for each in found]


def own_meeting(user: User, meeting: Meeting, as_at: date) -> Own | None:
    """This meeting, if somebody is asked to it and may still read of it."""
    invited = db.session.scalar(_own(user, as_at).where(Invited.meeting_id == meeting.id).limit(1))
    return Own(meeting, invited) if invited is not None else None


def own_agenda(own: Own) -> tuple[Agenda, list[ReadLine]]:
    """The agenda as this member may read it."""
    found = agenda(own.meeting)
    return found, agenda_for(found, own.invited.listing_id)
