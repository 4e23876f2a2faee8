"""Forms about training."""

from __future__ import annotations

from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from app.core.forms import HearthForm, UKDateField
from app.people.forms import OnForm, WholeNumberField, day_field, offered, required


class CourseForm(HearthForm):
    """What is asked of a course, from a day on."""

    required = BooleanField("Every approved carer needs it")
    within = WholeNumberField("First needed within, months after approval", validators=[Optional()])
    lasts = WholeNumberField(
        "Lasts, in months",
        description="Empty: for good. A certificate that says its own last day goes first.",
        validators=[Optional()],
    )
    starts_on = day_field("From", "Enter from when this is asked")

    def told(self):
        """The answers as the actions take them."""
        return {
            "required": self.required.data,
            "within_months": self.within.data,
            "lasts_months": self.lasts.data,
            "starts_on": self.starts_on.data,
        }


class NewCourseForm(CourseForm):
    """A course for the list."""

    name = StringField("Course", validators=[required("Enter what it is called"), Length(max=120)])

    def told(self):
        """The answers, with the name."""
        return {"name": self.name.data, **super().told()}


class PeopleForm(HearthForm):
    """Some of several carers, ticked."""

    people = SelectMultipleField("Who")

    def __init__(self, *args, carers=(), everybody=False, **kw):
        refs = [each.person_ref for each in carers]
        data = {"people": refs} if everybody else None
        super().__init__(*args, data=data, **kw)
        self.carers = carers
        self.people.choices = offered((each.person_ref, each.name) for each in carers)

    def chosen(self):
        """The ids of those ticked."""
        ticked = set(self.people.data or ())
        return [each.person_id for each in self.carers if each.person_ref in ticked]


class DoneForm(PeopleForm):
    """Something that these carers did, and when."""

    on = day_field("On", "Enter the day")


class StandardsForm(DoneForm):
    """The standards were evidenced: by whom, checked by whom."""

    checked_by = StringField(
        "Checked by", validators=[required("Enter who checked the workbook"), Length(max=120)]
    )


class AttendedForm(DoneForm):
    """A course was attended."""

    run_by = StringField("Run by", validators=[Optional(), Length(max=120)])
    until = UKDateField(
        "Certificate lasts until",
        description="Only if the certificate says so",
        validators=[Optional()],
    )

    def told(self):
        """The answers as the action takes them, without who."""
        return {
            "on": self.on.data,
            "run_by": self.run_by.data or "",
            "until": self.until.data,
        }


class AttendedHereForm(AttendedForm):
    """A course was attended by carers of one household."""

    course = SelectField("Course", validators=[required("Choose the course")])

    def __init__(self, *args, courses=(), **kw):
        super().__init__(*args, **kw)
        self.course.choices = offered(
            [("", "Choose"), *((each.ref, each.name) for each in courses)]
        )


class PlanForm(HearthForm):
    """A carer's development plan."""

    autosave = True

    words = TextAreaField(
        "What they want to learn, and how",
        validators=[required("Write what they want to learn"), Length(max=20_000)],
    )
    starts_on = day_field("Agreed on", "Enter the day")


class SetAsideForm(HearthForm):
    """One of the things recorded."""

    which = RadioField("Recorded in error", validators=[InputRequired("Choose one")])

    def __init__(self, *args, rows=(), **kw):
        super().__init__(*args, **kw)
        self.rows = {f"{type(row).__tablename__}-{row.id}": row for row, _ in rows}
        self.which.choices = offered(
            (f"{type(row).__tablename__}-{row.id}", says) for row, says in rows
        )

    def chosen(self):
        """The row chosen; None before one is."""
        return self.rows.get(self.which.data)


__all__ = [
    "AttendedForm",
    "AttendedHereForm",
    "CourseForm",
    "DoneForm",
    "NewCourseForm",
    "OnForm",
    "PlanForm",
    "SetAsideForm",
    "StandardsForm",
]
