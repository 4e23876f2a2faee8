"""Forms about what placements start and end: few fields, filled where the record knows."""

from __future__ import annotations

from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.children.codes import PlaceChange
from app.children.forms import CodeListField
from app.core.forms import CodeField, CodeRadios, HearthForm, UKDateField
from app.people.forms import OnForm, day_field, offered, required, told
from app.placements.kinds import How, PlanPart, Theme, Visit
from app.statute.care_planning.begun import USUALLY, Decides, EndsWithout, Matter

LONG = Length(max=20_000, message="Keep this under 20,000 characters")


def words_field(label, says, **kw):
    """Words that must be given."""
    return TextAreaField(label, validators=[required(says), LONG], **kw)


def more_words(label, **kw):
    """Words that may be given."""
    return TextAreaField(label, validators=[Optional(), LONG], filters=[told], **kw)


WHY_NOT_BEFORE = "Why it was not practicable before the placement"
BEFORE_HINT = "Empty if it was done by the day the placement began"


class DoneForm(OnForm):
    """An item was done."""

    words = words_field(
        "What shows it", "Say what shows it", description="A document, a name, a reference"
    )
    why_not_before = more_words(WHY_NOT_BEFORE, description=BEFORE_HINT)


class NotNeededForm(HearthForm):
    """An item is not needed."""

    because = words_field("Why it is not needed", "Say why it is not needed")


LETTER = "Make the letter from the record, and keep it with the child’s documents"


class ToldForm(OnForm):
    """Somebody whom the law names was told."""

    name = StringField(
        "Who that is",
        validators=[required("Enter who was told"), Length(max=200)],
    )
    how = CodeRadios("How", How)
    letter = BooleanField(LETTER)
    why_not_before = more_words(WHY_NOT_BEFORE, description=BEFORE_HINT)


def tell_form(owed):
    """The form that tells several at once: who each of them is, and how they were told."""
    names = {
        name_of(to): StringField(to.words(), validators=[Length(max=200)], filters=[told])
        for to in owed
    }
    return type(
        "TellForm",
        (HearthForm,),
        names
        | {
            "on": day_field("Told on", "Enter the day"),
            "how": CodeRadios("How", How),
            "letter": BooleanField(LETTER),
            "why_not_before": more_words(WHY_NOT_BEFORE, description=BEFORE_HINT),
        },
    )


def name_of(to):
    """The field that says who one of them is."""
    return f"name_{to.value}"


class OfficerForm(HearthForm):
    """A child's reviewing officer."""

    user = SelectField("Reviewing officer", validators=[required("Choose who it is")])
    starts_on = day_field("Named on", "Enter the day")


class PlanForm(HearthForm):
    """The parts of a placement plan."""

    autosave = True


for _part in PlanPart:
    setattr(PlanForm, _part.value, more_words(_part.words()))


def parts_of(form):
    """What was written of each part."""
    return {part: form[part.value].data or "" for part in PlanPart}


class AgreedForm(OnForm):
    """A plan was agreed and signed."""

    signed_by = StringField(
        "Signed by", validators=[required("Enter who signed it"), Length(max=200)]
    )
    why_not_before = more_words(WHY_NOT_BEFORE, description=BEFORE_HINT)


class DelegatedForm(HearthForm):
    """Who decides each matter; the form proposes what is usual."""

    on = day_field("Agreed on", "Enter the day it was agreed")
    why_not_before = more_words(WHY_NOT_BEFORE, description=BEFORE_HINT)


for _matter in Matter:
    setattr(
        DelegatedForm,
        f"who_{_matter.value}",
        CodeField(_matter.words(), Decides, default=USUALLY[_matter]),
    )
    setattr(
        DelegatedForm,
        f"say_{_matter.value}",
        StringField(
            f"Conditions: {_matter.words().lower()}",
            validators=[Optional(), Length(max=300)],
            filters=[told],
        ),
    )


def decided_in(form):
    """Who decides each matter, and on what conditions, as the act takes it."""
    return {
        matter: (form[f"who_{matter.value}"].data, form[f"say_{matter.value}"].data or "")
        for matter in Matter
    }


class DocumentForm(HearthForm):
    """For whom a document is made."""

    recipient = StringField(
        "For whom it is made",
        description="One document for each reader",
        validators=[required("Enter for whom it is made"), Length(max=200)],
    )


# --------------------------------------------------------------------------------------- endings


class ProposeForm(HearthForm):
    """A placement is to end."""

    proposed_on = UKDateField("It is to end on", validators=[required("Enter the day")])
    why = words_field("Why", "Say why it is to end")
    goes_to = more_words("Where the child goes")
    reviewed_on = UKDateField(
        "Review of the child’s case held on",
        description="Empty while it is still to be held",
        validators=[Optional()],
    )
    officer_told_on = UKDateField("Reviewing officer told on", validators=[Optional()])


class EndForm(HearthForm):
    """A placement ended."""

    on = day_field("First day no longer there", "Enter the day")
    because = CodeListField("Why", PlaceChange)
    why = words_field("Why, in words", "Say why it ended, in words")
    reviewed_on = UKDateField(
        "Reviewed before it ended, on",
        description="The review of the child’s case at which it was agreed",
        validators=[Optional()],
    )
    without = CodeField(
        "If without a review before",
        EndsWithout,
        required=False,
        blank="No exception of the law applies",
    )
    goes_to = more_words("Where the child went")
    officer_told_on = UKDateField("Reviewing officer told on", validators=[Optional()])


class HowEndedForm(EndForm):
    """How a placement ended whose day is known."""

    def __init__(self, *args, **kw):
        super().__init__(*args, **kw)
        del self.on


# --------------------------------------------------------------------------- disruption meetings


class MeetingForm(HearthForm):
    """A disruption meeting."""

    held_on = day_field("Held on", "Enter the day it was held")
    came = words_field("Who came", "Say who came", description="And who was asked and did not")
    found = words_field("What led to it", "Say what led to it")
    theme = CodeField("What was learned is about", Theme, required=False, blank="Nothing yet")
    learned = more_words("What was learned", description="More can be added afterwards")


class LessonForm(HearthForm):
    """Something learned."""

    theme = CodeField("About", Theme)
    words = words_field("What was learned", "Say what was learned")


class ActionForm(HearthForm):
    """Something agreed."""

    what = words_field("What is to be done", "Say what is to be done")
    owner = SelectField("Who does it", validators=[required("Choose who does it")])
    due_on = UKDateField("By", validators=[required("Enter the day by which it is done")])


class ActionDoneForm(OnForm):
    """What was agreed was done."""

    words = words_field("What came of it", "Say what came of it")


# ---------------------------------------------------------------------------------- planned moves


class MoveForm(HearthForm):
    """A held bed becomes a planned move."""

    moves_on = UKDateField("The child moves on", validators=[required("Enter the day")])


class IntroductionForm(HearthForm):
    """A step before a move."""

    what = CodeRadios("What", Visit)
    on = UKDateField("On", validators=[required("Enter the day")])
    who = StringField("Who is there", validators=[Optional(), Length(max=200)], filters=[told])


class WentForm(HearthForm):
    """How a step went."""

    held = BooleanField("It was held", default=True)
    words = words_field("How it went, or why it was not held", "Say how it went")


class LetGoForm(HearthForm):
    """A move is let go."""

    because = words_field("Why the move is let go", "Say why")


class FromForm(HearthForm):
    """From when on lists are kept."""

    day = UKDateField(
        "Of placements that began from",
        validators=[InputRequired("Enter the first day")],
    )


def choose_from(field, people):
    """Put those who may be chosen on a form; gives them by their public id."""
    found = {each.ref: each for each in people}
    field.choices = offered([("", "Choose"), *((ref, each.name) for ref, each in found.items())])
    return found
