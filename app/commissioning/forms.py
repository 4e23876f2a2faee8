"""Forms of referrals out: few words, filled with what is known."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from app.children.kinds import Regulator
from app.commissioning.kinds import (
    CameBy,
    HowHeard,
    NoOffer,
    OfferEnd,
    Reply,
    Section,
    Service,
    Standing,
    Step,
    Told,
    Whose,
)
from app.core.forms import CodeField, CodeRadios, HearthForm, PostcodeField, UKDateField
from app.core.today import now
from app.matching.rules import TWENTY_TWO_C
from app.people.forms import (
    EMAIL,
    Boxes,
    TimeField,
    WholeNumberField,
    day_field,
    moment_of,
    offered,
    required,
    time_now,
    told,
)
from app.people.models import ProviderKind
from app.register.review_forms import YesNo

LONG = Length(max=8000, message="Keep this under 8,000 characters")


# ----------------------------------------------------------------------------------- providers


class EntryForm(HearthForm):
    """What a provider gives."""

    service = CodeRadios("What they give", Service)
    areas = Boxes("In the areas of", validators=[InputRequired("Choose at least one area")])
    min_age = WholeNumberField("From age", [InputRequired("Enter the youngest age")])
    max_age = WholeNumberField("To age", [InputRequired("Enter the oldest age")])
    contact_name = StringField(
        "Referrals go to", [required("Enter a person or a team"), Length(max=120)]
    )
    email = StringField(
        "Email address",
        [
            required("Enter the address that referrals go to"),
            Length(max=254),
            Regexp(EMAIL, message="Enter an email address, like jo@example.org"),
        ],
    )
    starts_on = day_field("From", "Enter the first day")

    def offer(self, areas):
        """The areas to choose from, by code."""
        self.areas.choices = offered(areas)
        return self


class ProviderForm(EntryForm):
    """A provider that is not on record yet."""

    name = StringField("Name", [required("Enter the provider’s name"), Length(max=120)])
    kind = CodeRadios(
        "Whose", ProviderKind, only=(ProviderKind.AGENCY, ProviderKind.OTHER_AUTHORITY)
    )
    urn = StringField("Ofsted number", [Optional(), Length(max=20)])


class FrameworkForm(HearthForm):
    """A framework."""

    name = StringField("Name", [required("Enter what it is called"), Length(max=120)])
    starts_on = day_field("From", "Enter the first day")


class JoinForm(HearthForm):
    """A place on a framework."""

    framework = SelectField("Framework", validators=[required("Choose the framework")])
    tier = WholeNumberField("Tier", [InputRequired("Enter the tier, 1 for those asked first")])
    starts_on = day_field("From", "Enter the first day")


class LeaveForm(HearthForm):
    """Off a framework."""

    framework = SelectField("Framework", validators=[required("Choose the framework")])
    on = day_field("From", "Enter the first day on which it is not on it")


class StandingForm(HearthForm):
    """What the regulator's list says."""

    standing = CodeRadios("The regulator’s own list says", Standing)
    checked_on = day_field("Looked at on", "Enter the day")
    words = TextAreaField("What else it says: grade, conditions, number", [Optional(), LONG])


# -------------------------------------------------------------------------------- the referral


class WidenForm(HearthForm):
    """How far, and why."""

    step = CodeRadios("Widen the search to", Step)
    why = TextAreaField("Why what was looked at so far does not do", [Optional(), LONG])


class ProfileForm(HearthForm):
    """The sections of a profile."""

    def sections(self) -> dict[str, str]:
        """What was written, by section."""
        return {each.value: told(self[each.value].data) for each in Section}


for _section in Section:
    setattr(ProfileForm, _section.value, TextAreaField(_section.words(), [Optional(), LONG]))


class ReleaseForm(HearthForm):
    """Who releases it answers for it."""

    why_it_stands = TextAreaField("Why each thing that is asked about may stay", [Optional(), LONG])
    names_checked = BooleanField(
        "I have read it as a neighbour of the family would, and it tells nobody who this is"
    )


class SendForm(HearthForm):
    """To whom, and until when."""

    providers = Boxes("Send it to", validators=[Optional()])
    answer_by = UKDateField("Answer by", [InputRequired("Enter the day by which they answer")])


class RemindForm(HearthForm):
    """Until when now."""

    answer_by = UKDateField("Answer by", [InputRequired("Enter the day by which they answer")])


class BecauseForm(HearthForm):
    """Why."""

    because = TextAreaField("Why", [required("Say why"), LONG])


class OfferFields:
    """What an offer says: the same by link and by hand."""

    reply = CodeRadios("Your answer", Reply)
    no_offer = CodeField("If there is none, why", NoOffer, required=False)
    called = StringField(
        "What you call the home",
        [Optional(), Length(max=120)],
        description="A first name or your own number for it is enough.",
    )
    postcode = PostcodeField(
        "Its postcode",
        [Optional()],
        description="For the distance to family and school. Nobody else is told it.",
    )
    weekly_pounds = WholeNumberField(
        "Price in whole pounds a week", [Optional()], description="For each child."
    )
    from_on = UKDateField("Free from", [Optional()])
    good_until = UKDateField("The offer stands until", [Optional()])
    home_words = TextAreaField("Who lives there, and why this home fits", [Optional(), LONG])
    conditions = TextAreaField("Conditions, if any", [Optional(), LONG])
    words = TextAreaField("Anything else you want to say or ask", [Optional(), LONG])


OFFER = ("called", "postcode", "weekly_pounds", "from_on", "good_until", "conditions")
NEEDED = {
    "called": "Say what you call the home",
    "weekly_pounds": "Enter the price in whole pounds a week",
    "from_on": "Enter the day from which the home is free",
    "home_words": "Say who lives there, and why it fits",
}
"""What an offer cannot do without, and how it is asked for."""


def offer_is_whole(form: Any) -> bool:
    """What the answer needs is there: an offer its fields, a refusal its reason."""
    whole = True
    asked = NEEDED if form.reply.data is Reply.OFFER else {}
    for name, says in asked.items():
        if form[name].data in (None, ""):
            form[name].errors = [*form[name].errors, says]
            whole = False
    if form.reply.data is Reply.NO_OFFER and form.no_offer.data is None:
        form.no_offer.errors = ["Choose why, so that it can be counted"]
        whole = False
    return whole


def offer_told(form: Any) -> dict[str, Any]:
    """What was answered, as `record_reply` takes it."""
    is_offer = form.reply.data is Reply.OFFER
    offer = {name: form[name].data for name in OFFER} | {"words": told(form.home_words.data)}
    return {
        "reply": form.reply.data,
        "no_offer": None if is_offer else form.no_offer.data,
        "words": told(form.words.data),
        "offer": offer if is_offer else None,
    }


class ReplyForm(OfferFields, HearthForm):
    """What a provider answered by e-mail or telephone."""

    came_by = CodeRadios("It came", CameBy, only=(CameBy.EMAIL, CameBy.TELEPHONE))

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field, and what the answer needs."""
        return bool(super().validate(extra_validators)) & offer_is_whole(self)

    def answers(self) -> dict[str, Any]:
        """As the action takes it."""
        return {"came_by": self.came_by.data, **offer_told(self)}


# ------------------------------------------------------------------------------------- offers


class CheckForm(HearthForm):
    """An answer to a question of regulation 22."""

    so = YesNo("Is it so?")
    since_on = day_field("Since, or on", "Enter the day")
    told_by = StringField("Who said so", [required("Enter who said so"), Length(max=120)])
    words = TextAreaField("In words: terms, conditions, whom you wrote to", [Optional(), LONG])


class EndForm(HearthForm):
    """Why an offer stands no longer."""

    how = CodeRadios("It was", OfferEnd)
    because = TextAreaField("Why", [required("Say why"), LONG])


class EnterForm(HearthForm):
    """A foster home of another provider, as far as placing needs it."""

    known = SelectField("Is it a home on record already?", validators=[Optional()])
    line = StringField("Address", [Optional(), Length(max=200)])
    given_name = StringField("Carer’s given name", [Optional(), Length(max=80)])
    family_name = StringField("Carer’s family name", [Optional(), Length(max=80)])
    places = WholeNumberField("Approved for how many children", [Optional()])
    min_age = WholeNumberField("From age", [Optional()])
    max_age = WholeNumberField("To age", [Optional()])

    NEW = ("line", "given_name", "family_name", "places", "min_age", "max_age")

    def validate(self, extra_validators: Any = None) -> bool:
        """A home that is not on record needs every field."""
        whole = bool(super().validate(extra_validators))
        if self.known.data:
            return whole
        for name in self.NEW:
            if self[name].data in (None, ""):
                field = self[name]
                field.errors = [*field.errors, f"Enter this too: {field.label.text.lower()}"]
                whole = False
        return whole

    def new_home(self) -> dict[str, Any]:
        """As the action takes it."""
        return {name: self[name].data for name in self.NEW}


class EnterSettingForm(HearthForm):
    """A children's home or supported accommodation."""

    regulator = CodeRadios("Registered with", Regulator)
    urn = StringField(
        "Registration number", [required("Enter the registration number"), Length(max=20)]
    )
    registered_on = UKDateField(
        "Registered since", [InputRequired("Enter the day, as the list has it")]
    )


class PlaceForm(HearthForm):
    """Children are placed in an offered setting."""

    starts_on = day_field("They move in on", "Enter the day")


# ----------------------------------------------------------------------------------- choosing


class HeardForm(HearthForm):
    """Wishes and views."""

    child = SelectField("About", validators=[required("Choose the child")])
    whose = CodeRadios("What is recorded", Whose)
    how = CodeRadios("How it came to be known", HowHeard)
    heard_on = day_field("On", "Enter the day")
    words = TextAreaField("What was said or seen, or why nobody was asked", [LONG])


class EffectForm(HearthForm):
    """What it would mean for a child already there."""

    child = SelectField("For whom", validators=[required("Choose the child")])
    asked_of = StringField(
        "Whose worker was asked: name", [required("Enter who was asked"), Length(max=120)]
    )
    asked_on = day_field("Asked on", "Enter the day")
    words = TextAreaField("What it would mean", [required("Say what it would mean"), LONG])


class ChooseForm(HearthForm):
    """Why this home."""

    why = TextAreaField("Why this home", [LONG])
    effect = TextAreaField("What it means for children there, as their service tells it", [LONG])

    why_not_connected = TextAreaField(
        "A relative, friend or connected person could: why it is not to be them", [LONG]
    )


for _key, (_words, _cite) in TWENTY_TWO_C.items():
    setattr(ChooseForm, f"why_{_key}", TextAreaField(f"{_words}: why it is still right", [LONG]))


class EscalateForm(HearthForm):
    """Who was told."""

    told = CodeRadios("Who was told", Told)
    told_name = StringField("Name", [required("Enter who that is"), Length(max=120)])
    on = day_field("On", "Enter the day")
    at = TimeField("At", [InputRequired("Enter the time")], default=time_now)
    tried = TextAreaField("What had been tried", [required("Say what had been tried"), LONG])
    said = TextAreaField("What they said, and what is next", [required("Say what they said"), LONG])

    def answers(self) -> dict[str, Any]:
        """As the action takes it; never later than now."""
        return {
            "told": self.told.data,
            "told_name": told(self.told_name.data),
            "told_at": min(moment_of(self.on.data, self.at.data), now()),
            "tried": told(self.tried.data),
            "said": told(self.said.data),
        }
