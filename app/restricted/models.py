"""The conflict register: who works here and knows whom."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.children.models import Child
from app.core.columns import Kept, column
from app.core.dated import Dated, Public, Recorded, Versioned
from app.core.db import Model
from app.people.models import Household, Person
from app.restricted.kinds import Knows


class Conflict(Public, Versioned, Dated, Model):
    """Somebody who works here knows a household, a person or a child, from a day on.

    While it stands, they see nothing of it. It names one of the three. Looking at it again does not
    end it, and when nobody does it stays shut.
    """

    __tablename__ = "conflict"

    user_id: Mapped[int] = column(
        "Who works here", Kept.OPENLY, ForeignKey("user_account.id"), index=True
    )
    knows: Mapped[Knows] = column("Is to them", Kept.RESTRICTED, code=Knows)
    household_id: Mapped[int | None] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    person_id: Mapped[int | None] = column(
        "Person", Kept.OPENLY, ForeignKey("person.id"), index=True
    )
    child_id: Mapped[int | None] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    says: Mapped[str] = column("What is known of it", Kept.RESTRICTED, Text, default="")
    looked_on: Mapped[date] = column("Last looked at on", Kept.OPENLY)
    user: Mapped[User] = relationship(lazy="joined")
    household: Mapped[Household | None] = relationship(lazy="joined")
    person: Mapped[Person | None] = relationship(lazy="joined")
    child: Mapped[Child | None] = relationship(lazy="joined")


class Declaration(Public, Recorded, Model):
    """Somebody who works here said whom they know, in their own words, until a manager has found
    whose record that is."""

    __tablename__ = "conflict_declaration"

    user_id: Mapped[int] = column(
        "Who said so", Kept.OPENLY, ForeignKey("user_account.id"), index=True
    )
    knows: Mapped[Knows] = column("Is to them", Kept.RESTRICTED, code=Knows)
    whom: Mapped[str] = column("Whom they know", Kept.RESTRICTED, Text)
    declared_on: Mapped[date] = column("Said on", Kept.OPENLY)
    settled_on: Mapped[date | None] = column("Settled on", Kept.OPENLY)
    settled_by_id: Mapped[int | None] = column(
        "Settled by", Kept.OPENLY, ForeignKey("user_account.id")
    )
    how: Mapped[str] = column("What came of it", Kept.RESTRICTED, Text, default="")
    user: Mapped[User] = relationship(foreign_keys="Declaration.user_id", lazy="joined")
