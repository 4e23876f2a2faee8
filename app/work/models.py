"""A plan for something that is late or will be, and the reason that something was late."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.core.columns import Kept, column
from app.core.dated import Public, Recorded
from app.core.db import Model


class Cause(StrEnum):
    """Why something ran late: few, so that delay can be counted by cause."""

    CARER = "carers_not_available_or_not_agreeing"
    CHILD = "a_childs_circumstances_came_first"
    COURT = "court_or_legal_process"
    CHECKS = "checks_or_references_not_back"
    HEALTH = "medical_adviser_or_health"
    OTHER_AUTHORITY = "another_authority_or_agency"
    PANEL = "no_panel_date_in_time"
    STAFF = "nobody_allocated_or_staff_absent"
    WORKLOAD = "workload"
    RECORDED_LATE = "done_in_time_and_recorded_late"
    OTHER = "other"


class _AboutAClock:
    """One cycle of one clock: `key` is the `Running`'s, so that the next cycle has its own."""

    key: Mapped[str] = column("Cycle", Kept.OPENLY, String(200), index=True)
    clock: Mapped[str] = column("Clock", Kept.OPENLY, String(80), index=True)
    subject: Mapped[str] = column("Subject", Kept.OPENLY, String(80))
    household_id: Mapped[int | None] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    due_on: Mapped[date] = column("Due on", Kept.OPENLY)


class Plan(_AboutAClock, Public, Recorded, Model):
    """Somebody owns it: what they will do, and when it comes back before their eyes."""

    __tablename__ = "work_plan"

    owner_id: Mapped[int] = column("Owner", Kept.OPENLY, ForeignKey("user_account.id"), index=True)
    returns_on: Mapped[date] = column("Comes back on", Kept.OPENLY)
    says: Mapped[str] = column("Plan", Kept.NARRATIVE, Text)
    owner: Mapped[User] = relationship(viewonly=True, lazy="joined")


class Drift(_AboutAClock, Recorded, Model):
    """Why it is, or was, late."""

    __tablename__ = "work_drift"

    cause: Mapped[Cause] = column("Reason", Kept.OPENLY, code=Cause)
    note: Mapped[str] = column("Note", Kept.NARRATIVE, Text, default="")
    by_id: Mapped[int] = column("Said by", Kept.OPENLY, ForeignKey("user_account.id"))
