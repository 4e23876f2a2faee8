"""Special guardianship cases: how they came, referees, checks, hearings, orders, support, money."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.assessments.handed_in import Graded, HandedIn
from app.assessments.models import Assessment, Parent
from app.children.codes import Ls
from app.children.kinds import Relationship
from app.children.models import Child
from app.core.columns import Kept, column
from app.core.dated import Dated, Public, Recorded, Versioned
from app.core.db import Model
from app.guardianship.kinds import (
    CaseEnd,
    Entry,
    HearingKind,
    HearingOutcome,
    Recommends,
    ReviewOutcome,
    SupportEnd,
    Theme,
)
from app.people.models import Household


class GuardianshipCase(Public, Versioned, Recorded, Model):
    """People would be special guardians of one child or several, or are.

    How far it has come is worked out from its days and rows; no column holds a status.
    """

    __tablename__ = "guardianship_case"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    entry: Mapped[Entry] = column("How it came", Kept.OPENLY, code=Entry)
    entered_on: Mapped[date] = column("On", Kept.OPENLY)
    put_forward_by: Mapped[str] = column("Put forward by", Kept.NARRATIVE, String(120), default="")
    filing_due_on: Mapped[date | None] = column("Report due at court", Kept.OPENLY)
    court: Mapped[str] = column("Court", Kept.NARRATIVE, String(120), default="")
    case_number: Mapped[str] = column("Case number", Kept.NARRATIVE, String(40), default="")
    issued_on: Mapped[date | None] = column("Care proceedings issued", Kept.OPENLY)
    opened_on: Mapped[date] = column("Opened", Kept.OPENLY)
    opened_by_id: Mapped[int | None] = column(
        "Opened by", Kept.OPENLY, ForeignKey("user_account.id")
    )
    assessment_id: Mapped[int | None] = column(
        "Full assessment", Kept.OPENLY, ForeignKey("assessment.id")
    )
    filed_on: Mapped[date | None] = column("Report filed", Kept.OPENLY)
    closed_on: Mapped[date | None] = column("Closed", Kept.OPENLY)
    closed_how: Mapped[CaseEnd | None] = column("How it ended", Kept.OPENLY, code=CaseEnd)
    closed_because: Mapped[str] = column("Why", Kept.NARRATIVE, Text, default="")
    household: Mapped[Household] = relationship(viewonly=True, lazy="joined")
    assessment: Mapped[Assessment | None] = relationship(viewonly=True)


class GuardianshipChild(Recorded, Model):
    """A child whose guardians they would be, and what they are to the child."""

    __tablename__ = "guardianship_child"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    case_id: Mapped[int] = column(
        "Case", Kept.OPENLY, ForeignKey("guardianship_case.id"), index=True
    )
    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    relation: Mapped[Relationship] = column(
        "Relationship", Kept.CHILD, code=Relationship, default=Relationship.OTHER
    )
    one_parent_id: Mapped[int | None] = column(
        "Parent", Kept.OPENLY, ForeignKey("assessed_parent.id")
    )
    other_parent_id: Mapped[int | None] = column(
        "Other parent", Kept.OPENLY, ForeignKey("assessed_parent.id")
    )
    child: Mapped[Child] = relationship(viewonly=True, lazy="joined")
    one_parent: Mapped[Parent | None] = relationship(
        foreign_keys="GuardianshipChild.one_parent_id", lazy="joined"
    )
    other_parent: Mapped[Parent | None] = relationship(
        foreign_keys="GuardianshipChild.other_parent_id", lazy="joined"
    )

    @property
    def parents(self) -> tuple[Parent, ...]:
        """Whoever is recorded as a parent: two at most."""
        return tuple(each for each in (self.one_parent, self.other_parent) if each is not None)


class GuardianshipReferee(Public, Versioned, Recorded, Model):
    """Somebody who speaks for a prospective guardian; three are interviewed."""

    __tablename__ = "guardianship_referee"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    case_id: Mapped[int] = column(
        "Case", Kept.OPENLY, ForeignKey("guardianship_case.id"), index=True
    )
    name: Mapped[str] = column("Name", Kept.CHECKS, String(120))
    knows_them: Mapped[str] = column("How they know them", Kept.CHECKS, String(200), default="")
    interviewed_on: Mapped[date | None] = column("Interviewed", Kept.OPENLY)
    words: Mapped[str] = column("What they said", Kept.CHECKS, Text, default="")


class QualityCheck(HandedIn, Model):
    """A report handed in, and what somebody other than its author made of it."""

    __tablename__ = "guardianship_check"

    case_id: Mapped[int] = column(
        "Case", Kept.OPENLY, ForeignKey("guardianship_case.id"), index=True
    )
    recommends: Mapped[Recommends] = column(
        "Recommends", Kept.NARRATIVE, code=Recommends, default=Recommends.ORDER
    )
    grades: Mapped[list[QualityGrade]] = relationship(
        order_by="QualityGrade.id", lazy="selectin", viewonly=True
    )


class QualityGrade(Graded, Model):
    """How well a report answers one of the questions that matter."""

    __tablename__ = "guardianship_grade"

    check_id: Mapped[int] = column(
        "Check", Kept.OPENLY, ForeignKey("guardianship_check.id"), index=True
    )
    theme: Mapped[Theme] = column("Theme", Kept.OPENLY, code=Theme)


class Hearing(Public, Versioned, Recorded, Model):
    """A hearing that the court listed, and what came of it."""

    __tablename__ = "guardianship_hearing"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    case_id: Mapped[int] = column(
        "Case", Kept.OPENLY, ForeignKey("guardianship_case.id"), index=True
    )
    kind: Mapped[HearingKind] = column("Hearing", Kept.OPENLY, code=HearingKind)
    listed_for: Mapped[date] = column("Listed for", Kept.OPENLY)
    outcome: Mapped[HearingOutcome | None] = column(
        "What came of it", Kept.OPENLY, code=HearingOutcome
    )
    words: Mapped[str] = column("What the court said", Kept.NARRATIVE, Text, default="")


class GuardianshipOrder(Public, Versioned, Recorded, Model):
    """The court made, or refused, an order for one child; and what is owed after it."""

    __tablename__ = "guardianship_order"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    case_id: Mapped[int] = column(
        "Case", Kept.OPENLY, ForeignKey("guardianship_case.id"), index=True
    )
    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    decided_on: Mapped[date] = column("Decided", Kept.OPENLY)
    made: Mapped[bool] = column("Made", Kept.OPENLY)
    own_motion: Mapped[bool] = column("Of the court’s own motion", Kept.OPENLY, default=False)
    words: Mapped[str] = column("What the court said", Kept.NARRATIVE, Text, default="")
    status_before: Mapped[Ls | None] = column(
        "Legal status immediately before", Kept.CHILD, code=Ls
    )
    looked_after_before: Mapped[bool] = column(
        "Looked after immediately before", Kept.OPENLY, default=False
    )
    education_until: Mapped[date | None] = column("In education until", Kept.OPENLY)
    passed_on: Mapped[date | None] = column("Responsibility settled", Kept.OPENLY)
    passed_to: Mapped[str] = column(
        "Who is responsible after three years", Kept.NARRATIVE, String(120), default=""
    )
    ended_on: Mapped[date | None] = column("Support ended", Kept.OPENLY)
    ended_because: Mapped[SupportEnd | None] = column("Why", Kept.OPENLY, code=SupportEnd)
    why_voided: Mapped[str] = column("Why it was an error", Kept.NARRATIVE, Text, default="")
    child: Mapped[Child] = relationship(viewonly=True, lazy="joined")


class SupportPlan(Public, Versioned, Recorded, Model):
    """Support: needs assessed, a plan proposed, what they say to it, agreed; then in force."""

    __tablename__ = "guardianship_support"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    case_id: Mapped[int] = column(
        "Case", Kept.OPENLY, ForeignKey("guardianship_case.id"), index=True
    )
    assessed_on: Mapped[date] = column("Needs assessed", Kept.OPENLY)
    needs: Mapped[str] = column("Needs", Kept.NARRATIVE, Text)
    proposed_on: Mapped[date | None] = column("Notice of the proposal", Kept.OPENLY)
    services: Mapped[str] = column("Support proposed", Kept.NARRATIVE, Text, default="")
    answer_by: Mapped[date | None] = column("Last day to answer", Kept.OPENLY)
    answered_on: Mapped[date | None] = column("Answered", Kept.OPENLY)
    answer: Mapped[str] = column("What they say", Kept.NARRATIVE, Text, default="")
    agreed_on: Mapped[date | None] = column("Decided", Kept.OPENLY)
    reasons: Mapped[str] = column("Decision and reasons", Kept.NARRATIVE, Text, default="")
    watcher_id: Mapped[int | None] = column(
        "Who watches over it", Kept.OPENLY, ForeignKey("user_account.id")
    )
    ended_on: Mapped[date | None] = column("Ended", Kept.OPENLY)
    watcher: Mapped[User | None] = relationship(viewonly=True, lazy="joined")


class SupportReview(Recorded, Model):
    """A review of support: what is different, and what follows."""

    __tablename__ = "guardianship_support_review"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    plan_id: Mapped[int] = column(
        "Support plan", Kept.OPENLY, ForeignKey("guardianship_support.id"), index=True
    )
    held_on: Mapped[date] = column("Held", Kept.OPENLY)
    outcome: Mapped[ReviewOutcome] = column("What follows", Kept.OPENLY, code=ReviewOutcome)
    words: Mapped[str] = column("What was found", Kept.NARRATIVE, Text, default="")


class GuardianMoney(Public, Versioned, Dated, Model):
    """Money for a guardian, as assessed: so much a week, on what means, until when."""

    __tablename__ = "guardianship_money"
    ONE_OPEN_PER = ("case_id",)
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    case_id: Mapped[int] = column(
        "Case", Kept.OPENLY, ForeignKey("guardianship_case.id"), index=True
    )
    assessed_on: Mapped[date] = column("Assessed", Kept.OPENLY)
    means: Mapped[str] = column("Their means", Kept.CHECKS, Text, default="")
    weekly_pence: Mapped[int | None] = column("Pence a week", Kept.CHECKS)
    reward_pence: Mapped[int | None] = column("Of it a carer’s reward, pence a week", Kept.CHECKS)
    basis: Mapped[str] = column("How it was worked out", Kept.CHECKS, Text, default="")
    until: Mapped[date | None] = column("Agreed until", Kept.OPENLY)
    reminded_on: Mapped[date | None] = column("Reminded of the statement", Kept.OPENLY)
    suspended_on: Mapped[date | None] = column("Suspended", Kept.OPENLY)


class MoneyReview(Recorded, Model):
    """A yearly look at the money, on the carer's own statement."""

    __tablename__ = "guardianship_money_review"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    case_id: Mapped[int] = column(
        "Case", Kept.OPENLY, ForeignKey("guardianship_case.id"), index=True
    )
    statement_on: Mapped[date] = column("Statement received", Kept.OPENLY)
    held_on: Mapped[date] = column("Reviewed", Kept.OPENLY)
    outcome: Mapped[ReviewOutcome] = column("What follows", Kept.OPENLY, code=ReviewOutcome)
    words: Mapped[str] = column("What was found", Kept.CHECKS, Text, default="")
