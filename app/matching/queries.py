"""Questions of finding and placing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app
from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import selectinload

from app.accounts.models import User
from app.accounts.permissions import May
from app.audit.remembering import remembered
from app.children import queries as children
from app.children.models import (
    Child,
    ChildNeed,
    FamilyHome,
    LegalStatus,
    Outcome,
    Placement,
    Referral,
    ReferralChild,
    Schooling,
    SiblingPlan,
    TogetherOrApart,
)
from app.core.db import db
from app.core.today import now, today
from app.matching import areas
from app.matching.models import (
    Call,
    PlacementDecision,
    Search,
    SearchWeights,
    Shortlisting,
)
from app.matching.standard import wants_of
from app.people.models import Household, Person
from app.people.places import PlacePoint, points_of
from app.register.models import ClaimKind, RoomClaim
from sufficiency import types as engine
from sufficiency.criteria import Weights
from sufficiency.period import Period
from sufficiency.types import Need, Point, Sex


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """A referral as lists show it."""

    ref: str
    children: str
    how_many: int
    opened_on: date
    needed_on: date
    kind: engine.Kind
    calls: int
    shortlisted: int
    proposed: bool
    closed_on: date | None
    outcome: Outcome | None


def authority_code() -> str:
    """The council that searches and places."""
    return str(current_app.config["SETTINGS"].authority_code)


def sees_exactly(user: User) -> bool:
    """Whether searches show this person exact distances.

    A list of distances tells where a home is. Exact ones are for those who may see addresses
    anyway: placement officers for the referrals they place, and who may see any address.
    """
    return user.may(May.OPEN_REFERRAL) or user.may(May.SEE_ANY_ADDRESS)


def referral_by_ref(ref: str) -> Referral | None:
    """The referral of that reference."""
    return db.session.scalar(select(Referral).where(Referral.ref == ref, Referral.stands()))


def referrals(*, open_only: bool = True) -> list[ReferralRow]:
    """Referrals, the most urgent first."""
    query = select(Referral).where(Referral.stands())
    query = query.where(Referral.closed_on.is_(None)) if open_only else query
    found = list(db.session.scalars(query.order_by(Referral.needed_on, Referral.id)))
    ids = [referral.id for referral in found]
    names = _names_by_referral(ids)
    calls = _count(Call, ids)
    listed = _count(Shortlisting, ids)
    proposed = set(
        db.session.scalars(
            select(PlacementDecision.referral_id).where(
                PlacementDecision.referral_id.in_(ids),
                PlacementDecision.stands(),
                PlacementDecision.confirmed_at.is_(None),
                PlacementDecision.declined_at.is_(None),
            )
        )
    )
    return [
        ReferralRow(
            ref=each.ref,
            children=", ".join(names.get(each.id, ())),
            how_many=len(names.get(each.id, ())),
            opened_on=each.opened_on,
            needed_on=each.needed_on,
            kind=each.kind,
            calls=calls.get(each.id, 0),
            shortlisted=listed.get(each.id, 0),
            proposed=each.id in proposed,
            closed_on=each.closed_on,
            outcome=each.outcome,
        )
        for each in found
    ]


def _names_by_referral(ids: Collection[int]) -> dict[int, list[str]]:
    rows = db.session.execute(
        select(ReferralChild.referral_id, Person.given_name, Person.family_name)
        .join(Child, Child.id == ReferralChild.child_id)
        .join(Person, Person.id == Child.person_id)
        .where(ReferralChild.referral_id.in_(ids))
        .order_by(Child.id)
    )
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.referral_id, []).append(f"{row.given_name} {row.family_name}")
    return found


def _count(table: type[Call] | type[Shortlisting], ids: Collection[int]) -> dict[int, int]:
    query = (
        select(table.referral_id, func.count())
        .where(table.referral_id.in_(ids), table.voided_at.is_(None))
        .group_by(table.referral_id)
    )
    if table is Shortlisting:
        query = query.where(Shortlisting.ends_on.is_(None))
    return {row[0]: row[1] for row in db.session.execute(query)}


# ------------------------------------------------------------------------------------ the need


def need_of(referral: Referral, answers: dict[str, Any] | None = None) -> Need:
    """The referral as the engine is asked: children, points, dates, musts, wishes, brothers."""
    known = _known([referral])
    return _need(referral, referral.answers if answers is None else answers, known)


def needs_of(referrals: Sequence[Referral]) -> list[Need]:
    """The same for many referrals, the record asked as often as for one."""
    known = _known(referrals)
    return [_need(referral, referral.answers, known) for referral in referrals]


def open_referrals() -> list[Referral]:
    """Every open referral with its children, the first opened first."""
    return list(
        db.session.scalars(
            select(Referral)
            .where(Referral.stands(), Referral.closed_on.is_(None))
            .options(selectinload(Referral.children).joinedload(Child.person))
            .order_by(Referral.opened_on, Referral.id)
        )
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What the record says about some children who wait, asked for once."""

    needs: Sequence[Any]
    apart: frozenset[tuple[int, int]]
    links: frozenset[tuple[int, int]]
    siblings: engine.Siblings
    placed: Sequence[Placement]
    points: Mapping[str, PlacePoint]

    def apart_from(self, ids: Collection[int]) -> set[int]:
        """Whom these children are to be kept apart from."""
        return _touching(self.apart, ids)

    def siblings_of(self, ids: Collection[int]) -> set[int]:
        """Brothers and sisters of these children, themselves left out."""
        return _touching(self.links, ids)


def _touching(pairs: Iterable[tuple[int, int]], ids: Collection[int]) -> set[int]:
    those = set(ids)
    return {id_ for pair in pairs if those & set(pair) for id_ in pair} - those


def _known(referrals: Sequence[Referral]) -> _Known:
    ids = [child.id for referral in referrals for child in referral.children]
    first = min((starts_on(referral) for referral in referrals), default=today())
    codes = [
        code for each in referrals for code in (each.home_postcode, each.school_postcode) if code
    ]
    links = children.sibling_pairs(ids)
    family = set(ids) | {id_ for pair in links for id_ in pair}
    return _Known(
        needs=_recorded_needs(ids),
        apart=frozenset(_plans_apart(ids)),
        links=links,
        siblings=children.siblings_among(family),
        placed=_placements_of(family, first),
        points=points_of(codes),
    )


def _need(referral: Referral, answers: dict[str, Any], known: _Known) -> Need:
    ids = [child.id for child in referral.children]
    members = tuple(_engine_child(child) for child in referral.children)
    wants = wants_of(answers, members, starts_on(referral))
    required, forbidden, wanted = _musts_and_wishes(ids, known)
    apart, siblings = known.apart_from(ids), known.siblings_of(ids)
    required = (required | wants.required) - wants.forbidden
    forbidden = (forbidden | wants.forbidden) - required
    family = {str(id_) for id_ in (*ids, *siblings)}
    return Need(
        id=referral.ref,
        children=members,
        home=_point(referral.home_postcode, known),
        school=_point(referral.school_postcode, known),
        period=_period(referral),
        kind=referral.kind,
        required=frozenset(required),
        forbidden=frozenset(forbidden),
        wanted={**wanted, **wants.wanted},
        youngest_other=wants.youngest_other,
        oldest_other=wants.oldest_other,
        alone=wants.alone,
        company=wants.company,
        max_miles=referral.max_miles,
        avoid=areas.places_to_avoid(referral.avoid),
        apart_from=frozenset(str(id_) for id_ in apart),
        siblings=frozenset(pair for pair in known.siblings if pair <= family),
        siblings_at=_households_of(siblings - apart, known, starts_on(referral)),
    )


def starts_on(referral: Referral) -> date:
    """The day a placement would begin: when it is needed, and never before today."""
    return max(referral.needed_on, today())


def _period(referral: Referral) -> Period:
    starts, until = starts_on(referral), referral.until
    return Period(starts, until if until and until > starts else None)


def _engine_child(child: Child) -> engine.Child:
    born = child.person.born or today()
    return engine.Child(str(child.id), born, Sex(child.person.sex))


def _point(postcode: str | None, known: _Known) -> Point | None:
    found = known.points.get(postcode) if postcode else None
    return Point(found.easting, found.northing) if found else None


def _recorded_needs(ids: Collection[int]) -> Sequence[Any]:
    return db.session.execute(
        select(ChildNeed.child_id, ChildNeed.fact, ChildNeed.must_be).where(
            ChildNeed.child_id.in_(ids), ChildNeed.in_force(today())
        )
    ).all()


def _musts_and_wishes(
    ids: Collection[int], known: _Known
) -> tuple[set[engine.Fact], set[engine.Fact], dict[engine.Fact, float]]:
    required: set[engine.Fact] = set()
    forbidden: set[engine.Fact] = set()
    wanted: dict[engine.Fact, float] = {}
    for row in known.needs:
        if row.child_id not in ids:
            continue
        if row.must_be is None:
            wanted[row.fact] = WISH_WORTH
        else:
            (required if row.must_be else forbidden).add(row.fact)
    return required, forbidden, wanted


WISH_WORTH = 5.0
"""Miles: what a wish is worth unless the referral says otherwise."""


def _plans_apart(ids: Collection[int]) -> Iterator[tuple[int, int]]:
    for row in db.session.execute(
        select(SiblingPlan.child_id, SiblingPlan.sibling_id).where(
            SiblingPlan.in_force(today()),
            SiblingPlan.plan == TogetherOrApart.APART,
            or_(SiblingPlan.child_id.in_(ids), SiblingPlan.sibling_id.in_(ids)),
        )
    ):
        yield row.child_id, row.sibling_id


def _placements_of(ids: Collection[int], first: date) -> Sequence[Placement]:
    """Placements in households on this day or a later one."""
    return db.session.scalars(
        select(Placement).where(
            Placement.child_id.in_(ids),
            Placement.household_id.is_not(None),
            Placement.in_force_during(first, None),
        )
    ).all()


def _households_of(ids: Collection[int], known: _Known, day: date) -> frozenset[str]:
    """Where these children live on a day."""
    return frozenset(
        str(placement.household_id)
        for placement in known.placed
        if placement.child_id in ids and placement.held_on(day)
    )


def known_about(child_ids: Collection[int]) -> dict[str, str | None]:
    """What a referral for these children can be filled with: home and school of the first known."""
    homes = dict(
        db.session.execute(
            select(FamilyHome.child_id, FamilyHome.postcode).where(
                FamilyHome.child_id.in_(child_ids), FamilyHome.in_force(today())
            )
        ).all()
    )
    schools = dict(
        db.session.execute(
            select(Schooling.child_id, Schooling.postcode).where(
                Schooling.child_id.in_(child_ids), Schooling.in_force(today())
            )
        ).all()
    )
    return {
        "home_postcode": next((homes[id_] for id_ in child_ids if homes.get(id_)), None),
        "school_postcode": next((schools[id_] for id_ in child_ids if schools.get(id_)), None),
    }


def weights() -> Weights:
    """The council's own weights, or the engine's defaults."""
    kept = db.session.scalar(
        select(SearchWeights.weights)
        .where(SearchWeights.in_force(today()))
        .order_by(SearchWeights.id.desc())
        .limit(1)
    )
    return Weights(**kept) if kept else Weights()


# ----------------------------- shortlist, calls, claims, decisions


def shortlist(referral_id: int) -> list[Household]:
    """The households on a referral's shortlist, in the order they were put there."""
    return list(
        db.session.scalars(
            select(Household)
            .join(Shortlisting, Shortlisting.household_id == Household.id)
            .where(
                Shortlisting.referral_id == referral_id,
                Shortlisting.stands(),
                Shortlisting.ends_on.is_(None),
            )
            .order_by(Shortlisting.id)
        )
    )


def shortlisting(referral_id: int, household_id: int) -> Shortlisting | None:
    """The household's place on the shortlist, if it is there."""
    return db.session.scalar(
        select(Shortlisting).where(
            Shortlisting.referral_id == referral_id,
            Shortlisting.household_id == household_id,
            Shortlisting.stands(),
            Shortlisting.ends_on.is_(None),
        )
    )


def calls(referral_id: int) -> list[Row[Any]]:
    """Who was asked, when, and what they said; the latest first."""
    return list(
        db.session.execute(
            select(Call, Household.name, Household.ref, User.name.label("by"))
            .join(Household, Household.id == Call.household_id)
            .join(User, User.id == Call.by_id)
            .where(Call.referral_id == referral_id, Call.stands())
            .order_by(Call.called_at.desc(), Call.id.desc())
        )
    )


def claims(referral_id: int, at: datetime | None = None) -> list[Row[Any]]:
    """Held beds and planned placements of a referral that still stand."""
    moment = at or now()
    return list(
        db.session.execute(
            select(RoomClaim, Household.name, Household.ref)
            .join(Household, Household.id == RoomClaim.household_id)
            .where(
                RoomClaim.referral_id == referral_id,
                RoomClaim.stands(),
                RoomClaim.released_at.is_(None),
                or_(RoomClaim.expires_at.is_(None), RoomClaim.expires_at > moment),
            )
            .order_by(RoomClaim.id)
        )
    )


def held_beds(at: datetime | None = None) -> list[Row[Any]]:
    """Every held bed that still stands, soonest to expire first."""
    moment = at or now()
    return list(
        db.session.execute(
            select(RoomClaim, Household.name, Household.ref, Referral.ref.label("referral"))
            .join(Household, Household.id == RoomClaim.household_id)
            .outerjoin(Referral, Referral.id == RoomClaim.referral_id)
            .where(
                RoomClaim.claim == ClaimKind.HELD,
                RoomClaim.stands(),
                RoomClaim.released_at.is_(None),
                RoomClaim.expires_at > moment,
            )
            .order_by(RoomClaim.expires_at)
        )
    )


def live_households() -> frozenset[int]:
    """Households shortlisted or called on an open referral: whose address may be needed tonight."""
    return frozenset(_live_households())


@remembered
def _live_households() -> tuple[int, ...]:
    open_ids = select(Referral.id).where(Referral.stands(), Referral.closed_on.is_(None))
    listed = select(Shortlisting.household_id).where(
        Shortlisting.referral_id.in_(open_ids),
        Shortlisting.stands(),
        Shortlisting.ends_on.is_(None),
    )
    called = select(Call.household_id).where(Call.referral_id.in_(open_ids), Call.stands())
    return tuple(db.session.scalars(listed.union(called)))


def decisions(referral_id: int) -> list[Row[Any]]:
    """Placements proposed, confirmed or declined for a referral, latest first."""
    return list(
        db.session.execute(
            select(PlacementDecision, Household.name, Household.ref)
            .join(Household, Household.id == PlacementDecision.household_id)
            .where(PlacementDecision.referral_id == referral_id, PlacementDecision.stands())
            .order_by(PlacementDecision.id.desc())
        )
    )


def decision_by_ref(ref: str) -> PlacementDecision | None:
    """The decision of that reference."""
    return db.session.scalar(
        select(PlacementDecision).where(PlacementDecision.ref == ref, PlacementDecision.stands())
    )


def searches(referral_id: int) -> list[Search]:
    """Every search kept for a referral, latest first."""
    return list(
        db.session.scalars(
            select(Search)
            .where(Search.referral_id == referral_id, Search.stands())
            .order_by(Search.id.desc())
        )
    )


def waiting_for_decision() -> list[Row[Any]]:
    """Placements proposed and not yet decided: a nominated officer's or the director's list."""
    return list(
        db.session.execute(
            select(PlacementDecision, Household.name, Referral.ref.label("referral"))
            .join(Household, Household.id == PlacementDecision.household_id)
            .join(Referral, Referral.id == PlacementDecision.referral_id)
            .where(
                PlacementDecision.stands(),
                PlacementDecision.confirmed_at.is_(None),
                PlacementDecision.declined_at.is_(None),
                Referral.closed_on.is_(None),
            )
            .order_by(PlacementDecision.id)
        )
    )


# ----------------------------- choosing children


@dataclass(frozen=True, slots=True)
class ChildChoice:
    """A child who might need a home, as the first page of a referral shows one."""

    id: int
    ref: str
    name: str
    born: date | None
    placed: bool
    siblings: tuple[str, ...]


def children_to_choose(words: str = "", chosen: Collection[str] = ()) -> list[ChildChoice]:
    """Children by name, those already chosen, and with no words those with nowhere to live."""
    query = (
        select(Child.id, Child.ref, Person.given_name, Person.family_name, Person.born)
        .join(Person, Person.id == Child.person_id)
        .where(Child.stands())
        .order_by(Person.family_name, Person.given_name, Child.id)
        .limit(40)
    )
    wanted = Child.ref.in_(chosen)
    if words.strip():
        for word in words.split()[:4]:
            like = f"%{word}%"
            query = query.where(
                or_(Person.given_name.ilike(like), Person.family_name.ilike(like), wanted)
            )
    else:
        query = query.where(or_(wanted, Child.id.in_(_with_nowhere_to_live())))
    rows = db.session.execute(query).all()
    ids = {row.id for row in rows}
    placed = set(
        db.session.scalars(
            select(Placement.child_id).where(
                Placement.child_id.in_(ids), Placement.in_force(today())
            )
        )
    )
    names = _sibling_names(ids)
    return [
        ChildChoice(
            row.id,
            row.ref,
            f"{row.given_name} {row.family_name}",
            row.born,
            row.id in placed,
            names.get(row.id, ()),
        )
        for row in rows
    ]


def _with_nowhere_to_live() -> Any:
    """Children looked after today who have no placement today."""
    placed = select(Placement.child_id).where(Placement.in_force(today()))
    return select(LegalStatus.child_id).where(
        LegalStatus.in_force(today()), LegalStatus.child_id.not_in(placed)
    )


def nobody_looks_for() -> list[tuple[ChildChoice, ...]]:
    """Children with nowhere to live for whom no referral is open, brothers and sisters together:
    the most of them first, and the eldest of each first."""
    looked_for = (
        select(ReferralChild.child_id)
        .join(Referral, Referral.id == ReferralChild.referral_id)
        .where(Referral.stands(), Referral.closed_on.is_(None))
    )
    those = db.session.execute(
        select(Child.id, Child.ref, Person.given_name, Person.family_name, Person.born)
        .join(Person, Person.id == Child.person_id)
        .where(
            Child.stands(),
            Child.id.in_(_with_nowhere_to_live()),
            Child.id.not_in(looked_for),
        )
    )
    found = {
        row.id: ChildChoice(
            row.id, row.ref, f"{row.given_name} {row.family_name}", row.born, False, ()
        )
        for row in those
    }
    if not found:
        return []
    family = {id_: {id_} for id_ in found}
    for link in children.sibling_links(found.keys()):
        if link.child_id in found and link.sibling_id in found:
            together = family[link.child_id] | family[link.sibling_id]
            family.update(dict.fromkeys(together, together))
    families = {frozenset(ids) for ids in family.values()}
    by_age = [
        tuple(sorted((found[id_] for id_ in ids), key=lambda each: (each.born or today(), each.id)))
        for ids in families
    ]
    return sorted(by_age, key=lambda each: (-len(each), each[0].id))


def _sibling_names(ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    links = {(link.child_id, link.sibling_id) for link in children.sibling_links(ids)}
    others = {id_ for pair in links for id_ in pair}
    names = {
        row.id: row.given_name
        for row in db.session.execute(
            select(Child.id, Person.given_name)
            .join(Person, Person.id == Child.person_id)
            .where(Child.id.in_(others))
        )
    }
    found: dict[int, list[str]] = {}
    for one, other in sorted(links):
        found.setdefault(one, []).append(names[other])
        found.setdefault(other, []).append(names[one])
    return {id_: tuple(said) for id_, said in found.items()}


def children_by_refs(refs: Collection[str]) -> list[Child]:
    """Children by reference, in order of id."""
    return list(
        db.session.scalars(
            select(Child).where(Child.ref.in_(refs), Child.stands()).order_by(Child.id)
        )
    )


# ----------------------------- a decision's own page


def referral_by_id(id_: int | None) -> Referral | None:
    """The referral of that id."""
    return db.session.get(Referral, id_) if id_ is not None else None


def household_of(decision: PlacementDecision) -> Household:
    """The household that a decision is about."""
    return db.session.get_one(Household, decision.household_id)


def placements_of(decision: PlacementDecision) -> list[Placement]:
    """The placements that a decision made."""
    return list(
        db.session.scalars(
            select(Placement).where(Placement.id.in_(decision.placements)).order_by(Placement.id)
        )
    )


def people_of(decision: PlacementDecision) -> dict[int, str]:
    """The names of those who proposed, confirmed and declined."""
    ids = {decision.proposed_by_id, decision.confirmed_by_id, decision.declined_by_id}
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(ids - {None})))
    return {row.id: row.name for row in rows}


def households_named(alternatives: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """The other homes there were, by name, and what their carers said."""
    ids = [each["household"] for each in alternatives]
    names = {
        row.id: row.name
        for row in db.session.execute(
            select(Household.id, Household.name).where(Household.id.in_(ids))
        )
    }
    return [
        (names.get(each["household"], ""), str(each["answer"]).replace("_", " "))
        for each in alternatives
    ]


def answers_of(decision: PlacementDecision) -> dict[str, Any]:
    """What was answered when a placement was proposed, to fill the form of whoever decides."""
    kept = dict(decision.answers or {})
    reasons = kept.pop("reasons_22c", {})
    return {**kept, **{f"why_{key}": why for key, why in reasons.items()}}
