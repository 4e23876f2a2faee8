"""Forms about assessments."""

from __future__ import annotations

from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import Length, Optional

from app.assessments.evidence import Found
from app.assessments.grading import Checked, Grade
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


# ------------------------------------------------------------------------- a report, in any room

NOT_FOUND = offered(
    [
        ("", "This is what was found out"),
        (Found.NOT_PRACTICABLE.value, "It could not be found out: this is why"),
        (Found.NOT_APPLICABLE.value, "It does not apply: this is why"),
    ]
)


def section_form(section):
    """A form with one box for each item of a section, filled in with what is known."""

    class SectionForm(HearthForm):
        """What was found out about one of them; saved while it is typed."""

        autosave = True

        def told(self):
            """Each item that was written anew: (line, found, words)."""
            for line in section.lines:
                words = (self[f"words_{line.key}"].data or "").strip()
                found = Found(self[f"found_{line.key}"].data or Found.ESTABLISHED.value)
                before = line.known
                if words and (
                    before is None
                    or before.found is not found
                    or words != (before.words or before.because)
                ):
                    yield line, found, words

    for line in section.lines:
        known = line.known
        setattr(
            SectionForm,
            f"words_{line.key}",
            TextAreaField(
                line.item.says,
                default=(known.words or known.because) if known else "",
                validators=[Optional(), Length(max=20_000)],
            ),
        )
        not_found = known is not None and known.found is not Found.ESTABLISHED
        setattr(
            SectionForm,
            f"found_{line.key}",
            RadioField(
                f"Not answered: {line.item.says}",
                choices=NOT_FOUND,
                default=known.found.value if known and not_found else "",
                validators=[Optional()],
            ),
        )
    return SectionForm()


def _feedback(label):
    return TextAreaField(label, validators=[Optional(), Length(max=20_000)])


def graded_form(themes):
    """The form on which somebody grades a report that others wrote, theme by theme."""

    class CheckForm(HearthForm):
        """A report is graded on the questions that matter."""

        autosave = True
        outcome = CodeRadios("What comes of it", Checked)
        words = _feedback("What it needs before it can pass, or what was good")

        def answers(self):
            """What was answered, theme by theme."""
            return {
                "outcome": self.outcome.data,
                "words": self.words.data or "",
                "grades": {theme: self[theme.value].data for theme in themes},
                "feedback": {theme: self[f"say_{theme.value}"].data or "" for theme in themes},
            }

    for theme in themes:
        setattr(CheckForm, theme.value, CodeRadios(theme.words(), Grade, required=False))
        setattr(CheckForm, f"say_{theme.value}", _feedback(f"Feedback: {theme.words().lower()}"))
    return CheckForm
