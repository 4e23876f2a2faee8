"""Forms of bringing files in."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.core.forms import CodeRadios, HearthForm, UKDateField
from app.core.today import today
from app.exchange.comparing import ClosedHow, LineKind, closing_words
from app.exchange.fields import FIELDS, heading_words
from app.exchange.opening import Incoming, tidy_name
from app.exchange.sheets import LEFT_OUT

NOT_SAID = "?"


class ButtonForm(HearthForm):
    """A button that stands alone."""


class CarersForm(HearthForm):
    """A carers' workbook, and the day it speaks of."""

    list = FileField("The list of carers", [FileRequired("Choose the workbook or CSV file")])
    as_at = UKDateField(
        "The list says what held on",
        [InputRequired("Say which day the list speaks of, like 23/11/2026")],
        description="What changes without a date of its own is recorded from this day",
        default=today,  # type: ignore[arg-type]
    )

    FILES = ("list",)

    def validate_as_at(self, field: Any) -> None:
        if field.data and field.data > today():
            raise ValidationError("Give today or an earlier day")


class Ssda903Form(HearthForm):
    """The Header and the Episodes file of one return."""

    header = FileField("Header file", [FileRequired("Choose the Header file")])
    episodes = FileField("Episodes file", [FileRequired("Choose the Episodes file")])

    FILES = ("header", "episodes")


class PostcodesForm(HearthForm):
    """A published file of postcodes."""

    postcodes = FileField("The file of postcodes", [FileRequired("Choose the file of postcodes")])

    FILES = ("postcodes",)


def files_in(form: Any) -> list[Incoming]:
    """The files that were sent with a form."""
    sent = [form[name].data for name in form.FILES]
    return [Incoming(tidy_name(each.filename or ""), content=each.read()) for each in sent]


def columns_form(headings: dict[str, Any]) -> HearthForm:
    """A form that asks what each heading is; those that nobody has mapped stand first."""
    names = sorted(headings, key=lambda heading: headings[heading]["field"] is not None)

    class ColumnsForm(HearthForm):
        pass

    for place, heading in enumerate(names):
        setattr(ColumnsForm, f"column_{place}", _column_field(heading, headings[heading]))
    form = ColumnsForm()
    form.names = names
    return form


def _column_field(heading: str, read: dict[str, Any]) -> Any:
    some = ", ".join(f"“{text}”" for text in read["some"])
    choices = [(NOT_SAID, "Choose what it is")] if read["field"] is None else []
    choices += [(LEFT_OUT, "Leave this column out"), *((each.name, each.label) for each in FIELDS)]
    return SelectField(
        heading,
        choices=[SelectChoice(value, label) for value, label in choices],
        default=NOT_SAID if read["field"] is None else read["field"],
        description=f"For example {some}" if some else "Its cells are blank",
        validators=[_said],
    )


def _said(form: Any, field: Any) -> None:
    if field.data == NOT_SAID:
        raise ValidationError(f"Say what “{field.label.text}” is, or leave it out")


def fields_said(form: Any) -> dict[str, str]:
    """What each heading (as words) was said to be."""
    return {
        heading_words(heading): form[f"column_{place}"].data
        for place, heading in enumerate(form.names)
        if heading_words(heading)
    }


class CompareReturnForm(Ssda903Form):
    """The two files of a return, and the day on which they are compared with the record."""

    as_at = UKDateField(
        "Compare as at",
        [InputRequired("Say which day, like 23/11/2026")],
        description="Usually the last day that the files speak of",
        default=today,  # type: ignore[arg-type]
    )


class CompareSheetForm(HearthForm):
    """One sheet of another system, and under which heading each thing stands in it."""

    sheet = FileField("The list of children", [FileRequired("Choose the CSV file or workbook")])
    as_at = UKDateField(
        "The list says what held on",
        [InputRequired("Say which day, like 23/11/2026")],
        default=today,  # type: ignore[arg-type]
    )
    key = StringField("Heading of the child’s number", [InputRequired("Enter the heading")])
    born = StringField("Heading of the date of birth", [InputRequired("Enter the heading")])
    upn = StringField("Heading of the pupil number", [Optional()])
    given = StringField("Heading of the given name", [Optional()])
    family = StringField("Heading of the family name", [Optional()])
    status = StringField("Heading of the legal status code", [Optional()])
    place = StringField("Heading of the placement code", [Optional()])
    since = StringField("Heading of the day it began", [Optional()])
    urn = StringField("Heading of the registration number", [Optional()])

    FILES = ("sheet",)


class CloseLineForm(HearthForm):
    """How a difference was settled."""

    how = CodeRadios("How it was settled", ClosedHow)
    note = TextAreaField(
        "What was found, in a few words", validators=[Optional(), Length(max=4000)]
    )

    def __init__(self, *args: Any, kind: LineKind, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.how.choices = [
            SelectChoice(each.value, closing_words(kind, each)) for each in ClosedHow
        ]
