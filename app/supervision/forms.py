"""Forms about who supervises whom."""

from __future__ import annotations

from wtforms import SelectField

from app.people.forms import FromForm, required


class AllocateForm(FromForm):
    """A household is given to a supervising social worker."""

    worker = SelectField(
        "Supervising social worker", validators=[required("Choose a supervising social worker")]
    )
