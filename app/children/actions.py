"""Changes to the record of children. Each is an act; each gives back what it wrote.

What happened is never refused, only judged; what cannot be is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, select

from app.accounts.models import User
from app.audit.act import Actor, act
from app.children import rules
from app.children.codes import (
    Ls,
    Place,
    PlaceChange,
    PlaceProvider,
    Rec,
    is_temporary,
)
from app.children.kinds import (
    ApprovalNeeded,
    AwayKind,
    Basis,
    GroundKind,
    LibertyKind,
    Outcome,
    Regulator,
    SettingKind,
    SiblingKind,
    Sureness,
    TogetherOrApart,
)
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
    PlacementGround,
    Referral,
    ReferralChild,
    Registration,
    Schooling,
    Setting,
    SiblingLink,
    SiblingPlan,
    SocialWorkerVisit,
)
from app.core.dated import put_together_once
from app.core.db import db
from app.core.errors import RuleBroken
from app.core.forms import tidy_postcode
from app.core.succession import begin, open_row
from app.core.today import today
from app.people.actions import add_person, claim_room
from app.people.models import Address, Household, Person, ProviderKind
from app.people.places import point_of
from app.people.rules import ending_breaches, record_breach, takes_over_breaches
from app.statute.breach import Breach
from sufficiency.types import Fact, Kind, Sex


def _refuse_if(breaches: list[Breach]) -> None:
    if breaches:
        raise RuleBroken(*breaches)


def _located(postcode: str | None) -> dict[str, Any]:
    """The columns of a place known by its postcode; a postcode we do not hold has no point."""
    point = point_of(postcode)
    return {
        "postcode": (tidy_postcode(postcode) or postcode.strip().upper()[:8]) if postcode else None,
        "easting": point.easting if point else None,
        "northing": point.northing if point else None,
    }


# ---------------------------------------------------------------------------------- who they are


@act("Added a child")
def add_child(
    *,
    person: Person,
    responsible_authority: str,
    ethnicity: str | None = None,
    upn: str | None = None,
    worker: User | None = None,
    by: Actor,
) -> Child:
    """Add a child. `responsible_authority` is the ONS code of the council that looks after them."""
    if db.session.scalar(select(Child.id).where(Child.person_id == person.id)) is not None:
        raise RuleBroken(record_breach("This person is already recorded as a child.", "person"))
    child = Child(
        person_id=person.id,
        responsible_authority=responsible_authority,
        ethnicity=ethnicity or None,
        upn=upn or None,
        worker_id=worker.id if worker else None,
    )
    child.person = person
    db.session.add(child)
    db.session.flush()
    return child


@act("Added a child who is looked after")
def begin_looking_after(
    *,
    given_name: str,
    family_name: str,
    born: date | None,
    sex: Sex,
    responsible_authority: str,
    status: Ls | None,
    need: str | None,
    starts_on: date,
    home_postcode: str | None,
    worker: User | None,
    by: Actor,
) -> Child:
    """A child comes to be looked after: who they are, under what status, from where."""
    person = add_person(given_name=given_name, family_name=family_name, born=born, sex=sex, by=by)
    child = add_child(
        person=person, responsible_authority=responsible_authority, worker=worker, by=by
    )
    if status is not None:
        begin_legal_status(child, status=status, need=need, starts_on=starts_on, by=by)
    if home_postcode:
        set_family_home(child, postcode=home_postcode, starts_on=starts_on, by=by)
    return child


@act("Changed a child's particulars")
def change_child(
    child: Child,
    *,
    ethnicity: str | None,
    upn: str | None,
    worker: User | None,
    by: Actor,
) -> Child:
    """Put a child's particulars right, or name another social worker; the trail keeps the old."""
    child.ethnicity, child.upn = ethnicity or None, upn or None
    child.worker_id = worker.id if worker else None
    return child


@act("Recorded a legal status")
def begin_legal_status(
    child: Child, *, status: Ls, need: str | None = None, starts_on: date, by: Actor
) -> LegalStatus:
    """The child is looked after under this status from this day; the one before ends that day.

    Told late, a status that came before the one in force ends on the day that one began.
    """
    _refuse_if(rules.period_breaches("A legal status", starts_on, born=child.person.born))
    before = open_row(LegalStatus, child_id=child.id)
    if before is not None and before.status is status and before.starts_on == starts_on:
        return before
    need = need or (before.need if before else None)
    begun = LegalStatus(child_id=child.id, status=status, need=need, starts_on=starts_on)
    if before is not None and before.starts_on > starts_on:
        begun.end(before.starts_on)
        begun.ended_because = Rec.X1
        return begin(begun)
    if before is not None:
        before.ended_because = Rec.X1
    return begin(begun, instead_of=before)


@act("Ended a legal status")
def end_legal_status(
    status: LegalStatus, *, on: date, because: Rec | None = None, by: Actor
) -> LegalStatus:
    """The status no longer holds from this day. Placements end, or go on, on their own facts."""
    _refuse_if(ending_breaches("This legal status", status.starts_on, status.ends_on, on))
    status.end(on)
    status.ended_because = because
    return status


@act("Recorded that a child is no longer looked after")
def stop_looking_after(child: Child, *, on: date, because: Rec | None = None, by: Actor) -> Child:
    """The child stops being looked after: status, placement, stay and absence end on that day."""
    status = open_row(LegalStatus, child_id=child.id)
    if status is None:
        raise RuleBroken(record_breach("No legal status is open for this child.", "on"))
    end_legal_status(status, on=on, because=because, by=by)
    for placement in open_placements(child):
        end_placement(placement, on=max(on, placement.starts_on), by=by)
    away = open_row(Away, child_id=child.id)
    if away is not None:
        away.end(max(on, away.starts_on))
    return child


# --------------------------------------------------------------------------- brothers and sisters


def _pair(child: Child, sibling: Child) -> dict[str, int]:
    _refuse_if(rules.sibling_breaches(child.id, sibling.id))
    first, second = sorted((child.id, sibling.id))
    return {"child_id": first, "sibling_id": second}


@act("Recorded brothers and sisters")
def link_siblings(
    child: Child, sibling: Child, *, kind: SiblingKind, sureness: Sureness, by: Actor
) -> SiblingLink:
    """Two children are brothers or sisters; what was said of the pair before is set aside."""
    pair = _pair(child, sibling)
    before = db.session.scalar(
        select(SiblingLink).filter_by(**pair).where(SiblingLink.stands()).limit(1)
    )
    if before is not None and (before.kind, before.sureness) == (kind, sureness):
        return before
    if before is not None:
        before.void()
    link = SiblingLink(**pair, kind=kind, sureness=sureness)
    db.session.add(link)
    db.session.flush()
    return link


@act("Recorded that children are not brothers or sisters")
def unlink_siblings(link: SiblingLink, *, by: Actor) -> SiblingLink:
    """The two are not brothers or sisters after all."""
    link.void()
    return link


@act("Recorded a plan for brothers and sisters")
def plan_siblings(
    child: Child,
    sibling: Child,
    *,
    plan: TogetherOrApart,
    why: str,
    starts_on: date,
    join_by: date | None = None,
    by: Actor,
) -> SiblingPlan:
    """Whether two brothers or sisters are to live together, and why, from this day.

    `join_by`: the day by which two who live apart are to live together.
    """
    pair = _pair(child, sibling)
    before = open_row(SiblingPlan, **pair)
    _refuse_if(
        takes_over_breaches("A plan for them", before.starts_on if before else None, starts_on)
        + rules.joining_breaches(plan, starts_on, join_by)
    )
    new = SiblingPlan(**pair, plan=plan, why=why.strip(), starts_on=starts_on, join_by=join_by)
    return begin(new, instead_of=before)


@act("Recorded a brother or sister, and the plan")
def record_siblings(
    child: Child,
    *,
    sibling: Child,
    kind: SiblingKind,
    sureness: Sureness,
    plan: TogetherOrApart | None,
    why: str,
    starts_on: date,
    join_by: date | None = None,
    by: Actor,
) -> SiblingLink:
    """Two children are brothers or sisters, and the plan for them where there is one."""
    link: SiblingLink = link_siblings(child, sibling, kind=kind, sureness=sureness, by=by)
    if plan is not None:
        plan_siblings(
            child, sibling, plan=plan, why=why, starts_on=starts_on, join_by=join_by, by=by
        )
    return link


# -------------------------------------------------------------------------- school, home and needs


@act("Recorded a school")
def set_school(
    child: Child, *, school: str, postcode: str | None = None, starts_on: date, by: Actor
) -> Schooling:
    """The school, nursery or college that the child goes to from this day."""
    before = open_row(Schooling, child_id=child.id)
    _refuse_if(
        takes_over_breaches("A school", before.starts_on if before else None, starts_on)
        + rules.period_breaches("School", starts_on, born=child.person.born)
    )
    new = Schooling(
        child_id=child.id, school=school.strip(), starts_on=starts_on, **_located(postcode)
    )
    return begin(new, instead_of=before)


@act("Recorded a child's family home")
def set_family_home(child: Child, *, postcode: str, starts_on: date, by: Actor) -> FamilyHome:
    """Where the child's family home is from this day; distance is measured from it."""
    before = open_row(FamilyHome, child_id=child.id)
    _refuse_if(
        takes_over_breaches("A family home", before.starts_on if before else None, starts_on)
    )
    new = FamilyHome(child_id=child.id, starts_on=starts_on, **_located(postcode))
    return begin(new, instead_of=before)


@act("Recorded what a child needs of a home")
def record_need(
    child: Child,
    *,
    fact: Fact,
    must_be: bool | None,
    why: str = "",
    starts_on: date,
    by: Actor,
) -> ChildNeed:
    """A home must have this (true), must not (false), or had better have it (none)."""
    before = open_row(ChildNeed, child_id=child.id, fact=fact)
    _refuse_if(
        takes_over_breaches("This need", before.starts_on if before else None, starts_on)
        + rules.period_breaches("A need", starts_on, born=child.person.born)
    )
    new = ChildNeed(
        child_id=child.id, fact=fact, must_be=must_be, why=why.strip(), starts_on=starts_on
    )
    return begin(new, instead_of=before)


@act("Ended what a child needed of a home")
def end_need(need: ChildNeed, *, on: date, by: Actor) -> ChildNeed:
    """The child no longer needs this."""
    _refuse_if(ending_breaches("This need", need.starts_on, need.ends_on, on))
    need.end(on)
    return need


# ---------------------------------------------------------------------------------------- settings


@act("Added a setting")
def add_setting(
    *,
    name: str,
    kind: SettingKind,
    postcode: str | None = None,
    provider_name: str | None = None,
    by: Actor,
) -> Setting:
    """A place children live in that is not a family's home."""
    point = point_of(postcode)
    setting = Setting(
        name=name.strip(),
        kind=kind,
        provider_name=(provider_name or "").strip() or None,
        authority_code=point.authority_code if point else None,
        **_located(postcode),
    )
    db.session.add(setting)
    db.session.flush()
    return setting


@act("Recorded a setting's registration")
def register_setting(
    setting: Setting,
    *,
    regulator: Regulator,
    registered_as: SettingKind,
    urn: str,
    starts_on: date,
    checked_on: date | None = None,
    by: Actor,
) -> Registration:
    """The setting is registered with this regulator from this day, under this number."""
    before = open_row(Registration, setting_id=setting.id, registered_as=registered_as)
    _refuse_if(
        takes_over_breaches("A registration", before.starts_on if before else None, starts_on)
    )
    new = Registration(
        setting_id=setting.id,
        regulator=regulator,
        registered_as=registered_as,
        urn=rules.registration_number(urn),
        starts_on=starts_on,
        checked_on=checked_on,
    )
    return begin(new, instead_of=before)


@act("Corrected a setting")
def correct_setting(
    setting: Setting,
    *,
    name: str,
    kind: SettingKind,
    postcode: str | None = None,
    provider_name: str | None = None,
    by: Actor,
) -> Setting:
    """Put right what a setting is called, what it is, who runs it and where; the trail keeps both.

    Every child there is judged by what it is now, on every day: what it was called in error never
    held.
    """
    point = point_of(postcode)
    setting.name, setting.kind = name.strip(), kind
    setting.provider_name = (provider_name or "").strip() or None
    for name_, value in _located(postcode).items():
        setattr(setting, name_, value)
    setting.authority_code = point.authority_code if point else None
    return setting


@act("Checked a registration with its regulator")
def check_registration(registration: Registration, *, on: date, by: Actor) -> Registration:
    """The regulator's own register was looked at on this day, and says the same."""
    _refuse_if(
        rules.checked_breaches(
            registration.starts_on, registration.ends_on, registration.checked_on, on, today()
        )
    )
    registration.checked_on = on
    return registration


@act("Corrected a registration")
def correct_registration(
    registration: Registration,
    *,
    regulator: Regulator,
    registered_as: SettingKind,
    urn: str,
    starts_on: date,
    ends_on: date | None = None,
    checked_on: date | None = None,
    by: Actor,
) -> Registration:
    """What was recorded was wrong: it is set aside, and recorded as it is. Both stay in the past
    as it was known."""
    _refuse_if(rules.period_breaches("A registration", starts_on, ends_on))
    registration.void()
    db.session.flush()
    other = open_row(Registration, setting_id=registration.setting_id, registered_as=registered_as)
    if other is not None and ends_on is None:
        raise RuleBroken(
            record_breach(
                f"It is registered so already, as {other.urn} since {other.starts_on:%d/%m/%Y}. "
                "End that one first, or say when this one ended.",
                "ends_on",
            )
        )
    new = Registration(
        setting_id=registration.setting_id,
        regulator=regulator,
        registered_as=registered_as,
        urn=rules.registration_number(urn),
        starts_on=starts_on,
        checked_on=checked_on,
    )
    if ends_on is not None:
        new.end(ends_on)
    return begin(new)


@act("Recorded that a registration ended")
def end_registration(registration: Registration, *, on: date, by: Actor) -> Registration:
    """The setting is no longer registered from this day."""
    _refuse_if(
        ending_breaches("This registration", registration.starts_on, registration.ends_on, on)
    )
    registration.end(on)
    return registration


# -------------------------------------------------------------------------------------- placements


PROVIDED_BY: Mapping[ProviderKind, PlaceProvider] = {
    ProviderKind.OWN: PlaceProvider.PR1,
    ProviderKind.OTHER_AUTHORITY: PlaceProvider.PR2,
    ProviderKind.AGENCY: PlaceProvider.PR4,
}
"""The return's code of who provides a place, by whose home it is."""


@act("Recorded a placement")
def record_placement(
    child: Child,
    *,
    place: Place,
    starts_on: date,
    place_provider: PlaceProvider | None = None,
    basis: Basis = Basis.NOT_RECORDED,
    kind: Kind | None = None,
    household: Household | None = None,
    setting: Setting | None = None,
    urn: str | None = None,
    postcode: str | None = None,
    temporary: bool | None = None,
    ends_on: date | None = None,
    ended_because: PlaceChange | None = None,
    expected_end: date | None = None,
    decided_here: bool = False,
    by: Actor,
) -> Placement:
    """The child lives here from this day. What happened is never refused: it is judged.

    A main placement takes over from the one that is open. `temporary` stays (by their code unless
    said) stand beside the main placement, which goes on.
    """
    if household is not None:
        claim_room(household)
    _refuse_if(
        rules.placement_breaches(
            starts_on,
            ends_on,
            born=child.person.born,
            today=today(),
            decided_here=decided_here,
        )
    )
    temporary = is_temporary(place) if temporary is None else temporary
    for before in [] if temporary else open_placements(child):
        if not before.temporary and before.starts_on <= starts_on:
            before.end(starts_on)
    db.session.flush()
    placement = Placement(
        child_id=child.id,
        place=place,
        place_provider=place_provider,
        basis=basis,
        kind=kind,
        household_id=household.id if household else None,
        setting_id=setting.id if setting else None,
        urn=(urn or "").strip().upper() or None,
        temporary=temporary,
        expected_end=expected_end,
        decided_here=decided_here,
        starts_on=starts_on,
        **_where(household, setting, postcode, starts_on),
    )
    if ends_on is not None:
        placement.end(ends_on)
        placement.ended_because = ended_because
    return begin(placement)


def open_placements(child: Child) -> Sequence[Placement]:
    """Where the child lives and stays, as far as the record has not ended it."""
    return db.session.scalars(_open_placements(), {"child": child.id}).all()


@put_together_once
def _open_placements() -> Select[Placement]:
    return select(Placement).where(
        Placement.child_id == bindparam("child"), Placement.ends_on.is_(None), Placement.stands()
    )


def _where(
    household: Household | None, setting: Setting | None, postcode: str | None, on: date
) -> dict[str, Any]:
    """Where a placement is: the household's address that day, the setting's, or a postcode."""
    known: Address | Setting | None = setting
    if household is not None:
        known = db.session.scalar(
            select(Address).where(Address.household_id == household.id, Address.in_force(on))
        )
    if known is not None and not postcode:
        return {
            "postcode": known.postcode,
            "easting": known.easting,
            "northing": known.northing,
            "authority_code": known.authority_code,
        }
    point = point_of(postcode)
    return {**_located(postcode), "authority_code": point.authority_code if point else None}


@act("Recorded the end of a placement")
def end_placement(
    placement: Placement, *, on: date, because: PlaceChange | None = None, by: Actor
) -> Placement:
    """The child no longer lives here from this day."""
    _refuse_if(ending_breaches("This placement", placement.starts_on, placement.ends_on, on))
    placement.end(on)
    placement.ended_because = because
    return placement


@act("Said why a placement ended")
def say_why_ended(placement: Placement, *, because: PlaceChange, by: Actor) -> Placement:
    """Of a placement whose end another move recorded, or whose reason was told otherwise."""
    if placement.ends_on is None:
        raise RuleBroken(record_breach("This placement goes on: record its end.", "because"))
    placement.ended_because = because
    return placement


@act("Set aside a placement recorded in error")
def void_placement(placement: Placement, *, by: Actor) -> Placement:
    """The placement was recorded in error. It stays in what was known before."""
    placement.void()
    return placement


@act("Recorded a decision that a placement needed")
def record_placement_approval(
    placement: Placement,
    *,
    what: ApprovalNeeded,
    decided_on: date,
    decided_by: str,
    decided_by_user: User | None = None,
    reason: str = "",
    by: Actor,
) -> PlacementApproval:
    """A named person's decision: out of the area, at a distance, with a parent, unregistered."""
    _refuse_if(rules.not_yet_breaches("A decision", decided_on, today(), "decided_on"))
    decision = PlacementApproval(
        placement_id=placement.id,
        child_id=placement.child_id,
        what=what,
        decided_on=decided_on,
        decided_by=decided_by.strip(),
        decided_by_id=decided_by_user.id if decided_by_user else None,
        reason=reason.strip(),
    )
    db.session.add(decision)
    db.session.flush()
    return decision


@act("Recorded what a placement rests on")
def record_ground(
    placement: Placement,
    *,
    what: GroundKind,
    happened_on: date,
    told_by: str,
    why: str,
    by: Actor,
) -> PlacementGround:
    """What a placement may rest on besides a decision (regulations 19, 22A, 27B and 27C)."""
    _refuse_if(rules.not_yet_breaches("This", happened_on, today(), "happened_on"))
    ground = PlacementGround(
        placement_id=placement.id,
        child_id=placement.child_id,
        what=what,
        happened_on=happened_on,
        told_by=told_by.strip(),
        why=why.strip(),
    )
    db.session.add(ground)
    db.session.flush()
    return ground


@act("Recorded that a child may be deprived of liberty")
def record_liberty(
    child: Child,
    *,
    kind: LibertyKind,
    court: str,
    starts_on: date,
    last_day: date,
    first_review_on: date | None = None,
    restrictions: str = "",
    by: Actor,
) -> DeprivationOfLiberty:
    """An order allows it from this day until its last; it takes over from the one before it."""
    before = open_row(DeprivationOfLiberty, child_id=child.id)
    _refuse_if(
        takes_over_breaches("An order", before.starts_on if before else None, starts_on)
        + rules.liberty_breaches(starts_on, last_day, first_review_on, born=child.person.born)
        + rules.not_yet_breaches("An order", starts_on, today())
    )
    order = begin(
        DeprivationOfLiberty(
            child_id=child.id,
            kind=kind,
            court=court.strip(),
            starts_on=starts_on,
            last_day=last_day,
            restrictions=restrictions.strip(),
        ),
        instead_of=before,
    )
    db.session.add(
        LibertyReview(
            deprivation_id=order.id,
            child_id=child.id,
            held_on=starts_on,
            next_on=first_review_on,
        )
    )
    db.session.flush()
    return order


@act("Recorded a review of a deprivation of liberty")
def record_liberty_review(
    order: DeprivationOfLiberty,
    *,
    held_on: date,
    next_on: date | None,
    found: str,
    by: Actor,
) -> LibertyReview:
    """It was reviewed on this day, and is to be reviewed again by another."""
    _refuse_if(
        rules.liberty_review_breaches(order.starts_on, held_on, next_on)
        + rules.not_yet_breaches("A review", held_on, today(), "held_on")
    )
    review = LibertyReview(
        deprivation_id=order.id,
        child_id=order.child_id,
        held_on=held_on,
        next_on=next_on,
        found=found.strip(),
    )
    db.session.add(review)
    db.session.flush()
    return review


@act("Recorded that a deprivation of liberty ended")
def end_liberty(order: DeprivationOfLiberty, *, on: date, by: Actor) -> DeprivationOfLiberty:
    """The child is no longer deprived of liberty from this day."""
    _refuse_if(
        ending_breaches("This deprivation of liberty", order.starts_on, order.ends_on, on)
        + rules.not_yet_breaches("The end", on, today(), "on")
    )
    order.end(on)
    return order


@act("Recorded that a child is missing or away")
def record_away(child: Child, *, kind: AwayKind, starts_on: date, by: Actor) -> Away:
    """The child is missing, or away without authorisation. The placement goes on."""
    before = open_row(Away, child_id=child.id)
    _refuse_if(
        takes_over_breaches("An absence", before.starts_on if before else None, starts_on)
        + rules.period_breaches("An absence", starts_on, born=child.person.born)
        + rules.not_yet_breaches("An absence", starts_on, today())
    )
    return begin(Away(child_id=child.id, kind=kind, starts_on=starts_on), instead_of=before)


@act("Recorded that a child is back")
def end_away(away: Away, *, on: date, by: Actor) -> Away:
    """The child is back from this day."""
    _refuse_if(ending_breaches("This absence", away.starts_on, away.ends_on, on))
    away.end(on)
    return away


# ------------------------------------------------------------------------- the child's own worker


@act("Recorded a visit by the child's social worker")
def record_social_worker_visit(
    child: Child, *, visited_on: date, seen: bool, alone: bool, words: str, by: Actor
) -> SocialWorkerVisit:
    """The child's own worker visited. Only a visit at which the child was seen stops a clock."""
    _refuse_if(
        rules.period_breaches("A visit", visited_on, born=child.person.born, field="visited_on")
        + rules.visit_breaches(visited_on, seen=seen, alone=alone, words=words, today=today())
    )
    visit = SocialWorkerVisit(
        child_id=child.id,
        visited_on=visited_on,
        seen=seen,
        alone=alone,
        words=words.strip(),
        by_id=by.id,
    )
    db.session.add(visit)
    db.session.flush()
    return visit


@act("Recorded a review of a child's case")
def record_care_review(child: Child, *, held_on: date, by: Actor) -> CareReview:
    """A review of the child's case was held: visits under regulation 24 are four-weekly after."""
    _refuse_if(
        rules.period_breaches("A review", held_on, born=child.person.born, field="held_on")
        + rules.held_breaches("A review", held_on, today(), "held_on")
    )
    review = CareReview(child_id=child.id, held_on=held_on, by_id=by.id)
    db.session.add(review)
    db.session.flush()
    return review


# --------------------------------------------------------------------------------------- referrals


@act("Opened a referral")
def open_referral(
    children: Sequence[Child],
    *,
    needed_on: date,
    kind: Kind,
    until: date | None = None,
    together: bool = True,
    together_why: str = "",
    home_postcode: str | None = None,
    school_postcode: str | None = None,
    max_miles: int | None = None,
    avoid: str = "",
    answers: dict[str, Any] | None = None,
    by: Actor,
) -> Referral:
    """These children need a home from `needed_on`. Distances are in statutory miles."""
    _refuse_if(rules.referral_breaches([child.id for child in children], needed_on, until))
    referral = Referral(
        opened_on=today(),
        needed_on=needed_on,
        until=until,
        kind=kind,
        together=together,
        together_why=together_why.strip(),
        home_postcode=home_postcode or None,
        school_postcode=school_postcode or None,
        max_miles=max_miles,
        avoid=avoid.strip(),
        answers=dict(answers or {}),
        opened_by=by.id,
    )
    db.session.add(referral)
    db.session.flush()
    db.session.add_all(
        ReferralChild(referral_id=referral.id, child_id=child.id) for child in children
    )
    db.session.flush()
    return referral


@act("Changed a referral")
def change_referral(
    referral: Referral,
    *,
    needed_on: date,
    kind: Kind,
    until: date | None,
    together: bool,
    together_why: str,
    home_postcode: str | None,
    school_postcode: str | None,
    max_miles: int | None,
    avoid: str,
    answers: dict[str, Any] | None = None,
    by: Actor,
) -> Referral:
    """Put what was asked for right; the trail keeps what it was. `answers` none: as they were."""
    ids = [child.id for child in referral.children]
    _refuse_if(_closed(referral) + rules.referral_breaches(ids, needed_on, until))
    referral.needed_on, referral.until, referral.kind = needed_on, until, kind
    referral.together, referral.together_why = together, together_why.strip()
    referral.home_postcode = home_postcode or None
    referral.school_postcode = school_postcode or None
    referral.max_miles, referral.avoid = max_miles, avoid.strip()
    if answers is not None:
        referral.answers = dict(answers)
    return referral


@act("Closed a referral")
def close_referral(referral: Referral, *, on: date, outcome: Outcome, by: Actor) -> Referral:
    """The referral ended: placed, withdrawn, or nobody was found."""
    breaches = _closed(referral)
    if on < referral.opened_on:
        breaches.append(record_breach("A referral cannot close before it was opened.", "on"))
    _refuse_if(breaches)
    referral.closed_on, referral.outcome = on, outcome
    return referral


def _closed(referral: Referral) -> list[Breach]:
    if referral.closed_on is None:
        return []
    return [
        record_breach(
            f"This referral was closed on {referral.closed_on:%d/%m/%Y}. Open a new one.", "on"
        )
    ]
