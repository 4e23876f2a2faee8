"""Forms about who knows whom and what is restricted."""

from __future__ import annotations

from wtforms import PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.core.forms import CodeRadios, HearthForm
from app.people.forms import Boxes, OnForm, offered, required, told
from app.restricted.kinds import Knows, OpenedFor, RestrictedFor
from app.restricted.rules import LEAST_SAID

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


class WhoseForm(HearthForm):
    """Begins with whose record it is: the household, one who belongs to it, or the child."""

    def offer_records(self, records):
        """Offer these (key: words and record); one alone is chosen already."""
        self.records = records
        self.whom.choices = offered((key, words) for key, (words, _) in records.items())
        if len(records) == 1 and not self.is_submitted():
            self.whom.data = next(iter(records))

    def record_chosen(self):
        """The record, under what it is."""
        key = self.whom.data
        return {key.partition("-")[0]: self.records[key][1]}


class ConflictForm(WhoseForm):
    """Somebody who works here knows this household, one of its people, or this child."""

    user = SelectField("Who works here", validators=[required("Choose who it is")])
    whom = RadioField("Whom they know", validators=[InputRequired("Choose whom they know")])
    knows = CodeRadios("Is to them", Knows)
    says = TextAreaField("What is known of it", validators=[Optional(), LONG])

    def offer(self, users, records):
        """Offer these people who work here, and these records."""
        self.users = offer_people(self.user, users)
        self.offer_records(records)

    def answers(self):
        """What was answered, as the action takes it."""
        return {
            "user": self.users[self.user.data],
            "knows": self.knows.data,
            "says": told(self.says.data),
            **self.record_chosen(),
        }


def offer_people(field, users):
    """Let a field choose among these people who work here. Gives them by public id."""
    by_ref = {each.ref: each for each in users}
    field.choices = offered([("", "Choose"), *((ref, each.name) for ref, each in by_ref.items())])
    return by_ref


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


class RestrictForm(WhoseForm):
    """A record that only those see who are named."""

    whom = RadioField("What is restricted", validators=[InputRequired("Choose whose record")])
    because = CodeRadios("Because", RestrictedFor)
    says = TextAreaField("Why", validators=[required("Say why"), LONG])
    readers = Boxes(
        "Who may see it, beside you",
        description="Who works with them is ticked. Others can be named afterwards.",
    )

    def offer(self, suggested, users, records):
        """Offer those who work with them, ticked, before everybody else; and these records."""
        self.users = {each.ref: each for each in (*suggested, *users)}
        self.readers.choices = offered((ref, each.name) for ref, each in self.users.items())
        if not self.is_submitted():
            self.readers.data = [each.ref for each in suggested]
        self.offer_records(records)

    def answers(self):
        """What was answered, as the action takes it."""
        return {
            "because": self.because.data,
            "says": told(self.says.data),
            "readers": [self.users[ref] for ref in self.readers.data or ()],
            **self.record_chosen(),
        }


class ProposeForm(HearthForm):
    """Why a record should be seen by those alone who are named."""

    because = CodeRadios("Because", RestrictedFor)
    says = TextAreaField("Why", validators=[required("Say why"), LONG])


class DeclineForm(HearthForm):
    """Why a record that somebody proposed to restrict stays open."""

    answer = TextAreaField("Why it stays open", validators=[required("Say why"), LONG])


class ReaderForm(HearthForm):
    """One more who may see it."""

    user = SelectField("Who may see it", validators=[required("Choose who it is")])

    def offer(self, users):
        """Offer these people who work here."""
        self.users = offer_people(self.user, users)

    def answers(self):
        """Who was chosen."""
        return {"user": self.users[self.user.data]}


class LiftingForm(HearthForm):
    """Why it need no longer be restricted."""

    why = TextAreaField("Why it may be lifted", validators=[required("Say why"), LONG])


class BreakGlassForm(HearthForm):
    """Which restricted record is opened for an hour, why, and that it is they."""

    name = StringField(
        "Whose record",
        description="The whole name of the household, of somebody in it, or of the child, or the "
        "record’s reference",
        validators=[required("Enter a name or a reference"), Length(max=160)],
    )
    because = CodeRadios("Because", OpenedFor)
    says = TextAreaField(
        "Why you, and why now",
        description=f"At least {LEAST_SAID} characters. Somebody else reads this within two "
        "working days.",
        validators=[required("Say why"), LONG],
    )
    proof = PasswordField("Your own password, to show that it is you")


class ReviewForm(HearthForm):
    """Whether it was right to open it."""

    was_right = RadioField(
        "Was it right to open it?",
        choices=offered([("yes", "Yes"), ("no", "No")]),
        validators=[InputRequired("Say whether it was right")],
    )
    review = TextAreaField("What you found", validators=[required("Say what you found"), LONG])

    def answers(self):
        """What was answered, as the action takes it."""
        return {"was_right": self.was_right.data == "yes", "review": told(self.review.data)}
