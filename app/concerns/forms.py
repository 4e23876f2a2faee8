"""Forms about concerns: short enough to be filled while somebody is on the telephone."""

from __future__ import annotations

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.concerns.kinds import OUTCOMES, ConcernKind, How, Part, Safety, Source
from app.core.forms import CodeField, CodeRadios, HearthForm
from app.people.forms import (
    Boxes,
    OnForm,
    TimeField,
    WholeNumberField,
    day_field,
    moment_of,
    offered,
    required,
    time_now,
    told,
)
from app.statute.fostering.concerns import NotifiableEvent, Recipient

LONG = Length(max=20_000, message="Keep this under 20,000 characters")


class WhoForm(HearthForm):
    """Whom a concern is about, and which children it touches."""

    about = Boxes("About whom", validators=[Optional()])
    children = Boxes("Children it touches", validators=[Optional()])

    def offer(self, people, children, *, chosen=None):
        """Offer these people and children (reference to record); `chosen` are ticked first."""
        self.people, self.those = people, children
        self.about.choices = offered((ref, each.name) for ref, each in people.items())
        self.children.choices = offered((ref, each.person.name) for ref, each in children.items())
        if chosen is not None and not self.is_submitted():
            self.about.data, self.children.data = chosen
        for field, any_of in ((self.about, people), (self.children, children)):
            if not any_of:
                del self[field.name]

    def named(self):
        """The records ticked, as the actions take them."""
        about = self.about.data or () if "about" in self else ()
        children = self.children.data or () if "children" in self else ()
        return {
            "about": [self.people[ref] for ref in about if ref in self.people],
            "children": [self.those[ref] for ref in children if ref in self.those],
        }


class TakeForm(WhoForm):
    """A concern, as it is told."""

    autosave = True

    kind = CodeRadios("What it is", ConcernKind)
    event = CodeField(
        "Event that has to be notified",
        NotifiableEvent,
        required=False,
        blank="None, or not known yet",
    )
    on = day_field("Received on", "Enter the day it came")
    at = TimeField("At", default=time_now, validators=[required("Enter the time it came")])
    source = CodeField("From", Source)
    source_name = StringField(
        "Who that is, and how to reach them", validators=[Optional(), Length(max=200)]
    )
    says = TextAreaField(
        "What was said, or what happened",
        description="In their own words where you can",
        validators=[required("Say what was said or what happened"), LONG],
    )
    safety = CodeRadios("How it stands with the children now", Safety)
    safety_words = TextAreaField(
        "What was done at once", validators=[required("Say what was done at once"), LONG]
    )

    def answers(self):
        """What was answered, as the action takes it."""
        return {
            "kind": self.kind.data,
            "event": self.event.data,
            "received_at": moment_of(self.on.data, self.at.data),
            "source": self.source.data,
            "source_name": told(self.source_name.data),
            "says": told(self.says.data),
            "safety": self.safety.data,
            "safety_words": told(self.safety_words.data),
            **self.named(),
        }


class StepForm(OnForm):
    """A step: the day, what was said or done, and who, where the step asks."""

    autosave = True

    who = StringField("Who", validators=[Optional(), Length(max=300)])
    outcome = RadioField("How it came out", validators=[InputRequired("Choose how it came out")])
    words = TextAreaField("What was said or done", validators=[required("Say it"), LONG])

    def ask(self, card, concern, concludes):
        """Ask what this step asks."""
        self.words.label.text = card.asks
        if card.who:
            self.who.label.text = card.who
        else:
            del self.who
        if concludes:
            self.outcome.choices = offered(
                (each.value, each.words()) for each in OUTCOMES[concern.kind]
            )
        else:
            del self.outcome

    def answers(self):
        """What was answered, as the action takes it."""
        found = {"on": self.on.data, "words": told(self.words.data)}
        if "who" in self:
            found["who"] = told(self.who.data)
        if "outcome" in self:
            found["outcome"] = self.outcome.data
        return found


class NoticeForm(OnForm):
    """Somebody was told of an event."""

    at = TimeField("At", default=time_now, validators=[required("Enter the time")])
    how = CodeRadios("How", How)
    words = TextAreaField("Whom, and their reference", validators=[Optional(), LONG])

    def answers(self):
        """What was answered, as the action takes it."""
        return {
            "sent_at": moment_of(self.on.data, self.at.data),
            "how": self.how.data,
            "words": told(self.words.data),
        }


class EventForm(HearthForm):
    """Which event of Schedule 7 a concern is."""

    event = CodeField(
        "Event that has to be notified", NotifiableEvent, required=False, blank="It is none"
    )


class ReaderForm(HearthForm):
    """Somebody who may read of a concern, and why."""

    user = SelectField("Who", validators=[required("Choose who may read it")])
    part = CodeRadios("Why", Part, only=[each for each in Part if each is not Part.TOOK_IT])


class EndReaderForm(HearthForm):
    """Somebody who may no longer."""

    who = RadioField("Who", validators=[InputRequired("Choose who")])


class HoldForm(HearthForm):
    """A hold for a concern."""

    places = WholeNumberField(
        "Places held back", description="Empty: all of them", validators=[Optional()]
    )
    plan = TextAreaField("Plan", validators=[Optional(), LONG])

    def answers(self):
        """What was answered, as the action takes it."""
        return {"places": self.places.data, "plan": told(self.plan.data)}


class ReviewForm(HearthForm):
    """A review because of a concern."""

    to_panel = BooleanField("The report goes to panel")


class RecipientsForm(HearthForm):
    """Who is told of a kind of event, from a day on."""

    told = Boxes(
        "Told of it",
        choices=offered((each.value, each.words()) for each in Recipient),
        validators=[Optional()],
    )
    why = StringField(
        "Where that is written",
        description="The procedure, its number and date",
        validators=[required("Say where that is written"), Length(max=300)],
    )
    starts_on = day_field("From", "Enter the first day")

    def answers(self):
        """What was answered, as the action takes it."""
        return {
            "told": frozenset(Recipient(each) for each in self.told.data or ()),
            "why": told(self.why.data),
            "starts_on": self.starts_on.data,
        }
