"""Rates and levels, each from a day; what finance was told, line by line; expenses of visits."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.core.columns import Kept, column
from app.core.dated import Dated, Public, Recorded
from app.core.db import Model
from app.money.kinds import AgeBand, FileKind, Level, RateKind, Spent, Told


class Rate(Public, Dated, Model):
    """An amount in pence from a day: what for, for which ages, at which level; its source."""

    __tablename__ = "rate"
    ONE_OPEN_PER = ("kind", "band", "level")

    kind: Mapped[RateKind] = column("What is paid", Kept.OPENLY, code=RateKind)
    band: Mapped[AgeBand] = column("Ages", Kept.OPENLY, code=AgeBand)
    level: Mapped[Level] = column("Level", Kept.OPENLY, code=Level)
    pence: Mapped[int] = column("Pence", Kept.OPENLY)
    year: Mapped[str] = column("Of the year", Kept.OPENLY, String(9), default="")
    source: Mapped[str] = column("Source", Kept.OPENLY, String(200), default="")


class CarerLevel(Dated, Model):
    """At which level of skill a household's carers are paid, from a day."""

    __tablename__ = "carer_level"
    ONE_OPEN_PER = ("household_id",)
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    level: Mapped[Level] = column("Level", Kept.OPENLY, code=Level)


class MoneyFile(Public, Recorded, Model):
    """A file for finance, with its number; its lines stand beside it and never change."""

    __tablename__ = "money_file"
    __table_args__ = (UniqueConstraint("kind", "number"),)

    kind: Mapped[FileKind] = column("About", Kept.OPENLY, code=FileKind)
    number: Mapped[int] = column("Number", Kept.OPENLY)
    up_to: Mapped[date] = column("Up to", Kept.OPENLY)
    lines: Mapped[int] = column("Lines", Kept.OPENLY)
    by_id: Mapped[int | None] = column("Made by", Kept.OPENLY, ForeignKey("user_account.id"))
    by: Mapped[User | None] = relationship(viewonly=True, lazy="joined")


class PlacementLine(Recorded, Model):
    """What one file told finance of one placement."""

    __tablename__ = "placement_line"
    SUBJECT = ("child", "child_id")

    file_id: Mapped[int] = column("File", Kept.OPENLY, ForeignKey("money_file.id"), index=True)
    placement_id: Mapped[int] = column(
        "Placement", Kept.OPENLY, ForeignKey("placement.id"), index=True
    )
    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    household_id: Mapped[int | None] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    setting_id: Mapped[int | None] = column("Setting", Kept.OPENLY, ForeignKey("setting.id"))
    told: Mapped[Told] = column("What", Kept.OPENLY, code=Told)
    day: Mapped[date] = column("From", Kept.OPENLY)
    pence: Mapped[int | None] = column("Pence a week", Kept.OPENLY)


class VisitExpense(Recorded, Model):
    """What was spent at a visit besides the miles."""

    __tablename__ = "visit_expense"
    SUBJECT = ("household", "household_id")

    visit_id: Mapped[int] = column("Visit", Kept.OPENLY, ForeignKey("visit.id"), index=True)
    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    spent: Mapped[Spent] = column("For", Kept.OPENLY, code=Spent)
    pence: Mapped[int] = column("Pence", Kept.OPENLY)


class MileageLine(Recorded, Model):
    """What one file told finance of one visit: what is claimed, or taken back."""

    __tablename__ = "mileage_line"
    SUBJECT = ("household", "household_id")

    file_id: Mapped[int] = column("File", Kept.OPENLY, ForeignKey("money_file.id"), index=True)
    visit_id: Mapped[int] = column("Visit", Kept.OPENLY, ForeignKey("visit.id"), index=True)
    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    worker_id: Mapped[int] = column("Who drove", Kept.OPENLY, ForeignKey("user_account.id"))
    day: Mapped[date] = column("Visited on", Kept.OPENLY)
    miles: Mapped[int] = column("Miles", Kept.OPENLY)
    pence: Mapped[int] = column("Pence for the miles", Kept.OPENLY)
    expenses: Mapped[int] = column("Pence spent besides", Kept.OPENLY)
