"""What every report has that is handed in to be checked: its author, its check, its grades."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, declared_attr, relationship

from app.accounts.models import User
from app.assessments.grading import Checked, Grade
from app.core.columns import Kept, column
from app.core.dated import Public, Recorded, Versioned


class HandedIn(Public, Versioned, Recorded):
    """A report handed in, and what somebody other than its author made of it."""

    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    author_id: Mapped[int] = column("Author", Kept.OPENLY, ForeignKey("user_account.id"))
    submitted_on: Mapped[date] = column("Handed in", Kept.OPENLY)
    checked_on: Mapped[date | None] = column("Checked", Kept.OPENLY)
    checker_id: Mapped[int | None] = column(
        "Checked by", Kept.OPENLY, ForeignKey("user_account.id")
    )
    outcome: Mapped[Checked | None] = column("Passed or returned", Kept.OPENLY, code=Checked)
    words: Mapped[str] = column("What it needs", Kept.NARRATIVE, Text, default="")

    @declared_attr
    @classmethod
    def author(cls) -> Mapped[User]:
        """Whoever wrote it and handed it in."""
        return relationship(viewonly=True, foreign_keys=lambda: cls.author_id, lazy="joined")

    @declared_attr
    @classmethod
    def checker(cls) -> Mapped[User | None]:
        """Whoever checked it."""
        return relationship(viewonly=True, foreign_keys=lambda: cls.checker_id, lazy="joined")


class Graded(Recorded):
    """How well a report answers one of the questions that matter; which one, each kind says."""

    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    grade: Mapped[Grade] = column("Grade", Kept.OPENLY, code=Grade)
    words: Mapped[str] = column("Feedback", Kept.NARRATIVE, Text, default="")


@dataclass(frozen=True, slots=True)
class LastRound:
    """The last time that a report was handed in, as far as it had come by a day."""

    subject: str
    about: str
    ref: str
    household_id: int
    author_id: int
    submitted_on: date
    checked_on: date | None = None
    outcome: Checked | None = None
    signed_on: date | None = None
