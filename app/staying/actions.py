"""Stays arranged, staying put begun and ended, a parent alongside, a placement that bridges."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from app.audit.act import Actor, act
from app.children import actions as children
from app.children import queries as kept
from app.children.codes import Rec
from app.children.kinds import Basis
from app.children.models import Child, LegalStatus, Placement
from app.core.db import db, take
from app.core.succession import begin, open_row
from app.core.today import today
from app.people import actions as people
from app.people.actions import claim_room, refuse_if
from app.people.models import Household, MemberRole
from app.people.queries import member_of
from app.people.rules import record_breach
from app.register import actions as register
from app.register import queries as rooms
from app.register import rules as room_rules
from app.register.models import NotAvailable, Unavailability
from app.statute.breach import Breach
from app.staying import queries, rules
from app.staying.kinds import BridgesTo, StayedUntil, StayFor, Wish
from app.staying.models import Bridge, ParentAlongside, StayingPut, StayingPutAsked
from sufficiency.period import Period
from sufficiency.types import Kind

DAY = timedelta(days=1)


# ------------------------------------------------------------------------------------- stays


@act("Arranged a stay with other carers")
def arrange_stay(
    child: Child,
    household: Household,
    *,
    why: StayFor,
    starts_on: date,
    ends_on: date,
    by: Actor,
) -> Placement:
    """A child stays with other carers for some nights; `ends_on` is the day of going back.

    The main placement goes on. Room is checked with the household locked, on every one of the
    days; RuleBroken with every reason.
    """
    claim_room(household)
    if ends_on <= starts_on:
        refuse_if([record_breach("The day of going back comes after the first.", "ends_on")])
    period = Period(starts_on, ends_on)
    room = rooms.rooms({household.id}, around=period)[household.id]
    siblings = kept.siblings_among({int(one.child.id) for one in room.claims} | {child.id})
    kind, short = queries.room_to_stay(room, child, period, why, siblings)
    refuse_if(
        _not_past(starts_on)
        + stay_breaches(child, household, period, why)
        + [room_rules.breach_of(each) for each in short if each.standing != "standard"]
    )
    place = rules.code_for(why)
    beside = rules.is_beside(why)
    placement: Placement = children.record_placement(
        child,
        place=place,
        place_provider=None if beside else children.PROVIDED_BY[household.provider.kind],
        basis=Basis.FOSTER,
        kind=Kind.SHORT_BREAK if why is StayFor.SHORT_BREAK else kind,
        household=household,
        starts_on=starts_on,
        ends_on=ends_on,
        temporary=beside,
        decided_here=True,
        by=by,
    )
    return placement


def _not_past(starts_on: date) -> list[Breach]:
    if starts_on >= today():
        return []
    says = "This day has passed. Record what happened on the child’s page instead."
    return [record_breach(says, "starts_on")]


def stay_breaches(child: Child, household: Household, period: Period, why: StayFor) -> list[Breach]:
    """Why this child may not stay with them on all of these days: all of it that is not room."""
    return rules.stay_breaches(_asked(child, household, period, why))


def _asked(child: Child, household: Household, period: Period, why: StayFor) -> rules.AskedStay:
    lived, status = queries.lived_and_status(child, period.starts)
    periods = [(each, each.period()) for each in lived]
    held = [(each, period_) for each, period_ in periods if period_ is not None]
    main = [
        each
        for each, its in held
        if not each.temporary
        and its.contains(period.starts)
        and (its.ends is None or (period.ends is not None and its.ends >= period.ends))
    ]
    ends = period.ends or period.starts
    asked = rules.AskedStay(
        why,
        period,
        status.status if status is not None else None,
        lives_there=any(each.household_id == household.id for each in main),
        has_main=bool(main),
        overlaps=any(
            its.overlaps(period) for each, its in held if each.temporary or queries.is_break(each)
        ),
    )
    return replace(
        asked,
        holidays=rules.within_a_year(
            (its for each, its in held if each.place is rules.code_for(StayFor.CARERS_AWAY)), ends
        ),
        breaks=rules.within_a_year((its for each, its in held if queries.is_break(each)), ends),
    )


# ------------------------------------------------------------------------------- staying put


@act("Recorded what both wish of staying put")
def record_wishes(
    child: Child,
    *,
    asked_on: date,
    young_person: Wish,
    carers: Wish,
    words: str = "",
    by: Actor,
) -> StayingPutAsked:
    """Asked before the eighteenth birthday; asked again, the last word counts. What they come to on
    the day is recorded then."""
    refuse_if(
        rules.asking_breaches(
            born=child.person.born,
            fostered=queries.fostered_until(child, today() + DAY) is not None,
            asked_on=asked_on,
            today=today(),
        )
    )
    row = StayingPutAsked(
        child_id=child.id,
        asked_on=asked_on,
        young_person=young_person,
        carers=carers,
        words=words.strip(),
    )
    db.session.add(row)
    db.session.flush()
    return row


@act("Recorded that somebody stays put at eighteen")
def begin_staying_put(child: Child, *, places: int, agreed: str = "", by: Actor) -> StayingPut:
    """On the eighteenth birthday the placement ends and the young person stays on as an adult.

    Legal status and placement end on that day (the return's E17); they belong to the household as
    an adult, whose checks are due, and `places` (0 or 1) are not available while they stay.
    """
    born = child.person.born
    placement = queries.fostered_until(child, rules.eighteenth(born)) if born is not None else None
    refuse_if(
        rules.staying_put_breaches(
            born=born,
            fostered_until_then=placement is not None,
            recorded_already=queries.staying_put_of(child.id) is not None,
            places=places,
            today=today(),
        )
    )
    if born is None or placement is None:
        raise ValueError("refused above")
    day = rules.eighteenth(born)
    household = db.session.get_one(Household, placement.household_id)
    claim_room(household)
    status = open_row(LegalStatus, child_id=child.id)
    if status is not None:
        children.end_legal_status(status, on=day, because=Rec.E17, by=by)
    for each in children.open_placements(child):
        children.end_placement(each, on=max(day, each.starts_on), by=by)
    people.join_household(household, child.person, role=MemberRole.ADULT, starts_on=day, by=by)
    gone: Unavailability | None = None
    if places:
        gone = register.make_unavailable(
            household, places=places, reason=NotAvailable.STAYING_PUT, starts_on=day, by=by
        )
    return begin(
        StayingPut(
            child_id=child.id,
            household_id=household.id,
            unavailability_id=gone.id if gone is not None else None,
            agreed=agreed.strip(),
            starts_on=day,
        )
    )


@act("Recorded that staying put ended")
def end_staying_put(row: StayingPut, *, on: date, because: StayedUntil, by: Actor) -> StayingPut:
    """They no longer live there: the household is without them, and the place can be offered."""
    take(row)
    refuse_if(rules.ending_stay_put_breaches(row.starts_on, row.ends_on, on))
    if on > today():
        refuse_if([record_breach("Give the day they left: today or before.", "on")])
    claim_room(row.household)
    row.end(on)
    row.ended_because = because
    member = member_of(row.household_id, row.child.person_id)
    if member is not None:
        people.leave_household(member, on=on, by=by)
    gone = db.session.get(Unavailability, row.unavailability_id) if row.unavailability_id else None
    if gone is not None and gone.ends_on is None:
        register.make_available(gone, on=on, by=by)
    return row


# --------------------------------------------------------------------- a parent, and a bridge


@act("Recorded a parent who lives there too")
def add_parent(
    placement: Placement,
    *,
    given_name: str,
    family_name: str,
    born: date | None,
    sex: object,
    starts_on: date,
    same: bool | None = None,
    by: Actor,
) -> ParentAlongside:
    """A grown-up parent lives in the foster home with the child: they need a bed and checks, and
    count for no limit on children."""
    refuse_if(
        rules.parent_breaches(
            born=born,
            with_household=placement.household_id is not None,
            placed_on=placement.starts_on,
            ended_on=placement.ends_on,
            starts_on=starts_on,
            today=today(),
        )
    )
    household = db.session.get_one(Household, placement.household_id)
    member = people.add_member(
        household,
        role=MemberRole.ADULT,
        starts_on=starts_on,
        same=same,
        given_name=given_name,
        family_name=family_name,
        born=born,
        sex=sex,
        by=by,
    )
    return begin(
        ParentAlongside(
            placement_id=placement.id,
            child_id=placement.child_id,
            household_id=household.id,
            person_id=member.person_id,
            starts_on=starts_on,
        )
    )


@act("Recorded that a parent no longer lives there")
def end_parent(row: ParentAlongside, *, on: date, by: Actor) -> ParentAlongside:
    """The parent left the foster home; whether the child did is a matter of the placement."""
    refuse_if(rules.ending_stay_put_breaches(row.starts_on, row.ends_on, on))
    row.end(on)
    member = member_of(row.household_id, row.person_id)
    if member is not None:
        people.leave_household(member, on=on, by=by)
    return row


@act("Recorded to what a placement bridges")
def set_bridge(placement: Placement, *, moves_to: BridgesTo, move_by: date, by: Actor) -> Bridge:
    """A placement is meant to last only until another home is ready; it takes over what was said
    before."""
    refuse_if(rules.bridge_breaches(placement.starts_on, placement.ends_on, move_by))
    row = Bridge(
        placement_id=placement.id,
        child_id=placement.child_id,
        moves_to=moves_to,
        move_by=move_by,
    )
    db.session.add(row)
    db.session.flush()
    return row
