"""How far a case has come, worked out from its own facts; and what is next.

Its facets are independent (the report, the court, support), so a stage is only how a page sums
them up: hearings come at any point, and an order may come before a report does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.assessments.grading import Checked
from app.assessments.viability import Answer, Challenge, goes_on
from app.guardianship.kinds import Entry, Recommends
from app.statute.children_act import PROCEEDINGS_26_WEEKS


class Viable(StrEnum):
    """How the first, short assessment stands."""

    NOT_ASKED = "not_asked_for"
    ASKED = "asked_for"
    POSITIVE = "go_on"
    NEGATIVE = "do_not_go_on"
    CHALLENGED = "challenged"
    STANDS = "challenged_and_stands"

    @staticmethod
    def of(asked: bool, answer: Answer | None, challenged: bool, after: Challenge | None) -> Viable:
        """How it stands, from what was answered."""
        if not asked:
            return Viable.NOT_ASKED
        if answer is None:
            return Viable.ASKED
        if goes_on(answer, after):
            return Viable.POSITIVE
        if not challenged:
            return Viable.NEGATIVE
        return Viable.CHALLENGED if after is None else Viable.STANDS


class Report(StrEnum):
    """How the report stands."""

    NOT_BEGUN = "not_begun"
    WRITING = "being_written"
    CHECKING = "with_its_checker"
    RETURNED = "returned"
    PASSED = "passed"
    FILED = "filed"


class Support(StrEnum):
    """How support stands."""

    NONE = "not_assessed"
    ASSESSED = "assessed"
    PROPOSED = "proposed"
    AGREED = "agreed"


class Stage(StrEnum):
    """A case summed up in a word."""

    NOMINATED = "put_forward"
    VIABILITY = "viability"
    NEGATIVE = "viability_negative"
    CHALLENGED = "viability_challenged"
    ASSESSMENT = "full_assessment"
    CHECKING = "quality_check"
    TO_FILE = "to_be_filed"
    FILED = "filed"
    REFUSED = "order_refused"
    SUPPORTED = "order_made"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Course:
    """A case in plain values, as at a day."""

    entry: Entry
    entered_on: date
    opened_on: date
    filing_due_on: date | None = None
    issued_on: date | None = None
    viable: Viable = Viable.NOT_ASKED
    begun_on: date | None = None
    author_id: int | None = None
    submitted_on: date | None = None
    recommends: Recommends | None = None
    checked: Checked | None = None
    checked_on: date | None = None
    filed_on: date | None = None
    missing: int = 0
    """Items of the Schedule about which nothing is recorded."""
    referees: int = 0
    """Referees interviewed."""
    undecided: int = 1
    """Children for whom the court has not decided."""
    made: int = 0
    refused: int = 0
    living: int = 0
    """Orders under which support goes on."""
    support: Support = Support.NONE
    assessed_on: date | None = None
    proposed_on: date | None = None
    answer_by: date | None = None
    answered_on: date | None = None
    closed_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Is anything still to be done in it?"""
        return self.closed_on is None

    @property
    def report(self) -> Report:
        """How the report stands."""
        if self.filed_on is not None:
            return Report.FILED
        if self.checked is Checked.PASSED:
            return Report.PASSED
        if self.checked is Checked.RETURNED:
            return Report.RETURNED
        if self.submitted_on is not None:
            return Report.CHECKING
        return Report.WRITING if self.begun_on is not None else Report.NOT_BEGUN

    @property
    def stage(self) -> Stage:
        """The case in a word."""
        if self.closed_on is not None:
            return Stage.CLOSED
        if not self.undecided:
            return Stage.SUPPORTED if self.made else Stage.REFUSED
        return _BY_REPORT.get(self.report) or _BY_VIABILITY[self.viable]

    def week(self, day: date) -> int | None:
        """Week n of care proceedings, from issue; None where there are none, or they are over."""
        if self.issued_on is None or not self.is_open or not self.undecided:
            return None
        return max(0, (day - self.issued_on).days) // 7 + 1

    @property
    def weeks_over_on(self) -> date | None:
        """The last day of the twenty-six weeks, in care proceedings only."""
        if self.issued_on is None or not PROCEEDINGS_26_WEEKS.runs_for(self.issued_on):
            return None
        return PROCEEDINGS_26_WEEKS.last_day(self.issued_on)

    def late(self, day: date) -> int:
        """Days by which the report is, or was, late at court; 0 if it is not."""
        if self.filing_due_on is None or not (self.filed_on or self.undecided):
            return 0
        if self.closed_on is not None and self.filed_on is None:
            return 0
        return max(0, ((self.filed_on or day) - self.filing_due_on).days)


_BY_REPORT = {
    Report.FILED: Stage.FILED,
    Report.PASSED: Stage.TO_FILE,
    Report.CHECKING: Stage.CHECKING,
    Report.RETURNED: Stage.ASSESSMENT,
    Report.WRITING: Stage.ASSESSMENT,
}
_BY_VIABILITY = {
    Viable.NOT_ASKED: Stage.NOMINATED,
    Viable.ASKED: Stage.VIABILITY,
    Viable.POSITIVE: Stage.VIABILITY,
    Viable.NEGATIVE: Stage.NEGATIVE,
    Viable.CHALLENGED: Stage.CHALLENGED,
    Viable.STANDS: Stage.NEGATIVE,
}


@dataclass(frozen=True, slots=True)
class Next:
    """What is to be done next: in words, and the key of the step or of the page that does it."""

    says: str
    step: str = ""
    page: str = ""


def next_of(course: Course, day: date) -> Next | None:
    """The next step of a case; None where there is nothing to press."""
    if not course.is_open:
        return None
    if not course.undecided:
        return _after(course) if course.made else Next("Close the case", "close")
    match course.report:
        case Report.NOT_BEGUN:
            return _before(course)
        case Report.WRITING | Report.RETURNED if course.missing or course.referees < 3:
            return Next("Go on with the report", page="schedule")
        case Report.WRITING | Report.RETURNED:
            return Next("Hand the report in to be checked", "hand-in")
        case Report.CHECKING:
            return Next("Check the report", page="check")
        case Report.PASSED:
            return Next("File the report", "file")
    return _support(course) or Next("Record what the court decided", page="order")


def _before(course: Course) -> Next:
    if course.entry.owes_report or course.viable is Viable.POSITIVE:
        return Next("Begin the full assessment", "begin")
    return {
        Viable.NOT_ASKED: Next("Ask for a viability assessment", "viability"),
        Viable.ASKED: Next("Answer the viability assessment", "answer"),
        Viable.NEGATIVE: Next("Record a challenge, or close the case", "challenge"),
        Viable.CHALLENGED: Next("Answer the challenge", "answer-challenge"),
    }.get(course.viable, Next("Close the case", "close"))


def _support(course: Course) -> Next | None:
    match course.support:
        case Support.NONE:
            return Next("Assess what support they need", "assess-support")
        case Support.ASSESSED:
            return Next("Propose a support plan", "propose-support")
        case Support.PROPOSED:
            if course.answered_on is None:
                return Next("Record what they say to the plan", "answer-support")
            return Next("Decide the support plan", "agree-support")
    return None


def _after(course: Course) -> Next | None:
    if not course.living:
        return Next("Close the case", "close")
    return _support(course)
