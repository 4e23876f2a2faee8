"""The director's decision, as it is written down."""

from __future__ import annotations

from datetime import timedelta

from wtforms import TextAreaField
from wtforms.validators import Length

from app.core.forms import CodeRadios, HearthForm, UKDateField
from app.core.today import today
from app.oversight.kinds import Applied, Plan
from app.people.forms import required


class DecisionForm(HearthForm):
    """What the director says of one child, and when it is looked at again."""

    autosave = True

    needs = TextAreaField(
        "What the child needs, and how that was assessed",
        validators=[required("Say what the child needs"), Length(max=4000)],
    )
    progress = TextAreaField(
        "How the child is there",
        description="Safe, well, at school? What the child says",
        validators=[required("Say how the child is"), Length(max=4000)],
    )
    last_seen_on = UKDateField(
        "Child last seen on", validators=[required("Enter the day the child was last seen")]
    )
    applied = CodeRadios("Registration or approval", Applied)
    plan = CodeRadios("Plan", Plan)
    steps = TextAreaField(
        "What is to be done, by whom and by when",
        validators=[required("Say what is to be done"), Length(max=4000)],
    )
    look_again_on = UKDateField(
        "I look at this again by",
        description="Four weeks from today at the latest",
        default=lambda: today() + timedelta(days=7),  # type: ignore[arg-type,return-value]
        validators=[required("Enter the day")],
    )
