"""The facts of a placement about to be decided, gathered inside its transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from app.accounts.models import User
from app.accounts.permissions import May
from app.children import queries as children
from app.children.models import Child, LegalStatus, Placement, Referral
from app.core.db import db
from app.core.today import today
from app.data import adjoining
from app.matching import queries, rules
from app.matching.snapshot import one_home
from app.people.models import Household, ProviderKind
from app.register.models import SharingAgreement
from sufficiency import distance
from sufficiency.criteria import gate_findings, others_there
from sufficiency.period import Period
from sufficiency.types import Fact, Home, Kind, Need, Room, Weighs

NEAR_MILES = 20
"""The statistics' own measure of near: placed within 20 miles of home."""


def proposal(
    referral: Referral,
    household: Household,
    asked: rules.Asked,
    by: User,
    proposed_by: int | None = None,
) -> rules.Proposal:
    """Everything that the rules look at, read now. Inside a transaction: under its lock.

    Nobody having proposed it before (`proposed_by` none), whoever decides it is its proposer.
    """
    day = asked.moves_in_on or queries.starts_on(referral)
    need = need_from(referral, day)
    home = one_home(household.id, need.period, authority_code=queries.authority_code())
    if home is None:
        home = Home(id=str(household.id), where=None, room=Room())
    area = area_of(home)
    far = area is rules.Area.AT_A_DISTANCE and by.may(May.DECIDE_AT_A_DISTANCE)
    return rules.Proposal(
        findings=gate_findings(need, home),
        area=area,
        approved_by_us=household.provider.kind is ProviderKind.OWN,
        connected=any(child.id in home.connected_to for child in need.children),
        others_live_there=bool(others_there(need, home)),
        referral_open=referral.closed_on is None,
        referral_opened_on=referral.opened_on,
        moves_in_on=day,
        moved_already=day < today(),
        children_placed_here_already=_placed_here(referral, household, day),
        falls_short_of=falls_short_of(referral, need, home),
        asked=asked,
        decider=rules.Decider(
            may_confirm=by.may(May.CONFIRM_PLACEMENT) or by.may(May.DECIDE_AT_A_DISTANCE),
            may_decide_failed_gate=by.may(May.DECIDE_FAILED_GATE) or far,
            may_decide_at_a_distance=by.may(May.DECIDE_AT_A_DISTANCE),
            acted_before=by.id in (proposed_by or by.id, referral.opened_by),
        ),
        is_a_stay=referral.kind is Kind.SHORT_BREAK and _lives_with_carers(referral, day),
    )


def need_from(referral: Referral, day: date) -> Need:
    """What the children need, from the day on which they move in."""
    need = queries.need_of(referral)
    ends = need.period.ends
    return replace(need, period=Period(day, ends if ends and ends > day else None))


def area_of(home: Home) -> rules.Area:
    """Whether a home is in our area, in an adjoining authority's, or at a distance."""
    if home.area_authority is None:
        return rules.Area.NOT_KNOWN
    ours = queries.authority_code()
    if home.area_authority == ours:
        return rules.Area.IN_AREA
    if home.area_authority in (adjoining(ours) or frozenset()):
        return rules.Area.ADJOINING
    return rules.Area.AT_A_DISTANCE


def _placed_here(referral: Referral, household: Household, day: date) -> bool:
    ids = [child.id for child in referral.children]
    there = db.session.scalars(
        select(Placement.child_id).where(
            Placement.household_id == household.id,
            Placement.child_id.in_(ids),
            Placement.in_force(day),
            Placement.temporary.is_(False),
        )
    )
    return set(ids) <= set(there)


def _lives_with_carers(referral: Referral, day: date) -> bool:
    """Whether one of the children lives with carers already, on whatever status."""
    return any(
        main is not None and main.household_id is not None and main.kind is not Kind.SHORT_BREAK
        for main in (children.main_placement(child.id, day) for child in referral.children)
    )


def siblings_living_there(referral: Referral, household: Household, day: date) -> list[Child]:
    """Brothers and sisters of these children who live with a household when they come."""
    ids = {child.id for child in referral.children}
    there = select(Placement.child_id).where(
        Placement.household_id == household.id, Placement.in_force(day)
    )
    return list(
        db.session.scalars(
            select(Child)
            .where(Child.id.in_(children.sibling_ids(ids) - ids), Child.id.in_(there))
            .order_by(Child.id)
        )
    )


def sharing_agreed(household: Household) -> set[frozenset[int]]:
    """Pairs of children who may share a bedroom in a household already."""
    rows = db.session.execute(
        select(SharingAgreement.child_id, SharingAgreement.with_child_id).where(
            SharingAgreement.household_id == household.id,
            SharingAgreement.stands(),
            SharingAgreement.ends_on.is_(None),
        )
    )
    return {frozenset((row.child_id, row.with_child_id)) for row in rows}


def falls_short_of(referral: Referral, need: Need, home: Home) -> tuple[str, ...]:
    """Which of CA 1989 s22C(8) and (9) this home does not meet, as far as the record can say."""
    return short_of(referral.answers, need, home, siblings_waiting(need))


def short_of(
    answers: Mapping[str, Any], need: Need, home: Home, siblings: frozenset[str]
) -> tuple[str, ...]:
    """The same of one home among several: `siblings` is what `siblings_waiting` gave for all."""
    short = []
    if need.home and home.where and not distance.within(need.home, home.where, NEAR_MILES):
        short.append("near_home")
    if answers.get("educationContinuity") == "No":
        short.append("school")
    if siblings - {claim.child.id for claim in home.room.claims}:
        short.append("siblings")
    if Fact.STEP_FREE in need.required and home.facts.get(Fact.STEP_FREE) is not True:
        short.append("disabled")
    if home.area_authority is None:
        short.append("where")
    elif not home.in_area:
        short.append("area")
    return tuple(short)


def siblings_waiting(need: Need) -> frozenset[str]:
    """Brothers and sisters who are looked after, and not to be kept apart from these children."""
    own = {int(child.id) for child in need.children}
    apart = {int(id_) for id_ in need.apart_from}
    others = children.sibling_ids(own) - own - apart
    if not others:
        return frozenset()
    looked_after = db.session.scalars(
        select(LegalStatus.child_id).where(
            LegalStatus.child_id.in_(others), LegalStatus.in_force(need.period.starts)
        )
    )
    return frozenset(str(id_) for id_ in looked_after)


def checks_kept(proposal: rules.Proposal) -> list[dict[str, Any]]:
    """What was checked, and the result, as kept with the decision for good."""
    kept = [
        {
            "code": str(finding.code),
            "result": str(finding.weighs),
            "because": finding.because,
            "cite": str(rules.CITES.get(finding.code, rules.NEED_ITSELF)),
        }
        for finding in proposal.findings
        if finding.weighs in (Weighs.RULED_OUT, Weighs.UNKNOWN)
    ]
    kept.append({"code": "area", "result": proposal.area.value, "because": "", "cite": ""})
    if not any(check["result"] == Weighs.RULED_OUT for check in kept):
        kept.insert(0, {"code": "gates", "result": "passed", "because": "", "cite": ""})
    return kept


def answers_kept(asked: rules.Asked) -> dict[str, Any]:
    """What was asked and answered, as kept with the decision for good."""
    kept = {key: value for key, value in asdict(asked).items() if value}
    if asked.moves_in_on is not None:
        kept["moves_in_on"] = asked.moves_in_on.isoformat()
    return kept


def alternatives(referral: Referral, household: Household) -> list[dict[str, Any]]:
    """What else there was: every other home on the shortlist, and what its carers said."""
    said: dict[int, str] = {}
    for row in queries.calls(referral.id):
        said.setdefault(row.Call.household_id, str(row.Call.answer))
    return [
        {"household": other.id, "answer": said.get(other.id, "not asked")}
        for other in queries.shortlist(referral.id)
        if other.id != household.id
    ]
