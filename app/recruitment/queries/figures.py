"""The board and the figures: where cases stand and for how long, what becomes of enquiries by month
and by source, and the approvals to expect. Every number counts cases that a link can list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median

from app.audit.remembering import remembered
from app.recruitment.kinds import Reached, Step
from app.recruitment.queries.pipeline import Case, cases
from app.recruitment.rules.enquiries import Course
from app.recruitment.rules.forecast import Forecast, forecast

MONTHS_BACK = 24
COMPLETE_YEARS = 5
"""Years of cases from which durations are taken."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Those who stand at one step: how many, since how long, and the longest first."""

    step: Step
    cases: tuple[Case, ...]
    late: int
    usual: float | None
    """The median of days there; None: nobody is there."""

    longest: int


def board(as_at: date) -> tuple[Standing, ...]:
    """Everybody under way, by step."""
    rows = [each for each in cases(as_at) if each.is_open]
    return tuple(_standing(step, rows, as_at) for step in Step if step.is_open)


def _standing(step: Step, rows: Sequence[Case], as_at: date) -> Standing:
    those = sorted(
        (each for each in rows if each.step is step),
        key=lambda each: (-each.days_here(as_at), each.key),
    )
    days = [each.days_here(as_at) for each in those]
    return Standing(
        step,
        tuple(those),
        sum(each.is_late(as_at) for each in those),
        median(days) if days else None,
        max(days, default=0),
    )


@dataclass(frozen=True, slots=True)
class Cohort:
    """Enquiries of one month, or through one source: how far they came, and what is open still.

    Whoever is still under way is neither approved nor lost: `open` says how many.
    """

    key: str
    says: str
    number: int
    reached: tuple[tuple[Reached, int], ...]
    open: int
    ended: int

    @property
    def approved(self) -> int:
        """How many became homes."""
        return dict(self.reached)[Reached.APPROVED]

    @property
    def at_least(self) -> float:
        """The share approved if nobody still under way is."""
        return self.approved / self.number if self.number else 0.0

    @property
    def at_most(self) -> float:
        """The share approved if everybody still under way is."""
        return (self.approved + self.open) / self.number if self.number else 0.0


def cohort(key: str, says: str, rows: Iterable[Case]) -> Cohort:
    """The numbers of some enquiries."""
    those = list(rows)
    return Cohort(
        key,
        says,
        len(those),
        tuple((mark, sum(mark in each.reached for each in those)) for mark in Reached),
        sum(each.is_open for each in those),
        sum(each.step is Step.ENDED for each in those),
    )


def by_month(as_at: date) -> list[Cohort]:
    """Enquiries of each of the last two years' months, the latest first."""
    rows = [each for each in cases(as_at) if each.enquiry_id is not None]
    found = []
    first = as_at.replace(day=1)
    for _ in range(MONTHS_BACK):
        key = f"{first:%Y-%m}"
        found.append(cohort(key, f"{first:%B %Y}", (row for row in rows if row.month == key)))
        first = month_before(first)
    return found


def month_before(first: date) -> date:
    """The first day of the month before."""
    return date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)


def by_source(as_at: date) -> list[Cohort]:
    """Enquiries of the same two years by source, the most first."""
    first = as_at.replace(day=1)
    for _ in range(MONTHS_BACK - 1):
        first = month_before(first)
    rows = [
        each for each in cases(as_at) if each.enquiry_id is not None and each.received_on >= first
    ]
    sources = {(each.source_ref or "none", each.source) for each in rows}
    found = [
        cohort(ref, name, (row for row in rows if (row.source_ref or "none") == ref))
        for ref, name in sources
    ]
    return sorted(found, key=lambda each: (-each.number, each.says))


def without_enquiry(as_at: date) -> int:
    """Applications of which no enquiry is on record: in no cohort."""
    return sum(each.enquiry_id is None for each in cases(as_at))


@remembered
def _forecasts(as_at: date) -> tuple[Forecast, ...]:
    since = date(as_at.year - COMPLETE_YEARS, 1, 1)
    courses = [_seen(each) for each in cases(as_at) if each.received_on >= since]
    found = forecast(courses, as_at)
    return (found,) if found is not None else ()


def _seen(case: Case) -> Course:
    """A case from when this record saw it. Who was first heard of with their application says
    nothing of how many enquiries become one: those that did not were never recorded."""
    applied = case.course.applied_on
    if not case.told_later or applied is None:
        return case.course
    return replace(case.course, received_on=applied, visited_on=None)


def expected(as_at: date) -> Forecast | None:
    """Approvals to expect by month of those under way; None where the past says too little."""
    found = _forecasts(as_at)
    return found[0] if found else None
