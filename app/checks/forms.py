"""Forms about checks. None has a field for what a certificate says, nor for its picture."""

from __future__ import annotations

from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.checks.kinds import MADE, SET_ASIDE, Decided, Helps
from app.core.forms import CodeRadios, HearthForm, UKDateField
from app.core.words import words
from app.people.forms import FromForm, OnForm, day_field, email_field, offered, required, told
from app.statute.checks import CheckKind


def _day(label, says=""):
    return UKDateField(label, description=says, validators=[Optional()])


def _asked_of():
    return StringField(
        "Who is to answer?",
        description="Leave it empty if it is theirs to bring. Otherwise: the council, the surgery, "
        "the employer.",
        filters=[told],
        validators=[Optional(), Length(max=120)],
    )


def _email():
    says = "With it, one press chases it by email."
    return email_field("Their email address", says, filters=[told])


class AskForm(OnForm):
    """Which checks are asked for, and when."""

    kinds = SelectMultipleField("Ask for", validators=[InputRequired("Tick what is asked for")])
    asked_of, email = _asked_of(), _email()

    def offer(self, items):
        """Whatever may be asked of them and is not under way."""
        self.kinds.choices = offered((each.kind.value, words(each.kind)) for each in items)
        return self

    def told(self):
        """The answers as the act takes them."""
        return self.answers() | {"kinds": [CheckKind(each) for each in self.kinds.data or ()]}


class WhoAnswersForm(HearthForm):
    """Who is to answer for a check that was asked for."""

    asked_of, email = _asked_of(), _email()


class CameForm(HearthForm):
    """It is back; and whoever records it may have seen it."""

    received_on = day_field("Came back on", "Enter the day it came back")
    issued_on = _day("Date of issue", "As it says; what runs out is counted from it.")
    reference = StringField(
        "Reference",
        description="The number of a certificate, nothing else of what it says.",
        filters=[told],
        validators=[Optional(), Length(max=40)],
    )
    seen_on = _day("I saw it on", "Leave it empty if nobody has looked at it yet.")
    decided = CodeRadios("What was decided", Decided, only=MADE, required=False)
    counts_until = _day("Counts until", "Only where it says so itself; otherwise it is worked out.")


class BeforeForm(HearthForm):
    """A check that was seen before it is written down here."""

    kind = RadioField("Which", validators=[InputRequired("Choose which")])
    seen_on = UKDateField("Seen on", validators=[required("Enter the day it was seen")])
    issued_on = _day("Date of issue", "As it says; what runs out is counted from it.")
    reference = StringField(
        "Reference",
        description="The number of a certificate, nothing else of what it says.",
        filters=[told],
        validators=[Optional(), Length(max=40)],
    )
    decided = CodeRadios("What was decided", Decided, only=MADE)

    def offer(self, items):
        """Whatever is asked of them."""
        self.kind.choices = offered((each.kind.value, words(each.kind)) for each in items)
        return self


class DecideForm(HearthForm):
    """What was to be considered is decided."""

    decided = CodeRadios("What was decided", Decided, only=(Decided.SUITABLE, Decided.UNSUITABLE))


class LeaveOutForm(OnForm):
    """A check is not made, and why."""

    kind = RadioField("Which", validators=[InputRequired("Choose which")])
    decided = CodeRadios("Why", Decided, only=SET_ASIDE)
    because = TextAreaField(
        "Because",
        description="Nothing of what a certificate says.",
        validators=[required("Say why"), Length(max=1000)],
    )

    def offer(self, items):
        """Whatever is asked of them and may be left out."""
        self.kind.choices = offered((each.kind.value, words(each.kind)) for each in items)
        return self

    def told(self):
        """The answers as the act takes them."""
        return self.answers() | {"kind": CheckKind(self.kind.data)}


class HelpsForm(FromForm):
    """What a visitor does."""

    helps = CodeRadios("What they do", Helps)
    regulated = RadioField(
        "Is it regulated activity?",
        choices=offered([("yes", "Yes"), ("no", "No")]),
        description="Unsupervised care of the children, often or overnight. Only then may their "
        "certificate be asked for with the barred list.",
        validators=[InputRequired("Say whether it is")],
    )

    def told(self):
        """The answers as the act takes them."""
        return self.answers() | {"regulated": self.regulated.data == "yes"}
