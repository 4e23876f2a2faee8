"""Changes to people and homes. Each is an act; each gives back what it wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from app.audit.act import Actor, act, act_under_way
from app.core.db import db, take
from app.core.errors import RuleBroken
from app.core.forms import tidy_postcode
from app.core.succession import begin, open_row
from app.core.today import today
from app.people import places, queries, rules
from app.people.models import (
    Address,
    Bedroom,
    Consideration,
    ConsiderationKind,
    ExternalKey,
    Fee,
    HomeFact,
    Household,
    Member,
    MemberRole,
    Person,
    Pet,
    PetKind,
    Provider,
    ProviderKind,
    SleepsIn,
)
from app.statute.breach import Breach
from sufficiency.types import Fact, Sex

FACT_OF_PET = {
    PetKind.DOG: Fact.DOG,
    PetKind.CAT: Fact.CAT,
    PetKind.OTHER: Fact.OTHER_PETS,
}


def refuse_if(breaches: list[Breach]) -> None:
    """Stop here, with every reason, if there is any."""
    if breaches:
        raise RuleBroken(*breaches)


@act("Added a fostering service")
def add_provider(
    *,
    name: str,
    kind: ProviderKind,
    urn: str | None = None,
    authority_code: str | None = None,
    by: Actor,
) -> Provider:
    """Add a fostering service. There is one that is our own."""
    if kind is ProviderKind.OWN and queries.own_provider() is not None:
        raise RuleBroken(rules.record_breach("Our own service is already recorded.", "kind"))
    provider = Provider(name=name, kind=kind, urn=urn, authority_code=authority_code)
    db.session.add(provider)
    db.session.flush()
    return provider


@act("Added a person")
def add_person(
    *,
    given_name: str,
    family_name: str,
    born: date | None = None,
    sex: Sex = Sex.UNKNOWN,
    phone: str | None = None,
    email: str | None = None,
    by: Actor,
) -> Person:
    """Add a person, once, whatever they will be to whom."""
    refuse_if(rules.born_breaches(born, today()))
    person = Person(
        given_name=given_name.strip(),
        family_name=family_name.strip(),
        born=born,
        sex=sex,
        phone=phone or None,
        email=email or None,
    )
    db.session.add(person)
    db.session.flush()
    return person


@act("Changed a person's particulars")
def change_person(
    person: Person,
    *,
    given_name: str,
    family_name: str,
    born: date | None,
    sex: Sex,
    phone: str | None,
    email: str | None,
    by: Actor,
) -> Person:
    """Put a person's particulars right; the trail keeps what they were."""
    refuse_if(rules.born_breaches(born, today()))
    person.given_name, person.family_name = given_name.strip(), family_name.strip()
    person.born, person.sex = born, sex
    person.phone, person.email = phone or None, email or None
    return person


@act("Added a household")
def add_household(*, name: str, provider: Provider, by: Actor) -> Household:
    """Add a household under the service that supervises it."""
    household = Household(name=name.strip(), provider_id=provider.id)
    db.session.add(household)
    db.session.flush()
    return household


@act("Added a household")
def add_home(
    *,
    name: str,
    provider: Provider,
    starts_on: date,
    line: str,
    postcode: str,
    protected: bool,
    carers: Sequence[Mapping[str, Any]],
    by: Actor,
) -> Household:
    """A household, where it lives, and its carers, all at once.

    Each carer has the answers that `add_person` takes.
    """
    household = add_household(name=name, provider=provider, by=by)
    move_household(
        household,
        line=line,
        postcode=postcode,
        starts_on=starts_on,
        protected=protected,
        by=by,
    )
    for carer in carers:
        person = add_person(**carer, by=by)
        join_household(household, person, role=MemberRole.CARER, starts_on=starts_on, by=by)
    return household


@act("Renamed a household")
def rename_household(household: Household, *, name: str, by: Actor) -> Household:
    """Change what a household is called."""
    household.name = name.strip()
    return household


@act("Recorded who is in a household")
def join_household(
    household: Household, person: Person, *, role: MemberRole, starts_on: date, by: Actor
) -> Member:
    """Somebody belongs to a household from this day; a new role there takes over from the old."""
    before = open_row(Member, household_id=household.id, person_id=person.id)
    if before is not None and before.role is role:
        return before
    refuse_if(
        rules.takes_over_breaches(
            "What this person is here", before.starts_on if before else None, starts_on
        )
    )
    member = Member(household_id=household.id, person_id=person.id, role=role, starts_on=starts_on)
    return begin(member, instead_of=before)


@act("Recorded who is in a household")
def add_member(
    household: Household,
    *,
    role: MemberRole,
    starts_on: date,
    same: bool | None = None,
    by: Actor,
    **particulars: Any,
) -> Member:
    """Somebody new to the record, or already in it, belongs to a household from this day.

    When somebody of that name and date of birth is recorded already, `same` must say whether
    this is the same person: a person stands here once.
    """
    known = queries.person_like(
        particulars["given_name"], particulars["family_name"], particulars.get("born")
    )
    if known is not None and same is None:
        raise RuleBroken(rules.same_person_breach(known.name))
    person = known if known is not None and same else add_person(**particulars, by=by)
    member: Member = join_household(household, person, role=role, starts_on=starts_on, by=by)
    return member


@act("Recorded who left a household")
def leave_household(member: Member, *, on: date, by: Actor) -> Member:
    """Somebody no longer belongs to a household; they sleep in no bedroom of it either."""
    refuse_if(rules.ending_breaches("This", member.starts_on, member.ends_on, on))
    member.end(on)
    sleeping = open_row(SleepsIn, person_id=member.person_id)
    if sleeping is not None:
        bedroom = db.session.get_one(Bedroom, sleeping.bedroom_id)
        if bedroom.household_id == member.household_id:
            sleeping.end(max(on, sleeping.starts_on))
    return member


@act("Recorded an address")
def move_household(
    household: Household,
    *,
    line: str,
    postcode: str,
    starts_on: date,
    protected: bool = False,
    by: Actor,
) -> Address:
    """The household lives here from this day. A postcode that we do not hold has no point."""
    before = open_row(Address, household_id=household.id)
    refuse_if(
        rules.takes_over_breaches("An address", before.starts_on if before else None, starts_on)
    )
    point = places.point_of(postcode)
    address = Address(
        household_id=household.id,
        line=line.strip(),
        postcode=tidy_postcode(postcode) or postcode.strip().upper(),
        easting=point.easting if point else None,
        northing=point.northing if point else None,
        authority_code=point.authority_code if point else None,
        protected=protected,
        starts_on=starts_on,
    )
    return begin(address, instead_of=before)


@act("Recorded a bedroom")
def add_bedroom(
    household: Household, *, name: str, sleeps: int, starts_on: date, by: Actor
) -> Bedroom:
    """A bedroom, and how many may sleep there."""
    refuse_if(rules.bedroom_breaches(sleeps))
    bedroom = Bedroom(
        household_id=household.id, name=name.strip(), sleeps=sleeps, starts_on=starts_on
    )
    return begin(bedroom)


@act("Closed a bedroom")
def close_bedroom(bedroom: Bedroom, *, on: date, by: Actor) -> Bedroom:
    """A bedroom is no longer one; nobody sleeps there from that day."""
    refuse_if(rules.ending_breaches("This bedroom", bedroom.starts_on, bedroom.ends_on, on))
    bedroom.end(on)
    for sleeping in db.session.scalars(
        select(SleepsIn).where(
            SleepsIn.bedroom_id == bedroom.id, SleepsIn.ends_on.is_(None), SleepsIn.stands()
        )
    ):
        sleeping.end(max(on, sleeping.starts_on))
    return bedroom


@act("Recorded who sleeps where")
def sleep_in(bedroom: Bedroom, person: Person, *, starts_on: date, by: Actor) -> SleepsIn:
    """Somebody sleeps in this bedroom from this day, and no longer where they slept before."""
    before = open_row(SleepsIn, person_id=person.id)
    if before is not None and before.bedroom_id == bedroom.id:
        return before
    others = db.session.scalars(
        select(SleepsIn.person_id).where(
            SleepsIn.bedroom_id == bedroom.id, SleepsIn.in_force(starts_on)
        )
    ).all()
    refuse_if(
        rules.takes_over_breaches(
            "Where they sleep", before.starts_on if before else None, starts_on
        )
        + rules.sleeping_breaches(bedroom.sleeps, others, bedroom.name)
    )
    sleeping = SleepsIn(bedroom_id=bedroom.id, person_id=person.id, starts_on=starts_on)
    return begin(sleeping, instead_of=before)


@act("Recorded who sleeps where")
def arrange_sleeping(
    household: Household,
    *,
    where: Mapping[Person, Bedroom | None],
    starts_on: date,
    by: Actor,
) -> list[SleepsIn]:
    """Everyone's bedroom at once, from this day. None: it is not known where they sleep.

    Those who leave a bedroom leave it before anybody comes, so that two may change places.
    """
    moving = {}
    for person, bedroom in where.items():
        before = open_row(SleepsIn, person_id=person.id)
        if before is not None and (bedroom is None or before.bedroom_id != bedroom.id):
            refuse_if(rules.takes_over_breaches("Where they sleep", before.starts_on, starts_on))
            before.end(starts_on)
        if bedroom is not None and (before is None or before.bedroom_id != bedroom.id):
            moving[person] = bedroom
    db.session.flush()
    return [
        sleep_in(bedroom, person, starts_on=starts_on, by=by) for person, bedroom in moving.items()
    ]


@act("Recorded a pet")
def add_pet(
    household: Household,
    *,
    kind: PetKind,
    description: str,
    starts_on: date,
    assessed_on: date | None = None,
    by: Actor,
) -> Pet:
    """An animal lives here; matching is told so from the same fact."""
    pet = begin(
        Pet(
            household_id=household.id,
            kind=kind,
            description=description.strip(),
            assessed_on=assessed_on,
            starts_on=starts_on,
        )
    )
    record_home_fact(household, fact=FACT_OF_PET[kind], so=True, starts_on=starts_on, by=by)
    return pet


@act("Recorded that a pet has gone")
def end_pet(pet: Pet, *, on: date, by: Actor) -> Pet:
    """An animal no longer lives here; when it was the last of its kind, matching is told so."""
    refuse_if(rules.ending_breaches("This", pet.starts_on, pet.ends_on, on))
    pet.end(on)
    db.session.flush()
    if open_row(Pet, household_id=pet.household_id, kind=pet.kind) is None:
        household = db.session.get_one(Household, pet.household_id)
        record_home_fact(household, fact=FACT_OF_PET[pet.kind], so=False, starts_on=on, by=by)
    return pet


@act("Recorded a fact about a home")
def record_home_fact(
    household: Household, *, fact: Fact, so: bool | None, starts_on: date, by: Actor
) -> HomeFact | None:
    """This is so, or is not so, about a home from this day. None: it is no longer known."""
    before = open_row(HomeFact, household_id=household.id, fact=fact)
    if before is not None and before.so is so:
        return before
    since = max(starts_on, before.starts_on) if before else starts_on
    if so is None:
        if before is not None:
            before.end(since)
        return None
    new = HomeFact(household_id=household.id, fact=fact, so=so, starts_on=since)
    return begin(new, instead_of=before)


@act("Recorded facts about a home")
def record_home_facts(
    household: Household, *, facts: Mapping[Fact, bool | None], starts_on: date, by: Actor
) -> list[HomeFact]:
    """What is so, and is not so, about a home from this day; only what differs is written."""
    told = (
        record_home_fact(household, fact=fact, so=so, starts_on=starts_on, by=by)
        for fact, so in facts.items()
    )
    return [fact for fact in told if fact is not None]


@act("Recorded what those living in a home need")
def add_consideration(
    household: Household,
    *,
    kind: ConsiderationKind,
    age: int | None,
    why: str,
    starts_on: date,
    by: Actor,
) -> Consideration:
    """Those who live here need this of any child who comes: an age, or no other child."""
    needs_age = kind is not ConsiderationKind.ONLY_CHILD
    refuse_if(rules.consideration_breaches(age, needs_age))
    return begin(
        Consideration(
            household_id=household.id,
            kind=kind,
            age=age if needs_age else None,
            why=why.strip(),
            starts_on=starts_on,
        )
    )


@act("Ended what those living in a home needed")
def end_consideration(consideration: Consideration, *, on: date, by: Actor) -> Consideration:
    """It is no longer needed."""
    refuse_if(rules.ending_breaches("This", consideration.starts_on, consideration.ends_on, on))
    consideration.end(on)
    return consideration


@act("Recorded a weekly fee")
def set_fee(household: Household, *, weekly_pounds: int, starts_on: date, by: Actor) -> Fee:
    """What a place in this home costs a week, in whole pounds, from this day."""
    before = open_row(Fee, household_id=household.id)
    if before is not None and before.weekly_pounds == weekly_pounds:
        return before
    refuse_if(rules.takes_over_breaches("A fee", before.starts_on if before else None, starts_on))
    new = Fee(household_id=household.id, weekly_pounds=weekly_pounds, starts_on=starts_on)
    return begin(new, instead_of=before)


@act("Recorded what another system calls a record")
def set_external_key(kind: str, record_id: int, *, system: str, key: str, by: Actor) -> ExternalKey:
    """Another system's key for a record of ours. One key never means two records."""
    found = db.session.scalar(select(ExternalKey).filter_by(system=system, kind=kind, key=key))
    if found is not None:
        if found.record_id != record_id:
            raise RuleBroken(
                rules.record_breach(f"{system} key {key} already belongs to another {kind}.", "key")
            )
        return found
    new = ExternalKey(system=system, kind=kind, key=key, record_id=record_id)
    db.session.add(new)
    db.session.flush()
    return new


@act("Pointed another system’s key at the record that took over")
def repoint_external_key(key: ExternalKey, *, record_id: int, by: Actor) -> ExternalKey:
    """What another system names was recorded anew: its key means the new record from now on."""
    key.record_id = record_id
    return key


def claim_room(household: Household) -> None:
    """Take the household for this act, so that nobody else takes room there meanwhile.

    Called inside an act, first of all: before room is worked out and before a placement or a claim
    is written. Takes the household's row, stamps it with this act, and so raises its version. A
    trigger refuses a placement or a claim in a household that this act has not stamped.
    """
    under_way = act_under_way()
    if under_way is None:
        raise RuntimeError("room is claimed only inside an act")
    db.session.flush()
    take(household)
    household.room_act_id = under_way
    db.session.flush()
