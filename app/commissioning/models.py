"""Whom we may ask for a home, what they were told of a child, what they offered, what we chose.

A provider is in `people`; what it gives, where and to whom, is dated here. A profile names nobody:
what was released stands as it was. An offered home is no home of our register: it stands under its
offer, until somebody enters it for a placement, under its own provider.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.children.models import Child, Referral
from app.commissioning.kinds import (
    CameBy,
    Check22,
    HowHeard,
    NoOffer,
    OfferEnd,
    Reply,
    Service,
    Standing,
    Step,
    Told,
    Whose,
)
from app.core.columns import Kept, Moment, column
from app.core.dated import Dated, Public, Recorded, Versioned
from app.core.db import Model
from app.people.models import Household, Provider


class ProviderEntry(Dated, Model):
    """What a provider gives from a day on: the service, to whom, where, and whom to write to."""

    __tablename__ = "provider_entry"
    ONE_OPEN_PER = ("provider_id",)
    SUBJECT = ("provider", "provider_id")

    provider_id: Mapped[int] = column(
        "Provider", Kept.OPENLY, ForeignKey("provider.id"), index=True
    )
    service: Mapped[Service] = column("Gives", Kept.OPENLY, code=Service)
    areas: Mapped[list[Any]] = column("In the areas of", Kept.OPENLY, JSON)
    min_age: Mapped[int] = column("From age", Kept.OPENLY)
    max_age: Mapped[int] = column("To age", Kept.OPENLY)
    contact_name: Mapped[str] = column("Referrals go to", Kept.LOCATION, String(120))
    email: Mapped[str] = column("Email address", Kept.LOCATION, String(254))
    provider: Mapped[Provider] = relationship(viewonly=True, lazy="joined")


class Framework(Public, Dated, Model):
    """An agreement under which the council buys homes."""

    __tablename__ = "framework"

    name: Mapped[str] = column("Framework", Kept.OPENLY, String(120))


class FrameworkMember(Dated, Model):
    """A provider is on a framework, in a tier: the first tier is asked first."""

    __tablename__ = "framework_member"
    ONE_OPEN_PER = ("framework_id", "provider_id")
    SUBJECT = ("framework", "framework_id")

    framework_id: Mapped[int] = column(
        "Framework", Kept.OPENLY, ForeignKey("framework.id"), index=True
    )
    provider_id: Mapped[int] = column(
        "Provider", Kept.OPENLY, ForeignKey("provider.id"), index=True
    )
    tier: Mapped[int] = column("Tier", Kept.OPENLY)
    framework: Mapped[Framework] = relationship(viewonly=True, lazy="joined")


class ProviderCheck(Recorded, Model):
    """Somebody looked at the regulator's own list, and what it said on that day."""

    __tablename__ = "provider_check"
    SUBJECT = ("provider", "provider_id")

    provider_id: Mapped[int] = column(
        "Provider", Kept.OPENLY, ForeignKey("provider.id"), index=True
    )
    standing: Mapped[Standing] = column("The list says", Kept.OPENLY, code=Standing)
    checked_on: Mapped[date] = column("Looked at on", Kept.OPENLY)
    words: Mapped[str] = column("What else it says", Kept.NARRATIVE, Text, default="")
    by_id: Mapped[int | None] = column("By", Kept.OPENLY, ForeignKey("user_account.id"))
    by: Mapped[User | None] = relationship(viewonly=True, lazy="joined")


class SearchStep(Recorded, Model):
    """The search was widened: how far, why, and what the narrower search had found just then."""

    __tablename__ = "search_step"
    SUBJECT = ("referral", "referral_id")

    referral_id: Mapped[int] = column(
        "Referral", Kept.OPENLY, ForeignKey("referral.id"), index=True
    )
    step: Mapped[Step] = column("Widened to", Kept.OPENLY, code=Step)
    why: Mapped[str] = column("Why", Kept.NARRATIVE, Text, default="")
    able: Mapped[int] = column("Homes on record that could", Kept.OPENLY)
    near: Mapped[int] = column("Near misses", Kept.OPENLY)
    searched: Mapped[int] = column("Homes looked at", Kept.OPENLY)
    tally: Mapped[dict[str, Any]] = column("Ruled out, by reason", Kept.OPENLY, JSON)
    by_id: Mapped[int | None] = column("By", Kept.OPENLY, ForeignKey("user_account.id"))
    by: Mapped[User | None] = relationship(viewonly=True, lazy="joined")


class Profile(Public, Versioned, Recorded, Model):
    """What providers are told of the children: nothing that says who they are.

    `words` by section. Once released they stay as they are; another is drafted instead.
    """

    __tablename__ = "referral_profile"
    SUBJECT = ("referral", "referral_id")

    referral_id: Mapped[int] = column(
        "Referral", Kept.OPENLY, ForeignKey("referral.id"), index=True
    )
    words: Mapped[dict[str, Any]] = column("Profile", Kept.NARRATIVE, JSON)
    findings: Mapped[list[Any]] = column(
        "What the check said at its release", Kept.NARRATIVE, JSON, default=list
    )
    why_it_stands: Mapped[str] = column(
        "Why what it asked about may stay", Kept.NARRATIVE, Text, default=""
    )
    released_at: Mapped[datetime | None] = column("Released", Kept.OPENLY, Moment)
    released_by_id: Mapped[int | None] = column(
        "Released by", Kept.OPENLY, ForeignKey("user_account.id")
    )
    released_by: Mapped[User | None] = relationship(viewonly=True, lazy="joined")


class Sending(Public, Versioned, Recorded, Model):
    """A profile was sent to a provider, and what came of it. Its `recorded_at` is when."""

    __tablename__ = "referral_sending"
    SUBJECT = ("referral", "referral_id")

    referral_id: Mapped[int] = column(
        "Referral", Kept.OPENLY, ForeignKey("referral.id"), index=True
    )
    profile_id: Mapped[int] = column(
        "Profile", Kept.OPENLY, ForeignKey("referral_profile.id"), index=True
    )
    provider_id: Mapped[int] = column(
        "Provider", Kept.OPENLY, ForeignKey("provider.id"), index=True
    )
    service: Mapped[Service] = column("Asked for", Kept.OPENLY, code=Service)
    sent_to: Mapped[str] = column("Sent to", Kept.LOCATION, String(120))
    email: Mapped[str] = column("Email address", Kept.LOCATION, String(254))
    answer_by: Mapped[date] = column("Answer by", Kept.OPENLY)
    sent_by_id: Mapped[int | None] = column("Sent by", Kept.OPENLY, ForeignKey("user_account.id"))
    reply: Mapped[Reply | None] = column("Answer", Kept.OPENLY, code=Reply)
    no_offer: Mapped[NoOffer | None] = column("Why not", Kept.OPENLY, code=NoOffer)
    came_by: Mapped[CameBy | None] = column("Came", Kept.OPENLY, code=CameBy)
    replied_at: Mapped[datetime | None] = column("Answered", Kept.OPENLY, Moment)
    words: Mapped[str] = column("What they wrote", Kept.NARRATIVE, Text, default="")
    taken_back_at: Mapped[datetime | None] = column("Taken back", Kept.OPENLY, Moment)
    taken_back_because: Mapped[str] = column("Taken back because", Kept.NARRATIVE, Text, default="")
    provider: Mapped[Provider] = relationship(viewonly=True, lazy="joined")


class SendingReminder(Recorded, Model):
    """A provider that had not answered was reminded, with another link."""

    __tablename__ = "sending_reminder"
    SUBJECT = ("referral", "referral_id")

    sending_id: Mapped[int] = column(
        "Sent", Kept.OPENLY, ForeignKey("referral_sending.id"), index=True
    )
    referral_id: Mapped[int] = column("Referral", Kept.OPENLY, ForeignKey("referral.id"))
    by_id: Mapped[int | None] = column("By", Kept.OPENLY, ForeignKey("user_account.id"))


class Offer(Public, Versioned, Recorded, Model):
    """A home that a provider offers for these children, and for none else.

    No entry of a register: a household or a setting is named only once it was entered, to place.
    """

    __tablename__ = "home_offer"
    SUBJECT = ("referral", "referral_id")

    referral_id: Mapped[int] = column(
        "Referral", Kept.OPENLY, ForeignKey("referral.id"), index=True
    )
    sending_id: Mapped[int] = column(
        "In answer to", Kept.OPENLY, ForeignKey("referral_sending.id"), index=True
    )
    provider_id: Mapped[int] = column(
        "Provider", Kept.OPENLY, ForeignKey("provider.id"), index=True
    )
    service: Mapped[Service] = column("Kind of home", Kept.OPENLY, code=Service)
    called: Mapped[str] = column("What they call it", Kept.LOCATION, String(120))
    postcode: Mapped[str] = column("Postcode", Kept.LOCATION, String(8), default="")
    easting: Mapped[int | None] = column("Easting", Kept.LOCATION)
    northing: Mapped[int | None] = column("Northing", Kept.LOCATION)
    authority_code: Mapped[str | None] = column("Area authority", Kept.OPENLY, String(9))
    weekly_pounds: Mapped[int] = column("Pounds a week", Kept.OPENLY)
    from_on: Mapped[date] = column("Free from", Kept.OPENLY)
    good_until: Mapped[date | None] = column("Stands until", Kept.OPENLY)
    conditions: Mapped[str] = column("Conditions", Kept.NARRATIVE, Text, default="")
    words: Mapped[str] = column("Who lives there, and why it fits", Kept.NARRATIVE, Text)
    household_id: Mapped[int | None] = column(
        "Entered as", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    setting_id: Mapped[int | None] = column("Entered as", Kept.OPENLY, ForeignKey("setting.id"))
    ended_on: Mapped[date | None] = column("Stands no longer since", Kept.OPENLY)
    ended_how: Mapped[OfferEnd | None] = column("Because it was", Kept.OPENLY, code=OfferEnd)
    ended_because: Mapped[str] = column("Why", Kept.NARRATIVE, Text, default="")
    provider: Mapped[Provider] = relationship(viewonly=True, lazy="joined")
    referral: Mapped[Referral] = relationship(viewonly=True, lazy="joined")
    household: Mapped[Household | None] = relationship(viewonly=True)


class OfferCheck(Recorded, Model):
    """What was asked of an offered foster home under regulation 22, and what was answered."""

    __tablename__ = "offer_check"
    SUBJECT = ("referral", "referral_id")

    offer_id: Mapped[int] = column("Offer", Kept.OPENLY, ForeignKey("home_offer.id"), index=True)
    referral_id: Mapped[int] = column("Referral", Kept.OPENLY, ForeignKey("referral.id"))
    what: Mapped[Check22] = column("What", Kept.OPENLY, code=Check22)
    so: Mapped[bool] = column("Is so", Kept.OPENLY)
    since_on: Mapped[date] = column("Since, or on", Kept.OPENLY)
    told_by: Mapped[str] = column("Who said so", Kept.NARRATIVE, String(120))
    words: Mapped[str] = column("In words", Kept.NARRATIVE, Text, default="")
    by_id: Mapped[int | None] = column("Recorded by", Kept.OPENLY, ForeignKey("user_account.id"))
    by: Mapped[User | None] = relationship(viewonly=True, lazy="joined")


class Heard(Recorded, Model):
    """What a child wishes and feels, or the parents think, about where the child is to live."""

    __tablename__ = "heard_for_referral"
    SUBJECT = ("child", "child_id")

    referral_id: Mapped[int] = column(
        "Referral", Kept.OPENLY, ForeignKey("referral.id"), index=True
    )
    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    whose: Mapped[Whose] = column("Whose", Kept.OPENLY, code=Whose)
    how: Mapped[HowHeard] = column("How", Kept.CHILD, code=HowHeard)
    heard_on: Mapped[date] = column("On", Kept.OPENLY)
    words: Mapped[str] = column("What", Kept.NARRATIVE, Text)
    by_id: Mapped[int | None] = column("Recorded by", Kept.OPENLY, ForeignKey("user_account.id"))
    child: Mapped[Child] = relationship(viewonly=True, lazy="joined")


class EffectAsked(Recorded, Model):
    """What another child's coming would mean for a child who lives in a home already."""

    __tablename__ = "effect_asked"
    SUBJECT = ("child", "child_id")

    referral_id: Mapped[int] = column(
        "Referral", Kept.OPENLY, ForeignKey("referral.id"), index=True
    )
    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    child_id: Mapped[int] = column("Child there", Kept.OPENLY, ForeignKey("child.id"), index=True)
    asked_on: Mapped[date] = column("Asked on", Kept.OPENLY)
    asked_of: Mapped[str] = column("Whose worker was asked", Kept.NARRATIVE, String(120))
    words: Mapped[str] = column("What it would mean", Kept.NARRATIVE, Text)
    by_id: Mapped[int | None] = column("Recorded by", Kept.OPENLY, ForeignKey("user_account.id"))
    child: Mapped[Child] = relationship(viewonly=True, lazy="joined")


class Choice(Public, Recorded, Model):
    """A home was chosen from those compared, with reasons; placing is the decision after it."""

    __tablename__ = "home_choice"
    SUBJECT = ("referral", "referral_id")

    referral_id: Mapped[int] = column(
        "Referral", Kept.OPENLY, ForeignKey("referral.id"), index=True
    )
    household_id: Mapped[int | None] = column(
        "Our home", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    offer_id: Mapped[int | None] = column(
        "Offered home", Kept.OPENLY, ForeignKey("home_offer.id"), index=True
    )
    why: Mapped[str] = column("Why this home", Kept.NARRATIVE, Text)
    reasons_22c: Mapped[dict[str, Any]] = column(
        "Why it is right where it falls short", Kept.NARRATIVE, JSON
    )
    why_not_connected: Mapped[str] = column(
        "Why it is no relative or friend", Kept.NARRATIVE, Text, default=""
    )
    effect: Mapped[str] = column("What it means for children there", Kept.NARRATIVE, Text)
    compared: Mapped[list[Any]] = column("What it was compared with", Kept.CHILD, JSON)
    by_id: Mapped[int | None] = column("Chosen by", Kept.OPENLY, ForeignKey("user_account.id"))
    by: Mapped[User | None] = relationship(viewonly=True, lazy="joined")


class Escalation(Recorded, Model):
    """Somebody was told that nothing fits: who, when, what had been tried, what they said."""

    __tablename__ = "escalation"
    SUBJECT = ("referral", "referral_id")

    referral_id: Mapped[int] = column(
        "Referral", Kept.OPENLY, ForeignKey("referral.id"), index=True
    )
    told: Mapped[Told] = column("Told", Kept.OPENLY, code=Told)
    told_name: Mapped[str] = column("Who that is", Kept.NARRATIVE, String(120))
    told_at: Mapped[datetime] = column("When", Kept.OPENLY, Moment)
    tried: Mapped[str] = column("What had been tried", Kept.NARRATIVE, Text)
    said: Mapped[str] = column("What they said, and what is next", Kept.NARRATIVE, Text)
    by_id: Mapped[int | None] = column("Told by", Kept.OPENLY, ForeignKey("user_account.id"))
    by: Mapped[User | None] = relationship(viewonly=True, lazy="joined")
