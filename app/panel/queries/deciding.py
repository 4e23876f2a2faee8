"""Applications that a panel has heard, or that need none: what there is to decide on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.accounts.models import User
from app.assessments.models import Assessing, Assessment
from app.assessments.rules import AssessmentKind
from app.assessments.rules import Outcome as Assessed
from app.children.models import Child
from app.core.db import db
from app.panel.coming import FSR_BEGAN, MustCome, rule_for
from app.panel.kinds import ItemKind, MinutesStep, Outcome, Told
from app.panel.models import (
    ApprovalDecision,
    DecisionTold,
    Determination,
    Item,
    MeetingMinutes,
    Recommendation,
)
from app.panel.queries.determining import (
    Fresh,
    course_of,
    determinations,
    fresh_of,
    last_of,
    matter_of,
)
from app.panel.queries.makers import is_on_list, named
from app.panel.queries.meetings import must_come_table
from app.panel.queries.minutes import who_sat
from app.panel.rules.deciding import TELLING, Decider, Heard
from app.people.models import Person
from app.people.queries import home_of
from app.register.models import Approval, TemporaryApproval
from app.register.rules.deciding_clocks import running_on
from app.register.rules.deciding_steps import Course, Stage, Turn, stage_of, turn_of
from app.statute.clock import Clock
from app.statute.fostering.panel import ADM_DECISION_DUE

KINDS = (AssessmentKind.INITIAL, AssessmentKind.CONNECTED)


@dataclass(frozen=True, slots=True)
class Application:
    """An application after its assessment: what the panel said, and what was decided."""

    assessment: Assessment
    rule: MustCome | None
    """By which it must come to a panel; None: it need not."""

    item: Item | None = None
    said: Recommendation | None = None
    minutes_on: date | None = None
    decision: ApprovalDecision | None = None
    told: tuple[DecisionTold, ...] = ()
    determination: Determination | None = None
    """What is proposed to the applicants instead of what they asked for, or was."""

    fresh: Fresh | None = None
    """What the panel said of that, after representations."""

    @property
    def course(self) -> Course | None:
        """How far what is proposed to them has come."""
        return course_of(self.determination) if self.determination is not None else None

    @property
    def said_last(self) -> Outcome | None:
        """What the panel said, the last time that it was asked."""
        last = self.fresh.said if self.fresh is not None else self.said
        return last.outcome if last is not None else None

    @property
    def is_brief(self) -> bool:
        """Whether the panel spoke of a brief report: the assessment was never completed."""
        return self.item is not None and self.item.kind is ItemKind.BRIEF_REPORT

    @property
    def heard(self) -> Heard:
        """As the rules look at it."""
        return Heard(self.rule is not None, self.said_last, self.minutes_on)

    @property
    def is_refused(self) -> bool:
        """Whether it was decided finally that they are not approved."""
        course = self.course
        return course is not None and course.outcome is not None and self.decision is None

    def stage(self, day: date) -> Stage | None:
        """How far what is proposed to them has come on a day."""
        return stage_of(self.course, day) if self.course is not None else None

    def waits(self, day: date) -> bool:
        """Whether it is for the decision maker now: nothing is with applicants or panel."""
        course = self.course
        if course is None:
            return self.decision is None
        return course.outcome is None and turn_of(course, day) is Turn.DECIDER

    @property
    def due_on(self) -> date | None:
        """The last day of the seven working days, once the minutes are final."""
        return ADM_DECISION_DUE.last_day(self.minutes_on) if self.minutes_on else None

    def decide_by(self, day: date) -> date | None:
        """The last day for the decision that is waited for on a day."""
        found, course = self.determination, self.course
        if found is None or course is None:
            return self.due_on
        lines = running_on(
            course, proposed_on=found.determined_on, decided_on=found.decided_on, as_at=day
        )
        return next((each.due_on for each in lines), None)

    @property
    def decided_late(self) -> bool:
        """Whether it was decided after the seven working days."""
        decision, due_on = self.decision, self.due_on
        return decision is not None and due_on is not None and decision.decided_on > due_on

    def told_late(self, told: DecisionTold) -> bool:
        """Whether they were told so after the days for it."""
        decision = self.decision
        return decision is not None and told.told_on > TELLING[told.how].last_day(
            decision.decided_on
        )

    @property
    def to_tell(self) -> list[tuple[Told, Clock, date]]:
        """How the applicants are still to be told, and by when."""
        if self.decision is None:
            return []
        had = {each.how for each in self.told}
        return [
            (how, clock, clock.last_day(self.decision.decided_on))
            for how, clock in TELLING.items()
            if how not in had
        ]


def assessment_of(item: Item) -> Assessment | None:
    """The assessment that an item is about, if it is about one."""
    kind, number = item.row
    return db.session.get(Assessment, number) if kind == "assessment" else None


def application(assessment: Assessment) -> Application:
    """One application."""
    return _applications([assessment])[0]


def _applications(those: Sequence[Assessment]) -> list[Application]:
    if not those:
        return []
    keys = {f"assessment:{each.id}": each.id for each in those}
    items: dict[int, Item] = {}
    said: dict[int, Recommendation] = {}
    rows = db.session.execute(
        select(Item, Recommendation)
        .join(Recommendation, Recommendation.item_id == Item.id)
        .where(Item.matter.in_(sorted(keys)), Item.stands(), Recommendation.stands())
        .order_by(Recommendation.id)
    )
    for row in rows:
        items[keys[row.Item.matter]] = row.Item
        said[keys[row.Item.matter]] = row.Recommendation
    final = {
        row.meeting_id: row.happened_on
        for row in db.session.execute(
            select(MeetingMinutes.meeting_id, MeetingMinutes.happened_on).where(
                MeetingMinutes.meeting_id.in_([each.meeting_id for each in items.values()]),
                MeetingMinutes.step == MinutesStep.APPROVED,
                MeetingMinutes.stands(),
            )
        )
    }
    ids = [each.id for each in those]
    decided, determined = _decided(ids), last_of(ids)
    fresh = fresh_of([each.id for each in determined.values()])
    told = _told([each.id for each in decided.values()])
    table = must_come_table()
    return [
        Application(
            each,
            rule_for(ItemKind.INITIAL_APPROVAL, each.starts_on, table),
            items.get(each.id),
            said.get(each.id),
            final.get(items[each.id].meeting_id) if each.id in items else None,
            decided.get(each.id),
            tuple(told[decided[each.id].id]) if each.id in decided else (),
            determined.get(each.id),
            fresh.get(determined[each.id].id) if each.id in determined else None,
        )
        for each in those
    ]


def _decided(ids: Sequence[int]) -> dict[int, ApprovalDecision]:
    found = db.session.scalars(
        select(ApprovalDecision).where(
            ApprovalDecision.assessment_id.in_(ids), ApprovalDecision.stands()
        )
    )
    return {each.assessment_id: each for each in found}


def _told(ids: Sequence[int]) -> dict[int, list[DecisionTold]]:
    found: dict[int, list[DecisionTold]] = defaultdict(list)
    for each in db.session.scalars(
        select(DecisionTold)
        .where(DecisionTold.decision_id.in_(ids), DecisionTold.stands())
        .order_by(DecisionTold.id)
    ):
        found[each.decision_id].append(each)
    return found


def waiting(as_at: date) -> list[Application]:
    """Finished applications that wait for the decision maker, the soonest due first.

    Those that a panel here heard, and those that need none; of others an approval is recorded as
    decided elsewhere. Whoever is approved since waits no more.
    """
    table, heard = must_come_table(), _heard()
    if not heard and rule_for(ItemKind.INITIAL_APPROVAL, as_at, table) is not None:
        return []  # every application still comes to a panel, and none here has said anything
    ended = db.session.scalars(
        select(Assessment)
        .where(
            Assessment.kind.in_(KINDS),
            Assessment.stands(),
            Assessment.starts_on >= FSR_BEGAN,
            Assessment.ends_on <= as_at,
            Assessment.outcome.in_([each for each in Assessed if each.is_finished]),
            Assessment.id.not_in(
                select(ApprovalDecision.assessment_id).where(ApprovalDecision.stands())
            ),
        )
        .order_by(Assessment.id)
    ).all()
    ours = _applications(
        [
            each
            for each in ended
            if each.id in heard
            or rule_for(ItemKind.INITIAL_APPROVAL, each.starts_on, table) is None
        ]
    )
    if not ours:
        return []
    approved = defaultdict(list)
    for row in db.session.execute(
        select(Approval.household_id, Approval.starts_on).where(
            Approval.household_id.in_([each.assessment.household_id for each in ours]),
            Approval.stands(),
        )
    ):
        approved[row.household_id].append(row.starts_on)
    found = [
        each
        for each in ours
        if not any(
            day >= (each.assessment.ends_on or as_at)
            for day in approved[each.assessment.household_id]
        )
        and each.waits(as_at)
    ]
    return sorted(found, key=lambda each: (each.decide_by(as_at) or date.max, each.assessment.id))


def _heard() -> frozenset[int]:
    """The assessments of which a panel here said something."""
    matters = db.session.scalars(
        select(Item.matter)
        .join(Recommendation, Recommendation.item_id == Item.id)
        .where(Item.matter.like("assessment:%"), Item.stands(), Recommendation.stands())
    )
    return frozenset(int(each.partition(":")[2]) for each in matters)


def decided(most: int = 20) -> list[Application]:
    """What was decided here, the latest first."""
    rows = db.session.scalars(
        select(Assessment)
        .join(ApprovalDecision, ApprovalDecision.assessment_id == Assessment.id)
        .where(ApprovalDecision.stands())
        .order_by(ApprovalDecision.decided_on.desc(), ApprovalDecision.id.desc())
        .limit(most)
    ).all()
    return _applications(rows)


def determined(as_at: date) -> list[Application]:
    """Applications in which something else than they asked for was proposed or decided."""
    ids = {each.assessment_id for each in determinations(as_at)}
    if not ids:
        return []
    rows = db.session.scalars(
        select(Assessment).where(Assessment.id.in_(sorted(ids))).order_by(Assessment.id.desc())
    ).all()
    return _applications(rows)


def still_to_tell() -> list[Application]:
    """What was decided here, whose applicants are still to be told in one way or both."""
    rows = db.session.scalars(
        select(Assessment)
        .join(ApprovalDecision, ApprovalDecision.assessment_id == Assessment.id)
        .where(ApprovalDecision.stands())
    ).all()
    return [each for each in _applications(rows) if each.to_tell]


def applicants(household_id: int, day: date) -> list[Person]:
    """The carers of a household who are not approved there."""
    approved = set(
        db.session.scalars(
            select(Approval.person_id).where(
                Approval.household_id == household_id, Approval.in_force(day)
            )
        )
    )
    return [each for each in home_of(household_id, day).carers if each.id not in approved]


def children_named(household_id: int, day: date) -> list[Child]:
    """The children for whom a household holds a temporary approval on a day."""
    return list(
        db.session.scalars(
            select(Child)
            .join(TemporaryApproval, TemporaryApproval.child_id == Child.id)
            .where(TemporaryApproval.household_id == household_id, TemporaryApproval.in_force(day))
            .order_by(Child.id)
        )
    )


def decider(user: User, found: Application, day: date) -> Decider:
    """Somebody who is to decide it."""
    sat, assessed = _sat_on(found), _assessed(found.assessment.id)
    return Decider(
        user.roles_now(),
        sat=user.id in sat,
        on_list=is_on_list(user.id, day),
        assessed=user.id in assessed,
        named=named(user, day, found.assessment.household_id, sat | assessed),
    )


def _assessed(assessment_id: int) -> frozenset[int]:
    """Everybody who ever had the assessment to do."""
    return frozenset(
        db.session.scalars(
            select(Assessing.worker_id).where(
                Assessing.assessment_id == assessment_id, Assessing.stands()
            )
        )
    )


def _sat_on(found: Application) -> frozenset[int]:
    """Who came to any meeting that had the application, or representations about it."""
    sat = who_sat(f"assessment:{found.assessment.id}")
    if found.determination is not None:
        sat |= who_sat(matter_of(found.determination.id))
    return sat
