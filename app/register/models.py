"""The register: who is approved to foster, on what terms, and what takes or keeps a place.

Temporary approvals stand here because the register holds them (FSR 2011 reg 31(3)) and because
room depends on them; deciding them is another room's work.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.children.models import Child
from app.core.columns import Kept, Moment, column
from app.core.dated import Dated, Public, Recorded, Versioned
from app.core.db import Model
from app.core.words import words
from app.people.models import Household, Person
from app.register.deciding import DecisionKind, ExitReason, ExitStepKind, Outcome, StepKind
from app.register.reviewing import GivenHow, ReviewTrigger, ViewOf
from app.register.rules.temporary import last_day_by_law
from sufficiency.types import Sex

NO_LAST_DAY = date(9999, 1, 1)
"""While an independent review is pending nobody can say which day will be the last."""


class ApprovalEnd(StrEnum):
    """How an approval ended."""

    RESIGNED = "resigned"
    TERMINATED = "terminated"
    TRANSFERRED = "transferred_to_another_service"
    DIED = "died"
    ORDER_MADE = "order_made_or_adopted"
    NOT_RECORDED = "not_recorded"


class NotAvailable(StrEnum):
    """Why a place is not available: Ofsted's reasons."""

    BREAK = "carers_taking_a_break_or_pending_resignation"
    CARER_REASONS = "unknown_carer_reasons"
    NEEDS_OF_CHILD = "needs_of_a_child_placed"
    SIBLINGS_ONLY = "only_for_a_sibling_group"
    STAYING_PUT = "staying_put"
    INVESTIGATION = "carers_under_investigation"
    SHORT_BREAKS = "reserved_for_short_breaks"
    PENDING = "reserved_for_a_pending_placement"
    OTHER = "unknown_or_other"


class HoldReason(StrEnum):
    """Why a household is on hold. Not shown to the placement team."""

    ALLEGATION = "allegation"
    ILLNESS = "illness"
    BEREAVEMENT = "bereavement"
    STANDARD_OF_CARE = "standard_of_care"
    CARERS_CHOICE = "carers_own_choice"
    OTHER = "other"


class ClaimKind(StrEnum):
    """A claim on room that is not yet a placement."""

    PLANNED = "planned"
    HELD = "held"


class Approval(Public, Versioned, Dated, Model):
    """A person is approved to foster (FSR 2011 reg 27). A couple is two approvals."""

    __tablename__ = "approval"
    ONE_OPEN_PER = ("person_id", "household_id")
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    person_id: Mapped[int] = column("Carer", Kept.OPENLY, ForeignKey("person.id"), index=True)
    family_and_friends: Mapped[bool] = column(
        "Family and friends carer", Kept.OPENLY, default=False
    )
    recommended_on: Mapped[date | None] = column("Panel recommended", Kept.OPENLY)
    decided_by: Mapped[str | None] = column("Decision maker", Kept.OPENLY, String(120))
    ended_how: Mapped[ApprovalEnd | None] = column("How it ended", Kept.OPENLY, code=ApprovalEnd)
    household: Mapped[Household] = relationship(viewonly=True)
    person: Mapped[Person] = relationship(viewonly=True, lazy="joined")


class Resignation(Recorded, Model):
    """Written notice received: approval ends 28 days after (FSR 2011 reg 28(13))."""

    __tablename__ = "resignation"
    SUBJECT = ("household", "household_id")

    approval_id: Mapped[int] = column(
        "Approval", Kept.OPENLY, ForeignKey("approval.id"), index=True
    )
    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    received_on: Mapped[date] = column("Received on", Kept.OPENLY)
    reason: Mapped[ExitReason | None] = column("Why", Kept.NARRATIVE, code=ExitReason)


class ExitStep(Recorded, Model):
    """What followed a resignation: the exit interview, copies, a wish to take it back."""

    __tablename__ = "exit_step"
    SUBJECT = ("household", "household_id")

    resignation_id: Mapped[int] = column(
        "Resignation", Kept.OPENLY, ForeignKey("resignation.id"), index=True
    )
    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    step: Mapped[ExitStepKind] = column("What", Kept.OPENLY, code=ExitStepKind)
    happened_on: Mapped[date] = column("On", Kept.OPENLY)
    words: Mapped[str] = column("Their words", Kept.NARRATIVE, Text, default="")
    by_id: Mapped[int | None] = column("By", Kept.OPENLY, ForeignKey("user_account.id"))


class Transfer(Recorded, Model):
    """Another service has approved this carer: our approval ends on the day theirs begins."""

    __tablename__ = "transfer"
    SUBJECT = ("household", "household_id")

    approval_id: Mapped[int] = column(
        "Approval", Kept.OPENLY, ForeignKey("approval.id"), index=True
    )
    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    to_service: Mapped[str] = column("Approved by", Kept.OPENLY, String(160))
    approved_on: Mapped[date] = column("Approved there on", Kept.OPENLY)


class RecordsRequest(Public, Recorded, Model):
    """Another service asks for a carer's records (FSR 2011 regs 26(1A)(e) and 32(6))."""

    __tablename__ = "records_request"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    asked_by: Mapped[str] = column("Asked by", Kept.OPENLY, String(160))
    received_on: Mapped[date] = column("Received on", Kept.OPENLY)
    consented_on: Mapped[date | None] = column("Carer agreed on", Kept.OPENLY)


class RecordsSent(Recorded, Model):
    """Records were opened to another service: what, when, by whom."""

    __tablename__ = "records_sent"
    SUBJECT = ("household", "household_id")

    request_id: Mapped[int] = column(
        "Request", Kept.OPENLY, ForeignKey("records_request.id"), index=True
    )
    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    sent_on: Mapped[date] = column("Sent on", Kept.OPENLY)
    what: Mapped[str] = column("What was sent", Kept.NARRATIVE, Text)
    by_id: Mapped[int | None] = column("By", Kept.OPENLY, ForeignKey("user_account.id"))


class Terms(Versioned, Dated, Model):
    """The terms of a household's approval: an overall number, and criteria children must fit."""

    __tablename__ = "terms"
    ONE_OPEN_PER = ("household_id",)
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    overall: Mapped[int] = column("Children at once", Kept.OPENLY)
    decided_on: Mapped[date | None] = column("Decided on", Kept.OPENLY)
    note: Mapped[str] = column("Terms in words", Kept.OPENLY, Text, default="", names=True)
    criteria: Mapped[list[TermsCriterion]] = relationship(
        order_by="TermsCriterion.id", cascade="save-update", lazy="selectin"
    )


class TermsCriterion(Model):
    """Up to so many children, of these ages, sexes and kinds, or one named child."""

    __tablename__ = "terms_criterion"
    SUBJECT = ("household", "terms_id", "terms", "household_id")

    id: Mapped[int] = column("Id", Kept.OPENLY, primary_key=True)
    terms_id: Mapped[int] = column("Terms", Kept.OPENLY, ForeignKey("terms.id"), index=True)
    up_to: Mapped[int] = column("Up to", Kept.OPENLY)
    min_age: Mapped[int] = column("From age", Kept.OPENLY, default=0)
    max_age: Mapped[int] = column("To age", Kept.OPENLY, default=17)
    sex: Mapped[Sex | None] = column("Sex (blank: any)", Kept.OPENLY, code=Sex)
    kinds: Mapped[list[Any] | None] = column("Kinds (blank: any)", Kept.OPENLY, JSON)
    child_id: Mapped[int | None] = column("Named child", Kept.OPENLY, ForeignKey("child.id"))


class Exemption(Public, Dated, Model):
    """Permission to exceed the usual limit for children named (CA 1989 Sch 7 para 4)."""

    __tablename__ = "exemption"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    conditions: Mapped[str] = column("Conditions", Kept.OPENLY, Text, default="", names=True)
    decided_on: Mapped[date] = column("Decided on", Kept.OPENLY)
    decided_by: Mapped[str] = column("Decided by", Kept.OPENLY, String(120))
    named: Mapped[list[ExemptionChild]] = relationship(cascade="save-update", lazy="selectin")


class ExemptionChild(Model):
    """A child named in an exemption."""

    __tablename__ = "exemption_child"
    SUBJECT = ("child", "child_id")

    exemption_id: Mapped[int] = column(
        "Exemption", Kept.OPENLY, ForeignKey("exemption.id"), primary_key=True
    )
    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), primary_key=True)


class Hold(Dated, Model):
    """No placements for now, or fewer. Approval is not touched. Lifting it is a decision."""

    __tablename__ = "hold"
    ONE_OPEN_PER = ("household_id",)
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    places: Mapped[int | None] = column("Places held back (blank: all)", Kept.OPENLY)
    reason: Mapped[HoldReason] = column("Reason", Kept.NARRATIVE, code=HoldReason)
    note: Mapped[str] = column("Note", Kept.NARRATIVE, Text, default="")
    plan: Mapped[str] = column("Plan", Kept.NARRATIVE, Text, default="")
    review_on: Mapped[date | None] = column("Looked at again on", Kept.OPENLY)


class Unavailability(Dated, Model):
    """Places not available for now: a number of them, or (blank) all."""

    __tablename__ = "unavailability"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    places: Mapped[int | None] = column("Places (blank: all)", Kept.OPENLY)
    reason: Mapped[NotAvailable] = column("Reason", Kept.OPENLY, code=NotAvailable)
    note: Mapped[str] = column("Note", Kept.NARRATIVE, Text, default="")

    def why(self, *, sees_reasons: bool) -> str:
        """The reason in words; an investigation is named only to those who see such reasons."""
        if self.reason is NotAvailable.INVESTIGATION and not sees_reasons:
            return "reason not shown to you"
        return words(self.reason).lower()


class FosterCareAgreement(Dated, Model):
    """The signed agreement (FSR 2011 Sch 5): no placement before it (CPPCR 2010 reg 22)."""

    __tablename__ = "foster_care_agreement"
    ONE_OPEN_PER = ("household_id",)
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))


class SharingAgreement(Dated, Model):
    """Two children may share a bedroom, agreed by each one's responsible authority (NMS 10.6)."""

    __tablename__ = "sharing_agreement"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"))
    with_child_id: Mapped[int] = column("Shares with", Kept.OPENLY, ForeignKey("child.id"))
    agreed_by: Mapped[str] = column("Agreed by", Kept.OPENLY, String(120))


class Review(Recorded, Model):
    """A review of approval was held (FSR 2011 reg 28)."""

    __tablename__ = "review"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    held_on: Mapped[date] = column("Held on", Kept.OPENLY)
    panel_on: Mapped[date | None] = column("Considered by panel", Kept.OPENLY)


class ReviewCase(Public, Versioned, Recorded, Model):
    """A review on its way: opened, views sought, reported on, decided, told.

    What the register shows of it is the `Review` that its report makes, held on that day.
    """

    __tablename__ = "review_case"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    trigger: Mapped[ReviewTrigger] = column("Why it is held", Kept.NARRATIVE, code=ReviewTrigger)
    why: Mapped[str] = column("What happened", Kept.NARRATIVE, Text, default="")
    opened_on: Mapped[date] = column("Opened on", Kept.OPENLY)
    opened_by_id: Mapped[int | None] = column(
        "Opened by", Kept.OPENLY, ForeignKey("user_account.id")
    )
    to_panel: Mapped[bool] = column("Report goes to panel", Kept.OPENLY, default=False)
    judgement: Mapped[dict[str, Any]] = column("Judgement", Kept.NARRATIVE, JSON, default=dict)
    suitable: Mapped[bool | None] = column("Recommended: still suitable", Kept.NARRATIVE)
    terms_right: Mapped[bool | None] = column("Recommended: terms are right", Kept.NARRATIVE)
    facts: Mapped[list[Any] | None] = column("What the record said", Kept.CHILD, JSON)
    reported_on: Mapped[date | None] = column("Report finished on", Kept.OPENLY)
    author_id: Mapped[int | None] = column(
        "Report written by", Kept.OPENLY, ForeignKey("user_account.id")
    )
    review_id: Mapped[int | None] = column("Review held", Kept.OPENLY, ForeignKey("review.id"))
    panel_suitable: Mapped[bool | None] = column("Panel: still suitable", Kept.NARRATIVE)
    panel_terms_right: Mapped[bool | None] = column("Panel: terms are right", Kept.NARRATIVE)
    minutes_on: Mapped[date | None] = column("Final minutes received", Kept.OPENLY)
    decided_on: Mapped[date | None] = column("Decided on", Kept.OPENLY)
    decided_by_id: Mapped[int | None] = column(
        "Decided by", Kept.OPENLY, ForeignKey("user_account.id")
    )
    decided_suitable: Mapped[bool | None] = column("Decided: still suitable", Kept.NARRATIVE)
    decided_terms_right: Mapped[bool | None] = column("Decided: terms are right", Kept.NARRATIVE)
    reasons: Mapped[str] = column("Reasons", Kept.NARRATIVE, Text, default="")
    notice_on: Mapped[date | None] = column("Notice given on", Kept.OPENLY)
    stopped_on: Mapped[date | None] = column("Closed without a decision", Kept.OPENLY)
    stopped_because: Mapped[str] = column("Closed because", Kept.NARRATIVE, Text, default="")
    household: Mapped[Household] = relationship(viewonly=True)
    review: Mapped[Review | None] = relationship(lazy="joined")
    opened_by: Mapped[User | None] = relationship(
        viewonly=True, foreign_keys="ReviewCase.opened_by_id"
    )
    author: Mapped[User | None] = relationship(viewonly=True, foreign_keys="ReviewCase.author_id")
    decided_by: Mapped[User | None] = relationship(
        viewonly=True, foreign_keys="ReviewCase.decided_by_id"
    )
    views: Mapped[list[ReviewView]] = relationship(order_by="ReviewView.id", viewonly=True)

    @property
    def held_on(self) -> date | None:
        """The day on which it was held, as the register shows it."""
        return self.review.held_on if self.review is not None else None

    @property
    def panel_on(self) -> date | None:
        """The day of the panel that considered its report."""
        return self.review.panel_on if self.review is not None else None


class ReviewView(Public, Versioned, Recorded, Model):
    """Somebody's view for a review: asked, chased, given, or not to be had and why."""

    __tablename__ = "review_view"
    SUBJECT = ("household", "household_id")

    case_id: Mapped[int] = column("Review", Kept.OPENLY, ForeignKey("review_case.id"), index=True)
    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    of: Mapped[ViewOf] = column("Whose view", Kept.OPENLY, code=ViewOf)
    person_id: Mapped[int | None] = column("Carer", Kept.OPENLY, ForeignKey("person.id"))
    child_id: Mapped[int | None] = column("Child", Kept.OPENLY, ForeignKey("child.id"))
    authority: Mapped[str | None] = column("Authority", Kept.OPENLY, String(9))
    name: Mapped[str] = column("Who", Kept.NARRATIVE, String(120), default="")
    asked_on: Mapped[date | None] = column("Asked on", Kept.OPENLY)
    chased_on: Mapped[date | None] = column("Asked again on", Kept.OPENLY)
    given_on: Mapped[date | None] = column("Given on", Kept.OPENLY)
    given_how: Mapped[GivenHow | None] = column("How it came", Kept.OPENLY, code=GivenHow)
    said: Mapped[dict[str, Any]] = column("What was said", Kept.NARRATIVE, JSON, default=dict)
    not_given_because: Mapped[str] = column("No view, because", Kept.NARRATIVE, Text, default="")
    worry: Mapped[bool] = column("To be read at once", Kept.NARRATIVE, default=False)
    heard_on: Mapped[date | None] = column("Read and acted on", Kept.OPENLY)
    heard_done: Mapped[str] = column("What was done", Kept.NARRATIVE, Text, default="")

    person: Mapped[Person | None] = relationship(viewonly=True, lazy="joined")
    child: Mapped[Child | None] = relationship(viewonly=True, lazy="joined")

    @property
    def is_missing(self) -> bool:
        """Neither given nor said why not."""
        return self.given_on is None and not self.not_given_because

    @property
    def worries(self) -> bool:
        """A child's worry that nobody has read yet."""
        return self.worry and self.heard_on is None


class TemporaryApproval(Public, Dated, Model):
    """A connected person may care for one named child, for sixteen weeks at most (reg 24)."""

    __tablename__ = "temporary_approval"
    ONE_OPEN_PER = ("household_id", "child_id")
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    original_last_day: Mapped[date] = column("Last day of the first period", Kept.OPENLY)
    decided_by: Mapped[str] = column("Decided by", Kept.OPENLY, String(120))
    extension: Mapped[Extension | None] = relationship(lazy="joined", uselist=False)
    review: Mapped[ReviewExtension | None] = relationship(lazy="joined", uselist=False)

    @property
    def is_pending(self) -> bool:
        """Does it run until the outcome of an independent review is known?"""
        return self.last_day == NO_LAST_DAY

    @property
    def last_day(self) -> date:
        """The last day on which it is in force by law; what ran out is not what ended.

        `NO_LAST_DAY` while an independent review is pending.
        """
        extension = self.extension if self.extension and self.extension.stood() else None
        review = self.review if self.review and self.review.stood() else None
        last = last_day_by_law(
            self.original_last_day,
            extended_to=extension.last_day if extension else None,
            extension_decided_on=extension.decided_on if extension else None,
            review_since=review.starts_on if review else None,
            review_until=review.ends_on - timedelta(days=1) if review and review.ends_on else None,
        )
        return NO_LAST_DAY if last is None else last


class Extension(Recorded, Model):
    """The one further period of a temporary approval (reg 25)."""

    __tablename__ = "temporary_approval_extension"
    SUBJECT = ("household", "approval_id", "temporary_approval", "household_id")

    approval_id: Mapped[int] = column(
        "Temporary approval",
        Kept.OPENLY,
        ForeignKey("temporary_approval.id"),
        unique=True,
    )
    last_day: Mapped[date] = column("Last day", Kept.OPENLY)
    decided_on: Mapped[date] = column("Decided on", Kept.OPENLY)
    decided_by: Mapped[str] = column("Decided by", Kept.OPENLY, String(120))
    considered_on: Mapped[date | None] = column("Placement considered on", Kept.OPENLY)
    panel_on: Mapped[date | None] = column("Panel’s views sought on", Kept.OPENLY)
    iro_told_on: Mapped[date | None] = column("Reviewing officer told on", Kept.OPENLY)


class ReviewExtension(Dated, Model):
    """A temporary approval runs on until the outcome of an independent review (reg 25(1)(b)).

    It ends on the day after the outcome is known: that day is the last.
    """

    __tablename__ = "temporary_approval_review"
    SUBJECT = ("household", "approval_id", "temporary_approval", "household_id")

    approval_id: Mapped[int] = column(
        "Temporary approval",
        Kept.OPENLY,
        ForeignKey("temporary_approval.id"),
        unique=True,
    )
    reference: Mapped[str] = column("Review’s reference", Kept.NARRATIVE, String(80))
    asked_on: Mapped[date] = column("Review asked for on", Kept.OPENLY)
    decided_by: Mapped[str] = column("Decided by", Kept.OPENLY, String(120))
    considered_on: Mapped[date | None] = column("Placement considered on", Kept.OPENLY)
    panel_on: Mapped[date | None] = column("Panel’s views sought on", Kept.OPENLY)
    iro_told_on: Mapped[date | None] = column("Reviewing officer told on", Kept.OPENLY)


class RoomClaim(Public, Dated, Model):
    """A planned placement or a held bed: takes room from its first day, until released or expired.

    `starts_on` and `ends_on` say which days of room are claimed. A held bed stops counting at
    `expires_at`; either stops counting once released.
    """

    __tablename__ = "room_claim"
    SUBJECT = ("child", "child_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    referral_id: Mapped[int | None] = column("Referral", Kept.OPENLY, ForeignKey("referral.id"))
    claim: Mapped[ClaimKind] = column("Planned or held", Kept.OPENLY, code=ClaimKind)
    expires_at: Mapped[datetime | None] = column("Expires", Kept.OPENLY, Moment)
    told_on: Mapped[datetime | None] = column("Child or carer told", Kept.OPENLY, Moment)
    released_at: Mapped[datetime | None] = column("Released", Kept.OPENLY, Moment)
    released_because: Mapped[str] = column("Released because", Kept.NARRATIVE, Text, default="")

    def counts_at(self, moment: datetime) -> bool:
        """Does it still take room at this moment: neither released nor past its expiry?"""
        return (self.released_at is None or self.released_at > moment) and (
            self.expires_at is None or self.expires_at > moment
        )


class Decision(Public, Versioned, Recorded, Model):
    """Proposed on the facts of one day, decided on those of another, recorded once.

    `needed_on` is the day from which it is asked for; decided after that day it is retrospective.
    What is proposed, and of which fact, stands in `proposal` and the ids.
    """

    __tablename__ = "decision"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    kind: Mapped[DecisionKind] = column("What is decided", Kept.OPENLY, code=DecisionKind)
    approval_id: Mapped[int | None] = column("Approval", Kept.OPENLY, ForeignKey("approval.id"))
    hold_id: Mapped[int | None] = column("Hold", Kept.OPENLY, ForeignKey("hold.id"))
    exemption_id: Mapped[int | None] = column("Exemption", Kept.OPENLY, ForeignKey("exemption.id"))
    terms_id: Mapped[int | None] = column("Terms", Kept.OPENLY, ForeignKey("terms.id"))
    needed_on: Mapped[date | None] = column("Needed from", Kept.OPENLY)
    proposal: Mapped[dict[str, Any]] = column("What is proposed", Kept.CHILD, JSON)
    facts: Mapped[list[Any]] = column("Facts when it was proposed", Kept.CHILD, JSON)
    answers: Mapped[dict[str, Any]] = column("What was asked, and answered", Kept.NARRATIVE, JSON)
    proposed_on: Mapped[date] = column("Proposed on", Kept.OPENLY)
    proposed_by_id: Mapped[int] = column("Proposed by", Kept.OPENLY, ForeignKey("user_account.id"))
    outcome: Mapped[Outcome | None] = column("Outcome", Kept.OPENLY, code=Outcome)
    decided_on: Mapped[date | None] = column("Decided on", Kept.OPENLY)
    decided_by_id: Mapped[int | None] = column(
        "Decided by", Kept.OPENLY, ForeignKey("user_account.id")
    )
    effective_on: Mapped[date | None] = column("Takes effect on", Kept.OPENLY)
    reasons: Mapped[str] = column("Reasons", Kept.NARRATIVE, Text, default="")
    facts_decided: Mapped[list[Any] | None] = column("Facts when it was decided", Kept.CHILD, JSON)
    household: Mapped[Household] = relationship(viewonly=True)
    proposed_by: Mapped[User] = relationship(viewonly=True, foreign_keys="Decision.proposed_by_id")
    decided_by: Mapped[User | None] = relationship(
        viewonly=True, foreign_keys="Decision.decided_by_id"
    )
    steps: Mapped[list[DecisionStep]] = relationship(
        order_by="DecisionStep.id", cascade="save-update", lazy="selectin"
    )

    @property
    def is_retrospective(self) -> bool:
        """Decided after the day from which it was needed."""
        if self.needed_on is None or self.decided_on is None or self.outcome is Outcome.WITHDRAWN:
            return False
        return self.decided_on > self.needed_on


class DecisionStep(Recorded, Model):
    """Something that happened on the way to a decision, or in telling it."""

    __tablename__ = "decision_step"
    SUBJECT = ("household", "household_id")

    decision_id: Mapped[int] = column(
        "Decision", Kept.OPENLY, ForeignKey("decision.id"), index=True
    )
    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    step: Mapped[StepKind] = column("What", Kept.OPENLY, code=StepKind)
    happened_on: Mapped[date] = column("On", Kept.OPENLY)
    approval_id: Mapped[int | None] = column("Carer", Kept.OPENLY, ForeignKey("approval.id"))
    note: Mapped[str] = column("Note", Kept.NARRATIVE, Text, default="")
    by_id: Mapped[int | None] = column("By", Kept.OPENLY, ForeignKey("user_account.id"))


class SecondPerson(Dated, Model):
    """The council asks that whoever decides this kind is not whoever proposed it."""

    __tablename__ = "second_person"
    ONE_OPEN_PER = ("kind",)

    kind: Mapped[DecisionKind] = column("What is decided", Kept.OPENLY, code=DecisionKind)
