"""Forms about people and homes."""

from __future__ import annotations

import re
from datetime import datetime, time

from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional, Regexp, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.forms import CodeField, CodeRadios, HearthForm, PostcodeField, UKDateField
from app.core.today import LONDON, now, today
from app.people.models import ConsiderationKind, MemberRole, PetKind
from sufficiency.types import FACT_WORDS, Fact, Sex

TIME = re.compile(r"^([01]?\d|2[0-3])[:. ]?([0-5]\d)$")

EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"


LARGEST = 1_000_000_000
"""No number that anybody is asked for is larger, and none larger can be kept."""


class WholeNumberField(IntegerField):
    """A whole number, asked for again in words when it is none."""

    def process_formdata(self, valuelist):
        """Read the number; leave blank as no answer."""
        typed = (valuelist[0] if valuelist else "").strip()
        self.data = None
        if typed:
            try:
                self.data = int(typed)
            except ValueError:
                raise ValueError("Enter a whole number, like 2") from None
            if abs(self.data) > LARGEST:
                self.data = None
                raise ValueError("Enter a smaller number")

    def pre_validate(self, form):
        """What is no number is told so, and nothing besides."""
        if self.process_errors:
            raise StopValidation


def required(says):
    """The answer is needed: `says` asks for it."""
    return InputRequired(says)


def offered(pairs):
    """Choices to offer: each value with its words."""
    return [SelectChoice(value, says) for value, says in pairs]


def day_field(label, says):
    """A day that must be given, and is today unless said."""
    return UKDateField(label, default=today, validators=[required(says)])  # type: ignore[arg-type]


def told(value):
    """Words, or none: an answer left out is an empty one."""
    return (value or "").strip()


def email_field(label="Email address", description="", filters=()):
    """An email address; it may be left out."""
    said = Regexp(EMAIL, message="Enter an email address, like jo@example.org")
    return StringField(
        label,
        description=description,
        validators=[Optional(), Length(max=254), said],
        filters=filters,
    )


class Boxes(SelectMultipleField):
    """Any number of choices, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class TimeField(StringField):
    """A time of day, typed any sensible way: 14:10, 14.10, 1410."""

    def process_formdata(self, valuelist):
        """Read the time; leave blank as no answer."""
        typed = (valuelist[0] if valuelist else "").strip()
        self.data = ""
        if typed:
            match = TIME.match(typed)
            self.data = typed
            if match is None:
                raise ValueError("Enter a time like 14:10")
            self.data = f"{int(match[1]):02}:{match[2]}"


def time_now():
    """The time by London's clocks."""
    return now().astimezone(LONDON).strftime("%H:%M")


def moment_of(day, typed):
    """The moment of a day and a time of day by London's clocks."""
    return datetime.combine(day, time.fromisoformat(typed), LONDON)


class OnForm(HearthForm):
    """A day, and nothing else."""

    on = day_field("On", "Enter the day")


class FromForm(HearthForm):
    """A day from which something holds."""

    starts_on = day_field("From", "Enter the first day")


class WhichForm(OnForm):
    """One of several things, and the day on which it ended."""

    which = RadioField("Which", validators=[InputRequired("Choose one")])

    def __init__(self, *args, rows=(), **kw):
        super().__init__(*args, **kw)
        self.rows = {str(row.id): row for row, _ in rows}
        self.which.choices = offered((str(row.id), says) for row, says in rows)

    def chosen(self):
        """The row chosen; None before one is."""
        return self.rows.get(self.which.data)


class HouseholdForm(HearthForm):
    """A new household: its service, where it lives, and its carers."""

    name = StringField(
        "What the household is called",
        description="For example, The Doyles",
        validators=[required("Enter what the household is called"), Length(max=120)],
    )
    provider = SelectField("Service", validators=[required("Choose the fostering service")])
    starts_on = day_field("Together there since", "Enter since when they live there")
    line = StringField("Address", validators=[required("Enter the address"), Length(max=200)])
    postcode = PostcodeField("Postcode", validators=[required("Enter the postcode")])
    protected = BooleanField("The address is protected: shown to nobody who need not know it")
    given_name = StringField("Given name", validators=[required("Enter the given name")])
    family_name = StringField("Family name", validators=[required("Enter the family name")])
    born = UKDateField("Date of birth", validators=[Optional()])
    sex = CodeRadios("Sex", Sex, required=False)
    given_name_2 = StringField("Given name", validators=[Optional()])
    family_name_2 = StringField("Family name", validators=[Optional()])
    born_2 = UKDateField("Date of birth", validators=[Optional()])
    sex_2 = CodeRadios("Sex", Sex, required=False)

    def carers(self):
        """One carer, or the two of a couple, as `add_person` takes them."""
        ends = ["", "_2"] if self.given_name_2.data or self.family_name_2.data else [""]
        return [
            {
                "given_name": self[f"given_name{end}"].data or "",
                "family_name": self[f"family_name{end}"].data or self.family_name.data,
                "born": self[f"born{end}"].data,
                "sex": self[f"sex{end}"].data or Sex.UNKNOWN,
            }
            for end in ends
        ]


class NameForm(HearthForm):
    """What a household is called."""

    name = StringField(
        "What the household is called",
        validators=[required("Enter what the household is called"), Length(max=120)],
    )


class PersonForm(HearthForm):
    """A person's particulars."""

    given_name = StringField(
        "Given name", validators=[required("Enter the given name"), Length(max=80)]
    )
    family_name = StringField(
        "Family name", validators=[required("Enter the family name"), Length(max=80)]
    )
    born = UKDateField("Date of birth", validators=[Optional()])
    sex = CodeRadios("Sex", Sex, required=False)
    phone = StringField("Telephone", validators=[Optional(), Length(max=40)])
    email = email_field()

    def answers(self):
        """What was answered; a sex that was not said is unknown."""
        told = super().answers()
        return {**told, "sex": told["sex"] or Sex.UNKNOWN}


class MemberForm(PersonForm):
    """Somebody who joins a household."""

    role = CodeField("Is here as", MemberRole)
    starts_on = day_field("From", "Enter the first day")
    same = RadioField(
        "Is this the same person?",
        choices=offered([("yes", "Yes, the same person"), ("no", "No, somebody else")]),
        validators=[Optional()],
    )

    def answers(self):
        """What was answered; whether it is the same person as yes, no or not said."""
        told = super().answers()
        return {**told, "same": {"yes": True, "no": False}.get(told["same"])}


class RoleForm(FromForm):
    """What somebody is in a household from a day."""

    role = CodeField("Is here as", MemberRole)


class MoveForm(FromForm):
    """Where a household lives from a day."""

    line = StringField("Address", validators=[required("Enter the address"), Length(max=200)])
    postcode = PostcodeField("Postcode", validators=[required("Enter the postcode")])
    protected = BooleanField("The address is protected: shown to nobody who need not know it")


class BedroomForm(FromForm):
    """A bedroom."""

    name = StringField(
        "Which bedroom",
        description="For example, back bedroom",
        validators=[required("Say which bedroom"), Length(max=60)],
    )
    sleeps = WholeNumberField("Sleeps", validators=[required("Enter how many can sleep there")])


class PetForm(FromForm):
    """An animal."""

    kind = CodeRadios("Kind", PetKind)
    description = StringField("Name or description", validators=[Optional(), Length(max=120)])
    assessed_on = UKDateField("Assessed on", validators=[Optional()])

    def answers(self):
        """What was answered."""
        told = super().answers()
        return {**told, "description": told["description"] or ""}


class ConsiderationForm(FromForm):
    """What those living in a home need of any child who comes."""

    kind = CodeRadios("They need", ConsiderationKind)
    age = WholeNumberField("Age", validators=[Optional()])
    why = TextAreaField("Why", validators=[Optional()])

    def answers(self):
        """What was answered."""
        told = super().answers()
        return {**told, "why": told["why"] or ""}


class FeeForm(FromForm):
    """What a place costs a week."""

    weekly_pounds = WholeNumberField(
        "Pounds a week", validators=[required("Enter the weekly fee in whole pounds")]
    )


DERIVED = frozenset({Fact.TWO_CARERS, Fact.NO_OTHER_CHILDREN})
"""Facts that a search works out from who belongs to the household: nobody types them."""

ASKED = tuple(fact for fact in Fact if fact not in DERIVED)


class FactsForm(FromForm):
    """Everything about a home that matters in matching: yes, no, or not recorded."""

    def facts(self):
        """Each fact, as yes (True), no (False) or not recorded (None)."""
        return {fact: {"yes": True, "no": False}.get(self[fact.value].data) for fact in ASKED}

    def answers(self):
        """What was answered, as the action takes it."""
        return {"facts": self.facts(), "starts_on": self.starts_on.data}


for _fact in ASKED:
    setattr(
        FactsForm,
        _fact.value,
        RadioField(
            FACT_WORDS[_fact][:1].upper() + FACT_WORDS[_fact][1:],
            choices=offered([("yes", "Yes"), ("no", "No"), ("", "Not recorded")]),
            validators=[Optional()],
            default="",
        ),
    )


def sleeping_form(people, bedrooms, where):
    """A form that asks the bedroom of each of these people. `where`: their bedroom's id now."""
    choices = offered([("", "Not recorded"), *((str(bed.id), bed.name) for bed in bedrooms)])

    class SleepingForm(FromForm):
        """Who sleeps where."""

        def answers(self):
            """Each person's bedroom, or none."""
            by_id = {str(bed.id): bed for bed in bedrooms}
            chosen = {person: by_id.get(self[f"sleeps_{person.ref}"].data) for person in people}
            return {"where": chosen, "starts_on": self.starts_on.data}

    for person in people:
        field = SelectField(
            person.name,
            choices=choices,
            default=str(where.get(person.id, "")),
            validators=[Optional()],
        )
        setattr(SleepingForm, f"sleeps_{person.ref}", field)
    return SleepingForm()
