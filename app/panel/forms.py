"""Forms about the panel: few fields, filled in already where the record knows."""

from __future__ import annotations

import re
from typing import ClassVar

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    DataRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from app.assessments.grading import Theme
from app.core.forms import CodeField, CodeRadios, HearthForm, UKDateField
from app.core.words import words
from app.panel.coming import USUALLY
from app.panel.kinds import (
    AdviserRole,
    Answer,
    ExperienceKind,
    ItemKind,
    MakerRank,
    MinutesStep,
    NoPartBecause,
    NoticeBy,
    Outcome,
    PaperHow,
    SeatKind,
    StepKind,
    Told,
)
from app.panel.rules.feedback import BEST, WORST
from app.panel.rules.listing import TEST
from app.people.forms import (
    Boxes,
    WholeNumberField,
    day_field,
    email_field,
    offered,
    required,
    told,
)
from app.register.deciding import ApplicantKind

NONE_OF_THEM = "none"


def words_field(label, **kw):
    """Words that may be left out."""
    return TextAreaField(label, validators=[Optional(), Length(max=4000)], filters=[told], **kw)


class ParticularsForm(HearthForm):
    """What somebody on the central list is called, and how they are reached."""

    given_name = StringField(
        "Given name", validators=[required("Enter the given name"), Length(max=80)]
    )
    family_name = StringField(
        "Family name", validators=[required("Enter the family name"), Length(max=80)]
    )
    email = email_field(filters=[told])
    phone = StringField("Telephone", validators=[Optional(), Length(max=40)], filters=[told])


class ListingForm(ParticularsForm):
    """Somebody new on the central list."""

    starts_on = day_field("On the list from", "Enter the day")


class IndependenceForm(HearthForm):
    """The test of independence: what is true of somebody, or that nothing of it is."""

    true = Boxes(
        "Which of these is true?",
        choices=offered([*TEST.items(), (NONE_OF_THEM, "None of these: independent")]),
        validators=[DataRequired("Choose what is true, or that none of it is")],
    )
    starts_on = day_field("Since", "Enter since when")

    def validate_true(self, field):
        """None of these, and one of these, cannot both be so."""
        if NONE_OF_THEM in field.data and len(field.data) > 1:
            raise ValidationError("Choose what is true, or that none of it is: not both")

    def answers(self):
        """Each question's answer, as the act takes it."""
        return {
            "answers": {key: key in (self.true.data or ()) for key in TEST},
            "starts_on": self.starts_on.data,
        }


class ExperienceForm(HearthForm):
    """What somebody knows."""

    kind = CodeField("Experience", ExperienceKind)
    since = UKDateField(
        "Counts from",
        description="Of a social worker: the day from which relevant experience since qualifying "
        "counts. Otherwise empty if not known.",
        validators=[Optional()],
    )
    words = words_field("What it is")
    starts_on = day_field("On record from", "Enter the day")


class StepForm(HearthForm):
    """Something that was done."""

    step = CodeRadios("What was done", StepKind)
    on = day_field("On", "Enter the day")
    until = UKDateField("Counts until", description="Of a check only", validators=[Optional()])
    words = words_field(
        "Reference, or what was agreed",
        description="Of a check its reference and the decision, never what the certificate says",
    )

    def asks_of(self, step):
        """Of one step, which the link named: what concerns it and nothing else."""
        del self.step
        if step is not StepKind.CHECK:
            del self.until
            self.words.label.text, self.words.description = "What was agreed", ""


class NoticeForm(HearthForm):
    """Notice to leave the list."""

    given_by = CodeRadios("Who gives it", NoticeBy)
    on = day_field("Given on", "Enter the day on which it was given in writing")
    reason = words_field("Why", description="Needed where the service gives it")


class AwayForm(HearthForm):
    """Somebody cannot come for a time."""

    starts_on = day_field("Away from", "Enter the first day")
    back_on = UKDateField(
        "Can come again from", description="Empty if not known", validators=[Optional()]
    )
    why = words_field("Why")


class BackForm(HearthForm):
    """Somebody can come again."""

    which = SelectField("Which time is over", validators=[required("Choose the time that is over")])
    on = day_field("Can come again from", "Enter the day")


class AdviserForm(ParticularsForm):
    """Somebody is appointed to advise the panel."""

    role = CodeRadios("Advises as", AdviserRole)
    post = StringField(
        "Post, and of which service",
        description="As: consultant paediatrician, Wye Valley NHS Trust",
        validators=[Optional(), Length(max=160)],
        filters=[told],
    )
    starts_on = day_field("From", "Enter the first day")


class AdviserAwayForm(HearthForm):
    """An adviser is not to be had for a time."""

    starts_on = day_field("Away from", "Enter the first day")
    back_on = UKDateField("To be had again from", validators=[required("Enter the day")])
    why = words_field("Why")


class FeeForm(HearthForm):
    """What a meeting is paid."""

    pounds = WholeNumberField("Pounds a meeting", validators=[required("Enter whole pounds")])
    starts_on = day_field("From", "Enter the day")


# ---------------------------------------------------------------------------- panels and meetings

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
PLACES = (("1", "first"), ("2", "second"), ("3", "third"), ("4", "fourth"), ("5", "last"))


class PanelForm(HearthForm):
    """A panel."""

    name = StringField(
        "What the panel is called",
        default="Fostering panel",
        validators=[required("Enter what it is called"), Length(max=120)],
    )
    joint_with = StringField(
        "Held jointly with",
        description="The other services, or empty. A joint panel needs six members.",
        validators=[Optional(), Length(max=300)],
        filters=[told],
    )
    items_at_most = WholeNumberField(
        "Items at a meeting, at most", default=5, validators=[required("Enter a number")]
    )
    starts_on = day_field("From", "Enter the day")


class ChangePanelForm(HearthForm):
    """What a panel is called and how many items it hears, from a day on."""

    name = StringField(
        "What the panel is called",
        validators=[required("Enter what it is called"), Length(max=120)],
    )
    items_at_most = WholeNumberField(
        "Items at a meeting, at most", validators=[required("Enter a number")]
    )
    starts_on = day_field("From", "Enter the day")


class EndPanelForm(HearthForm):
    """There is no such panel any more."""

    on = day_field("No longer from", "Enter the day")


class TakeBackForm(HearthForm):
    """Something that was recorded by mistake is taken back."""

    because = TextAreaField("Why", validators=[required("Say why"), Length(max=4000)])


class SeatForm(HearthForm):
    """Who leads a panel."""

    who = SelectField("Who", validators=[required("Choose who")])
    seat = CodeRadios("As", SeatKind)
    starts_on = day_field("From", "Enter the day")


class EndSeatForm(HearthForm):
    """Somebody no longer leads a panel."""

    who = SelectField("Who", validators=[required("Choose who")])
    on = day_field("No longer from", "Enter the day")


TYPED_TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?(am|pm)?")
NOON = 12


def time_typed(value):
    """A time however it was typed: 9:30, 9.30, 0930, 2pm. What is none stays for the rules."""
    typed = told(value)
    found = TYPED_TIME.fullmatch(typed.lower().replace(" ", ""))
    if found is None or not (found[2] or found[3]):
        return typed
    hours = int(found[1])
    if found[3]:
        if not 1 <= hours <= NOON:
            return typed
        hours = hours % NOON + (NOON if found[3] == "pm" else 0)
    return f"{hours:02}:{found[2] or '00'}"


class _WhereForm(HearthForm):
    starts_at = StringField(
        "At",
        default="09:30",
        description="Like 09:30",
        validators=[required("Enter the time")],
        filters=[time_typed],
    )
    place = StringField("Where", validators=[Optional(), Length(max=160)], filters=[told])
    remote = BooleanField("By video")


class DatesForm(_WhereForm):
    """A year of meetings."""

    first = day_field("From", "Enter the first day")
    months = WholeNumberField(
        "For how many months",
        default=12,
        validators=[
            required("Enter a number of months"),
            NumberRange(1, 24, "Give from 1 to 24 months"),
        ],
    )
    weekday = SelectField(
        "On which day of the week",
        choices=offered([(str(number), each) for number, each in enumerate(WEEKDAYS)]),
        default="3",
    )
    which = Boxes(
        "Which of each month",
        choices=offered([(key, f"The {each}") for key, each in PLACES]),
        default=["2"],
        validators=[DataRequired("Choose at least one")],
    )


class ExtraordinaryForm(_WhereForm):
    """A meeting out of turn."""

    meets_on = day_field("On", "Enter the day")
    why = TextAreaField(
        "Why it cannot wait for the next one",
        validators=[required("Say why it cannot wait"), Length(max=4000)],
    )


class WhenAndWhereForm(_WhereForm):
    """At what time and where a meeting is."""


class CallOffForm(HearthForm):
    """A meeting is called off."""

    because = TextAreaField("Why", validators=[required("Say why"), Length(max=4000)])


class InviteForm(HearthForm):
    """Who is asked to a meeting."""

    who = Boxes("Whom to ask", validators=[DataRequired("Choose whom to ask")])


class AnswerForm(HearthForm):
    """Whether they come."""

    answer = CodeRadios("Do they come?", Answer)


class PolicyForm(HearthForm):
    """Whether a kind of item comes to panel. `coming`: the kinds of which cases do now."""

    kind = SelectField("What", validators=[required("Choose what")])
    comes = RadioField(
        "Comes to panel",
        choices=offered([("yes", "Yes"), ("no", "No")]),
        validators=[required("Choose yes or no")],
    )
    starts_on = day_field("For cases that begin from", "Enter the day")

    def __init__(self, *args, coming=(), **kw):
        super().__init__(*args, **kw)
        now = {True: "comes now", False: "does not come now"}
        kinds = ((kind.value, f"{words(kind)}: {now[kind in coming]}") for kind in USUALLY)
        self.kind.choices = offered([("", "Choose"), *kinds])

    def answers(self):
        """As the act takes it."""
        given = super().answers()
        return given | {"comes": given["comes"] == "yes", "kind": ItemKind(given["kind"])}


# ------------------------------------------------------------------------------------- the agenda


class TakeForm(HearthForm):
    """Which matters come to a meeting."""

    keys = Boxes("What comes to this meeting", validators=[DataRequired("Choose what to take")])
    late_agreed = BooleanField("The chair consents to late papers")


class MoveForm(HearthForm):
    """An item is put at a place; which one is the button's, or where it was dragged to."""

    seen = HiddenField()
    place = WholeNumberField("Place", validators=[required("Give the place")])


class EarlierForm(HearthForm):
    """One place earlier or later; which of them is the button's."""


class BreakForm(HearthForm):
    """A break."""

    minutes = WholeNumberField("Minutes", default=15, validators=[required("Enter minutes")])
    title = StringField("Called", default="Break", validators=[Optional(), Length(max=160)])


class ItemForm(HearthForm):
    """How long an item takes, and who attends."""

    minutes = WholeNumberField("Minutes", validators=[required("Enter minutes")])
    attends = words_field(
        "Who attends", description="The carers, their supporter, the worker who presents it"
    )
    advisers = Boxes("Advisers who attend", validators=[Optional()])


class WithdrawForm(HearthForm):
    """An item is taken off."""

    because = TextAreaField("Why", validators=[required("Say why"), Length(max=4000)])


class NoPartForm(HearthForm):
    """Somebody takes no part in an item."""

    who = SelectField("Who", validators=[required("Choose who")])
    because = CodeRadios("Because", NoPartBecause, default=NoPartBecause.CONFLICT)
    words = words_field("What it is", description="Knows the family, works with the applicant")


class PartAgainForm(HearthForm):
    """Somebody takes part in an item after all."""

    who = SelectField("Who", validators=[required("Choose who")])


class PapersForm(HearthForm):
    """The papers were sent."""

    on = day_field("Sent on", "Enter the day")


class AttendanceForm(HearthForm):
    """Who came."""

    came = Boxes("Who came?", validators=[Optional()])


# ------------------------------------------------------------------------------------ the minutes


NOTHING_YET = "0"
"""The version of minutes of which nothing is written yet: whoever wrote meanwhile is noticed."""


def minutes_field(label, **kw):
    """Words of the minutes, which may be many."""
    return TextAreaField(label, validators=[Optional(), Length(max=20_000)], filters=[told], **kw)


class MinutesForm(HearthForm):
    """What was said of an item. `names`: of those who heard it."""

    autosave = True

    questions = minutes_field("What was asked and answered")
    strengths = minutes_field("Strengths")
    concerns = minutes_field("Concerns")
    views = minutes_field(
        "Each member’s view", description="A line for each. Lines left empty are not kept"
    )

    def __init__(self, *args, names=(), **kw):
        super().__init__(*args, **kw)
        self.names = names

    def begin(self, written):
        """What was written so far; of nothing, a line for each of those who heard it."""
        if written is None:
            self.version.data = NOTHING_YET
            self.views.data = "\n".join(f"{name}: " for name in self.names)
            return
        for name in ("questions", "strengths", "concerns", "views"):
            self[name].data = getattr(written, name)

    def answers(self):
        """As the act takes it: without the lines in which only a name stands."""
        given, bare = super().answers(), {f"{name}:" for name in self.names}
        said = (line.rstrip() for line in given["views"].splitlines())
        return given | {"views": "\n".join(line for line in said if line not in bare)}


class RecommendForm(HearthForm):
    """What the panel said of an item; of a review, of both questions."""

    outcome = RadioField("What the panel said", validators=[required("Choose what it said")])
    suitable = RadioField(
        "Still suitable?",
        choices=offered([("yes", "Yes"), ("no", "No")]),
        validators=[Optional()],
    )
    terms_right = RadioField(
        "Terms right?",
        choices=offered([("yes", "Yes"), ("no", "No")]),
        validators=[Optional()],
    )
    reasons = TextAreaField("Reasons", validators=[required("Give the reasons"), Length(max=4000)])

    def begin(self, said):
        """What is recorded, to be put right: a page that was opened before it was is no such."""
        self.version.data = str(said.id)
        self.outcome.data, self.reasons.data = said.outcome.value, said.reasons
        for name in ("suitable", "terms_right"):
            if name in self:
                self[name].data = {True: "yes", False: "no"}.get(getattr(said, name))

    def answers(self):
        """As the act takes it."""
        given = super().answers()
        told = {key: given.get(key) for key in ("suitable", "terms_right")}
        return (
            given
            | {key: {"yes": True, "no": False}.get(said or "") for key, said in told.items()}
            | {"outcome": Outcome(given["outcome"])}
        )


class Scale(RadioField):
    """Scores, which stand beside one another however narrow the page is."""


def score_field(theme):
    """A score from 1 to 5 for one theme, or none."""
    scores = [(str(score), str(score)) for score in range(WORST, BEST + 1)]
    return Scale(words(theme), choices=offered(scores), validators=[Optional()])


class FeedbackForm(HearthForm):
    """What the panel said of a report."""

    author = SelectField("Who wrote it", validators=[Optional()])
    weighing_up = score_field(Theme.ANALYSIS)
    the_childs_voice = score_field(Theme.CHILD)
    the_carers_voice = score_field(Theme.CARERS)
    evidence_and_checks = score_field(Theme.EVIDENCE)
    clear_and_complete = score_field(Theme.CLEAR)
    words = words_field(
        "What would make it better", description="Needed where anything scores 1 or 2"
    )

    def scores(self):
        """Each theme's score, of those that were given one."""
        return {theme: int(self[theme.value].data) for theme in Theme if self[theme.value].data}


class MinutesStepForm(HearthForm):
    """How far the minutes have come."""

    step = CodeRadios("What", MinutesStep)
    on = day_field("On", "Enter the day")
    who = SelectField("Who took the chair", description="Of an approval", validators=[Optional()])


# ----------------------------------------------------------------------------------- the decision


class DecideForm(HearthForm):
    """Applicants are approved, on terms. Fields that nothing asks for are taken away."""

    overall = WholeNumberField(
        "Children at once", validators=[required("Enter how many children at once")]
    )
    children = Boxes(
        "For these children by name",
        description="None ticked: for any child of these ages",
        validators=[Optional()],
    )
    min_age = WholeNumberField("From age", default=0, validators=[required("Enter an age")])
    max_age = WholeNumberField("To age", default=17, validators=[required("Enter an age")])
    reasons = TextAreaField("Reasons", validators=[required("Give the reasons"), Length(max=4000)])
    departs = words_field("Why not as the panel recommended")
    without_minutes = words_field(
        "Why it cannot wait for the final minutes",
        description="They are not approved yet. Seven working days run once they are.",
    )

    other_terms = BooleanField("They asked for other terms than these, and have not agreed to them")

    def decided(self, children):
        """As the act takes it. `children` are by reference."""
        return _with_lines(super().answers(), children)


def _with_lines(given, children):
    """What was answered, with ages and children named as lines of terms."""
    named = [children[ref] for ref in given.pop("children", None) or ()]
    ages = {"min_age": given.pop("min_age") or 0, "max_age": given.pop("max_age") or 0}
    line = {"sex": None, "kinds": None, **ages}
    lines = [{**line, "up_to": 1, "child": child} for child in named]
    return given | {"criteria": lines or [{**line, "up_to": given["overall"], "child": None}]}


class DetermineForm(HearthForm):
    """What is proposed to applicants who asked for something else."""

    kind = CodeRadios("What do you propose to them?", ApplicantKind)
    reasons = TextAreaField(
        "Reasons",
        description="The notice gives them",
        validators=[required("Give the reasons"), Length(max=4000)],
    )
    asked_for = words_field("For other terms: what they asked for")
    overall = WholeNumberField(
        "For other terms: how many children at once", validators=[Optional()]
    )
    children = Boxes(
        "For other terms: these children by name",
        description="None ticked: any child of these ages",
        validators=[Optional()],
    )
    min_age = WholeNumberField("For other terms: from age", default=0, validators=[Optional()])
    max_age = WholeNumberField("For other terms: to age", default=17, validators=[Optional()])
    departs = words_field(
        "Why not as the panel recommended", description="Where you depart from what it said"
    )
    without_minutes = words_field(
        "Why it cannot wait for the final minutes",
        description="They are not approved yet. Seven working days run once they are.",
    )

    def proposed(self, children):
        """As the act takes it: terms only with other terms. `children` are by reference."""
        given = _with_lines(super().answers(), children)
        if given["kind"] is not ApplicantKind.OTHER_TERMS or given["overall"] is None:
            given |= {"overall": None, "criteria": ()}
        return given


class FinalForm(HearthForm):
    """What was proposed to applicants is decided finally."""

    reasons = TextAreaField(
        "Reasons",
        description="With what you make of their representations, and of every recommendation",
        validators=[required("Give the reasons"), Length(max=4000)],
    )
    departs = words_field("Why not as the panel recommended")


class MatchForm(HearthForm):
    """A long-term match is decided. Fields that nothing asks for are taken away."""

    decision = RadioField(
        "Your decision",
        choices=offered([("yes", "It is to be"), ("no", "It is not to be")]),
        validators=[required("Choose one")],
    )
    reasons = TextAreaField("Reasons", validators=[required("Give the reasons"), Length(max=4000)])
    departs = words_field(
        "Why not as the panel recommended", description="Where you depart from what it said"
    )
    without_minutes = words_field(
        "Why it cannot wait for the final minutes", description="They are not approved yet"
    )

    def decided(self):
        """As the act takes it."""
        given = super().answers()
        return given | {"agrees": given.pop("decision") == "yes"}


class WhyForm(HearthForm):
    """Why."""

    reasons = TextAreaField("Why", validators=[required("Say why"), Length(max=4000)])


class WayForm(HearthForm):
    """A step on the way to a final decision, or in telling it."""

    on = day_field("On", "Enter the day")
    note = words_field("Note")


class ToldForm(HearthForm):
    """The applicants were told."""

    how = CodeRadios("How", Told)
    on = day_field("On", "Enter the day")


class MakerForm(HearthForm):
    """Who is named to decide after the panel, and what they are."""

    who = SelectField("Who", validators=[required("Choose somebody")])
    rank = CodeRadios("Named as", MakerRank)
    true = Boxes(
        "Which of these is true?",
        choices=offered(
            [("social_worker", "A social worker"), ("senior", "A senior person of the service")]
        ),
        validators=[Optional()],
    )
    experienced_since = UKDateField(
        "Childcare experience since qualifying, since",
        description="Three years are asked for",
        validators=[required("Enter the day")],
    )
    starts_on = day_field("From", "Enter the first day")

    def named(self):
        """As the act takes it."""
        given = super().answers()
        given.pop("who")
        true = given.pop("true") or ()
        return given | {each: each in true for each in ("social_worker", "senior")}


class AccountForm(HearthForm):
    """With which account somebody on the list signs in."""

    who = SelectField("Signs in as", validators=[Optional()])


class DocumentForm(HearthForm):
    """A document for one reader."""

    reader = SelectField("For whom", validators=[Optional()])
    kind = RadioField("As", choices=offered([("docx", "Word"), ("pdf", "PDF")]), default="docx")


# -------------------------------------------------------------------------- a member's own meetings


class OwnAnswerForm(HearthForm):
    """Whether a member comes."""

    answer = CodeRadios("Do you come?", Answer, only=(Answer.COMING, Answer.NOT_COMING))


class OwnConflictForm(HearthForm):
    """A member has a conflict."""

    words = TextAreaField(
        "What is it?",
        description="You know the family, or have worked with them. The panel adviser reads this.",
        validators=[required("Say what it is"), Length(max=4000)],
    )


class OwnApprovalForm(HearthForm):
    """Whoever took the chair approves the minutes."""


# ------------------------------------------------------------------------------------------ papers


class _PaperForm(HearthForm):
    which = SelectField("What it is", validators=[required("Choose what it is")])

    def answers(self):
        """As the act takes it; what it is, is the view's to say."""
        return {key: said for key, said in super().answers().items() if key in self.OWN}

    OWN: ClassVar[tuple[str, ...]] = ("late_agreed",)


class AddPaperForm(_PaperForm):
    """A paper from outside."""

    file = FileField(
        "The file",
        description="PDF, or a Word file that is made into one",
        validators=[FileRequired("Choose the file")],
    )
    title = StringField(
        "Title", description="Empty: what it is", validators=[Optional(), Length(max=160)]
    )
    given_by = StringField(
        "Given by",
        description="Of advice, the adviser’s name",
        validators=[Optional(), Length(max=120)],
        filters=[told],
    )
    given_on = UKDateField("Given on", validators=[Optional()])
    late_agreed = BooleanField("The chair consents to late papers")


class UsePaperForm(_PaperForm):
    """A document of the record becomes a paper."""

    document = SelectField("Which document", validators=[required("Choose the document")])
    given_by = StringField("Given by", validators=[Optional(), Length(max=120)], filters=[told])
    given_on = UKDateField("Given on", validators=[Optional()])
    late_agreed = BooleanField("The chair consents to late papers")


class WritePaperForm(_PaperForm):
    """What somebody said or saw, or why there is nothing."""

    how = CodeRadios(
        "How",
        PaperHow,
        only=(PaperHow.WORDS, PaperHow.OBSERVED, PaperHow.WHY_NOT),
        default=PaperHow.WORDS,
    )
    words = TextAreaField(
        "What was said or seen, or why there is nothing",
        validators=[required("Write it"), Length(max=20000)],
    )
    given_by = StringField("Given by", validators=[Optional(), Length(max=120)], filters=[told])
    given_on = UKDateField("On", validators=[Optional()])
    late_agreed = BooleanField("The chair consents to late papers")
    OWN = ("how", "words", "late_agreed")


class LatePaperForm(_PaperForm):
    """A paper that comes late."""

    given_on = UKDateField("Comes by", validators=[required("Enter the day by which it comes")])
    words = TextAreaField("Why it is late", validators=[required("Say why"), Length(max=4000)])
    late_agreed = BooleanField("The chair consents to late papers")
    OWN = ("words", "late_agreed")


class TakeOutForm(HearthForm):
    """A paper is no paper of its item any more."""


class PackForm(HearthForm):
    """A pack is made, or sent."""
