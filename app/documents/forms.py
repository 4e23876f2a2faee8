"""Forms that send files, and that ask what a letter needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.core.forms import CodeField, HearthForm, UKDateField
from app.core.today import today
from app.documents.kinds import DocumentKind
from app.documents.letters.fields import Field, Holds
from app.people.forms import offered

CHOOSE = "Choose the file"


def read_whole(sent: Any) -> tuple[str, bytes]:
    """A file's name and its bytes; what it lay in meanwhile is closed."""
    with closing(sent):
        return sent.filename or "", sent.read()


class KeepForm(HearthForm):
    """A file, what it is, and about whom."""

    file = FileField("The file", [FileRequired(CHOOSE)])
    kind = CodeField("What it is", DocumentKind)
    about = SelectField("About")
    note = StringField("Note", [Optional(), Length(max=500)])
    restricted = BooleanField("Restricted: only managers and I may open it")

    def __init__(self, *args: Any, abouts: Any = (), **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.about.choices = offered(abouts)

    def chosen_file(self) -> tuple[str, bytes]:
        """The file's name and its bytes."""
        return read_whole(self.file.data)


class ReplaceForm(HearthForm):
    """A new version of a document."""

    file = FileField("The new version", [FileRequired(CHOOSE)])
    note = StringField("What is new in it", [Optional(), Length(max=500)])

    def chosen_file(self) -> tuple[str, bytes]:
        """The file's name and its bytes."""
        return read_whole(self.file.data)


class TemplateForm(HearthForm):
    """A new version of a letter."""

    file = FileField("The Word file", [FileRequired(CHOOSE)])

    def chosen_file(self) -> tuple[str, bytes]:
        """The file's name and its bytes."""
        return read_whole(self.file.data)


class UseForm(HearthForm):
    """From when a version is used."""

    used_from = UKDateField(
        "Use it from",
        [InputRequired("Enter the first day")],
        default=today,  # type: ignore[arg-type]
    )


class ToldForm(HearthForm):
    """Who may be told where a household lives, and why."""

    told_name = StringField(
        "Who may be told", [InputRequired("Enter who may be told"), Length(max=200)]
    )
    child = SelectField("Because of")
    decided_by = StringField("Decided by", [InputRequired("Enter who decided it"), Length(max=120)])
    why = TextAreaField("Why they may know it", [InputRequired("Say why they may know it")])

    def __init__(self, *args: Any, children: Any = (), **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.child.choices = offered([("", "No one child: in general"), *children])


class LetterForm(HearthForm):
    """For whom a letter is; the letter's own fields are added below it."""

    to = SelectMultipleField("For whom")
    another = StringField("Somebody else, or an organisation", [Optional(), Length(max=200)])
    concerning = SelectField("It concerns")
    with_address = BooleanField("Put the address on it")

    EVERY = ("to", "another", "concerning", "with_address")

    def told(self, names: Iterable[str]) -> dict[str, Any]:
        """What was answered of the letter's own fields."""
        return {name: self[name].data for name in names if self[name].data}


_ASKED_BY = {Holds.LINES: TextAreaField, Holds.LONG: TextAreaField, Holds.DAY: UKDateField}


def letter_form(fields: Sequence[Field], people: Any, children: Any) -> type[LetterForm]:
    """The form of one letter: its recipients, and its own fields."""
    own = {
        field.name: _ASKED_BY.get(field.holds, StringField)(
            field.asked,
            [Optional(), Length(max=4000)] if field.holds is not Holds.DAY else [Optional()],
            description="One on each line" if field.holds is Holds.LINES else "",
        )
        for field in fields
    }
    to = SelectMultipleField("For whom", choices=offered(people))
    concerning = SelectField("It concerns", choices=offered([("", "No one child"), *children]))
    return type("OneLetterForm", (LetterForm,), own | {"to": to, "concerning": concerning})
