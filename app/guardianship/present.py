"""How cases are shown: a row of the tracker, a row of supported guardians, and their columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.assessments.models import Assessment
from app.audit.ended import Ended
from app.children.models import Away, LegalStatus, Placement
from app.core.dated import Dated
from app.core.present import Shown, long_day
from app.core.words import words
from app.guardianship.kinds import HearingKind, Theme
from app.guardianship.models import GuardianshipOrder
from app.guardianship.queries import cases as queries
from app.guardianship.queries.cases import Whole
from app.guardianship.rules.course import Course, Next, Stage, Support, next_of
from app.guardianship.watch import money_review_due, running_of, support_review_due
from app.register.models import TemporaryApproval
from app.statute.guardianship import SG_RESPONSIBLE_AUTHORITY
from app.statute.running import Running, State
from app.statute.schedules import Matter
from sufficiency.types import birthday

THEMES: Mapping[Theme, frozenset[Matter]] = {
    Theme.CHILD: frozenset(
        {
            Matter.CHILD_DEVELOPMENT,
            Matter.CHILD_HEALTH,
            Matter.CHILD_SPECIAL_NEEDS,
            Matter.MEETS_NEEDS,
        }
    ),
    Theme.HARM: frozenset({Matter.CHILD_HARM, Matter.CHILD_RISK}),
    Theme.PROTECTION: frozenset(
        {Matter.PROTECTION, Matter.CONTACT_VIEWS, Matter.CHILD_CONTACT, Matter.CONTACT_PROPOSED}
    ),
    Theme.TO_EIGHTEEN: frozenset({Matter.TO_EIGHTEEN, Matter.HEALTH}),
    Theme.GUARDIAN: frozenset(
        {
            Matter.LIFE_STORY,
            Matter.PARENTING,
            Matter.RELATIONSHIP,
            Matter.REFEREES,
            Matter.OFFENCES,
            Matter.ACCOMMODATION,
        }
    ),
    Theme.VOICE: frozenset({Matter.CHILDS_WISHES}),
    Theme.SUPPORT: frozenset({Matter.SUPPORT_SUMMARY}),
    Theme.ANALYSIS: frozenset({Matter.IMPLICATIONS, Matter.MERITS, Matter.RECOMMENDATION}),
}
"""Where the report answers each question that it is graded on."""

STAGE_SAYS: Mapping[Stage, str] = {
    Stage.NOMINATED: "Put forward",
    Stage.VIABILITY: "Viability",
    Stage.NEGATIVE: "Viability: do not go on",
    Stage.CHALLENGED: "Viability challenged",
    Stage.ASSESSMENT: "Full assessment",
    Stage.CHECKING: "Being checked",
    Stage.TO_FILE: "To be filed",
    Stage.FILED: "Filed",
    Stage.REFUSED: "Order refused",
    Stage.SUPPORTED: "Order made",
    Stage.CLOSED: "Closed",
}

SHOWS = {
    "": "On the way to court",
    "late": "Late",
    "to_check": "To be checked",
    "nobody": "Nobody assesses",
    "ordered": "Order made",
    "all": "All, closed ones too",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A case as the tracker shows it on a day."""

    each: Whole
    course: Course
    day: date
    clocks: tuple[Running, ...]

    @property
    def next(self) -> Next | None:
        """What is to be done next."""
        return next_of(self.course, self.day)

    @property
    def stage(self) -> str:
        """How far it is, in words."""
        return STAGE_SAYS[self.course.stage]

    @property
    def children(self) -> str:
        """The children's names."""
        return ", ".join(one.child.person.name for one in self.each.children)

    @property
    def initials(self) -> str:
        """The children's initials, for the page."""
        return ", ".join(
            f"{one.child.person.given_name[:1]}{one.child.person.family_name[:1]}"
            for one in self.each.children
        )

    @property
    def is_late(self) -> bool:
        """Is any of its clocks late?"""
        return any(clock.state(self.day) is State.OVERDUE for clock in self.clocks)

    @property
    def first_due(self) -> Running | None:
        """The clock that runs out first."""
        return min(self.clocks, key=lambda clock: clock.due_on, default=None)

    @property
    def late_says(self) -> str:
        """What is late, in words."""
        return "; ".join(
            f"{clock.rule.says.lower()}, {-clock.days_left(self.day)} days"
            for clock in self.clocks
            if clock.state(self.day) is State.OVERDUE
        )

    @property
    def worker(self) -> str:
        """Who assesses; whoever watches over the plan after an order."""
        plan = self.each.plan_in_force
        if self.course.stage is Stage.SUPPORTED and plan is not None and plan.watcher is not None:
            return plan.watcher.name
        return self.each.assessor.name if self.each.assessor is not None else ""

    def hearing(self, kind: HearingKind) -> date | None:
        """The last hearing of a kind that was listed."""
        return max((one.listed_for for one in self.each.hearings if one.kind is kind), default=None)


def row_of(each: Whole, day: date) -> Row:
    """A case as a row."""
    return Row(each, queries.course_of(each, day), day, tuple(running_of(each, day)))


def shown_as(row: Row, show: str) -> bool:
    """Whether a row stands in a part of the tracker."""
    course = row.course
    if show == "all":
        return True
    if not course.is_open:
        return False
    match show:
        case "late":
            return row.is_late
        case "to_check":
            return course.stage is Stage.CHECKING
        case "nobody":
            return bool(course.undecided) and not row.worker
        case "ordered":
            return course.stage is Stage.SUPPORTED
    return course.stage is not Stage.SUPPORTED


COLUMNS: tuple[Shown[Row], ...] = (
    Shown("Household", lambda row: row.each.case.household.name),
    Shown("Children", lambda row: row.children),
    Shown(
        "Relationship",
        lambda row: ", ".join(sorted({words(one.relation) for one in row.each.children})),
    ),
    Shown("Stage", lambda row: row.stage),
    Shown("Next", lambda row: row.next.says if row.next else ""),
    Shown("Worker", lambda row: row.worker or "Nobody"),
    Shown("How it came", lambda row: row.course.entry),
    Shown("On", lambda row: row.course.entered_on),
    Shown("Put forward by", lambda row: row.each.case.put_forward_by),
    Shown("Case number", lambda row: row.each.case.case_number),
    Shown("Care proceedings issued", lambda row: row.course.issued_on),
    Shown("Week of 26", lambda row: row.course.week(row.day), numeric=True),
    Shown("Case management", lambda row: row.hearing(HearingKind.CASE_MANAGEMENT)),
    Shown("Issues resolution", lambda row: row.hearing(HearingKind.ISSUES)),
    Shown("Final hearing", lambda row: row.hearing(HearingKind.FINAL)),
    Shown("Viability", lambda row: row.course.viable),
    Shown("Full assessment began", lambda row: row.course.begun_on),
    Shown("Referees interviewed", lambda row: row.course.referees, numeric=True),
    Shown("Handed in", lambda row: row.course.submitted_on),
    Shown("Checked", lambda row: row.course.checked_on),
    Shown("Recommends", lambda row: row.course.recommends if row.course.submitted_on else ""),
    Shown("Due at court", lambda row: row.course.filing_due_on),
    Shown("Filed", lambda row: row.course.filed_on),
    Shown("Days late", lambda row: row.course.late(row.day), numeric=True),
    Shown(
        "Support", lambda row: row.course.support if row.course.support is not Support.NONE else ""
    ),
    Shown("Orders made", lambda row: row.course.made, numeric=True),
    Shown("What is late", lambda row: row.late_says),
)


@dataclass(frozen=True, slots=True)
class Supported:
    """A guardian with an order for one child, and what is owed."""

    each: Whole
    order: GuardianshipOrder
    day: date

    @property
    def responsible_until(self) -> date | None:
        """The last day of three years; None where the child was not looked after before."""
        if not self.order.looked_after_before:
            return None
        return SG_RESPONSIBLE_AUTHORITY.last_day(self.order.decided_on)

    @property
    def eighteen_on(self) -> date | None:
        """The child's eighteenth birthday."""
        born = self.order.child.person.born
        return birthday(born, 18) if born is not None else None

    @property
    def goes_on_until(self) -> date | None:
        """Eighteen, or the end of education if that is later."""
        ends = [on for on in (self.eighteen_on, self.order.education_until) if on is not None]
        return max(ends, default=None)

    @property
    def support_due(self) -> date | None:
        """By when support is next reviewed."""
        due = support_review_due(self.each)
        return due[1] if due else None

    @property
    def money_due(self) -> date | None:
        """By when money is next reviewed."""
        due = money_review_due(self.each)
        return due[1] if due else None

    @property
    def watcher(self) -> str:
        """Who watches over the plan."""
        plan = self.each.plan_in_force
        return plan.watcher.name if plan is not None and plan.watcher is not None else ""

    @property
    def is_late(self) -> bool:
        """Is anything owed that is not done?"""
        return bool(self.late)

    @property
    def late(self) -> tuple[str, ...]:
        """What is owed and not done, in words."""
        found = []
        if self.each.plan_in_force is None:
            found.append("No support plan")
        if self.support_due is not None and self.support_due < self.day:
            found.append("Support review late")
        if self.money_due is not None and self.money_due < self.day:
            found.append("Money review late")
        until = self.responsible_until
        if until is not None and until < self.day and self.order.passed_on is None:
            found.append("Three years are over")
        if self.goes_on_until is not None and self.goes_on_until <= self.day:
            found.append("18 or education over")
        return tuple(found)

    @property
    def weekly(self) -> str:
        """What is paid, in pounds."""
        return pounds(self.each.paid.weekly_pence) if self.each.paid is not None else ""


def supported(cases: list[Whole], day: date) -> list[Supported]:
    """Every guardian and child under whose order support goes on; what is late first."""
    found = [
        Supported(each, order, day)
        for each in cases
        if each.case.closed_on is None
        for order in each.living
        if order.decided_on <= day
    ]
    return sorted(found, key=lambda one: (not one.is_late, one.support_due or date.max))


SUPPORTED: tuple[Shown[Supported], ...] = (
    Shown("Household", lambda one: one.each.case.household.name),
    Shown("Child", lambda one: one.order.child.person.name),
    Shown("Order made", lambda one: one.order.decided_on),
    Shown("Responsible until", lambda one: one.responsible_until),
    Shown("Support until", lambda one: one.goes_on_until),
    Shown("Who watches", lambda one: one.watcher or "Nobody"),
    Shown("Support review due", lambda one: one.support_due),
    Shown("Money review due", lambda one: one.money_due),
    Shown("What is late", lambda one: "; ".join(one.late)),
)


def pounds(pence: int | None) -> str:
    """An amount of money in pounds and pence."""
    return "" if pence is None else f"£{pence // 100:,}.{pence % 100:02}"


# --------------------------------------------------------------------------- an order taken back

_ENDED: Mapping[type[Dated], Callable[[Any], str]] = {
    LegalStatus: lambda fact: f"legal status ({words(fact.status).lower()})",
    Placement: lambda fact: f"where the child lives ({words(fact.place).lower()})",
    Away: lambda fact: f"{words(fact.kind).lower()}",
    TemporaryApproval: lambda fact: "the temporary approval for the child",
    Assessment: lambda fact: "the full assessment",
}
"""What may end with an order, in words; who assessed, and a pause, end with the assessment."""


def ended_says(ended: Iterable[Ended]) -> list[str]:
    """What ended with an order, in words, a line each."""
    return [
        f"{_ENDED[type(each.fact)](each.fact)}, ended {long_day(each.fact.ends_on)}"
        for each in ended
        if type(each.fact) in _ENDED and each.fact.ends_on is not None
    ]
