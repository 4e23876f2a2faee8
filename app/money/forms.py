"""Forms of rates, levels and what was spent at a visit."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import Length, Optional

from app.core.forms import CodeField, CodeRadios, HearthForm
from app.guardianship.forms import PoundsField
from app.money.kinds import BANDS, LEVELS, AgeBand, Level, RateKind, Spent
from app.people.forms import FromForm, required, told


class RateForm(FromForm):
    """An amount from a day."""

    kind = CodeRadios("What is paid", RateKind)
    band = CodeField("Ages", AgeBand, only=[AgeBand.ANY, *BANDS])
    level = CodeField("Level", Level, only=[Level.ANY, *LEVELS])
    pence = PoundsField("Pounds and pence", validators=[required("Enter the amount")])
    year = StringField(
        "Of which year",
        description="For the national minimum, like 2026-27",
        validators=[Optional(), Length(max=9)],
        filters=[told],
    )
    source = StringField(
        "Where it was read, or who decided it",
        validators=[Optional(), Length(max=200)],
        filters=[told],
    )


class LevelForm(FromForm):
    """At which level a household is paid."""

    level = CodeRadios("Level", Level, only=LEVELS)


class SpentForm(HearthForm):
    """What was spent at a visit."""

    spent = CodeRadios("What for", Spent)
    pence = PoundsField("Pounds and pence", validators=[required("Enter the amount")])
