"""Permanence: plans, matches, contact between brothers and sisters, stability meetings."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, relationship

from app.core.columns import Kept, column
from app.core.dated import Dated, Public, Recorded, Versioned
from app.core.db import Model
from app.people.models import Household
from app.permanence.kinds import (
    AgreedAt,
    Because,
    ContactHow,
    Goal,
    HowOften,
    PolicyNumber,
    Whom,
)


class PermanencePlan(Public, Versioned, Dated, Model):
    """Where a child is to grow up. Another plan takes its place; it is never edited."""

    __tablename__ = "permanence_plan"
    ONE_OPEN_PER = ("child_id",)
    SUBJECT = ("child", "child_id")

    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    goal: Mapped[Goal] = column("Plan", Kept.CHILD, code=Goal)
    agreed_where: Mapped[AgreedAt] = column("Agreed at", Kept.CHILD, code=AgreedAt)
    achieve_by: Mapped[date] = column("To be achieved by", Kept.OPENLY)
    why: Mapped[str] = column("Why", Kept.NARRATIVE, Text, default="")


class PlanAchieved(Recorded, Model):
    """A plan for permanence was achieved: the child is where it meant the child to be."""

    __tablename__ = "permanence_achieved"
    SUBJECT = ("child", "child_id")

    plan_id: Mapped[int] = column("Plan", Kept.OPENLY, ForeignKey("permanence_plan.id"), index=True)
    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"))
    achieved_on: Mapped[date] = column("Achieved on", Kept.OPENLY)


class Match(Public, Versioned, Dated, Model):
    """A child is matched with a household, from the day of the decision. Its end says why."""

    __tablename__ = "permanence_match"
    ONE_OPEN_PER = ("child_id",)
    SUBJECT = ("child", "child_id")

    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    long_term: Mapped[bool] = column("Long term", Kept.CHILD)
    panel_on: Mapped[date | None] = column("Recommended by a panel on", Kept.CHILD)
    decided_by: Mapped[str] = column("Decided by", Kept.OPENLY, String(120))
    why: Mapped[str] = column("Why these carers", Kept.NARRATIVE, Text, default="")
    household: Mapped[Household] = relationship(viewonly=True, lazy="joined")


class MatchTold(Recorded, Model):
    """The child or the carers were told of a match, or began to meet: it is fixed since."""

    __tablename__ = "permanence_match_told"
    SUBJECT = ("child", "child_id")

    match_id: Mapped[int] = column(
        "Match", Kept.OPENLY, ForeignKey("permanence_match.id"), index=True
    )
    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"))
    whom: Mapped[Whom] = column("Who was told", Kept.CHILD, code=Whom)
    told_on: Mapped[date] = column("On", Kept.OPENLY)


class MatchEnd(Recorded, Model):
    """Why a match ended; of one that was fixed, the decision and who took it."""

    __tablename__ = "permanence_match_end"
    SUBJECT = ("child", "child_id")

    match_id: Mapped[int] = column(
        "Match", Kept.OPENLY, ForeignKey("permanence_match.id"), index=True
    )
    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"))
    was_fixed: Mapped[bool] = column("It was fixed", Kept.CHILD)
    decided_by: Mapped[str] = column("Decided by", Kept.OPENLY, String(120), default="")
    reason: Mapped[str] = column("Reason", Kept.NARRATIVE, Text)


class SiblingContact(Dated, Model):
    """How often, and how, two brothers or sisters who live apart are to be in touch.

    The lower id stands first, as in their plan.
    """

    __tablename__ = "sibling_contact"
    ONE_OPEN_PER = ("child_id", "sibling_id")
    SUBJECT = ("child", "child_id")

    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    sibling_id: Mapped[int] = column(
        "Brother or sister", Kept.OPENLY, ForeignKey("child.id"), index=True
    )
    how_often: Mapped[HowOften] = column("How often", Kept.CHILD, code=HowOften)
    how: Mapped[ContactHow | None] = column("How", Kept.CHILD, code=ContactHow)
    why: Mapped[str] = column("Why", Kept.NARRATIVE, Text, default="")


class SiblingsInTouch(Recorded, Model):
    """Two brothers or sisters were in touch on a day."""

    __tablename__ = "sibling_contact_held"
    SUBJECT = ("child", "child_id")

    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    sibling_id: Mapped[int] = column(
        "Brother or sister", Kept.OPENLY, ForeignKey("child.id"), index=True
    )
    held_on: Mapped[date] = column("On", Kept.OPENLY)
    how: Mapped[ContactHow] = column("How", Kept.CHILD, code=ContactHow)
    note: Mapped[str] = column("How it went", Kept.NARRATIVE, Text, default="")


class StabilityMeeting(Public, Versioned, Recorded, Model):
    """A stability meeting is called: because of what, and since when that calls for it."""

    __tablename__ = "stability_meeting"
    SUBJECT = ("child", "child_id")

    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    because: Mapped[Because] = column("Called because of", Kept.CHILD, code=Because)
    since: Mapped[date] = column("Since", Kept.OPENLY)
    called_on: Mapped[date] = column("Called on", Kept.OPENLY)


class StabilityOutcome(Recorded, Model):
    """How a stability meeting went: held on a day, or called off (no day), and the words of it."""

    __tablename__ = "stability_meeting_outcome"
    SUBJECT = ("child", "child_id")

    meeting_id: Mapped[int] = column(
        "Meeting", Kept.OPENLY, ForeignKey("stability_meeting.id"), index=True
    )
    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"))
    held_on: Mapped[date | None] = column("Held on", Kept.CHILD)
    words: Mapped[str] = column("What was agreed, or why it was called off", Kept.NARRATIVE, Text)


class PermanenceNumber(Dated, Model):
    """A number that the council has set about permanence, from a day on."""

    __tablename__ = "permanence_number"
    ONE_OPEN_PER = ("number",)

    number: Mapped[PolicyNumber] = column("Number", Kept.OPENLY, code=PolicyNumber)
    value: Mapped[int] = column("Value", Kept.OPENLY)
