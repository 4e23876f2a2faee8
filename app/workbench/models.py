"""What was worked out and is kept with its day."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.core.columns import Kept, column
from app.core.dated import HowFar, Recorded
from app.core.db import Model


class HomesWanted(Recorded, Model):
    """What one more home of each sort would bring on a day, and which to recruit.

    It is asked for, and worked out in the background: until then `worked_on` is empty. No person
    and no household is in it: places, ages and numbers.
    """

    __tablename__ = "homes_wanted"

    worked_on: Mapped[date | None] = column("Worked out on", Kept.OPENLY, index=True)
    by_id: Mapped[int | None] = column("By", Kept.OPENLY, ForeignKey("user_account.id"))
    waiting: Mapped[int] = column("Children waiting", Kept.OPENLY, default=0)
    answer: Mapped[dict[str, Any]] = column(
        "What one more home would bring", Kept.OPENLY, JSON, default=dict
    )
    by: Mapped[User | None] = relationship(viewonly=True, lazy="joined")


class HomesWantedProgress(HowFar, Model):
    """How far working it out has come."""

    __tablename__ = "homes_wanted_progress"

    homes_wanted_id: Mapped[int] = column(
        "What", Kept.OPENLY, ForeignKey("homes_wanted.id"), primary_key=True
    )
