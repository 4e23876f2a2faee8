"""The form that keeps a view of the register under a name."""

from __future__ import annotations

from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from app.core.forms import HearthForm


class ViewForm(HearthForm):
    """A name, and whose view it is."""

    name = StringField(
        "What the view is called",
        description="A view of the same name is replaced",
        validators=[InputRequired("Enter a name"), Length(max=60)],
    )
    for_team = BooleanField("For the whole team")
