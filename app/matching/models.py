"""Searches, shortlists, calls, and the decision to place."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped

from app.core.columns import Kept, Moment, column
from app.core.dated import Dated, Public, Recorded
from app.core.db import Model
from app.core.today import now


class Answer(StrEnum):
    """What a carer said when asked."""

    YES = "yes"
    THINKING = "thinking_about_it"
    NO = "no"
    NO_REPLY = "no_reply"


class Refusal(StrEnum):
    """Why a carer said no, from a short list so that it can be counted."""

    AGE = "age"
    NUMBER = "number_of_children"
    BEHAVIOUR = "behaviour_or_risk"
    HEALTH = "health_or_disability"
    DISTANCE = "distance_or_transport"
    OTHER_CHILDREN = "children_already_here"
    OWN_PLANS = "holiday_or_own_plans"
    SUPPORT = "needs_more_support"
    NOT_SAID = "not_said"


class Search(Public, Recorded, Model):
    """What was asked, what was answered, and who was ruled out: evidence of need."""

    __tablename__ = "search"
    SUBJECT = ("referral", "referral_id")

    referral_id: Mapped[int] = column(
        "Referral", Kept.OPENLY, ForeignKey("referral.id"), index=True
    )
    by_id: Mapped[int] = column("By", Kept.OPENLY, ForeignKey("user_account.id"))
    need: Mapped[dict[str, Any]] = column("Need", Kept.CHILD, JSON)
    weights: Mapped[dict[str, Any]] = column("Weights", Kept.OPENLY, JSON)
    ranked: Mapped[list[Any]] = column("Ranked homes", Kept.CHILD, JSON)
    tally: Mapped[dict[str, Any]] = column("Ruled out, by reason", Kept.OPENLY, JSON)


class Shortlisting(Dated, Model):
    """A household is on a referral's shortlist."""

    __tablename__ = "shortlisting"
    ONE_OPEN_PER = ("referral_id", "household_id")
    SUBJECT = ("referral", "referral_id")

    referral_id: Mapped[int] = column("Referral", Kept.OPENLY, ForeignKey("referral.id"))
    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))


class Call(Recorded, Model):
    """A carer was asked: who, when, what they said."""

    __tablename__ = "call"
    SUBJECT = ("referral", "referral_id")

    referral_id: Mapped[int] = column(
        "Referral", Kept.OPENLY, ForeignKey("referral.id"), index=True
    )
    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    by_id: Mapped[int] = column("Asked by", Kept.OPENLY, ForeignKey("user_account.id"))
    called_at: Mapped[datetime] = column("When", Kept.OPENLY, Moment, default=now)
    spoke_to: Mapped[str] = column("Spoke to", Kept.CHILD, String(120), default="")
    answer: Mapped[Answer] = column("Answer", Kept.OPENLY, code=Answer)
    refusal: Mapped[Refusal | None] = column("Reason", Kept.OPENLY, code=Refusal)
    note: Mapped[str] = column("Note", Kept.NARRATIVE, Text, default="")


class PlacementDecision(Public, Recorded, Model):
    """A placement proposed, and confirmed or declined.

    Keeps what was asked, what was checked and with what result, and what else there was.
    """

    __tablename__ = "placement_decision"
    SUBJECT = ("referral", "referral_id")

    referral_id: Mapped[int | None] = column(
        "Referral", Kept.OPENLY, ForeignKey("referral.id"), index=True
    )
    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    placements: Mapped[list[Any]] = column("Placements", Kept.OPENLY, JSON)
    checks: Mapped[list[Any]] = column("What was checked, and the result", Kept.CHILD, JSON)
    answers: Mapped[dict[str, Any]] = column("What was asked, and the answers", Kept.CHILD, JSON)
    alternatives: Mapped[list[Any]] = column("What else was there", Kept.CHILD, JSON)
    proposed_by_id: Mapped[int] = column("Proposed by", Kept.OPENLY, ForeignKey("user_account.id"))
    confirmed_by_id: Mapped[int | None] = column(
        "Confirmed by", Kept.OPENLY, ForeignKey("user_account.id")
    )
    confirmed_at: Mapped[datetime | None] = column("Confirmed", Kept.OPENLY, Moment)
    declined_by_id: Mapped[int | None] = column(
        "Declined by", Kept.OPENLY, ForeignKey("user_account.id")
    )
    declined_at: Mapped[datetime | None] = column("Declined", Kept.OPENLY, Moment)
    declined_because: Mapped[str] = column("Declined because", Kept.NARRATIVE, Text, default="")


class SearchWeights(Dated, Model):
    """The council's own weights, in miles: how far it would go for each thing."""

    __tablename__ = "search_weights"

    weights: Mapped[dict[str, Any]] = column("Weights", Kept.OPENLY, JSON)
