"""Forms about the panel: few fields, filled in already where the record knows."""

from __future__ import annotations

from wtforms import SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.forms import CodeField, CodeRadios, HearthForm, UKDateField
from app.panel.kinds import ExperienceKind, NoticeBy, StepKind
from app.panel.rules.listing import TEST
from app.people.forms import WholeNumberField, day_field, offered, required

NONE_OF_THEM = "none"


def told(value):
    """Words, or none: an answer left out is an empty one."""
    return (value or "").strip()


def words_field(label, **kw):
    """Words that may be left out."""
    return TextAreaField(label, validators=[Optional(), Length(max=4000)], filters=[told], **kw)


class SelectMultipleBoxes(SelectMultipleField):
    """Several of a short list, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ListingForm(HearthForm):
    """Somebody new on the central list."""

    given_name = StringField(
        "Given name", validators=[required("Enter the given name"), Length(max=80)]
    )
    family_name = StringField(
        "Family name", validators=[required("Enter the family name"), Length(max=80)]
    )
    email = StringField("Email address", validators=[Optional(), Length(max=254)], filters=[told])
    phone = StringField("Telephone", validators=[Optional(), Length(max=40)], filters=[told])
    starts_on = day_field("On the list from", "Enter the day")


class IndependenceForm(HearthForm):
    """The test of independence: what is true of somebody, or that nothing of it is."""

    true = SelectMultipleBoxes(
        "Which of these is true?",
        choices=offered([*TEST.items(), (NONE_OF_THEM, "None of these: independent")]),
        validators=[DataRequired("Choose what is true, or that none of it is")],
    )
    starts_on = day_field("Since", "Enter since when")

    def validate_true(self, field):
        """None of these, and one of these, cannot both be so."""
        if NONE_OF_THEM in field.data and len(field.data) > 1:
            raise ValidationError("Choose what is true, or that none of it is: not both")

    def answers(self):
        """Each question's answer, as the act takes it."""
        return {
            "answers": {key: key in (self.true.data or ()) for key in TEST},
            "starts_on": self.starts_on.data,
        }


class ExperienceForm(HearthForm):
    """What somebody knows."""

    kind = CodeField("Experience", ExperienceKind)
    since = UKDateField(
        "Counts from",
        description="Of a social worker: the day from which relevant experience since qualifying "
        "counts. Otherwise empty if not known.",
        validators=[Optional()],
    )
    words = words_field("What it is")
    starts_on = day_field("On record from", "Enter the day")


class StepForm(HearthForm):
    """Something that was done."""

    step = CodeRadios("What", StepKind)
    on = day_field("On", "Enter the day")
    until = UKDateField("Counts until", description="Of a check only", validators=[Optional()])
    words = words_field(
        "Reference, or what was agreed",
        description="Of a check its reference and the decision, never what the certificate says",
    )


class NoticeForm(HearthForm):
    """Notice to leave the list."""

    given_by = CodeRadios("Given by", NoticeBy)
    on = day_field("Given on", "Enter the day on which it was given in writing")
    reason = words_field("Why", description="Needed where the service gives it")


class AwayForm(HearthForm):
    """Somebody cannot come for a time."""

    starts_on = day_field("Away from", "Enter the first day")
    back_on = UKDateField(
        "Can come again from", description="Empty if not known", validators=[Optional()]
    )
    why = words_field("Why")


class FeeForm(HearthForm):
    """What a meeting is paid."""

    pounds = WholeNumberField("Pounds a meeting", validators=[required("Enter whole pounds")])
    starts_on = day_field("From", "Enter the day")
