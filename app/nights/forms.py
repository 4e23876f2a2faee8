"""Forms of the night: whom to ring, who takes the sheet, what was done."""

from __future__ import annotations

from datetime import timedelta

from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from app.children.codes import Ls
from app.children.forms import CodeListField
from app.core.forms import CodeRadios, HearthForm, PostcodeField, UKDateField
from app.core.today import today
from app.people.forms import FromForm, TimeField, moment_of, offered, required, told
from sufficiency.types import Sex

LONG = Length(max=4000, message="Keep this under 4,000 characters")


def _yesterday():
    return today() - timedelta(days=1)


class DutyForm(FromForm):
    """An agency that answers at night."""

    agency = StringField(
        "Who answers", validators=[required("Enter who answers"), Length(max=120)], filters=[told]
    )
    phone = StringField(
        "Telephone", validators=[required("Enter the number"), Length(max=40)], filters=[told]
    )
    offers = StringField(
        "What they can offer, and when", validators=[Optional(), Length(max=200)], filters=[told]
    )


class SignOutForm(HearthForm):
    """Who takes the sheet over."""

    holder = StringField(
        "Who takes it over tonight",
        description="Name and team, for example: J. Hall, emergency duty team",
        validators=[required("Enter who takes it over"), Length(max=120)],
    )


class NightForm(HearthForm):
    """What was done overnight."""

    child = SelectField("Child", validators=[Optional()])
    given_name = StringField("Given name", validators=[Optional(), Length(max=80)])
    family_name = StringField("Family name", validators=[Optional(), Length(max=80)])
    born = UKDateField("Date of birth", validators=[Optional()])
    sex = CodeRadios("Sex", Sex, required=False)
    status = CodeListField("Under what power", Ls, required=False, blank="Not known yet")
    day = UKDateField(
        "Which day",
        description="The day of the move itself: after midnight it is the new day",
        default=_yesterday,
        validators=[required("Enter the day")],
    )
    time = TimeField("What time", validators=[required("Enter the time, like 23:40")])
    household = SelectField("With which household", validators=[Optional()])
    postcode = PostcodeField(
        "Or at a postcode", description="With an agency’s carers", validators=[Optional()]
    )
    urn = StringField("The agency’s Ofsted number", validators=[Optional(), Length(max=20)])
    connected = BooleanField("They are relatives or friends of the child")
    placed_by = StringField(
        "Who placed the child", validators=[required("Enter who placed them"), Length(max=120)]
    )
    why = TextAreaField(
        "Why it could not wait until morning", validators=[required("Say why"), LONG]
    )
    wishes = TextAreaField(
        "What the child wishes and feels, if known", validators=[Optional(), LONG]
    )

    def happened_at(self):
        """The moment of the move."""
        return moment_of(self.day.data, self.time.data)

    def is_new(self):
        """The child is not on record yet."""
        return not self.child.data

    def offer(self, children, households):
        """Whom it may be about, and with whom."""
        self.child.choices = offered([("", "Not on record: a new child"), *children])
        self.household.choices = offered([("", "None of these"), *households])
        return self

    def validate(self, extra_validators=None):
        """A new child has a name and a sex at least."""
        sound = super().validate(extra_validators)
        if self.is_new():
            for field, says in (
                (self.given_name, "Enter the given name, or choose the child above"),
                (self.family_name, "Enter the family name"),
                (self.sex, "Choose the sex, or unknown"),
            ):
                if not field.data:
                    field.errors = [says]
                    sound = False
        return bool(sound)
