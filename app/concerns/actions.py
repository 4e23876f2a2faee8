"""Changes to concerns. Each is an act; a hold or a review that follows is the register's own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from app.accounts.models import User
from app.audit.act import Actor, act
from app.children.models import Child
from app.concerns import queries, rules
from app.concerns.kinds import REVIEW_FOR, ConcernKind, How, Outcome, Part, Safety, Source, StepKind
from app.concerns.models import (
    Concern,
    ConcernAbout,
    ConcernChild,
    ConcernNotice,
    ConcernReader,
    ConcernStep,
    NoticeRule,
)
from app.core.db import db, take
from app.core.succession import begin, open_row
from app.core.today import now, today
from app.people import rules as record
from app.people.actions import refuse_if
from app.people.models import Household, Person
from app.register import actions as register
from app.register.actions import reviews
from app.register.models import Hold, HoldReason, ReviewCase
from app.register.queries import reviews as review_queries
from app.register.reviewing import ReviewTrigger
from app.statute.fostering.concerns import NotifiableEvent, Recipient

HOLD_FOR: Mapping[ConcernKind, HoldReason] = {
    ConcernKind.ALLEGATION: HoldReason.ALLEGATION,
    ConcernKind.STANDARDS: HoldReason.STANDARD_OF_CARE,
}
"""The reason of a hold that follows a concern; of other kinds `OTHER`."""


@act("Took a concern")
def take_concern(
    household: Household,
    *,
    kind: ConcernKind,
    received_at: datetime,
    source: Source,
    says: str,
    safety: Safety,
    safety_words: str,
    about: Collection[Person] = (),
    children: Collection[Child] = (),
    event: NotifiableEvent | None = None,
    source_name: str = "",
    by: Actor,
) -> Concern:
    """A concern is taken. Whoever takes it may read it and go on with it, until a manager ends
    that."""
    refuse_if(
        rules.opening_breaches(
            kind=kind,
            event=event,
            received_at=received_at,
            now=now(),
            safety=safety,
            places_children=bool(children),
        )
        + rules.words_breaches(says, "says")
        + rules.words_breaches(safety_words, "safety_words")
    )
    concern = Concern(
        household_id=household.id,
        kind=kind,
        event=event,
        received_at=received_at,
        source=source,
        source_name=source_name.strip(),
        says=says.strip(),
        safety=safety,
        safety_words=safety_words.strip(),
        taken_by_id=by.id,
    )
    db.session.add(concern)
    db.session.flush()
    _name(concern, about, children)
    if by.id is not None:
        begin(
            ConcernReader(
                concern_id=concern.id, user_id=by.id, part=Part.TOOK_IT, starts_on=today()
            )
        )
    return concern


def _name(concern: Concern, about: Collection[Person], children: Collection[Child]) -> None:
    db.session.add_all(ConcernAbout(concern_id=concern.id, person_id=each.id) for each in about)
    db.session.add_all(ConcernChild(concern_id=concern.id, child_id=each.id) for each in children)
    db.session.flush()


@act("Changed whom a concern is about")
def change_who(
    concern: Concern, *, about: Collection[Person], children: Collection[Child], by: Actor
) -> Concern:
    """These people and these children, and no others; who was named before stays on record."""
    take(concern)
    found = queries.whole(concern)
    people, those = {each.id for each in about}, {each.id for each in children}
    for person in found.about:
        if person.person_id not in people:
            person.void()
    for child in found.children:
        if child.child_id not in those:
            child.void()
    named = {each.person_id for each in found.about}
    touched = {each.child_id for each in found.children}
    _name(
        concern,
        [each for each in about if each.id not in named],
        [each for each in children if each.id not in touched],
    )
    return concern


@act("Recorded a step of a concern")
def take_step(
    concern: Concern,
    *,
    kind: StepKind,
    on: date,
    words: str,
    who: str = "",
    outcome: Outcome | None = None,
    by: Actor,
) -> ConcernStep:
    """Something was done about it, or decided. RuleBroken: it cannot be taken as it stands."""
    take(concern)
    course = queries.whole(concern).course
    refuse_if(rules.step_breaches(course, kind, on=on, today=today(), words=words, outcome=outcome))
    step = ConcernStep(
        concern_id=concern.id,
        kind=kind,
        happened_on=on,
        words=words.strip(),
        who=who.strip(),
        outcome=outcome,
        by_id=by.id,
    )
    db.session.add(step)
    db.session.flush()
    return step


@act("Recorded that somebody was told of an event")
def record_notice(
    concern: Concern,
    *,
    recipient: Recipient,
    sent_at: datetime,
    how: How,
    words: str = "",
    by: Actor,
) -> ConcernNotice:
    """Somebody outside was told. By word of mouth is confirmed in writing afterwards."""
    take(concern)
    refuse_if(rules.notice_breaches(concern.received_at, sent_at, now()))
    notice = ConcernNotice(
        concern_id=concern.id,
        recipient=recipient,
        sent_at=sent_at,
        how=how,
        words=words.strip(),
        by_id=by.id,
    )
    db.session.add(notice)
    db.session.flush()
    return notice


@act("Said which event a concern is")
def set_event(concern: Concern, *, event: NotifiableEvent | None, by: Actor) -> Concern:
    """It is an event of Schedule 7, or is none after all: whom it is told to follows."""
    take(concern)
    if event is None and concern.kind is ConcernKind.NOTIFIABLE:
        refuse_if([record.record_breach("Say which event of Schedule 7 it is.", "event")])
    concern.event = event
    return concern


# ------------------------------------------------------------------------- who may read of it


@act("Named who may read of a concern")
def name_reader(concern: Concern, *, user: User, part: Part, by: Actor) -> ConcernReader:
    """From today this person may read of it, and why; who is named already takes the new part."""
    before = open_row(ConcernReader, concern_id=concern.id, user_id=user.id)
    return begin(
        ConcernReader(concern_id=concern.id, user_id=user.id, part=part, starts_on=today()),
        instead_of=before,
    )


@act("Ended that somebody may read of a concern")
def end_reader(reader: ConcernReader, *, by: Actor) -> ConcernReader:
    """From today they may not. What they read before stays on record."""
    reader.end(max(today(), reader.starts_on))
    return reader


# ------------------------------------------------- what follows, by the register's own acts


@act("Put a household on hold")
def hold_for(concern: Concern, *, places: int | None, plan: str, by: Actor) -> Hold:
    """The household is put on hold for this concern; a hold that stands already is named on it.

    Lifting it is a decision of its own, which no outcome makes or suggests.
    """
    take(concern)
    hold = open_row(Hold, household_id=concern.household_id)
    if hold is None:
        hold = register.put_on_hold(
            concern.household,
            reason=HOLD_FOR.get(concern.kind, HoldReason.OTHER),
            starts_on=today(),
            places=places,
            plan=plan,
            by=by,
        )
    concern.hold_id = hold.id
    return hold


@act("Opened a review of approval")
def review_for(concern: Concern, *, to_panel: bool, by: Actor) -> ReviewCase:
    """A review is opened because of this concern; one that is open already is named on it.

    What was said is not repeated in the review: those who may read of the concern read it here.
    """
    take(concern)
    case = review_queries.open_case(concern.household_id)
    if case is None:
        case = reviews.open_review(
            concern.household,
            trigger=REVIEW_FOR.get(concern.kind, ReviewTrigger.OTHER),
            why="A concern was taken. Those who may read of it find it under Concerns.",
            to_panel=to_panel,
            by=by,
        )
    concern.review_case_id = case.id
    return case


# --------------------------------------------------------------------------- whom we tell


@act("Said who is told of an event")
def set_recipients(
    event: NotifiableEvent,
    *,
    told: Collection[Recipient],
    why: str,
    starts_on: date,
    by: Actor,
) -> list[NoticeRule]:
    """From a day on these are told of this event. Where that differs from what holds on that day,
    the council's own word is recorded with where it is written; what came before keeps its rule."""
    refuse_if(rules.words_breaches(why, "why"))
    holds = queries.recipients_on(event, starts_on)
    made = []
    for recipient in Recipient:
        if (recipient in told) is (recipient in holds):
            continue
        before = queries.open_rule(event, recipient)
        refuse_if(
            record.takes_over_breaches(
                "Who is told", before.starts_on if before else None, starts_on
            )
        )
        rule = NoticeRule(
            event=event,
            recipient=recipient,
            told=recipient in told,
            why=why.strip(),
            starts_on=starts_on,
        )
        made.append(begin(rule, instead_of=before))
    return made


@act("Set aside a concern recorded in error")
def set_aside(concern: Concern, *, by: Actor) -> Concern:
    """It was written on the wrong household, or twice. It stays, marked."""
    take(concern)
    concern.void()
    return concern
