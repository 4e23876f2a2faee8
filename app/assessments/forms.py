"""Forms about assessments."""

from __future__ import annotations

from wtforms import SelectField, TextAreaField
from wtforms.validators import Length, Optional

from app.assessments.models import PauseReason
from app.assessments.rules import OUTCOMES, AssessmentKind, Outcome
from app.core.forms import CodeRadios, HearthForm
from app.core.words import words
from app.people.forms import FromForm, OnForm, day_field, offered, required


def _note():
    return TextAreaField("Anything to add", validators=[Optional(), Length(max=2000)])


class BeginForm(FromForm):
    """An assessment begins."""

    kind = CodeRadios("Assessed as", AssessmentKind)
    starts_on = day_field("Application received on", "Enter the day the application came")
    assessor = SelectField("Assessor", validators=[Optional()])


class AssessorForm(FromForm):
    """Who assesses from a day."""

    worker = SelectField("Assessor", validators=[required("Choose an assessor")])


class PauseForm(FromForm):
    """An assessment stands still."""

    reason = CodeRadios("Why", PauseReason)
    note = _note()


class FinishForm(OnForm):
    """An assessment ends."""

    outcome = CodeRadios("What came of it", Outcome)
    note = _note()

    def __init__(self, *args, kind, **kw):
        super().__init__(*args, **kw)
        self.outcome.choices = offered((each.value, words(each)) for each in OUTCOMES[kind])


class BriefForm(HearthForm):
    """They are unlikely to be suitable."""

    reasons = TextAreaField(
        "What makes them unlikely to be suitable",
        validators=[required("Say what"), Length(max=4000)],
    )
    sent_on = day_field("Copy and notice sent to them on", "Enter the day")


class ViewsForm(OnForm):
    """What applicants say of a brief report."""

    words = TextAreaField(
        "What they say", validators=[required("Say what they say"), Length(max=4000)]
    )


class TakeBackForm(HearthForm):
    """A finding was recorded in error."""

    why = TextAreaField(
        "What was wrong", validators=[required("Say what was wrong"), Length(max=2000)]
    )
