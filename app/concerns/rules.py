"""How a concern stands, what is still to be done about it, and what an act refuses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.concerns.kinds import CARDS, OUTCOMES, ConcernKind, How, Outcome, Safety, StepKind
from app.core.today import london_day
from app.people.rules import record_breach
from app.statute.breach import Breach
from app.statute.clock import Clock
from app.statute.fostering.concerns import (
    DESIGNATED_OFFICER_REFERRAL,
    INDEPENDENT_SUPPORT,
    SCHEDULE_7,
    SUMMARY_OF_ALLEGATION,
    NotifiableEvent,
    Recipient,
    clock_for,
)
from app.statute.local import CONCERN_LOOKED_AT


@dataclass(frozen=True, slots=True)
class Taken:
    """A step in plain values, in the order in which it was recorded."""

    kind: StepKind
    on: date
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody was told, when and how."""

    recipient: Recipient
    at: datetime
    how: How


@dataclass(frozen=True, slots=True)
class Owed:
    """Somebody who has to be told, until when, and how far that has come."""

    recipient: Recipient
    clock: Clock
    last_day: date
    last_moment: datetime | None
    """The last moment in time, where the clock counts hours."""

    first: datetime | None
    """When they were first told."""

    in_writing: datetime | None

    @property
    def is_done(self) -> bool:
        """Told, and confirmed in writing."""
        return self.in_writing is not None

    def is_late(self, moment: datetime, day: date) -> bool:
        """Told too late, or not told and out of time."""
        if self.last_moment is not None:
            return (self.first or moment) > self.last_moment
        return (london_day(self.first) if self.first else day) > self.last_day


@dataclass(frozen=True, slots=True)
class Course:
    """How a concern stands: read from its steps, never set."""

    kind: ConcernKind
    received_on: date
    steps: Sequence[Taken]

    @property
    def since(self) -> Sequence[Taken]:
        """What was done since it was last opened."""
        last = max(
            (n for n, each in enumerate(self.steps) if each.kind is StepKind.REOPENED), default=-1
        )
        return self.steps[last + 1 :]

    def first(self, *kinds: StepKind) -> Taken | None:
        """The first step of these kinds that was ever taken."""
        return next((each for each in self.steps if each.kind in kinds), None)

    @property
    def concluded(self) -> Taken | None:
        """The conclusion that stands."""
        found = [each for each in self.since if each.kind is StepKind.OUTCOME]
        return found[-1] if found else None

    @property
    def is_open(self) -> bool:
        """Whether it still goes on."""
        return self.concluded is None

    @property
    def referral(self) -> Taken | None:
        """The referral, or the decision that it is none."""
        return self.first(StepKind.REFERRED, StepKind.NOT_REFERRED)

    @property
    def referral_due_on(self) -> date | None:
        """The last day for the referral; None where none is owed."""
        if self.kind is not ConcernKind.ALLEGATION:
            return None
        if not DESIGNATED_OFFICER_REFERRAL.runs_for(self.received_on):
            return None
        return DESIGNATED_OFFICER_REFERRAL.last_day(self.received_on)

    @property
    def referral_is_late(self) -> bool:
        """Whether the referral was made, or decided against, after its last day."""
        done, due = self.referral, self.referral_due_on
        return done is not None and due is not None and done.on > due

    @property
    def moved_on(self) -> date:
        """The day on which something was last done."""
        return max((each.on for each in self.steps), default=self.received_on)

    @property
    def look_again_on(self) -> date:
        """By when something is done next, by the council's own time."""
        return CONCERN_LOOKED_AT.last_day(self.moved_on)

    def may_take(self, step: StepKind) -> bool:
        """Whether a step can be taken as it stands."""
        card = CARDS[step]
        if self.kind not in card.only or not (card.before if self.is_open else card.after):
            return False
        if card.once and any(each.kind is step for each in self.since):
            return False
        if step in (StepKind.REFERRED, StepKind.NOT_REFERRED):
            referred = self.first(StepKind.REFERRED) is not None
            return not referred
        if step is StepKind.ADVISED:
            return self.first(StepKind.REFERRED) is not None
        return True

    def missing(self) -> list[Breach]:
        """What the guidance and the standards ask for and the record does not have."""
        found = []
        if self.kind is ConcernKind.ALLEGATION:
            if self.referral is None:
                found.append(
                    DESIGNATED_OFFICER_REFERRAL.breach("It is not referred, nor decided that not.")
                )
            if self.first(StepKind.SUPPORT) is None:
                says = "No support independent of the service was offered to the carer."
                found.append(Breach(says, INDEPENDENT_SUPPORT))
            if not self.is_open and self.first(StepKind.SUMMARY) is None:
                says = "The carer has no copy of the summary yet."
                found.append(Breach(says, SUMMARY_OF_ALLEGATION))
        return found


def owed(
    event: NotifiableEvent | None,
    known_at: datetime,
    known_on: date,
    recipients: Collection[Recipient],
    told: Iterable[Told],
) -> list[Owed]:
    """Everybody who has to be told of an event known at a moment, in the Schedule's order.

    Whoever was told without being asked for is no part of it.
    """
    if event is None:
        return []
    first: dict[Recipient, datetime] = {}
    written: dict[Recipient, datetime] = {}
    for each in sorted(told, key=lambda one: one.at):
        first.setdefault(each.recipient, each.at)
        if each.how is How.IN_WRITING:
            written.setdefault(each.recipient, each.at)
    found = []
    for recipient in Recipient:
        if recipient in recipients:
            clock = clock_for(recipient)
            counts_days = clock.runs_for(known_on)
            moment = None if counts_days else clock.last_moment(known_at)
            last = clock.last_day(known_on) if moment is None else london_day(moment)
            found.append(
                Owed(recipient, clock, last, moment, first.get(recipient), written.get(recipient))
            )
    return found


def recipients_of(
    event: NotifiableEvent | None, own: Mapping[tuple[NotifiableEvent, Recipient], bool]
) -> frozenset[Recipient]:
    """Whom an event is told to: as the Schedule has it, but for what the council has said."""
    if event is None:
        return frozenset()
    by_law = SCHEDULE_7[event].to
    return frozenset(each for each in Recipient if own.get((event, each), each in by_law))


# ------------------------------------------------------------------------- what an act refuses


def words_breaches(words: str, field: str = "words") -> list[Breach]:
    """Something is said."""
    if words.strip():
        return []
    return [record_breach("Say it in a few words.", field)]


def opening_breaches(
    *,
    kind: ConcernKind,
    event: NotifiableEvent | None,
    received_at: datetime,
    now: datetime,
    safety: Safety,
    places_children: bool,
) -> list[Breach]:
    """A concern is taken once it was said; a notifiable event says which it is."""
    found = []
    if received_at > now:
        found.append(record_breach("That is still to come. Check the day and the time.", "on"))
    if kind is ConcernKind.NOTIFIABLE and event is None:
        found.append(record_breach("Say which event of Schedule 7 it is.", "event"))
    if safety is Safety.NOBODY_PLACED and places_children:
        says = "A child is named below. Say how it stands with them."
        found.append(record_breach(says, "safety"))
    return found


def step_breaches(
    course: Course,
    step: StepKind,
    *,
    on: date,
    today: date,
    words: str,
    outcome: Outcome | None = None,
) -> list[Breach]:
    """A step is taken in its turn, on a day since the concern came and not after today."""
    found = words_breaches(words)
    if not course.may_take(step):
        stands = "goes on" if course.is_open else "is concluded"
        found.append(record_breach(f"The concern {stands}, and this is not taken of it now."))
    if on < course.received_on:
        says = f"The concern came on {course.received_on:%d/%m/%Y}. Give that day or a later one."
        found.append(record_breach(says, "on"))
    elif on > today:
        found.append(
            record_breach("That day is still to come. Record it once it has happened.", "on")
        )
    if step is StepKind.OUTCOME:
        found += concluding_breaches(course, outcome)
    return found


def concluding_breaches(course: Course, outcome: Outcome | None) -> list[Breach]:
    """An outcome of its kind; and of an allegation the designated officer was asked first, or a
    manager decided with reasons that there was nothing to ask."""
    found = []
    if outcome not in OUTCOMES[course.kind]:
        found.append(record_breach("Choose how it came out.", "outcome"))
    if course.kind is ConcernKind.ALLEGATION and course.referral is None:
        says = "Record the referral to the designated officer first, or decide why there is none."
        found.append(DESIGNATED_OFFICER_REFERRAL.breach(says))
    referred = course.first(StepKind.REFERRED)
    if referred is not None and course.first(StepKind.ADVISED) is None:
        says = "Record first what the designated officer decided."
        found.append(Breach(says, DESIGNATED_OFFICER_REFERRAL.cite))
    return found


def notice_breaches(received_at: datetime, sent_at: datetime, now: datetime) -> list[Breach]:
    """Somebody is told after it was known, and it is recorded once it was done."""
    if sent_at > now:
        return [record_breach("That is still to come. Check the day and the time.", "on")]
    if sent_at < received_at:
        return [record_breach("That was before the concern came. Check the day and time.", "on")]
    return []
