"""Who works here and knows whom; what is restricted to those named; who opened it all the same."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.children.models import Child
from app.core.columns import Kept, Moment, column
from app.core.dated import Dated, Public, Recorded, Versioned
from app.core.db import Model
from app.people.models import Household, Person
from app.restricted.kinds import Knows, OpenedFor, RestrictedFor


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
    user: Mapped[User] = relationship(viewonly=True, lazy="joined")
    household: Mapped[Household | None] = relationship(viewonly=True, lazy="joined")
    person: Mapped[Person | None] = relationship(viewonly=True, lazy="joined")
    child: Mapped[Child | None] = relationship(viewonly=True, lazy="joined")


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
    user: Mapped[User] = relationship(
        viewonly=True, foreign_keys="Declaration.user_id", lazy="joined"
    )


class Restriction(Public, Versioned, Dated, Model):
    """A household, a person or a child whom only those see who are named, from a day on.

    It names one of the three. When nobody looks at it again it stays shut, and it is lifted by two
    people: one proposes it and another does it.
    """

    __tablename__ = "restriction"

    household_id: Mapped[int | None] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    person_id: Mapped[int | None] = column(
        "Person", Kept.OPENLY, ForeignKey("person.id"), index=True
    )
    child_id: Mapped[int | None] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    because: Mapped[RestrictedFor] = column("Because", Kept.RESTRICTED, code=RestrictedFor)
    says: Mapped[str] = column("Why", Kept.RESTRICTED, Text)
    looked_on: Mapped[date] = column("Last looked at on", Kept.OPENLY)
    lifting_by_id: Mapped[int | None] = column(
        "Who proposes to lift it", Kept.OPENLY, ForeignKey("user_account.id")
    )
    lifting_why: Mapped[str] = column("Why it may be lifted", Kept.RESTRICTED, Text, default="")
    lifting_by: Mapped[User | None] = relationship(viewonly=True, lazy="joined")
    household: Mapped[Household | None] = relationship(viewonly=True, lazy="joined")
    person: Mapped[Person | None] = relationship(viewonly=True, lazy="joined")
    child: Mapped[Child | None] = relationship(viewonly=True, lazy="joined")


class RestrictionProposed(Public, Versioned, Recorded, Model):
    """Somebody who works with a household or a child proposes that it be restricted; whoever may
    restrict does so, or says why not. It names one of the two."""

    __tablename__ = "restriction_proposed"

    household_id: Mapped[int | None] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    child_id: Mapped[int | None] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    proposed_on: Mapped[date] = column("Proposed on", Kept.OPENLY)
    proposed_by_id: Mapped[int] = column(
        "Who proposes it", Kept.OPENLY, ForeignKey("user_account.id")
    )
    because: Mapped[RestrictedFor] = column("Because", Kept.RESTRICTED, code=RestrictedFor)
    says: Mapped[str] = column("Why", Kept.RESTRICTED, Text)
    decided_on: Mapped[date | None] = column("Decided on", Kept.OPENLY)
    decided_by_id: Mapped[int | None] = column(
        "Decided by", Kept.OPENLY, ForeignKey("user_account.id")
    )
    agreed: Mapped[bool | None] = column("It was restricted", Kept.OPENLY)
    answer: Mapped[str] = column("Why not", Kept.RESTRICTED, Text, default="")
    household: Mapped[Household | None] = relationship(viewonly=True, lazy="joined")
    child: Mapped[Child | None] = relationship(viewonly=True, lazy="joined")
    proposed_by: Mapped[User] = relationship(
        viewonly=True, foreign_keys="RestrictionProposed.proposed_by_id", lazy="joined"
    )


class NamedReader(Public, Dated, Model):
    """Somebody who sees a restricted record, from a day on."""

    __tablename__ = "named_reader"
    ONE_OPEN_PER = ("restriction_id", "user_id")

    restriction_id: Mapped[int] = column(
        "Restriction", Kept.OPENLY, ForeignKey("restriction.id"), index=True
    )
    user_id: Mapped[int] = column("Who may see it", Kept.OPENLY, ForeignKey("user_account.id"))
    user: Mapped[User] = relationship(viewonly=True, lazy="joined")


class BreakGlass(Public, Versioned, Recorded, Model):
    """Somebody who is not named opened a restricted record, with a reason, until a moment; another
    looks at whether that was right."""

    __tablename__ = "break_glass"

    restriction_id: Mapped[int] = column(
        "Restriction", Kept.OPENLY, ForeignKey("restriction.id"), index=True
    )
    user_id: Mapped[int] = column("Who opened it", Kept.OPENLY, ForeignKey("user_account.id"))
    because: Mapped[OpenedFor] = column("Because", Kept.RESTRICTED, code=OpenedFor)
    says: Mapped[str] = column("Why", Kept.RESTRICTED, Text)
    opened_at: Mapped[datetime] = column("Opened", Kept.OPENLY, Moment)
    shuts_at: Mapped[datetime] = column("Shuts", Kept.OPENLY, Moment)
    reviewed_on: Mapped[date | None] = column("Looked at on", Kept.OPENLY)
    reviewed_by_id: Mapped[int | None] = column(
        "Looked at by", Kept.OPENLY, ForeignKey("user_account.id")
    )
    was_right: Mapped[bool | None] = column("It was right to open it", Kept.OPENLY)
    review: Mapped[str] = column("What was found", Kept.RESTRICTED, Text, default="")
    restriction: Mapped[Restriction] = relationship(viewonly=True, lazy="joined")
    user: Mapped[User] = relationship(
        viewonly=True, foreign_keys="BreakGlass.user_id", lazy="joined"
    )
    reviewed_by: Mapped[User | None] = relationship(
        viewonly=True, foreign_keys="BreakGlass.reviewed_by_id", lazy="joined"
    )


class BreakGlassNotice(Public, Recorded, Model):
    """A manager who is told at once that a restricted record was opened, on every page they open
    until they say that they have read it."""

    __tablename__ = "break_glass_notice"

    break_glass_id: Mapped[int] = column(
        "Opening", Kept.OPENLY, ForeignKey("break_glass.id"), index=True
    )
    user_id: Mapped[int] = column("Who is told", Kept.OPENLY, ForeignKey("user_account.id"))
    read_at: Mapped[datetime | None] = column("Read", Kept.OPENLY, Moment)
