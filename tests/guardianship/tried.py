"""Acts of a case tried one after another beside the model: lawful ones are done, others refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from app.assessments.actions import Told
from app.assessments.grading import Checked, Grade
from app.assessments.report import missing_of
from app.assessments.viability import Answer, Challenge
from app.core.db import db
from app.core.errors import RuleBroken
from app.core.today import today
from app.guardianship.actions import cases, court, report, support
from app.guardianship.kinds import (
    CaseEnd,
    Entry,
    HearingKind,
    Recommends,
    ReviewOutcome,
    SupportEnd,
    Theme,
)
from app.guardianship.queries.cases import course_of, whole_of
from app.guardianship.queries.schedule import schedule_of
from app.people.rules import record_breach
from tests import builders as make
from tests.guardianship.cases import DAY, Family
from tests.guardianship.model import Model

Step = tuple[str, int, bool]
"""What is tried, of which child, and whether its own author tries it."""


class Tried:
    """A case in the record beside the model of it."""

    def __init__(self, number: int = 2) -> None:
        self.children = [make.child(age=5 + n) for n in range(number)]
        home = make.household("The Trieds", approved=False)
        self.family = Family(*self.children, home=home, entry=Entry.NOMINATED)
        self.case = self.family.case
        self.model = Model(children=number)

    def run(self, steps: Iterable[Step]) -> None:
        """Try each step, and compare after each."""
        done: list[Step] = []
        for step in steps:
            what, child, own = step
            child %= len(self.children)
            done.append((what, child, own))
            lawful = self.model.may(what, child, own)
            try:
                self.do(what, child, own)
                was_done = True
            except RuleBroken:
                db.session.rollback()
                was_done = False
            assert was_done == lawful, f"{'refused' if lawful else 'done'}: {done}"
            if was_done:
                self.model.done(what, child)
            stage = course_of(whole_of(self.case)).stage.value
            assert stage == self.model.stage, f"{stage}, not {self.model.stage}: {done}"

    def do(self, what: str, child: int, own: bool) -> Any:
        """One act, by whoever would do it."""
        acts = {**self.on_the_way(own), **self.in_court(child), **self.of_support(child)}
        return acts[what]()

    def on_the_way(self, own: bool) -> dict[str, Callable[[], Any]]:
        """Viability, the report, its check."""
        case, by = self.case, self.family.worker
        on: dict[str, Any] = {"on": today(), "by": by}
        yes, no = Answer.POSITIVE, Answer.NEGATIVE
        return {
            "enter": lambda: cases.record_proceedings(
                case,
                entry=Entry.DIRECTION,
                entered_on=today(),
                filing_due_on=today() + 30 * DAY,
                by=by,
            ),
            "ask": lambda: cases.ask_viability(case, asked_on=today(), worker=by, by=by),
            "yes": lambda: cases.answer_viability(case, answer=yes, words="Because.", **on),
            "no": lambda: cases.answer_viability(case, answer=no, words="Because.", **on),
            "challenge": lambda: cases.challenge_viability(case, words="No.", **on),
            "change": lambda: self.look_again(Challenge.CHANGED),
            "uphold": lambda: self.look_again(Challenge.UPHELD),
            "begin": lambda: cases.begin_full(case, starts_on=today(), assessor=by, by=by),
            "write": self.write,
            "interview": self.interview,
            "hand_in": lambda: report.hand_in(case, recommends=Recommends.ORDER, by=by),
            "pass": lambda: self.check(Checked.PASSED, own),
            "return": lambda: self.check(Checked.RETURNED, own),
            "file": lambda: report.file_report(case, **on),
            "close": lambda: cases.close_case(
                case, how=CaseEnd.NOT_GOING_ON, because="Over.", **on
            ),
        }

    def look_again(self, answer: Challenge) -> Any:
        """A challenge is answered by somebody else."""
        return cases.answer_challenge(
            self.case, answer=answer, looked_again_by="Tessa", by=self.family.checker
        )

    def write(self) -> Any:
        """Everything that is missing is written."""
        missing = missing_of(schedule_of(whole_of(self.case), today()))
        told = [Told(line.item, line.about, words="So.") for _, line in missing]
        return report.record_findings(self.case, told, by=self.family.worker)

    def interview(self) -> Any:
        """Another referee is interviewed."""
        one = report.add_referee(self.case, name="Ada", by=self.family.worker)
        return report.interview_referee(one, on=today(), words="Good.", by=self.family.worker)

    def check(self, outcome: Checked, own: bool) -> Any:
        """The report is checked, by its author or by somebody else."""
        return report.check_report(
            self.case,
            outcome=outcome,
            grades=dict.fromkeys(Theme, Grade.GOOD),
            words="More.",
            by=self.family.worker if own else self.family.checker,
        )

    def in_court(self, child: int) -> dict[str, Callable[[], Any]]:
        """The court, and what ends after it."""
        case, whom, by = self.case, self.children[child], self.family.worker
        on: dict[str, Any] = {"on": today(), "by": by}
        return {
            "hear": lambda: court.list_hearing(
                case, kind=HearingKind.OTHER, listed_for=today(), by=by
            ),
            "make": lambda: court.record_order(case, whom, **on),
            "refuse": lambda: court.record_refusal(case, whom, **on),
            "end": lambda: self.end(whom),
        }

    def end(self, whom: Any) -> None:
        """Support ends for a child."""
        order = whole_of(self.case).order_of(whom.id)
        if order is None:
            raise RuleBroken(record_breach("No order."))
        support.end_support(order, on=today(), because=SupportEnd.OTHER, by=self.family.worker)

    def of_support(self, _child: int) -> dict[str, Callable[[], Any]]:
        """Support and money."""
        case, by = self.case, self.family.worker
        on: dict[str, Any] = {"on": today(), "by": by}
        well: dict[str, Any] = {"outcome": ReviewOutcome.GOES_ON, "words": "Well."}
        return {
            "assess": lambda: support.assess_support(case, needs="Help.", **on),
            "propose": lambda: support.propose_support(case, services="Help.", **on),
            "answer": lambda: support.answer_support(case, words="Yes.", **on),
            "agree": lambda: support.agree_support(case, reasons="Fits.", watcher=by, **on),
            "review": lambda: support.review_support(case, **well, **on),
            "pay": lambda: support.assess_money(
                case, starts_on=today(), weekly_pence=100, basis="Sheet", by=by
            ),
            "review_money": lambda: support.review_money(case, statement_on=today(), **well, **on),
            "remind": lambda: support.remind_of_statement(case, **on),
            "suspend": lambda: support.suspend_money(case, **on),
        }
