"""An application with its report, as tests of reports need it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from app.accounts.roles import Role
from app.assessments import actions as assessing
from app.assessments import queries as assessments
from app.assessments.actions import Told
from app.assessments.evidence import Found
from app.assessments.grading import Checked, Grade, Theme
from app.assessments.rules import AssessmentKind
from app.core.today import today
from app.reports import actions, queries
from app.reports.kinds import Advises
from app.statute.schedules import Matter
from tests import builders as make
from tests.builders import SOMEBODY

DAY = timedelta(days=1)


class Case:
    """A household that applies, its assessor, who checks and who signs."""

    def __init__(
        self, name: str = "The News", kind: AssessmentKind = AssessmentKind.INITIAL
    ) -> None:
        self.worker = make.worker("Wendy Writer")
        self.checker = make.user(Role.TEAM_MANAGER, name="Carla Checker")
        self.manager = make.user(Role.SERVICE_MANAGER, name="Mona Manager")
        self.home = make.household(name, approved=False, postcode="HR6 8AB", bedrooms=2)
        self.assessment = assessing.begin_assessment(
            self.home,
            kind=kind,
            starts_on=today() - 60 * DAY,
            assessor=self.worker,
            by=SOMEBODY,
        )

    @property
    def written(self) -> Any:
        """The report as it stands today."""
        return queries.written(self.assessment, today())

    def line(self, matter: Matter) -> Any:
        """The first line on a matter."""
        return next(
            line
            for section in self.written.sections
            for line in section.lines
            if line.item.matter is matter
        )

    def write(self, matter: Matter, words: str, **told: Any) -> Any:
        """Something is written on a matter."""
        line = self.line(matter)
        return actions.record_findings(
            self.assessment,
            [Told(line.item, line.about, words=words, **told)],
            by=self.worker,
        )

    def whole(self, words: str = "As we found it.") -> Case:
        """Everything that is missing is written."""
        told = [
            Told(line.item, line.about, words=words)
            for section in self.written.sections
            for line in section.missing
        ]
        actions.record_findings(self.assessment, told, by=self.worker)
        return self

    def handed_in(self) -> Case:
        """Its author signs it and hands it in."""
        actions.hand_in(self.assessment, recommends=Advises.SUITABLE, by=self.worker)
        return self

    def checked(
        self, outcome: Checked = Checked.PASSED, grade: Grade = Grade.GOOD, by: Any = None
    ) -> Case:
        """Somebody else checks it."""
        actions.check(
            self.assessment,
            outcome=outcome,
            grades=dict.fromkeys(Theme, grade),
            words="" if outcome is Checked.PASSED else "More on their own childhood.",
            by=by or self.checker,
        )
        return self

    def signed(self, by: Any = None) -> Case:
        """A manager signs it."""
        actions.sign(self.assessment, by=by or self.manager)
        return self

    def findings(self, matter: Matter) -> Any:
        """Everything ever written on a matter, the latest first."""
        key = self.line(matter).kept_under
        return assessments.findings_of(self.home.id)[key]


def left_out(case: Case, matter: Matter, because: str) -> Any:
    """It does not apply, and why."""
    line = case.line(matter)
    told = Told(line.item, line.about, found=Found.NOT_APPLICABLE, because=because)
    return actions.record_findings(case.assessment, [told], by=case.worker)


def on(days: int) -> date:
    """So many days ago."""
    return today() - days * DAY
