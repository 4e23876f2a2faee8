"""Checks as they go: when each was asked for, chased, back, seen, and what was decided.

Nothing of what a certificate says has a column here, nor has its picture: its reference, its days,
who saw it and what was decided are all that is kept (DBS Code of Practice).
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.checks.kinds import ChasedBy, Decided, Helps
from app.core.columns import Kept, Moment, column
from app.core.dated import Dated, Public, Recorded, Versioned
from app.core.db import Model
from app.people.models import Household, Person
from app.statute.checks import CheckKind


class Check(Public, Versioned, Recorded, Model):
    """One round of one check: of a person, or (no person) of the home itself.

    The next round is another row: what was seen before stays as it was. Its steps come one after
    another into one row, each with the moment at which it was recorded. `asked_of` is whoever is
    to answer, where that is somebody else than the person: a council, an employer, a surgery.
    """

    __tablename__ = "person_check"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    person_id: Mapped[int | None] = column(
        "Person", Kept.OPENLY, ForeignKey("person.id"), index=True
    )
    kind: Mapped[CheckKind] = column("Check", Kept.OPENLY, code=CheckKind)
    asked_on: Mapped[date | None] = column("Asked for", Kept.OPENLY)
    asked_of: Mapped[str | None] = column("Asked of", Kept.CHILD, String(120))
    email: Mapped[str | None] = column("Their email address", Kept.LOCATION, String(254))
    received_on: Mapped[date | None] = column("Came back", Kept.OPENLY)
    issued_on: Mapped[date | None] = column("Date of issue", Kept.OPENLY)
    reference: Mapped[str] = column("Reference", Kept.CHECKS, String(40), default="")
    seen_on: Mapped[date | None] = column("Seen, or decided", Kept.OPENLY)
    seen_by_id: Mapped[int | None] = column("Seen by", Kept.OPENLY, ForeignKey("user_account.id"))
    decided: Mapped[Decided | None] = column("Decision", Kept.CHECKS, code=Decided)
    because: Mapped[str] = column("Why it was left out", Kept.CHECKS, Text, default="")
    counts_until: Mapped[date | None] = column("Counts until", Kept.OPENLY)
    received_recorded_at: Mapped[datetime | None] = column(
        "Recorded that it came back", Kept.OPENLY, Moment
    )
    seen_recorded_at: Mapped[datetime | None] = column(
        "Recorded that it was seen", Kept.OPENLY, Moment
    )
    decided_recorded_at: Mapped[datetime | None] = column(
        "Decided after it was considered", Kept.OPENLY, Moment
    )
    why_voided: Mapped[str] = column("Why it was taken back", Kept.CHECKS, Text, default="")
    household: Mapped[Household] = relationship(viewonly=True)
    person: Mapped[Person | None] = relationship(viewonly=True, lazy="joined")
    seen_by: Mapped[User | None] = relationship(viewonly=True, lazy="joined")


class CheckChase(Recorded, Model):
    """Somebody asked again for a check that was not back; how (None) may not be recorded."""

    __tablename__ = "check_chase"
    SUBJECT = ("household", "household_id")

    check_id: Mapped[int] = column("Check", Kept.OPENLY, ForeignKey("person_check.id"), index=True)
    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    chased_on: Mapped[date] = column("Chased", Kept.OPENLY)
    how: Mapped[ChasedBy | None] = column("How", Kept.OPENLY, code=ChasedBy)
    not_sent_at: Mapped[datetime | None] = column("The email was not sent", Kept.OPENLY, Moment)
    by_id: Mapped[int | None] = column("By", Kept.OPENLY, ForeignKey("user_account.id"))


class HelpsOut(Dated, Model):
    """What a visitor does for the children there, and whether that is regulated activity."""

    __tablename__ = "helps_out"
    ONE_OPEN_PER = ("household_id", "person_id")
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    person_id: Mapped[int] = column("Person", Kept.OPENLY, ForeignKey("person.id"), index=True)
    helps: Mapped[Helps] = column("What they do", Kept.OPENLY, code=Helps)
    regulated: Mapped[bool] = column("It is regulated activity", Kept.OPENLY)
