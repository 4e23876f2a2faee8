"""The register: who is approved to foster, on what terms, and what takes or keeps a place.

Temporary approvals stand here because the register holds them (FSR 2011 reg 31(3)) and because
room depends on them; deciding them is another room's work.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, relationship

from app.core.columns import Kept, Moment, column
from app.core.dated import Dated, Public, Recorded, Versioned
from app.core.db import Model
from app.core.words import words
from app.people.models import Household, Person
from sufficiency.types import Sex


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
    household: Mapped[Household] = relationship()
    person: Mapped[Person] = relationship(lazy="joined")


class Resignation(Recorded, Model):
    """Written notice received: approval ends 28 days after (FSR 2011 reg 28(13))."""

    __tablename__ = "resignation"
    SUBJECT = ("household", "household_id")

    approval_id: Mapped[int] = column(
        "Approval", Kept.OPENLY, ForeignKey("approval.id"), index=True
    )
    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    received_on: Mapped[date] = column("Received on", Kept.OPENLY)


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
    note: Mapped[str] = column("Terms in words", Kept.OPENLY, Text, default="")
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
    conditions: Mapped[str] = column("Conditions", Kept.OPENLY, Text, default="")
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
    """A household takes no placements for now. Its approval is not touched."""

    __tablename__ = "hold"
    ONE_OPEN_PER = ("household_id",)
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    reason: Mapped[HoldReason] = column("Reason", Kept.NARRATIVE, code=HoldReason)
    note: Mapped[str] = column("Note", Kept.NARRATIVE, Text, default="")


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

    @property
    def last_day(self) -> date:
        """The last day on which it is in force by law; what ran out is not what ended."""
        if self.extension is not None and self.extension.voided_at is None:
            return self.extension.last_day
        return self.original_last_day


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
