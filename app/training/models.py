"""What carers learn: the council's list of courses, who attended, standards, plans.

The list is dated: which courses are required and how long a certificate lasts is what it was on
the day, so that a length changed from a day governs only what begins then or later.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, relationship

from app.core.columns import Kept, column
from app.core.dated import Dated, Public, Recorded
from app.core.db import Model
from app.people.models import Person


class Course(Public, Dated, Model):
    """A course on the council's list, from a day on. Withdrawn, never deleted."""

    __tablename__ = "course"
    ONE_OPEN_PER = ("name",)

    name: Mapped[str] = column("Course", Kept.OPENLY, String(120))
    rules: Mapped[list[CourseRule]] = relationship(
        order_by="CourseRule.starts_on, CourseRule.id", lazy="selectin", viewonly=True
    )


class CourseRule(Dated, Model):
    """What the council asks of a course from a day on: whether carers need it, how it lasts."""

    __tablename__ = "course_rule"
    ONE_OPEN_PER = ("course_id",)

    course_id: Mapped[int] = column("Course", Kept.OPENLY, ForeignKey("course.id"), index=True)
    required: Mapped[bool] = column("Every carer needs it", Kept.OPENLY)
    within_months: Mapped[int | None] = column("First needed, months after approval", Kept.OPENLY)
    lasts_months: Mapped[int | None] = column("Lasts, in months (blank: for good)", Kept.OPENLY)


class Attendance(Public, Recorded, Model):
    """Somebody attended a course."""

    __tablename__ = "attendance"
    SUBJECT = ("person", "person_id")

    person_id: Mapped[int] = column("Carer", Kept.OPENLY, ForeignKey("person.id"), index=True)
    course_id: Mapped[int] = column("Course", Kept.OPENLY, ForeignKey("course.id"), index=True)
    attended_on: Mapped[date] = column("Attended on", Kept.OPENLY)
    run_by: Mapped[str] = column("Run by", Kept.OPENLY, String(120), default="")
    certificate_until: Mapped[date | None] = column("Certificate says until", Kept.OPENLY)
    course: Mapped[Course] = relationship(viewonly=True, lazy="joined")
    person: Mapped[Person] = relationship(viewonly=True, lazy="joined")


class Induction(Recorded, Model):
    """A new carer's induction was completed (NMS 20.1)."""

    __tablename__ = "induction"
    SUBJECT = ("person", "person_id")

    person_id: Mapped[int] = column("Carer", Kept.OPENLY, ForeignKey("person.id"), index=True)
    completed_on: Mapped[date] = column("Completed on", Kept.OPENLY)


class Workbook(Public, Recorded, Model):
    """The training, support and development standards were evidenced (NMS 20.3).

    One workbook may be shared by those who foster together; each of them is named in it.
    """

    __tablename__ = "workbook"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    evidenced_on: Mapped[date] = column("Evidenced on", Kept.OPENLY)
    checked_by: Mapped[str] = column("Checked by", Kept.OPENLY, String(120))
    carers: Mapped[list[WorkbookCarer]] = relationship(lazy="selectin", viewonly=True)


class WorkbookCarer(Recorded, Model):
    """Whose workbook it is: one carer, or several who share it."""

    __tablename__ = "workbook_carer"
    SUBJECT = ("person", "person_id")

    workbook_id: Mapped[int] = column(
        "Workbook", Kept.OPENLY, ForeignKey("workbook.id"), index=True
    )
    person_id: Mapped[int] = column("Carer", Kept.OPENLY, ForeignKey("person.id"), index=True)


class DevelopmentPlan(Public, Dated, Model):
    """A carer's personal development plan (NMS 20.5). The next takes its place."""

    __tablename__ = "development_plan"
    ONE_OPEN_PER = ("person_id",)
    SUBJECT = ("person", "person_id")

    person_id: Mapped[int] = column("Carer", Kept.OPENLY, ForeignKey("person.id"), index=True)
    words: Mapped[str] = column("What they want to learn, and how", Kept.NARRATIVE, Text)
