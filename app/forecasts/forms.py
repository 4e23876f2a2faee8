"""Forms of forecasts published, plans to recruit, and statements of sufficiency."""

from __future__ import annotations

from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput

from app.core.forms import HearthForm, UKDateField
from app.forecasts.rules import Homes
from app.people.forms import WholeNumberField, offered, required, told


class PublishForm(HearthForm):
    """A forecast is said to others."""

    published_for = StringField(
        "For what",
        description="For example: sufficiency statement 2027, or the budget",
        validators=[required("Say for what it is published"), Length(max=200)],
        filters=[told],
    )


class HomesForm(HearthForm):
    """So many homes to be found by a day, in the words of recruitment."""

    households = WholeNumberField("How many homes", validators=[required("Enter how many homes")])
    places = WholeNumberField(
        "Children in each", validators=[required("Enter how many children each")]
    )
    siblings = BooleanField("Only for brothers and sisters together", widget=CheckboxInput())
    youngest = WholeNumberField(
        "Youngest age", default=0, validators=[required("Enter an age, from 0")]
    )
    oldest = WholeNumberField(
        "Oldest age", default=17, validators=[required("Enter an age, to 17")]
    )
    town = StringField(
        "Near which town or postcode",
        description="A town such as Leominster, a part of the county such as the north, or the "
        "first part of a postcode",
        validators=[required("Enter a town, or the first part of a postcode"), Length(max=40)],
        filters=[told],
    )
    by = UKDateField("By when", validators=[required("Enter a day, like 31/03/2027")])

    def line(self):
        """What was typed, as one line of a plan."""
        names = ("households", "places", "youngest", "oldest", "town", "by")
        told = {name: self[name].data for name in names}
        return Homes(**told, siblings=bool(self.siblings.data))


class PlanForm(HomesForm):
    """A new plan: its first homes, and how often carers leave."""

    leaving = WholeNumberField(
        "How often carers leave, in per cent of now",
        description="100 is as now; 80 is a fifth fewer",
        default=100,
        validators=[required("Enter 100 for as now")],
    )
    leaving_from = UKDateField("From when, if otherwise than now", validators=[Optional()])


class BeginForm(HearthForm):
    """A statement is begun: from which forecast, and who owns it."""

    forecast = SelectField("Forecast", validators=[required("Choose a forecast")])
    owner = SelectField("Owner", validators=[required("Choose who answers for it")])

    def __init__(self, *args, forecasts=(), owners=(), **kw):
        super().__init__(*args, **kw)
        self.forecast.choices = offered(forecasts)
        self.owner.choices = offered([("", "Choose"), *owners])


class WriteForm(HearthForm):
    """What the record does not say."""

    doing = TextAreaField(
        "What we will do",
        description="Each step on a line: what, by whom, by when. No names of children or carers",
        validators=[Optional(), Length(max=8000)],
        filters=[told],
    )
    measures = TextAreaField(
        "How we will know",
        description="Each measure on a line, with its number of today and the one aimed at",
        validators=[Optional(), Length(max=8000)],
        filters=[told],
    )


class ApproveForm(HearthForm):
    """It is approved, until a day."""

    review_on = UKDateField("To be reviewed by", validators=[required("Enter a day")])
