"""Enquiries and what came of them; the two stages of an assessment and what Stage 1 asks for.

An enquiry is somebody who rang: no household yet. With the application they become one, with an
assessment; what they told us before stays here.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, relationship

from app.accounts.models import User
from app.assessments.models import Assessment
from app.core.columns import Kept, column
from app.core.dated import Dated, Public, Recorded, Versioned
from app.core.db import Model
from app.people.models import Household, Person
from app.recruitment.kinds import (
    Asks,
    Because,
    ConsentTo,
    EndedBy,
    FactKind,
    RefereeKind,
    Settled,
    StageKind,
    VisitOutcome,
)
from app.statute.recruitment import Part1


class EnquirySource(Public, Dated, Model):
    """Where people hear of us: on the council's short list from a day on."""

    __tablename__ = "enquiry_source"
    ONE_OPEN_PER = ("name",)

    name: Mapped[str] = column("Source", Kept.OPENLY, String(60))


class Enquiry(Public, Versioned, Recorded, Model):
    """Somebody asks about fostering. It ends with a household approved, or with the reason why not.

    `household_id` and `assessment_id` are there once the application is.
    """

    __tablename__ = "enquiry"

    received_on: Mapped[date] = column("Enquiry of", Kept.OPENLY, index=True)
    given_name: Mapped[str] = column("Given name", Kept.CHILD, String(80))
    family_name: Mapped[str] = column("Family name", Kept.CHILD, String(80))
    partner: Mapped[str] = column("Together with", Kept.CHILD, String(120), default="")
    phone: Mapped[str] = column("Telephone", Kept.LOCATION, String(40), default="")
    email: Mapped[str] = column("Email address", Kept.LOCATION, String(254), default="")
    lives_at: Mapped[str] = column("Where they live", Kept.LOCATION, String(120), default="")
    authority_code: Mapped[str | None] = column("Area authority", Kept.OPENLY, String(9))
    source_id: Mapped[int | None] = column("Source", Kept.OPENLY, ForeignKey("enquiry_source.id"))
    asks: Mapped[Asks] = column("Asks about", Kept.OPENLY, code=Asks, default=Asks.NOT_SURE)
    note: Mapped[str] = column("What they said", Kept.NARRATIVE, Text, default="")
    worker_id: Mapped[int | None] = column(
        "Who follows it up", Kept.OPENLY, ForeignKey("user_account.id")
    )
    household_id: Mapped[int | None] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    assessment_id: Mapped[int | None] = column(
        "Assessment", Kept.OPENLY, ForeignKey("assessment.id"), index=True
    )
    ended_on: Mapped[date | None] = column("Ended on", Kept.OPENLY)
    ended_by: Mapped[EndedBy | None] = column("Whose wish", Kept.OPENLY, code=EndedBy)
    because: Mapped[Because | None] = column("Why it ended", Kept.NARRATIVE, code=Because)
    ending: Mapped[str] = column("What was said of it", Kept.NARRATIVE, Text, default="")
    source: Mapped[EnquirySource | None] = relationship(viewonly=True, lazy="joined")
    worker: Mapped[User | None] = relationship(viewonly=True, lazy="joined")
    household: Mapped[Household | None] = relationship(viewonly=True)
    assessment: Mapped[Assessment | None] = relationship(viewonly=True)

    @property
    def name(self) -> str:
        """Who rang: given name, then family name."""
        return f"{self.given_name} {self.family_name}".strip() or "Record destroyed"


class InitialVisit(Public, Versioned, Recorded, Model):
    """A first visit to people who enquired: asked for, arranged, held, and what came of it."""

    __tablename__ = "initial_visit"
    SUBJECT = ("enquiry", "enquiry_id")

    enquiry_id: Mapped[int] = column("Enquiry", Kept.OPENLY, ForeignKey("enquiry.id"), index=True)
    asked_on: Mapped[date] = column("Asked for", Kept.OPENLY)
    planned_for: Mapped[date | None] = column("Arranged for", Kept.OPENLY)
    held_on: Mapped[date | None] = column("Held", Kept.OPENLY)
    outcome: Mapped[VisitOutcome | None] = column("What came of it", Kept.OPENLY, code=VisitOutcome)
    words: Mapped[str] = column("What was seen and said", Kept.NARRATIVE, Text, default="")


class AssessmentStage(Public, Versioned, Dated, Model):
    """One of the two stages of an assessment, from its first day to its end.

    Of Stage 1: what was decided at its end, the reasons if they are not suitable, and when they
    were told in writing. Overlapping is lawful.
    """

    __tablename__ = "assessment_stage"
    ONE_OPEN_PER = ("assessment_id", "stage")
    SUBJECT = ("household", "household_id")

    assessment_id: Mapped[int] = column(
        "Assessment", Kept.OPENLY, ForeignKey("assessment.id"), index=True
    )
    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    stage: Mapped[StageKind] = column("Stage", Kept.OPENLY, code=StageKind)
    suitable: Mapped[bool | None] = column("They go on", Kept.NARRATIVE)
    reasons: Mapped[str] = column("Reasons", Kept.NARRATIVE, Text, default="")
    told_on: Mapped[date | None] = column("Told in writing", Kept.OPENLY)


class Part1Received(Public, Recorded, Model):
    """An item of Schedule 3 Part 1 has come in whole, on a day."""

    __tablename__ = "part_1_received"
    SUBJECT = ("household", "household_id")

    assessment_id: Mapped[int] = column(
        "Assessment", Kept.OPENLY, ForeignKey("assessment.id"), index=True
    )
    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    item: Mapped[Part1] = column("Item", Kept.OPENLY, code=Part1)
    received_on: Mapped[date] = column("In since", Kept.OPENLY)
    words: Mapped[str] = column("What was seen", Kept.CHECKS, Text, default="")
    by_id: Mapped[int] = column("By", Kept.OPENLY, ForeignKey("user_account.id"))
    by: Mapped[User] = relationship(viewonly=True, lazy="joined")


class ApplicantForm(Public, Versioned, Recorded, Model):
    """An applicant's own part of the application, asked for by one-time link.

    What they tell stands beside the record until a worker takes each of it over, or not.
    """

    __tablename__ = "applicant_form"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    assessment_id: Mapped[int] = column(
        "Assessment", Kept.OPENLY, ForeignKey("assessment.id"), index=True
    )
    person_id: Mapped[int] = column("Applicant", Kept.OPENLY, ForeignKey("person.id"), index=True)
    whole: Mapped[bool] = column("Asked about the household too", Kept.OPENLY)
    asked_on: Mapped[date] = column("Asked on", Kept.OPENLY)
    sent_in_on: Mapped[date | None] = column("Sent in on", Kept.OPENLY)
    person: Mapped[Person] = relationship(viewonly=True, lazy="joined")


class ToldFact(Public, Versioned, Recorded, Model):
    """One thing that an applicant told us, and what a worker did with it."""

    __tablename__ = "told_fact"
    SUBJECT = ("household", "household_id")

    form_id: Mapped[int] = column("Form", Kept.OPENLY, ForeignKey("applicant_form.id"), index=True)
    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    kind: Mapped[FactKind] = column("About", Kept.OPENLY, code=FactKind)
    field: Mapped[str] = column("Which", Kept.OPENLY, String(20), default="")
    said: Mapped[dict[str, Any]] = column("What they told", Kept.LOCATION, JSON)
    settled: Mapped[Settled | None] = column("What was done with it", Kept.OPENLY, code=Settled)
    settled_on: Mapped[date | None] = column("Settled on", Kept.OPENLY)
    settled_by_id: Mapped[int | None] = column(
        "Settled by", Kept.OPENLY, ForeignKey("user_account.id")
    )
    form: Mapped[ApplicantForm] = relationship(viewonly=True, lazy="joined")
    settled_by: Mapped[User | None] = relationship(viewonly=True, lazy="joined")


class LivedAt(Dated, Model):
    """Where an applicant lived before, for the checks that ask about earlier years."""

    __tablename__ = "lived_at"
    SUBJECT = ("person", "person_id")

    person_id: Mapped[int] = column("Person", Kept.OPENLY, ForeignKey("person.id"), index=True)
    line: Mapped[str] = column("Address", Kept.LOCATION, String(200))
    postcode: Mapped[str] = column("Postcode", Kept.LOCATION, String(10), default="")


class Consent(Dated, Model):
    """An applicant consents to something, from a day; ended where they take it back."""

    __tablename__ = "consent"
    ONE_OPEN_PER = ("person_id", "consents_to")
    SUBJECT = ("person", "person_id")

    person_id: Mapped[int] = column("Person", Kept.OPENLY, ForeignKey("person.id"), index=True)
    consents_to: Mapped[ConsentTo] = column("Consents to", Kept.OPENLY, code=ConsentTo)


class Referee(Public, Versioned, Recorded, Model):
    """Somebody whom the applicants named: asked by link, interviewed, and what they said."""

    __tablename__ = "referee"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    assessment_id: Mapped[int] = column(
        "Assessment", Kept.OPENLY, ForeignKey("assessment.id"), index=True
    )
    name: Mapped[str] = column("Referee", Kept.CHECKS, String(120))
    kind: Mapped[RefereeKind] = column("Who they are", Kept.OPENLY, code=RefereeKind)
    knows: Mapped[str] = column("How they know them", Kept.CHECKS, String(200), default="")
    email: Mapped[str] = column("Email address", Kept.LOCATION, String(254), default="")
    asked_on: Mapped[date | None] = column("Asked on", Kept.OPENLY)
    answered_on: Mapped[date | None] = column("Reference came on", Kept.OPENLY)
    said: Mapped[dict[str, Any]] = column("Reference", Kept.CHECKS, JSON, default=dict)
    interviewed_on: Mapped[date | None] = column("Interviewed on", Kept.OPENLY)
    words: Mapped[str] = column("What they said when seen", Kept.CHECKS, Text, default="")
