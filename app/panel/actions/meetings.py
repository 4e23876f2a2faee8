"""Panels constituted, meetings called, members asked, and what comes to panel by policy."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy.orm.attributes import flag_modified

from app.audit.act import Actor, act
from app.audit.act import because as say_why
from app.core.db import db, take
from app.core.errors import RuleBroken
from app.core.succession import begin, open_row
from app.core.today import today
from app.panel.coming import USUALLY
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
from app.panel.queries import meetings as queries
from app.panel.queries.agenda import attendance_taken, takes_no_part
from app.panel.queries.listing import one_of
from app.panel.queries.own import ANSWERED, MOVED
from app.panel.queries.packs import sent_ever
from app.panel.rules import meetings as rules
from app.panel.rules.agenda import why_breaches
from app.people import rules as record
from app.people.actions import refuse_if
from app.people.rules import record_breach
from app.statute.breach import Breach


@act("Set up a panel")
def set_up_panel(
    *, name: str, joint_with: str = "", items_at_most: int = 5, starts_on: date, by: Actor
) -> Panel:
    """A panel of ours, or held jointly with others; who leads it follows."""
    breaches = []
    if open_row(Panel, name=name.strip()) is not None:
        breaches.append(record_breach("There is a panel of that name.", "name"))
    if items_at_most < 1:
        breaches.append(
            record_breach("Give how many items a meeting has room for.", "items_at_most")
        )
    refuse_if(breaches)
    return begin(
        Panel(
            name=name.strip(),
            joint_with=joint_with.strip(),
            items_at_most=items_at_most,
            starts_on=starts_on,
        )
    )


@act("Changed a panel")
def change_panel(
    panel: Panel, *, name: str, items_at_most: int, starts_on: date, by: Actor
) -> Panel:
    """It is called so and hears so many items at most from this day; before, it was as it was.

    Who leads it goes on leading it, and its meetings from that day on are the changed panel's.
    """
    take(panel)
    other = open_row(Panel, name=name.strip())
    refuse_if(
        rules.panel_breaches(
            name_taken=other is not None and other.id != panel.id,
            items_at_most=items_at_most,
            began_on=panel.starts_on,
            ends_on=panel.ends_on,
            starts_on=starts_on,
            today=today(),
        )
    )
    changed = begin(
        Panel(
            name=name.strip(),
            joint_with=panel.joint_with,
            items_at_most=items_at_most,
            starts_on=starts_on,
        ),
        instead_of=panel,
    )
    for seat in queries.seats_ever(panel.id):
        _lead_on(seat, changed)
    for meeting in queries.of_panel(panel.id, starts_on):
        meeting.panel_id, meeting.panel = changed.id, changed
    return changed


def _lead_on(seat: Seat, changed: Panel) -> None:
    """An appointment that lasts to the day of a change goes on with the changed panel."""
    if seat.ends_on is not None and seat.ends_on <= changed.starts_on:
        return
    since, until = max(seat.starts_on, changed.starts_on), seat.ends_on
    if seat.starts_on < changed.starts_on:
        seat.end(changed.starts_on)
    else:
        seat.void()
    db.session.flush()
    on = begin(
        Seat(panel_id=changed.id, listing_id=seat.listing_id, seat=seat.seat, starts_on=since)
    )
    if until is not None:
        on.end(until)


@act("Ended a panel")
def end_panel(panel: Panel, *, on: date, by: Actor) -> Panel:
    """From this day there is no such panel: its later meetings are dealt with first."""
    take(panel)
    later = queries.still_to_meet(panel.id, on)
    refuse_if(
        record.ending_breaches("This panel", panel.starts_on, panel.ends_on, on)
        + rules.ending_panel_breaches([each.meets_on for each in later])
    )
    panel.end(on)
    for seat in queries.seats_ever(panel.id):
        if seat.ends_on is None or seat.ends_on > on:
            seat.end(max(on, seat.starts_on))
    return panel


@act("Appointed who leads a panel")
def appoint(panel: Panel, listing: Listing, *, seat: SeatKind, starts_on: date, by: Actor) -> Seat:
    """Chair or vice chair from this day. A new chair takes over from the one before."""
    take(panel)
    now = queries.constituted(panel, starts_on)
    refuse_if(
        rules.seat_breaches(
            seat,
            independent=one_of(listing, starts_on).independent,
            on_list=listing.held_on(starts_on),
            vice_chairs=len(now.led_by(SeatKind.VICE_CHAIR)),
            has_seat=now.seat_of(listing.id) is not None,
            starts_on=starts_on,
            today=today(),
            ends_on=panel.ends_on,
        )
    )
    before = now.led_by(SeatKind.CHAIR) if seat is SeatKind.CHAIR else []
    new = Seat(panel_id=panel.id, listing_id=listing.id, seat=seat, starts_on=starts_on)
    return begin(new, instead_of=before[0] if before else None)


@act("Ended who leads a panel")
def end_seat(seat: Seat, *, on: date, by: Actor) -> Seat:
    """From this day they no longer lead it, though the panel then lacks somebody."""
    refuse_if(record.ending_breaches("This appointment", seat.starts_on, seat.ends_on, on))
    seat.end(on)
    return seat


@act("Called panel meetings")
def call_meetings(
    panel: Panel,
    *,
    days: Collection[date],
    starts_at: str,
    place: str = "",
    remote: bool = False,
    by: Actor,
) -> list[Meeting]:
    """Meetings on these days; days on which the panel meets already are left as they are."""
    take(panel)
    taken = queries.days_taken(panel.id, days)
    new = sorted(set(days) - taken)
    if not new:
        raise RuleBroken(record_breach("The panel meets on all of these days already.", "first"))
    refuse_if(_calling(panel, new[0], starts_at, last_on=new[-1]))
    return [_call(panel, day, starts_at, place, remote) for day in new]


@act("Called a panel meeting out of turn")
def call_extraordinary(
    panel: Panel,
    *,
    meets_on: date,
    starts_at: str,
    why: str,
    place: str = "",
    remote: bool = False,
    by: Actor,
) -> Meeting:
    """What cannot wait for the next one: a temporary approval on day 105."""
    take(panel)
    refuse_if(_calling(panel, meets_on, starts_at, extraordinary=True, why=why))
    meeting = _call(panel, meets_on, starts_at, place, remote)
    meeting.extraordinary, meeting.why = True, why.strip()
    return meeting


def _calling(
    panel: Panel,
    meets_on: date,
    starts_at: str,
    *,
    last_on: date | None = None,
    extraordinary: bool = False,
    why: str = "",
) -> list[Breach]:
    return rules.calling_breaches(
        meets_on=meets_on,
        starts_at=starts_at,
        already=bool(queries.days_taken(panel.id, [meets_on])),
        constitution=queries.constituted(panel, today()).missing,
        extraordinary=extraordinary,
        why=why,
        today=today(),
        last_on=last_on,
        ends_on=panel.ends_on,
    )


def _call(panel: Panel, day: date, starts_at: str, place: str, remote: bool) -> Meeting:
    meeting = Meeting(
        panel_id=panel.id, meets_on=day, starts_at=starts_at, place=place.strip(), remote=remote
    )
    meeting.panel = panel
    db.session.add(meeting)
    db.session.flush()
    return meeting


@act(MOVED)
def change_meeting(
    meeting: Meeting, *, starts_at: str, place: str = "", remote: bool = False, by: Actor
) -> Meeting:
    """At another time of its day, in another place, or by video. Another day is another meeting."""
    take(meeting)
    refuse_if(
        rules.changing_breaches(
            starts_at=starts_at,
            called_off=meeting.called_off_on is not None,
            held=meeting.meets_on < today(),
        )
    )
    before = (meeting.starts_at, meeting.place, meeting.remote)
    meeting.starts_at, meeting.place, meeting.remote = starts_at, place.strip(), remote
    if (meeting.starts_at, meeting.place, meeting.remote) != before:
        _write_to_members(meeting, NoticeOf.MOVED, by)
    return meeting


def _write_to_members(meeting: Meeting, what: NoticeOf, by: Actor) -> None:
    """Whoever is asked and has no account is written to, where an address is recorded. The next
    run of the outbox sends it; of several about one meeting, the last."""
    db.session.add_all(
        MeetingNotice(
            meeting_id=meeting.id, listing_id=one.id, what=what, told_on=today(), by_id=by.id
        )
        for one in queries.company(meeting).written_to
    )


@act("Called off a panel meeting")
def call_off(meeting: Meeting, *, because: str, by: Actor) -> Meeting:
    """It is not held. What was to come to it waits for another."""
    take(meeting)
    refuse_if(
        rules.calling_off_breaches(
            called_off=meeting.called_off_on is not None,
            held=meeting.meets_on < today(),
            attended=attendance_taken(queries.company(meeting)),
            because=because,
        )
    )
    meeting.called_off_on, meeting.called_off_because = today(), because.strip()
    _write_to_members(meeting, NoticeOf.CALLED_OFF, by)
    return meeting


@act("Asked members to a panel meeting")
def invite(meeting: Meeting, *, listings: Sequence[Listing], by: Actor) -> list[Invited]:
    """These people of the central list are asked to come. Nobody is asked twice."""
    take(meeting)
    company = queries.company(meeting)
    there = {each.invited.listing_id for each in company.guests}
    new = [each for each in listings if each.id not in there]
    breaches = []
    if meeting.called_off_on is not None:
        breaches.append(record_breach("This meeting is called off."))
    if not new:
        breaches.append(record_breach("Choose whom to ask.", "who"))
    for each in new:
        if not each.held_on(meeting.meets_on):
            says = f"{each.person.name} is not on the central list on that day."
            breaches.append(record_breach(says, "who"))
    refuse_if(breaches)
    asked = [_ask(meeting, each) for each in new]
    db.session.flush()
    return asked


def _ask(meeting: Meeting, listing: Listing) -> Invited:
    """Asked for the first time, or again after it was taken back: what was said then is gone."""
    asked = queries.was_asked(meeting.id, listing.id)
    if asked is None:
        asked = Invited(meeting_id=meeting.id, listing_id=listing.id)
        db.session.add(asked)
    else:
        asked.stand_again()
    asked.invited_on = today()
    asked.answer, asked.answered_on = Answer.ASKED, None
    return asked


@act("Took back that a member was asked to a panel meeting")
def take_back_invitation(invited: Invited, *, because: str, by: Actor) -> Invited:
    """They were asked by mistake: the meeting is theirs no more, and they may be asked again."""
    meeting = db.session.get_one(Meeting, invited.meeting_id)
    take(meeting)
    take(invited)
    found = queries.company(meeting)
    refuse_if(
        rules.uninviting_breaches(
            over=meeting.called_off_on is not None or meeting.meets_on < today(),
            attended=attendance_taken(found),
            has_papers=invited.listing_id in sent_ever(meeting.id),
            no_part=takes_no_part(meeting.id, invited.listing_id),
        )
        + why_breaches(because)
    )
    say_why(because, f"person:{invited.listing.person_id}")
    invited.void()
    return invited


@act(ANSWERED)
def record_answer(invited: Invited, *, answer: Answer, by: Actor) -> Invited:
    """They come, or they do not; the last thing they said counts, until the meeting is over."""
    take(invited)
    meeting = db.session.get_one(Meeting, invited.meeting_id)
    if meeting.called_off_on is not None or meeting.meets_on < today():
        raise RuleBroken(record_breach("This meeting is over, or called off."))
    invited.answer, invited.answered_on = answer, today()
    flag_modified(invited, "answered_on")  # the same said again is said after what has changed
    return invited


@act("Set what comes to panel by this council’s policy")
def set_policy(*, kind: ItemKind, comes: bool, starts_on: date, by: Actor) -> PanelPolicy:
    """From a day on, for cases that begin then or later; older ones keep what held for them."""
    before = queries.policy_open(kind)
    breaches = record.takes_over_breaches("It", before.starts_on if before else None, starts_on)
    if kind not in USUALLY:
        breaches.append(record_breach("The law says so of this kind: it is no policy.", "kind"))
    refuse_if(breaches)
    return begin(PanelPolicy(kind=kind, comes=comes, starts_on=starts_on), instead_of=before)
