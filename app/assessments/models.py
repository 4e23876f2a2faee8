"""Assessments of households, who assesses, and when an assessment stood still."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.assessments.rules import AssessmentKind, Outcome
from app.core.columns import Kept, column
from app.core.dated import Dated, Public, Versioned
from app.core.db import Model
from app.people.models import Household


class PauseReason(StrEnum):
    """Why an assessment stands still: few, so that they can be counted."""

    APPLICANTS = "the_applicants_asked"
    CHECKS = "checks_or_references_not_back"
    HEALTH = "illness_or_pregnancy"
    COURT = "the_court_or_a_plan_for_the_child"
    STAFF = "nobody_to_assess"
    OTHER = "other"


class Assessment(Public, Versioned, Dated, Model):
    """A household is assessed: from the day the application came to the day it was finished.

    Finished, withdrawn or stopped is one thing, its end, and `outcome` says which.
    """

    __tablename__ = "assessment"
    ONE_OPEN_PER = ("household_id", "kind")
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    kind: Mapped[AssessmentKind] = column("Kind", Kept.OPENLY, code=AssessmentKind)
    outcome: Mapped[Outcome | None] = column("What came of it", Kept.NARRATIVE, code=Outcome)
    note: Mapped[str] = column("Note", Kept.NARRATIVE, Text, default="")
    household: Mapped[Household] = relationship(lazy="joined")


class Assessing(Dated, Model):
    """A worker has an assessment to do."""

    __tablename__ = "assessing"
    ONE_OPEN_PER = ("assessment_id",)
    SUBJECT = ("household", "assessment_id", "assessment", "household_id")

    assessment_id: Mapped[int] = column("Assessment", Kept.OPENLY, ForeignKey("assessment.id"))
    worker_id: Mapped[int] = column(
        "Assessor", Kept.OPENLY, ForeignKey("user_account.id"), index=True
    )
    because: Mapped[str] = column("Why this worker", Kept.NARRATIVE, Text, default="")
    worker: Mapped[User] = relationship(lazy="joined")


class AssessmentPause(Dated, Model):
    """An assessment stands still. Its clock does not."""

    __tablename__ = "assessment_pause"
    ONE_OPEN_PER = ("assessment_id",)
    SUBJECT = ("household", "assessment_id", "assessment", "household_id")

    assessment_id: Mapped[int] = column("Assessment", Kept.OPENLY, ForeignKey("assessment.id"))
    reason: Mapped[PauseReason] = column("Why", Kept.OPENLY, code=PauseReason)
    note: Mapped[str] = column("Note", Kept.NARRATIVE, Text, default="")
