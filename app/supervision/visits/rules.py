"""How often a household is visited, and how a visit stands to that.

The unannounced visit and the inspection of the home are national standards. How often an ordinary
visit is made is this council's own policy, by kind of household: the book of rules has a length,
and what the council sets takes its place from a day on, for what begins then or later.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from app.people.rules import record_breach
from app.statute import provisions
from app.statute.breach import Breach
from app.statute.calendar import ENGLAND, BeyondCalendar, WorkingCalendar
from app.statute.clock import Clock, Limit, Weeks, Years
from app.statute.fostering.supervision import NMS_HOME_INSPECTION, NMS_UNANNOUNCED_VISIT
from app.statute.local import (
    SSW_SUPERVISION_VISIT,
    SSW_VISIT_CONNECTED,
    SSW_VISIT_FIRST_YEAR,
    VISIT_WRITTEN_UP,
)
from app.statute.sources import LOCAL_POLICY, Verified

TOPICS = (
    "Each child’s week",
    "Health",
    "School",
    "Family time",
    "The carers themselves",
    "Sons and daughters of the family",
    "Training",
    "Safer caring",
    "Money",
    "The home",
)
"""What is talked about, until the council sets its own list."""


class HouseholdKind(StrEnum):
    """By what a council says how often it visits."""

    FIRST_YEAR = "first_year"
    CONNECTED = "connected"
    OTHERWISE = "otherwise"


CLOCKS = {
    HouseholdKind.FIRST_YEAR: SSW_VISIT_FIRST_YEAR,
    HouseholdKind.CONNECTED: SSW_VISIT_CONNECTED,
    HouseholdKind.OTHERWISE: SSW_SUPERVISION_VISIT,
}


@dataclass(frozen=True, slots=True)
class SetWeeks:
    """What the council set for a kind of household: so many weeks, from a day on."""

    kind: HouseholdKind
    since: date
    weeks: int


@dataclass(frozen=True, slots=True)
class Due:
    """A clock of a household's visits: what it runs from, and the last day in time."""

    clock: str
    since: date
    due_on: date


@dataclass(frozen=True, slots=True)
class VisitedSoFar:
    """What a household's clocks run from: approval, and the last visits of each sort."""

    approved_on: date
    connected: bool
    last: date | None = None
    unannounced: date | None = None
    inspected: date | None = None


def kind_of(approved_on: date, connected: bool, on: date) -> HouseholdKind:
    """What kind of household it is on a day. A connected person stays one after the first year."""
    if connected:
        return HouseholdKind.CONNECTED
    first_year_ends = Years(1).after(approved_on, ENGLAND)
    return HouseholdKind.FIRST_YEAR if on <= first_year_ends else HouseholdKind.OTHERWISE


def policy(kind: HouseholdKind, council: Iterable[SetWeeks] = ()) -> Clock:
    """The clock of ordinary visits to a kind of household, with what the council set."""
    clock = CLOCKS[kind]
    own = sorted((each for each in council if each.kind is kind), key=lambda each: each.since)
    limits = [
        Limit(each.since, Weeks(each.weeks), LOCAL_POLICY.whole(Verified.MEMORY)) for each in own
    ]
    return replace(clock, limits=(*clock.limits, *limits)) if limits else clock


def weeks_in_the_book(kind: HouseholdKind) -> int:
    """Weeks between visits to a kind of household, where the council has set nothing."""
    length = CLOCKS[kind].length
    assert isinstance(length, Weeks)  # noqa: S101 (the book's own clocks of visits count weeks)
    return length.amount


def ordinary_due(so_far: VisitedSoFar, council: Iterable[SetWeeks] = ()) -> Due:
    """When the next visit of any sort is due: local policy."""
    since = max(so_far.last or so_far.approved_on, so_far.approved_on)
    kind = kind_of(so_far.approved_on, so_far.connected, since)
    clock = policy(kind, council)
    return Due(clock.key, since, clock.last_day(since))


def unannounced_due(so_far: VisitedSoFar) -> Due:
    """When the next unannounced visit is due: a year from approval, then from the last one."""
    return _yearly(NMS_UNANNOUNCED_VISIT, so_far.approved_on, so_far.unannounced)


def inspection_due(so_far: VisitedSoFar) -> Due:
    """When the home is next to be inspected without an appointment."""
    return _yearly(NMS_HOME_INSPECTION, so_far.approved_on, so_far.inspected)


def all_due(so_far: VisitedSoFar, council: Collection[SetWeeks] = ()) -> tuple[Due, ...]:
    """Every clock of a household's visits."""
    return ordinary_due(so_far, council), unannounced_due(so_far), inspection_due(so_far)


def _yearly(clock: Clock, approved_on: date, last: date | None) -> Due:
    since = max(last or approved_on, approved_on)
    return Due(clock.key, since, clock.last_day(since))


# ------------------------------------------------------------------------------ one visit judged


@dataclass(frozen=True, slots=True)
class Made:
    """A visit as it is judged."""

    visited_on: date
    recorded_on: date
    worker: str
    named_worker: str | None
    was_due: date | None
    not_seen_unexplained: int = 0


def judged(visit: Made) -> list[Breach]:
    """What of a visit was late or not as it should be. Nothing of it keeps a visit out."""
    found = []
    if visit.was_due is not None and visit.visited_on > visit.was_due:
        days = (visit.visited_on - visit.was_due).days
        found.append(
            Breach(
                f"It was due by {visit.was_due:%d/%m/%Y}: made {_days(days)} late.",
                SSW_SUPERVISION_VISIT.cite,
            )
        )
    if not VISIT_WRITTEN_UP.in_time(visit.visited_on, visit.recorded_on):
        days = (visit.recorded_on - visit.visited_on).days
        found.append(
            Breach(f"It was written up {_days(days)} after it was made.", VISIT_WRITTEN_UP.cite)
        )
    if visit.named_worker is not None and visit.named_worker != visit.worker:
        found.append(
            Breach(
                f"{visit.worker} made it; {visit.named_worker} supervised the household.",
                provisions.NAMED_SUPERVISING_SOCIAL_WORKER,
            )
        )
    if visit.not_seen_unexplained:
        number = visit.not_seen_unexplained
        found.append(
            Breach(
                f"{number} {'child was' if number == 1 else 'children were'} not seen, and "
                "nobody said why.",
                LOCAL_POLICY.whole(Verified.MEMORY),
            )
        )
    return found


def _days(number: int) -> str:
    return f"{number} {'day' if number == 1 else 'days'}"


# ------------------------------------------------------------------------- what an act refuses


def visiting_breaches(visited_on: date, today: date) -> list[Breach]:
    """A visit is recorded once it was made."""
    if visited_on > today:
        return [
            record_breach(
                "This day is still to come. Plan the visit, and record it once it is made.",
                "visited_on",
            )
        ]
    return []


def closing_breaches(agreed_on: date, on: date, today: date) -> list[Breach]:
    """What was agreed is closed after it was agreed, and not in days to come."""
    if on < agreed_on:
        return [
            record_breach(f"It was agreed on {agreed_on:%d/%m/%Y}: give a day from then.", "on")
        ]
    if on > today:
        return [record_breach("Close it once it is done.", "on")]
    return []


def why_breaches(why: str) -> list[Breach]:
    """A correction, or setting something aside, says why."""
    return [] if why.strip() else [record_breach("Say why.", "why")]


def planning_breaches(planned_on: date, today: date, left_on: date | None) -> list[Breach]:
    """A visit is planned for a day to come, by somebody who will still be here."""
    found = []
    if planned_on < today:
        found.append(record_breach("This day has passed. Choose one to come.", "planned_on"))
    if left_on is not None and left_on <= planned_on:
        found.append(
            record_breach(f"They leave on {left_on:%d/%m/%Y}. Choose somebody else.", "worker")
        )
    return found


def series_breaches(first: date, until: date, weeks: int) -> list[Breach]:
    """Visits that recur do so between two days at most two years apart, every so many weeks."""
    found = []
    if until < first:
        found.append(record_breach("The last day is before the first.", "until"))
    elif until > first + timedelta(days=731):
        found.append(record_breach("Plan two years ahead at most.", "until"))
    found += weeks_breaches(weeks, "weeks")
    return found


def weeks_breaches(weeks: int, field: str = "value") -> list[Breach]:
    """Visits are every one to fifty-two weeks."""
    if not 1 <= weeks <= 52:
        return [record_breach("Give between 1 and 52 weeks.", field)]
    return []


# -------------------------------------------------------------------------------- visits planned


def days_of_series(
    first: date, until: date, weeks: int, calendar: WorkingCalendar = ENGLAND
) -> Iterator[date]:
    """Every so many weeks from the first day: each on a working day, the next one if need be."""
    day = first
    while day <= until:
        moved = next_working_day(day, calendar)
        if moved <= until:
            yield moved
        day += timedelta(weeks=weeks)


def next_working_day(day: date, calendar: WorkingCalendar = ENGLAND) -> date:
    """The day itself if people work on it, or the first one after it on which they do."""
    try:
        while not calendar.is_working_day(day):
            day += timedelta(days=1)
    except BeyondCalendar:
        return day  # bank holidays of that year are not known yet
    return day


KEEPS_WITHIN = timedelta(days=7)
"""A visit made within a week of a planned day, either side, is the one that was planned."""


def keeps(visited_on: date, planned: Sequence[tuple[int, date]]) -> int | None:
    """Which planned visit, by its id, a visit keeps: the nearest within a week; None if none is."""
    near = [
        (abs(visited_on - planned_on), planned_on, id_)
        for id_, planned_on in planned
        if abs(visited_on - planned_on) <= KEEPS_WITHIN
    ]
    return min(near)[2] if near else None
