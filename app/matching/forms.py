"""Forms of finding and placing: few fields, filled from what is known."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from app.children.models import Outcome, Referral
from app.core.forms import CodeField, CodeRadios, HearthForm, PostcodeField, UKDateField
from app.core.today import LONDON, now, today
from app.matching import areas, standard
from app.matching.models import Answer, Refusal
from app.matching.rules import TWENTY_TWO_C, Asked
from app.people.forms import WholeNumberField
from app.people.places import point_of
from sufficiency.criteria import Weights
from sufficiency.types import Kind

LONG = Length(max=4000, message="Keep this under 4,000 characters")


def choices(values: tuple[str, ...]) -> list[Any]:
    """A short list of the standard's own words."""
    return [SelectChoice(value, value) for value in values]


class ChooseChildrenForm(HearthForm):
    """Which children need a home."""

    children = SelectMultipleField("Children", coerce=str)

    def validate_children(self, field: Any) -> None:
        if not field.data:
            raise ValidationError("Choose at least one child")


class ReferralForm(HearthForm):
    """The need: what is asked in every referral, then what only some need."""

    needed_on = UKDateField("Needed from", [InputRequired("Say when a home is needed from")])
    until = UKDateField("Expected until (if known)", [Optional()])
    kind = CodeField("Kind of fostering", Kind)
    home_postcode = PostcodeField("Family home's postcode", [Optional()])
    school_postcode = PostcodeField("School's postcode", [Optional()])
    max_miles = WholeNumberField(
        "No further from home than (miles)",
        [Optional(), NumberRange(1, 400, "Enter miles from 1 to 400")],
    )
    avoid = StringField(
        "Places to avoid", [Length(max=500, message="Keep this under 500 characters")]
    )
    livingCompanions = SelectField("Who else may live there", choices=choices(standard.COMPANIONS))
    pets = SelectField("Can live with pets", choices=choices(standard.PETS))
    smokeFree = BooleanField("Only where nobody smokes or vapes")
    together = BooleanField("Brothers and sisters together")
    together_why = TextAreaField("Because", [LONG])

    specificCommunicationRequirements = SelectField(
        "Communication", choices=choices(standard.COMMUNICATION)
    )
    homeAdaptation = BooleanField("Needs a step-free home")
    culturalNeeds = SelectField("Cultural needs", choices=choices(standard.CULTURE))
    additionalSupport = SelectField("Additional support", choices=choices(standard.SUPPORT))
    deprivationOfLiberty = BooleanField("There is a deprivation of liberty order")
    educationContinuity = SelectField(
        "Will keep the same school", choices=choices(("Not known", "Yes", "No"))
    )
    fosterCareSuitability = SelectField("Foster care", choices=choices(standard.SUITABILITY))
    residentialCareSuitability = SelectField(
        "Children's home", choices=choices(standard.SUITABILITY)
    )
    supportedAccommodationSuitability = SelectField(
        "Supported accommodation", choices=choices(standard.SUITABILITY)
    )
    riskOther = StringField("Another risk to the child", [Length(max=200)])
    riskToOthersOther = StringField("Another risk to others", [Length(max=200)])
    local_name = StringField("A field of our own: its name", [Length(max=60)])
    local_value = StringField("Its answer", [Length(max=200)])

    MAIN = (
        "needed_on",
        "until",
        "kind",
        "home_postcode",
        "school_postcode",
        "max_miles",
        "avoid",
        "livingCompanions",
        "pets",
    )
    MORE = (
        "specificCommunicationRequirements",
        "culturalNeeds",
        "additionalSupport",
        "educationContinuity",
        "fosterCareSuitability",
        "residentialCareSuitability",
        "supportedAccommodationSuitability",
    )
    TICKS = ("homeAdaptation", "deprivationOfLiberty")

    @classmethod
    def for_referral(cls, referral: Referral, **kw: Any) -> ReferralForm:
        """The form, filled with the referral as it stands."""
        known = {
            "needed_on": referral.needed_on,
            "until": referral.until,
            "kind": referral.kind,
            "home_postcode": referral.home_postcode,
            "school_postcode": referral.school_postcode,
            "max_miles": referral.max_miles,
            "avoid": referral.avoid,
            "together": referral.together,
            "together_why": referral.together_why,
            **{key: value for key, value in referral.answers.items() if hasattr(cls, key)},
        }
        return cls(data=known, record=referral, **kw)

    def validate_until(self, field: Any) -> None:
        if field.data and self.needed_on.data and field.data <= self.needed_on.data:
            raise ValidationError("The end must come after the day it is needed from")

    def validate_home_postcode(self, field: Any) -> None:
        _known_postcode(field)

    def validate_school_postcode(self, field: Any) -> None:
        _known_postcode(field)

    def validate_avoid(self, field: Any) -> None:
        lost = areas.not_found(field.data or "")
        if lost:
            raise ValidationError(
                f"{', '.join(lost)} could not be placed on the map. "
                "Use a postcode, the first part of one, or a town"
            )

    def referral_answers(self) -> dict[str, Any]:
        """The fields of the referral itself, as `change_referral` takes them."""
        own = (
            "needed_on",
            "until",
            "kind",
            "home_postcode",
            "school_postcode",
            "max_miles",
            "together",
            "together_why",
        )
        taken = {name: self[name].data or None for name in own}
        taken["together"] = bool(self.together.data)
        taken["together_why"] = self.together_why.data or ""
        taken["avoid"] = self.avoid.data or ""
        taken["answers"] = self.standard_answers()
        return taken

    def standard_answers(self) -> dict[str, Any]:
        """The standard's fields, and local ones, as they were answered; the risks beside them."""
        skip = {"once", "version", "csrf_token", "local_name", "local_value", "avoid"}
        own = {"needed_on", "until", "kind", "home_postcode", "school_postcode", "max_miles"}
        own |= {"together", "together_why"}
        return {
            field.name: field.data
            for field in self
            if field.name not in skip | own and field.data not in ("", None, False)
        }


def _known_postcode(field: Any) -> None:
    if field.data and point_of(field.data) is None:
        raise ValidationError("This postcode is not in our table. Check it, or load postcodes")


for _risk, _words in standard.RISKS.items():
    setattr(
        ReferralForm,
        _risk,
        RadioField(
            _words,
            choices=[
                SelectChoice("No known risk", "No known risk"),
                SelectChoice("Risk Present", "Risk"),
            ],
            validators=[Optional()],
        ),
    )


class CallForm(HearthForm):
    """What was said when a carer was asked."""

    spoke_to = StringField("Spoke to", [Length(max=120)])
    answer = CodeRadios("What did they say?", Answer)
    refusal = CodeField("If no, why", Refusal, required=False)
    note = TextAreaField("Note", [LONG])

    def validate(self, extra_validators: Any = None) -> bool:
        """A no is asked for its reason; the field itself is optional, and so is not asked."""
        sound = super().validate(extra_validators)
        if self.answer.data is Answer.NO and not self.refusal.data:
            self.refusal.errors = ["Choose why they said no, so that it can be counted"]
            return False
        return bool(sound)


class HoldForm(HearthForm):
    """How long a bed is held."""

    HOURS = (("2", "two hours"), ("4", "four hours"), ("night", "until 10 tomorrow morning"))
    until = RadioField("Hold for", choices=[SelectChoice(k, w.capitalize()) for k, w in HOURS])

    def expires_at(self) -> datetime:
        """The moment at which it stops being held."""
        if self.until.data == "night":
            return datetime.combine(today() + timedelta(days=1), time(10), LONDON)
        return now() + timedelta(hours=int(self.until.data))


class MovesInField(UKDateField):
    """The day of moving in. A day that was proposed and has passed is filled in as today: that
    the children moved meanwhile is for somebody to say."""

    def process_data(self, value):
        kept = date.fromisoformat(value) if isinstance(value, str) else value
        self.data = max(kept, today()) if kept else None


class PlaceForm(HearthForm):
    """What placing asks. Nothing here but the day has a default answer."""

    moves_in_on = MovesInField("Moves in on")
    why_this_home = TextAreaField("Why this home", [LONG])
    wishes = TextAreaField("What the children wish and feel, and when you asked", [LONG])
    wishes_not_known_because = TextAreaField(
        "If it is not known, why not; or what was observed, for a baby", [LONG]
    )
    parents_views = TextAreaField("What their parents think, or why they were not asked", [LONG])
    effect_on_others = TextAreaField(
        "What it means for each child already there, and whose worker was asked", [LONG]
    )
    sharing_agreed_by = StringField("Who agreed that they share a bedroom", [Length(max=120)])
    bedrooms_confirmed = StringField(
        "Where each child will sleep, and who confirmed it", [Length(max=300)]
    )
    emergency_because = TextAreaField(
        "Why it is necessary to place outside the terms in an emergency", [LONG]
    )
    gate_because = TextAreaField("Why you decide it although a check fails", [LONG])
    why_near_home = TextAreaField("It is far from home. Why it is still right", [LONG])
    why_school = TextAreaField("School would change. Why it is still right", [LONG])
    why_siblings = TextAreaField(
        "A brother or sister lives elsewhere. Why it is still right", [LONG]
    )
    why_disabled = TextAreaField("It may not suit the disability. Why it is still right", [LONG])
    why_area = TextAreaField("It is outside our area. Why it is still right", [LONG])
    why_where = TextAreaField(
        "Where the home is, is not recorded. What is known, and why it is right", [LONG]
    )

    def asked(self) -> Asked:
        """The answers, as the rules take them."""
        plain = {
            name: (self[name].data or "").strip()
            for name in Asked.__slots__
            if name not in ("reasons_22c", "moves_in_on")
        }
        reasons = {key: (self[f"why_{key}"].data or "").strip() for key in TWENTY_TWO_C}
        given = {key: why for key, why in reasons.items() if why}
        return Asked(**plain, reasons_22c=given, moves_in_on=self.moves_in_on.data)


class DeclineForm(HearthForm):
    """Why a proposed placement is declined."""

    because = TextAreaField("Why", [InputRequired("Say why"), LONG])


class CloseForm(HearthForm):
    """How a referral ended without a placement here."""

    outcome = CodeRadios("How did it end?", Outcome, only=(Outcome.NOBODY_FOUND, Outcome.WITHDRAWN))


class WeightsForm(HearthForm):
    """The council's own weights, in miles."""


WEIGHT_WORDS = {
    "home_mile": "Each mile from the child's home",
    "school_mile": "Each mile from school",
    "sibling_there": "A brother or sister lives there",
    "connected": "A carer is a relative, friend or connected",
    "in_area": "In our area",
    "own_service": "Our own carers",
    "company": "Other children there, where wished for",
    "hundred_pounds": "Each hundred pounds a week",
    "ages_out": "A child passes the ages of the terms within a year",
    "no_ssw": "No supervising social worker",
}

for _name in Weights.__slots__:
    setattr(
        WeightsForm,
        _name,
        StringField(WEIGHT_WORDS.get(_name, _name), [InputRequired("Enter miles, 0 or more")]),
    )
