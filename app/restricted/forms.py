"""Forms about who knows whom."""

from __future__ import annotations

from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.core.forms import CodeRadios, HearthForm
from app.people.forms import OnForm, offered, required, told
from app.restricted.kinds import Knows

LONG = Length(max=4000, message="Keep this under 4,000 characters")


class DeclareForm(HearthForm):
    """Whom somebody knows, in their own words."""

    whom = TextAreaField(
        "Whom you know",
        description="Their name and where they live, as far as you know it. You need not know "
        "whether they are in this record, and are not told.",
        validators=[required("Say whom you know"), LONG],
    )
    knows = CodeRadios("They are to you", Knows)


class ConflictForm(HearthForm):
    """Somebody who works here knows this household, one of its people, or this child."""

    user = SelectField("Who works here", validators=[required("Choose who it is")])
    whom = RadioField("Whom they know", validators=[InputRequired("Choose whom they know")])
    knows = CodeRadios("Is to them", Knows)
    says = TextAreaField("What is known of it", validators=[Optional(), LONG])

    def offer(self, users, records):
        """Offer these people who work here, and these records (key: words and record)."""
        self.users = {each.ref: each for each in users}
        self.records = records
        self.user.choices = offered(
            [("", "Choose"), *((ref, each.name) for ref, each in self.users.items())]
        )
        self.whom.choices = offered((key, words) for key, (words, _) in records.items())
        if len(records) == 1 and not self.is_submitted():
            self.whom.data = next(iter(records))

    def answers(self):
        """What was answered, as the action takes it; the record under what it is."""
        key = self.whom.data
        return {
            "user": self.users[self.user.data],
            "knows": self.knows.data,
            "says": told(self.says.data),
            key.partition("-")[0]: self.records[key][1],
        }


class EndForm(OnForm):
    """It is so no longer, or never was."""

    why = TextAreaField("Why", validators=[required("Say why"), LONG])


class SettleForm(HearthForm):
    """What came of what somebody said."""

    how = TextAreaField(
        "What came of it",
        description="For example: recorded with the household; or nobody of that name is on record",
        validators=[required("Say what came of it"), LONG],
    )
