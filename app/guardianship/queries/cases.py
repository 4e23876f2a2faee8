"""Cases with everything that is recorded of them, read for many at once in a fixed number of
questions; and how far each has come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import or_, select

from app.accounts.models import User
from app.accounts.permissions import May
from app.assessments import queries as assessments
from app.assessments.grading import Checked
from app.assessments.models import Assessing, Assessment, Parent, Viability
from app.assessments.rules import AssessmentKind
from app.audit.ended import Ended, ended_with
from app.children.models import Child
from app.core.dated import Recorded
from app.core.db import db
from app.core.holding import is_recorded
from app.core.today import today
from app.guardianship.models import (
    GuardianMoney,
    GuardianshipCase,
    GuardianshipChild,
    GuardianshipOrder,
    GuardianshipReferee,
    Hearing,
    MoneyReview,
    QualityCheck,
    SupportPlan,
    SupportReview,
)
from app.guardianship.rules.course import Course, Support, Viable
from app.register.models import Approval
from app.supervision import queries as supervision
from app.supervision.models import Allocation

Row = TypeVar("Row", bound=Recorded)
UNKNOWN = 1
"""Of a list's cases it is not counted how many items are missing: some may be."""


@dataclass(slots=True)
class Whole:
    """A case and every row about it, in the order in which they were recorded."""

    case: GuardianshipCase
    children: list[GuardianshipChild] = field(default_factory=list)
    referees: list[GuardianshipReferee] = field(default_factory=list)
    checks: list[QualityCheck] = field(default_factory=list)
    hearings: list[Hearing] = field(default_factory=list)
    orders: list[GuardianshipOrder] = field(default_factory=list)
    plans: list[SupportPlan] = field(default_factory=list)
    reviews: list[SupportReview] = field(default_factory=list)
    money: list[GuardianMoney] = field(default_factory=list)
    money_reviews: list[MoneyReview] = field(default_factory=list)
    viability: Viability | None = None
    assessor: User | None = None

    @property
    def check(self) -> QualityCheck | None:
        """The last time that the report was handed in."""
        return self.checks[-1] if self.checks else None

    @property
    def plan(self) -> SupportPlan | None:
        """The last support plan, if it has not ended."""
        last = self.plans[-1] if self.plans else None
        return last if last is not None and last.ended_on is None else None

    @property
    def plan_in_force(self) -> SupportPlan | None:
        """The last plan that was agreed; it holds while another is only proposed."""
        agreed = [each for each in self.plans if each.agreed_on and each.ended_on is None]
        return agreed[-1] if agreed else None

    @property
    def paid(self) -> GuardianMoney | None:
        """What they are paid now, if anything."""
        rows = [each for each in self.money if each.ends_on is None]
        return rows[-1] if rows else None

    @property
    def paid_since(self) -> date | None:
        """Since when they are paid without a break."""
        if self.paid is None:
            return None
        since, ended = None, None
        for row in self.money:
            if since is None or row.starts_on != ended:
                since = row.starts_on
            ended = row.ends_on
        return since

    @property
    def parents(self) -> dict[Parent, list[GuardianshipChild]]:
        """Each parent that is recorded, and of which children."""
        found: dict[Parent, list[GuardianshipChild]] = {}
        for each in self.children:
            for parent in each.parents:
                found.setdefault(parent, []).append(each)
        return found

    def order_of(self, child_id: int) -> GuardianshipOrder | None:
        """What the court decided for one child."""
        return next((each for each in self.orders if each.child_id == child_id), None)

    @property
    def living(self) -> list[GuardianshipOrder]:
        """Orders under which support goes on."""
        return [each for each in self.orders if each.made and each.ended_on is None]

    @property
    def undecided(self) -> list[GuardianshipChild]:
        """Children for whom the court has not decided."""
        decided = {each.child_id for each in self.orders}
        return [each for each in self.children if each.child_id not in decided]


def case_by_ref(ref: str) -> GuardianshipCase | None:
    """The case with this public id."""
    return db.session.scalar(
        select(GuardianshipCase).where(GuardianshipCase.ref == ref, GuardianshipCase.stands())
    )


def open_case_of(household_id: int) -> GuardianshipCase | None:
    """The case of a household that is open."""
    return db.session.scalar(
        select(GuardianshipCase).where(
            GuardianshipCase.household_id == household_id,
            GuardianshipCase.closed_on.is_(None),
            GuardianshipCase.stands(),
        )
    )


def cases_of(household_id: int) -> Sequence[GuardianshipCase]:
    """The cases of a household, the latest first."""
    if not is_recorded(GuardianshipCase, household_id):
        return ()
    asked = select(GuardianshipCase).where(
        GuardianshipCase.household_id == household_id, GuardianshipCase.stands()
    )
    return db.session.scalars(asked.order_by(GuardianshipCase.id.desc())).unique().all()


def cases_about(child_id: int) -> Sequence[GuardianshipCase]:
    """The cases in which people would be, or are, a child's guardians, the latest first."""
    of_child = select(GuardianshipChild.case_id).where(
        GuardianshipChild.child_id == child_id, GuardianshipChild.stands()
    )
    asked = select(GuardianshipCase).where(
        GuardianshipCase.id.in_(of_child), GuardianshipCase.stands()
    )
    return db.session.scalars(asked.order_by(GuardianshipCase.id.desc())).unique().all()


def every_case(as_at: date) -> list[Whole]:
    """Every case that was opened by a day, with its rows."""
    cases = db.session.scalars(
        select(GuardianshipCase)
        .where(GuardianshipCase.stands(), GuardianshipCase.opened_on <= as_at)
        .order_by(GuardianshipCase.opened_on, GuardianshipCase.id)
    ).unique()
    return whole(list(cases))


def whole(cases: Collection[GuardianshipCase]) -> list[Whole]:
    """These cases with everything recorded of them."""
    if not cases:
        return []
    found = {case.id: Whole(case) for case in cases}
    for name, kind in (
        ("children", GuardianshipChild),
        ("referees", GuardianshipReferee),
        ("checks", QualityCheck),
        ("hearings", Hearing),
        ("orders", GuardianshipOrder),
        ("plans", SupportPlan),
        ("money", GuardianMoney),
        ("money_reviews", MoneyReview),
    ):
        for row in _rows(kind, "case_id", list(found)):
            getattr(found[row.case_id], name).append(row)
    of_plan = {plan.id: each for each in found.values() for plan in each.plans}
    for review in _rows(SupportReview, "plan_id", list(of_plan)):
        of_plan[review.plan_id].reviews.append(review)
    for each in found.values():
        each.hearings.sort(key=lambda row: (row.listed_for, row.id))
    _viabilities(found.values())
    _assessors(found.values())
    return list(found.values())


def whole_of(case: GuardianshipCase) -> Whole:
    """One case with everything recorded of it."""
    return whole([case])[0]


def _rows(kind: type[Any], key: str, ids: Collection[Hashable]) -> Iterable[Any]:
    if not ids:
        return ()
    asked = select(kind).where(getattr(kind, key).in_(sorted(ids)), kind.stands())  # type: ignore[type-var]
    return db.session.scalars(asked.order_by(kind.id)).unique()


def _viabilities(cases: Iterable[Whole]) -> None:
    """The last viability assessment of each, asked for since the case was opened or just before."""
    by_household = defaultdict(list)
    for each in cases:
        by_household[each.case.household_id].append(each)
    rows = db.session.scalars(
        select(Viability)
        .where(
            Viability.household_id.in_(sorted(by_household)),
            Viability.kind == AssessmentKind.GUARDIANSHIP,
            Viability.stands(),
        )
        .order_by(Viability.id)
    )
    for row in rows:
        for each in by_household[row.household_id]:
            closed = each.case.closed_on
            if row.recorded_at >= each.case.recorded_at and (
                closed is None or row.asked_on <= closed
            ):
                each.viability = row


def _assessors(cases: Iterable[Whole]) -> None:
    by_assessment = {
        each.case.assessment_id: each for each in cases if each.case.assessment_id is not None
    }
    rows = db.session.scalars(
        select(Assessing)
        .where(Assessing.assessment_id.in_(sorted(by_assessment)), Assessing.stands())
        .order_by(Assessing.starts_on, Assessing.id)
    ).unique()
    for row in rows:
        by_assessment[row.assessment_id].assessor = row.worker


def began_on(each: Whole) -> date | None:
    """The day on which the full assessment began."""
    found = each.case.assessment
    return found.starts_on if found is not None and found.voided_at is None else None


def course_of(each: Whole, as_at: date | None = None, *, missing: int = UNKNOWN) -> Course:
    """How far a case had come by a day. `missing`: items of the Schedule not answered."""
    case, day, check, plan = each.case, as_at or today(), each.check, each.plan
    by = each.viability
    orders = [order for order in each.orders if order.decided_on <= day]
    decided = {order.child_id for order in orders}
    begun = began_on(each)
    return Course(
        entry=case.entry,
        entered_on=case.entered_on,
        opened_on=case.opened_on,
        filing_due_on=case.filing_due_on,
        issued_on=case.issued_on,
        viable=Viable.of(
            by is not None,
            by.answer if by else None,
            bool(by and by.challenged_on),
            by.challenge_answer if by else None,
        ),
        begun_on=_by(begun, day),
        author_id=check.author_id if check else None,
        submitted_on=_by(check.submitted_on, day) if check else None,
        recommends=check.recommends if check else None,
        checked=check.outcome if check and _by(check.checked_on, day) else None,
        checked_on=_by(check.checked_on, day) if check else None,
        filed_on=_by(case.filed_on, day),
        missing=missing,
        referees=sum(bool(_by(one.interviewed_on, day)) for one in each.referees),
        undecided=len({one.child_id for one in each.children} - decided),
        made=sum(order.made for order in orders),
        refused=sum(not order.made for order in orders),
        living=sum(order.made and not _by(order.ended_on, day) for order in orders),
        support=support_of(plan),
        assessed_on=plan.assessed_on if plan else None,
        proposed_on=plan.proposed_on if plan else None,
        answer_by=plan.answer_by if plan else None,
        answered_on=plan.answered_on if plan else None,
        closed_on=_by(case.closed_on, day),
    )


def _by(on: date | None, day: date) -> date | None:
    return on if on is not None and on <= day else None


def support_of(plan: SupportPlan | None) -> Support:
    """How support stands, from the last plan."""
    if plan is None:
        return Support.NONE
    if plan.agreed_on is not None:
        return Support.AGREED
    return Support.PROPOSED if plan.proposed_on is not None else Support.ASSESSED


def last_support_review(each: Whole) -> date | None:
    """The day of the last review of support, of any plan of the case."""
    return max((review.held_on for review in each.reviews), default=None)


def last_money_review(each: Whole) -> date | None:
    """The day of the last review of money since it has been paid."""
    since = each.paid_since
    return max((one.held_on for one in each.money_reviews if since and one.held_on >= since),
               default=None)  # fmt: skip


def who_wrote(each: Whole) -> frozenset[int]:
    """Whoever wrote the report: its author and everybody who has assessed."""
    found = {each.check.author_id} if each.check is not None else set()
    if each.case.assessment_id is not None:
        story = assessments.story_of(each.case.assessment_id)
        found |= {one.worker_id for one in story.assessors}
    return frozenset(found)


# ------------------------------------------------------------------------------------------ access


def may_read(user: User, case: GuardianshipCase) -> bool:
    """A case tells of a family: whoever keeps it, or sees every case of this kind."""
    if not user.may(May.SEE_GUARDIANSHIP):
        return False
    if user.may(May.EDIT_HOUSEHOLD) and not user.may(May.ALLOCATE_WORKER):
        return may_keep(user, case)
    return True


def may_keep(user: User, case: GuardianshipCase) -> bool:
    """May this person keep a case: its assessor may, and whoever keeps the household's record."""
    if not user.may(May.EDIT_HOUSEHOLD):
        return False
    if supervision.may_edit(user, case.household_id):
        return True
    assessment = case.assessment
    return assessment is not None and assessments.may_keep(user, assessment)


def readable(user: User, cases: Iterable[Whole]) -> list[Whole]:
    """Those of these cases that this person may read, in a fixed number of questions."""
    if not user.may(May.SEE_GUARDIANSHIP):
        return []
    if not user.may(May.EDIT_HOUSEHOLD) or user.may(May.ALLOCATE_WORKER):
        return list(cases)
    found = list(cases)
    mine = supervision.own_households(user, today())
    free = _kept_by_nobody({each.case.household_id for each in found} - mine)
    return [
        each
        for each in found
        if each.case.household_id in mine
        or each.case.household_id in free
        or (each.assessor is not None and each.assessor.id == user.id)
    ]


def _kept_by_nobody(household_ids: Collection[int]) -> set[int]:
    """Those of these households never allocated and never approved: any worker keeps them."""
    if not household_ids:
        return set()
    taken: set[int] = set()
    for kind in (Allocation, Approval):
        taken |= set(
            db.session.scalars(
                select(kind.household_id).where(
                    kind.household_id.in_(sorted(household_ids)), kind.stands()
                )
            )
        )
    return set(household_ids) - taken


# ---------------------------------------------------------------------------------------- feedback


@dataclass(frozen=True, slots=True)
class Feedback:
    """How one author's reports have been graded on one theme, or on all."""

    author: str
    author_ref: str
    reports: int
    returned: int
    by_theme: Mapping[str, tuple[int, int, int]]
    """Theme: how many good, good enough, not yet."""


def feedback(since: date, until: date) -> list[Feedback]:
    """What checkers made of each author's reports, checked between two days."""
    rows = db.session.scalars(
        select(QualityCheck)
        .where(
            QualityCheck.stands(),
            QualityCheck.checked_on >= since,
            QualityCheck.checked_on <= until,
        )
        .order_by(QualityCheck.id)
    ).unique()
    by_author: dict[int, list[QualityCheck]] = defaultdict(list)
    for row in rows:
        by_author[row.author_id].append(row)
    found = []
    for checks in by_author.values():
        counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for check in checks:
            for grade in check.grades:
                counts[grade.theme.value][list(type(grade.grade)).index(grade.grade)] += 1
        found.append(
            Feedback(
                checks[0].author.name,
                checks[0].author.ref,
                len(checks),
                sum(check.outcome is Checked.RETURNED for check in checks),
                {theme: (n[0], n[1], n[2]) for theme, n in counts.items()},
            )
        )
    return sorted(found, key=lambda each: each.author)


def feedback_in_words(since: date, until: date, author_ref: str = "") -> list[QualityCheck]:
    """The checks themselves, the latest first; of one author, if one is named."""
    asked = select(QualityCheck).where(
        QualityCheck.stands(), QualityCheck.checked_on >= since, QualityCheck.checked_on <= until
    )
    if author_ref:
        asked = asked.where(
            QualityCheck.author_id.in_(select(User.id).where(User.ref == author_ref))
        )
    return list(db.session.scalars(asked.order_by(QualityCheck.id.desc()).limit(200)).unique())


@dataclass(frozen=True, slots=True)
class EndedBy:
    """What ended with an order: what goes on if the order is taken back, and what stays ended."""

    back: tuple[Ended, ...]
    stays: tuple[Ended, ...]


def ended_by(order: GuardianshipOrder) -> EndedBy:
    """What ended with what the court decided for a child.

    What is the child's goes back together, or stays where something was recorded in place of any
    of it since. So does the assessment, whichever of the case's orders ended it.
    """
    found = [
        (whose, each)
        for other in _rows(GuardianshipOrder, "case_id", [order.case_id])
        for each in ended_with(other)
        if (whose := getattr(each.fact, "child_id", None)) in (None, order.child_id)
    ]
    built_on = {whose for whose, each in found if each.built_on}
    return EndedBy(
        tuple(each for whose, each in found if whose not in built_on),
        tuple(each for whose, each in found if whose in built_on),
    )


def case_refs(case_ids: Collection[int]) -> dict[int, GuardianshipCase]:
    """These cases by their ids."""
    rows = db.session.scalars(
        select(GuardianshipCase).where(GuardianshipCase.id.in_(sorted(case_ids)))
    ).unique()
    return {row.id: row for row in rows}


def children_named(words: str, visible: Any) -> Sequence[Child]:
    """Children whose name holds each of these words, among those visible; twenty at most."""
    from app.people.models import Person

    asked = select(Child).where(Child.id.in_(visible))
    for word in words.split()[:4]:
        like = f"%{word}%"
        named = or_(Person.given_name.ilike(like), Person.family_name.ilike(like))
        asked = asked.where(Child.person_id.in_(select(Person.id).where(named)))
    return db.session.scalars(asked.order_by(Child.id).limit(20)).unique().all()


def assessment_open(household_id: int) -> Assessment | None:
    """The household's open assessment of this kind, if one was begun elsewhere."""
    return db.session.scalar(
        select(Assessment).where(
            Assessment.household_id == household_id,
            Assessment.kind == AssessmentKind.GUARDIANSHIP,
            Assessment.ends_on.is_(None),
            Assessment.stands(),
        )
    )
