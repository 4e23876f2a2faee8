"""Questions about training, each as at a day and as known at a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select

from app.accounts.models import User
from app.accounts.permissions import May
from app.audit.remembering import remembered
from app.core.dated import put_together_once, these
from app.core.db import db
from app.people.models import Household, Person, Provider, ProviderKind
from app.register.models import Approval
from app.supervision import queries as supervision
from app.training import rules
from app.training.models import (
    Attendance,
    Course,
    CourseRule,
    DevelopmentPlan,
    Induction,
    Workbook,
    WorkbookCarer,
)
from app.training.rules import Asked, Attended, Need, Stands


@dataclass(frozen=True, slots=True)
class Carer:
    """An approved carer of our own service, and since when."""

    approval_id: int
    person_id: int
    person_ref: str
    given_name: str
    family_name: str
    household_id: int
    household_ref: str
    household: str
    approved_on: date
    family_and_friends: bool

    @property
    def name(self) -> str:
        """Given name, then family name."""
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class OnList:
    """A course on the council's list, and what has been asked of it through time."""

    id: int
    ref: str
    name: str
    asked: tuple[Asked, ...]

    def now(self, day: date) -> Asked | None:
        """What is asked of it on a day."""
        return next((each for each in reversed(self.asked) if each.on(day)), None)

    def is_required(self, day: date) -> bool:
        """Does every carer need it on this day?"""
        now = self.now(day)
        return now is not None and now.required


@dataclass(frozen=True, slots=True)
class Learnt:
    """One carer's training on a day: each thing needed, done or not, and what was attended."""

    carer: Carer
    induction: Need
    standards: Need
    plan: Need
    courses: tuple[tuple[OnList, Need], ...]

    @property
    def needs(self) -> tuple[tuple[str, Need], ...]:
        """Everything, with what a line calls it."""
        return (
            ("Induction", self.induction),
            ("Training, support and development standards", self.standards),
            ("Personal development plan", self.plan),
            *((course.name, need) for course, need in self.courses),
        )

    def late(self, day: date) -> tuple[str, ...]:
        """What is overdue on a day."""
        return tuple(name for name, need in self.needs if need.stands(day) is Stands.OVERDUE)

    def next_due(self, day: date) -> date | None:
        """The soonest last day among what is not late."""
        days = (need.due_on for _, need in self.needs if need.due_on and need.due_on >= day)
        return min(days, default=None)

    def of(self, course_id: int) -> Need:
        """How one course stands."""
        return next(
            (need for course, need in self.courses if course.id == course_id), rules.NOTHING
        )


# ---------------------------------------------------------------------------------------- the list


@remembered
def courses(as_at: date, known_at: datetime | None = None) -> tuple[OnList, ...]:
    """The council's list on a day: required courses first, then by name."""
    found = db.session.scalars(select(Course).where(Course.in_force(as_at, known_at)))
    listed = [_on_list(course, known_at) for course in found]
    return tuple(sorted(listed, key=lambda each: (not each.is_required(as_at), each.name)))


def course_by_ref(ref: str) -> Course | None:
    """The course with this public id."""
    return db.session.scalar(select(Course).where(Course.ref == ref, Course.stands()))


def course_named(name: str) -> Course | None:
    """The course on the list of this name, however it is typed."""
    found = db.session.scalars(select(Course).where(Course.stands(), Course.ends_on.is_(None)))
    return next((each for each in found if each.name.lower() == name.strip().lower()), None)


def _on_list(course: Course, known_at: datetime | None) -> OnList:
    asked = tuple(
        Asked(
            each.starts_on,
            each.end_as_known(known_at),
            each.required,
            each.within_months,
            each.lasts_months,
        )
        for each in course.rules
        if each.stood(known_at)
    )
    return OnList(course.id, course.ref, course.name, asked)


def rules_through_time(course: Course) -> Sequence[CourseRule]:
    """What was asked of a course, the latest first."""
    return [each for each in reversed(course.rules) if each.stood()]


# -------------------------------------------------------------------------------------- the carers


def carers(
    as_at: date,
    known_at: datetime | None = None,
    *,
    household_ids: Collection[int] | None = None,
) -> list[Carer]:
    """Our own approved carers on a day, by name; a temporary approval asks for no training yet."""
    rows = db.session.execute(
        _approved(as_at, known_at, household_ids is not None), {"ids": sorted(household_ids or ())}
    )
    found = [
        Carer(
            row.id,
            row.person_id,
            row.person_ref,
            row.given_name,
            row.family_name,
            row.household_id,
            row.household_ref,
            row.name,
            row.starts_on,
            row.family_and_friends,
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (each.family_name, each.given_name, each.approval_id))


@put_together_once
def _approved(as_at: date, known_at: datetime | None, of_some: bool) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Approval.id,
            Person.id.label("person_id"),
            Person.ref.label("person_ref"),
            Person.given_name,
            Person.family_name,
            Household.id.label("household_id"),
            Household.ref.label("household_ref"),
            Household.name,
            Approval.starts_on,
            Approval.family_and_friends,
        )
        .join(Person, Person.id == Approval.person_id)
        .join(Household, Household.id == Approval.household_id)
        .join(Provider, Provider.id == Household.provider_id)
        .where(
            Approval.in_force(as_at, known_at),
            Provider.kind == ProviderKind.OWN,
            these(Approval.household_id, of_some),
        )
    )


@remembered
def _of_everybody(as_at: date, known_at: datetime | None) -> tuple[Learnt, ...]:
    return tuple(_learnt(carers(as_at, known_at), as_at, known_at))


def learnt(
    as_at: date,
    known_at: datetime | None = None,
    *,
    household_ids: Collection[int] | None = None,
) -> list[Learnt]:
    """How every approved carer's training stands on a day; seven queries, however many carers."""
    if household_ids is None:
        return list(_of_everybody(as_at, known_at))
    every = _of_everybody.at_hand(as_at, known_at)
    if every is None:
        found = carers(as_at, known_at, household_ids=household_ids)
        return _learnt(found, as_at, known_at)
    return [each for each in every if each.carer.household_id in household_ids]


def _learnt(found: Sequence[Carer], as_at: date, known_at: datetime | None) -> list[Learnt]:
    ids = sorted({each.person_id for each in found})
    listed = courses(as_at, known_at)
    attended = _attended(ids, as_at, known_at)
    inducted = _inducted(ids, as_at, known_at)
    evidenced = _evidenced(ids, as_at, known_at)
    planned = _planned(ids, as_at, known_at)
    return [
        Learnt(
            carer,
            rules.induction(carer.approved_on, inducted.get(carer.person_id)),
            rules.standards(
                carer.approved_on, carer.family_and_friends, evidenced.get(carer.person_id)
            ),
            rules.plan(carer.approved_on, planned.get(carer.person_id)),
            tuple(
                (
                    course,
                    rules.course(
                        carer.approved_on,
                        course.asked,
                        attended.get((carer.person_id, course.id), ()),
                        as_at,
                    ),
                )
                for course in listed
            ),
        )
        for carer in found
    ]


def _attended(
    ids: Collection[int], as_at: date, known_at: datetime | None
) -> Mapping[tuple[int, int], list[Attended]]:
    found: dict[tuple[int, int], list[Attended]] = defaultdict(list)
    for row in db.session.execute(_attendances(as_at, known_at), {"ids": ids}):
        found[row.person_id, row.course_id].append(Attended(row.attended_on, row.certificate_until))
    return found


@put_together_once
def _attendances(as_at: date, known_at: datetime | None) -> Select[int, int, date, date | None]:
    return select(
        Attendance.person_id,
        Attendance.course_id,
        Attendance.attended_on,
        Attendance.certificate_until,
    ).where(
        these(Attendance.person_id), Attendance.stands(known_at), Attendance.attended_on <= as_at
    )


def _first(rows: Iterable[tuple[int, date]]) -> dict[int, date]:
    """The earliest day of each person."""
    found: dict[int, date] = {}
    for person_id, day in rows:
        found[person_id] = min(day, found.get(person_id, day))
    return found


def _inducted(ids: Collection[int], as_at: date, known_at: datetime | None) -> Mapping[int, date]:
    rows = db.session.execute(_inductions(as_at, known_at), {"ids": ids})
    return _first((row.person_id, row.completed_on) for row in rows)


@put_together_once
def _inductions(as_at: date, known_at: datetime | None) -> Select[int, date]:
    return select(Induction.person_id, Induction.completed_on).where(
        these(Induction.person_id), Induction.stands(known_at), Induction.completed_on <= as_at
    )


def _evidenced(ids: Collection[int], as_at: date, known_at: datetime | None) -> Mapping[int, date]:
    rows = db.session.execute(_workbooks(as_at, known_at), {"ids": ids})
    return _first((row.person_id, row.evidenced_on) for row in rows)


@put_together_once
def _workbooks(as_at: date, known_at: datetime | None) -> Select[int, date | None]:
    return (
        select(WorkbookCarer.person_id, Workbook.evidenced_on)
        .join(Workbook, Workbook.id == WorkbookCarer.workbook_id)
        .where(
            these(WorkbookCarer.person_id),
            WorkbookCarer.stands(known_at),
            Workbook.stands(known_at),
            Workbook.evidenced_on <= as_at,
        )
    )


def _planned(ids: Collection[int], as_at: date, known_at: datetime | None) -> Mapping[int, date]:
    rows = db.session.execute(_plans(as_at, known_at), {"ids": ids})
    return {row.person_id: row.starts_on for row in rows}


@put_together_once
def _plans(as_at: date, known_at: datetime | None) -> Select[int, date]:
    return select(DevelopmentPlan.person_id, DevelopmentPlan.starts_on).where(
        these(DevelopmentPlan.person_id), DevelopmentPlan.in_force(as_at, known_at)
    )


# ---------------------------------------------------------------------------------- one household


def attendances_of(
    person_ids: Collection[int], as_at: date, known_at: datetime | None = None
) -> Sequence[Attendance]:
    """Every course that these people attended, the latest first."""
    return db.session.scalars(
        select(Attendance)
        .where(
            Attendance.person_id.in_(sorted(person_ids)),
            Attendance.stands(known_at),
            Attendance.attended_on <= as_at,
        )
        .order_by(Attendance.attended_on.desc(), Attendance.id.desc())
    ).all()


def plans_of(
    person_ids: Collection[int], as_at: date, known_at: datetime | None = None
) -> Mapping[int, DevelopmentPlan]:
    """Each person's development plan on a day."""
    found = db.session.scalars(
        select(DevelopmentPlan).where(
            DevelopmentPlan.person_id.in_(sorted(person_ids)),
            DevelopmentPlan.in_force(as_at, known_at),
        )
    )
    return {each.person_id: each for each in found}


def recorded_of(household_id: int, person_ids: Collection[int]) -> list[tuple[object, str]]:
    """What is recorded of these people's training, each in words: for setting an error aside."""
    who = Person.id.in_(sorted(person_ids))
    names = {each.id: each.given_name for each in db.session.scalars(select(Person).where(who))}

    def said(what: str, person_id: int, on: date) -> str:
        return f"{what}, {names[person_id]}, {on:%d/%m/%Y}"

    told: list[tuple[object, str]] = [
        (each, said(each.course.name, each.person_id, each.attended_on))
        for each in attendances_of(person_ids, date.max)
    ]
    told += [
        (each, said("Induction", each.person_id, each.completed_on))
        for each in db.session.scalars(
            select(Induction).where(Induction.person_id.in_(names), Induction.stands())
        )
    ]
    told += [
        (each, said("Development plan", each.person_id, each.starts_on))
        for each in db.session.scalars(
            select(DevelopmentPlan).where(
                DevelopmentPlan.person_id.in_(names), DevelopmentPlan.stands()
            )
        )
    ]
    told += [
        (each, f"Standards evidenced, {each.evidenced_on:%d/%m/%Y}")
        for each in db.session.scalars(
            select(Workbook).where(Workbook.household_id == household_id, Workbook.stands())
        )
    ]
    return told


# ------------------------------------------------------------------------------------ who may what


def may_read_plans(user: User, household_id: int, as_at: date) -> bool:
    """May this person read a carer's own words in a development plan?"""
    return user.may(May.SEE_HOLD_REASON) and (
        not user.may(May.EDIT_HOUSEHOLD) or supervision.may_edit(user, household_id)
    )


def to_record(user: User, as_at: date) -> list[Learnt]:
    """The carers for whom this person may record that they attended: their own, or everybody."""
    own = supervision.own_households(user, as_at)
    everybody = user.may(May.ALLOCATE_WORKER)
    return [each for each in learnt(as_at) if everybody or each.carer.household_id in own]
