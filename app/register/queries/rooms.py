"""Room, read from the record into the plain values that the engine works on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    cast,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from app.children.models import Child, Placement
from app.core.columns import Moment
from app.core.dated import Dated, put_together_once, these
from app.core.db import db
from app.core.today import now
from app.people.models import Bedroom, Household, Member, MemberRole, Person, SleepsIn
from app.register import rules
from app.register.models import (
    NO_LAST_DAY,
    Approval,
    Exemption,
    ExemptionChild,
    Extension,
    FosterCareAgreement,
    Hold,
    ReviewExtension,
    RoomClaim,
    SharingAgreement,
    TemporaryApproval,
    Terms,
    TermsCriterion,
    Unavailability,
)
from app.register.rules.exemptions import cover
from app.register.rules.temporary import last_day_by_law
from sufficiency import types
from sufficiency.period import Period
from sufficiency.room import OWN_BEDROOM_AGE
from sufficiency.room import places_left as places_left_in
from sufficiency.types import Kind, Sex

# --------------------------------------------------------------------------------------------- room


def places_left(household_id: int, day: date, known_at: datetime | None = None) -> int:
    """How many places this household could offer on a day, to nobody in particular."""
    around = Period(day, day + timedelta(days=1))
    return places_left_in(
        rooms({household_id}, around=around, known_at=known_at)[household_id], day
    )


def rooms(
    household_ids: Collection[int] | None, *, around: Period, known_at: datetime | None = None
) -> dict[int, types.Room]:
    """Everything that decides room in these households (None: all) on the days of `around`.

    Facts that hold on any of those days, as the record knew them at `known_at`. Twelve queries at
    most, however many households. Identifiers inside a `Room` are the record's own, as text: a
    child's id; for anybody else "person-" and the person's.
    """
    if household_ids is not None and not household_ids:
        return {}
    reading = _Reading(household_ids, around, known_at)
    found = {household_id: _Facts() for household_id in reading.households()}
    for read in _READERS:
        read(reading, found)
    return {household_id: facts.room() for household_id, facts in found.items()}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of every table: which days, as known when, of every household or of some."""

    around: Period
    known_at: datetime | None
    of_some: bool

    def ends(self, kind: type[Dated]) -> ColumnElement[Any]:
        """The first day it no longer holds, as known at the moment asked for."""
        return kind.end_known(self.known_at)

    def holds(self, kind: type[Dated], of: Any) -> ColumnElement[bool]:
        """It holds on some day asked for, in one of the households asked for."""
        when = kind.in_force_during(self.around.starts, self.around.ends, self.known_at)
        return and_(when, self.theirs(of))

    def theirs(self, of: Any) -> ColumnElement[bool]:
        """It is of one of the households asked for."""
        return these(of, self.of_some)


class _Reading:
    """What is asked, and of whom."""

    def __init__(
        self, ids: Collection[int] | None, around: Period, known_at: datetime | None
    ) -> None:
        self.ids = None if ids is None else sorted(ids)
        self.around = around
        self.asked = _Asked(around, known_at, ids is not None)
        self.values = {"ids": self.ids, "moment": known_at or now()}

    def households(self) -> Iterable[int]:
        if self.ids is not None:
            return self.ids
        return db.session.scalars(select(Household.id).where(Household.stands(self.asked.known_at)))

    def rows(self, question: Callable[[_Asked], Select[*tuple[Any, ...]]]) -> Iterator[Row[Any]]:
        return iter(db.session.execute(question(self.asked), self.values))


class _Facts:
    """A room being put together."""

    def __init__(self) -> None:
        self.approved: list[Period] = []
        self.temporary: list[tuple[str, Period]] = []
        self.terms: list[types.Terms] = []
        self.claims: list[types.Claim] = []
        self.exemptions: list[types.Exempted] = []
        self.unavailable: list[types.Unavailable] = []
        self.holds: list[types.Hold] = []
        self.agreements: list[Period] = []
        self.bedrooms: list[types.Bedroom] = []
        self.sleepers: list[types.Sleeper] = []
        self.sharing: list[types.SharingAgreed] = []

    def room(self) -> types.Room:
        return types.Room(
            approved=tuple(self.approved),
            temporary=tuple(self.temporary),
            terms=tuple(self.terms),
            claims=tuple(self.claims),
            exemptions=tuple(self.exemptions),
            unavailable=tuple(self.unavailable),
            holds=tuple(self.holds),
            bedrooms=tuple(self.bedrooms),
            sleepers=tuple(self.sleepers),
            sharing=rules.agreed_together(self.sharing),
            agreement_signed=_joined(self.agreements),
        )


_Found = dict[int, _Facts]


def _period(starts: date, ends: date | None) -> Period | None:
    """The days between, or None where it ended on the day it began."""
    return Period(starts, ends) if ends is None or ends > starts else None


def _joined(periods: Collection[Period]) -> Period | None:
    """The first of these periods, with those that follow it without a gap."""
    joined: Period | None = None
    for period in sorted(periods, key=lambda each: each.starts):
        if joined is None:
            joined = period
        elif joined.ends is not None and period.starts <= joined.ends:
            ends = None if period.ends is None else max(joined.ends, period.ends)
            joined = Period(joined.starts, ends)
    return joined


@put_together_once
def _plain_periods(asked: _Asked) -> Select[*tuple[Any, ...]]:
    def part(name: str, kind: Any, places: Any = None) -> Select[*tuple[Any, ...]]:
        number = cast(null(), Integer) if places is None else places
        return select(
            literal(name).label("name"),
            kind.household_id,
            kind.starts_on,
            asked.ends(kind).label("ends"),
            number.label("places"),
        ).where(asked.holds(kind, kind.household_id))

    parts = union_all(
        part("approved", Approval),
        part("agreed", FosterCareAgreement),
        part("held", Hold, Hold.places),
        part("gone", Unavailability, Unavailability.places),
    ).subquery()
    return select(parts).order_by(parts.c.household_id, parts.c.starts_on, parts.c.ends)


def _read_plain_periods(reading: _Reading, found: _Found) -> None:
    """Approvals, agreements, holds and unavailability: a household, a period, perhaps a number."""
    for row in reading.rows(_plain_periods):
        period = _period(row.starts_on, row.ends)
        if period is None:
            continue
        facts = found[row.household_id]
        if row.name == "approved":
            facts.approved.append(period)
        elif row.name == "agreed":
            facts.agreements.append(period)
        elif row.name == "held" and row.places is None:
            facts.holds.append(types.Hold(period))
        else:
            facts.unavailable.append(types.Unavailable(row.places, period))


@put_together_once
def _temporary(asked: _Asked) -> Select[*tuple[Any, ...]]:
    return (
        select(
            TemporaryApproval.household_id,
            TemporaryApproval.child_id,
            TemporaryApproval.starts_on,
            asked.ends(TemporaryApproval).label("ends"),
            TemporaryApproval.original_last_day,
            Extension.last_day.label("extended_to"),
            Extension.decided_on.label("extended_on"),
            ReviewExtension.starts_on.label("review"),
            asked.ends(ReviewExtension).label("review_ends"),
        )
        .outerjoin(
            Extension,
            and_(Extension.approval_id == TemporaryApproval.id, Extension.stands(asked.known_at)),
        )
        .outerjoin(
            ReviewExtension,
            and_(
                ReviewExtension.approval_id == TemporaryApproval.id,
                ReviewExtension.stands(asked.known_at),
            ),
        )
        .where(asked.holds(TemporaryApproval, TemporaryApproval.household_id))
        .order_by(TemporaryApproval.id)
    )


def _read_temporary(reading: _Reading, found: _Found) -> None:
    """Temporary approvals, to their last day by law: what ran out is not what ended, and nothing
    that was decided after the last day makes it run again."""
    for row in reading.rows(_temporary):
        last = last_day_by_law(
            row.original_last_day,
            extended_to=row.extended_to,
            extension_decided_on=row.extended_on,
            review_since=row.review,
            review_until=row.review_ends and row.review_ends - timedelta(days=1),
        )
        runs_out = last + timedelta(days=1) if last is not None else NO_LAST_DAY
        ends = runs_out if row.ends is None else min(row.ends, runs_out)
        period = _period(row.starts_on, ends)
        if period is not None and period.overlaps(reading.around):
            found[row.household_id].temporary.append((str(row.child_id), period))


@put_together_once
def _terms(asked: _Asked) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Terms.id,
            Terms.household_id,
            Terms.starts_on,
            asked.ends(Terms).label("ends"),
            Terms.overall,
            TermsCriterion.id.label("line_id"),
            TermsCriterion.up_to,
            TermsCriterion.min_age,
            TermsCriterion.max_age,
            TermsCriterion.sex,
            TermsCriterion.kinds,
            TermsCriterion.child_id,
        )
        .outerjoin(TermsCriterion, TermsCriterion.terms_id == Terms.id)
        .where(asked.holds(Terms, Terms.household_id))
        .order_by(Terms.household_id, Terms.starts_on, Terms.id, TermsCriterion.id)
    )


def _read_terms(reading: _Reading, found: _Found) -> None:
    of_terms: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in reading.rows(_terms):
        of_terms[row.id].append(row)
    for rows in of_terms.values():
        period = _period(rows[0].starts_on, rows[0].ends)
        if period is not None:
            lines = tuple(_criterion(row) for row in rows if row.line_id is not None)
            found[rows[0].household_id].terms.append(types.Terms(rows[0].overall, lines, period))


def _criterion(row: Row[Any]) -> types.Criterion:
    return types.Criterion(
        up_to=row.up_to,
        min_age=row.min_age,
        max_age=row.max_age,
        sexes=frozenset({row.sex}) if row.sex else None,
        kinds=frozenset(Kind(kind) for kind in row.kinds) if row.kinds else None,
        child_id=str(row.child_id) if row.child_id is not None else None,
    )


@put_together_once
def _exemptions(asked: _Asked) -> Select[*tuple[Any, ...]]:
    there = aliased(Placement)
    return (
        select(
            Exemption.id,
            Exemption.household_id,
            Exemption.starts_on,
            asked.ends(Exemption).label("ends"),
            ExemptionChild.child_id,
            there.starts_on.label("came"),
            asked.ends(there).label("left"),
        )
        .outerjoin(ExemptionChild, ExemptionChild.exemption_id == Exemption.id)
        .outerjoin(
            there,
            and_(
                there.household_id == Exemption.household_id,
                there.child_id == ExemptionChild.child_id,
                there.temporary.is_(False),
                there.stands(asked.known_at),
            ),
        )
        .where(asked.holds(Exemption, Exemption.household_id))
        .order_by(Exemption.id)
    )


def _read_exemptions(reading: _Reading, found: _Found) -> None:
    """Exemptions, with whom each covers from day to day as children named come and go."""
    of_exemption: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in reading.rows(_exemptions):
        of_exemption[row.id].append(row)
    for rows in of_exemption.values():
        lasts = _period(rows[0].starts_on, rows[0].ends)
        if lasts is None:
            continue
        stays: dict[int, list[Period]] = defaultdict(list)
        for row in rows:
            stay = _period(row.came, row.left) if row.came is not None else None
            if stay is not None:
                stays[row.child_id].append(stay)
        named = {row.child_id for row in rows if row.child_id is not None}
        found[rows[0].household_id].exemptions += [
            types.Exempted(frozenset(map(str, covered)), None, period)
            for covered, period in cover(lasts, named, stays)
            if period.overlaps(reading.around)
        ]


@put_together_once
def _bedrooms(asked: _Asked) -> Select[*tuple[Any, ...]]:
    return (
        select(Bedroom.id, Bedroom.household_id, Bedroom.sleeps)
        .where(
            Bedroom.in_force(asked.around.starts, asked.known_at),
            asked.theirs(Bedroom.household_id),
        )
        .order_by(Bedroom.id)
    )


def _read_bedrooms(reading: _Reading, found: _Found) -> None:
    """Bedrooms as they are on the first day asked for."""
    for row in reading.rows(_bedrooms):
        found[row.household_id].bedrooms.append(types.Bedroom(str(row.id), row.sleeps))


@put_together_once
def _sleepers(asked: _Asked) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Bedroom.household_id,
            SleepsIn.bedroom_id,
            SleepsIn.person_id,
            SleepsIn.starts_on,
            asked.ends(SleepsIn).label("ends"),
            Child.id.label("child_id"),
        )
        .join(Bedroom, Bedroom.id == SleepsIn.bedroom_id)
        .outerjoin(Child, Child.person_id == SleepsIn.person_id)
        .where(asked.holds(SleepsIn, Bedroom.household_id))
        .order_by(SleepsIn.id)
    )


def _read_sleepers(reading: _Reading, found: _Found) -> None:
    """Whoever is recorded as sleeping in a bedroom."""
    for row in reading.rows(_sleepers):
        period = _period(row.starts_on, row.ends)
        if period is not None:
            sleeper = types.Sleeper(
                _sleeper_id(row.child_id, row.person_id), str(row.bedroom_id), period
            )
            found[row.household_id].sleepers.append(sleeper)


def _sleeper_id(child_id: int | None, person_id: int) -> str:
    return str(child_id) if child_id is not None else f"person-{person_id}"


@put_together_once
def _family(asked: _Asked) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Member.household_id,
            Member.person_id,
            Member.role,
            Member.starts_on,
            asked.ends(Member).label("ends"),
            Person.born,
        )
        .join(Person, Person.id == Member.person_id)
        .where(
            asked.holds(Member, Member.household_id),
            Member.role.in_([MemberRole.ADULT, MemberRole.CHILD_OF_FAMILY, MemberRole.LODGER]),
        )
        .order_by(Member.id)
    )


def _read_family(reading: _Reading, found: _Found) -> None:
    """Those who live there whose bedroom nobody recorded: each takes one of the recorded rooms.

    Not the carers, whose own bedroom is seldom among those recorded, and not visitors.
    """
    for row in reading.rows(_family):
        facts, who = found[row.household_id], f"person-{row.person_id}"
        period = _period(row.starts_on, row.ends)
        if period is None or any(sleeper.id == who for sleeper in facts.sleepers):
            continue
        needs_room = row.born is None or (
            types.age_on(row.born, reading.around.starts) >= OWN_BEDROOM_AGE
        )
        facts.sleepers.append(types.Sleeper(who, None, period, needs_room))


@put_together_once
def _sharing(asked: _Asked) -> Select[*tuple[Any, ...]]:
    return (
        select(
            SharingAgreement.household_id,
            SharingAgreement.child_id,
            SharingAgreement.with_child_id,
            SharingAgreement.starts_on,
            asked.ends(SharingAgreement).label("ends"),
        )
        .where(asked.holds(SharingAgreement, SharingAgreement.household_id))
        .order_by(SharingAgreement.id)
    )


def _read_sharing(reading: _Reading, found: _Found) -> None:
    for row in reading.rows(_sharing):
        period = _period(row.starts_on, row.ends)
        if period is not None:
            pair = frozenset({str(row.child_id), str(row.with_child_id)})
            found[row.household_id].sharing.append(types.SharingAgreed(pair, period))


@put_together_once
def _placements(asked: _Asked) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Placement.household_id,
            Placement.place,
            Placement.kind,
            Placement.starts_on,
            asked.ends(Placement).label("ends"),
            Placement.child_id,
            Person.born,
            Person.sex,
        )
        .join(Child, Child.id == Placement.child_id)
        .join(Person, Person.id == Child.person_id)
        .where(asked.holds(Placement, Placement.household_id), Placement.household_id.is_not(None))
        .order_by(Placement.id)
    )


def _read_placements(reading: _Reading, found: _Found) -> None:
    """Every child placed here, of whatever authority; the code says what each counts for."""
    for row in reading.rows(_placements):
        period = _period(row.starts_on, row.ends)
        if period is not None:
            claim = types.Claim(
                _child(row),
                period,
                types.ClaimKind.PLACED,
                row.kind,
                fostered=rules.is_fostered(row.place),
                in_terms=rules.is_in_terms(row.place),
            )
            found[row.household_id].claims.append(claim)


@put_together_once
def _claims(asked: _Asked) -> Select[*tuple[Any, ...]]:
    return (
        select(
            RoomClaim.household_id,
            RoomClaim.claim,
            RoomClaim.starts_on,
            asked.ends(RoomClaim).label("ends"),
            RoomClaim.child_id,
            Person.born,
            Person.sex,
        )
        .join(Child, Child.id == RoomClaim.child_id)
        .join(Person, Person.id == Child.person_id)
        .where(
            asked.holds(RoomClaim, RoomClaim.household_id),
            or_(
                RoomClaim.released_at.is_(None),
                RoomClaim.released_at > bindparam("moment", type_=Moment),
            ),
            or_(
                RoomClaim.expires_at.is_(None),
                RoomClaim.expires_at > bindparam("moment", type_=Moment),
            ),
        )
        .order_by(RoomClaim.id)
    )


def _read_claims(reading: _Reading, found: _Found) -> None:
    """Planned placements and held beds that are neither released nor past their expiry."""
    for row in reading.rows(_claims):
        period = _period(row.starts_on, row.ends)
        if period is not None:
            claim = types.Claim(_child(row), period, types.ClaimKind(row.claim.value))
            found[row.household_id].claims.append(claim)


def _child(row: Row[Any]) -> types.Child:
    """A child as room needs to know one. A birth date nobody recorded reads as unborn: age 0."""
    return types.Child(str(row.child_id), row.born or date.max, row.sex or Sex.UNKNOWN)


_READERS = (
    _read_plain_periods,
    _read_temporary,
    _read_terms,
    _read_exemptions,
    _read_bedrooms,
    _read_sleepers,
    _read_family,
    _read_sharing,
    _read_placements,
    _read_claims,
)
"""Ten queries, and one more for the households when all are asked for."""


def beds_held(at: datetime | None = None) -> tuple[int, ...]:
    """The ids of the held beds that have not run out at a moment (now, unless one is given)."""
    return tuple(
        db.session.scalars(
            select(RoomClaim.id)
            .where(
                RoomClaim.stands(),
                RoomClaim.released_at.is_(None),
                RoomClaim.expires_at > (at or now()),
            )
            .order_by(RoomClaim.id)
        )
    )


def claim_by_ref(ref: str) -> RoomClaim | None:
    """The planned placement or held bed of that reference."""
    return db.session.scalar(select(RoomClaim).where(RoomClaim.ref == ref, RoomClaim.stands()))
