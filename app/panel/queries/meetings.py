"""Panels on a day, who leads them, their meetings, and who comes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select

from app.accounts.models import User
from app.core.db import db
from app.core.today import today
from app.panel.coming import MustCome, Wish, table
from app.panel.kinds import Answer, ItemKind, NoticeOf, SeatKind
from app.panel.models import (
    Invited,
    Listing,
    Meeting,
    MeetingNotice,
    Panel,
    PanelPolicy,
    Seat,
)
from app.panel.queries.listing import OnList, central_lists
from app.panel.rules.meetings import constitution_breaches, papers_due
from app.panel.rules.quorum import Attendee, Lost, if_one_is_lost, quorum
from app.statute.breach import Breach


@dataclass(frozen=True, slots=True)
class Constituted:
    """A panel as it stands on a day."""

    panel: Panel
    seats: tuple[Seat, ...]

    @property
    def missing(self) -> list[Breach]:
        """What it lacks before any business."""
        return constitution_breaches([each.seat for each in self.seats])

    def seat_of(self, listing_id: int) -> SeatKind | None:
        """What somebody leads it as."""
        return next((each.seat for each in self.seats if each.listing_id == listing_id), None)

    def led_by(self, seat: SeatKind) -> list[Seat]:
        """Who is appointed so."""
        return [each for each in self.seats if each.seat is seat]


def panels(as_at: date, known_at: datetime | None = None) -> list[Constituted]:
    """The panels there are on a day, each with who leads it."""
    found = db.session.scalars(
        select(Panel).where(Panel.in_force(as_at, known_at)).order_by(Panel.name)
    ).all()
    return _with_seats(found, as_at, known_at)


def constituted(panel: Panel, as_at: date, known_at: datetime | None = None) -> Constituted:
    """One panel with who leads it on a day."""
    return _with_seats([panel], as_at, known_at)[0]


def _with_seats(
    found: Sequence[Panel], as_at: date, known_at: datetime | None
) -> list[Constituted]:
    seats = _seats([each.id for each in found], known_at)
    return [_on(each, seats, as_at, known_at) for each in found]


def _seats(panel_ids: Collection[int], known_at: datetime | None) -> dict[int, list[Seat]]:
    """Everybody who has led these panels, whenever it was: chairs first."""
    found: dict[int, list[Seat]] = defaultdict(list)
    for each in db.session.scalars(
        select(Seat)
        .where(Seat.panel_id.in_(sorted(panel_ids)), Seat.stands(known_at))
        .order_by(Seat.seat, Seat.id)
    ):
        found[each.panel_id].append(each)
    return found


def _on(
    panel: Panel, seats: Mapping[int, Sequence[Seat]], day: date, known_at: datetime | None
) -> Constituted:
    held = (each for each in seats.get(panel.id, ()) if each.held_on(day, known_at))
    return Constituted(panel, tuple(held))


def panel_by_ref(ref: str) -> Panel | None:
    """The panel with this public id."""
    return db.session.scalar(select(Panel).where(Panel.ref == ref, Panel.stands()))


def seats_ever(panel_id: int) -> Sequence[Seat]:
    """Everybody who has led a panel, the latest first."""
    return db.session.scalars(
        select(Seat)
        .where(Seat.panel_id == panel_id, Seat.stands())
        .order_by(Seat.starts_on.desc(), Seat.id.desc())
    ).all()


# --------------------------------------------------------------------------------------- meetings


def _meetings() -> Select[Meeting]:
    return select(Meeting).where(Meeting.stands())


def ahead(as_at: date, most: int | None = None) -> Sequence[Meeting]:
    """Meetings on a day or after it that are not called off, the next first."""
    asked = (
        _meetings()
        .where(Meeting.meets_on >= as_at, Meeting.called_off_on.is_(None))
        .order_by(Meeting.meets_on, Meeting.starts_at, Meeting.id)
    )
    return db.session.scalars(asked.limit(most) if most else asked).all()


def before(as_at: date, most: int) -> Sequence[Meeting]:
    """The last meetings before a day."""
    return db.session.scalars(
        _meetings()
        .where(Meeting.meets_on < as_at)
        .order_by(Meeting.meets_on.desc(), Meeting.id.desc())
        .limit(most)
    ).all()


def of_panel(panel_id: int, since: date) -> Sequence[Meeting]:
    """A panel's meetings from a day on, the called off ones too."""
    return db.session.scalars(
        _meetings()
        .where(Meeting.panel_id == panel_id, Meeting.meets_on >= since)
        .order_by(Meeting.meets_on, Meeting.id)
    ).all()


def still_to_meet(panel_id: int, since: date) -> list[Meeting]:
    """A panel's meetings from a day on that are not called off."""
    return [each for each in of_panel(panel_id, since) if each.called_off_on is None]


def days_taken(panel_id: int, days: Collection[date]) -> set[date]:
    """On which of these days a panel meets already."""
    return set(
        db.session.scalars(
            select(Meeting.meets_on).where(
                Meeting.panel_id == panel_id,
                Meeting.meets_on.in_(sorted(days)),
                Meeting.called_off_on.is_(None),
                Meeting.stands(),
            )
        )
    )


def meeting_by_ref(ref: str) -> Meeting | None:
    """The meeting with this public id."""
    return db.session.scalar(_meetings().where(Meeting.ref == ref))


# ---------------------------------------------------------------------------------- who is there


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody asked to a meeting: what they said, and what they are on its day."""

    invited: Invited
    one: OnList | None
    seat: SeatKind | None

    @property
    def name(self) -> str:
        """Their name."""
        return self.invited.listing.person.name

    @property
    def is_away(self) -> bool:
        """Whether they are recorded as away on its day."""
        return self.one is not None and self.one.is_away

    @property
    def attendee(self) -> Attendee:
        """As quorum counts them: whoever is not on the list that day brings nothing but a seat."""
        return Attendee(
            key=self.invited.listing_id,
            seat=self.seat,
            social_worker=self.one is not None and self.one.social_worker,
            independent=self.one is not None and self.one.independent is True,
        )


@dataclass(frozen=True, slots=True)
class Company:
    """Who is asked to a meeting, who says they come, and whether it is quorate with them."""

    meeting: Meeting
    panel: Constituted
    guests: tuple[Guest, ...]
    others: tuple[OnList, ...]
    """Those on the central list that day who are not asked yet and are not away."""

    @property
    def coming(self) -> list[Guest]:
        """Those who said that they come, are on the list that day and not away."""
        return [
            each
            for each in self.guests
            if each.invited.answer is Answer.COMING and each.one is not None and not each.is_away
        ]

    @property
    def missing(self) -> list[Breach]:
        """What is missing for a quorum among those who come."""
        return quorum([each.attendee for each in self.coming], joint=self.panel.panel.joint)

    @property
    def if_lost(self) -> list[Lost]:
        """Those without whom it would no longer be quorate."""
        return if_one_is_lost([each.attendee for each in self.coming], joint=self.panel.panel.joint)

    @property
    def written_to(self) -> list[Listing]:
        """Those asked who have no account to read a change with, and an email address."""
        listings = [each.invited.listing for each in self.guests]
        return [each for each in listings if each.user_id is None and each.person.email]

    def named(self, key: int) -> str:
        """The name of somebody asked."""
        return next(each.name for each in self.guests if each.invited.listing_id == key)

    @property
    def papers_due(self) -> date:
        """The last day on which papers reach members in time."""
        return papers_due(self.meeting.meets_on)


def company(meeting: Meeting) -> Company:
    """Who is asked to one meeting."""
    return companies([meeting])[meeting.id]


def companies(meetings: Iterable[Meeting]) -> dict[int, Company]:
    """Who is asked to each of these meetings, as they are on its day."""
    those = list(meetings)
    asked: dict[int, list[Invited]] = defaultdict(list)
    for each in db.session.scalars(
        select(Invited)
        .where(Invited.meeting_id.in_([one.id for one in those]), Invited.stands())
        .order_by(Invited.id)
    ):
        asked[each.meeting_id].append(each)
    lists = central_lists({one.meets_on for one in those})
    seats = _seats({one.panel_id for one in those}, None)
    return {
        one.id: _company(
            one,
            _on(one.panel, seats, one.meets_on, None),
            asked[one.id],
            lists[one.meets_on],
        )
        for one in those
    }


def _company(
    meeting: Meeting, panel: Constituted, asked: Sequence[Invited], listed: Sequence[OnList]
) -> Company:
    by_id = {each.listing.id: each for each in listed}
    there = {each.listing_id for each in asked}
    guests = tuple(
        Guest(each, by_id.get(each.listing_id), panel.seat_of(each.listing_id)) for each in asked
    )
    others = tuple(each for each in listed if each.listing.id not in there and not each.is_away)
    return Company(meeting, panel, guests, others)


def was_asked(meeting_id: int, listing_id: int) -> Invited | None:
    """Somebody's invitation to a meeting that was taken back."""
    return db.session.scalar(
        select(Invited).where(
            Invited.meeting_id == meeting_id,
            Invited.listing_id == listing_id,
            Invited.voided_at.is_not(None),
        )
    )


def invited_to(meeting_id: int, listing_id: int) -> Invited | None:
    """Somebody's invitation to a meeting."""
    return db.session.scalar(
        select(Invited).where(
            Invited.meeting_id == meeting_id,
            Invited.listing_id == listing_id,
            Invited.stands(),
        )
    )


def listings_by_refs(refs: Collection[str]) -> Sequence[Listing]:
    """The entries of the central list with these public ids."""
    return db.session.scalars(
        select(Listing).where(Listing.ref.in_(sorted(refs)), Listing.stands()).order_by(Listing.id)
    ).all()


# -------------------------------------------------------------------- members who are written to


@dataclass(frozen=True, slots=True)
class ToTell:
    """What a member without an account is told of a meeting, and to which address."""

    what: NoticeOf
    meets_on: date
    to: str
    by: str
    answer_to: str


def to_tell(notice_id: int) -> ToTell | None:
    """What is to be sent; None if a later notice says more, the day is over, or they are no longer
    asked or have no address any more."""
    row = db.session.execute(
        select(MeetingNotice, Meeting, User)
        .join(Meeting, Meeting.id == MeetingNotice.meeting_id)
        .join(User, User.id == MeetingNotice.by_id)
        .where(MeetingNotice.id == notice_id, MeetingNotice.stands())
    ).first()
    if row is None:
        return None
    notice, meeting, by = row
    asked = invited_to(meeting.id, notice.listing_id)
    email = asked.listing.person.email if asked is not None else None
    if email is None or meeting.meets_on < today() or _said_later(notice):
        return None
    return ToTell(notice.what, meeting.meets_on, email, by.name, by.email)


def _said_later(notice: MeetingNotice) -> bool:
    later = select(MeetingNotice.id).where(
        MeetingNotice.meeting_id == notice.meeting_id,
        MeetingNotice.listing_id == notice.listing_id,
        MeetingNotice.id > notice.id,
        MeetingNotice.stands(),
    )
    return db.session.scalar(later.limit(1)) is not None


# ----------------------------------------------------------------------------------------- policy


def wishes() -> list[PanelPolicy]:
    """What this council has set about what comes to panel, the latest first."""
    return list(
        db.session.scalars(
            select(PanelPolicy)
            .where(PanelPolicy.stands())
            .order_by(PanelPolicy.starts_on.desc(), PanelPolicy.id.desc())
        )
    )


def must_come_table() -> tuple[MustCome, ...]:
    """The whole dated table, law and policy, as it stands now."""
    return table(Wish(each.kind, each.comes, each.starts_on, each.ends_on) for each in wishes())


def policy_open(kind: ItemKind) -> PanelPolicy | None:
    """What is set for a kind with no end."""
    return db.session.scalar(
        select(PanelPolicy).where(
            PanelPolicy.kind == kind, PanelPolicy.ends_on.is_(None), PanelPolicy.stands()
        )
    )
