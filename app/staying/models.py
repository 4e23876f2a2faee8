"""Staying put, a parent who lives there too, and a placement that bridges to another home.

A stay with other carers is a placement like any other, marked as temporary (`children`).
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, relationship

from app.children.models import Child
from app.core.columns import Kept, column
from app.core.dated import Dated, Public, Recorded, Versioned
from app.core.db import Model
from app.people.models import Household, Person
from app.staying.kinds import BridgesTo, StayedUntil, Wish


class StayingPut(Public, Versioned, Dated, Model):
    """Somebody fostered until eighteen goes on living there (CA 1989 s23CZA)."""

    __tablename__ = "staying_put"
    ONE_OPEN_PER = ("child_id",)
    SUBJECT = ("child", "child_id")

    child_id: Mapped[int] = column("Who stays", Kept.OPENLY, ForeignKey("child.id"), index=True)
    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    unavailability_id: Mapped[int | None] = column(
        "Places not available for it", Kept.OPENLY, ForeignKey("unavailability.id")
    )
    agreed: Mapped[str] = column("What was agreed", Kept.NARRATIVE, Text, default="")
    ended_because: Mapped[StayedUntil | None] = column("Why it ended", Kept.CHILD, code=StayedUntil)
    child: Mapped[Child] = relationship(viewonly=True, lazy="joined")
    household: Mapped[Household] = relationship(viewonly=True, lazy="joined")


class StayingPutAsked(Recorded, Model):
    """Both were asked, before the eighteenth birthday, whether the young person stays put; the
    last word counts, and nothing is decided by it."""

    __tablename__ = "staying_put_asked"
    SUBJECT = ("child", "child_id")

    child_id: Mapped[int] = column("Who", Kept.OPENLY, ForeignKey("child.id"), index=True)
    asked_on: Mapped[date] = column("Asked on", Kept.OPENLY)
    young_person: Mapped[Wish] = column("The young person", Kept.CHILD, code=Wish)
    carers: Mapped[Wish] = column("The carers", Kept.CHILD, code=Wish)
    words: Mapped[str] = column("What was said", Kept.NARRATIVE, Text, default="")


class ParentAlongside(Public, Dated, Model):
    """A grown-up parent lives in the foster home with their child, for a placement of both."""

    __tablename__ = "parent_alongside"
    ONE_OPEN_PER = ("placement_id", "person_id")
    SUBJECT = ("child", "child_id")

    placement_id: Mapped[int] = column("Placement", Kept.OPENLY, ForeignKey("placement.id"))
    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    person_id: Mapped[int] = column("Parent", Kept.OPENLY, ForeignKey("person.id"), index=True)
    person: Mapped[Person] = relationship(viewonly=True, lazy="joined")


class Bridge(Public, Recorded, Model):
    """A placement is meant to last only until another home is ready; the last word counts."""

    __tablename__ = "placement_bridge"
    SUBJECT = ("child", "child_id")

    placement_id: Mapped[int] = column(
        "Placement", Kept.OPENLY, ForeignKey("placement.id"), index=True
    )
    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    moves_to: Mapped[BridgesTo] = column("Until", Kept.CHILD, code=BridgesTo)
    move_by: Mapped[date] = column("To move by", Kept.OPENLY)
