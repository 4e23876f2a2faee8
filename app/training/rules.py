"""What a carer needs, and by when: plain functions on dates.

Induction and plans are the standards'; how soon is this council's own. The training, support and
development standards have the length that the national standards give. Which courses are
required, how soon and for how long, is the council's list as it stood on the day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.people.rules import record_breach
from app.statute.breach import Breach
from app.statute.calendar import ENGLAND
from app.statute.clock import Clock, Months
from app.statute.fostering.supervision import NMS_TSD, NMS_TSD_FAMILY_FRIENDS
from app.statute.local import (
    CARER_INDUCTION,
    COURSE_FIRST,
    COURSE_RENEWAL,
    DEVELOPMENT_PLAN,
)


class Stands(StrEnum):
    """How something that a carer needs stands on a day."""

    OVERDUE = "overdue"
    DUE = "due"
    DONE = "done"
    NOT_ASKED = "not_asked"

    def words(self) -> str:
        """In words, as a page says it."""
        return _STANDS_SAID[self]


_STANDS_SAID = {
    Stands.OVERDUE: "Overdue",
    Stands.DUE: "To do",
    Stands.DONE: "Done",
    Stands.NOT_ASKED: "Not asked of them",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the council asks of a course for a time: from a day until before another (None: on)."""

    starts_on: date
    ends_on: date | None
    required: bool
    within_months: int | None
    lasts_months: int | None

    def on(self, day: date) -> bool:
        """Is this what is asked on a day?"""
        return self.starts_on <= day and (self.ends_on is None or self.ends_on > day)


@dataclass(frozen=True, slots=True)
class Attended:
    """A course was attended; its certificate may say its own last day."""

    on: date
    certificate_until: date | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that a carer needs: done or not, and the last day in time if there is one.

    `since` is what started its clock. `clock` is None where nothing is counted: nobody asks for
    it, or it lasts for good.
    """

    done_on: date | None
    due_on: date | None
    since: date | None = None
    clock: Clock | None = None

    def stands(self, day: date) -> Stands:
        """How it stands on a day."""
        if self.due_on is None:
            return Stands.DONE if self.done_on else Stands.NOT_ASKED
        if self.due_on < day:
            return Stands.OVERDUE
        return Stands.DONE if self.done_on else Stands.DUE


NOTHING = Need(None, None)


def induction(approved_on: date, completed_on: date | None) -> Need:
    """A new carer's induction: once, soon after approval."""
    if completed_on is not None:
        return Need(completed_on, None)
    due = CARER_INDUCTION.last_day(approved_on)
    return Need(None, due, approved_on, CARER_INDUCTION)


def standards_clock(family_and_friends: bool) -> Clock:
    """Twelve months, or eighteen for family and friends (NMS 20.3)."""
    return NMS_TSD_FAMILY_FRIENDS if family_and_friends else NMS_TSD


def standards(approved_on: date, family_and_friends: bool, evidenced_on: date | None) -> Need:
    """The training, support and development standards, counted from approval.

    Whoever was approved before the standards were in force has no day by which to evidence them.
    """
    clock = standards_clock(family_and_friends)
    if evidenced_on is not None or not clock.runs_for(approved_on):
        return Need(evidenced_on, None)
    return Need(None, clock.last_day(approved_on), approved_on, clock)


def plan(approved_on: date, since: date | None) -> Need:
    """A personal development plan: made in the first year, and made anew each year."""
    starts = max(since or approved_on, approved_on)
    return Need(since, DEVELOPMENT_PLAN.last_day(starts), starts, DEVELOPMENT_PLAN)


def expires_on(attended: Attended, asked: Sequence[Asked]) -> date | None:
    """The last day on which a course attended still counts; None: it does for good.

    What its certificate says, or what the list said on the day of the course (of a course before
    the list began: what it said first). A length changed later does not reach back.
    """
    if attended.certificate_until is not None:
        return attended.certificate_until
    then = _asked_on(asked, attended.on) or (asked[0] if asked else None)
    if then is None or then.lasts_months is None:
        return None
    return Months(then.lasts_months).after(attended.on, ENGLAND)


def course(
    approved_on: date, asked: Sequence[Asked], attended: Iterable[Attended], as_at: date
) -> Need:
    """A course of the list: needed first within its months, and again when it runs out.

    Nobody needs a course that is not required on the day; what was attended is told all the same.
    """
    lasting = [(each, expires_on(each, asked)) for each in attended if each.on <= as_at]
    best = max(lasting, key=lambda each: (each[1] or date.max, each[0].on), default=None)
    now = _asked_on(asked, as_at)
    if now is None or not now.required:
        return Need(best[0].on if best else None, None)
    if best is not None:
        done, until = best
        return Need(done.on, until, done.on, COURSE_RENEWAL if until else None)
    since = max(approved_on, _required_since(asked, as_at))
    first = _asked_on(asked, since) or now
    due = Months(first.within_months).after(since, ENGLAND) if first.within_months else since
    return Need(None, due, since, COURSE_FIRST)


def _asked_on(asked: Sequence[Asked], day: date) -> Asked | None:
    return next((each for each in reversed(asked) if each.on(day)), None)


def _required_since(asked: Sequence[Asked], as_at: date) -> date:
    """Since when it has been required without a break."""
    since = as_at
    for each in reversed([each for each in asked if each.starts_on <= as_at]):
        if not each.required or (each.ends_on is not None and each.ends_on < since):
            break
        since = each.starts_on
    return since


# ------------------------------------------------------------------------- what an act refuses


def happened_breaches(on: date, today: date, field: str = "on") -> list[Breach]:
    """It is recorded once it has happened."""
    if on > today:
        return [record_breach("That day is still to come. Record it once it has happened.", field)]
    return []


def certificate_breaches(attended_on: date, until: date | None) -> list[Breach]:
    """A certificate does not run out before the course."""
    if until is not None and until < attended_on:
        return [record_breach("The certificate ends before the course. Check both days.", "until")]
    return []


def nobody_breaches(people: Collection[object]) -> list[Breach]:
    """Somebody attended."""
    if not people:
        return [record_breach("Tick who it was: one carer or more.", "people")]
    return []


def list_breaches(
    required: bool, within_months: int | None, lasts_months: int | None
) -> list[Breach]:
    """Months are one or more; a course that everybody needs says within how many."""
    found = []
    if required and within_months is None:
        found.append(
            record_breach("Give the months after approval within which it is needed.", "within")
        )
    for months, field in ((within_months, "within"), (lasts_months, "lasts")):
        if months is not None and not 1 <= months <= 120:
            found.append(record_breach("Give months, from 1 to 120.", field))
    return found
