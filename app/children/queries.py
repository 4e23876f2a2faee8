"""Questions about children. Those about a day take it, and the moment as known at which to ask."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from app.accounts.models import RoleHeld, User
from app.accounts.permissions import May
from app.accounts.roles import Role
from app.children import rules
from app.children.codes import Ls, in_short
from app.children.kinds import Regulator, SettingKind, Sureness
from app.children.models import (
    Away,
    CareReview,
    Child,
    ChildNeed,
    DeprivationOfLiberty,
    FamilyHome,
    LegalStatus,
    LibertyReview,
    Placement,
    PlacementApproval,
    Referral,
    ReferralChild,
    Registration,
    Schooling,
    Setting,
    SiblingLink,
    SiblingPlan,
    SocialWorkerVisit,
)
from app.core.db import db
from app.core.today import today
from app.people.models import Household, Person
from sufficiency.types import Siblings


@dataclass(frozen=True, slots=True)
class LookedAfter:
    """A child who is looked after: under which status, and since when without a break in it."""

    child_id: int
    status: Ls
    since: date


def child_by_ref(ref: str) -> Child | None:
    """The child with this public id."""
    return db.session.scalar(select(Child).where(Child.ref == ref, Child.stands()))


def placement_by_ref(ref: str) -> Placement | None:
    """The placement with this public id."""
    return db.session.scalar(select(Placement).where(Placement.ref == ref, Placement.stands()))


def setting_by_ref(ref: str) -> Setting | None:
    """The setting with this public id."""
    return db.session.scalar(select(Setting).where(Setting.ref == ref, Setting.stands()))


def children_visible_to(
    user: User, *, households: Collection[int] = (), as_at: date | None = None
) -> Select[int]:
    """The ids of the children whom this person may see, as a select for `in_`.

    Everybody's with the permission for it; otherwise those whose social worker this person is, and
    those who live with `households`: the ones that this person supervises (the page gives them,
    for supervision stands above this room).
    """
    seen = select(Child.id).where(Child.stands())
    if user.may(May.SEE_EVERY_CHILD):
        return seen
    there = select(Placement.child_id).where(
        Placement.household_id.in_(households), Placement.in_force(as_at or today())
    )
    return seen.where(or_(Child.worker_id == user.id, Child.id.in_(there)))


def may_see_child(user: User, child: Child, *, households: Collection[int] = ()) -> bool:
    """Whether this person may see this child."""
    if user.may(May.SEE_EVERY_CHILD) or child.worker_id == user.id:
        return True
    seen = children_visible_to(user, households=households).where(Child.id == child.id)
    return db.session.scalar(seen) is not None


def looked_after(as_at: date, known_at: datetime | None = None) -> list[LookedAfter]:
    """Every child with a legal status in force, in order of id."""
    rows = db.session.execute(
        select(LegalStatus.child_id, LegalStatus.status, LegalStatus.starts_on)
        .where(LegalStatus.in_force(as_at, known_at))
        .order_by(LegalStatus.child_id)
    )
    return [LookedAfter(row.child_id, row.status, row.starts_on) for row in rows]


# --------------------------------------------------------------------------- brothers and sisters


def siblings_among(child_ids: Collection[int], known_at: datetime | None = None) -> Siblings:
    """Pairs of these children confirmed as brothers or sisters, for the engine: ids as text.

    Full, half, step and adopted all count; a relationship that is only believed does not.
    """
    both = and_(SiblingLink.child_id.in_(child_ids), SiblingLink.sibling_id.in_(child_ids))
    return frozenset(frozenset({str(one), str(other)}) for one, other in _confirmed(both, known_at))


def sibling_pairs(child_ids: Collection[int]) -> frozenset[tuple[int, int]]:
    """Pairs confirmed as brothers or sisters of whom one at least is of these children."""
    return _confirmed(_of_any(child_ids))


def _confirmed(
    those: ColumnElement[bool], known_at: datetime | None = None
) -> frozenset[tuple[int, int]]:
    """Each confirmed pair once."""
    rows = db.session.execute(
        select(SiblingLink.child_id, SiblingLink.sibling_id).where(
            those, SiblingLink.sureness == Sureness.CONFIRMED, SiblingLink.stands(known_at)
        )
    )
    return frozenset((row.child_id, row.sibling_id) for row in rows)


def _of_any(child_ids: Collection[int]) -> ColumnElement[bool]:
    return or_(SiblingLink.child_id.in_(child_ids), SiblingLink.sibling_id.in_(child_ids))


def sibling_links(
    child_ids: Collection[int], known_at: datetime | None = None
) -> Sequence[SiblingLink]:
    """What is recorded of these children's brothers and sisters, believed ones included."""
    return db.session.scalars(
        select(SiblingLink)
        .where(_of_any(child_ids), SiblingLink.stands(known_at))
        .order_by(SiblingLink.child_id, SiblingLink.sibling_id)
    ).all()


def sibling_ids(child_ids: Collection[int]) -> set[int]:
    """The ids of these children's confirmed brothers and sisters, themselves left out."""
    return {id_ for pair in sibling_pairs(child_ids) for id_ in pair} - set(child_ids)


# -------------------------------------------------------------------------------------- placements


def where_else(placement: Placement) -> str:
    """Where a child lives who is not with a household: its name, or what kind of place it is."""
    return placement.setting.name if placement.setting is not None else in_short(placement.place)


def placements_of(child_id: int, known_at: datetime | None = None) -> Sequence[Placement]:
    """Where a child has lived and stayed, the latest first."""
    return db.session.scalars(
        select(Placement)
        .where(Placement.child_id == child_id, Placement.stands(known_at))
        .order_by(Placement.starts_on.desc(), Placement.id.desc())
    ).all()


def main_placement(
    child_id: int, as_at: date, known_at: datetime | None = None
) -> Placement | None:
    """Where a child lives on a day; of two recorded at once, the one that began last."""
    return db.session.scalar(
        select(Placement)
        .where(
            Placement.child_id == child_id,
            Placement.temporary.is_(False),
            Placement.in_force(as_at, known_at),
        )
        .order_by(Placement.starts_on.desc(), Placement.id.desc())
        .limit(1)
    )


def legal_statuses_of(child_id: int, known_at: datetime | None = None) -> Sequence[LegalStatus]:
    """A child's legal statuses, the latest first."""
    return db.session.scalars(
        select(LegalStatus)
        .where(LegalStatus.child_id == child_id, LegalStatus.stands(known_at))
        .order_by(LegalStatus.starts_on.desc(), LegalStatus.id.desc())
    ).all()


def referrals_of(child_id: int) -> Sequence[Referral]:
    """The referrals that a child was part of, the latest first."""
    return db.session.scalars(
        select(Referral)
        .join(
            ReferralChild,
            and_(ReferralChild.referral_id == Referral.id, ReferralChild.child_id == child_id),
        )
        .where(Referral.stands())
        .order_by(Referral.opened_on.desc(), Referral.id.desc())
    ).all()


def open_referrals_of(child_ids: Collection[int]) -> Sequence[Referral]:
    """Referrals of these children that are still open."""
    theirs = select(ReferralChild.referral_id).where(ReferralChild.child_id.in_(child_ids))
    return db.session.scalars(
        select(Referral)
        .where(Referral.id.in_(theirs), Referral.closed_on.is_(None), Referral.stands())
        .order_by(Referral.id)
    ).all()


def settings_listed() -> Sequence[Setting]:
    """Every setting, by name."""
    return db.session.scalars(select(Setting).where(Setting.stands()).order_by(Setting.name)).all()


# ------------------------------------------------------------------------------- lists and pages


@dataclass(frozen=True, slots=True)
class Listed:
    """A child as lists show one."""

    id: int
    ref: str
    given_name: str
    family_name: str
    born: date | None
    authority: str
    worker_id: int | None
    worker: str | None

    @property
    def name(self) -> str:
        """Given name, then family name."""
        return f"{self.given_name} {self.family_name}".strip()


def children_listed(visible: Select[int]) -> list[Listed]:
    """The children of a select of ids (`children_visible_to`), by family name."""
    rows = db.session.execute(
        select(
            Child.id,
            Child.ref,
            Person.given_name,
            Person.family_name,
            Person.born,
            Child.responsible_authority,
            Child.worker_id,
            User.name,
        )
        .join(Person, Person.id == Child.person_id)
        .outerjoin(User, User.id == Child.worker_id)
        .where(Child.id.in_(visible))
        .order_by(Person.family_name, Person.given_name, Child.id)
    )
    return [Listed(*row) for row in rows]


MANY = 40
"""Children offered at most; a name narrows them."""


def likely_siblings(child: Child, visible: Select[int], words: str = "") -> list[Listed]:
    """Who might be a child's brother or sister: of that name, else of one name or one home."""
    others = visible.where(Child.id != child.id)
    if words.strip():
        for word in words.split()[:4]:
            like = f"%{word}%"
            named = or_(Person.given_name.ilike(like), Person.family_name.ilike(like))
            others = others.where(Child.person_id.in_(select(Person.id).where(named)))
    else:
        of_name = select(Person.id).where(Person.family_name == child.person.family_name)
        home = select(FamilyHome.postcode).where(
            FamilyHome.child_id == child.id, FamilyHome.in_force(today())
        )
        of_home = select(FamilyHome.child_id).where(
            FamilyHome.postcode.in_(home), FamilyHome.in_force(today())
        )
        others = others.where(or_(Child.person_id.in_(of_name), Child.id.in_(of_home)))
    return children_listed(others)[:MANY]


def statuses_on(as_at: date, known_at: datetime | None = None) -> dict[int, Ls]:
    """The legal status of each child who has one on a day."""
    return {each.child_id: each.status for each in looked_after(as_at, known_at)}


def decisions_of(placement_ids: Collection[int]) -> Sequence[PlacementApproval]:
    """The decisions recorded of these placements, in order."""
    return db.session.scalars(
        select(PlacementApproval)
        .where(PlacementApproval.placement_id.in_(placement_ids), PlacementApproval.stands())
        .order_by(PlacementApproval.decided_on, PlacementApproval.id)
    ).all()


def sibling_plans(child_id: int, as_at: date, known_at: datetime | None = None) -> dict[int, Any]:
    """The plan in force for a child with each brother or sister, by the other child's id."""
    found = db.session.scalars(
        select(SiblingPlan).where(
            or_(SiblingPlan.child_id == child_id, SiblingPlan.sibling_id == child_id),
            SiblingPlan.in_force(as_at, known_at),
        )
    )
    return {each.sibling_id if each.child_id == child_id else each.child_id: each for each in found}


def children_by_id(child_ids: Collection[int]) -> dict[int, Child]:
    """These children."""
    found = db.session.scalars(select(Child).where(Child.id.in_(child_ids)))
    return {each.id: each for each in found}


@dataclass(frozen=True, slots=True)
class About:
    """What else is recorded of a child and holds on a day."""

    schooling: Schooling | None
    family_home: FamilyHome | None
    needs: Sequence[ChildNeed]
    away: Away | None


def about(child_id: int, as_at: date, known_at: datetime | None = None) -> About:
    """School, family home, needs and absence of a child on a day."""

    def held(kind: Any) -> Any:
        return db.session.scalars(
            select(kind).where(kind.child_id == child_id, kind.in_force(as_at, known_at))
        ).all()

    return About(
        schooling=next(iter(held(Schooling)), None),
        family_home=next(iter(held(FamilyHome)), None),
        needs=sorted(held(ChildNeed), key=lambda each: each.fact.value),
        away=next(iter(held(Away)), None),
    )


def absences_of(child_id: int, known_at: datetime | None = None) -> Sequence[Away]:
    """A child's absences, the latest first."""
    return db.session.scalars(
        select(Away)
        .where(Away.child_id == child_id, Away.stands(known_at))
        .order_by(Away.starts_on.desc(), Away.id.desc())
    ).all()


def registered_under(
    regulator: Regulator, kind: SettingKind, urn: str, as_at: date
) -> Registration | None:
    """The registration of such a setting that has this number on a day, whoever's it is."""
    return db.session.scalar(
        select(Registration)
        .where(
            Registration.regulator == regulator,
            Registration.registered_as == kind,
            Registration.urn == rules.registration_number(urn),
            Registration.in_force(as_at),
        )
        .order_by(Registration.id)
        .limit(1)
    )


def registrations_of(
    setting_ids: Collection[int], known_at: datetime | None = None
) -> dict[int, list[Registration]]:
    """The registrations of these settings, the latest first."""
    found: dict[int, list[Registration]] = {}
    for each in db.session.scalars(
        select(Registration)
        .where(Registration.setting_id.in_(setting_ids), Registration.stands(known_at))
        .order_by(Registration.starts_on.desc(), Registration.id.desc())
    ):
        found.setdefault(each.setting_id, []).append(each)
    return found


def liberty_of(child_id: int, known_at: datetime | None = None) -> Sequence[DeprivationOfLiberty]:
    """The orders that allowed a child to be deprived of liberty, the latest first."""
    return db.session.scalars(
        select(DeprivationOfLiberty)
        .where(DeprivationOfLiberty.child_id == child_id, DeprivationOfLiberty.stands(known_at))
        .order_by(DeprivationOfLiberty.starts_on.desc(), DeprivationOfLiberty.id.desc())
    ).all()


def liberty_reviews_of(
    order_ids: Collection[int], known_at: datetime | None = None
) -> dict[int, list[LibertyReview]]:
    """The reviews of these orders, in order; the first of each is the order's own day."""
    found: dict[int, list[LibertyReview]] = {}
    for each in db.session.scalars(
        select(LibertyReview)
        .where(LibertyReview.deprivation_id.in_(order_ids), LibertyReview.stands(known_at))
        .order_by(LibertyReview.held_on, LibertyReview.id)
    ):
        found.setdefault(each.deprivation_id, []).append(each)
    return found


def liberty_on(as_at: date) -> list[tuple[DeprivationOfLiberty, Child, date | None]]:
    """Orders in force on a day, each with its child and the day of its next review."""
    rows = db.session.execute(
        select(DeprivationOfLiberty, Child)
        .join(Child, Child.id == DeprivationOfLiberty.child_id)
        .where(DeprivationOfLiberty.in_force(as_at))
        .order_by(DeprivationOfLiberty.id)
    ).all()
    reviews = liberty_reviews_of([order.id for order, _ in rows])
    found = []
    for order, child in rows:
        held = [each for each in reviews.get(order.id, ()) if each.held_on <= as_at]
        found.append((order, child, held[-1].next_on if held else None))
    return found


def registrations_to_check(as_at: date) -> Sequence[tuple[Registration, Setting]]:
    """Registrations in force of settings where a child lives on a day."""
    there = select(Placement.setting_id).where(
        Placement.in_force(as_at), Placement.setting_id.is_not(None)
    )
    rows = db.session.execute(
        select(Registration, Setting)
        .join(Setting, Setting.id == Registration.setting_id)
        .where(Registration.in_force(as_at), Registration.setting_id.in_(there))
        .order_by(Registration.id)
    )
    return [(held, setting) for held, setting in rows]


def households_named(household_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """The public id and the name of these households."""
    rows = db.session.execute(
        select(Household.id, Household.ref, Household.name).where(Household.id.in_(household_ids))
    )
    return {row.id: (row.ref, row.name) for row in rows}


def households_to_choose() -> list[tuple[str, str]]:
    """Every household as (public id, name), by name."""
    rows = db.session.execute(
        select(Household.ref, Household.name).where(Household.stands()).order_by(Household.name)
    )
    return [(row.ref, row.name) for row in rows]


def worker_of(child: Child) -> str | None:
    """The name of a child's social worker."""
    return db.session.scalar(select(User.name).where(User.id == child.worker_id))


def workers_to_choose(as_at: date) -> list[User]:
    """Children's social workers who work here on a day."""
    return list(
        db.session.scalars(
            select(User)
            .join(RoleHeld, RoleHeld.user_id == User.id)
            .where(
                RoleHeld.role == Role.CHILD_SOCIAL_WORKER,
                RoleHeld.in_force(as_at),
                User.stands(),
                or_(User.left_on.is_(None), User.left_on > as_at),
            )
            .order_by(User.name)
        )
    )


def visits_to(
    child_id: int, as_at: date, known_at: datetime | None = None
) -> Sequence[SocialWorkerVisit]:
    """The child's own worker's visits up to a day, the latest first."""
    return db.session.scalars(
        select(SocialWorkerVisit)
        .where(
            SocialWorkerVisit.child_id == child_id,
            SocialWorkerVisit.stands(known_at),
            SocialWorkerVisit.visited_on <= as_at,
        )
        .order_by(SocialWorkerVisit.visited_on.desc(), SocialWorkerVisit.id.desc())
    ).all()


def care_reviews_of(
    child_id: int, as_at: date, known_at: datetime | None = None
) -> Sequence[CareReview]:
    """The reviews of a child's case up to a day, the latest first."""
    return db.session.scalars(
        select(CareReview)
        .where(
            CareReview.child_id == child_id,
            CareReview.stands(known_at),
            CareReview.held_on <= as_at,
        )
        .order_by(CareReview.held_on.desc(), CareReview.id.desc())
    ).all()
