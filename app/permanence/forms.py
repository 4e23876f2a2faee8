"""Forms about permanence: few fields, filled in already where the record knows."""

from __future__ import annotations

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.core.forms import CodeField, CodeRadios, HearthForm, UKDateField
from app.people.forms import WholeNumberField, day_field, offered, required, told
from app.permanence.kinds import AgreedAt, Because, ContactHow, Goal, HowOften, Whom


def words_field(label, says, **kw):
    """Words that must be given."""
    return TextAreaField(label, validators=[InputRequired(says), Length(max=4000)], **kw)


class PlanForm(HearthForm):
    """A plan for permanence."""

    goal = CodeRadios("Where is the child to grow up?", Goal)
    achieve_by = UKDateField(
        "To be achieved by", validators=[required("Enter the day by which it is to be achieved")]
    )
    why = words_field("Why this plan for this child", "Say why this is the plan for this child")
    agreed_where = CodeField("Agreed at", AgreedAt)
    starts_on = day_field("Agreed on", "Enter the day it was agreed")


class AchievedForm(HearthForm):
    """A plan was achieved."""

    on = day_field("Achieved on", "Enter the day")


class MatchForm(HearthForm):
    """A match."""

    household = SelectField("Matched with", validators=[required("Choose the household")])
    length = RadioField(
        "For how long?",
        choices=offered([("long", "Long term, until grown up"), ("short", "Not long term")]),
        validators=[required("Choose one")],
    )
    why = words_field("Why these carers for this child", "Say why these carers for this child")
    decided_on = day_field("Decided on", "Enter the day of the decision")
    decided_by = StringField(
        "Decided by",
        description="Name and post",
        validators=[required("Enter who decided"), Length(max=120)],
    )
    panel_on = UKDateField(
        "Recommended by a panel on",
        description="Empty if no panel was asked",
        validators=[Optional()],
    )

    def answers(self):
        """As the act takes it, save the household, which the page looks up."""
        given = super().answers()
        return given | {"long_term": given.pop("length") == "long"}


class ToldForm(HearthForm):
    """Somebody was told of a match."""

    whom = CodeRadios("What happened", Whom)
    on = day_field("On", "Enter the day")


class EndMatchForm(HearthForm):
    """A match ends of which nobody was told."""

    reason = words_field("Why it ends", "Say why it ends")
    on = day_field("On", "Enter the day")


class ChangeMatchForm(EndMatchForm):
    """A decision changes a match that was told."""

    decided_by = StringField(
        "Decided by",
        description="Name and post",
        validators=[required("Enter who decided"), Length(max=120)],
    )


class ContactForm(HearthForm):
    """How often and how two are to be in touch."""

    how_often = CodeField("How often", HowOften)
    how = CodeRadios("How", ContactHow, required=False)
    why = TextAreaField(
        "Why, if they are not to be in touch for now, or anything that must be watched",
        validators=[Optional(), Length(max=4000)],
        filters=[told],
    )
    starts_on = day_field("Agreed on", "Enter the day it was agreed")


class InTouchForm(HearthForm):
    """They were in touch."""

    held_on = day_field("On", "Enter the day")
    how = CodeRadios("How", ContactHow)
    note = TextAreaField("How it went", validators=[Optional(), Length(max=4000)], filters=[told])


class MeetingForm(HearthForm):
    """A stability meeting is called."""

    because = CodeRadios("Because of", Because)
    since = day_field("Since", "Enter the day of what calls for it")
    called_on = day_field("Called on", "Enter the day it was called")


class HeldForm(HearthForm):
    """A stability meeting that was called was held."""

    agreed = words_field("What was agreed, and who does what", "Say what was agreed")
    held_on = day_field("Held on", "Enter the day it was held")


class UncalledForm(HeldForm):
    """A stability meeting was held that nobody had called."""

    because = CodeRadios("Held because of", Because)
    since = day_field("Since", "Enter the day of what called for it")


class CallOffForm(HearthForm):
    """A stability meeting is called off."""

    because = words_field("Why it is called off", "Say why")


class NumbersForm(HearthForm):
    """The council's own number."""

    placements_that_call_a_meeting = WholeNumberField(
        "Placements in twelve months at which a stability meeting is called",
        validators=[required("Enter a number, such as 3")],
    )
    starts_on = day_field("From", "Enter the first day")
