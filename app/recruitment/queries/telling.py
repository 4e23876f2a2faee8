"""What applicants and referees were asked and told, beside what the record says."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.assessments.models import Assessment
from app.core.db import db
from app.core.words import words
from app.links.models import OneTimeLink
from app.links.queries import last_links_about_items
from app.people import queries as people
from app.people.models import Member, MemberRole, Person
from app.recruitment.kinds import FactKind
from app.recruitment.models import ApplicantForm, Consent, LivedAt, Referee, ToldFact
from app.recruitment.rules.telling import PARTICULARS, Spoke, is_same, references_in_on
from app.statute.recruitment import Part1


@dataclass(frozen=True, slots=True)
class Beside:
    """One thing told, in words, beside what the record says of it."""

    fact: ToldFact
    says: str
    told: str
    recorded: str
    same: bool

    @property
    def differs(self) -> bool:
        """Is it still to be settled?"""
        return not self.same and self.fact.settled is None


@dataclass(frozen=True, slots=True)
class Asked:
    """An applicant, their form and its last link, and what of it is still to be settled."""

    person: Person
    form: ApplicantForm | None
    link: OneTimeLink | None
    beside: tuple[Beside, ...]

    @property
    def to_settle(self) -> int:
        """How many differences wait."""
        return sum(each.differs for each in self.beside)


def applicants(assessment: Assessment, as_at: date) -> list[Person]:
    """Those who apply: the carers of the household."""
    return [
        each.person
        for each in people.members_of(assessment.household_id, as_at)
        if each.role is MemberRole.CARER
    ]


def item_of(row: ApplicantForm | Referee) -> str:
    """What a link is about, as it names it: "applicant_form:7"."""
    return f"{row.__tablename__}:{row.id}"


def form_of_link(item: str) -> ApplicantForm:
    """The form that a link is about."""
    return db.session.get_one(ApplicantForm, int(item.partition(":")[2]))


def referee_of_link(item: str) -> Referee:
    """The referee whom a link asks."""
    return db.session.get_one(Referee, int(item.partition(":")[2]))


def forms_of(assessment_id: int) -> Sequence[ApplicantForm]:
    """Every form asked for of an assessment, the latest first."""
    return db.session.scalars(
        select(ApplicantForm)
        .where(ApplicantForm.assessment_id == assessment_id, ApplicantForm.stands())
        .order_by(ApplicantForm.id.desc())
    ).all()


def asked(assessment: Assessment, as_at: date) -> list[Asked]:
    """Each applicant, what they were asked, and what they told beside the record."""
    forms = forms_of(assessment.id)
    links = last_links_about_items([item_of(each) for each in forms])
    facts = _facts([each.id for each in forms])
    members = people.members_of(assessment.household_id, as_at)
    found = []
    for person in applicants(assessment, as_at):
        form = next((each for each in forms if each.person_id == person.id), None)
        lived = lived_at(person.id)
        beside = tuple(
            _beside(fact, person, members, lived) for fact in facts.get(form.id if form else 0, ())
        )
        link = links.get(item_of(form)) if form else None
        found.append(Asked(person, form, link, beside))
    return found


def _facts(form_ids: Collection[int]) -> dict[int, list[ToldFact]]:
    found: dict[int, list[ToldFact]] = {}
    rows = db.session.scalars(
        select(ToldFact)
        .where(ToldFact.form_id.in_(sorted(form_ids)), ToldFact.stands())
        .order_by(ToldFact.id)
    )
    for each in rows:
        found.setdefault(each.form_id, []).append(each)
    return found


def beside_of(fact: ToldFact, as_at: date) -> Beside:
    """One thing told, beside the record as it is."""
    members = people.members_of(fact.household_id, as_at)
    return _beside(fact, fact.form.person, members, lived_at(fact.form.person_id))


def _beside(
    fact: ToldFact, person: Person, members: Sequence[Member], lived: Sequence[LivedAt]
) -> Beside:
    said = fact.said
    if fact.kind is FactKind.PARTICULAR:
        recorded = _recorded(person, fact.field)
        told = str(said.get("value", ""))
        same = is_same(fact.field, told, recorded)
        return Beside(
            fact, PARTICULARS[fact.field], _day(fact.field, told), _day(fact.field, recorded), same
        )
    if fact.kind is FactKind.MEMBER:
        name = f"{said.get('given_name', '')} {said.get('family_name', '')}".strip()
        there = [each for each in members if is_same("name", each.person.name, name)]
        told = f"{name}, {_uk(said.get('born'))}, {words(said.get('role', '')).lower()}"
        recorded = "; ".join(
            f"{each.person.name}, {_uk(_iso(each.person.born))}, {words(each.role).lower()}"
            for each in there
        )
        same = any(
            each.role.value == said.get("role") and _iso(each.person.born) == said.get("born")
            for each in there
        )
        return Beside(fact, "Lives with them", told, recorded or "Nobody of that name", same)
    where = ", ".join(part for part in (said.get("line"), said.get("postcode")) if part)
    told = f"{where}, from {_uk(said.get('since'))}"
    told += f" to {_uk(said['until'])}" if said.get("until") else " on"
    there_too = [each for each in lived if is_same("line", each.line, said.get("line"))]
    recorded = "; ".join(f"{each.line}, from {each.starts_on:%d/%m/%Y}" for each in there_too)
    same = any(_iso(each.starts_on) == said.get("since") for each in there_too)
    return Beside(fact, "Lived at", told, recorded or "Not recorded", same)


def _recorded(person: Person, field: str) -> str:
    value = getattr(person, field)
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _uk(day: str | None) -> str:
    return f"{date.fromisoformat(day):%d/%m/%Y}" if day else "no date"


def _day(field: str, value: str) -> str:
    return _uk(value) if field == "born" and value else value


def fact_by_ref(ref: str) -> ToldFact | None:
    """One thing told, by its public id."""
    return db.session.scalar(select(ToldFact).where(ToldFact.ref == ref, ToldFact.stands()))


def lived_at(person_id: int) -> Sequence[LivedAt]:
    """Where somebody lived before, the latest first."""
    return db.session.scalars(
        select(LivedAt)
        .where(LivedAt.person_id == person_id, LivedAt.stands())
        .order_by(LivedAt.starts_on.desc())
    ).all()


def consents_of(person_ids: Collection[int], as_at: date) -> dict[int, list[Consent]]:
    """What each of these consents to on a day."""
    found: dict[int, list[Consent]] = {}
    rows = db.session.scalars(
        select(Consent)
        .where(Consent.person_id.in_(sorted(person_ids)), Consent.in_force(as_at))
        .order_by(Consent.id)
    )
    for each in rows:
        found.setdefault(each.person_id, []).append(each)
    return found


# ---------------------------------------------------------------------------------- referees


def referees_of(assessment_id: int) -> Sequence[Referee]:
    """Those whom applicants named, in the order in which they were."""
    return db.session.scalars(
        select(Referee)
        .where(Referee.assessment_id == assessment_id, Referee.stands())
        .order_by(Referee.id)
    ).all()


def referee_by_ref(ref: str) -> Referee | None:
    """The referee with this public id."""
    return db.session.scalar(select(Referee).where(Referee.ref == ref, Referee.stands()))


def spoke(referee: Referee) -> Spoke:
    """How far one of them has come, as the rule asks it."""
    return referee.kind, referee.answered_on, referee.interviewed_on


def references_in(
    assessment_ids: Collection[int], as_at: date
) -> Mapping[int, Mapping[Part1, date]]:
    """Since when the references of each are in: what this room knows of Part 1 by itself."""
    by_assessment: dict[int, list[Spoke]] = {}
    rows = db.session.scalars(
        select(Referee).where(Referee.assessment_id.in_(sorted(assessment_ids)), Referee.stands())
    )
    for each in rows:
        by_assessment.setdefault(each.assessment_id, []).append(spoke(each))
    return {
        number: {Part1.REFEREES: day}
        for number, those in by_assessment.items()
        if (day := references_in_on(those)) is not None
    }
