"""Reviews in words: a line of the list, whose turn it is, who is asked, what the record says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.core.present import Shown, short_day
from app.core.words import words
from app.links.models import OneTimeLink
from app.links.rules import State
from app.people.models import Person
from app.register.models import ReviewView
from app.register.present import area_name
from app.register.queries.reviews import Programmed
from app.register.reviewing import QUESTIONS, Asked, ReviewTrigger, ViewOf
from app.register.rules.reviews import Course, Stage

SOON = timedelta(weeks=8)
"""A review due within this time is shown as coming: views take four weeks of it."""

CHASE_AFTER = timedelta(days=10)
"""Whoever was asked this long ago and has not answered is asked again."""


@dataclass(frozen=True, slots=True)
class Row:
    """A household and its next review, as one person may see it on a day."""

    home: Programmed
    worker: str
    worker_ref: str
    day: date
    sees: bool
    """May this person open the review, and know why it is held?"""

    @property
    def is_late(self) -> bool:
        """Its year is over, and no review has been held."""
        return self.home.due_on < self.day

    @property
    def is_coming(self) -> bool:
        """Due soon, and not late."""
        return not self.is_late and self.home.due_on <= self.day + SOON

    @property
    def is_under_way(self) -> bool:
        """A review is open that this person may know of: an unscheduled one says a reason."""
        under = self.home.under
        return under is not None and (self.sees or under.trigger is ReviewTrigger.ANNUAL)

    @property
    def days(self) -> int:
        """Days to the last day in time; negative once late."""
        return (self.home.due_on - self.day).days

    @property
    def timing(self) -> str:
        """How late, or how soon."""
        number = abs(self.days)
        plural = "day" if number == 1 else "days"
        return f"{number} {plural} late" if self.is_late else f"in {number} {plural}"

    @property
    def stage(self) -> str:
        """How far the review under way has come, in words."""
        under = self.home.under
        if under is None or not self.is_under_way:
            return "Not opened"
        if under.course.stage is Stage.VIEWS:
            return f"{under.course.missing} of {under.sought} views missing"
        return words(under.course.stage)


COLUMNS: Sequence[Shown[Row]] = (
    Shown("Household", lambda row: row.home.name, sort="name"),
    Shown("Worker", lambda row: row.worker or "Nobody", sort="worker"),
    Shown("Last review", lambda row: row.home.last_held, sort="last"),
    Shown("Due by", lambda row: row.home.due_on, sort="due"),
    Shown("Days", lambda row: row.days, numeric=True),
    Shown("How far", lambda row: row.stage),
    Shown("First review", lambda row: row.home.first),
    Shown("First review without a panel", lambda row: bool(row.home.incomplete)),
)

SORTS: Mapping[str, Any] = {
    "name": lambda row: row.home.name,
    "worker": lambda row: (row.worker or "~", row.home.due_on),
    "last": lambda row: row.home.last_held or date.min,
    "due": lambda row: (row.home.due_on, row.home.name),
}

SHOWS = {
    "to_do": "Late, coming or under way",
    "late": "Late",
    "coming": "Due within eight weeks",
    "under_way": "Under way",
    "incomplete": "First review without a panel",
    "all": "All",
}


def shown_as(row: Row, show: str) -> bool:
    """Does this row belong to what was asked for?"""
    match show:
        case "late":
            return row.is_late
        case "coming":
            return row.is_coming
        case "under_way":
            return row.is_under_way
        case "incomplete":
            return bool(row.home.incomplete)
        case "all":
            return True
    return row.is_late or row.is_coming or row.is_under_way


# ------------------------------------------------------------------------------ one person's view


def initials(person: Person) -> str:
    """A child as whoever knows them will recognise them, and nobody else."""
    return f"{person.given_name[:1]}.{person.family_name[:1]}."


@dataclass(frozen=True, slots=True)
class ViewShown:
    """One person's view on the review's page."""

    view: ReviewView
    who: str
    link: OneTimeLink | None
    day: date

    @property
    def standing(self) -> str:
        """How it stands, in a few words."""
        view = self.view
        if view.given_on is not None:
            return f"Given {short_day(view.given_on)}, {words(view.given_how).lower()}"
        if view.not_given_because:
            return "Not to be had"
        if view.asked_on is None:
            return "Not asked"
        last = view.chased_on or view.asked_on
        said = f"Asked {short_day(view.asked_on)}"
        return said if last == view.asked_on else f"{said}, again {short_day(last)}"

    @property
    def tone(self) -> str:
        """The colour of its tag."""
        if self.view.worries:
            return "red"
        if not self.view.is_missing:
            return "green" if self.view.given_on else "grey"
        return "yellow" if self.view.asked_on else "orange"

    @property
    def link_stands(self) -> str:
        """How the link stands, while an answer is awaited."""
        if self.link is None or not self.view.is_missing:
            return ""
        state = self.link.state(self.day)
        if state is State.OPENED and self.link.saved_at is not None:
            return "Begun, not sent"
        return f"Link {words(state).lower()}"

    @property
    def to_chase(self) -> bool:
        """Was asked long enough ago to be asked again?"""
        last = self.view.chased_on or self.view.asked_on
        return self.view.is_missing and last is not None and last + CHASE_AFTER <= self.day

    @property
    def by_link(self) -> bool:
        """May be asked by link: the supervising worker writes their own here."""
        return self.view.is_missing and self.view.of is not ViewOf.SUPERVISING_WORKER

    @property
    def answers(self) -> list[tuple[str, str]]:
        """What was said, by question; questions left empty are left out."""
        told = []
        for asked in QUESTIONS[self.view.of]:
            said = str(self.view.said.get(asked.key, "") or "")
            if said:
                told.append((asked.asks, in_words(asked, said)))
        return told


def in_words(asked: Asked, said: str) -> str:
    """An answer as people read it."""
    return words(asked.answers(said)) if asked.answers is not None else said


def who_is_asked(view: ReviewView, *, named: bool, worker: str, childs_worker: str) -> str:
    """Whose view it is. A child is named to those who may see the child; otherwise by initials."""
    child = ""
    if view.child is not None:
        child = view.child.person.name if named else initials(view.child.person)
    match view.of:
        case ViewOf.CARER:
            return view.person.name if view.person else "A carer"
        case ViewOf.CHILD:
            return child or "A child placed"
        case ViewOf.CHILDS_WORKER:
            return f"{childs_worker or 'Social worker'}, for {child}"
        case ViewOf.AUTHORITY:
            return area_name(view.authority)
        case ViewOf.SUPERVISING_WORKER:
            return worker or "Nobody allocated"
        case _:
            return view.name


def holder_of(view: ReviewView, *, childs_worker: str) -> str:
    """Whom a link is sent to, as the list of links says it: a child never by name."""
    child = initials(view.child.person) if view.child is not None else ""
    match view.of:
        case ViewOf.CHILD:
            return f"{child}, child placed"
        case ViewOf.CHILDS_WORKER:
            return f"{childs_worker or 'Social worker'}, for {child}"
        case _:
            return who_is_asked(view, named=False, worker="", childs_worker=childs_worker)


# -------------------------------------------------------------------------------- whose turn it is


STEPS = (
    (Stage.VIEWS, "Views"),
    (Stage.REPORT, "Report"),
    (Stage.PANEL, "Panel"),
    (Stage.DECISION, "Decision"),
    (Stage.NOTICE, "Notice"),
)


def steps_of(course: Course) -> list[tuple[str, str]]:
    """The way of a review: each step with done, now or later. No panel where none is needed."""
    steps = [
        (stage, says) for stage, says in STEPS if stage is not Stage.PANEL or course.needs_panel
    ]
    order = [stage for stage, _ in steps]
    if course.stage is Stage.DONE:
        return [(says, "done") for _, says in steps]
    if course.stage is Stage.STOPPED:
        return [(says, "later") for _, says in steps]
    at = order.index(course.stage)
    return [
        (says, "done" if number < at else "now" if number == at else "later")
        for number, (_, says) in enumerate(steps)
    ]


def outcome(suitable: bool | None, terms_right: bool | None) -> str:
    """A recommendation or a decision in one sentence."""
    if suitable is None or terms_right is None:
        return "Not said yet"
    if not suitable:
        return "No longer suitable"
    return "Still suitable; " + (
        "the terms are right" if terms_right else "the terms should change"
    )
