"""What the record knows that a profile may not say, and among how many a child is looked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import cache

from flask import current_app
from sqlalchemy import or_, select

from app.accounts.models import User
from app.audit.remembering import remembered
from app.children import queries as children
from app.children.codes import Ls
from app.children.models import (
    Child,
    ChildNeed,
    DeprivationOfLiberty,
    FamilyHome,
    LegalStatus,
    Placement,
    Referral,
    Schooling,
    Setting,
)
from app.commissioning.rules.identity import Known, Tells
from app.commissioning.rules.rarity import Crowd, Traits
from app.core.db import db
from app.data import authorities, outlines, rows
from app.matching.areas import TOWNS
from app.people.models import Address, ExternalKey, Household, Member, Person
from sufficiency.types import Fact, age_on

FACTS = {
    Fact.SIGNS_BSL: "signs_bsl",
    Fact.MAKATON: "makaton",
    Fact.SUPPORTS_ENGLISH_LEARNER: "supports_english_learner",
    Fact.STEP_FREE: "step_free",
    Fact.EXPERIENCE_ASYLUM: "unaccompanied",
}
"""What a home must have, and what that says of the child."""

ETHNIC = {"W": "white", "M": "mixed", "A": "asian", "B": "black", "O": "other_ethnic"}

PUBLISHED = {
    "white": ("Ethnicity", "White"),
    "mixed": ("Ethnicity", "Mixed or Multiple ethnic groups"),
    "asian": ("Ethnicity", "Asian or Asian British"),
    "black": ("Ethnicity", "Black, African, Caribbean or Black British"),
    "other_ethnic": ("Ethnicity", "Other ethnic group"),
    "unaccompanied": ("Unaccompanied asylum-seeking children", "UASC"),
    "remanded": ("Legal status", "Youth justice legal statuses"),
}
"""The published figure that counts a trait: its category and item."""

REMANDED = frozenset({Ls.J1, Ls.J2, Ls.J3})


def known_about(referral: Referral) -> tuple[Known, ...]:
    """Everything the record knows that could say who these children are."""
    ids = {child.id for child in referral.children}
    return tuple(
        dict.fromkeys(
            [
                *_of_children(referral, ids),
                *_of_homes(ids),
                *_of_places(referral, ids),
                *_of_workers(referral),
            ]
        )
    )


def _of_children(referral: Referral, ids: Collection[int]) -> Iterator[Known]:
    family = children.children_by_id(set(ids) | children.sibling_ids(ids))
    yield Known(Tells.NUMBER, referral.ref, "The referral’s own key")
    for child in family.values():
        whose = "the child" if child.id in ids else "a brother or sister"
        yield from _of_person(child.person, whose, Tells.NAME)
        yield Known(Tells.NUMBER, child.ref, "The record’s own key of the child")
        if child.upn:
            yield Known(Tells.NUMBER, child.upn, "The unique pupil number")
    asked = select(ExternalKey.key).where(
        or_(
            (ExternalKey.kind == "child") & ExternalKey.record_id.in_(family),
            (ExternalKey.kind == "person")
            & ExternalKey.record_id.in_([each.person_id for each in family.values()]),
        )
    )
    for key in db.session.scalars(asked):
        yield Known(Tells.NUMBER, key, "Another system’s number of the child", whole=True)


def _of_person(person: Person, whose: str, tells: Tells) -> Iterator[Known]:
    yield Known(tells, person.name, whose)
    if person.born and tells is Tells.NAME:
        yield Known(Tells.BIRTH, person.born.isoformat(), whose.capitalize())
    if person.phone:
        yield Known(Tells.CONTACT, person.phone, f"The telephone of {whose}")
    if person.email:
        yield Known(Tells.CONTACT, person.email, f"The e-mail address of {whose}")


def _of_homes(ids: Collection[int]) -> Iterator[Known]:
    """Where the children live and lived: carers, everybody there, addresses, settings."""
    stays = db.session.execute(
        select(Placement.household_id, Placement.postcode, Setting.name, Setting.postcode)
        .outerjoin(Setting, Setting.id == Placement.setting_id)
        .where(Placement.child_id.in_(ids), Placement.stands())
    ).all()
    homes = {each.household_id for each in stays if each.household_id is not None}
    for stay in stays:
        for code in (stay[1], stay[3]):
            if code:
                yield Known(Tells.POSTCODE, code, "Where the child lives or lived")
        if stay.name:
            yield Known(Tells.PLACE, stay.name, "Where the child lives or lived")
    people = select(Person).join(Member, Member.person_id == Person.id)
    for person in db.session.scalars(people.where(Member.household_id.in_(homes), Member.stands())):
        yield from _of_person(person, "somebody where the child lives or lived", Tells.CARER)
    for name in db.session.scalars(select(Household.name).where(Household.id.in_(homes))):
        yield Known(Tells.CARER, name, "the home where the child lives or lived")
    for row in db.session.execute(
        select(Address.line, Address.postcode).where(
            Address.household_id.in_(homes), Address.stands()
        )
    ):
        yield Known(Tells.PLACE, row.line, "The address where the child lives or lived", whole=True)
        yield Known(Tells.POSTCODE, row.postcode, "Where the child lives or lived")


def _of_places(referral: Referral, ids: Collection[int]) -> Iterator[Known]:
    """The family's home, the school, places to avoid, and the towns of the area."""
    codes = [referral.home_postcode, referral.school_postcode]
    codes += db.session.scalars(
        select(FamilyHome.postcode).where(FamilyHome.child_id.in_(ids), FamilyHome.stands())
    ).all()
    for code in codes:
        if code:
            yield Known(Tells.POSTCODE, code, "The family’s home or the school")
    asked = select(Schooling.school, Schooling.postcode, Schooling.child_id).where(
        Schooling.stands()
    )
    for row in db.session.execute(asked.distinct()):
        own = row.child_id in ids
        yield Known(Tells.SCHOOL, row.school, "The school" if own else "A school", whole=not own)
        if own and row.postcode:
            yield Known(Tells.POSTCODE, row.postcode, "The school’s postcode")
    for place in (referral.avoid or "").replace(";", "\n").splitlines():
        if place.strip():
            yield Known(Tells.PLACE, place.strip(), "A place to avoid")
    for town in TOWNS:
        yield Known(Tells.PLACE, town, "A town of the area", whole=len(town) < 5 or " " in town)


def _of_workers(referral: Referral) -> Iterator[Known]:
    """The child's own workers by every part of their name, everybody else here by the family's."""
    own = {child.worker_id for child in referral.children} | {referral.opened_by}
    for id_, name in db.session.execute(select(User.id, User.name)):
        said = name if id_ in own else name.split()[-1]
        yield Known(Tells.WORKER, said, "the child’s worker" if id_ in own else "somebody here")


# ------------------------------------------------------------------ among how many they are found


def crowd(day: date) -> Crowd:
    """The children whom we look after on a day, and the area's published figures."""
    code = str(current_app.config["SETTINGS"].authority_code)
    return Crowd(_ours(day), published(code), council())


def council() -> str:
    """What our council is called, in short."""
    code = str(current_app.config["SETTINGS"].authority_code)
    found = authorities().get(code)
    return found.name.partition(",")[0] if found else "our council"


def middle() -> tuple[int, int] | None:
    """About the middle of our area, in metres on the National Grid."""
    code = str(current_app.config["SETTINGS"].authority_code)
    for outline in outlines():
        if outline.code == code:
            ring = max(outline.rings, key=len)
            east, north = zip(*ring, strict=True)
            return (min(east) + max(east)) // 2, (min(north) + max(north)) // 2
    return None


@cache
def published(code: str) -> Mapping[str, int | None]:
    """How many children looked after there have each trait, by the latest figures.

    A number that was left out as too few is None; a trait that nobody publishes is not there.
    """
    latest: dict[tuple[str, str], tuple[int, int | None]] = {}
    for row in rows("stats_children_looked_after.csv"):
        if row["table"] != "on_31_march" or row["area_code"] != code:
            continue
        key, year = (row["category"], row["item"]), int(row["year_ending_31_march"])
        if key not in latest or latest[key][0] < year:
            latest[key] = (year, int(row["number"]) if row["number"] else None)
    return {name: latest[key][1] for name, key in PUBLISHED.items() if key in latest}


@remembered
def _ours(day: date) -> tuple[Traits, ...]:
    found = db.session.execute(
        select(Child.id, Child.ethnicity, Person.sex, Person.born, LegalStatus.status)
        .join(Person, Person.id == Child.person_id)
        .join(LegalStatus, LegalStatus.child_id == Child.id)
        .where(LegalStatus.in_force(day), Child.stands(), Person.born.is_not(None))
        .order_by(Child.id)
    ).all()
    ids = {row.id for row in found}
    brothers = Counter(
        id_
        for link in children.sibling_links(ids)
        if {link.child_id, link.sibling_id} <= ids
        for id_ in (link.child_id, link.sibling_id)
    )
    has: dict[int, set[str]] = {id_: set() for id_ in ids}
    for need in db.session.execute(
        select(ChildNeed.child_id, ChildNeed.fact).where(
            ChildNeed.in_force(day), ChildNeed.fact.in_(FACTS)
        )
    ):
        if need.child_id in has:
            has[need.child_id].add(FACTS[need.fact])
    for child in db.session.scalars(
        select(DeprivationOfLiberty.child_id).where(DeprivationOfLiberty.in_force(day))
    ):
        if child in has:
            has[child].add("liberty")
    for row in found:
        if row.status in REMANDED:
            has[row.id].add("remanded")
        if row.ethnicity and row.ethnicity[0] in ETHNIC:
            has[row.id].add(ETHNIC[row.ethnicity[0]])
    return tuple(
        Traits(
            sex=row.sex.value,
            age=age_on(row.born, day),
            group=brothers[row.id] + 1,
            ethnicity=(row.ethnicity or "")[:1],
            has=frozenset(has[row.id]),
        )
        for row in found
    )


def our_own_words() -> frozenset[str]:
    """Words with a capital that say our own name, and nobody's."""
    return frozenset(council().lower().split())
