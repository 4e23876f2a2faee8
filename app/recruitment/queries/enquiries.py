"""One enquiry: its visits, whom it may be about already, and the council's list of sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select, true

from app.assessments.models import Assessment
from app.core.db import db
from app.people.models import Household, Member, Person
from app.recruitment.models import Enquiry, EnquirySource, InitialVisit
from app.recruitment.rules.enquiries import digits
from app.register.models import Approval


def enquiry_by_ref(ref: str) -> Enquiry | None:
    """The enquiry with this public id."""
    return db.session.scalar(select(Enquiry).where(Enquiry.ref == ref, Enquiry.stands()))


def enquiry_of(assessment_id: int) -> Enquiry | None:
    """The enquiry that became this application."""
    return db.session.scalar(
        select(Enquiry).where(Enquiry.assessment_id == assessment_id, Enquiry.stands())
    )


def assessment_of(enquiry: Enquiry) -> Assessment | None:
    """The assessment that an enquiry became."""
    return db.session.get(Assessment, enquiry.assessment_id) if enquiry.assessment_id else None


def assessment_by_id(number: int) -> Assessment:
    """The assessment of that number, which there is."""
    return db.session.get_one(Assessment, number)


def approved_on(enquiry: Enquiry) -> date | None:
    """The day on which the first of them was approved, since their application."""
    assessment = assessment_of(enquiry)
    if assessment is None:
        return None
    return db.session.scalar(
        select(func.min(Approval.starts_on)).where(
            Approval.household_id == assessment.household_id,
            Approval.starts_on >= assessment.starts_on,
            Approval.stands(),
        )
    )


def visits_of(enquiry_id: int) -> Sequence[InitialVisit]:
    """Every initial visit of an enquiry, the latest first."""
    return db.session.scalars(
        select(InitialVisit)
        .where(InitialVisit.enquiry_id == enquiry_id, InitialVisit.stands())
        .order_by(InitialVisit.id.desc())
    ).all()


def followed_up(as_at: date, known_at: datetime | None = None) -> Sequence[Any]:
    """The public id, day and worker of each enquiry that somebody followed up on a day: ended by
    then it is nobody's, and as an application it is the assessor's."""
    known = true() if known_at is None else Enquiry.recorded_at <= known_at
    return db.session.execute(
        select(Enquiry.ref, Enquiry.received_on, Enquiry.worker_id)
        .outerjoin(Assessment, Assessment.id == Enquiry.assessment_id)
        .where(
            Enquiry.stands(),
            known,
            Enquiry.worker_id.is_not(None),
            Enquiry.received_on <= as_at,
            or_(Enquiry.ended_on.is_(None), Enquiry.ended_on > as_at),
            or_(Assessment.id.is_(None), Assessment.starts_on > as_at),
        )
    ).all()


def visit_to_hold(enquiry_id: int) -> InitialVisit | None:
    """The visit that was asked for and not held yet."""
    return next((each for each in visits_of(enquiry_id) if each.held_on is None), None)


def sources(as_at: date) -> Sequence[EnquirySource]:
    """The council's list of sources on a day, by name."""
    return db.session.scalars(
        select(EnquirySource).where(EnquirySource.in_force(as_at)).order_by(EnquirySource.name)
    ).all()


def source_by_ref(ref: str) -> EnquirySource | None:
    """The source with this public id."""
    return db.session.scalar(
        select(EnquirySource).where(EnquirySource.ref == ref, EnquirySource.stands())
    )


@dataclass(frozen=True, slots=True)
class Alike:
    """An enquiry or a household of the record that may be the same people, and how that is known.

    `household` is set where a household exists already.
    """

    name: str
    because: str
    enquiry: Enquiry | None = None
    household: Household | None = None


def alike(
    given_name: str, family_name: str, *, phone: str = "", email: str = "", but: int = 0
) -> list[Alike]:
    """Who on record may be the same: by name, telephone or email. `but`: the enquiry looked at.

    People who belong to a household are looked at, never children who are looked after.
    """
    return [
        *_enquiries_alike(given_name, family_name, phone, email, but),
        *_homes_alike(given_name, family_name, phone, email),
    ]


def _enquiries_alike(
    given_name: str, family_name: str, phone: str, email: str, but: int
) -> list[Alike]:
    names = _named(Enquiry, given_name, family_name)
    asked = select(Enquiry).where(Enquiry.stands(), Enquiry.id != but).order_by(Enquiry.id.desc())
    by_name = db.session.scalars(asked.where(*names)).unique().all()
    found = [Alike(each.name, "the same name", enquiry=each) for each in by_name]
    there = {each.id for each in by_name}
    number, address = digits(phone), email.strip().lower()
    if number or address:
        rows = db.session.execute(
            select(Enquiry.id, Enquiry.phone, Enquiry.email).where(
                Enquiry.stands(), Enquiry.id != but, or_(Enquiry.phone != "", Enquiry.email != "")
            )
        )
        ids = {row.id for row in rows if _reached_alike(row.phone, row.email, number, address)}
        reached = db.session.scalars(asked.where(Enquiry.id.in_(sorted(ids - there))))
        found += [Alike(each.name, "the same telephone or email", enquiry=each) for each in reached]
    return found


def _homes_alike(given_name: str, family_name: str, phone: str, email: str) -> list[Alike]:
    asked = (
        select(Person, Household)
        .join(Member, Member.person_id == Person.id)
        .join(Household, Household.id == Member.household_id)
        .where(Person.stands(), Member.stands(), Household.stands())
        .order_by(Person.id)
    )
    found: dict[int, Alike] = {}
    for person, home in db.session.execute(asked.where(*_named(Person, given_name, family_name))):
        found.setdefault(home.id, Alike(home.name, f"{person.name} is there", household=home))
    number, address = digits(phone), email.strip().lower()
    if number or address:
        reached = asked.where(or_(Person.phone.is_not(None), Person.email.is_not(None)))
        for person, home in db.session.execute(reached):
            if _reached_alike(person.phone or "", person.email or "", number, address):
                says = f"{person.name} has the same telephone or email"
                found.setdefault(home.id, Alike(home.name, says, household=home))
    return list(found.values())


def _named(kind: type[Enquiry] | type[Person], given_name: str, family_name: str) -> tuple:  # type: ignore[type-arg]
    return (
        func.lower(kind.given_name) == given_name.strip().lower(),
        func.lower(kind.family_name) == family_name.strip().lower(),
    )


def _reached_alike(phone: str, email: str, number: str, address: str) -> bool:
    return bool(number and digits(phone) == number) or bool(
        address and email.strip().lower() == address
    )
