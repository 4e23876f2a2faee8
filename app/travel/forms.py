"""The form of speeds."""

from __future__ import annotations

from wtforms.validators import NumberRange

from app.core.forms import HearthForm
from app.people.forms import WholeNumberField, required
from sufficiency.travel import FASTEST, SLOWEST, Road

_like_a_speed = NumberRange(
    SLOWEST, FASTEST, f"Enter miles an hour from {SLOWEST:g} to {FASTEST:g}"
)


class SpeedsForm(HearthForm):
    """Mean miles an hour on each sort of road."""

    def speeds(self):
        """The speed of each sort of road."""
        return {road: float(self[road.value].data) for road in Road}


for _road in Road:
    setattr(
        SpeedsForm,
        _road.value,
        WholeNumberField(
            _road.words(), validators=[required("Enter miles an hour"), _like_a_speed]
        ),
    )
