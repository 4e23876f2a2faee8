"""Forms about special guardianship."""

from __future__ import annotations

import re

from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from app.assessments.forms import graded_form
from app.assessments.models import ParentKind
from app.assessments.viability import Answer, Challenge
from app.children.kinds import Relationship
from app.core.forms import CodeField, CodeRadios, HearthForm, UKDateField
from app.guardianship.kinds import (
    CaseEnd,
    Entry,
    HearingKind,
    HearingOutcome,
    Recommends,
    ReviewOutcome,
    SupportEnd,
    Theme,
)
from app.people.forms import FromForm, OnForm, day_field, offered, required


def _text(label, says="", **kw):
    """Words: needed where `says` asks for them."""
    validators = [required(says)] if says else [Optional()]
    return TextAreaField(label, validators=[*validators, Length(max=20_000)], **kw)


def _line(label, says="", length=120, **kw):
    """One line of words."""
    validators = [required(says)] if says else [Optional()]
    return StringField(label, validators=[*validators, Length(max=length)], **kw)


def _later(label, **kw):
    """A day that may be left out."""
    return UKDateField(label, validators=[Optional()], **kw)


class PoundsField(StringField):
    """Pounds and pence as people type them; kept as whole pence."""

    data: int | None  # type: ignore[assignment]

    def process_formdata(self, valuelist):
        """Read 182.50, £182.50 or 1,000; leave blank as no answer."""
        typed = (valuelist[0] if valuelist else "").strip().lstrip("£").replace(",", "")
        self.data, self.typed = None, typed
        if not typed:
            return
        if not re.fullmatch(r"\d{1,6}(\.\d{2})?", typed):
            raise ValueError("Enter pounds and pence, like 182.50")
        self.data = round(float(typed) * 100)

    def _value(self):
        if self.data is not None:
            return f"{self.data / 100:.2f}"
        return getattr(self, "typed", "")


class ProceedingsForm(HearthForm):
    """How the case came, and how it stands in court."""

    entry = CodeRadios("How it came", Entry)
    entered_on = day_field("On", "Enter the day it came, was given or was directed")
    filing_due_on = _later(
        "Report due at court by", description="The day the court directed, if it did"
    )
    court = _line("Court")
    case_number = _line("Case number", length=40)
    issued_on = _later(
        "Care proceedings issued on",
        description="Only in care proceedings: twenty-six weeks run from then",
    )

    def answers(self):
        """What was answered; words left out are empty."""
        told = super().answers()
        return {**told, "court": told["court"] or "", "case_number": told["case_number"] or ""}


class OpenForm(ProceedingsForm):
    """A case is opened: for which children, and how it came."""

    children = SelectMultipleField("Children", validators=[Optional()])
    relation = CodeField("They are the children’s", Relationship)
    put_forward_by = _line("Put forward by", description="For example, the child’s mother")
    find = _line("Find another child by name")


class ChildForm(HearthForm):
    """Another child of the case."""

    child = RadioField("Child", validators=[InputRequired("Choose the child")])
    relation = CodeField("They are the child’s", Relationship)


class ParentForm(HearthForm):
    """A parent of children of the case; the children come from the page."""

    name = _line("Name", "Enter the parent’s name")
    kind = CodeRadios("What they are to the child", ParentKind)
    born = _later("Date of birth")
    children = SelectMultipleField("Of which children", validators=[Optional()])

    def offer(self, children):
        """The children of the case."""
        self.by_ref = {each.child.ref: each for each in children}
        self.children.choices = offered((e.child.ref, e.child.person.name) for e in children)
        return self

    def answers(self):
        """What was answered, with the children as the case has them."""
        told = super().answers()
        return {**told, "children": [self.by_ref[ref] for ref in told["children"] or ()]}


class WhoForm(HearthForm):
    """A form that asks for a worker; its choices come from the page."""

    WHO = "worker"

    def offer(self, workers, chosen=None):
        """Offer these workers, one of them chosen already."""
        self.by_ref = {each.ref: each for each in workers}
        field = self[self.WHO]
        field.choices = offered([("", "Nobody yet"), *((e.ref, e.name) for e in workers)])
        if chosen is not None and not self.is_submitted():
            field.data = chosen.ref
        return self

    def answers(self):
        """What was answered, with the worker as the record has them."""
        told = super().answers()
        return {**told, self.WHO: self.by_ref.get(told[self.WHO] or "")}


class ViabilityForm(WhoForm):
    """A viability assessment is asked for."""

    asked_on = day_field("Asked for on", "Enter the day it was asked for")
    worker = SelectField("Who does it", validators=[Optional()])


class AnswerForm(HearthForm):
    """A viability assessment is answered."""

    answer = CodeRadios("Could this home be the child’s?", Answer)
    words = _text("Why", "Say why: the answer is told in writing")
    on = day_field("Answered on", "Enter the day")
    told_on = _later("Told to them in writing on")


class ChallengeForm(HearthForm):
    """They do not agree."""

    words = _text("What they say", "Say what they say")
    on = day_field("On", "Enter the day")


class AnswerChallengeForm(HearthForm):
    """What came of a challenge."""

    answer = CodeRadios("What came of it", Challenge)
    looked_again_by = _line("Who looked again", "Say who looked again")


class BeginForm(WhoForm):
    """The full assessment begins."""

    WHO = "assessor"
    starts_on = day_field("It began on", "Enter the day it began")
    assessor = SelectField("Who assesses", validators=[Optional()])


class RefereeForm(HearthForm):
    """Somebody to be interviewed."""

    name = _line("Who", "Enter the referee’s name")
    knows_them = _line("How they know them", length=200)

    def answers(self):
        """What was answered."""
        told = super().answers()
        return {**told, "knows_them": told["knows_them"] or ""}


class InterviewForm(HearthForm):
    """What a referee said."""

    autosave = True
    words = _text("What they said", "Say what they said")
    on = day_field("Interviewed on", "Enter the day")


class HandInForm(HearthForm):
    """The report is handed in."""

    recommends = CodeRadios("It recommends", Recommends)


class DayForm(OnForm):
    """The day on which it was done."""


class FileForm(OnForm):
    """The report is filed."""


class HearingForm(HearthForm):
    """The court listed a hearing."""

    kind = CodeRadios("Hearing", HearingKind)
    listed_for = day_field("Listed for", "Enter the day it is listed for")


class HearingOutcomeForm(HearthForm):
    """What came of a hearing."""

    outcome = CodeRadios("What came of it", HearingOutcome)
    words = _text("What the court said")
    filing_due_on = _later("Report now due by", description="Only if the court gave another day")
    next_on = _later("Next hearing", description="If the court listed one")

    def answers(self):
        """What was answered."""
        told = super().answers()
        return {**told, "words": told["words"] or ""}


class OrderForm(HearthForm):
    """What the court decided for one child."""

    decided = RadioField(
        "What did the court decide?",
        choices=offered([("made", "Special guardianship order made"), ("refused", "Refused")]),
        validators=[InputRequired("Choose what the court decided")],
    )
    on = day_field("On", "Enter the day")
    own_motion = BooleanField("Of the court’s own motion, without an application")
    accommodated_until = _later(
        "No longer accommodated from",
        description="Only for a child under section 20 who was not living with them yet",
    )
    words = _text("What the court said")


class NeedsForm(HearthForm):
    """Support needs are assessed."""

    autosave = True
    needs = _text("What they and the child need", "Say what they need")
    on = day_field("Assessed on", "Enter the day")


class ProposeForm(HearthForm):
    """A support plan is proposed."""

    autosave = True
    services = _text("What is proposed", "Say what is proposed, or that nothing is and why")
    on = day_field("Notice sent on", "Enter the day")
    answer_by = _later("They may answer until", description="Left out: 28 days from the notice")


class AgreeForm(WhoForm):
    """A support plan is decided."""

    WHO = "watcher"
    reasons = _text("What is decided, and why", "Say what is decided and why")
    on = day_field("Decided on", "Enter the day")
    watcher = SelectField("Who watches over the plan", validators=[Optional()])


class ReviewForm(HearthForm):
    """Support was reviewed."""

    autosave = True
    words = _text("What was found", "Say what was found")
    outcome = CodeRadios("What follows", ReviewOutcome)
    on = day_field("Held on", "Enter the day")


class MoneyForm(FromForm):
    """Money is assessed."""

    weekly = PoundsField("Pounds a week", description="0 if none", validators=[
        required("Enter the amount a week; 0 if none")])  # fmt: skip
    reward = PoundsField(
        "Of it, the reward of somebody who fostered the child",
        description="Empty if none. It goes on for two years after the order",
        validators=[Optional()],
    )
    means = _text("Their means")
    basis = _text("How it was worked out", "Say how it was worked out")
    until = _later("Agreed until")

    def answers(self):
        """What was answered, in pence."""
        told = super().answers()
        return {
            "starts_on": told["starts_on"],
            "weekly_pence": told["weekly"],
            "reward_pence": told["reward"],
            "means": told["means"] or "",
            "basis": told["basis"],
            "until": told["until"],
        }


class MoneyReviewForm(HearthForm):
    """Money was looked at, on their statement."""

    statement_on = day_field("Their statement came on", "Enter the day their statement came")
    outcome = CodeRadios("What follows", ReviewOutcome)
    words = _text("What was found")
    on = day_field("Reviewed on", "Enter the day")

    def answers(self):
        """What was answered."""
        told = super().answers()
        return {**told, "words": told["words"] or ""}


class EducationForm(HearthForm):
    """Until when a young person is in education."""

    until = _later("In full-time education until")


class ResponsibleForm(OnForm):
    """Who is responsible after three years."""

    to = _line("Which council is responsible", "Say which council is responsible")


class EndSupportForm(OnForm):
    """Support for a child ends."""

    because = CodeRadios("Why", SupportEnd)


class OrderErrorForm(HearthForm):
    """A decision of the court was recorded in error."""

    why = _text("What is wrong", "Say what is wrong")


class CloseForm(OnForm):
    """A case is closed."""

    how = CodeRadios("How it ended", CaseEnd)
    because = _text("Why", "Say why")


CheckForm = graded_form(Theme)
"""A report is graded on the questions that matter for this child."""


class PaperForm(HearthForm):
    """A Word document is made for one reader."""

    recipient = _line("For whom", "Say for whom it is")
