"""Owning an alert, and saying why it is late."""

from __future__ import annotations

from datetime import timedelta

from wtforms import SelectField, TextAreaField
from wtforms.validators import Length, Optional

from app.core.forms import CodeRadios, HearthForm, UKDateField
from app.core.today import today
from app.people.forms import required
from app.work.models import Cause


class PlanForm(HearthForm):
    """What will be done, by whom, and when it comes back."""

    says = TextAreaField(
        "What will you do?",
        validators=[required("Say what will be done"), Length(max=1000)],
    )
    owner = SelectField("Who owns it", validators=[required("Choose who owns it")])
    returns_on = UKDateField(
        "Bring it back on",
        default=lambda: today() + timedelta(days=7),  # type: ignore[arg-type, return-value]
        validators=[required("Enter the day on which it comes back")],
    )


class CauseForm(HearthForm):
    """Why it is late."""

    cause = CodeRadios("Why is it late?", Cause)
    note = TextAreaField("Anything to add", validators=[Optional(), Length(max=1000)])
