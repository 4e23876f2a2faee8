"""A member's own meetings: those they are asked to, for as long as they may read of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, select

from app.accounts.models import User
from app.audit.models import Look
from app.audit.queries import last_done
from app.core.db import db
from app.core.today import london_day
from app.panel.kinds import Answer, MinutesStep, SeatKind
from app.panel.models import Invited, Listing, Meeting, MeetingMinutes, Pack, PackPaper
from app.panel.queries.agenda import Agenda, ReadLine, agenda, agenda_for, agendas
from app.panel.queries.minutes import recommendations

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


class Doing(StrEnum):
    """What a member has to do of a meeting, as Today and the morning's message say it."""

    KNOW_OFF = "see that it is called off"
    SAY_AGAIN = "its time or place has changed: say again whether you come"
    READ = "read your papers"
    ANSWER = "say whether you come"
    APPROVE = "approve the minutes"


@dataclass(frozen=True, slots=True)
class ToDo:
    """A meeting of which a member who signs in has something to do."""

    meeting: Meeting
    invited: Invited
    user_id: int
    doing: Doing
    since: date

    @property
    def says(self) -> str:
        """What is to do."""
        return self.doing.value

    @property
    def page(self) -> tuple[str, dict[str, Any]]:
        """Where it is done."""
        if self.doing is Doing.KNOW_OFF:
            return "panel.mine", {}
        page = "panel.own_minutes" if self.doing is Doing.APPROVE else "panel.own_meeting"
        return page, {"ref": self.meeting.ref}


PACK_TAKEN = "panel pack saved"
"""As what the look of somebody who takes a pack is recorded."""

CALLED_OFF_SEEN = "own panel called off"
"""As what the look of somebody who reads why a meeting was called off is recorded."""

MOVED = "Changed when or where a panel meets"
ANSWERED = "Recorded whether a member comes to a panel meeting"
"""The acts by which a meeting moves, and by which it is known again who comes to it."""


def to_do(as_at: date) -> list[ToDo]:
    """What each who signs in has to do: of meetings to come, and of minutes that wait for whoever
    took the chair."""
    rows = db.session.execute(
        select(Meeting, Invited, Listing.user_id)
        .join(Invited, Invited.meeting_id == Meeting.id)
        .join(Listing, Listing.id == Invited.listing_id)
        .where(
            Meeting.stands(),
            Meeting.meets_on >= as_at,
            Invited.stands(),
            Listing.user_id.is_not(None),
            Listing.in_force(as_at),
        )
        .order_by(Meeting.meets_on, Invited.id)
    ).all()
    known = _Known.of(rows)
    found = [(row, known.waits(row.Meeting, row.Invited, row.user_id)) for row in rows]
    return [
        ToDo(row.Meeting, row.Invited, row.user_id, *waits)
        for row, waits in found
        if waits is not None
    ] + to_approve(as_at)


@dataclass(frozen=True, slots=True)
class _Known:
    """What members have read and said already of meetings to come, asked once for all of them."""

    seen_off: frozenset[tuple[int, int]]
    packs: dict[int, Pack]
    taken: frozenset[tuple[int, int]]
    moved: dict[int, date]

    @classmethod
    def of(cls, rows: Sequence[Any]) -> _Known:
        """Of each of these rows: a meeting, who is asked to it, and as whom they sign in."""
        open_ = [row for row in rows if row.Meeting.called_off_on is None]
        packs = _last_sent({row.Meeting.id for row in open_})
        return cls(
            _known_off({row.Meeting.id for row in rows if row.Meeting.called_off_on}),
            packs,
            _taken({each.id for each in packs.values()}) if packs else frozenset(),
            _moved([(row.Meeting, row.Invited) for row in open_]),
        )

    def waits(self, meeting: Meeting, invited: Invited, user_id: int) -> tuple[Doing, date] | None:
        """What one of them has to do of a meeting, and since when; None: nothing."""
        if meeting.called_off_on is not None:
            tell = invited.may_have_papers and (user_id, meeting.id) not in self.seen_off
            return (Doing.KNOW_OFF, meeting.called_off_on) if tell else None
        if invited.id in self.moved:
            return Doing.SAY_AGAIN, self.moved[invited.id]
        pack = self.packs.get(meeting.id) if invited.may_have_papers else None
        if pack is not None and pack.sent_on is not None and (user_id, pack.id) not in self.taken:
            return Doing.READ, pack.sent_on
        return (Doing.ANSWER, invited.invited_on) if invited.answer is Answer.ASKED else None


def moved_on(own: Own) -> date | None:
    """When a meeting's time or place last changed, if since this member said whether they come."""
    return _moved([(own.meeting, own.invited)]).get(own.invited.id)


def called_off(user: User, as_at: date) -> list[Meeting]:
    """Meetings to come to which somebody was asked, and which are called off."""
    found = db.session.scalars(
        select(Meeting)
        .join(Invited, Invited.meeting_id == Meeting.id)
        .join(Listing, Listing.id == Invited.listing_id)
        .where(
            Listing.user_id == user.id,
            Listing.in_force(as_at),
            Invited.stands(),
            Meeting.stands(),
            Meeting.called_off_on.is_not(None),
            Meeting.meets_on >= as_at,
        )
        .order_by(Meeting.meets_on, Meeting.id)
    )
    return list(found)


def _known_off(meeting_ids: Collection[int]) -> frozenset[tuple[int, int]]:
    """Who has read that which of these meetings is called off: their look at why says so."""
    if not meeting_ids:
        return frozenset()
    by_subject = {f"panel_meeting:{each}": each for each in meeting_ids}
    rows = db.session.execute(
        select(Look.user_id, Look.subject).where(
            Look.subject.in_(sorted(by_subject)), Look.page == CALLED_OFF_SEEN
        )
    )
    return frozenset((user, by_subject[about]) for user, about in rows if user is not None)


def _moved(those: Collection[tuple[Meeting, Invited]]) -> dict[int, date]:
    """Of which of these invitations the meeting has moved since it was last said whether they come,
    by their ids, and on which day."""
    if not those:
        return {}
    meetings = last_done([MOVED], "panel_meeting", [f"panel_meeting:{one.id}" for one, _ in those])
    asked = [(one, each) for one, each in those if str(one.id) in meetings]
    if not asked:
        return {}
    people = [f"person:{each.listing.person_id}" for _, each in asked]
    said = last_done([ANSWERED], "panel_invited", people)
    found = {}
    for meeting, invited in asked:
        move, answer = meetings[str(meeting.id)], said.get(str(invited.id))
        if answer is not None and answer.number < move.number:
            found[invited.id] = london_day(move.at)
    return found


def minutes_waiting(as_at: date) -> list[Meeting]:
    """Meetings by a day of which attendance was taken and whose minutes are not approved."""
    approved = select(MeetingMinutes.meeting_id).where(
        MeetingMinutes.step == MinutesStep.APPROVED, MeetingMinutes.stands()
    )
    came = select(Invited.meeting_id).where(Invited.came.is_(True), Invited.stands())
    return list(
        db.session.scalars(
            select(Meeting)
            .where(
                Meeting.stands(),
                Meeting.meets_on <= as_at,
                Meeting.called_off_on.is_(None),
                Meeting.id.in_(came),
                Meeting.id.not_in(approved),
            )
            .order_by(Meeting.meets_on, Meeting.id)
        )
    )


def to_approve(as_at: date) -> list[ToDo]:
    """Minutes that are whole and wait for whoever took the chair and signs in; of those that nobody
    can approve here the panel adviser knows (`watch.minutes`)."""
    waiting = [each for each in minutes_waiting(as_at) if each.meets_on >= as_at - OPEN_AFTER]
    if not waiting:
        return []
    found = []
    for one in agendas(waiting).values():
        items = [each.item.id for each in one.lines if not each.is_break]
        if len(recommendations(items)) < len(items):
            continue
        led = [each for each in one.there if each.seat is SeatKind.CHAIR]
        for guest in led or [each for each in one.there if each.seat is not None]:
            listing = guest.invited.listing
            if listing.user_id is not None and listing.held_on(as_at):
                meeting = one.company.meeting
                found.append(
                    ToDo(meeting, guest.invited, listing.user_id, Doing.APPROVE, meeting.meets_on)
                )
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
