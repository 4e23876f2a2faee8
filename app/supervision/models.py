"""Who supervises which household."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.core.columns import Kept, column
from app.core.dated import Dated
from app.core.db import Model
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
    worker: Mapped[User] = relationship(lazy="joined")
