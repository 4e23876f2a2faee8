"""Cases of special guardianship for tests, each step by whoever would take it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from app.accounts.roles import Role
from app.assessments.actions import Told
from app.assessments.grading import Checked, Grade
from app.assessments.models import ParentKind
from app.assessments.report import missing_of
from app.children.kinds import Relationship
from app.core.today import today
from app.guardianship.actions import cases, report, support
from app.guardianship.kinds import Entry, Recommends, Theme
from app.guardianship.models import GuardianshipCase
from app.guardianship.queries import cases as queries
from app.guardianship.queries.schedule import schedule_of
from tests import builders as make

DAY = timedelta(days=1)


class Family:
    """A household that would be guardians of some children, and the people who work with them."""

    def __init__(
        self,
        *children: Any,
        approved: bool = False,
        entry: Entry = Entry.DIRECTION,
        filing_due_on: date | None = None,
        issued_on: date | None = None,
        entered_on: date | None = None,
        home: Any = None,
    ) -> None:
        self.worker = make.worker("Wendy Writer")
        self.checker = make.user(Role.TEAM_MANAGER, name="Chris Checker")
        self.home = home or make.household(
            "The Mossops", approved=approved, supervised_by=self.worker, postcode="HR6 8AB"
        )
        self.children = list(children) or [make.child("Amy", age=6)]
        due = filing_due_on or (today() + 60 * DAY if entry is Entry.DIRECTION else None)
        self.case: GuardianshipCase = cases.open_case(
            self.home,
            children=self.children,
            relations={child.id: Relationship.GRANDPARENT for child in self.children},
            entry=entry,
            entered_on=entered_on or today(),
            filing_due_on=due,
            issued_on=issued_on,
            court="The Family Court at Hereford",
            case_number="HR26C00123",
            by=self.worker,
        )

    def begun(self, on: date | None = None) -> Family:
        """The full assessment begins."""
        cases.begin_full(self.case, starts_on=on or today(), assessor=self.worker, by=self.worker)
        return self

    def parented(self) -> Family:
        """Both parents of every child are recorded."""
        for name, kind in (
            ("Kelly Preece", ParentKind.MOTHER),
            ("Lee Tranter", ParentKind.FATHER),
        ):
            cases.add_parent(
                self.case, name=name, kind=kind, children=self.whole.children, by=self.worker
            )
        return self

    def refereed(self, number: int = 3) -> Family:
        """Referees are interviewed."""
        for name in ("Ada", "Bea", "Cy")[:number]:
            one = report.add_referee(self.case, name=name, knows_them="A neighbour", by=self.worker)
            report.interview_referee(one, on=today(), words="Kind and firm.", by=self.worker)
        return self

    def written(self) -> Family:
        """Everything that is missing is found out."""
        report.record_findings(
            self.case,
            [
                Told(line.item, line.about, words="As seen and told.")
                for _, line in missing_of(schedule_of(self.whole, today()))
            ],
            by=self.worker,
        )
        return self

    def handed_in(self, recommends: Recommends = Recommends.ORDER) -> Family:
        """Handed in by its author."""
        report.hand_in(self.case, recommends=recommends, by=self.worker)
        return self

    def checked(self, outcome: Checked = Checked.PASSED, by: Any = None) -> Family:
        """Checked by somebody else."""
        report.check_report(
            self.case,
            outcome=outcome,
            grades=dict.fromkeys(Theme, Grade.GOOD),
            words="Say more of contact." if outcome is Checked.RETURNED else "",
            by=by or self.checker,
        )
        return self

    def filed(self, on: date | None = None) -> Family:
        """Written, checked and filed."""
        self.begun().refereed().written().handed_in().checked()
        report.file_report(self.case, on=on or today(), by=self.worker)
        return self

    def supported(self) -> Family:
        """Support assessed, proposed, answered and agreed."""
        told: dict[str, Any] = {"on": today(), "by": self.worker}
        support.assess_support(self.case, needs="Help with contact.", **told)
        support.propose_support(self.case, services="Supervised contact.", **told)
        support.answer_support(self.case, words="We agree.", **told)
        support.agree_support(self.case, reasons="Fits.", watcher=self.worker, **told)
        return self

    @property
    def whole(self) -> queries.Whole:
        """The case with everything recorded of it."""
        return queries.whole_of(self.case)

    @property
    def course(self) -> Any:
        """How far it has come."""
        missing = len(missing_of(schedule_of(self.whole, today())))
        return queries.course_of(self.whole, missing=missing)
