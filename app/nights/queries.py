"""Who can take a child tonight, whom to ring besides, what was signed out, and past nights."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from app.audit.remembering import remembered
from app.children.models import LegalStatus, Placement
from app.core.db import db
from app.links.models import OneTimeLink
from app.nights import rules
from app.nights.models import DutyNumber, NightRecord, NightSheet, NightWord
from app.people.models import Address, Household, Member, MemberRole, Provider, ProviderKind
from app.register import queries as register
from sufficiency.period import Period

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Home:
    """A home to ring tonight: no address; whoever is sent there is told it by the carers."""

    household_id: int
    ref: str
    name: str
    carers: tuple[tuple[str, str], ...]
    """Each carer's name and telephone."""
    near: str
    ready: rules.Ready
    said: bool | None
    """What they said of tonight; None: they were not asked."""


@dataclass(frozen=True, slots=True)
class Tonight:
    """The sheet of one night."""

    night: date
    homes: tuple[Home, ...]
    said_no: tuple[tuple[str, str], ...]
    """Homes with room who said no: reference and name."""
    agencies: tuple[DutyNumber, ...]


def tonight(night: date) -> Tonight:
    """Own carers with room on a night, in the order to ring them, and agencies' duty numbers."""
    found = _ready(night, register.beds_held())[0]
    words = words_of(night)
    homes = _homes(found, night)
    order = [id_ for id_ in rules.in_order(found, words) if id_ in homes]
    carers, near = _carers(order, night), _near(order, night)
    return Tonight(
        night,
        tuple(
            Home(
                id_,
                homes[id_].ref,
                homes[id_].name,
                tuple(carers[id_]),
                near.get(id_, ""),
                found[id_],
                words.get(id_),
            )
            for id_ in order
        ),
        tuple(
            (homes[id_].ref, homes[id_].name) for id_ in sorted(homes) if words.get(id_) is False
        ),
        tuple(duty_numbers(night)),
    )


@remembered
def _ready(night: date, _held: tuple[int, ...]) -> tuple[Mapping[int, rules.Ready]]:
    """The households with room on a night, by id; `_held` are the beds that are held just now."""
    rooms = register.rooms(None, around=Period(night, night + DAY))
    ready = {id_: rules.ready_on(room, night) for id_, room in rooms.items()}
    return ({id_: each for id_, each in ready.items() if each is not None},)


def _homes(found: Collection[int], night: date) -> dict[int, Household]:
    rows = db.session.scalars(
        select(Household)
        .join(Provider, Provider.id == Household.provider_id)
        .where(
            Household.id.in_(sorted(found)),
            Household.stands(),
            Provider.kind == ProviderKind.OWN,
        )
    ).unique()
    return {row.id: row for row in rows}


def _carers(ids: Collection[int], night: date) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for member in db.session.scalars(
        select(Member)
        .where(
            Member.household_id.in_(sorted(ids)),
            Member.role == MemberRole.CARER,
            Member.in_force(night),
        )
        .order_by(Member.id)
    ).unique():
        found[member.household_id].append((member.person.name, member.person.phone or ""))
    return found


def _near(ids: Collection[int], night: date) -> dict[int, str]:
    """Where a home is, as far as is told at night: the first half of its postcode, or nothing."""
    rows = db.session.execute(
        select(Address.household_id, Address.postcode, Address.protected).where(
            Address.household_id.in_(sorted(ids)), Address.in_force(night)
        )
    )
    return {
        row.household_id: "" if row.protected else row.postcode.partition(" ")[0] for row in rows
    }


def words_of(night: date) -> dict[int, bool]:
    """What each home said last of one night."""
    rows = db.session.execute(
        select(NightWord.household_id, NightWord.ready)
        .where(NightWord.night_of == night, NightWord.stands())
        .order_by(NightWord.id)
    )
    return {row.household_id: row.ready for row in rows}


def duty_numbers(day: date) -> Sequence[DutyNumber]:
    """Agencies and services that answer at night."""
    return db.session.scalars(
        select(DutyNumber).where(DutyNumber.in_force(day)).order_by(DutyNumber.agency)
    ).all()


def duty_number_by_ref(ref: str) -> DutyNumber | None:
    """The number with this public id."""
    return db.session.scalar(select(DutyNumber).where(DutyNumber.ref == ref, DutyNumber.stands()))


def sheets(since: date) -> Sequence[NightSheet]:
    """Sheets signed out for nights since a day, the latest first."""
    return (
        db.session.scalars(
            select(NightSheet)
            .where(NightSheet.night_of >= since, NightSheet.stands())
            .order_by(NightSheet.id.desc())
        )
        .unique()
        .all()
    )


def sheet_by_ref(ref: str) -> NightSheet | None:
    """The sheet with this public id."""
    return db.session.scalar(select(NightSheet).where(NightSheet.ref == ref, NightSheet.stands()))


def sheet_of(link: OneTimeLink) -> NightSheet | None:
    """The sheet that a link opens."""
    return db.session.scalar(
        select(NightSheet).where(NightSheet.link_id == link.id, NightSheet.stands())
    )


# ------------------------------------------------------------------------------- the morning after


@dataclass(frozen=True, slots=True)
class Night:
    """What was done on a night, and with whom the child was placed."""

    record: NightRecord
    placement: Placement
    household: Household | None
    has_status: bool
    """A legal status of the child was in force on that day."""


def nights(since: date) -> list[Night]:
    """What was done on nights since a day, the latest first."""
    rows = db.session.execute(
        select(NightRecord, Placement, Household)
        .join(Placement, Placement.id == NightRecord.placement_id)
        .outerjoin(Household, Household.id == Placement.household_id)
        .where(NightRecord.stands(), Placement.starts_on >= since)
        .order_by(NightRecord.happened_at.desc())
    ).unique()
    found = list(rows)
    known = _with_status({record.child_id: placement.starts_on for record, placement, _ in found})
    return [
        Night(record, placement, home, record.child_id in known)
        for record, placement, home in found
    ]


def _with_status(days: Mapping[int, date]) -> set[int]:
    """Those of these children who were looked after on their day."""
    if not days:
        return set()
    return {
        row.child_id
        for row in db.session.scalars(
            select(LegalStatus).where(
                LegalStatus.child_id.in_(sorted(days)),
                LegalStatus.in_force_during(min(days.values()), None),
            )
        )
        if row.held_on(days[row.child_id])
    }


def night_by_ref(ref: str) -> Night | None:
    """The night with this public id."""
    found = db.session.scalar(
        select(NightRecord).where(NightRecord.ref == ref, NightRecord.stands())
    )
    if found is None:
        return None
    placement = db.session.get_one(Placement, found.placement_id)
    home = (
        db.session.get(Household, placement.household_id)
        if placement.household_id is not None
        else None
    )
    known = _with_status({found.child_id: placement.starts_on})
    return Night(found, placement, home, bool(known))


def missing_of(night: Night) -> list[str]:
    """What the record still lacks of a child who was placed at night, to be asked this morning."""
    child = night.record.child
    found = []
    if child.person.born is None:
        found.append("Date of birth: what is lawful depends on it")
    if not night.has_status:
        found.append("Legal status: under what power the child is looked after")
    if child.worker_id is None:
        found.append("The child’s social worker")
    if not night.record.wishes:
        found.append("What the child wishes and feels")
    if night.placement.authority_code is None:
        found.append("Where the home is: without it nobody knows whose area it is")
    return found
