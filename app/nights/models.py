"""Whom to ring at night, carers who said that they are ready, sheets signed out, and nights."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.children.models import Child
from app.core.columns import Kept, Moment, column
from app.core.dated import Dated, Public, Recorded, Versioned
from app.core.db import Model
from app.links.models import OneTimeLink


class DutyNumber(Public, Dated, Model):
    """An agency or a service that answers at night, and its number."""

    __tablename__ = "duty_number"
    ONE_OPEN_PER = ("agency",)

    agency: Mapped[str] = column("Who answers", Kept.OPENLY, String(120))
    phone: Mapped[str] = column("Telephone", Kept.OPENLY, String(40))
    offers: Mapped[str] = column("What they can offer, and when", Kept.OPENLY, String(200))


class NightWord(Recorded, Model):
    """What our carers said of one night: ready to take a child, or not. The last word counts."""

    __tablename__ = "night_word"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    night_of: Mapped[date] = column("Night of", Kept.OPENLY, index=True)
    ready: Mapped[bool] = column("Ready to take a child", Kept.OPENLY)
    by_id: Mapped[int | None] = column("By", Kept.OPENLY, ForeignKey("user_account.id"))


class NightSheet(Public, Versioned, Recorded, Model):
    """Tonight's sheet was signed out to the out-of-hours team, by a link that shuts at a moment."""

    __tablename__ = "night_sheet"

    night_of: Mapped[date] = column("Night of", Kept.OPENLY, index=True)
    shuts_at: Mapped[datetime] = column("Shuts", Kept.OPENLY, Moment)
    link_id: Mapped[int | None] = column(
        "Link", Kept.OPENLY, ForeignKey("one_time_link.id"), index=True
    )
    by_id: Mapped[int | None] = column("Signed out by", Kept.OPENLY, ForeignKey("user_account.id"))
    link: Mapped[OneTimeLink | None] = relationship(viewonly=True, lazy="joined")
    by: Mapped[User | None] = relationship(viewonly=True, lazy="joined")


class NightRecord(Public, Recorded, Model):
    """A child was placed out of hours: when, by whom, why it could not wait. The placement itself
    is recorded as any other."""

    __tablename__ = "night_record"
    SUBJECT = ("child", "child_id")

    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    placement_id: Mapped[int] = column(
        "Placement", Kept.OPENLY, ForeignKey("placement.id"), index=True
    )
    happened_at: Mapped[datetime] = column("Came there", Kept.OPENLY, Moment)
    placed_by: Mapped[str] = column("Placed by", Kept.NARRATIVE, String(120))
    why: Mapped[str] = column("Why it could not wait", Kept.NARRATIVE, Text)
    wishes: Mapped[str] = column("What the child wished", Kept.NARRATIVE, Text, default="")
    by_id: Mapped[int | None] = column("Recorded by", Kept.OPENLY, ForeignKey("user_account.id"))
    child: Mapped[Child] = relationship(viewonly=True, lazy="joined")
