"""Children looked after: who they are, why, where they live and have lived, and what they need."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, relationship

from app.children.codes import Ls, Place, PlaceChange, PlaceProvider, Rec
from app.children.kinds import (
    ApprovalNeeded,
    AwayKind,
    Basis,
    GroundKind,
    LibertyKind,
    Outcome,
    Regulator,
    SettingKind,
    SiblingKind,
    Sureness,
    TogetherOrApart,
)
from app.core.columns import Kept, column
from app.core.dated import Dated, Public, Recorded, Versioned
from app.core.db import Model
from app.people.models import Person
from sufficiency.types import Fact, Kind

__all__ = [
    "ApprovalNeeded",
    "Away",
    "AwayKind",
    "Basis",
    "CareReview",
    "Child",
    "ChildNeed",
    "DeprivationOfLiberty",
    "FamilyHome",
    "GroundKind",
    "LegalStatus",
    "LibertyKind",
    "LibertyReview",
    "Outcome",
    "Placement",
    "PlacementApproval",
    "PlacementGround",
    "Referral",
    "ReferralChild",
    "Registration",
    "Regulator",
    "Schooling",
    "Setting",
    "SettingKind",
    "SiblingKind",
    "SiblingLink",
    "SiblingPlan",
    "SocialWorkerVisit",
    "Sureness",
    "TogetherOrApart",
]


class Child(Public, Versioned, Recorded, Model):
    """A child looked after by, or living in, our area. The person is in `people`."""

    __tablename__ = "child"

    person_id: Mapped[int] = column("Person", Kept.OPENLY, ForeignKey("person.id"), unique=True)
    ethnicity: Mapped[str | None] = column("Ethnicity", Kept.CHILD, String(4))
    upn: Mapped[str | None] = column("Unique pupil number", Kept.CHILD, String(13))
    responsible_authority: Mapped[str] = column("Responsible authority", Kept.OPENLY, String(9))
    worker_id: Mapped[int | None] = column(
        "Child's social worker", Kept.OPENLY, ForeignKey("user_account.id"), index=True
    )
    person: Mapped[Person] = relationship(viewonly=True, lazy="joined")


class LegalStatus(Dated, Model):
    """Why a child is looked after. While one is in force, the child is looked after."""

    __tablename__ = "legal_status"
    ONE_OPEN_PER = ("child_id",)
    SUBJECT = ("child", "child_id")

    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    status: Mapped[Ls] = column("Legal status", Kept.CHILD, code=Ls)
    need: Mapped[str | None] = column("Category of need", Kept.CHILD, String(2))
    ended_because: Mapped[Rec | None] = column("Why it ended", Kept.CHILD, code=Rec)


class SiblingLink(Recorded, Model):
    """Two children are brothers or sisters. The lower id stands first."""

    __tablename__ = "sibling_link"
    __table_args__ = (CheckConstraint("child_id < sibling_id", name="ck_sibling_link_order"),)
    SUBJECT = ("child", "child_id")

    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    sibling_id: Mapped[int] = column(
        "Brother or sister", Kept.OPENLY, ForeignKey("child.id"), index=True
    )
    kind: Mapped[SiblingKind] = column("Full, half, step or adopted", Kept.CHILD, code=SiblingKind)
    sureness: Mapped[Sureness] = column("How sure", Kept.CHILD, code=Sureness)


class SiblingPlan(Dated, Model):
    """Whether two brothers or sisters are to be together, and why."""

    __tablename__ = "sibling_plan"
    ONE_OPEN_PER = ("child_id", "sibling_id")
    SUBJECT = ("child", "child_id")

    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    sibling_id: Mapped[int] = column("Brother or sister", Kept.OPENLY, ForeignKey("child.id"))
    plan: Mapped[TogetherOrApart] = column("Plan", Kept.CHILD, code=TogetherOrApart)
    why: Mapped[str] = column("Why", Kept.NARRATIVE, Text, default="")
    join_by: Mapped[date | None] = column("To live together by", Kept.OPENLY)


class Schooling(Dated, Model):
    """The school, nursery or college a child goes to."""

    __tablename__ = "schooling"
    ONE_OPEN_PER = ("child_id",)
    SUBJECT = ("child", "child_id")

    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"))
    school: Mapped[str] = column("School", Kept.CHILD, String(120))
    postcode: Mapped[str | None] = column("School's postcode", Kept.CHILD, String(8))
    easting: Mapped[int | None] = column("Easting", Kept.CHILD)
    northing: Mapped[int | None] = column("Northing", Kept.CHILD)


class FamilyHome(Dated, Model):
    """Where a child's family home is: distance is measured from here."""

    __tablename__ = "family_home"
    ONE_OPEN_PER = ("child_id",)
    SUBJECT = ("child", "child_id")

    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"))
    postcode: Mapped[str] = column("Home postcode", Kept.CHILD, String(8))
    easting: Mapped[int | None] = column("Easting", Kept.CHILD)
    northing: Mapped[int | None] = column("Northing", Kept.CHILD)


class ChildNeed(Dated, Model):
    """Something a home must have, must not have, or had better have, for this child."""

    __tablename__ = "child_need"
    ONE_OPEN_PER = ("child_id", "fact")
    SUBJECT = ("child", "child_id")

    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"))
    fact: Mapped[Fact] = column("About the home", Kept.CHILD, code=Fact)
    must_be: Mapped[bool | None] = column("Must (yes), must not (no), better (blank)", Kept.CHILD)
    why: Mapped[str] = column("Why", Kept.NARRATIVE, Text, default="")


class Setting(Public, Versioned, Recorded, Model):
    """A place children live in that is not a family's home."""

    __tablename__ = "setting"

    name: Mapped[str] = column("Name", Kept.OPENLY, String(120))
    kind: Mapped[SettingKind] = column("Kind", Kept.OPENLY, code=SettingKind)
    provider_name: Mapped[str | None] = column("Run by", Kept.OPENLY, String(120))
    postcode: Mapped[str | None] = column("Postcode", Kept.LOCATION, String(8))
    easting: Mapped[int | None] = column("Easting", Kept.LOCATION)
    northing: Mapped[int | None] = column("Northing", Kept.LOCATION)
    authority_code: Mapped[str | None] = column("Authority", Kept.OPENLY, String(9))


class Registration(Dated, Model):
    """A setting is registered, as what and with whom."""

    __tablename__ = "registration"
    ONE_OPEN_PER = ("setting_id", "registered_as")
    SUBJECT = ("setting", "setting_id")

    setting_id: Mapped[int] = column("Setting", Kept.OPENLY, ForeignKey("setting.id"), index=True)
    regulator: Mapped[Regulator] = column("Regulator", Kept.OPENLY, code=Regulator)
    registered_as: Mapped[SettingKind] = column("Registered as", Kept.OPENLY, code=SettingKind)
    urn: Mapped[str] = column("Registration number", Kept.OPENLY, String(20))
    checked_on: Mapped[date | None] = column("Last checked", Kept.OPENLY)


class Placement(Public, Versioned, Dated, Model):
    """A child lives somewhere: with a household, in a setting, or elsewhere by its code.

    A `temporary` stay (hospital, holiday, respite) stands beside the main placement, which goes on.
    """

    __tablename__ = "placement"
    SUBJECT = ("child", "child_id")

    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    place: Mapped[Place] = column("Type of placement", Kept.CHILD, code=Place)
    place_provider: Mapped[PlaceProvider | None] = column(
        "Provider", Kept.CHILD, code=PlaceProvider
    )
    kind: Mapped[Kind | None] = column("Kind of fostering", Kept.CHILD, code=Kind)
    basis: Mapped[Basis] = column("Placed under", Kept.CHILD, code=Basis)
    household_id: Mapped[int | None] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    setting_id: Mapped[int | None] = column("Setting", Kept.OPENLY, ForeignKey("setting.id"))
    urn: Mapped[str | None] = column("Registration number given", Kept.OPENLY, String(20))
    postcode: Mapped[str | None] = column("Postcode", Kept.LOCATION, String(8))
    easting: Mapped[int | None] = column("Easting", Kept.LOCATION)
    northing: Mapped[int | None] = column("Northing", Kept.LOCATION)
    authority_code: Mapped[str | None] = column("Authority", Kept.OPENLY, String(9))
    temporary: Mapped[bool] = column("Temporary stay", Kept.OPENLY, default=False)
    decided_here: Mapped[bool] = column("Decided here", Kept.OPENLY, default=False)
    expected_end: Mapped[date | None] = column("Expected to end", Kept.OPENLY)
    ended_because: Mapped[PlaceChange | None] = column("Why it ended", Kept.CHILD, code=PlaceChange)
    child: Mapped[Child] = relationship(viewonly=True)
    setting: Mapped[Setting | None] = relationship(viewonly=True)


class PlacementApproval(Recorded, Model):
    """A named person's decision that a placement needed."""

    __tablename__ = "placement_approval"
    SUBJECT = ("child", "child_id")

    placement_id: Mapped[int] = column(
        "Placement", Kept.OPENLY, ForeignKey("placement.id"), index=True
    )
    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"))
    what: Mapped[ApprovalNeeded] = column("What was decided", Kept.OPENLY, code=ApprovalNeeded)
    decided_on: Mapped[date] = column("Decided on", Kept.OPENLY)
    decided_by: Mapped[str] = column("Decided by", Kept.OPENLY, String(120))
    decided_by_id: Mapped[int | None] = column(
        "Decided by", Kept.OPENLY, ForeignKey("user_account.id")
    )
    reason: Mapped[str] = column("Reason", Kept.NARRATIVE, Text, default="")


class PlacementGround(Recorded, Model):
    """What a placement may rest on besides a decision, or until one is taken."""

    __tablename__ = "placement_ground"
    SUBJECT = ("child", "child_id")

    placement_id: Mapped[int] = column(
        "Placement", Kept.OPENLY, ForeignKey("placement.id"), index=True
    )
    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"))
    what: Mapped[GroundKind] = column("What", Kept.CHILD, code=GroundKind)
    happened_on: Mapped[date] = column("On", Kept.OPENLY)
    told_by: Mapped[str] = column("By whom", Kept.OPENLY, String(120))
    why: Mapped[str] = column("Why", Kept.NARRATIVE, Text, default="")


class DeprivationOfLiberty(Public, Dated, Model):
    """A child may be deprived of liberty, until a day, by somebody's order.

    `last_day` is the order's; `ends_on` is when the restrictions ended in fact.
    """

    __tablename__ = "deprivation_of_liberty"
    ONE_OPEN_PER = ("child_id",)
    SUBJECT = ("child", "child_id")

    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    kind: Mapped[LibertyKind] = column("Allowed by", Kept.CHILD, code=LibertyKind)
    court: Mapped[str] = column("Court and case number", Kept.CHILD, String(120))
    last_day: Mapped[date] = column("Last day it allows", Kept.OPENLY)
    restrictions: Mapped[str] = column("What is restricted", Kept.NARRATIVE, Text, default="")


class LibertyReview(Recorded, Model):
    """A review of a deprivation of liberty was held, and when the next is due.

    The first row is written with the order itself, and says only when the first review is due.
    """

    __tablename__ = "liberty_review"
    SUBJECT = ("child", "child_id")

    deprivation_id: Mapped[int] = column(
        "Deprivation of liberty", Kept.OPENLY, ForeignKey("deprivation_of_liberty.id"), index=True
    )
    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"))
    held_on: Mapped[date] = column("Held on, or ordered on", Kept.OPENLY)
    next_on: Mapped[date | None] = column("Next review by", Kept.OPENLY)
    found: Mapped[str] = column("What came of it", Kept.NARRATIVE, Text, default="")


class Away(Dated, Model):
    """A child is missing, or away without authorisation, from where they are placed."""

    __tablename__ = "away"
    ONE_OPEN_PER = ("child_id",)
    SUBJECT = ("child", "child_id")

    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"))
    kind: Mapped[AwayKind] = column("Missing or away", Kept.CHILD, code=AwayKind)


class Referral(Public, Versioned, Recorded, Model):
    """Children need a home. Kept with its answers, its searches and how it ended."""

    __tablename__ = "referral"
    SUBJECT = ("referral", "id")

    opened_on: Mapped[date] = column("Opened", Kept.OPENLY)
    needed_on: Mapped[date] = column("Needed by", Kept.OPENLY)
    until: Mapped[date | None] = column("Expected to last until", Kept.OPENLY)
    kind: Mapped[Kind] = column("Kind of fostering", Kept.OPENLY, code=Kind)
    together: Mapped[bool] = column("Together", Kept.CHILD, default=True)
    together_why: Mapped[str] = column(
        "Together or apart because", Kept.NARRATIVE, Text, default=""
    )
    home_postcode: Mapped[str | None] = column("Home postcode", Kept.CHILD, String(8))
    school_postcode: Mapped[str | None] = column("School's postcode", Kept.CHILD, String(8))
    max_miles: Mapped[int | None] = column("No further than (miles)", Kept.CHILD)
    avoid: Mapped[str] = column("Places to avoid", Kept.CHILD, Text, default="")
    answers: Mapped[dict[str, Any]] = column(
        "Answers (Placements Data Standard and local fields)",
        Kept.CHILD,
        JSON,
        default=dict,
    )
    closed_on: Mapped[date | None] = column("Closed", Kept.OPENLY)
    outcome: Mapped[Outcome | None] = column("How it ended", Kept.OPENLY, code=Outcome)
    opened_by: Mapped[int | None] = column("Opened by", Kept.OPENLY, ForeignKey("user_account.id"))
    children: Mapped[list[Child]] = relationship(
        secondary="referral_child", order_by="Child.id", viewonly=True
    )


class ReferralChild(Model):
    """A child of a referral."""

    __tablename__ = "referral_child"
    SUBJECT = ("child", "child_id")

    referral_id: Mapped[int] = column(
        "Referral", Kept.OPENLY, ForeignKey("referral.id"), primary_key=True
    )
    child_id: Mapped[int] = column(
        "Child", Kept.OPENLY, ForeignKey("child.id"), primary_key=True, index=True
    )


class SocialWorkerVisit(Public, Recorded, Model):
    """The child's own social worker visited (CPPCR 2010 reg 28): not the carers' worker's visit."""

    __tablename__ = "social_worker_visit"
    SUBJECT = ("child", "child_id")

    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    visited_on: Mapped[date] = column("Visited on", Kept.OPENLY)
    seen: Mapped[bool] = column("The child was seen", Kept.CHILD, default=True)
    alone: Mapped[bool] = column("The child was seen alone", Kept.CHILD, default=False)
    words: Mapped[str] = column("What the child said, and how they are", Kept.NARRATIVE, Text)
    by_id: Mapped[int | None] = column("Recorded by", Kept.OPENLY, ForeignKey("user_account.id"))


class CareReview(Public, Recorded, Model):
    """A review of the child's case was held (CPPCR 2010 reg 33)."""

    __tablename__ = "care_review"
    SUBJECT = ("child", "child_id")

    child_id: Mapped[int] = column("Child", Kept.OPENLY, ForeignKey("child.id"), index=True)
    held_on: Mapped[date] = column("Held on", Kept.OPENLY)
    by_id: Mapped[int | None] = column("Recorded by", Kept.OPENLY, ForeignKey("user_account.id"))
