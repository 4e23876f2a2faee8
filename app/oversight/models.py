"""The director's decisions about children whose placement is not lawful, or who are deprived."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.children.models import Child
from app.core.columns import Kept, column
from app.core.dated import Public, Recorded
from app.core.db import Model
from app.oversight.kinds import Applied, Plan
from app.oversight.rules import BasisKind, Concern


class OversightDecision(Public, Recorded, Model):
    """The director has decided about one child where the child was that day, and looks again.

    It speaks of the placement named (none: nowhere was recorded) and of nothing that began later.
    `concern` and `basis` are what the ledger said when it was taken.
    """

    __tablename__ = "oversight_decision"
    SUBJECT = ("child", "child_id")

    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    placement_id: Mapped[int | None] = column(
        "Placement", Kept.OPENLY, ForeignKey("placement.id"), index=True
    )
    concern: Mapped[Concern] = column("Why the director decides", Kept.CHILD, code=Concern)
    basis: Mapped[BasisKind] = column("Basis on that day", Kept.CHILD, code=BasisKind)
    decided_on: Mapped[date] = column("Decided on", Kept.OPENLY)
    decided_by_id: Mapped[int] = column("Decided by", Kept.OPENLY, ForeignKey("user_account.id"))
    needs: Mapped[str] = column("Needs, and how they were assessed", Kept.NARRATIVE, Text)
    progress: Mapped[str] = column("How the child is", Kept.NARRATIVE, Text)
    last_seen_on: Mapped[date] = column("Child last seen on", Kept.OPENLY)
    applied: Mapped[Applied] = column("Registration or approval", Kept.CHILD, code=Applied)
    plan: Mapped[Plan] = column("Plan", Kept.CHILD, code=Plan)
    steps: Mapped[str] = column("By whom, and by when", Kept.NARRATIVE, Text)
    look_again_on: Mapped[date] = column("Looked at again by", Kept.OPENLY)
    child: Mapped[Child] = relationship(viewonly=True)
    decided_by: Mapped[User] = relationship(viewonly=True, lazy="joined")
