"""Enquiries: what may be recorded of them, and where a case stands on a day. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from app.people.rules import record_breach
from app.recruitment.kinds import REASONS, Because, EndedBy, Reached, Step, VisitOutcome
from app.statute.breach import Breach


def _day_breaches(on: date, since: date, today: date, field: str) -> list[Breach]:
    """A day between the one before which it cannot have been, and today."""
    if since <= on <= today:
        return []
    return [record_breach(f"Give a day between {since:%d/%m/%Y} and today.", field)]


def taking_breaches(
    *, received_on: date, today: date, phone: str, email: str, alike: int, anyway: bool
) -> list[Breach]:
    """May an enquiry be taken down? Somebody can be reached, and is not on record already."""
    breaches = []
    if received_on > today:
        breaches.append(record_breach("Give the day they rang: today or before.", "received_on"))
    if not phone.strip() and not email.strip():
        breaches.append(record_breach("Give a telephone number or an email address.", "phone"))
    if alike and not anyway:
        says = "They may be on record already: look at the list, or say that it is a new enquiry."
        breaches.append(record_breach(says, "anyway"))
    return breaches


def open_breaches(*, ended_on: date | None, assessment_id: int | None) -> list[Breach]:
    """Is it still an enquiry? Not ended, and no application in."""
    if ended_on is not None:
        return [record_breach(f"This enquiry ended on {ended_on:%d/%m/%Y}.")]
    if assessment_id is not None:
        return [record_breach("Their application is in: go on from there.")]
    return []


def asking_visit_breaches(
    *, waits: bool, asked_on: date, planned_for: date | None, received_on: date, today: date
) -> list[Breach]:
    """One visit at a time; asked for by today, arranged for no day before that."""
    breaches = _day_breaches(asked_on, received_on, today, "asked_on")
    if waits:
        breaches.append(record_breach("A visit is asked for already. Record that one first."))
    if planned_for is not None and planned_for < asked_on:
        says = "It is arranged for a day after it was asked for."
        breaches.append(record_breach(says, "planned_for"))
    return breaches


def held_breaches(
    *, waits: bool, asked_on: date | None, held_on: date, words: str, today: date
) -> list[Breach]:
    """A visit that was asked for was held, and what was seen is said."""
    if not waits or asked_on is None:
        return [record_breach("No visit is asked for. Ask for one first.")]
    breaches = _day_breaches(held_on, asked_on, today, "held_on")
    if not words.strip():
        breaches.append(record_breach("Say what was seen and said.", "words"))
    return breaches


def application_breaches(
    *, received_on: date, enquired_on: date, stage_1_on: date | None, today: date
) -> list[Breach]:
    """An application comes between the enquiry and today; Stage 1 begins then or later."""
    breaches = _day_breaches(received_on, enquired_on, today, "received_on")
    if stage_1_on is not None and not received_on <= stage_1_on <= today:
        says = "Stage 1 begins between the application and today."
        breaches.append(record_breach(says, "stage_1_on"))
    return breaches


def ending_breaches(
    *,
    ended_on: date | None,
    approved: bool,
    on: date,
    since: date,
    by_whom: EndedBy,
    because: Because,
    today: date,
) -> list[Breach]:
    """May it end so? Once, not after approval, with a reason that fits whose wish it was."""
    if ended_on is not None:
        return [record_breach(f"This ended on {ended_on:%d/%m/%Y}.")]
    breaches = _day_breaches(on, since, today, "on")
    if approved:
        breaches.append(record_breach("They are approved: approval is ended on the register."))
    if because not in REASONS[by_whom]:
        says = "Choose a reason that fits whose wish it was."
        breaches.append(record_breach(says, "because"))
    return breaches


def reopening_breaches(*, ended_on: date | None, assessment_id: int | None) -> list[Breach]:
    """Only an enquiry that never became an application is taken up again."""
    if ended_on is None:
        return [record_breach("This enquiry is open.")]
    if assessment_id is not None:
        return [record_breach("Their application ended. If they come again, it is a new enquiry.")]
    return []


def linking_breaches(*, linked: bool, has_assessment: bool) -> list[Breach]:
    """A household is given once: with the application it stays."""
    if has_assessment:
        return [record_breach("Their application is in: the household is that one’s.")]
    return [record_breach("This household is on the enquiry already.")] if linked else []


@dataclass(frozen=True, slots=True)
class Course:
    """The days of one case, as far as they are known on a day; None: it has not been.

    `heard_on` is the day on which the assessment was finished: with the panel's recommendation.
    """

    received_on: date
    visit_asked_on: date | None = None
    visited_on: date | None = None
    outcome: VisitOutcome | None = None
    applied_on: date | None = None
    stage_1: tuple[date, date | None] | None = None
    stage_2: tuple[date, date | None] | None = None
    heard_on: date | None = None
    approved_on: date | None = None
    ended_on: date | None = None


def step_of(course: Course) -> tuple[Step, date]:
    """Where a case stands, and since when."""
    if course.approved_on is not None:
        return Step.APPROVED, course.approved_on
    if course.ended_on is not None:
        return Step.ENDED, course.ended_on
    if course.heard_on is not None:
        return Step.DECISION, course.heard_on
    if course.applied_on is not None:
        return _assessed(course, course.applied_on)
    if course.visit_asked_on is not None:
        return Step.VISIT, course.visit_asked_on
    if course.visited_on is not None:
        return AFTER_VISIT[course.outcome or VisitOutcome.INVITED], course.visited_on
    return Step.ENQUIRY, course.received_on


AFTER_VISIT = {
    VisitOutcome.INVITED: Step.INVITED,
    VisitOutcome.NOT_YET: Step.LATER,
    VisitOutcome.NOT_TO_GO_ON: Step.TO_END,
}
"""Where an enquiry stands once they were visited."""


def _assessed(course: Course, applied_on: date) -> tuple[Step, date]:
    one, two = course.stage_1, course.stage_2
    if one is None and two is None:
        return Step.APPLICATION, applied_on
    runs = [each for each in (one, two) if each is not None and each[1] is None]
    if len(runs) == 2:
        return Step.BOTH, max(each[0] for each in runs)
    if runs:
        after = [each[1] for each in (one, two) if each is not None and each[1] is not None]
        since = max(runs[0][0], *after) if after else runs[0][0]
        return (Step.STAGE_1 if runs[0] == one else Step.STAGE_2), since
    if two is None and one is not None and one[1] is not None:
        return Step.APPLICATION, one[1]
    ends = [each[1] for each in (one, two) if each is not None and each[1] is not None]
    return Step.PANEL, max(ends)


def reached_of(course: Course) -> frozenset[Reached]:
    """Everything that a case has come to. Whoever came further came past what is before it.

    An application that was taken without a visit on record was visited as far as anybody can count.
    """
    marks = (
        (Reached.ENQUIRED, course.received_on),
        (Reached.VISITED, course.visited_on),
        (Reached.APPLIED, course.applied_on),
        (Reached.STAGE_2, course.stage_2),
        (Reached.PANEL, course.heard_on),
        (Reached.APPROVED, course.approved_on),
    )
    furthest = max(place for place, (_, mark) in enumerate(marks) if mark is not None)
    return frozenset(reached for reached, _ in marks[: furthest + 1])


def digits(number: str) -> str:
    """A telephone number as it is compared: its digits, a leading 44 as 0."""
    found = "".join(each for each in number if each.isdigit())
    return f"0{found[2:]}" if found.startswith("44") and len(found) > 10 else found


def same_name(one: Collection[str], other: Collection[str]) -> bool:
    """Are these given and family names the same, however they are typed?"""
    return [each.strip().lower() for each in one] == [each.strip().lower() for each in other]
