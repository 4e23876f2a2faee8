"""A placement ends: proposed, reviewed, recorded; and what ended unplanned is looked at."""

from __future__ import annotations

from datetime import date
from typing import Any, Required, TypedDict, Unpack

from app.accounts.models import User
from app.audit.act import Actor, act
from app.children import actions as children
from app.children.codes import PlaceChange
from app.children.models import Placement
from app.core.db import db, take
from app.core.today import today
from app.people.actions import refuse_if
from app.people.rules import record_breach
from app.placements import queries, rules
from app.placements.actions.lists import given
from app.placements.kinds import Theme
from app.placements.models import (
    DisruptionAction,
    DisruptionLesson,
    DisruptionMeeting,
    PlacementEnding,
)
from app.statute.breach import Breach
from app.statute.care_planning.begun import EndsWithout


class Said(TypedDict, total=False):
    """What is said of an end: why, in words; when the child's case was reviewed and the reviewing
    officer told; where the child goes."""

    why: Required[str]
    reviewed_on: date | None
    officer_told_on: date | None
    goes_to: str


@act("Proposed that a placement end")
def propose_ending(
    placement: Placement, *, proposed_on: date, by: Actor, **said: Unpack[Said]
) -> PlacementEnding:
    """It is to end on a day, after a review; said again, the last stands."""
    take(placement)
    refuse_if(
        _breaches(placement, said, on=proposed_on, happened=False) + _ended_already(placement)
    )
    row = _put_down(placement, said, by)
    row.proposed_on = proposed_on
    db.session.flush()
    return row


def _breaches(
    placement: Placement,
    said: Said,
    *,
    on: date,
    without: EndsWithout | None = None,
    happened: bool,
) -> list[Breach]:
    return rules.ending_breaches(
        starts_on=placement.starts_on,
        on=on,
        without=without,
        why=said["why"],
        reviewed_on=said.get("reviewed_on"),
        today=today(),
        happened=happened,
    )


def _put_down(placement: Placement, said: Said, by: Actor) -> PlacementEnding:
    row = queries.ending_of(placement.id)
    if row is None:
        row = PlacementEnding(placement_id=placement.id, child_id=placement.child_id, by_id=by.id)
        db.session.add(row)
    row.why, row.goes_to = said["why"].strip(), said.get("goes_to", "").strip()
    row.reviewed_on, row.officer_told_on = said.get("reviewed_on"), said.get("officer_told_on")
    return row


def _ended_already(placement: Placement) -> list[Any]:
    return [record_breach("This placement has ended.")] if placement.ends_on is not None else []


@act("Let a proposed end of a placement go")
def let_ending_go(placement: Placement, *, by: Actor) -> PlacementEnding:
    """The placement goes on after all."""
    take(placement)
    refuse_if(_ended_already(placement))
    row = given(queries.ending_of(placement.id), "No end is proposed.")
    row.void()
    return row


@act("Recorded the end of a placement")
def end_placement(
    placement: Placement,
    *,
    on: date,
    because: PlaceChange,
    without: EndsWithout | None = None,
    by: Actor,
    **said: Unpack[Said],
) -> PlacementEnding:
    """It ended on this day: why by the return's code and in words, after which review or why not.

    That it ended is never refused; without a review and without an exception its list says so.
    """
    refuse_if(_breaches(placement, said, on=on, without=without, happened=True))
    children.end_placement(placement, on=on, because=because, by=by)
    return _ended(placement, without, said, by)


@act("Said how a placement ended")
def say_ending(
    placement: Placement,
    *,
    because: PlaceChange,
    without: EndsWithout | None = None,
    by: Actor,
    **said: Unpack[Said],
) -> PlacementEnding:
    """Of a placement whose end another move recorded: why, and after which review."""
    take(placement)
    breaches = _breaches(
        placement, said, on=placement.ends_on or today(), without=without, happened=True
    )
    if placement.ends_on is None:
        breaches.append(record_breach("This placement goes on: record its end."))
    refuse_if(breaches)
    placement.ended_because = because
    return _ended(placement, without, said, by)


def _ended(
    placement: Placement, without: EndsWithout | None, said: Said, by: Actor
) -> PlacementEnding:
    row = _put_down(placement, said, by)
    row.without = without
    db.session.flush()
    return row


@act("Recorded a disruption meeting")
def hold_meeting(
    placement: Placement,
    *,
    held_on: date,
    came: str,
    found: str,
    theme: Theme | None = None,
    learned: str = "",
    by: Actor,
) -> DisruptionMeeting:
    """What ended without being planned was looked at: who came, and what led to it."""
    take(placement)
    listed = queries.whole_of(placement.id, today())
    refuse_if(
        rules.meeting_breaches(
            kind=listed.ending if listed is not None else None,
            held=queries.meeting_of(placement.id) is not None,
            held_on=held_on,
            ended_on=placement.ends_on or today(),
            came=came,
            found=found,
            today=today(),
        )
    )
    meeting = _meeting(placement, held_on, came, found, by)
    if theme is not None and learned.strip():
        add_lesson(meeting, theme=theme, words=learned, by=by)
    return meeting


def _meeting(
    placement: Placement, held_on: date | None, came: str, found: str, by: Actor
) -> DisruptionMeeting:
    meeting = DisruptionMeeting(
        placement_id=placement.id,
        child_id=placement.child_id,
        household_id=placement.household_id,
        held_on=held_on,
        came=came.strip(),
        found=found.strip(),
        by_id=by.id,
    )
    db.session.add(meeting)
    db.session.flush()
    return meeting


@act("Decided that no disruption meeting is held")
def hold_none(placement: Placement, *, because: str, by: Actor) -> DisruptionMeeting:
    """None is held about this ending, with the reason."""
    take(placement)
    there = queries.meeting_of(placement.id) is not None
    refuse_if(
        rules.words_breaches(because, "because", "Say why none is held.")
        + ([record_breach("It was held, or set aside, already.")] if there else [])
    )
    return _meeting(placement, None, "", because, by)


@act("Recorded what a disruption meeting learned")
def add_lesson(
    meeting: DisruptionMeeting, *, theme: Theme, words: str, by: Actor
) -> DisruptionLesson:
    """Something learned, by its theme."""
    refuse_if(rules.words_breaches(words, "words", "Say what was learned."))
    row = DisruptionLesson(
        meeting_id=meeting.id, child_id=meeting.child_id, theme=theme, words=words.strip()
    )
    db.session.add(row)
    db.session.flush()
    return row


@act("Recorded what a disruption meeting agreed")
def add_action(
    meeting: DisruptionMeeting, *, what: str, owner: User | None, due_on: date, by: Actor
) -> DisruptionAction:
    """Something to be done, by whom and by when."""
    chosen = given(owner, "Choose who does it.", "owner")
    breaches = rules.words_breaches(what, "what", "Say what is to be done.")
    if meeting.held_on is not None and due_on < meeting.held_on:
        breaches.append(record_breach("Give a day after the meeting.", "due_on"))
    refuse_if(breaches)
    row = DisruptionAction(
        meeting_id=meeting.id,
        child_id=meeting.child_id,
        what=what.strip(),
        owner_id=chosen.id,
        due_on=due_on,
    )
    db.session.add(row)
    db.session.flush()
    return row


@act("Recorded that an action of a disruption meeting was done")
def do_action(action: DisruptionAction, *, on: date, words: str, by: Actor) -> DisruptionAction:
    """What was agreed was done, and what came of it."""
    take(action)
    breaches = rules.words_breaches(words, "words", "Say what came of it.")
    if on > today():
        breaches.append(record_breach("What was done is recorded once it has happened.", "on"))
    if action.done_on is not None:
        breaches.append(record_breach("This was done already."))
    refuse_if(breaches)
    action.done_on, action.came_of_it = on, words.strip()
    return action
