"""Assessments of households: who assesses, when one stood still, and what was found out."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.assessments.evidence import Found, Key
from app.assessments.rules import AssessmentKind, Outcome
from app.assessments.viability import Answer, Challenge
from app.core.columns import Kept, Moment, column
from app.core.dated import Dated, Public, Recorded, Versioned
from app.core.db import Model
from app.people.models import Household
from app.statute.schedules import Matter, Of


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
    household: Mapped[Household] = relationship(viewonly=True, lazy="joined")


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
    worker: Mapped[User] = relationship(viewonly=True, lazy="joined")


class AssessmentPause(Dated, Model):
    """An assessment stands still. Its clock does not."""

    __tablename__ = "assessment_pause"
    ONE_OPEN_PER = ("assessment_id",)
    SUBJECT = ("household", "assessment_id", "assessment", "household_id")

    assessment_id: Mapped[int] = column("Assessment", Kept.OPENLY, ForeignKey("assessment.id"))
    reason: Mapped[PauseReason] = column("Why", Kept.OPENLY, code=PauseReason)
    note: Mapped[str] = column("Note", Kept.NARRATIVE, Text, default="")


class BriefReport(Public, Versioned, Recorded, Model):
    """A report before the assessment is complete, because they are unlikely to be suitable.

    A copy goes to the applicants with notice; the panel recommends that they are not suitable, or
    asks for a full report (FSR 2011 reg 26(3)).
    """

    __tablename__ = "brief_report"
    SUBJECT = ("household", "household_id")

    assessment_id: Mapped[int] = column(
        "Assessment", Kept.OPENLY, ForeignKey("assessment.id"), index=True
    )
    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    reasons: Mapped[str] = column("Why they are unlikely to be suitable", Kept.NARRATIVE, Text)
    sent_on: Mapped[date] = column("Sent to the applicants on", Kept.OPENLY)
    observed_on: Mapped[date | None] = column("Their views came on", Kept.OPENLY)
    observations: Mapped[str] = column("Their views", Kept.NARRATIVE, Text, default="")
    further_on: Mapped[date | None] = column("Panel asked for a full report on", Kept.OPENLY)


class ParentKind(StrEnum):
    """What a parent is to the child."""

    MOTHER = "mother"
    FATHER = "father"
    OTHER = "other"

    def words(self) -> str:
        """As people say it."""
        return "Another parent" if self is ParentKind.OTHER else self.value.capitalize()


class Parent(Public, Versioned, Recorded, Model):
    """A parent of a child for whom a household is assessed; of two children, once.

    Not somebody of the household: what is found out of them goes with its record.
    """

    __tablename__ = "assessed_parent"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    name: Mapped[str] = column("Name", Kept.CHILD, String(120))
    kind: Mapped[ParentKind] = column(
        "Mother or father", Kept.CHILD, code=ParentKind, default=ParentKind.OTHER
    )
    born: Mapped[date | None] = column("Date of birth", Kept.CHILD)


class Evidence(Public, Recorded, Model):
    """What was found out about a matter: of a person, a child, a parent, or the home itself.

    The last one recorded about the same of the same stands; each paper that asks for it reads it.
    """

    __tablename__ = "evidence"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    matter: Mapped[Matter] = column("Matter", Kept.OPENLY, code=Matter)
    of_whom: Mapped[Of] = column("Of whom", Kept.OPENLY, code=Of)
    person_id: Mapped[int | None] = column("Person", Kept.OPENLY, ForeignKey("person.id"))
    child_id: Mapped[int | None] = column("Child", Kept.OPENLY, ForeignKey("child.id"))
    parent_id: Mapped[int | None] = column("Parent", Kept.OPENLY, ForeignKey("assessed_parent.id"))
    found: Mapped[Found] = column("How it came out", Kept.OPENLY, code=Found)
    words: Mapped[str] = column("What was found", Kept.CHECKS, Text, default="")
    because: Mapped[str] = column("Why not", Kept.CHECKS, Text, default="")
    established_at: Mapped[datetime] = column("Established", Kept.OPENLY, Moment)
    by_id: Mapped[int] = column("By", Kept.OPENLY, ForeignKey("user_account.id"))
    why_voided: Mapped[str] = column("Why it was taken back", Kept.CHECKS, Text, default="")
    voided_by_id: Mapped[int | None] = column(
        "Taken back by", Kept.OPENLY, ForeignKey("user_account.id")
    )
    by: Mapped[User] = relationship(viewonly=True, foreign_keys="Evidence.by_id", lazy="joined")
    voided_by: Mapped[User | None] = relationship(
        viewonly=True, foreign_keys="Evidence.voided_by_id", lazy="joined"
    )

    @property
    def kept_under(self) -> Key:
        """The matter, and of whom: as `evidence.key_of` has it."""
        return self.matter, self.person_id, self.child_id, self.parent_id


class Viability(Public, Versioned, Recorded, Model):
    """A first, short assessment: could this home be the child's? And whether it is challenged."""

    __tablename__ = "viability"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    kind: Mapped[AssessmentKind] = column("For", Kept.OPENLY, code=AssessmentKind)
    asked_on: Mapped[date] = column("Asked for", Kept.OPENLY)
    worker_id: Mapped[int | None] = column("Assessor", Kept.OPENLY, ForeignKey("user_account.id"))
    answer: Mapped[Answer | None] = column("Answer", Kept.NARRATIVE, code=Answer)
    answered_on: Mapped[date | None] = column("Answered on", Kept.OPENLY)
    words: Mapped[str] = column("Why", Kept.NARRATIVE, Text, default="")
    told_on: Mapped[date | None] = column("Told in writing on", Kept.OPENLY)
    challenged_on: Mapped[date | None] = column("Challenged on", Kept.OPENLY)
    challenge: Mapped[str] = column("What they say", Kept.NARRATIVE, Text, default="")
    challenge_answer: Mapped[Challenge | None] = column(
        "What came of the challenge", Kept.NARRATIVE, code=Challenge
    )
    challenge_by: Mapped[str] = column("Looked at again by", Kept.OPENLY, String(120), default="")
