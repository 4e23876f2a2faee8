"""A member's own meetings: those they are asked to, for as long as they may read of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, select

from app.accounts.models import User
from app.audit.models import Look
from app.core.db import db
from app.panel.kinds import Answer
from app.panel.models import Invited, Listing, Meeting, Pack, PackPaper
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


@dataclass(frozen=True, slots=True)
class ToDo:
    """A meeting of which a member who signs in has something to do."""

    meeting: Meeting
    invited: Invited
    user_id: int
    to_read: date | None
    """When papers were sent that they have not taken yet; None: they have not answered yet."""

    @property
    def says(self) -> str:
        """What is to do."""
        return "read your papers" if self.to_read else "say whether you come"


PACK_TAKEN = "panel pack saved"
"""As what the look of somebody who takes a pack is recorded."""


def to_do(as_at: date) -> list[ToDo]:
    """Of meetings on a day or after it: who has not answered, and who has papers not taken yet."""
    rows = db.session.execute(
        select(Meeting, Invited, Listing.user_id)
        .join(Invited, Invited.meeting_id == Meeting.id)
        .join(Listing, Listing.id == Invited.listing_id)
        .where(
            Meeting.stands(),
            Meeting.called_off_on.is_(None),
            Meeting.meets_on >= as_at,
            Invited.stands(),
            Listing.user_id.is_not(None),
            Listing.in_force(as_at),
        )
        .order_by(Meeting.meets_on, Invited.id)
    ).all()
    packs = _last_sent({row.Meeting.id for row in rows})
    taken = _taken({each.id for each in packs.values()}) if packs else frozenset()
    found = []
    for row in rows:
        pack = packs.get(row.Meeting.id) if row.Invited.may_have_papers else None
        waits = pack is not None and (row.user_id, pack.id) not in taken
        if waits or row.Invited.answer is Answer.ASKED:
            to_read = pack.sent_on if waits and pack is not None else None
            found.append(ToDo(row.Meeting, row.Invited, row.user_id, to_read))
    return found


def _last_sent(meeting_ids: Collection[int]) -> dict[int, Pack]:
    """The pack that was sent last, of each of these meetings that has one."""
    found = db.session.scalars(
        select(Pack)
        .where(Pack.meeting_id.in_(sorted(meeting_ids)), Pack.sent_on.is_not(None), Pack.stands())
        .order_by(Pack.number)
    )
    return {each.meeting_id: each for each in found}


def _taken(pack_ids: Collection[int]) -> frozenset[tuple[int, int]]:
    """Who took which of these packs: the look at what is in it says so."""
    rows = db.session.execute(
        select(Look.user_id, Pack.id)
        .join(PackPaper, PackPaper.about == Look.subject)
        .join(Pack, Pack.id == PackPaper.pack_id)
        .where(Pack.id.in_(sorted(pack_ids)), Look.page == PACK_TAKEN, Look.at >= Pack.recorded_at)
        .distinct()
    )
    return frozenset((user, pack) for user, pack in rows if user is not None)
