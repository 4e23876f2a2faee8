"""Questions about concerns. Whoever asks is shown those that they may read, and counts of those."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import User
from app.accounts.permissions import May
from app.audit import queries as trail
from app.audit.models import Look
from app.audit.remembering import remembered
from app.children.models import Child
from app.concerns import rules
from app.concerns.kinds import ConcernKind, Part
from app.concerns.models import (
    Concern,
    ConcernAbout,
    ConcernChild,
    ConcernNotice,
    ConcernReader,
    ConcernStep,
    NoticeRule,
)
from app.concerns.rules import Course, Owed, Taken, Told
from app.core.dated import Recorded
from app.core.db import db
from app.core.holding import is_recorded
from app.core.today import london_day, today
from app.people.models import Person
from app.register.models import Approval, Hold, ReviewCase
from app.statute.fostering.concerns import NotifiableEvent, Recipient

Fact = TypeVar("Fact", bound=Recorded)


@dataclass(frozen=True, slots=True)
class Whole:
    """A concern with everything that belongs to it, each in its order."""

    concern: Concern
    about: Sequence[ConcernAbout]
    children: Sequence[ConcernChild]
    steps: Sequence[ConcernStep]
    notices: Sequence[ConcernNotice]
    readers: Sequence[ConcernReader]
    course: Course
    owed: Sequence[Owed]

    @property
    def received_on(self) -> date:
        """The London day on which it came."""
        return london_day(self.concern.received_at)

    @property
    def keeper(self) -> User | None:
        """Who keeps it: whoever looks into it, else whoever was named to keep it, else who took
        it."""
        for part in (Part.INVESTIGATES, Part.KEEPS, Part.TOOK_IT):
            for each in self.readers:
                if each.part is part:
                    return each.user
        return None

    @property
    def to_tell(self) -> list[Owed]:
        """Those who are still to be told, or to be told in writing."""
        return [each for each in self.owed if not each.is_done]

    def is_late(self, moment: datetime, day: date) -> bool:
        """Whether anything of it is, or was, out of time."""
        due = self.course.referral_due_on
        waits = self.course.referral is None and due is not None and due < day
        return (
            self.course.referral_is_late
            or waits
            or any(each.is_late(moment, day) for each in self.owed)
            or (self.course.is_open and self.course.look_again_on < day)
        )


def by_ref(ref: str) -> Concern | None:
    """The concern with this public id."""
    return db.session.scalar(select(Concern).where(Concern.ref == ref, Concern.stands()))


def visible_to(user: User) -> ColumnElement[bool]:
    """The concerns that this person may read: every one with the permission for it, otherwise those
    on which they are named today."""
    if not user.may(May.SEE_CONCERNS):
        return Concern.id.in_(())
    if user.may(May.SEE_EVERY_CONCERN):
        return true()
    return Concern.id.in_(
        select(ConcernReader.concern_id).where(
            ConcernReader.user_id == user.id, ConcernReader.in_force(today())
        )
    )


def may_read(user: User, concern: Concern) -> bool:
    """May this person read this concern?"""
    asked = select(Concern.id).where(Concern.id == concern.id, visible_to(user))
    return db.session.scalar(asked) is not None


def may_keep(user: User, found: Whole) -> bool:
    """May this person record what is done: whoever decides on concerns, and those named to keep it
    or to look into it."""
    if user.may(May.DECIDE_CONCERNS):
        return True
    return user.may(May.KEEP_CONCERNS) and any(
        each.user_id == user.id and each.part.may_keep for each in found.readers
    )


def hold_of(concern: Concern) -> Hold | None:
    """The hold that followed, or stood when the concern came."""
    return db.session.get(Hold, concern.hold_id) if concern.hold_id else None


def review_of(concern: Concern) -> ReviewCase | None:
    """The review that followed, or was open when the concern came."""
    return db.session.get(ReviewCase, concern.review_case_id) if concern.review_case_id else None


def whole(concern: Concern) -> Whole:
    """One concern with all that belongs to it."""
    return _wholes([concern])[0]


def listed(user: User) -> list[Whole]:
    """Every concern that this person may read, the newest first."""
    found = db.session.scalars(
        select(Concern)
        .where(Concern.stands(), visible_to(user))
        .order_by(Concern.received_at.desc(), Concern.id.desc())
    ).all()
    return _wholes(found)


def of_household(user: User, household_id: int) -> list[Whole]:
    """A household's concerns, those that this person may read."""
    if not is_recorded(Concern, household_id):
        return []
    found = db.session.scalars(
        select(Concern)
        .where(Concern.household_id == household_id, Concern.stands(), visible_to(user))
        .order_by(Concern.received_at.desc(), Concern.id.desc())
    ).all()
    return _wholes(found)


def _wholes(concerns: Sequence[Concern], as_at: date | None = None) -> list[Whole]:
    """These concerns whole, in a bounded number of questions."""
    ids = [each.id for each in concerns]
    if not ids:
        return []
    about, steps = _belonging(ConcernAbout, ids), _belonging(ConcernStep, ids)
    notices = _belonging(ConcernNotice, ids)
    touched = _belonging(ConcernChild, ids, joinedload(ConcernChild.child).joinedload(Child.person))
    readers = _belonging(ConcernReader, ids)
    own, day = notice_rules(), as_at or today()
    return [
        Whole(
            each,
            about[each.id],
            touched[each.id],
            steps[each.id],
            notices[each.id],
            [one for one in readers[each.id] if one.held_on(day)],
            course_of(each, steps[each.id]),
            _owed(each, notices[each.id], own),
        )
        for each in concerns
    ]


def _belonging(
    kind: type[Fact], ids: Collection[int], *options: Any
) -> defaultdict[int, list[Fact]]:
    """What belongs to each of these concerns, in the order in which it was recorded."""
    column: Any = kind.concern_id  # type: ignore[attr-defined]
    asked = select(kind).where(column.in_(ids), kind.stands()).options(*options).order_by(kind.id)
    found: defaultdict[int, list[Fact]] = defaultdict(list)
    for row in db.session.scalars(asked):
        found[row.concern_id].append(row)  # type: ignore[attr-defined]
    return found


def course_of(concern: Concern, steps: Sequence[ConcernStep]) -> Course:
    """How a concern stands, from its steps."""
    return Course(
        concern.kind,
        london_day(concern.received_at),
        tuple(Taken(each.kind, each.happened_on, each.outcome) for each in steps),
    )


def _owed(
    concern: Concern,
    notices: Sequence[ConcernNotice],
    own: Sequence[NoticeRule],
) -> list[Owed]:
    received_on = london_day(concern.received_at)
    return rules.owed(
        concern.event,
        concern.received_at,
        received_on,
        rules.recipients_of(concern.event, _on(own, received_on)),
        [Told(each.recipient, each.sent_at, each.how) for each in notices],
    )


def notice_rules() -> list[NoticeRule]:
    """Everything the council has ever said about whom it tells, the oldest first."""
    return list(
        db.session.scalars(
            select(NoticeRule)
            .where(NoticeRule.stands())
            .order_by(NoticeRule.starts_on, NoticeRule.id)
        )
    )


def _on(said: Sequence[NoticeRule], day: date) -> dict[tuple[NotifiableEvent, Recipient], bool]:
    return {(each.event, each.recipient): each.told for each in said if each.held_on(day)}


def recipients_on(event: NotifiableEvent, day: date) -> frozenset[Recipient]:
    """Whom an event is told to that is known on a day."""
    return rules.recipients_of(event, _on(notice_rules(), day))


def open_rule(event: NotifiableEvent, recipient: Recipient) -> NoticeRule | None:
    """What the council says now of one event and one recipient, without an end."""
    return db.session.scalar(
        select(NoticeRule).where(
            NoticeRule.event == event,
            NoticeRule.recipient == recipient,
            NoticeRule.ends_on.is_(None),
            NoticeRule.stands(),
        )
    )


def allegations_of(household_id: int) -> list[tuple[date | None, list[date | None]]]:
    """Every allegation of a household, whoever asks: when it was concluded (None: not yet), and the
    birthdays of those whom it is about; of all who were approved there if nobody is named."""
    found = db.session.scalars(
        select(Concern).where(
            Concern.household_id == household_id,
            Concern.kind == ConcernKind.ALLEGATION,
            Concern.stands(),
        )
    ).all()
    approved = list(
        db.session.scalars(
            select(Person.born).where(
                Person.id.in_(
                    select(Approval.person_id).where(Approval.household_id == household_id)
                )
            )
        )
    )
    return [
        (
            each.course.concluded.on if each.course.concluded else None,
            [one.person.born for one in each.about] or approved,
        )
        for each in _wholes(found)
    ]


# ------------------------------------------------------------------------------ what is running


@dataclass(frozen=True, slots=True)
class Open:
    """A concern that goes on, in plain values for its clocks."""

    concern_id: int
    ref: str
    household_id: int
    household: str
    received_on: date
    keeper_id: int | None
    referral_due_on: date | None
    look_again_on: date
    moved_on: date
    to_tell: tuple[tuple[str, date, bool], ...]
    """The clock, its last day, and whether only the writing is still to come."""


@remembered
def open_now(as_at: date) -> tuple[Open, ...]:
    """Every concern with something still to do; whose eyes it is for is asked by whoever shows
    it."""
    concerns = db.session.scalars(
        select(Concern).where(Concern.stands()).order_by(Concern.id)
    ).all()
    return tuple(
        _open(found)
        for found in _wholes(concerns, as_at)
        if found.received_on <= as_at and (found.course.is_open or found.to_tell)
    )


def _open(found: Whole) -> Open:
    course = found.course
    keeper = found.keeper
    return Open(
        found.concern.id,
        found.concern.ref,
        found.concern.household_id,
        found.concern.household.name,
        found.received_on,
        keeper.id if keeper else None,
        course.referral_due_on if course.is_open and course.referral is None else None,
        course.look_again_on if course.is_open else date.max,
        course.moved_on,
        tuple(
            dict.fromkeys(
                (each.clock.key, each.last_day, each.first is not None) for each in found.to_tell
            )
        ),
    )


# --------------------------------------------------------------------------- who may be named


def who_may_read(as_at: date) -> Sequence[User]:
    """Those who may be named to read of a concern: they work here and hold a role that could."""
    people = db.session.scalars(
        select(User)
        .where(
            User.stands(),
            User.suspended_at.is_(None),
            or_(User.left_on.is_(None), User.left_on > as_at),
        )
        .order_by(User.name)
        .options(selectinload(User.roles))
    ).all()
    return [each for each in people if each.may(May.SEE_CONCERNS)]


def looks_at(found: Whole, limit: int = 30) -> Sequence[Look]:
    """Who read of this concern lately, the newest first."""
    return trail.looks_at(f"concern:{found.concern.id}")[:limit]
