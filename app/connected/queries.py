"""Questions about connected carers, each as at a day: how it stands for each child, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, or_, select

from app.accounts.models import User
from app.accounts.permissions import May
from app.assessments import queries as assessments
from app.assessments.evidence import About, Key, Known, Line, checklist, missing
from app.assessments.models import Assessing, Assessment, Evidence, Viability
from app.assessments.rules import AssessmentKind
from app.children.kinds import Basis
from app.children.models import CareReview, Child, LegalStatus, Placement, SocialWorkerVisit
from app.children.queries import looked_after
from app.connected import rules
from app.connected.models import (
    CaseStep,
    ConnectedCase,
    ConnectedChild,
    OtherArrangement,
    TemporaryDecision,
)
from app.connected.rules import Course, Given, Kind, Next, Outcome, Stage, Step, Usual
from app.core.db import db
from app.core.holding import is_recorded
from app.core.present import long_day
from app.core.today import london_day, today
from app.people.models import Household, Member, MemberRole, Person
from app.register.models import Approval, TemporaryApproval
from app.statute.schedules import Of, Paper
from app.supervision import queries as supervision
from sufficiency.types import birthday

ADULT = 18
"""From this age Schedule 4 asks about whoever belongs to the household."""


# ------------------------------------------------------------------------------ who is asked about


@dataclass(frozen=True, slots=True)
class Belongs:
    """Somebody of whom Schedule 4 asks: since when they have been an adult of the household."""

    ref: str
    since: date


def _members(
    household_ids: Collection[int], as_at: date, known_at: datetime | None
) -> dict[int, dict[About, Belongs]]:
    """Every carer and other adult of each household on a day, in the order they were recorded.

    A child of the family is asked about from 18; a visitor stands under "other adults likely to
    see the child".
    """
    rows = db.session.execute(
        select(Member.household_id, Member.role, Member.starts_on, Person)
        .join(Person, Person.id == Member.person_id)
        .where(Member.household_id.in_(household_ids), Member.in_force(as_at, known_at))
        .order_by(Member.id)
    )
    found: dict[int, dict[About, Belongs]] = defaultdict(dict)
    for household_id, role, since, person in rows:
        of = _of(role, person, as_at)
        if of is not None:
            about = About(of, person_id=person.id, name=person.name)
            grown = _adult_from(person) if role is MemberRole.CHILD_OF_FAMILY else since
            found[household_id].setdefault(about, Belongs(person.ref, max(since, grown)))
    return found


def _about_whom(members: Iterable[About]) -> tuple[About, ...]:
    """Of whom Schedule 4 asks in a household: each carer, every other adult, and the home."""
    return (
        *sorted(members, key=lambda each: each.of is not Of.CARER),
        About(Of.HOUSEHOLD, name="The home"),
    )


def _of(role: MemberRole, person: Person, on: date) -> Of | None:
    if role is MemberRole.CARER:
        return Of.CARER
    if role in (MemberRole.ADULT, MemberRole.LODGER):
        return Of.ADULT
    grown = _adult_from(person) <= on
    return Of.ADULT if role is MemberRole.CHILD_OF_FAMILY and grown else None


def _adult_from(person: Person) -> date:
    """The day on which somebody is 18; never, of whom no birthday is known."""
    return birthday(person.born, ADULT) if person.born is not None else date.max


def _known(
    household_ids: Collection[int], since: Mapping[int, date], known_at: datetime | None
) -> dict[int, dict[Key, Known]]:
    """What is known of each household, without what was found out too long before its case."""
    rows = db.session.scalars(
        select(Evidence)
        .where(Evidence.household_id.in_(household_ids), Evidence.stands(known_at))
        .order_by(Evidence.id)
    ).unique()
    found: dict[int, dict[Key, Known]] = defaultdict(dict)
    for each in rows:
        oldest = since.get(each.household_id, date.min + rules.FRESH) - rules.FRESH
        if london_day(each.established_at) >= oldest:
            found[each.household_id][each.kept_under] = assessments.known_from(each)
    return found


# ----------------------------------------------------------------------------------- how it stands


@dataclass(frozen=True, slots=True)
class ChildStands:
    """One child of a case on a day: the course, how it stands, what is next, what is late."""

    row: ConnectedChild
    course: Course
    stage: Stage
    next: Next
    waiting: TemporaryDecision | None
    arrangement: OtherArrangement | None
    visits: tuple[SocialWorkerVisit, ...]
    reviews: tuple[CareReview, ...]

    @property
    def child(self) -> Child:
        """The child."""
        return self.row.child

    @property
    def first_review_on(self) -> date | None:
        """The first review since the child came, or since the case was opened for the child."""
        since = self.course.there_since or self.row.starts_on
        held = [each.held_on for each in self.reviews if each.held_on >= since]
        return min(held, default=None)

    @property
    def last_seen_on(self) -> date | None:
        """The last visit at which the child was seen, there."""
        since = self.course.there_since
        days = [each.visited_on for each in self.visits if each.seen]
        return max((day for day in days if since is None or day >= since), default=None)


@dataclass(frozen=True, slots=True)
class Stands:
    """A case on a day: its people and their Schedule 4, its children, its steps."""

    case: ConnectedCase
    lines: tuple[Line, ...]
    day_zero: tuple[Line, ...]
    children: tuple[ChildStands, ...]
    steps: Mapping[Step, CaseStep]
    assessment: assessments.Listed | None
    viability: Viability | None
    approved_on: date | None
    holder: str = ""
    holder_id: int | None = None
    members: Mapping[About, Belongs] = field(default_factory=dict)

    @property
    def household(self) -> Household:
        """Whose home it is."""
        return self.case.household

    @property
    def undone(self) -> tuple[Line, ...]:
        """Items of Schedule 4 about which nothing is known."""
        return missing(self.lines)

    @property
    def people(self) -> tuple[About, ...]:
        """Of whom anything is asked, in order."""
        return tuple(dict.fromkeys(line.about for line in (*self.lines, *self.day_zero)))

    def lines_of(self, about: About) -> tuple[Line, ...]:
        """The lines of Schedule 4 about one of them."""
        return tuple(line for line in self.lines if line.about == about)

    def day_zero_of(self, about: About) -> tuple[Line, ...]:
        """What good practice asks on the first day about one of them."""
        return tuple(line for line in self.day_zero if line.about == about)

    @property
    def still_to_find_out(self) -> tuple[str, ...]:
        """For each with something missing: who, and how many items."""
        counts: dict[str, int] = defaultdict(int)
        for line in self.undone:
            counts[line.about.name] += 1
        return tuple(f"{name}: {count}" for name, count in counts.items())

    @property
    def going_on(self) -> tuple[ChildStands, ...]:
        """The children for whom it has not ended."""
        return tuple(each for each in self.children if each.stage is not Stage.ENDED)


def case_by_ref(ref: str) -> ConnectedCase | None:
    """The case with this public id."""
    return db.session.scalar(
        select(ConnectedCase).where(ConnectedCase.ref == ref, ConnectedCase.stands())
    )


def open_case_of(household_id: int) -> ConnectedCase | None:
    """A household's open case."""
    return db.session.scalar(
        select(ConnectedCase).where(
            ConnectedCase.household_id == household_id,
            ConnectedCase.ends_on.is_(None),
            ConnectedCase.stands(),
        )
    )


def cases_of(
    *, household_id: int | None = None, child_id: int | None = None
) -> Sequence[ConnectedCase]:
    """Every case of a household, or in which a child stands, the latest first."""
    if not is_recorded(ConnectedCase, household_id):
        return ()
    asked = select(ConnectedCase).where(ConnectedCase.stands())
    if household_id is not None:
        asked = asked.where(ConnectedCase.household_id == household_id)
    if child_id is not None:
        theirs = select(ConnectedChild.case_id).where(
            ConnectedChild.child_id == child_id, ConnectedChild.stands()
        )
        asked = asked.where(ConnectedCase.id.in_(theirs))
    return db.session.scalars(asked.order_by(ConnectedCase.id.desc())).all()


def decision_by_ref(ref: str) -> TemporaryDecision | None:
    """The decision with this public id."""
    return db.session.scalar(
        select(TemporaryDecision).where(TemporaryDecision.ref == ref, TemporaryDecision.stands())
    )


def open_cases(as_at: date, known_at: datetime | None = None) -> list[Stands]:
    """Every case open on a day, with how it stands for each child."""
    cases = db.session.scalars(
        select(ConnectedCase)
        .where(ConnectedCase.in_force(as_at, known_at))
        .order_by(ConnectedCase.starts_on, ConnectedCase.id)
    ).all()
    return standing(cases, as_at, known_at)


def open_refs(as_at: date) -> dict[int, str]:
    """The public id of the case open on a day, by household."""
    rows = db.session.execute(
        select(ConnectedCase.household_id, ConnectedCase.ref).where(ConnectedCase.in_force(as_at))
    )
    return {row.household_id: row.ref for row in rows}


def stands(case: ConnectedCase, as_at: date, known_at: datetime | None = None) -> Stands:
    """How one case stands on a day."""
    return standing([case], as_at, known_at)[0]


def standing(
    cases: Sequence[ConnectedCase], as_at: date, known_at: datetime | None = None
) -> list[Stands]:
    """How each of these cases stands on a day. As many questions for one as for a hundred."""
    if not cases:
        return []
    homes = {case.household_id for case in cases}
    members = _members(homes, as_at, known_at)
    began = {case.household_id: case.starts_on for case in cases}
    known = _known(homes, began, known_at)
    children = _children([case.id for case in cases], as_at, known_at)
    read = _Read(homes, [row for rows in children.values() for row in rows], as_at, known_at)
    steps = _steps([case.id for case in cases], as_at, known_at)
    running = {
        each.household_id: each
        for each in assessments.assessments(as_at, known_at)
        if each.kind is AssessmentKind.CONNECTED and each.household_id in homes
    }
    viable = _viabilities(homes, known_at)
    workers = supervision.worker_of(homes, as_at, known_at)
    found = []
    for case in cases:
        home = case.household_id
        about = _about_whom(members[home])
        lines = checklist(Paper.SCHEDULE_4, as_at, about, known[home])
        undone = len(missing(lines))
        rows = children[case.id]
        of_children = tuple(
            About(Of.CHILD, child_id=row.child_id, name=row.child.person.name) for row in rows
        )
        assessment = running.get(home)
        holder = _holder(case, assessment, workers.get(home))
        found.append(
            Stands(
                case,
                lines,
                checklist(Paper.DAY_ZERO, as_at, (*about, *of_children), known[home]),
                tuple(read.child(row, undone) for row in rows),
                steps[case.id],
                assessment,
                viable.get(home),
                read.approved.get(home),
                *holder,
                members=members[home],
            )
        )
    return found


def _holder(case: ConnectedCase, assessment: Any, worker: Any) -> tuple[str, int | None]:
    """Who holds it: whoever assesses, else supervises, else opened it."""
    if assessment is not None and assessment.worker and not assessment.worker_left:
        return assessment.worker, assessment.worker_id
    if worker is not None:
        return worker.name, worker.id
    return (case.opened_by.name, case.opened_by_id) if case.opened_by else ("Nobody", None)


def _children(
    case_ids: Collection[int], as_at: date, known_at: datetime | None
) -> dict[int, list[ConnectedChild]]:
    rows = db.session.scalars(
        select(ConnectedChild)
        .where(
            ConnectedChild.case_id.in_(case_ids),
            ConnectedChild.stands(known_at),
            ConnectedChild.starts_on <= as_at,
        )
        .order_by(ConnectedChild.id)
    )
    found: dict[int, list[ConnectedChild]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found


def _steps(
    case_ids: Collection[int], as_at: date, known_at: datetime | None
) -> dict[int, dict[Step, CaseStep]]:
    rows = db.session.scalars(
        select(CaseStep)
        .where(
            CaseStep.case_id.in_(case_ids),
            CaseStep.stands(known_at),
            CaseStep.happened_on <= as_at,
        )
        .order_by(CaseStep.id)
    )
    found: dict[int, dict[Step, CaseStep]] = defaultdict(dict)
    for row in rows:
        found[row.case_id][row.step] = row
    return found


def _viabilities(homes: Collection[int], known_at: datetime | None) -> dict[int, Viability]:
    """Each household's latest viability assessment for connected persons."""
    rows = db.session.scalars(
        select(Viability)
        .where(
            Viability.household_id.in_(homes),
            Viability.kind == AssessmentKind.CONNECTED,
            Viability.stands(known_at),
        )
        .order_by(Viability.id)
    )
    return {row.household_id: row for row in rows}


class _Read:
    """The facts about the children of some cases on a day, each kind asked for once."""

    def __init__(
        self,
        homes: Collection[int],
        rows: Sequence[ConnectedChild],
        as_at: date,
        known_at: datetime | None,
    ) -> None:
        self.as_at, self.known_at = as_at, known_at
        children = {row.child_id for row in rows}
        self.looked_after = set(
            db.session.scalars(
                select(LegalStatus.child_id).where(
                    LegalStatus.child_id.in_(children), LegalStatus.in_force(as_at, known_at)
                )
            )
        )
        self.there = {
            (each.child_id, each.household_id): each.starts_on
            for each in db.session.execute(
                select(Placement.child_id, Placement.household_id, Placement.starts_on).where(
                    Placement.child_id.in_(children),
                    Placement.temporary.is_(False),
                    Placement.in_force(as_at, known_at),
                )
            )
        }
        self.given = self._all(TemporaryApproval, TemporaryApproval.child_id.in_(children))
        self.decisions = self._all(
            TemporaryDecision, TemporaryDecision.connected_child_id.in_({row.id for row in rows})
        )
        self.arranged = {
            each.connected_child_id: each
            for each in self._all(
                OtherArrangement, OtherArrangement.connected_child_id.in_({row.id for row in rows})
            )
        }
        self.visits = self._all(SocialWorkerVisit, SocialWorkerVisit.child_id.in_(children))
        self.reviews = self._all(CareReview, CareReview.child_id.in_(children))
        self.approved: dict[int, date] = {}
        for each in db.session.execute(
            select(Approval.household_id, Approval.starts_on)
            .where(Approval.household_id.in_(homes), Approval.in_force(as_at, known_at))
            .order_by(Approval.starts_on.desc())
        ):
            self.approved[each.household_id] = each.starts_on

    def _all(self, kind: Any, which: Any) -> Sequence[Any]:
        asked: Select[Any] = select(kind).where(which, kind.stands(self.known_at))
        return db.session.scalars(asked.order_by(kind.id)).unique().all()

    def child(self, row: ConnectedChild, undone: int) -> ChildStands:
        """One child of a case."""
        course, waiting = self._course(row)
        arrangement = self.arranged.get(row.id)
        if arrangement is not None and arrangement.made_on > self.as_at:
            arrangement = None
        return ChildStands(
            row,
            course,
            rules.stage_of(course, self.as_at),
            rules.next_step(course, self.as_at, undone=undone, arranged=arrangement is not None),
            waiting,
            arrangement,
            tuple(
                each
                for each in self.visits
                if each.child_id == row.child_id and each.visited_on <= self.as_at
            ),
            tuple(
                each
                for each in self.reviews
                if each.child_id == row.child_id and each.held_on <= self.as_at
            ),
        )

    def _course(self, row: ConnectedChild) -> tuple[Course, TemporaryDecision | None]:
        asked = [
            each
            for each in self.decisions
            if each.connected_child_id == row.id and each.asked_on <= self.as_at
        ]
        waiting = next((each for each in asked if not self._decided(each)), None)
        first = [
            each
            for each in asked
            if each.kind is Kind.GIVE
            and self._decided(each)
            and each.outcome is not Outcome.WITHDRAWN
        ]
        ended = row.end_as_known(self.known_at)
        course = Course(
            looked_after=row.child_id in self.looked_after,
            there_since=self.there.get((row.child_id, row.household_id)),
            given=self._given(row),
            approved_on=self.approved.get(row.household_id),
            waiting=waiting.kind if waiting else None,
            refused=bool(first) and first[-1].outcome is Outcome.REFUSED,
            ended_on=ended if ended is not None and ended <= self.as_at else None,
        )
        return course, waiting

    def _decided(self, decision: TemporaryDecision) -> bool:
        return decision.decided_at is not None and london_day(decision.decided_at) <= self.as_at

    def _given(self, row: ConnectedChild) -> Given | None:
        """The temporary approval of this household for this child, since it was put forward."""
        mine = [
            each
            for each in self.given
            if (each.child_id, each.household_id) == (row.child_id, row.household_id)
            and each.starts_on <= self.as_at
            and (each.ends_on is None or each.ends_on > row.starts_on)
            and (row.ends_on is None or each.starts_on <= row.ends_on)
        ]
        return given_of(mine[-1], self.as_at, self.known_at) if mine else None


def given_of(approval: TemporaryApproval, as_at: date, known_at: datetime | None = None) -> Given:
    """A temporary approval as plain values on a day; what was decided later is left out."""
    extension, review = approval.extension, approval.review
    if extension is not None and not (
        extension.stood(known_at)
        and extension.decided_on <= as_at
        and extension.decided_on <= approval.original_last_day
    ):
        extension = None
    if review is not None and not (review.stood(known_at) and review.starts_on <= as_at):
        review = None
    ends = review.end_as_known(known_at) if review is not None else None
    known = ends - timedelta(days=1) if ends is not None else None
    ended = approval.end_as_known(known_at)
    return Given(
        approval.starts_on,
        approval.original_last_day,
        extension.last_day if extension is not None else None,
        review.starts_on if review is not None else None,
        known if known is not None and known <= as_at else None,
        ended if ended is not None and ended <= as_at else None,
    )


def approval_of(row: ConnectedChild) -> TemporaryApproval | None:
    """The temporary approval of a child of a case that nobody has ended."""
    return db.session.scalar(
        select(TemporaryApproval).where(
            TemporaryApproval.household_id == row.household_id,
            TemporaryApproval.child_id == row.child_id,
            TemporaryApproval.ends_on.is_(None),
            TemporaryApproval.stands(),
        )
    )


def placement_there(row: ConnectedChild) -> Placement | None:
    """The child's open main placement in this household."""
    return db.session.scalar(
        select(Placement).where(
            Placement.child_id == row.child_id,
            Placement.household_id == row.household_id,
            Placement.temporary.is_(False),
            Placement.ends_on.is_(None),
            Placement.stands(),
        )
    )


def decisions_of(case: ConnectedCase) -> Sequence[TemporaryDecision]:
    """Everything asked for in a case, the latest first."""
    return db.session.scalars(
        select(TemporaryDecision)
        .join(ConnectedChild, ConnectedChild.id == TemporaryDecision.connected_child_id)
        .where(ConnectedChild.case_id == case.id, TemporaryDecision.stands())
        .order_by(TemporaryDecision.id.desc())
    ).all()


# --------------------------------------------------------------------------------- facts, and whose


def facts_of(found: Stands, each: ChildStands, on: date) -> list[tuple[str, str]]:
    """What the record says about a child and these carers, as the officer reads it."""
    lines = found.lines
    done = len(lines) - len(found.undone)
    late = sum(line.known is not None and line.known.told_later for line in lines)
    zero = found.day_zero
    told = [
        ("Looked after", "Yes" if each.course.looked_after else "No"),
        (
            "Lives there since",
            long_day(each.course.there_since) if each.course.there_since else "Not there yet",
        ),
        ("Schedule 4", f"{done} of {len(lines)} items found out"),
        ("Recorded later than found out", f"{late}" if late else "No item"),
        ("First day’s evidence", f"{sum(z.is_done for z in zero)} of {len(zero)}"),
        ("Full assessment", "Under way" if found.assessment else "Not begun"),
    ]
    given = each.course.given
    if given is not None:
        last = given.last_day
        told.append(("Temporary approval", f"{given.day_n(on)}".capitalize()))
        told.append(("Last day by law", long_day(last) if last else "When the review is decided"))
        seen = each.last_seen_on
        told.append(("Child last seen by their worker", long_day(seen) if seen else "Never"))
        panel = found.steps.get(Step.PANEL_BOOKED)
        booked = panel.booked_for if panel else None
        told.append(("Panel booked for", long_day(booked) if booked else "Not booked"))
    return told


def had_part_in(user: User, found: Stands, decision: TemporaryDecision) -> list[str]:
    """What somebody did in this case that keeps them from deciding: "asked for it", and so on."""
    parts = []
    home = found.case.household_id
    if decision.asked_by_id == user.id:
        parts.append("asked for it")
    if found.case.opened_by_id == user.id:
        parts.append("opened the case")
    recorded = select(Evidence.id).where(
        Evidence.household_id == home, Evidence.by_id == user.id, Evidence.stands()
    )
    if db.session.scalar(recorded.limit(1)) is not None:
        parts.append("found things out for it")
    assessed = (
        select(Assessing.id)
        .join(Assessment, Assessment.id == Assessing.assessment_id)
        .where(Assessment.household_id == home, Assessing.worker_id == user.id, Assessing.stands())
    )
    if db.session.scalar(assessed.limit(1)) is not None:
        parts.append("assess the household")
    if home in supervision.own_households(user, today()):
        parts.append("supervise the household")
    if decision.connected.child.worker_id == user.id:
        parts.append("are the child’s social worker")
    return parts


def may_see(user: User, case: ConnectedCase) -> bool:
    """Whoever sees every child or keeps this household's record; and its children's workers."""
    if user.may(May.SEE_EVERY_CHILD) or supervision.may_edit(user, case.household_id):
        return True
    return case.id in _of_own_children(user)


def visible(user: User, found: Iterable[Stands]) -> list[Stands]:
    """Those of these cases that this person may see."""
    if user.may(May.SEE_EVERY_CHILD):
        return list(found)
    own = _of_own_children(user)
    return [
        each
        for each in found
        if each.case.id in own or supervision.may_edit(user, each.case.household_id)
    ]


def _of_own_children(user: User) -> set[int]:
    return set(
        db.session.scalars(
            select(ConnectedChild.case_id)
            .join(Child, Child.id == ConnectedChild.child_id)
            .where(Child.worker_id == user.id, ConnectedChild.stands())
        )
    )


# ------------------------------------------------------------------------------- finding a child

MOST = 12
"""Children shown at most; more of a name narrows them."""


def children_named(words: str) -> list[Child]:
    """Children whose names hold every word, for whoever opens a case for them this evening.

    Two words, or three letters of one, are asked for: it is a search, not a list.
    """
    typed = [word for word in words.replace("%", " ").replace("_", " ").split() if word][:4]
    if not typed or (len(typed) == 1 and len(typed[0]) < 3):
        return []
    asked = select(Child).join(Person, Person.id == Child.person_id).where(Child.stands())
    for word in typed:
        like = f"%{word}%"
        asked = asked.where(or_(Person.given_name.ilike(like), Person.family_name.ilike(like)))
    asked = asked.order_by(Person.family_name, Person.given_name, Child.id).limit(MOST)
    return list(db.session.scalars(asked))


def children_by_refs(refs: Collection[str]) -> list[Child]:
    """The children with these public ids."""
    return list(
        db.session.scalars(
            select(Child).where(Child.ref.in_(refs), Child.stands()).order_by(Child.id)
        )
    )


def looked_after_among(children: Collection[Child], as_at: date) -> set[int]:
    """The ids of those who are looked after on a day."""
    ids = {child.id for child in children}
    return {each.child_id for each in looked_after(as_at) if each.child_id in ids}


# ------------------------------------------------------------------------------- how long it takes


def usual_time(as_at: date, *, years: int = 3) -> Usual:
    """How long full assessments that were finished of late took from temporary approval."""
    rows = db.session.execute(
        select(
            Assessment.id,
            Assessment.starts_on,
            Assessment.ends_on,
            Assessment.outcome,
            TemporaryApproval.starts_on.label("given_on"),
        )
        .join(TemporaryApproval, TemporaryApproval.household_id == Assessment.household_id)
        .where(
            Assessment.kind == AssessmentKind.CONNECTED,
            Assessment.stands(),
            TemporaryApproval.stands(),
            Assessment.ends_on <= as_at,
            Assessment.ends_on > as_at - timedelta(days=365 * years),
            TemporaryApproval.starts_on <= Assessment.ends_on,
            TemporaryApproval.starts_on >= Assessment.starts_on - timedelta(days=28),
        )
    )
    first: dict[int, int] = {}
    for row in rows:
        if row.outcome is not None and row.outcome.is_finished:
            days = (row.ends_on - row.given_on).days
            first[row.id] = max(first.get(row.id, 0), days)
    return rules.usual(list(first.values()))


# ------------------------------------------------------------------------- what the clocks run on


@dataclass(frozen=True, slots=True)
class Visited:
    """A child placed under regulation 24 whose carers are not fully approved: when last seen."""

    child_id: int
    child_ref: str
    household_id: int
    household: str
    worker_id: int | None
    there_since: date
    last_seen_on: date | None
    first_review_on: date | None


def visited(as_at: date, *, only: Collection[int] | None = None) -> list[Visited]:
    """Each child whom regulation 28(4) asks to be seen, with the last visit and first review.

    Only of these children, by their ids, where that is said.
    """
    approved = select(Approval.household_id).where(Approval.in_force(as_at))
    given = select(TemporaryApproval.child_id).where(
        TemporaryApproval.in_force(as_at),
        TemporaryApproval.household_id == Placement.household_id,
    )
    asked = (
        select(
            Placement.child_id,
            Placement.household_id,
            Placement.starts_on,
            Child.ref,
            Child.worker_id,
            Household.name,
        )
        .join(Child, Child.id == Placement.child_id)
        .join(Household, Household.id == Placement.household_id)
        .where(
            Placement.in_force(as_at),
            Placement.temporary.is_(False),
            or_(Placement.basis == Basis.CONNECTED, Placement.child_id.in_(given)),
            Placement.household_id.not_in(approved),
            Placement.child_id.in_(select(LegalStatus.child_id).where(LegalStatus.in_force(as_at))),
        )
        .order_by(Placement.id)
    )
    if only is not None:
        asked = asked.where(Placement.child_id.in_(only))
    rows = db.session.execute(asked).all()
    if not rows:
        return []
    ids = {row.child_id for row in rows}
    seen: dict[int, list[date]] = defaultdict(list)
    for each in db.session.execute(
        select(SocialWorkerVisit.child_id, SocialWorkerVisit.visited_on).where(
            SocialWorkerVisit.child_id.in_(ids),
            SocialWorkerVisit.stands(),
            SocialWorkerVisit.seen.is_(True),
            SocialWorkerVisit.visited_on <= as_at,
        )
    ):
        seen[each.child_id].append(each.visited_on)
    held: dict[int, list[date]] = defaultdict(list)
    for each in db.session.execute(
        select(CareReview.child_id, CareReview.held_on).where(
            CareReview.child_id.in_(ids), CareReview.stands(), CareReview.held_on <= as_at
        )
    ):
        held[each.child_id].append(each.held_on)
    return [
        Visited(
            row.child_id,
            row.ref,
            row.household_id,
            row.name,
            row.worker_id,
            row.starts_on,
            max((day for day in seen[row.child_id] if day >= row.starts_on), default=None),
            min((day for day in held[row.child_id] if day >= row.starts_on), default=None),
        )
        for row in rows
    ]


# ------------------------------------------------------------------------------ names in addresses

HOME = "home"
"""What stands in an address for the home itself."""


def refs_of(people: Collection[About]) -> dict[About, str]:
    """What stands in an address for each of them."""
    persons = {each.person_id for each in people if each.person_id is not None}
    ids = {each.child_id for each in people if each.child_id is not None}
    of_people: dict[int, str] = {
        row.id: row.ref
        for row in db.session.execute(select(Person.id, Person.ref).where(Person.id.in_(persons)))
    }
    of_children: dict[int, str] = {
        row.id: row.ref
        for row in db.session.execute(select(Child.id, Child.ref).where(Child.id.in_(ids)))
    }
    return {
        each: of_people.get(each.person_id or 0) or of_children.get(each.child_id or 0) or HOME
        for each in people
    }


def about_of_ref(people: Collection[About], ref: str) -> About | None:
    """Whom an address names, among those of a case."""
    return next((each for each, own in refs_of(people).items() if own == ref), None)


def next_about(found: Stands, one: About) -> tuple[str, str] | None:
    """Who comes next in the checklist with something still to find out: the reference, the name."""
    undone = {line.about for line in found.undone} - {one}
    after = next((each for each in found.people if each in undone), None)
    return (refs_of([after])[after], after.name) if after is not None else None
