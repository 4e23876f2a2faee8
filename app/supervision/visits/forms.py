"""Forms about visits: filled from what is known, so that an ordinary visit is soon written up."""

from __future__ import annotations

import types
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.accounts.models import User
from app.core.forms import CodeRadios, HearthForm, UKDateField
from app.core.today import today
from app.people.forms import (
    OnForm,
    TimeField,
    WholeNumberField,
    day_field,
    offered,
    required,
    time_now,
)
from app.people.models import MemberRole
from app.supervision.visits.actions import Agreed, SeenOrNot, Told
from app.supervision.visits.models import ActionEnd, BedroomsSeen, Notice, VisitAction
from app.supervision.visits.queries import Resident
from app.supervision.visits.rules import next_working_day

NEW_ACTIONS = 3
LONGEST = 20_000
OPEN = "open"


class VisitForm(HearthForm):
    """A visit that was made. Who lives there and what is open are added by `visit_form`."""

    autosave = True

    visited_on = day_field("Day", "Enter the day of the visit")
    began_at = TimeField("Time", default=time_now, validators=[Optional()])
    worker = SelectField()
    notice = CodeRadios("Did they know you were coming?", Notice, default=Notice.ANNOUNCED)
    bedrooms = CodeRadios("Bedrooms seen", BedroomsSeen, required=False)
    home_inspected = BooleanField("The whole home was inspected, inside and out")
    topics = SelectMultipleField()
    words = TextAreaField("What you talked about", validators=[Optional(), Length(max=LONGEST)])
    carer_words = TextAreaField(
        "In the carers’ own words", validators=[Optional(), Length(max=LONGEST)]
    )
    miles = WholeNumberField("Miles, there and back", validators=[Optional()])

    lives_here: Sequence[Resident] = ()
    still_open: Sequence[VisitAction] = ()
    workers: Sequence[User] = ()

    def seen_fields(self):
        """For each who lives there: who it is, the box, and why not."""
        return [
            (each, self[f"seen_{each.person.ref}"], self[f"why_{each.person.ref}"])
            for each in self.lives_here
        ]

    def open_fields(self):
        """For each thing still open: what it is, and whether it is done."""
        return [(each, self[f"open_{each.ref}"]) for each in self.still_open]

    def new_fields(self):
        """For each line of what is agreed now: what, who, by when."""
        return [
            (self[f"what_{n}"], self[f"who_{n}"], self[f"when_{n}"])
            for n in range(1, NEW_ACTIONS + 1)
        ]

    def validate(self, extra_validators=None):
        """Why a child placed there was not seen; by whom and when something is to be done."""
        sound = super().validate(extra_validators)
        for each, seen, why in self.seen_fields():
            if each.placed and not seen.data and not (why.data or "").strip():
                name = each.given_name
                why.errors = [*why.errors, f"Say why {name} was not seen, or tick that they were"]
                sound = False
        for what, who, when in self.new_fields():
            if not (what.data or "").strip():
                continue
            if not who.data:
                who.errors, sound = [*who.errors, "Choose who is to do it"], False
            if when.data is None and not when.errors:
                when.errors, sound = [*when.errors, "Enter by when it is to be done"], False
        return sound

    def told(self):
        """The visit as the action takes it."""
        by_ref = {worker.ref: worker for worker in self.workers}
        return Told(
            worker=by_ref[self.worker.data],
            visited_on=self.visited_on.data,
            began_at=self.began_at.data or "",
            notice=self.notice.data,
            bedrooms=self.bedrooms.data,
            home_inspected=self.home_inspected.data,
            people=[
                SeenOrNot(each.person, seen.data, (why.data or "").strip(), each.placed)
                for each, seen, why in self.seen_fields()
            ],
            topics=self.topics.data or [],
            words=(self.words.data or "").strip(),
            carer_words=(self.carer_words.data or "").strip(),
            miles=self.miles.data,
            agreed=[
                Agreed(
                    what.data.strip(),
                    {each.value: each.label for each in who.iter_choices()}[who.data],
                    when.data,
                    by_ref.get(who.data),
                )
                for what, who, when in self.new_fields()
                if (what.data or "").strip()
            ],
            closed={
                each: ActionEnd(how.data)
                for each, how in self.open_fields()
                if how.data in set(ActionEnd)
            },
        )

    def validate_miles(self, field):
        """Miles are none or more, and not a slip of the finger."""
        if field.data is not None and not 0 <= field.data <= 999:
            raise ValidationError("Enter whole miles, 0 to 999")


class CorrectionForm(VisitForm):
    """A visit as it should have been recorded."""

    autosave = False

    why = StringField(
        "Why it is corrected",
        validators=[required("Say why it is corrected"), Length(max=500)],
    )


def visit_form(
    kind: type[VisitForm],
    *,
    residents: Sequence[Resident],
    workers: Sequence[User],
    topics: Sequence[str],
    still_open: Sequence[VisitAction] = (),
    whose: User | None = None,
    **filled: Any,
) -> VisitForm:
    """A form about one household's visit: everyone there ticked, what is open listed.

    `workers`: who may have visited; `whose` of them is chosen. `filled` are answers known already.
    """
    fields = {
        "lives_here": tuple(residents),
        "still_open": tuple(still_open),
        "workers": tuple(workers),
        "worker": SelectField(
            "Who visited",
            choices=offered((each.ref, each.name) for each in workers),
            default=whose.ref if whose is not None else None,
            validators=[required("Choose who visited")],
        ),
        "topics": SelectMultipleField(
            "Talked about", choices=offered((each, each) for each in topics)
        ),
    }
    for each in residents:
        fields |= _seen_or_not(each)
    for action in still_open:
        fields[f"open_{action.ref}"] = RadioField(action.what, choices=_ENDS, default=OPEN)
    carers = [each.person for each in residents if each.role is MemberRole.CARER]
    who = offered(
        [
            ("", "Choose"),
            *((person.ref, person.given_name) for person in carers),
            *((worker.ref, worker.name) for worker in workers),
            ("other", "Somebody else"),
        ]
    )
    for n in range(1, NEW_ACTIONS + 1):
        fields |= _to_be_done(n, who)
    own: type[VisitForm] = types.new_class(
        "VisitOfOneHousehold", (kind,), exec_body=lambda body: body.update(fields)
    )
    return own(**filled)


_ENDS = offered(
    [
        (OPEN, "Still open"),
        (ActionEnd.DONE.value, "Done"),
        (ActionEnd.NOT_NEEDED.value, "Not needed"),
    ]
)


def _seen_or_not(each: Resident) -> dict[str, Any]:
    person = each.person
    why = f"Why {each.given_name} was not seen"
    return {
        f"seen_{person.ref}": BooleanField(each.name, default=True),
        f"why_{person.ref}": StringField(why, validators=[Optional(), Length(max=300)]),
    }


def _to_be_done(n: int, who: list[Any]) -> dict[str, Any]:
    return {
        f"what_{n}": StringField("What is to be done", validators=[Optional(), Length(max=500)]),
        f"who_{n}": SelectField("By whom", choices=who, validators=[Optional()]),
        f"when_{n}": UKDateField("By when", validators=[Optional()]),
    }


class CloseForm(OnForm):
    """Something agreed is done, or is no longer needed."""

    how = CodeRadios("What became of it", ActionEnd, default=ActionEnd.DONE)


class WhyForm(HearthForm):
    """Why something is set aside."""

    why = TextAreaField("Why", validators=[required("Say why"), Length(max=500)])


def _first_day_to_plan():
    """The next day on which people work."""
    return next_working_day(today() + timedelta(days=1))


class PlanForm(HearthForm):
    """Visits to come, for many households at once."""

    households = SelectMultipleField(
        "Households", validators=[InputRequired("Choose at least one household")]
    )
    worker = SelectField("Who is to visit", validators=[required("Choose who is to visit")])
    planned_on = UKDateField(
        "First visit", default=_first_day_to_plan, validators=[required("Enter the first day")]
    )
    weeks = WholeNumberField(
        "Then every so many weeks", default=6, validators=[required("Enter how many weeks")]
    )
    until = UKDateField(
        "Until", description="Leave empty for one visit only", validators=[Optional()]
    )
    begins_at = TimeField("Time", validators=[Optional()])
    notice = CodeRadios("Will they know?", Notice, default=Notice.ANNOUNCED)


class MoveForm(HearthForm):
    """A planned visit on another day, or by somebody else."""

    planned_on = UKDateField("Day", validators=[required("Enter the day")])
    begins_at = TimeField("Time", validators=[Optional()])
    worker = SelectField("Who is to visit", validators=[required("Choose who is to visit")])


class SettingsForm(HearthForm):
    """What the council asks of visits, from a day on."""

    starts_on = day_field("From", "Enter the first day")
    weeks_first_year = WholeNumberField(
        "In the first year of approval, every so many weeks",
        validators=[required("Enter how many weeks")],
    )
    weeks_connected = WholeNumberField(
        "To a connected person, every so many weeks",
        validators=[required("Enter how many weeks")],
    )
    weeks_otherwise = WholeNumberField(
        "To everybody else, every so many weeks", validators=[required("Enter how many weeks")]
    )
    signature = BooleanField("Carers are asked to sign what was recorded, by a one-time link")
    topics = TextAreaField(
        "What is talked about",
        description="One to a line",
        validators=[Optional(), Length(max=2000)],
    )


class SignatureForm(HearthForm):
    """Whom to ask for a signature."""

    holder = RadioField("Who is to sign", validators=[required("Choose who is to sign")])
