"""Forms about enquiries, applications and stages."""

from __future__ import annotations

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from app.core.forms import (
    CodeField,
    CodeRadios,
    HearthForm,
    PostcodeField,
    UKDateField,
    read_day,
)
from app.core.words import words
from app.people.forms import (
    Boxes,
    FromForm,
    OnForm,
    day_field,
    email_field,
    offered,
    required,
    told,
)
from app.people.models import MemberRole
from app.recruitment.actions.enquiries import Caller
from app.recruitment.kinds import (
    REASONS,
    Asks,
    EndedBy,
    FactKind,
    RefereeKind,
    Settled,
    StageKind,
    VisitOutcome,
)
from app.statute.recruitment import Part1
from sufficiency.types import Sex

LONGEST = 4000
CALLER = ("given_name", "family_name", "partner", "phone", "email", "lives_at")


def _words(label, says="", **kw):
    """Words: needed where `says` asks for them."""
    validators = [required(says)] if says else [Optional()]
    return TextAreaField(label, validators=[*validators, Length(max=LONGEST)], **kw)


def _line(label, says="", length=80, **kw):
    """One line of words."""
    validators = [required(says)] if says else [Optional()]
    return StringField(label, validators=[*validators, Length(max=length)], **kw)


class SourceForm(HearthForm):
    """A form that asks through what they heard of us; its choices come from the page."""

    def offer(self, sources, chosen=None):
        """Offer the council's sources, one of them chosen already."""
        self.by_ref = {each.ref: each for each in sources}
        if chosen is not None:
            self.by_ref.setdefault(chosen.ref, chosen)
        self.source.choices = offered(
            [("", "They did not say"), *((e.ref, e.name) for e in self.by_ref.values())]
        )
        if chosen is not None and not self.is_submitted():
            self.source.data = chosen.ref
        return self

    def caller(self):
        """Who they are, as the acts take them."""
        return Caller(**{name: told(self[name].data) for name in CALLER})


class EnquiryForm(SourceForm):
    """An enquiry as it is taken down on the telephone: two minutes."""

    given_name = _line("Given name", "Enter the given name")
    family_name = _line("Family name", "Enter the family name")
    phone = _line("Telephone", length=40)
    email = email_field()
    source = SelectField("Where they heard of us", validators=[Optional()])
    asks = CodeField("What they ask about", Asks, required=False, blank="Not sure yet")
    lives_at = _line("Where they live", length=120, description="A postcode, or a town or village")
    partner = _line("Together with", length=120, description="A partner, if there is one")
    note = _words("What they said")

    def answers(self):
        """What was answered, as the acts take it."""
        return {
            "caller": self.caller(),
            "source": self.by_ref.get(self.source.data or ""),
            "asks": self.asks.data or Asks.NOT_SURE,
            "note": told(self.note.data),
        }


class TakeForm(EnquiryForm):
    """A new enquiry."""

    received_on = day_field("They asked on", "Enter the day")
    anyway = BooleanField("None of these: it is a new enquiry")

    def answers(self):
        """What was answered, with the day."""
        return {
            **super().answers(),
            "received_on": self.received_on.data,
            "anyway": self.anyway.data,
        }


class OriginForm(SourceForm):
    """How applicants came of whom no enquiry was taken down."""

    received_on = day_field("They first asked on", "Enter the day")
    source = SelectField("Where they heard of us", validators=[Optional()])
    asks = CodeField("What they asked about", Asks, required=False, blank="Not sure yet")
    given_name = _line("Given name", "Enter the given name")
    family_name = _line("Family name", "Enter the family name")
    phone = _line("Telephone", length=40)

    def answers(self):
        """What was answered, as the act takes it."""
        names = ("given_name", "family_name", "phone")
        return {
            "caller": Caller(**{name: told(self[name].data) for name in names}),
            "received_on": self.received_on.data,
            "source": self.by_ref.get(self.source.data or ""),
            "asks": self.asks.data or Asks.NOT_SURE,
        }


class WhoForm(HearthForm):
    """Who follows an enquiry up."""

    worker = SelectField("Who follows it up", validators=[required("Choose somebody")])

    def offer(self, workers):
        """Those who may."""
        self.by_ref = {each.ref: each for each in workers}
        self.worker.choices = offered(
            [("", "Choose"), *((each.ref, each.name) for each in workers)]
        )
        return self

    def answers(self):
        """The worker as the record has them."""
        return {"worker": self.by_ref[self.worker.data]}


class HouseholdForm(HearthForm):
    """Which household of the record they are."""

    household = RadioField("They are", validators=[required("Choose the household")])

    def offer(self, households):
        """Those who may be the same."""
        self.by_ref = {each.ref: each for each in households}
        self.household.choices = offered((each.ref, each.name) for each in households)
        return self

    def answers(self):
        """The household as the record has it."""
        return {"household": self.by_ref[self.household.data]}


class VisitForm(HearthForm):
    """A visit is asked for."""

    asked_on = day_field("Asked for on", "Enter the day")
    planned_for = UKDateField(
        "Arranged for", description="Leave it empty if not yet", validators=[Optional()]
    )


class HeldForm(HearthForm):
    """A visit was held."""

    autosave = True

    held_on = day_field("Held on", "Enter the day")
    outcome = CodeRadios("What came of it", VisitOutcome)
    words = _words("What was seen and said", "Say what was seen and said")


class ApplicationForm(HearthForm):
    """An application has come in."""

    received_on = day_field("Application received on", "Enter the day it came")
    stage_1_on = UKDateField(
        "We assess them: Stage 1 begins on",
        description="Leave it empty while that is not decided",
        validators=[Optional()],
    )
    assessor = SelectField("Assessor", validators=[Optional()])

    def offer(self, workers):
        """Those who may assess."""
        self.by_ref = {each.ref: each for each in workers}
        self.assessor.choices = offered(
            [("", "Nobody yet"), *((each.ref, each.name) for each in workers)]
        )
        return self

    def answers(self):
        """What was answered, as the act takes it."""
        return {
            "received_on": self.received_on.data,
            "stage_1_on": self.stage_1_on.data,
            "assessor": self.by_ref.get(self.assessor.data or ""),
        }


class NewHouseholdForm(ApplicationForm):
    """An application of people who are not on record yet: their household opens with it."""

    name = _line("What the household is called", "Enter what it is called", length=120)
    line = _line("Address", "Enter the address", length=200)
    postcode = PostcodeField("Postcode", validators=[required("Enter the postcode")])
    given_name = _line("Given name", "Enter the given name")
    family_name = _line("Family name", "Enter the family name")
    born = UKDateField("Date of birth", validators=[Optional()])
    given_name_2 = _line("Second applicant’s given name")
    family_name_2 = _line("Second applicant’s family name")
    born_2 = UKDateField("Second applicant’s date of birth", validators=[Optional()])
    same = RadioField(
        "Somebody of this name and birth is on record. Is it the same person?",
        choices=offered([("yes", "Yes, the same person"), ("no", "No, somebody else")]),
        validators=[Optional()],
    )

    def answers(self):
        """What was answered, with the applicants as `add_person` takes them."""
        return {
            **super().answers(),
            "name": told(self.name.data),
            "line": told(self.line.data),
            "postcode": told(self.postcode.data),
            "applicants": self._applicants(),
            "same": {"yes": True, "no": False}.get(self.same.data),
        }

    def _applicants(self):
        ends = ["", "_2"] if told(self.given_name_2.data) else [""]
        return [
            {
                "given_name": told(self[f"given_name{end}"].data),
                "family_name": told(self[f"family_name{end}"].data) or told(self.family_name.data),
                "born": self[f"born{end}"].data,
                "sex": Sex.UNKNOWN,
                **self._reached(end),
            }
            for end in ends
        ]

    def _reached(self, end):
        """How the first applicant is reached stands on the enquiry; nobody types it again."""
        return dict(self.reached) if not end else {}

    reached: dict[str, str] = {}


class EndForm(OnForm):
    """A case ends, and why."""

    by_whom = CodeRadios("Whose wish was it?", EndedBy)
    because = SelectField("Why", validators=[required("Choose why")])
    words = _words("Anything to add")

    def __init__(self, *args, **kw):
        super().__init__(*args, **kw)
        self.because.choices = {
            "": offered([("", "Choose")]),
            **{
                words(who): offered((each.value, words(each)) for each in those)
                for who, those in REASONS.items()
            },
        }

    def answers(self):
        """What was answered, with the reason as a code."""
        every = {each.value: each for those in REASONS.values() for each in those}
        return {
            "on": self.on.data,
            "by_whom": self.by_whom.data,
            "because": every[self.because.data],
            "words": told(self.words.data),
        }


class AddSourceForm(FromForm):
    """A source for the council's list."""

    name = _line("Source", "Enter what it is called", length=60)


class StageForm(FromForm):
    """A stage begins."""

    stage = CodeRadios("Which", StageKind)


class Part1Form(OnForm):
    """What has come of Part 1."""

    items = Boxes("What is in, whole", validators=[required("Tick what has come")])
    words = _words("What was seen")

    def offer(self, items):
        """What is still missing."""
        self.items.choices = offered((each.value, words(each)) for each in items)
        return self

    def answers(self):
        """What was answered, as the act takes it."""
        return {
            "items": [Part1(each) for each in self.items.data or ()],
            "on": self.on.data,
            "words": told(self.words.data),
        }


class RefuseForm(OnForm):
    """They are not suitable at Stage 1."""

    autosave = True

    reasons = _words("Full reasons", "Give the full reasons", description="They are told them")
    told_on = UKDateField("Written notice of", validators=[required("Enter the day")])


class NoneForm(HearthForm):
    """Nothing is asked: pressing the button does it."""

    def answers(self):
        """Nothing."""
        return {}


# --------------------------------------------------------------------------- what is told by link


class AskForm(HearthForm):
    """Which applicant is asked, and whether about the household too."""

    person = RadioField("Whom to ask", validators=[required("Choose one of them")])
    whole = BooleanField("Ask about the household too: who lives with them")

    def offer(self, people):
        """The applicants."""
        self.by_ref = {each.ref: each for each in people}
        self.person.choices = offered((each.ref, each.name) for each in people)
        return self

    def answers(self):
        """The applicant as the record has them."""
        return {"person": self.by_ref[self.person.data], "whole": self.whole.data}


class RefereeForm(HearthForm):
    """A referee whom they named."""

    name = _line("Name", "Enter the referee’s name", length=120)
    kind = CodeRadios("Who they are", RefereeKind)
    knows = _line("How they know them", length=200)
    email = email_field()

    def answers(self):
        """What was answered; words left out are empty."""
        answered = super().answers()
        return {**answered, "knows": told(answered["knows"]), "email": told(answered["email"])}


class InterviewForm(OnForm):
    """A referee was seen."""

    autosave = True

    words = _words("What they said", "Say what they said")


class SettleForm(HearthForm):
    """A difference is settled: as told, put right, or the record stays."""

    how = CodeRadios("What to do", Settled)

    def __init__(self, fact, **kw):
        super().__init__(record=fact, data=self.filled(fact.said), **kw)
        self.said = fact.said

    @classmethod
    def filled(cls, said):
        """What they told, to be put right."""
        return dict(said)

    def right(self):
        """What is right, as the act takes it."""
        own = {"csrf_token", "once", "version", "how", "same"}
        return {each.name: each.data for each in self if each.name not in own}

    def answers(self):
        """What was chosen, with what is right where that is put right."""
        put_right = self.how.data is Settled.CORRECTED
        return {"how": self.how.data, "value": self.right() if put_right else None}


def _as_days(said):
    """What was told, its days as days."""
    return {
        name: read_day(value) if name in ("born", "since", "until") and value else value
        for name, value in said.items()
    }


class ParticularForm(SettleForm):
    """One of an applicant's own particulars."""

    value = _line("What is right", length=254)


class BornForm(SettleForm):
    """An applicant's date of birth."""

    value = UKDateField("What is right", validators=[Optional()])

    @classmethod
    def filled(cls, said):
        """The day they told."""
        return {"value": read_day(said.get("value") or "")}


class MemberToldForm(SettleForm):
    """Somebody who lives with them."""

    given_name = _line("Given name")
    family_name = _line("Family name")
    born = UKDateField("Date of birth", validators=[Optional()])
    role = CodeField("Is here as", MemberRole, required=False)
    same = RadioField(
        "Is this the same person as the one on record?",
        choices=offered([("yes", "Yes, the same person"), ("no", "No, somebody else")]),
        validators=[Optional()],
    )

    @classmethod
    def filled(cls, said):
        """What they told."""
        return _as_days(said)

    def right(self):
        """What is right, with the role as its code."""
        told_right = super().right()
        role = told_right["role"]
        return {**told_right, "role": role.value if role else ""}

    def answers(self):
        """What was chosen, and whether it is the same person."""
        return {**super().answers(), "same": {"yes": True, "no": False}.get(self.same.data)}


class LivedForm(SettleForm):
    """Where they lived."""

    line = _line("Address", length=200)
    postcode = _line("Postcode", length=10)
    since = UKDateField("From", validators=[Optional()])
    until = UKDateField("Until", validators=[Optional()])

    @classmethod
    def filled(cls, said):
        """What they told."""
        return _as_days(said)


def _particular(fact):
    return (BornForm if fact.field == "born" else ParticularForm)(fact)


SETTLING = {
    FactKind.PARTICULAR: _particular,
    FactKind.MEMBER: MemberToldForm,
    FactKind.ADDRESS: LivedForm,
}
"""The form of each kind of thing told."""
