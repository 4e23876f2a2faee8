"""Connected carers: the case of a household, its children, what was asked for and decided.

The temporary approvals themselves, and what lengthens them, stand in the register; what was found
out stands with assessments. How it stands for a child is worked out from all of these.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.children.kinds import Relationship
from app.children.models import Child
from app.connected.rules import EndedHow, How, Kind, Outcome, Step
from app.core.columns import Kept, Moment, column
from app.core.dated import Dated, Public, Recorded, Versioned
from app.core.db import Model
from app.people.models import Household


class ConnectedCase(Public, Versioned, Dated, Model):
    """A household of relatives or friends is put forward for children; until its last child."""

    __tablename__ = "connected_case"
    ONE_OPEN_PER = ("household_id",)
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    opened_by_id: Mapped[int | None] = column(
        "Opened by", Kept.OPENLY, ForeignKey("user_account.id")
    )
    told: Mapped[str] = column("What we were told", Kept.NARRATIVE, Text, default="")
    household: Mapped[Household] = relationship(viewonly=True, lazy="joined")
    opened_by: Mapped[User | None] = relationship(viewonly=True, lazy="joined")


class ConnectedChild(Public, Versioned, Dated, Model):
    """A child who is to live, or lives, with this household."""

    __tablename__ = "connected_child"
    ONE_OPEN_PER = ("case_id", "child_id")
    SUBJECT = ("household", "household_id")

    case_id: Mapped[int] = column("Case", Kept.OPENLY, ForeignKey("connected_case.id"), index=True)
    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    relationship_to: Mapped[Relationship] = column(
        "The carer is the child’s", Kept.CHILD, code=Relationship
    )
    there_since: Mapped[date | None] = column("Already there since", Kept.OPENLY)
    ended_how: Mapped[EndedHow | None] = column("How it ended", Kept.CHILD, code=EndedHow)
    case: Mapped[ConnectedCase] = relationship(viewonly=True, lazy="joined")
    child: Mapped[Child] = relationship(viewonly=True, lazy="joined")


class TemporaryDecision(Public, Versioned, Recorded, Model):
    """Temporary approval, or its extension: asked for on facts, decided by a nominated officer."""

    __tablename__ = "temporary_decision"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    connected_child_id: Mapped[int] = column(
        "For", Kept.OPENLY, ForeignKey("connected_child.id"), index=True
    )
    kind: Mapped[Kind] = column("Asked for", Kept.OPENLY, code=Kind)
    asked_on: Mapped[date] = column("Asked on", Kept.OPENLY)
    asked_by_id: Mapped[int] = column("Asked by", Kept.OPENLY, ForeignKey("user_account.id"))
    answers: Mapped[dict[str, Any]] = column("Judgement", Kept.NARRATIVE, JSON, default=dict)
    facts: Mapped[list[Any]] = column("What the record said", Kept.CHILD, JSON, default=list)
    considered_on: Mapped[date | None] = column("Placement considered on", Kept.OPENLY)
    panel_on: Mapped[date | None] = column("Panel’s views sought on", Kept.OPENLY)
    panel_views: Mapped[str] = column("Panel’s views", Kept.NARRATIVE, Text, default="")
    iro_told_on: Mapped[date | None] = column("Reviewing officer told on", Kept.OPENLY)
    iro: Mapped[str] = column("Reviewing officer", Kept.NARRATIVE, String(120), default="")
    last_day: Mapped[date | None] = column("Last day", Kept.OPENLY)
    reference: Mapped[str] = column("Review’s reference", Kept.NARRATIVE, String(80), default="")
    not_approved_on: Mapped[date | None] = column("Decided not to approve on", Kept.OPENLY)
    review_asked_on: Mapped[date | None] = column("Review asked for on", Kept.OPENLY)
    outcome: Mapped[Outcome | None] = column("Outcome", Kept.NARRATIVE, code=Outcome)
    decided_at: Mapped[datetime | None] = column("Decided", Kept.OPENLY, Moment)
    decided_by_id: Mapped[int | None] = column(
        "Decided by", Kept.OPENLY, ForeignKey("user_account.id")
    )
    decided_how: Mapped[How | None] = column("How it was decided", Kept.OPENLY, code=How)
    reasons: Mapped[str] = column("Reasons", Kept.NARRATIVE, Text, default="")
    facts_decided: Mapped[list[Any] | None] = column(
        "What the record said when it was decided", Kept.CHILD, JSON
    )
    connected: Mapped[ConnectedChild] = relationship(viewonly=True, lazy="joined")
    asked_by: Mapped[User] = relationship(
        viewonly=True, foreign_keys="TemporaryDecision.asked_by_id"
    )
    decided_by: Mapped[User | None] = relationship(
        viewonly=True, foreign_keys="TemporaryDecision.decided_by_id"
    )


class CaseStep(Recorded, Model):
    """A step taken in the weeks of a temporary approval."""

    __tablename__ = "connected_step"
    SUBJECT = ("household", "household_id")

    case_id: Mapped[int] = column("Case", Kept.OPENLY, ForeignKey("connected_case.id"), index=True)
    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    step: Mapped[Step] = column("Step", Kept.OPENLY, code=Step)
    happened_on: Mapped[date] = column("On", Kept.OPENLY)
    booked_for: Mapped[date | None] = column("Booked for", Kept.OPENLY)
    note: Mapped[str] = column("Note", Kept.NARRATIVE, Text, default="")
    by_id: Mapped[int | None] = column("By", Kept.OPENLY, ForeignKey("user_account.id"))


class OtherArrangement(Recorded, Model):
    """What is arranged for a child once the weeks have run out (regulation 25(6))."""

    __tablename__ = "other_arrangement"
    SUBJECT = ("household", "household_id")

    connected_child_id: Mapped[int] = column(
        "For", Kept.OPENLY, ForeignKey("connected_child.id"), index=True
    )
    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    made_on: Mapped[date] = column("Made on", Kept.OPENLY)
    words: Mapped[str] = column("What is arranged", Kept.NARRATIVE, Text)
    moves_on: Mapped[date | None] = column("The child is to move on", Kept.OPENLY)
    by_id: Mapped[int | None] = column("By", Kept.OPENLY, ForeignKey("user_account.id"))
