"""Forms about who supervises whom, how they work, and what a caseload weighs."""

from __future__ import annotations

from wtforms import SelectField
from wtforms.validators import Length, Optional

from app.core.forms import HearthForm, PostcodeField, UKDateField
from app.core.today import today
from app.people.forms import FromForm, WholeNumberField, offered, required
from app.supervision.rules.weighing import Weight


class AllocateForm(FromForm):
    """A household is given to a supervising social worker."""

    worker = SelectField(
        "Supervising social worker", validators=[required("Choose a supervising social worker")]
    )


class LeavesForm(HearthForm):
    """The day from which a worker is no longer here."""

    on = UKDateField(
        "First day they no longer work here",
        description="A day to come, or one that has been.",
        validators=[required("Enter the first day they no longer work here")],
    )


class ArrangementForm(FromForm):
    """How a worker works from a day."""

    percent = WholeNumberField(
        "Per cent of full time",
        description="100 is full time; three days a week are 60.",
        validators=[required("Enter a number from 1 to 100")],
    )
    postcode = PostcodeField(
        "Sets out from (postcode)",
        description="The office, or wherever their journeys start. It is only used for distances.",
        validators=[Optional(), Length(max=8)],
    )


class WeightsForm(HearthForm):
    """What everything weighs, in points."""

    def points(self):
        """The points of each weight."""
        return {weight: self[weight.value].data for weight in Weight}


for _weight in Weight:
    setattr(
        WeightsForm,
        _weight.value,
        WholeNumberField(_weight.words(), validators=[required("Enter a whole number of points")]),
    )


def hand_over_form(rows, workers):
    """A form that asks who takes over each thing. `rows`: key, what it is, who is suggested."""
    choices = offered([("", "Nobody yet"), *workers])

    class HandOverForm(HearthForm):
        """Who takes over what, from one day."""

        starts_on = UKDateField("From", validators=[required("Enter the day it is handed over")])

        def chosen(self, only=""):
            """The worker chosen for each thing, or for `only`; nobody where none was."""
            return {
                key: self[field_of(key)].data
                for key, _, _ in rows
                if self[field_of(key)].data and only in ("", key)
            }

    for key, says, suggested in rows:
        setattr(
            HandOverForm,
            field_of(key),
            SelectField(says, choices=choices, default=suggested, validators=[Optional()]),
        )
    return HandOverForm


def field_of(key):
    """The name of the field that asks who takes over one thing."""
    return "to_" + key.replace(":", "_")


def from_day(left_on):
    """From which day a leaver's work is handed over: their last, or today when they have gone."""
    return max(left_on, today())
