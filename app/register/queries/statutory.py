"""The register that the law asks for, exactly (FSR 2011 regulation 31).

Persons, not households: a couple is two entries with one household's terms. Each has the name,
address, date of birth and sex of the foster parent, the date of approval and of each review of it,
and the terms in force. Whoever has a temporary approval stands in it from the day that was given
until the last child it names has left, even if the approval itself has run out by then
(decisions.md 29). Asked as at a day and as known at a moment; a fixed number of queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.audit.remembering import remembered
from app.children.models import Placement
from app.core.db import db
from app.people.models import Household, Member, MemberRole, Person, Provider, ProviderKind
from app.people.queries import addresses_of
from app.register import rules
from app.register.models import Approval, ApprovalEnd, Review, TemporaryApproval
from app.register.queries.entries import line_of
from app.register.queries.rooms import rooms
from sufficiency.period import Period
from sufficiency.room import terms_on
from sufficiency.types import Room, Sex

KEPT_CLOSED = 10
"""Years for which a closed entry is kept at least (FSR 2011 reg 32)."""


@dataclass(frozen=True, slots=True)
class Particulars:
    """One entry: the particulars of regulation 31(2), or of 31(3) for a temporary approval."""

    person_id: int
    person_ref: str
    family_name: str
    given_name: str
    born: date | None
    sex: Sex
    household_id: int
    household_ref: str
    household: str
    approved_on: date
    temporary: bool
    reviews: tuple[date, ...] = ()
    terms: str = ""
    address: str | None = None
    protected: bool = False
    closed_on: date | None = None
    closed_how: ApprovalEnd | None = None

    @property
    def name(self) -> str:
        """Given name, then family name."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def key(self) -> tuple[int, int]:
        """Whose entry it is, and for which household."""
        return self.person_id, self.household_id

    def differs_from(self, other: Particulars) -> tuple[str, ...]:
        """Which particulars are not the same in another entry of the same person."""
        words = {
            "address": "address",
            "born": "date of birth",
            "name": "name",
            "sex": "sex",
            "approved_on": "date of approval",
            "temporary": "kind of approval",
            "reviews": "reviews",
            "terms": "terms",
        }
        return tuple(
            said for field, said in words.items() if getattr(self, field) != getattr(other, field)
        )


@remembered
def statutory_register(
    as_at: date, known_at: datetime | None = None, *, closed: bool = False
) -> tuple[Particulars, ...]:
    """Every entry open on a day, by family name; or every entry closed in the ten years before.

    Raises nothing; a particular that nobody recorded is None.
    """
    approved, temporary = _approved(as_at, known_at), _temporary(as_at, known_at)
    entries = list(
        _closed(approved, temporary, as_at) if closed else _open(approved, temporary, as_at)
    )
    found = _with_particulars(entries, as_at, known_at)
    return tuple(
        sorted(found, key=lambda each: (each.family_name, each.given_name, each.person_id))
    )


@dataclass(frozen=True, slots=True)
class Later:
    """What was recorded of an entry after a moment: since added, since removed, or what differs."""

    entry: Particulars
    says: str


def recorded_later(
    then: Collection[Particulars], now: Collection[Particulars]
) -> tuple[Later, ...]:
    """How what was believed differs from what is known now, of the same day; by name."""
    was = {each.key: each for each in then}
    is_now = {each.key: each for each in now}
    found = [Later(each, "not in it then") for key, each in is_now.items() if key not in was]
    found += [Later(each, "in it then, not now") for key, each in was.items() if key not in is_now]
    for key in was.keys() & is_now.keys():
        differs = is_now[key].differs_from(was[key])
        if differs:
            found.append(Later(is_now[key], f"since corrected: {', '.join(differs)}"))
    return tuple(sorted(found, key=lambda each: (each.entry.family_name, each.entry.given_name)))


# ------------------------------------------------------------------------------------- the entries


def _of(row: object, **more: object) -> Particulars:
    taken = {
        name: getattr(row, name)
        for name in (
            "person_id",
            "person_ref",
            "family_name",
            "given_name",
            "born",
            "sex",
            "household_id",
            "household_ref",
            "household",
        )
    }
    return Particulars(**taken, **more)  # type: ignore[arg-type]


WHO = (
    Person.id.label("person_id"),
    Person.ref.label("person_ref"),
    Person.family_name,
    Person.given_name,
    Person.born,
    Person.sex,
    Household.id.label("household_id"),
    Household.ref.label("household_ref"),
    Household.name.label("household"),
)


def _approved(as_at: date, known_at: datetime | None) -> list[Particulars]:
    """Every approval of our own that had begun by a day, ended ones as well."""
    rows = db.session.execute(
        select(
            *WHO,
            Approval.starts_on,
            Approval.ends_on,
            Approval.end_recorded_at,
            Approval.ended_how,
        )
        .join(Approval, Approval.person_id == Person.id)
        .join(Household, Household.id == Approval.household_id)
        .join(Provider, Provider.id == Household.provider_id)
        .where(
            Approval.stands(known_at),
            Approval.starts_on <= as_at,
            Provider.kind == ProviderKind.OWN,
        )
        .order_by(Approval.starts_on, Approval.id)
    )
    return [
        _of(
            row,
            approved_on=row.starts_on,
            temporary=False,
            closed_on=(ends := _as_known(row.ends_on, row.end_recorded_at, known_at)),
            closed_how=row.ended_how if ends else None,
        )
        for row in rows
    ]


def _temporary(as_at: date, known_at: datetime | None) -> list[Particulars]:
    """Every person with a temporary approval that had begun by a day: one entry each household.

    It begins with the first of the household's temporary approvals that is not yet closed on the
    day, and is closed when the last child that they name has left.
    """
    given = db.session.scalars(
        select(TemporaryApproval)
        .join(Household, Household.id == TemporaryApproval.household_id)
        .join(Provider, Provider.id == Household.provider_id)
        .where(
            TemporaryApproval.stands(known_at),
            TemporaryApproval.starts_on <= as_at,
            Provider.kind == ProviderKind.OWN,
        )
        .order_by(TemporaryApproval.starts_on, TemporaryApproval.id)
    ).all()
    homes = sorted({each.household_id for each in given})
    left = _left(given, homes, known_at)
    spans = _spans(given, left, known_at)
    rows = db.session.execute(
        select(*WHO, Member.starts_on, Member.ends_on, Member.end_recorded_at)
        .join(Member, Member.person_id == Person.id)
        .join(Household, Household.id == Member.household_id)
        .where(
            Member.household_id.in_(homes),
            Member.role == MemberRole.CARER,
            Member.stands(known_at),
            Member.starts_on <= as_at,
        )
        .order_by(Member.starts_on, Member.id)
    )
    found = []
    for row in rows:
        gone = _as_known(row.ends_on, row.end_recorded_at, known_at)
        for starts, ends in spans[row.household_id]:
            begins = max(starts, row.starts_on)
            closes = min((day for day in (ends, gone) if day is not None), default=None)
            if begins <= as_at and (closes is None or closes > begins):
                found.append(_of(row, approved_on=begins, temporary=True, closed_on=closes))
    return found


def _left(
    given: Iterable[TemporaryApproval], homes: Collection[int], known_at: datetime | None
) -> Mapping[tuple[int, int], list[tuple[date, date | None]]]:
    """When each child named lived with each household."""
    named = sorted({each.child_id for each in given})
    rows = db.session.execute(
        select(
            Placement.household_id,
            Placement.child_id,
            Placement.starts_on,
            Placement.ends_on,
            Placement.end_recorded_at,
        ).where(
            Placement.household_id.in_(homes),
            Placement.child_id.in_(named),
            Placement.stands(known_at),
        )
    )
    found: dict[tuple[int, int], list[tuple[date, date | None]]] = defaultdict(list)
    for row in rows:
        ends = _as_known(row.ends_on, row.end_recorded_at, known_at)
        found[row.household_id, row.child_id].append((row.starts_on, ends))
    return found


def _spans(
    given: Iterable[TemporaryApproval],
    left: Mapping[tuple[int, int], list[tuple[date, date | None]]],
    known_at: datetime | None,
) -> Mapping[int, list[tuple[date, date | None]]]:
    """The days of each household's temporary entries, those that touch put together."""
    found: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    for each in given:
        lived = [
            ends
            for starts, ends in left.get((each.household_id, each.child_id), ())
            if ends is None or ends > each.starts_on
        ]
        if lived:
            ends = None if None in lived else max(day for day in lived if day is not None)
        else:
            ends = each.end_as_known(known_at) or each.last_day + timedelta(days=1)
        spans = found[each.household_id]
        if spans and (spans[-1][1] is None or spans[-1][1] >= each.starts_on):
            last = spans[-1][1]
            spans[-1] = (spans[-1][0], None if None in (last, ends) else max(last, ends))  # type: ignore[type-var]
        else:
            spans.append((each.starts_on, ends))
    return found


def _open(
    approved: Iterable[Particulars], temporary: Iterable[Particulars], as_at: date
) -> Iterable[Particulars]:
    """Those in force; somebody fully approved has no second entry for a temporary approval."""
    full = [each for each in approved if each.closed_on is None or each.closed_on > as_at]
    known = {each.key for each in full}
    yield from (replace(each, closed_on=None, closed_how=None) for each in full)
    for each in temporary:
        if each.key not in known and (each.closed_on is None or each.closed_on > as_at):
            yield replace(each, closed_on=None)


def _closed(
    approved: Iterable[Particulars], temporary: Iterable[Particulars], as_at: date
) -> Iterable[Particulars]:
    """Those that closed within the years for which they are kept at least."""
    kept_since = date(as_at.year - KEPT_CLOSED, as_at.month, 1)
    approved = list(approved)
    begun = {(each.key, each.approved_on) for each in approved}
    for each in (*approved, *temporary):
        if each.closed_on is None or not kept_since <= each.closed_on <= as_at:
            continue
        if each.temporary and (each.key, each.closed_on) in begun:
            continue  # it did not close: full approval took its place that day
        yield each


# --------------------------------------------------------------------------------- the particulars


def _with_particulars(
    entries: Collection[Particulars], as_at: date, known_at: datetime | None
) -> list[Particulars]:
    homes = sorted({each.household_id for each in entries})
    reviews = _reviews(homes, as_at, known_at)
    room = rooms(homes, around=Period(as_at, as_at + timedelta(days=1)), known_at=known_at)
    addresses = addresses_of(homes, as_at, known_at)
    found = []
    for each in entries:
        lives = addresses.get(each.household_id)
        until = each.closed_on or date.max
        held = [day for day in reviews[each.household_id] if each.approved_on <= day <= until]
        found.append(
            replace(
                each,
                reviews=() if each.temporary else tuple(held),
                terms="" if each.closed_on else _terms(room.get(each.household_id), each, as_at),
                address=f"{lives.line}, {lives.postcode}" if lives else None,
                protected=lives is not None and lives.protected,
            )
        )
    return found


def _reviews(
    homes: Collection[int], as_at: date, known_at: datetime | None
) -> Mapping[int, list[date]]:
    rows = db.session.execute(
        select(Review.household_id, Review.held_on)
        .where(Review.household_id.in_(homes), Review.stands(known_at), Review.held_on <= as_at)
        .order_by(Review.held_on, Review.id)
    )
    found: dict[int, list[date]] = defaultdict(list)
    for row in rows:
        found[row.household_id].append(row.held_on)
    return found


def _terms(room: Room | None, entry: Particulars, as_at: date) -> str:
    """The terms in force in words; of a temporary approval, whom it names."""
    if room is None:
        return "Not recorded"
    in_force = None if entry.temporary else terms_on(room, as_at)
    if in_force is not None:
        return rules.terms_in_words(in_force.overall, [line_of(each) for each in in_force.criteria])
    if entry.temporary:
        named = sum(period.contains(as_at) for _, period in room.temporary)
        if not named:
            return "Temporary approval has run out; a child it named is still here"
        return f"Temporary, {named} named {'child' if named == 1 else 'children'} (regulation 24)"
    return "Not recorded"


def _as_known(day: date | None, told_at: datetime | None, known_at: datetime | None) -> date | None:
    """A day, if the record had been told of it by then."""
    return None if known_at is not None and told_at is not None and told_at > known_at else day
