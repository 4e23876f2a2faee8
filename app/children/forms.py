"""Forms about children: shape and parsing only."""

from __future__ import annotations

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.children.codes import Ls, Place, PlaceChange, PlaceProvider, Rec
from app.children.kinds import (
    ApprovalNeeded,
    AwayKind,
    Basis,
    GroundKind,
    LibertyKind,
    Regulator,
    SettingKind,
    SiblingKind,
    Sureness,
    TogetherOrApart,
)
from app.core.forms import (
    CodeField,
    CodeRadios,
    HearthForm,
    PostcodeField,
    UKDateField,
)
from app.core.words import words
from app.data import codes as return_codes
from app.people.forms import day_field, offered, required, told
from sufficiency.types import FACT_WORDS, Fact, Kind, Sex

NOBODY = [("", "Nobody yet")]
NONE = [("", "None of these")]


class CodeListField(CodeField):
    """A code list by its words, each with its code; the codes of the statutory return."""

    def __init__(self, label, codes, *, only=None, required=True, blank="Choose", **kw):
        super().__init__(label, codes, only=only, required=required, blank=blank, **kw)
        self.type = "CodeField"  # drawn as one
        shown = [
            ("", blank),
            *((code.value, f"{words(code)} ({code.value})") for code in only or codes),
        ]
        self.choices = offered(shown)


class ReturnCodeField(SelectField):
    """A code of the return that is kept as the return writes it, chosen by its words.

    A code that was loaded and is not in the list stays as it is until another is chosen.
    """

    def __init__(self, label, column, *, blank="Not recorded", **kw):
        shown = [
            ("", blank),
            *((code, f"{said} ({code})") for code, said in return_codes(column).items()),
        ]
        self.shown = shown
        super().__init__(label, choices=offered(shown), validate_choice=False, **kw)
        self.type = "SelectField"  # drawn as one

    def process_data(self, value):
        """Offer the code that is recorded, listed or not."""
        super().process_data(value)
        if value and value not in dict(self.shown):
            self.choices = offered([*self.shown, (value, value)])


class ChildForm(HearthForm):
    """A child who comes to be looked after."""

    given_name = StringField(
        "Given name", validators=[InputRequired("Enter the given name"), Length(max=80)]
    )
    family_name = StringField(
        "Family name", validators=[InputRequired("Enter the family name"), Length(max=80)]
    )
    born = UKDateField("Date of birth", validators=[Optional()])
    sex = CodeRadios("Sex", Sex)
    status = CodeListField("Legal status", Ls, required=False, blank="Not looked after by us")
    need = ReturnCodeField("Category of need", "CIN", validators=[Optional(), Length(max=2)])
    starts_on = day_field("Looked after since", "Enter the day")
    home_postcode = PostcodeField("Postcode of the family home", validators=[Optional()])
    worker = SelectField("Child’s social worker", choices=offered(NOBODY), validators=[Optional()])
    authority = SelectField(
        "Looked after by",
        description="Another council’s child, who lives with carers of ours, counts there for room "
        "and limits and in none of our returns",
        validators=[Optional()],
    )


class ParticularsForm(HearthForm):
    """A child's particulars beside the person's own."""

    worker = SelectField("Child’s social worker", choices=offered(NOBODY), validators=[Optional()])
    ethnicity = ReturnCodeField("Ethnicity", "ETHNIC", validators=[Optional(), Length(max=4)])
    upn = StringField("Unique pupil number", validators=[Optional(), Length(max=13)])


class StatusForm(HearthForm):
    """A legal status."""

    status = CodeListField("Legal status", Ls)
    need = ReturnCodeField(
        "Category of need", "CIN", blank="As before", validators=[Optional(), Length(max=2)]
    )
    starts_on = day_field("From", "Enter the first day")


class StopForm(HearthForm):
    """No longer looked after."""

    on = day_field("First day not looked after", "Enter the day")
    because = CodeListField("Why", Rec, only=[code for code in Rec if code is not Rec.X1])


class SchoolForm(HearthForm):
    """A school."""

    school = StringField(
        "School, nursery or college", validators=[InputRequired("Enter its name"), Length(max=120)]
    )
    postcode = PostcodeField("Its postcode", validators=[Optional()])
    starts_on = day_field("From", "Enter the first day")


class HomeForm(HearthForm):
    """Where the family home is."""

    postcode = PostcodeField(
        "Postcode of the family home", validators=[InputRequired("Enter the postcode")]
    )
    starts_on = day_field("From", "Enter the first day")


class NeedForm(HearthForm):
    """What a home must be for a child."""

    fact = SelectField(
        "About the home",
        choices=offered(
            (fact.value, said[:1].upper() + said[1:]) for fact, said in FACT_WORDS.items()
        ),
        coerce=Fact,
    )
    must = RadioField(
        "Must it be so?",
        choices=offered([("yes", "It must"), ("no", "It must not"), ("better", "Better if it is")]),
        validators=[InputRequired("Choose one")],
    )
    why = TextAreaField("Why", validators=[Optional(), Length(max=2000)], filters=[told])
    starts_on = day_field("From", "Enter the first day")

    def answers(self):
        """As the action takes it: must (true), must not (false), better (none)."""
        told = super().answers()
        told["must_be"] = {"yes": True, "no": False}.get(told.pop("must"))
        return told


class SiblingForm(HearthForm):
    """A brother or sister, and the plan for the two."""

    words = StringField("Find a child by name", validators=[Optional(), Length(max=80)])
    sibling = RadioField("Brother or sister", validators=[InputRequired("Choose a child")])
    kind = CodeRadios("They are", SiblingKind)
    sureness = CodeRadios("How sure", Sureness)
    plan = CodeRadios("Plan", TogetherOrApart, required=False)
    why = TextAreaField(
        "Why together, or why apart", validators=[Optional(), Length(max=2000)], filters=[told]
    )
    starts_on = day_field("Plan from", "Enter the first day")
    join_by = UKDateField(
        "To live together by",
        description="Where they live apart for now and the plan is to join them",
        validators=[Optional()],
    )

    def answers(self):
        """The relation and the plan; the words only find who it is."""
        told = super().answers()
        del told["words"]
        return told


class PlacementForm(HearthForm):
    """What happened: where a child came to live."""

    starts_on = day_field("First day there", "Enter the first day")
    place = CodeListField("Type of placement", Place)
    household = SelectField("With a household", choices=offered(NONE), validators=[Optional()])
    setting = SelectField("Or in a setting", choices=offered(NONE), validators=[Optional()])
    postcode = PostcodeField(
        "Or at a postcode",
        description="Where neither the household nor the setting is recorded here",
        validators=[Optional()],
    )
    place_provider = CodeListField(
        "Provided by", PlaceProvider, required=False, blank="Not recorded"
    )
    urn = StringField("Registration number given", validators=[Optional(), Length(max=20)])
    basis = CodeField("Placed under", Basis, required=False, blank="Not recorded")
    kind = CodeField(
        "Kind of fostering", Kind, required=False, blank="Not fostering, or not recorded"
    )
    temporary = BooleanField("A temporary stay: the main placement goes on")
    expected_end = UKDateField("Expected to end", validators=[Optional()])
    ends_on = UKDateField(
        "Ended on (first day no longer there)",
        description="Empty while the child is there",
        validators=[Optional()],
    )


class EndForm(HearthForm):
    """A placement ended."""

    on = day_field("First day no longer there", "Enter the day")
    because = CodeListField("Why", PlaceChange, required=False, blank="Not recorded")


class DecisionForm(HearthForm):
    """A decision that a placement needed."""

    what = CodeRadios("What was decided", ApprovalNeeded)
    decided_on = day_field("Decided on", "Enter the day")
    decided_by = StringField(
        "Decided by",
        description="Name and post",
        validators=[InputRequired("Enter who decided"), Length(max=120)],
    )
    reason = TextAreaField("Reason", validators=[Optional(), Length(max=4000)], filters=[told])


class AwayForm(HearthForm):
    """Missing, or away."""

    kind = CodeRadios("Missing or away", AwayKind)
    starts_on = day_field("Since", "Enter the day")


class SettingForm(HearthForm):
    """A setting."""

    name = StringField("Name", validators=[InputRequired("Enter its name"), Length(max=120)])
    kind = CodeField("What kind of place", SettingKind)
    provider_name = StringField("Run by", validators=[Optional(), Length(max=120)])
    postcode = PostcodeField("Postcode", validators=[Optional()])


class RegistrationForm(HearthForm):
    """A setting's registration."""

    regulator = CodeRadios("Registered with", Regulator)
    registered_as = CodeField("Registered as", SettingKind)
    urn = StringField(
        "Registration number", validators=[InputRequired("Enter the number"), Length(max=20)]
    )
    starts_on = day_field("Since", "Enter the first day")
    checked_on = UKDateField("Checked with the regulator on", validators=[Optional()])


class VisitForm(HearthForm):
    """A visit by the child's own social worker."""

    visited_on = day_field("Visited on", "Enter the day of the visit")
    seen = BooleanField("The child was seen", default=True)
    alone = BooleanField("The child was seen alone")
    words = TextAreaField(
        "How the child is, and what they said", validators=[required("Say how the child is")]
    )


class CareReviewForm(HearthForm):
    """A review of the child's case."""

    held_on = day_field("Held on", "Enter the day it was held")


class CorrectRegistrationForm(RegistrationForm):
    """A registration as it should have been recorded."""

    ends_on = UKDateField("Until (first day without it; empty: still)", validators=[Optional()])


class LibertyForm(HearthForm):
    """An order that deprives a child of liberty."""

    kind = CodeRadios("Allowed by", LibertyKind)
    court = StringField(
        "Court and case number",
        validators=[InputRequired("Enter the court and the number of the case"), Length(max=120)],
    )
    starts_on = day_field("From", "Enter the first day")
    last_day = UKDateField(
        "Last day it allows", validators=[InputRequired("Enter the last day, from the order")]
    )
    first_review_on = UKDateField("First review by", validators=[Optional()])
    restrictions = TextAreaField(
        "What is restricted", validators=[Optional(), Length(max=4000)], filters=[told]
    )


class LibertyReviewForm(HearthForm):
    """A review of a deprivation of liberty."""

    held_on = day_field("Held on", "Enter the day of the review")
    next_on = UKDateField("Next review by", validators=[Optional()])
    found = TextAreaField(
        "What came of it",
        validators=[InputRequired("Say what came of it"), Length(max=4000)],
    )


class GroundForm(HearthForm):
    """What a placement rests on besides a decision."""

    what = CodeRadios("What", GroundKind)
    happened_on = day_field("On", "Enter the day")
    told_by = StringField(
        "By whom",
        description="Name and post of whoever found or decided it",
        validators=[InputRequired("Enter by whom"), Length(max=120)],
    )
    why = TextAreaField(
        "Why", validators=[InputRequired("Say why, in a sentence"), Length(max=4000)]
    )
