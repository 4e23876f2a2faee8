"""Children, told: who came, under which status, where they lived, and how it ended."""

from __future__ import annotations

from datetime import date
from itertools import combinations

from app.audit.act import Actor, act
from app.children import actions as children
from app.children.codes import Ls, Place, Rec
from app.children.kinds import ApprovalNeeded, TogetherOrApart
from app.children.models import Child, LegalStatus, Placement
from app.core.succession import open_row
from app.demo import ground, staff
from app.demo.chronicle.told import MATCHED_SINCE, Rank, Somebody, Told
from app.demo.homes import PlannedHome, Stay
from app.demo.lives import Brood, Life
from app.people import actions as people
from app.register import actions as register

TEMPORARY = (Place.T0, Place.T1, Place.T2, Place.T3, Place.T4)

DECIDES = {
    ApprovalNeeded.OUT_OF_AREA: "Nora Fairfax",
    ApprovalNeeded.WITH_PARENT: "Nora Fairfax",
    ApprovalNeeded.AT_A_DISTANCE: "Diana Croft",
    ApprovalNeeded.UNREGISTERED: "Diana Croft",
}
"""Who decides what the law gives to a nominated officer, and what to the director."""


def plan_life(told: Told, life: Life) -> None:
    """A child from coming to leaving: statuses, placements, stays."""
    told.on(life.starts, Rank.CHILDREN, _comes, told, life)
    for status, since in life.statuses[1:]:
        if life.ends is None or since < life.ends:
            told.on(since, Rank.STATUSES, _status, told, life, status, since)
    if life.ends is not None:
        told.on(life.ends, Rank.LEAVING, _no_longer, told, life, life.ends)
    for stay in told.county.stays[life]:
        told.on(stay.starts, Rank.ARRIVING, _arrives, told, stay)
        if stay.ends is not None:
            told.on(stay.ends, Rank.LEAVING, _departs, told, stay, stay.ends)


def _comes(told: Told, life: Life) -> None:
    told.children[life] = _add_child(told, life, by=told.officer)


def _status(told: Told, life: Life, status: Ls, since: date) -> None:
    children.begin_legal_status(
        told.children[life], status=status, starts_on=since, by=told.officer
    )


def _no_longer(told: Told, life: Life, day: date) -> None:
    status = open_row(LegalStatus, child_id=told.children[life].id)
    if status is not None:
        because = life.because or Rec.E8
        children.end_legal_status(status, on=day, because=because, by=told.officer)


def brothers_and_sisters(told: Told, brood: Brood, came: date) -> None:
    """Who are brothers and sisters, and whether they are to be together."""
    _link(told, brood, came, by=told.officer)


def _arrives(told: Told, stay: Stay) -> None:
    told.placements[stay] = _place(told, stay, by=told.officer)


def _departs(told: Told, stay: Stay, day: date) -> None:
    placement = told.placements[stay]
    if placement.ends_on is None:
        children.end_placement(placement, on=day, because=stay.because, by=told.officer)


@act("Recorded a child who came to be looked after")
def _add_child(told: Told, life: Life, *, by: Actor) -> Child:
    """Who the child is, where the family lives, the first legal status, the school."""
    person = people.add_person(
        given_name=life.given, family_name=life.family, born=life.born, sex=life.sex, by=by
    )
    worker = staff.CHILDRENS_WORKERS[sum(map(ord, life.family)) % len(staff.CHILDRENS_WORKERS)]
    ours = life.authority == ground.HEREFORDSHIRE
    child: Child = children.add_child(
        person=person,
        responsible_authority=life.authority,
        ethnicity=life.ethnicity,
        worker=told.users[worker] if ours else None,
        by=by,
    )
    if life.brood.home is not None:
        children.set_family_home(
            child, postcode=life.brood.home.postcode, starts_on=life.starts, by=by
        )
    if life.statuses:
        children.begin_legal_status(
            child, status=life.statuses[0][0], need=life.need, starts_on=life.starts, by=by
        )
    if life.school and life.school_point and (life.ends is None or life.ends > MATCHED_SINCE):
        children.set_school(
            child,
            school=life.school,
            postcode=life.school_point.postcode,
            starts_on=life.starts,
            by=by,
        )
    return child


@act("Recorded brothers and sisters")
def _link(told: Told, brood: Brood, came: date, *, by: Actor) -> None:
    """Each is a brother or sister of each, and whether they are to be together."""
    plan = TogetherOrApart.TOGETHER if brood.together else TogetherOrApart.APART
    why = brood.why or "Assessed together; close, and asking to stay together."
    for one, other in combinations(brood.lives, 2):
        pair = told.children[one], told.children[other]
        children.link_siblings(*pair, kind=brood.kind, sureness=brood.sureness, by=by)
        if came > MATCHED_SINCE or not brood.together:
            children.plan_siblings(*pair, plan=plan, why=why, starts_on=came, by=by)


@act("Recorded a placement")
def _place(told: Told, stay: Stay, *, by: Actor) -> Placement:
    """Where the child lives from this day, the decisions it needed, and the bedroom."""
    child = told.children[stay.life]
    household = told.households[stay.home] if stay.home else None
    placement: Placement = children.record_placement(
        child,
        place=stay.place,
        starts_on=stay.starts,
        place_provider=stay.provider,
        basis=stay.basis,
        kind=stay.kind,
        household=household,
        setting=told.settings[stay.site] if stay.site else None,
        urn=stay.urn,
        postcode=stay.point.postcode if stay.point else None,
        expected_end=stay.expected_end,
        by=by,
    )
    for what, day in stay.decisions:
        who = told.users[DECIDES[what]]
        children.record_placement_approval(
            placement,
            what=what,
            decided_on=day,
            decided_by=who.name,
            decided_by_user=who,
            by=Somebody(who.id, who.name),
        )
    if stay.home is not None and stay.bedroom is not None and _sleeps_there_now(stay):
        _give_bedroom(told, stay, stay.home, stay.bedroom, by)
    return placement


def _sleeps_there_now(stay: Stay) -> bool:
    """Bedrooms are recorded of those who live there today."""
    return stay.ends is None and stay.bedroom is not None and stay.place not in TEMPORARY


def _give_bedroom(told: Told, stay: Stay, home: PlannedHome, number: int, by: Actor) -> None:
    """The bedroom, and the agreement to share it with whoever sleeps there already."""
    child = told.children[stay.life]
    sharing = [
        other
        for other in home.stays
        if other is not stay
        and other.bedroom == number
        and _sleeps_there_now(other)
        and other in told.placements
    ]
    for other in sharing:
        register.agree_sharing(
            told.households[home],
            child=child,
            with_child=told.children[other.life],
            agreed_by="Each child's social worker and the team manager",
            starts_on=stay.starts,
            by=by,
        )
    bedroom = told.bedrooms[home][number]
    people.sleep_in(bedroom, child.person, starts_on=stay.starts, by=by)
