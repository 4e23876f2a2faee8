"""The record as a system is told it: who and what, by its own keys, and never where."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.api import feed
from app.api.admitting import Caller
from app.api.problems import not_here
from app.api.rules import OURS, THEIR_ID
from app.api.shapes import (
    CODED,
    AvailabilityOut,
    ChildOut,
    JudgedOut,
    LegalStatusOut,
    Named,
    NamedHome,
    OfferOut,
    PlacementOut,
    ReferralOut,
    SentOut,
    UnavailableOut,
)
from app.audit.looks import looked
from app.children.models import Child, LegalStatus, Placement, Referral
from app.commissioning.models import Offer, Profile, Sending
from app.commissioning.queries import referrals as out
from app.core.columns import Kept
from app.core.db import db
from app.core.reader import shut
from app.core.today import today
from app.exchange.matching_up import keyed
from app.oversight import standing
from app.people.models import Household, Provider, ProviderKind
from app.register import queries as register
from app.register.models import Hold, NotAvailable, Unavailability
from sufficiency.period import Period
from sufficiency.room import places_left

DAY = timedelta(days=1)


def record_named(kind: Any, table: str, system: str, key: str, caller: Caller) -> Any:
    """The record that an address names: by the caller's own key, or by our own id under “hearth”.
    Problem (404): there is none, or none that a system may see; another system's keys are nobody's.
    """
    found = None
    if not THEIR_ID.fullmatch(key):
        raise not_here()
    if system == OURS:
        found = db.session.scalar(select(kind).where(kind.ref == key))
    elif system == caller.key:
        number = keyed(system, table, key)
        found = db.session.scalar(select(kind).where(kind.id == number)) if number else None
    if found is None:
        raise not_here()
    return found


def children(ids: Sequence[int], caller: Caller) -> list[ChildOut]:
    """These children, as they are known today; a look at each."""
    rows = db.session.scalars(
        select(Child).where(Child.id.in_(ids)).options(joinedload(Child.person))
    ).unique()
    found = {child.id: child for child in rows}
    statuses = _statuses(found, today())
    own = feed.keys(caller.key, "child", found)
    _look((f"child:{number}" for number in found), "children", caller)
    return [_child(found[number], statuses, own) for number in ids if number in found]


def _statuses(ids: Collection[int], day: date) -> dict[int, LegalStatus]:
    rows = db.session.scalars(
        select(LegalStatus)
        .where(LegalStatus.child_id.in_(ids), LegalStatus.in_force(day))
        .order_by(LegalStatus.starts_on, LegalStatus.id)
    )
    return {row.child_id: row for row in rows}


def _child(child: Child, statuses: dict[int, LegalStatus], own: dict[int, str]) -> ChildOut:
    status, person = statuses.get(child.id), child.person
    return ChildOut(
        id=child.ref,
        key=own.get(child.id),
        given_name=person.given_name,
        family_name=person.family_name,
        born=person.born,
        sex=person.sex,
        ethnicity=child.ethnicity,
        upn=child.upn,
        responsible_authority=child.responsible_authority,
        legal_status=LegalStatusOut(
            code=status.status, need=status.need, starts_on=status.starts_on
        )
        if status is not None
        else None,
        recorded_in_error=child.voided_at is not None,
    )


def placements(ids: Sequence[int], caller: Caller) -> list[PlacementOut]:
    """These placements; a look at each child's."""
    rows = db.session.scalars(
        select(Placement)
        .where(Placement.id.in_(ids))
        .options(
            joinedload(Placement.child).joinedload(Child.person), joinedload(Placement.setting)
        )
    ).unique()
    found = {row.id: row for row in rows}
    homes = _homes({row.household_id for row in found.values() if row.household_id is not None})
    own = feed.keys(caller.key, "placement", found)
    whose = feed.keys(caller.key, "child", {row.child_id for row in found.values()})
    named = feed.keys(caller.key, "household", homes)
    _look((f"child:{row.child_id}" for row in found.values()), "placements", caller)
    return [
        _placement(found[number], homes, own, whose, named) for number in ids if number in found
    ]


def _homes(ids: Collection[int]) -> dict[int, Household]:
    if not ids:
        return {}
    rows = db.session.scalars(select(Household).where(Household.id.in_(ids))).unique()
    return {row.id: row for row in rows}


def _placement(
    row: Placement,
    homes: dict[int, Household],
    own: dict[int, str],
    whose: dict[int, str],
    named: dict[int, str],
) -> PlacementOut:
    home = homes.get(row.household_id) if row.household_id is not None else None
    return PlacementOut(
        id=row.ref,
        key=own.get(row.id),
        child=Named(id=row.child.ref, key=whose.get(row.child_id)),
        place=row.place,
        place_provider=row.place_provider,
        kind=row.kind,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        ended_because=row.ended_because,
        expected_end=row.expected_end,
        temporary=row.temporary,
        household=NamedHome(id=home.ref, key=named.get(home.id), name=home.name)
        if home is not None
        else None,
        setting=NamedHome(id=row.setting.ref, name=row.setting.name)
        if row.setting is not None
        else None,
        urn=row.urn,
        area_authority=row.authority_code,
        decided_here=row.decided_here,
        recorded_in_error=row.voided_at is not None,
    )


def judged(child_id: int) -> JudgedOut | None:
    """What the record says today of where a child lives; nothing of a record that is restricted."""
    if child_id in shut().children:
        return None
    found = standing.basis(child_id, today())
    return JudgedOut(
        basis=found.kind.value,
        verdict=found.verdict.value,
        faults=[str(each) for each in found.breaches],
    )


# ---------------------------------------------------------------------------------------- referrals


def referrals(ids: Sequence[int], caller: Caller) -> list[ReferralOut]:
    """These referrals; a look at each, and at its children."""
    rows = db.session.scalars(
        select(Referral).where(Referral.id.in_(ids)).options(selectinload(Referral.children))
    )
    found = {row.id: row for row in rows}
    own = feed.keys(caller.key, "referral", found)
    those = {child.id for row in found.values() for child in row.children}
    whose = feed.keys(caller.key, "child", those)
    _look(
        [f"referral:{number}" for number in found] + [f"child:{number}" for number in those],
        "referrals",
        caller,
    )
    return [_referral(found[number], own, whose) for number in ids if number in found]


def coded(answers: Mapping[str, Any] | None) -> dict[str, Any]:
    """What a system is told of a referral's answers: codes, and nothing that somebody typed."""
    return {name: said for name, said in (answers or {}).items() if name in CODED}


def _referral(row: Referral, own: dict[int, str], whose: dict[int, str]) -> ReferralOut:
    return ReferralOut(
        id=row.ref,
        key=own.get(row.id),
        children=[Named(id=child.ref, key=whose.get(child.id)) for child in row.children],
        opened_on=row.opened_on,
        needed_on=row.needed_on,
        until=row.until,
        kind=row.kind,
        together=row.together,
        max_miles=row.max_miles,
        answers=coded(row.answers),
        closed_on=row.closed_on,
        outcome=row.outcome.value if row.outcome else None,
        recorded_in_error=row.voided_at is not None,
    )


# ------------------------------------------------------------------------------------------- offers


def sent(ids: Sequence[int], caller: Caller) -> list[SentOut]:
    """These referrals as they were sent to a provider each."""
    rows = db.session.scalars(
        select(Sending).where(Sending.id.in_(ids)).options(joinedload(Sending.provider))
    ).unique()
    found = {row.id: row for row in rows}
    about = _referrals_of(row.referral_id for row in found.values())
    profiles = {
        row.id: row
        for row in db.session.scalars(
            select(Profile).where(Profile.id.in_({row.profile_id for row in found.values()}))
        ).unique()
    }
    own = feed.keys(caller.key, "referral", about)
    _look((f"referral:{number}" for number in about), "sent", caller)
    return [
        SentOut(
            id=row.ref,
            referral=Named(id=about[row.referral_id].ref, key=own.get(row.referral_id)),
            provider=NamedHome(id=row.provider.ref, name=row.provider.name),
            service=row.service.value,
            answer_by=row.answer_by,
            sent_at=row.recorded_at,
            state=out.state_of(row, today()).value,
            profile={
                section: str(words) for section, words in profiles[row.profile_id].words.items()
            }
            if row.profile_id in profiles
            else {},
        )
        for row in (found[number] for number in ids if number in found)
        if row.referral_id in about
    ]


def offers(ids: Sequence[int], caller: Caller) -> list[OfferOut]:
    """These offers."""
    rows = db.session.scalars(
        select(Offer)
        .where(Offer.id.in_(ids))
        .options(joinedload(Offer.provider), joinedload(Offer.referral))
    ).unique()
    found = {row.id: row for row in rows}
    own = feed.keys(caller.key, "referral", {row.referral_id for row in found.values()})
    answers = dict(
        db.session.execute(
            select(Sending.id, Sending.ref).where(
                Sending.id.in_({row.sending_id for row in found.values()})
            )
        ).all()
    )
    _look((f"referral:{row.referral_id}" for row in found.values()), "offers", caller)
    return [
        OfferOut(
            id=row.ref,
            referral=Named(id=row.referral.ref, key=own.get(row.referral_id)),
            sent=answers.get(row.sending_id, ""),
            provider=NamedHome(id=row.provider.ref, name=row.provider.name),
            provider_urn=row.provider.urn,
            service=row.service.value,
            weekly_pounds=row.weekly_pounds,
            from_on=row.from_on,
            good_until=row.good_until,
            area_authority=row.authority_code,
            ended_on=row.ended_on,
            ended_how=row.ended_how,
        )
        for row in (found[number] for number in ids if number in found)
    ]


def _referrals_of(ids: Any) -> dict[int, Referral]:
    rows = db.session.scalars(select(Referral).where(Referral.id.in_(set(ids))))
    return {row.id: row for row in rows}


# ------------------------------------------------------------------------------------- availability


def availability(
    after: int, limit: int, caller: Caller
) -> tuple[list[AvailabilityOut], int | None]:
    """Our own approved homes after this id, with their places today, and the last id if there are
    more."""
    day = today()
    rows = list(
        db.session.scalars(
            select(Household)
            .join(Provider, Provider.id == Household.provider_id)
            .where(Provider.kind == ProviderKind.OWN, Household.stands(), Household.id > after)
            .order_by(Household.id)
            .limit(limit + 1)
        ).unique()
    )
    here = rows[:limit]
    ids = [row.id for row in here]
    rooms = register.rooms(ids, around=Period(day, day + DAY))
    gone = _unavailable(ids, day)
    held = _on_hold(ids, day)
    named = feed.keys(caller.key, "household", ids)
    own = feed.keys(
        caller.key, "unavailability", [each.id for some in gone.values() for each in some]
    )
    told = [
        AvailabilityOut(
            household=NamedHome(id=row.ref, key=named.get(row.id), name=row.name),
            places_left=places_left(rooms[row.id], day),
            on_hold=row.id in held,
            unavailable=[_gone(each, own) for each in gone.get(row.id, [])],
        )
        for row in here
        if any(period.contains(day) for period in rooms[row.id].approved)
    ]
    return told, ids[-1] if len(rows) > limit else None


def _on_hold(ids: Sequence[int], day: date) -> set[int]:
    return set(
        db.session.scalars(
            select(Hold.household_id).where(Hold.household_id.in_(ids), Hold.in_force(day))
        )
    )


def _unavailable(ids: Sequence[int], day: date) -> dict[int, list[Unavailability]]:
    found: dict[int, list[Unavailability]] = {}
    for row in db.session.scalars(
        select(Unavailability)
        .where(Unavailability.household_id.in_(ids), Unavailability.in_force(day))
        .order_by(Unavailability.id)
    ):
        found.setdefault(row.household_id, []).append(row)
    return found


def _gone(row: Unavailability, own: dict[int, str]) -> UnavailableOut:
    """Why, but not that carers are looked into: no system is told that."""
    hidden = row.reason is NotAvailable.INVESTIGATION
    return UnavailableOut(
        key=own.get(row.id),
        places=row.places,
        reason=None if hidden else row.reason,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
    )


def _look(subjects: Any, what: str, caller: Caller) -> None:
    looked(subjects, Kept.CHILD, f"system: {what}", by=caller.by)
