"""Forms of stays, staying put, a parent alongside and a bridge."""

from __future__ import annotations

from datetime import timedelta

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.core.forms import CodeRadios, HearthForm, UKDateField
from app.core.today import today
from app.people.forms import FromForm, OnForm, day_field, offered, required, told
from app.staying.kinds import BridgesTo, StayedUntil, StayFor, Wish
from sufficiency.period import Period
from sufficiency.types import Sex

FRIDAY = 4


def next_friday():
    """The first day of the next weekend; today if it is a Friday."""
    return today() + timedelta(days=(FRIDAY - today().weekday()) % 7)


def _monday_after():
    return next_friday() + timedelta(days=3)


class StayForm(HearthForm):
    """A stay with other carers."""

    why = CodeRadios("Why", StayFor)
    starts_on = UKDateField(
        "First night",
        default=next_friday,
        validators=[required("Enter the first night")],
    )
    ends_on = UKDateField(
        "Goes back on",
        default=_monday_after,
        validators=[required("Enter the day of going back")],
    )
    household = SelectField("With", validators=[required("Choose with whom")])

    def period(self):
        """The days asked for; None while they make no stay."""
        starts, ends = self.starts_on.data, self.ends_on.data
        return Period(starts, ends) if starts and ends and ends > starts else None


class WishesForm(HearthForm):
    """What both wish of staying put, asked before the birthday."""

    asked_on = day_field("Asked on", "Enter the day")
    young_person = CodeRadios("The young person", Wish)
    carers = CodeRadios("The carers", Wish)
    words = TextAreaField(
        "What they said, and what would have to be settled",
        validators=[Optional(), Length(max=4000)],
        filters=[told],
    )


class StayingPutForm(HearthForm):
    """Staying put from the eighteenth birthday."""

    places = RadioField(
        "Does it take a place that could be offered to a child?",
        choices=offered(
            [
                ("1", "Yes: one place is not available while they stay"),
                ("0", "No: the home has room for as many children as before"),
            ]
        ),
        validators=[InputRequired("Say whether it takes a place")],
    )
    agreed = TextAreaField(
        "What was agreed, and with whom", validators=[Optional(), Length(max=4000)], filters=[told]
    )

    def told(self):
        """The answers as the act takes them."""
        return {"places": int(self.places.data), "agreed": self.agreed.data}


class EndStayingPutForm(OnForm):
    """Staying put ended."""

    because = CodeRadios("Why", StayedUntil)


class ParentForm(FromForm):
    """A parent who lives in the foster home too."""

    given_name = StringField(
        "Given name", validators=[required("Enter the given name"), Length(max=80)]
    )
    family_name = StringField(
        "Family name", validators=[required("Enter the family name"), Length(max=80)]
    )
    born = UKDateField("Date of birth", validators=[Optional()])
    sex = CodeRadios("Sex", Sex)
    same = RadioField(
        "If somebody of this name is recorded already: is it the same person?",
        choices=offered([("yes", "Yes, the same person"), ("no", "No, somebody else")]),
        validators=[Optional()],
    )

    def told(self):
        """The answers as the act takes them."""
        found = self.answers()
        return found | {"same": {"yes": True, "no": False}.get(found["same"])}


class BridgeForm(HearthForm):
    """To what a placement bridges."""

    moves_to = CodeRadios("Until there is", BridgesTo)
    move_by = UKDateField("To move by", validators=[required("Enter the day to move by")])
