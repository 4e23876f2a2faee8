"""People, households and homes.

A person stands here once, whatever they are to whom. A household is the home: who is in it, where
it is, who sleeps where, and what about it matters when a child is to live there.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from app.core.columns import Kept, column
from app.core.dated import Dated, Public, Recorded, Versioned
from app.core.db import Model
from sufficiency.types import Fact, Sex


class ProviderKind(StrEnum):
    """Whose service a home belongs to."""

    OWN = "own"
    OTHER_AUTHORITY = "other_authority"
    AGENCY = "agency"


class MemberRole(StrEnum):
    """What somebody is in a household."""

    CARER = "carer"
    ADULT = "adult"
    CHILD_OF_FAMILY = "child_of_the_family"
    LODGER = "lodger"
    VISITOR = "visitor"


class PetKind(StrEnum):
    """Animals that matter in matching."""

    DOG = "dog"
    CAT = "cat"
    OTHER = "other"


class ConsiderationKind(StrEnum):
    """What those who already live in a home need of another child coming."""

    NO_CHILD_UNDER = "no_child_under"
    NO_CHILD_OVER = "no_child_over"
    ONLY_CHILD = "only_child"


class Provider(Public, Recorded, Model):
    """A fostering service: our own, another council's, or an agency."""

    __tablename__ = "provider"

    name: Mapped[str] = column("Name", Kept.OPENLY, String(120))
    kind: Mapped[ProviderKind] = column("Kind", Kept.OPENLY, code=ProviderKind)
    urn: Mapped[str | None] = column("Ofsted number", Kept.OPENLY, String(20))
    authority_code: Mapped[str | None] = column("Authority", Kept.OPENLY, String(9))


class Person(Public, Versioned, Recorded, Model):
    """A person, once."""

    __tablename__ = "person"

    given_name: Mapped[str] = column("Given name", Kept.CHILD, String(80))
    family_name: Mapped[str] = column("Family name", Kept.CHILD, String(80), index=True)
    born: Mapped[date | None] = column("Date of birth", Kept.CHILD)
    sex: Mapped[Sex] = column("Sex", Kept.CHILD, code=Sex, default=Sex.UNKNOWN)
    phone: Mapped[str | None] = column("Telephone", Kept.LOCATION, String(40))
    email: Mapped[str | None] = column("Email address", Kept.LOCATION, String(254))

    @property
    def name(self) -> str:
        """Given name, then family name."""
        return f"{self.given_name} {self.family_name}".strip()


class PersonMerge(Public, Recorded, Model):
    """Two records were of one person: everything that referred to the one refers to the other.

    What differed stands here from both sides, and every row that was moved or set aside, so that
    it can be told and taken back. Taken back, it is marked as recorded in error and stays.
    """

    __tablename__ = "person_merge"
    SUBJECT = ("person", "kept_id")

    kept_id: Mapped[int] = column("Kept", Kept.OPENLY, ForeignKey("person.id"), index=True)
    merged_id: Mapped[int] = column("Merged into it", Kept.OPENLY, ForeignKey("person.id"))
    why: Mapped[str] = column("How it is known", Kept.NARRATIVE, Text)
    differed: Mapped[list[Any]] = column("What differed", Kept.LOCATION, JSON)
    moved: Mapped[list[Any]] = column("What was moved", Kept.OPENLY, JSON)
    kept: Mapped[Person] = relationship(viewonly=True, foreign_keys="PersonMerge.kept_id")
    merged: Mapped[Person] = relationship(viewonly=True, foreign_keys="PersonMerge.merged_id")


class NotTheSame(Recorded, Model):
    """Two people who look alike on record are two people: twins, a father and his son."""

    __tablename__ = "not_the_same_person"
    SUBJECT = ("person", "person_id")

    person_id: Mapped[int] = column("Person", Kept.OPENLY, ForeignKey("person.id"), index=True)
    other_id: Mapped[int] = column("Is not", Kept.OPENLY, ForeignKey("person.id"))
    why: Mapped[str] = column("How it is known", Kept.NARRATIVE, Text)


class ExternalKey(Recorded, Model):
    """What another system calls a record of ours."""

    __tablename__ = "external_key"
    __table_args__ = (UniqueConstraint("system", "kind", "key"),)

    system: Mapped[str] = column("System", Kept.OPENLY, String(40))
    kind: Mapped[str] = column("Kind of record", Kept.OPENLY, String(20))
    key: Mapped[str] = column("Its key there", Kept.OPENLY, String(80), names=True)
    record_id: Mapped[int] = column("Our record", Kept.OPENLY, index=True)


class Household(Public, Versioned, Recorded, Model):
    """A home and those who belong to it."""

    __tablename__ = "household"

    name: Mapped[str] = column("Household", Kept.OPENLY, String(120), index=True, names=True)
    provider_id: Mapped[int] = column("Service", Kept.OPENLY, ForeignKey("provider.id"))
    room_act_id: Mapped[int | None] = column(
        "Act that last claimed room here", Kept.OPENLY
    )  # a trigger refuses a claim on room made under any other act
    provider: Mapped[Provider] = relationship(viewonly=True, lazy="joined")
    members: Mapped[list[Member]] = relationship(back_populates="household", viewonly=True)


class Member(Dated, Model):
    """Somebody belongs to a household, as carer, adult, child of the family, lodger, visitor."""

    __tablename__ = "member"
    ONE_OPEN_PER = ("household_id", "person_id")
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    person_id: Mapped[int] = column("Person", Kept.OPENLY, ForeignKey("person.id"), index=True)
    role: Mapped[MemberRole] = column("Is here as", Kept.OPENLY, code=MemberRole)
    household: Mapped[Household] = relationship(back_populates="members")
    person: Mapped[Person] = relationship(viewonly=True, lazy="joined")


class Address(Dated, Model):
    """Where a household lives. Easting and northing are metres on the National Grid."""

    __tablename__ = "address"
    ONE_OPEN_PER = ("household_id",)
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    line: Mapped[str] = column("Address", Kept.LOCATION, String(200))
    postcode: Mapped[str] = column("Postcode", Kept.LOCATION, String(8), index=True)
    easting: Mapped[int | None] = column("Easting", Kept.LOCATION)
    northing: Mapped[int | None] = column("Northing", Kept.LOCATION)
    authority_code: Mapped[str | None] = column("Area authority", Kept.OPENLY, String(9))
    protected: Mapped[bool] = column("Address is protected", Kept.OPENLY, default=False)


class Bedroom(Dated, Model):
    """A bedroom, and how many may sleep there."""

    __tablename__ = "bedroom"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    name: Mapped[str] = column("Bedroom", Kept.OPENLY, String(60), names=True)
    sleeps: Mapped[int] = column("Sleeps", Kept.OPENLY)


class SleepsIn(Dated, Model):
    """Who sleeps in which bedroom."""

    __tablename__ = "sleeps_in"
    ONE_OPEN_PER = ("person_id",)
    SUBJECT = ("person", "person_id")

    bedroom_id: Mapped[int] = column("Bedroom", Kept.OPENLY, ForeignKey("bedroom.id"), index=True)
    person_id: Mapped[int] = column("Person", Kept.OPENLY, ForeignKey("person.id"), index=True)


class Pet(Dated, Model):
    """An animal in a household."""

    __tablename__ = "pet"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    kind: Mapped[PetKind] = column("Kind", Kept.OPENLY, code=PetKind)
    description: Mapped[str] = column(
        "Description", Kept.OPENLY, String(120), default="", names=True
    )
    assessed_on: Mapped[date | None] = column("Assessed on", Kept.OPENLY)

    @property
    def says(self) -> str:
        """The animal in words: its kind, what it is called, and whether it was assessed."""
        kind = self.kind.value.capitalize()
        words = f"{kind}: {self.description}" if self.description else kind
        return f"{words} (assessed)" if self.assessed_on else words


class HomeFact(Dated, Model):
    """Something about a home that matters in matching, yes or no. No row: not recorded."""

    __tablename__ = "home_fact"
    ONE_OPEN_PER = ("household_id", "fact")
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    fact: Mapped[Fact] = column("Fact", Kept.OPENLY, code=Fact)
    so: Mapped[bool] = column("Is so", Kept.OPENLY)


class Consideration(Dated, Model):
    """What somebody already living in a home needs of any other child who comes."""

    __tablename__ = "consideration"
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column(
        "Household", Kept.OPENLY, ForeignKey("household.id"), index=True
    )
    kind: Mapped[ConsiderationKind] = column("Needs", Kept.OPENLY, code=ConsiderationKind)
    age: Mapped[int | None] = column("Age", Kept.OPENLY)
    why: Mapped[str] = column("Why", Kept.NARRATIVE, Text, default="")


class Fee(Dated, Model):
    """What a place in this home costs the council a week, in whole pounds."""

    __tablename__ = "fee"
    ONE_OPEN_PER = ("household_id",)
    SUBJECT = ("household", "household_id")

    household_id: Mapped[int] = column("Household", Kept.OPENLY, ForeignKey("household.id"))
    weekly_pounds: Mapped[int] = column("Pounds a week", Kept.OPENLY)


class Postcode(Model):
    """A postcode and its point on the National Grid, from the published directory."""

    __tablename__ = "postcode"
    TRAIL = False

    postcode: Mapped[str] = column("Postcode", Kept.OPENLY, String(8), primary_key=True)
    easting: Mapped[int] = column("Easting", Kept.OPENLY)
    northing: Mapped[int] = column("Northing", Kept.OPENLY)
    authority_code: Mapped[str | None] = column("Authority", Kept.OPENLY, String(9))
