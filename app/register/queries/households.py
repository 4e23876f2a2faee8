"""Everything the register holds of one household, through time, and who is placed there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import Select, bindparam, select, union
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.models import User
from app.accounts.permissions import May
from app.children import queries as children
from app.children.codes import Place
from app.children.models import Child, Placement, Referral, ReferralChild
from app.core.dated import Dated, Recorded, put_together_once
from app.core.db import db
from app.core.holding import is_recorded
from app.core.succession import open_row
from app.people.models import Person
from app.register.models import (
    Approval,
    Exemption,
    FosterCareAgreement,
    Hold,
    Resignation,
    Review,
    RoomClaim,
    SharingAgreement,
    TemporaryApproval,
    Terms,
    TermsCriterion,
    Unavailability,
)
from sufficiency.types import age_on

Fact = TypeVar("Fact", bound=Recorded)
Lasting = TypeVar("Lasting", bound=Dated)


SHORT_WORDS = {
    Place.U1: "Relative or friend, long term",
    Place.U2: "Relative or friend, fostering for adoption",
    Place.U3: "Relative or friend",
    Place.U4: "Foster carer, long term",
    Place.U5: "Foster carer, fostering for adoption",
    Place.U6: "Foster carer",
    Place.T3: "While their own carers are away",
    Place.T4: "Seven days or less",
}
"""The commonest placements with households; the published descriptions fill a line each."""


@dataclass(frozen=True, slots=True)
class Here:
    """A child placed with a household, then or now."""

    placement_id: int
    placement_ref: str
    child_id: int
    child_ref: str
    person: Person
    place: Place
    starts_on: date
    ends_on: date | None
    temporary: bool

    @property
    def placed_as(self) -> str:
        """How the child is placed, in few words."""
        how = SHORT_WORDS.get(self.place) or self.place.words()
        return f"{how}, temporary stay" if self.temporary else how

    def age_on(self, day: date) -> int | None:
        """The child's age in whole years on a day, where the date of birth is recorded."""
        return age_on(self.person.born, day) if self.person.born else None

    def lives_here(self, as_at: date) -> bool:
        """Is the child there on this day?"""
        return self.starts_on <= as_at and (self.ends_on is None or self.ends_on > as_at)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the register holds of a household, the oldest first; ended facts stay in it."""

    approvals: Sequence[Approval]
    terms: Sequence[Terms]
    temporary: Sequence[TemporaryApproval]
    exemptions: Sequence[Exemption]
    holds: Sequence[Hold]
    unavailable: Sequence[Unavailability]
    agreements: Sequence[FosterCareAgreement]
    sharing: Sequence[SharingAgreement]
    reviews: Sequence[Review]
    resignations: Sequence[Resignation]
    claims: Sequence[RoomClaim]


def standing_of(household_id: int, known_at: datetime | None = None) -> Standing:
    """Every fact of the register about one household, as known at a moment."""

    def facts(kind: type[Lasting]) -> Sequence[Lasting]:
        if not is_recorded(kind, household_id):
            return ()
        return db.session.scalars(_facts(kind, known_at), {"household_id": household_id}).all()

    def happened(kind: type[Fact]) -> Sequence[Fact]:
        if not is_recorded(kind, household_id):
            return ()
        return db.session.scalars(_happened(kind, known_at), {"household_id": household_id}).all()

    return Standing(
        approvals=facts(Approval),
        terms=facts(Terms),
        temporary=facts(TemporaryApproval),
        exemptions=facts(Exemption),
        holds=facts(Hold),
        unavailable=facts(Unavailability),
        agreements=facts(FosterCareAgreement),
        sharing=facts(SharingAgreement),
        reviews=sorted(happened(Review), key=lambda review: review.held_on),
        resignations=happened(Resignation),
        claims=facts(RoomClaim),
    )


@put_together_once
def _facts(kind: type[Lasting], known_at: datetime | None) -> Select[Lasting]:
    return _happened(kind, known_at).order_by(None).order_by(kind.starts_on, kind.id)


@put_together_once
def _happened(kind: type[Fact], known_at: datetime | None) -> Select[Fact]:
    return (
        select(kind)
        .filter_by(household_id=bindparam("household_id"))
        .where(kind.stands(known_at))
        .order_by(kind.id)
    )


def children_here(household_id: int, known_at: datetime | None = None) -> list[Here]:
    """Every child ever placed with this household, as known at a moment, in order of coming."""
    rows = db.session.scalars(
        select(Placement)
        .options(joinedload(Placement.child).joinedload(Child.person))
        .where(Placement.household_id == household_id, Placement.stands(known_at))
        .order_by(Placement.starts_on, Placement.id)
    )
    return [
        Here(
            row.id,
            row.ref,
            row.child_id,
            row.child.ref,
            row.child.person,
            row.place,
            row.starts_on,
            row.end_as_known(known_at),
            row.temporary,
        )
        for row in rows
    ]


def approval_by_ref(ref: str) -> Approval | None:
    """The approval with this public id."""
    return db.session.scalar(select(Approval).where(Approval.ref == ref, Approval.stands()))


def exemption_by_ref(ref: str) -> Exemption | None:
    """The exemption with this public id."""
    return db.session.scalar(select(Exemption).where(Exemption.ref == ref, Exemption.stands()))


def may_see_address(
    user: User,
    household_id: int,
    *,
    protected: bool,
    own: Collection[int],
    live: Collection[int] = (),
) -> bool:
    """May this person be shown where a household lives? The look is recorded either way it is seen.

    Those who may see any address; the household's own supervising social worker (`own`); and
    whoever has it on the shortlist of an open referral (`live`), unless the address is protected.
    """
    if user.may(May.SEE_ANY_ADDRESS) or household_id in own:
        return True
    return household_id in live and not protected


def children_to_name(household_id: int, visible: Select[int], as_at: date) -> Sequence[Child]:
    """The children whom terms, an exemption, an agreement here may well be about, by name.

    Those who live here or are to come, those named here already, and those who wait for a home.
    Of them, the ones that may be seen.
    """
    about = union(
        select(Placement.child_id).where(
            Placement.household_id == household_id, Placement.in_force(as_at)
        ),
        select(RoomClaim.child_id).where(
            RoomClaim.household_id == household_id,
            RoomClaim.stands(),
            RoomClaim.released_at.is_(None),
        ),
        select(TemporaryApproval.child_id).where(
            TemporaryApproval.household_id == household_id, TemporaryApproval.in_force(as_at)
        ),
        select(TermsCriterion.child_id)
        .join(Terms, Terms.id == TermsCriterion.terms_id)
        .where(
            Terms.household_id == household_id,
            Terms.in_force(as_at),
            TermsCriterion.child_id.is_not(None),
        ),
        select(ReferralChild.child_id)
        .join(Referral, Referral.id == ReferralChild.referral_id)
        .where(Referral.stands(), Referral.closed_on.is_(None)),
    ).subquery()
    return db.session.scalars(
        select(Child)
        .join(Child.person)
        .options(contains_eager(Child.person))
        .where(Child.id.in_(select(about.c.child_id)), Child.id.in_(visible))
        .order_by(Person.family_name, Person.given_name, Child.id)
    ).all()


def temporary_by_ref(ref: str) -> TemporaryApproval | None:
    """The temporary approval with this public id."""
    return db.session.scalar(
        select(TemporaryApproval).where(TemporaryApproval.ref == ref, TemporaryApproval.stands())
    )


def open_terms(household_id: int) -> Terms | None:
    """The terms that are in force with no end, which new terms would take over from."""
    return open_row(Terms, household_id=household_id)


def visible_among(
    user: User, child_ids: Collection[int], *, households: Collection[int], as_at: date
) -> frozenset[int]:
    """Those of these children whom this person may see."""
    if not child_ids:
        return frozenset()
    visible = children.children_visible_to(user, households=households, as_at=as_at)
    return frozenset(db.session.scalars(visible.where(Child.id.in_(child_ids))))
