"""Who supervises which household, how they work, and what a caseload is weighed by."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.core.columns import Kept, column
from app.core.dated import Dated
from app.core.db import Model
from app.supervision.rules.weighing import Weight
from app.supervision.visits import models as visits  # noqa: F401 (its tables are this room's)


class Allocation(Dated, Model):
    """A named supervising social worker has a household (NMS 21.8)."""

    __tablename__ = "allocation"
    ONE_OPEN_PER = ("household_id",)
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    worker_id: Mapped[int] = column(
        "Supervising social worker",
        Kept.OPENLY,
        ForeignKey("user_account.id"),
        index=True,
    )
    because: Mapped[str | None] = column("Why this worker", Kept.NARRATIVE, Text)
    worker: Mapped[User] = relationship(viewonly=True, lazy="joined")


class Arrangement(Dated, Model):
    """How a worker works from a day: what part of full time, and from where they set out."""

    __tablename__ = "working_arrangement"
    ONE_OPEN_PER = ("worker_id",)
    SUBJECT = ("user_account", "worker_id")

    worker_id: Mapped[int] = column("Worker", Kept.OPENLY, ForeignKey("user_account.id"))
    percent: Mapped[int] = column("Per cent of full time", Kept.OPENLY)
    postcode: Mapped[str | None] = column("Sets out from", Kept.LOCATION, String(8))


class CaseloadWeight(Dated, Model):
    """What the council has set that something weighs in a caseload, in points, from a day on."""

    __tablename__ = "caseload_weight"
    ONE_OPEN_PER = ("weight",)

    weight: Mapped[Weight] = column("What is weighed", Kept.OPENLY, code=Weight)
    points: Mapped[int] = column("Points", Kept.OPENLY)
