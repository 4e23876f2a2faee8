"""Forms about people who stand in the record twice."""

from __future__ import annotations

from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.validators import Length, Optional

from app.core.forms import HearthForm
from app.core.present import say
from app.people.forms import offered, required
from app.people.merging.queries import COMPARED


class WhyForm(HearthForm):
    """How it is known."""

    why = TextAreaField(
        "How it is known", validators=[required("Write how it is known"), Length(max=2_000)]
    )


class MergeForm(WhyForm):
    """Which value stays where two records differ. The fields stand for those that differ only."""

    given_name = RadioField("Given name", validators=[Optional()])
    family_name = RadioField("Family name", validators=[Optional()])
    born = RadioField("Date of birth", validators=[Optional()])
    sex = RadioField("Sex", validators=[Optional()])
    phone = RadioField("Telephone", validators=[Optional()])
    email = RadioField("Email address", validators=[Optional()])
    confirmed = BooleanField("I have made sure that they are one person")

    def __init__(self, kept, other, *args, asks_again=False, **kw):
        super().__init__(*args, **kw)
        for name in COMPARED:
            own, theirs = getattr(kept, name), getattr(other, name)
            if own == theirs:
                delattr(self, name)
                continue
            self[name].choices = offered(
                [("kept", say(own) or "Not recorded"), ("other", say(theirs) or "Not recorded")]
            )
            if not self.is_submitted():
                self[name].data = "kept" if own and say(own) != "Unknown" else "other"
        if not asks_again:
            delattr(self, "confirmed")

    def told(self):
        """The answers as the action takes them."""
        chosen = {name: self[name].data for name in COMPARED if name in self and self[name].data}
        confirmed = "confirmed" in self and self.confirmed.data
        return {"why": self.why.data, "chosen": chosen, "confirmed": confirmed}
