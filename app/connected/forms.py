"""Forms about connected carers: short, for a telephone in the evening; shape and parsing only."""

from __future__ import annotations

import re
from datetime import datetime, time

from wtforms import (
    BooleanField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional

from app.assessments.evidence import Found
from app.assessments.viability import Answer
from app.children.codes import Ls
from app.children.kinds import Relationship
from app.connected.rules import QUESTIONS, Conditions, EndedHow, How, Kind, Outcome
from app.core.forms import (
    CodeField,
    CodeRadios,
    HearthForm,
    PostcodeField,
    UKDateField,
    read_day,
)
from app.core.today import LONDON, now, today
from app.people.forms import Boxes, OnForm, day_field, offered, required
from sufficiency.types import Sex

STATUSES = (Ls.V2, Ls.C1, Ls.C2, Ls.L1, Ls.L2, Ls.L3)
"""The legal statuses of a child who comes to be looked after in an evening, the likeliest first."""


class ChildrenForm(HearthForm):
    """For which children: found by name, or not on record yet."""

    words = StringField(
        "Find the child by name",
        description="Given and family name, or part of each",
        validators=[Optional(), Length(max=80)],
    )
    children = Boxes("For which children", validators=[Optional()], choices=[])
    new_given_name = StringField("Given name", validators=[Optional(), Length(max=80)])
    new_family_name = StringField("Family name", validators=[Optional(), Length(max=80)])
    new_born = UKDateField("Date of birth", validators=[Optional()])
    new_sex = CodeRadios("Sex", Sex, required=False)
    new_status = CodeField(
        "Legal status", Ls, only=STATUSES, required=False, blank="Not looked after"
    )
    relationship = CodeField(
        "The carer is the child’s",
        Relationship,
        only=[each for each in Relationship if each.is_connected],
    )
    there_since = UKDateField(
        "Already there since",
        description="Leave empty if the children have not moved",
        validators=[Optional()],
    )

    def new_child(self, authority):
        """A child who is not on record, as the act takes one; None if none was typed."""
        if not self.new_given_name.data:
            return None
        return {
            "given_name": self.new_given_name.data.strip(),
            "family_name": (self.new_family_name.data or "").strip(),
            "born": self.new_born.data,
            "sex": self.new_sex.data or Sex.UNKNOWN,
            "status": self.new_status.data,
            "starts_on": min(self.there_since.data or today(), today()),
            "responsible_authority": authority,
        }

    def validate(self, extra_validators=None):
        """A child is chosen or typed, and one who is typed has a name and a date of birth."""
        fine = super().validate(extra_validators)
        if not self.children.data and not self.new_given_name.data:
            self.words.errors = ["Find the child by name, or add one who is not on record"]
            return False
        if self.new_given_name.data and not self.new_family_name.data:
            self.new_family_name.errors = ["Enter the family name"]
            fine = False
        if self.new_given_name.data and self.new_born.data is None and not self.new_born.errors:
            self.new_born.errors = ["Enter the date of birth: today’s guess can be put right later"]
            fine = False
        return fine


class OpenForm(ChildrenForm):
    """A case: the children, the carers, where they live, who else lives there."""

    given_name = StringField(
        "Given name", validators=[required("Enter the given name"), Length(max=80)]
    )
    family_name = StringField(
        "Family name", validators=[required("Enter the family name"), Length(max=80)]
    )
    born = UKDateField("Date of birth", validators=[Optional()])
    given_name_2 = StringField("Given name", validators=[Optional(), Length(max=80)])
    family_name_2 = StringField("Family name", validators=[Optional(), Length(max=80)])
    born_2 = UKDateField("Date of birth", validators=[Optional()])
    line = StringField("Address", validators=[required("Enter the address"), Length(max=200)])
    postcode = PostcodeField("Postcode", validators=[required("Enter the postcode")])
    adults = TextAreaField(
        "Everybody else of 18 or over who lives there",
        description="One to a line, with the date of birth if it is known: Ray Bufton, 3/4/1990",
        validators=[Optional(), Length(max=1000)],
    )
    same = RadioField(
        "Is this the same person?",
        choices=offered([("yes", "Yes, the same person"), ("no", "No, somebody else")]),
        validators=[Optional()],
    )
    told = TextAreaField("What we were told", validators=[Optional(), Length(max=4000)])

    def carers(self):
        """One carer, or two, as the act takes them."""
        ends = ["", "_2"] if self.given_name_2.data else [""]
        return [
            {
                "given_name": (self[f"given_name{end}"].data or "").strip(),
                "family_name": (
                    self[f"family_name{end}"].data or self.family_name.data or ""
                ).strip(),
                "born": self[f"born{end}"].data,
            }
            for end in ends
        ]

    def other_adults(self):
        """Everybody else of 18 or over: one to a line, perhaps with a date of birth."""
        return [
            adult_of(line, self.family_name.data or "")
            for line in (self.adults.data or "").splitlines()
            if line.strip(" ,.")
        ]


class OpenForHomeForm(ChildrenForm):
    """A case of a household that is on record."""

    told = TextAreaField("What we were told", validators=[Optional(), Length(max=4000)])


_DAY_AT_END = re.compile(r"[ ,(]+((?:\d{1,4}[ ./-])+\d{1,4}|\d{1,2} [A-Za-z]+ \d{2,4})\)?$")


def adult_of(line, family_name):
    """A person typed on one line: "Ray Bufton, 3/4/1990"; one word is a given name."""
    line = line.strip(" ,.")
    born = None
    if match := _DAY_AT_END.search(line):
        born = read_day(match[1])
        if born is not None:
            line = line[: match.start()].strip(" ,(")
    given, _, family = line.partition(" ")
    return {"given_name": given, "family_name": family.strip() or family_name, "born": born}


class AdultForm(HearthForm):
    """Somebody who lives there, or moves in."""

    given_name = StringField(
        "Given name", validators=[required("Enter the given name"), Length(max=80)]
    )
    family_name = StringField(
        "Family name", validators=[required("Enter the family name"), Length(max=80)]
    )
    born = UKDateField("Date of birth", validators=[Optional()])
    role = RadioField(
        "Who are they there?",
        choices=offered(
            [
                ("adult", "Another adult of the household"),
                ("carer", "A second carer"),
                ("child_of_the_family", "A child of the family"),
                ("lodger", "A lodger"),
            ]
        ),
        default="adult",
    )
    starts_on = day_field("There since", "Enter since when")
    same = RadioField(
        "Is this the same person?",
        choices=offered([("yes", "Yes, the same person"), ("no", "No, somebody else")]),
        validators=[Optional()],
    )


class FindingsForm(HearthForm):
    """What one visit or call settled about one of them."""

    items = Boxes("What was found out", choices=[])
    found = RadioField(
        "How it came out",
        choices=offered(
            [
                (Found.ESTABLISHED.value, "Found out"),
                (Found.NOT_PRACTICABLE.value, "Not practicable"),
            ]
        ),
        default=Found.ESTABLISHED.value,
    )
    words = TextAreaField(
        "What was found, and how it is known",
        description="Or, if it was not practicable, why",
        validators=[Optional(), Length(max=4000)],
    )
    on = day_field("When", "Enter the day")

    def told(self):
        """As the act takes it: the day as a moment, the words as what was found or as why not."""
        found = Found(self.found.data)
        said = self.words.data or ""
        given = self.on.data
        at = now() if given == today() else datetime.combine(given, time(12), LONDON)
        settled = found is Found.ESTABLISHED
        return {
            "found": found,
            "words": said if settled else "",
            "because": "" if settled else said,
            "established_at": at,
        }


class AskForm(HearthForm):
    """What a nominated officer is asked for, with the judgement that it takes."""

    KIND = Kind.GIVE

    def judgement(self):
        """The answers, by question."""
        return {key: self[key].data or "" for key in QUESTIONS[self.KIND]}

    def conditions(self):
        """The conditions of an extension; none for a first approval."""
        names = Conditions.__dataclass_fields__
        told = {name: self[name].data for name in names if name in self}
        return Conditions(**{name: said for name, said in told.items() if said is not None})


class ExtendForm(AskForm):
    """The one extension, and its conditions."""

    KIND = Kind.EXTEND
    last_day = UKDateField("Extend until", validators=[Optional()])
    considered_on = UKDateField("Considered again on", validators=[Optional()])
    panel_on = UKDateField("Panel’s views sought on", validators=[Optional()])
    panel_views = TextAreaField("What the panel’s views were", validators=[Optional()])
    iro_told_on = UKDateField("Reviewing officer told on", validators=[Optional()])
    iro = StringField("Which reviewing officer", validators=[Optional(), Length(max=120)])


class AwaitForm(AskForm):
    """The extension while an independent review is pending."""

    KIND = Kind.AWAIT
    not_approved_on = UKDateField("Decided not to approve on", validators=[Optional()])
    review_asked_on = UKDateField("Carer asked for a review on", validators=[Optional()])
    reference = StringField("The review’s reference", validators=[Optional(), Length(max=80)])
    considered_on = UKDateField("Considered again on", validators=[Optional()])
    panel_on = UKDateField("Panel’s views sought on", validators=[Optional()])
    panel_views = TextAreaField("What the panel’s views were", validators=[Optional()])
    iro_told_on = UKDateField("Reviewing officer told on", validators=[Optional()])
    iro = StringField("Which reviewing officer", validators=[Optional(), Length(max=120)])


for _form in (AskForm, ExtendForm, AwaitForm):
    for _key, _says in QUESTIONS[_form.KIND].items():
        setattr(_form, _key, TextAreaField(_says, validators=[Optional(), Length(max=4000)]))


class DecideForm(HearthForm):
    """The officer's decision."""

    outcome = RadioField(
        "Decision",
        choices=offered([(Outcome.AGREED.value, "Agree"), (Outcome.REFUSED.value, "Refuse")]),
        validators=[required("Agree or refuse")],
    )
    how = CodeRadios("How it was decided", How, default=How.IN_WRITING.value)
    reasons = TextAreaField("Reasons", validators=[required("Give your reasons")])


class ReasonsForm(HearthForm):
    """Why."""

    reasons = TextAreaField("Why", validators=[required("Say why")])


class ArrangeForm(OnForm):
    """What is arranged now that the weeks have run out."""

    words = TextAreaField(
        "Where will the child live, and who has been asked?",
        validators=[required("Say what is arranged")],
    )
    moves_on = UKDateField("The child is to move on", validators=[Optional()])


class EndForm(OnForm):
    """How it ended for a child."""

    how = CodeRadios("How it ended", EndedHow)


class StepForm(OnForm):
    """A step of the weeks."""

    booked_for = UKDateField("Panel on", validators=[Optional()])
    note = TextAreaField("Anything to add", validators=[Optional(), Length(max=2000)])


class ViabilityForm(OnForm):
    """A first, short assessment: its answer."""

    answer = CodeRadios("Answer", Answer)
    words = TextAreaField("Why", validators=[required("Say why: it is told in writing")])
    told = BooleanField("They were told in writing on that day")
