"""Changes to training. Each is an act; each gives back what it wrote."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from app.audit.act import Actor, act
from app.core.db import db
from app.core.errors import RuleBroken
from app.core.succession import begin, open_row
from app.core.today import today
from app.people import rules as record
from app.people.actions import refuse_if
from app.people.models import Household, Person
from app.training import queries, rules
from app.training.models import (
    Attendance,
    Course,
    CourseRule,
    DevelopmentPlan,
    Induction,
    Workbook,
    WorkbookCarer,
)


@act("Put a course on the list")
def add_course(
    *,
    name: str,
    required: bool,
    within_months: int | None,
    lasts_months: int | None,
    starts_on: date,
    by: Actor,
) -> Course:
    """A course on the council's list from a day on, and what is asked of it."""
    if queries.course_named(name) is not None:
        raise RuleBroken(record.record_breach("This course is on the list already.", "name"))
    refuse_if(rules.list_breaches(required, within_months, lasts_months))
    course = begin(Course(name=name.strip(), starts_on=starts_on))
    _ask(course, None, required, within_months, lasts_months, starts_on)
    return course


@act("Changed what is asked of a course")
def change_course(
    course: Course,
    *,
    required: bool,
    within_months: int | None,
    lasts_months: int | None,
    starts_on: date,
    by: Actor,
) -> CourseRule:
    """From a day on, this is asked of a course. What was attended before keeps its length."""
    before = open_row(CourseRule, course_id=course.id)
    refuse_if(
        rules.list_breaches(required, within_months, lasts_months)
        + record.takes_over_breaches(
            "What is asked of it", before.starts_on if before else None, starts_on
        )
    )
    return _ask(course, before, required, within_months, lasts_months, starts_on)


def _ask(
    course: Course,
    before: CourseRule | None,
    required: bool,
    within_months: int | None,
    lasts_months: int | None,
    starts_on: date,
) -> CourseRule:
    asked = CourseRule(
        course_id=course.id,
        required=required,
        within_months=within_months,
        lasts_months=lasts_months,
        starts_on=starts_on,
    )
    return begin(asked, instead_of=before)


@act("Took a course off the list")
def withdraw_course(course: Course, *, on: date, by: Actor) -> Course:
    """Nobody is asked for it from that day; what was attended stays on record."""
    refuse_if(record.ending_breaches("This course", course.starts_on, course.ends_on, on))
    course.end(on)
    asked = open_row(CourseRule, course_id=course.id)
    if asked is not None:
        asked.end(max(on, asked.starts_on))
    return course


@act("Recorded that a course was attended")
def record_attended(
    course: Course,
    *,
    people: Collection[Person],
    on: date,
    run_by: str = "",
    until: date | None = None,
    by: Actor,
) -> list[Attendance]:
    """These people attended a course, all at once. Nobody is written down twice."""
    refuse_if(
        rules.nobody_breaches(people)
        + rules.happened_breaches(on, today())
        + rules.certificate_breaches(on, until)
    )
    already = set(
        db.session.scalars(
            select(Attendance.person_id).where(
                Attendance.course_id == course.id,
                Attendance.attended_on == on,
                Attendance.stands(),
            )
        )
    )
    told = [
        Attendance(
            person_id=person.id,
            course_id=course.id,
            attended_on=on,
            run_by=run_by.strip(),
            certificate_until=until,
        )
        for person in people
        if person.id not in already
    ]
    db.session.add_all(told)
    db.session.flush()
    return told


@act("Recorded that an induction was completed")
def record_induction(*, people: Collection[Person], on: date, by: Actor) -> list[Induction]:
    """These carers completed their induction."""
    refuse_if(rules.nobody_breaches(people) + rules.happened_breaches(on, today()))
    told = [Induction(person_id=person.id, completed_on=on) for person in people]
    db.session.add_all(told)
    db.session.flush()
    return told


@act("Recorded that the standards were evidenced")
def record_standards(
    household: Household, *, people: Sequence[Person], on: date, checked_by: str, by: Actor
) -> Workbook:
    """These carers of a household evidenced the standards, in one workbook if they share it."""
    refuse_if(rules.nobody_breaches(people) + rules.happened_breaches(on, today()))
    workbook = Workbook(household_id=household.id, evidenced_on=on, checked_by=checked_by.strip())
    db.session.add(workbook)
    db.session.flush()
    db.session.add_all(
        WorkbookCarer(workbook_id=workbook.id, person_id=person.id) for person in people
    )
    db.session.flush()
    return workbook


@act("Recorded a development plan")
def record_plan(person: Person, *, words: str, starts_on: date, by: Actor) -> DevelopmentPlan:
    """A carer's plan from this day; it takes the place of the one before."""
    before = open_row(DevelopmentPlan, person_id=person.id)
    refuse_if(
        rules.happened_breaches(starts_on, today(), "starts_on")
        + record.takes_over_breaches("A plan", before.starts_on if before else None, starts_on)
    )
    plan = DevelopmentPlan(person_id=person.id, words=words.strip(), starts_on=starts_on)
    return begin(plan, instead_of=before)


@act("Set aside training recorded in error")
def set_aside(
    row: Attendance | Induction | DevelopmentPlan | Workbook, *, by: Actor
) -> Attendance | Induction | DevelopmentPlan | Workbook:
    """It never happened; it stays, marked, and the past as we knew it keeps it."""
    row.void()
    return row
