"""A family as tests tell it: carers, a child, the checks, and what the officer says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from app.accounts.roles import Role
from app.assessments.evidence import Found
from app.children import actions as children
from app.children.kinds import Relationship
from app.connected import actions, queries
from app.connected.models import ConnectedCase, ConnectedChild, TemporaryDecision
from app.connected.rules import (
    QUESTIONS,
    Conditions,
    EndedHow,
    How,
    Kind,
    Outcome,
    Stage,
)
from app.core.errors import RuleBroken
from app.core.today import clock_at, today
from app.people import actions as people
from app.people.models import Member, MemberRole
from app.statute.schedules import Of
from tests import builders as make

DAY = timedelta(days=1)
FIRST = date(2026, 11, 23)
"""A Monday; the 112th day is 14 March 2027."""

LAST = date(2027, 3, 14)
EXTENDED = date(2027, 5, 9)


class Family:
    """Nan's household and its case. Days are told as day n: 1 is the day of approval."""

    def __init__(self, name: str = "Mrs Bufton", carers: int = 1) -> None:
        self.worker = make.worker("Wendy Worker")
        self.appoint()
        self.home = make.household(name, approved=False, carers=carers)
        self.case: ConnectedCase | None = None

    def appoint(self) -> None:
        """Somebody is nominated officer from today."""
        self.officer = make.user(Role.NOMINATED_OFFICER, name="Nora Officer")

    def open(self, *those: Any, there_since: date | None = None) -> list[ConnectedChild]:
        """The carers are put forward for these children."""
        told = {"relationship": Relationship.GRANDPARENT, "there_since": there_since}
        if self.case is None:
            self.case = actions.open_case(self.home, forward=those, by=self.worker, **told)
        else:
            actions.put_forward(self.case, forward=those, by=self.worker, **told)
        return [self.row(child) for child in those]

    def row(self, child: Any) -> ConnectedChild:
        """The child in this case."""
        found = [each for each in self.stands().children if each.row.child_id == child.id]
        return found[-1].row

    def stands(self, day: date | None = None) -> queries.Stands:
        """How the case stands on a day."""
        assert self.case is not None
        return queries.stands(self.case, day or today())

    def of(self, row: ConnectedChild, day: date | None = None) -> queries.ChildStands:
        """How it stands for a child on a day."""
        return next(each for each in self.stands(day).children if each.row.id == row.id)

    def stage(self, row: ConnectedChild, day: date | None = None) -> Stage:
        """Its stage on a day."""
        return self.of(row, day).stage

    def check(self, *, leaving: Iterable[str] = (), at: datetime | None = None) -> None:
        """Everything that Schedule 4 asks is found out, but about those named."""
        found = self.stands()
        assert self.case is not None
        for about in found.people:
            items = [line.item for line in found.lines_of(about) if not line.is_done]
            if items and about.name not in leaving:
                actions.record_findings(
                    self.case,
                    about,
                    items=items,
                    words="Seen and talked about.",
                    established_at=at,
                    by=self.worker,
                )

    def joins(self, name: str, role: MemberRole = MemberRole.ADULT) -> Member:
        """Somebody moves in today."""
        made: Member = people.add_member(
            self.home,
            role=role,
            starts_on=today(),
            given_name=name,
            family_name="Bufton",
            born=date(1990, 4, 3),
            by=self.worker,
        )
        return made

    def ask(self, row: ConnectedChild, kind: Kind = Kind.GIVE, **told: Any) -> TemporaryDecision:
        """The officer is asked."""
        answers = dict.fromkeys(QUESTIONS[kind], "Because.")
        conditions = self.conditions(kind, **told) if kind is not Kind.GIVE else None
        asked: TemporaryDecision = actions.ask(
            row, kind, answers=answers, conditions=conditions, by=self.worker
        )
        return asked

    @staticmethod
    def conditions(kind: Kind, **told: Any) -> Conditions:
        """The conditions of an extension, all met today."""
        day = today()
        met: dict[str, Any] = {
            "considered_on": day,
            "panel_on": day,
            "panel_views": "In favour.",
            "iro_told_on": day,
            "iro": "Iris Reviewing",
        }
        if kind is Kind.EXTEND:
            met["last_day"] = EXTENDED
        else:
            met |= {"reference": "IRM/1", "not_approved_on": day, "review_asked_on": day}
        return Conditions(**{**met, **told})

    def decide(
        self, decision: TemporaryDecision, outcome: Outcome = Outcome.AGREED, by: Any = None
    ) -> TemporaryDecision:
        """The officer decides."""
        decided: TemporaryDecision = actions.decide(
            decision, outcome=outcome, how=How.TELEPHONE, reasons="Safe.", by=by or self.officer
        )
        return decided

    def approved(self, row: ConnectedChild) -> ConnectedChild:
        """Asked and agreed today."""
        self.decide(self.ask(row))
        return row

    def extended(self, row: ConnectedChild, kind: Kind = Kind.EXTEND, **told: Any) -> None:
        """Asked and agreed today."""
        self.decide(self.ask(row, kind, **told))

    def move(self, row: ConnectedChild) -> None:
        """The child moves there today."""
        actions.moved_in(row, on=today(), by=self.worker)

    def end(self, row: ConnectedChild, how: EndedHow) -> None:
        """It ends so, today."""
        actions.end_for_child(row, how=how, on=today(), by=self.worker)


def on_day(n: int, first: date = FIRST) -> Any:
    """The clock at noon of day n, day 1 being the first."""
    return clock_at(first + timedelta(days=n - 1))


def refusals(doing: Any, *args: Any, **kw: Any) -> str:
    """Every reason why it is refused, in one text."""
    try:
        doing(*args, **kw)
    except RuleBroken as refused:
        return " / ".join(breach.says for breach in refused.breaches)
    raise AssertionError("it was not refused")


def stops(child: Any) -> None:
    """The child is no longer looked after from today."""
    children.stop_looking_after(child, on=today(), by=make.SOMEBODY)


NOT_PRACTICABLE = Found.NOT_PRACTICABLE
CARER = Of.CARER
