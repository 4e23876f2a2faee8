"""Forms about reports of fostering assessments."""

from __future__ import annotations

from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from app.assessments.forms import graded_form
from app.assessments.grading import Theme
from app.core.forms import CodeRadios, HearthForm
from app.people.forms import required
from app.reports.kinds import Advises

CheckForm = graded_form(Theme)
"""A report is graded on the questions on which a panel reads it."""


class HandInForm(HearthForm):
    """Its author signs it."""

    recommends = CodeRadios("The report says that they are", Advises)


class SendBackForm(HearthForm):
    """A manager does not sign it as it is."""

    words = TextAreaField(
        "What it needs before it is signed",
        validators=[required("Say what it needs"), Length(max=4000)],
    )


class DocumentForm(HearthForm):
    """A document is made for one reader."""

    recipient = StringField(
        "For whom", validators=[required("Say for whom it is"), Length(max=120)]
    )
